"""SegLST, the segments of CHiME and meeteval, and bare lists of a diarizer's segments in JSON.

A file of several recordings is refused, for the times of one mean nothing in another.

Source: CHiME-7 DASR, "SegLST": a list of ``{session_id, speaker, words, start_time, end_time}``. Diarizers write
``[{start, end, speaker}]``, alone or under ``diarization``, ``segments`` or ``turns``.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import AliasChoices, Field, model_validator

from quotes.errors import ReadError
from quotes.formats.base import RawInput
from quotes.formats.recognised import Label, Piece, Seconds, VendorModel, build_document, read_vendor
from quotes.formats.transcript import Transcript
from quotes.model import Document

__all__ = ["check_recordings", "is_seglst", "is_segments", "read_seglst", "read_segments", "write_seglst"]


class _Segment(VendorModel):
    session_id: str | None = None
    speaker: Label = Field(default=None, validation_alias=AliasChoices("speaker", "label", "speaker_label"))
    words: str | None = Field(default=None, validation_alias=AliasChoices("words", "text"))
    start: Seconds = Field(default=None, validation_alias=AliasChoices("start_time", "start"))
    end: Seconds = Field(default=None, validation_alias=AliasChoices("end_time", "end"))


class _File(VendorModel):
    """A list of segments, with its place in the JSON."""

    path: str = ""
    segments: tuple[_Segment, ...]

    @model_validator(mode="before")
    @classmethod
    def _find_list(cls, value: Any) -> Any:
        """Take the list, alone or from the object it stands in."""
        path: list[str] = []
        if isinstance(value, dict) and isinstance(value.get("output"), dict):
            value, path = value["output"], ["output"]
        if isinstance(value, dict):
            name = next((name for name in _NAMES_OF_LISTS if name in value), None)
            if name is None:
                raise ValueError(f"there is no list of segments in it, under {', '.join(_NAMES_OF_LISTS)} or alone")
            value, path = value[name], [*path, name]
        return {"segments": value, "path": ".".join(path)}


_NOBODY = "unknown"
"""The speaker of a segment that nobody is known to say; tools that score SegLST ask for one."""
_NAMES_OF_LISTS = ("diarization", "segments", "turns")


def is_seglst(value: Any) -> bool:
    """Whether a parsed JSON value is SegLST: a list of objects with words and a speaker or a session.

    Example:
        >>> is_seglst([{"session_id": "a", "speaker": "S0", "words": "Go", "start_time": 0, "end_time": 1}])
        True
    """
    first = value[0] if isinstance(value, list) and value else None
    return isinstance(first, dict) and "words" in first and bool({"session_id", "speaker", "start_time"} & first.keys())


def is_segments(value: Any) -> bool:
    """Whether a parsed JSON value is a list of labelled stretches of time, alone or inside an object.

    Example:
        >>> is_segments([{"start": 0.5, "end": 2.0, "speaker": "S0"}])
        True
    """
    if isinstance(value, dict):
        inner = value["output"] if isinstance(value.get("output"), dict) else value
        value = next((inner[name] for name in _NAMES_OF_LISTS if name in inner), None)
    first = value[0] if isinstance(value, list) and value else None
    return (
        isinstance(first, dict)
        and bool({"start", "start_time"} & first.keys())
        and bool({"speaker", "label", "speaker_label"} & first.keys())
    )


def read_seglst(raw: RawInput) -> Document:
    """Read SegLST.

    Raises:
        ReadError: it is no JSON, a field is not what it should be, there is nothing in it, or several recordings.
    """
    file, encoding = read_vendor(raw, _File, "SegLST")
    return _build(raw, "seglst", file.segments, file.path, encoding)


def read_segments(raw: RawInput) -> Document:
    """Read a diarizer's segments in JSON; there are no words in them, or a text beside each.

    Raises:
        ReadError: it is no JSON, a field is not what it should be, there is nothing in it, or several recordings.
    """
    file, encoding = read_vendor(raw, _File, "list of segments")
    return _build(raw, "segments", file.segments, file.path, encoding)


def check_recordings(raw: RawInput, names: set[str], format: str) -> None:
    """Refuse a file of several recordings.

    Raises:
        ReadError: there are several.
    """
    if len(names) > 1:
        shown = ", ".join(sorted(names)[:5]) + (", ..." if len(names) > 5 else "")
        raise ReadError(
            raw.path, None, f"this {format} file is of {len(names)} recordings ({shown}); give a file for each"
        )


def _build(raw: RawInput, format: str, segments: tuple[_Segment, ...], path: str, encoding: str) -> Document:
    sessions = {each.session_id for each in segments if each.session_id is not None}
    check_recordings(raw, sessions, format)
    pieces = [
        Piece(f"{path}[{number}]", label, each.start, each.end, text=each.words or "")
        for number, each in enumerate(segments)
        for label in (each.speaker if each.speaker != _NOBODY else None,)
    ]
    meta = {"session": next(iter(sessions), None)}
    return build_document(raw, format, pieces, encoding=encoding, meta=meta)


def write_seglst(transcript: Transcript) -> str:
    r"""Write a transcript as SegLST; the session is the document's id.

    Example:
        >>> from quotes.formats.transcript import Passage
        >>> print(write_seglst(Transcript("a", (Passage("Go.", "Ana Reyes", 0, 400),))), end="")
        [
         {
          "session_id": "a",
          "speaker": "Ana Reyes",
          "words": "Go.",
          "start_time": 0.0,
          "end_time": 0.4
         }
        ]
    """
    segments = []
    for passage in transcript.passages:
        segment: dict[str, Any] = {"session_id": transcript.id, "speaker": passage.voice or _NOBODY}
        segment["words"] = " ".join(passage.words.split())
        for name, time in (("start_time", passage.start_ms), ("end_time", passage.end_ms)):
            if time is not None:
                segment[name] = time / 1000
        segments.append(segment)
    return json.dumps(segments, ensure_ascii=False, indent=1) + "\n"
