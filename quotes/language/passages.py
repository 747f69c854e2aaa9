"""A paragraph as the attributor sees it: the narrator's words, tagged, with each quoted stretch folded into one unit.

Nothing of a whole document is kept: a `PassageReader` analyses a paragraph when it is asked for and remembers the
last few.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, pairwise, repeat
from typing import Any, NamedTuple

from quotes.language.house_words import PlacedWords, read_house_words
from quotes.language.layout import Paragraph
from quotes.language.sentences import find_sentences
from quotes.language.tags import tag_words
from quotes.language.tokens import place_tokens
from quotes.lexicon import NO_HOUSE, House, mark_forms
from quotes.model import Quotation
from quotes.spans import Span

__all__ = ["QUOTED", "Passage", "PassageReader", "Unit", "outer_span", "widen_over_marks"]

QUOTED = "QUOTED"
"""The tag of a unit that stands for a whole quoted stretch."""

_REMEMBERED = 1024
_REMEMBERED_UNITS = 24_000
"""Windows of very long paragraphs have thousands of units each: fewer of them are remembered."""


class Unit(NamedTuple):
    """One token of the narrator's, or one folded quoted stretch.

    Attributes:
        start: first code point.
        end: one past the last code point.
        text: the token as it stands; for a folded stretch its last mark of punctuation, or nothing; of the words of a
            house a role as one token, and the verb that a cue verb is read as (`quotes.language.house_words`).
        tag: Penn tag, or `QUOTED`.
        sentence: number of its sentence in the paragraph, counted from 0, where a folded stretch never ends one inside.
        quotation: index of the quotation folded here, or -1.
    """

    start: int
    end: int
    text: str
    tag: str
    sentence: int
    quotation: int

    @property
    def is_quoted(self) -> bool:
        """Whether this unit stands for a quoted stretch."""
        return self.quotation >= 0


_make_unit = partial(tuple.__new__, Unit)
"""What `Unit._make` does, without a call of Python's for each unit."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, analysed.

    Attributes:
        index: its number.
        start: first code point.
        end: one past the last code point.
        units: in order.
        quoted: positions of the units that stand for a quoted stretch.
        notes: what those who read it have found out of it, remembered as long as it is; by name and place.
    """

    index: int
    start: int
    end: int
    units: tuple[Unit, ...]
    quoted: tuple[int, ...]
    notes: dict[tuple[str, int, int], Any] = field(default_factory=dict, repr=False, compare=False)

    def has_quoted(self, first: int, last: int) -> bool:
        """Whether one of the units from ``first`` to ``last`` (exclusive) stands for a quoted stretch."""
        at = bisect_left(self.quoted, first)
        return at < len(self.quoted) and self.quoted[at] < last

    @property
    def is_quoted_only(self) -> bool:
        """Whether the narrator says nothing here (a sound bite alone in its paragraph)."""
        return all(unit.is_quoted or not any(c.isalnum() for c in unit.text) for unit in self.units)

    def find_unit(self, quotation: int) -> int:
        """Return the position of the first unit that stands for the quotation with that index, or -1."""
        return next((position for position in self.quoted if self.units[position].quotation == quotation), -1)


class PassageReader:
    """Analyses the paragraphs of one document on request.

    Args:
        text: the document's text.
        paragraphs: its paragraphs in order.
        quotations: those whose stretches are folded, in order of their first span; nested ones are passed over.
        house: words of the house.
    """

    def __init__(
        self,
        text: str,
        paragraphs: Sequence[Paragraph],
        quotations: Sequence[Quotation],
        house: House = NO_HOUSE,
    ) -> None:
        self.text, self.paragraphs, self.quotations, self.house = text, paragraphs, quotations, house
        self._folds = _Folds(quotations)
        self._first_fold = self._folds.first_in(paragraphs)
        self._known: OrderedDict[int, Passage] = OrderedDict()
        self._units = 0
        self._tags = _TagStore(len(paragraphs))

    def __len__(self) -> int:
        return len(self.paragraphs)

    def passage(self, index: int) -> Passage:
        """Return paragraph ``index``, analysed."""
        passage = self._known.get(index)
        if passage is None:
            passage = self._analyse(index)
            self._known[index] = passage
            self._units += len(passage.units)
            while len(self._known) > _REMEMBERED or (self._units > _REMEMBERED_UNITS and len(self._known) > 2):
                self._forget()
        else:
            self._known.move_to_end(index)
        return passage

    def _forget(self) -> None:
        """Forget the passage not asked for the longest, but for what it takes most time to find out."""
        index, passage = self._known.popitem(last=False)
        self._units -= len(passage.units)
        self._tags.keep(index, passage.units)

    def folds_in(self, index: int) -> list[int]:
        """Return the indices of the quotations that have a stretch in paragraph ``index``, in order."""
        return [quotation for _, _, quotation in self._folds_of(index)]

    def _folds_of(self, index: int) -> list[tuple[int, int, int]]:
        return self._folds.from_to(self._first_fold[index], self.paragraphs[index].end)

    def _analyse(self, index: int) -> Passage:
        text, (start, end, _) = self.text, self.paragraphs[index]
        folds = []
        for fold_start, fold_end, quotation in self._folds_of(index):
            inner = Span(max(fold_start, start), min(fold_end, end))
            folds.append((*outer_span(text, self.quotations[quotation], inner, start, end), quotation, inner))
        starts: list[int] = []
        ends: list[int] = []
        words: list[str] = []
        quoted: list[int] = []

        def read_words(first: int, last: int) -> None:
            found = place_tokens(text, first, last)
            starts.extend(found[0])
            ends.extend(found[1])
            words.extend(found[2])

        place = start
        for fold_start, fold_end, _, _ in folds:
            if fold_start < place:  # marks of two stretches touch
                fold_start = place
            read_words(place, fold_start)
            quoted.append(len(words))
            starts.append(fold_start)
            ends.append(fold_end)
            words.append("''")
            place = max(place, fold_end)
        read_words(place, end)
        tags, sentences = ([], []) if self.house else self._tags.find(index)
        if not tags:
            if self.house:
                tags = read_house_words(PlacedWords(starts, ends, words, quoted), self.house)
            else:
                tags = tag_words(words)
            breaks = [s.end for s in find_sentences(text, start, end)][:-1] if start < end else []
            if folds:
                breaks = [place for place in breaks if not any(s < place < e for s, e, _, _ in folds)]
            for sentence, stop in enumerate([*breaks, end + 1]):
                sentences += [sentence] * (bisect_left(starts, stop, len(sentences)) - len(sentences))
        units = list(map(_make_unit, zip(starts, ends, words, tags, sentences, repeat(-1))))
        for position, (*_, quotation, inner) in zip(quoted, folds, strict=True):
            shown = last_punctuation(text, *inner)
            units[position] = units[position]._replace(text=shown, tag=QUOTED, quotation=quotation)
        return Passage(index, start, end, tuple(units), tuple(quoted))


class _Folds:
    """The stretches of a document that are folded, in order: where each starts and ends and whose it is.

    Args:
        quotations: those of the document; nested ones and those that are no speech are passed over.
    """

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self._starts, self._ends, self._owners = array("q"), array("q"), array("q")
        for index, quotation in enumerate(quotations):
            if quotation.parent is None and quotation.is_speech:
                for start, end in quotation.spans:
                    self._starts.append(start)
                    self._ends.append(end)
                    self._owners.append(index)
        starts, ends, owners = self._starts, self._ends, self._owners
        if any(after < before for before, after in pairwise(starts)):
            order = sorted(range(len(starts)), key=lambda at: (starts[at], ends[at], owners[at]))
            self._starts = array("q", (starts[at] for at in order))
            self._ends = array("q", (ends[at] for at in order))
            self._owners = array("q", (owners[at] for at in order))

    def first_in(self, paragraphs: Sequence[Paragraph]) -> array[int]:
        """Give for each paragraph the position of the first fold that ends in or after it."""
        firsts = array("q")
        at = 0
        for paragraph in paragraphs:
            while at < len(self._ends) and self._ends[at] <= paragraph.start:
                at += 1
            firsts.append(at)
        return firsts

    def from_to(self, first: int, end: int) -> list[tuple[int, int, int]]:
        """Return the folds from position ``first`` on that start before ``end``."""
        last = bisect_left(self._starts, end, lo=first)
        return list(zip(self._starts[first:last], self._ends[first:last], self._owners[first:last], strict=True))


class _TagStore:
    """The tags and the sentences of the units of paragraphs that are remembered no longer, a byte a unit.

    What it takes most time to find out is not found out anew when a long document is read again.

    Args:
        size: how many paragraphs there are.
    """

    _MOST_TAGS = 128

    def __init__(self, size: int) -> None:
        self._numbers: dict[str, int] = {}
        self._bytes = bytearray()
        self._ends = array("Q", bytes(8 * size))
        self._sizes = array("L", bytes(array("L").itemsize * size))

    def keep(self, index: int, units: Sequence[Unit]) -> None:
        """Keep what was found of paragraph ``index``, unless a sentence in it has no unit."""
        if self._sizes[index]:
            return
        numbers, last = self._numbers, 0
        found = bytearray()
        for unit in units:
            number = numbers.setdefault(unit.tag, len(numbers))
            step = unit.sentence - last
            if step > 1 or number >= self._MOST_TAGS:
                return
            found.append(number + self._MOST_TAGS * step)
            last = unit.sentence
        self._bytes += found
        self._ends[index], self._sizes[index] = len(self._bytes), len(found)

    def find(self, index: int) -> tuple[list[str], list[int]]:
        """Return the tag and the number of the sentence of each unit of paragraph ``index``; nothing where not kept."""
        size = self._sizes[index]
        if not size:
            return [], []
        kept = self._bytes[self._ends[index] - size : self._ends[index]]
        names, most = list(self._numbers), self._MOST_TAGS
        return [names[byte % most] for byte in kept], list(accumulate([byte // most for byte in kept]))


def widen_over_marks(text: str, span: Span, start: int, end: int) -> Span:
    """Return ``span`` with the quotation marks that touch it on either side, within [start, end) code points.

    Example:
        >>> widen_over_marks("so ''yes,'' he said", Span(5, 9), 0, 19)
        Span(start=3, end=11)
    """
    marks = mark_forms()
    left, right = span
    while (
        left > start
        and left > span.start - 4
        and (text[left - 1] in marks or (text[left - 1].isspace() and left - 2 >= start and text[left - 2] in marks))
    ):
        left -= 1
    while (
        right < end
        and right < span.end + 4
        and (
            text[right] in marks
            or (text[right].isspace() and right + 1 < end and text[right + 1] in marks and right == span.end)
        )
    ):
        right += 1
    return Span(left, right)


def outer_span(text: str, quotation: Quotation, span: Span, start: int, end: int) -> Span:
    """Return one stretch of a quotation with its marks, as its evidence tells them, within [start, end) code points.

    A mark may be spelt with letters (``&ldquo;``) or be none that is known; the reader of the marks has noted where
    each stands.
    """
    left, right = span
    for mark in _marks_of(quotation):
        if start <= mark.start and mark.end <= left and not text[mark.end : left].strip():
            left = mark.start
        elif mark.end <= end and mark.start >= right and not text[right : mark.start].strip():
            right = mark.end
    return widen_over_marks(text, Span(left, right), start, end)


def _marks_of(quotation: Quotation) -> tuple[Span, ...]:
    return next((evidence.spans for evidence in quotation.evidence if evidence.rule.startswith("marks")), ())


def last_punctuation(text: str, start: int, end: int) -> str:
    """Return the last mark of punctuation of a quoted stretch, quotation marks left out, or nothing after a word.

    Example:
        >>> last_punctuation('"Go," he said', 0, 5)
        ','
    """
    marks = mark_forms()
    for place in range(end - 1, max(start, end - 8) - 1, -1):
        char = text[place]
        if char in marks or char.isspace():
            continue
        return "" if char.isalnum() else char
    return ""
