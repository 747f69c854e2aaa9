"""What surrounds the words of an article or a transcript and is said by nobody in it."""

from __future__ import annotations

from functools import cache
from typing import Literal

from quotes.lexicon.files import read_table

__all__ = ["FurnitureKind", "furniture"]

FurnitureKind = Literal["section_labels", "bylines", "credits", "promotions", "sign_offs", "sounds", "interpretation"]


@cache
def furniture(kind: FurnitureKind) -> tuple[str, ...]:
    """Return the expressions of one kind in lower case, the longest first, so that the first that fits is the best.

    Args:
        kind: ``section_labels`` (Transcript, Narrator), ``bylines`` (By, Reporting by), ``credits`` (Photo:),
            ``promotions`` (Read more), ``sign_offs`` (contributed to this report; ``x`` as a word of its own stands for
            a name or a place), ``sounds`` (applause), ``interpretation`` (then translated).

    Raises:
        LexiconError: if the data file is malformed.
        KeyError: if there is no such kind.

    Example:
        >>> "read more" in furniture("promotions"), "reporting by" in furniture("bylines")
        (True, True)
    """
    words = {word.casefold() for word in read_table("furniture.toml")[kind]["words"]}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
