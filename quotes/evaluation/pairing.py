"""Two sides joined by their documents' ids and measured: what ``quotes evaluate`` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quotes.errors import ReadError
from quotes.evaluation.calibration import calibrate
from quotes.evaluation.comparison import evaluate
from quotes.evaluation.documents import Listed, read_documents
from quotes.evaluation.reference import Reference, Scheme
from quotes.evaluation.report import EvaluationReport, Mistake
from quotes.evaluation.tables import BY, find_measures, find_tables
from quotes.model import Annotation, Document, Evaluation, ShownMistake

__all__ = ["Comparison", "Scored", "evaluate_files"]

_CONTEXT_CHARS = 90


@dataclass(frozen=True, slots=True)
class Scored:
    """One document of the reference, measured."""

    id: str
    category: str | None
    scheme: Scheme
    text: str
    report: EvaluationReport


@dataclass(frozen=True, slots=True)
class Comparison:
    """All documents of a reference, measured.

    Attributes:
        scored: in the order of the reference.
        failed: ids of documents that the hypothesis has as failed.
        missing: ids of documents that the hypothesis lacks.
        left_out: ids of documents of the hypothesis that the reference lacks.
        has_confidences: whether every attribution of the hypothesis came with its confidence.
    """

    scored: tuple[Scored, ...]
    failed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    has_confidences: bool = True

    @property
    def total(self) -> EvaluationReport:
        """The counts over all documents."""
        return EvaluationReport.total(each.report for each in self.scored)

    def summarize(self, *, by: Sequence[str] = BY[:2], errors: int | None = None) -> Evaluation:
        """Divide, and choose what is shown.

        Args:
            by: what to break the figures down by, of `quotes.evaluation.tables.BY`.
            errors: how many mistakes to show, evenly spread over all; None for all.
        """
        total = self.total
        schemes = {each.scheme for each in self.scored}
        mistakes = total.mistakes
        if errors is not None:
            mistakes = mistakes[:: max(1, len(mistakes) // errors)][:errors] if errors else ()
        texts = {each.id: each.text for each in self.scored}
        return Evaluation(
            documents=len(self.scored),
            failed=self.failed,
            missing=self.missing,
            left_out=self.left_out,
            measures=find_measures(total, schemes),
            tables=find_tables(self.scored, by),
            calibration=calibrate(total.judgements) if self.has_confidences else None,
            spurious=total.spurious if "sources" in schemes else None,
            mistake_counts=dict(sorted(Counter(mistake.what for mistake in total.mistakes).items())),
            mistakes=tuple(_show(mistake, texts[mistake.document_id]) for mistake in mistakes),
        )


def evaluate_files(
    reference: str | Path, hypothesis: str | Path, *, progress: Callable[[int, int], None] | None = None
) -> Comparison:
    """Measure the annotations of one file or folder against the references of another.

    Documents are joined by their ids; where each side has just one, by that. A document that the hypothesis lacks, or
    has as failed, is scored as if nothing had been found in it.

    Args:
        reference: what is right: a corpus, saved annotations, or reference records, see
            `quotes.evaluation.documents.read_documents`.
        hypothesis: what to measure, in any of the same forms; most often what ``quotes batch`` wrote.
        progress: called after each document with how many are done and how many there are.

    Raises:
        ReadError: a side cannot be read, ids are missing or stand twice, no document is on both sides, or the texts of
            one differ.
        AnnotationError: an annotation contradicts its text, or the two sides have different texts.
    """
    wanted, given = read_documents(reference), {each.id: each for each in read_documents(hypothesis)}
    if len(wanted) == len(given) == 1 and not given.keys() & {wanted[0].id}:
        given = {wanted[0].id: next(iter(given.values()))}
    if not given.keys() & {each.id for each in wanted}:
        raise ReadError(
            str(hypothesis),
            None,
            f"none of its {len(given)} ids is one of the reference's ({wanted[0].id!r} and so on); give the "
            "annotations of the same documents",
        )
    scored: list[Scored] = []
    failed: list[str] = []
    missing: list[str] = []
    has_confidences = True
    for number, document in enumerate(wanted, start=1):
        side = document.build(None)
        answer = _find_answer(side, document.id, given, failed, missing)
        has_confidences = has_confidences and (answer is None or answer.has_confidences)
        found = Annotation.of(Document(id=side.id, text=side.text)) if answer is None else answer.annotation
        scored.append(Scored(document.id, side.category, side.scheme, side.text, evaluate(side, found)))
        if progress is not None:
            progress(number, len(wanted))
    left_out = tuple(given.keys() - {each.id for each in wanted})
    return Comparison(tuple(scored), tuple(failed), tuple(missing), tuple(sorted(left_out)), has_confidences)


def _find_answer(
    side: Reference, id: str, given: dict[str, Listed], failed: list[str], missing: list[str]
) -> Reference | None:
    if id not in given:
        missing.append(id)
        return None
    if given[id].failed:
        failed.append(id)
        return None
    return given[id].build(side.text)


def _show(mistake: Mistake, text: str) -> ShownMistake:
    start, end = mistake.span
    before, after = text[max(0, start - _CONTEXT_CHARS) : start], text[end : end + _CONTEXT_CHARS]
    return ShownMistake(
        mistake.document_id,
        mistake.what,
        mistake.type,
        start,
        end,
        before,
        mistake.words,
        after,
        mistake.reference,
        mistake.hypothesis,
        mistake.confidence,
    )
