"""Who speaks each line of a dialogue: all the evidence about a line weighed for each person at hand, jointly.

Where a document is told in dialogue, most lines name nobody. Each line (the quotations of one paragraph) gets a few
candidates: who is named beside it, who was mentioned lately, who spoke lately, who is called by name. A softmax over
named features scores them; the last four speakers are among the features, so a whole conversation is decided by a
beam search. The weights are data, ``data/dialogue.json``, made by `quotes.training`.

Source: the design follows the two-step scheme of O'Keefe et al. 2012 (sequence decoding over quotations with the
speakers before as features) and Muzny et al. 2017 (tag, vocative and alternation evidence); weights learnt on the
Project Dialogism Novel Corpus.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import exp, log, log1p

from quotes.attributor.candidates import PhraseReader
from quotes.attributor.clauses import find_clause
from quotes.attributor.conversation import find_addressed
from quotes.attributor.ranking import SourceDecision, load_named_weights
from quotes.attributor.reference import resolve_phrase
from quotes.people.registry import Entity, Registry

__all__ = ["Line", "Verdict", "decide_conversation", "describe_speaker", "gather_lines", "load_dialogue_weights"]

_LONGEST_GAP = 5
"""So many paragraphs without a line end a conversation."""
_LONGEST_CONVERSATION = 400
_BACK_CHARS = 12500
_AHEAD_CHARS = 1200
_MOST_CANDIDATES = 14
_BEAM = 8
_LINES_BACK = 6
_UNSEEN = 0.5
"""Over the number of candidates plus one: the chance that the speaker is none of them."""
_REMEMBERED = 4
_NOBODY_YET = -1
_TEMPERATURE = 1.6
"""Chosen on the dev novels, where about 1.5 brought the expected calibration error from 0.09 to 0.05."""


@dataclass(slots=True)
class Line:
    """The quotations of one paragraph and what the words around them tell of their speaker.

    Attributes:
        paragraph: number of the paragraph the line begins in.
        last: number of the paragraph it ends in.
        start: its first code point.
        decisions: what the source ranker found, one a quotation.
        named: probability, by number of the entity, that a name or a description beside the line means it.
        pronouns: probability that the source is he, she or I.
        nobody: probability that no source is named.
        near: what the words around say of each entity: names of features.
        called: who is called by name in the line, or None.
        candidates: who may be speaking.
    """

    paragraph: int
    last: int
    start: int
    decisions: list[SourceDecision]
    named: dict[int, float] = field(default_factory=dict)
    pronouns: dict[str, float] = field(default_factory=dict)
    nobody: float = 1.0
    near: dict[int, set[str]] = field(default_factory=dict)
    called: int | None = None
    candidates: list[int] = field(default_factory=list)

    @property
    def sort(self) -> str:
        """What names the source: a name, a pronoun, I, or nothing."""
        shares = {"name": sum(self.named.values()), "none": self.nobody}
        shares["I"] = self.pronouns.get("I", 0.0)
        shares["pronoun"] = self.pronouns.get("male", 0.0) + self.pronouns.get("female", 0.0)
        return max(shares, key=lambda sort: shares[sort])


@dataclass(frozen=True, slots=True)
class Verdict:
    """For one line: its candidates by number of entity, likeliest first, with their probabilities."""

    line: Line
    shares: tuple[tuple[int, float], ...]


@cache
def load_dialogue_weights() -> Mapping[str, float]:
    """Return the weight of each feature name.

    Raises:
        LexiconError: if the file is not a weights file.
    """
    return load_named_weights("dialogue.json")


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
        first, last = bisect_left(self.starts, max(0, start)), bisect_left(self.starts, end)
        return list(dict.fromkeys(reversed(self.numbers[first:last])))


def gather_lines(reader: PhraseReader, registry: Registry, decisions: Iterable[SourceDecision]) -> Iterator[list[Line]]:
    """Group decisions into lines and lines into conversations, in order."""
    index = MentionIndex(registry)
    lines: list[Line] = []
    for decision in decisions:
        setting = decision.setting
        if lines and lines[-1].last == setting.first:
            lines[-1].decisions.append(decision)
            lines[-1].last = setting.last
            continue
        far = lines and setting.first - lines[-1].last > _LONGEST_GAP
        if far or len(lines) >= _LONGEST_CONVERSATION:
            yield _completed(reader, registry, index, lines)
            lines = []
        start = setting.quotation.spans[0].start
        lines.append(Line(setting.first, setting.last, start, [decision]))
    if lines:
        yield _completed(reader, registry, index, lines)


def _completed(reader: PhraseReader, registry: Registry, index: MentionIndex, lines: list[Line]) -> list[Line]:
    """Fill in what each line's surroundings tell, then who may be speaking."""
    for line in lines:
        _read_tag(reader, registry, line)
        _read_surroundings(reader, registry, line)
    for place, line in enumerate(lines):
        around = lines[max(0, place - _LINES_BACK) : place + 3]
        wanted = dict.fromkeys(number for number, share in line.named.items() if share >= 0.02)
        for other in around:
            wanted.update(dict.fromkeys(n for n, share in other.named.items() if share >= 0.3))
            if other.called is not None:
                wanted[other.called] = None
        narrator = registry.known_narrator()
        if narrator is not None:
            wanted[narrator.number] = None
        for number in index.mentioned(line.start - _BACK_CHARS, line.start + _AHEAD_CHARS):
            if len(wanted) >= _MOST_CANDIDATES:
                break
            wanted[number] = None
        line.candidates = list(wanted)
    return lines


