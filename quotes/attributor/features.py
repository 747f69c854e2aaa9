"""Named features of a candidate source: everything the ranker may look at, in words that evidence can repeat.

A feature is a name; it is there or not. Weights for the names are data (`quotes.attributor.ranking`), learned by
`quotes.training`. A name that has no weight counts for nothing, so features can be added before weights for them.

What is seen of a candidate is first put into facts: a few words and small numbers each. The names follow from the facts
alone, so that what a fact weighs has to be worked out only once, however many candidates it is true of.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from quotes.attributor.candidates import Setting, SourceCandidate
from quotes.attributor.clauses import cue_bucket
from quotes.attributor.cuebook import Bearing, CueBook, PassageCues
from quotes.attributor.doubtful import speech_chance
from quotes.language.lemmas import lemma_of
from quotes.language.passages import Passage
from quotes.model import Quotation
from quotes.people.phrases import Phrase

__all__ = [
    "Fact",
    "Previous",
    "describe_candidate",
    "describe_nobody",
    "name_features",
    "read_phrase_facts",
    "read_place_facts",
]

Fact = tuple[Any, ...]
"""What names a few features, and the values it names them from: equal facts have the same features."""

_DASHES = frozenset({"-", "--", "–", "—", "―", "‒"})
_LEADING = frozenset({"IN", "TO", "WP", "WDT", "WRB", "CC", ",", ":", "QUOTED", "DT", "RB"})
_BEFORE_MARKS = frozenset(
    {"IN", "TO", "DT", "PRP$", "CC", "WDT", "WP", "RB", "NN", "NNS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}
)
_CHANCES = (("a", 0.35), ("b", 0.5), ("c", 0.7), ("d", 0.85), ("e", 0.95), ("f", 0.99))
_LONGEST_PATTERN = 5
_BACK = ("before", "earlier")
_BESIDE = ("before", "after")


class Previous(NamedTuple):
    """The decision for the quotation before: where its source stands and what it was."""

    passage: int
    source_passage: int
    source_first: int
    head: str
    is_nobody: bool


def describe_candidate(
    setting: Setting, candidate: SourceCandidate, book: CueBook, previous: Previous | None
) -> list[str]:
    """Return the names of the features a candidate has: those of its phrase and those of its place."""
    facts = [*read_phrase_facts(candidate, book), *read_place_facts(setting, candidate, book, previous)]
    return [name for fact in facts for name in name_features(fact)]


def name_features(fact: Fact) -> list[str]:
    """Return the names of the features that a fact gives."""
    return fact[0](*fact[1:])  # type: ignore[no-any-return]


def read_phrase_facts(candidate: SourceCandidate, book: CueBook) -> list[Fact]:
    """Return what is known of the phrase and its clause, the same for every quotation."""
    phrase, passage = candidate.phrase, candidate.passage
    units, cues = passage.units, book.read(passage)
    clause = cues.find_clause(passage, phrase)
    is_named, has_role, is_list = phrase.name is not None, phrase.role is not None, bool(phrase.members)
    facts: list[Fact] = [
        (_name_phrase, _sort(phrase), phrase.sort, is_named, has_role, phrase.is_definite, is_list, phrase.plural)
    ]
    if clause.verb >= 0:
        facts.append((_name_verb, lemma_of(units[clause.verb].text, units[clause.verb].tag)))
    if clause.preposition:
        governor = cue_bucket(cues.scores[clause.governor]) if clause.governor >= 0 else ""
        facts.append((_name_preposition, clause.preposition, governor))
    after = phrase.last
    if after < len(units) and units[after].tag == "POS":
        noun = cue_bucket(cues.scores[after + 1]) if after + 1 < len(units) else ""
        facts.append((_name_possessive, noun))
    return facts


def read_place_facts(
    setting: Setting, candidate: SourceCandidate, book: CueBook, previous: Previous | None
) -> list[Fact]:
    """Return what is known of where a candidate stands, what stands between and what was decided before."""
    phrase, passage, side = candidate.phrase, candidate.passage, candidate.side
    cues = book.read(passage)
    bearing = cues.bearings.get((phrase.first, phrase.last)) or _read_bearing(passage, phrase, cues)
    has_verb, sort, preposition, tag, opens, lead, own, link, inverted = bearing
    kind, ending = setting.quotation.kind, _ending(setting)
    sentences = min(candidate.sentences_away, 3)
    place = _place(side, candidate.paragraphs_away if side == "earlier" else 0, sentences)
    is_signed = side == "after" and candidate.units_between == 1 and _is_signed(candidate)
    if is_signed:
        own, toward, link, pattern = "high", "between", "VS-high", "a:V"
    else:
        toward = "none" if not has_verb else "beyond" if (side in _BACK) == inverted else "between"
        pattern = _pattern(setting, candidate, cues) if side in _BESIDE else ""
    crossed, person = candidate.quoted_between, phrase.is_person_like
    first, last = _between(setting, candidate)
    verbs = min(cues.finite[last] - cues.finite[first], 3) if first < last else 0
    facts: list[Fact] = [
        (_name_place, place, side, ending, kind),
        (_name_distance, place, _band(candidate.units_between)),
        (_name_rivals, side, min(candidate.phrases_between, 4), min(candidate.people_between, 3), person),
        (_name_link, link, place, toward, phrase.sort, crossed),
        (_name_link_side, link, side, ending, kind),
        (_name_between, side, has_verb, own, cues.most_between(first, last), verbs, phrase.sort),
        (_name_beyond, _beyond(setting, candidate, cues), place, link, side),
        (_name_surroundings, side, sentences, sort, tag, preposition, crossed, opens, lead),
    ]
    if is_signed:
        facts.append((_name_signed,))
    if pattern:
        facts.append((_name_pattern, pattern, ending))
    if previous is not None and not previous.is_nobody:
        near = setting.first == previous.passage
        if previous.source_passage == passage.index and previous.source_first == phrase.first:
            facts.append((_name_same_phrase, near, has_verb, place))
        elif previous.head == phrase.head:
            facts.append((_name_previous, "same-head", near, ""))
        elif phrase.form == "pronoun" and phrase.sort == "person":
            facts.append((_name_previous, "pronoun", near, side))
        else:
            facts.append((_name_previous, "other", near, side))
    return facts


def _read_bearing(passage: Passage, phrase: Phrase, cues: PassageCues) -> Bearing:
    """Read what of a phrase's place is the same for every quotation, and remember it."""
    units, first = passage.units, phrase.first
    clause = cues.find_clause(passage, phrase)
    has_verb = clause.verb >= 0
    opens = first == 0 or units[first - 1].sentence != phrase.sentence
    lead = ""
    if first > 0 and units[first - 1].tag in _LEADING:
        lead = "Q" if units[first - 1].tag == "QUOTED" else units[first - 1].text.lower()
    own, link = "none", "no-verb"
    if has_verb:
        own = "high" if clause.preposition == "according to" else cue_bucket(cues.scores[clause.verb])
        link = f"{'VS' if clause.inverted else 'SV'}{'+aside' if clause.aside else ''}-{own}"
    tag = units[clause.verb].tag if has_verb else ""
    bearing = Bearing(has_verb, _sort(phrase), clause.preposition, tag, opens, lead, own, link, clause.inverted)
    cues.bearings[first, phrase.last] = bearing
    return bearing


