"""From quotations to speakers: sources are ranked, phrases resolved to people, and the shares added up per speaker."""

from __future__ import annotations

import re
from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from quotes.attributor.candidates import PhraseReader, Setting, SourceCandidate, find_setting
from quotes.attributor.channels import ChannelTeller
from quotes.attributor.clauses import clause_of, score_verb
from quotes.attributor.conversation import (
    Guess,
    Spoken,
    find_calls,
    guess_from_introduction,
    guess_speaker,
)
from quotes.attributor.dialogue import decide_lines
from quotes.attributor.dialogue_form import is_conversation
from quotes.attributor.doubtful import is_doubtful, leave_alone, may_be_none, reopen
from quotes.attributor.introductions import Introductions, link_introductions
from quotes.attributor.joining import join_stretches
from quotes.attributor.lines import gather_lines
from quotes.attributor.place_names import PlaceNames
from quotes.attributor.ranking import SourceDecision, calibrate, load_cue_scores, rank_sources
from quotes.attributor.reference import is_anaphoric, resolve_phrase
from quotes.attributor.source_weights import SourceWeights
from quotes.attributor.spoken_turns import SpokenTurns
from quotes.language.bites import find_bites, is_broadcast
from quotes.language.layout import Paragraph
from quotes.language.passages import PassageReader
from quotes.lexicon import NO_HOUSE, House
from quotes.model import Candidate, Evidence, Quotation, RosterEntry
from quotes.people.labels import LabelledVoice, VoiceName
from quotes.people.names import parse_name
from quotes.people.phrases import Phrase
from quotes.people.registry import Entity, Registry
from quotes.people.voices import Voices
from quotes.progress import Tell, tell_through
from quotes.quotation_list import list_quotations, with_fields
from quotes.spans import Span

__all__ = ["Attributed", "attribute", "fill_registry"]

