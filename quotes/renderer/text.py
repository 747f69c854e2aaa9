"""Plain text: paragraphs wrapped for a terminal, or one a line for the next program."""

from __future__ import annotations

import re

__all__ = ["ANSI_STYLES", "wrap_paragraph"]

ANSI_STYLES = {"strong": "\x1b[1m", "faint": "\x1b[2m", "plain": "\x1b[0m"}
"""Escape sequences for a terminal; they take no column.

Source: ECMA-48, "Select graphic rendition".
"""

_ESCAPE = re.compile(r"\x1b\[\d+m")
_INDENT = "    "


def wrap_paragraph(text: str, width: int | None) -> str:
    """Return one paragraph, wrapped at ``width`` columns with a hanging indent, or on one line where it is None.

    Words longer than a line stand alone; escape sequences count nothing.

    Example:
        >>> print(wrap_paragraph("Ana Ruiz, engineer: “It will hold.”", 24))
        Ana Ruiz, engineer: “It
            will hold.”
    """
    words = text.split()
    if width is None:
        return " ".join(words)
    lines: list[str] = []
    line, columns = "", 0
    for word in words:
        size = len(_ESCAPE.sub("", word))
        if line.strip() and columns + 1 + size > width:
            lines.append(line)
            line, columns = _INDENT + word, len(_INDENT) + size
        elif line:
            line, columns = f"{line} {word}", columns + 1 + size
        else:
            line, columns = word, size
    return "\n".join([*lines, line])
