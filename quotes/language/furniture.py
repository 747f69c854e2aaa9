"""What surrounds the words of an article and is said by nobody in it: bylines, credits, invitations to read more."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from quotes.lexicon import FurnitureKind, furniture
from quotes.lexicon.files import read_table

__all__ = ["find_dateline_end", "furniture_kind"]

_DATA_FOLDER = Path(__file__).parent / "data"
_MOST_WORDS = 16
_KINDS: tuple[FurnitureKind, ...] = ("bylines", "credits", "promotions", "section_labels")


def furniture_kind(line: str) -> FurnitureKind | None:
    """Return what kind of furniture a paragraph is, or None for one that belongs to the text.

    Only short lines that do not end like a sentence of the text count. A byline needs a name after it, a promotion
    or a credit its colon or a short rest, a section label stands alone.

    Example:
        >>> furniture_kind("By Ada Quill"), furniture_kind("Read more: The bridge that would not open")
        ('bylines', 'promotions')
        >>> furniture_kind("By noon the square was empty.") is None
        True
    """
    words = line.split()
    if not words or len(words) > _MOST_WORDS:
        return None
    bare = " ".join(words)
    for kind in _KINDS:
        match = _pattern(kind).match(bare)
        if match is None:
            continue
        rest = bare[match.end() :].lstrip(" :–—-|")
        if kind == "section_labels":
            if not rest:
                return kind
        elif kind == "bylines":
            names = [word for word in rest.split() if word.lower() not in _joiners()]
            if names and all(word[0].isupper() for word in names) and not rest.endswith((".", "!", "?")):
                return kind
        elif (
            bare[: match.end()].endswith(":")
            or bare[match.end() : match.end() + 1] == ":"
            or (len(words) <= 8 and not rest.endswith("."))
        ):
            return kind
    return None


_DATELINE = re.compile(
    r"\s*(?:date \d{4}-\d\d-\d\d )?(?:[A-Z][A-Z.'’-]+(?:,? [A-Z][\w.'’-]*){0,6})(?: \([^()\n]{1,30}\))? ?[—–-]+ "
)
"""A place in capitals, maybe an agency in brackets, and a dash: how news agencies open a report."""


def find_dateline_end(text: str, start: int, end: int) -> int:
    """Return where the text begins after a dateline at ``start``, or ``start`` where none stands there.

    Args:
        text: the document's text.
        start: first code point of a paragraph.
        end: one past its last.

    Example:
        >>> find_dateline_end("OSTERBY (AP) — The harbour is shut.", 0, 35)
        15
    """
    match = _DATELINE.match(text, start, min(end, start + 120))
    return match.end() if match else start


@cache
def _pattern(kind: FurnitureKind) -> re.Pattern[str]:
    expressions = sorted(furniture(kind), key=len, reverse=True)
    return re.compile(
        r"(?:" + "|".join(re.escape(expression) for expression in expressions) + r")(?!\w)", re.IGNORECASE
    )


@cache
def _joiners() -> frozenset[str]:
    return frozenset(read_table("layout.toml", folder=_DATA_FOLDER)["bylines"]["joiners"])
