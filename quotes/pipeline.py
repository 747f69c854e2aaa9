"""The whole path from a document to its annotation: one visible, ordered tuple of stages.

A stage is a function from `Draft` to `Draft`: it reads what earlier stages found and returns a new draft with its own
part filled in. Leave one out, or put your own among them, with ``annotate(..., stages=...)``.

Example:
    >>> annotation = annotate('"The bridge is safe," said Mayor Ana Ruiz.')
    >>> annotation.quotations[0].kind, annotation.speakers[0].name
    ('direct', 'Ana Ruiz')
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from quotes.attributor.attribution import attribute
from quotes.attributor.candidates import PhraseReader
from quotes.attributor.indirect import find_reported
from quotes.diarizer.structure import find_turns
from quotes.language.detection import detect_language
from quotes.language.layout import Paragraph, read_layout
from quotes.lexicon import pronouns
from quotes.model import (
    Annotation,
    Candidate,
    Document,
    DocumentInfo,
    Evidence,
    Mention,
    MentionForm,
    Quotation,
    Repair,
    RosterEntry,
    Speaker,
    Turn,
)
from quotes.people.registry import Entity, Registry
from quotes.segmenter import segment_text
from quotes.segmenter.marked import MarkedText
from quotes.segmenter.plain import PlainText, part_lines
from quotes.segmenter.repair import propose_repairs
from quotes.spans import Span

__all__ = ["DEFAULT_MIN_CONFIDENCE", "DEFAULT_STAGES", "Draft", "Stage", "annotate"]

DEFAULT_MIN_CONFIDENCE = 0.5
"""Below this probability the speaker is left open.

Of 0.3, 0.4 and 0.5, tried on the dev news and the dev documents in the wild, the one with the fewest wrong names.
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """An annotation in the making.

    Attributes:
        document: what is annotated.
        roster: people known beforehand.
        min_confidence: below this probability a speaker is left open.
        language: ISO 639-1 code, or None where nothing tells it.
        paragraphs: the paragraphs in order.
        quotations: what was found so far; ``speaker`` is an entity's number as a string.
        plain: the text with its marks written the ordinary way, in which speakers are looked for, or None before its
            marks were read.
        marked: the text with its marks read, until repairs of them were proposed.
        turns: the voices, in order.
        registry: who is who, or None before attribution; its places are those of the plain text.
        reader: the document's phrases, or None before attribution and where the language is not English.
        repairs: changes of the marks proposed.
    """

    document: Document
    roster: tuple[RosterEntry, ...]
    min_confidence: float
    language: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    plain: PlainText | None = None
    marked: MarkedText | None = None
    turns: tuple[Turn, ...] = ()
    registry: Registry | None = None
    reader: PhraseReader | None = None
    repairs: tuple[Repair, ...] = ()

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    @property
    def is_english(self) -> bool:
        """Whether the attributor can read it; a text too short to tell is taken for English."""
        return self.language in (None, "en")


Stage = Callable[[Draft], Draft]
"""A step of the pipeline: from draft to draft, nothing else changed."""


def notice_language(draft: Draft) -> Draft:
    """Notice the language, unless the document says it."""
    return replace(draft, language=draft.document.info.language or detect_language(draft.text))


def lay_out(draft: Draft) -> Draft:
    """Find the paragraphs."""
    return replace(draft, paragraphs=read_layout(draft.text).paragraphs)


def segment(draft: Draft) -> Draft:
    """Find what stands in quotation marks, and tell speech from other uses of the marks."""
    found = segment_text(draft.text, draft.paragraphs, language=draft.language or "en")
    plain = PlainText(draft.text, found.edits)
    return replace(draft, quotations=found.quotations, plain=plain, marked=found.marked)


