"""Finding quotations: the marks are read as one decision, what they enclose is judged speech or not.

`find_quotations` is the stage the pipeline calls; `read_marks` shows what each mark was taken for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from heapq import merge
from itertools import pairwise
from typing import NamedTuple

from quotes.language.layout import Paragraph
from quotes.lexicon import HouseVerb
from quotes.model import Evidence, Quotation
from quotes.packed import Packed
from quotes.quotation_list import QuotationNames, list_quotations
from quotes.segmenter.marked import MarkedText
from quotes.segmenter.marks import MarkReading, read_marks
from quotes.segmenter.plain import find_edits, put_in_lost_marks
from quotes.segmenter.quotations import Stretch
from quotes.segmenter.shift import Edit
from quotes.segmenter.unmarked import Unmarked, find_unmarked

__all__ = ["MarkReading", "Segmentation", "find_quotations", "read_marks", "segment_text"]


def find_quotations(
    text: str, paragraphs: Sequence[Paragraph], *, language: str | None = "en"
) -> tuple[Quotation, ...]:
    """Find every marked stretch of ``text``: direct and mixed speech, and what is none (kind ``other``, with a reason).

    Lines of dialogue behind a dash, and what follows "he said:" without marks, are found in English too.

    Nobody is named as speaker here, and stretches parted by the narrator's words are not joined. A quotation that goes
    on over paragraphs is one, with a span for each.

    Args:
        text: the document.
        paragraphs: its paragraphs, in order, offsets in code points.
        language: ISO 639-1 code or None; what is known to be no English is judged by its shape alone.

    Returns:
        Quotations in order of start; each ``id`` is ``q`` and the start of its first span.

    Example:
        >>> from quotes.language.layout import read_layout
        >>> text = '"I think so," she said.'
        >>> [(q.id, q.kind, q.spans) for q in find_quotations(text, read_layout(text).paragraphs)]
        [('q1', 'direct', (Span(start=1, end=12),))]
    """
    return tuple(segment_text(text, paragraphs, language=language).quotations)


class Segmentation(NamedTuple):
    """What is found in a text.

    Attributes:
        quotations: in order.
        edits: what would write its marks the ordinary way (see `quotes.segmenter.plain`).
        marked: the text with its marks read; `quotes.segmenter.repair` begins with it.
    """

    quotations: Sequence[Quotation]
    edits: tuple[Edit, ...]
    marked: MarkedText


def segment_text(
    text: str, paragraphs: Sequence[Paragraph], *, language: str | None = "en", verbs: tuple[HouseVerb, ...] = ()
) -> Segmentation:
    """Find what `find_quotations` does, with what would write the marks of ``text`` the ordinary way.

    Args:
        text: the document.
        paragraphs: its paragraphs, in order, offsets in code points.
        language: ISO 639-1 code or None.
        verbs: cue verbs that a house adds.

    Example:
        >>> from quotes.language.layout import read_layout
        >>> text = "''Go,'' he said."
        >>> segment_text(text, read_layout(text).paragraphs).edits
        (Edit(start=0, end=2, new='“'), Edit(start=5, end=7, new='”'))
    """
    source = MarkedText.read(text, paragraphs, language=language, verbs=verbs)
    quotations = list_quotations()
    lost: list[Stretch] = []
    seen = QuotationNames()
    for stretch, judgement in zip(source.stretches, source.judgements, strict=True):
        if judgement.kind != "other" and stretch.has_lost_mark:
            lost.append(stretch)
        identity = _identify(stretch)
        if identity in seen:
            continue
        seen.add(identity)
        marks = Evidence(
            rule=_join(", ", *stretch.rules),
            words=_join(" ", *(mark.of(text) for mark in stretch.marks)),
            spans=stretch.marks,
        )
        quotations.append(
            Quotation(
                id=identity,
                kind=judgement.kind,
                spans=stretch.spans,
                content=stretch.spans,
                parent=None if stretch.parent is None else _identify(source.stretches[stretch.parent]),
                reason=judgement.reason,
                evidence=(marks, *judgement.evidence(stretch)),
            )
        )
    if language in (None, "en"):
        marked = sorted(span for quotation in quotations for span in quotation.spans)
        added = [_quote_unmarked(found, text) for found in find_unmarked(text, paragraphs, marked, verbs)]
        if added:
            quotations = _sort_in(quotations, added)
    edits = find_edits(text, source.readings, main=source.main)
    return Segmentation(quotations, put_in_lost_marks(text, edits, lost, main=source.main), source)


def _sort_in(quotations: Packed[Quotation], added: Sequence[Quotation]) -> Packed[Quotation]:
    """Return the quotations with more of them among them, in order of their first spans."""
    starts = [quotation.spans[0] for quotation in quotations]
    if any(after < before for before, after in pairwise(starts)):
        return list_quotations(sorted([*quotations, *added], key=lambda quotation: quotation.spans[0]))
    return list_quotations(merge(quotations, added, key=lambda quotation: quotation.spans[0]))


def _identify(stretch: Stretch) -> str:
    """Return the id of the quotation that a stretch is."""
    return f"q{stretch.spans[0].start}"


@lru_cache(maxsize=1024)
def _join(joiner: str, *parts: str) -> str:
    """Return the parts joined; the same few come again and again."""
    return joiner.join(parts)


def _quote_unmarked(found: Unmarked, text: str) -> Quotation:
    """Return the quotation of speech that stands in no marks."""
    return Quotation(
        id=f"q{found.span.start}",
        kind="direct",
        spans=(found.span,),
        content=(found.span,),
        evidence=(Evidence(rule=found.rule, words=found.sign.of(text), spans=(found.sign,)),),
    )
