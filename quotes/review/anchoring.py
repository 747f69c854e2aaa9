"""Finding a place again in a text that has changed: by the words that stood there and the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotes.review.corrections import Anchor
from quotes.spans import Span

__all__ = ["CONTEXT_CHARS", "find_again", "make_anchor"]

CONTEXT_CHARS = 40
"""How much is kept of the words on either side."""

_MOST_PLACES = 200
"""Words that stand in more places than this are told apart by nothing but luck."""


def make_anchor(text: str, span: Span) -> Anchor:
    """Return what stands at ``span`` of ``text``, with what stands around it.

    Example:
        >>> make_anchor("He said no.", Span(8, 10)).prefix
        'He said '
    """
    start, end = span
    return Anchor(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT_CHARS) : start],
        suffix=text[end : end + CONTEXT_CHARS],
    )


def find_again(text: str, anchor: Anchor) -> Span | None:
    """Return where the words of ``anchor`` stand in ``text``, or None where that cannot be known.

    It is known where they stand in one place only, or in one place with more of the words around them than in any
    other. Nothing is found by likeness: words that were changed are gone.

    Example:
        >>> find_again("Then he said no. She said no.", make_anchor("She said no.", Span(9, 11)))
        Span(start=26, end=28)
    """
    if not anchor.exact:
        return None
    size = len(anchor.exact)
    places = list(_places(text, anchor.exact))
    if len(places) == 1:
        return Span(places[0], places[0] + size)
    if not places or len(places) > _MOST_PLACES:
        return None
    ranked = sorted(((_context(text, place, anchor), place) for place in places), reverse=True)
    best, second = ranked[0], ranked[1]
    return Span(best[1], best[1] + size) if best[0] > second[0] else None


def _places(text: str, words: str) -> Iterator[int]:
    """Give the places of ``words``, one more than is looked at."""
    at, count = text.find(words), 0
    while at >= 0 and count <= _MOST_PLACES:
        yield at
        at, count = text.find(words, at + 1), count + 1


def _context(text: str, place: int, anchor: Anchor) -> int:
    """Count the code points before and behind that are as they were."""
    before = _same(reversed(text[max(0, place - len(anchor.prefix)) : place]), reversed(anchor.prefix))
    end = place + len(anchor.exact)
    return before + _same(text[end : end + len(anchor.suffix)], anchor.suffix)


def _same(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
