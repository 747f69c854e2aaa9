"""Reference annotations made by hand: an annotation, what it is complete for, and its words beside its offsets.

A reference is a folder that holds ``text.txt``, the untouched bytes of the document, and ``annotation.json``::

    {"reference_version": 1,
     "complete": ["direct", "mixed", "other"],          kinds of which every one in the document is annotated
     "flags": {"q412": ["missing_closer"]},             what a scorer must know of single quotations
     "annotation": {...},                               the annotation as other programs read it, without its text
     "words": {"quotations": {"q412": {"spans": ["..."], "source": "...", "cue": "..."}}, "turns": ["..."]}}

The words repeat what stands at the offsets, so that an editor can read the file and so that a shifted offset is
noticed: they are compared whenever the file is read. The words of a turn longer than 80 code points are given as its
first 40 and its last 37.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from quotes.errors import AnnotationError, ReadError
from quotes.model import Annotation, Quotation, QuotationKind
from quotes.spans import Span

__all__ = ["ANNOTATION_FILE", "TEXT_FILE", "Flag", "Reference", "Scheme", "read_reference", "write_reference"]

TEXT_FILE = "text.txt"
ANNOTATION_FILE = "annotation.json"

Flag = Literal["uncertain", "hypothetical", "nested", "missing_opener", "missing_closer"]
"""uncertain: a careful reader cannot decide who spoke, or whether it is speech. hypothetical: nobody really said it.
nested: inside another quotation, where no parent tells which."""

Scheme = Literal["names", "accepted", "cast", "sources", "labels", "voices"]
"""How a reference tells who spoke, and so how it is scored. names: speakers with names and aliases; quotations are
matched one to one. accepted: names accepted for each quotation; the quotation that shares most text stands for it.
cast: a list of characters; a speaker stands for the character its names fit best. sources: words of the text only.
labels: the names of the labels of a transcript, and no quotations. voices: turns, utterances or a diarizer's segments,
and no quotations; the text of what is measured may be another, or none."""

_TURN_CHARS = 80
_TURN_HEAD_CHARS = 40
_TURN_TAIL_CHARS = 37


@dataclass(frozen=True, slots=True)
class Reference:
    """An annotation to measure others against.

    Attributes:
        annotation: the annotation, with its text.
        complete: the kinds of quotation of which every one in the document is annotated; others are not scored.
        flags: quotation id to what a scorer must know of it.
        scheme: how it tells who spoke.
        sources: quotation id to its source's spans, where they are several.
        types: quotation id to its type (explicit, anaphoric, implicit), where the reference gives one.
        cast: ids of the speakers that are characters of a cast; others are names the cast does not list.
        category: the sort of document, or None.
        has_confidences: whether the confidences are the annotator's own; False where none were given.

    Raises:
        AnnotationError: the annotation has no text, or a flag is set on a quotation that is not listed.
    """

    annotation: Annotation
    complete: frozenset[QuotationKind] = frozenset(get_args(QuotationKind))
    flags: Mapping[str, frozenset[Flag]] = field(default_factory=lambda: MappingProxyType({}))
    scheme: Scheme = "names"
    sources: Mapping[str, tuple[Span, ...]] = field(default_factory=lambda: MappingProxyType({}))
    types: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    cast: frozenset[str] = frozenset()
    category: str | None = None
    has_confidences: bool = True

    def __post_init__(self) -> None:
        if self.annotation.text is None:
            raise AnnotationError(self.annotation.id, None, "a reference needs its text")
        listed = {quotation.id for quotation in self.annotation.quotations}
        for quotation_id in self.flags:
            if quotation_id not in listed:
                raise AnnotationError(
                    self.annotation.id, None, f"a flag is set on {quotation_id!r}, which is not listed"
                )

    @property
    def id(self) -> str:
        """The document's id."""
        return self.annotation.id

    @property
    def text(self) -> str:
        """The document's text."""
        return self.annotation.text or ""

    def sources_of(self, quotation: Quotation) -> tuple[Span, ...]:
        """Return where the source of a quotation stands; empty where it has none."""
        one = () if quotation.source is None else (quotation.source,)
        return self.sources.get(quotation.id, one)

    def is_flagged(self, quotation: Quotation, *flags: Flag) -> bool:
        """Whether one of ``flags`` is set on the quotation."""
        return not self.flags.get(quotation.id, frozenset()).isdisjoint(flags)


