"""Corrections: what an editor did to an annotation, as a log that can be replayed and held against the text.

A corrections file names the document it was made on (id and hash of the text) and lists actions in order. An action
is one thing the editor did ("accepted", "speaker changed", "two speakers merged") and the changes it made, each to one
record of the annotation: the fields as they were and as they are now. So every action can be checked, undone and
replayed without knowing what it means, and a page may have new actions without a new format.

Offsets are Unicode code points of the document's text, half-open; times are ISO 8601.

Example:
    >>> change = Change(record="quotation", id="q1", before={"status": "proposed"}, after={"status": "accepted"})
    >>> log = Corrections(document_id="note", sha256="0" * 64, actions=(Action(name="accept", changes=(change,)),))
    >>> read_corrections(write_corrections(log), path="log.json") == log
    True
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from quotes.errors import ReadError
from quotes.spans import Span

__all__ = [
    "CORRECTIONS_VERSION",
    "Action",
    "Anchor",
    "Change",
    "Corrections",
    "RecordName",
    "read_corrections",
    "write_corrections",
]

CORRECTIONS_VERSION = "1.0"
"""Version of the format: the major part changes when a field's name or meaning does."""

_MOST_BYTES = 64_000_000

RecordName = Literal["quotation", "speaker", "turn"]
"""The lists of an annotation that an editor changes. A turn, which has no id, is called by its start: ``t120``; a
second one that starts there is ``t120-2``."""

_STRICT = ConfigDict(frozen=True, extra="forbid")


class Change(BaseModel):
    """One record before and after an action.

    Attributes:
        record: which list of the annotation it is in.
        id: its id; of a turn ``t`` and the offset of its first code point, with ``-2`` where another starts there.
        before: the changed fields as they were, or None for a record that was not there.
        after: the same fields as they are now, or None for a record that is taken out.

    Raises:
        pydantic.ValidationError: both sides are None, or they name different fields.
    """

    model_config = _STRICT

    record: RecordName
    id: str = Field(min_length=1, max_length=200)
    before: dict[str, JsonValue] | None
    after: dict[str, JsonValue] | None

    @model_validator(mode="after")
    def _check(self) -> Change:
        if self.before is None and self.after is None:
            raise ValueError(f"{self.record} {self.id}: a change needs a side before or after")
        if self.before is not None and self.after is not None and self.before.keys() != self.after.keys():
            raise ValueError(f"{self.record} {self.id}: before and after name different fields")
        return self

    def undone(self) -> Change:
        """Return the change that takes this one back.

        Example:
            >>> Change(record="speaker", id="s1", before=None, after={"name": "Ada Quill"}).undone().after is None
            True
        """
        return Change(record=self.record, id=self.id, before=self.after, after=self.before)


class Action(BaseModel):
    """One thing an editor did, which is undone and replayed as a whole.

    Attributes:
        name: what was done: accept, speaker, rename, merge, split, spans, add, kind, join, note, flag, turn, ...
        changes: what it changed, in order.
        by: who did it, or None.
        at: when, or None.
        words: what was done, in words for people.
    """

    model_config = _STRICT

    name: str = Field(min_length=1, max_length=60)
    changes: tuple[Change, ...] = Field(min_length=1)
    by: str | None = None
    at: str | None = None
    words: str = ""


class Anchor(BaseModel):
    """What stood at a place that corrections refer to, so that it can be found again in a text that has changed.

    Attributes:
        start: first code point.
        end: one past the last one.
        exact: the words there.
        prefix: up to 40 code points before them.
        suffix: up to 40 code points behind them.

    Source:
        TextQuoteSelector and TextPositionSelector of the W3C Web Annotation Data Model.
    """

    model_config = _STRICT

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    exact: str
    prefix: str = ""
    suffix: str = ""

    @property
    def span(self) -> Span:
        """Where it stood."""
        return Span(self.start, self.end)


class Corrections(BaseModel):
    """Everything an editor did to one document, in order.

    Attributes:
        corrections_version: version of the format.
        document_id: id of the document.
        sha256: SHA-256 of the text, as UTF-8, that the offsets are of.
        by: the reviewer, or None.
        saved_at: when the file was written, or None.
        actions: what was done and not undone.
        anchors: the words at every place the changes refer to.
        speakers: names of the speakers the changes refer to, by id.
    """

    model_config = _STRICT

    corrections_version: str = CORRECTIONS_VERSION
    document_id: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    by: str | None = None
    saved_at: str | None = None
    actions: tuple[Action, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    speakers: dict[str, str] = Field(default_factory=dict)

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes of all actions, in order."""
        return tuple(change for action in self.actions for change in action.changes)


def read_corrections(data: str | bytes, *, path: str) -> Corrections:
    """Read a corrections file.

    Args:
        data: its JSON.
        path: what errors call it.

    Raises:
        ReadError: it is no JSON, no corrections file, one of a later version, or larger than 64 MB.

    Example:
        >>> read_corrections("[]", path="log.json")
        Traceback (most recent call last):
            ...
        quotes.errors.ReadError: log.json: this is no corrections file: it has no field 'corrections_version'; give \
what the review page saved
    """
    from quotes.formats import parse_json

    if len(data) > _MOST_BYTES:
        raise ReadError(path, None, f"a corrections file has at most {_MOST_BYTES:,} bytes, this has {len(data):,}")
    try:
        value: Any = parse_json(data.decode("utf-8-sig") if isinstance(data, bytes) else data)
    except ValueError as error:
        raise ReadError(path, None, f"this file cannot be read as corrections: {error}") from None
    if not isinstance(value, dict) or "corrections_version" not in value:
        raise ReadError(
            path,
            None,
            "this is no corrections file: it has no field 'corrections_version'; give what the review page saved",
        )
    version = str(value["corrections_version"])
    if version.split(".")[0] != CORRECTIONS_VERSION.split(".")[0]:
        raise ReadError(
            path, None, f"the corrections are of version {version}, this release reads {CORRECTIONS_VERSION}"
        )
    try:
        return Corrections.model_validate(value)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in fault["loc"]) or "corrections"
        raise ReadError(path, None, f"these corrections are not valid: {place}: {fault['msg']}") from None


def write_corrections(corrections: Corrections) -> str:
    """Return ``corrections`` as JSON, the same bytes for the same corrections."""
    return corrections.model_dump_json(indent=2) + "\n"
