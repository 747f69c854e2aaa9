"""TOML that anybody may have written: what would take long or go too deep is refused."""

from __future__ import annotations

import tomllib
from typing import Any

__all__ = ["parse_toml"]

_MOST_CHARS = 4_000_000
_MOST_DOTS_OF_A_LINE = 200
"""The parser of Python's library takes time with the square of the parts of a dotted key."""


def parse_toml(text: str) -> dict[str, Any]:
    """Return the table of a TOML text.

    Raises:
        ValueError: it is no TOML, nested too deeply, or longer than anybody writes.

    Example:
        >>> parse_toml('name = "Ana"')
        {'name': 'Ana'}
        >>> parse_toml("a = " + "[" * 100_000)
        Traceback (most recent call last):
            ...
        ValueError: its values are nested too deeply
    """
    if len(text) > _MOST_CHARS:
        raise ValueError(f"it has more than {_MOST_CHARS:,} characters")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MOST_DOTS_OF_A_LINE:
            raise ValueError(f"a line has more than {_MOST_DOTS_OF_A_LINE} dots (at line {number})")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("its values are nested too deeply") from None
