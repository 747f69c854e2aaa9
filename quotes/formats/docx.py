"""Word documents (DOCX): their paragraphs, read with limits on what an archive may hold.

Nothing is unpacked to disk, only two parts are read, and a part that declares entities is refused. ``info.source_map``
lists ``paragraphs``: ``[start, end, number]``, the text's span in code points and the paragraph's number in the file,
counted from 0. Deleted text of tracked changes and field codes are no text.

Source: ECMA-376, Office Open XML, part 1, 17.3 (paragraphs and runs) and 17.13.5 (revisions).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NoReturn

from quotes.errors import ReadError
from quotes.formats.base import RawInput
from quotes.model import Document, DocumentInfo

if TYPE_CHECKING:
    import zipfile

__all__ = ["read_docx"]

_BODY, _CORE = "word/document.xml", "docProps/core.xml"
_MOST_ENTRIES = 10_000
_MOST_BYTES = 256 * 1024 * 1024
_MOST_RATIO = 500
"""How many times its size a part may become; text seldom becomes thirty times its size."""

_META = {"title": "title", "creator": "author", "created": "date"}


def read_docx(raw: RawInput) -> Document:
    """Read the paragraphs of a Word document, parted by blank lines.

    Raises:
        ReadError: it is no archive, is encrypted or too large once inflated, its XML is broken or declares entities,
            or it holds no text.
    """
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            if len(archive.infolist()) > _MOST_ENTRIES:
                _refuse(raw, f"it holds more than {_MOST_ENTRIES} parts")
            body = _inflate(raw, archive, _BODY)
            core = _inflate(raw, archive, _CORE) if _CORE in archive.namelist() else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, KeyError, ValueError) as error:
        _refuse(raw, f"it cannot be opened ({error})")
    reader = _Paragraphs()
    _parse(raw, body, reader)
    meta = _Core()
    if core:
        _parse(raw, core, meta)
    parts: list[str] = []
    places: list[list[int]] = []
    size = 0
    for number, words in enumerate(reader.paragraphs):
        kept = words.strip()
        if not kept:
            continue
        if parts:
            parts.append("\n\n")
            size += 2
        parts.append(kept)
        places.append([size, size + len(kept), number])
        size += len(kept)
    if not parts:
        _refuse(raw, "it holds no text")
    source_map: dict[str, Any] = {"kind": "docx", "paragraphs": places}
    info = DocumentInfo(format="docx", meta=meta.found, source_map=source_map)
    return Document(id=raw.document_id, text="".join(parts), info=info)


def _refuse(raw: RawInput, why: str) -> NoReturn:
    raise ReadError(raw.path, None, f"this cannot be read as a Word document: {why}; save it anew, or give its text")


def _inflate(raw: RawInput, archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part of the archive, never more than the limits allow, whatever the archive says of its size."""
    packed = archive.getinfo(name).compress_size
    limit = min(_MOST_BYTES, max(1 << 20, packed * _MOST_RATIO))
    with archive.open(name) as part:
        data = part.read(limit + 1)
    if len(data) > limit:
        _refuse(raw, f"{name} becomes more than {limit} bytes")
    return data


def _parse(raw: RawInput, data: bytes, reader: _Paragraphs | _Core) -> None:
    """Read XML without entities of its own."""
    from xml.parsers import expat

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, _: reader.start(name.rpartition(" ")[2])
    parser.EndElementHandler = lambda name: reader.end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = reader.add

    def refuse(*_: object) -> None:
        _refuse(raw, "its XML declares a document type")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        _refuse(raw, f"its XML is broken ({error})")


class _Paragraphs:
    """The paragraphs of a document; one in another (a text box) stands behind it."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self._open: list[tuple[int, list[str]]] = []
        self._is_text = False

    def start(self, name: str) -> None:
        if name == "p":
            self._open.append((len(self.paragraphs), []))
            self.paragraphs.append("")
        elif name == "t":
            self._is_text = True
        elif self._open and name in ("br", "cr"):
            self._open[-1][1].append("\n")
        elif self._open and name in ("tab", "noBreakHyphen"):
            self._open[-1][1].append("\t" if name == "tab" else "\u2011")

    def end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "p" and self._open:
            number, parts = self._open.pop()
            self.paragraphs[number] = "".join(parts)

    def add(self, words: str) -> None:
        if self._is_text and self._open:
            self._open[-1][1].append(words)


class _Core:
    """What a document says of itself."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._name = ""

    def start(self, name: str) -> None:
        self._name = _META.get(name, "")

    def end(self, name: str) -> None:
        self._name = ""

    def add(self, words: str) -> None:
        if self._name and words.strip():
            self.found[self._name] = self.found.get(self._name, "") + words
