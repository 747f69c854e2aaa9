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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from quotes.attributor.attribution import attribute
from quotes.attributor.candidates import PhraseReader
from quotes.attributor.indirect import find_reported
from quotes.attributor.own_views import leave_own_views
from quotes.attributor.source_weights import SourceWeights
from quotes.diarizer.label_evidence import add_label_sources, find_told_roles, tell_role
from quotes.diarizer.newscast import find_news_turns
from quotes.diarizer.structure import find_turns
from quotes.diarizer.times import TimeFinder
from quotes.diarizer.turns import LaidTurn, lay_turns
from quotes.errors import ReadError
from quotes.formats import read_text
from quotes.language.detection import detect_language
from quotes.language.layout import Paragraph, read_layout
from quotes.language.running import RunningText
from quotes.lexicon import NO_HOUSE, House, pronouns
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
from quotes.people.labels import LabelledVoice, VoiceName, read_label
from quotes.people.names import parse_name
from quotes.people.registry import Entity, Registry
from quotes.people.voices import Voices
from quotes.plugins import load_plugin
from quotes.process import collect_seldom
from quotes.progress import Tell
from quotes.quotation_list import QuotationNames, Sharing, list_quotations, with_fields
from quotes.segmenter import segment_text
from quotes.segmenter.marked import MarkedText
from quotes.segmenter.plain import PlainText, part_lines
from quotes.segmenter.repair import propose_repairs
from quotes.spans import Span

__all__ = ["DEFAULT_MIN_CONFIDENCE", "DEFAULT_STAGES", "Draft", "Stage", "annotate", "with_plugins"]

DEFAULT_MIN_CONFIDENCE = 0.5
"""Below this probability the speaker is left open.

Of 0.3, 0.4 and 0.5, tried on the dev news and the dev documents in the wild, the one with the fewest wrong names.
"""


_MANY_QUOTATIONS = 2000
"""From how many quotations on equal values in them are made one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An annotation in the making.

    Attributes:
        document: what is annotated.
        roster: people known beforehand.
        min_confidence: below this probability a speaker is left open.
        house: words of the house.
        weights: what chooses the sources of quotations, or None for what ships.
        tell: is told how far the stage is, or None where nobody listens.
        running: what is read: the document's text, or the words of a transcript without labels, times and tags. All
            that stages find has its place in there, but for turns and evidence of labels; it is led back at the end.
        laid: the turns of a transcript whose voices have labels, without speakers.
        names: who labels stand for, as the words of the transcript tell.
        naming: for a label, what told its name; places in the running text.
        language: ISO 639-1 code, or None where nothing tells it.
        paragraphs: the paragraphs in order.
        quotations: what was found so far, a sequence; ``speaker`` is an entity's number as a string.
        plain: the text with its marks written the ordinary way, in which speakers are looked for, or None before its
            marks were read.
        marked: the text with its marks read, until repairs of them were proposed.
        turns: the voices, in order; places in the document.
        voices: who the labels stand for, or None before attribution.
        registry: who is who, or None before attribution; its places are those of the plain text.
        reader: the document's phrases, or None before attribution and where the language is not English.
        repairs: changes of the marks proposed.
    """

    document: Document
    roster: tuple[RosterEntry, ...]
    min_confidence: float
    house: House = NO_HOUSE
    weights: SourceWeights | None = None
    tell: Tell | None = None
    running: RunningText | None = None
    laid: tuple[LaidTurn, ...] = ()
    names: Mapping[str, VoiceName] = field(default_factory=dict)
    naming: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    language: str | None = None
    paragraphs: Sequence[Paragraph] = ()
    quotations: Sequence[Quotation] = ()
    plain: PlainText | None = None
    marked: MarkedText | None = None
    turns: tuple[Turn, ...] = ()
    voices: Voices | None = None
    registry: Registry | None = None
    reader: PhraseReader | None = None
    repairs: tuple[Repair, ...] = ()

    @property
    def text(self) -> str:
        """The text that is read."""
        return self.document.text if self.running is None else self.running.text

    @property
    def is_english(self) -> bool:
        """Whether the attributor can read it; a text too short to tell is taken for English."""
        return self.language in (None, "en")


Stage = Callable[[Draft], Draft]
"""A step of the pipeline: from draft to draft, nothing else changed."""


