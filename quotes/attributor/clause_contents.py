"""Quoted stretches inside reported clauses: mixed ones get the whole clause, and a sure frame corrects a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from quotes.attributor.candidates import PhraseReader
from quotes.attributor.clauses import find_clause
from quotes.attributor.doubtful import may_be_none
from quotes.attributor.frame_sources import attribute_to, weigh_source
from quotes.attributor.frames import Frame
from quotes.model import Candidate, Evidence, Quotation
from quotes.people.registry import Registry

__all__ = ["correct_sources", "widen_contents"]

SURE_FRAME = 0.6
"""A frame at least this likely corrects the source of a quotation."""

UNSURE_SOURCE = 0.4
"""A quotation attributed with less than this confidence may be corrected by a sure frame.

Source: of 0, 0.3, 0.4, 0.5 and 0.6 the best on the dev news; the ranker is right where it is surer than that.
"""

_AGREED = 0.985
"""The most that a frame which points to the same source can make a quotation sure of its speaker.

Source: the share of right ones where a likely frame agrees, on the train news and on the dev news.
"""

_CONTRADICTED = 0.7
"""How much of its confidence a quotation keeps where a sure frame round it points to another source.

Source: the share of right ones among such on the dev news, by their mean confidence.
"""


def correct_sources(
    reader: PhraseReader,
    registry: Registry,
    quotations: Sequence[Quotation],
    frames: Sequence[Frame],
    *,
    min_confidence: float,
) -> list[Quotation]:
    """Return the quotations, those with a doubtful source or none attributed as a sure frame round them says.

    Args:
        reader: the phrases of the document, with the quotations as they were found.
        registry: who is who.
        quotations: the attributed quotations.
        frames: those that hold quoted stretches.
        min_confidence: below this probability nobody is named.
    """
    kept = list(quotations)
    corrected: set[int] = set()
    sure = [frame for frame in frames if frame.probability >= SURE_FRAME]
    for frame, inside in _order(reader, sure, _number_stretches(quotations)):
        if _is_relayed(reader, frame):
            continue
        for number in inside:
            quotation = kept[number]
            if number in corrected or not quotation.is_speech or quotation.parent is not None:
                continue
            corrected.add(number)
            if _agrees(quotation, frame):
                source, cue = frame.span(frame.source), frame.span(frame.cue)
                quotation = _confirm(reader, registry, quotation, frame, min_confidence)
                if frame.cue_probability >= SURE_FRAME and (source, cue) != (quotation.source, quotation.cue):
                    quotation = replace(quotation, source=source, cue=cue)
                kept[number] = quotation
                continue
            if (quotation.confidence or 0.0) >= UNSURE_SOURCE or may_be_none(reader.text, quotation):
                kept[number] = _doubt(quotation, min_confidence)
                continue
            told = weigh_source(reader, registry, frame, None, min_confidence)
            if told.shares and told.shares[0][1] >= min_confidence:
                kept[number] = attribute_to(quotation, frame, told, min_confidence)
    return kept


def _order(
    reader: PhraseReader, frames: Sequence[Frame], places: dict[int, int]
) -> Iterator[tuple[Frame, tuple[int, ...]]]:
    """Give the frames with the quotations inside, the likeliest first of those that share one; else as they stand.

    What stands together is given together, so that a long document is read once.
    """
    inside = [tuple(_find_inside(reader, frame, places)) for frame in frames]
    groups: list[list[int]] = []
    group_of: dict[int, list[int]] = {}
    for position, numbers in enumerate(inside):
        shared = {id(group_of[number]): group_of[number] for number in numbers if number in group_of}
        first, *others = shared.values() if shared else [[]]
        if not shared:
            groups.append(first)
        for other in others:
            first += other
            group_of.update((number, first) for member in other for number in inside[member])
            other.clear()
        first.append(position)
        group_of.update((number, first) for number in numbers)
    for group in groups:
        for position in sorted(group, key=lambda position: (-frames[position].probability, position)):
            yield frames[position], inside[position]


def _is_relayed(reader: PhraseReader, frame: Frame) -> bool:
    """Whether the source of a frame only passes on what another said: "the paper quoted Quill as saying"."""
    first, last = frame.source
    return find_clause(reader.passage(frame.passage).units, frame.offset + first, frame.offset + last).relays


def _confirm(
    reader: PhraseReader, registry: Registry, quotation: Quotation, frame: Frame, min_confidence: float
) -> Quotation:
    """Return a quotation as sure of its speaker as the surer of two readings that point to the same source."""
    if not quotation.candidates or quotation.candidates[0].confidence >= min(_AGREED, frame.source_probability):
        return quotation
    best = quotation.candidates[0]
    told = weigh_source(reader, registry, frame, None, min_confidence)
    sure = min(_AGREED, next((part for entity, part in told.shares if str(entity.number) == best.speaker), 0.0))
    return _with_confidence(quotation, sure, min_confidence) if sure > best.confidence else quotation


def _doubt(quotation: Quotation, min_confidence: float) -> Quotation:
    """Return a quotation less sure of its speaker, because a sure frame round it points to another source."""
    if not quotation.candidates:
        return quotation
    return _with_confidence(quotation, _CONTRADICTED * quotation.candidates[0].confidence, min_confidence)


def _with_confidence(quotation: Quotation, confidence: float, min_confidence: float) -> Quotation:
    """Return a quotation with another confidence in its likeliest speaker, who stays the likeliest.

    What a surer one gains the others lose, as they shared it; what a less sure one loses goes to nobody of them.
    """
    best, *others = quotation.candidates
    if confidence > best.confidence:
        rest = (1.0 - confidence) / (1.0 - best.confidence)
        others = [Candidate(speaker=other.speaker, confidence=round(other.confidence * rest, 4)) for other in others]
    confidence = round(max([confidence, *(other.confidence for other in others)]), 4)
    sure = confidence >= min_confidence
    return replace(
        quotation,
        candidates=(Candidate(speaker=best.speaker, confidence=confidence), *others),
        speaker=best.speaker if sure else None,
        confidence=confidence if sure else None,
    )


def widen_contents(reader: PhraseReader, quotations: Sequence[Quotation], frames: Sequence[Frame]) -> list[Quotation]:
    """Return the quotations, mixed ones with their whole clauses; mixed stretches of one clause become one quotation.

    Args:
        reader: the phrases of the document, with the quotations as they were found.
        quotations: the attributed quotations.
        frames: those that hold quoted stretches.
    """
    places = _number_stretches(quotations)
    kept: list[Quotation | None] = list(quotations)
    renamed: dict[str, str] = {}
    for frame in sorted(frames, key=lambda frame: -frame.probability):
        first = -1
        for number in _find_inside(reader, frame, places):
            quotation = kept[number]
            if quotation is None or quotation.kind != "mixed" or not _fits(quotation, frame):
                continue
            joined = kept[first] if first >= 0 else None
            if joined is None:
                first = number
            elif joined.spans[-1].end <= quotation.spans[0].start:
                kept[first], kept[number] = _join(joined, quotation), None
                renamed[quotation.id] = joined.id
        mixed = kept[first] if first >= 0 else None
        if mixed is not None:
            kept[first] = _with_clause(mixed, frame)
    return [
        replace(quotation, parent=renamed[quotation.parent]) if quotation.parent in renamed else quotation
        for quotation in kept
        if quotation is not None
    ]


def _number_stretches(quotations: Sequence[Quotation]) -> dict[int, int]:
    """Give for the start of each stretch the number of its quotation."""
    return {
        span.start: number
        for number, quotation in enumerate(quotations)
        if quotation.parent is None
        for span in quotation.spans
    }


def _find_inside(reader: PhraseReader, frame: Frame, places: dict[int, int]) -> Iterator[int]:
    """Give the numbers of the quotations that have a stretch in the content of a frame, in order."""
    seen: set[int] = set()
    for first, last in frame.contents:
        for unit in frame.units[first:last]:
            if not unit.is_quoted:
                continue
            number = places.get(reader.passages.quotations[unit.quotation].spans[0].start, -1)
            if number >= 0 and number not in seen:
                seen.add(number)
                yield number


def _agrees(quotation: Quotation, frame: Frame) -> bool:
    return quotation.source is not None and quotation.source.overlap(frame.span(frame.source)) > 0


def _fits(quotation: Quotation, frame: Frame) -> bool:
    """Whether a quotation has no clause yet, and its source is that of the frame."""
    return quotation.content == quotation.spans and _agrees(quotation, frame)


def _join(first: Quotation, second: Quotation) -> Quotation:
    """Make two stretches of one attribution one quotation; it is as sure as the less sure of the two."""
    spans = (*first.spans, *second.spans)
    marks = tuple(evidence for evidence in second.evidence if evidence not in first.evidence)
    joined = replace(first, spans=spans, content=spans, evidence=(*first.evidence, *marks))
    if first.speaker != second.speaker or (first.confidence or 0.0) <= (second.confidence or 0.0):
        return joined
    return replace(joined, confidence=second.confidence, candidates=second.candidates)


def _with_clause(quotation: Quotation, frame: Frame) -> Quotation:
    """Give a mixed quotation the whole clause, and source and cue as the clause has them."""
    content = tuple(frame.span(run) for run in frame.contents)
    clause = Evidence(rule="reported clause", spans=content, weight=round(frame.probability, 3))
    return replace(
        quotation,
        content=content,
        source=frame.span(frame.source),
        cue=frame.span(frame.cue),
        evidence=(*quotation.evidence, clause),
    )
