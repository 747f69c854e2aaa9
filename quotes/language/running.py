"""The text of a transcript as a reader would read it: no labels, times or tags between the words, and the way back.

Captions of one voice are joined by a space, voices are parted by a blank line. Everything that looks for sentences,
quotations and speakers reads this text; what it finds is led back to where it stands in the document, one span a
caption. A document without utterances is its own running text and costs nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from quotes.model import Evidence, Quotation, Repair, Speaker, Utterance
from quotes.spans import Span

__all__ = ["RunningText"]

_BREAK = "\n\n"
_LONG_PAUSE_MS = 2000
_ENDS = re.compile(r"[.?!…][\"'”’»)\]]{0,3}\Z")
_OPENERS = '"“„«'
_CLOSERS = '"”»'
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
_LINE_TAG = re.compile(r"<br\b", re.IGNORECASE)
_LONGEST_CAPTION_CHARS = 300
"""A timed utterance no longer than this is a caption: where its lines end its text goes on."""
_ID = re.compile(r"q(\d+)(.*)\Z", re.DOTALL)


class RunningText:
    r"""The words of a document's utterances in one text, and the ways there and back.

    Args:
        document_text: the text of the document.
        utterances: its utterances in order, or None for ordinary prose, which is its own running text.

    Attributes:
        text: the running text; the very text of the document where it has no utterances.
        places: where each utterance begins in the running text, in code points; empty without utterances.

    Example:
        >>> captions = "1\n00:01\nWe shall\n\n2\n00:02\nwait here."
        >>> first = Utterance(spans=(Span(8, 16),), start_ms=1000)
        >>> utterances = (first, Utterance(spans=(Span(26, 36),), start_ms=2000))
        >>> running = RunningText(captions, utterances)
        >>> running.text, running.back(Span(3, 13))
        ('We shall wait here.', (Span(start=11, end=16), Span(start=26, end=30)))
    """

    def __init__(self, document_text: str, utterances: Sequence[Utterance] | None = None) -> None:
        self._is_same = not utterances
        self._document_text = document_text
        self.text = document_text
        self.places: Sequence[int] = ()
        self._starts: list[int] = []  # of each piece in the running text
        self._sources: list[Span] = []  # where the piece stands in the document
        self._owners: list[int] = []  # number of the piece's utterance
        if utterances:
            self._join(utterances)

    def _join(self, utterances: Sequence[Utterance]) -> None:
        """Write the pieces one after the other."""
        text = self._document_text
        parts: list[str] = []
        places: list[int] = []
        size = 0
        before = -1
        for number, utterance in enumerate(utterances):
            places.append(size)
            for piece in _pieces(text, utterance):
                if before == number:
                    joiner = _inner_joiner(text[self._sources[-1].end : piece.start])
                elif before >= 0:
                    joiner = _joiner(text, utterances[before], utterance)
                else:
                    joiner = ""
                parts += (joiner, piece.of(text))
                size += len(joiner)
                if before != number:
                    places[-1] = size
                self._starts.append(size)
                self._sources.append(piece)
                self._owners.append(number)
                size += piece.end - piece.start
                before = number
        self.text, self.places = "".join(parts), places

    @property
    def is_same(self) -> bool:
        """Whether the running text is the document's own."""
        return self._is_same

    def back(self, span: Span) -> tuple[Span, ...]:
        """Return where the words of a span of the running text stand in the document, one span a piece."""
        if self._is_same:
            return (span,)
        first = max(0, bisect_right(self._starts, span.start) - 1)
        found: list[Span] = []
        for number in range(first, len(self._starts)):
            at, source = self._starts[number], self._sources[number]
            if at >= span.end and (found or at > span.end):
                break
            start = max(span.start - at, 0)
            end = min(span.end - at, source.end - source.start)
            if start >= end:
                continue
            if found and self._goes_on(number, found[-1].end):
                found[-1] = Span(found[-1].start, source.start + end)
            else:
                found.append(Span(source.start + start, source.start + end))
        return tuple(found) or (self._back_place(span.start),)

    def _goes_on(self, number: int, end: int) -> bool:
        """Whether nothing but white space parts a piece from ``end``, where the one before it of its utterance ends."""
        if self._owners[number] != self._owners[number - 1] or end != self._sources[number - 1].end:
            return False
        return not self._document_text[end : self._sources[number].start].strip()

    def back_one(self, span: Span) -> Span:
        """Return the longest stretch of the document that holds words of a span of the running text."""
        if self._is_same:
            return span
        return max(self.back(span), key=lambda part: part.end - part.start)

    def _back_place(self, place: int) -> Span:
        """Return the empty span of the document for a place of the running text."""
        if not self._starts:
            return Span(0, 0)
        number = max(0, bisect_right(self._starts, place) - 1)
        source = self._sources[number]
        at = min(source.end, source.start + max(0, place - self._starts[number]))
        return Span(at, at)

    def utterance_at(self, place: int) -> int:
        """Return the number of the utterance that holds a place of the running text, or -1 without utterances."""
        return bisect_right(self.places, place) - 1

    def utterances_in(self, span: Span) -> range:
        """Return the numbers of the utterances that a span of the running text touches."""
        first = max(0, self.utterance_at(span.start))
        return range(first, max(first + 1, bisect_left(self.places, span.end))) if self.places else range(0)

    def back_quotations(self, quotations: Iterable[Quotation]) -> Iterable[Quotation]:
        """Give quotations of the running text as they stand in the document, named by their place there."""
        return quotations if self._is_same else map(self._back_quotation, quotations)

    def _back_quotation(self, quotation: Quotation) -> Quotation:
        return replace(
            quotation,
            id=self._back_id(quotation.id),
            parent=None if quotation.parent is None else self._back_id(quotation.parent),
            spans=self._back_all(quotation.spans),
            content=self._back_all(quotation.content),
            source=None if quotation.source is None else self.back_one(quotation.source),
            cue=None if quotation.cue is None else self.back_one(quotation.cue),
            evidence=tuple(map(self.back_evidence, quotation.evidence)),
        )

    def _back_id(self, name: str) -> str:
        found = _ID.match(name)
        return name if found is None else f"q{self.back(Span(int(found[1]), int(found[1]) + 1))[0].start}{found[2]}"

    def _back_all(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        return tuple(part for span in spans for part in self.back(span))

    def back_evidence(self, evidence: Evidence) -> Evidence:
        """Return evidence found in the running text with its spans as they stand in the document."""
        if self._is_same or not evidence.spans:
            return evidence
        return replace(evidence, spans=self._back_all(evidence.spans))

    def back_speaker(self, speaker: Speaker) -> Speaker:
        """Return a speaker found in the running text with its evidence as it stands in the document."""
        if self._is_same:
            return speaker
        return replace(speaker, evidence=tuple(map(self.back_evidence, speaker.evidence)))

    def back_repairs(self, repairs: Iterable[Repair]) -> tuple[Repair, ...]:
        """Return repairs of the running text as repairs of the document; one over two captions cannot be made."""
        if self._is_same:
            return tuple(repairs)
        moved = []
        for repair in repairs:
            parts = self.back(Span(repair.start, repair.end))
            if len(parts) == 1 and parts[0].end - parts[0].start == repair.end - repair.start:
                moved.append(replace(repair, start=parts[0].start, end=parts[0].end))
        return tuple(moved)


def _pieces(text: str, utterance: Utterance) -> Iterator[Span]:
    """Give the stretches of an utterance that go into the running text as they are; the lines of a caption apart."""
    size = utterance.spans[-1].end - utterance.spans[0].start
    is_caption = utterance.start_ms is not None and utterance.end_ms is not None and size <= _LONGEST_CAPTION_CHARS
    for span in utterance.spans:
        start = span.start
        while is_caption and (end := text.find("\n", start, span.end)) >= 0:
            piece = Span(start, end).trim(text)
            if piece.start < piece.end:
                yield piece
            start = end + 1
        piece = Span(start, span.end).trim(text)
        if piece.start < piece.end:
            yield piece


def _inner_joiner(between: str) -> str:
    """Return what parts two pieces of one utterance: as much as parts them in the document, without markup."""
    if _BLANK_LINE.search(between):
        return _BREAK
    if not between.strip() or _LINE_TAG.search(between):
        return " "
    if "\n" in between:
        return "\n"
    return " " if any(letter.isspace() for letter in between) else ""


def _joiner(text: str, before: Utterance, utterance: Utterance) -> str:
    """Return what parts two utterances: a space in one voice's captions, else a blank line."""
    if before.label != utterance.label:
        return _BREAK
    if before.start_ms is None or utterance.start_ms is None:
        return _BREAK
    end, start = before.spans[-1].end, utterance.spans[0].start
    ending = text[max(before.spans[-1].start, end - 8) : end]
    if not _ENDS.search(ending):
        return " "
    opens = text[start] in _OPENERS
    closes = ending[-1] in _CLOSERS
    if opens or closes:
        return _BREAK
    pause_ms = utterance.start_ms - (before.end_ms if before.end_ms is not None else before.start_ms)
    return _BREAK if before.end_ms is not None and pause_ms >= _LONG_PAUSE_MS else " "