def listen(draft: Draft) -> Draft:
    """Find who is heard where: the utterances of a transcript, its turns, and the text they make together."""
    document = draft.document
    if document.info.utterances is None and document.info.format == "plain":
        try:
            found = read_text(document.text, id=document.id)
        except ReadError:  # it begins like a file of captions and holds none: then it is read as prose
            found = document
        if found.info.utterances is not None:
            more = {"utterances": found.info.utterances, "words": found.info.words or document.info.words}
            skipped = (*document.info.skipped, *found.info.skipped)
            info = DocumentInfo(**{**dict(document.info), **more, "format": found.info.format, "skipped": skipped})
            document = Document(id=document.id, text=document.text, info=info, roster=document.roster)
    utterances = document.info.utterances
    if not utterances:
        return replace(draft, document=document)
    running = RunningText(document.text, utterances)
    laid = lay_turns(document.text, utterances, running)
    return replace(draft, document=document, running=running, laid=laid)


def notice_language(draft: Draft) -> Draft:
    """Notice the language, unless the document says it."""
    return replace(draft, language=draft.document.info.language or detect_language(draft.text))


def name_labels(draft: Draft) -> Draft:
    """Find out for whom labels that name nobody stand, from what the voices of an English transcript say."""
    if not draft.laid or not draft.is_english:
        return draft
    from quotes.diarizer.naming import VoiceTurn, name_voices  # takes long to load, and only transcripts have labels

    turns, known = [], {}
    for number, laid in enumerate(draft.laid):
        label = laid.turn.label
        if label is None:
            continue
        turns.append(VoiceTurn(label, laid.start, laid.end, number))
        name = read_label(label).name
        if name is not None:
            known[label] = name
    if all(turn.label in known for turn in turns):
        return draft
    names: dict[str, VoiceName] = dict(draft.names)
    naming = dict(draft.naming)
    voices = name_voices(draft.text, turns, roster=draft.roster, known=known, min_confidence=draft.min_confidence)
    for voice in voices:
        if voice.name is not None or voice.role is not None:
            names[voice.label] = VoiceName(
                voice.name, voice.role, voice.aliases, voice.confidence or 1.0, voice.affiliation
            )
        naming[voice.label] = voice.evidence
        if voice.conflict:
            note = Evidence(rule="name left open", words=" or ".join(voice.conflict))
            naming[voice.label] = (note, *voice.evidence)
    return replace(draft, names=names, naming=naming)


def lay_out(draft: Draft) -> Draft:
    """Find the paragraphs."""
    return replace(draft, paragraphs=read_layout(draft.text).paragraphs)


def segment(draft: Draft) -> Draft:
    """Find what stands in quotation marks, and tell speech from other uses of the marks."""
    verbs = draft.house.cue_verbs
    found = segment_text(draft.text, draft.paragraphs, language=draft.language or "en", verbs=verbs)
    plain = PlainText(draft.text, found.edits)
    return replace(draft, quotations=found.quotations, plain=plain, marked=found.marked)


def attribute_speakers(draft: Draft) -> Draft:
    """Find who said each quotation; abstain where the language is not English, and say so."""
    plain = draft.plain or PlainText(draft.text)
    if draft.is_english:
        quotations = plain.quotations(draft.quotations)
        voices = [LabelledVoice(plain.ahead(laid.start), plain.ahead(laid.end), laid.turn.label) for laid in draft.laid]
        attributed = attribute(
            plain.text,
            part_lines(plain.text, plain.paragraphs(draft.paragraphs), quotations, draft.house.cue_verbs),
            quotations,
            roster=draft.roster,
            min_confidence=draft.min_confidence,
            voices=voices,
            names=draft.names,
            house=draft.house,
            weights=draft.weights,
            tell=draft.tell,
        )
        return replace(
            draft,
            quotations=list_quotations(plain.back(attributed.quotations)),
            plain=plain,
            voices=attributed.voices,
            registry=attributed.registry,
            reader=attributed.reader,
        )
    note = Evidence(
        rule="language", words=f"the text reads as {draft.language!r}; speakers are looked for in English only"
    )
    quotations = list_quotations(
        _with_evidence(quotation, note) if quotation.is_speech else quotation for quotation in draft.quotations
    )
    return replace(draft, quotations=quotations, plain=plain, registry=Registry(plain.text, draft.roster))


