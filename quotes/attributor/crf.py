"""Linear-chain conditional random fields over columns of whole numbers: scores, marginals and best paths, in numpy.

What a field may look at is a list of columns, one number a row (a word, a tag, a band); a template names the columns
it reads together, and the weights file has for each template a weight a label for each combination of values it knows.
Scores are therefore sums of table look-ups, done for all rows of a document at once, and no string is made on the way.
"""

from __future__ import annotations

import re
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from pydantic_core import from_json

from quotes.attributor.weight_tables import Template, WeightTables
from quotes.errors import LexiconError

__all__ = [
    "EDGE",
    "OTHER",
    "TEMPLATE",
    "Field",
    "TemplateWeights",
    "Vocabulary",
    "kind_of",
    "load_field",
    "number_weights",
    "read_weights",
    "template_name",
    "write_weights",
]

EDGE = "^"
"""The value of every column before the first and after the last row of a chain."""

OTHER = "?"
"""The value of a word that the field does not know."""


_MOST_HUNDREDTHS = 32_767

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


class TemplateWeights(NamedTuple):
    """What the combinations of values of one template weigh.

    Attributes:
        codes: the combinations as numbers, ascending: the numbers of the values in their vocabularies, as the digits of
            a number whose places have the sizes of the vocabularies.
        rows: for each combination the weight of each label.
    """

    codes: Any
    rows: Any


def number_weights(
    labels: Sequence[str],
    vocabularies: Mapping[str, Sequence[str]],
    template: str,
    told: Mapping[str, Mapping[str, float]],
) -> TemplateWeights:
    """Return the weights of a template that are told by words.

    Args:
        labels: the labels of the field.
        vocabularies: for each kind of column the values it may have.
        template: the template's name.
        told: for each combination of values, joined by a space, the weight of each label.

    Example:
        >>> number_weights("OB", {"word": ["say", "of"]}, "word", {"of": {"B": 1.0}}).codes.tolist()
        [3]
    """
    import numpy as np

    columns = [Vocabulary(vocabularies[kind_of(column)]) for column in template.split(" ")]
    coded = {}
    for values, weights in told.items():
        code = 0
        for value, vocabulary in zip(values.split(" "), columns, strict=True):
            code = code * len(vocabulary) + vocabulary.number(value)
        coded[code] = [weights.get(label, 0.0) for label in labels]
    rows = np.array([coded[code] for code in sorted(coded)]).reshape(len(coded), len(labels))
    return TemplateWeights(np.array(sorted(coded), dtype=np.int64), rows)


def write_weights(labels: Sequence[str], weights: TemplateWeights) -> dict[str, str]:
    """Return the weights of a template as they stand in a file: steps from one code to the next, and hundredths.

    Each is a row of whole numbers, the least byte of one first, in base 64: steps have four bytes or eight, hundredths
    two. Written out in digits they take twenty times as long to read, which is what a short text waits for.

    Raises:
        ValueError: a weight is beyond what two bytes of hundredths hold.

    Example:
        >>> weights = number_weights("OB", {"word": ["say", "of"]}, "word", {"of": {"B": 1.5}, "say": {"O": -0.02}})
        >>> write_weights("OB", weights)
        {'codes': 'AgAAAAEAAAA=', 'O': '/v8AAA==', 'B': 'AACWAA=='}
    """
    import numpy as np

    hundredths = np.rint(np.asarray(weights.rows) * 100).astype(np.int64)
    if hundredths.size and np.abs(hundredths).max() > _MOST_HUNDREDTHS:
        raise ValueError(f"a weight is beyond {_MOST_HUNDREDTHS / 100}")
    steps = np.diff(np.asarray(weights.codes), prepend=0)
    codes = steps.astype("<u4" if not steps.size or steps.max() < 1 << 32 else "<u8")
    columns = {label: hundredths[:, place].astype("<i2") for place, label in enumerate(labels)}
    rows = {"codes": codes, **columns}
    return {name: b2a_base64(row.tobytes(), newline=False).decode("ascii") for name, row in rows.items()}


def read_weights(labels: Sequence[str], written: Mapping[str, str]) -> TemplateWeights:
    """Return the weights of a template from what `write_weights` gives.

    Raises:
        ValueError: labels have not all as many weights as there are codes.
    """
    import numpy as np

    hundredths = [np.frombuffer(a2b_base64(written[label], strict_mode=True), dtype="<i2") for label in labels]
    rows = np.array(hundredths).T / 100
    steps = a2b_base64(written["codes"], strict_mode=True)
    width = len(steps) // max(1, len(rows))
    if len(steps) != width * len(rows) or width not in ((4, 8) if len(rows) else (0,)):
        raise ValueError(f"{len(rows)} rows of weights, but {len(steps)} bytes of codes")
    codes = np.cumsum(np.frombuffer(steps, dtype=f"<u{width or 4}").astype(np.int64))
    return TemplateWeights(codes, rows)


