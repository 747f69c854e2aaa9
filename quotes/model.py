"""The values every stage reads and writes: frozen, self-checking, and the source of the JSON schema.

A `Document` goes in, an `Annotation` comes out. Offsets are Unicode code points into the document's text, half-open;
times are whole milliseconds. The many small parts (a book holds ten thousand quotations) are slotted dataclasses,
the two roots are models; all of them refuse unknown fields and cannot be changed.

Example:
    >>> document = Document(id="note", text='"Go," he said.')
    >>> quotation = Quotation(id="q1", kind="direct", spans=(Span(1, 4),), content=(Span(1, 4),))
    >>> annotation = Annotation.of(document, quotations=(quotation,))
    >>> annotation.quotations[0].spans[0].of(document.text)
    'Go,'
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic.dataclasses import dataclass

from quotes.errors import AnnotationError
from quotes.spans import Span

__all__ = [
    "SCHEMA_VERSION",
    "Annotation",
    "Candidate",
    "Confidence",
    "Document",
    "DocumentInfo",
    "Evidence",
    "Mention",
    "MentionForm",
    "Quotation",
    "QuotationKind",
    "Repair",
    "ReviewStatus",
    "RosterEntry",
    "Skip",
    "Speaker",
    "SpeakerKind",
    "Turn",
    "TurnKind",
    "Utterance",
    "Word",
]

SCHEMA_VERSION = "1.0"
"""Version of the annotation's JSON schema: the major part changes when a field's name or meaning does."""

_STRICT = ConfigDict(extra="forbid", defer_build=True)
"""Validators are built when a value is first made: a run needs a few of the models."""

Confidence = Annotated[float, Field(ge=0.0, le=1.0)]
"""A probability."""

QuotationKind = Literal["direct", "mixed", "indirect", "other"]
"""direct: the words stand as an utterance of their own. mixed: marked words inside the narrator's clause. indirect:
a reported clause without marks. other: a marked stretch that is not speech."""

_PIECE_CHARS = 1 << 20
"""Of a long text the bytes are made piece by piece."""

SpeakerKind = Literal["person", "organisation", "collective", "described", "document", "narrator", "unnamed"]
"""described: known by a description only ("a police spokesman"). unnamed: a voice known only by its label, or
whoever a pronoun means that nothing in the document tells."""

TurnKind = Literal["narrator", "turn", "bite", "clip", "interpreter"]
MentionForm = Literal["name", "description", "pronoun"]
ReviewStatus = Literal["proposed", "accepted", "corrected", "rejected"]
Gender = Literal["male", "female", "other"]


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Evidence:
    """Why a decision was taken: the rule or feature that spoke, the words it saw and where they stand.

    Attributes:
        rule: name of the rule or feature.
        words: the words it saw, as they stand in the text, or a short explanation where it saw an absence.
        spans: where those words stand.
        weight: what it added to the score, or None for a rule that decides alone.
    """

    rule: str
    words: str = ""
    spans: tuple[Span, ...] = ()
    weight: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Candidate:
    """A speaker who might have said a quotation, with the probability that it is the right one.

    Attributes:
        speaker: id of the speaker.
        confidence: probability that it is the right one.
    """

    speaker: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Quotation:
    """One quotation, or one marked stretch that is not speech (kind ``other``, with its ``reason``).

    Attributes:
        id: derived from the position of its first character.
        kind: direct, mixed, indirect or other.
        spans: what stands inside the marks, without the marks; several when it is split or runs over paragraphs.
        content: the whole reported clause, marks and all, where the kind is mixed; else the same as ``spans``.
        speaker: id of the speaker, or None: unattributed.
        source: the nearest words that name the source, maybe a pronoun, or None.
        cue: the reporting expression, or None.
        confidence: probability that ``speaker`` is right; None where ``speaker`` is None.
        candidates: the likeliest speakers, best first, given even where ``speaker`` is None.
        evidence: what decided.
        parent: id of the quotation this one is nested in, or None.
        translated: whether an interpreter's words are heard.
        relayed_by: who passed the words on, or None.
        channel: by what they were passed on (statement, post, court papers), or None.
        reason: why a marked stretch is not speech (kind other), else None.
        start_ms: when it starts, or None where the input has no times.
        end_ms: when it ends, or None.
        status: what an editor has said of it.
        by: which editor.
        at: when, ISO 8601.
        note: what an editor wrote beside it, or None.
        flagged: whether an editor wants somebody else to look at it.
    """

    id: str
    kind: QuotationKind
    spans: tuple[Span, ...] = Field(min_length=1)
    content: tuple[Span, ...] = ()
    speaker: str | None = None
    source: Span | None = None
    cue: Span | None = None
    confidence: Confidence | None = None
    candidates: tuple[Candidate, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    parent: str | None = None
    translated: bool = False
    relayed_by: str | None = None
    channel: str | None = None
    reason: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    status: ReviewStatus = "proposed"
    by: str | None = None
    at: str | None = None
    note: str | None = None
    flagged: bool = False

    def __post_init__(self) -> None:
        """Check what one quotation can be checked for alone.

        Raises:
            ValueError: spans empty or out of order, a confidence without a speaker or the reverse, a reason on speech.
        """
        end_before = -1
        for span in self.spans:
            if span.start == span.end:
                raise ValueError(f"quotation {self.id}: span [{span.start}, {span.end}] is empty")
            if span.start < end_before:
                raise ValueError(f"quotation {self.id}: spans overlap or are out of order at {span.start}")
            end_before = span.end
        if (self.speaker is None) != (self.confidence is None):
            raise ValueError(
                f"quotation {self.id}: confidence goes with a speaker, got {self.speaker!r} and {self.confidence!r}"
            )
        if self.reason is not None and self.kind != "other":
            raise ValueError(f"quotation {self.id}: only kind other has a reason, this is {self.kind}")

    @property
    def is_speech(self) -> bool:
        """Whether somebody said it: any kind but other."""
        return self.kind != "other"


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Speaker:
    """A canonical speaker: one person, group, organisation, document or voice of a document.

    Attributes:
        id: numbered in order of first appearance.
        name: the fullest name the document or roster gives, or the description of an unnamed person or a collective;
            None for a voice known only by its label.
        aliases: every other name, title or description used, never pronouns.
        labels: raw labels of the input that stand for this speaker.
        role: as the document gives it, or None.
        affiliation: as the document gives it, or None.
        gender: male, female, other, or None where nothing tells it.
        kind: what sort of speaker.
        evidence: the words the role, affiliation and aliases were taken from.
    """

    id: str
    name: str | None = None
    aliases: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    role: str | None = None
    affiliation: str | None = None
    gender: Gender | None = None
    kind: SpeakerKind = "person"
    evidence: tuple[Evidence, ...] = ()

    @property
    def display_name(self) -> str:
        """What to call the speaker on a page: the name, else the label, else the kind of voice."""
        return self.name or (
            self.labels[0] if self.labels else f"unnamed {self.kind if self.kind != 'unnamed' else 'speaker'}"
        )


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Mention:
    """A place where a speaker is named, described or meant by a pronoun.

    Attributes:
        start: its first code point.
        end: one past its last code point.
        speaker: id of the speaker who is meant, or None where nobody knows.
        form: name, description or pronoun.
    """

    start: int
    end: int
    speaker: str | None = None
    form: MentionForm = "name"

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Turn:
    """A stretch of one voice, from its label or first word to its last.

    Attributes:
        start: its first code point.
        end: one past its last code point.
        speaker: id of the speaker who is heard, or None where nobody knows.
        label: what the input calls the voice, as printed, or None.
        kind: narrator; turn, a voice of a conversation; bite, a voice that a narrator plays; clip, a recording that is
            played; interpreter.
        translated: whether an interpreter's words are heard.
        confidence: probability that ``speaker`` is right, or None.
        evidence: what decided.
        start_ms: when it starts, or None where the input has no times.
        end_ms: when it ends, or None.
    """

    start: int
    end: int
    speaker: str | None = None
    label: str | None = None
    kind: TurnKind = "turn"
    translated: bool = False
    confidence: Confidence | None = None
    evidence: tuple[Evidence, ...] = ()
    start_ms: int | None = None
    end_ms: int | None = None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Repair:
    """A proposed change of the marks: the text ``was``, at [start, end), would become ``to``.

    Attributes:
        start: first code point of what would change.
        end: one past its last code point; the same as ``start`` where a mark would be put in.
        was: what stands there.
        to: what would stand there.
        reason: what is wrong with it.
        confidence: probability that the change is right.
    """

    start: int
    end: int
    was: str
    to: str
    reason: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Word:
    """A timed word of the input: its place in the text and when it is heard.

    Attributes:
        start: its first code point.
        end: one past its last code point.
        start_ms: when it starts, or None.
        end_ms: when it ends, or None.
        speaker: what the input calls the voice that says it, or None.
    """

    start: int
    end: int
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Utterance:
    """One segment of the input as its format gives it: a caption, a recogniser's segment, what follows a label.

    Attributes:
        spans: where its words stand in the text, in order: without label, time, number or tag. Several where markup
            stands between them.
        label: what the input calls the voice, as printed, or None where it does not say.
        start_ms: when it starts, in milliseconds, or None.
        end_ms: when it ends, or None.

    Example:
        >>> Utterance(spans=(Span(4, 9),), label="S0").label
        'S0'
    """

    spans: tuple[Span, ...] = Field(min_length=1)
    label: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Skip:
    """Something of the input that a reader could not use, so that it is not lost in silence.

    Attributes:
        reason: what is wrong with it, or why it is no speech.
        words: what stands there, at most 80 code points of it.
        line: its line in the file, counted from 1, or None where the input has no lines.
        start: its first code point in the text, or None where it is not in the text.
        end: one past its last code point, or None.
    """

    reason: str
    words: str = ""
    line: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class RosterEntry:
    """A person known beforehand: a cast member, a host, a caller.

    Attributes:
        name: what to call the person; it wins over the forms found in the text.
        aliases: other names the text may use.
        role: office or occupation, or None.
        affiliation: whom the person belongs to, or None.
        gender: male, female, other, or None where it is not known.

    Example:
        >>> RosterEntry(name="Ada Quill", aliases=("Ida Quill",), role="harbour master").gender is None
        True
    """

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    role: str | None = None
    affiliation: str | None = None
    gender: Gender | None = None


class DocumentInfo(BaseModel):
    """What is known of a document besides its text.

    Attributes:
        format: name of the reader (plain, srt, html, ...).
        encoding: what the bytes were decoded with, or None where text was given.
        language: ISO 639-1 code noticed or given, or None.
        meta: title, date, url, outlet, anything else; passed through untouched.
        source_map: leads from the text back to its container, or None where the text is the file.
        words: timed words, or None.
        utterances: the segments of captions, labelled text or recognised speech, in order, or None for a text without.
        skipped: what the reader could not use.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    format: str = "plain"
    encoding: str | None = None
    language: str | None = None
    meta: dict[str, Any] = Field(default_factory=dict)
    source_map: dict[str, Any] | None = None
    words: tuple[Word, ...] | None = None
    utterances: tuple[Utterance, ...] | None = None
    skipped: tuple[Skip, ...] = ()


