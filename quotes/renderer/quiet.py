"""What of a text is said and what is not: the times, numbers, labels, tags and directions of a transcript.

The text is never altered; a page only shows these parts quietly. The cost is linear, with a search for each question.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from quotes.model import Utterance

__all__ = ["Part", "Speech", "find_speech"]


class Part(NamedTuple):
    """A stretch of text, [start, end) in code points, and whether nobody says it."""

    start: int
    end: int
    is_quiet: bool


@dataclass(frozen=True)
class Speech:
    """Where somebody says something: starts and ends of stretches in code points, in order and apart.

    Both are None for a text that does not tell what is said from what is not, and then nothing is quiet.
    """

    starts: tuple[int, ...] | None
    ends: tuple[int, ...] | None

    def is_quiet(self, start: int, end: int) -> bool:
        """Whether nothing of [start, end) is said."""
        if self.starts is None or self.ends is None:
            return False
        place = bisect_right(self.ends, start)
        return place == len(self.ends) or self.starts[place] >= end

    def split(self, start: int, end: int) -> Iterator[Part]:
        """Give the parts of [start, end), in order and without gaps.

        Example:
            >>> from quotes.spans import Span
            >>> speech = find_speech([Utterance(spans=(Span(3, 7),))])
            >>> [tuple(part) for part in speech.split(0, 9)]
            [(0, 3, True), (3, 7, False), (7, 9, True)]
        """
        if self.starts is None or self.ends is None:
            if start < end:
                yield Part(start, end, False)
            return
        place = bisect_right(self.ends, start)
        while start < end:
            said = min(max(self.starts[place], start), end) if place < len(self.starts) else end
            if start < said:
                yield Part(start, said, True)
            start = said
            if start < end:
                yield Part(start, min(end, self.ends[place]), False)
                start = self.ends[place]
                place += 1


def find_speech(utterances: Iterable[Utterance] | None) -> Speech:
    """Return what is said by the utterances of a document; of a document without any, everything."""
    starts: list[int] = []
    ends: list[int] = []
    for span in sorted(span for utterance in utterances or () for span in utterance.spans):
        if ends and span.start <= ends[-1]:
            ends[-1] = max(ends[-1], span.end)
        else:
            starts.append(span.start)
            ends.append(span.end)
    return Speech(tuple(starts), tuple(ends)) if starts else Speech(None, None)
