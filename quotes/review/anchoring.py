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

_LONG_CHARS = 12
"""Words so long, in code points, that stand in one place only, are known by themselves."""

_LEAST_AGREEING = 4
"""So many letters and digits next to shorter words have to be as they were."""


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
    other; of words shorter than 12 code points, and of those in several places, something beside them has to be as it
    was. Nothing is found by likeness: words that were changed are gone.

    Example:
        >>> find_again("Then he said no. She said no.", make_anchor("She said no.", Span(9, 11)))
        Span(start=26, end=28)
        >>> find_again("He left.", make_anchor("It rained. He said no.", Span(11, 13))) is None
        True
    """
    if not anchor.exact:
        return None
    size = len(anchor.exact)
    places = list(_places(text, anchor.exact))
    if not places or len(places) > _MOST_PLACES:
        return None
    if len(places) == 1:
        best = places[0]
    else:
        ranked = sorted(((sum(_context(text, place, anchor)), place) for place in places), reverse=True)
        if ranked[0][0] == ranked[1][0]:
            return None
        best = ranked[0][1]
    if (len(places) == 1 and size >= _LONG_CHARS) or _has_context(text, best, anchor):
        return Span(best, best + size)
    return None


def _places(text: str, words: str) -> Iterator[int]:
    """Give the places of ``words``, one more than is looked at."""
    at, count = text.find(words), 0
    while at >= 0 and count <= _MOST_PLACES:
        yield at
        at, count = text.find(words, at + 1), count + 1


def _context(text: str, place: int, anchor: Anchor) -> tuple[int, int]:
    """Count the code points before and behind that are as they were."""
    before = _same(reversed(text[max(0, place - len(anchor.prefix)) : place]), reversed(anchor.prefix))
    end = place + len(anchor.exact)
    return before, _same(text[end : end + len(anchor.suffix)], anchor.suffix)


def _has_context(text: str, place: int, anchor: Anchor) -> bool:
    """Whether enough of what stood around the words, or all of it, is as it was."""
    before, behind = _context(text, place, anchor)
    end = place + len(anchor.exact)
    agreeing = text[place - before : place] + text[end : end + behind]
    if sum(map(str.isalnum, agreeing)) >= _LEAST_AGREEING:
        return True
    is_first, is_last = len(anchor.prefix) < CONTEXT_CHARS, len(anchor.suffix) < CONTEXT_CHARS
    starts_alike = before == len(anchor.prefix) and (not is_first or place == before)
    ends_alike = behind == len(anchor.suffix) and (not is_last or end + behind == len(text))
    return starts_alike and ends_alike


def _same(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