_SHARE_OF_READING = 0.6
"""How much of the time of attributing goes into reading who is named. Measured on ordinary news."""
_FEWEST = 0.02
_FEWEST_THING = 0.08
_MOST_CANDIDATES = 5
_NAMED_KINDS = ("person", "narrator", "unnamed")
_FEWEST_DESCRIBED = 0.01
_FEWEST_DESCRIBED_IN_STORY = 0.001
"""A group, a thing or somebody with no name who is less likely than this is no candidate, unless the likeliest.

Source: the greatest of 0.001, 0.002, 0.005, 0.01 and 0.02 at which no right one is lost on the dev news and the dev
documents in the wild, and on the dev novels. Of named people the right one was found at any share.
"""
_HISTORY = 12
_SURE_CUE = 0.4
_LIKELY = 0.5
_NOBODY_SAYS_IT = 0.7
"""A few marked words in the narrator's own clause are not speech where nobody is this likely to be their source."""
_MOST_DOUBT = 0.2
_LEAST_SURE = 0.5
"""A stretch that may be no speech is none where nobody is this likely to be its source, or nobody else this likely.

Chosen on the dev news and the dev documents in the wild, so that marked words that are not speech are left alone there.
"""
_FAINTEST_CUE = 0.08
"""A verb that reports speech in less than this share of its uses is no cue."""
_FIRST_PERSON_SHARE = 0.01
_FEWEST_WORDS = 100
"""A document is told in the first person where "I" is this share of the narrator's words, of this many at least."""
_PERSONAL_SHARE = 0.02
_FEWEST_PERSONAL_WORDS = 20
"""Where "I" is this share of the words, of this many at least, somebody tells of themselves: a letter, a diary.

Source: no article of the dev news has so many, columns in the first person among them; the first-person novels do.
"""
_NAMED_INSIDE = 0.2
"""What is left of the share of somebody whom the quotation names in full: few speak of themselves so. Set by hand."""
_NAMES_ONESELF = re.compile(r"(?:\b(?:I|me|am|is|myself)\b[ ,:]*|\bI['’]m )\Z")
_INTRODUCED = 0.75
"""How much of a bite's speaker is decided by its introduction; the rest by the ranker. Set by hand."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """What was attributed.

    Attributes:
        quotations: with their speakers' numbers as ids.
        registry: what the numbers lead into.
        reader: the phrases read.
        voices: who the labels of a transcript stand for.
    """

    quotations: Sequence[Quotation]
    registry: Registry
    reader: PhraseReader
    voices: Voices


@dataclass(slots=True)
class _Share:
    """What speaks for one entity: its probability, the phrase that names it best, the rules that fired."""

    entity: Entity
    probability: float = 0.0
    source: Phrase | None = None
    source_probability: float = 0.0
    cue: Span | None = None
    rule: str = ""
    antecedent: Phrase | None = None
    earlier: Span | None = None
    """The words that name the source, where they are those of the quotation before."""


def attribute(
    text: str,
    paragraphs: Sequence[Paragraph],
    quotations: Sequence[Quotation],
    *,
    roster: Sequence[RosterEntry] = (),
    min_confidence: float,
    voices: Sequence[LabelledVoice] = (),
    names: Mapping[str, VoiceName] | None = None,
    house: House = NO_HOUSE,
    weights: SourceWeights | None = None,
    tell: Tell | None = None,
) -> Attributed:
    """Find who said each quotation.

    Args:
        text: the document's text.
        paragraphs: its paragraphs.
        quotations: what the segmenter found; kind other and nested ones pass through.
        roster: people known beforehand.
        min_confidence: below this probability the speaker is left open.
        voices: the turns of a transcript in order, as they stand in the text.
        names: who their labels stand for, as the words of the transcript tell.
        house: words of the house.
        weights: what chooses sources; None for what ships.
        tell: is told how far the work is.

    Returns:
        The quotations in order, stretches of one joined; ``speaker`` is the number of an entity of the registry.
    """
    turns = SpokenTurns(voices, quotations)
    marked = turns.open_whole(quotations)
    reader = PhraseReader(PassageReader(text, paragraphs, marked, house))
    in_dialogue = not voices and is_conversation(reader)
    if not in_dialogue and any(is_doubtful(quotation) for quotation in quotations):
        reopened = turns.open_whole(reopen(text, quotations))
        reader = PhraseReader(PassageReader(text, paragraphs, reopened, house))
    registry = Registry(text, roster)
    book = Voices(registry, [voice.label for voice in voices if voice.label is not None], names)
    fill_registry(reader, registry, is_story=in_dialogue, tell=tell)
    heard = [None if voice.label is None else book.find(voice.label).entity for voice in voices]
    registry.place_voices([(voice.start, entity) for voice, entity in zip(voices, heard, strict=True)])
    turns.hear(heard)
    settings = tell_through(_settings(reader), len(quotations), tell, first=_SHARE_OF_READING)
    decisions = rank_sources(reader, settings, None if weights is None else weights.facts)
    if in_dialogue:
        spoken = _attribute_dialogue(reader, registry, decisions, min_confidence)
    else:
        decisions = (calibrate(decision, None if weights is None else weights.curve) for decision in decisions)
        spoken = _attribute_prose(reader, registry, decisions, marked, turns, min_confidence)
    attributed = _Decided(quotations)
    for index, quotation in chain(spoken, turns.claim_whole(quotations, min_confidence)):
        attributed.decide(index, quotation)
    joined = join_stretches(text, paragraphs, attributed, in_dialogue=in_dialogue, verbs=house.cue_verbs)
    return Attributed(list_quotations(joined), registry, reader, book)


class _Decided:
    """The quotations of a document, those decided in place of what they were.

    Args:
        quotations: as they were found, in order.
    """

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self._quotations = quotations
        self._decided = list_quotations()
        self._numbers = array("q", [-1]) * len(quotations)

    def decide(self, index: int, quotation: Quotation) -> None:
        """Put a quotation in the place of the one with that number."""
        self._numbers[index] = len(self._decided)
        self._decided.append(quotation)

    def __iter__(self) -> Iterator[Quotation]:
        for number, quotation in zip(self._numbers, self._quotations, strict=True):
            if number < 0:
                yield quotation
                continue
            decided = self._decided[number]
            same = decided.parent == quotation.parent
            yield decided if same else with_fields(decided, parent=quotation.parent)


def _attribute_dialogue(
    reader: PhraseReader, registry: Registry, decisions: Iterable[SourceDecision], min_confidence: float
) -> Iterator[tuple[int, Quotation]]:
    """Decide conversation by conversation, all lines of one together."""
    for verdict in decide_lines(registry, gather_lines(reader, registry, decisions)):
        for decision in verdict.line.decisions:
            shares = _weigh_phrases(reader, registry, decision, None)[0]
            beside = _likeliest_phrase(decision)
            if beside is None or not _is_several(beside.phrase):
                found = {share.entity.number: share for share in shares}
                shares = [_in_dialogue(registry, found, beside, number, part) for number, part in verdict.shares]
            shares = _leave_unlikely(shares, _FEWEST_DESCRIBED_IN_STORY)
            yield decision.setting.index, _decide(reader, decision, shares, min_confidence)


def _is_several(phrase: Phrase) -> bool:
    """Whether a source may be more than one: "the girls", "they", which may be one too, but nobody can tell whom."""
    return phrase.plural or (phrase.form == "pronoun" and phrase.sort != "person")


def _likeliest_phrase(decision: SourceDecision) -> SourceCandidate | None:
    """Return the pronoun or the description that is likelier than not the source: "she", "her mother"."""
    if decision.best < 0 or decision.probabilities[decision.best] < _LIKELY:
        return None
    candidate = decision.candidates[decision.best]
    return candidate if candidate.phrase.form != "name" else None


def _in_dialogue(
    registry: Registry, found: Mapping[int, _Share], beside: SourceCandidate | None, number: int, part: float
) -> _Share:
    """Give a speaker the probability the dialogue model has found, and the source phrase where one means them."""
    entity = registry.entities[number]
    named = found.get(number)
    if named is None:
        phrase, cue = (beside.phrase, _find_cue(beside)) if beside is not None else (None, None)
        return _Share(entity, part, phrase, part, cue, "dialogue", None)
    return replace(named, probability=part)


def _attribute_prose(
    reader: PhraseReader,
    registry: Registry,
    decisions: Iterable[SourceDecision],
    quotations: Sequence[Quotation],
    turns: SpokenTurns,
    min_confidence: float,
) -> Iterator[tuple[int, Quotation]]:
    """Decide one quotation after the other; what nobody near it claims is guessed from what stands before."""
    text, paragraphs = reader.text, reader.passages.paragraphs
    bites = turns.bites
    if not turns and is_broadcast(text, paragraphs, quotations):
        bites = set(find_bites(text, paragraphs, quotations).values())
    history: deque[Spoken] = deque(maxlen=_HISTORY)
    channels = ChannelTeller(reader)
    for decision in decisions:
        marked = quotations[decision.setting.index]
        if is_doubtful(marked):
            quotation = _settle_doubt(reader, registry, decision, history, min_confidence)
            yield decision.setting.index, marked if quotation is None else quotation
            continue
        if decision.nobody >= _NOBODY_SAYS_IT and may_be_none(text, marked):
            yield decision.setting.index, leave_alone(marked, decision.nobody)
            continue
        shares = _weigh(reader, registry, decision, history, turns)
        shares = list(_leave_open(registry, decision, shares, min_confidence))
        if decision.setting.index in bites:
            shares = _weigh_bite(reader, registry, decision, shares, turns.heard_there(decision.setting, history))
        shares = _leave_unlikely(shares, _FEWEST_DESCRIBED)
        quotation = _decide(reader, decision, shares, min_confidence)
        best = shares[0].entity if shares else None
        trails_off = text.endswith(("...", "…", ". . ."), 0, decision.setting.quotation.spans[-1].end)
        history.append(Spoken(decision.setting.last, best, trails_off, quotation.source, marked.spans[0].start))
        yield decision.setting.index, channels.tell(quotation)


def _settle_doubt(
    reader: PhraseReader,
    registry: Registry,
    decision: SourceDecision,
    history: Sequence[Spoken],
    min_confidence: float,
) -> Quotation | None:
    """Return a stretch that may be no speech as what somebody named beside it says, or None where nobody does."""
    if decision.nobody > _MOST_DOUBT:
        return None
    least = max(min_confidence, _LEAST_SURE)
    shares, _ = _weigh_phrases(reader, registry, decision, history[-1].entity if history else None)
    shares = _leave_unlikely(_leave_open(registry, decision, shares, least), _FEWEST_DESCRIBED)
    quotation = _decide(reader, decision, shares, least)
    return None if quotation.speaker is None else quotation


def _settings(reader: PhraseReader) -> Iterator[Setting]:
    seen = -1
    for paragraph in range(len(reader)):
        for index in reader.passages.folds_in(paragraph):
            if index > seen:
                seen = index
                yield find_setting(reader, index, reader.passages.quotations[index], paragraph)


def fill_registry(
    reader: PhraseReader, registry: Registry, *, is_story: bool | None = None, tell: Tell | None = None
) -> None:
    """Observe every named person once, for he and she who was named last, and who is called by name in quotations.

    Args:
        reader: the document's phrases.
        registry: what to fill.
        is_story: whether the document is told in dialogue, or None to find out.
        tell: is told how far the work is; this is the first part of it.
    """
    words = told_by_i = 0
    introductions, places = Introductions(), PlaceNames(reader.text)
    in_conversation = registry.is_story = is_conversation(reader) if is_story is None else is_story
    for paragraph in tell_through(range(len(reader)), len(reader), tell, last=_SHARE_OF_READING):
        passage = reader.passage(paragraph)
        words += len(passage.units) - len(passage.quoted)
        told_by_i += [unit.text for unit in passage.units].count("I")
        named: list[Phrase] = []
        introductions.note(reader, paragraph)
        for phrase in reader.phrases(paragraph):
            registry.observe(phrase)
            if in_conversation:
                _observe_subjects(reader, registry, phrase)
            elif places.is_person(passage, phrase):
                registry.observe_subject(phrase, speaks=True)
            if phrase.name is not None or (in_conversation and phrase.is_bare_name):
                named.append(phrase)
            elif phrase.form == "pronoun" and phrase.gender is not None and named:
                near = {
                    (p.name.surname or p.name.raw) if p.name is not None else p.head: p
                    for p in named
                    if phrase.sentence - p.sentence <= 1
                }
                if len(near) == 1:
                    (only,) = near.values()
                    shown = only.core.of(reader.text)
                    registry.observe_pronoun(only.name or parse_name(shown), shown, phrase.gender)
    for quotation in reader.passages.quotations:
        if quotation.is_speech:
            for span in quotation.spans:
                for name, place in find_calls(reader.text, span):
                    registry.observe_call(name, place.of(reader.text), place)
    registry.is_personal = in_conversation or told_by_i >= _PERSONAL_SHARE * max(words, _FEWEST_PERSONAL_WORDS)
    registry.settle(first_person=told_by_i >= _FIRST_PERSON_SHARE * max(words, _FEWEST_WORDS))
    if not in_conversation:
        link_introductions(reader, registry, introductions)


def _weigh(
    reader: PhraseReader,
    registry: Registry,
    decision: SourceDecision,
    history: Sequence[Spoken],
    turns: SpokenTurns,
) -> list[_Share]:
    """Add up for each entity the probabilities of the phrases that mean it, and of the guesses where none does."""
    found, lost = _weigh_phrases(reader, registry, decision, history[-1].entity if history else None)
    shares = {share.entity.number: share for share in found}
    if lost > _FEWEST:
        guesses = guess_speaker(reader, registry, decision.setting, turns.heard_there(decision.setting, history))
        for guess in turns.limit(decision.setting, guesses):
            _add_guess(shares, guess, lost)
    return _doubt_named(reader.text, decision.setting.quotation, list(shares.values()))


def _doubt_named(text: str, quotation: Quotation, shares: Sequence[_Share]) -> list[_Share]:
    """Take most of the share of those whom the quotation itself names in full; the others get it in proportion."""
    named = [share for share in shares if _is_named_in(text, quotation, share.entity)]
    others = [share for share in shares if share not in named]
    taken = (1 - _NAMED_INSIDE) * sum(share.probability for share in named)
    whole = sum(share.probability for share in others)
    if taken and whole:
        for share in named:
            share.probability *= _NAMED_INSIDE
        for share in others:
            share.probability += taken * share.probability / whole
    return sorted(shares, key=lambda share: -share.probability)


def _is_named_in(text: str, quotation: Quotation, entity: Entity) -> bool:
    """Whether a quotation names somebody in full, not as one names oneself ("I'm Ada Quill"), or begins with them."""
    name = entity.name
    if name is None or not name.given or not name.surname:
        return False
    for span in quotation.spans:
        if text.startswith(f"{name.given} ", span.start, span.end):  # "Luc has always had a big appetite"
            return True
        at = text.find(entity.display, span.start, span.end)
        if at >= 0 and not _NAMES_ONESELF.search(text[max(span.start, at - 20) : at]):
            return True
    return False


def _leave_open(
    registry: Registry, decision: SourceDecision, shares: Sequence[_Share], min_confidence: float
) -> Sequence[_Share]:
    """Put whoever a pronoun means first, without a name, where the pronoun is sure to be the source and nobody is.

    The confidence is then that of the source words. Vague is acceptable, wrong is not.
    """
    if shares and shares[0].probability >= min_confidence:
        return shares
    sources = zip(decision.probabilities, decision.candidates, strict=True)
    pronouns = [
        (share, one)
        for share, one in sources
        if share >= min_confidence and is_anaphoric(one.phrase) and not _only_hears(one)
    ]
    probability, source = max(pronouns, key=lambda item: item[0], default=(0.0, None))
    if source is None:
        return shares
    entity = registry.unresolved(source.phrase)
    rule = "source phrase, whoever it means"
    others = [share for share in shares if share.entity is not entity]
    return [_Share(entity, probability, source.phrase, probability, _find_cue(source), rule), *others]


def _weigh_phrases(
    reader: PhraseReader, registry: Registry, decision: SourceDecision, speaking: Entity | None
) -> tuple[list[_Share], float]:
    """Add up for each entity the probabilities of the phrases that mean it; give beside them what means nobody."""
    shares: dict[int, _Share] = {}
    lost = decision.nobody
    for candidate, probability in zip(decision.candidates, decision.probabilities, strict=True):
        if probability < _FEWEST or (probability < _FEWEST_THING and not candidate.phrase.is_person_like):
            continue
        if _only_hears(candidate):
            continue
        antecedents = resolve_phrase(reader, registry, candidate.phrase, speaking)
        lost += probability * (1 - sum(a.probability for a in antecedents)) if antecedents else 0.0
        for antecedent in antecedents:
            share = shares.setdefault(antecedent.entity.number, _Share(antecedent.entity))
            part = probability * antecedent.probability
            share.probability += part
            if part > share.source_probability:
                share.source_probability, share.source = part, candidate.phrase
                share.antecedent = antecedent.phrase if antecedent.phrase is not candidate.phrase else None
                share.cue = _find_cue(candidate)
                share.rule = "source phrase"
    return sorted(shares.values(), key=lambda share: -share.probability), lost


def _only_hears(candidate: SourceCandidate) -> bool:
    """Whether a phrase in the sentence of the quotation names who hears it: "Quill was told to"."""
    if candidate.sentences_away or candidate.quoted_between:
        return False
    return clause_of(candidate.passage, candidate.phrase.first, candidate.phrase.last).relays


def _observe_subjects(reader: PhraseReader, registry: Registry, phrase: Phrase) -> None:
    """Note which of the people that a phrase names are the subject of a verb, and whether it mostly reports speech."""
    named = [member for member in (phrase, *phrase.members) if member.name is not None or member.is_bare_name]
    if not named:
        return
    passage = reader.passage(phrase.paragraph)
    units = passage.units
    clause = clause_of(passage, phrase.first, phrase.last)
    if clause.verb >= 0:
        speaks = score_verb(units, clause.verb, load_cue_scores()) >= _SURE_CUE
        for member in named:
            if speaks or not clause.preposition:
                registry.observe_subject(member, speaks=speaks and not phrase.members)


def _find_cue(candidate: SourceCandidate) -> Span | None:
    """Return where the reporting expression of a source stands, or None where its verb reports nothing."""
    units = candidate.passage.units
    clause = clause_of(candidate.passage, candidate.phrase.first, candidate.phrase.last)
    if clause.verb < 0 or units[clause.verb].is_quoted:
        return None
    unit = units[clause.verb]
    if clause.preposition == "according to":
        return Span(unit.start, units[clause.verb + 1].end)
    return Span(unit.start, unit.end) if score_verb(units, clause.verb, load_cue_scores()) >= _FAINTEST_CUE else None


def _weigh_bite(
    reader: PhraseReader,
    registry: Registry,
    decision: SourceDecision,
    shares: Sequence[_Share],
    history: Sequence[Spoken],
) -> list[_Share]:
    """A sound bite belongs to the person it is introduced with; what the ranker found counts a little."""
    guesses = guess_from_introduction(reader, registry, decision.setting, history[-1] if history else None)
    if not guesses:
        return list(shares)
    whole = sum(guess.share for guess in guesses)
    weighed = {
        share.entity.number: replace(share, probability=share.probability * (1 - _INTRODUCED)) for share in shares
    }
    for guess in guesses:
        share = weighed.setdefault(guess.entity.number, _Share(guess.entity))
        part = _INTRODUCED * guess.share / whole
        share.probability += part
        if share.source is None or part > share.source_probability:
            share.source_probability, share.source, share.rule, share.cue, share.antecedent = (
                part,
                guess.phrase,
                guess.rule,
                None,
                None,
            )
    return sorted(weighed.values(), key=lambda share: -share.probability)


def _add_guess(shares: dict[int, _Share], guess: Guess, lost: float) -> None:
    share = shares.setdefault(guess.entity.number, _Share(guess.entity))
    part = lost * guess.share
    share.probability += part
    if part > share.source_probability:
        share.source_probability, share.source, share.rule, share.cue, share.antecedent = (
            part,
            guess.phrase,
            guess.rule,
            None,
            None,
        )
        share.earlier = guess.source


def _leave_unlikely(shares: Sequence[_Share], fewest: float) -> list[_Share]:
    """Leave out who is known by no name and hardly likely; the likeliest of all stays."""
    return [
        share
        for place, share in enumerate(shares)
        if not place or share.probability >= fewest or share.entity.kind in _NAMED_KINDS
    ]


def _decide(
    reader: PhraseReader, decision: SourceDecision, shares: Sequence[_Share], min_confidence: float
) -> Quotation:
    quotation = decision.setting.quotation
    if not shares:
        return replace(
            quotation,
            evidence=(*quotation.evidence, Evidence(rule="no source", words="no phrase near it names who said it")),
        )
    best = shares[0]
    candidates = tuple(
        Candidate(speaker=str(share.entity.number), confidence=_rounded(share.probability))
        for share in shares[:_MOST_CANDIDATES]
    )
    evidence = [*quotation.evidence]
    if best.source is not None:
        words = best.source.span.of(reader.text)
        evidence.append(
            Evidence(rule=best.rule, words=words, spans=(best.source.span,), weight=round(best.source_probability, 3))
        )
    else:
        where = () if best.earlier is None else (best.earlier,)
        evidence.append(Evidence(rule=best.rule, spans=where, weight=round(best.source_probability, 3)))
    if best.cue is not None:
        evidence.append(Evidence(rule="cue", words=best.cue.of(reader.text), spans=(best.cue,)))
    if best.antecedent is not None:
        evidence.append(
            Evidence(rule="antecedent", words=best.antecedent.span.of(reader.text), spans=(best.antecedent.span,))
        )
    sure = best.probability >= min_confidence
    return replace(
        quotation,
        speaker=str(best.entity.number) if sure else None,
        confidence=_rounded(best.probability) if sure else None,
        source=best.source.span if best.source is not None else best.earlier,
        cue=best.cue,
        candidates=candidates,
        evidence=tuple(evidence),
    )


def _rounded(probability: float) -> float:
    return min(1.0, round(probability, 4))