def find_indirect(draft: Draft) -> Draft:
    """Find what is reported without marks, and the whole clauses that mixed quotations stand in."""
    if draft.reader is None or draft.registry is None or draft.plain is None:
        return draft
    has_voices = any(laid.turn.label is not None for laid in draft.laid)
    plain = draft.plain
    reported = find_reported(
        draft.reader,
        draft.registry,
        plain.quotations(draft.quotations),
        min_confidence=draft.min_confidence,
        clauses_only=has_voices or draft.registry.is_personal,
        tell=draft.tell,
    )
    quotations = list_quotations()
    taken = QuotationNames()
    for part in reported:
        for quotation in part:
            if quotation.kind != "indirect":
                taken.add(quotation.id)
        found = leave_own_views(plain.text, part, draft.house.cue_verbs) if has_voices else part
        for quotation in _identify(plain.back(filter(plain.has_words, found)), taken):
            quotations.append(quotation)
    return replace(draft, quotations=quotations)


def _identify(quotations: Iterable[Quotation], taken: QuotationNames) -> Iterator[Quotation]:
    """Name indirect quotations by where they stand in the document; one at the place of another is left out."""
    for quotation in quotations:
        if quotation.kind == "indirect":
            name = f"q{quotation.spans[0].start}"
            if name in taken:
                continue
            taken.add(name)
            quotation = quotation if quotation.id == name else replace(quotation, id=name)
        yield quotation


def tell_voices(draft: Draft) -> Draft:
    """Lay the turns of a transcript: labelled ones, or narrator and sound bites."""
    turns = _labelled_turns(draft) if draft.laid else _unlabelled_turns(draft)
    translated = [turn for turn in turns if turn.translated]
    starts = [turn.start for turn in translated]

    def told(quotation: Quotation) -> Quotation:
        start = _place_in_document(draft, quotation.spans[0]).start
        number = bisect_right(starts, start) - 1  # turns are in order and do not overlap
        is_translated = number >= 0 and start < translated[number].end
        return replace(quotation, translated=True) if is_translated else quotation

    quotations = list_quotations(map(told, draft.quotations)) if translated else draft.quotations
    return replace(draft, turns=tuple(turns), quotations=quotations)


def _place_in_document(draft: Draft, span: Span) -> Span:
    return span if draft.running is None else draft.running.back_one(span)


def _unlabelled_turns(draft: Draft) -> list[Turn]:
    """Return the voices of a newscast, or narrator and sound bites, as they stand in the document."""
    turns = _news_turns(draft) if draft.running is not None else ()
    return [
        _turn_in_document(draft, turn) for turn in turns or find_turns(draft.text, draft.paragraphs, draft.quotations)
    ]


def _news_turns(draft: Draft) -> tuple[Turn, ...]:
    """Return the turns of captions without labels whose voices say who they are; places in the running text."""
    if not draft.is_english or draft.registry is None:
        return ()
    turns: list[Turn] = []
    for news in find_news_turns(draft.text, draft.paragraphs, draft.quotations):
        evidence = tuple(Evidence(rule="newscast", words=span.of(draft.text), spans=(span,)) for span in news.said)
        turn = Turn(start=news.start, end=news.end, evidence=evidence, kind="bite" if news.quotation >= 0 else "turn")
        if news.quotation >= 0:
            said = draft.quotations[news.quotation]
            turn = replace(turn, speaker=said.speaker, confidence=said.confidence)
        elif news.name is not None and news.confidence >= draft.min_confidence:
            name = parse_name(news.name.of(draft.text))
            bearers = draft.registry.find_bearers(name)
            entity = bearers[0] if len(bearers) == 1 else draft.registry.add_person(name, name.raw)
            turn = replace(turn, speaker=str(entity.number), confidence=news.confidence)
        turns.append(turn)
    return tuple(turns)


def _turn_in_document(draft: Draft, turn: Turn) -> Turn:
    running = draft.running
    if running is None:
        return turn
    parts = running.back(turn.span)
    numbers = running.utterances_in(turn.span)
    utterances = (draft.document.info.utterances or ())[numbers.start : numbers.stop]
    starts = [utterance.start_ms for utterance in utterances if utterance.start_ms is not None]
    ends = [utterance.end_ms for utterance in utterances if utterance.end_ms is not None]
    return replace(
        turn,
        start=parts[0].start,
        end=parts[-1].end,
        start_ms=min(starts, default=None),
        end_ms=max(ends, default=None),
        evidence=tuple(map(running.back_evidence, turn.evidence)),
    )


