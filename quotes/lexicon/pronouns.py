"""Pronouns and what they say about whoever is meant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from quotes.lexicon.files import bad_entry, read_table

__all__ = ["Pronoun", "PronounKind", "pronouns"]

PronounKind = Literal["personal", "relative", "demonstrative", "indefinite", "reciprocal", "interrogative"]
PronounCase = Literal["subject", "object", "possessive", "reflexive"]

_FILE = "pronouns.toml"


class Pronoun(NamedTuple):
    """One form of a pronoun.

    Attributes:
        form: the form, as written within a sentence.
        kind: personal, relative and so on.
        person: 1, 2 or 3.
        number: singular or plural, or None where the form is both (you, they, who).
        gender: male, female or neuter, or None where the form says nothing.
        cases: what it can be in a clause; several for "her" and "it".
    """

    form: str
    kind: PronounKind
    person: int
    number: Literal["singular", "plural"] | None
    gender: Literal["male", "female", "neuter"] | None
    cases: tuple[PronounCase, ...]

    @property
    def is_subject(self) -> bool:
        """Whether the form can be the subject of a clause, and so stand beside a reporting verb."""
        return "subject" in self.cases


@cache
def pronouns() -> Mapping[str, Pronoun]:
    """Return every pronoun keyed by its form in lower case ("i", "her", "no one").

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> pronouns()["she"].gender, pronouns()["her"].cases
        ('female', ('object', 'possessive'))
    """
    found = {}
    for entry in read_table(_FILE).get("pronoun", []):
        try:
            pronoun = Pronoun(
                entry["form"],
                entry["kind"],
                entry["person"],
                entry.get("number"),
                entry.get("gender"),
                tuple(entry["cases"]),
            )
        except KeyError as error:
            raise bad_entry(_FILE, f"a [[pronoun]] has no {error}: {entry}") from error
        found[pronoun.form.casefold()] = pronoun
    return MappingProxyType(found)
