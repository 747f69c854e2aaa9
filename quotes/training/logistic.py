"""A yes or no from a few numbers: logistic regression by Newton's method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["fit_logistic"]

_STEPS = 40


def fit_logistic(
    examples: Sequence[tuple[Mapping[str, float], bool]], *, l2: float, amounts: Sequence[float] | None = None
) -> dict[str, float]:
    """Return the weight of each named number and of ``bias`` that make the answers likeliest.

    Numbers are brought to one scale before they are held small, and the weights back to that of the numbers.

    Args:
        examples: numbers by name, with the answer; a name that lacks is nought.
        l2: how strongly weights are held towards nought; that of ``bias`` is not.
        amounts: how much each example counts, once by default.

    Example:
        >>> learnt = fit_logistic([({"warm": 1.0}, True), ({"warm": 0.0}, False)] * 9, l2=0.1)
        >>> learnt["warm"] > 1.0
        True
    """
    import numpy as np

    names = sorted({name for numbers, _ in examples for name in numbers})
    table = np.array([[numbers.get(name, 0.0) for name in names] for numbers, _ in examples])
    right = np.array([answer for _, answer in examples], dtype=float)
    count = np.ones(len(right)) if amounts is None else np.asarray(amounts, dtype=float)
    middle, scale = table.mean(axis=0), table.std(axis=0) + 1e-9
    rows = np.hstack([(table - middle) / scale, np.ones((len(right), 1))])
    held = np.append(np.full(len(names), l2), 1e-6)
    weights = np.zeros(len(held))
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30.0, 30.0)))
        slope = rows.T @ ((chance - right) * count) + held * weights
        bend = (rows * (chance * (1.0 - chance) * count)[:, None]).T @ rows + np.diag(held)
        weights -= np.linalg.solve(bend, slope)
    own = weights[:-1] / scale
    learnt = {name: float(weight) for name, weight in zip(names, own, strict=True)}
    learnt["bias"] = float(weights[-1] - (own * middle).sum())
    return learnt
