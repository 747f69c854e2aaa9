"""RTTM, the segments of a diarizer: who is heard when, without words.

The document has no text; its utterances are empty, with label and times. Lines have ten fields, in old files nine. A
name with blanks, which the format does not allow, is read as far as the fields behind it show where it ends.

Source: NIST, "The 2009 (RT-09) Rich Transcription Meeting Recognition Evaluation Plan", appendix A.
"""

from __future__ import annotations

import re

from quotes.errors import ReadError, WriteError
from quotes.formats.base import RawInput
from quotes.formats.decoding import decode
from quotes.formats.nist import (
    Line,
    is_number,
    list_lines,
    looks_like,
    name_voices,
    read_milliseconds,
    read_voice_names,
    show_seconds,
    skip_line,
)
from quotes.formats.recognised import Piece, build_document
from quotes.formats.seglst import check_recordings
from quotes.formats.transcript import Transcript
from quotes.model import Document, Skip

__all__ = ["is_rttm", "read_rttm", "report_rttm", "write_rttm"]

_SEGMENT_LINE = re.compile(r"^\s*SPEAKER(?:\s+\S+){2}\s+[\d.]+\s+[\d.]+\s", re.MULTILINE)
_ANY_LINE = re.compile(r"\s*(?:SPEAKER|SPKR-INFO|LEXEME|NON-LEX|NON-SPEECH|SEGMENT|NOSCORE|NO_RT_METADATA|SU)\s")


def is_rttm(opening: str) -> bool:
    """Whether a text that begins so is RTTM.

    Example:
        >>> is_rttm("SPEAKER call 1 0.50 2.25 <NA> <NA> S0 <NA> <NA>")
        True
    """
    return looks_like(opening, _ANY_LINE) and _SEGMENT_LINE.search(opening) is not None


def read_rttm(raw: RawInput) -> Document:
    """Read RTTM.

    Raises:
        ReadError: no line can be read as a segment, or the file is of several recordings.
    """
    text, encoding = decode(raw)
    names = read_voice_names(text)
    pieces: list[Piece] = []
    skipped: list[Skip] = []
    recordings = set()
    for line in list_lines(text):
        found = _read_line(line)
        if isinstance(found, str):
            skipped.append(skip_line(text, line, found))
        else:
            recordings.add(line.fields[1])
            pieces.append(found._replace(label=names.get(found.label or "", found.label)))
    if not pieces:
        first = skipped[0] if skipped else None
        reason = first.reason if first is not None else "there is no line SPEAKER in it"
        raise ReadError(raw.path, first.line if first is not None else None, f"{reason}; no segment can be read")
    check_recordings(raw, recordings, "rttm")
    meta = {"session": next(iter(recordings))}
    return build_document(raw, "rttm", pieces, encoding=encoding, meta=meta, skipped=skipped)


def _read_line(line: Line) -> Piece | str:
    """Return the segment of a line, or what is wrong with it."""
    fields = line.fields
    if fields[0] != "SPEAKER":
        return f"only lines SPEAKER are read, this is {fields[0][:20]}"
    if len(fields) < 8:
        return f"an RTTM line has 10 fields, this has {len(fields)}"
    start_ms, long_ms = read_milliseconds(fields[3]), read_milliseconds(fields[4])
    if start_ms is None or long_ms is None or fields[4].startswith("-"):
        return f"the start {fields[3]} and the duration {fields[4]} are not both times"
    if float(fields[3]) <= -1:
        return f"the start {fields[3]} is before the recording"
    end = len(fields)
    while end > 8 and end > len(fields) - 2 and _says_no_name(fields[end - 1]):
        end -= 1
    return Piece(f"line {line.number}", " ".join(fields[7:end]), start_ms, start_ms + long_ms)


def _says_no_name(field: str) -> bool:
    """Whether a field behind the name is a confidence or a time; a whole number may be part of it ("Speaker 2")."""
    return field == "<NA>" or (is_number(field) and not field.isdigit())


def write_rttm(transcript: Transcript) -> str:
    r"""Write who is heard when; passages without a start or an end are left out, blanks in names are ``_``.

    Raises:
        WriteError: no passage has a voice and times.

    Example:
        >>> from quotes.formats.transcript import Passage
        >>> write_rttm(Transcript("a", (Passage("Go.", "Ana Reyes", 0, 400),)))
        'SPEAKER a 1 0.000 0.400 <NA> <NA> Ana_Reyes <NA> <NA>\n'
    """
    names = name_voices(transcript)
    session = "_".join(transcript.id.split())
    lines = [
        f"SPEAKER {session} 1 {show_seconds(each.start_ms)} {show_seconds(max(0, each.end_ms - each.start_ms))} "
        f"<NA> <NA> {names[each.voice]} <NA> <NA>\n"
        for each in transcript.passages
        if each.start_ms is not None and each.end_ms is not None and each.voice is not None
    ]
    if not lines:
        raise WriteError("rttm", "no passage has a voice, a start and an end; join words and turns with quotes diarize")
    return "".join(lines)


def report_rttm(transcript: Transcript) -> list[str]:
    """Say how names with blanks are written, and how many passages cannot be."""
    names = name_voices(transcript)
    notes = [f"{voice} is written {name}" for voice, name in names.items() if name != voice]
    count = sum(each.start_ms is None or each.end_ms is None or each.voice is None for each in transcript.passages)
    if count:
        notes.append(f"{count} passage{'s' * (count != 1)} without voice, start or end cannot be written and left out")
    return notes