def _read_tag(reader: PhraseReader, registry: Registry, line: Line) -> None:
    """Read from the surest decision of a line who is named beside it."""
    decision = min(line.decisions, key=lambda decision: decision.nobody)
    line.nobody = decision.nobody
    for candidate, share in zip(decision.candidates, decision.probabilities, strict=True):
        if share < 0.02:
            continue
        phrase = candidate.phrase
        if phrase.form == "pronoun":
            sort = "I" if phrase.head == "i" else phrase.gender
            if sort is not None:
                line.pronouns[sort] = line.pronouns.get(sort, 0.0) + share
                for antecedent in resolve_phrase(reader, registry, phrase, None)[:4]:
                    number = antecedent.entity.number
                    line.near.setdefault(number, set())
                    if antecedent.probability >= 0.25:
                        line.near[number].add("antecedent" if antecedent.probability < 0.5 else "likely antecedent")
            continue
        entity = registry.find(phrase)
        if entity is not None:
            line.named[entity.number] = line.named.get(entity.number, 0.0) + share
    called = find_addressed(reader.text, registry, line.decisions[0].setting)
    line.called = called.number if called is not None else None


def _read_surroundings(reader: PhraseReader, registry: Registry, line: Line) -> None:
    """Note who is named in the line's own paragraph, in the one before and the one after, and as subject."""
    for paragraph in range(max(0, line.paragraph - 1), min(len(reader), line.last + 2)):
        if paragraph < line.paragraph:
            where = "paragraph before"
        elif paragraph > line.last:
            where = "paragraph after"
        else:
            where = "own paragraph"
        units = reader.passage(paragraph).units
        for phrase in reader.phrases(paragraph):
            for member in (phrase, *phrase.members):
                if member.name is None and not member.is_bare_name:
                    continue
                entity = registry.find(member)
                if entity is None or not entity.is_person:
                    continue
                signs = line.near.setdefault(entity.number, set())
                signs.add(where)
                clause = find_clause(units, member.first, member.last)
                if clause.verb >= 0 and not clause.preposition:
                    signs.add(f"subject in {where}")


def describe_speaker(
    registry: Registry, line: Line, entity: Entity, history: Sequence[int], before: Line | None, after: Line | None
) -> dict[str, float]:
    """Return the features of one candidate for one line.

    Args:
        registry: who is who.
        line: the line.
        entity: the candidate.
        history: numbers of the last speakers, the latest first.
        before: the line before in the conversation, or None.
        after: the line after, or None.
    """
    number, sort = entity.number, line.sort
    named = line.named.get(number, 0.0)
    features = {
        "named": named,
        "somebody else named": sum(line.named.values()) - named,
        f"{sort}: kind {entity.kind}": 1.0,
    }
    gender = entity.gender
    for said in ("male", "female"):
        share = line.pronouns.get(said, 0.0)
        if share:
            match = "unknown" if gender is None else "right" if gender == said else "wrong"
            features[f"pronoun: gender {match}"] = features.get(f"pronoun: gender {match}", 0.0) + share
    is_narrator = registry.known_narrator() is entity
    if line.pronouns.get("I"):
        features[f"I: narrator {is_narrator}"] = line.pronouns["I"]
    if is_narrator:
        features[f"{sort}: is narrator"] = 1.0
    for sign in line.near.get(number, ()):
        features[f"{sort}: {sign}"] = 1.0
    last = bisect_left(entity.starts, line.start)
    distance = line.start - entity.starts[last - 1] if last else 10**9
    features[f"{sort}: mentioned {_band(distance)} ago"] = 1.0
    features[f"{sort}: mentions near"] = log1p(last - bisect_right(entity.starts, line.start - 4000))
    features[f"{sort}: mentions around"] = log1p(last - bisect_right(entity.starts, line.start - _BACK_CHARS))
    features[f"{sort}: mentions"] = log1p(len(entity.starts))
    if line.called == number:
        features[f"{sort}: calls itself"] = 1.0
    if after is not None and after.called == number:
        features[f"{sort}: called after"] = 1.0
    if before is not None:
        features.update(_moving(line, number, history, before))
    return features


