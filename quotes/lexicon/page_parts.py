"""What sites call the parts of a page: which hold the article's own words, and which hold others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from quotes.lexicon.files import bad_entry, read_table

__all__ = ["body_names", "reason_apart"]

_FILE = "page_parts.toml"
_PARTS = re.compile(r"[-_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def reason_apart(name: str) -> str | None:
    """Return why an element of that class or id holds no words of the article, or None where the name does not say.

    Example:
        >>> reason_apart("twitter-tweet"), reason_apart("storyRelated"), reason_apart("entry-content")
        ('an embedded post', 'not of the article', None)
    """
    whole, last = _apart()
    spelled = _HUMP.sub("-", name).lower()
    return whole.get(spelled) or last.get(_PARTS.split(spelled)[-1])


def body_names() -> tuple[frozenset[str], frozenset[str]]:
    """Return the classes and ids, and the values of ``itemprop``, that mark an article's own words; in small letters.

    Example:
        >>> "entry-content" in body_names()[0], "articlebody" in body_names()[1]
        (True, True)
    """
    table = read_table(_FILE)["body"]
    return frozenset(table["names"]), frozenset(table["itemprops"])


@cache
def _apart() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return reasons by whole name and by a name's last part; the first entry of a name holds."""
    whole: dict[str, str] = {}
    last: dict[str, str] = {}
    for number, entry in enumerate(read_table(_FILE)["part"]):
        reason = entry.get("reason")
        if not isinstance(reason, str) or not reason:
            raise bad_entry(_FILE, f"part {number}: no reason")
        for names, table in ((entry.get("names", ()), whole), (entry.get("last", ()), last)):
            for name in names:
                table.setdefault(name, reason)
    return MappingProxyType(whole), MappingProxyType(last)
