"""A unified diff of a text and its repair, made from the repairs: they never add or take away a line."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from quotes.cli.places import LINE_END
from quotes.model import Repair

__all__ = ["show_diff"]

_CONTEXT = 3
_RED, _GREEN, _CYAN, _BOLD, _OFF = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[1m", "\x1b[0m"
_RED_MARK, _GREEN_MARK = "\x1b[1;7;31m", "\x1b[1;7;32m"


def show_diff(text: str, repairs: Sequence[Repair], name: str, *, coloured: bool = False) -> str:
    r"""Return a unified diff, empty where there are no repairs.

    Args:
        text: the document.
        repairs: in order, without overlap, each within one line.
        name: what the document is called.
        coloured: mark what changes within the lines with the colours of a terminal.

    Example:
        >>> repair = Repair(start=0, end=1, was='"', to="“", reason="straight mark as opener", confidence=1.0)
        >>> print(show_diff('"Go.”\n', [repair], "a.txt"))
        --- a.txt
        +++ a.txt (repaired)
        @@ -1,1 +1,1 @@
        -"Go.”
        +“Go.”
        <BLANKLINE>
    """
    if not repairs:
        return ""
    starts = [0, *(end.end() for end in LINE_END.finditer(text))]
    if starts[-1] == len(text) and len(starts) > 1:
        starts.pop()
    ends = [*starts[1:], len(text)]
    changes: dict[int, list[Repair]] = defaultdict(list)
    for repair in repairs:
        changes[bisect_right(starts, repair.start) - 1].append(repair)
    parts = _paint([f"--- {name}\n", f"+++ {name} (repaired)\n"], _BOLD, coloured)
    for first, last in _hunks(sorted(changes), len(starts)):
        size = last - first
        parts += _paint([f"@@ -{first + 1},{size} +{first + 1},{size} @@\n"], _CYAN, coloured)
        number = first
        while number < last:
            if number not in changes:
                parts.append(_line(" ", text[starts[number] : ends[number]]))
                number += 1
                continue
            stop = number
            while stop < last and stop in changes:
                stop += 1
            lines = range(number, stop)
            parts += (_old(text, starts[n], ends[n], changes[n], coloured) for n in lines)
            parts += (_new(text, starts[n], ends[n], changes[n], coloured) for n in lines)
            number = stop
    return "".join(parts)


def _hunks(changed: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of lines, half-open: changed lines with their context, joined where they meet."""
    first = last = -1
    for number in changed:
        start, end = max(0, number - _CONTEXT), min(count, number + _CONTEXT + 1)
        if first >= 0 and start <= last:
            last = end
            continue
        if first >= 0:
            yield first, last
        first, last = start, end
    yield first, last


def _old(text: str, start: int, end: int, repairs: Sequence[Repair], coloured: bool) -> str:
    """Return a line as it was."""
    parts = []
    for repair in repairs:
        parts += [text[start : repair.start], *_paint([repair.was], _RED_MARK, coloured, _RED)]
        start = repair.end
    return _coloured_line("-", "".join(parts) + text[start:end], _RED, coloured)


def _new(text: str, start: int, end: int, repairs: Sequence[Repair], coloured: bool) -> str:
    """Return a line as it becomes."""
    parts = []
    for repair in repairs:
        parts += [text[start : repair.start], *_paint([repair.to], _GREEN_MARK, coloured, _GREEN)]
        start = repair.end
    return _coloured_line("+", "".join(parts) + text[start:end], _GREEN, coloured)


def _coloured_line(sign: str, line: str, colour: str, coloured: bool) -> str:
    if not coloured:
        return _line(sign, line)
    words = line.rstrip("\r\n")
    return f"{colour}{sign}{words}{_OFF}{_line('', line[len(words) :])}"


def _line(sign: str, line: str) -> str:
    """Return a line of a diff, with the note that belongs to a last line without an end."""
    return f"{sign}{line}" if line.endswith(("\n", "\r")) else f"{sign}{line}\n\\ No newline at end of file\n"


def _paint(parts: list[str], colour: str, coloured: bool, back: str = "") -> list[str]:
    return [f"{colour}{part}{_OFF}{back}" if coloured and part else part for part in parts]
