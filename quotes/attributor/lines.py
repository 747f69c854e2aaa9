"""The lines of a dialogue and what the text around each tells of its speaker.

A line is what one paragraph holds of quotations: they share a speaker nearly always. Each line is read for whom its tag
names, who acts beside it, whom its words call or speak of, and who is about; a few people become its candidates.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quotes.attributor.candidates import PhraseReader, SourceCandidate
from quotes.attributor.clauses import clause_of, find_clause, score_verb
from quotes.attributor.conversation import find_calls
from quotes.attributor.ranking import SourceDecision, load_cue_scores
from quotes.language.passages import Passage
from quotes.lexicon import cue_nouns, honorifics, person_nouns, pronouns
from quotes.lexicon.portfolios import anybody
from quotes.model import Gender
from quotes.people.phrases import Phrase
from quotes.people.registry import Entity, Registry
from quotes.spans import Span

__all__ = ["BACK_CHARS", "Line", "gather_lines"]

BACK_CHARS = 12500
"""So far back a mention makes somebody a candidate."""
_LONGEST_GAP = 5
"""So many paragraphs without a line end a conversation."""
_AHEAD_CHARS = 1200
_MOST_CANDIDATES = 14
_LATEST = 9
"""So many candidates for having been named last; the others for having been named most."""
_FADING = 1.02
"""The mention before counts so many times less."""
_LINES_BACK, _LINES_AHEAD = 6, 2
_LEADING_IN = frozenset({",", ":", "—", "–", "-", "--", ";"})
"""How a paragraph ends that says who speaks in the next."""
_FAINTEST = 0.02
_NAMED = 0.5
_SURELY = 0.9
_SPEAKS = 0.4
"""A verb that reports speech in this share of its uses makes whatever is its subject in a story somebody."""
_PARTICIPANTS = 12
"""So many lines to either side tell who takes part in a conversation."""


@dataclass(slots=True)
class Line:
    """The quotations of one paragraph and what the words around them tell of their speaker.

    Attributes:
        paragraph: number of the paragraph the line begins in.
        last: number of the paragraph it ends in.
        start: its first code point.
        decisions: what the source ranker found, one a quotation.
        gap: how it follows the line before: first, next, after one, later.
        named: probability, by number of the entity, that a name or a description beside the line means it.
        tagged: who is likelier named than not, or -1.
        described: probability that the source is described as a person by a noun that is nobody's known role.
        noun: that noun, or nothing.
        pronouns: probability that the source is he ("male"), she ("female") or I.
        nobody: probability that no source is named.
        pronoun_place: where the likeliest pronoun stands, code points, or -1.
        signs: what the words around say of each entity, by its number.
        genders: what they say of somebody of whom only the gender is told.
        called: whom its words call by name, in order.
        spoken_of: who is named inside its marks otherwise.
        addressed: the gender of somebody addressed as "sir" or the like, or None.
        candidates: who may be speaking.
    """

    paragraph: int
    last: int
    start: int
    decisions: list[SourceDecision]
    gap: str = "first"
    named: dict[int, float] = field(default_factory=dict)
    tagged: int = -1
    described: float = 0.0
    noun: str = ""
    pronouns: dict[str, float] = field(default_factory=dict)
    nobody: float = 1.0
    pronoun_place: int = -1
    signs: dict[int, set[str]] = field(default_factory=dict)
    genders: set[tuple[str, str]] = field(default_factory=set)
    called: list[int] = field(default_factory=list)
    spoken_of: set[int] = field(default_factory=set)
    addressed: Gender | None = None
    candidates: list[int] = field(default_factory=list)

    @property
    def sort(self) -> str:
        """What names the source: a name, a noun, a pronoun, I, or nothing."""
        shares = {"name": sum(self.named.values()), "none": self.nobody}
        if self.described >= _NAMED:
            return "noun"
        shares["I"] = self.pronouns.get("I", 0.0)
        shares["pronoun"] = self.pronouns.get("male", 0.0) + self.pronouns.get("female", 0.0)
        return max(shares, key=lambda sort: shares[sort])

    def sign(self, number: int, words: str) -> None:
        """Take note of something the words around say of an entity."""
        self.signs.setdefault(number, set()).add(words)


class MentionIndex:
    """Where everybody is named, in order: who was mentioned in a stretch of the text."""

    def __init__(self, registry: Registry) -> None:
        places = sorted(
            (start, entity.number)
            for entity in registry.entities
            if entity.kind in ("person", "narrator")
            for start in entity.starts
        )
        self.starts = [start for start, _ in places]
        self.numbers = [number for _, number in places]

    def mentioned(self, start: int, end: int) -> list[int]:
        """Return the numbers of the entities named in [start, end) code points, the last named first, each once."""
        return list(dict.fromkeys(reversed(self.between(start, end))))

    def between(self, start: int, end: int) -> list[int]:
        """Return the numbers of the entities named in [start, end) code points, in order, as often as they are."""
        return self.numbers[bisect_left(self.starts, max(0, start)) : bisect_left(self.starts, end)]


def gather_lines(reader: PhraseReader, registry: Registry, decisions: Iterable[SourceDecision]) -> Iterator[Line]:
    """Group decisions into lines, in order; ``gap`` says where a conversation begins.

    A line is given once those after it that bear on it are read; of a long conversation few lines are kept.
    """
    index = MentionIndex(registry)
    known: list[Line] = []  # of this conversation: a few lines already given, then those to come
    given = 0
    for line in _read_lines(reader, registry, decisions):
        if known:
            paragraphs = line.paragraph - known[-1].last
            line.gap = "next" if paragraphs <= 1 else "after one" if paragraphs == 2 else "later"
            if paragraphs > _LONGEST_GAP:
                line.gap = "first"
                for place in range(given, len(known)):
                    yield _completed(registry, index, known, place)
                known, given = [], 0
        known.append(line)
        if len(known) - given > _PARTICIPANTS:
            yield _completed(registry, index, known, given)
            given += 1
        if given > 4 * _PARTICIPANTS:
            del known[: given - _PARTICIPANTS]
            given = _PARTICIPANTS
    for place in range(given, len(known)):
        yield _completed(registry, index, known, place)


def _read_lines(reader: PhraseReader, registry: Registry, decisions: Iterable[SourceDecision]) -> Iterator[Line]:
    line: Line | None = None
    for decision in decisions:
        setting = decision.setting
        if line is not None and line.last == setting.first and not _names_another(registry, line, decision):
            line.decisions.append(decision)
            line.last = setting.last
            continue
        if line is not None:
            yield _read(reader, registry, line)
        line = Line(setting.first, setting.last, setting.quotation.spans[0].start, [decision])
    if line is not None:
        yield _read(reader, registry, line)


def _names_another(registry: Registry, line: Line, decision: SourceDecision) -> bool:
    """Whether a name beside a quotation is surely its source, and another one that of a line in the same paragraph."""
    named = _surely_named(registry, decision)
    if named is None:
        return False
    before = (_surely_named(registry, other) for other in line.decisions)
    return any(other is not None and other is not named for other in before)


def _surely_named(registry: Registry, decision: SourceDecision) -> Entity | None:
    """Return the person whose name is surely the source of a quotation, or None."""
    for candidate, share in zip(decision.candidates, decision.probabilities, strict=True):
        if share >= _SURELY:
            return registry.find(candidate.phrase) if candidate.phrase.name is not None else None
    return None


def _read(reader: PhraseReader, registry: Registry, line: Line) -> Line:
    _read_tag(registry, line)
    _read_words(reader.text, registry, line)
    _read_surroundings(reader, registry, line)
    return line


def _read_tag(registry: Registry, line: Line) -> None:
    """Read from the surest decision of a line who is named beside it."""
    decision = min(line.decisions, key=lambda decision: decision.nobody)
    line.nobody = decision.nobody
    likeliest = 0.0
    for candidate, share in zip(decision.candidates, decision.probabilities, strict=True):
        if share < _FAINTEST:
            continue
        phrase = candidate.phrase
        if phrase.form == "pronoun":
            sort = "I" if phrase.head == "i" else phrase.gender
            if sort is not None:
                line.pronouns[sort] = line.pronouns.get(sort, 0.0) + share
                if sort != "I" and share > likeliest:
                    likeliest, line.pronoun_place = share, phrase.span.start
            continue
        if share >= _NAMED and _speaks(candidate):
            phrase = phrase._replace(sort="person")
        if phrase.name is None and phrase.sort == "person" and phrase.form == "description":
            _read_description(registry, line, phrase, share)
            continue
        entity = registry.find(phrase)
        if entity is not None:
            line.named[entity.number] = line.named.get(entity.number, 0.0) + share
    best = max(line.named, key=lambda number: line.named[number], default=-1)
    line.tagged = best if best >= 0 and line.named[best] >= _NAMED else -1


def _speaks(candidate: SourceCandidate) -> bool:
    """Whether a phrase that means no person by its words does so by its verb: "said the fox"."""
    phrase = candidate.phrase
    if phrase.sort != "thing" or phrase.form != "description" or phrase.possessor is not None:
        return False
    units = candidate.passage.units
    if units[phrase.first].tag != "DT" or phrase.head in cue_nouns() or phrase.head in anybody():
        return False
    clause = clause_of(candidate.passage, phrase.first, phrase.last)
    return clause.verb >= 0 and score_verb(units, clause.verb, load_cue_scores()) >= _SPEAKS


def _read_description(registry: Registry, line: Line, phrase: Phrase, share: float) -> None:
    """Read a source such as "her mother" or "the girl": it may mean somebody known by name, of whom it tells a gender.

    A relative of somebody's is always somebody else; "the captain" may be a person of his own.
    """
    owner = pronouns().get(registry.text[phrase.span.start : phrase.span.end].split()[0].lower())
    is_kin = owner is not None and "possessive" in owner.cases
    entity = registry.find_by_role(phrase) if is_kin else registry.find(phrase)
    if entity is not None:
        line.named[entity.number] = line.named.get(entity.number, 0.0) + share
    if entity is None or entity.kind == "described":
        line.described += share
        line.noun = phrase.head
        if phrase.gender is not None:
            line.genders.add(("described by its tag" if not is_kin else "relative by its tag", phrase.gender))


_NAME = re.compile(r"(?<![\w'’-])[A-Z][\w'’-]*\.?(?: (?:de |of |the |van |von )?[A-Z][\w'’-]*\.?){0,3}")
_ADDRESS = re.compile(
    r"(?:^|[,;.!?—-])\s*(?:(?:my|dear|old|good|young|poor|yes|no|oh|please) )*([\w'’]{3,12})(?=[,;.!?—-]|$)"
)


def _read_words(text: str, registry: Registry, line: Line) -> None:
    """Read whom the words of a line call and whom they speak of."""
    for decision in line.decisions:
        for span in decision.setting.quotation.spans:
            calls = []
            for name, place in find_calls(text, span):
                entity = registry.find_person(name, place.start)
                if entity is not None:
                    calls.append(place)
                    line.called.append(entity.number)
            for match in _NAME.finditer(text, span.start, span.end):
                if any(place.overlap(Span(*match.span())) for place in calls):
                    continue
                entity = registry.find_known(match[0], match.start())
                if entity is not None:
                    line.spoken_of.add(entity.number)
            if line.addressed is None:
                line.addressed = _gender_addressed(text, span)


def _gender_addressed(text: str, span: Span) -> Gender | None:
    for match in _ADDRESS.finditer(text, span.start, span.end):
        word = match[1].casefold().replace("’", "'")
        title, noun = honorifics().get(word), person_nouns().get(word)
        if title is not None and title.gender is not None:
            return title.gender
        if noun is not None and noun.gender is not None and not noun.plural:
            return noun.gender
    return None


def _read_surroundings(reader: PhraseReader, registry: Registry, line: Line) -> None:
    """Note who is told of in the line's own paragraph, in the one before and the one after, and who acts there."""
    for paragraph in range(max(0, line.paragraph - 1), min(len(reader), line.last + 2)):
        passage = reader.passage(paragraph)
        quoted = [position for position, unit in enumerate(passage.units) if unit.is_quoted]
        if paragraph < line.paragraph:
            where = "behind the line before" if quoted else "before"
            if not quoted and passage.units and passage.units[-1].text in _LEADING_IN:
                where = "leading in"
            _read_narration(reader, registry, line, passage, quoted[-1] + 1 if quoted else 0, where, last=True)
        elif paragraph > line.last:
            end = quoted[0] if quoted else len(passage.units)
            where = "ahead of the line after" if quoted else "after"
            _read_narration(reader, registry, line, passage, 0, where, end=end)
        elif quoted:
            _read_narration(reader, registry, line, passage, 0, "ahead of it", end=quoted[0], last=True)
            _read_narration(reader, registry, line, passage, quoted[0], "behind it")


