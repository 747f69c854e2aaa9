"""Speech or not: what kind of quotation a marked stretch is, and the reason where it is none.

Each stretch has named features: how long it is, how it begins and ends, where it stands, what the narrator says beside
it. Their weights add up to the log odds that it is speech: those in ``data/speech.json`` are learnt, those in
``data/speech.toml`` set by hand.
"""

from __future__ import annotations

import json
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from math import exp
from typing import NamedTuple

from quotes.errors import LexiconError
from quotes.lexicon import HouseVerb, pronouns
from quotes.lexicon.files import read_table
from quotes.model import Evidence, QuotationKind
from quotes.segmenter.attributions import core_cues, is_attribution, word_category
from quotes.segmenter.candidates import DATA_FOLDER, numbers
from quotes.segmenter.quotations import Stretch
from quotes.spans import Span

__all__ = [
    "HandSet",
    "Judgement",
    "Weights",
    "find_features",
    "judge_stretches",
    "read_hand_set",
    "score_stretches",
]

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_LETTER = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"[{}=<>\\]|\);|::|\w\(\w*\)|\w_\w|://|\bwww\.|\w{2}\.[a-z]{2,4}\Z|\A[./~]+/\w|\A--?\w+\Z")
_HANDLE = re.compile(r"[@#]\w|[a-z]+[A-Z]|[A-Z]?[a-z]{2,}[A-Z]{2}")
_STOPS = ".?!…:"
_MARKS_AND_BULLETS = " \t\n\r\"'“”‘’([-–—*•"
_CLOSING = " \t\n\r\"'“”‘’.)],;"

_REACH_CHARS = 110
"""How far the narrator's words beside a stretch are looked at."""

_SHORT_WORDS = 7
"""Below so many words a stretch may well be a name or a term; real speech is mostly longer."""

_FEW_WORDS = 4
_LONG_CHARS = 40
_NO_KEY = -1
"""What no string has for its hash."""


class Judgement(NamedTuple):
    """What a stretch is.

    Attributes:
        kind: direct, mixed or other.
        reason: why it is not speech, or None.
        signs: what decided, each with its weight.
    """

    kind: QuotationKind
    reason: str | None
    signs: tuple[tuple[str, float], ...]

    def evidence(self, stretch: Stretch) -> tuple[Evidence, ...]:
        """Return what decided on a stretch, as evidence."""
        where = stretch.spans[:1]
        return tuple(Evidence(rule=name, spans=where, weight=weight) for name, weight in self.signs)


def judge_stretches(
    text: str, stretches: Sequence[Stretch], *, language: str | None = "en", verbs: tuple[HouseVerb, ...] = ()
) -> Iterator[Judgement]:
    """Judge every stretch of a document, one after the other.

    Args:
        text: the document.
        stretches: all its marked stretches, in order.
        language: ISO 639-1 code; what is known to be no English is judged by its shape alone.
        verbs: cue verbs that a house adds.

    Raises:
        LexiconError: if the weights cannot be read.
    """
    weights = _weights()
    is_read = language in (None, "en")
    for every in _in_lists(_each_features(text, stretches, verbs)):
        if is_read:
            scores = score_stretches(every, weights)
        else:
            scores = [_score_by_shape(features, weights.threshold) for features in every]
        for features, score in zip(every, scores, strict=True):
            yield _judge(frozenset(features), score, weights)


def find_features(text: str, stretches: Sequence[Stretch], verbs: tuple[HouseVerb, ...] = ()) -> list[list[str]]:
    """Return the names of the features of each stretch, in the same order."""
    return list(_each_features(text, stretches, verbs))


def _each_features(text: str, stretches: Sequence[Stretch], verbs: tuple[HouseVerb, ...]) -> Iterator[list[str]]:
    """Give the names of the features of each stretch, one after the other."""
    surroundings = _Surroundings(text, stretches, verbs)
    for place, stretch in enumerate(stretches):
        yield list(_features(text, stretch, surroundings, place))


def score_stretches(every: Sequence[Sequence[str]], weights: Weights) -> list[float]:
    """Return the log odds that each stretch of a document is speech, from the features of all of them in order."""
    scores = [sum(weights.of_features.get(feature, 0.0) for feature in features) for features in every]
    _share_in_lists(scores, every)
    return scores


