"""Who speaks where nothing near names the source: a bite after its introduction, the next line of a dialogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quotes.attributor.candidates import PhraseReader, Setting
from quotes.attributor.clauses import clause_of, find_clause, score_cue
from quotes.attributor.ranking import load_cue_scores, softmax
from quotes.attributor.reference import find_recent_phrases, resolve_phrase
from quotes.lexicon.broadcast import broadcast_words
from quotes.lexicon.turns import endearments
from quotes.people.names import PersonName, parse_name
from quotes.people.phrases import Phrase
from quotes.people.registry import Entity, Registry
from quotes.spans import Span

__all__ = [
    "Guess",
    "Spoken",
    "find_calls",
    "guess_from_introduction",
    "guess_speaker",
]

_SAME_PARAGRAPH = 0.9
_FADE = 0.75
_SUBJECT = 2.0
_AGENT = 2.0
_PER_SENTENCE = -1.8
_UNNAMED = -1.2
_RESUMED = 4.0
_PRESENTED = 6.0
"""Hand-set probabilities; learned ones will replace them."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quotation already decided: where it ends, who said it, whether it ends in dots, the words naming the source.

    Its ``start`` is its first code point.
    """

    paragraph: int
    entity: Entity | None
    trails_off: bool = False
    source: Span | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class Guess:
    """A possible speaker where no source is named, with its share, the rule and the phrase it rests on.

    Where it goes on from the quotation before, ``source`` are the words that name the source of that one.
    """

    entity: Entity
    share: float
    rule: str
    phrase: Phrase | None
    source: Span | None = None


def guess_speaker(reader: PhraseReader, registry: Registry, setting: Setting, history: Sequence[Spoken]) -> list[Guess]:
    """Return who may be speaking where no phrase names the source; shares sum to at most 1."""
    last = history[-1] if history else None
    if last is not None and last.entity is not None and last.paragraph == setting.first:
        return [Guess(last.entity, _SAME_PARAGRAPH, "same paragraph", None, last.source)]
    return guess_from_introduction(reader, registry, setting, last)


def guess_from_introduction(
    reader: PhraseReader, registry: Registry, setting: Setting, last: Spoken | None
) -> list[Guess]:
    """A sound bite belongs to the person the sentence before is about, else to who spoke just before."""
    cues = load_cue_scores()
    scored: list[tuple[float, Entity, str, Phrase | None]] = []
    for phrase, distance in find_recent_phrases(reader, setting.first, max(0, setting.first_unit)):
        if distance > 3:
            break
        person = phrase.sort in ("person", "collective") or (phrase.is_bare_name and _means_person(registry, phrase))
        if not person or phrase.head in ("i", "you", "we", "who"):
            continue
        passage = reader.passage(phrase.paragraph)
        units, clause = passage.units, clause_of(passage, phrase.first, phrase.last)
        score = _PER_SENTENCE * distance
        if clause.verb >= 0 and (not clause.preposition or clause.preposition in ("and", "but", "as", "while", "by")):
            score += _SUBJECT + score_cue(units[clause.verb], cues)
        elif clause.preposition == "by" and clause.governor >= 0 and units[clause.governor].tag == "VBN":
            score += _AGENT
        elif clause.preposition:
            score -= 0.8
        if phrase.first < len(units) and phrase.last < len(units) and units[phrase.last].tag == "POS":
            score -= 0.5
        if phrase.name is None and phrase.form != "pronoun" and not phrase.is_bare_name:
            score += _UNNAMED
        for antecedent in resolve_phrase(reader, registry, phrase, last.entity if last else None)[:2]:
            scored.append((score + 2 * (antecedent.probability - 1), antecedent.entity, "introduced before", phrase))
    if last is not None and last.entity is not None and last.trails_off and _is_resumed(reader.text, setting):
        scored.append((_RESUMED, last.entity, "resumed", None))
    scored += _presented_after(reader, registry, setting)
    if not scored:
        scored += _introduced_after(reader, registry, setting)
    if last is not None and last.entity is not None and setting.first - last.paragraph == 1:
        scored.append((1.8, last.entity, "goes on", None))
    if not scored:
        return []
    best: dict[int, tuple[float, Entity, str, Phrase | None]] = {}
    for item in scored:
        if item[1].number not in best or best[item[1].number][0] < item[0]:
            best[item[1].number] = item
    ranked = sorted(best.values(), key=lambda item: -item[0])
    shares = softmax([item[0] for item in ranked])
    return [
        Guess(entity, _FADE * share, rule, phrase, last.source if last is not None and phrase is None else None)
        for share, (_, entity, rule, phrase) in zip(shares, ranked, strict=True)
    ]


def _is_resumed(text: str, setting: Setting) -> bool:
    """Whether a bite begins with the dots that say it was cut before."""
    start = setting.quotation.spans[0].start
    return text.startswith(("...", "…", ". . ."), start)


def _presented_after(
    reader: PhraseReader, registry: Registry, setting: Setting
) -> list[tuple[float, Entity, str, Phrase]]:
    """Find who the sentence after a bite says it was: "That was Ada Quill.", "Engineer Ada Quill there, explaining"."""
    if setting.last + 1 >= len(reader):
        return []
    units = reader.passage(setting.last + 1).units
    for phrase in reader.phrases(setting.last + 1):
        if phrase.sentence > 0:
            break
        if phrase.name is None:
            continue
        before = " ".join(unit.text.lower() for unit in units[: phrase.first])
        behind = units[phrase.last].text.lower() if phrase.last < len(units) else ""
        if before in broadcast_words("presenting") or (not before and behind in broadcast_words("behind_bite")):
            entity = registry.find(phrase)
            return [(_PRESENTED, entity, "introduced after", phrase)] if entity is not None else []
    return []


def _introduced_after(
    reader: PhraseReader, registry: Registry, setting: Setting
) -> list[tuple[float, Entity, str, Phrase]]:
    """Where nobody stands before a bite, its speaker may be introduced in the sentence after it."""
    if setting.last + 1 >= len(reader):
        return []
    units = reader.passage(setting.last + 1).units
    found: list[tuple[float, Entity, str, Phrase]] = []
    for phrase in reader.phrases(setting.last + 1):
        if phrase.sentence > 0 or phrase.name is None:
            continue
        clause = find_clause(units, phrase.first, phrase.last)
        entity = registry.find(phrase)
        if entity is not None:
            subject = clause.verb >= 0 and not clause.preposition
            found.append((_SUBJECT * subject, entity, "introduced after", phrase))
    return found


def _means_person(registry: Registry, phrase: Phrase) -> bool:
    entity = registry.find(phrase)
    return entity is not None and entity.kind == "person"


_CALLED = re.compile(
    r"(?<![\w'’-])((?:(?:Mr|Mrs|Ms|Dr|St|Prof|[A-Z])\. ?)?[A-Z][\w'’-]{1,30}(?: [A-Z][\w'’-]{0,30}){0,3})"
    r"(?=[,.!?;:—–-]|$)"
)


def find_calls(text: str, span: Span) -> Iterator[tuple[PersonName, Span]]:
    """Give the names that words of a quotation seem to call somebody by, with their places.

    A call stands between commas or other stops: "Ada, come here", "I know, Peter.", "Oh, Ada!". Words of
    endearment name nobody: "Darling, come here".

    Args:
        text: the document's text.
        span: one stretch of a quotation, code points.
    """
    for match in _CALLED.finditer(text, span.start, span.end):
        start = match.start(1)
        before = text[span.start : start].rstrip()
        if before and before[-1] not in ",;!?.—–-":
            continue
        after = text[match.end(1) : match.end(1) + 1]
        if (not before or before[-1] != ",") and after not in (",", "!", "?"):
            continue
        words = match[1].strip()
        if words.lower() in endearments():
            continue
        name = parse_name(words)
        if name.given or name.surname:
            yield name, Span(start, start + len(words))
