"""Documents to compare, wherever they lie: a file of records, a saved annotation, a folder of them, a corpus.

A side is read in two steps: its documents are listed by id at once, each is built when it is its turn. So a file of a
thousand annotations takes the memory of its lines and of one document.
"""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, get_args

from pydantic import ValidationError
from pydantic_core import from_json

from quotes.errors import AnnotationError, ReadError
from quotes.evaluation.corpus import INDEX_FILE, read_index
from quotes.evaluation.records import build_record
from quotes.evaluation.reference import ANNOTATION_FILE, TEXT_FILE, Reference, read_reference
from quotes.model import Annotation, Document, QuotationKind, text_sha256

__all__ = ["Listed", "TranscriptReader", "read_documents"]

_KINDS: frozenset[QuotationKind] = frozenset(get_args(QuotationKind))


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of a side that is not built yet.

    Attributes:
        id: the document's id.
        path: the file it stands in.
        line: its line there, counted from 1, or None where the file holds one document.
        failed: whether it is the record of a document that could not be annotated.
        build: makes the reference; it is given the document's text for a record that has none.
    """

    id: str
    path: str
    line: int | None
    failed: bool
    build: Callable[[str | None], Reference]


class TranscriptReader(NamedTuple):
    """What reads transcripts, given by whoever knows their formats.

    Attributes:
        read: turns a path and the bytes that stand there into a document.
        suffixes: by which a folder's transcripts are known, in small letters.
    """

    read: Callable[[str, bytes], Document | Annotation]
    suffixes: tuple[str, ...] = ()


def read_documents(path: str | Path, transcripts: TranscriptReader | None = None) -> tuple[Listed, ...]:
    """List the documents of a file or folder; ``-`` is standard input.

    A file holds one record a line (gzip-compressed or not) or one annotation. A folder is a corpus (it has
    ``index.tsv``), one reference (``text.txt`` and ``annotation.json``), or holds saved annotations
    (``*.json``) and files of records (``*.jsonl``, ``*.jsonl.gz``). Given what reads them, a file may be a transcript,
    and a folder may hold such.

    Raises:
        ReadError: nothing is there, a line is no record, has no id, or an id came before.
    """
    is_folder = str(path) != "-" and Path(path).is_dir()
    listed = _list_folder(Path(path), transcripts) if is_folder else _list_file(str(path), transcripts)
    documents = tuple(listed)
    if not documents:
        raise ReadError(str(path), None, "there is no document in it; give annotations or records, one a line")
    before: dict[str, Listed] = {}
    for document in documents:
        if document.id in before:
            first = before[document.id]
            place = f"line {first.line}" if first.line is not None and first.path == document.path else first.path
            raise ReadError(
                document.path, document.line, f"the id {document.id!r} came before ({place}); ids must differ"
            )
        before[document.id] = document
    return documents


def _list_folder(folder: Path, transcripts: TranscriptReader | None) -> Iterator[Listed]:
    if (folder / INDEX_FILE).is_file():
        for entry in read_index(folder):
            yield _list_reference(folder / entry.id, entry.id, entry.genre)
    elif (folder / ANNOTATION_FILE).is_file() and (folder / TEXT_FILE).is_file():
        yield _list_reference(folder, folder.name, None)
    else:
        suffixes = (".json", ".jsonl", ".jsonl.gz", *(transcripts.suffixes if transcripts is not None else ()))
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.name.lower().endswith(suffixes):
                yield from _list_file(str(path), transcripts)


def _list_reference(folder: Path, id: str, category: str | None) -> Listed:
    def build(_: str | None) -> Reference:
        return replace(read_reference(folder), category=category)

    return Listed(id, str(folder / ANNOTATION_FILE), None, False, build)


def _list_file(path: str, transcripts: TranscriptReader | None) -> Iterator[Listed]:
    data = _read_bytes(path)
    found = None if transcripts is None else _read_transcript(path, data, transcripts)
    if found is not None:
        yield Listed(found.id, path, None, False, lambda _: found)
        return
    lines = data.split(b"\n")
    if _is_object(next((line for line in lines if line.strip()), b"")):
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _list_record(path, number, line)
    elif data.strip():
        yield _list_record(path, None, data)


def _read_transcript(path: str, data: bytes, transcripts: TranscriptReader) -> Reference | None:
    """Return a file as a transcript, or None where it is something else."""
    is_json = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    if is_json and _is_record(data):
        return None
    try:
        document = transcripts.read(path, data)
    except ReadError:
        if is_json:
            return None
        raise
    if isinstance(document, Annotation) or not document.info.utterances:
        return None
    return Reference(Annotation.of(document), scheme="voices")


def _is_record(data: bytes) -> bool:
    """Whether JSON is an annotation or a record, or has one in its first line."""
    for part in (data.lstrip().split(b"\n", 1)[0], data):
        try:
            value = from_json(part.removeprefix(b"\xef\xbb\xbf"))
        except ValueError:
            continue
        known = ("reference_version", "sha256", "quotations", "names")
        return isinstance(value, dict) and (
            any(name in value for name in known) or isinstance(value.get("error"), dict)
        )
    return True


def _list_record(path: str, line: int | None, data: bytes) -> Listed:
    value = _parse(path, line, data)
    if "reference_version" in value:
        folder = Path(path).parent
        return _list_reference(folder, folder.name, None)
    id = value.get("id")
    if not isinstance(id, str) or not id:
        raise ReadError(path, line, "there is no field 'id', or it is no string; documents are joined by their ids")
    failed = "error" in value and "quotations" not in value
    if not failed and "quotations" not in value and "names" not in value:
        raise ReadError(path, line, "there is no field 'quotations'; give annotations or reference records")
    return Listed(id, path, line, failed, lambda text: _build(path, line, data, text))


def _build(path: str, line: int | None, data: bytes, text: str | None) -> Reference:
    """Build one document from its JSON."""
    value = _parse(path, line, data)
    try:
        if "sha256" not in value:
            return build_record(value, text=text)
        if text is not None and value.get("text") is None:
            if value["sha256"] != text_sha256(text):
                raise ReadError(path, line, f"{value['id']!r} annotates another text than the reference's")
            value["text"] = text
        return _without_rejected(Annotation.model_validate(value))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        raise ReadError(path, line, f"document {value['id']!r}: {where}: {first['msg']}") from None
    except AnnotationError as error:
        raise ReadError(path, line, str(error)) from error


def _without_rejected(annotation: Annotation) -> Reference:
    """Return an annotation as a reference; what an editor has rejected is no quotation."""
    kept = tuple(quotation for quotation in annotation.quotations if quotation.status != "rejected")
    if len(kept) < len(annotation.quotations):
        ids = {quotation.id for quotation in kept}
        values = {name: getattr(annotation, name) for name in type(annotation).model_fields}
        kept = tuple(q if q.parent is None or q.parent in ids else replace(q, parent=None) for q in kept)
        annotation = Annotation(**{**values, "quotations": kept})
    return Reference(annotation, _KINDS)


def _read_bytes(path: str) -> bytes:
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    except FileNotFoundError:
        raise ReadError(path, None, "there is no such file or folder; check the name") from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ReadError(path, None, f"the compressed data are damaged: {error}") from None
    except OSError as error:
        raise ReadError(path, None, f"cannot be read: {error.strerror}") from None


def _is_object(data: bytes) -> bool:
    try:
        return isinstance(from_json(data.removeprefix(b"\xef\xbb\xbf")), dict)
    except ValueError:
        return False


def _parse(path: str, line: int | None, data: bytes) -> dict[str, Any]:
    try:
        value = from_json(data.removeprefix(b"\xef\xbb\xbf"))
    except ValueError as error:
        raise ReadError(path, line, f"this is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise ReadError(path, line, "this is no JSON object; give annotations or records, one a line")
    return value
