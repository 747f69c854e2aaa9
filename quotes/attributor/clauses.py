"""The verb a phrase goes with, and how strongly that verb reports speech."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quotes.language.lemmas import lemma_of
from quotes.language.passages import Passage, Unit
from quotes.lexicon import cue_verbs, hearing_verbs

__all__ = [
    "Clause",
    "clause_of",
    "cue_bucket",
    "find_clause",
    "find_particle",
    "name_with_particle",
    "score_cue",
    "score_verb",
    "score_word",
]

_AUXILIARIES = frozenset({"be", "have", "do", "get"})
_SKIPPED = frozenset({"RB", "RBR", "RP", "MD", "EX"})
_COMPLEMENT = frozenset({"DT", "PRP$", "JJ", "NN", "NNS", "NNP", "NNPS", "CD", "POS"})
_OPENS_CLAUSE = frozenset(
    {
        *("and", "but", "as", "that", "because", "while", "when", "if"),
        *("than", "like", "or", "so", "although", "though", "after", "before"),
    }
)
_OBJECT = frozenset({"DT", "PRP", "PRP$", "JJ", "NN", "NNS", "NNP", "NNPS", "CD"})
_ENDS_OBJECT = frozenset({"VBD", "VBZ", "VBP", "MD", "QUOTED", ";", ":"})
_MAX_OBJECT = 14
_MAX_SKIPPED = 4
_MAX_ASIDE = 18


class Clause(NamedTuple):
    """How a phrase stands to the verbs beside it.

    Attributes:
        verb: position of the main verb whose subject the phrase seems to be, or -1.
        verb_first: position of the first word of that verb's group (an auxiliary), or -1.
        inverted: whether the verb stands before the phrase ("said Quill").
        aside: whether a relative clause or another aside stands between phrase and verb.
        preposition: the lower-case word before the phrase where it is a preposition or conjunction, else "".
        governor: position of a noun or verb that the preposition hangs on, or -1.
        relays: whether the verb only passes on what its object says ("quoted Quill as saying"), or the phrase hears it
            ("Quill was told"); ``verb`` is then -1.
    """

    verb: int
    verb_first: int
    inverted: bool
    aside: bool
    preposition: str
    governor: int
    relays: bool = False


def clause_of(passage: Passage, first: int, last: int) -> Clause:
    """Return what `find_clause` does for a phrase of a passage, worked out once while that is remembered."""
    key = ("clause", first, last)
    clause: Clause | None = passage.notes.get(key)
    if clause is None:
        clause = passage.notes[key] = find_clause(passage.units, first, last)
    return clause


def find_clause(units: Sequence[Unit], first: int, last: int) -> Clause:
    """Read the clause around the phrase at units ``first`` to ``last`` (exclusive)."""
    preposition, governor = "", -1
    if first > 0 and units[first - 1].tag in ("IN", "TO", "CC", "VBG") and not units[first - 1].is_quoted:
        preposition = units[first - 1].text.lower()
        if first > 1 and units[first - 1].tag in ("IN", "TO"):
            governor = first - 2
    if preposition == "to" and governor >= 0 and units[governor].text.lower() == "according":
        return Clause(governor, governor, False, False, "according to", governor)
    has_apposition = last - first > 1 and "," in [unit.text for unit in units[first:last]]
    verb, verb_first, aside = _verb_after(units, last, has_apposition)
    if verb >= 0 and _hears(units, verb_first, verb):
        return Clause(-1, -1, False, False, preposition, governor, True)
    if verb >= 0 and (not preposition or preposition in _OPENS_CLAUSE):
        if _quotes_another(units, verb_first, verb):
            return Clause(-1, -1, False, False, preposition, governor, True)
        return Clause(verb, verb_first, False, aside, preposition, governor)
    before = _verb_before(units, first)
    if before >= 0:
        return Clause(before, before, True, False, preposition, governor)
    return Clause(verb, verb_first, False, aside, preposition, governor)


def _hears(units: Sequence[Unit], verb_first: int, verb: int) -> bool:
    """Whether the subject of a verb group hears what is said: "was told", "has been warned"."""
    if units[verb].tag not in ("VBN", "VBD") or lemma_of(units[verb].text, units[verb].tag) not in hearing_verbs():
        return False
    return any(lemma_of(unit.text, unit.tag) in ("be", "get") for unit in units[verb_first:verb])


def _quotes_another(units: Sequence[Unit], verb_first: int, verb: int) -> bool:
    """Whether a verb's object, and not its subject, says something: "quoted the mayor as saying"."""
    if verb + 1 >= len(units) or units[verb + 1].tag not in _OBJECT:
        return False
    for position in range(verb + 2, min(len(units) - 1, verb + _MAX_OBJECT)):
        unit = units[position]
        if unit.tag in _ENDS_OBJECT:
            return False
        if unit.text == "as" and units[position + 1].tag == "VBG":
            form = cue_verbs().get(units[position + 1].text.lower())
            is_passive = any(lemma_of(other.text, other.tag) == "be" for other in units[verb_first:verb])
            return form is not None and form.takes_clause and not is_passive
    return False


