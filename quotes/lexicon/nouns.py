"""Nouns for whoever or whatever can speak: persons, groups, documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from quotes.lexicon.files import Gender, bad_entry, read_table, read_words

__all__ = ["NounForm", "document_nouns", "group_nouns", "person_nouns", "plural_forms"]

_PLURALS = {
    "person": ("people", "persons"),
    "child": ("children",),
    "wife": ("wives",),
    "midwife": ("midwives",),
    "housewife": ("housewives",),
    "fishwife": ("fishwives",),
    "thief": ("thieves",),
    "wolf": ("wolves",),
    "elf": ("elves",),
    "dwarf": ("dwarfs", "dwarves"),
    "alumnus": ("alumni",),
}
_WHOLE = ("staff", "people", "police", "personnel", "folk", "media", "clergy", "authorities", "data")
_NOT_MEN = ("human", "shaman", "german", "roman", "norman", "mussulman", "talisman")


class NounForm(NamedTuple):
    """One form of a noun, singular or plural.

    Attributes:
        lemma: the singular, words parted by one space.
        plural: whether this form is the plural.
        gender: of the persons it names, or None.
    """

    lemma: str
    plural: bool
    gender: Gender | None


@cache
def person_nouns() -> Mapping[str, NounForm]:
    """Return nouns for persons keyed by form, singular and plural, in lower case, words parted by one space.

    Compounds are listed only where the noun that counts does not stand last ("chief of staff"): of "police officer"
    look up "officer".

    Raises:
        LexiconError: if the data file is malformed.

    Source: WordNet 3.0, noun.person, first senses; see the header of ``data/person_nouns.txt``.

    Example:
        >>> person_nouns()["spokeswoman"]
        NounForm(lemma='spokeswoman', plural=False, gender='female')
        >>> person_nouns()["ministers"]
        NounForm(lemma='minister', plural=True, gender=None)
        >>> "minister" in person_nouns(), "table" in person_nouns()
        (True, False)
    """
    genders: dict[str, Gender | None] = {"male": "male", "female": "female", "any": None}
    forms: dict[str, NounForm] = {}
    plurals: dict[str, NounForm] = {}
    for lemma, gender in read_words("person_nouns.txt", columns=2):
        if gender not in genders:
            raise bad_entry("person_nouns.txt", f"{lemma}: the gender {gender!r} is not male, female or any")
        forms[lemma] = NounForm(lemma, False, genders[gender])
        for plural in _plurals(lemma):
            plurals[plural] = NounForm(lemma, True, genders[gender])
    return MappingProxyType(plurals | forms)


@cache
def group_nouns() -> Mapping[str, NounForm]:
    """Return nouns for groups keyed by form, singular and plural, in lower case.

    Source: WordNet 3.0, noun.group, first senses; see the header of ``data/group_nouns.txt``.

    Example:
        >>> group_nouns()["committees"]
        NounForm(lemma='committee', plural=True, gender=None)
    """
    return _with_plurals(lemma for (lemma,) in read_words("group_nouns.txt"))


@cache
def document_nouns() -> Mapping[str, NounForm]:
    """Return nouns for documents and recordings that speak for someone, keyed by form, in lower case.

    Example:
        >>> document_nouns()["lawsuit"].plural, document_nouns()["statements"].lemma
        (False, 'statement')
    """
    return _with_plurals(read_table("cue_expressions.toml")["documents"]["words"])


def _with_plurals(lemmas: Iterator[str] | list[str]) -> Mapping[str, NounForm]:
    """Return a noun form for each lemma and for its plurals; a listed lemma is never read as another's plural."""
    forms: dict[str, NounForm] = {}
    plurals: dict[str, NounForm] = {}
    for lemma in lemmas:
        forms[lemma] = NounForm(lemma, False, None)
        for plural in _plurals(lemma):
            plurals[plural] = NounForm(lemma, True, None)
    return MappingProxyType(plurals | forms)


def plural_forms(noun: str) -> tuple[str, ...]:
    """Return the plurals of a noun, of one word or of several, by rule.

    Example:
        >>> plural_forms("returning officer"), plural_forms("clerk of works")
        (('returning officers',), ('clerks of works',))
    """
    return _plurals(noun)


def _plurals(lemma: str) -> tuple[str, ...]:
    """Return the plurals of a noun by rule; of "head of state" and "attorney general" the first word changes."""
    if " " in lemma or "-" in lemma:
        return _plurals_of_compound(lemma)
    last = lemma[-1]
    if last not in "nedfsxzhyoak":
        return (lemma + "s",)
    if lemma.endswith(_WHOLE):
        return ()
    if last == "n" and lemma.endswith("man") and not lemma.endswith(_NOT_MEN):
        return (lemma[:-3] + "men",)
    if lemma in _PLURALS:
        return _PLURALS[lemma]
    if lemma.endswith(("person", "child")):
        cut = -6 if last == "n" else -5
        return tuple(lemma[:cut] + plural for plural in _PLURALS[lemma[cut:]])
    if lemma.endswith(("s", "x", "z", "ch", "sh", "hero")):
        return (lemma + "es",)
    if last == "y" and lemma[-2:-1] not in "aeiou":
        return (lemma[:-1] + "ies",)
    return (lemma + "s",)


def _plurals_of_compound(lemma: str) -> tuple[str, ...]:
    """Return the plurals of a noun of several words or parts."""
    first, space, rest = lemma.partition(" ")
    if space and rest.startswith(("of ", "in ", "at ", "for ", "to ")):
        return tuple(f"{plural} {rest}" for plural in _plurals(first))
    if rest in ("general", "elect", "emeritus", "laureate"):
        return (*(f"{plural} {rest}" for plural in _plurals(first)), f"{lemma}s")
    if lemma.endswith("-in-law"):
        return tuple(f"{plural}-in-law" for plural in _plurals(lemma[:-7]))
    if lemma.endswith("-by"):
        return (lemma[:-3] + "s-by",)
    cut = max(lemma.rfind(" "), lemma.rfind("-")) + 1
    return tuple(lemma[:cut] + plural for plural in _plurals(lemma[cut:])) if cut < len(lemma) else ()
