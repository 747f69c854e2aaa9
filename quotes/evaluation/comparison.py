"""One annotation of a document against another: every figure of the report in one call."""

from __future__ import annotations

from quotes.errors import AnnotationError
from quotes.evaluation.attribution import score_attribution
from quotes.evaluation.cast import score_cast
from quotes.evaluation.diarization import TimeRules, score_talk, score_turns
from quotes.evaluation.labels import score_labels
from quotes.evaluation.quotation import score_quotations
from quotes.evaluation.reference import Reference
from quotes.evaluation.report import EvaluationReport
from quotes.evaluation.sources import score_sources
from quotes.model import Annotation

__all__ = ["evaluate"]

_PARTS = {
    "names": (score_quotations, score_attribution, score_sources, score_turns),
    "accepted": (score_quotations, score_attribution, score_turns),
    "cast": (score_cast,),
    "sources": (score_sources,),
    "labels": (score_labels,),
    "voices": (),
}
"""What is scored, by how the reference tells who spoke; turns are besides, where there are any."""

_WITH_TURNS = ("names", "accepted", "voices")


def evaluate(
    reference: Reference | Annotation, hypothesis: Annotation, *, collar_ms: int = 0, skip_overlap: bool = False
) -> EvaluationReport:
    """Measure one annotation of a document against another; the reports of many documents can be added.

    Args:
        reference: the annotation that is right. A bare annotation is taken as complete for every kind.
        hypothesis: the annotation to measure, of the same text. Where the scheme of the reference is ``voices``, only
            turns are measured, and it may be of another text: other recognised words, or a diarizer's segments.
        collar_ms: so many milliseconds on either side of each turn of the reference are not scored.
        skip_overlap: whether to leave out of the times where several voices of the reference are heard at once.

    Raises:
        AnnotationError: the two are annotations of different texts, or the reference has no text.

    Example:
        >>> from quotes.model import Document, Quotation
        >>> from quotes.spans import Span
        >>> document = Document(id="note", text='"Go," he said.')
        >>> said = Quotation(id="q1", kind="direct", spans=(Span(1, 4),))
        >>> reference = Annotation.of(document, quotations=(said,))
        >>> report = evaluate(reference, Annotation.of(document))
        >>> report.spans.recall, report.mistakes[0].words
        (0.0, 'Go')
    """
    if isinstance(reference, Annotation):
        reference = Reference(reference)
    if reference.scheme != "voices" and reference.annotation.sha256 != hypothesis.sha256:
        raise AnnotationError(
            reference.id, None, f"the hypothesis {hypothesis.id!r} annotates another text: the two sha256 differ"
        )
    rules = TimeRules(collar_ms, skip_overlap)
    parts = [score(reference, hypothesis) for score in _PARTS[reference.scheme]]
    if reference.scheme in _WITH_TURNS:
        parts.append(score_talk(reference, hypothesis, rules))
    return EvaluationReport.total([EvaluationReport(documents=1), *parts])
