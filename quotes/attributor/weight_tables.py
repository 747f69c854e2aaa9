"""The weights of all templates of a field in one place, so that those of many rows are found in a few steps.

A template names a few columns; the combination of their values has a code, and where a code is known, a row of weights.
To ask each template by itself costs the same few calls for each of some sixty, which for a short text is more than the
work; here all codes are worked out side by side.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

__all__ = ["Template", "WeightTables"]

_MOST_INDEXED = 400_000
"""A template of so many combinations leads from a code straight to its row; of more, codes are searched."""
_AT_ONCE = 1024
"""So many rows are looked up at a time, to hold what is in between small."""


class Template(NamedTuple):
    """One template: its columns with how many values each has, the codes known in order, and their rows of weights."""

    columns: tuple[str, ...]
    sizes: tuple[int, ...]
    codes: Any
    rows: Any


class WeightTables:
    """The weights of the templates of a field.

    Args:
        templates: in the order in which their weights are added up.
        labels: how many weights a row has.

    Example:
        >>> import numpy
        >>> known = Template(("word",), (4,), numpy.array([3]), numpy.array([[0.0, 2.0]]))
        >>> WeightTables([known], 2).score({"word": numpy.array([1, 3])}).tolist()
        [[0.0, 0.0], [0.0, 2.0]]
    """

    def __init__(self, templates: Sequence[Template], labels: int) -> None:
        import numpy as np

        self._labels = labels
        self._names = sorted({column for template in templates for column in template.columns})
        numbers = range(len(templates))
        indexed = [number for number in numbers if math.prod(templates[number].sizes) <= _MOST_INDEXED]
        self._indexed = _Group(templates, indexed, self._names)
        self._searched = _Group(templates, sorted({*numbers}.difference(indexed)), self._names)
        begins = np.cumsum([0, *(len(template.codes) + 1 for template in templates)])
        self._rows = np.zeros((int(begins[-1]), labels), dtype=np.float32)
        for number, template in enumerate(templates):
            self._rows[begins[number] : begins[number] + len(template.codes)] = template.rows
        self._begins = begins[self._indexed.order][:, None]
        ranked = [templates[number] for number in self._indexed.order]
        sizes = [math.prod(template.sizes) for template in ranked]
        shifts = np.cumsum([0, *sizes])
        most = max((len(template.codes) for template in ranked), default=0)
        narrow = np.uint16 if most <= np.iinfo(np.uint16).max else np.int32
        self._index = np.empty(int(shifts[-1]), dtype=narrow)
        self._shifts = shifts[:-1, None]
        for template, shift, count in zip(ranked, shifts, sizes, strict=False):
            part, known = self._index[shift : shift + count], len(template.codes)
            part.fill(known)
            part[template.codes] = np.arange(known, dtype=narrow)
        self._known = [
            (number, np.append(templates[number].codes, np.iinfo(np.int64).max), int(begins[number]))
            for number in self._searched.order
        ]

    def score(self, columns: Mapping[str, Any]) -> Any:
        """Return the sum of the weights for each row and label: an array of shape (rows, labels).

        Args:
            columns: every column that a template names, all of one length; values by number.
        """
        import numpy as np

        values = np.array([columns[name] for name in self._names], dtype=np.int64).reshape(len(self._names), -1)
        size = values.shape[1] if self._names else len(next(iter(columns.values())))
        scores = np.zeros((size, self._labels), dtype=np.float32)
        for start in range(0, size if self._names else 0, _AT_ONCE):
            part = values[:, start : start + _AT_ONCE]
            at = self._find_rows(part)
            np.add.reduce(self._rows.take(at, axis=0), axis=0, out=scores[start : start + _AT_ONCE])
        return scores.astype(np.float64)

    def _find_rows(self, values: Any) -> Any:
        """Return for each template, in its order, and each row the place of its weights."""
        import numpy as np

        at = np.empty((len(self._indexed.order) + len(self._known), values.shape[1]), dtype=np.intp)
        codes = self._indexed.code(values)
        codes += self._shifts
        at[self._indexed.order] = self._index.take(codes) + self._begins
        for (number, known, begin), wanted in zip(self._known, self._searched.code(values), strict=True):
            found = known.searchsorted(wanted)
            found[known.take(found) != wanted] = len(known) - 1
            at[number] = found + begin
        return at


class _Group:
    """Templates whose codes are worked out together.

    Args:
        templates: all there are.
        numbers: those of the group.
        names: the columns by number.

    Attributes:
        order: the numbers, those of many columns first: what one more column does to a code is then done to the first
            so many.
    """

    def __init__(self, templates: Sequence[Template], numbers: Sequence[int], names: Sequence[str]) -> None:
        import numpy as np

        self.order = sorted(numbers, key=lambda number: -len(templates[number].columns))
        ranked = [templates[number] for number in self.order]
        places = {name: place for place, name in enumerate(names)}
        self._first = np.array([places[template.columns[0]] for template in ranked], dtype=np.intp)
        self._steps: list[tuple[int, Any, Any]] = []
        for depth in range(1, max((len(template.columns) for template in ranked), default=0)):
            deep = [template for template in ranked if len(template.columns) > depth]
            column = np.array([places[template.columns[depth]] for template in deep], dtype=np.intp)
            size = np.array([[template.sizes[depth]] for template in deep], dtype=np.int64)
            self._steps.append((len(deep), column, size))

    def code(self, values: Any) -> Any:
        """Return the code of the values of each row for each template, in order."""
        codes = values.take(self._first, axis=0)
        for count, column, size in self._steps:
            deep = codes[:count]
            deep *= size
            deep += values.take(column, axis=0)
        return codes