def _read_narration(
    reader: PhraseReader,
    registry: Registry,
    line: Line,
    passage: Passage,
    start: int,
    where: str,
    *,
    end: int | None = None,
    last: bool = False,
) -> None:
    """Read the narrator's words at units [start, end) of a passage: who is named, and who acts nearest to the line."""
    units = passage.units
    end = len(units) if end is None else end
    nearest: tuple[int | None, str] | None = None
    for phrase in reader.phrases(passage.index):
        if phrase.first < start or phrase.last > end:
            continue
        clause = find_clause(units, phrase.first, phrase.last)
        acts = clause.verb >= 0 and not clause.preposition
        actor: tuple[int | None, str] | None = None
        for member in (phrase, *phrase.members, *((phrase.possessor,) if phrase.possessor is not None else ())):
            number = _person(registry, member)
            if number is None:
                continue
            line.sign(number, where)
            if acts and member is not phrase.possessor:
                line.sign(number, f"acts {where}")
                actor = (number, "")
        if actor is None and acts:
            actor = _told_gender(phrase, units[phrase.first].text.lower())
        elif actor is None and phrase.form == "pronoun":
            told = _told_gender(phrase, "")
            if told is not None:
                line.genders.add((f"object {where}", told[1]))
        if actor is not None and (last or nearest is None):
            nearest = actor
    if nearest is not None:
        number, told_gender = nearest
        if number is not None:
            line.sign(number, f"acts nearest {where}")
            line.genders.add((f"somebody acts nearest {where}", ""))
        else:
            line.genders.add((f"acts nearest {where}", told_gender))


