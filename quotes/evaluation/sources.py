"""Do the attributions point to the right words: sources, contents and cues as places, whoever is meant by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from quotes.evaluation.counts import Groups, Retrieval, Tally
from quotes.evaluation.matching import has_source, share_chars, trim_to_words
from quotes.evaluation.quotation import SPEECH_IN_MARKS
from quotes.evaluation.reference import Reference
from quotes.evaluation.report import EvaluationReport, Judgement, Mistake, MistakeKind
from quotes.model import Annotation, Quotation, QuotationKind
from quotes.spans import Span

__all__ = ["score_sources"]


def score_sources(reference: Reference, hypothesis: Annotation) -> EvaluationReport:
    """Count attributions whose source is right, and exact contents, sources and cues, speakers' names left aside.

    Indirect speech counts only in references that are complete for it; without it, so do the figures over every kind.
    """
    text = reference.text
    wanted = [quotation for quotation in reference.annotation.quotations if quotation.is_speech]
    given = [quotation for quotation in hypothesis.quotations if quotation.is_speech]
    attributed = [quotation for quotation in given if quotation.speaker is not None]
    report = _score_marked(
        reference,
        [quotation for quotation in wanted if quotation.kind in SPEECH_IN_MARKS],
        [quotation for quotation in attributed if quotation.kind in SPEECH_IN_MARKS],
    )
    if "indirect" not in reference.complete:
        return report
    by_kind = {}
    for kind in get_args(QuotationKind):
        pair = [[quotation for quotation in side if quotation.kind == kind] for side in (wanted, attributed)]
        if kind != "other" and any(pair):
            by_kind[kind] = _count_contents(reference, *pair)
    return report + EvaluationReport(
        sourced_indirect=by_kind.get("indirect", Retrieval()),
        sourced_all=_count_contents(reference, wanted, attributed),
        sourced_by_kind=Groups(by_kind),
        contents=Retrieval.of_sets(
            {_ends(text, _content(quotation)) for quotation in wanted},
            {_ends(text, _content(quotation)) for quotation in given},
        ),
        source_spans=Retrieval.of_sets(
            {_ends(text, spans) for quotation in wanted if (spans := reference.sources_of(quotation))},
            {_ends(text, (quotation.source,)) for quotation in given if quotation.source is not None},
        ),
        cues=Retrieval.of_sets(
            {_ends(text, (quotation.cue,)) for quotation in wanted if quotation.cue is not None},
            {_ends(text, (quotation.cue,)) for quotation in given if quotation.cue is not None},
        ),
    )


def _content(quotation: Quotation) -> tuple[Span, ...]:
    return quotation.content or quotation.spans


def _size(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _score_marked(reference: Reference, wanted: Sequence[Quotation], given: Sequence[Quotation]) -> EvaluationReport:
    """Score marked speech: half of it inside the content of one of the reference, with the right source.

    Where a reference tells who spoke by sources alone, how sure the hypothesis was and its mistakes are noted as well.
    """
    text = reference.text
    judged = right = spurious = 0
    found, found_right = set(), set()
    judgements: list[Judgement] = []
    mistakes: list[Mistake] = []

    def note(what: MistakeKind, span: Span, said: Sequence[Span], answer: Quotation | None) -> None:
        got = answer.source.of(text) if answer is not None and answer.source is not None else None
        sure = None if answer is None else answer.confidence
        words = " … ".join(part.of(text) for part in said) or None
        mistakes.append(Mistake(reference.id, what, span, span.of(text), words, got, None, sure))

    shared = share_chars([_content(quotation) for quotation in wanted], [quotation.spans for quotation in given])
    for quotation, counts in zip(given, shared, strict=True):
        best = max(counts, key=lambda place: (counts[place], -place), default=None)
        if best is None or 2 * counts[best] < _size(quotation.spans):
            judged += 1
            spurious += 1
            note("spurious", quotation.spans[0], (), quotation)
            continue
        found.add(best)
        sources = reference.sources_of(wanted[best])
        if not sources:
            continue
        judged += 1
        is_right = has_source(quotation, sources)
        judgements.append(Judgement(quotation.confidence or 0.0, is_right))
        if is_right:
            right += 1
            found_right.add(best)
        else:
            note("source", quotation.spans[0], sources, quotation)
    sourced = {place for place, quotation in enumerate(wanted) if reference.sources_of(quotation)}
    for place in sorted(sourced - found):
        note("missed", wanted[place].spans[0], reference.sources_of(wanted[place]), None)
    report = EvaluationReport(sourced_direct=Retrieval(right, judged, len(found_right), len(sourced)))
    if reference.scheme != "sources":
        return report
    return report + EvaluationReport(
        extracted=Tally(len(found & sourced), len(sourced)),
        found_sources=Tally(len(found_right), len(found & sourced)),
        spurious=spurious,
        judgements=tuple(judgements),
        mistakes=tuple(mistakes),
    )


def _count_contents(reference: Reference, wanted: Sequence[Quotation], given: Sequence[Quotation]) -> Retrieval:
    """Count contents that share at least half of their union, with the right source, one to one."""
    wanted = [quotation for quotation in wanted if reference.sources_of(quotation)]
    taken: set[int] = set()
    shared = share_chars([_content(quotation) for quotation in wanted], [_content(quotation) for quotation in given])
    for quotation, counts in zip(given, shared, strict=True):
        for place in sorted(counts):
            union = _size(_content(quotation)) + _size(_content(wanted[place])) - counts[place]
            is_same = 2 * counts[place] >= union and has_source(quotation, reference.sources_of(wanted[place]))
            if is_same and place not in taken:
                taken.add(place)
                break
    return Retrieval(len(taken), len(given), len(taken), len(wanted))


def _ends(text: str, spans: Sequence[Span]) -> tuple[int, int]:
    """Return a place from its first letter or digit to its last."""
    return trim_to_words(text, spans[0]).start, trim_to_words(text, spans[-1]).end
