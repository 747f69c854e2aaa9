"""Records of other projects' data, a JSON object each, turned into references: news, novels, documents in the wild.

A record holds ``id``, ``text`` and (most often) ``quotations``; what else it holds says how it tells who spoke:

- ``characters``, a list of ``{name, aliases, gender}``: quotations name characters (a novel's cast);
- ``category``, ``turns`` or quotations with ``accept``: quotations name speakers, with other names that are as good;
- ``speakers``, a list of ``{id, name, aliases, role}``: quotations hold ids, as those of this package do;
- ``names``, the real name of each label of a diarized transcript, instead of quotations;
- none of these: quotations give their ``source`` as words of the text.

Offsets are Unicode code points, half-open. Other fields are passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict

from quotes.evaluation.reference import Flag, Reference, Scheme
from quotes.model import Annotation, Confidence, Document, Gender, Quotation, QuotationKind, Speaker, Turn
from quotes.spans import Span

__all__ = ["build_record"]

_GENDERS: Mapping[str, Gender] = {"m": "male", "male": "male", "f": "female", "female": "female"}
_MARKED_KINDS: frozenset[QuotationKind] = frozenset({"direct", "mixed", "other"})


def _as_list(value: Any) -> Any:
    """Take one span for a list of one."""
    return [value] if isinstance(value, list | tuple) and value and isinstance(value[0], int) else value or ()


_Spans = Annotated[tuple[Span, ...], BeforeValidator(_as_list)]
_CONFIG = ConfigDict(frozen=True, extra="ignore")


class _Person(BaseModel):
    """A character of a cast, or a speaker."""

    model_config = _CONFIG

    name: str | None = None
    aliases: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    id: str | None = None
    role: str | None = None
    affiliation: str | None = None
    gender: str | None = None


class _Said(BaseModel):
    """A quotation of a record."""

    model_config = _CONFIG

    spans: _Spans
    kind: str
    id: str | None = None
    content: _Spans = ()
    source: _Spans = ()
    mention: _Spans = ()
    cue: _Spans = ()
    speaker: str | None = None
    accept: tuple[str, ...] = ()
    role: str | None = None
    type: str | None = None
    confidence: Confidence | None = None
    parent: str | None = None
    nested: bool = False
    hypothetical: bool = False
    uncertain: bool = False
    missing_opener: bool = False
    missing_closer: bool = False


class _Voice(BaseModel):
    """A turn of a record."""

    model_config = _CONFIG

    start: int
    end: int
    name: str | None = None
    label: str | None = None
    speaker: str | None = None


class _Record(BaseModel):
    """A document of a record."""

    model_config = _CONFIG

    id: str
    text: str
    quotations: tuple[_Said, ...] = ()
    names: dict[str, str | None] | None = None
    characters: tuple[_Person, ...] | None = None
    speakers: tuple[_Person, ...] | None = None
    turns: tuple[_Voice, ...] | None = None
    category: str | None = None
    genre: str | None = None


def build_record(value: Mapping[str, Any], *, text: str | None = None) -> Reference:
    """Turn a record into a reference.

    Args:
        value: the record.
        text: the document's text where the record has none.

    Raises:
        pydantic.ValidationError: a field lacks or is not of the expected form.
        AnnotationError: a span is outside the text, or a speaker is not listed.

    Example:
        >>> said = {"spans": [[1, 4]], "kind": "direct", "speaker": "Ada Quill", "accept": ["Quill"]}
        >>> reference = build_record({"id": "a", "text": '"Go," said Quill.', "quotations": [said]})
        >>> reference.scheme, reference.annotation.speakers[0].aliases
        ('accepted', ('Quill',))
    """
    given = dict(value)
    if text is not None and given.get("text") is None:
        given["text"] = text
    return _Builder(_Record.model_validate(given), _scheme_of(value)).build()


def _scheme_of(value: Mapping[str, Any]) -> Scheme:
    if "quotations" not in value:
        return "labels"
    if value.get("characters") is not None:
        return "cast"
    if value.get("speakers") is not None:
        return "names"
    said = value.get("quotations")
    names = [quotation for quotation in said if isinstance(quotation, dict)] if isinstance(said, list) else []
    if "category" in value or "turns" in value or any("accept" in quotation for quotation in names):
        return "accepted"
    return "sources"


class _Builder:
    """Builds the annotation of one record, and what must be known to measure with it."""

    def __init__(self, record: _Record, scheme: Scheme) -> None:
        self.record, self.scheme = record, scheme
        self.speakers: list[Speaker] = []
        self._known: dict[tuple[Any, ...], str] = {}
        self.cast: set[str] = set()

    def build(self) -> Reference:
        """Return the whole."""
        record = self.record
        for person in record.characters or ():
            self.cast.add(self._person(person))
        for label, name in (record.names or {}).items():
            self._add(("label", label), name=name, labels=(label,))
        ids = {person.id: self._person(person) for person in record.speakers or ()}
        names = {each.id: f"r{place}" for place, each in enumerate(record.quotations) if each.id is not None}
        quotations, flags, sources, types = [], {}, {}, {}
        for place, said in enumerate(record.quotations):
            quotation = self._quotation(f"r{place}", said, ids, names)
            quotations.append(quotation)
            raised = frozenset(flag for flag in get_args(Flag) if getattr(said, flag))
            if raised:
                flags[quotation.id] = raised
            if len(said.source) > 1:
                sources[quotation.id] = said.source
            if said.type is not None:
                types[quotation.id] = said.type
        document = Document(id=record.id, text=record.text)
        turns = tuple(
            Turn(start=turn.start, end=turn.end, label=turn.label, speaker=self._voice(turn, ids))
            for turn in record.turns or ()
        )
        annotation = Annotation.of(document, quotations=tuple(quotations), speakers=tuple(self.speakers), turns=turns)
        every: frozenset[QuotationKind] = frozenset(get_args(QuotationKind))
        return Reference(
            annotation,
            every if self.scheme in ("sources", "names") else _MARKED_KINDS,
            flags,
            scheme=self.scheme,
            sources=sources,
            types=types,
            cast=frozenset(self.cast),
            category=record.category or record.genre,
            has_confidences=all(
                said.confidence is not None or quotation.speaker is None
                for said, quotation in zip(record.quotations, quotations, strict=True)
            ),
        )

    def _quotation(self, id: str, said: _Said, ids: Mapping[str | None, str], names: Mapping[str, str]) -> Quotation:
        sources = said.source or said.mention
        speaker = self._speaker_of(said, sources, ids)
        kind = said.kind if said.kind in get_args(QuotationKind) else "other"
        return Quotation(
            id=id,
            kind=cast(QuotationKind, kind),
            spans=said.spans,
            content=said.content,
            speaker=speaker,
            source=sources[0] if sources else None,
            cue=Span(said.cue[0].start, said.cue[-1].end) if said.cue else None,
            confidence=None if speaker is None else 1.0 if said.confidence is None else said.confidence,
            parent=None if said.parent is None else names.get(said.parent, said.parent),
        )

    def _speaker_of(self, said: _Said, sources: Sequence[Span], ids: Mapping[str | None, str]) -> str | None:
        """Return the id of who said it, listed now where it was not yet."""
        if self.scheme == "names":
            return None if said.speaker is None else ids.get(said.speaker, said.speaker)
        if said.speaker is not None:
            return self._add(
                (said.speaker, said.accept, said.role), name=said.speaker, aliases=said.accept, role=said.role
            )
        if self.scheme == "sources" and sources:
            words = sources[0].of(self.record.text)
            return self._add((words,), name=words, kind="described")
        return None

    def _voice(self, turn: _Voice, ids: Mapping[str | None, str]) -> str | None:
        if self.scheme == "names" and turn.speaker is not None:
            return ids.get(turn.speaker, turn.speaker)
        return self._add((turn.name, (), None), name=turn.name) if turn.name else None

    def _person(self, person: _Person) -> str:
        key = (person.name, (), None) if self.scheme == "cast" else (person.id,)
        return self._add(
            key,
            name=person.name,
            aliases=tuple(alias for alias in person.aliases if alias),
            labels=person.labels,
            role=person.role,
            affiliation=person.affiliation,
            gender=_GENDERS.get((person.gender or "").casefold()),
        )

    def _add(self, key: tuple[Any, ...], **parts: Any) -> str:
        """Return the id of a speaker, the same for the same key."""
        if key not in self._known:
            self._known[key] = f"s{len(self.speakers) + 1}"
            self.speakers.append(Speaker(id=self._known[key], **parts))
        return self._known[key]