def _name_phrase(
    sort: str, plain: str, is_named: bool, has_role: bool, is_definite: bool, is_list: bool, plural: bool
) -> list[str]:
    features = [f"sort={sort}"]
    if is_named:
        features.append("named-person")
    if has_role:
        features.append("role")
    if is_definite:
        features.append(f"definite sort={plain}")
    if is_list:
        features.append("list")
    if plural:
        features.append(f"plural sort={plain}")
    return features


def _name_verb(lemma: str) -> list[str]:
    return [f"verb={lemma}"]


def _name_preposition(preposition: str, governor: str) -> list[str]:
    return [f"prep={preposition}", f"prep={preposition} governor={governor}"][: 2 if governor else 1]


def _name_possessive(noun: str) -> list[str]:
    return ["possessive", f"possessive noun={noun}"][: 2 if noun else 1]


@cache
def _place(side: str, paragraphs: int, sentences: int) -> str:
    return f"{side}{paragraphs if side == 'earlier' else ''}|s{sentences}"


def _name_place(place: str, side: str, ending: str, kind: str) -> list[str]:
    solo = "solo" if side in ("earlier", "later") else "in"
    return [
        f"place={place}",
        f"ending={ending} place={place}",
        f"solo={solo} place={place}",
        f"kind={kind} place={place}",
    ]


