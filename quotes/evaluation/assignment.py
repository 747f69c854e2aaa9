"""One-to-one assignment: which voice of one side stands for which of the other, so that they share most."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["assign_best"]


def assign_best(gains: Sequence[Sequence[int]]) -> tuple[int | None, ...]:
    """Return for each row the column that it is given, each column at most once, so that the gains add up to the most.

    Rows may be more than columns or fewer; a pair that gains nothing is left out. Gains are whole numbers, so that
    the outcome is exact. The time grows with the third power of the larger side: a hundred voices take a second.

    Source: Kuhn (1955), "The Hungarian method for the assignment problem", by shortest paths as in Jonker and Volgenant
    (1987).

    Example:
        >>> assign_best([[3, 2], [3, 0], [0, 0]])
        (1, 0, None)
    """
    size = max(len(gains), *(len(row) for row in gains), 0) if gains else 0
    found: list[int | None] = [None] * len(gains)
    for row, column in enumerate(_assign(_fill(gains, size)) if size else ()):
        if row < len(gains) and column < len(gains[row]) and gains[row][column] > 0:
            found[row] = column
    return tuple(found)


def _fill(gains: Sequence[Sequence[int]], size: int) -> list[list[int]]:
    """Return square costs: the gains turned round, nothing gained in what is added."""
    costs = [[-gain for gain in row] + [0] * (size - len(row)) for row in gains]
    return costs + [[0] * size for _ in range(size - len(gains))]


def _assign(costs: list[list[int]]) -> list[int]:
    """Return the column of each row of a square of costs, so that their sum is least."""
    size = len(costs)
    over_rows, over_columns = [0] * (size + 1), [0] * (size + 1)
    owner = [0] * (size + 1)
    for row in range(1, size + 1):
        owner[0], column = row, 0
        least: list[float] = [float("inf")] * (size + 1)
        came_from = [0] * (size + 1)
        is_seen = [False] * (size + 1)
        while owner[column]:
            is_seen[column] = True
            current, step, following = owner[column], float("inf"), 0
            for other in range(1, size + 1):
                if is_seen[other]:
                    continue
                reduced = costs[current - 1][other - 1] - over_rows[current] - over_columns[other]
                if reduced < least[other]:
                    least[other], came_from[other] = reduced, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(size + 1):
                if is_seen[other]:
                    over_rows[owner[other]] += int(step)
                    over_columns[other] -= int(step)
                else:
                    least[other] -= step
            column = following
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    columns = [0] * size
    for column in range(1, size + 1):
        columns[owner[column] - 1] = column - 1
    return columns