def attribute_speakers(draft: Draft) -> Draft:
    """Find who said each quotation; abstain where the language is not English, and say so."""
    plain = draft.plain or PlainText(draft.text)
    if draft.is_english:
        quotations = plain.quotations(draft.quotations)
        attributed = attribute(
            plain.text,
            part_lines(plain.text, plain.paragraphs(draft.paragraphs), quotations),
            quotations,
            roster=draft.roster,
            min_confidence=draft.min_confidence,
        )
        return replace(
            draft,
            quotations=plain.back(attributed.quotations),
            plain=plain,
            registry=attributed.registry,
            reader=attributed.reader,
        )
    note = Evidence(
        rule="language", words=f"the text reads as {draft.language!r}; speakers are looked for in English only"
    )
    quotations = tuple(
        _with_evidence(quotation, note) if quotation.is_speech else quotation for quotation in draft.quotations
    )
    return replace(draft, quotations=quotations, plain=plain, registry=Registry(plain.text, draft.roster))


def find_indirect(draft: Draft) -> Draft:
    """Find what is reported without marks, and the whole clauses that mixed quotations stand in."""
    if draft.reader is None or draft.registry is None or draft.plain is None:
        return draft
    found = find_reported(
        draft.reader,
        draft.registry,
        draft.plain.quotations(draft.quotations),
        min_confidence=draft.min_confidence,
    )
    return replace(draft, quotations=_identify(draft.plain.back(found)))


