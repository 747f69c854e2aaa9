"""One annotation of a document against another: every figure of the report in one call."""

from __future__ import annotations

from quotes.errors import AnnotationError
from quotes.evaluation.attribution import score_attribution
from quotes.evaluation.cast import score_cast
from quotes.evaluation.diarization import score_turns
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
}
"""What is scored, by how the reference tells who spoke."""


def evaluate(reference: Reference | Annotation, hypothesis: Annotation) -> EvaluationReport:
    """Measure one annotation of a document against another; the reports of many documents can be added.

    Args:
        reference: the annotation that is right. A bare annotation is taken as complete for every kind.
        hypothesis: the annotation to measure, of the same text.

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
    if reference.annotation.sha256 != hypothesis.sha256:
        raise AnnotationError(
            reference.id, None, f"the hypothesis {hypothesis.id!r} annotates another text: the two sha256 differ"
        )
    parts = [score(reference, hypothesis) for score in _PARTS[reference.scheme]]
    return EvaluationReport.total([EvaluationReport(documents=1), *parts])
