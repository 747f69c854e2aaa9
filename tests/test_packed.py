"""Packed sequences hold what was put into them, however much of it."""

from __future__ import annotations

import pytest

from quotes.packed import Packed, pack_tuples
from quotes.spans import Span

SIZES = (0, 1, 64, 4_095, 4_096, 20_000)


def packed(size: int) -> Packed[Span]:
    """Return so many spans, packed."""
    return pack_tuples(Span, (Span(number, 2 * number) for number in range(size)))


@pytest.mark.parametrize("size", SIZES)
def test_what_comes_out_is_what_went_in(size: int) -> None:
    """In order, by number from either end, and by slice, short or long enough to be packed."""
    values = [Span(number, 2 * number) for number in range(size)]
    sequence = packed(size)
    assert list(sequence) == values
    assert len(sequence) == size
    assert [sequence[number] for number in range(0, size, 97)] == values[::97]
    assert [sequence[number] for number in range(-size, 0, 97)] == values[::97]
    assert list(sequence[5:-7:3]) == values[5:-7:3]
    assert all(type(span) is Span for span in sequence)


@pytest.mark.parametrize("place", [20_000, -20_001, 10**9])
def test_nothing_stands_behind_the_ends(place: int) -> None:
    """A place outside is an error, as for a list."""
    with pytest.raises(IndexError):
        packed(20_000)[place]


def test_two_passes_at_once_do_not_disturb_each_other() -> None:
    """One reader far ahead of another sees the same values."""
    sequence = packed(30_000)
    ahead = iter(sequence)
    for _ in range(9_000):
        next(ahead)
    assert [next(ahead).start - span.start for span, _ in zip(sequence, range(500), strict=False)] == [9_000] * 500


def test_a_long_one_is_small() -> None:
    """A packed span takes a fraction of what its object takes."""
    import tracemalloc

    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        sequence = packed(100_000)
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert len(sequence) == 100_000
    assert taken < 100_000 * 35


def test_values_are_added_behind_as_behind_a_tuple() -> None:
    """A stage that adds a tuple to what it was given gets a tuple."""
    spans = pack_tuples(Span, [Span(n, n + 1) for n in range(5000)])

    assert spans + (Span(7, 9),) == (*spans, Span(7, 9))  # noqa: RUF005
