"""Two sides joined by their documents' ids and measured: what ``quotes evaluate`` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from quotes.errors import ReadError
from quotes.evaluation.calibration import calibrate
from quotes.evaluation.comparison import evaluate
from quotes.evaluation.diarization import DEFAULT_RULES, TimeRules
from quotes.evaluation.documents import Listed, TranscriptReader, read_documents
from quotes.evaluation.reference import Reference, Scheme
from quotes.evaluation.report import EvaluationReport, Mistake
from quotes.evaluation.tables import BY, find_errors, find_measures, find_tables
from quotes.measures import Evaluation, ShownMistake
from quotes.model import Annotation, Document

__all__ = ["Comparison", "Scored", "evaluate_files"]

_SHOWN_IDS = 3
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
        rules: how times were compared.
    """

    scored: tuple[Scored, ...]
    failed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    has_confidences: bool = True
    rules: TimeRules = DEFAULT_RULES

    @property
    def total(self) -> EvaluationReport:
        """The counts over all documents."""
        return EvaluationReport.total(each.report for each in self.scored)

    def summarize(self, *, by: Sequence[str] = BY[:3], errors: int | None = None) -> Evaluation:
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
            errors=find_errors(total),
            notes=tuple(_take_notes(total, self.rules)),
        )


def evaluate_files(
    reference: str | Path,
    hypothesis: str | Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    transcripts: TranscriptReader | None = None,
    rules: TimeRules = DEFAULT_RULES,
) -> Comparison:
    """Measure the annotations of one file or folder against the references of another.

    Documents are joined by their ids; where each side has just one, by that. A document that the hypothesis lacks, or
    has as failed, is scored as if nothing had been found in it. Where a side is a transcript, or both sides have voices
    but not the same text, only turns are measured.

    Args:
        reference: what is right: a corpus, saved annotations, or reference records, see
            `quotes.evaluation.documents.read_documents`.
        hypothesis: what to measure, in any of the same forms; most often what ``quotes batch`` wrote.
        progress: called after each document with how many are done and how many there are.
        transcripts: reads what is neither an annotation nor a record: captions, a recogniser's words, a diarizer's
            segments.
        rules: how times are compared.

    Raises:
        ReadError: a side cannot be read, ids are missing or stand twice, no document is on both sides, or the texts of
            one differ.
        AnnotationError: an annotation contradicts its text, or the two sides have different texts and not both have
            voices.
    """
    wanted = read_documents(reference, transcripts)
    given = {each.id: each for each in read_documents(hypothesis, transcripts)}
    if len(wanted) == len(given) == 1 and not given.keys() & {wanted[0].id}:
        given = {wanted[0].id: next(iter(given.values()))}
    if not given.keys() & {each.id for each in wanted}:
        raise ReadError(
            str(hypothesis),
            None,
            f"none of its {_count_ids(given)} is one of the reference's {_count_ids(each.id for each in wanted)}; "
            "give the annotations of the same documents",
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
        left_out = None if answer is None else _find_left_out(side, answer)
        if left_out is not None:
            side = replace(side, scheme="voices")
        report = evaluate(side, found, collar_ms=rules.collar_ms, skip_overlap=rules.skip_overlap)
        if left_out:
            report += EvaluationReport(left_out=(left_out,))
        scored.append(Scored(document.id, side.category, side.scheme, side.text, report))
        if progress is not None:
            progress(number, len(wanted))
    others = tuple(sorted(given.keys() - {each.id for each in wanted}))
    return Comparison(tuple(scored), tuple(failed), tuple(missing), others, has_confidences, rules)


def _count_ids(ids: Iterable[str]) -> str:
    """Return how many ids there are, and the first of them."""
    known = list(ids)
    shown = ", ".join(map(repr, known[:_SHOWN_IDS])) + (" and so on" if len(known) > _SHOWN_IDS else "")
    return f"{len(known):,} id{'' if len(known) == 1 else 's'} ({shown})"


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


def _find_left_out(side: Reference, answer: Reference) -> str | None:
    """Return why only turns can be measured, in no words where nothing else is asked for; None where all can be."""
    if side.scheme == "voices":
        return ""
    if answer.scheme == "voices":
        return "all but turns: the hypothesis is a transcript"
    sides = (side.annotation, answer.annotation)
    if sides[0].sha256 != sides[1].sha256 and all(each.turns or each.document.utterances for each in sides):
        return "all but turns: the two texts differ"
    return None


def _take_notes(total: EvaluationReport, rules: TimeRules) -> Iterator[str]:
    """Tell how times were compared, and what was left out in how many documents."""
    if total.diarization.total:
        overlap = "left out" if rules.skip_overlap else "counted"
        collar = f"{rules.collar_ms / 1000:g} s on either side of the reference's boundaries not scored"
        yield f"times: {collar}; where voices overlap {overlap}"
    for reason, count in Counter(total.left_out).items():
        yield f"left out in {count:,} document{'' if count == 1 else 's'}: {reason}"


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
