"""AssemblyAI's JSON: utterances of speakers "A", "B"..., all times in milliseconds.

Source: AssemblyAI API reference, "Get transcript": ``utterances[]`` with speaker labels, else ``words[]`` alone.
"""

from __future__ import annotations

from typing import Any

from quotes.formats.base import RawInput
from quotes.formats.recognised import (
    Label,
    Milliseconds,
    Piece,
    Token,
    VendorModel,
    build_document,
    cut_runs,
    read_vendor,
)
from quotes.model import Document

__all__ = ["is_assemblyai", "read_assemblyai"]


class _Word(VendorModel):
    text: str = ""
    start: Milliseconds = None
    end: Milliseconds = None
    speaker: Label = None


class _Utterance(_Word):
    words: tuple[_Word, ...] = ()


class _File(VendorModel):
    text: str | None = None
    language_code: str | None = None
    words: tuple[_Word, ...] | None = None
    utterances: tuple[_Utterance, ...] | None = None


def is_assemblyai(value: Any) -> bool:
    """Whether a parsed JSON value is AssemblyAI's: an object with utterances or words that have a text.

    Example:
        >>> is_assemblyai({"utterances": [{"speaker": "A", "text": "Go.", "start": 0, "end": 400}]})
        True
    """
    if not isinstance(value, dict):
        return False
    lists = [value[name] for name in ("utterances", "words") if isinstance(value.get(name), list)]
    return any(each and isinstance(each[0], dict) and "text" in each[0] for each in lists)


def read_assemblyai(raw: RawInput) -> Document:
    """Read AssemblyAI's JSON.

    Raises:
        ReadError: it is no JSON, a field is not what it should be, or there are no words.
    """
    file, encoding = read_vendor(raw, _File, "JSON of AssemblyAI")
    pieces = [
        Piece(
            path=f"utterances[{number}]",
            label=each.speaker,
            start_ms=each.start,
            end_ms=each.end,
            tokens=_tokens(each.words, f"utterances[{number}].words"),
            text=each.text,
        )
        for number, each in enumerate(file.utterances or ())
    ]
    pieces = pieces or cut_runs(_tokens(file.words or (), "words"))
    if not pieces and file.text:
        pieces = [Piece(path="text", text=file.text)]
    return build_document(raw, "assemblyai", pieces, encoding=encoding, language=file.language_code)


def _tokens(words: tuple[_Word, ...], path: str) -> list[Token]:
    """Return words as tokens."""
    return [
        Token(word.text, word.start, word.end, word.speaker, f"{path}[{number}]") for number, word in enumerate(words)
    ]
