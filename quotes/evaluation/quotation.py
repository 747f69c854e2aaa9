"""Were the quotations found: spans with both ends exact, by kind, and what is not speech left alone."""

from __future__ import annotations

from collections.abc import Iterable

from quotes.evaluation.counts import Retrieval, Tally
from quotes.evaluation.matching import find_overlaps, share_chars, trim_to_words
from quotes.evaluation.reference import Reference
from quotes.evaluation.report import EvaluationReport, Mistake
from quotes.model import Annotation, Quotation
from quotes.spans import Span

__all__ = ["SPEECH_IN_MARKS", "find_asked", "find_lenient", "score_quotations"]

SPEECH_IN_MARKS = ("direct", "mixed")
"""The kinds of quotation whose words stand in marks and were said."""


def find_asked(reference: Reference) -> list[Quotation]:
    """Return the quotations that an annotation must find: speech in marks, not nested, hypothetical or uncertain."""
    return [
        quotation
        for quotation in reference.annotation.quotations
        if quotation.kind in SPEECH_IN_MARKS
        and quotation.parent is None
        and not reference.is_flagged(quotation, "uncertain", "hypothetical", "nested")
    ]


def find_lenient(reference: Reference) -> list[Quotation]:
    """Return the quotations that may be found or not: nested, hypothetical or uncertain."""
    return [
        quotation
        for quotation in reference.annotation.quotations
        if quotation.parent is not None or reference.is_flagged(quotation, "uncertain", "hypothetical", "nested")
    ]


def _places(text: str, quotations: Iterable[Quotation]) -> set[tuple[int, int]]:
    return {trim_to_words(text, span) for quotation in quotations for span in quotation.spans}


def score_quotations(reference: Reference, hypothesis: Annotation) -> EvaluationReport:
    """Count the spans of speech that were found, missed and invented, and what is not speech and was left alone.

    Every span counts from its first letter or digit to its last. A hypothesis span that is not in the reference but
    overlaps a nested, hypothetical or uncertain quotation is left out of the count.
    """
    text = reference.text
    speech = [quotation for quotation in hypothesis.quotations if quotation.kind in SPEECH_IN_MARKS]
    asked, lenient = find_asked(reference), find_lenient(reference)
    lenient_spans = [span for quotation in lenient for span in quotation.spans]

    wanted, given = _places(text, asked), _places(text, speech)
    extra = [Span(*place) for place in sorted(given - wanted)]
    given -= {tuple(extra[pair.hypothesis]) for pair in find_overlaps(lenient_spans, extra)}
    by_kind = {
        kind: Retrieval.of_sets(
            _places(text, (quotation for quotation in asked if quotation.kind == kind)),
            _places(text, (quotation for quotation in speech if quotation.kind == kind)) & given,
        )
        for kind in SPEECH_IN_MARKS
    }

    said = [Span(*place) for place in _places(text, speech)]
    nested = _places(
        text,
        (
            quotation
            for quotation in lenient
            if quotation.kind in SPEECH_IN_MARKS and (quotation.parent or reference.is_flagged(quotation, "nested"))
        ),
    )
    others = [
        quotation
        for quotation in reference.annotation.quotations
        if quotation.kind == "other"
        and "other" in reference.complete
        and not reference.is_flagged(quotation, "uncertain")
    ]
    shares = share_chars([quotation.spans for quotation in others], [(span,) for span in said])
    taken_places = {
        place
        for span, counts in zip(said, shares, strict=True)
        for place, chars in counts.items()
        if 2 * chars >= span.end - span.start
    }
    taken = [quotation for place, quotation in enumerate(others) if place in taken_places]
    hit = {pair.reference for pair in find_overlaps([Span(*place) for place in wanted], said)}

    def mistake(what: str, span: tuple[int, int], reference_kind: str | None, hypothesis_kind: str | None) -> Mistake:
        where = Span(*span)
        return Mistake(reference.id, what, where, where.of(text), reference_kind, hypothesis_kind)  # type: ignore[arg-type]

    mistakes = [
        *(mistake("missed", place, "speech", None) for place in sorted(wanted - given)),
        *(mistake("spurious", place, None, "speech") for place in sorted(given - wanted)),
        *(mistake("not_speech", quotation.spans[0], quotation.reason, "speech") for quotation in taken),
    ]
    return EvaluationReport(
        spans=Retrieval.of_sets(wanted, given),
        direct=by_kind["direct"],
        mixed=by_kind["mixed"],
        touched=Tally(len(hit), len(wanted)),
        nested=Tally(len(nested & _places(text, speech)), len(nested)),
        other=Tally(len(others) - len(taken), len(others)),
        mistakes=tuple(mistakes),
    )
