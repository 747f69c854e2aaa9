"""Choosing along a chain: lines whose speakers hang on each other, and the weights that make the right chain likeliest.

A conditional random field of second order. A state is the pair of choices for two lines in a row; how a choice follows
on the two before falls into a few kinds of turn, so that sums over a chain cost no more than its pairs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from quotes.training.softmax import Questions, fit

__all__ = ["ChainLine", "Chains", "fit_chains", "guess_chains", "sum_chains"]

_NOTHING = -700.0
_TINY = 1e-300
_KINDS = 6
_FEW = 4
"""So many candidates of a line are weighed where only the right ones count, or nobody knows which are."""


class ChainLine(NamedTuple):
    """One line of a chain.

    Attributes:
        numbers: who may be chosen; the same person has the same number in the lines around.
        rows: features of each, by name.
        right: whether each is right, or None where that is not known.
        turns: names of the features of the six kinds of turn, as in `quotes.attributor.line_features.TURNS`.
    """

    numbers: Sequence[int]
    rows: Sequence[Mapping[str, float]]
    right: Sequence[bool] | None
    turns: Sequence[str]


@dataclass(slots=True)
class Chains:
    """Chains to learn from, as one sparse table: a row is a candidate.

    Example:
        >>> chains = Chains()
        >>> line = ChainLine([1, 2], [{"warm": 1.0}, {"cold": 1.0}], [True, False], ["a", "b", "c", "d", "e", "f"])
        >>> chains.add([line, line])
        >>> len(chains)
        2
    """

    names: dict[str, int] = field(default_factory=dict)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    row_ends: list[int] = field(default_factory=lambda: [0])
    turn_names: dict[str, int] = field(default_factory=dict)
    first_rows: list[int] = field(default_factory=list)
    numbers: list[list[int]] = field(default_factory=list)
    right: list[list[bool] | None] = field(default_factory=list)
    turns: list[list[int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    told: list[bool] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def add(self, lines: Sequence[ChainLine]) -> None:
        """Add a chain; lines with nobody to choose are passed over."""
        lines = [line for line in lines if line.numbers]
        if not lines:
            return
        self.starts.append(len(self.numbers))
        for line in lines:
            self.first_rows.append(len(self.row_ends) - 1)
            for row in line.rows:
                for name, value in row.items():
                    if value:
                        self.columns.append(self.names.setdefault(name, len(self.names)))
                        self.values.append(value)
                self.row_ends.append(len(self.columns))
            self.numbers.append(list(line.numbers))
            known = line.right is not None and any(line.right)
            self.told.append(line.right is not None)
            self.right.append(list(line.right) if known and line.right is not None else None)
            self.turns.append([self.turn_names.setdefault(name, len(self.turn_names)) for name in line.turns])

    def table(self, names: Sequence[str]) -> Any:
        """Return the features named, as a sparse table of rows by names."""
        import numpy as np
        from scipy.sparse import csr_matrix

        whole = csr_matrix(
            (np.array(self.values), np.array(self.columns, dtype=np.int64), np.array(self.row_ends, dtype=np.int64)),
            shape=(len(self.row_ends) - 1, len(self.names)),
        )
        kept = np.array([self.names[name] for name in names], dtype=np.int64)
        return whole[:, kept].tocsr()


class _Frame(NamedTuple):
    """Chains laid out in arrays: line by candidate, -1 where there is none."""

    rows: Any
    right: Any
    known: Any
    turns: Any
    before: Any
    before_last: Any
    after: Any
    after_next: Any
    starts: Any
    sizes: Any


def _lay_out(chains: Chains, scores: Any, most: int, *, hide: bool = False) -> _Frame:
    """Lay chains out, of each line the ``most`` candidates with the best scores and, unless hidden, those right."""
    import numpy as np

    count = len(chains)
    rows = np.full((count, most), -1, dtype=np.int64)
    numbers = np.full((count, most), -1, dtype=np.int64)
    right = np.zeros((count, most), dtype=bool)
    known = np.zeros(count, dtype=bool)
    for line in range(count):
        first, all_numbers, all_right = chains.first_rows[line], chains.numbers[line], chains.right[line]
        order = sorted(
            range(len(all_numbers)),
            key=lambda i: (hide or not (all_right is not None and all_right[i]), -scores[first + i]),
        )[:most]
        rows[line, : len(order)] = [first + i for i in order]
        numbers[line, : len(order)] = [all_numbers[i] for i in order]
        if all_right is not None:
            known[line] = True
            right[line, : len(order)] = [all_right[i] for i in order]
    starts = np.array(chains.starts, dtype=np.int64)
    sizes = np.diff(np.append(starts, count))
    longest_first = np.argsort(-sizes, kind="stable")
    place = np.arange(count) - np.repeat(starts, sizes)

    def find(step: int, allowed: Any) -> Any:
        """Where each candidate stands among those of the line ``step`` lines on, or -1."""
        other = np.full_like(numbers, -2)
        inside = np.flatnonzero(allowed)
        other[inside] = numbers[inside + step]
        same = (numbers[:, :, None] == other[:, None, :]) & (numbers[:, :, None] >= 0)
        return np.where(same.any(2), same.argmax(2), -1)

    left = np.repeat(sizes, sizes) - 1 - place
    return _Frame(
        rows,
        right,
        known,
        np.array(chains.turns, dtype=np.int64),
        find(-1, place >= 1),
        find(-2, place >= 2),
        find(1, left >= 1),
        find(2, left >= 2),
        starts[longest_first],
        sizes[longest_first],
    )


def sum_chains(frame: Any, scores: Any, turns: Any) -> tuple[float, Any, Any]:
    """Sum over all ways to choose.

    Args:
        frame: chains laid out.
        scores: of each candidate, line by candidate; far below nought for none.
        turns: weight of each turn feature.

    Returns:
        The logarithm of the sum, the probability of each candidate, and how often each turn feature is expected.
    """
    import numpy as np

    count, most = scores.shape
    top = np.maximum(scores.max(1), _NOTHING)
    powers = np.where(scores <= _NOTHING, 0.0, np.exp(np.maximum(scores - top[:, None], _NOTHING)))
    kinds = np.exp(turns)[frame.turns]
    forward = np.zeros((count, most, most))
    whole = float(top.sum())

    def settle(lines: Any, sums: Any) -> float:
        total = sums.sum((1, 2)) + _TINY
        forward[lines] = sums / total[:, None, None]
        return float(np.log(total).sum())

    first = np.zeros((len(frame.starts), most, most))
    first[:, 0, :] = powers[frame.starts]
    whole += settle(frame.starts, first)
    last = int(frame.sizes.max())
    for step in range(1, last):
        lines = frame.starts[: int((frame.sizes > step).sum())] + step
        same = frame.before[lines][:, None, :] == np.arange(most)[None, :, None]
        kind = kinds[lines][:, :, None, None]
        earlier = forward[lines - 1]
        if step == 1:
            share = earlier[:, 0, :, None]
            whole += settle(lines, np.where(same, kind[:, 4], kind[:, 5]) * share * powers[lines][:, None, :])
            continue
        gone, again, anew = _split(frame, lines, earlier)
        others = kind[:, 2] * (gone - again)[:, :, None] + kind[:, 3] * again[:, :, None]
        mixed = others + (kind[:, 1] - kind[:, 2]) * anew
        whole += settle(lines, np.where(same, kind[:, 0] * gone[:, :, None], mixed) * powers[lines][:, None, :])
    return whole, *_sum_back(frame, forward, powers, kinds, len(turns))


def _split(frame: Any, lines: Any, earlier: Any) -> tuple[Any, Any, Any]:
    """Of the sums before a line: whole, by who spoke last; where he spoke twice; and by who spoke before him."""
    import numpy as np

    gone = earlier.sum(1)
    twice = frame.before[lines - 1]
    again = np.where(twice >= 0, np.take_along_axis(earlier, np.maximum(twice, 0)[:, None, :], 1)[:, 0, :], 0.0)
    at = frame.before_last[lines][:, None, :]
    turned = earlier.transpose(0, 2, 1)
    index = np.broadcast_to(np.maximum(at, 0), turned.shape)
    return gone, again, np.where(at >= 0, np.take_along_axis(turned, index, 2), 0.0)


def _sum_back(frame: Any, forward: Any, powers: Any, kinds: Any, size: int) -> tuple[Any, Any]:
    import numpy as np

    count, most = powers.shape
    backward = np.zeros_like(forward)
    chances = np.zeros((count, most))
    expected = np.zeros(size)
    for step in range(int(frame.sizes.max()) - 1, -1, -1):
        part = int((frame.sizes > step).sum())
        lines = frame.starts[:part] + step
        backward[lines[frame.sizes[:part] == step + 1]] = 1.0
        both = forward[lines] * backward[lines]
        chances[lines] = both.sum(1) / (both.sum((1, 2)) + _TINY)[:, None]
        if step == 0:
            break
        worth = powers[lines][:, None, :] * backward[lines]
        whole = worth.sum(2)
        at = frame.after[lines - 1]
        own = np.where(at >= 0, np.take_along_axis(worth, np.maximum(at, 0)[:, :, None], 2)[:, :, 0], 0.0)
        kind = kinds[lines][:, :, None, None]
        earlier = forward[lines - 1]
        parts = np.zeros((len(lines), _KINDS))
        if step == 1:
            share = earlier[:, 0, :]
            parts[:, 4] = (kind[:, 4, 0] * share * own).sum(1)
            parts[:, 5] = (kind[:, 5, 0] * share * (whole - own)).sum(1)
            back = np.zeros_like(earlier)
            back[:, 0, :] = kind[:, 4, 0] * own + kind[:, 5, 0] * (whole - own)
        else:
            at = frame.after_next[lines - 2][:, :, None]
            turned = worth.transpose(0, 2, 1)
            index = np.broadcast_to(np.maximum(at, 0), turned.shape)
            answer = np.where(at >= 0, np.take_along_axis(turned, index, 1), 0.0)
            twice = frame.before[lines - 1][:, None, :] == np.arange(most)[None, :, None]
            rest = (whole - own)[:, None, :]
            pieces = (
                kind[:, 0] * own[:, None, :] + np.zeros_like(earlier),
                np.where(twice, 0.0, kind[:, 1] * answer),
                np.where(twice, 0.0, kind[:, 2] * (rest - answer)),
                np.where(twice, kind[:, 3] * rest, 0.0),
            )
            for number, piece in enumerate(pieces):
                parts[:, number] = (earlier * piece).sum((1, 2))
            back = pieces[0] + pieces[1] + pieces[2] + pieces[3]
        parts /= parts.sum(1)[:, None] + _TINY
        np.add.at(expected, frame.turns[lines], parts)
        backward[lines - 1] = back / (back.max((1, 2)) + _TINY)[:, None, None]
    return chances, expected


def fit_chains(chains: Chains, *, l2: float, rare: int, most: int = 8, rounds: int = 40) -> dict[str, float]:
    """Maximise the probability of the right choices along all chains, with an L2 penalty, by L-BFGS.

    Lines whose right choice is not known are summed over.

    Args:
        chains: what to learn from.
        l2: variance of the prior on each weight; less is more cautious.
        rare: features seen less often get no weight.
        most: so many candidates of a line are weighed, by what each line tells alone.
        rounds: steps of the optimiser.

    Returns:
        The weight of each feature, by name.
    """
    import numpy as np
    from scipy.optimize import minimize

    alone = fit(_each_alone(chains), l2=l2, rare=rare, rounds=rounds)
    names = sorted(alone)
    table = chains.table(names)
    start = np.array([alone[name] for name in names])
    frames = (_lay_out(chains, table @ start, most), _lay_out(chains, table @ start, _FEW))
    turned = table.T.tocsr()

    def loss(theta: Any) -> tuple[float, Any]:
        rows = table @ theta[: len(names)]
        slope = theta / l2
        value = 0.5 / l2 * (theta @ theta)
        for sign, frame in zip((1, -1), frames, strict=True):  # all choices, then the right ones
            there = frame.rows >= 0
            if sign < 0:
                there &= frame.right | ~frame.known[:, None]
            scores = np.where(there, rows[frame.rows], 2 * _NOTHING)
            total, chances, turns = sum_chains(frame, scores, theta[len(names) :])
            spread = np.bincount(frame.rows[there], weights=chances[there], minlength=table.shape[0])
            value += sign * total
            slope = slope + sign * np.concatenate([turned @ spread, turns])
        return float(value), slope

    theta = np.concatenate([start, np.zeros(len(chains.turn_names))])
    result = minimize(loss, theta, jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    found = dict(zip(names, result.x[: len(names)], strict=True))
    turns = list(chains.turn_names)
    return {name: float(value) for name, value in (*found.items(), *zip(turns, result.x[len(names) :], strict=True))}


def guess_chains(chains: Chains, weights: Mapping[str, float], *, most: int = 14) -> list[tuple[float, bool]]:
    """Choose for each line whose right choice is told: how probable the likeliest is, and whether it is right.

    Lines of which no candidate is right count too where their speaker is told.

    Args:
        chains: the chains.
        weights: weight of each feature, by name.
        most: so many candidates of a line are weighed.
    """
    import numpy as np

    if not len(chains):
        return []
    names = sorted(name for name in chains.names if name in weights)
    scores_of_rows = chains.table(names) @ np.array([weights[name] for name in names])
    frame = _lay_out(chains, scores_of_rows, most, hide=True)
    scores = np.full(frame.rows.shape, 2 * _NOTHING)
    scores[frame.rows >= 0] = scores_of_rows[frame.rows[frame.rows >= 0]]
    _, chances, _ = sum_chains(frame, scores, np.array([weights.get(name, 0.0) for name in chains.turn_names]))
    best = chances.argmax(1)
    return [
        (float(chances[line, best[line]]), bool(frame.right[line, best[line]]))
        for line in range(len(chains))
        if chains.told[line]
    ]


def _each_alone(chains: Chains) -> Questions:
    """Read every line whose right choice is known as a question of its own."""
    questions = Questions(names=chains.names)
    for line, right in enumerate(chains.right):
        if right is None or all(right):
            continue
        first = chains.first_rows[line]
        begin = chains.row_ends[first]
        moved = len(questions.columns) - begin
        end = chains.row_ends[first + len(right)]
        questions.columns += chains.columns[begin:end]
        questions.values += chains.values[begin:end]
        questions.row_ends += [place + moved for place in chains.row_ends[first + 1 : first + len(right) + 1]]
        questions.right += right
        questions.question_ends.append(len(questions.row_ends))
        questions.weights.append(1.0)
    return questions
