"""The text as it would stand with its marks written the ordinary way: what the finders of speakers read.

Entities, bytes decoded wrongly, two apostrophes for one mark, marks turned round, spaces inside them, British single
marks, a mark that was lost: whoever asks who speaks need not know of any of it. The document itself is never changed;
what is found in its plain text is led back to where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from quotes.language.layout import Paragraph, Paragraphs
from quotes.lexicon import HouseVerb
from quotes.model import Evidence, Quotation, Speaker
from quotes.quotation_list import list_quotations, with_fields
from quotes.segmenter.attributions import is_attribution
from quotes.segmenter.candidates import numbers
from quotes.segmenter.marks import MarkReading
from quotes.segmenter.quotations import Stretch
from quotes.segmenter.shift import Edit, Shift
from quotes.segmenter.spelling import find_inner_gap
from quotes.spans import Span

__all__ = ["PlainText", "find_edits", "part_lines", "put_in_lost_marks"]

_OUTER, _INNER = ("“", "”"), ("‘", "’")
_ORDINARY: Mapping[tuple[bool, bool], tuple[str, str]] = {
    (False, False): ('"', "“"),
    (False, True): ('"', "”"),
    (True, False): ("'", "‘"),
    (True, True): ("'", "’"),
}
"""How a mark is ordinarily written, by whether it is an inner one and whether it closes."""

_APOSTROPHES = ("'", "’")
_INNER_LEVELS = ("single", "single guillemet", "white corner")


class PlainText:
    """A document's text with its marks written the ordinary way, and the ways there and back.

    Args:
        document_text: the text of the document.
        edits: what writes its marks the ordinary way, in order.

    Attributes:
        text: the plain text; the very text of the document where nothing is to be written otherwise.

    Example:
        >>> plain = PlainText("&quot;Go&quot; he said.", [Edit(0, 6, "“"), Edit(8, 14, "”")])
        >>> plain.text, plain.back_span(Span(5, 7))
        ('“Go” he said.', Span(start=15, end=17))
    """

    def __init__(self, document_text: str, edits: Sequence[Edit] = ()) -> None:
        self._document_text = document_text
        self._shift = Shift(edits) if edits else None
        self.text = self._shift.apply(document_text) if self._shift is not None else document_text
        self._known: dict[Span, Span] = {}  # the way back where it is not that of the places

    def ahead(self, place: int) -> int:
        """Return the place in the plain text for one in the document."""
        return place if self._shift is None else self._shift.ahead(place, is_end=False, is_behind=False)

    def back_span(self, span: Span) -> Span:
        """Return the span in the document for one in the plain text."""
        if self._shift is None:
            return span
        return self._known.get(span) or self._shift.back_span(span)

    def paragraphs(self, paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
        """Return the document's paragraphs as they stand in the plain text."""
        return paragraphs if self._shift is None else self._shift.carry(paragraphs)

    def quotations(self, quotations: Sequence[Quotation]) -> Sequence[Quotation]:
        """Return the document's quotations as they stand in the plain text."""
        if self._shift is None:
            return quotations
        return list_quotations(self._move(quotation, self._ahead_span) for quotation in quotations)

    def back(self, quotations: Iterable[Quotation]) -> Iterable[Quotation]:
        """Give quotations of the plain text as they stand in the document, one after the other."""
        if self._shift is None:
            return quotations
        return (self._move(quotation, self.back_span) for quotation in quotations)

    def has_words(self, quotation: Quotation) -> bool:
        """Whether every span of a quotation of the plain text holds more than a mark that the document lacks."""
        if self._shift is None:
            return True
        spans = (*quotation.spans, *quotation.content)
        return all(span.start < span.end for span in map(self.back_span, spans))

    def back_speaker(self, speaker: Speaker) -> Speaker:
        """Return a speaker found in the plain text with its evidence as it stands in the document."""
        if self._shift is None:
            return speaker
        return replace(speaker, evidence=tuple(self._move_evidence(e, self.back_span) for e in speaker.evidence))

    def _ahead_span(self, span: Span) -> Span:
        assert self._shift is not None  # noqa: S101  (asked for only where there are edits)
        moved = self._shift.ahead_span(span)
        if self._shift.back_span(moved) != span:
            self._known.setdefault(moved, span)
        return moved

    def _move(self, quotation: Quotation, move: Callable[[Span], Span]) -> Quotation:
        spans = tuple(map(move, quotation.spans))
        moved = with_fields(
            quotation,
            spans=spans,
            content=spans if quotation.content == quotation.spans else tuple(map(move, quotation.content)),
            source=None if quotation.source is None else move(quotation.source),
            cue=None if quotation.cue is None else move(quotation.cue),
            evidence=tuple([self._move_evidence(evidence, move) for evidence in quotation.evidence]),
        )
        moved.__post_init__()
        return moved

    def _move_evidence(self, evidence: Evidence, move: Callable[[Span], Span]) -> Evidence:
        """Move the spans of a piece of evidence; words that are what stands there are read anew on the way back."""
        spans = tuple(map(move, evidence.spans))
        words = evidence.words
        if len(spans) == 1 and move == self.back_span and words == evidence.spans[0].of(self.text):
            words = spans[0].of(self._document_text)
        if spans == evidence.spans and words == evidence.words:
            return evidence
        return with_fields(evidence, spans=spans, words=words)


_NEXT_LINE = re.compile(r"[\"”’']\s+[\"“‘']")
"""What stands between what one says and what another answers where no paragraph parts them."""

_SENTENCE_END = (".", "?", "!", "…")


