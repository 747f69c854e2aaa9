"""Annotations as JSON, the form other programs rely on: reading, writing and the schema.

The fields are those of `quotes.model.Annotation`; nothing here knows their names but for the two that tell an
annotation from any other JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from quotes.errors import AnnotationError, ReadError
from quotes.formats.base import RawInput
from quotes.formats.decoding import decode
from quotes.formats.strict_json import parse_json
from quotes.model import SCHEMA_VERSION, Annotation

__all__ = ["is_annotation", "read_annotation", "write_annotation", "write_annotation_parts", "write_schema"]

_MARKS_OF_AN_ANNOTATION = ("schema_version", "sha256")


_PIECE_CHARS = 100_000

_ADVICE = "; give what quotes annotate --format json wrote"


def read_annotation(raw: RawInput) -> Annotation:
    """Read a saved annotation and hold it against its own text.

    Raises:
        ReadError: not JSON, JSON that is no annotation of this package, one of a later schema, a lone surrogate, or an
            annotation that contradicts itself (a span outside the text, a changed text); the place is in the reason.

    Example:
        >>> read_annotation(RawInput("a.json", "a", b'{"title": "Harbour"}'))
        Traceback (most recent call last):
            ...
        quotes.errors.ReadError: a.json: this JSON is no annotation of quotes: it has no field 'schema_version' or \
'sha256'; give the text itself, a recogniser's output, or what quotes annotate --format json wrote
    """
    text, _ = decode(raw)
    try:
        value = parse_json(text)
    except ValueError as error:
        advice = "; if it was cut short, fetch it anew" if "EOF" in str(error) else ""
        raise ReadError(raw.path, None, f"{error}{advice or _ADVICE}") from None
    if not is_annotation(value):
        raise ReadError(raw.path, None, f"this JSON is no annotation of quotes: {_what_is_missing(value)}")
    version = str(value["schema_version"])
    if version.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        raise ReadError(
            raw.path,
            None,
            f"the annotation has schema_version {version}, this release reads {SCHEMA_VERSION}; annotate the text anew",
        )
    try:
        return Annotation.model_validate(value)
    except ValidationError as error:
        raise ReadError(raw.path, None, _first_fault(error, version)) from None
    except AnnotationError as error:
        raise ReadError(raw.path, None, str(error)) from error


def is_annotation(value: Any) -> bool:
    """Whether a parsed JSON value is meant as an annotation: an object with ``schema_version`` and ``sha256``."""
    return isinstance(value, dict) and all(name in value for name in _MARKS_OF_AN_ANNOTATION)


def write_annotation(annotation: Annotation, *, with_text: bool = True, indent: int | None = 2) -> str:
    """Return ``annotation`` as JSON, in UTF-8 letters as they are, without a line end after it.

    Args:
        annotation: what to write.
        with_text: whether the document's text is in it; its hash always is.
        indent: spaces a level, or None for one line.

    Example:
        >>> from quotes.model import Document
        >>> write_annotation(Annotation.of(Document(id="a", text="Go.")), with_text=False, indent=None)[:40]
        '{"schema_version":"1.0","id":"a","sha256'
    """
    left_out = None if with_text and annotation.text is not None else {"text"}
    return annotation.model_dump_json(exclude=left_out, indent=indent)


def write_annotation_parts(annotation: Annotation, *, with_text: bool = True) -> Iterator[str]:
    """Give what `write_annotation` returns part by part, so that the JSON of a book need not stand in memory.

    Example:
        >>> from quotes.model import Document
        >>> annotation = Annotation.of(Document(id="a", text="Go."))
        >>> "".join(write_annotation_parts(annotation)) == write_annotation(annotation)
        True
    """
    lists = [name for name, value in annotation if isinstance(value, tuple) and value]
    text = annotation.text if with_text else None
    without = dict.fromkeys(lists, ()) if text is None else {**dict.fromkeys(lists, ()), "text": ""}
    shell = annotation.model_copy(update=without)  # nothing is checked anew, nor need be
    rest = write_annotation(shell, with_text=with_text)
    # A line end in a string is escaped, so that what is looked for can stand at the top level only.
    if text is not None:
        before, _, rest = rest.partition('\n  "text": ""')
        yield f'{before}\n  "text": "'
        for start in range(0, len(text), _PIECE_CHARS):
            yield to_json(text[start : start + _PIECE_CHARS]).decode("utf-8")[1:-1]
        yield '"'
    for name in lists:
        before, _, rest = rest.partition(f'\n  "{name}": []')
        yield f'{before}\n  "{name}": ['
        items = getattr(annotation, name)
        adapter: TypeAdapter[Any] = TypeAdapter(type(items[0]))
        for number, item in enumerate(items):
            lines = adapter.dump_json(item, indent=2).decode("utf-8")
            yield ("," if number else "") + "\n    " + lines.replace("\n", "\n    ")
        yield "\n  ]"
    yield rest


def write_schema() -> str:
    """Return the JSON schema of an annotation, two spaces a level.

    Example:
        >>> import json
        >>> json.loads(write_schema())["title"]
        'Annotation'
    """
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Annotation.model_json_schema()}
    return to_json(schema, indent=2).decode("utf-8")


def _what_is_missing(value: Any) -> str:
    """Say why a JSON value cannot be an annotation."""
    advice = "; give the text itself, a recogniser's output, or what quotes annotate --format json wrote"
    if not isinstance(value, dict):
        return f"it is {_json_name(value)}, not an object{advice}"
    missing = " or ".join(repr(name) for name in _MARKS_OF_AN_ANNOTATION if name not in value)
    if "id" in value and "text" in value:
        advice = "; a file of {id, text} records is for quotes batch"
    return f"it has no field {missing}{advice}"


def _json_name(value: Any) -> str:
    """Return what JSON calls a value."""
    if isinstance(value, list):
        return "an array"
    return {str: "a string", bool: "a boolean", type(None): "null"}.get(type(value), "a number")


def _first_fault(error: ValidationError, version: str) -> str:
    """Say what the first fault of a rejected annotation is, and how many there are."""
    faults = error.errors(include_url=False, include_input=False)
    place = ".".join(str(part) for part in faults[0]["loc"]) or "annotation"
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    later = (
        f"; its schema_version is {version}, this release knows {SCHEMA_VERSION}" if version != SCHEMA_VERSION else ""
    )
    return f"not a valid annotation: {place}: {faults[0]['msg']}{more}{later}"
