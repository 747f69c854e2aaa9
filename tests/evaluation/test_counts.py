"""Counts add over documents; a rate with nothing to divide by is None."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.evaluation.counts import Retrieval, Tally, show_rate

tallies = st.integers(0, 50).flatmap(lambda total: st.builds(Tally, st.integers(0, total), st.just(total)))


@st.composite
def retrievals(draw: st.DrawFn) -> Retrieval:
    """Counts that could come from a document."""
    given_, wanted = draw(st.integers(0, 50)), draw(st.integers(0, 50))
    return Retrieval(draw(st.integers(0, given_)), given_, draw(st.integers(0, wanted)), wanted)


@given(tallies, tallies, tallies)
def test_tallies_add_in_any_order(a: Tally, b: Tally, c: Tally) -> None:
    """The sum of tallies does not depend on order or grouping."""
    assert (a + b) + c == a + (b + c) == c + b + a


@given(retrievals(), retrievals())
def test_retrievals_add_in_any_order(a: Retrieval, b: Retrieval) -> None:
    """The sum of retrievals does not depend on order."""
    assert a + b == b + a


@given(retrievals())
def test_nothing_is_neutral(counts: Retrieval) -> None:
    """Adding no counts changes nothing."""
    assert counts + Retrieval() == counts
    assert Tally(1, 2) + Tally() == Tally(1, 2)


@given(retrievals())
def test_f1_lies_between_precision_and_recall(counts: Retrieval) -> None:
    """A harmonic mean lies between its two parts, or is None with both of them."""
    if counts.f1 is None:
        assert counts.precision is None
        assert counts.recall is None
    else:
        low, high = sorted((counts.precision or 0.0, counts.recall or 0.0))
        assert low - 1e-9 <= counts.f1 <= high + 1e-9


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        pytest.param(None, "n/a", id="nothing to divide by"),
        pytest.param(0.0, "0.000", id="nothing right is not nothing there"),
        pytest.param(0.12345, "0.123", id="three decimals"),
    ],
)
def test_show_rate(rate: float | None, shown: str) -> None:
    """A rate is shown with three decimals, an absent one as n/a."""
    assert show_rate(rate) == shown


@pytest.mark.parametrize(("right", "total"), [pytest.param(3, 2, id="too many"), pytest.param(-1, 2, id="negative")])
def test_tally_refuses_impossible_counts(right: int, total: int) -> None:
    """A tally names the numbers that cannot be."""
    with pytest.raises(ValueError, match=f"{right} of {total}"):
        Tally(right, total)


def test_retrieval_refuses_impossible_counts() -> None:
    """No more can be right than was given, nor found than was wanted."""
    with pytest.raises(ValueError, match="right <= given"):
        Retrieval(right=2, given=1)
    with pytest.raises(ValueError, match="found <= wanted"):
        Retrieval(found=2, wanted=1)


def test_precision_without_findings_is_none() -> None:
    """With nothing given there is no precision, while recall is zero and F1 too."""
    counts = Retrieval(wanted=3)

    assert (counts.precision, counts.recall, counts.f1) == (None, 0.0, 0.0)
