"""When quotations are heard, from timed words or from the utterances they stand in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from quotes.model import Quotation, Utterance, Word
from quotes.spans import Span

__all__ = ["TimeFinder"]


class TimeFinder:
    """Finds when a stretch of a document is heard.

    Args:
        utterances: the document's utterances.
        words: its timed words; more exact where there are any.

    Example:
        >>> times = TimeFinder([Utterance(spans=(Span(0, 9),), start_ms=1000, end_ms=2500)], [])
        >>> times.find([Span(3, 8)])
        (1000, 2500)
    """

    def __init__(self, utterances: Sequence[Utterance], words: Sequence[Word]) -> None:
        self._pieces: list[tuple[int, int, int | None, int | None]] = []
        timed = [word for word in words if word.start_ms is not None or word.end_ms is not None]
        if timed:
            self._pieces = sorted(
                ((word.start, word.end, word.start_ms, word.end_ms) for word in timed), key=lambda piece: piece[:2]
            )
        else:
            self._pieces = sorted(
                (
                    (span.start, span.end, utterance.start_ms, utterance.end_ms)
                    for utterance in utterances
                    if utterance.start_ms is not None or utterance.end_ms is not None
                    for span in utterance.spans
                ),
                key=lambda piece: piece[:2],
            )
        self._starts = [piece[0] for piece in self._pieces]

    def find(self, spans: Sequence[Span]) -> tuple[int | None, int | None]:
        """Return when the first of ``spans`` begins and the last one ends, in milliseconds; None where unknown."""
        starts: list[int] = []
        ends: list[int] = []
        for span in spans:
            first = max(0, bisect_right(self._starts, span.start) - 1)
            for start, end, start_ms, end_ms in self._pieces[first : bisect_left(self._starts, span.end)]:
                if start < span.end and end > span.start:
                    starts += [start_ms] if start_ms is not None else []
                    ends += [end_ms] if end_ms is not None else []
        return min(starts, default=None), max(ends, default=None)

    def time(self, quotations: Iterable[Quotation]) -> Iterable[Quotation]:
        """Give quotations with the time they are heard at."""
        return map(self._with_times, quotations) if self._pieces else quotations

    def _with_times(self, quotation: Quotation) -> Quotation:
        start_ms, end_ms = self.find(quotation.spans)
        return replace(quotation, start_ms=start_ms, end_ms=end_ms)