class Field:
    """A trained field.

    Args:
        labels: its labels, in the order of every row of weights.
        vocabularies: for each kind of column the values it may have.
        templates: the weights of each template, by its name as `template_name` writes it.
        transitions: the weight of each label after each label.

    Example:
        >>> words = {"word": ["say"]}
        >>> weights = number_weights("OB", words, "word", {"say": {"B": 2.0}})
        >>> field = Field("OB", words, {"word": weights}, {"O": {"B": -1.0}, "B": {"B": -3.0}})
        >>> import numpy
        >>> scores = field.score({"word": numpy.array([2, 1, 2])})
        >>> field.best_paths(scores, [1, 2]).tolist()
        [1, 0, 1]
    """

    def __init__(
        self,
        labels: Sequence[str],
        vocabularies: Mapping[str, Sequence[str]],
        templates: Mapping[str, TemplateWeights],
        transitions: Mapping[str, Mapping[str, float]],
    ) -> None:
        import numpy as np

        self.labels = tuple(labels)
        self.vocabularies = {name: Vocabulary(values) for name, values in vocabularies.items()}
        self.transitions = np.array(
            [[transitions[one].get(other, 0.0) for other in self.labels] for one in self.labels]
        )
        self._tables = WeightTables([self._read(name, rows) for name, rows in templates.items()], len(self.labels))

    def vocabulary(self, column: str) -> Vocabulary:
        """Return the values of a column; ``lemma-2`` and ``lemma@cue`` have those of ``lemma``."""
        return self.vocabularies[kind_of(column)]

    def _read(self, name: str, weights: TemplateWeights) -> Template:
        columns = tuple(name.split(" "))
        return Template(columns, tuple(len(self.vocabulary(each)) for each in columns), weights.codes, weights.rows)

    def score(self, columns: Mapping[str, Any]) -> Any:
        """Return a score for each row and label: an array of shape (rows, labels).

        Args:
            columns: every column that a template names, all of one length.
        """
        return self._tables.score(columns)

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
        order, (within, chain), longest = _lay_out(lengths)
        sizes = np.asarray(lengths)
        alive = (sizes[order][None, :] > np.arange(longest)[:, None]).sum(axis=1).tolist()
        emit = np.exp(scores - scores.max(axis=1, keepdims=True))
        # Side by side from the first row on and from the last row back: a step of the one is a step of the other.
        both_ways = np.zeros((longest, 2, count, size))
        behind = np.repeat(sizes, sizes) - 1 - within
        both_ways[within, 0, chain] = both_ways[behind, 1, chain] = emit
        steps = np.exp(np.array([self.transitions, self.transitions.T]))
        moved = np.ones_like(both_ways)
        add = np.add.reduce  # what the method `sum` calls, without its wrappers
        for t, n in enumerate(alive):
            here, came = both_ways[t, :, :n], moved[t, :, :n]
            if t:
                np.matmul(both_ways[t - 1, :, :n], steps, out=came)
                here *= came
            here /= add(here, axis=2, keepdims=True)
        both = both_ways[within, 0, chain] * moved[behind, 1, chain]
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
        alive = [int(n) for n in (np.asarray(lengths)[order][None, :] > np.arange(longest)[:, None]).sum(axis=1)]
        back = np.zeros((longest, count, size), dtype=np.int64)
        best = padded[0].copy()
        most, transitions = np.maximum.reduce, self.transitions[None]
        for t in range(1, longest):
            n = alive[t]
            ways = best[:n, :, None] + transitions
            ways.argmax(axis=1, out=back[t, :n])
            np.add(most(ways, axis=1), padded[t, :n], out=best[:n])
        paths = np.zeros((longest, count), dtype=np.int64)
        label = best.argmax(axis=1)
        chains = np.arange(count)
        for t in range(longest - 1, -1, -1):
            n = alive[t]
            paths[t, :n] = label[:n]
            if t:
                label[:n] = back[t, chains[:n], label[:n]]
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
        content = from_json(source.read_bytes())
        labels = content["labels"]
        templates = {
            key.removeprefix(TEMPLATE): read_weights(labels, written)
            for key, written in content.items()
            if key.startswith(TEMPLATE)
        }
        return Field(labels, content["vocabularies"], templates, content["transitions"])
    except (AttributeError, OSError, ValueError, KeyError, TypeError) as error:
        raise LexiconError(
            f"quotes/attributor/data/{name}", f"not a weights file ({error}); make it with: quotes train --data DIR"
        ) from error
