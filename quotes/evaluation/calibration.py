"""Does confidence mean something: how often attributions of like confidence are right."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.evaluation.report import Judgement
from quotes.measures import Calibration, ConfidenceBin, RiskPoint

__all__ = ["calibrate"]

_BINS = 15
_LEFT_OUT = 5
"""One in so many, the least confident, is left out of the error of the most confident."""

_MOST_POINTS = 200


def calibrate(judgements: Sequence[Judgement]) -> Calibration | None:
    """Return what the confidences of some attributions are worth; None without any.

    Bins hold equally many attributions; the expected calibration error is the mean, over all attributions, of how far
    the confidence of a bin is from the share that is right in it. Attributions of equal confidence are kept in their
    order, and enter a risk together.

    Source: Guo, Pleiss, Sun and Weinberger (2017), "On Calibration of Modern Neural Networks", with bins of equal size
    as in Nguyen and O'Connor (2015), "Posterior calibration and exploratory analysis for natural language processing
    models"; risk by coverage as in Geifman and El-Yaniv (2017), "Selective Classification for Deep Neural Networks".

    Example:
        >>> worth = calibrate([Judgement(0.9, True), Judgement(0.9, False)])
        >>> round(worth.expected_error, 3), worth.top_error
        (0.5, 0.5)
    """
    if not judgements:
        return None
    ordered = sorted(judgements, key=lambda judgement: judgement.confidence)
    count = len(ordered)
    parts = [ordered[count * place // _BINS : count * (place + 1) // _BINS] for place in range(_BINS)]
    gaps = sum(abs(sum(each.confidence for each in part) - sum(each.is_right for each in part)) for part in parts)
    top = ordered[count // _LEFT_OUT :]
    return Calibration(
        judged=count,
        expected_error=gaps / count,
        top_error=sum(not each.is_right for each in top) / len(top),
        bins=tuple(_measure_bin(part) for part in parts if part),
        risks=_measure_risks(ordered),
    )


def _measure_bin(part: Sequence[Judgement]) -> ConfidenceBin:
    return ConfidenceBin(
        least=part[0].confidence,
        most=part[-1].confidence,
        confidence=sum(each.confidence for each in part) / len(part),
        right=sum(each.is_right for each in part),
        total=len(part),
    )


def _measure_risks(ordered: Sequence[Judgement]) -> tuple[RiskPoint, ...]:
    """Go down from the most confident; attributions of one confidence can only be taken together."""
    points = []
    wrong = 0
    for taken, judgement in enumerate(reversed(ordered), start=1):
        wrong += not judgement.is_right
        if taken == len(ordered) or ordered[-taken - 1].confidence < judgement.confidence:
            points.append(RiskPoint(judgement.confidence, taken / len(ordered), wrong / taken))
    step = -(-len(points) // _MOST_POINTS)
    return tuple(points[place] for place in range(len(points)) if (len(points) - 1 - place) % step == 0)