class _File(BaseModel):
    """The shape of ``annotation.json``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reference_version: Literal[1]
    complete: tuple[QuotationKind, ...]
    flags: dict[str, tuple[Flag, ...]]
    annotation: dict[str, Any]
    words: dict[str, Any]


def read_reference(folder: Path) -> Reference:
    """Read a reference from its folder and compare its words with the text.

    Raises:
        ReadError: a file is missing, is not JSON or not of the shape above, or the text is not in the encoding that
            the annotation names.
        AnnotationError: the annotation contradicts its text; words that do not stand at their offsets are named with
            what stands there.
    """
    path = folder / ANNOTATION_FILE
    try:
        file = _File.model_validate_json(path.read_bytes())
        encoding = file.annotation["document"]["encoding"]
        text = (folder / TEXT_FILE).read_bytes().decode(encoding)
        annotation = Annotation.model_validate_json(
            json.dumps({**file.annotation, "text": text.removeprefix("\ufeff")})
        )
    except OSError as error:
        raise ReadError(str(error.filename or folder), None, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ReadError(str(folder / TEXT_FILE), None, f"byte {error.start} is not {error.encoding}") from error
    except (KeyError, TypeError, LookupError) as error:
        raise ReadError(str(path), None, f"the annotation names no known encoding: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ReadError(str(path), None, f"{where}: {first['msg']}") from error
    _compare(annotation, file.words)
    flags = {quotation_id: frozenset(flags) for quotation_id, flags in file.flags.items()}
    return Reference(annotation, frozenset(file.complete), MappingProxyType(flags))


def write_reference(folder: Path, reference: Reference) -> None:
    """Write ``annotation.json`` of a reference, its words beside its offsets; the text file is left alone."""
    annotation = reference.annotation
    file = {
        "reference_version": 1,
        "complete": [kind for kind in get_args(QuotationKind) if kind in reference.complete],
        "flags": {quotation_id: sorted(flags) for quotation_id, flags in reference.flags.items()},
        "annotation": annotation.model_dump(mode="json", exclude_defaults=True, exclude={"text"})
        | {"schema_version": annotation.schema_version},
        "words": _words(annotation),
    }
    (folder / ANNOTATION_FILE).write_bytes((_format(file) + "\n").encode("utf-8"))


def _words(annotation: Annotation) -> dict[str, Any]:
    """Give the words of every span of the annotation."""
    text = annotation.text or ""
    quotations = {}
    for quotation in annotation.quotations:
        words: dict[str, Any] = {"spans": [span.of(text) for span in quotation.spans]}
        if quotation.content and quotation.content != quotation.spans:
            words["content"] = [span.of(text) for span in quotation.content]
        for name, span in (("source", quotation.source), ("cue", quotation.cue)):
            if span is not None:
                words[name] = span.of(text)
        quotations[quotation.id] = words
    return {"quotations": quotations, "turns": [_shorten(turn.span.of(text)) for turn in annotation.turns]}


def _shorten(words: str) -> str:
    if len(words) <= _TURN_CHARS:
        return words
    return f"{words[:_TURN_HEAD_CHARS]} … {words[-_TURN_TAIL_CHARS:]}"


def _compare(annotation: Annotation, given: Mapping[str, Any]) -> None:
    """Hold the words of a file against the text."""
    wanted = _words(annotation)
    spans: dict[str, Iterable[Span]] = {quotation.id: quotation.spans for quotation in annotation.quotations}
    rows = [(name, wanted["quotations"].get(name), words) for name, words in given.get("quotations", {}).items()]
    rows += [(name, words, None) for name, words in wanted["quotations"].items() if name not in given["quotations"]]
    rows += [("turns", wanted["turns"], given.get("turns"))]
    for name, there, said in rows:
        if there != said:
            place = next(iter(spans.get(name, ())), None)
            raise AnnotationError(
                annotation.id, place, f"the words of {name} are given as {said!r}, the text has {there!r}"
            )


def _format(value: Any, indent: int = 0) -> str:
    """Write JSON with one small object or list a line, for people who read and compare it by lines."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or indent + len(flat) <= 118:
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        inner = [f"{json.dumps(key, ensure_ascii=False)}: {_format(part, indent + 2)}" for key, part in value.items()]
        return "{\n" + ",\n".join(pad + line for line in inner) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(pad + _format(part, indent + 2) for part in value) + "\n" + " " * indent + "]"
