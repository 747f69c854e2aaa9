"""Many documents, one outcome record each: a failure is a record like any other, and the run goes on.

Input and output are JSON Lines: a record a line, UTF-8, in the order of the input. Memory holds one document and the
ids seen, however long the input is.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from quotes.errors import ReadError
from quotes.formats import check_roster, parse_json, read_text, write_annotation
from quotes.model import Document, DocumentInfo, RosterEntry
from quotes.pipeline import DEFAULT_MIN_CONFIDENCE, annotate

__all__ = ["Finished", "Outcome", "open_batch", "read_finished", "run_batch"]


class Outcome(NamedTuple):
    """What became of one line of the input.

    Attributes:
        line: the input's line, counted from 1.
        id: the document's id, or None where the line gives none.
        record: the annotation or the error as JSON, one line without its line end.
        failed: whether the record is an error.
        skipped: whether an earlier run has written this record; ``record`` is then empty.
    """

    line: int
    id: str | None
    record: str
    failed: bool = False
    skipped: bool = False


class Finished(NamedTuple):
    """What an earlier, broken-off run has left in its output.

    Attributes:
        ids: every id there.
        errors: (line, id) of every error record there, the line being that of the input.
        size_bytes: length of the whole lines; what follows is a torn line.
        records: how many records there are.
    """

    ids: frozenset[str] = frozenset()
    errors: frozenset[tuple[int, str | None]] = frozenset()
    size_bytes: int = 0
    records: int = 0


class _LineError(Exception):
    """A line that gives no document; the first argument is the reason, ``id`` what it says of its id."""

    def __init__(self, reason: str, id: str | None = None) -> None:
        super().__init__(reason)
        self.id = id


def run_batch(
    lines: Iterable[bytes],
    *,
    roster: Sequence[RosterEntry] = (),
    kinds: Collection[str] | None = None,
    min_confidence: float = DEFAULT_MIN_CONFIDENCE,
    with_text: bool = True,
    finished: Finished = Finished(),  # noqa: B008 - an immutable value
) -> Iterator[Outcome]:
    r"""Annotate the document of each line and give one outcome a line, in order; blank lines give none.

    A line is a JSON object with ``id`` and ``text`` and maybe ``roster`` and ``meta``; other fields are ignored. A
    line that is no such object, an id that came before, and a document that cannot be annotated give an error record
    ``{"id", "line", "error": {"type", "message"}}``.

    Args:
        lines: the input, a record a line, UTF-8.
        roster: people known beforehand in every document, besides the record's own roster.
        kinds: as in `quotes.pipeline.annotate`.
        min_confidence: as in `quotes.pipeline.annotate`.
        with_text: whether the text is written into each record.
        finished: what an earlier run has written; those lines are skipped.

    Example:
        >>> [outcome.record for outcome in run_batch([b'{"id": "a"}'])]
        ['{"id":"a","line":1,"error":{"type":"ReadError","message":"there is no field \'text\'"}}']
    """
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        problem: Exception | None = None
        document: Document | None = None
        id: str | None = None
        try:
            document = _read_line(line)
            id = document.id
        except _LineError as error:
            id, problem = error.id, ReadError("-", number, str(error))
        is_repeated = id is not None and id in seen
        if id is not None:
            seen.add(id)
        if (number, id) in finished.errors or (not is_repeated and id in finished.ids):
            yield Outcome(number, id, "", failed=(number, id) in finished.errors, skipped=True)
            continue
        if is_repeated:
            problem = ReadError("-", number, f"the id {id!r} came before; ids must differ")
        if problem is None and document is not None:
            try:
                annotation = annotate(document, roster=roster, kinds=kinds, min_confidence=min_confidence)
                record = write_annotation(annotation, with_text=with_text, indent=None)
            except Exception as error:  # a document that fails must not stop the run; its record says what happened
                problem = error
            else:
                yield Outcome(number, id, record)
                continue
        yield Outcome(number, id, _error_record(id, number, cast(Exception, problem)), failed=True)


def open_batch(path: str | Path) -> Iterator[bytes]:
    """Open a JSON Lines file, compressed with gzip or not, and give its lines; ``-`` is standard input.

    The file is opened at once, its lines are read as they are asked for.

    Raises:
        ReadError: the file is missing, a directory, or may not be read; its first bytes are those of UTF-16; or, when
            the line is asked for, its compressed data are damaged.
    """
    shown = str(path)
    if shown == "-":
        return _give_lines(sys.stdin.buffer, shown)
    try:
        if Path(path).is_dir():
            raise ReadError(shown, None, "this is a directory; name a file of JSON Lines")
        opened: BinaryIO = Path(path).open("rb")  # noqa: SIM115 - _give_lines closes it
    except FileNotFoundError:
        raise ReadError(shown, None, "there is no such file; check the name, or give - for standard input") from None
    except (OSError, ValueError) as error:
        raise ReadError(shown, None, f"the file cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not opened.seekable():
        return _give_lines(opened, shown)
    opening = opened.read(2)
    opened.seek(0)
    if opening in (b"\xff\xfe", b"\xfe\xff"):
        opened.close()
        raise ReadError(shown, None, "this is UTF-16; JSON Lines are UTF-8: convert the file first")
    if opening == b"\x1f\x8b":
        opened.close()
        return _give_lines(cast(BinaryIO, gzip.open(path)), shown)
    return _give_lines(opened, shown)


def _give_lines(opened: BinaryIO, path: str) -> Iterator[bytes]:
    """Give the lines of a file that is already open, and close it after the last."""
    number = 0
    try:
        with opened:
            for line in opened:
                number += 1
                yield line
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ReadError(path, number + 1, f"the compressed data are damaged: {error}") from None


def read_finished(path: str | Path) -> Finished:
    """Read what an earlier run wrote to ``path``, so that the next one can go on behind its last whole line.

    Raises:
        ReadError: a whole line there is no record of a batch; the file is then something else.
    """
    ids: set[str] = set()
    errors: set[tuple[int, str | None]] = set()
    size_bytes = records = 0
    with Path(path).open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.endswith(b"\n"):
                break
            try:
                value = from_json(line)
            except ValueError:
                value = None
            if not isinstance(value, dict) or "id" not in value or not ("error" in value or "sha256" in value):
                raise ReadError(str(path), number, "this is no record of quotes batch; not resumed, nothing changed")
            id = value["id"]
            if isinstance(id, str):
                ids.add(id)
            if "error" in value:
                errors.add((value.get("line", 0), id))
            size_bytes += len(line)
            records += 1
    return Finished(frozenset(ids), frozenset(errors), size_bytes, records)


def _read_line(line: bytes) -> Document:
    """Turn one line into a document.

    Raises:
        _LineError: it gives none.
    """
    try:
        decoded = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _LineError(f"byte {error.start} of the line is not UTF-8: {error.reason}") from None
    try:
        value = parse_json(decoded)
    except ValueError as error:
        raise _LineError(_in_this_line(str(error)), _find_id(decoded)) from None
    if not isinstance(value, dict):
        raise _LineError("the line is not a JSON object with 'id' and 'text'")
    id = value.get("id")
    if not isinstance(id, str) or not id:
        raise _LineError("there is no field 'id'" if "id" not in value else "the field 'id' is not a string, or empty")
    if not isinstance(value.get("text"), str):
        raise _LineError("there is no field 'text'" if "text" not in value else "the field 'text' is not a string", id)
    text: str = value["text"]
    if not text or text.isspace():
        raise _LineError("the field 'text' is empty or only white space", id)
    meta: Any = value.get("meta")
    if meta is not None and not isinstance(meta, dict):
        raise _LineError("the field 'meta' is not an object", id)
    try:
        json.dumps(meta, allow_nan=False)
    except ValueError:
        raise _LineError("the field 'meta' holds a number that is too large", id) from None
    try:
        roster = check_roster(value.get("roster") or [])
        document = read_text(text, id=id)
        info = DocumentInfo(**{**dict(document.info), "meta": {**document.info.meta, **(meta or {})}})
        return Document(id=id, text=text, info=info, roster=roster)
    except ReadError as error:
        raise _LineError(error.reason, id) from None
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise _LineError(f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}", id) from None
    except ValueError as error:
        raise _LineError(str(error), id) from None


def _find_id(line: str) -> str | None:
    """Return the id of a record that only a lenient parser can read, or None."""
    try:
        value = json.loads(line)
        id = value["id"]
        id.encode("utf-8")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return cast(str, id) or None


def _in_this_line(message: str) -> str:
    """Leave out the line number of a parser that saw only one line."""
    return re.sub(r" at line \d+ column (\d+)$", r" at column \1", message)


def _error_record(id: str | None, line: int, error: Exception) -> str:
    """Return the record of a document that failed."""
    message = error.reason if isinstance(error, ReadError) else str(error)
    kind = type(error).__name__
    value = {"id": id, "line": line, "error": {"type": kind, "message": message or kind}}
    return to_json(value).decode("utf-8")