_SURROGATE = re.compile("[\ud800-\udfff]")


class Document(BaseModel):
    """A text to annotate, with its id and what is known of it.

    Attributes:
        id: name of the document, unique among those of a batch.
        text: the words, which are never changed; all offsets count its code points.
        info: what else is known of it: format, encoding, meta, voices and times.
        roster: people known beforehand.

    Raises:
        pydantic.ValidationError: for a text with lone surrogates, which no encoding can hold.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str = Field(min_length=1)
    text: str
    info: DocumentInfo = DocumentInfo()
    roster: tuple[RosterEntry, ...] = ()

    @field_validator("text")
    @classmethod
    def _check_text(cls, text: str) -> str:
        """Refuse what cannot be written; half a character comes of JSON or of a file name that was read carelessly."""
        found = None if text.isascii() else _SURROGATE.search(text)
        if found is not None:
            raise ValueError(
                f"character {found.start()} is a lone surrogate (U+{ord(found[0]):04X}), which no encoding can hold"
            )
        return text


class Annotation(BaseModel):
    """Everything found in one document: the JSON that other programs rely on.

    `Annotation.of` builds one for a document. Checks on construction: every span lies inside the text, every speaker
    and parent that is referred to is listed, ids are unique, the hash fits the text.

    Attributes:
        schema_version: version of this schema; its major part changes when the name or meaning of a field does.
        id: name of the document.
        text: the words that all offsets count code points of, or None where it was left out (``--no-text``).
        sha256: SHA-256 of the text as UTF-8, in hexadecimal.
        document: what else is known of the document.
        quotations: what was said, and by whom, in order of first character.
        speakers: who is quoted, heard or named, in order of first appearance.
        mentions: places where somebody is named, described or meant by a pronoun.
        turns: who is heard when, in order; empty where the text is no transcript.
        repairs: changes of quotation marks that are proposed.

    Raises:
        AnnotationError: where one of these checks fails, with the place.

    Example:
        >>> annotation = Annotation.of(Document(id="a", text="Nothing was said."))
        >>> Annotation.model_validate_json(annotation.model_dump_json()) == annotation
        True
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    schema_version: str = SCHEMA_VERSION
    id: str = Field(min_length=1)
    text: str | None = None
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    document: DocumentInfo = DocumentInfo()
    quotations: tuple[Quotation, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    mentions: tuple[Mention, ...] = ()
    turns: tuple[Turn, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @classmethod
    def of(cls, document: Document, **parts: Any) -> Annotation:
        """Build the annotation of ``document`` from its parts (quotations, speakers, mentions, turns, repairs)."""
        return cls(
            id=document.id, text=document.text, sha256=text_sha256(document.text), document=document.info, **parts
        )

    def speaker(self, speaker_id: str | None) -> Speaker | None:
        """Return the speaker with that id, or None for None.

        Raises:
            KeyError: no speaker has that id.
        """
        return self._speakers_by_id[speaker_id] if speaker_id is not None else None

    @cached_property
    def _speakers_by_id(self) -> dict[str, Speaker]:
        return {speaker.id: speaker for speaker in self.speakers}

    def words_of(self, quotation: Quotation) -> str:
        """Return the words of a quotation, its spans joined by a space.

        Raises:
            ValueError: the annotation was saved without its text.
        """
        if self.text is None:
            raise ValueError("this annotation was saved without its text")
        return " ".join(span.of(self.text).strip() for span in quotation.spans)

    @model_validator(mode="after")
    def _check(self) -> Annotation:
        """Hold the parts against the text and against each other."""
        if self.text is not None and text_sha256(self.text) != self.sha256:
            raise AnnotationError(
                self.id, None, "the sha256 is not that of the text; the text was changed after it was annotated"
            )
        for kind, ids in (("quotation", [q.id for q in self.quotations]), ("speaker", [s.id for s in self.speakers])):
            if len(set(ids)) != len(ids):
                twice = next(i for n, i in enumerate(ids) if i in ids[:n])
                raise AnnotationError(self.id, None, f"two parts share the {kind} id {twice!r}")
        if self.text is not None:
            size = len(self.text)
            for what, span in self._spans():
                if span.end > size:
                    raise AnnotationError(self.id, span, f"{what} ends after the text, which has {size} code points")
        speakers = {speaker.id for speaker in self.speakers}
        quotations = {quotation.id for quotation in self.quotations}
        for quotation in self.quotations:
            if quotation.parent is not None and quotation.parent not in quotations:
                raise AnnotationError(
                    self.id,
                    quotation.spans[0],
                    f"{quotation.id} has the parent {quotation.parent!r}, which is not listed",
                )
            for speaker_id in (quotation.speaker, *(candidate.speaker for candidate in quotation.candidates)):
                if speaker_id is not None and speaker_id not in speakers:
                    raise AnnotationError(
                        self.id,
                        quotation.spans[0],
                        f"{quotation.id} has the speaker {speaker_id!r}, which is not listed",
                    )
        places: list[Mention | Turn] = [*self.mentions, *self.turns]
        for place in places:
            if place.speaker is not None and place.speaker not in speakers:
                raise AnnotationError(self.id, place.span, f"speaker {place.speaker!r} is not listed")
        return self

    def _spans(self) -> Iterator[tuple[str, Span]]:
        """Give every span of the annotation with a word for what it is."""
        for quotation in self.quotations:
            for span in (*quotation.spans, *quotation.content):
                yield quotation.id, span
            for what, place in (("source", quotation.source), ("cue", quotation.cue)):
                if place is not None:
                    yield f"the {what} of {quotation.id}", place
            for evidence in quotation.evidence:
                for span in evidence.spans:
                    yield f"evidence of {quotation.id}", span
        for speaker in self.speakers:
            for evidence in speaker.evidence:
                for span in evidence.spans:
                    yield f"evidence of speaker {speaker.id}", span
        for mention in self.mentions:
            yield "a mention", mention.span
        for turn in self.turns:
            yield "a turn", turn.span
        for repair in self.repairs:
            yield "a repair", Span(repair.start, repair.end)


def text_sha256(text: str) -> str:
    """Return the SHA-256 of ``text`` encoded as UTF-8, in hexadecimal.

    Example:
        >>> text_sha256("")[:8]
        'e3b0c442'
    """
    digest = hashlib.sha256()
    for start in range(0, len(text), _PIECE_CHARS):
        digest.update(text[start : start + _PIECE_CHARS].encode("utf-8"))
    return digest.hexdigest()
