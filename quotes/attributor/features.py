"""Named features of a candidate source: everything the ranker may look at, in words that evidence can repeat.

A feature is a name; it is there or not. Weights for the names are data (`quotes.attributor.ranking`), learned by
`quotes.training`. A name that has no weight counts for nothing, so features can be added before weights for them.
"""

from __future__ import annotations

from typing import NamedTuple

from quotes.attributor.candidates import Setting, SourceCandidate
from quotes.attributor.clauses import Clause, cue_bucket
from quotes.attributor.cuebook import CueBook, PassageCues
from quotes.attributor.doubtful import speech_chance
from quotes.language.lemmas import lemma_of
from quotes.language.passages import Passage
from quotes.model import Quotation
from quotes.people.phrases import Phrase

__all__ = ["Previous", "describe_candidate", "describe_nobody", "describe_phrase", "describe_place"]

_DASHES = frozenset({"-", "--", "–", "—", "―", "‒"})
_LEADING = frozenset({"IN", "TO", "WP", "WDT", "WRB", "CC", ",", ":", "QUOTED", "DT", "RB"})
_BEFORE_MARKS = frozenset(
    {"IN", "TO", "DT", "PRP$", "CC", "WDT", "WP", "RB", "NN", "NNS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}
)
_CHANCES = (("a", 0.35), ("b", 0.5), ("c", 0.7), ("d", 0.85), ("e", 0.95), ("f", 0.99))
_LONGEST_PATTERN = 5


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
    return [*describe_phrase(candidate, book), *describe_place(setting, candidate, book, previous)]


def describe_phrase(candidate: SourceCandidate, book: CueBook) -> list[str]:
    """Return the features of the phrase and its clause, the same for every quotation."""
    phrase, passage = candidate.phrase, candidate.passage
    units, cues = passage.units, book.read(passage)
    clause = book.find_clause(passage, phrase)
    features = [f"sort={_sort(phrase)}"]
    if clause.verb >= 0:
        features.append(f"verb={lemma_of(units[clause.verb].text, units[clause.verb].tag)}")
    if clause.preposition:
        features.append(f"prep={clause.preposition}")
        if clause.governor >= 0:
            features.append(f"prep={clause.preposition} governor={cue_bucket(cues.scores[clause.governor])}")
    after = phrase.last
    if after < len(units) and units[after].tag == "POS":
        features.append("possessive")
        if after + 1 < len(units):
            features.append(f"possessive noun={cue_bucket(cues.scores[after + 1])}")
    if phrase.name is not None:
        features.append("named-person")
    if phrase.role is not None:
        features.append("role")
    if phrase.is_definite:
        features.append(f"definite sort={phrase.sort}")
    if phrase.members:
        features.append("list")
    if phrase.plural:
        features.append(f"plural sort={phrase.sort}")
    return features


def describe_place(setting: Setting, candidate: SourceCandidate, book: CueBook, previous: Previous | None) -> list[str]:
    """Return the features of where a candidate stands, what stands between and what was decided before."""
    phrase, passage, side = candidate.phrase, candidate.passage, candidate.side
    units, cues = passage.units, book.read(passage)
    clause = book.find_clause(passage, phrase)
    kind, ending = setting.quotation.kind, _ending(setting)
    sentences = min(candidate.sentences_away, 3)
    place = f"{side}{candidate.paragraphs_away if side == 'earlier' else ''}|s{sentences}"
    has_verb = clause.verb >= 0
    own, toward, link = _link(candidate, clause, cues)
    solo = "solo" if side in ("earlier", "later") else "in"
    crossed, person, sort = candidate.quoted_between, phrase.is_person_like, phrase.sort
    features = [
        f"place={place}",
        f"place={place} units={_band(candidate.units_between)}",
        f"side={side} phrases={min(candidate.phrases_between, 4)}",
        f"side={side} people={min(candidate.people_between, 3)} person={person}",
        f"sort={_sort(phrase)} side={side}",
        f"link={link}",
        f"link={link} place={place}",
        f"link={link} toward={toward} sort={sort}",
        f"link={link} toward={toward} crossed={crossed}",
        f"ending={ending} place={place}",
        f"ending={ending} link={link} side={side}",
        f"solo={solo} place={place}",
        f"solo={solo} link={link} side={side}",
        f"kind={kind} place={place}",
        f"kind={kind} link={link}",
    ]
    if _is_signed(candidate):
        features.append("signed")
    if has_verb:
        features.append(f"verbtag={units[clause.verb].tag} side={side}")
    if clause.preposition:
        features.append(f"prep={clause.preposition} side={side} s{sentences}")
    if crossed:
        features.append(f"crossed side={side}")
    if phrase.first == 0 or units[phrase.first - 1].sentence != phrase.sentence:
        features.append(f"opens-sentence side={side} s{sentences}")
    if phrase.first > 0 and units[phrase.first - 1].tag in _LEADING:
        lead = units[phrase.first - 1]
        features.append(f"lead={lead.text.lower() if lead.tag != 'QUOTED' else 'Q'} side={side}")
    pattern = _pattern(setting, candidate, cues)
    if pattern:
        features.append(f"pattern={pattern}")
        features.append(f"pattern={pattern} ending={ending}")
    first, last = _between(setting, candidate)
    verbs = min(cues.finite[last] - cues.finite[first], 3) if first < last else 0
    between = cue_bucket(max(cues.verbs[first:last], default=0.0))
    beyond = _beyond(setting, candidate, cues)
    features += [
        f"verbs={verbs} side={side} link={'yes' if has_verb else 'no'}",
        f"between={between} own={own} side={side}",
        f"between={between} verbs={verbs} sort={sort}",
        f"next={beyond} place={place}",
        f"next={beyond} link={link} side={side}",
    ]
    if previous is not None and not previous.is_nobody:
        near = setting.first == previous.passage
        if previous.source_passage == passage.index and previous.source_first == phrase.first:
            features.append(f"previous=same-phrase near={near} link={'yes' if has_verb else 'no'}")
            features.append(f"previous=same-phrase place={place}")
        elif previous.head == phrase.head:
            features.append(f"previous=same-head near={near}")
        elif phrase.form == "pronoun" and sort == "person":
            features.append(f"previous=pronoun near={near} side={side}")
        else:
            features.append(f"previous=other near={near} side={side}")
    return features


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


def _link(candidate: SourceCandidate, clause: Clause, cues: PassageCues) -> tuple[str, str, str]:
    """Name how strongly the phrase's verb reports speech, whether it stands toward the quotation, and their link."""
    if _is_signed(candidate):
        return "high", "between", "VS-high"
    if clause.verb < 0:
        return "none", "none", "no-verb"
    own = "high" if clause.preposition == "according to" else cue_bucket(cues.scores[clause.verb])
    before = candidate.side in ("before", "earlier")
    toward = "between" if before != clause.inverted else "beyond"
    return own, toward, f"{'VS' if clause.inverted else 'SV'}{'+aside' if clause.aside else ''}-{own}"


def _is_signed(candidate: SourceCandidate) -> bool:
    """Whether a dash before a name, and nothing behind it, makes it a signature: "No." ― Ada Quill."""
    phrase, units = candidate.phrase, candidate.passage.units
    if candidate.side != "after" or candidate.units_between != 1 or units[phrase.first - 1].text not in _DASHES:
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
    if candidate.side not in ("before", "after"):
        return ""
    first, last = _between(setting, candidate)
    if last - first > _LONGEST_PATTERN:
        return ""
    if _is_signed(candidate):
        return "a:V"
    return f"{candidate.side[0]}:{''.join(cues.signs[first:last])}"