def _history(sort: str, number: int, history: Sequence[int], gap: str) -> Iterator[str]:
    """Name where a candidate stands among the last speakers."""
    if number not in history:
        yield f"{sort}: not among the last"
        return
    back = history.index(number) + 1
    yield f"{sort}: spoke {back} back {gap}"
    if len(history) >= 4 and history[0] == history[2] and history[1] == history[3] and back == 2:
        yield f"{sort}: two alternate"
    if len(history) >= 3 and back == 2 and history[0] == history[2]:
        yield f"{sort}: alternates"


def _gap(line: Line, before: Line) -> str:
    paragraphs = line.paragraph - before.last
    return "next" if paragraphs <= 1 else "after one" if paragraphs == 2 else "later"


def _band(distance: int) -> str:
    for limit in (120, 400, 1200, 4000, 12500):
        if distance < limit:
            return f"{limit}"
    return "long"


def decide_conversation(
    registry: Registry, lines: Sequence[Line], start: Sequence[int] = (), last: Line | None = None
) -> list[Verdict]:
    """Decide a conversation by beam search.

    Args:
        registry: who is who.
        lines: the lines, in order.
        start: numbers of the speakers before, the latest first.
        last: the line before; it counts where it is near, because a long conversation was cut there.
    """
    weights = load_dialogue_weights()
    beam: list[tuple[float, tuple[int, ...], tuple[tuple[float, ...], ...]]] = [(0.0, tuple(start)[:_REMEMBERED], ())]
    for place, line in enumerate(lines):
        near = last is not None and line.paragraph - last.last <= _LONGEST_GAP
        before = lines[place - 1] if place else last if near else None
        after = lines[place + 1] if place + 1 < len(lines) else None
        if not line.candidates:
            beam = [(score, (_NOBODY_YET, *past)[:_REMEMBERED], (*path, ())) for score, past, path in beam]
            continue
        entities = [registry.entities[number] for number in line.candidates]
        still = [_score(describe_speaker(registry, line, entity, (), None, after), weights) for entity in entities]
        grown: list[tuple[float, tuple[int, ...], tuple[tuple[float, ...], ...]]] = []
        for score, past, path in beam:
            scores = [
                base + _score(_moving(line, entity.number, past, before), weights)
                for base, entity in zip(still, entities, strict=True)
            ]
            top = max(scores)
            total = top + log(sum(exp(s - top) for s in scores))
            shares = tuple(exp(s - total) for s in scores)
            for entity, s in zip(entities, scores, strict=True):
                grown.append((score + s - total, (entity.number, *past)[:_REMEMBERED], (*path, shares)))
        grown.sort(key=lambda item: -item[0])
        beam = _distinct(grown)
    return [
        Verdict(line, tuple(sorted(zip(line.candidates, _cool(shares), strict=True), key=lambda item: -item[1])))
        for line, shares in zip(lines, beam[0][2], strict=True)
    ]


def _cool(shares: Sequence[float]) -> list[float]:
    """Draw probabilities together: a conversation that is out of step is out of step for many lines."""
    cooled = [share ** (1 / _TEMPERATURE) for share in shares]
    total = sum(cooled) / (1 - _UNSEEN / (len(shares) + 1)) if shares else 1.0
    return [share / total for share in cooled]


def _moving(line: Line, number: int, history: Sequence[int], before: Line | None) -> dict[str, float]:
    """Give the features that depend on the speakers before."""
    features: dict[str, float] = {}
    sort = line.sort
    if before is not None:
        gap = _gap(line, before)
        if before.called == number:
            features[f"{sort}: called before {gap}"] = 1.0
        features.update(dict.fromkeys(_history(sort, number, history, gap), 1.0))
    return features


def _score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(value * weights.get(name, 0.0) for name, value in features.items())


def _distinct(
    grown: Sequence[tuple[float, tuple[int, ...], tuple[tuple[float, ...], ...]]],
) -> list[tuple[float, tuple[int, ...], tuple[tuple[float, ...], ...]]]:
    """Keep the best of each set of last speakers, as many as the beam is wide."""
    kept: list[tuple[float, tuple[int, ...], tuple[tuple[float, ...], ...]]] = []
    seen: set[tuple[int, ...]] = set()
    for item in grown:
        if item[1] not in seen:
            seen.add(item[1])
            kept.append(item)
            if len(kept) >= _BEAM:
                break
    return kept
