"""Captions that roll: each shows the last line of the one before once more, as live and automatic captions do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.formats.captions import Caption, skip
from quotes.model import Skip

__all__ = ["cut_repeated"]

_LINE = re.compile(r"[^\r\n]+")
_TAG = re.compile(r"<[^<>]*>")
_LEAST_CAPTIONS = 3
_LEAST_SHARE = 0.4
"""Files in which at least this share of captions begins with lines of the one before roll; in others it is chance.

In automatic captions with times of words two in three do.
"""


def cut_repeated(text: str, captions: Sequence[Caption]) -> tuple[list[Caption], list[Skip]]:
    r"""Return captions without the lines they only show once more, where a file rolls, and reports on those lines.

    Args:
        text: the whole file.
        captions: its captions in order.

    Example:
        >>> text = "a\nb\nb\nc\nc\nd\nd\ne"
        >>> rolling = [Caption(4 * number, 4 * number + 3, 1, 9 * number, 9 * number + 9) for number in range(4)]
        >>> [text[caption.start : caption.end] for caption in cut_repeated(text, rolling)[0]]
        ['a\nb', '\nc', '\nd', '\ne']
    """
    cuts: dict[int, int] = {}
    before: list[str] = []
    for number, caption in enumerate(captions):
        found = [line for line in _LINE.finditer(text, caption.start, caption.end) if _clean(line[0])]
        lines = [_clean(line[0]) for line in found]
        follows = number > 0 and captions[number - 1].end_ms == caption.start_ms is not None
        if follows and lines:
            for count in range(min(len(lines), len(before)), 0, -1):
                if before[-count:] == lines[:count]:
                    cuts[number] = found[count - 1].end()
                    break
        before = lines or before
    if len(cuts) < _LEAST_CAPTIONS or len(cuts) < _LEAST_SHARE * len(captions):
        return list(captions), []
    kept, skips = list(captions), []
    for number, cut in cuts.items():
        caption = captions[number]
        if "<v" not in text[caption.start : cut]:  # the voice is that of the line behind it too
            kept[number] = caption._replace(start=cut)
            skips.append(skip("a line shown once more", text, caption.start, cut, caption.line + 1))
    return kept, skips


def _clean(line: str) -> str:
    """Return a line without tags and with single blanks."""
    return " ".join(_TAG.sub("", line).split()) if "<" in line else " ".join(line.split())
