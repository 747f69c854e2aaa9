"""The best one-to-one assignment."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.evaluation.assignment import assign_best

CASES = [
    pytest.param([], (), id="nobody"),
    pytest.param([[]], (None,), id="nobody to be given"),
    pytest.param([[5]], (0,), id="one each"),
    pytest.param([[0]], (None,), id="nothing in common"),
    pytest.param([[9, 8], [9, 0]], (1, 0), id="the greedy way is worse"),
    pytest.param([[1, 5, 2]], (1,), id="more columns"),
    pytest.param([[1], [5], [2]], (None, 0, None), id="more rows"),
]


@pytest.mark.parametrize(("gains", "expected"), CASES)
def test_the_gains_add_up_to_the_most(gains: list[list[int]], expected: tuple[int | None, ...]) -> None:
    """Each column is given once at most, and nothing is paired that gains nothing."""
    assert assign_best(gains) == expected


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n), max_size=4)))
def test_no_other_assignment_gains_more(gains: list[list[int]]) -> None:
    """All assignments are tried out."""
    found = assign_best(gains)
    columns = len(gains[0]) if gains else 0
    places = [*range(columns), *[None] * len(gains)]
    best = max(
        sum(row[place] for row, place in zip(gains, order, strict=False) if place is not None)
        for order in permutations(places, len(gains))
    )

    assert sum(row[place] for row, place in zip(gains, found, strict=True) if place is not None) == best
    assert len({place for place in found if place is not None}) == sum(place is not None for place in found)