def _labelled_turns(draft: Draft) -> list[Turn]:
    """Return the turns of labelled voices with their speakers; a sound bite has that of its quotation."""
    turns: list[Turn] = []
    firsts: dict[int, int] = {}
    for number, quotation in enumerate(draft.quotations):
        firsts.setdefault(quotation.spans[0].start, number)
    for laid in draft.laid:
        turn = laid.turn
        if turn.label is not None and draft.voices is not None:
            known = draft.voices.find(turn.label)
            evidence = turn.evidence
            if known.rule == "naming" and draft.running is not None:
                evidence = (*evidence, *map(draft.running.back_evidence, draft.naming.get(turn.label, ())[:1]))
            elif known.rule != "label":
                evidence = (*evidence, Evidence(rule=known.rule, words="the only one named with it"))
            turn = replace(
                turn, speaker=str(known.entity.number), confidence=round(known.confidence, 4), evidence=evidence
            )
        elif turn.label is None:
            near = (firsts[place] for place in range(laid.start, min(laid.end, laid.start + 4)) if place in firsts)
            first = next(near, None)
            said = None if first is None else draft.quotations[first]
            if turn.kind != "narrator" and said is not None and said.speaker is not None:
                turn = replace(turn, speaker=said.speaker, confidence=said.confidence)
        turns.append(turn)
    return turns


def propose(draft: Draft) -> Draft:
    """Propose repairs of marks that are broken or out of line with the document's own style."""
    language = draft.language or "en"
    repairs = propose_repairs(
        draft.text, draft.paragraphs, language=language, source=draft.marked, verbs=draft.house.cue_verbs
    )
    return replace(draft, repairs=repairs, marked=None)


DEFAULT_STAGES: tuple[Stage, ...] = (
    listen,
    notice_language,
    name_labels,
    lay_out,
    segment,
    propose,
    attribute_speakers,
    find_indirect,
    tell_voices,
)
"""The pipeline, in order."""


def with_plugins(names: Sequence[str]) -> tuple[Stage, ...]:
    """Return the pipeline with stages that installed packages offer behind it, in the order given.

    Raises:
        PluginError: one of them cannot be loaded.

    Example:
        >>> with_plugins(()) == DEFAULT_STAGES
        True
    """
    return (*DEFAULT_STAGES, *(load_plugin("quotes.stages", name) for name in names))


