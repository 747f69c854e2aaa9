"""Given names with the share of women among their bearers, surnames, nicknames."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from quotes.lexicon.files import bad_entry, read_table, read_words

__all__ = ["given_names", "name_spellings", "nicknames", "surnames"]

_SHARES = {"male": 0.0, "female": 1.0, "either": 0.5}


@cache
def given_names() -> Mapping[str, float]:
    """Return given names in lower case, without diacritics, with the share (0 to 1) of their bearers that are women.

    Raises:
        LexiconError: if a data file is malformed.

    Source: 1990 census of the United States, the 2,500 most frequent; names of other countries by hand, where the
    share is 0, 0.5 or 1.

    Example:
        >>> given_names()["robert"] < 0.01, given_names()["mary"] > 0.99, given_names()["robin"]
        (True, True, 0.5)
    """
    shares = {}
    for name, share in read_words("given_names.txt", columns=2):
        try:
            shares[name] = float(share)
        except ValueError as error:
            raise bad_entry("given_names.txt", f"{name}: the share {share!r} is not a number") from error
    for name, gender in read_words("given_names_world.txt", columns=2):
        if gender not in _SHARES:
            raise bad_entry("given_names_world.txt", f"{name}: {gender!r} is not male, female or either")
        shares[name] = _SHARES[gender]
    return MappingProxyType(shares)


@cache
def surnames() -> Mapping[str, int]:
    """Return surnames in lower case with their rank by frequency, the most frequent being 1.

    Source: 1990 census of the United States, the 5,000 most frequent.

    Example:
        >>> surnames()["smith"]
        1
    """
    return MappingProxyType({name: rank for rank, (name,) in enumerate(read_words("surnames.txt"), 1)})


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """Return for each given name, in lower case, the other names its bearers go by; the relation holds both ways.

    Names of one group stand for each other (Bob and Rob); names of different groups do not, even where they share a
    short form (Edward and Theodore are both Ted).

    Example:
        >>> "bob" in nicknames()["robert"], "robert" in nicknames()["bob"], "theodore" in nicknames()["edward"]
        (True, True, False)
    """
    return _groups_by_name("nicknames")


@cache
def name_spellings() -> Mapping[str, frozenset[str]]:
    """Return for each given name, in lower case, its other spellings and transcriptions; the relation holds both ways.

    Example:
        >>> "steven" in name_spellings()["stephen"]
        True
    """
    return _groups_by_name("spellings")


def _groups_by_name(table: str) -> Mapping[str, frozenset[str]]:
    """Return for each name of the groups of a table the other names of its groups."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for group in read_table("nicknames.toml")[table]["groups"]:
        for name in group:
            found[name].update(other for other in group if other != name)
    return MappingProxyType({name: frozenset(others) for name, others in found.items()})
