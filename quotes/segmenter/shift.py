"""Places in a text and in the text with some of it written otherwise: the way there and the way back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotes.language.layout import Paragraph, Paragraphs
from quotes.spans import Span

__all__ = ["Edit", "Shift"]


class Edit(NamedTuple):
    """Write ``new`` in the place of the code points ``[start, end)``; where both are one place it is put in there."""

    start: int
    end: int
    new: str


class Shift:
    """Leads from a text to the same text with edits made, and back.

    Args:
        edits: in order and without overlap, offsets in code points.

    Example:
        >>> shift = Shift([Edit(0, 6, '"'), Edit(8, 14, '"')])
        >>> shift.apply("&quot;Go&quot; he said.")
        '"Go" he said.'
        >>> shift.ahead_span(Span(6, 8)), shift.back(1), shift.back_span(Span(0, 4))
        (Span(start=1, end=3), 6, Span(start=0, end=14))
    """

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.edits: Sequence[Edit] = tuple(edits)
        self._ends: list[tuple[int, bool]] = []  # where each edit ends in the text, and whether it is put in there
        self._starts: list[int] = []  # where what is new starts
        offset = 0
        for start, end, new in self.edits:
            self._ends.append((end, start == end))
            self._starts.append(start + offset)
            offset += len(new) - (end - start)

    def apply(self, text: str) -> str:
        """Return ``text`` with the edits made."""
        parts: list[str] = []
        last = 0
        for start, end, new in self.edits:
            parts += (text[last:start], new)
            last = end
        parts.append(text[last:])
        return "".join(parts)

    def back(self, place: int) -> int:
        """Return the place in the text for one in the edited text; what is new leads to where it was put."""
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return place
        edit = self.edits[number]
        past = place - self._starts[number] - len(edit.new)
        return edit.end + past if past >= 0 else edit.start

    def back_span(self, span: Span) -> Span:
        """Return the span in the text for one in the edited text."""
        start = self.back(span.start)
        return Span(start, max(start, self.back(span.end)))

    def ahead(self, place: int, *, is_end: bool, is_behind: bool) -> int:
        """Return the place in the edited text for one in the text.

        Args:
            place: a place in the text, in code points.
            is_end: whether something ends there: inside what was replaced it then leads to the end of what is new, and
                to its start otherwise.
            is_behind: whether it comes behind what was put in at this very place, or before it.
        """
        number = bisect_right(self._ends, (place, is_behind)) - 1
        following = number + 1
        if following < len(self.edits) and self.edits[following].start < place:
            return self._starts[following] + (len(self.edits[following].new) if is_end else 0)
        if number < 0:
            return place
        edit = self.edits[number]
        return self._starts[number] + len(edit.new) + place - edit.end

    def ahead_span(self, span: Span) -> Span:
        """Return the span in the edited text for one in the text, without what was put in at its ends."""
        start = self.ahead(span.start, is_end=False, is_behind=True)
        return Span(start, max(start, self.ahead(span.end, is_end=True, is_behind=False)))

    def carry(self, paragraphs: Iterable[Paragraph]) -> Paragraphs:
        """Return the same paragraphs of the edited text, with what was put in at their ends."""
        return Paragraphs(
            Paragraph(
                self.ahead(paragraph.start, is_end=False, is_behind=False),
                self.ahead(paragraph.end, is_end=True, is_behind=True),
                paragraph.continues,
            )
            for paragraph in paragraphs
        )
