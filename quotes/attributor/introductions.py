"""People introduced by what they are: a description in one sentence, the name in the next, or a pronoun between.

"The director of the clinic said there was none. Dr Ada Quill ..." is one person, as a newsreader knows: a newcomer
without a role of her own, right behind a description that nobody else bears. "Ivo Quill is no optimist. The Fenmark
captain ..." is one person too where Quill speaks and no other captain is about. "She is a singer" tells what she is,
where "she" is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from quotes.attributor.candidates import PhraseReader
from quotes.attributor.clauses import clause_of, score_cue
from quotes.attributor.ranking import load_cue_scores
from quotes.attributor.reference import resolve_phrase
from quotes.people.phrases import Phrase
from quotes.people.predicates import find_predicate
from quotes.people.registry import Entity, Registry
from quotes.people.roles import content_words, is_role, role_head
from quotes.spans import Span

__all__ = ["Introductions", "link_introductions"]

_SURE = 0.75
"""How likely a pronoun's antecedent must be to be given the role the pronoun is said to have."""
_SURE_CUE = 0.4
_FEWEST_WORDS = 2
"""A description of fewer words that carry meaning ("the mayor") may be anybody's."""


@dataclass(slots=True)
class _Subject:
    """The subject of a sentence: the phrase, how many people are named in it, whether a paragraph ends with it."""

    phrase: Phrase
    named: int
    is_last: bool


@dataclass(slots=True)
class Introductions:
    """What the sentences of a document may introduce people by, gathered paragraph by paragraph.

    Attributes:
        subjects: the subject of each sentence that has one, in order.
        told: pronouns that are said to be something, with where that stands.
        speaking: subjects of verbs that report speech, pronouns left out.
    """

    subjects: list[_Subject] = field(default_factory=list)
    told: list[tuple[Phrase, Span]] = field(default_factory=list)
    speaking: list[Phrase] = field(default_factory=list)

    def note(self, reader: PhraseReader, paragraph: int) -> None:
        """Take note of the subjects of one paragraph."""
        passage = reader.passage(paragraph)
        units = passage.units
        phrases = reader.phrases(paragraph)
        sentence, has_subject = -1, False
        for position, phrase in enumerate(phrases):
            if phrase.sentence != sentence:
                sentence, has_subject = phrase.sentence, False
            is_he = phrase.form == "pronoun" and phrase.gender is not None
            if not is_he and phrase.sort != "person" and not phrase.is_bare_name:
                continue
            clause = clause_of(passage, phrase.first, phrase.last)
            is_opener = not phrase.first or units[phrase.first - 1].sentence != sentence
            if (clause.verb < 0 and not is_opener) or clause.preposition:
                continue
            if (
                clause.verb >= 0
                and phrase.form != "pronoun"
                and score_cue(units[clause.verb], load_cue_scores()) >= _SURE_CUE
            ):
                self.speaking.append(phrase)
            if is_he and not has_subject:
                role = find_predicate(units, phrases, position)
                if role is not None:
                    self.told.append((phrase, role))
            if not has_subject and not clause.inverted:
                has_subject = True
                named = sum(p.name is not None for p in phrases if p.sentence == sentence)
                self.subjects.append(_Subject(phrase, named, bool(units) and units[-1].sentence == sentence))


def link_introductions(reader: PhraseReader, registry: Registry, found: Introductions) -> None:
    """Give people the roles that the sentences beside their first mention, or a sure pronoun, tell.

    Args:
        reader: the phrases of the document.
        registry: who is who, settled.
        found: what every paragraph was noted for.
    """
    for entity, role in [*_find_neighbours(registry, found), *_find_told(reader, registry, found)]:
        registry.add_role(entity, role)


def _find_neighbours(registry: Registry, found: Introductions) -> Iterator[tuple[Entity, Span]]:
    """Find newcomers whose description is the subject of the sentence before or behind the one that names them."""
    speaking = {entity.number for entity in map(registry.find_named, found.speaking) if entity is not None}
    for one, other in zip(found.subjects, found.subjects[1:], strict=False):
        if not _is_next(one, other):
            continue
        for described, named, is_before in ((one, other, True), (other, one, False)):
            phrase = described.phrase
            if phrase.form != "description" or phrase.role is None or phrase.plural or not phrase.is_definite:
                continue
            entity = registry.find_named(named.phrase)
            if entity is None or entity.role is not None or not _is_newcomer(entity, named.phrase):
                continue
            if not _can_be(registry, entity, phrase):
                continue
            if is_before or (named.named == 1 and described.named == 0 and entity.number in speaking):
                yield entity, phrase.role
                break


def _is_next(one: _Subject, other: _Subject) -> bool:
    """Whether one sentence stands right before another, in the same paragraph or the next."""
    if one.phrase.paragraph == other.phrase.paragraph:
        return other.phrase.sentence == one.phrase.sentence + 1
    return one.is_last and other.phrase.paragraph == one.phrase.paragraph + 1 and other.phrase.sentence == 0


def _is_newcomer(entity: Entity, phrase: Phrase) -> bool:
    """Whether a phrase names a person in full for the first time."""
    name = phrase.name
    is_full = name is not None and name.given is not None and name.surname is not None
    return is_full and entity.starts[0] == phrase.core.start


def _can_be(registry: Registry, entity: Entity, phrase: Phrase) -> bool:
    """Whether a description says enough to be one person's, and is not known to be another's."""
    words = phrase.role.of(registry.text) if phrase.role is not None else ""
    if len(content_words(words)) < _FEWEST_WORDS or not is_role(words):
        return False
    if phrase.gender is not None and entity.gender is not None and phrase.gender != entity.gender:
        return False
    return registry.find_by_role(phrase) is None and not registry.has_role(role_head(words))


def _find_told(reader: PhraseReader, registry: Registry, found: Introductions) -> Iterator[tuple[Entity, Span]]:
    """Find the people a pronoun surely means that is said to be something."""
    for phrase, role in found.told:
        if not is_role(role.of(registry.text)):
            continue
        best, *_ = [*resolve_phrase(reader, registry, phrase, None), None]
        if best is None or best.probability < _SURE or phrase.paragraph - best.phrase.paragraph > 1:
            continue
        if best.entity.kind == "person" and not best.entity.roles:
            yield best.entity, role