@collect_seldom()
def annotate(
    document: Document | Annotation | str,
    *,
    roster: Sequence[RosterEntry] = (),
    kinds: Collection[str] | None = None,
    min_confidence: float = DEFAULT_MIN_CONFIDENCE,
    anew: bool = False,
    stages: Sequence[Stage] = DEFAULT_STAGES,
    house: House = NO_HOUSE,
    weights: SourceWeights | None = None,
    progress: Callable[[str, float], None] | None = None,
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
        house: verbs and roles that this house adds to those known (`quotes.House`).
        weights: what chooses the sources of quotations, as `quotes.read_source_weights` reads it; None for what ships.
        progress: called with the name of each stage and the share of it that is done, 0 to 1, or -1 where the stage
            does not tell.

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
    # The draft is handed on and not held here: what a stage has no more need of makes room.
    drafts = [Draft(document, (*document.roster, *roster), min_confidence, house, weights)]
    for stage in stages:
        if stage is find_indirect and kinds is not None and "indirect" not in kinds:
            continue
        if progress is not None:
            name = getattr(stage, "__name__", "stage")
            progress(name, -1.0)
            drafts.append(replace(drafts.pop(), tell=partial(progress, name)))
        drafts.append(stage(drafts.pop()))
    return assemble(drafts.pop(), kinds)


def assemble(draft: Draft, kinds: Collection[str] | None = None) -> Annotation:
    """Turn a draft into its annotation: speakers numbered in order of first appearance, their mentions beside them."""
    running = draft.running or RunningText(draft.document.text)
    quotations = draft.quotations
    if kinds is not None:
        quotations = list_quotations(quotation for quotation in quotations if quotation.kind in kinds)
    kept = QuotationNames(quotation.id for quotation in quotations)
    entities = draft.registry.entities if draft.registry is not None else []
    plain = draft.plain or PlainText(draft.text)
    used = _first_places(quotations, draft.turns, entities, plain, running)
    ids = {number: f"s{rank}" for rank, number in enumerate(sorted(used, key=lambda number: (used[number], number)), 1)}
    told = find_told_roles(draft.laid)
    speakers: list[Speaker] = []
    mentions: list[Mention] = []
    for number, speaker_id in ids.items():
        assert draft.registry is not None  # noqa: S101  (ids come from its entities)
        entity = entities[number]
        speaker = running.back_speaker(plain.back_speaker(draft.registry.speaker(entity, speaker_id)))
        named_by = [running.back_evidence(each) for label in speaker.labels for each in draft.naming.get(label, ())]
        known = {(each.rule, each.words) for each in speaker.evidence}
        named_by = [each for each in named_by if (each.rule, each.words) not in known]
        evidence = (*speaker.evidence, *tell_role(speaker, told), *named_by)
        speakers.append(replace(speaker, evidence=evidence) if evidence != speaker.evidence else speaker)
        form: MentionForm = "name" if entity.name is not None else "description"
        places = (plain.back_span(Span(start, end)) for start, end in zip(entity.starts, entity.ends, strict=True))
        mentions += [Mention(start=place.start, end=place.end, speaker=speaker_id, form=form) for place in places]
    named = {mention.start for mention in mentions}
    for quotation in quotations:
        source = quotation.source
        if source is not None and source.start not in named and source.of(draft.text).lower() in pronouns():
            named.add(source.start)
            meant = None if quotation.speaker is None else ids[int(quotation.speaker)]
            mentions.append(Mention(start=source.start, end=source.end, speaker=meant, form="pronoun"))
    if draft.running is not None:
        mentions = [_mention_in_document(running, mention) for mention in mentions]
    mentions.sort(key=lambda mention: (mention.start, mention.end))
    turns = tuple(
        replace(turn, speaker=ids[int(turn.speaker)] if turn.speaker is not None else None) for turn in draft.turns
    )
    info = DocumentInfo(**{**dict(draft.document.info), "language": draft.language})
    document = Document(id=draft.document.id, text=draft.document.text, info=info)
    laid, repairs = draft.laid, running.back_repairs(draft.repairs)
    del draft, entities, plain  # who is who is told: in a long document it takes as much room as the quotations
    times = TimeFinder(info.utterances or (), info.words or ())
    final: Iterable[Quotation] = (_renamed(quotation, ids, kept) for quotation in quotations)
    final = times.time(add_label_sources(laid, running.back_quotations(final)))
    if len(quotations) > _MANY_QUOTATIONS:
        final = map(Sharing().share, final)
    return Annotation.of(
        document,
        quotations=tuple(final),
        speakers=tuple(speakers),
        mentions=tuple(mentions),
        turns=turns,
        repairs=repairs,
    )


def _mention_in_document(running: RunningText, mention: Mention) -> Mention:
    place = running.back_one(mention.span)
    return Mention(start=place.start, end=place.end, speaker=mention.speaker, form=mention.form)


def _with_evidence(quotation: Quotation, evidence: Evidence) -> Quotation:
    return replace(quotation, evidence=(*quotation.evidence, evidence))


def _first_places(
    quotations: Sequence[Quotation],
    turns: Sequence[Turn],
    entities: Sequence[Entity],
    plain: PlainText,
    running: RunningText,
) -> dict[int, int]:
    """Give for each entity that speaks or may speak where it first appears in the document."""
    places: dict[int, int] = {}
    for quotation in quotations:
        for candidate in quotation.candidates:
            places.setdefault(int(candidate.speaker), running.back_one(quotation.spans[0]).start)
    for turn in turns:
        if turn.speaker is not None:
            number = int(turn.speaker)
            places[number] = min(places.get(number, turn.start), turn.start)
    for number in places:
        starts: array[int] = entities[number].starts
        if len(starts):
            first = plain.back_span(Span(starts[0], starts[0]))
            places[number] = min(places[number], running.back(first)[0].start)
    return places


def _renamed(quotation: Quotation, ids: dict[int, str], kept: QuotationNames) -> Quotation:
    return with_fields(
        quotation,
        speaker=ids[int(quotation.speaker)] if quotation.speaker is not None else None,
        candidates=tuple(Candidate(speaker=ids[int(c.speaker)], confidence=c.confidence) for c in quotation.candidates),
        content=quotation.content or quotation.spans,
        parent=quotation.parent if quotation.parent is not None and quotation.parent in kept else None,
    )
