"""Rosters: people known beforehand, in JSON or TOML."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from quotes.errors import ReadError
from quotes.formats.base import RawInput
from quotes.formats.decoding import decode
from quotes.formats.strict_json import parse_json
from quotes.lexicon.strict_toml import parse_toml
from quotes.model import RosterEntry

__all__ = ["check_roster", "read_roster"]


@lru_cache(maxsize=1)
def _load_checker() -> TypeAdapter[tuple[RosterEntry, ...]]:
    return TypeAdapter(tuple[RosterEntry, ...])


def read_roster(path: str | Path) -> tuple[RosterEntry, ...]:
    """Read a roster file: a list of people, each with a name and maybe aliases, role, affiliation and gender.

    JSON holds the list itself or an object with the list under ``roster``; TOML holds ``[[roster]]`` tables.

    Raises:
        ReadError: the file cannot be read, is neither JSON nor TOML, or an entry is wrong (named by its number from 0).
    """
    shown = str(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(shown, None, f"the roster cannot be read: {error.strerror or error}") from None
    text, _ = decode(RawInput(shown, shown, data))
    is_toml = Path(path).suffix.lower() == ".toml"
    try:
        value: Any = parse_toml(text) if is_toml else parse_json(text)
    except ValueError as error:
        raise ReadError(shown, None, f"the roster cannot be read{' as TOML' if is_toml else ''}: {error}") from None
    if isinstance(value, dict):
        if value.keys() != {"roster"}:
            found = ", ".join(sorted(value)) or "nothing"
            raise ReadError(
                shown, None, f"a roster is a list of people, in TOML [[roster]] tables; this file holds {found}"
            )
        value = value["roster"]
    try:
        return check_roster(value)
    except ValueError as error:
        raise ReadError(shown, None, str(error)) from None


def check_roster(value: Any) -> tuple[RosterEntry, ...]:
    """Turn parsed JSON or TOML into roster entries.

    Raises:
        ValueError: it is no list of people, with the number (from 0) and the field of the first fault.

    Example:
        >>> check_roster([{"name": "Ana Reyes", "role": "mayor"}])[0].role
        'mayor'
        >>> check_roster([{"role": "mayor"}])
        Traceback (most recent call last):
            ...
        ValueError: roster entry 0, name: Field required
    """
    if not isinstance(value, list):
        raise ValueError("a roster is a list of people, each an object with a 'name'")
    try:
        return _load_checker().validate_python(value)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        number, *fields = fault["loc"]
        place = ".".join(["", *map(str, fields)])[1:]
        raise ValueError(f"roster entry {number}{', ' + place if place else ''}: {fault['msg']}") from None
