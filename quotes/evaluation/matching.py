"""Matching of reference and hypothesis before anything is scored: one to one, by the text they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from quotes.model import Quotation
from quotes.spans import Span

__all__ = [
    "SpanPair",
    "find_overlaps",
    "has_source",
    "match_most_shared",
    "match_quotations",
    "match_spans",
    "share_chars",
    "trim_to_words",
]


class SpanPair(NamedTuple):
    """A reference span and the hypothesis span matched to it, by their positions in the two lists."""

    reference: int
    hypothesis: int
    overlap_chars: int


def trim_to_words(text: str, span: Span) -> Span:
    """Return the span from its first letter or digit to its last.

    Marks, white space and stops at the ends differ by convention, not by understanding. A span without a letter or
    digit is returned as it is.

    Example:
        >>> trim_to_words('He said, "No!"', Span(8, 14))
        Span(start=10, end=12)
    """
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return Span(start, end) if start < end else span


def find_overlaps(reference: Sequence[Span], hypothesis: Sequence[Span]) -> list[SpanPair]:
    """List every overlapping pair of two lists of spans, in one sweep over both."""
    events = sorted(
        [(span.start, 0, place) for place, span in enumerate(reference)]
        + [(span.start, 1, place) for place, span in enumerate(hypothesis)]
    )
    sides = (reference, hypothesis)
    open_places: tuple[list[int], list[int]] = ([], [])
    pairs = []
    for start, side, place in events:
        for which in (0, 1):
            open_places[which][:] = [p for p in open_places[which] if sides[which][p].end > start]
        for other in open_places[1 - side]:
            i, j = (place, other) if side == 0 else (other, place)
            shared = reference[i].overlap(hypothesis[j])
            if shared:
                pairs.append(SpanPair(i, j, shared))
        open_places[side].append(place)
    return pairs


def match_spans(reference: Sequence[Span], hypothesis: Sequence[Span]) -> tuple[SpanPair, ...]:
    """Pair spans one to one: the pair that shares most code points first, then the next among what is left.

    Ties go to the earlier reference span, then to the earlier hypothesis span. Pairs come in order of the reference.

    Example:
        >>> match_spans([Span(0, 9), Span(20, 30)], [Span(1, 25)])
        (SpanPair(reference=0, hypothesis=0, overlap_chars=8),)
    """
    pairs, taken_reference, taken_hypothesis = [], set(), set()
    for pair in sorted(
        find_overlaps(reference, hypothesis), key=lambda p: (-p.overlap_chars, p.reference, p.hypothesis)
    ):
        if pair.reference not in taken_reference and pair.hypothesis not in taken_hypothesis:
            pairs.append(pair)
            taken_reference.add(pair.reference)
            taken_hypothesis.add(pair.hypothesis)
    return tuple(sorted(pairs))


def share_chars(reference: Sequence[Sequence[Span]], hypothesis: Sequence[Sequence[Span]]) -> list[dict[int, int]]:
    """Say for each group of hypothesis spans how many code points it shares with which groups of the reference.

    Example:
        >>> share_chars([[Span(0, 9)], [Span(20, 30)]], [[Span(1, 4), Span(8, 25)]])
        [{0: 4, 1: 5}]
    """
    owners = [[(place, span) for place, spans in enumerate(side) for span in spans] for side in (reference, hypothesis)]
    shared: list[dict[int, int]] = [{} for _ in hypothesis]
    for pair in find_overlaps([span for _, span in owners[0]], [span for _, span in owners[1]]):
        counts, place = shared[owners[1][pair.hypothesis][0]], owners[0][pair.reference][0]
        counts[place] = counts.get(place, 0) + pair.overlap_chars
    return shared


def match_quotations(reference: Sequence[Quotation], hypothesis: Sequence[Quotation]) -> dict[int, int]:
    """Say which hypothesis quotation stands for which reference quotation, by position in the two lists.

    Spans are matched one to one; a quotation belongs to the one its spans share most with. So one stretch of text is
    never counted for two others, while a quotation that the hypothesis cut in two, or joined from two, can still be
    compared.
    """
    owners = [[(place, span) for place, q in enumerate(side) for span in q.spans] for side in (reference, hypothesis)]
    votes: dict[int, Counter[int]] = {}
    for pair in match_spans([span for _, span in owners[0]], [span for _, span in owners[1]]):
        place = owners[0][pair.reference][0]
        votes.setdefault(place, Counter())[owners[1][pair.hypothesis][0]] += pair.overlap_chars
    return {place: max(counts, key=lambda other: (counts[other], -other)) for place, counts in votes.items()}


def match_most_shared(reference: Sequence[Quotation], hypothesis: Sequence[Quotation]) -> dict[int, int]:
    """Say which hypothesis quotation shares most text with each reference quotation, by position in the two lists.

    One hypothesis quotation may stand for several. Ties go to the earlier one.

    Example:
        >>> said = Quotation(id="a", kind="direct", spans=(Span(0, 4),))
        >>> match_most_shared([said], [Quotation(id="b", kind="direct", spans=(Span(2, 9),))])
        {0: 0}
    """
    shared = share_chars([quotation.spans for quotation in hypothesis], [quotation.spans for quotation in reference])
    return {
        place: max(counts, key=lambda other: (counts[other], -other)) for place, counts in enumerate(shared) if counts
    }


def has_source(quotation: Quotation, spans: Sequence[Span]) -> bool:
    """Whether the source of a quotation overlaps one of some spans."""
    return quotation.source is not None and any(quotation.source.overlap(span) for span in spans)
