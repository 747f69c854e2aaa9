"""Reading documents and saved annotations, whatever form they come in.

Two dicts are the whole registry: which extension means which format, and which function reads a format.
`quotes.formats.base` says how to add one.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from quotes.errors import ReadError
from quotes.formats.annotation_json import (
    is_annotation,
    read_annotation,
    write_annotation,
    write_annotation_parts,
    write_schema,
)
from quotes.formats.base import RawInput, Reader
from quotes.formats.decoding import decode, encode_like
from quotes.formats.plain import read_plain
from quotes.formats.roster import check_roster, read_roster
from quotes.formats.strict_json import parse_json
from quotes.model import Annotation, Document

__all__ = [
    "FORMAT_OF_EXTENSION",
    "READERS",
    "RawInput",
    "Reader",
    "TextFile",
    "check_roster",
    "parse_json",
    "read",
    "read_roster",
    "read_text_file",
    "write_annotation",
    "write_annotation_parts",
    "write_schema",
]

READERS: Mapping[str, Reader] = {
    "plain": read_plain,
    "json": read_annotation,
}
"""Format id to the function that reads it."""

FORMAT_OF_EXTENSION: Mapping[str, str] = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "plain",
    ".json": "json",
}
"""Extension, in small letters with its dot, to format id; any other extension is plain text or found by content."""

_AS_TEXT = "give the text itself, or read all of it as plain text with --input-format plain"

UNREAD_EXTENSIONS: Mapping[str, str] = {
    ".jsonl": "many documents in one file are for quotes batch",
    **dict.fromkeys((".csv", ".htm", ".html", ".rttm", ".srt", ".vtt", ".xml"), _AS_TEXT),
}
"""Texts whose markup would be read as if somebody had said it, and what to do instead; refused unless the user names a
format."""


def read(
    source: str | Path | BinaryIO, *, encoding: str | None = None, format: str | None = None
) -> Document | Annotation:
    """Read a document to annotate, or an annotation that was saved.

    The format is the one given, else what the content says (a saved annotation is recognised whatever its name), else
    what the extension says, else plain text. The text is kept as it is, line ends too; only a byte-order mark is left
    out. The document's id is the file's name without its extension.

    Args:
        source: a path, ``-`` for standard input, or an open binary file.
        encoding: what to decode with; by default UTF-8, UTF-16 by its byte-order mark, or Windows-1252 where the bytes
            hold no UTF-8.
        format: id of a reader, a key of `READERS`.

    Raises:
        ReadError: the input is missing, a directory, empty, binary, wrongly encoded or not of its format.
        ValueError: there is no reader with that id.

    Example:
        >>> import io
        >>> read(io.BytesIO(b'"Go," he said.')).text
        '"Go," he said.'
    """
    if format is not None and format not in READERS:
        raise ValueError(f"there is no reader {format!r}; there are {', '.join(sorted(READERS))}")
    raw = _take(source, encoding)
    return READERS[format or _find_format(raw)](raw)


class TextFile(NamedTuple):
    """A document that is a text file, with what is needed to write it again in the same encoding.

    Attributes:
        document: what was read.
        raw: the bytes it was read from.
    """

    document: Document
    raw: RawInput

    def encode(self, text: str) -> bytes:
        """Return ``text``, a changed text of this document, as bytes of the same encoding and byte-order mark.

        Raises:
            ReadError: the encoding cannot hold a character of it.
        """
        return encode_like(text, self.raw, self.document.info.encoding or "utf-8")


def read_text_file(
    source: str | Path | BinaryIO, *, encoding: str | None = None, format: str | None = None
) -> TextFile:
    r"""Read a document that is to be written again with other marks.

    Raises:
        ReadError: as `read`, and where the text is not the file itself: a saved annotation, a container.
        ValueError: there is no reader with that id.

    Example:
        >>> import io
        >>> file = read_text_file(io.BytesIO(b"\xef\xbb\xbf'Go.'\r\n"))
        >>> file.encode(file.document.text)
        b"\xef\xbb\xbf'Go.'\r\n"
    """
    if format is not None and format not in READERS:
        raise ValueError(f"there is no reader {format!r}; there are {', '.join(sorted(READERS))}")
    raw = _take(source, encoding)
    document = READERS[format or _find_format(raw)](raw)
    if not isinstance(document, Document) or document.info.source_map is not None:
        raise ReadError(raw.path, None, "this holds more than its text, and only text is looked at; give the text file")
    if document.text != decode(raw).text:
        raise ReadError(raw.path, None, f"a {document.info.format} file is not read as its text; give plain text")
    return TextFile(document, raw)


def _find_format(raw: RawInput) -> str:
    """Return the id of the format ``raw`` is in, by its content first, then by its name."""
    extension = Path(raw.path).suffix.lower() if raw.path != "-" else ""
    by_name = FORMAT_OF_EXTENSION.get(extension)
    if by_name == "json":
        return by_name
    by_content = _find_json(raw)
    if by_content == "annotation" or (by_content == "other" and by_name is None and extension == ""):
        return "json"
    if extension in UNREAD_EXTENSIONS:
        raise ReadError(raw.path, None, f"there is no reader for {extension} files; {UNREAD_EXTENSIONS[extension]}")
    return by_name or "plain"


def _find_json(raw: RawInput) -> str | None:
    """Say whether the content is JSON, and if so whether it is an annotation or other JSON."""
    opening = raw.data[:256].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1]
    if opening not in (b"{", b"["):
        return None

    try:
        value = parse_json(decode(raw).text)
    except ValueError:
        return None
    return "annotation" if is_annotation(value) else "other"


def _take(source: str | Path | BinaryIO, encoding: str | None) -> RawInput:
    """Fetch the bytes of ``source``.

    Raises:
        ReadError: the file is missing, a directory, or cannot be read.
    """
    if not isinstance(source, str | Path):
        name = getattr(source, "name", None)
        path = name if isinstance(name, str) else "document"
        return RawInput(path, _id_from(path), source.read(), encoding)
    path = str(source)
    if path == "-":
        return RawInput("-", "stdin", sys.stdin.buffer.read(), encoding)
    if not path:
        raise ReadError("''", None, "the name of the input is empty; name a file, or - for standard input")
    try:
        if Path(path).is_dir():
            raise ReadError(path, None, "this is a directory; name a file in it")
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise ReadError(path, None, "there is no such file; check the name, or give - for standard input") from None
    except PermissionError:
        raise ReadError(path, None, "you may not read this file; check its permissions") from None
    except (OSError, ValueError) as error:
        raise ReadError(path, None, f"the file cannot be read: {getattr(error, 'strerror', None) or error}") from None
    return RawInput(path, _id_from(path), data, encoding)


def _id_from(path: str) -> str:
    """Return a document id for a path: its name without the extension."""
    return Path(path).stem or "document"
