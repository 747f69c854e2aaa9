"""The best one-to-one assignment of two sides to each other, found exactly, where few pairs are possible at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

__all__ = ["assign", "assign_rows"]


def assign(gains: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Return the assignment of left to right numbers that gains most; either side may stay alone, which gains nothing.

    Args:
        gains: what a pair of a left and a right number gains; pairs that gain nothing or are absent are never taken.

    Source: successive shortest augmenting paths with potentials, Jonker and Volgenant 1987, over the pairs there are.

    Example:
        >>> assign({(0, 0): 5.0, (0, 1): 4.0, (1, 0): 4.5})
        {0: 1, 1: 0}
    """
    edges: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for (left, right), gain in gains.items():
        if gain > 0:
            edges[left][right] = -gain
    lefts = sorted(edges)
    alone = {left: -1 - number for number, left in enumerate(lefts)}  # a right side of its own for whoever stays alone
    for left in lefts:
        edges[left][alone[left]] = 0.0
    taken: dict[int, int] = {}
    held: dict[int, int] = {}
    price: defaultdict[int, float] = defaultdict(float)
    value = {left: min(costs.values()) for left, costs in edges.items()}
    for root in lefts:
        _augment(root, edges, taken, held, price, value)
    return {left: right for right, left in sorted(taken.items(), key=lambda pair: pair[1]) if right >= 0}


def assign_rows(gains: Sequence[Sequence[float]]) -> tuple[int | None, ...]:
    """Return for each row of a table the column that it is given, each column at most once, so that they gain most.

    Args:
        gains: a row for each of one side, a column for each of the other; rows may be more than columns or fewer.

    Example:
        >>> assign_rows([[3, 2], [3, 0], [0, 0]])
        (1, 0, None)
    """
    found = assign({(row, column): gain for row, line in enumerate(gains) for column, gain in enumerate(line)})
    return tuple(found.get(row) for row in range(len(gains)))


def _augment(
    root: int,
    edges: Mapping[int, Mapping[int, float]],
    taken: dict[int, int],
    held: dict[int, int],
    price: defaultdict[int, float],
    value: dict[int, float],
) -> None:
    """Give ``root`` a right side along the cheapest path of exchanges; ``held`` is ``taken`` the other way round."""
    distance: dict[int, float] = {}
    through: dict[int, int] = {}
    done: set[int] = set()
    queue: list[tuple[float, int]] = []
    left, base = root, 0.0
    while True:
        for right, cost in edges[left].items():
            if right in done:
                continue
            way = base + cost - value[left] - price[right]
            if way < distance.get(right, float("inf")):
                distance[right], through[right] = way, left
                heappush(queue, (way, right))
        while True:
            base, right = heappop(queue)
            if right not in done and base <= distance[right]:
                break
        done.add(right)
        if right not in taken:
            break
        left = taken[right]
    value[root] += base
    for other in done - {right}:
        value[taken[other]] += base - distance[other]
        price[other] -= base - distance[other]
    while True:
        left = through[right]
        before = held.get(left)
        taken[right], held[left] = left, right
        if left == root:
            break
        assert before is not None  # noqa: S101  (only the root has no right side yet)
        right = before
