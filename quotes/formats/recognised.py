"""What the formats of recognisers have in common: from segments of timed words to a document.

The text taken out of such a container has one line for each utterance, and a blank line where the voice changes. Words
stand as they are printed, with one blank between; a segment that gives its text as well as its words keeps that text,
its white space folded. A segment in which the voice changes becomes several utterances. ``info.source_map`` leads back:
its ``utterances`` name the place in the JSON of each utterance, in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from quotes.errors import ReadError
from quotes.formats.base import RawInput
from quotes.formats.decoding import decode
from quotes.formats.strict_json import parse_json
from quotes.model import Document, DocumentInfo, Skip, Utterance, Word
from quotes.spans import Span

__all__ = [
    "Label",
    "Milliseconds",
    "Piece",
    "Seconds",
    "Token",
    "VendorModel",
    "build_document",
    "cut_runs",
    "read_vendor",
    "show_label",
]


class VendorModel(BaseModel):
    """A part of a recogniser's JSON; fields that are not needed are left out of it."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


def _read_seconds(value: Any) -> int | None:
    """Turn seconds, as a number or as a string ("1.25", "1.25s"), into milliseconds."""
    if type(value) is float and 0.0 <= value < 1e9:  # nearly all
        return round(value * 1000)
    number = _read_number(value)
    return None if number is None else round(number * 1000)


def _read_milliseconds(value: Any) -> int | None:
    """Turn milliseconds, as a number or as a string, into an integer."""
    number = _read_number(value)
    return None if number is None else round(number)


