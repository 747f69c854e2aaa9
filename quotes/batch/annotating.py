"""What is done with one document of a batch: the same function in this process and in every worker."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import NamedTuple

from pydantic import TypeAdapter

from quotes.batch.inputs import Input, strip_packing
from quotes.batch.records import RecordError, read_record, write_error
from quotes.batch.remote import is_url, name_of_url, show_path
from quotes.batch.streams import read_whole
from quotes.errors import LimitError, ReadError
from quotes.formats import VoiceReading, read, write_annotation
from quotes.lexicon import NO_HOUSE, House
from quotes.model import Annotation, Document, RosterEntry

__all__ = ["Done", "Settings", "annotate_input", "read_settings", "refuse_input", "tell_fault", "write_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How every document of a batch is read and annotated; plain values, so that workers get them as JSON.

    Attributes:
        roster: people known beforehand in every document, besides a record's own roster.
        kinds: as in `quotes.pipeline.annotate`.
        min_confidence: as in `quotes.pipeline.annotate`, or None for its default.
        stages: stages of installed packages, by name.
        with_text: whether the text is written into each record.
        format: form of every file or text, or None: found out.
        encoding: encoding of every file, or None: found out.
        voices: whose a caption without a voice is.
        selector: the elements of a web page that are the article, or None: found out.
        max_bytes: how many bytes a document, or its record, may have, unpacked; 0 for no limit.
        house: words of the house.
        weights: file or folder of the weights that choose sources, or None for those that ship.
    """

    roster: tuple[RosterEntry, ...] = ()
    kinds: tuple[str, ...] | None = None
    min_confidence: float | None = None
    stages: tuple[str, ...] = ()
    with_text: bool = True
    format: str | None = None
    encoding: str | None = None
    voices: VoiceReading = "found"
    selector: str | None = None
    max_bytes: int = 0
    house: House = NO_HOUSE
    weights: str | None = None


class Done(NamedTuple):
    """What became of one document: its record, a line of UTF-8 without its line end, and whether that is an error."""

    record: bytes
    failed: bool


def write_settings(settings: Settings) -> bytes:
    """Return the settings as JSON."""
    return _adapter().dump_json(settings)


def read_settings(data: bytes) -> Settings:
    """Return the settings that `write_settings` wrote."""
    return _adapter().validate_json(data)


@cache
def _adapter() -> TypeAdapter[Settings]:
    return TypeAdapter(Settings)


def annotate_input(input: Input, settings: Settings) -> Done:
    """Annotate one document; whatever goes wrong becomes its error record."""
    try:
        document = _read_file(input, settings) if input.data is None else _read_line(input, settings)
        annotation = _annotate(document, settings)
        record = write_annotation(annotation, with_text=settings.with_text, indent=None)
        return Done(record.encode("utf-8"), False)
    except Exception as error:  # a document that fails must not stop the run; its record says what happened
        return tell_fault(input, error)


def refuse_input(input: Input, reason: str) -> Done:
    """Return the error record of an input that is not looked at."""
    return tell_fault(input, ReadError("-", None, reason))


def tell_fault(input: Input, error: Exception) -> Done:
    """Return the error record of an input."""
    kind = type(error).__name__
    message = str(error) or kind
    if isinstance(error, ReadError):
        message = error.reason if error.line is None else f"line {error.line}: {error.reason}"
    return Done(write_error(input.id, input.line, show_path(input.path), kind, message).encode("utf-8"), True)


def _annotate(document: Document | Annotation, settings: Settings) -> Annotation:
    from quotes.attributor.source_weights import read_source_weights
    from quotes.pipeline import DEFAULT_MIN_CONFIDENCE, annotate, with_plugins

    sure = DEFAULT_MIN_CONFIDENCE if settings.min_confidence is None else settings.min_confidence
    stages = with_plugins(settings.stages)
    return annotate(
        document,
        roster=settings.roster,
        kinds=settings.kinds,
        min_confidence=sure,
        stages=stages,
        house=settings.house,
        weights=None if settings.weights is None else read_source_weights(settings.weights),
    )


def _read_line(input: Input, settings: Settings) -> Document:
    """Return the document of a line.

    Raises:
        ReadError: it gives none.
        LimitError: it is too long.
    """
    assert input.data is not None  # noqa: S101 - a line has its bytes
    is_too_long = settings.max_bytes and len(input.data.rstrip(b"\r\n")) > settings.max_bytes
    if input.is_too_long or is_too_long:
        reason = f"the line has more than {settings.max_bytes} bytes; allow more with --max-bytes"
        raise LimitError("max_bytes", reason)
    try:
        return read_record(input.data, format=settings.format, voices=settings.voices)
    except RecordError as error:
        raise ReadError("-", None, str(error)) from None


def _read_file(input: Input, settings: Settings) -> Document | Annotation:
    """Return the document of a file, or the annotation saved there, with the id that it has in the batch.

    Raises:
        ReadError: it cannot be read.
        LimitError: it is too large.
    """
    assert input.path is not None  # noqa: S101 - a file has its path
    data = read_whole(input.path, max_bytes=settings.max_bytes)
    name = name_of_url(input.path) if is_url(input.path) else PurePath(input.path).name
    named = _NamedBytes(data, strip_packing(name))
    found = read(
        named,
        encoding=settings.encoding,
        format=settings.format,
        voices=settings.voices,
        selector=settings.selector,
        max_bytes=max(1, len(data)),  # was held against the limit before
    )
    return found.model_copy(update={"id": input.id})  # a name and nothing that is checked against the rest


class _NamedBytes(io.BytesIO):
    """Bytes with the name of the file they are from, which may tell its form."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name