def _verb_after(units: Sequence[Unit], last: int, has_apposition: bool) -> tuple[int, int, bool]:
    size = len(units)
    if last + 1 < size and units[last].text.lower() == "as" and units[last + 1].tag == "VBG":
        return last + 1, last + 1, False  # "quoted Quill as saying"
    last = _skip_complement(units, last)
    position, skipped, aside = last, 0, False
    while position < size and skipped <= _MAX_SKIPPED:
        unit = units[position]
        if unit.tag.startswith("VB") and unit.tag not in ("VBG",):
            return *_main_verb(units, position), aside
        if unit.tag in _SKIPPED:
            position += 1
            skipped += 1
            continue
        if has_apposition and unit.text == "," and position + 1 < size and _opens_verb_group(units, position + 1):
            position += 1  # the comma that closes an apposition
            continue
        if unit.text in (",", "—", "–", "(", "-") and not aside:
            close = _end_of_aside(units, position)
            if close < 0:
                return -1, -1, False
            position, aside = close, True
            continue
        if unit.tag in ("WP", "WDT") and not aside:
            aside = True
            position += 1
            continue
        return -1, -1, False
    return -1, -1, False


def _skip_complement(units: Sequence[Unit], last: int) -> int:
    """Return the position after "of Tesh" or "from the council", where that stands before a comma or a verb."""
    if last >= len(units) or units[last].text.lower() not in ("of", "from", "in", "at", "for"):
        return last
    position = last + 1
    while position < len(units) and position - last < 7 and units[position].tag in _COMPLEMENT:
        position += 1
    ends = position < len(units) and position > last + 1
    return position if ends and (units[position].text == "," or units[position].tag.startswith("VB")) else last


def _opens_verb_group(units: Sequence[Unit], position: int) -> bool:
    """Whether a finite verb, maybe after an adverb, stands at ``position``."""
    if units[position].tag == "RB" and position + 1 < len(units):
        position += 1
    return units[position].tag in ("VBD", "VBZ", "VBP", "MD")


def _end_of_aside(units: Sequence[Unit], start: int) -> int:
    """Return the position after the comma that closes the aside opened at ``start``, or -1."""
    close = ")" if units[start].text == "(" else units[start].text
    sentence = units[start].sentence
    for position in range(start + 1, min(len(units), start + _MAX_ASIDE)):
        unit = units[position]
        if unit.sentence != sentence or unit.is_quoted:
            return -1
        if unit.text == close:
            after = units[position + 1] if position + 1 < len(units) else None
            if after is not None and (after.tag.startswith("VB") or after.tag in _SKIPPED):
                return position + 1
    return -1


def _main_verb(units: Sequence[Unit], position: int) -> tuple[int, int]:
    """Return the last verb of the group that begins at ``position`` ("has also accused"), and its first."""
    first = main = position
    here = position + 1
    while here < len(units) and here - position < 6:
        unit = units[here]
        if unit.tag.startswith("VB") and lemma_of(units[main].text, units[main].tag) in _AUXILIARIES:
            main = here
        elif unit.tag not in _SKIPPED:
            break
        here += 1
    return main, first


def _verb_before(units: Sequence[Unit], first: int) -> int:
    position = first - 1
    if position >= 0 and units[position].tag in ("RB", "RP"):
        position -= 1
    if position < 0:
        return -1
    unit = units[position]
    if position > 0 and lemma_of(units[position - 1].text, units[position - 1].tag) in _AUXILIARIES:
        return -1  # "has warned Otto": nobody inverts a perfect tense
    if unit.tag in ("VBD", "VBZ", "VBP", "VBN", "VB") and not unit.is_quoted:
        for before in range(position - 1, max(-1, position - 4), -1):
            other = units[before]
            if other.tag in ("NN", "NNS", "NNP", "PRP", "WP", "NNPS") or other.tag == "TO" or other.tag == "MD":
                return -1  # "I asked Harris": the verb has a subject of its own
            if not other.tag.startswith(("VB", "RB")):
                break
        return position
    return -1


def score_cue(unit: Unit, scores: Mapping[str, float]) -> float:
    """Return how often the unit's lemma reports speech, 0 to 1, by the learned ``scores``; 0 for a word never seen."""
    return score_word(unit.text, unit.tag, "", scores)


def score_word(text: str, tag: str, particle: str, scores: Mapping[str, float]) -> float:
    """Return how often a word reports speech, 0 to 1: of a verb with a particle, in lower case, the two or it alone.

    Example:
        >>> score_word("pointed", "VBD", "out", {"point": 0.1, "point out": 0.8})
        0.8
    """
    if tag.startswith("VB") or tag.startswith("NN") or tag in ("IN", "JJ"):
        lemma = lemma_of(text, tag)
        score = scores.get(f"{lemma} {particle}") if particle else None
        return scores.get(lemma, 0.0) if score is None else score
    return 0.0


def score_verb(units: Sequence[Unit], position: int, scores: Mapping[str, float]) -> float:
    """Return how often a verb with the particle behind it ("put it", "pointed out") reports speech, or it alone."""
    unit, follower = units[position], find_particle(units, position)
    return score_word(unit.text, unit.tag, "" if follower is None else follower.text.lower(), scores)


def find_particle(units: Sequence[Unit], position: int) -> Unit | None:
    """Return the unit behind a verb where the two may be one expression: a particle, a preposition or "it"."""
    if position + 1 >= len(units) or not units[position].tag.startswith("VB"):
        return None
    follower = units[position + 1]
    return follower if follower.tag in ("RP", "IN") or follower.text == "it" else None


def name_with_particle(lemma: str, follower: Unit) -> str:
    """Return the name under which a verb with its particle has a score."""
    return f"{lemma} {follower.text.lower()}"


def cue_bucket(score: float) -> str:
    """Return the name of the band a cue score falls in.

    Example:
        >>> cue_bucket(0.9), cue_bucket(0.2), cue_bucket(0.0)
        ('high', 'low', 'none')
    """
    if score >= 0.75:
        return "high"
    if score >= 0.4:
        return "some"
    if score >= 0.08:
        return "low"
    return "none" if score < 0.01 else "faint"