def _name_distance(place: str, units: str) -> list[str]:
    return [f"place={place} units={units}"]


def _name_rivals(side: str, phrases: int, people: int, person: bool) -> list[str]:
    return [f"side={side} phrases={phrases}", f"side={side} people={people} person={person}"]


def _name_link(link: str, place: str, toward: str, sort: str, crossed: bool) -> list[str]:
    return [
        f"link={link}",
        f"link={link} place={place}",
        f"link={link} toward={toward} sort={sort}",
        f"link={link} toward={toward} crossed={crossed}",
    ]


def _name_link_side(link: str, side: str, ending: str, kind: str) -> list[str]:
    solo = "solo" if side in ("earlier", "later") else "in"
    return [
        f"ending={ending} link={link} side={side}",
        f"solo={solo} link={link} side={side}",
        f"kind={kind} link={link}",
    ]


def _name_between(side: str, has_verb: bool, own: str, between: str, verbs: int, sort: str) -> list[str]:
    return [
        f"verbs={verbs} side={side} link={'yes' if has_verb else 'no'}",
        f"between={between} own={own} side={side}",
        f"between={between} verbs={verbs} sort={sort}",
    ]


def _name_beyond(beyond: str, place: str, link: str, side: str) -> list[str]:
    return [f"next={beyond} place={place}", f"next={beyond} link={link} side={side}"]


def _name_surroundings(
    side: str, sentences: int, sort: str, tag: str, preposition: str, crossed: bool, opens: bool, lead: str
) -> list[str]:
    features = [f"sort={sort} side={side}"]
    if tag:
        features.append(f"verbtag={tag} side={side}")
    if preposition:
        features.append(f"prep={preposition} side={side} s{sentences}")
    if crossed:
        features.append(f"crossed side={side}")
    if opens:
        features.append(f"opens-sentence side={side} s{sentences}")
    if lead:
        features.append(f"lead={lead} side={side}")
    return features


def _name_signed() -> list[str]:
    return ["signed"]


def _name_pattern(pattern: str, ending: str) -> list[str]:
    return [f"pattern={pattern}", f"pattern={pattern} ending={ending}"]


def _name_same_phrase(near: bool, has_verb: bool, place: str) -> list[str]:
    link = "yes" if has_verb else "no"
    return [f"previous=same-phrase near={near} link={link}", f"previous=same-phrase place={place}"]


def _name_previous(who: str, near: bool, side: str) -> list[str]:
    return [f"previous={who} near={near}{f' side={side}' if side else ''}"]


