"""JSON as the standard has it: no NaN, no lone surrogates, and an error that names the place."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from pydantic_core import from_json

__all__ = ["parse_json"]


def parse_json(text: str, *, with_nan: bool = False) -> Any:
    r"""Return the value of a JSON text.

    Args:
        text: the JSON.
        with_nan: whether NaN and Infinity are numbers, as Python and so most recognisers write them.

    Raises:
        ValueError: it is no JSON (with line and column, counted from 1), or a string in it holds a lone surrogate, half
            of a character, which no encoding can write (with the field and the character, counted from 0).

    Source: RFC 8259, sections 6 and 8.2.

    Example:
        >>> parse_json('{"text": "a\\ud83d"}')
        Traceback (most recent call last):
            ...
        ValueError: field 'text' holds a lone surrogate (U+D83D) at character 1; repair the program that wrote it
    """
    try:
        return from_json(text, allow_inf_nan=with_nan)
    except ValueError as error:
        if "hex escape" in str(error) or "surrogate" in str(error):
            with contextlib.suppress(json.JSONDecodeError, RecursionError):
                _refuse_surrogates(json.loads(text), "")
        raise ValueError(f"it is not JSON: {error}") from None


def _refuse_surrogates(value: Any, field: str) -> None:
    """Raise a ValueError for the first lone surrogate in ``value``."""
    if isinstance(value, str):
        for place, char in enumerate(value):
            if "\ud800" <= char <= "\udfff":
                where = f"field {field!r} holds" if field else "it holds"
                raise ValueError(
                    f"{where} a lone surrogate (U+{ord(char):04X}) at character {place}; "
                    "repair the program that wrote it"
                )
    elif isinstance(value, dict):
        for name, part in value.items():
            _refuse_surrogates(name, f"{field}.{ascii(name)[1:-1]} (its name)".lstrip("."))
            _refuse_surrogates(part, f"{field}.{name}".lstrip("."))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            _refuse_surrogates(part, f"{field}[{number}]")
