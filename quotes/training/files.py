"""How weights are written: readable JSON with a header that says what they are, from what, and how good."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["COMMAND", "DATE", "SCHEMA", "dump_weights"]

SCHEMA = "quotes weights 1"
DATE = "2026-11-22"
"""When the shipped weights were made; a constant, so that a second run gives the same bytes."""

COMMAND = "quotes train --data DIR"


def dump_weights(about: Mapping[str, str], scores: Mapping[str, Any], content: Mapping[str, Any]) -> bytes:
    """Return a weights file: the header, then ``content``, an entry a line.

    Example:
        >>> print(dump_weights({"source": "none"}, {}, {"known": {"the": "DT"}}).decode())  # doctest: +ELLIPSIS
        {
        "schema": "quotes weights 1",
        "date": ...,
        "command": "quotes train --data DIR",
        "source": "none",
        "scores": {},
        "known": {
        "the": "DT"
        }
        }
        <BLANKLINE>
    """
    head = {"schema": SCHEMA, "date": DATE, "command": COMMAND, **about, "scores": scores}
    lines = [f"{_compact(name)}: {_compact(value)}" for name, value in head.items()]
    for name, value in content.items():
        if isinstance(value, Mapping):
            entries = ",\n".join(f"{_compact(key)}: {_compact(entry)}" for key, entry in value.items())
            lines.append(f"{_compact(name)}: {{\n{entries}\n}}")
        else:
            lines.append(f"{_compact(name)}: {_compact(value)}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8")


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": ") if isinstance(value, str) else (",", ":"))
