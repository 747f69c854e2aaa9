"""The values of evaluation reports: figures with their counts, calibration, and mistakes with the text around them.

An evaluation makes them, the renderer shows them, and the JSON of ``quotes evaluate`` holds them.

Example:
    >>> Measure("spans", "quotations found", 3, 4, 3, 5, 0.75, 0.6, 2 / 3).precision
    0.75
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = [
    "Calibration",
    "ConfidenceBin",
    "ErrorMeasure",
    "Evaluation",
    "Measure",
    "MeasureTable",
    "RiskPoint",
    "ShownMistake",
]


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of an evaluation: counts, and the rates they give; a rate with nothing to divide by is None.

    Attributes:
        name: of the figure (``spans``, ``speakers.implicit``).
        title: what is counted, for readers.
        right: findings that are right; a fraction where one can be partly right.
        given: findings of the hypothesis, or None where the measure is a share of the reference alone.
        found: things of the reference that were found.
        wanted: things of the reference.
        precision: right by given.
        recall: found by wanted; the share, where there is no precision.
        f1: harmonic mean of the two.
    """

    name: str
    title: str
    right: float
    given: float | None
    found: float
    wanted: float
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class ErrorMeasure:
    """One line of an evaluation that counts what went wrong; less is better, and more than 1 can be.

    Attributes:
        name: of the figure (``diarization``).
        title: what is counted, for readers.
        rate: errors by total, or None with nothing to divide by.
        errors: how much went wrong.
        total: how much there was to get right.
        unit: of the two: ``ms``, ``words``, ``voices`` or ``documents``.
        parts: how much went wrong of each sort.
    """

    name: str
    title: str
    rate: float | None
    errors: float
    total: float
    unit: str
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """The lines of an evaluation by one property (kind, type, voice, category, document)."""

    by: str
    title: str
    measures: tuple[Measure, ...]
    errors: tuple[ErrorMeasure, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfidenceBin:
    """Attributions of like confidence: how sure they were on average, and which share was right."""

    least: float
    most: float
    confidence: float
    right: int
    total: int


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """What is wrong among the attributions at or above a confidence, and which share of all they are."""

    confidence: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What confidences are worth.

    Attributes:
        judged: attributions that could be judged.
        expected_error: expected calibration error over the bins.
        top_error: share of wrong ones among the four fifths with the highest confidence.
        bins: of equal size, by rising confidence.
        risks: by rising coverage.
    """

    judged: int
    expected_error: float
    top_error: float
    bins: tuple[ConfidenceBin, ...]
    risks: tuple[RiskPoint, ...]


@dataclass(frozen=True, slots=True)
class ShownMistake:
    """A mistake with the text around it: ``before``, ``words`` (at [start, end), in code points), ``after``."""

    document_id: str
    what: str
    type: str | None
    start: int
    end: int
    before: str
    words: str
    after: str
    reference: str | None
    hypothesis: str | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation found, ready to be shown: the JSON of ``quotes evaluate``.

    Attributes:
        documents: documents of the reference, all of them scored.
        failed: ids of those that the hypothesis has as failed; scored as if nothing had been found.
        missing: ids of those that the hypothesis lacks; scored likewise.
        left_out: ids of documents of the hypothesis that the reference lacks.
        measures: the figures over everything.
        tables: the same by some property.
        calibration: None where nothing could be judged or the hypothesis gives no confidences.
        spurious: attributed quotations in marks that no quotation of the reference covers half of, or None where
            the reference does not tell who spoke by sources alone.
        mistake_counts: how many mistakes there are, by sort.
        mistakes: some or all of them.
        errors: what went wrong about turns; empty where the reference has none.
        notes: how times were compared, and what could not be measured for which reason.
    """

    documents: int
    failed: tuple[str, ...]
    missing: tuple[str, ...]
    left_out: tuple[str, ...]
    measures: tuple[Measure, ...]
    tables: tuple[MeasureTable, ...]
    calibration: Calibration | None
    spurious: int | None
    mistake_counts: Mapping[str, int]
    mistakes: tuple[ShownMistake, ...]
    errors: tuple[ErrorMeasure, ...] = ()
    notes: tuple[str, ...] = ()