def _identify(quotations: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """Name indirect quotations by where they stand in the document; one at the place of another is left out."""
    quotations = tuple(quotations)
    taken = {quotation.id for quotation in quotations if quotation.kind != "indirect"}
    kept = []
    for quotation in quotations:
        if quotation.kind == "indirect":
            name = f"q{quotation.spans[0].start}"
            if name in taken:
                continue
            taken.add(name)
            quotation = quotation if quotation.id == name else replace(quotation, id=name)
        kept.append(quotation)
    return tuple(kept)


def tell_voices(draft: Draft) -> Draft:
    """Lay the turns of a transcript: labelled ones, or narrator and sound bites."""
    turns = list(find_turns(draft.text, draft.paragraphs, draft.quotations))
    quotations = list(draft.quotations)
    translated = [turn for turn in turns if turn.translated]
    starts = [turn.start for turn in translated]
    for number, quotation in enumerate(quotations):
        start = quotation.spans[0].start
        turn_number = bisect_right(starts, start) - 1  # turns are in order and do not overlap
        if turn_number >= 0 and start < translated[turn_number].end:
            quotations[number] = replace(quotation, translated=True)
    if draft.registry is not None:
        plain = draft.plain or PlainText(draft.text)
        for number, turn in enumerate(turns):
            if turn.label is not None:
                turns[number] = replace(
                    turn,
                    speaker=str(draft.registry.labelled(turn.label, plain.ahead(turn.start)).number),
                    confidence=1.0,
                )
    return replace(draft, turns=tuple(turns), quotations=tuple(quotations))


def propose(draft: Draft) -> Draft:
    """Propose repairs of marks that are broken or out of line with the document's own style."""
    language = draft.language or "en"
    repairs = propose_repairs(draft.text, draft.paragraphs, language=language, source=draft.marked)
    return replace(draft, repairs=repairs, marked=None)


DEFAULT_STAGES: tuple[Stage, ...] = (
    notice_language,
    lay_out,
    segment,
    propose,
    attribute_speakers,
    find_indirect,
    tell_voices,
)
"""The pipeline, in order."""


def annotate(
    document: Document | Annotation | str,
    *,
    roster: Sequence[RosterEntry] = (),
    kinds: Collection[str] | None = None,
    min_confidence: float = DEFAULT_MIN_CONFIDENCE,
    anew: bool = False,
    stages: Sequence[Stage] = DEFAULT_STAGES,
) -> Annotation:
    """Find the quotations of a document and who said them.

    Args:
        document: a document, a text, or a saved annotation, which is returned as it is unless ``anew``.
        roster: people known beforehand; their names win over forms found in the text.
        kinds: kinds of quotation to keep; None for all. Without ``indirect`` the stage that looks for it is left out,
            which is faster, and mixed quotations have no more content than their spans.
        min_confidence: below this probability ``speaker`` stays None.
        anew: annotate a saved annotation again; everything said of it is lost.
        stages: what to do, in order.

    Raises:
        ValueError: ``min_confidence`` is no probability, or a saved annotation to be annotated anew lacks its text.
    """
    if not 0 <= min_confidence <= 1:
        raise ValueError(f"min_confidence is a probability, got {min_confidence}")
    if isinstance(document, Annotation):
        if not anew:
            return document
        if document.text is None:
            raise ValueError("this annotation was saved without its text and cannot be annotated anew")
        document = Document(id=document.id, text=document.text, info=document.document)
    elif isinstance(document, str):
        document = Document(id="text", text=document)
    draft = Draft(document, (*document.roster, *roster), min_confidence)
    for stage in stages:
        if stage is find_indirect and kinds is not None and "indirect" not in kinds:
            continue
        draft = stage(draft)
    return assemble(draft, kinds)


def assemble(draft: Draft, kinds: Collection[str] | None = None) -> Annotation:
    """Turn a draft into its annotation: speakers numbered in order of first appearance, their mentions beside them."""
    quotations = tuple(quotation for quotation in draft.quotations if kinds is None or quotation.kind in kinds)
    kept = {quotation.id for quotation in quotations}
    entities = draft.registry.entities if draft.registry is not None else []
    plain = draft.plain or PlainText(draft.text)
    used = _first_places(quotations, draft.turns, entities, plain)
    ids = {number: f"s{rank}" for rank, number in enumerate(sorted(used, key=lambda number: (used[number], number)), 1)}
    final = tuple(_renamed(quotation, ids, kept) for quotation in quotations)
    speakers: list[Speaker] = []
    mentions: list[Mention] = []
    for number, speaker_id in ids.items():
        assert draft.registry is not None  # noqa: S101  (ids come from its entities)
        entity = entities[number]
        speakers.append(plain.back_speaker(draft.registry.speaker(entity, speaker_id)))
        form: MentionForm = "name" if entity.name is not None else "description"
        places = (plain.back_span(Span(start, end)) for start, end in zip(entity.starts, entity.ends, strict=True))
        mentions += [Mention(start=place.start, end=place.end, speaker=speaker_id, form=form) for place in places]
    named = {mention.start for mention in mentions}
    for quotation in final:
        source = quotation.source
        if source is not None and source.start not in named and source.of(draft.text).lower() in pronouns():
            named.add(source.start)
            mentions.append(Mention(start=source.start, end=source.end, speaker=quotation.speaker, form="pronoun"))
    mentions.sort(key=lambda mention: (mention.start, mention.end))
    turns = tuple(
        replace(turn, speaker=ids[int(turn.speaker)] if turn.speaker is not None else None) for turn in draft.turns
    )
    info = DocumentInfo(**{**dict(draft.document.info), "language": draft.language})
    document = Document(id=draft.document.id, text=draft.text, info=info)
    return Annotation.of(
        document,
        quotations=final,
        speakers=tuple(speakers),
        mentions=tuple(mentions),
        turns=turns,
        repairs=draft.repairs,
    )


def _with_evidence(quotation: Quotation, evidence: Evidence) -> Quotation:
    return replace(quotation, evidence=(*quotation.evidence, evidence))


def _first_places(
    quotations: Sequence[Quotation], turns: Sequence[Turn], entities: Sequence[Entity], plain: PlainText
) -> dict[int, int]:
    """Give for each entity that speaks or may speak where it first appears."""
    places: dict[int, int] = {}
    for quotation in quotations:
        for candidate in quotation.candidates:
            places.setdefault(int(candidate.speaker), quotation.spans[0].start)
    for turn in turns:
        if turn.speaker is not None:
            number = int(turn.speaker)
            places[number] = min(places.get(number, turn.start), turn.start)
    for number in places:
        starts: array[int] = entities[number].starts
        if len(starts):
            places[number] = min(places[number], plain.back_span(Span(starts[0], starts[0])).start)
    return places


def _renamed(quotation: Quotation, ids: dict[int, str], kept: set[str]) -> Quotation:
    return replace(
        quotation,
        speaker=ids[int(quotation.speaker)] if quotation.speaker is not None else None,
        candidates=tuple(Candidate(speaker=ids[int(c.speaker)], confidence=c.confidence) for c in quotation.candidates),
        content=quotation.content or quotation.spans,
        parent=quotation.parent if quotation.parent in kept else None,
    )
