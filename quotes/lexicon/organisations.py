"""Words that make a capitalised name an organisation."""

from __future__ import annotations

from functools import cache

from quotes.lexicon.files import read_table

__all__ = ["known_organisations", "organisation_heads", "organisation_suffixes", "periodicals"]

_FILE = "organisations.toml"


@cache
def organisation_heads() -> frozenset[str]:
    """Return words that make a name with a capital an organisation, as they are written in it (Ministry, University).

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> "Ministry" in organisation_heads()
        True
    """
    return frozenset(read_table(_FILE)["heads"]["words"])


@cache
def organisation_suffixes() -> frozenset[str]:
    """Return what stands at the end of a company's name, as written, with and without full stops (Inc., GmbH).

    Example:
        >>> {"Corp", "Corp.", "PLC"} <= organisation_suffixes()
        True
    """
    return frozenset(read_table(_FILE)["suffixes"]["words"])


@cache
def known_organisations() -> frozenset[str]:
    """Return bodies known by their letters or a name of their own, as written (U.N., NATO, Supreme Court).

    Example:
        >>> {"UN", "U-N", "Security Council"} <= known_organisations()
        True
    """
    return frozenset(read_table(_FILE)["known"]["words"])


@cache
def periodicals() -> frozenset[str]:
    """Return nouns that end the name of a newspaper, a magazine or a site, as written there (Observer, Economist).

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> "Observer" in periodicals(), "Minister" in periodicals()
        (True, False)
    """
    return frozenset(read_table(_FILE)["periodicals"]["words"])
