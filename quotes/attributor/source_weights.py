"""What the ranker of sources knows: the weights that ship, or a house's own from a file that ``quotes train`` wrote.

The file is read anew when it has changed; everything else about it is fixed once it is read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic_core import from_json

from quotes.attributor.ranking import FactWeights
from quotes.errors import LexiconError

__all__ = ["SourceWeights", "read_source_weights"]

_SCHEMA = "quotes weights 1"
_PLACES = ("attributor/data/ranker.json", "ranker.json")
"""Where the file stands in a folder that ``quotes train --out`` wrote, and in one made by hand."""
_MOST_BYTES = 50_000_000
_HELD = 4


class SourceWeights(NamedTuple):
    """What is weighed when the source of a quotation is chosen, and how sure such a choice has been.

    Attributes:
        facts: the weight of each fact that speaks for a phrase, and of each feature name.
        curve: points from a probability of the ranker to the share of right ones among such, in order; maybe none.
    """

    facts: FactWeights
    curve: tuple[tuple[float, float], ...]


def read_source_weights(path: str | Path) -> SourceWeights:
    """Read the weights that ``quotes train --out`` wrote.

    Args:
        path: the folder it wrote to, or the file ``ranker.json`` itself.

    Raises:
        LexiconError: there is no such file, or it holds no weights of this kind.

    Example:
        >>> read_source_weights("/no/such")
        Traceback (most recent call last):
        ...
        quotes.errors.LexiconError: /no/such: there is no such file or folder
    """
    found = _find(Path(path))
    try:
        told = found.stat()
        return _read(os.fspath(found), told.st_mtime_ns, told.st_size)
    except OSError as error:
        raise LexiconError(os.fspath(found), f"it cannot be read ({error.strerror})") from None


def _find(path: Path) -> Path:
    if path.is_dir():
        for place in _PLACES:
            if (path / place).is_file():
                return path / place
        raise LexiconError(os.fspath(path), f"there is no {_PLACES[0]} in it; make it with: quotes train --out")
    if not path.exists():
        raise LexiconError(os.fspath(path), "there is no such file or folder")
    return path


@lru_cache(maxsize=_HELD)
def _read(path: str, changed_ns: int, size_bytes: int) -> SourceWeights:
    """Return what stands in a file that was changed last at that time and had that size."""
    if size_bytes > _MOST_BYTES:
        raise LexiconError(path, f"it has more than {_MOST_BYTES} bytes, so it holds no weights")
    try:
        content: Any = from_json(Path(path).read_bytes())
    except ValueError as error:
        raise LexiconError(path, f"this is no JSON: {error}") from None
    if not isinstance(content, dict) or content.get("schema") != _SCHEMA:
        raise LexiconError(path, f"this is no weights file: its schema is not {_SCHEMA!r}")
    weights = _numbers(path, content, "weights")
    if not weights:
        raise LexiconError(path, "it has no weights")
    points = _numbers(path, content, "calibration")
    try:
        curve = tuple(sorted((float(before), share) for before, share in points.items()))
    except ValueError:
        raise LexiconError(path, "its calibration is no table from probability to share") from None
    if not all(0 <= number <= 1 for point in curve for number in point):
        raise LexiconError(path, "its calibration has numbers that are no probabilities")
    return SourceWeights(FactWeights(weights), curve)


def _numbers(path: str, content: Mapping[str, Any], part: str) -> Mapping[str, float]:
    """Return a table of names and numbers; an empty one where the file has no such part."""
    table = content.get(part, {})
    if not isinstance(table, dict) or not all(
        isinstance(number, int | float) and not isinstance(number, bool) and isfinite(number)
        for number in table.values()
    ):
        raise LexiconError(path, f"its {part} are no table of names and numbers")
    return MappingProxyType(table)
