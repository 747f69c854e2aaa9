"""How far long work is: what is told while items go by, and nothing at all where nobody listens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

__all__ = ["Tell", "tell_through"]

Tell = Callable[[float], None]
"""Takes the share of a piece of work that is done, 0 to 1."""

_Item = TypeVar("_Item")

_TIMES = 200
"""How often is told of one loop, about."""


def tell_through(
    items: Iterable[_Item], total: int, tell: Tell | None, *, first: float = 0.0, last: float = 1.0
) -> Iterable[_Item]:
    """Give the items, telling how far they are; without a listener the very items that were given.

    Args:
        items: what is gone through.
        total: how many they are, about.
        tell: who listens, or None.
        first: the share of the work that is done before them.
        last: the share that is done behind them.

    Example:
        >>> told = []
        >>> list(tell_through("ab", 2, told.append, first=0.5)), told
        (['a', 'b'], [0.75, 1.0])
        >>> tell_through("ab", 2, None)
        'ab'
    """
    return items if tell is None else _told(items, max(1, total), tell, first, last)


def _told(items: Iterable[_Item], total: int, tell: Tell, first: float, last: float) -> Iterator[_Item]:
    step = max(1, total // _TIMES)
    for number, item in enumerate(items, start=1):
        yield item
        if number % step == 0 or number == total:
            tell(first + (last - first) * min(1.0, number / total))
