"""STM, the reference transcripts of NIST: recording, channel, speaker, start, end, maybe a label, and the words.

The document's text is the file as it is.

Source: NIST, SCTK documentation, "infmts: stm".
"""

from __future__ import annotations

import re

from quotes.errors import ReadError, WriteError
from quotes.formats.base import Reading
from quotes.formats.nist import (
    list_lines,
    looks_like,
    name_voices,
    read_milliseconds,
    read_voice_names,
    report_untimed,
    show_seconds,
    show_voices,
    skip_line,
)
from quotes.formats.transcript import Transcript
from quotes.model import DocumentInfo, Skip, Utterance
from quotes.spans import Span

__all__ = ["is_stm", "parse_stm", "report_stm", "write_stm"]

_SEGMENT_LINE = re.compile(r"\s*\S+\s+\S+\s+\S+\s+\d+(?:\.\d*)?\s+\d+(?:\.\d*)?(?:\s|$)")
_LABEL_LIKE = re.compile(r"<\S*>(?=\s|$)")
"""A first word that would be read as the label of a segment, so that one is written before it."""
_UNSCORED = frozenset({"IGNORE_TIME_SEGMENT_IN_SCORING", "INTER_SEGMENT_GAP"})


def is_stm(opening: str) -> bool:
    """Whether a text that begins so is STM.

    Example:
        >>> is_stm("call 1 Ana_Reyes 0.50 2.25 <o,f0,female> hello there")
        True
    """
    return looks_like(opening, _SEGMENT_LINE)


def parse_stm(text: str, how: Reading) -> DocumentInfo:
    """Find who says what and when in STM.

    Raises:
        ReadError: no line can be read as a segment.
    """
    names = read_voice_names(text)
    utterances: list[Utterance] = []
    skipped: list[Skip] = []
    sessions = set()
    for line in list_lines(text):
        fields = line.fields
        start_ms = read_milliseconds(fields[3]) if len(fields) > 4 else None
        end_ms = read_milliseconds(fields[4]) if len(fields) > 4 else None
        if start_ms is None or end_ms is None:
            skipped.append(skip_line(text, line, "an STM line is recording, channel, speaker, start, end, words"))
            continue
        first = 6 if len(fields) > 5 and fields[5].startswith("<") and fields[5].endswith(">") else 5
        if len(fields) > first and fields[first].upper() in _UNSCORED:
            skipped.append(skip_line(text, line, "a stretch that is not to be scored"))
            continue
        sessions.add(fields[0])
        start = line.starts[first] if len(fields) > first else line.end
        label = names.get(fields[2], fields[2])
        utterances.append(
            Utterance(
                spans=(Span(start, line.end),),
                label=None if label == "unknown" else label,
                start_ms=start_ms,
                end_ms=max(start_ms, end_ms),
            )
        )
    if not utterances:
        raise ReadError(
            how.path,
            skipped[0].line if skipped else None,
            "no segment can be read; an STM line is recording, channel, speaker, start, end, words",
        )
    if len(sessions) > 1:
        shown = ", ".join(sorted(sessions)[:5])
        raise ReadError(
            how.path, None, f"this stm file is of {len(sessions)} recordings ({shown}); give a file for each"
        )
    return DocumentInfo(utterances=tuple(utterances), skipped=tuple(skipped), meta={"session": sessions.pop()})


def write_stm(transcript: Transcript) -> str:
    r"""Write a transcript as STM, with comments that tell the names that hold blanks.

    Raises:
        WriteError: no passage has times.

    Example:
        >>> from quotes.formats.transcript import Passage
        >>> write_stm(Transcript("a", (Passage("Go.", "Ana Reyes", 0, 400),)))
        ';; voice Ana_Reyes = Ana Reyes\na 1 Ana_Reyes 0.000 0.400 Go.\n'
    """
    names = name_voices(transcript)
    session = "_".join(transcript.id.split())
    lines = [show_voices(names)]
    for each in transcript.passages:
        if each.start_ms is not None and each.end_ms is not None:
            voice = "unknown" if each.voice is None else names[each.voice]
            words = " ".join(each.words.split())
            words = f"<NA> {words}" if _LABEL_LIKE.match(words) else words
            end_ms = max(each.start_ms, each.end_ms)
            lines.append(f"{session} 1 {voice} {show_seconds(each.start_ms)} {show_seconds(end_ms)} {words}\n")
    if len(lines) == 1:
        raise WriteError("stm", "no passage has a start and an end; give a transcript with times")
    return "".join(lines)


def report_stm(transcript: Transcript) -> list[str]:
    """Say what cannot be written; names with blanks are told by comments."""
    return list(report_untimed(transcript))
