"""Pinned scores: no figure on the corpus may fall below its floor, and floors are only ever raised."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from quotes.errors import ReadError

__all__ = ["Baseline", "Shortfall", "read_baseline", "write_baseline"]

_STEP = 1000
"""Floors are kept to the thousandth, rounded down, so that a figure never falls below its own floor."""


class Shortfall(NamedTuple):
    """A figure below its floor; ``figure`` is None where nothing was left to divide by."""

    name: str
    floor: float
    figure: float | None


@dataclass(frozen=True, slots=True)
class Baseline:
    """The floors of some figures, and the corpus they were measured on.

    Attributes:
        corpus_digest: of the corpus as it was when the floors were last raised.
        floors: figure's name to the least it may be.

    Example:
        >>> baseline = Baseline("ab12", {"spans.f1": 0.9})
        >>> baseline.find_shortfalls({"spans.f1": 0.85})
        (Shortfall(name='spans.f1', floor=0.9, figure=0.85),)
        >>> baseline.raise_floors("ab12", {"spans.f1": 0.85, "other": 0.7}).floors == {"other": 0.7, "spans.f1": 0.9}
        True
    """

    corpus_digest: str
    floors: Mapping[str, float]

    def find_shortfalls(self, figures: Mapping[str, float | None]) -> tuple[Shortfall, ...]:
        """Return the figures that are below their floors, or gone."""
        found = []
        for name, floor in self.floors.items():
            figure = figures.get(name)
            if figure is None or figure < floor:
                found.append(Shortfall(name, floor, figure))
        return tuple(found)

    def raise_floors(self, corpus_digest: str, figures: Mapping[str, float | None]) -> Baseline:
        """Return a baseline for this corpus whose floors are the better of the old ones and the figures."""
        floors = dict(self.floors)
        for name, figure in figures.items():
            if figure is not None:
                floors[name] = max(floors.get(name, 0.0), math.floor(figure * _STEP) / _STEP)
        return Baseline(corpus_digest, dict(sorted(floors.items())))


def read_baseline(path: Path) -> Baseline:
    """Read a baseline from its JSON file.

    Raises:
        ReadError: the file is missing, is not JSON or lacks its two fields.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return Baseline(str(values["corpus_digest"]), {str(k): float(v) for k, v in values["floors"].items()})
    except OSError as error:
        raise ReadError(str(path), None, f"cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReadError(str(path), None, f"is not a baseline (corpus_digest and floors): {error}") from error


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write a baseline as JSON, one floor a line."""
    values = {"corpus_digest": baseline.corpus_digest, "floors": dict(baseline.floors)}
    path.write_bytes((json.dumps(values, indent=2) + "\n").encode("utf-8"))
