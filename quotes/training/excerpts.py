"""Pages out of books: a story's first lines tell less than the whole, and what is learnt must hold for them too."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from random import Random

from quotes.spans import Span

__all__ = ["cut_excerpts"]

_BREAK = re.compile(r"\n\s*\n|\n(?=[ \t])")
_FULL_ENOUGH = 0.6


def cut_excerpts(text: str, sizes: Sequence[int], each: int, seed: str) -> Iterator[Span]:
    r"""Give stretches of whole paragraphs of a text, the same ones on every run.

    Args:
        text: the text.
        sizes: how many words a stretch is to have at least.
        each: how many stretches of each size.
        seed: what the choice of places hangs on.

    Example:
        >>> list(cut_excerpts("One two three.\n\nFour five six.\n\nSeven.", [4], 1, "a"))
        [Span(start=16, end=38)]
    """
    chance = Random(seed)  # noqa: S311  (a sample, no secret)
    breaks = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    for size in sizes:
        for _ in range(each):
            start = end = chance.choice(breaks[:-1])
            words = 0
            place = bisect_right(breaks, start)
            while place < len(breaks) and words < size:
                words += len(text[end : breaks[place]].split())
                end = breaks[place]
                place += 1
            if words >= size * _FULL_ENOUGH:
                yield Span(start, end)
