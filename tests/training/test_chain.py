"""Sums over chains against counting every way, and weights that make the right chain likeliest."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.training.chain import ChainLine, Chains, fit_chains, guess_chains

np = pytest.importorskip("numpy", reason="only training needs an optimiser")
pytest.importorskip("scipy", reason="only training needs an optimiser")

TURNS = ("again", "back", "third", "anew", "second again", "second anew")


def turn_of(numbers: list[int]) -> int:
    """Say which kind of turn the last of the numbers is."""
    if len(numbers) == 2:
        return 4 if numbers[1] == numbers[0] else 5
    earlier, before, now = numbers[-3:]
    return 0 if now == before else 1 if now == earlier else 3 if earlier == before else 2


def sum_all(lines: list[ChainLine], weights: dict[str, float]) -> list[dict[int, float]]:
    """Count every way to choose along one chain: the probability of each candidate of each line."""
    chances: list[dict[int, float]] = [{} for _ in lines]
    for path in product(*(range(len(line.numbers)) for line in lines)):
        numbers = [line.numbers[choice] for line, choice in zip(lines, path, strict=True)]
        score = sum(
            value * weights.get(name, 0.0)
            for line, choice in zip(lines, path, strict=True)
            for name, value in line.rows[choice].items()
        )
        for place in range(1, len(lines)):
            score += weights.get(lines[place].turns[turn_of(numbers[max(0, place - 2) : place + 1])], 0.0)
        for place, number in enumerate(numbers):
            chances[place][number] = chances[place].get(number, 0.0) + math.exp(score)
    return [{number: share / sum(line.values()) for number, share in line.items()} for line in chances]


_WEIGHT = st.floats(-2, 2)


@given(
    data=st.data(), size=st.integers(1, 4), weights=st.fixed_dictionaries(dict.fromkeys([*TURNS, "a", "b"], _WEIGHT))
)
@settings(max_examples=30, deadline=None)
def test_sums_over_a_chain_are_those_over_all_its_ways(
    data: st.DataObject, size: int, weights: dict[str, float]
) -> None:
    """The likeliest candidate's probability is what counting every way gives."""
    lines = []
    for _ in range(size):
        numbers = data.draw(st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True))
        rows = [data.draw(st.sampled_from([{"a": 1.0}, {"b": 0.5}, {}])) for _ in numbers]
        lines.append(ChainLine(numbers, rows, [True, *[False] * (len(numbers) - 1)], TURNS))
    chains = Chains()
    chains.add(lines)
    found = guess_chains(chains, weights)

    for (share, _), counted in zip(found, sum_all(lines, weights), strict=True):
        assert share == pytest.approx(max(counted.values()), rel=1e-6)


def make_talk(lines: int) -> list[ChainLine]:
    """Two people in turn among three; every fourth line says who speaks."""
    talk = []
    for place in range(lines):
        rows = [{"tag": float(place % 4 == 0 and number == place % 2), "all": 1.0} for number in (0, 1, 2)]
        talk.append(ChainLine([0, 1, 2], rows, [place % 2 == number for number in (0, 1, 2)], TURNS))
    return talk


def test_turns_are_learnt() -> None:
    """Where two talk in turn, answering gets more weight than going on, and every line is then right."""
    chains = Chains()
    for _ in range(4):
        chains.add(make_talk(12))
    weights = fit_chains(chains, l2=4.0, rare=1)

    assert weights["tag"] > 0
    assert weights["back"] > weights["again"]
    assert all(right for _, right in guess_chains(chains, weights))


def test_a_line_whose_speaker_is_not_told_is_summed_over() -> None:
    """It is neither learnt from nor counted, and does not break its chain."""
    talk = make_talk(12)
    talk[5] = talk[5]._replace(right=None)
    chains = Chains()
    chains.add(talk)
    weights = fit_chains(chains, l2=4.0, rare=1)

    assert len(chains) == 12
    assert len(guess_chains(chains, weights)) == 11


def test_lines_with_nobody_are_passed_over() -> None:
    """A line without a candidate asks nothing; a chain of such lines is none."""
    chains = Chains()
    chains.add([ChainLine([], [], None, TURNS)])

    assert len(chains) == 0
    assert guess_chains(chains, {}) == []