def _person(registry: Registry, phrase: Phrase) -> int | None:
    """Return whom a phrase of the narrator's names, or describes by a role that only they have."""
    entity: Entity | None = None
    if phrase.name is not None or phrase.is_bare_name:
        entity = registry.find(phrase)
    elif phrase.sort == "person" and phrase.form == "description" and not phrase.plural:
        entity = registry.find_by_role(phrase)
    return entity.number if entity is not None and entity.is_person else None


def _told_gender(phrase: Phrase, opening: str) -> tuple[None, str] | None:
    """Return the gender of a pronoun, or of whose hand, eyes or voice it is: "his hand shook"."""
    told: str | None
    if phrase.form == "pronoun":
        told = "I" if phrase.head in ("i", "me", "myself") else phrase.gender
        if told is None and phrase.head in ("him", "her"):
            told = pronouns()[phrase.head].gender
        return (None, told) if told is not None else None
    owner = pronouns().get(opening)
    if owner is not None and owner.number == "singular" and "possessive" in owner.cases and phrase.sort != "person":
        told = "I" if owner.person == 1 else owner.gender
        return (None, told) if told is not None and told != "neuter" else None
    return None


def _completed(registry: Registry, index: MentionIndex, lines: Sequence[Line], place: int) -> Line:
    """Fill in what the lines around say of one, then who may be speaking it."""
    line = lines[place]
    _read_neighbours(lines, place)
    _read_participants(lines, place)
    line.candidates = _find_candidates(registry, index, lines, place)
    return line


