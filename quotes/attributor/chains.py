"""Sentences as chains of units: what the taggers of cues and of frames walk along.

A chain is one sentence of the narrator's; sentences that are nothing but a quoted stretch go with the one beside them,
so that "A," he said. "B." is one chain of four units.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotes.language.passages import Passage, Unit

__all__ = ["LONGEST_CHAIN", "read_chains"]

LONGEST_CHAIN = 160
"""Units in the longest chain; a list or a table that runs on without a stop is cut here."""


def read_chains(passage: Passage) -> Iterator[tuple[int, tuple[Unit, ...]]]:
    """Give the chains of a passage in order, each with the position of its first unit.

    A passage in which the narrator says nothing has none.
    """
    units = passage.units
    first = last = 0
    has_words = False
    for start, end in _find_sentences(units):
        speaks = any(_is_word(unit) for unit in units[start:end])
        if has_words and speaks:
            yield from _cut(units, first, last)
            first, has_words = start, False
        last = end
        has_words = has_words or speaks
    if has_words:
        yield from _cut(units, first, last)


def _cut(units: Sequence[Unit], first: int, last: int) -> Iterator[tuple[int, tuple[Unit, ...]]]:
    for start in range(first, last, LONGEST_CHAIN):
        yield start, tuple(units[start : min(last, start + LONGEST_CHAIN)])


def _is_word(unit: Unit) -> bool:
    return not unit.is_quoted and any(char.isalnum() for char in unit.text)


def _find_sentences(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    first = 0
    for position in range(1, len(units) + 1):
        if position == len(units) or units[position].sentence != units[first].sentence:
            yield first, position
            first = position
