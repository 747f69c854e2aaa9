"""How speakers are named in a conversation, and what operators, hosts and reporters say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from quotes.lexicon.files import bad_entry, read_table

__all__ = [
    "NameSide",
    "departments",
    "fillers",
    "list_links",
    "name_patterns",
    "offices",
    "role_speech",
]

NameSide = Literal["before", "after"]
"""On which side of a name the words stand."""

_FILE = "voices.toml"


@cache
def role_speech() -> Mapping[str, re.Pattern[str]]:
    """Return for each role of an unnamed voice what its bearers say, compiled, for text in lower case.

    Raises:
        LexiconError: if an expression is not one.
    """
    return MappingProxyType(
        {role: _compile(role, forms, 0) for role, forms in read_table(_FILE)["role_speech"].items()}
    )


@cache
def name_patterns(side: NameSide) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the kinds of words beside a spoken name, in order, each with its expression; the first that fits counts.

    Expressions of the side ``before`` are searched in the words before a name, in lower case, and end right before it;
    those of the side ``after`` are matched right behind it, whatever their case.

    Raises:
        LexiconError: if an expression is not one.

    Example:
        >>> kind, pattern = name_patterns("before")[0]
        >>> kind, bool(pattern.search("hello, my name is "))
        ('self_name', True)
    """
    table = read_table(_FILE)[side]
    if side == "after":
        return tuple((kind, _compile(kind, forms)) for kind, forms in table.items())
    return tuple((kind, _compile(kind, [rf"(?:{form})\s*$" for form in forms], 0)) for kind, forms in table.items())


@cache
def list_links() -> frozenset[str]:
    """Return what parts the names of a list besides a comma, in lower case ("and", "as well as")."""
    return _words("between")


@cache
def fillers() -> frozenset[str]:
    """Return words that part speech without meaning, in lower case ("uh", "um")."""
    return _words("fillers")


@cache
def departments() -> frozenset[str]:
    """Return departments that follow a name as what somebody does, in lower case ("investor relations")."""
    return _words("departments")


@cache
def offices() -> frozenset[str]:
    """Return short words for offices that the nouns for persons lack or that need no article ("cfo", "head")."""
    return _words("offices")


def _words(name: str) -> frozenset[str]:
    return frozenset(read_table(_FILE)[name]["words"])


def _compile(kind: str, forms: list[str], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    try:
        return re.compile("|".join(forms), flags)
    except re.error as error:
        raise bad_entry(_FILE, f"{kind}: {error}") from error