def part_lines(
    text: str,
    paragraphs: Sequence[Paragraph],
    quotations: Sequence[Quotation],
    verbs: tuple[HouseVerb, ...] = (),
) -> Sequence[Paragraph]:
    """Part paragraphs that were run together, where marks show that another speaker begins.

    Nobody closes a quotation to open the next at once, and nobody who is said to speak once is said to speak again
    in the same paragraph: there a line of dialogue begins.

    Args:
        text: a text whose marks are written the ordinary way.
        paragraphs: its paragraphs in order.
        quotations: its quotations in order.
        verbs: cue verbs that a house adds.

    Example:
        >>> text = "“It is late.” “Is it?” she said."
        >>> from quotes.segmenter import segment_text
        >>> found = segment_text(text, [Paragraph(0, 32, False)]).quotations
        >>> [paragraph[:2] for paragraph in part_lines(text, [Paragraph(0, 32, False)], found)]
        [(0, 13), (14, 32)]
    """
    starts: list[int] = []
    place = 0
    before: Span | None = None
    is_attributed = False  # whether an attribution stands behind a quotation of the paragraph
    for span in (q.spans[0] for q in quotations if q.kind == "direct" and q.parent is None):
        while place < len(paragraphs) and paragraphs[place].end <= span.start:
            place, before, is_attributed = place + 1, None, False
        if place == len(paragraphs):
            break
        end = paragraphs[place].end
        behind = span.end + 1
        while behind < end and not text[behind].isalnum():
            behind += 1
        attributed = is_attribution(text, behind, end, after_comma=text[span.end - 1] in ",?!—", verbs=verbs)
        if before is not None and span.end < end:
            between = text[before.end : span.start]
            is_next = _NEXT_LINE.fullmatch(between) is not None
            if attributed and is_attributed and between[:-1].rstrip().endswith(_SENTENCE_END):
                is_next = True
            if is_next:
                starts.append(span.start - 1)
                is_attributed = False
        is_attributed = is_attributed or attributed
        before = span
    return _part(text, paragraphs, starts) if starts else paragraphs


def _part(text: str, paragraphs: Sequence[Paragraph], starts: Sequence[int]) -> Paragraphs:
    """Part paragraphs at the places where something new starts."""
    parts = Paragraphs()
    number = 0
    for paragraph in paragraphs:
        start, continues = paragraph.start, paragraph.continues
        while number < len(starts) and starts[number] < paragraph.end:
            if starts[number] > start:
                end = Span(start, starts[number]).trim(text).end
                parts.add(start, end, continues=continues)
                start, continues = starts[number], False
            number += 1
        parts.add(start, paragraph.end, continues=continues)
    return parts


def find_edits(text: str, readings: Iterable[MarkReading], *, main: str) -> list[Edit]:
    """Return what would write each mark and apostrophe the ordinary way, in order and without overlap.

    Args:
        text: the document.
        readings: what its marks are, in order.
        main: level of the document's outermost marks.
    """
    edits: list[Edit] = []
    end = 0
    for reading in readings:
        if reading.role != "apostrophe" or text[reading.start : reading.end] not in _APOSTROPHES:
            edit = _find_edit(text, reading, main, end)
            if edit is not None and edit.start >= end:
                edits.append(edit)
                end = edit.end
    return edits


def _find_edit(text: str, reading: MarkReading, main: str, lower: int) -> Edit | None:
    """Return what would write one mark the ordinary way; white space inside it goes, at ``lower`` at the earliest."""
    start, end, role = reading.start, reading.end, reading.role
    written = text[start:end]
    if role == "apostrophe":
        return Edit(start, end, "’")
    if role not in ("open", "close", "reopen"):
        return None
    closes = role == "close"
    is_inner = _is_inner(reading.char, main)
    is_spaced = text[start - 1 : start].isspace() if closes else text[end : end + 1].isspace()
    gap = find_inner_gap(text, reading) if is_spaced else 0
    if not gap and written in _ORDINARY[is_inner, closes]:
        return None
    if closes:
        start = max(lower, start - gap)
    else:
        end += gap
    return Edit(start, end, (_INNER if is_inner else _OUTER)[closes])


def _is_inner(char: str, main: str) -> bool:
    """Whether a mark is one of those inside others in a document whose outermost marks are of level ``main``."""
    level = numbers().levels.get(char, "double")
    return level in _INNER_LEVELS if main == "double" else level != main


def put_in_lost_marks(text: str, edits: Sequence[Edit], stretches: Iterable[Stretch], *, main: str) -> tuple[Edit, ...]:
    """Return ``edits`` with a mark put in where a stretch lost one.

    Args:
        text: the document.
        edits: in order and without overlap.
        stretches: those whose marks are meant; what has both is passed over.
        main: level of the document's outermost marks.
    """
    closers: list[Edit] = []
    openers: list[Edit] = []
    for stretch in stretches:
        written = stretch.marks[0].of(text)
        pair = _INNER if _is_inner(numbers().spellings.get(written, written), main) else _OUTER
        if "lost closer" in stretch.rules:
            closers.append(Edit(stretch.spans[-1].end, stretch.spans[-1].end, pair[1]))
        elif "lost opener" in stretch.rules:
            openers.append(Edit(stretch.spans[0].start, stretch.spans[0].start, pair[0]))
    if not closers and not openers:
        return tuple(edits)
    kept: list[Edit] = []
    # Of closers put in at one place the innermost comes first, and every closer before an opener.
    for edit in sorted([*reversed(closers), *openers, *edits], key=lambda edit: (edit.start, edit.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return tuple(kept)
