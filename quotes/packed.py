"""Long sequences kept small: of the values of a book only a few stand in memory as objects, the others as bytes.

A value of a few numbers and words takes several hundred bytes as an object and a few dozen written one behind the
other. What a long document has a hundred thousand of is therefore packed, block by block, and unpacked again where it
is asked for; what a short one has stays as it is and costs nothing.
"""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Generic, TypeVar, overload

__all__ = ["Packed", "pack_tuples"]

T = TypeVar("T")

_BLOCK = 64
"""How many values are packed together."""

_FRESH = 1024
"""So many values, the last ones, are not packed."""

_OPEN_BLOCKS = 4
"""How many blocks that were packed are held unpacked: few, so that their values die young."""

_LEVEL = 1
"""How hard zlib tries: more takes twice the time for a tenth of the room. Measured on the quotations of news."""


class Packed(Sequence[T], Generic[T]):
    """A sequence that only grows at its end, most of it as bytes; what is taken out of it is a new value, equal to it.

    Args:
        flat: gives some values as nested plain tuples and lists of numbers, strings and None: types of its own cannot
            be packed.
        whole: gives the values back.
        values: what it holds first.

    Example:
        >>> from quotes.spans import Span
        >>> spans = pack_tuples(Span, [Span(n, n + 3) for n in range(5000)])
        >>> len(spans), spans[-1], sum(span.start for span in spans)
        (5000, Span(start=4999, end=5002), 12497500)
    """

    __slots__ = ("_blocks", "_flat", "_fresh", "_open", "_whole")

    def __init__(
        self, flat: Callable[[Sequence[T]], Any], whole: Callable[[Any], list[T]], values: Iterable[T] = ()
    ) -> None:
        self._flat, self._whole = flat, whole
        self._blocks: list[bytes] = []
        self._fresh: list[T] = []
        self._open: dict[int, list[T]] = {}
        for value in values:
            self.append(value)

    def append(self, value: T) -> None:
        """Put a value behind the others."""
        self._fresh.append(value)
        if len(self._fresh) == 2 * _FRESH:
            for first in range(0, _FRESH, _BLOCK):
                flat = self._flat(self._fresh[first : first + _BLOCK])
                self._blocks.append(zlib.compress(marshal.dumps(flat), _LEVEL))
            del self._fresh[:_FRESH]

    def __add__(self, others: Iterable[T]) -> tuple[T, ...]:
        """Return these values and others behind them, as objects: what a stage of somebody else's does with a tuple."""
        return (*self, *others)

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._fresh)

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self._blocks)):
            yield from self._open.get(number) or self._unpack(number)
        yield from self._fresh

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        if place < 0:
            place += len(self)
        packed = len(self._blocks) * _BLOCK
        if place >= packed:
            return self._fresh[place - packed]
        if place < 0:
            raise IndexError(f"there are {len(self)} values, none at {place - len(self)}")
        number = place // _BLOCK
        values = self._open.get(number)
        if values is None:
            values = self._unpack(number)
            if len(self._open) == _OPEN_BLOCKS:
                del self._open[next(iter(self._open))]
            self._open[number] = values
        return values[place % _BLOCK]

    def _unpack(self, number: int) -> list[T]:
        """Return the values of a block."""
        return self._whole(marshal.loads(zlib.decompress(self._blocks[number])))  # noqa: S302  (bytes made here)


_Tuple = TypeVar("_Tuple", bound=tuple[Any, ...])


def pack_tuples(kind: type[_Tuple], values: Iterable[_Tuple] = ()) -> Packed[_Tuple]:
    """Return named tuples of numbers, strings and None, or plain tuples of these, packed.

    Args:
        kind: what they are.
        values: what the sequence holds first.

    Example:
        >>> from quotes.spans import Span
        >>> list(pack_tuples(Span, [Span(4, 9)]))
        [Span(start=4, end=9)]
    """
    return Packed(_flatten_tuples, partial(_make_tuples, kind), values)


def _flatten_tuples(values: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return list(zip(*values, strict=True))


def _make_tuples(kind: type[_Tuple], columns: Sequence[tuple[Any, ...]]) -> list[_Tuple]:
    make: Callable[[Any], _Tuple] = partial(tuple.__new__, kind)
    return list(map(make, zip(*columns, strict=True)))
