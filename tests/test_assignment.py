"""The best assignment of two sides to each other."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.assignment import assign, assign_rows

GAINS = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(-4, 9).map(float) | st.floats(-3, 9), max_size=20
)


def best_gain(gains: dict[tuple[int, int], float]) -> float:
    """Try every assignment of five to five."""
    return max(
        sum(max(0.0, gains.get((left, right), 0.0)) for left, right in enumerate(rights))
        for rights in permutations(range(5))
    )


@given(GAINS)
def test_no_assignment_gains_more(gains: dict[tuple[int, int], float]) -> None:
    """One to one, only pairs that gain, and the sum is that of the best of all."""
    found = assign(gains)
    assert len(set(found.values())) == len(found)
    assert all(gains[pair] > 0 for pair in found.items())
    assert abs(sum(gains[pair] for pair in found.items()) - best_gain(gains)) < 1e-9


def test_nothing_to_gain_is_nobody() -> None:
    """Pairs that gain nothing are not taken."""
    assert assign({}) == {}
    assert assign({(0, 0): 0.0, (1, 1): -2.0}) == {}


@pytest.mark.parametrize(
    ("gains", "expected"),
    [
        pytest.param([], (), id="nobody"),
        pytest.param([[]], (None,), id="nobody to be given"),
        pytest.param([[5]], (0,), id="one each"),
        pytest.param([[0]], (None,), id="nothing in common"),
        pytest.param([[9, 8], [9, 0]], (1, 0), id="the greedy way is worse"),
        pytest.param([[1, 5, 2]], (1,), id="more columns"),
        pytest.param([[1], [5], [2]], (None, 0, None), id="more rows"),
    ],
)
def test_rows_are_given_columns(gains: list[list[int]], expected: tuple[int | None, ...]) -> None:
    """Each column is given once at most, and nothing is paired that gains nothing."""
    assert assign_rows(gains) == expected
