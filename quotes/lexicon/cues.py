"""Expressions that report words or thoughts: verbs with all their forms, nouns, fixed phrases.

What is listed here is a prior: whether an expression reports a quotation where it stands is for its reader to score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple, cast, get_args

from quotes.lexicon.files import bad_entry, read_table, read_words

__all__ = [
    "CueForm",
    "CueKind",
    "HouseVerb",
    "Inflection",
    "cue_nouns",
    "cue_phrases",
    "cue_verbs",
    "hearing_verbs",
    "inflect",
    "parse_cue_row",
]

CueKind = Literal["speech", "thought", "writing", "manner"]
Inflection = Literal["base", "third", "past", "participle", "gerund"]

_VOWELS = frozenset("aeiou")


class CueForm(NamedTuple):
    """One form of a verb that reports words or thoughts.

    Attributes:
        lemma: the verb.
        kind: speech (say), thought (believe), writing (tweet) or manner (whisper, laugh).
        is_core: False for a verb that reports speech now and then only, or hardly ever.
        takes_clause: whether "that" and a clause can follow.
        inflections: what the form can be: "said" is past and participle, "put" is three.
    """

    lemma: str
    kind: CueKind
    is_core: bool
    takes_clause: bool
    inflections: tuple[Inflection, ...]


class HouseVerb(NamedTuple):
    """A verb that a house adds; what its fields mean is told in `CueForm`."""

    lemma: str
    kind: CueKind = "speech"
    is_core: bool = True
    takes_clause: bool = True


@cache
def cue_verbs(extra: tuple[HouseVerb, ...] = ()) -> Mapping[str, CueForm]:
    """Return verbs of communication and thought keyed by each of their forms in lower case.

    A form of two verbs (``found``) belongs to the core verb, else to the one listed first.

    Args:
        extra: verbs that a house adds; their forms are theirs, whatever else they may be.

    Raises:
        LexiconError: if a data file is malformed.

    Source: WordNet 3.0, verb.communication, first senses; core verbs written by hand; see ``data/cue_verbs.txt``.

    Example:
        >>> cue_verbs()["said"]
        CueForm(lemma='say', kind='speech', is_core=True, takes_clause=True, inflections=('past', 'participle'))
        >>> cue_verbs()["admitting"].lemma, cue_verbs()["whispers"].kind
        ('admit', 'manner')
        >>> cue_verbs((HouseVerb("harrumph"),))["harrumphed"].is_core, "harrumphed" in cue_verbs()
        (True, False)
    """
    forms: dict[str, CueForm] = {}
    if extra:
        for verb in extra:
            for form, inflections in inflect(verb.lemma).items():
                forms.setdefault(form, CueForm(*verb, inflections))
        return MappingProxyType({**cue_verbs(), **forms})
    rows = read_words("cue_verbs.txt", columns=4)
    for row in sorted(rows, key=lambda row: row[2]):
        try:
            cue = parse_cue_row(row)
        except ValueError as error:
            raise bad_entry("cue_verbs.txt", str(error)) from None
        for form, inflections in inflect(cue.lemma).items():
            forms.setdefault(form, CueForm(*cue, inflections))
    return MappingProxyType(forms)


def parse_cue_row(row: Sequence[str]) -> HouseVerb:
    """Return the verb of a row: lemma, kind, ``core`` or ``rare``, ``clause`` or ``none``.

    Raises:
        ValueError: one of the words is another.

    Example:
        >>> parse_cue_row(["harrumph", "manner", "core", "none"])
        HouseVerb(lemma='harrumph', kind='manner', is_core=True, takes_clause=False)
    """
    lemma, kind, strength, clause = row
    if kind not in get_args(CueKind) or strength not in ("core", "rare") or clause not in ("clause", "none"):
        raise ValueError(f"{lemma}: unknown kind, strength or clause: {kind}, {strength}, {clause}")
    return HouseVerb(lemma, cast(CueKind, kind), strength == "core", clause == "clause")


@cache
def cue_nouns() -> Mapping[str, CueKind]:
    """Return nouns that name an act of speech, thought or writing, keyed in lower case, with their kind.

    Plurals by rule are there too.

    Example:
        >>> cue_nouns()["claim"], cue_nouns()["beliefs"]
        ('speech', 'thought')
    """
    found: dict[str, CueKind] = {}
    nouns = read_table("cue_expressions.toml")["nouns"]
    kinds: tuple[CueKind, ...] = ("thought", "writing", "speech")
    for kind in kinds:
        for noun in nouns[kind]:
            found[noun] = kind
            found.setdefault(_add_s(noun), kind)
    return MappingProxyType(found)


@cache
def cue_phrases() -> Mapping[str, CueKind]:
    """Return fixed expressions that report words, in lower case, with their kind.

    ``x`` as a word of its own stands for whoever speaks ("as x put it": "as Mara put it", "as she put it").

    Example:
        >>> cue_phrases()["according to"], "as x put it" in cue_phrases()
        ('speech', True)
    """
    return MappingProxyType(
        {
            phrase.casefold(): cast(CueKind, kind)
            for kind, phrases in read_table("cue_expressions.toml")["phrases"].items()
            for phrase in phrases
        }
    )


@cache
def hearing_verbs() -> frozenset[str]:
    """Return the lemmas of verbs whose object hears the words, so that in the passive their subject does.

    Example:
        >>> "tell" in hearing_verbs(), "say" in hearing_verbs()
        (True, False)
    """
    return frozenset(read_table("cue_expressions.toml")["hearing"]["verbs"])


def inflect(lemma: str) -> dict[str, tuple[Inflection, ...]]:
    """Return the forms of a verb with what each can be, in lower case.

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> inflect("deny")["denied"]
        ('past', 'participle')
    """
    irregular = read_table("irregular_verbs.toml")
    doubling, either = _doubling()
    stems = [lemma]
    if lemma in doubling:
        stems = [lemma + lemma[-1]]
    elif lemma in either:
        stems = [lemma, lemma + lemma[-1]]
    past = [_add_ed(stem, lemma) for stem in stems]
    past, participle = irregular["forms"].get(lemma, (past, past))
    gerund = irregular["gerunds"].get(lemma)
    gerunds = [gerund] if gerund else [_add_ing(stem, lemma) for stem in stems]
    forms: dict[str, list[Inflection]] = {}
    for inflection, words in (
        ("base", [lemma]),
        ("third", [_add_s(lemma)]),
        ("past", past),
        ("participle", participle),
        ("gerund", gerunds),
    ):
        for word in words:
            forms.setdefault(word, []).append(cast(Inflection, inflection))
    return {form: tuple(inflections) for form, inflections in forms.items()}


@cache
def _doubling() -> tuple[frozenset[str], frozenset[str]]:
    """Return the verbs that double their last letter before -ed and -ing, and those that may."""
    words = read_table("irregular_verbs.toml")["doubling"]
    return frozenset(words["words"]), frozenset(words["either"])


def _add_s(word: str) -> str:
    """Return the third person of a verb or the plural of a noun."""
    if word == "quiz":
        return "quizzes"
    if word.endswith(("s", "x", "z", "ch", "sh")) or word in ("go", "echo", "veto", "torpedo"):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _add_ed(stem: str, lemma: str) -> str:
    """Return the regular past of a verb; the stem has its last letter doubled where the verb asks for it."""
    if stem.endswith("e"):
        return stem + "d"
    if stem == lemma and stem.endswith("y") and stem[-2:-1] not in _VOWELS:
        return stem[:-1] + "ied"
    return stem + "ed"


def _add_ing(stem: str, lemma: str) -> str:
    """Return the regular -ing form of a verb."""
    if stem.endswith("ie"):
        return stem[:-2] + "ying"
    if stem == lemma and stem.endswith("e") and not stem.endswith(("ee", "ye", "oe")):
        return stem[:-1] + "ing"
    return stem + "ing"
