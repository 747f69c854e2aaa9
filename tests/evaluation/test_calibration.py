"""What confidences are worth, counted by hand and as laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.evaluation.calibration import calibrate
from quotes.evaluation.report import Judgement

judgements = st.lists(st.builds(Judgement, st.integers(0, 20).map(lambda part: part / 20), st.booleans()), min_size=1)


def test_nothing_judged_is_worth_nothing() -> None:
    """There is no calibration of no attributions."""
    assert calibrate([]) is None


def test_bins_hold_equally_many() -> None:
    """Thirty attributions make fifteen bins of two, by rising confidence."""
    worth = calibrate([Judgement(place / 30, place >= 15) for place in range(30)])

    assert worth is not None
    assert [each.total for each in worth.bins] == [2] * 15
    assert [each.right for each in worth.bins] == [0] * 7 + [1] + [2] * 7
    assert worth.bins[0].confidence == pytest.approx(1 / 60)


def test_the_error_of_the_most_confident_leaves_out_a_fifth() -> None:
    """Of ten attributions the two least confident are left out."""
    worth = calibrate(
        [Judgement(0.1, False), Judgement(0.2, False), *[Judgement(0.9, True)] * 7, Judgement(0.8, False)]
    )

    assert worth is not None
    assert worth.top_error == pytest.approx(1 / 8)


@given(judgements)
def test_full_coverage_has_the_risk_of_all(given_judgements: list[Judgement]) -> None:
    """The last point of the curve is the share of wrong ones among all."""
    worth = calibrate(given_judgements)

    assert worth is not None
    assert worth.risks[-1].coverage == 1
    wrong = sum(not judgement.is_right for judgement in given_judgements)
    assert worth.risks[-1].risk == pytest.approx(wrong / len(given_judgements))
    assert sum(each.total for each in worth.bins) == worth.judged == len(given_judgements)


@given(judgements)
def test_a_threshold_keeps_all_of_one_confidence(given_judgements: list[Judgement]) -> None:
    """Each point of the curve is what a threshold at its confidence would keep."""
    worth = calibrate(given_judgements)

    assert worth is not None
    for point in worth.risks:
        kept = [judgement for judgement in given_judgements if judgement.confidence >= point.confidence]
        assert point.coverage == pytest.approx(len(kept) / len(given_judgements))
        assert point.risk == pytest.approx(sum(not judgement.is_right for judgement in kept) / len(kept))


def test_a_certain_and_right_annotator_is_calibrated() -> None:
    """Confidence one and always right is an error of nought."""
    worth = calibrate([Judgement(1.0, True)] * 4)

    assert worth is not None
    assert (worth.expected_error, worth.top_error) == (0, 0)
