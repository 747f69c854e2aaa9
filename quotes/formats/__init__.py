"""Reading and writing documents, transcripts and saved annotations, whatever form they come in.

A few dicts are the whole registry: what recognises a format, which function reads it, which extension means it, and
what writes it. `quotes.formats.base` says how to add one.
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from quotes.errors import PluginError, ReadError
from quotes.formats.aliases import read_aliases
from quotes.formats.annotation_json import (
    is_annotation,
    read_annotation,
    write_annotation,
    write_annotation_parts,
    write_schema,
)
from quotes.formats.base import (
    JsonRecogniser,
    RawInput,
    Reader,
    Reading,
    Recogniser,
    TextParser,
    VoiceReading,
)
from quotes.formats.caption_writing import report_times
from quotes.formats.decoding import decode, encode_like
from quotes.formats.house_files import read_cue_verbs, read_roles
from quotes.formats.html_names import is_html
from quotes.formats.labelled import parse_labelled, read_labelled_text
from quotes.formats.labelled_text import report_labelled, report_markdown, write_labelled, write_markdown
from quotes.formats.losses import Feature, Writer, find_losses
from quotes.formats.lrc import is_lrc, parse_lrc
from quotes.formats.markdown import read_markdown
from quotes.formats.plain import read_plain
from quotes.formats.roster import check_roster, read_roster
from quotes.formats.srt import is_srt, parse_srt, report_srt, write_srt
from quotes.formats.strict_json import parse_json
from quotes.formats.transcript import Transcript, find_transcript
from quotes.formats.ttml import is_ttml, parse_ttml
from quotes.formats.vendors import (
    VENDOR_EXTENSIONS,
    VENDOR_JSON_RECOGNISERS,
    VENDOR_PARSERS,
    VENDOR_READERS,
    VENDOR_RECOGNISERS,
    VENDOR_WRITERS,
)
from quotes.formats.webvtt import is_webvtt, parse_webvtt, write_webvtt
from quotes.model import Annotation, Document
from quotes.plugins import list_plugins, load_plugin

__all__ = [
    "FORMAT_OF_EXTENSION",
    "MAX_BYTES",
    "READERS",
    "WRITERS",
    "RawInput",
    "Reader",
    "SourceFile",
    "TextFile",
    "Transcript",
    "VoiceReading",
    "Writer",
    "check_roster",
    "find_losses",
    "find_transcript",
    "find_writer",
    "has_reader",
    "list_readers",
    "list_writers",
    "parse_json",
    "read",
    "read_aliases",
    "read_cue_verbs",
    "read_file",
    "read_roles",
    "read_roster",
    "read_source",
    "read_text",
    "read_text_file",
    "write_annotation",
    "write_annotation_parts",
    "write_schema",
]

TEXT_PARSERS: Mapping[str, TextParser] = {
    "webvtt": parse_webvtt,
    "srt": parse_srt,
    "lrc": parse_lrc,
    "ttml": parse_ttml,
    "labelled": parse_labelled,
    **VENDOR_PARSERS,
}
"""Format id to the function that tells what is said in a text of that format; the text itself is kept whole."""


def _reader_of(name: str) -> Reader:
    """Return the reader of a text format: decode, parse, keep the text whole."""

    def read_whole(raw: RawInput) -> Document:
        text, encoding = decode(raw)
        info = TEXT_PARSERS[name](text, Reading(raw.path, raw.voices))
        return Document(
            id=raw.document_id, text=text, info=info.model_copy(update={"format": name, "encoding": encoding})
        )

    return read_whole


def _read_html(raw: RawInput) -> Document:
    """Read a page; what that takes is loaded for pages only."""
    from quotes.formats.html import read_html

    return read_html(raw)


def _read_docx(raw: RawInput) -> Document:
    """Read a Word document; what that takes is loaded for those only."""
    from quotes.formats.docx import read_docx

    return read_docx(raw)


READERS: Mapping[str, Reader] = {
    "plain": read_plain,
    "json": read_annotation,
    "docx": _read_docx,
    "html": _read_html,
    "markdown": read_markdown,
    **VENDOR_READERS,
    **{name: _reader_of(name) for name in TEXT_PARSERS},
}
"""Format id to the function that reads it."""

RECOGNISERS: Mapping[str, Recogniser] = {
    "webvtt": is_webvtt,
    "srt": is_srt,
    "lrc": is_lrc,
    "ttml": is_ttml,
    "html": is_html,
    **VENDOR_RECOGNISERS,
}
"""Format id to the function that knows it by the opening of a text; the first that says yes is taken."""

JSON_RECOGNISERS: Mapping[str, JsonRecogniser] = {"json": is_annotation, **VENDOR_JSON_RECOGNISERS}
"""Format id to the function that knows it by a parsed JSON value; the first that says yes is taken."""

FORMAT_OF_EXTENSION: Mapping[str, str] = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".json": "json",
    ".srt": "srt",
    ".vtt": "webvtt",
    ".lrc": "lrc",
    ".ttml": "ttml",
    ".dfxp": "ttml",
    ".docx": "docx",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    **VENDOR_EXTENSIONS,
}
"""Extension, in small letters with its dot, to format id; any other extension is plain text or found by content."""

_OF_CAPTIONS: frozenset[Feature] = frozenset(
    {"words", "segments", "line breaks", "times", "milliseconds", "ends", "overlaps", "voices", "blanks in voices"}
)
_OF_TURNS: frozenset[Feature] = frozenset({"words", "times", "voices", "blanks in voices"})

WRITERS: Mapping[str, Writer] = {
    "srt": Writer(write_srt, _OF_CAPTIONS, (".srt",), report_srt),
    "webvtt": Writer(write_webvtt, _OF_CAPTIONS, (".vtt",), report_times),
    "labelled": Writer(write_labelled, _OF_TURNS, (".txt",), report_labelled),
    "markdown": Writer(write_markdown, _OF_TURNS, (".md",), report_markdown),
    **VENDOR_WRITERS,
}
"""Format id to what writes a transcript in it, and what it can hold."""

MARKED_UP = frozenset({"lrc", "srt", "ttml", "webvtt"})
"""Text formats whose markup holds marks that are no quotation marks, so that they are not repaired as plain text is."""

_AS_TEXT = "give the text itself, or read all of it as plain text with --from plain"

UNREAD_EXTENSIONS: Mapping[str, str] = {
    ".jsonl": "many documents in one file are for quotes batch",
    ".xml": _AS_TEXT,
}
"""Texts whose markup would be read as if somebody had said it, and what to do instead; refused unless the user names a
format."""

MAX_BYTES = 256 * 1024 * 1024
"""A larger input is refused unless the caller allows it."""

_OPENING_CHARS = 4096
"""How much of a text is looked at to tell its format."""


def read(
    source: str | Path | BinaryIO,
    *,
    encoding: str | None = None,
    format: str | None = None,
    voices: VoiceReading = "found",
    selector: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Document | Annotation:
    """Read a document to annotate, or an annotation that was saved.

    The format is the one given, else what the content says (a saved annotation or a caption file is recognised
    whatever its name), else what the extension says, else plain text, or labelled text where labels such as "JANE ROE:"
    open its lines again and again. The text is kept as it is, line ends too; only a
    byte-order mark is left out. The document's id is the file's name without its extension.

    Args:
        source: a path, ``-`` for standard input, or an open binary file.
        encoding: what to decode with; by default UTF-8, UTF-16 by its byte-order mark, or Windows-1252 where the bytes
            hold no UTF-8.
        format: id of a reader, a key of `READERS`.
        voices: whose a caption without a voice is: ``inherit``, it goes on with the voice before; ``strict``,
            nobody's; ``found``, whichever the file's own habit says.
        selector: which elements of a web page are the article, in CSS (see `quotes.formats.css`); by default found
            out. Of no meaning for other formats.
        max_bytes: a larger input is refused.

    Raises:
        ReadError: the input is missing, a directory, empty, too large, binary, wrongly encoded or not of its format.
        ValueError: there is no reader with that id.

    Example:
        >>> import io
        >>> read(io.BytesIO(b'"Go," he said.')).text
        '"Go," he said.'
    """
    return read_file(
        source, encoding=encoding, format=format, voices=voices, selector=selector, max_bytes=max_bytes
    ).content


class SourceFile(NamedTuple):
    """A document or a saved annotation with the file it was read from, so that the file can be written again.

    Attributes:
        content: what was read.
        raw: the bytes it was read from.
    """

    content: Document | Annotation
    raw: RawInput

    @property
    def source(self) -> str:
        """The decoded file."""
        return decode(self.raw._replace(encoding=self._encoding)).text

    def encode(self, text: str) -> bytes:
        """Return ``text``, made from the decoded file, as bytes of the same encoding and byte-order mark.

        Raises:
            ReadError: the encoding cannot hold a character of it.
        """
        return encode_like(text, self.raw, self._encoding or "utf-8")

    @property
    def _encoding(self) -> str | None:
        return self.content.info.encoding if isinstance(self.content, Document) else None


def read_file(
    source: str | Path | BinaryIO,
    *,
    encoding: str | None = None,
    format: str | None = None,
    voices: VoiceReading = "found",
    selector: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> SourceFile:
    r"""Read as `read` does, and keep the file beside what was read.

    Raises:
        ReadError: as `read`.
        ValueError: there is no reader with that id.

    Example:
        >>> import io
        >>> file = read_file(io.BytesIO(b"<p>&quot;Go.&quot;</p>\r\n"), format="html")
        >>> file.content.text, file.encode(file.source)
        ('"Go."', b'<p>&quot;Go.&quot;</p>\r\n')
    """
    _check_format(format)
    raw = _take(source, encoding, max_bytes)._replace(voices=voices, selector=selector)
    content = _reader_for(format or _find_format(raw))(raw)
    return SourceFile(_read_labels(content, asked=format) if isinstance(content, Document) else content, raw)


def read_source(path: str | Path | BinaryIO, annotation: Annotation, *, max_bytes: int = MAX_BYTES) -> SourceFile:
    """Read the file that an annotation was made from, in the encoding it was read in.

    Raises:
        ReadError: the file is missing, too large or cannot be decoded so.

    Example:
        >>> import io
        >>> read_source(io.BytesIO(b"<p>Go.</p>"), Annotation.of(Document(id="a", text="Go."))).source
        '<p>Go.</p>'
    """
    raw = _take(path, annotation.document.encoding, max_bytes)
    text, encoding = decode(raw)
    info = annotation.document.model_copy(update={"encoding": encoding})
    return SourceFile(Document(id=raw.document_id, text=text, info=info), raw)


def read_text(text: str, *, id: str = "text", format: str | None = None, voices: VoiceReading = "found") -> Document:
    r"""Read a text that is no file: what it says of voices and times is found as in a file, the text is kept whole.

    Args:
        text: the text.
        id: the document's id, and what errors call it.
        format: id of a text format; by default it is recognised from the opening, else the text is labelled where
            labels open its lines again and again, else plain.
        voices: as in `read`.

    Raises:
        ReadError: the text is not what its format asks for.
        ValueError: there is no text format with that id.

    Example:
        >>> read_text('"Go," he said.').info.format
        'plain'
    """
    if format is not None and format != "plain" and format not in TEXT_PARSERS:
        raise ValueError(f"there is no text format {format!r}; there are {', '.join(sorted(['plain', *TEXT_PARSERS]))}")
    found = format or _recognise(text[:_OPENING_CHARS].removeprefix("\ufeff"))
    if found is None or found not in TEXT_PARSERS:
        return _read_labels(Document(id=id, text=text), asked=format)
    info = TEXT_PARSERS[found](text, Reading(id, voices))
    return Document(id=id, text=text, info=info.model_copy(update={"format": found}))


def _read_labels(document: Document, *, asked: str | None) -> Document:
    """Return a plain text with its utterances where labels open them; with none at all where plain text was asked."""
    info = document.info
    if info.format not in ("plain", "html", "docx") or info.utterances is not None:
        return document
    if asked == "plain":
        return document.model_copy(update={"info": info.model_copy(update={"utterances": ()})})
    found = read_labelled_text(document.text)
    if found is None:
        return document
    format = "labelled" if info.format == "plain" else info.format
    more = {"format": format, "utterances": found.utterances, "skipped": (*info.skipped, *found.skipped)}
    return document.model_copy(update={"info": info.model_copy(update=more)})


def _check_format(format: str | None) -> None:
    """Refuse a format that nothing reads.

    Raises:
        ValueError: there is no reader with that id.
    """
    if format is not None and not has_reader(format):
        raise ValueError(f"there is no reader {format!r}; there are {', '.join(list_readers())}")


def has_reader(format: str) -> bool:
    """Whether there is a reader with that id, here or offered by an installed package.

    Example:
        >>> has_reader("srt"), has_reader("no such")
        (True, False)
    """
    return format in READERS or format in list_plugins("quotes.formats")


def list_readers() -> tuple[str, ...]:
    """Return the ids of all readers, here or offered by installed packages, sorted; none is loaded.

    Example:
        >>> {"plain", "srt"} <= set(list_readers())
        True
    """
    return tuple(sorted({*READERS, *list_plugins("quotes.formats")}))


def list_writers() -> tuple[str, ...]:
    """Return the ids of all writers, here or offered by installed packages, sorted; none is loaded.

    Example:
        >>> {"srt", "webvtt"} <= set(list_writers())
        True
    """
    return tuple(sorted({*WRITERS, *list_plugins("quotes.writers")}))


def find_writer(name: str) -> Writer:
    """Return a writer by its id, here or offered by an installed package.

    Raises:
        ValueError: there is no writer with that id.
        PluginError: it is an installed package's and cannot be loaded, or is no `Writer`.

    Example:
        >>> find_writer("srt").suffixes
        ('.srt',)
    """
    if name in WRITERS:
        return WRITERS[name]
    if name not in list_plugins("quotes.writers"):
        raise ValueError(f"there is no writer {name!r}; there are {', '.join(list_writers())}")
    writer: object = load_plugin("quotes.writers", name)
    if not isinstance(writer, Writer):
        kind = type(writer).__name__
        raise PluginError("quotes.writers", name, f"it is no quotes.formats.Writer but {kind}; tell its authors")
    return writer


def _reader_for(format: str) -> Reader:
    """Return a reader by its id.

    Raises:
        PluginError: it is an installed package's and cannot be loaded.
    """
    return READERS[format] if format in READERS else load_plugin("quotes.formats", format)


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
    _check_format(format)
    raw = _take(source, encoding)
    found = format or _find_format(raw)
    document = _reader_for("plain" if found == "markdown" else found)(raw)
    if not isinstance(document, Document) or document.info.source_map is not None:
        raise ReadError(raw.path, None, "this holds more than its text, and only text is looked at; give the text file")
    if document.text != decode(raw).text or document.info.format in MARKED_UP:
        raise ReadError(
            raw.path,
            None,
            f"a {document.info.format} file is not read as its text; give plain text, or say --from plain",
        )
    return TextFile(document, raw)


def _find_format(raw: RawInput) -> str:
    """Return the id of the format ``raw`` is in, by its content first, then by its name."""
    extension = Path(raw.path).suffix.lower() if raw.path != "-" else ""
    by_name = FORMAT_OF_EXTENSION.get(extension)
    value = _parse_opening_json(raw)
    if value is not _NOT_JSON:
        for name, is_of_format in JSON_RECOGNISERS.items():
            if is_of_format(value):
                return name
        if by_name is None and extension == "":
            return "json"
    elif by_name != "json":
        by_content = _recognise(_decode_opening(raw))
        if by_content is not None:
            return by_content
    if extension in UNREAD_EXTENSIONS:
        raise ReadError(raw.path, None, f"there is no reader for {extension} files; {UNREAD_EXTENSIONS[extension]}")
    return by_name or "plain"


def _recognise(opening: str) -> str | None:
    """Return the id of the format that a text beginning so is in, or None: it may be plain text."""
    return next((name for name, is_of_format in RECOGNISERS.items() if is_of_format(opening)), None)


def _decode_opening(raw: RawInput) -> str:
    """Return the first characters of the input, decoded well enough to tell its format; no byte is an error here."""
    data = raw.data[:_OPENING_CHARS]
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        opening = data.decode(raw.encoding or ("utf-16" if is_wide else "utf-8"), errors="replace")
    except (LookupError, UnicodeError):
        return ""
    return opening.removeprefix("\ufeff")


_NOT_JSON = object()


def _parse_opening_json(raw: RawInput) -> Any:
    """Return the content as a JSON value, or `_NOT_JSON` where it is none."""
    opening = raw.data[:256].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1]
    if opening not in (b"{", b"["):
        return _NOT_JSON
    try:
        return parse_json(decode(raw).text, with_nan=True)
    except ValueError:
        return _NOT_JSON


def _take(source: str | Path | BinaryIO, encoding: str | None, max_bytes: int = MAX_BYTES) -> RawInput:
    """Fetch the bytes of ``source``.

    Raises:
        ReadError: the file is missing, a directory, too large, or cannot be read.
    """
    if not isinstance(source, str | Path):
        name = getattr(source, "name", None)
        path = name if isinstance(name, str) else "document"
        return RawInput(path, _id_from(path), _read_bytes(source, path, max_bytes), encoding)
    path = str(source)
    if path == "-":
        return RawInput("-", "stdin", _read_bytes(sys.stdin.buffer, path, max_bytes), encoding)
    if not path:
        raise ReadError("''", None, "the name of the input is empty; name a file, or - for standard input")
    try:
        if Path(path).is_dir():
            raise ReadError(path, None, "this is a directory; name a file in it")
        with Path(path).open("rb") as file:
            data = _read_bytes(file, path, max_bytes)
    except FileNotFoundError:
        raise ReadError(path, None, "there is no such file; check the name, or give - for standard input") from None
    except PermissionError:
        raise ReadError(path, None, "you may not read this file; check its permissions") from None
    except (OSError, ValueError) as error:
        raise ReadError(path, None, f"the file cannot be read: {getattr(error, 'strerror', None) or error}") from None
    return RawInput(path, _id_from(path), data, encoding)


def _read_bytes(file: BinaryIO, path: str, max_bytes: int) -> bytes:
    """Return what is in a file, of which no more than the limit and one byte is read.

    Raises:
        ReadError: there is more than ``max_bytes``.
    """
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise ReadError(path, None, f"this is larger than {max_bytes} bytes; raise the limit with --max-bytes")
    return data


def _id_from(path: str) -> str:
    """Return a document id for a path: its name without the extension."""
    return Path(path).stem or "document"
