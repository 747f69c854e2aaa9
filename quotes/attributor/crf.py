"""Linear-chain conditional random fields over columns of whole numbers: scores, marginals and best paths, in numpy.

What a field may look at is a list of columns, one number a row (a word, a tag, a band); a template names the columns
it reads together, and the weights file has for each template a weight a label for each combination of values it knows.
Scores are therefore sums of table look-ups, done for all rows of a document at once, and no string is made on the way.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from quotes.errors import LexiconError

__all__ = ["EDGE", "OTHER", "TEMPLATE", "Field", "Vocabulary", "kind_of", "load_field", "template_name"]

EDGE = "^"
"""The value of every column before the first and after the last row of a chain."""

OTHER = "?"
"""The value of a word that the field does not know."""


_MOST_INDEXED = 400_000
"""Templates with at most this many combinations have an index in memory; the others are searched."""

TEMPLATE = "template "
"""What the keys of a weights file that hold a template begin with."""


class Vocabulary:
    """The values of one column, numbered; 0 is `EDGE`, 1 is `OTHER`.

    Example:
        >>> words = Vocabulary(["say", "of"])
        >>> words.number("of"), words.number("never seen")
        (3, 1)
    """

    def __init__(self, values: Sequence[str]) -> None:
        self.values = (EDGE, OTHER, *(value for value in values if value not in (EDGE, OTHER)))
        self._numbers = {value: number for number, value in enumerate(self.values)}

    def __len__(self) -> int:
        return len(self.values)

    def number(self, value: str) -> int:
        """Return the number of a value; that of `OTHER` for one not listed."""
        return self._numbers.get(value, 1)


def template_name(columns: Sequence[str]) -> str:
    """Return the name of a template: its columns, joined by a space."""
    return " ".join(columns)


@dataclass(frozen=True, slots=True)
class _Table:
    """The weights of one template: a row of them for each combination known, and a row of noughts at the end.

    ``index`` leads from the code of a combination to its row where there are few codes; else ``codes`` are searched.
    """

    columns: tuple[str, ...]
    sizes: tuple[int, ...]
    codes: Any
    index: Any
    rows: Any

    def look_up(self, columns: Mapping[str, Any]) -> Any:
        """Return the weights of each row."""
        import numpy as np

        code = columns[self.columns[0]]
        for name, size in zip(self.columns[1:], self.sizes[1:], strict=True):
            code = code * size + columns[name]
        if self.index is not None:
            return self.rows[self.index[code]]
        at = np.searchsorted(self.codes, code)
        at[self.codes[at] != code] = len(self.codes) - 1
        return self.rows[at]


class Field:
    """A trained field.

    Args:
        labels: its labels, in the order of every row of weights.
        vocabularies: for each kind of column the values it may have.
        templates: for each template, as `template_name` writes it, the weight of each label for each combination of
            values, which are joined by a space.
        transitions: the weight of each label after each label.

    Example:
        >>> field = Field("OB", {"word": ["say"]}, {"word": {"say": {"B": 2.0}}}, {"O": {"B": -1.0}, "B": {"B": -3.0}})
        >>> import numpy
        >>> scores = field.score({"word": numpy.array([2, 1, 2])})
        >>> field.best_paths(scores, [1, 2]).tolist()
        [1, 0, 1]
    """

    def __init__(
        self,
        labels: Sequence[str],
        vocabularies: Mapping[str, Sequence[str]],
        templates: Mapping[str, Mapping[str, Mapping[str, float]]],
        transitions: Mapping[str, Mapping[str, float]],
    ) -> None:
        import numpy as np

        self.labels = tuple(labels)
        self.vocabularies = {name: Vocabulary(values) for name, values in vocabularies.items()}
        self.transitions = np.array(
            [[transitions[one].get(other, 0.0) for other in self.labels] for one in self.labels]
        )
        self._tables = [self._read_table(tuple(name.split(" ")), rows) for name, rows in templates.items()]

    def vocabulary(self, column: str) -> Vocabulary:
        """Return the values of a column; ``lemma-2`` and ``lemma@cue`` have those of ``lemma``."""
        return self.vocabularies[kind_of(column)]

    def _read_table(self, columns: tuple[str, ...], rows: Mapping[str, Mapping[str, float]]) -> _Table:
        import numpy as np

        vocabularies = [self.vocabulary(column) for column in columns]
        sizes = tuple(len(vocabulary) for vocabulary in vocabularies)
        coded = []
        for values, weights in rows.items():
            code = 0
            for value, vocabulary, size in zip(values.split(" "), vocabularies, sizes, strict=True):
                code = code * size + vocabulary.number(value)
            coded.append((code, weights))
        coded.sort(key=lambda item: item[0])
        codes = np.array([code for code, _ in coded] + [np.iinfo(np.int64).max], dtype=np.int64)
        table = np.zeros((len(codes), len(self.labels)), dtype=np.float32)
        column = {label: number for number, label in enumerate(self.labels)}
        for number, (_, weights) in enumerate(coded):
            for label, weight in weights.items():
                table[number, column[label]] = weight
        index = None
        if math.prod(sizes) <= _MOST_INDEXED:
            index = np.full(math.prod(sizes), len(coded), dtype=np.int32)
            index[codes[:-1]] = np.arange(len(coded), dtype=np.int32)
        return _Table(columns, sizes, codes, index, table)

    def score(self, columns: Mapping[str, Any]) -> Any:
        """Return a score for each row and label: an array of shape (rows, labels).

        Args:
            columns: every column that a template names, all of one length.
        """
        import numpy as np

        size = len(next(iter(columns.values())))
        scores = np.zeros((size, len(self.labels)), dtype=np.float32)
        for table in self._tables:
            scores += table.look_up(columns)
        return scores.astype(np.float64)

    def marginals(self, scores: Any, lengths: Sequence[int]) -> Any:
        """Return the probability of each label for each row: an array like ``scores``.

        Args:
            scores: of the rows of all chains, one chain after the other.
            lengths: how many rows each chain has.
        """
        import numpy as np

        size, count = len(self.labels), len(lengths)
        if not count:
            return np.zeros((0, size))
        order, places, longest = _lay_out(lengths)
        padded = np.zeros((longest, count, size))
        padded[places[0], places[1]] = scores
        alive = [int(n) for n in (np.asarray(lengths)[order][None, :] > np.arange(longest)[:, None]).sum(axis=1)]
        step = np.exp(self.transitions)
        top = padded.max(axis=2, keepdims=True)
        emit = np.exp(padded - top)
        forward = np.empty_like(padded)
        forward[0] = emit[0]
        forward[0] /= forward[0].sum(axis=1, keepdims=True)
        for t in range(1, longest):
            n = alive[t]
            here = (forward[t - 1, :n] @ step) * emit[t, :n]
            forward[t, :n] = here / here.sum(axis=1, keepdims=True)
        backward = np.ones_like(padded)
        for t in range(longest - 2, -1, -1):
            n = alive[t + 1]
            here = (emit[t + 1, :n] * backward[t + 1, :n]) @ step.T
            backward[t, :n] = here / here.sum(axis=1, keepdims=True)
        both = forward[places[0], places[1]] * backward[places[0], places[1]]
        return both / both.sum(axis=1, keepdims=True)

    def best_paths(self, scores: Any, lengths: Sequence[int]) -> Any:
        """Return the number of the label of each row on the likeliest path through its chain."""
        import numpy as np

        size, count = len(self.labels), len(lengths)
        if not count:
            return np.zeros(0, dtype=np.int64)
        order, places, longest = _lay_out(lengths)
        padded = np.zeros((longest, count, size))
        padded[places[0], places[1]] = scores
        sizes = np.asarray(lengths)[order]
        back = np.zeros((longest, count, size), dtype=np.int64)
        best = padded[0].copy()
        for t in range(1, longest):
            n = int((sizes > t).sum())
            ways = best[:n, :, None] + self.transitions[None]
            back[t, :n] = ways.argmax(axis=1)
            best[:n] = ways.max(axis=1) + padded[t, :n]
        paths = np.zeros((longest, count), dtype=np.int64)
        label = best.argmax(axis=1)
        for t in range(longest - 1, -1, -1):
            n = int((sizes > t).sum())
            paths[t, :n] = label[:n]
            if t:
                label[:n] = back[t, np.arange(n), label[:n]]
        return paths[places[0], places[1]]


def _lay_out(lengths: Sequence[int]) -> tuple[Any, tuple[Any, Any], int]:
    """Give the chains' order, longest first, and for each row its place in its chain and its chain's in that order."""
    import numpy as np

    sizes = np.asarray(lengths)
    order = np.argsort(-sizes, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    within = np.arange(int(sizes.sum())) - np.repeat(starts, sizes)
    return order, (within, np.repeat(rank, sizes)), int(sizes.max())


def kind_of(column: str) -> str:
    """Return the kind of a column: ``lemma`` of ``lemma-2`` and of ``lemma@cue``."""
    return re.split(r"[-+@]", column, maxsplit=1)[0]


@cache
def load_field(name: str) -> Field:
    """Return the field in a file of this room's data folder.

    Raises:
        LexiconError: if it is missing or not a weights file.
    """
    source = files("quotes.attributor") / "data" / name
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
        templates = {key.removeprefix(TEMPLATE): rows for key, rows in content.items() if key.startswith(TEMPLATE)}
        return Field(content["labels"], content["vocabularies"], templates, content["transitions"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LexiconError(
            f"quotes/attributor/data/{name}", f"not a weights file ({error}); make it with: quotes train --data DIR"
        ) from error