def _judge(features: frozenset[str], score: float, judged_by: Weights) -> Judgement:
    """Return the judgement that a score means."""
    weights = judged_by.of_features
    chance = 1.0 / (1.0 + exp(-max(-50.0, min(score, 50.0))))
    if score < judged_by.threshold and not any(signs <= features for signs in _CERTAINLY_SPEECH):
        strongest = sorted(features & weights.keys(), key=lambda feature: (weights[feature], feature))[:3]
        signs = [(name, weights[name]) for name in strongest]
        return Judgement("other", _reason(features), (*signs, ("speech", round(chance, 4))))
    kind: QuotationKind = "mixed" if _is_in_clause(features) else "direct"
    return Judgement(kind, None, (("speech", round(chance, 4)),))


_CERTAINLY_SPEECH: tuple[frozenset[str], ...] = (
    frozenset({"attribution behind", "ends comma"}),
    frozenset({"attribution behind", "ends question"}),
    frozenset({"cue and comma before", "ends stop", "begins capital"}),
    frozenset({"cue and comma before", "ends comma", "begins capital"}),
    frozenset({"cue and comma before", "ends question", "begins capital"}),
    frozenset({"paragraph start", "ends comma", "begins capital"}),
    frozenset({"paragraph start", "answer"}),
    frozenset({"own paragraph short", "answer"}),
    frozenset({"words 9+", "begins capital long", "ends stop long"}),
)
"""What is speech whatever else speaks against it: short answers must not be lost."""


def _score_by_shape(features: Sequence[str], threshold: float) -> float:
    """Return a score just above or below the threshold: a name or term has one or two words and no stop inside."""
    is_term = any(feature.startswith(_TERM_SIZES) for feature in features) and "ends none" in features
    return threshold - 1.0 if is_term or "no words" in features else threshold + 1.0


_TERM_SIZES = ("words 1", "words 2")