def _read_neighbours(lines: Sequence[Line], place: int) -> None:
    """Note whom the lines next to one call and speak of, and what their tags tell."""
    line = lines[place]
    for step in (-2, -1, 1, 2):
        if not 0 <= place + step < len(lines):
            continue
        other = lines[place + step]
        between = lines[place + step + 1 : place + 1] if step < 0 else lines[place + 1 : place + step + 1]
        near = "" if all(one.gap == "next" for one in between) else " far"
        at = f"{step:+d}{near}"
        for number in other.called[:2]:
            line.sign(number, f"called {at}")
        if other.addressed is not None:
            line.genders.add((f"addressed {at}", other.addressed))
        if abs(step) == 1:
            for number in other.spoken_of:
                line.sign(number, f"spoken of {at}")
        if step > 0:
            tagged = other.tagged
            if tagged >= 0:
                line.sign(tagged, f"tag {at}")
            for gender, share in other.pronouns.items():
                if share >= _NAMED:
                    line.genders.add((f"tag {at}", gender))
    for number in line.called:
        line.sign(number, "called itself")
    for number in line.spoken_of:
        line.sign(number, "spoken of itself")
    if line.addressed is not None:
        line.genders.add(("addresses", line.addressed))


def _read_participants(lines: Sequence[Line], place: int) -> None:
    """Note who is named as a speaker in the lines around."""
    line = lines[place]
    for other in lines[max(0, place - _PARTICIPANTS) : place]:
        number = other.tagged
        if number >= 0:
            line.sign(number, "speaks before")
    seen: set[int] = set()
    unbroken = True
    for step, other in enumerate(lines[place + 1 : place + 1 + _PARTICIPANTS], 1):
        unbroken = unbroken and other.gap == "next"
        number = other.tagged
        if number >= 0:
            line.sign(number, "speaks after")
            if unbroken and number not in seen and not seen:
                line.sign(number, "speaks after, even" if step % 2 == 0 else "speaks after, odd")
            seen.add(number)


