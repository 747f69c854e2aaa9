"""Rev's JSON: monologues of numbered speakers, made of words with times and marks without.

Source: Rev AI documentation, "Transcript Object" (``application/vnd.rev.transcript.v1.0+json``): blanks are elements of
type ``punct`` too.
"""

from __future__ import annotations

from typing import Any

from quotes.formats.base import RawInput
from quotes.formats.recognised import Label, Piece, Seconds, Token, VendorModel, build_document, read_vendor, show_label
from quotes.model import Document

__all__ = ["is_rev", "read_rev"]


class _Element(VendorModel):
    type: str = "text"
    value: str = ""
    ts: Seconds = None
    end_ts: Seconds = None


class _Monologue(VendorModel):
    speaker: Label = None
    speaker_info: dict[str, Any] | None = None
    elements: tuple[_Element, ...] = ()


class _File(VendorModel):
    monologues: tuple[_Monologue, ...]
    language: str | None = None


def is_rev(value: Any) -> bool:
    """Whether a parsed JSON value is Rev's: an object with monologues.

    Example:
        >>> is_rev({"monologues": []})
        True
    """
    return isinstance(value, dict) and isinstance(value.get("monologues"), list)


def read_rev(raw: RawInput) -> Document:
    """Read Rev's JSON; elements follow each other as they are, for blanks are elements as well.

    Raises:
        ReadError: it is no JSON, a field is not what it should be, or there are no words.
    """
    file, encoding = read_vendor(raw, _File, "JSON of Rev")
    pieces = []
    for number, monologue in enumerate(file.monologues):
        path = f"monologues[{number}]"
        tokens: list[Token] = []
        has_blanks = any(element.value.isspace() for element in monologue.elements)
        after_blank = True
        for place, element in enumerate(monologue.elements):
            if element.value.isspace() or not element.value:
                after_blank = True
                continue
            is_glued = bool(tokens) and not after_blank and (has_blanks or element.type == "punct")
            is_glued = is_glued and not element.value[0].isspace()
            place_of = f"{path}.elements[{place}]"
            tokens.append(Token(element.value, element.ts, element.end_ts, None, place_of, is_glued=is_glued))
            after_blank = element.value[-1:].isspace()
        name = show_label(monologue.speaker_info.get("display_name")) if monologue.speaker_info else None
        pieces.append(Piece(path=path, label=name or monologue.speaker, tokens=tokens))
    return build_document(raw, "rev", pieces, encoding=encoding, language=file.language)
