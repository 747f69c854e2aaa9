"""One line of the input as a document, and what an earlier run has written.

A record of the input is a JSON object with ``id`` and ``text`` and maybe ``roster`` and ``meta``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container
from pathlib import Path
from typing import Any, NamedTuple, cast

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from quotes.batch.ids import IdTable
from quotes.errors import ReadError
from quotes.formats import VoiceReading, check_roster, parse_json, read_text
from quotes.model import Document, DocumentInfo

__all__ = [
    "FailedRecord",
    "Finished",
    "RecordError",
    "find_id",
    "find_opening_id",
    "read_finished",
    "read_record",
    "write_error",
]


class FailedRecord(NamedTuple):
    """An error record that an earlier run has written.

    Attributes:
        path: the path it tells, or None.
        line: the line of the input it tells, or None.
        id: the id it tells, or None.
        start: where it begins in the output, in bytes.
        end: where the next line begins.
    """

    path: str | None
    line: int | None
    id: str | None
    start: int
    end: int


class Finished(NamedTuple):
    """What an earlier, broken-off run has left in its output.

    Attributes:
        ids: every id there.
        errors: (path, line, id) of every error record there, path and line being those of the input.
        size_bytes: length of the whole lines; what follows is a torn line.
        records: how many records there are.
        failed: the error records, in order, where they are to be tried again; ``errors`` is then empty, and ``ids``
            has those of the other records.
    """

    ids: Container[str] = frozenset()
    errors: frozenset[tuple[str | None, int | None, str | None]] = frozenset()
    size_bytes: int = 0
    records: int = 0
    failed: tuple[FailedRecord, ...] = ()


class RecordError(Exception):
    """A line that gives no document; the first argument is the reason, ``id`` what it says of its id."""

    def __init__(self, reason: str, id: str | None = None) -> None:
        super().__init__(reason)
        self.id = id


def read_finished(path: str | Path, *, retry_failed: bool = False) -> Finished:
    """Read what an earlier run wrote to ``path``, so that the next one can go on behind its last whole line.

    Args:
        path: the output of that run.
        retry_failed: whether the documents of its error records are to be tried again.

    Raises:
        ReadError: a whole line there is no record of a batch; the file is then something else.
    """
    ids = IdTable()
    errors: set[tuple[str | None, int | None, str | None]] = set()
    failed: list[FailedRecord] = []
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
            id, is_error, end = value["id"], "error" in value, size_bytes + len(line)
            if is_error and retry_failed:
                failed.append(FailedRecord(value.get("path"), value.get("line"), id, size_bytes, end))
            elif isinstance(id, str):
                ids.add(id)
            if is_error and not retry_failed:
                errors.add((value.get("path"), value.get("line"), id))
            size_bytes = end
            records += 1
    return Finished(ids, frozenset(errors), size_bytes, records, tuple(failed))


_OPENING_ID = re.compile(rb'\s*\{\s*"id"\s*:\s*("[^"\\]{1,1000}")')
"""The id at the very beginning of a record."""


def find_opening_id(line: bytes) -> str | None:
    """Return the id with which a line begins of which only the first bytes are known, or None.

    Example:
        >>> find_opening_id(b'{"id": "b", "text": "cut')
        'b'
    """
    opening = _OPENING_ID.match(line)
    try:
        return cast(str, from_json(opening[1])) if opening else None
    except ValueError:
        return None


def find_id(line: bytes) -> str | None:
    """Return the id that a line gives, also where the line is faulty otherwise, or None.

    Example:
        >>> find_id(b'{"id": "a", "text": "..."}'), find_id(b"{}")
        ('a', None)
    """
    try:
        decoded = line.decode("utf-8")
    except UnicodeDecodeError:
        return None
    try:
        value = from_json(decoded, allow_inf_nan=False)
    except ValueError:
        return _find_id(decoded)
    id = value.get("id") if isinstance(value, dict) else None
    return id if isinstance(id, str) and id else None


def read_record(line: bytes, *, format: str | None = None, voices: VoiceReading = "found") -> Document:
    """Turn one line into a document.

    Args:
        line: UTF-8.
        format: as in `quotes.formats.read_text`.
        voices: as in `quotes.formats.read_text`.

    Raises:
        RecordError: it gives none.
    """
    try:
        decoded = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecordError(f"byte {error.start} of the line is not UTF-8: {error.reason}") from None
    try:
        value = parse_json(decoded)
    except ValueError as error:
        raise RecordError(_in_this_line(str(error)), _find_id(decoded)) from None
    if not isinstance(value, dict):
        raise RecordError("the line is not a JSON object with 'id' and 'text'")
    id = value.get("id")
    if not isinstance(id, str) or not id:
        raise RecordError("there is no field 'id'" if "id" not in value else "the field 'id' is not a string, or empty")
    if not isinstance(value.get("text"), str):
        raise RecordError("there is no field 'text'" if "text" not in value else "the field 'text' is not a string", id)
    text: str = value["text"]
    if not text or text.isspace():
        raise RecordError("the field 'text' is empty or only white space", id)
    meta: Any = value.get("meta")
    if meta is not None and not isinstance(meta, dict):
        raise RecordError("the field 'meta' is not an object", id)
    try:
        json.dumps(meta, allow_nan=False)
    except ValueError:
        raise RecordError("the field 'meta' holds a number that is too large", id) from None
    try:
        roster = check_roster(value.get("roster") or [])
        document = read_text(text, id=id, format=format, voices=voices)
        info = DocumentInfo(**{**dict(document.info), "meta": {**document.info.meta, **(meta or {})}})
        return Document(id=id, text=text, info=info, roster=roster)
    except ReadError as error:
        raise RecordError(error.reason, id) from None
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise RecordError(f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}", id) from None
    except ValueError as error:
        raise RecordError(str(error), id) from None


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


def write_error(id: str | None, line: int | None, path: str | None, type: str, message: str) -> str:
    """Return the record of a document that failed; ``path`` is left out where there is none."""
    place = {"line": line} if path is None else {"line": line, "path": path}
    return to_json({"id": id, **place, "error": {"type": type, "message": message}}).decode("utf-8")
