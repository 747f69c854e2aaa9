"""Named features of a candidate source: everything the ranker may look at, in words that evidence can repeat.

A feature is a name; it is there or not. Weights for the names are data (`quotes.attributor.ranking`), learned by
`quotes.training`. A name that has no weight counts for nothing, so features can be added before weights for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quotes.attributor.candidates import Setting, SourceCandidate
from quotes.attributor.clauses import Clause, cue_bucket, find_clause, score_cue
from quotes.attributor.doubtful import speech_chance
from quotes.language.lemmas import lemma_of
from quotes.language.passages import Passage, Unit
from quotes.model import Quotation

__all__ = ["Previous", "describe_candidate", "describe_nobody"]

_COARSE = {
    "NNP": "N", "NNPS": "N", "NN": "n", "NNS": "n", "PRP": "p", "PRP$": "d", "DT": "d", "IN": "i", "TO": "t", "RB": "r",
    "JJ": "j", "CC": "c", ",": ",", ".": ".", ":": ":", "MD": "m", "WP": "w", "WDT": "w", "POS": "s", "QUOTED": "Q",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Previous:
    """The decision for the quotation before: where its source stands and what it was."""

    passage: int
    source_passage: int
    source_first: int
    head: str
    is_nobody: bool


def describe_candidate(
    setting: Setting, candidate: SourceCandidate, cues: Mapping[str, float], previous: Previous | None
) -> list[str]:
    """Return the names of the features a candidate has."""
    phrase, units = candidate.phrase, candidate.passage.units
    side = candidate.side
    clause = find_clause(units, phrase.first, phrase.last)
    sentences = min(candidate.sentences_away, 3)
    place = f"{side}{candidate.paragraphs_away if side == 'earlier' else ''}|s{sentences}"
    pronoun = f"pronoun-{phrase.head}" if phrase.form == "pronoun" else phrase.form
    sort = f"{phrase.sort}-{pronoun}"
    verb = _verb_band(units, clause, cues)
    ending = _ending(setting)
    solo = "solo" if _is_alone(setting, candidate) else "in"
    toward = _stands_toward(candidate, clause)
    is_signed = _is_signed(candidate)
    if is_signed:
        verb, toward = "high", "between"
    link = (
        "VS-high"
        if is_signed
        else (
            f"{'VS' if clause.inverted else 'SV'}{'+aside' if clause.aside else ''}-{verb}"
            if clause.verb >= 0
            else "no-verb"
        )
    )
    features = [
        f"place={place}",
        f"place={place} units={_band(candidate.units_between)}",
        f"side={side} phrases={min(candidate.phrases_between, 4)}",
        f"side={side} people={min(candidate.people_between, 3)} person={phrase.is_person_like}",
        f"sort={sort}",
        f"sort={sort} side={side}",
        f"link={link}",
        f"link={link} place={place}",
        f"link={link} toward={toward} sort={phrase.sort}",
        f"link={link} toward={toward} crossed={candidate.quoted_between}",
        f"ending={ending} place={place}",
        f"ending={ending} link={link} side={side}",
        f"solo={solo} place={place}",
        f"solo={solo} link={link} side={side}",
        f"kind={setting.quotation.kind} place={place}",
        f"kind={setting.quotation.kind} link={link}",
    ]
    if clause.verb >= 0:
        lemma = lemma_of(units[clause.verb].text, units[clause.verb].tag)
        features.append(f"verb={lemma}")
        features.append(f"verbtag={units[clause.verb].tag} side={side}")
    if clause.preposition:
        features.append(f"prep={clause.preposition}")
        features.append(f"prep={clause.preposition} side={side} s{sentences}")
        if clause.governor >= 0:
            features.append(f"prep={clause.preposition} governor={cue_bucket(score_cue(units[clause.governor], cues))}")
    after = units[phrase.last] if phrase.last < len(units) else None
    if after is not None and after.tag == "POS":
        features.append("possessive")
        noun = units[phrase.last + 1] if phrase.last + 1 < len(units) else None
        if noun is not None:
            features.append(f"possessive noun={cue_bucket(score_cue(noun, cues))}")
    if candidate.quoted_between:
        features.append(f"crossed side={side}")
    if phrase.first == 0 or units[phrase.first - 1].sentence != phrase.sentence:
        features.append(f"opens-sentence side={side} s{sentences}")
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
    pattern = _pattern(setting, candidate, cues)
    if pattern:
        features.append(f"pattern={pattern}")
        features.append(f"pattern={pattern} ending={ending}")
    lead = units[phrase.first - 1] if phrase.first > 0 else None
    if lead is not None and lead.tag in _LEADING:
        features.append(f"lead={lead.text.lower() if lead.tag != 'QUOTED' else 'Q'} side={side}")
    verbs = _count_verbs(setting, candidate)
    cue_between = _best_cue_between(setting, candidate, cues)
    features.append(f"verbs={min(verbs, 3)} side={side} link={'yes' if clause.verb >= 0 else 'no'}")
    features.append(f"between={cue_bucket(cue_between)} own={verb} side={side}")
    features.append(f"between={cue_bucket(cue_between)} verbs={min(verbs, 3)} sort={phrase.sort}")
    features.append(f"next={_what_follows(setting, candidate, cues)} place={place}")
    features.append(f"next={_what_follows(setting, candidate, cues)} link={link} side={side}")
    if previous is not None and not previous.is_nobody:
        near = setting.first == previous.passage
        if previous.source_passage == candidate.passage.index and previous.source_first == phrase.first:
            features.append(f"previous=same-phrase near={near} link={'yes' if clause.verb >= 0 else 'no'}")
            features.append(f"previous=same-phrase place={place}")
        elif previous.head == phrase.head:
            features.append(f"previous=same-head near={near}")
        elif phrase.form == "pronoun" and phrase.sort == "person":
            features.append(f"previous=pronoun near={near} side={side}")
        else:
            features.append(f"previous=other near={near} side={side}")
    return features


def describe_nobody(
    setting: Setting,
    passage: Passage,
    cues: Mapping[str, float],
    candidates: Sequence[SourceCandidate],
    previous: Previous | None,
) -> list[str]:
    """Return the names of the features that speak for nobody near naming the source."""
    quotation = setting.quotation
    size = sum(span.end - span.start for span in quotation.spans)
    units = passage.units
    sentence = units[setting.first_unit].sentence if setting.first_unit >= 0 else 0
    near = max(
        (
            score_cue(unit, cues)
            for unit in units
            if unit.sentence == sentence and not unit.is_quoted and unit.tag.startswith("VB")
        ),
        default=0.0,
    )
    anywhere = max(
        (score_cue(unit, cues) for unit in units if not unit.is_quoted and unit.tag.startswith("VB")), default=0.0
    )
    alone = passage.is_quoted_only
    ending = _ending(setting)
    features = [
        "nobody",
        f"nobody size={_band(size // 6)}",
        f"nobody kind={quotation.kind} size={_band(size // 6)}",
        f"nobody near={cue_bucket(near)} alone={alone}",
        f"nobody anywhere={cue_bucket(anywhere)} alone={alone}",
        f"nobody ending={ending} alone={alone}",
        f"nobody kind={quotation.kind} ending={ending}",
        f"nobody opens={setting.first_unit == 0}",
        f"nobody candidates={bool(candidates)}",
    ]
    chance = _chance_band(quotation)
    features.append(f"nobody chance={chance}")
    features.append(f"nobody chance={chance} near={cue_bucket(near)}")
    features.append(f"nobody chance={chance} ending={ending}")
    right = _coarse(units[setting.first_unit + 1], cues) if setting.first_unit + 1 < len(units) else "end"
    left = _coarse(units[setting.first_unit - 1], cues) if setting.first_unit > 0 else "start"
    features.append(f"nobody before={left} follows={right}")
    features.append(f"nobody before={left} chance={chance}")
    if setting.first_unit > 0:
        word = units[setting.first_unit - 1]
        if word.tag in _LEADING_IN:
            features.append(f"nobody word={lemma_of(word.text, word.tag)}")
            features.append(f"nobody cue={cue_bucket(score_cue(word, cues))} tag={word.tag} size={_band(size // 6)}")
    if previous is not None:
        before = "nobody" if previous.is_nobody else "somebody"
        near, follows = setting.first == previous.passage, setting.first == previous.passage + 1
        features.append(f"nobody previous={before} near={near} alone={alone}")
        features.append(f"nobody previous={before} next-paragraph={follows} alone={alone}")
    return features


def _chance_band(quotation: Quotation) -> str:
    chance = speech_chance(quotation)
    for name, limit in (("a", 0.35), ("b", 0.5), ("c", 0.7), ("d", 0.85), ("e", 0.95), ("f", 0.99)):
        if chance < limit:
            return name
    return "g"


_DASHES = frozenset({"-", "--", "–", "—", "―", "‒"})
_LEADING = frozenset({"IN", "TO", "WP", "WDT", "WRB", "CC", ",", ":", "QUOTED", "DT", "RB"})
_LEADING_IN = frozenset(
    ["IN", "TO", "DT", "PRP$", "VBD", "VBN", "VBG", "VBZ", "VB", "VBP", "CC", "WDT", "WP", "RB", "NN", "NNS"]
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def _is_signed(candidate: SourceCandidate) -> bool:
    """Whether a dash before a name, and nothing behind it, makes it a signature: "No." ― Ada Quill."""
    phrase, units = candidate.phrase, candidate.passage.units
    if candidate.side != "after" or candidate.units_between != 1 or units[phrase.first - 1].text not in _DASHES:
        return False
    rest = units[phrase.last : phrase.last + 2]
    if rest and rest[0].text in ".,":
        rest = rest[1:]
    return phrase.is_person_like and (not rest or rest[0].is_quoted)


def _stretch_between(setting: Setting, candidate: SourceCandidate) -> Sequence[Unit]:
    phrase, units = candidate.phrase, candidate.passage.units
    if candidate.side == "before":
        return units[phrase.last : setting.first_unit]
    if candidate.side == "after":
        return units[setting.last_unit + 1 : phrase.first]
    if candidate.side == "earlier":
        return units[phrase.last :]
    return units[: phrase.first]


def _count_verbs(setting: Setting, candidate: SourceCandidate) -> int:
    return sum(unit.tag in _FINITE for unit in _stretch_between(setting, candidate))


def _best_cue_between(setting: Setting, candidate: SourceCandidate, cues: Mapping[str, float]) -> float:
    return max(
        (score_cue(unit, cues) for unit in _stretch_between(setting, candidate) if unit.tag.startswith("VB")),
        default=0.0,
    )


def _what_follows(setting: Setting, candidate: SourceCandidate, cues: Mapping[str, float]) -> str:
    """Name the two units on the other side of the quotation: an attribution of its own may stand there."""
    units = candidate.passage.units
    if candidate.side == "before":
        beyond = units[setting.last_unit + 1 : setting.last_unit + 3]
        return "".join(_coarse(unit, cues) for unit in beyond) or "end"
    if candidate.side == "after":
        beyond = units[max(0, setting.first_unit - 2) : setting.first_unit]
        return "".join(_coarse(unit, cues) for unit in beyond) or "start"
    return "far"


def _verb_band(units: Sequence[Unit], clause: Clause, cues: Mapping[str, float]) -> str:
    if clause.verb < 0:
        return "none"
    if clause.preposition == "according to":
        return "high"
    return cue_bucket(score_cue(units[clause.verb], cues))


def _ending(setting: Setting) -> str:
    """Name how a quotation ends and whether it opens with a capital: what decides if the sentence goes on."""
    return f"{setting.ending}{'A' if setting.opens_capital else 'a'}"


def _is_alone(setting: Setting, candidate: SourceCandidate) -> bool:
    return candidate.side in ("earlier", "later")


def _stands_toward(candidate: SourceCandidate, clause: Clause) -> str:
    """Whether the verb stands between phrase and quotation."""
    if clause.verb < 0:
        return "none"
    before = candidate.side in ("before", "earlier")
    return "between" if before != clause.inverted else "beyond"


def _band(count: int) -> str:
    """Name a count by its power of two."""
    return str(count) if count < 3 else f"{1 << (count.bit_length() - 1)}+"


def _pattern(setting: Setting, candidate: SourceCandidate, cues: Mapping[str, float]) -> str:
    """Write down what stands between a phrase and a quotation beside it, where it is short."""
    phrase, units = candidate.phrase, candidate.passage.units
    if candidate.side == "before":
        between = units[phrase.last : setting.first_unit]
    elif candidate.side == "after":
        between = units[setting.last_unit + 1 : phrase.first]
    else:
        return ""
    if len(between) > 5:
        return ""
    if candidate.units_between == 1 and _is_signed(candidate):
        return "a:V"
    return candidate.side[0] + ":" + "".join(_coarse(unit, cues) for unit in between)


def _coarse(unit: Unit, cues: Mapping[str, float]) -> str:
    if unit.tag.startswith("VB"):
        return {"high": "V", "some": "V", "low": "v", "faint": "u", "none": "u"}[cue_bucket(score_cue(unit, cues))]
    return _COARSE.get(unit.tag, "x")
