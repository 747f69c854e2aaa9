"""From offsets to lines and columns, as editors count them."""

from __future__ import annotations

import re
from bisect import bisect_right

__all__ = ["LINE_END", "Places"]

LINE_END = re.compile(r"\r\n|\r|\n")
"""What ends a line."""


class Places:
    r"""The lines of a text.

    Args:
        text: the document; lines end with LF, CR LF or CR.

    Example:
        >>> Places("One.\r\nTwo.").find(7)
        (2, 2)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(end.end() for end in LINE_END.finditer(text))]

    def find(self, offset: int) -> tuple[int, int]:
        """Return line and column of a code point, both counted from 1; a column is a code point."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def show(self, offset: int) -> str:
        """Return "line:column"."""
        line, column = self.find(offset)
        return f"{line}:{column}"
