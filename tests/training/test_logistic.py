"""Yes or no from a few numbers, learnt from answers."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.training.logistic import fit_logistic


def chance(weights: dict[str, float], numbers: dict[str, float]) -> float:
    """Give the probability of a yes."""
    score = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in numbers.items())
    return 1.0 / (1.0 + exp(-score))


def test_a_number_that_tells_nothing_leaves_the_share_of_yes() -> None:
    """Where the numbers do not differ, the answer is how often it was yes."""
    weights = fit_logistic([({"same": 1.0}, number % 4 == 0) for number in range(40)], l2=1.0)

    assert chance(weights, {"same": 1.0}) == pytest.approx(0.25, abs=0.01)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.001, 1000.0), st.floats(-50.0, 50.0))
def test_the_unit_of_a_number_does_not_matter(scale: float, shift: float) -> None:
    """The same answers come from the same numbers told in another unit."""
    heights = [1.0, 2.0, 2.5, 3.0, 4.0, 5.0]
    answers = [False, False, True, False, True, True]
    plain = fit_logistic([({"x": h}, a) for h, a in zip(heights, answers, strict=True)], l2=0.5)
    other = fit_logistic([({"x": scale * h + shift}, a) for h, a in zip(heights, answers, strict=True)], l2=0.5)

    for height in heights:
        assert chance(plain, {"x": height}) == pytest.approx(chance(other, {"x": scale * height + shift}), abs=1e-4)


def test_an_example_that_counts_twice_is_two_examples() -> None:
    """An amount stands for so many of the same."""
    once = [({"x": 1.0}, True), ({"x": 0.0}, False), ({"x": 1.0}, False)]
    twice = fit_logistic([*once, once[0]], l2=1.0)
    counted = fit_logistic(once, l2=1.0, amounts=[2, 1, 1])

    assert chance(twice, {"x": 1.0}) == pytest.approx(chance(counted, {"x": 1.0}), abs=0.05)
