"""Who speaks each line of a dialogue: all the evidence about a line weighed for each person at hand, jointly.

Where a document is told in dialogue, most lines name nobody. Each line (the quotations of one paragraph) has a few
candidates (`quotes.attributor.lines`), scored by named features (`quotes.attributor.line_features`). A line is not
decided alone: a chain over the speakers of two lines and the next says how likely somebody goes on, answers or joins
in, and the probabilities of a whole conversation are summed forwards and backwards, so that what is told later counts
for what was said before. The weights are data, ``data/dialogue.json``, made by `quotes.training`.

Source: evidence from tags, address and alternation as in O'Keefe et al. 2012 and Muzny et al. 2017; the chain is a
conditional random field of second order (Lafferty et al. 2001); weights learnt on the Project Dialogism Novel Corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from quotes.attributor.line_features import TURNS, describe_candidates, name_context, name_turn
from quotes.attributor.lines import Line
from quotes.attributor.ranking import load_named_weights
from quotes.attributor.trust import count_tags, describe_guess, load_trust, trust
from quotes.people.registry import Registry

__all__ = ["Verdict", "decide_lines", "load_dialogue_weights"]

_MOST_AT_ONCE = 400
"""So many lines of a conversation are decided at once; what comes after them is looked at, but only so far."""
_LOOK_AHEAD = 24
_FARTHEST = 30.0
"""Scores are held within this distance of the best."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """For one line: its candidates by number of entity, likeliest first, with their probabilities.

    ``signs`` say how far the likeliest is to be trusted (`quotes.attributor.trust`); there are none without candidates.
    """

    line: Line
    shares: tuple[tuple[int, float], ...]
    signs: Mapping[str, float]


@cache
def load_dialogue_weights() -> Mapping[str, float]:
    """Return the weight of each feature name.

    Raises:
        LexiconError: if the file is not a weights file.
    """
    return load_named_weights("dialogue.json")


@dataclass(slots=True)
class _Link:
    """A line in the chain: its candidates with their scores and how the speakers before bear on it.

    Attributes:
        line: the line.
        numbers: its candidates; -1 alone where there is none.
        powers: the exponential of each candidate's score, the best 1.
        turns: the exponentials of the weights of `TURNS` here.
        forward: for each candidate of the line before and each of this one, the sum over all that went before.
    """

    line: Line
    numbers: list[int]
    powers: list[float]
    turns: tuple[float, ...]
    forward: list[list[float]]


def decide_lines(
    registry: Registry,
    lines: Iterable[Line],
    *,
    weights: Mapping[str, float] | None = None,
    trusting: Mapping[str, float] | None = None,
) -> Iterator[Verdict]:
    """Decide who speaks each line, conversation by conversation.

    Args:
        registry: who is who.
        lines: the lines of a document in order, as `quotes.attributor.lines.gather_lines` gives them.
        weights: the weight of each feature of a candidate and of a turn; those of the package by default.
        trusting: the weight of each sign of a guess; those of the package by default.
    """
    weights = load_dialogue_weights() if weights is None else weights
    trusting = load_trust() if trusting is None else trusting
    chain: list[_Link] = []
    given = 0
    for line in lines:
        if line.gap == "first":
            yield from _decide(registry, trusting, chain, given, len(chain))
            chain, given = [], 0
        elif len(chain) - given >= _MOST_AT_ONCE + _LOOK_AHEAD:
            yield from _decide(registry, trusting, chain, given, given + _MOST_AT_ONCE)
            chain, given = chain[given + _MOST_AT_ONCE - 2 :], 2
        chain.append(_join(registry, weights, line, chain))
    yield from _decide(registry, trusting, chain, given, len(chain))


def _join(registry: Registry, weights: Mapping[str, float], line: Line, chain: Sequence[_Link]) -> _Link:
    """Add a line to a chain: score its candidates, and sum over who spoke before."""
    scores = [
        sum(value * weights.get(name, 0.0) for name, value in row.items())
        for row in describe_candidates(registry, line)
    ]
    top = max(scores, default=0.0)
    powers = [exp(max(-_FARTHEST, score - top)) for score in scores] or [1.0]
    before = chain[-1] if chain else None
    context = name_context(line, before.line if before is not None else None)
    turns = tuple(exp(weights.get(name_turn(context, turn), 0.0)) for turn in TURNS)
    link = _Link(line, line.candidates or [-1], powers, turns, [])
    _sum_forward(link, chain)
    return link


def _sum_forward(link: _Link, chain: Sequence[_Link]) -> None:
    again, back, third, anew, second_again, second_anew = link.turns
    if not chain:
        link.forward = [_scaled(link.powers)]
        return
    before = chain[-1]
    if len(chain) == 1:
        rows = [
            [
                share * power * (second_again if number == earlier else second_anew)
                for number, power in zip(link.numbers, link.powers, strict=True)
            ]
            for earlier, share in zip(before.numbers, before.forward[0], strict=True)
        ]
    else:
        places = {number: place for place, number in enumerate(chain[-2].numbers)}
        columns = [list(column) for column in zip(*before.forward, strict=True)]
        rows = []
        for earlier, column in zip(before.numbers, columns, strict=True):
            whole, same = sum(column), column[places[earlier]] if earlier in places else 0.0
            others = third * (whole - same) + anew * same
            row = []
            for number, power in zip(link.numbers, link.powers, strict=True):
                if number == earlier:
                    row.append(power * again * whole)
                else:
                    at = places.get(number)
                    row.append(power * (others + (back - third) * column[at] if at is not None else others))
            rows.append(row)
    total = sum(map(sum, rows)) or 1.0
    link.forward = [[share / total for share in row] for row in rows]


def _decide(
    registry: Registry, trusting: Mapping[str, float], chain: Sequence[_Link], start: int, end: int
) -> Iterator[Verdict]:
    """Give the verdicts of lines [start, end) of a chain; the lines after them are looked at."""
    verdicts: list[Verdict] = []
    tagged = count_tags(link.line for link in chain)
    backward: list[list[float]] = []
    for place in range(len(chain) - 1, start - 1, -1):
        link = chain[place]
        if place == len(chain) - 1:
            backward = [[1.0] * len(link.numbers) for _ in link.forward]
        else:
            backward = _sum_backward(chain, place, backward)
        if place < end:
            shares = [0.0] * len(link.numbers)
            for row, later in zip(link.forward, backward, strict=True):
                for position, share in enumerate(row):
                    shares[position] += share * later[position]
            verdicts.append(_judge(registry, trusting, link, _scaled(shares), tagged))
    yield from reversed(verdicts)


def _sum_backward(chain: Sequence[_Link], place: int, after: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return for each pair of candidates of the line before and this one the sum over all that comes after."""
    link, later = chain[place], chain[place + 1]
    again, back, third, anew, second_again, second_anew = later.turns
    earlier = chain[place - 1].numbers if place else [-2]
    places = {number: position for position, number in enumerate(later.numbers)}
    columns: list[list[float]] = []
    for number, row in zip(link.numbers, after, strict=True):
        worth = [power * value for power, value in zip(later.powers, row, strict=True)]
        whole = sum(worth)
        own = worth[places[number]] if number in places else 0.0
        if not place:
            columns.append([second_again * own + second_anew * (whole - own)])
            continue
        column = []
        for other in earlier:
            if other == number:
                column.append(again * own + anew * (whole - own))
            else:
                at = places.get(other)
                value = worth[at] if at is not None else 0.0
                column.append(again * own + back * value + third * (whole - own - value))
        columns.append(column)
    top = max(map(max, columns)) or 1.0
    return [[value / top for value in row] for row in zip(*columns, strict=True)]


def _scaled(values: Sequence[float]) -> list[float]:
    total = sum(values) or 1.0
    return [value / total for value in values]


def _judge(
    registry: Registry,
    trusting: Mapping[str, float],
    link: _Link,
    shares: Sequence[float],
    tagged: Mapping[int, int],
) -> Verdict:
    """Order the candidates, and give the likeliest the share of such guesses that are right."""
    if link.numbers == [-1]:
        return Verdict(link.line, (), {})
    ranked = sorted(zip(link.numbers, shares, strict=True), key=lambda item: -item[1])
    number, best = ranked[0]
    signs = describe_guess(registry, link.line, number, best, tagged)
    right = trust(signs, trusting)
    rest = (1 - right) * (1 - best) if best < 1 else 0.0
    others = 1 - best
    lowered = [(n, min(right, share / others * rest) if others else 0.0) for n, share in ranked[1:]]
    return Verdict(link.line, ((number, right), *lowered), signs)
