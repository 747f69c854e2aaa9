"""Whisper's JSON and that of WhisperX: segments with their text, words with times, and maybe speakers.

Source: openai/whisper, ``whisper/transcribe.py``; m-bain/whisperX, ``whisperx/types.py`` (``speaker`` on segments and
words, either of which may lack it; ``start`` and ``end`` lack on words that could not be aligned).
"""

from __future__ import annotations

import json
from typing import Any

from quotes.formats.base import RawInput
from quotes.formats.recognised import (
    Label,
    Piece,
    Seconds,
    Token,
    VendorModel,
    build_document,
    cut_runs,
    read_vendor,
)
from quotes.formats.transcript import Transcript
from quotes.model import Document

__all__ = ["is_whisper", "read_whisper", "write_whisper"]


class _Word(VendorModel):
    word: str = ""
    text: str = ""
    start: Seconds = None
    end: Seconds = None
    speaker: Label = None


class _Segment(VendorModel):
    text: str | None = None
    start: Seconds = None
    end: Seconds = None
    speaker: Label = None
    words: tuple[_Word, ...] | None = None


class _File(VendorModel):
    language: str | None = None
    text: str | None = None
    segments: tuple[_Segment, ...] = ()
    word_segments: tuple[_Word, ...] | None = None


def is_whisper(value: Any) -> bool:
    """Whether a parsed JSON value is Whisper's: an object whose segments have a text or words.

    Example:
        >>> is_whisper({"segments": [{"start": 0.0, "end": 1.0, "text": " Go."}]})
        True
    """
    if not isinstance(value, dict) or not isinstance(value.get("segments"), list):
        return False
    segments = value["segments"]
    if not segments:
        return "text" in value or "word_segments" in value
    return isinstance(segments[0], dict) and bool({"text", "words"} & segments[0].keys())


def read_whisper(raw: RawInput) -> Document:
    """Read Whisper's JSON; a word without a speaker has its segment's.

    Raises:
        ReadError: it is no JSON, a field is not what it should be, or there are no words.
    """
    file, encoding = read_vendor(raw, _File, "JSON of Whisper")
    pieces = [
        Piece(
            path=f"segments[{number}]",
            label=segment.speaker,
            start_ms=segment.start,
            end_ms=segment.end,
            tokens=_tokens(segment.words or (), f"segments[{number}].words"),
            text=segment.text,
        )
        for number, segment in enumerate(file.segments)
    ]
    if not pieces and file.word_segments:
        pieces = cut_runs(_tokens(file.word_segments, "word_segments"))
    if not pieces and file.text:
        pieces = [Piece(path="text", text=file.text)]
    return build_document(raw, "whisper", pieces, encoding=encoding, language=file.language)


def _tokens(words: tuple[_Word, ...], path: str) -> list[Token]:
    """Return words as tokens; where some begin with a blank, one that does not goes on with the word before."""
    spelled = [word.word or word.text for word in words]
    has_blanks = any(word.startswith(" ") for word in spelled)
    return [
        Token(
            spelling,
            word.start,
            word.end,
            word.speaker,
            f"{path}[{number}]",
            is_glued=has_blanks and number > 0 and not spelling.startswith(" "),
        )
        for number, (word, spelling) in enumerate(zip(words, spelled, strict=True))
    ]


def write_whisper(transcript: Transcript) -> str:
    r"""Write a transcript as WhisperX would: segments with text, times in seconds, speaker, and words where timed.

    Example:
        >>> from quotes.formats.transcript import Passage
        >>> print(write_whisper(Transcript("a", (Passage("Go.", "Ana Reyes", 0, 400),))), end="")
        {
         "segments": [
          {
           "start": 0.0,
           "end": 0.4,
           "text": "Go.",
           "speaker": "Ana Reyes"
          }
         ]
        }
    """
    segments = []
    for passage in transcript.passages:
        segment: dict[str, Any] = _times(passage.start_ms, passage.end_ms) | {"text": passage.words}
        if passage.voice is not None:
            segment["speaker"] = passage.voice
        if passage.timed:
            voice = {} if passage.voice is None else {"speaker": passage.voice}
            segment["words"] = [
                {"word": word.words} | _times(word.start_ms, word.end_ms) | voice for word in passage.timed
            ]
        segments.append(segment)
    return json.dumps({"segments": segments}, ensure_ascii=False, indent=1) + "\n"


def _times(start_ms: int | None, end_ms: int | None) -> dict[str, Any]:
    """Return the times that are known, in seconds."""
    times = {"start": start_ms, "end": end_ms}
    return {name: time / 1000 for name, time in times.items() if time is not None}
