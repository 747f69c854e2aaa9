"""What the line formats of NIST have in common: fields between blanks, comments, seconds, names without blanks.

A name with blanks is written with ``_`` instead, and a comment ``;; voice Ana_Reyes = Ana Reyes`` says which name is
meant, so that reading gives it back. RTTM files get no such comment, for readers exist that take it for a segment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from quotes.formats.transcript import Transcript
from quotes.model import Skip

__all__ = [
    "Line",
    "is_number",
    "list_lines",
    "looks_like",
    "name_voices",
    "read_milliseconds",
    "read_voice_names",
    "report_untimed",
    "show_seconds",
    "show_voices",
    "skip_line",
]

_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_VOICE = re.compile(r";;\s*voice\s+(\S+)\s*=\s*(\S.*)")
_FIELD = re.compile(r"\S+")


class Line(NamedTuple):
    """A line that is no comment: its number from 1, its fields, and where each begins in the text."""

    number: int
    fields: tuple[str, ...]
    starts: tuple[int, ...]
    end: int


def list_lines(text: str) -> Iterable[Line]:
    """Give the lines that hold something and are no comment (``;;``)."""
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if line.strip() and not line.lstrip().startswith(";;"):
            found = list(_FIELD.finditer(line))
            starts = tuple(start + match.start() for match in found)
            yield Line(number, tuple(match[0] for match in found), starts, start + found[-1].end())
        start += len(line)


def is_number(field: str) -> bool:
    """Whether a field is a number."""
    return _NUMBER.fullmatch(field) is not None


def read_milliseconds(field: str) -> int | None:
    """Return seconds as milliseconds, at least 0, or None for what is no number."""
    return max(0, round(float(field) * 1000)) if is_number(field) and abs(float(field)) < 1e9 else None


def skip_line(text: str, line: Line, reason: str) -> Skip:
    """Return a line as something that could not be used."""
    return Skip(reason=reason, words=text[line.starts[0] : line.end][:80], line=line.number)


def looks_like(opening: str, pattern: re.Pattern[str]) -> bool:
    """Whether all whole lines of an opening that are no comments fit a pattern, and there is one."""
    lines = opening.splitlines()
    if len(opening) >= 4096:
        lines = lines[:-1]  # it may be cut
    held = [line for line in lines if line.strip() and not line.lstrip().startswith(";;")]
    return bool(held) and all(pattern.match(line) for line in held)


def read_voice_names(text: str) -> Mapping[str, str]:
    """Return the names that comments tell for names without blanks."""
    return {match[1]: match[2].strip() for line in text.splitlines() if (match := _VOICE.match(line))}


def name_voices(transcript: Transcript) -> Mapping[str, str]:
    """Return a name without blanks for each voice, none twice.

    Example:
        >>> from quotes.formats.transcript import Passage
        >>> voices = ("Ana Reyes", "S1", "Ana_Reyes")
        >>> name_voices(Transcript("a", tuple(Passage("Go.", voice) for voice in voices)))
        {'Ana Reyes': 'Ana_Reyes_2', 'S1': 'S1', 'Ana_Reyes': 'Ana_Reyes'}
    """
    voices = list(dict.fromkeys(passage.voice for passage in transcript.passages if passage.voice is not None))
    taken = {voice for voice in voices if "_".join(voice.split()) == voice}
    names = {}
    for voice in voices:
        name = base = "_".join(voice.split())
        number = 2
        while name != voice and name in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name)
        names[voice] = name
    return names


def show_voices(names: Mapping[str, str]) -> str:
    """Return the comments that tell which voice a name without blanks is."""
    return "".join(f";; voice {name} = {' '.join(voice.split())}\n" for voice, name in names.items() if name != voice)


def show_seconds(time_ms: int) -> str:
    """Return milliseconds as seconds.

    Example:
        >>> show_seconds(61_005)
        '61.005'
    """
    return f"{time_ms // 1000}.{time_ms % 1000:03d}"


def report_untimed(transcript: Transcript) -> Sequence[str]:
    """Say how many passages have no times, and are left out of a form that is nothing without."""
    count = sum(passage.start_ms is None or passage.end_ms is None for passage in transcript.passages)
    return [f"{count} passage{'s' * (count != 1)} without a start or an end cannot be written and left out"] * bool(
        count
    )