def _read_number(value: Any) -> float | None:
    """Return a time as a number, at least 0; None, NaN and an empty string say nothing.

    Raises:
        ValueError: it is no number.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("a time is a number, or a number in a string")
    try:
        number = float(value.strip().removesuffix("s") if isinstance(value, str) else value)
    except ValueError:
        raise ValueError(f"{value!r} is no time; a time is a number, or a number in a string") from None
    if number != number:  # NaN
        return None
    if not -1e9 < number < 1e9:
        raise ValueError(f"{value!r} is no time; a time is below {10**9}")
    return max(0.0, number)


def show_label(value: Any) -> str | None:
    """Return what a voice is called: a name as printed, "Speaker 3" for the number 3, None for nothing.

    Example:
        >>> show_label(0), show_label(" spk_1 "), show_label("")
        ('Speaker 0', 'spk_1', None)
    """
    if value is None or value == "" or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return f"Speaker {value:g}"
    if not isinstance(value, str):
        raise ValueError("a speaker is a string or a number")
    return value.strip() or None


Seconds = Annotated[int | None, BeforeValidator(_read_seconds)]
"""A time that the file gives in seconds, here in milliseconds."""

Milliseconds = Annotated[int | None, BeforeValidator(_read_milliseconds)]
"""A time that the file gives in milliseconds."""

Label = Annotated[str | None, BeforeValidator(show_label)]
"""What the file calls a voice."""


class Token(NamedTuple):
    """A word as the recogniser prints it.

    Attributes:
        words: with the marks that belong to it.
        start_ms: when it begins, in milliseconds, or None.
        end_ms: when it ends, or None.
        label: its voice, or None where only its segment tells.
        path: its place in the JSON.
        is_glued: whether it follows the one before without a blank: a mark, a part of a word.
    """

    words: str
    start_ms: int | None = None
    end_ms: int | None = None
    label: str | None = None
    path: str = ""
    is_glued: bool = False


class Piece(NamedTuple):
    """A segment: its words, or where it has none its text; ``path`` is its place in the JSON."""

    path: str
    label: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    tokens: Sequence[Token] = ()
    text: str | None = None


Model = TypeVar("Model", bound=VendorModel)


def read_vendor(raw: RawInput, model: type[Model], name: str) -> tuple[Model, str]:
    """Decode and parse JSON of a recogniser; return it with its encoding.

    Raises:
        ReadError: it is no JSON, or a field is not what it should be, with its place.
    """
    text, encoding = decode(raw)
    try:
        value = parse_json(text, with_nan=True)
    except ValueError as error:
        raise ReadError(
            raw.path, None, f"this cannot be read as {name}: {error}; if the file was cut short, fetch it anew"
        ) from None
    try:
        return model.model_validate(value), encoding
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        message = faults[0]["msg"].removeprefix("Value error, ")
        raise ReadError(
            raw.path, None, f"this is no {name}: {_show_place(faults[0]['loc'])}: {message}{more}"
        ) from None


def _show_place(place: Iterable[int | str]) -> str:
    """Return a place in JSON as ``results.items[3].start_time``."""
    shown = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return shown.removeprefix(".") or "the file"


_PAUSE_MS = 1500
_ENDS = (".", "?", "!", "…", "。", "？", "！", "؟")


def cut_runs(tokens: Sequence[Token]) -> list[Piece]:
    """Return words that come without segments as pieces: cut where the voice changes or, after a sentence, at a pause.

    Example:
        >>> [len(piece.tokens) for piece in cut_runs([Token("Go.", 0, 300), Token("Yes.", 2300, 2600)])]
        [1, 1]
    """
    pieces: list[list[Token]] = []
    for token in tokens:
        before = pieces[-1][-1] if pieces else None
        is_new = before is None or (not token.is_glued and token.label != before.label)
        if before is not None and not is_new and before.end_ms is not None and token.start_ms is not None:
            is_new = before.words.endswith(_ENDS) and token.start_ms - before.end_ms >= _PAUSE_MS
        if is_new:
            pieces.append([token])
        else:
            pieces[-1].append(token)
    return [Piece(path=run[0].path, label=run[0].label, tokens=tuple(run)) for run in pieces]


def build_document(
    raw: RawInput,
    format: str,
    pieces: Sequence[Piece],
    *,
    encoding: str,
    language: str | None = None,
    meta: dict[str, Any] | None = None,
    skipped: Iterable[Skip] = (),
) -> Document:
    """Lay the text of some pieces, and say where in it each utterance and each word stands.

    Raises:
        ReadError: there is no word and no labelled time in it.
    """
    builder = _Builder()
    for piece in pieces:
        builder.add(piece)
    if not builder.utterances:
        raise ReadError(raw.path, None, f"there are no words and no segments in this {format} file")
    has_words = bool(builder.words)
    info = DocumentInfo(
        format=format,
        encoding=encoding,
        language=language[:2].lower() if language else None,
        meta={key: value for key, value in (meta or {}).items() if value is not None},
        source_map={"utterances": builder.paths},
        words=tuple(builder.words) if has_words else None,
        utterances=tuple(builder.utterances),
        skipped=(*builder.skipped, *skipped),
    )
    return Document(id=raw.document_id, text="".join(builder.parts), info=info)


class _Builder:
    """A text that grows by one piece after the other."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.words: list[Word] = []
        self.utterances: list[Utterance] = []
        self.paths: list[str] = []
        self.skipped: list[Skip] = []
        self._size = 0

    def add(self, piece: Piece) -> None:
        """Add a piece: a line for each of its voices."""
        line, places = _lay(piece)
        self.skipped += [
            Skip(reason=f"the text of {piece.path} does not hold this word of it", words=token.words.strip()[:80])
            for token, place in zip(piece.tokens, places, strict=True)
            if place is None and token.words.strip()
        ]
        placed = [(token, place) for token, place in zip(piece.tokens, places, strict=True) if place is not None]
        runs: list[tuple[str | None, int, list[tuple[Token, tuple[int, int]]]]] = []
        for token, place in placed:
            label = token.label or (runs[-1][0] if runs and piece.label is None else piece.label)
            if not runs or (runs[-1][0] != label and not token.is_glued):
                runs.append((label, place[0] if runs else 0, []))
            runs[-1][2].append((token, place))
        if not runs:
            runs = [(piece.label, 0, [])]
        for number, (label, begin, tokens) in enumerate(runs):
            end = runs[number + 1][1] if number + 1 < len(runs) else len(line)
            start_ms, end_ms, path = piece.start_ms, piece.end_ms, piece.path
            if len(runs) > 1 or start_ms is None:
                start_ms = min((t.start_ms for t, _ in tokens if t.start_ms is not None), default=None)
            if len(runs) > 1 or end_ms is None:
                end_ms = max((t.end_ms for t, _ in tokens if t.end_ms is not None), default=None)
            if len(runs) > 1:
                path = tokens[0][0].path
            self._add_line(line[begin:end].rstrip(), begin, label, (start_ms, end_ms), tokens, path)

    def _add_line(
        self,
        line: str,
        begin: int,
        label: str | None,
        times: tuple[int | None, int | None],
        tokens: Sequence[tuple[Token, tuple[int, int]]],
        path: str,
    ) -> None:
        """Add one utterance; one without words only where it tells who is heard when."""
        start_ms, end_ms = times
        if not line and (label is None or start_ms is None):
            return
        if line and self.parts:
            self._append("\n" if self.utterances and self.utterances[-1].label == label else "\n\n")
        start = self._size
        self._append(line)
        for token, place in tokens:
            self.words.append(
                Word(
                    start=start + place[0] - begin,
                    end=start + place[1] - begin,
                    start_ms=token.start_ms,
                    end_ms=token.end_ms,
                    speaker=label,
                )
            )
        spans = (Span(start, self._size),)
        self.utterances.append(Utterance(spans=spans, label=label, start_ms=start_ms, end_ms=end_ms))
        self.paths.append(path)

    def _append(self, words: str) -> None:
        self.parts.append(words)
        self._size += len(words)


_NEAR_CHARS = 60
"""How far behind the word before a word is looked for in its segment's text."""


def _lay(piece: Piece) -> tuple[str, list[tuple[int, int] | None]]:
    """Return the line of a piece, and where each of its words stands in it."""
    if piece.text is not None and piece.text.strip():
        line = " ".join(piece.text.split())
        places: list[tuple[int, int] | None] = []
        cursor = 0
        for token in piece.tokens:
            word = " ".join(token.words.split())
            at = line.find(word, cursor, cursor + len(word) + _NEAR_CHARS) if word else -1
            places.append((at, at + len(word)) if at >= 0 else None)
            cursor = at + len(word) if at >= 0 else cursor
        return line, places
    parts: list[str] = []
    places, size = [], 0
    for token in piece.tokens:
        word = " ".join(token.words.split())
        if not word:
            places.append(None)
            continue
        if size and not token.is_glued:
            parts.append(" ")
            size += 1
        parts.append(word)
        places.append((size, size + len(word)))
        size += len(word)
    return "".join(parts), places
