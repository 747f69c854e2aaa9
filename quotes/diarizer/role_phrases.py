"""Whether words say what one person does: "our Chief Financial Officer", "investor relations"."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from quotes.lexicon import function_words, person_nouns, pronouns
from quotes.lexicon.portfolios import relations
from quotes.lexicon.voices import departments, offices

__all__ = ["is_role_phrase"]


@lru_cache(maxsize=2048)
def is_role_phrase(words: str) -> bool:
    """Whether words without an article say what one person does.

    Example:
        >>> is_role_phrase("Chief Financial Officer"), is_role_phrase("investor relations"), is_role_phrase("good idea")
        (True, True, False)
    """
    lower = words.casefold().replace("’", "'")
    if lower in departments():
        return True
    tokens = re.findall(r"[\w'/-]+", lower)
    if not tokens or not _no_role_words().isdisjoint(tokens):
        return False
    nouns = person_nouns()
    heads = [t for t in tokens if t in offices() or (t in nouns and not nouns[t].plural and t not in relations())]
    return bool(heads)


@cache
def _no_role_words() -> frozenset[str]:
    """Return the words that make a clause of a phrase."""
    return frozenset(pronouns()) | function_words("auxiliaries") | {"if", "so", "when", "how", "what", "that", "this"}
