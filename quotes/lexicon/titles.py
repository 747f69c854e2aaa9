"""Titles before a name, what may follow a name, and the small words inside a surname."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from quotes.lexicon.files import Gender, bad_entry, read_table

__all__ = [
    "Honorific",
    "HonorificKind",
    "given_name_honorifics",
    "honorifics",
    "joined_particles",
    "name_particles",
    "name_suffixes",
    "particles_also_given",
]

HonorificKind = Literal["courtesy", "academic", "noble", "religious", "kin", "military", "police", "legal", "office"]

_FILE = "honorifics.toml"


class Honorific(NamedTuple):
    """A title that stands before a name.

    Attributes:
        form: as it is usually written, without a final full stop.
        kind: the walk of life it comes from.
        gender: the gender it carries, or None.
    """

    form: str
    kind: HonorificKind
    gender: Gender | None


@cache
def honorifics() -> Mapping[str, Honorific]:
    """Return titles keyed by their form in lower case, words parted by one space, without any full stop.

    Titles of several words are there too ("prime minister", "lt col").

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> honorifics()["mrs"]
        Honorific(form='Mrs', kind='courtesy', gender='female')
        >>> honorifics()["prime minister"].kind
        'office'
    """
    found: dict[str, Honorific] = {}
    for group in read_table(_FILE).get("honorific", []):
        kind, gender = group.get("kind"), group.get("gender")
        if kind not in get_args(HonorificKind) or gender not in (None, "male", "female"):
            raise bad_entry(_FILE, f"an [[honorific]] has the kind {kind!r}, the gender {gender!r}")
        for form in group["forms"]:
            found.setdefault(form.casefold().replace(".", ""), Honorific(form, kind, gender))
    return MappingProxyType(found)


@cache
def given_name_honorifics() -> frozenset[str]:
    """Return the titles after which a single name may be a given name (sir, aunt, prince), keyed as in `honorifics`.

    Example:
        >>> "aunt" in given_name_honorifics(), "mr" in given_name_honorifics()
        (True, False)
    """
    rule = read_table(_FILE)["with_given"]
    forms = {form.casefold() for form in rule["forms"]}
    return frozenset(key for key, title in honorifics().items() if key in forms or title.kind in rule["kinds"])


@cache
def name_suffixes() -> Mapping[str, str]:
    """Return what may follow a name (Jr, III, PhD, MP), keyed in lower case without full stops; the value is the kind.

    Example:
        >>> name_suffixes()["jr"], name_suffixes()["phd"]
        ('generation', 'degree')
    """
    return MappingProxyType(
        {
            form.casefold().replace(".", ""): group["kind"]
            for group in read_table(_FILE)["suffix"]
            for form in group["forms"]
        }
    )


@cache
def name_particles() -> frozenset[str]:
    """Return the words that belong to the surname after them, in lower case (de, van, bin).

    Example:
        >>> "van" in name_particles()
        True
    """
    return frozenset(read_table(_FILE)["particles"]["words"])


@cache
def joined_particles() -> tuple[str, ...]:
    """Return what is joined to the front of a surname, in lower case (al-, o', d').

    Example:
        >>> "al-assad".startswith(joined_particles())
        True
    """
    return tuple(read_table(_FILE)["particles"]["joined"])


@cache
def particles_also_given() -> frozenset[str]:
    """Return the particles that are given names where they stand first with a capital, in lower case (al, ben).

    Example:
        >>> "al" in particles_also_given(), "von" in particles_also_given()
        (True, False)
    """
    return frozenset(read_table(_FILE)["particles"]["also_given"])
