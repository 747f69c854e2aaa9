"""Learning a linear-chain conditional random field: templates over columns of numbers in, tables of weights out.

The likelihood of the right paths is raised batch by batch with steps of AdaGrad, and each weight is drawn to nought by
an L1 penalty on the way, so that most of them end there.

Source: Duchi, Hazan and Singer 2011, Adaptive subgradient methods (composite mirror descent with an L1 term).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

__all__ = ["Learnt", "Rows", "fit_field"]

_EPOCHS = 14
_WARM = 9
"""Epochs before the weights of each are averaged: the mean is steadier than the last."""
_BATCHES = 24
_STEP = 0.25
_TINY = 1e-6


class Rows(NamedTuple):
    """What a field learns from: for each template a code a row, how many rows each chain has, the label of each row."""

    codes: Sequence[Any]
    lengths: Any
    labels: Any


class Learnt(NamedTuple):
    """For each template the codes that have weights, with a weight for each label; and the transitions."""

    tables: list[tuple[Any, Any]]
    transitions: Any


def fit_field(rows: Rows, labels: int, *, rare: int, l1: float) -> Learnt:
    """Learn a field.

    Args:
        rows: what to learn from.
        labels: how many labels there are.
        rare: combinations of values seen less often get no weight.
        l1: how strongly each weight is drawn to nought.
    """
    import numpy as np

    cells, kept = _number_cells(rows.codes, rare)
    starts = np.concatenate([[0], np.cumsum(rows.lengths)[:-1]])
    chains = np.random.default_rng(0).permutation(len(rows.lengths))
    batches = [
        _Batch(cells, rows, starts, np.sort(part), int(sum(len(codes) for codes in kept)))
        for part in np.array_split(chains, min(_BATCHES, len(chains)))
    ]
    size = sum(len(codes) for codes in kept)
    weights = np.zeros((size + 1, labels), dtype=np.float32)  # the last row is that of everything rare
    moves = np.zeros((labels, labels))
    seen, seen_moves = np.full_like(weights, _TINY), np.full_like(moves, _TINY)
    mean, mean_moves = np.zeros_like(weights), np.zeros_like(moves)
    for epoch in range(_EPOCHS):
        for batch in batches:
            slope, slope_moves = batch.find_slope(weights, moves)
            seen += slope * slope
            seen_moves += slope_moves * slope_moves
            pace = _STEP / np.sqrt(seen)
            weights -= pace * slope
            np.copysign(np.maximum(np.abs(weights) - pace * (l1 / len(batches)), 0), weights, out=weights)
            moves -= _STEP / np.sqrt(seen_moves) * slope_moves
            weights[-1] = 0
        if epoch >= _WARM:
            mean += weights / (_EPOCHS - _WARM)
            mean_moves += moves / (_EPOCHS - _WARM)
    tables = []
    first = 0
    for codes in kept:
        tables.append((codes, mean[first : first + len(codes)]))
        first += len(codes)
    return Learnt(tables, mean_moves)


def _number_cells(codes: Sequence[Any], rare: int) -> tuple[Any, list[Any]]:
    """Number the combinations of all templates that are not rare; give the number of each row's, and their codes."""
    import numpy as np

    kept, columns, first = [], [], 0
    for column in codes:
        found, inverse, counts = np.unique(column, return_inverse=True, return_counts=True)
        often = counts >= rare
        numbers = np.where(often, first + np.cumsum(often) - 1, -1)
        columns.append(numbers[inverse].astype(np.int32))
        kept.append(found[often])
        first += int(often.sum())
    cells = np.stack(columns, axis=1)
    cells[cells < 0] = first
    return cells, kept


class _Batch:
    """Some chains, longest first, with their rows as a sparse table."""

    def __init__(self, cells: Any, rows: Rows, starts: Any, chains: Any, size: int) -> None:
        import numpy as np
        from scipy.sparse import csr_matrix

        lengths = np.asarray(rows.lengths)[chains]
        chains = chains[np.argsort(-lengths, kind="stable")]
        lengths = np.asarray(rows.lengths)[chains]
        self.longest, self.count = int(lengths.max()), len(chains)
        self.alive = [int((lengths > place).sum()) for place in range(self.longest)]
        # Rows place by place: the first rows of all chains, then the second ones, so that each place is one slice.
        picked = np.concatenate([starts[chains[:alive]] + place for place, alive in enumerate(self.alive)])
        self.edges = np.concatenate([[0], np.cumsum(self.alive)]).tolist()
        self.labels = np.asarray(rows.labels)[picked]
        width = cells.shape[1]
        indices = cells[picked].ravel()
        ones = np.ones(len(indices), dtype=np.float32)
        self.table = csr_matrix((ones, indices, np.arange(len(picked) + 1) * width), shape=(len(picked), size + 1))
        self.turned = self.table.T.tocsr()

    def find_slope(self, weights: Any, moves: Any) -> tuple[Any, Any]:
        """Return what raises the loss: expected counts less those of the right paths, of weights and transitions."""
        import numpy as np

        scores = (self.table @ weights).astype(np.float64)
        emit = np.exp(scores - scores.max(axis=1, keepdims=True))
        step = np.exp(moves)
        forward, backward = np.empty_like(emit), np.ones_like(emit)
        edges, alive = self.edges, self.alive
        forward[: edges[1]] = emit[: edges[1]] / emit[: edges[1]].sum(axis=1, keepdims=True)
        for place in range(1, self.longest):
            here, count = slice(edges[place], edges[place + 1]), alive[place]
            before = forward[edges[place - 1] : edges[place - 1] + count]
            reached = (before @ step) * emit[here]
            forward[here] = reached / reached.sum(axis=1, keepdims=True)
        expected_moves = np.zeros_like(moves)
        for place in range(self.longest - 1, 0, -1):
            here, count = slice(edges[place], edges[place + 1]), alive[place]
            before = slice(edges[place - 1], edges[place - 1] + count)
            onward = emit[here] * backward[here]
            reached = onward @ step.T
            both = (forward[before] * reached).sum(axis=1, keepdims=True)
            expected_moves += step * ((forward[before] / both).T @ onward)
            backward[before] = reached / reached.sum(axis=1, keepdims=True)
        shares = forward * backward
        shares /= shares.sum(axis=1, keepdims=True)
        shares[np.arange(len(shares)), self.labels] -= 1
        for place in range(1, self.longest):
            count = alive[place]
            before = self.labels[edges[place - 1] : edges[place - 1] + count]
            np.subtract.at(expected_moves, (before, self.labels[edges[place] : edges[place + 1]]), 1)
        return self.turned @ shares.astype(np.float32), expected_moves
