"""Deepgram's JSON: utterances where they were asked for, else the words of each channel.

Source: Deepgram API reference, "Transcribe Pre-recorded Audio": ``results.utterances[]`` and
``results.channels[].alternatives[].words[]`` with ``punctuated_word``, ``speaker`` a number.
"""

from __future__ import annotations

from typing import Any

from quotes.formats.base import RawInput
from quotes.formats.recognised import Label, Piece, Seconds, Token, VendorModel, build_document, cut_runs, read_vendor
from quotes.model import Document

__all__ = ["is_deepgram", "read_deepgram"]


class _Word(VendorModel):
    word: str = ""
    punctuated_word: str | None = None
    start: Seconds = None
    end: Seconds = None
    speaker: Label = None


class _Alternative(VendorModel):
    transcript: str = ""
    words: tuple[_Word, ...] = ()


class _Channel(VendorModel):
    alternatives: tuple[_Alternative, ...] = ()
    detected_language: str | None = None


class _Utterance(VendorModel):
    start: Seconds = None
    end: Seconds = None
    channel: int | None = None
    speaker: Label = None
    transcript: str | None = None
    words: tuple[_Word, ...] = ()


class _Results(VendorModel):
    channels: tuple[_Channel, ...] = ()
    utterances: tuple[_Utterance, ...] = ()


class _File(VendorModel):
    results: _Results


def is_deepgram(value: Any) -> bool:
    """Whether a parsed JSON value is Deepgram's: an object whose results have channels.

    Example:
        >>> is_deepgram({"results": {"channels": []}})
        True
    """
    return (
        isinstance(value, dict)
        and isinstance(value.get("results"), dict)
        and isinstance(value["results"].get("channels"), list)
    )


def read_deepgram(raw: RawInput) -> Document:
    """Read Deepgram's JSON; of several channels each is a voice, unless it tells speakers.

    Raises:
        ReadError: it is no JSON, a field is not what it should be, or there are no words.
    """
    file, encoding = read_vendor(raw, _File, "JSON of Deepgram")
    results = file.results
    has_channels = len(results.channels) > 1
    pieces: list[Piece] = []
    for number, utterance in enumerate(results.utterances):
        channel = f"Channel {utterance.channel}" if has_channels and utterance.channel is not None else None
        path = f"results.utterances[{number}]"
        pieces.append(
            Piece(
                path=path,
                label=utterance.speaker or channel,
                start_ms=utterance.start,
                end_ms=utterance.end,
                tokens=_tokens(utterance.words, f"{path}.words", None),
                text=None if utterance.words else utterance.transcript,
            )
        )
    if not pieces:
        for number, each in enumerate(results.channels):
            if each.alternatives:
                best, path = each.alternatives[0], f"results.channels[{number}].alternatives[0]"
                label = f"Channel {number}" if has_channels else None
                runs = cut_runs(_tokens(best.words, f"{path}.words", label))
                pieces += runs or [Piece(path=f"{path}.transcript", label=label, text=best.transcript)]
        pieces.sort(key=lambda piece: next((t.start_ms for t in piece.tokens if t.start_ms is not None), 0))
    language = next((each.detected_language for each in results.channels if each.detected_language), None)
    return build_document(raw, "deepgram", pieces, encoding=encoding, language=language)


def _tokens(words: tuple[_Word, ...], path: str, label: str | None) -> list[Token]:
    """Return words as tokens, with their marks where they have them."""
    return [
        Token(word.punctuated_word or word.word, word.start, word.end, word.speaker or label, f"{path}[{number}]")
        for number, word in enumerate(words)
    ]
