"""Places in a text and stretches of time: order, containment, overlap, gap, union, and the way to another text.

A span is half-open, ``[start, end)``, and counts Unicode code points: ``text[span.start:span.end]`` is what it covers.
A time range is half-open too and counts whole milliseconds.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

__all__ = ["Span", "SpanMap", "TimeRange", "merge_spans"]


class _Bounds(NamedTuple):
    start: int
    end: int


class Span(_Bounds):
    """A half-open range of code points of a text.

    Args:
        start: first code point, counted from 0.
        end: one past the last code point; at least ``start``.

    Raises:
        ValueError: unless ``0 <= start <= end``.

    Example:
        >>> span = Span(3, 8)
        >>> span.of("He said no.")
        'said '
        >>> span.overlap(Span(6, 20)), Span(3, 8).contains(Span(4, 8))
        (2, True)
    """

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Span:
        """Check the bounds; a span is a tuple of two integers and costs no more than one."""
        if not 0 <= start <= end:
            raise ValueError(f"a span needs 0 <= start <= end, got start {start} and end {end}")
        return tuple.__new__(cls, (start, end))

    def of(self, text: str) -> str:
        """Return the part of ``text`` that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: tuple[int, int]) -> bool:
        """Whether every code point of ``other`` lies in this span."""
        return self.start <= other[0] and other[1] <= self.end

    def overlap(self, other: tuple[int, int]) -> int:
        """Return how many code points both spans cover."""
        return max(0, min(self.end, other[1]) - max(self.start, other[0]))

    def gap(self, other: tuple[int, int]) -> int:
        """Return how many code points lie between the two spans, 0 if they touch or overlap."""
        return max(0, other[0] - self.end, self.start - other[1])

    def shift(self, offset_chars: int) -> Span:
        """Return the span moved by ``offset_chars`` code points."""
        return Span(self.start + offset_chars, self.end + offset_chars)

    def trim(self, text: str) -> Span:
        """Return the span without white space at either end; an all-blank span keeps its start and becomes empty."""
        start, end = self
        while start < end and text[start].isspace():
            start += 1
        if start == end:
            return Span(self.start, self.start)
        while text[end - 1].isspace():
            end -= 1
        return Span(start, end)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from and write to JSON as ``[start, end]``."""
        pair = core_schema.tuple_schema([core_schema.int_schema(ge=0), core_schema.int_schema(ge=0)])
        build = core_schema.no_info_after_validator_function(lambda bounds: cls(*bounds), pair)
        return core_schema.json_or_python_schema(
            json_schema=build,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), build], mode="left_to_right"),
        )


class TimeRange(NamedTuple):
    """A half-open range of time in whole milliseconds from the start of the recording.

    Example:
        >>> TimeRange(0, 1500).overlap_ms(TimeRange(1000, 4000))
        500
    """

    start_ms: int
    end_ms: int

    def overlap_ms(self, other: TimeRange) -> int:
        """Return how many milliseconds both ranges cover."""
        return max(0, min(self.end_ms, other.end_ms) - max(self.start_ms, other.start_ms))

    def gap_ms(self, other: TimeRange) -> int:
        """Return how many milliseconds lie between the two ranges, 0 if they touch or overlap."""
        return max(0, other.start_ms - self.end_ms, self.start_ms - other.end_ms)


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the union of ``spans``: in order, none touching another.

    Example:
        >>> merge_spans([Span(5, 9), Span(0, 2), Span(8, 12)])
        (Span(start=0, end=2), Span(start=5, end=12))
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


class SpanMap:
    """Leads from a text to the source it was taken out of, and back.

    Args:
        segments: ``[text_start, text_end, source_start, source_end]``, in order of both texts, in code points,
            half-open. Where both sides are of one length they agree code point for code point; where they are not
            (an entity, folded white space) the one stands for the other as a whole. What is in no segment has nothing
            on the other side: markup in the source, the line ends between paragraphs in the text.

    Raises:
        ValueError: a segment is empty, overlaps the one before, or is out of order on either side.

    Example:
        >>> way = SpanMap([[0, 2, 3, 5], [2, 3, 5, 10], [3, 5, 14, 16]])  # <p>so&amp;</b>so
        >>> way.to_source(Span(1, 4)), way.to_text(Span(0, 15))
        ([Span(start=4, end=10), Span(start=14, end=15)], Span(start=0, end=4))
    """

    __slots__ = ("_source_ends", "_source_starts", "_text_ends", "_text_starts")

    def __init__(self, segments: Iterable[Sequence[int]]) -> None:
        self._text_starts, self._text_ends = array("q"), array("q")
        self._source_starts, self._source_ends = array("q"), array("q")
        text_before = source_before = 0
        for number, segment in enumerate(segments):
            text_start, text_end, source_start, source_end = segment
            if not (text_before <= text_start < text_end and source_before <= source_start < source_end):
                raise ValueError(f"segment {number}, {list(segment)}, is empty, out of order or overlaps another")
            self._text_starts.append(text_start)
            self._text_ends.append(text_end)
            self._source_starts.append(source_start)
            self._source_ends.append(source_end)
            text_before, source_before = text_end, source_end

    def to_source(self, span: tuple[int, int]) -> list[Span]:
        """Return where the characters of a span of the text stand in the source: one span for each unbroken stretch."""
        found: list[Span] = []
        number = bisect_right(self._text_ends, span[0])
        while number < len(self._text_starts) and self._text_starts[number] < span[1]:
            start, end = self._cross(number, span, to_source=True)
            if found and found[-1].end == start:
                found[-1] = Span(found[-1].start, end)
            else:
                found.append(Span(start, end))
            number += 1
        return found

    def to_text(self, span: tuple[int, int]) -> Span | None:
        """Return the text that was taken from a span of the source, from first to last, or None for none."""
        first = bisect_right(self._source_ends, span[0])
        last = bisect_left(self._source_starts, span[1]) - 1
        if first > last:
            return None
        return Span(self._cross(first, span, to_source=False)[0], self._cross(last, span, to_source=False)[1])

    def _cross(self, number: int, span: tuple[int, int], *, to_source: bool) -> tuple[int, int]:
        """Return what a segment's part inside ``span`` is on the other side."""
        here = (self._text_starts[number], self._text_ends[number])
        there = (self._source_starts[number], self._source_ends[number])
        if not to_source:
            here, there = there, here
        if here[1] - here[0] != there[1] - there[0]:
            return there
        shift = there[0] - here[0]
        return max(here[0], span[0]) + shift, min(here[1], span[1]) + shift
