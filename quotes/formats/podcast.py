"""The JSON transcript of Podcasting 2.0: segments with speaker, times in seconds and a body.

Source: Podcast Namespace, "Transcripts", JSON: ``version``, ``segments[{speaker, startTime, endTime, body}]``; the
speaker may be told only where it changes, and a segment may be a single word.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import Field

from quotes.formats.base import RawInput
from quotes.formats.recognised import Label, Piece, Seconds, Token, VendorModel, build_document, cut_runs, read_vendor
from quotes.formats.transcript import Transcript
from quotes.model import Document

__all__ = ["is_podcast", "read_podcast", "write_podcast"]


class _Segment(VendorModel):
    speaker: Label = None
    start: Seconds = Field(default=None, validation_alias="startTime")
    end: Seconds = Field(default=None, validation_alias="endTime")
    body: str = ""


class _File(VendorModel):
    version: str | None = None
    segments: tuple[_Segment, ...]


def is_podcast(value: Any) -> bool:
    """Whether a parsed JSON value is a Podcasting 2.0 transcript: an object whose segments have a body.

    Example:
        >>> is_podcast({"version": "1.0.0", "segments": [{"startTime": 0, "body": "Go."}]})
        True
    """
    segments = value.get("segments") if isinstance(value, dict) else None
    return isinstance(segments, list) and bool(segments) and isinstance(segments[0], dict) and "body" in segments[0]


def read_podcast(raw: RawInput) -> Document:
    """Read a Podcasting 2.0 transcript; where single words are its segments, they are put together.

    A segment without a speaker goes on with the voice before, if ``--voices`` does not say otherwise.

    Raises:
        ReadError: it is no JSON, a field is not what it should be, or there are no words.
    """
    file, encoding = read_vendor(raw, _File, "JSON of Podcasting 2.0")
    labels: list[str | None] = []
    for each in file.segments:
        labels.append(each.speaker or (labels[-1] if labels and raw.voices != "strict" else None))
    words = sum(len(each.body.split()) for each in file.segments)
    if words < 1.5 * len(file.segments):
        tokens = [
            Token(each.body, each.start, each.end, label, f"segments[{number}]")
            for number, (each, label) in enumerate(zip(file.segments, labels, strict=True))
        ]
        return build_document(raw, "podcast", cut_runs(tokens), encoding=encoding)
    pieces = [
        Piece(f"segments[{number}]", label, each.start, each.end, text=each.body)
        for number, (each, label) in enumerate(zip(file.segments, labels, strict=True))
    ]
    return build_document(raw, "podcast", pieces, encoding=encoding)


def write_podcast(transcript: Transcript) -> str:
    r"""Write a transcript as Podcasting 2.0 JSON, the speaker on every segment.

    Example:
        >>> from quotes.formats.transcript import Passage
        >>> write_podcast(Transcript("a", (Passage("Go.", "Ana Reyes", 0, 400),))).count("Ana Reyes")
        1
    """
    segments = []
    for passage in transcript.passages:
        segment: dict[str, Any] = {} if passage.voice is None else {"speaker": passage.voice}
        for name, time in (("startTime", passage.start_ms), ("endTime", passage.end_ms)):
            if time is not None:
                segment[name] = time / 1000
        segments.append(segment | {"body": passage.words})
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"
