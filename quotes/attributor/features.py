"""Named features of a candidate source: everything the ranker may look at, in words that evidence can repeat.

A feature is a name; it is there or not. Weights for the names are data (`quotes.attributor.ranking`), learned by
`quotes.training`. A name that has no weight counts for nothing, so features can be added before weights for them.

What is seen of a candidate is first put into facts: a few words and small numbers each. The names follow from the facts
alone, so that what a fact weighs has to be worked out only once, however many candidates it is true of.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    "read_places",
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
_PEOPLE = ("person", "collective")


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
    (facts,) = read_places(setting, (candidate,), book, previous)
    return facts


def read_places(
    setting: Setting, candidates: Sequence[SourceCandidate], book: CueBook, previous: Previous | None
) -> list[list[Fact]]:
    """Return for each of the candidates of a quotation what `read_place_facts` does.

    What is the same for all of them, or for those of one passage, is looked up once.
    """
    kind, ending = setting.quotation.kind, _ending(setting)
    first_unit, last_unit = setting.first_unit, setting.last_unit
    rows: list[list[Fact]] = []
    at: Passage | None = None
    for candidate in candidates:
        phrase, passage, side, away, units_between, phrases, people, crossed, paragraphs = candidate
        if passage is not at:
            cues, at = book.read(passage), passage
            bearings, finite = cues.bearings, cues.finite
        first_of, last_of, psort = phrase.first, phrase.last, phrase.sort
        bearing = bearings.get((first_of, last_of)) or _read_bearing(passage, phrase, cues)
        has_verb, sort, preposition, tag, opens, lead, own, link, inverted = bearing
        sentences = away if away < 3 else 3
        place = _place(side, paragraphs if side == "earlier" else 0, sentences)
        beyond, pattern, is_signed = "far", "", False
        if side == "before":
            first, last = last_of, first_unit
            beyond = "".join(cues.signs[last_unit + 1 : last_unit + 3]) or "end"
        elif side == "after":
            first, last = last_unit + 1, first_of
            beyond = "".join(cues.signs[max(0, first_unit - 2) : first_unit]) or "start"
            is_signed = units_between == 1 and _is_signed(candidate)
        elif side == "earlier":
            first, last = last_of, len(finite) - 1
        else:
            first, last = 0, first_of
        if is_signed:
            own, toward, link, pattern = "high", "between", "VS-high", "a:V"
        else:
            toward = "none" if not has_verb else "beyond" if (side in _BACK) == inverted else "between"
            if side in _BESIDE and last - first <= _LONGEST_PATTERN:
                pattern = f"{side[0]}:{''.join(cues.signs[first:last])}"
        verbs = min(finite[last] - finite[first], 3) if first < last else 0
        between = cues.most_between(first, last)
        person = psort in _PEOPLE
        facts: list[Fact] = [
            (
                _name_standing, place, side, ending, kind,
                _band(units_between), phrases if phrases < 4 else 4, people if people < 3 else 3, person,
            ),
            (_name_link, link, place, side, toward, psort, crossed, ending, kind),
            (_name_between, side, has_verb, own, between, verbs, psort),
            (_name_beyond, beyond, place, link, side),
            (_name_surroundings, side, sentences, sort, tag, preposition, crossed, opens, lead),
        ]  # fmt: skip
        if is_signed:
            facts.append((_name_signed,))
        if pattern:
            facts.append((_name_pattern, pattern, ending))
        if previous is not None and not previous.is_nobody:
            near = setting.first == previous.passage
            if previous.source_passage == passage.index and previous.source_first == first_of:
                facts.append((_name_same_phrase, near, has_verb, place))
            elif previous.head == phrase.head:
                facts.append((_name_previous, "same-head", near, ""))
            elif phrase.form == "pronoun" and psort == "person":
                facts.append((_name_previous, "pronoun", near, side))
            else:
                facts.append((_name_previous, "other", near, side))
        rows.append(facts)
    return rows


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


def _name_standing(
    place: str, side: str, ending: str, kind: str, units: str, phrases: int, people: int, person: bool
) -> list[str]:
    return [
        f"place={place}",
        f"ending={ending} place={place}",
        f"solo={_solo(side)} place={place}",
        f"kind={kind} place={place}",
        f"place={place} units={units}",
        f"side={side} phrases={phrases}",
        f"side={side} people={people} person={person}",
    ]


def _name_link(
    link: str, place: str, side: str, toward: str, sort: str, crossed: bool, ending: str, kind: str
) -> list[str]:
    return [
        f"link={link}",
        f"link={link} place={place}",
        f"link={link} toward={toward} sort={sort}",
        f"link={link} toward={toward} crossed={crossed}",
        f"ending={ending} link={link} side={side}",
        f"solo={_solo(side)} link={link} side={side}",
        f"kind={kind} link={link}",
    ]


def _solo(side: str) -> str:
    return "solo" if side in ("earlier", "later") else "in"


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
        max([cues.verbs[place] for place in cues.reporting if units[place].sentence == sentence], default=0.0)
    )
    anywhere = cue_bucket(max([cues.verbs[place] for place in cues.reporting], default=0.0))
    alone, kind = passage.is_quoted_only, quotation.kind
    ending, chance = _ending(setting), _chance_band(quotation)
    right = cues.signs[first + 1] if first + 1 < len(units) else "end"
    left = cues.signs[first - 1] if first > 0 else "start"
    features = [
        "nobody",
        f"nobody size={size}",
        f"nobody kind={kind} size={size}",
        f"nobody near={near} alone={alone}",
        f"nobody anywhere={anywhere} alone={alone}",
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


@cache
def _band(count: int) -> str:
    """Name a count by its power of two."""
    return str(count) if count < 3 else f"{1 << (count.bit_length() - 1)}+"