def _find_candidates(registry: Registry, index: MentionIndex, lines: Sequence[Line], place: int) -> list[int]:
    """Return who may be speaking: named beside the line, or near it, or called, then who was named last and most."""
    line = lines[place]
    wanted = dict.fromkeys(number for number, share in line.named.items() if share >= _FAINTEST)
    for other in lines[max(0, place - _LINES_BACK) : place + _LINES_AHEAD + 1]:
        wanted.update(dict.fromkeys(n for n, share in other.named.items() if share >= 0.3))
        wanted.update(dict.fromkeys(other.called[:1]))
    narrator = registry.known_narrator()
    if narrator is not None:
        wanted[narrator.number] = None
    start, end = line.start - BACK_CHARS, line.start + _AHEAD_CHARS
    latest = index.mentioned(start, end)
    for number in latest:
        if len(wanted) >= _LATEST:
            break
        wanted[number] = None
    if len(latest) > len(wanted):
        weights: dict[int, float] = {}
        for position, number in enumerate(index.between(start, end)):
            weights[number] = weights.get(number, 0.0) + _FADING**position
        for number in sorted(weights, key=lambda number: (-weights[number], number)):
            if len(wanted) >= _MOST_CANDIDATES:
                break
            wanted[number] = None
    return list(wanted)[: _MOST_CANDIDATES + 2]
