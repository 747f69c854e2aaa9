"""Counts that are added over documents before anything is divided; a rate with nothing to divide by is None.

A mean of rates weighs a document with one quotation like one with a hundred. So documents hand over counts, counts
add, and only the sum is divided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["NO_ERRORS", "NO_RETRIEVAL", "NO_TALLY", "Errors", "Groups", "Retrieval", "Tally", "show_rate"]


def show_rate(rate: float | None) -> str:
    """Return a rate with three decimals, or ``n/a`` where there was nothing to divide by.

    Example:
        >>> show_rate(0.5), show_rate(None)
        ('0.500', 'n/a')
    """
    return "n/a" if rate is None else f"{rate:.3f}"


@dataclass(frozen=True, slots=True)
class Tally:
    """So many right of so many.

    Args:
        right: how many are right; a fraction where one item can be partly right.
        total: how many there are.

    Raises:
        ValueError: unless ``0 <= right <= total``.

    Example:
        >>> (Tally(1, 2) + Tally(2, 2)).rate
        0.75
        >>> Tally().rate is None
        True
    """

    right: float = 0
    total: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.right <= self.total:
            raise ValueError(f"a tally needs 0 <= right <= total, got {self.right} of {self.total}")

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.total + other.total)

    @property
    def rate(self) -> float | None:
        """Share that is right, or None where there is none."""
        return self.right / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found against what should have been found.

    The two sides are counted apart, because several findings may be right about one and the same thing.

    Args:
        right: findings of the hypothesis that are right.
        given: findings of the hypothesis.
        found: things of the reference that were found.
        wanted: things of the reference.

    Raises:
        ValueError: unless ``0 <= right <= given`` and ``0 <= found <= wanted``.

    Example:
        >>> counts = Retrieval(right=3, given=4, found=3, wanted=6)
        >>> counts.precision, counts.recall, counts.f1
        (0.75, 0.5, 0.6)
        >>> Retrieval().f1 is None
        True
    """

    right: int = 0
    given: int = 0
    found: int = 0
    wanted: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.right <= self.given:
            raise ValueError(f"retrieval counts need 0 <= right <= given, got {self.right} of {self.given}")
        if not 0 <= self.found <= self.wanted:
            raise ValueError(f"retrieval counts need 0 <= found <= wanted, got {self.found} of {self.wanted}")

    @classmethod
    def of_sets(cls, reference: set[tuple[int, int]], hypothesis: set[tuple[int, int]]) -> Retrieval:
        """Count two sets of places against each other: a place is right when it is in both."""
        both = len(reference & hypothesis)
        return cls(both, len(hypothesis), both, len(reference))

    def __add__(self, other: Retrieval) -> Retrieval:
        return Retrieval(
            self.right + other.right, self.given + other.given, self.found + other.found, self.wanted + other.wanted
        )

    @property
    def precision(self) -> float | None:
        """Share of the findings that are right, or None where nothing was given."""
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """Share of the wanted things that were found, or None where nothing was wanted."""
        return self.found / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where nothing was wanted and nothing given."""
        if not self.given and not self.wanted:
            return None
        precision, recall = self.precision or 0.0, self.recall or 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Groups:
    """The counts of each part of a whole, by the part's name; adding adds part by part.

    Example:
        >>> both = Groups({"explicit": Retrieval(1, 1, 1, 2)}) + Groups({"implicit": Retrieval(wanted=1)})
        >>> [(name, counts.wanted) for name, counts in both]
        [('explicit', 2), ('implicit', 1)]
    """

    parts: Mapping[str, Retrieval] = field(default_factory=lambda: MappingProxyType({}))

    def __iter__(self) -> Iterator[tuple[str, Retrieval]]:
        """Give the parts with their names, by name."""
        return iter(sorted(self.parts.items()))

    def __add__(self, other: Groups) -> Groups:
        names = self.parts.keys() | other.parts.keys()
        none = Retrieval()
        return Groups({name: self.parts.get(name, none) + other.parts.get(name, none) for name in sorted(names)})


@dataclass(frozen=True, slots=True)
class Errors:
    """What went wrong, by sort, over how much there was to get right; more can go wrong than there was.

    Args:
        parts: how much went wrong of each sort.
        total: how much there was, in the same unit.

    Raises:
        ValueError: a count is less than 0.

    Example:
        >>> errors = Errors({"missed": 2}, 10) + Errors({"missed": 1, "false alarm": 12}, 10)
        >>> errors.count, errors.rate
        (15, 0.75)
        >>> Errors().rate is None
        True
    """

    parts: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    total: float = 0

    def __post_init__(self) -> None:
        if self.total < 0 or any(part < 0 for part in self.parts.values()):
            raise ValueError(f"counts of errors cannot be less than 0, got {dict(self.parts)} of {self.total}")

    def __add__(self, other: Errors) -> Errors:
        names = dict.fromkeys((*self.parts, *other.parts))
        parts = {name: self.parts.get(name, 0) + other.parts.get(name, 0) for name in names}
        return Errors(parts, self.total + other.total)

    @property
    def count(self) -> float:
        """How much went wrong, of every sort."""
        return sum(self.parts.values())

    @property
    def rate(self) -> float | None:
        """What went wrong for each unit there was, or None where there was none."""
        return self.count / self.total if self.total else None


NO_ERRORS = Errors()
"""Nothing wrong and nothing to get right: the neutral element of addition."""

NO_TALLY = Tally()
"""Nothing counted: the neutral element of addition."""

NO_RETRIEVAL = Retrieval()
"""Nothing wanted and nothing given: the neutral element of addition."""
