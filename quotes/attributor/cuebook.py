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

from quotes.attributor.clauses import Clause, cue_bucket, find_clause, score_cue, score_verb
from quotes.language.passages import Passage
from quotes.people.phrases import Phrase

__all__ = ["Bearing", "CueBook", "PassageCues"]

_REMEMBERED = 64
_REMEMBERED_WORDS = 20_000
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
        clauses: what is known of the clause of each phrase, by the position of its first unit and past its last.
        bearings: what is known of the place of each phrase, by the same positions.
        static: a place for the sum of what a phrase's own features weigh, by the same positions.
    """

    scores: list[float]
    verbs: list[float]
    reporting: list[int]
    finite: list[int]
    signs: list[str]
    clauses: dict[tuple[int, int], Clause]
    bearings: dict[tuple[int, int], Bearing]
    static: dict[tuple[int, int], float]

    def find_clause(self, passage: Passage, phrase: Phrase) -> Clause:
        """Return the clause of a phrase of the passage."""
        key = (phrase.first, phrase.last)
        clause = self.clauses.get(key)
        if clause is None:
            clause = self.clauses[key] = find_clause(passage.units, phrase.first, phrase.last)
        return clause

    def most_between(self, first: int, last: int) -> str:
        """Return the band of the verb that reports most among the units from ``first`` to ``last`` (exclusive)."""
        start = bisect_left(self.reporting, first)
        stop = bisect_left(self.reporting, last, start)
        return cue_bucket(max([self.verbs[position] for position in self.reporting[start:stop]], default=0.0))


class CueBook:
    """Reads passages with cue scores and remembers the last ones.

    Args:
        scores: for each lemma, or verb with its particle, the share of its uses that report speech.
    """

    def __init__(self, scores: Mapping[str, float]) -> None:
        self.scores = scores
        self._known: OrderedDict[int, PassageCues] = OrderedDict()
        self._last: tuple[int, PassageCues | None] = (-1, None)
        self._words: dict[tuple[str, str], float] = {}

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
        units, known = passage.units, self._words
        if len(known) > _REMEMBERED_WORDS:
            known.clear()
        scores: list[float] = []
        verbs = [0.0] * len(units)
        signs: list[str] = []
        reporting: list[int] = []
        for position, unit in enumerate(units):
            tag = unit.tag
            if tag[:2] == "VB":
                score = verbs[position] = score_verb(units, position, self.scores)
                signs.append(_VERB_SIGNS[cue_bucket(score)])
                if score > 0.0:
                    reporting.append(position)
            else:
                word = (unit.text, tag)
                found = known.get(word)
                score = found if found is not None else known.setdefault(word, score_cue(unit, self.scores))
                signs.append(_SIGNS.get(tag, "x"))
            scores.append(score)
        finite = [0, *accumulate(unit.tag in _FINITE for unit in units)]
        return PassageCues(scores, verbs, reporting, finite, signs, {}, {}, {})
