"""How often a document loses closers, seen where one must have been lost, for the places where it may have gone on.

A paragraph that ends inside a quotation and is followed by one that opens one anew goes on in edited texts. In a text
that loses closers elsewhere, where no other reading is left, it more often is one more closer lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["LossSurvey", "PlainMark"]

_MOST = 0.95
_IMAGINED = 2.0
"""Closers that are imagined never to have been lost: one accident in a short text is no habit."""


class PlainMark(NamedTuple):
    """A mark whose neighbours say which way it is turned.

    Attributes:
        level: of the mark; marks of one level close each other.
        opens: whether it opens, else it closes.
        at_edge: whether it opens its paragraph or ends it.
    """

    level: str
    opens: bool
    at_edge: bool


class LossSurvey:
    """Counts, paragraph by paragraph, closers that are there, that must be lost and that may be.

    Example:
        >>> opener, closer = PlainMark("double", True, True), PlainMark("double", False, True)
        >>> survey = LossSurvey()
        >>> for marks in [[opener], []] * 5 + [[opener, closer]] * 20 + [[opener], [opener, closer]]:
        ...     survey.read(marks)
        >>> survey.share("double")
        0.95
    """

    def __init__(self) -> None:
        self._closed: Counter[str] = Counter()
        self._lost: Counter[str] = Counter()
        self._followed: Counter[str] = Counter()  # closed, and the next paragraph opens
        self._unclosed: Counter[str] = Counter()  # not closed, and the next paragraph opens
        self._open: set[str] = set()
        self._ended: set[str] = set()

    def read(self, marks: Sequence[PlainMark]) -> None:
        """Take in the marks of one paragraph."""
        opened: set[str] = set()
        ended: set[str] = set()
        first: dict[str, PlainMark] = {}
        for mark in marks:
            level = mark.level
            first.setdefault(level, mark)
            if mark.opens:
                if level in opened:
                    self._lost[level] += 1
                opened.add(level)
                ended.discard(level)
            elif level in opened:
                opened.discard(level)
                self._closed[level] += 1
                if mark.at_edge:
                    ended.add(level)
        for level in self._open:
            mark_there = first.get(level)
            if mark_there is None or (mark_there.opens and not mark_there.at_edge):
                self._lost[level] += 1
            elif mark_there.opens:
                self._unclosed[level] += 1
        for level in self._ended:
            if level in first and first[level].opens and first[level].at_edge:
                self._followed[level] += 1
        self._open, self._ended = opened, ended

    def share(self, level: str) -> float:
        """Return how many of the paragraphs that seem to go on rather lost their closer, 0 to 1."""
        unclosed, followed, lost = self._unclosed[level], self._followed[level], self._lost[level]
        if not unclosed or not lost:
            return 0.0
        told = self._closed[level] - followed + _IMAGINED
        return min(_MOST, lost / max(1.0, told) * followed / unclosed)
