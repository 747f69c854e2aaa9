"""Words by which people take the floor and hand it over."""

from __future__ import annotations

from functools import cache

from quotes.lexicon.files import read_table

__all__ = ["endearments", "turn_closers", "turn_openers"]


@cache
def turn_openers() -> frozenset[str]:
    """Return words, in lower case, that open a turn more often than a sentence inside one: answers, greetings, thanks.

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> "yeah" in turn_openers(), "the" in turn_openers()
        (True, False)
    """
    return frozenset(read_table("turn_words.toml")["openers"]["words"])


@cache
def turn_closers() -> frozenset[str]:
    """Return words, in lower case, that end a turn more often than a sentence inside one ("go ahead", "thank you").

    Example:
        >>> "ahead" in turn_closers(), "table" in turn_closers()
        (True, False)
    """
    return frozenset(read_table("turn_words.toml")["closers"]["words"])


@cache
def endearments() -> frozenset[str]:
    """Return words, in lower case, by which somebody is called instead of by name ("Darling, sit down").

    Example:
        >>> "darling" in endearments(), "ada" in endearments()
        (True, False)
    """
    return frozenset(read_table("turn_words.toml")["endearments"]["words"])
