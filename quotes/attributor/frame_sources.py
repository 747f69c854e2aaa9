"""Whom the source of a frame means: its words read as a phrase, the phrase resolved by the registry.

A pronoun that cannot be told stands for somebody unnamed: the words that point to them are known, who they are is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quotes.attributor.candidates import PhraseReader
from quotes.attributor.clauses import clause_of
from quotes.attributor.frames import Frame
from quotes.attributor.reference import Antecedent, is_anaphoric, resolve_phrase
from quotes.attributor.reported_clauses import is_past
from quotes.language.lemmas import lemma_of
from quotes.lexicon import hearing_verbs, pronouns
from quotes.model import Candidate, Evidence, Quotation
from quotes.people.chunks import Phrase, PhraseSort, read_phrase
from quotes.people.registry import Entity, Registry

__all__ = [
    "FrameSource",
    "attribute_to",
    "find_source_phrase",
    "is_heard",
    "leave_untold",
    "reported_chance",
    "weigh_source",
]

_MOST_CANDIDATES = 5
_FEWEST = 0.02
_LEAST_CHANCE = 0.3
"""How many of the faintest frames there could be are of something reported; from there to all it is a straight line.

Source: the share of frames on the dev news that meet a reference attribution with its source, by their probability.
"""
_OWN_VIEW = 0.7
"""How much of that is left where "I" is the source and the cue not past: it may be what the writer thinks just then.

