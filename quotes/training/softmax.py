"""Choosing among candidates: questions with several answers, and the weights that make the right ones likeliest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quotes.attributor.ranking import softmax

__all__ = ["Questions", "fit"]


@dataclass(slots=True)
class Questions:
    """Questions to learn from, as one sparse table: a row is a candidate, a question a run of rows.

    Example:
        >>> questions = Questions()
        >>> questions.add([{"warm": 1.0}, {"cold": 1.0}], [True, False], 1.0)
        >>> len(questions), questions.count_right({"warm": 2.0})
        (1, 1)
    """

    names: dict[str, int] = field(default_factory=dict)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    row_ends: list[int] = field(default_factory=list)
    question_ends: list[int] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.question_ends)

    def add(self, rows: Sequence[Mapping[str, float]], right: Sequence[bool], weight: float) -> None:
        """Add a question.

        Args:
            rows: the features of each candidate, by name.
            right: whether each is a right answer.
            weight: how much the question counts.
        """
        for row in rows:
            self.columns += [self.names.setdefault(name, len(self.names)) for name in row]
            self.values += row.values()
            self.row_ends.append(len(self.columns))
        self.right += right
        self.question_ends.append(len(self.row_ends))
        self.weights.append(weight)

    def extend(self, other: Questions) -> None:
        """Add the questions of ``other``."""
        columns = [self.names.setdefault(name, len(self.names)) for name in other.names]
        rows, cells = len(self.row_ends), len(self.columns)
        self.columns += [columns[column] for column in other.columns]
        self.values += other.values
        self.row_ends += [cells + end for end in other.row_ends]
        self.question_ends += [rows + end for end in other.question_ends]
        self.right += other.right
        self.weights += other.weights

    def answer(self, weights: Mapping[str, float]) -> Iterator[tuple[list[float], list[bool]]]:
        """Give for each question the probability of each answer by ``weights``, and which are right."""
        by_column = {column: weights.get(name, 0.0) for name, column in self.names.items()}
        first_row = first_cell = 0
        for end in self.question_ends:
            scores = []
            for cell_end in self.row_ends[first_row:end]:
                cells = zip(self.columns[first_cell:cell_end], self.values[first_cell:cell_end], strict=True)
                scores.append(sum(by_column[column] * value for column, value in cells))
                first_cell = cell_end
            yield softmax(scores), self.right[first_row:end]
            first_row = end

    def count_right(self, weights: Mapping[str, float]) -> int:
        """Count the questions whose best answer by ``weights`` is right."""
        return sum(
            right[max(range(len(right)), key=probabilities.__getitem__)]
            for probabilities, right in self.answer(weights)
        )


def fit(
    questions: Questions, *, l2: float, rare: int, start: Mapping[str, float] | None = None, rounds: int = 200
) -> dict[str, float]:
    """Maximise the probability of right answers, with an L2 penalty, by L-BFGS.

    Args:
        questions: what to learn from.
        l2: variance of the prior on each weight; less is more cautious.
        rare: features seen less often get no weight, unless ``start`` has one.
        start: weights learnt before, that the prior is centred on; zero by default.
        rounds: steps of the optimiser at most.

    Returns:
        The weight of each feature, by name; those of ``start`` that no question is about as they were.
    """
    import numpy as np
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    names = list(questions.names)
    columns = np.array(questions.columns, dtype=np.int64)
    indptr = np.array([0, *questions.row_ends], dtype=np.int64)
    table = csr_matrix((np.array(questions.values), columns, indptr), shape=(len(questions.row_ends), len(names)))
    ends = np.array(questions.question_ends)
    starts = np.concatenate([[0], ends[:-1]])
    right = np.array(questions.right)
    weights = np.array(questions.weights)
    often = np.bincount(columns, minlength=len(names)) + np.asarray((table[right] != 0).sum(axis=0)).ravel() >= rare
    before = start or {}
    kept = np.flatnonzero(often | np.array([name in before for name in names], dtype=bool))
    centre = np.array([before.get(names[column], 0.0) for column in kept])
    table = table[:, kept].tocsr()
    transposed = table.T.tocsr()
    sizes = ends - starts
    row_weights = np.repeat(weights, sizes)

    def loss(theta: Any) -> tuple[float, Any]:
        scores = table @ theta
        top = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - np.repeat(top, sizes))
        totals = np.add.reduceat(powers, starts)
        good = np.where(right, powers, 0.0)
        good_totals = np.add.reduceat(good, starts)
        value = -(weights * np.log(np.maximum(good_totals / totals, 1e-300))).sum() + 0.5 / l2 * (
            (theta - centre) @ (theta - centre)
        )
        slope = powers / np.repeat(totals, sizes) - good / np.repeat(np.maximum(good_totals, 1e-300), sizes)
        return float(value), transposed @ (row_weights * slope) + (theta - centre) / l2

    result = minimize(loss, centre, jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    return dict(before) | {names[column]: float(value) for column, value in zip(kept, result.x, strict=True)}
