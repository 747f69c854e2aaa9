"""Program text: what stands in its marks are strings, not speech, and its marks are nobody's to change."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotes.spans import Span

__all__ = ["find_code"]

_CODE_LINE = re.compile(
    r"\w ?= ?[\"'`]|\w\([\"'`]|[\[{(,] ?\"\w{1,40}\" ?:|^\s{0,40}\"\w{1,40}\" ?: ?[\"\[{\d]", re.MULTILINE
)
_CODE_SIGNS = re.compile(r"=|\([\"'`]|\"(?: ?:)")
"""What no program line is without; most texts have none of it, and looking for it costs little."""
_TAG = re.compile(r"<[a-zA-Z/!][^<>\n]{0,400}>")
_FENCE = re.compile(r"^[ ]{0,3}(```|~~~)", re.MULTILINE)
_CODE_REACH_CHARS = 120


def find_code(text: str) -> Iterator[Span]:
    """Yield what is plainly program text: tags, fenced blocks, assignments and calls with strings.

    Example:
        >>> text = 'Set name = "Otto" there.'
        >>> [span.of(text) for span in find_code(text)]
        ['Set name = "Otto" there.']
    """
    for tag in _TAG.finditer(text):
        yield Span(*tag.span())
    fences = [fence.start() for fence in _FENCE.finditer(text)]
    for start, end in zip(fences[::2], fences[1::2], strict=False):
        yield Span(start, end + 3)
    if _CODE_SIGNS.search(text) is None:
        return
    end = 0
    for found in _CODE_LINE.finditer(text):
        if found.start() < end:
            continue
        start = max(text.rfind("\n", end, found.start()) + 1, found.start() - _CODE_REACH_CHARS, end)
        stop = text.find("\n", found.end(), found.end() + _CODE_REACH_CHARS)
        end = stop if stop >= 0 else min(len(text), found.end() + _CODE_REACH_CHARS)
        yield Span(start, end)
