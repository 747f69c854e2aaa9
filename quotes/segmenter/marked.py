"""A text with its marks read and what they enclose judged: what finding quotations and repairing marks begin with."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from quotes.language.layout import Paragraph
from quotes.lexicon import HouseVerb
from quotes.packed import Packed, pack_tuples
from quotes.segmenter.candidates import learn_habits
from quotes.segmenter.code import find_code
from quotes.segmenter.marks import MarkReading, read_marks
from quotes.segmenter.quotations import Stretch, find_stretches
from quotes.segmenter.speech import Judgement, judge_stretches
from quotes.spans import Span

__all__ = ["MarkedText"]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with its marks read and its marked stretches judged.

    Attributes:
        text: the document.
        paragraphs: in order.
        readings: what each mark is, in order.
        places: where each mark starts.
        stretches: what stands between marks.
        judgements: what each stretch is.
        depths: how many stretches are around each.
        owned: where the marks of stretches start, in order.
        code: spans that are program text, in order.
        main: level of the document's outermost marks.
        verbs: cue verbs that a house adds.
    """

    text: str
    paragraphs: Sequence[Paragraph]
    readings: Packed[MarkReading]
    places: array[int]
    stretches: Packed[Stretch]
    judgements: Packed[Judgement]
    depths: list[int]
    owned: array[int]
    code: tuple[Span, ...]
    main: str
    verbs: tuple[HouseVerb, ...] = ()

    @classmethod
    def read(
        cls,
        text: str,
        paragraphs: Sequence[Paragraph],
        *,
        language: str | None = "en",
        verbs: tuple[HouseVerb, ...] = (),
    ) -> MarkedText:
        """Read the marks of ``text``.

        Args:
            text: the document.
            paragraphs: its paragraphs, in order, offsets in code points.
            language: ISO 639-1 code or None, as for `quotes.segmenter.find_quotations`.
            verbs: cue verbs that a house adds.

        Example:
            >>> from quotes.language.layout import read_layout
            >>> text = "''Go,'' he said."
            >>> [reading.role for reading in MarkedText.read(text, read_layout(text).paragraphs).readings]
            ['open', 'close']
        """
        habits = learn_habits(text, paragraphs, verbs)
        readings = pack_tuples(MarkReading)
        places = array("q")
        for reading in read_marks(text, paragraphs, habits=habits):
            readings.append(reading)
            places.append(reading.start)
        stretches = find_stretches(text, paragraphs, readings, verbs)
        judgements = pack_tuples(Judgement)
        depths: list[int] = []
        owned = array("q")
        found = sorted(find_code(text))
        code = list(found)
        every = judge_stretches(text, stretches, language=language, verbs=verbs)
        for stretch, judgement in zip(stretches, every, strict=True):
            depths.append(0 if stretch.parent is None else depths[stretch.parent] + 1)
            owned.extend(mark.start for mark in stretch.marks)
            if judgement.reason == "program text" or {mark.of(text) for mark in stretch.marks} == {"`"}:
                code.append(Span(stretch.marks[0].start, max(stretch.marks[-1].end, stretch.spans[-1].end)))
            elif found and _is_in(found, stretch.marks[0].start):
                before = text[stretch.marks[0].start - 1 : stretch.marks[0].start]
                if judgement.kind == "other" or (judgement.kind == "mixed" and before in ("(", "=")):
                    judgement = judgement._replace(kind="other", reason="program text")
            judgements.append(judgement)
        return cls(
            text,
            paragraphs,
            readings,
            places,
            stretches,
            judgements,
            depths,
            array("q", sorted(owned)),
            tuple(sorted(code)),
            habits.main,
            verbs,
        )

    def reading_at(self, start: int) -> MarkReading:
        """Return what the mark is that starts at ``start``."""
        return self.readings[bisect_left(self.places, start)]

    def is_owned(self, start: int) -> bool:
        """Whether the mark that starts at ``start`` is one of a stretch."""
        number = bisect_left(self.owned, start)
        return number < len(self.owned) and self.owned[number] == start

    def is_code(self, start: int) -> bool:
        """Whether program text stands at ``start``."""
        return _is_in(self.code, start)

    def opens_behind(self, place: int) -> bool:
        """Whether a quotation opens right at the start of what follows ``place`` behind white space."""
        number = bisect_left(self.places, place)
        if number == len(self.readings) or self.readings[number].role != "open":
            return False
        return not self.text[place : self.readings[number].start].strip()


def _is_in(spans: Sequence[Span], place: int) -> bool:
    """Whether one of ``spans``, in order, holds ``place``."""
    if not spans:
        return False
    number = bisect_right(spans, place, key=lambda span: span.start)
    return any(span.start <= place < span.end for span in spans[max(0, number - 8) : number])
