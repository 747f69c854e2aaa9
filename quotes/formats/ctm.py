"""CTM, a recogniser's words one a line: recording, channel, start, duration, word, and maybe a confidence.

The format knows no speakers. Where a file has several channels, each is taken for a voice, for so some diarizers use
them. The text has one line for each stretch of words without a long pause.

Source: NIST, "The 2009 (RT-09) Rich Transcription Meeting Recognition Evaluation Plan", appendix C.
"""

from __future__ import annotations

import re
from itertools import groupby

from quotes.errors import ReadError, WriteError
from quotes.formats.base import RawInput
from quotes.formats.decoding import decode
from quotes.formats.nist import (
    list_lines,
    looks_like,
    name_voices,
    read_milliseconds,
    read_voice_names,
    show_seconds,
    show_voices,
    skip_line,
)
from quotes.formats.recognised import Token, build_document, cut_runs
from quotes.formats.seglst import check_recordings
from quotes.formats.transcript import TimedWord, Transcript
from quotes.model import Document, Skip

__all__ = ["is_ctm", "read_ctm", "report_ctm", "write_ctm"]

_WORD_LINE = re.compile(r"\s*\S+\s+\S+\s+\d+(?:\.\d*)?\s+\d+(?:\.\d*)?\s+\S+(?:\s+-?[\d.]+)?\s*$")
_PAUSE_MS = 1000


def is_ctm(opening: str) -> bool:
    """Whether a text that begins so is CTM.

    Example:
        >>> is_ctm("call 1 0.50 0.30 hello 0.98"), is_ctm("He had 1 or 2 ideas.")
        (True, False)
    """
    return looks_like(opening, _WORD_LINE)


def read_ctm(raw: RawInput) -> Document:
    """Read CTM.

    Raises:
        ReadError: no line can be read as a word, or the file is of several recordings.
    """
    text, encoding = decode(raw)
    names = read_voice_names(text)
    found: list[tuple[str, Token]] = []
    skipped: list[Skip] = []
    recordings = set()
    for line in list_lines(text):
        fields = line.fields
        start_ms = read_milliseconds(fields[2]) if len(fields) > 4 else None
        long_ms = read_milliseconds(fields[3]) if len(fields) > 4 else None
        if start_ms is None or long_ms is None:
            skipped.append(skip_line(text, line, "a CTM line is recording, channel, start, duration, word"))
            continue
        recordings.add(fields[0])
        found.append((fields[1], Token(fields[4], start_ms, start_ms + long_ms, None, f"line {line.number}")))
    if not found:
        first = skipped[0] if skipped else None
        raise ReadError(
            raw.path,
            first.line if first is not None else None,
            "no word can be read; a CTM line is recording, channel, start, duration, word",
        )
    check_recordings(raw, recordings, "ctm")
    are_voices = bool(names) or len({channel for channel, _ in found}) > 1
    tokens = [
        token._replace(label=names.get(channel, channel) if are_voices and channel != "unknown" else None)
        for channel, token in found
    ]
    if are_voices:
        tokens.sort(key=lambda token: token.start_ms or 0)
    pieces = [part for run in _cut_at_pauses(tokens) for part in cut_runs(run)]
    meta = {"session": next(iter(recordings))}
    return build_document(raw, "ctm", pieces, encoding=encoding, meta=meta, skipped=skipped)


def _cut_at_pauses(tokens: list[Token]) -> list[list[Token]]:
    """Cut words where nothing is heard for a second."""
    number, ends = 0, 0
    numbered: list[tuple[int, Token]] = []
    for token in tokens:
        number += bool(numbered) and (token.start_ms or 0) - ends >= _PAUSE_MS
        ends = token.end_ms or 0
        numbered.append((number, token))
    return [[token for _, token in run] for _, run in groupby(numbered, key=lambda pair: pair[0])]


def write_ctm(transcript: Transcript) -> str:
    r"""Write words one a line, the voice as channel; a passage without times of its words is spread over its time.

    Raises:
        WriteError: no word has times, or there are no words.

    Example:
        >>> from quotes.formats.transcript import Passage
        >>> write_ctm(Transcript("a", (Passage("Go on.", "S1", 0, 400),)))
        'a S1 0.000 0.160 Go\na S1 0.160 0.240 on.\n'
    """
    names = name_voices(transcript)
    session = "_".join(transcript.id.split())
    lines = [show_voices(names)]
    for passage in transcript.passages:
        channel = "unknown" if passage.voice is None else names[passage.voice]
        if not names:
            channel = "1"
        for word in passage.timed or _spread(passage.words, passage.start_ms, passage.end_ms):
            if word.start_ms is not None and word.end_ms is not None:
                long = show_seconds(max(0, word.end_ms - word.start_ms))
                lines.append(
                    f"{session} {channel} {show_seconds(word.start_ms)} {long} {'_'.join(word.words.split())}\n"
                )
    if len(lines) == 1:
        raise WriteError("ctm", "no word has a time; give a recogniser's output, or captions")
    return "".join(lines)


def report_ctm(transcript: Transcript) -> list[str]:
    """Say what is made up, and what cannot be written."""
    notes = []
    spread = sum(
        not each.timed and each.start_ms is not None and each.end_ms is not None for each in transcript.passages
    )
    if spread:
        notes.append(f"{spread} passage{'s' * (spread != 1)} without times of words: these are spread over its time")
    lost = sum(
        word.start_ms is None or word.end_ms is None
        for each in transcript.passages
        for word in each.timed or _spread(each.words, each.start_ms, each.end_ms)
    )
    if lost:
        notes.append(f"{lost} word{'s' * (lost != 1)} without times cannot be written and left out")
    if any(each.voice is not None for each in transcript.passages):
        notes.append("ctm has no place for who speaks: voices are written as channels")
    return notes


def _spread(words: str, start_ms: int | None, end_ms: int | None) -> list[TimedWord]:
    """Give each word a share of a stretch of time, by its length."""
    parts = words.split()
    if start_ms is None or end_ms is None:
        return [TimedWord(part, None, None) for part in parts]
    total, done, timed = sum(map(len, parts)) or 1, 0, []
    for part in parts:
        begin_ms = start_ms + (end_ms - start_ms) * done // total
        done += len(part)
        timed.append(TimedWord(part, begin_ms, start_ms + (end_ms - start_ms) * done // total))
    return timed
