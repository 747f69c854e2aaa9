"""Google Speech-to-Text's JSON: results in order, and with diarization a last one that repeats all words.

Source: Google Cloud documentation, "Detect different speakers in an audio recording": with diarization the words of the
last result's first alternative are all words from the start, each with its ``speakerTag`` (v1) or ``speakerLabel``
(v2); times are strings of seconds, "1.400s".
"""

from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, Field

from quotes.formats.base import RawInput
from quotes.formats.recognised import Label, Piece, Seconds, Token, VendorModel, build_document, cut_runs, read_vendor
from quotes.model import Document

__all__ = ["is_google", "read_google"]


class _Word(VendorModel):
    word: str = ""
    start: Seconds = Field(default=None, validation_alias=AliasChoices("startTime", "startOffset", "start_time"))
    end: Seconds = Field(default=None, validation_alias=AliasChoices("endTime", "endOffset", "end_time"))
    speaker: Label = Field(default=None, validation_alias=AliasChoices("speakerLabel", "speakerTag", "speaker_tag"))


class _Alternative(VendorModel):
    transcript: str | None = None
    words: tuple[_Word, ...] = ()


class _Result(VendorModel):
    alternatives: tuple[_Alternative, ...] = ()
    channel: int | None = Field(default=None, validation_alias=AliasChoices("channelTag", "channel_tag"))
    language: str | None = Field(default=None, validation_alias=AliasChoices("languageCode", "language_code"))


class _Response(VendorModel):
    results: tuple[_Result, ...] = ()


class _File(VendorModel):
    results: tuple[_Result, ...] = ()
    response: _Response | None = None


def is_google(value: Any) -> bool:
    """Whether a parsed JSON value is of Google Speech-to-Text: an object whose results are a list of alternatives.

    Example:
        >>> is_google({"results": [{"alternatives": [{"transcript": "Go."}]}]})
        True
    """
    if not isinstance(value, dict):
        return False
    inner = value["response"] if isinstance(value.get("response"), dict) else value
    results = inner.get("results")
    return isinstance(results, list) and bool(results) and isinstance(results[0], dict) and "alternatives" in results[0]


def read_google(raw: RawInput) -> Document:
    """Read Google Speech-to-Text's JSON; a last result that repeats all words is taken instead of those before.

    Raises:
        ReadError: it is no JSON, a field is not what it should be, or there are no words.
    """
    file, encoding = read_vendor(raw, _File, "JSON of Google Speech-to-Text")
    results, path = file.results, "results"
    if file.response is not None:
        results, path = file.response.results, "response.results"
    best = [result.alternatives[0] if result.alternatives else _Alternative() for result in results]
    channels = {result.channel for result in results if result.channel is not None}
    pieces: list[Piece] = []
    if _repeats(best):
        number = len(best) - 1
        pieces = cut_runs(_tokens(best[-1], f"{path}[{number}].alternatives[0].words", None))
    else:
        for number, (result, each) in enumerate(zip(results, best, strict=True)):
            label = f"Channel {result.channel}" if len(channels) > 1 and result.channel is not None else None
            place = f"{path}[{number}].alternatives[0]"
            pieces.append(
                Piece(path=place, label=label, tokens=_tokens(each, f"{place}.words", label), text=each.transcript)
            )
    language = next((result.language for result in results if result.language), None)
    return build_document(raw, "google", pieces, encoding=encoding, language=language)


def _repeats(best: list[_Alternative]) -> bool:
    """Whether the last of some results repeats all words of those before it."""
    if len(best) < 2 or not best[-1].words:
        return False
    last = best[-1].words
    before = [word for each in best[:-1] for word in each.words]
    if before and before[0].start is not None:
        return last[0].start is not None and last[0].start <= before[0].start and len(last) >= len(before)
    said = [word.word for word in before] or [word for each in best[:-1] for word in (each.transcript or "").split()]
    return bool(said) and [word.word for word in last][: len(said)] == said


def _tokens(alternative: _Alternative, path: str, label: str | None) -> list[Token]:
    """Return words as tokens; a speaker 0 is nobody, for Google counts from 1."""
    return [
        Token(
            word.word,
            word.start,
            word.end,
            None if word.speaker in (None, "Speaker 0") and label is None else word.speaker or label,
            f"{path}[{number}]",
        )
        for number, word in enumerate(alternative.words)
    ]
