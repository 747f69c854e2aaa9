"""What the cue scores say of a passage, worked out once: how each unit reports speech, and the clause of each phrase.

A passage is looked at for every quotation in or beside it and for every phrase around that; a `CueBook` remembers what
it has read of the last passages.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Mapping
from itertools import accumulate
from typing import NamedTuple

from quotes.attributor.clauses import Clause, clause_of, cue_bucket, find_particle, score_word
from quotes.language.passages import Passage
from quotes.people.phrases import Phrase

__all__ = ["Bearing", "CueBook", "CueWords", "PassageCues"]

_REMEMBERED = 64
_REMEMBERED_WORDS = 12_000
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERB_SIGNS = {"high": "V", "some": "V", "low": "v", "faint": "u", "none": "u"}
_SIGNS = {
    "NNP": "N", "NNPS": "N", "NN": "n", "NNS": "n", "PRP": "p", "PRP$": "d", "DT": "d", "IN": "i", "TO": "t", "RB": "r",
    "JJ": "j", "CC": "c", ",": ",", ".": ".", ":": ":", "MD": "m", "WP": "w", "WDT": "w", "POS": "s", "QUOTED": "Q",
}  # fmt: skip


class Bearing(NamedTuple):
    """What of a phrase and its clause is the same for every quotation around it.

    Attributes:
        has_verb: whether it goes with a verb.
        sort: what it is, in a word.
        preposition: what it hangs on, or nothing.
        tag: that of its verb, or nothing.
        opens: whether it opens a sentence.
        lead: the word before it, where that leads up to it, or nothing.
        own: how strongly its verb reports speech.
        link: the same with the order of verb and subject.
        inverted: whether the verb stands before it.
    """

    has_verb: bool
    sort: str
    preposition: str
    tag: str
    opens: bool
    lead: str
    own: str
    link: str
    inverted: bool


class PassageCues(NamedTuple):
    """The units of a passage as cues.

    Attributes:
        scores: how often each unit reports speech, 0 to 1.
        verbs: the same for verbs, 0 for every other unit.
        reporting: positions of the verbs for which it is more than 0.
        finite: how many finite verbs stand before each unit, and behind the last one.
        signs: one letter for the sort of each unit; verbs that report speech have a capital V.
        bearings: what is known of the place of each phrase, by the position of its first unit and past its last.
        static: a place for the sum of what a phrase's own features weigh, by the same positions.
    """

    scores: list[float]
    verbs: list[float]
    reporting: list[int]
    finite: list[int]
    signs: list[str]
    bearings: dict[tuple[int, int], Bearing]
    static: dict[tuple[int, int], float]

    def find_clause(self, passage: Passage, phrase: Phrase) -> Clause:
        """Return the clause of a phrase of the passage."""
        return clause_of(passage, phrase.first, phrase.last)

    def most_between(self, first: int, last: int) -> str:
        """Return the band of the verb that reports most among the units from ``first`` to ``last`` (exclusive)."""
        reporting = self.reporting
        start = bisect_left(reporting, first)
        if start == len(reporting) or reporting[start] >= last:
            return "none"
        stop = bisect_left(reporting, last, start)
        return cue_bucket(max([self.verbs[position] for position in reporting[start:stop]]))


class CueWords(dict[tuple[str, str, str], tuple[float, str]]):
    """The score and the sign of a word with its tag and, of a verb, the particle behind it, worked out when asked for.

    Args:
        scores: for each lemma, or verb with its particle, the share of its uses that report speech.
    """

    def __init__(self, scores: Mapping[str, float]) -> None:
        super().__init__()
        self.scores = scores

    def __missing__(self, word: tuple[str, str, str]) -> tuple[float, str]:
        """Look up how often a word reports speech."""
        if len(self) > _REMEMBERED_WORDS:
            self.clear()
        text, tag, particle = word
        score = score_word(text, tag, particle, self.scores)
        found = self[word] = (score, _VERB_SIGNS[cue_bucket(score)] if tag[:2] == "VB" else _SIGNS.get(tag, "x"))
        return found


class CueBook:
    """Reads passages with cue scores and remembers the last ones.

    Args:
        scores: for each lemma, or verb with its particle, the share of its uses that report speech.
        words: what is remembered of words by these scores, where anything is.
    """

    def __init__(self, scores: Mapping[str, float], words: CueWords | None = None) -> None:
        self.scores = scores
        self._words = CueWords(scores) if words is None or words.scores is not scores else words
        self._known: OrderedDict[int, PassageCues] = OrderedDict()
        self._last: tuple[int, PassageCues | None] = (-1, None)

    def read(self, passage: Passage) -> PassageCues:
        """Return what the units of a passage are as cues."""
        index, last = self._last
        if last is not None and index == passage.index:
            return last
        cues = self._known.get(passage.index)
        if cues is None:
            cues = self._known[passage.index] = self._read(passage)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(passage.index)
        self._last = (passage.index, cues)
        return cues

    def _read(self, passage: Passage) -> PassageCues:
        units, words = passage.units, self._words
        scores: list[float] = []
        verbs = [0.0] * len(units)
        signs: list[str] = []
        reporting: list[int] = []
        for position, (_, _, text, tag, _, _) in enumerate(units):
            if tag[:2] == "VB":
                follower = find_particle(units, position)
                score, sign = words[text, tag, "" if follower is None else follower.text.lower()]
                if score > 0.0:
                    verbs[position] = score
                    reporting.append(position)
            else:
                score, sign = words[text, tag, ""]
            scores.append(score)
            signs.append(sign)
        finite = [0, *accumulate([unit.tag in _FINITE for unit in units])]
        return PassageCues(scores, verbs, reporting, finite, signs, {}, {})
