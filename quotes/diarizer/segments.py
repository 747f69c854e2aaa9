"""Stretches of time that a diarizer gives to voices, and words placed in time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Segment", "TimedToken", "merge_segments"]


class Segment(NamedTuple):
    """A stretch of time, half-open, in milliseconds, in which a voice is heard."""

    start_ms: int
    end_ms: int
    label: str


class TimedToken(NamedTuple):
    """A word placed in time, in milliseconds; ``number`` is its place among the document's words."""

    start_ms: int
    end_ms: int
    number: int


def merge_segments(segments: Iterable[Segment]) -> list[Segment]:
    """Return the segments with those of one voice joined where they touch or overlap, so that no time counts twice.

    One without length becomes a millisecond long.

    Example:
        >>> merge_segments([Segment(0, 500, "A"), Segment(400, 900, "A"), Segment(400, 900, "B")])
        [Segment(start_ms=0, end_ms=900, label='A'), Segment(start_ms=400, end_ms=900, label='B')]
    """
    last: dict[str, int] = {}
    merged: list[Segment] = []
    for segment in sorted(segments):
        if segment.end_ms <= segment.start_ms:
            segment = segment._replace(end_ms=segment.start_ms + 1)
        number = last.get(segment.label)
        if number is not None and merged[number].end_ms >= segment.start_ms:
            if segment.end_ms > merged[number].end_ms:
                merged[number] = merged[number]._replace(end_ms=segment.end_ms)
        else:
            last[segment.label] = len(merged)
            merged.append(segment)
    return merged
