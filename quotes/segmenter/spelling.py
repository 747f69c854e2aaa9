"""How a mark is written: by itself or spelt otherwise, and with what white space between it and its words."""

from __future__ import annotations

from quotes.segmenter.marks import MarkReading

__all__ = ["GAPS", "find_gap", "find_inner_gap", "is_at_line_edge", "spelling_of"]

GAPS = " \t\u00a0\u2007\u2009\u200a\u202f"
"""White space that may stand between a mark and its words."""

_TWO_AS_ONE = {"''": "two apostrophes", "``": "two backticks", ",,": "two commas"}


def find_gap(text: str, mark: MarkReading) -> str:
    """Return the white space between a mark and its words, without line ends."""
    if mark.role == "close":
        start = mark.start
        while start > 0 and text[start - 1] in GAPS:
            start -= 1
        return text[start : mark.start]
    end = mark.end
    while end < len(text) and text[end] in GAPS:
        end += 1
    return text[mark.end : end]


def is_at_line_edge(text: str, mark: MarkReading, size: int) -> bool:
    """Whether nothing but ``size`` spaces stands between a mark and the edge of its line."""
    if mark.role == "close":
        before = mark.start - size
        return before == 0 or text[before - 1].isspace()
    after = mark.end + size
    return after == len(text) or text[after].isspace()


def find_inner_gap(text: str, mark: MarkReading) -> int:
    """Return how many spaces stand between a mark and its words; none where it stands alone at the edge of its line.

    Example:
        >>> find_inner_gap('" Go," he said.', MarkReading(0, 1, '"', "open", 5, 0, 9.0))
        1
    """
    gap = len(find_gap(text, mark))
    return 0 if gap and is_at_line_edge(text, mark, gap) else gap


def spelling_of(written: str) -> str | None:
    """Return what a mark is that stands for another: two apostrophes, an entity, mojibake; None for a mark by itself.

    Example:
        >>> spelling_of("''"), spelling_of("&quot;"), spelling_of("“")
        ('two apostrophes', 'an entity', None)
    """
    if written in _TWO_AS_ONE:
        return _TWO_AS_ONE[written]
    if written.startswith("&"):
        return "an entity"
    if written.startswith("\\"):
        return "an escaped mark"
    if "\u0080" <= written[0] <= "\u009f":
        return "a control character"
    if written[0] in "âÂ":
        return "mojibake"
    return "two marks" if len(written) > 1 else None