def describe_nobody(
    setting: Setting, passage: Passage, book: CueBook, *, has_candidates: bool, previous: Previous | None
) -> list[str]:
    """Return the names of the features that speak for nobody near naming the source."""
    quotation = setting.quotation
    units, cues = passage.units, book.read(passage)
    first = setting.first_unit
    size = _band(sum(span.end - span.start for span in quotation.spans) // 6)
    sentence = units[first].sentence if first >= 0 else 0
    near = cue_bucket(
        max((score for unit, score in zip(units, cues.verbs, strict=True) if unit.sentence == sentence), default=0.0)
    )
    alone, kind = passage.is_quoted_only, quotation.kind
    ending, chance = _ending(setting), _chance_band(quotation)
    right = cues.signs[first + 1] if first + 1 < len(units) else "end"
    left = cues.signs[first - 1] if first > 0 else "start"
    features = [
        "nobody",
        f"nobody size={size}",
        f"nobody kind={kind} size={size}",
        f"nobody near={near} alone={alone}",
        f"nobody anywhere={cue_bucket(max(cues.verbs, default=0.0))} alone={alone}",
        f"nobody ending={ending} alone={alone}",
        f"nobody kind={kind} ending={ending}",
        f"nobody opens={first == 0}",
        f"nobody candidates={has_candidates}",
        f"nobody chance={chance}",
        f"nobody chance={chance} near={near}",
        f"nobody chance={chance} ending={ending}",
        f"nobody before={left} follows={right}",
        f"nobody before={left} chance={chance}",
    ]
    if first > 0 and units[first - 1].tag in _BEFORE_MARKS:
        word = units[first - 1]
        features.append(f"nobody word={lemma_of(word.text, word.tag)}")
        features.append(f"nobody cue={cue_bucket(cues.scores[first - 1])} tag={word.tag} size={size}")
    if previous is not None:
        before = "nobody" if previous.is_nobody else "somebody"
        is_near, follows = setting.first == previous.passage, setting.first == previous.passage + 1
        features.append(f"nobody previous={before} near={is_near} alone={alone}")
        features.append(f"nobody previous={before} next-paragraph={follows} alone={alone}")
    return features


def _sort(phrase: Phrase) -> str:
    return f"{phrase.sort}-pronoun-{phrase.head}" if phrase.form == "pronoun" else f"{phrase.sort}-{phrase.form}"


def _is_signed(candidate: SourceCandidate) -> bool:
    """Whether a dash before a name right behind, and nothing after it, makes it a signature: "No." ― Ada Quill."""
    phrase, units = candidate.phrase, candidate.passage.units
    if units[phrase.first - 1].text not in _DASHES:
        return False
    rest = units[phrase.last : phrase.last + 2]
    if rest and rest[0].text in (".", ","):
        rest = rest[1:]
    return phrase.is_person_like and (not rest or rest[0].is_quoted)


def _chance_band(quotation: Quotation) -> str:
    chance = speech_chance(quotation)
    return next((name for name, limit in _CHANCES if chance < limit), "g")


def _ending(setting: Setting) -> str:
    """Name how a quotation ends and whether it opens with a capital: what decides if the sentence goes on."""
    return f"{setting.ending}{'A' if setting.opens_capital else 'a'}"


def _band(count: int) -> str:
    """Name a count by its power of two."""
    return str(count) if count < 3 else f"{1 << (count.bit_length() - 1)}+"


def _between(setting: Setting, candidate: SourceCandidate) -> tuple[int, int]:
    """Return the positions, in the phrase's passage, between which the units toward the quotation stand."""
    phrase, side = candidate.phrase, candidate.side
    if side == "before":
        return phrase.last, setting.first_unit
    if side == "after":
        return setting.last_unit + 1, phrase.first
    if side == "earlier":
        return phrase.last, len(candidate.passage.units)
    return 0, phrase.first


def _beyond(setting: Setting, candidate: SourceCandidate, cues: PassageCues) -> str:
    """Name the two units on the other side of the quotation: an attribution of its own may stand there."""
    if candidate.side == "before":
        return "".join(cues.signs[setting.last_unit + 1 : setting.last_unit + 3]) or "end"
    if candidate.side == "after":
        return "".join(cues.signs[max(0, setting.first_unit - 2) : setting.first_unit]) or "start"
    return "far"


def _pattern(setting: Setting, candidate: SourceCandidate, cues: PassageCues) -> str:
    """Write down what stands between a phrase and a quotation beside it, where it is short."""
    first, last = _between(setting, candidate)
    return "" if last - first > _LONGEST_PATTERN else f"{candidate.side[0]}:{''.join(cues.signs[first:last])}"
