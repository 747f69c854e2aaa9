"""The times of captions: read from what files really hold, and written as their formats want them."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["CLOCK", "TimeLine", "read_clock", "read_time_line", "write_clock"]

CLOCK = r"(?:\d{1,4}[ ]?:[ ]?)?\d{1,3}[ ]?:[ ]?\d{1,2}(?:[ ]?[.,:][ ]?\d{1,6})?"
"""A clock time: hours may be missing or over 99, a comma, full stop or colon stands before the fraction of a second.

Source: WebVTT (W3C, 2019) section 3.3 and SubRip as players read it; blanks inside come from machine translation.
"""

_TIME_LINE = re.compile(
    rf"[ \t]*(?:\d{{1,9}}[ \t]+)?(?P<start>{CLOCK})[ \t]*-{{1,2}}[ ]?>[ \t]*(?P<end>{CLOCK})?"
    r"(?P<rest>(?!\S)(?![ \t]*[\d:.,]*:\d).*)"
)
_BROKEN_TIME_LINE = re.compile(r"[ \t]*(?:\d{1,9}[ \t]+)?(?P<start>[^\s>]{0,24}?)[ \t]*-->[ \t]*(?P<end>\S{0,24})")
_USUAL_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}[.,][0-9]{3}")
_SETTINGS = re.compile(r"(?:[ \t]+[A-Za-z][\w-]*:[^\s:]\S*)*\s*")
"""What may follow the times: settings of WebVTT ("align:start"), coordinates of SubRip ("X1:40")."""


class TimeLine(NamedTuple):
    """The line of a caption that holds its times, in milliseconds.

    Attributes:
        start_ms: None where it cannot be read.
        end_ms: None where it is missing or cannot be read.
        rest: offset in the line, in code points, of words that stand behind the times, or None.
        is_broken: whether a time could not be read.
    """

    start_ms: int | None
    end_ms: int | None
    rest: int | None = None
    is_broken: bool = False


def read_time_line(line: str) -> TimeLine | None:
    """Read the line of a caption that holds its times; None for any other line.

    Example:
        >>> read_time_line("00:00:01,500 --> 00:00:02,000")
        TimeLine(start_ms=1500, end_ms=2000, rest=None, is_broken=False)
        >>> read_time_line("00:01.5 -->")
        TimeLine(start_ms=1500, end_ms=None, rest=None, is_broken=False)
        >>> read_time_line("from A --> to B") is None
        True
    """
    if ">" not in line:
        return None
    found = _TIME_LINE.fullmatch(line)
    if found is None:
        broken = _BROKEN_TIME_LINE.match(line)
        if broken is None or not re.search(r"\d[ ]?:[ ]?\d", broken[0]):
            return None
        rest = broken.end()
        words = None if _SETTINGS.fullmatch(line, rest) else rest
        return TimeLine(read_clock(broken["start"]), read_clock(broken["end"]), words, is_broken=True)
    rest = found.start("rest")
    return TimeLine(
        read_clock(found["start"]),
        read_clock(found["end"]) if found["end"] else None,
        None if _SETTINGS.fullmatch(line, rest) else rest,
    )


def read_clock(clock: str) -> int | None:
    """Return a clock time in milliseconds, or None where it is none; further digits of the fraction are cut off.

    Example:
        >>> read_clock("01:00:02,5"), read_clock("100:00:00.000"), read_clock("soon")
        (3602500, 360000000, None)
    """
    if _USUAL_CLOCK.fullmatch(clock):
        return 1000 * (3600 * int(clock[:2]) + 60 * int(clock[3:5]) + int(clock[6:8])) + int(clock[9:])
    clock = clock.replace(" ", "")
    if not re.fullmatch(CLOCK, clock):
        return None
    parts = re.split(r"[:.,]", clock)
    has_fraction = "." in clock or "," in clock or len(parts) == 4
    fraction = parts.pop() if has_fraction else ""
    seconds = 0
    for part in parts:
        seconds = 60 * seconds + int(part)
    return 1000 * seconds + int(fraction.ljust(3, "0")[:3])


def write_clock(time_ms: int, mark: str) -> str:
    """Return a time in milliseconds as ``HH:MM:SS`` and a fraction of three digits after ``mark``.

    Example:
        >>> write_clock(3602500, ","), write_clock(360_000_000, ".")
        ('01:00:02,500', '100:00:00.000')
    """
    seconds, milliseconds = divmod(time_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{milliseconds:03}"
