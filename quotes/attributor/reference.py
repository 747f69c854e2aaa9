"""Whom a source phrase means: names and descriptions by the registry, pronouns by what was mentioned before."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quotes.attributor.candidates import PhraseReader
from quotes.attributor.clauses import clause_of, score_cue
from quotes.attributor.ranking import load_cue_scores, softmax
from quotes.language.lemmas import lemma_of
from quotes.language.passages import Unit
from quotes.lexicon import pronouns
from quotes.people.phrases import Phrase
from quotes.people.registry import Entity, Registry

__all__ = ["Antecedent", "find_recent_phrases", "is_anaphoric", "resolve_phrase"]

_LOOSE = frozenset({"and", "but", "that", "as", "by", "while", "because"})
_PARAGRAPHS_BACK = 10
_PHRASES_BACK = 60
_ENOUGH = 8

_PER_SENTENCE = -1.0
_SUBJECT = 1.2
_NAMED = 0.6
_GENDER_KNOWN = 0.8
_SPOKE_LAST = 0.8
_HUNG_ON_PREPOSITION = -1.5
_GENDER_UNTOLD = -2.5
_PER_MENTION = 0.3
_GENDER_DOUBTED = -1.2
_REPORTS = 1.0
_POSSESSED = -1.0
_PREDICATE = -2.5
"""Hand-set scores of an antecedent, in the units of a softmax; learned ones will replace them."""


@dataclass(frozen=True, slots=True)
class Antecedent:
    """An entity a phrase may mean, with its probability and the phrase that named it."""

    entity: Entity
    probability: float
    phrase: Phrase


def resolve_phrase(
    reader: PhraseReader, registry: Registry, phrase: Phrase, speaking: Entity | None
) -> list[Antecedent]:
    """Return whom a phrase may mean, likeliest first; nobody for a thing.

    Args:
        reader: the phrases of the document.
        registry: who is who.
        phrase: the phrase.
        speaking: who said the quotation before, or None.
    """
    if phrase.form != "pronoun":
        entity = registry.find(phrase)
        return [Antecedent(entity, 1.0, phrase)] if entity is not None else []
    pronoun = pronouns().get(phrase.head)
    if pronoun is not None and pronoun.person == 1 and pronoun.number == "singular":
        return [Antecedent(registry.narrator(phrase.span.start), 1.0, phrase)]
    if phrase.head in ("who", "which", "that", "whoever"):
        return _resolve_relative(reader, registry, phrase)
    scored = [(score, entity, found) for score, entity, found in _score_antecedents(reader, registry, phrase, speaking)]
    if not scored:
        return []
    best: dict[int, tuple[float, Entity, Phrase]] = {}
    for score, entity, found in scored:
        if entity.number not in best or best[entity.number][0] < score:
            best[entity.number] = (score, entity, found)
    ranked = sorted(best.values(), key=lambda item: -item[0])[:_ENOUGH]
    shares = softmax([score for score, _, _ in ranked])
    return [Antecedent(entity, share, found) for share, (_, entity, found) in zip(shares, ranked, strict=True)]


def is_anaphoric(phrase: Phrase) -> bool:
    """Whether a phrase is a pronoun that stands for somebody or something named elsewhere: "he", "they", "it"."""
    pronoun = pronouns().get(phrase.head) if phrase.form == "pronoun" else None
    return pronoun is not None and pronoun.person == 3


def _resolve_relative(reader: PhraseReader, registry: Registry, phrase: Phrase) -> list[Antecedent]:
    """A relative pronoun means the phrase just before it; behind "and", what the one before it means."""
    units = reader.passage(phrase.paragraph).units
    if phrase.head == "who" and phrase.first and units[phrase.first - 1].text in ("and", "or", "but"):
        earlier = [
            other
            for other in reader.phrases(phrase.paragraph)
            if other.head == "who" and other.sentence == phrase.sentence and other.last <= phrase.first
        ]
        if earlier:
            return _resolve_relative(reader, registry, earlier[-1])
    before = [
        other
        for other in reader.phrases(phrase.paragraph)
        if other.last <= phrase.first and phrase.first - other.last <= 2
    ]
    if not before or before[-1].form == "pronoun":
        return []
    entity = registry.find(before[-1])
    return [Antecedent(entity, 1.0, before[-1])] if entity is not None else []


def find_recent_phrases(reader: PhraseReader, paragraph: int, before_unit: int) -> Iterator[tuple[Phrase, int]]:
    """Give the phrases before a place, nearest first, each with its distance in sentences.

    Args:
        reader: the phrases of the document.
        paragraph: number of the paragraph the place is in.
        before_unit: position of the unit in it; phrases that end after it are passed over.
    """
    passage = reader.passage(paragraph)
    sentence = (
        passage.units[before_unit].sentence
        if before_unit < len(passage.units)
        else (passage.units[-1].sentence if passage.units else 0)
    )
    distance = 0
    given = 0
    stop = before_unit
    for index in range(paragraph, max(-1, paragraph - _PARAGRAPHS_BACK - 1), -1):
        passage = reader.passage(index)
        if index != paragraph:
            stop = len(passage.units)
            if passage.is_quoted_only:
                continue
            sentence = passage.units[-1].sentence if passage.units else 0
        for phrase in reversed(reader.phrases(index)):
            if phrase.last > stop:
                continue
            yield phrase, distance + max(0, sentence - phrase.sentence)
            given += 1
            if given >= _PHRASES_BACK:
                return
        distance += sentence + 1


def _score_antecedents(
    reader: PhraseReader, registry: Registry, phrase: Phrase, speaking: Entity | None
) -> Iterator[tuple[float, Entity, Phrase]]:
    wanted = phrase.gender
    for found, distance in find_recent_phrases(reader, phrase.paragraph, phrase.first):
        if distance > 14:
            return
        if found.form == "pronoun":
            continue
        for member in (found, *found.members):
            bare = member.is_bare_name
            if not bare and not _agrees(phrase, member):
                continue
            entity = registry.find(member)
            if (
                entity is None
                or (entity.is_person and phrase.head in _PLURAL)
                or (
                    bare and not (entity.kind == "person" and phrase.gender is not None) and not _agrees(phrase, member)
                )
            ):
                continue
            known = entity.gender or member.gender
            contradicts = wanted is not None and known is not None and known != wanted
            if contradicts and not entity.has_doubtful_gender:
                continue
            passage = reader.passage(found.paragraph)
            units = passage.units
            clause = clause_of(passage, member.first, member.last)
            score = _PER_SENTENCE * distance + (_GENDER_DOUBTED if contradicts else 0)
            if clause.verb >= 0 and not clause.preposition:
                score += _SUBJECT + _REPORTS * score_cue(units[clause.verb], load_cue_scores())
                if units[member.first - 1].tag.startswith("VB") and member.first and not clause.inverted:
                    score -= _SUBJECT  # "the company that runs the ferries, ...": an object
            elif not member.first or units[member.first - 1].sentence != member.sentence:
                score += _SUBJECT
            if units[member.first].tag == "PRP$" and units[member.first].text.lower() != "my":
                score += _POSSESSED  # "his employer": more often he is meant than his employer
            if _is_predicate(units, member):
                score += _PREDICATE
            if clause.preposition == "for" and member.first > 1 and units[member.first - 2].text.lower() == "as":
                score += _SUBJECT  # "As for Quill, he ..."
            elif clause.preposition and clause.preposition not in _LOOSE:
                score += _HUNG_ON_PREPOSITION
            if member.name is not None:
                score += _NAMED
            if wanted is not None and known == wanted:
                score += _GENDER_KNOWN
            if speaking is not None and entity is speaking:
                score += _SPOKE_LAST
            if entity.name is None and known is None:
                score += _GENDER_UNTOLD
            score += _PER_MENTION * math.log1p(len(entity.starts))
            yield score, entity, member


def _is_predicate(units: Sequence[Unit], phrase: Phrase) -> bool:
    """Whether a description only says what the subject is: "Otto Lind was a careful man"."""
    before = units[phrase.first - 1] if phrase.first else None
    return (
        before is not None
        and phrase.form == "description"
        and before.tag.startswith("VB")
        and lemma_of(before.text, before.tag) == "be"
    )


_PLURAL = frozenset({"they", "them", "we", "us", "themselves"})


def _agrees(pronoun: Phrase, other: Phrase) -> bool:
    """Whether a phrase can be what a pronoun stands for, by sort and number."""
    if pronoun.head in ("he", "she", "him", "her", "himself", "herself"):
        return other.sort == "person" and not other.plural
    if pronoun.head in _PLURAL:
        return (
            other.sort == "collective"
            or (other.sort == "organisation" and other.form == "name")
            or (other.plural and other.sort != "thing")
        )
    if pronoun.head in ("it", "itself"):
        return other.sort in ("organisation", "document", "place")
    return False