Source: of 14 such frames on the dev news 0.57 are right, where the line gives 0.80.
"""
_OWNERS = {"my": "i", "our": "we", "his": "he", "her": "she", "their": "they", "its": "it", "whose": "who"}
"""Possessives and the pronoun that points to the same person."""


@dataclass(frozen=True, slots=True)
class FrameSource:
    """Who may be meant by the source of a frame, likeliest first, and what tells it."""

    shares: tuple[tuple[Entity, float], ...]
    evidence: tuple[Evidence, ...]


def weigh_source(
    reader: PhraseReader, registry: Registry, frame: Frame, speaking: str | None, min_confidence: float
) -> FrameSource:
    """Find who the source of a frame may mean.

    Args:
        reader: the phrases of the document.
        registry: who is who.
        frame: the frame.
        speaking: number of who spoke last before it, or None.
        min_confidence: a pronoun resolved less surely than this may as well mean somebody unnamed.
    """
    text = reader.text
    phrase = find_source_phrase(reader, frame)
    antecedents = resolve_phrase(reader, registry, phrase, registry.entities[int(speaking)] if speaking else None)
    sure = frame.source_probability if frame.is_quoted else reported_chance(frame)
    shares = _share_out(antecedents, sure)
    told = max((part for _, part in shares), default=0.0)
    if told < min_confidence and is_anaphoric(phrase):
        shares = [(registry.unresolved(phrase), sure), *shares]
    source, cue = frame.span(frame.source), frame.span(frame.cue)
    evidence = [
        Evidence(rule="reported clause", words=source.of(text), spans=(source,), weight=round(frame.probability, 3)),
        Evidence(rule="cue", words=cue.of(text), spans=(cue,)),
    ]
    if antecedents and antecedents[0].phrase is not phrase and shares[0][0] is antecedents[0].entity:
        named = antecedents[0].phrase.span
        evidence.append(Evidence(rule="antecedent", words=named.of(text), spans=(named,)))
    return FrameSource(tuple(shares), tuple(evidence))


def reported_chance(frame: Frame) -> float:
    """Return how likely somebody reports what is told in the narrator's own words, and is whom the frame points to.

    Nobody says what is not reported at all, so no speaker of indirect speech is surer than this.
    """
    chance = _LEAST_CHANCE + (1.0 - _LEAST_CHANCE) * frame.probability
    source = [unit.text for unit in frame.units[frame.source[0] : frame.source[1]]]
    return _OWN_VIEW * chance if source == ["I"] and not is_past(frame) else chance


def attribute_to(quotation: Quotation, frame: Frame, source: FrameSource, min_confidence: float) -> Quotation:
    """Return a quotation with the source, the cue and the speaker of a frame."""
    sure = bool(source.shares) and source.shares[0][1] >= min_confidence
    return replace(
        quotation,
        speaker=str(source.shares[0][0].number) if sure else None,
        confidence=_rounded(source.shares[0][1]) if sure else None,
        source=frame.span(frame.source),
        cue=frame.span(frame.cue),
        candidates=tuple(
            Candidate(speaker=str(entity.number), confidence=_rounded(part))
            for entity, part in source.shares[:_MOST_CANDIDATES]
            if part >= _FEWEST
        ),
        evidence=(*quotation.evidence, *source.evidence),
    )


def is_heard(reader: PhraseReader, frame: Frame) -> bool:
    """Whether what is taken for the source of a frame hears the words: "the court was told that"."""
    first, last = frame.source
    if not any(lemma_of(unit.text, unit.tag) in hearing_verbs() for unit in frame.units[slice(*frame.cue)]):
        return False
    return clause_of(reader.passage(frame.passage), frame.offset + first, frame.offset + last).relays


def leave_untold(reader: PhraseReader, quotation: Quotation, frame: Frame) -> Quotation:
    """Return a quotation with the cue of a frame and no speaker: who says it is not told."""
    cue = frame.span(frame.cue)
    evidence = Evidence(rule="cue, its subject hears", words=cue.of(reader.text), spans=(cue,))
    return replace(quotation, cue=cue, evidence=(*quotation.evidence, evidence))


def _share_out(antecedents: Sequence[Antecedent], sure: float) -> list[tuple[Entity, float]]:
    """Add up what speaks for each entity, likeliest first."""
    shares: dict[int, tuple[Entity, float]] = {}
    for antecedent in antecedents:
        _, before = shares.get(antecedent.entity.number, (antecedent.entity, 0.0))
        shares[antecedent.entity.number] = (antecedent.entity, before + sure * antecedent.probability)
    return sorted(shares.values(), key=lambda item: -item[1])


def find_source_phrase(reader: PhraseReader, frame: Frame) -> Phrase:
    """Return the phrase that the source of a frame is about: its first noun phrase, or the one it is cut from."""
    units = reader.passage(frame.passage).units
    first, last = frame.offset + frame.source[0], frame.offset + frame.source[1]
    owner = _OWNERS.get(units[first].text.lower()) if last - first == 1 else None
    if owner is not None:
        return _read_owner(reader, frame, first, owner)
    best: tuple[float, Phrase] | None = None
    for phrase in reader.phrases(frame.passage):
        for part in (phrase, *phrase.members, *([phrase.possessor] if phrase.possessor is not None else [])):
            common = min(last, part.last) - max(first, part.first)
            if common <= 0 or part.sort == "time":
                continue
            fit = common / (part.last - part.first) - 0.02 * max(0, part.first - first) + 0.01 * common
            if best is None or fit > best[0]:
                best = (fit, part)
    cue = range(frame.offset + frame.cue[0], frame.offset + frame.cue[1])
    if best is not None and best[0] > 0.5 and not any(best[1].first <= position < best[1].last for position in cue):
        return best[1]
    return read_phrase(reader.text, frame.passage, units, first, _end_of_noun(frame, first, last), reader.roles)


def _end_of_noun(frame: Frame, first: int, last: int) -> int:
    """Return the end of the source without what only hangs on it: a clause, a possessive."""
    for position in range(first + 1, last):
        unit = frame.units[position - frame.offset]
        if unit.tag in ("POS", "WP", "WDT", ",", "IN") or unit.is_quoted:
            return position
    return last


def _read_owner(reader: PhraseReader, frame: Frame, first: int, pronoun: str) -> Phrase:
    """Read a possessive pronoun as the pronoun of whoever it points to."""
    units = reader.passage(frame.passage).units
    phrase = read_phrase(reader.text, frame.passage, units, first, first + 1, reader.roles)
    form = pronouns()[pronoun]
    plural = form.number == "plural"
    gender = form.gender if form.gender in ("male", "female") else None
    sort: PhraseSort = "collective" if plural else "person" if gender is not None or form.person == 1 else "thing"
    return phrase._replace(
        head=pronoun, form="pronoun", sort=sort, plural=plural, gender=gender, name=None, role=None, members=()
    )


def _rounded(probability: float) -> float:
    return min(1.0, round(probability, 4))
