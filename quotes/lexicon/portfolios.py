"""What an office is over, to tell "Secretary of Defence Lloyd Austin" from a place called Defence Lloyd Austin."""

from __future__ import annotations

from functools import cache

from quotes.lexicon.files import read_table

__all__ = [
    "also_adjectives",
    "anybody",
    "modifiers",
    "occupation_verbs",
    "only_with_complement",
    "portfolios",
    "relations",
]


@cache
def portfolios() -> frozenset[str]:
    """Return words that may stand between "Secretary of" and a name, in lower case.

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> "defence" in portfolios(), "lloyd" in portfolios()
        (True, False)
    """
    return frozenset(read_table("portfolios.toml")["portfolios"]["words"])


@cache
def only_with_complement() -> frozenset[str]:
    """Return nouns that mean a person only where words beside them say of what: "head of the school", not "his head".

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> "head" in only_with_complement()
        True
    """
    return frozenset(read_table("portfolios.toml")["only_with_complement"]["words"])


@cache
def modifiers() -> frozenset[str]:
    """Return adjectives and the like that stand in a role before its noun ("acting", "vice"), in lower case.

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> "acting" in modifiers(), "minister" in modifiers()
        (True, False)
    """
    return frozenset(read_table("portfolios.toml")["modifiers"]["words"])


@cache
def relations() -> frozenset[str]:
    """Return nouns that say how somebody stands to somebody else ("husband", "teammate"), in lower case.

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> "teammate" in relations(), "minister" in relations()
        (True, False)
    """
    return frozenset(read_table("portfolios.toml")["relations"]["words"])


@cache
def anybody() -> frozenset[str]:
    """Return nouns for any person at all ("woman", "stranger"), which say nothing of what somebody does, lower case.

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> "woman" in anybody(), "minister" in anybody()
        (True, False)
    """
    return frozenset(read_table("portfolios.toml")["anybody"]["words"])


@cache
def occupation_verbs() -> frozenset[str]:
    """Return verbs that say what somebody does ("who runs the ferry"), as lemmas.

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> "run" in occupation_verbs(), "say" in occupation_verbs()
        (True, False)
    """
    return frozenset(read_table("portfolios.toml")["occupations"]["verbs"])


@cache
def also_adjectives() -> frozenset[str]:
    """Return nouns for people that before a capitalised word are mostly adjectives ("national"), in lower case.

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> "national" in also_adjectives(), "manager" in also_adjectives()
        (True, False)
    """
    return frozenset(read_table("portfolios.toml")["also_adjectives"]["words"])