def _in_lists(every: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    """Give the features of stretches in a row together, those of others by themselves: see `_share_in_lists`."""
    together: list[list[str]] = []
    for features in every:
        if together and not ("listed before" in features and "listed behind" in together[-1]):
            yield together
            together = []
        together.append(features)
    if together:
        yield together


def _share_in_lists(scores: list[float], every: Sequence[Sequence[str]]) -> None:
    """Give short stretches in a row ("A", "B" and "C") the mean of their scores: they are of one sort."""
    first = 0
    for place in range(1, len(scores) + 1):
        if place < len(scores) and "listed before" in every[place] and "listed behind" in every[place - 1]:
            continue
        if place - first > 1:
            mean = sum(scores[first:place]) / (place - first)
            scores[first:place] = [mean] * (place - first)
        first = place


class _Surroundings:
    """What a stretch can be compared with: its neighbours in the paragraph, and the document's other stretches."""

    def __init__(self, text: str, stretches: Sequence[Stretch], verbs: tuple[HouseVerb, ...]) -> None:
        self.verbs = verbs
        self._stretches = stretches
        self._previous, self._following = array("q"), array("q")
        self._long: Counter[int] = Counter()
        self._levels: Counter[str] = Counter()
        keys = array("q")
        last = last_end = -1
        for place, stretch in enumerate(stretches):
            self._previous.append(-1)
            self._following.append(-1)
            keys.append(hash(_key(text, stretch)) if size_of(stretch) < 2 * _LONG_CHARS else _NO_KEY)
            if stretch.parent is not None:
                continue
            self._levels[_level(text, stretch)] += 1
            if size_of(stretch) > _LONG_CHARS:
                self._long[stretch.block.start] += 1
            if last >= 0 and last_end == stretch.block.start:
                self._previous[place] = last
                self._following[last] = place
            last, last_end = place, stretch.last_block.start
        self._main = max(sorted(self._levels), key=lambda level: self._levels[level], default="")
        self._repeated = self._count_repeated(text, keys)

    def _count_repeated(self, text: str, keys: Sequence[int]) -> Counter[str]:
        """Count the short stretches that hold the same words, as far as the hashes of their words come up twice."""
        ordered = sorted(keys)
        twice = {key for key, after in pairwise(ordered) if key == after != _NO_KEY}
        places = (place for place, key in enumerate(keys) if key in twice)
        return Counter(_key(text, self._stretches[place]) for place in places)

    def previous(self, place: int) -> Stretch | None:
        """Return the outermost stretch before the one at ``place`` in its paragraph, or None."""
        before = self._previous[place]
        return self._stretches[before] if before >= 0 else None

    def following(self, place: int) -> Stretch | None:
        """Return the outermost stretch behind the one at ``place`` in its paragraph, or None."""
        behind = self._following[place]
        return self._stretches[behind] if behind >= 0 else None

    def is_second_level(self, text: str, stretch: Stretch) -> bool:
        """Whether it has other marks than most outermost stretches of the document."""
        return stretch.parent is None and len(self._levels) > 1 and _level(text, stretch) != self._main

    def is_repeated(self, text: str, stretch: Stretch) -> bool:
        """Whether the same words are marked elsewhere."""
        return self._repeated[_key(text, stretch)] > 1

    def has_long_beside(self, stretch: Stretch) -> bool:
        """Whether a long stretch stands in the same paragraph."""
        own = stretch.parent is None and size_of(stretch) > _LONG_CHARS
        return self._long[stretch.block.start] > own


def size_of(stretch: Stretch) -> int:
    """Return the length, in code points, of a stretch's first span."""
    return stretch.spans[0].end - stretch.spans[0].start


def _key(text: str, stretch: Stretch) -> str:
    return stretch.spans[0].of(text).strip(" .,!?").casefold()


def _level(text: str, stretch: Stretch) -> str:
    """Return the level of a stretch's first mark."""
    data = numbers()
    mark = stretch.marks[0].of(text)
    return data.levels.get(data.spellings.get(mark, mark), "double")


@dataclass(frozen=True, slots=True)
class _Beside:
    """The narrator's words beside a stretch, in its own paragraph and no further than the next stretch.

    Attributes:
        before: the text before it.
        before_words: its words.
        behind: the text behind it.
        behind_start: where that begins.
        behind_words: its words.
        is_first: whether nothing stands before it in its paragraph.
        is_last: whether nothing stands behind it in its paragraph.
    """

    before: str
    before_words: list[str]
    behind: str
    behind_start: int
    behind_words: list[str]
    is_first: bool
    is_last: bool

    @property
    def before_end(self) -> str:
        """Return the last character before it that is no white space, or nothing."""
        return self.before.rstrip()[-1:]


def _look_beside(text: str, stretch: Stretch, previous: Stretch | None, following: Stretch | None) -> _Beside:
    """Return what stands beside a stretch."""
    start = stretch.spans[0].start if "lost opener" in stretch.rules else stretch.marks[0].start
    end = max(stretch.spans[-1].end, stretch.marks[-1].end)
    block, last_block = stretch.block, stretch.last_block
    lower = max(block.start, start - _REACH_CHARS)
    if previous is not None:
        lower = max(lower, previous.spans[-1].end, previous.marks[-1].end)
    upper = min(last_block.end, end + _REACH_CHARS)
    if following is not None:
        upper = min(upper, following.marks[0].start)
    before, behind = text[lower:start], text[end:upper]
    is_first = lower == block.start and not before.strip(_MARKS_AND_BULLETS)
    is_last = following is None and upper == last_block.end and not behind.strip(_CLOSING)
    return _Beside(before, _WORD.findall(before), behind, end, _WORD.findall(behind[:80]), is_first, is_last)


def _features(text: str, stretch: Stretch, surroundings: _Surroundings, place: int) -> Iterator[str]:
    """Yield the features of one stretch."""
    previous, following = surroundings.previous(place), surroundings.following(place)
    beside = _look_beside(text, stretch, previous, following)
    words = [found.group() for found in islice(_WORD.finditer(text, *stretch.spans[0]), _SHORT_WORDS + 6)]
    for span in stretch.spans[1:]:
        words += [found.group() for found in islice(_WORD.finditer(text, *span), _SHORT_WORDS + 6)]
    is_short, is_few = len(words) < _SHORT_WORDS, len(words) < _FEW_WORDS
    ending = _ending(text, stretch.spans[-1])
    letter = _LETTER.search(text, *stretch.spans[0])
    is_capital = letter is None or not letter.group().islower()
    case = "capital" if is_capital else "small"
    yield "always"
    yield from _shape(words, ending, case, is_short)
    if is_short:
        yield from _short_shape(text, stretch, words, ending)
        if surroundings.is_repeated(text, stretch):
            yield "repeated"
        if surroundings.has_long_beside(stretch):
            yield "beside long"
    if stretch.parent is not None:
        yield "nested"
        if is_few and ending == "none" and beside.before_end not in (",", ":"):
            yield "nested term"
    if surroundings.is_second_level(text, stretch):
        yield "second level"
    stop = beside.behind[:1]
    if stop and stop in ".,;:?!":
        yield f"stop outside {'comma' if stop == ',' else 'stop' if stop == '.' else 'other'}"
    if beside.is_first and beside.is_last:
        yield "own paragraph short" if is_few and len(words) < 3 else "own paragraph"
    elif beside.is_first:
        yield "paragraph start"
    elif beside.is_last:
        yield "paragraph end"
        if is_few:
            yield f"paragraph end, few words, {case}"
    yield from _place(beside, previous, case, is_short, surroundings.verbs)
    cue = ""
    for feature in _cues(text, beside, ending, surroundings.verbs):
        yield feature
        cue = cue or _CUE_STATES.get(feature, "")
    yield from _announcing_words(beside)
    if is_few and is_capital and _is_inside_name(beside):
        yield "inside name"
    if is_short:
        amount = "few" if is_few else "some"
        yield f"{amount} words, ends {ending}, {cue or 'no cue'}"
        if not cue and beside.before_words and not beside.is_first:
            yield f"no cue, {case}, {amount} words"
    yield from _list_place(beside, previous, following)


_CUE_STATES = {
    "cue and comma before": "lead-in",
    "attribution behind": "attribution",
    "cue right before": "cue",
    "cue before": "cue",
    "cue behind": "cue",
}


def _ending(text: str, span: Span) -> str:
    """Return how the marked words end: with a stop, a question, a comma, a dash, or none of these."""
    last = text[max(span.start, span.end - 4) : span.end].rstrip("\"'”’»")[-1:]
    for name, members in (("stop", "."), ("question", "?!"), ("comma", ",;"), ("dash", "—–-…")):
        if last and last in members:
            return name
    return "none"


def _shape(words: list[str], ending: str, case: str, is_short: bool) -> Iterator[str]:
    """Yield how long the marked words are, how they begin and end, and whether they speak of I or you."""
    count = len(words)
    yield f"words {count if count < 4 else '4-5' if count < 6 else '6-8' if count < 9 else '9+'}"
    tail = "" if is_short else " long"
    yield f"ends {ending}{tail}"
    yield f"begins {case}{tail}"
    if not words:
        yield "no words"
    if not word_category("speaker").isdisjoint(word.lower() for word in words):
        yield f"speaks of I or you{tail}"


def _short_shape(text: str, stretch: Stretch, words: list[str], ending: str) -> Iterator[str]:
    """Yield what a few words are like: a title, a name, code, an answer, a clause."""
    if _CODE.search(text, *stretch.spans[0]):
        yield "code"
    if len(words) == 1 and _HANDLE.match(text, *stretch.spans[0]):
        yield "handle"
    if not words:
        return
    lowered = [word.lower() for word in words]
    proper = [word for word, low in zip(words, lowered, strict=True) if low not in word_category("small in titles")]
    if proper and not any(word[0].islower() for word in proper):
        if len(words) == 1:
            yield "one capital word"
        else:
            yield "every word capital" if ending in ("none", "comma") else "every word capital, stop"
    if all(word.isupper() and len(word) > 1 for word in words):
        yield "all capitals"
    if not word_category("verb").isdisjoint(lowered):
        yield "has verb"
    if lowered[0] in word_category("answer"):
        yield "answer"
    if words[0].isdigit():
        yield "begins digit"
    if lowered[0] in word_category("determiner"):
        yield "begins determiner"


def _place(
    beside: _Beside, previous: Stretch | None, case: str, is_short: bool, verbs: tuple[HouseVerb, ...]
) -> Iterator[str]:
    """Yield what stands right before the opening mark, and whether the narrator's sentence goes on behind."""
    end = beside.before_end
    if beside.is_first:
        pass
    elif previous is not None and not beside.before_words:
        yield "right after another"
    elif end == ",":
        yield "after comma"
        if previous is not None and case == "small":
            yield "goes on after attribution"
    elif end == ":":
        yield "after colon"
    elif end and end in ".?!…":
        yield "after sentence"
    elif end and end in "(—–-[/":
        yield "after bracket or dash"
    elif beside.before_words:
        kind = _kind_of_word(beside.before_words, verbs)
        yield f"after {kind}"
        if is_short:
            yield f"after {kind}, {case}"


_AS = {"well": "conjunction", "such": "example"}
_KINDS = ("determiner", "preposition", "conjunction", "copula", "calling", "called", "work", "named", "sign", "that")


def _kind_of_word(before: Sequence[str], verbs: tuple[HouseVerb, ...]) -> str:
    """Return what kind of word stands right before a mark."""
    original, word = before[-1], before[-1].lower()
    earlier = before[-2].lower() if len(before) > 1 else ""
    if word == "as":
        return _AS.get(earlier) or ("called" if earlier in word_category("called") else "as")
    if word in word_category("called as participle"):
        is_active = earlier in pronouns() or (len(before) > 1 and before[-2][0].isupper())
        return "calling" if is_active else "called"
    for name in _KINDS:
        if word in word_category(name):
            return name
    if word.endswith(("'s", "’s")):
        return "possessive"
    if word in core_cues(verbs):
        return "cue"
    if word in pronouns():
        return "pronoun"
    return "capital word" if original[0].isupper() else "word"


def _cues(text: str, beside: _Beside, ending: str, verbs: tuple[HouseVerb, ...]) -> Iterator[str]:
    """Yield where a reporting verb stands, the strongest place first."""
    cues = core_cues(verbs)
    tail = [word.lower() for word in beside.before_words[-8:]]
    if tail and _kind_of_word(beside.before_words, verbs) == "called":
        del tail[-2:]
    end = beside.before_end
    if end and end in ",:" and not cues.isdisjoint(tail[-4:]):
        yield "cue and comma before"
    elif not (end and end in _STOPS) and not cues.isdisjoint(tail):
        yield "cue right before" if not cues.isdisjoint(tail[-3:]) else "cue before"
    if not beside.behind_words or beside.is_last:
        return
    is_cut = ending in ("comma", "question", "dash")
    skipped = len(beside.behind) - len(beside.behind.lstrip(" ,.\n\t\r"))
    start, limit = beside.behind_start + skipped, beside.behind_start + len(beside.behind)
    word = beside.behind_words[0]
    if is_attribution(text, start, limit, after_comma=is_cut, verbs=verbs):
        yield "attribution behind"
    elif not cues.isdisjoint(other.lower() for other in beside.behind_words[:4]):
        yield "cue behind"
    if beside.behind[:1].isspace() and not is_cut and word.islower():
        is_small = word in word_category("preposition") or word in word_category("conjunction")
        yield "goes on with small word" if is_small else "goes on behind"


def _announcing_words(beside: _Beside) -> Iterator[str]:
    """Yield what nouns near the marks announce: a work, a name, a sign, an example."""
    tail = [word.lower() for word in beside.before_words[-4:]]
    if not (beside.before_end and beside.before_end in ",:"):
        del tail[-1:]
    for name in ("called", "work", "named", "sign", "example"):
        if not word_category(name).isdisjoint(tail):
            yield f"{name} before"
    if not beside.is_last:
        head = [word.lower() for word in beside.behind_words[:2]]
        for name in ("work", "named", "sign"):
            if not word_category(name).isdisjoint(head):
                yield f"{name} behind"


def _is_inside_name(beside: _Beside) -> bool:
    """Whether capitalised words stand right before and right behind: Dale "The Wall" Hobbs."""
    return bool(
        beside.before_words
        and beside.behind_words
        and beside.before_words[-1][0].isupper()
        and beside.behind_words[0][0].isupper()
        and beside.behind[:1] == " "
        and beside.before_end not in (".", ",", ":", ";")
    )


def _list_place(beside: _Beside, previous: Stretch | None, following: Stretch | None) -> Iterator[str]:
    """Yield whether another stretch stands beside it with no more than a comma or an "and" between."""
    for other, between, side in ((previous, beside.before, "before"), (following, beside.behind, "behind")):
        if other is not None and len(between) < _LONG_CHARS:
            words = between.strip(" ,.;\n").lower()
            if words in word_category("between items") or not words:
                yield f"listed {side}" if size_of(other) < _LONG_CHARS else f"next to long {side}"


def _reason(features: frozenset[str]) -> str:
    """Return why a stretch is not speech, for readers."""
    for reason, signs in _REASONS:
        if not signs.isdisjoint(features):
            return reason
    return "scare quotes"


_REASONS: tuple[tuple[str, frozenset[str]], ...] = (
    ("no words", frozenset({"no words"})),
    ("program text", frozenset({"code"})),
    ("nickname", frozenset({"inside name"})),
    ("term", frozenset({"after called", "called before"})),
    ("sign or motto", frozenset({"after sign", "sign before", "sign behind"})),
    ("title of a work", frozenset({"after work", "work before", "work behind"})),
    (
        "name",
        frozenset(
            {"after named", "named behind", "handle", "every word capital", "every word capital, stop", "all capitals"}
        ),
    ),
    ("term", frozenset({"nested term", "repeated"})),
)


def _is_in_clause(features: frozenset[str]) -> bool:
    """Whether the words are a part of the narrator's own clause, not an utterance of their own.

    So they are where they begin in lower case, or behind a word that governs them ("called it a", "said that", "for");
    not where they are a whole sentence or a question, stand first in their paragraph, or go on behind "he said, ".
    """
    if not features.isdisjoint(_ALONE):
        return False
    is_small = not features.isdisjoint(_SMALL)
    is_whole = not is_small and not features.isdisjoint(_WHOLE)
    return is_small or (not is_whole and not features.isdisjoint(_GOVERNED))


_ALONE = frozenset(
    {
        "own paragraph",
        "own paragraph short",
        "paragraph start",
        "goes on after attribution",
        "ends question",
        "ends question long",
    }
)
_WHOLE = frozenset({"ends stop", "ends stop long", "ends comma", "ends comma long"})
_SMALL = frozenset({"begins small", "begins small long"})
_GOVERNED = frozenset(f"after {kind}" for kind in (*_KINDS, "as", "possessive", "word"))


class Weights(NamedTuple):
    """What a score is made of.

    Attributes:
        of_features: log odds that each feature adds, by its name.
        threshold: log odds from which a stretch counts as speech.
    """

    of_features: Mapping[str, float]
    threshold: float


class HandSet(NamedTuple):
    """What is set by hand: `threshold`, weights that are not learnt, and values learnt ones are drawn towards."""

    threshold: float
    fixed: Mapping[str, float]
    towards: Mapping[str, float]


def read_hand_set() -> HandSet:
    """Read the numbers set by hand.

    Raises:
        LexiconError: if the file lacks them.

    Example:
        >>> read_hand_set().fixed["code"]
        -3.0
    """
    table = read_table("speech.toml", folder=DATA_FOLDER)
    try:
        fixed, towards = (
            {name: float(weight) for name, weight in table[part].items()} for part in ("fixed", "towards")
        )
        return HandSet(float(table["decision"]["threshold"]), fixed, towards)
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise LexiconError(str(DATA_FOLDER / "speech.toml"), f"lacks or misspells {error}") from error


@cache
def _weights() -> Weights:
    """Load the learnt weights and those set by hand.

    Raises:
        LexiconError: if a file lacks them.
    """
    path = DATA_FOLDER / "speech.json"
    try:
        learnt = {name: float(w) for name, w in json.loads(path.read_text(encoding="utf-8"))["weights"].items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise LexiconError(str(path), f"no readable weights: {error}; run quotes train") from error
    by_hand = read_hand_set()
    return Weights({**learnt, **by_hand.fixed}, by_hand.threshold)
