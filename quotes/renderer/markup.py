"""A document's text as HTML that holds it to the last character, and JSON that a script element can hold."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from quotes.renderer.escaping import HIDDEN_NAMES, keep_initials

__all__ = ["SECTION_CHARS", "Paragraph", "escape_text", "find_paragraphs", "is_hard_wrapped", "json_for_script"]

SECTION_CHARS = 6_000
"""A longer text is put into sections of about so many characters, which a browser lays out when they come in sight."""

_LINE = re.compile(r"[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LONE_RETURN = re.compile(r"\r(?!\n)")


class Paragraph(NamedTuple):
    """A stretch of text drawn as one paragraph: [start, end), without the line ends around it."""

    start: int
    end: int
    gap: bool


def is_hard_wrapped(text: str) -> bool:
    r"""Whether lines were broken at a fixed width, as in old books and mail, so that line ends mean nothing.

    It is when at least six lines are followed by another line of the same block and nine in ten of those are 45 to
    100 characters long.

    Example:
        >>> is_hard_wrapped("One line a paragraph.\nAnother paragraph.")
        False
    """
    sizes = []
    end_before, size_before = -1, 0
    for match in _LINE.finditer(text):
        if end_before >= 0 and _is_one_line_end(text, end_before, match.start()):
            sizes.append(size_before)
        end_before, size_before = match.end(), match.end() - match.start()
    return len(sizes) >= 6 and sum(45 <= size <= 100 for size in sizes) >= 0.9 * len(sizes)


def find_paragraphs(text: str, *, hard_wrapped: bool) -> list[Paragraph]:
    r"""Return the paragraphs to draw: lines, or blocks of lines where ``hard_wrapped``; blank ones are left out.

    Example:
        >>> find_paragraphs("A\n\nB", hard_wrapped=False)
        [Paragraph(start=0, end=1, gap=False), Paragraph(start=3, end=4, gap=True)]
    """
    paragraphs: list[Paragraph] = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        if text[start:end].isspace():
            continue
        before = paragraphs[-1] if paragraphs else None
        near = before is not None and _is_one_line_end(text, before.end, start)
        if hard_wrapped and before is not None and near:
            paragraphs[-1] = Paragraph(before.start, end, before.gap)
        else:
            paragraphs.append(Paragraph(start, end, before is not None and not near))
    return paragraphs


def _is_one_line_end(text: str, start: int, end: int) -> bool:
    return end - start == 1 or (end - start == 2 and text[start:end] == "\r\n")


def _escapes() -> dict[int, str]:
    """Map each character that HTML would change, or nobody would see, to markup with the same text content."""
    table = {ord(char): f'<i class="x" data-x="{name}">{char}</i>' for char, name in HIDDEN_NAMES.items()}
    table[0] = '<i class="x" data-x="NUL">&#65533;</i>'
    return table | {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}


_ESCAPES = _escapes()


def escape_text(text: str) -> str:
    """Return markup whose text content is ``text``; a lone carriage return also breaks the line."""
    escaped = text.translate(_ESCAPES)
    if "-" in escaped:
        escaped = keep_initials(escaped)
    return _LONE_RETURN.sub("\r<br>", escaped) if "\r" in escaped else escaped


def json_for_script(value: Any) -> str:
    """Return compact JSON that cannot end the script element it stands in."""
    encoded = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        encoded = encoded.replace(char, f"\\u{ord(char):04x}")
    return encoded
