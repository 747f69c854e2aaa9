"""Places in a text and stretches of time: order, containment, overlap, gap, union; nothing else.

A span is half-open, ``[start, end)``, and counts Unicode code points: ``text[span.start:span.end]`` is what it covers.
A time range is half-open too and counts whole milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

__all__ = ["Span", "TimeRange", "merge_spans"]


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
