"""What is seen of a marked stretch: how long it is, how it begins and ends, where it stands, what is said beside it.

Each of these is a feature with a name. `quotes.segmenter.speech` adds up what they tell.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from quotes.lexicon import HouseVerb, pronouns
from quotes.segmenter.attributions import core_cues, is_attribution, word_category
from quotes.segmenter.candidates import numbers
from quotes.segmenter.quotations import Stretch
from quotes.spans import Span

__all__ = ["WORD_KINDS", "each_features", "find_features"]

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


def find_features(text: str, stretches: Sequence[Stretch], verbs: tuple[HouseVerb, ...] = ()) -> list[list[str]]:
    """Return the names of the features of each stretch, in the same order."""
    return list(each_features(text, stretches, verbs))


def each_features(text: str, stretches: Sequence[Stretch], verbs: tuple[HouseVerb, ...]) -> Iterator[list[str]]:
    """Give the names of the features of each stretch, one after the other.

    Args:
        text: the document.
        stretches: all its marked stretches, in order.
        verbs: cue verbs that a house adds.
    """
    surroundings = _Surroundings(text, stretches, verbs)
    for place, stretch in enumerate(stretches):
        yield list(_features(text, stretch, surroundings, place))


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
            keys.append(hash(_key(text, stretch)) if _size_of(stretch) < 2 * _LONG_CHARS else _NO_KEY)
            if stretch.parent is not None:
                continue
            self._levels[_level(text, stretch)] += 1
            if _size_of(stretch) > _LONG_CHARS:
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
        own = stretch.parent is None and _size_of(stretch) > _LONG_CHARS
        return self._long[stretch.block.start] > own


def _size_of(stretch: Stretch) -> int:
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
WORD_KINDS = (
    "determiner",
    "preposition",
    "conjunction",
    "copula",
    "calling",
    "called",
    "work",
    "named",
    "sign",
    "that",
)
"""What the word right before a mark may be, as a feature tells it; a word of none of these is told by its form."""


def _kind_of_word(before: Sequence[str], verbs: tuple[HouseVerb, ...]) -> str:
    """Return what kind of word stands right before a mark."""
    original, word = before[-1], before[-1].lower()
    earlier = before[-2].lower() if len(before) > 1 else ""
    if word == "as":
        return _AS.get(earlier) or ("called" if earlier in word_category("called") else "as")
    if word in word_category("called as participle"):
        is_active = earlier in pronouns() or (len(before) > 1 and before[-2][0].isupper())
        return "calling" if is_active else "called"
    for name in WORD_KINDS:
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
                yield f"listed {side}" if _size_of(other) < _LONG_CHARS else f"next to long {side}"
