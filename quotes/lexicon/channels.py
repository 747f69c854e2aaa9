"""By what words are passed on: statements, posts, letters, court papers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from quotes.lexicon.files import read_table

__all__ = ["channel_nouns", "channel_verbs", "platforms", "relaying_verbs", "written_verbs"]

_FILE = "channels.toml"


@cache
def channel_nouns() -> Mapping[str, str]:
    """Return nouns, as lemmas of one or two words in lower case, with what the channel is called.

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> channel_nouns()["tweet"], channel_nouns()["court filing"]
        ('post', 'court papers')
    """
    return _invert("nouns")


@cache
def platforms() -> Mapping[str, str]:
    """Return names of platforms, as written, with what the channel is called.

    Example:
        >>> platforms()["Facebook"]
        'post'
    """
    return _invert("platforms")


@cache
def channel_verbs() -> Mapping[str, str]:
    """Return reporting verbs, as lemmas, that say by what, with what the channel is called.

    Example:
        >>> channel_verbs()["tweet"]
        'post'
    """
    return _invert("verbs")


@cache
def written_verbs() -> frozenset[str]:
    """Return reporting verbs, as lemmas, that go on with a channel named before.

    Example:
        >>> "write" in written_verbs(), "say" in written_verbs()
        (True, False)
    """
    return frozenset(read_table(_FILE)["written"]["verbs"])


@cache
def relaying_verbs() -> frozenset[str]:
    """Return verbs, as lemmas, of those who pass on what others said.

    Example:
        >>> "quote" in relaying_verbs()
        True
    """
    return frozenset(read_table(_FILE)["relaying"]["verbs"])


def _invert(table: str) -> Mapping[str, str]:
    """Return the words of a table with the key they stand under."""
    return MappingProxyType({word: name for name, words in read_table(_FILE)[table].items() for word in words})
