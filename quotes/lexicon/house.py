"""What a house adds to the words known here: verbs that report what somebody said, and roles that people have with it.

A `House` is a value that is passed down to whatever reads a text; the lists of the package stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from quotes.lexicon.cues import HouseVerb, Inflection, cue_verbs, inflect
from quotes.lexicon.files import read_table
from quotes.lexicon.nouns import plural_forms

__all__ = ["NO_HOUSE", "House", "HouseVerb", "RoleForm", "house_roles", "parse_verb", "read_as", "role_words"]

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_ROLE = re.compile(r"[^\W\d_]+(?:[-'’. ][^\W\d_]+)*\.?")
_ENDING = re.compile(r"[a-z]*[aeiouy][a-z]*(?:ing|(?<!e)ed)")
_NO_THIRD = ("ss", "us", "is", "as", "ias")
_REMEMBERED = 16


@dataclass(frozen=True, slots=True)
class House:
    """The words of one house.

    Attributes:
        cue_verbs: verbs that report words or thoughts in its texts.
        roles: what people are called for what they do, in lower case, words parted by one space.

    Example:
        >>> house = House.of(cue_verbs=["blusters"], roles=["Returning officer"])
        >>> house.cue_verbs[0].lemma, house.roles
        ('bluster', ('returning officer',))
    """

    cue_verbs: tuple[HouseVerb, ...] = ()
    roles: tuple[str, ...] = ()

    @classmethod
    def of(cls, *, cue_verbs: Iterable[str | HouseVerb] = (), roles: Iterable[str] = ()) -> House:
        """Return the house with these words.

        Args:
            cue_verbs: each a verb as a dictionary has it or in the third person (see `parse_verb`), or a `HouseVerb`.
            roles: words and phrases in the singular; plurals are made by rule.

        Raises:
            ValueError: one of them is no verb, or no words.
        """
        verbs = dict.fromkeys(verb if isinstance(verb, HouseVerb) else parse_verb(verb) for verb in cue_verbs)
        return cls(tuple(verbs), tuple(dict.fromkeys(map(_parse_role, roles))))

    def __bool__(self) -> bool:
        """Whether it has any words."""
        return bool(self.cue_verbs or self.roles)


NO_HOUSE = House()
"""A house without words of its own."""


class RoleForm(NamedTuple):
    """One form of a house's role.

    Attributes:
        words: its words in lower case.
        plural: whether it is the plural.
    """

    words: tuple[str, ...]
    plural: bool


def parse_verb(word: str) -> HouseVerb:
    """Return a verb of speech for a word, the verb itself or its third person.

    Raises:
        ValueError: it is not one word, or another form, from which the verb cannot be told.

    Example:
        >>> parse_verb("blusters").lemma, parse_verb("tut-tut").lemma, parse_verb("fusses").lemma
        ('bluster', 'tut-tut', 'fuss')
        >>> parse_verb("waffled")
        Traceback (most recent call last):
            ...
        ValueError: 'waffled' may be a past tense or an -ing form; give the verb itself, or its third person
    """
    form = word.strip().lower()
    if not _WORD.fullmatch(form):
        raise ValueError(f"{word!r} is not one word; give one verb")
    known = cue_verbs().get(form)
    if known is not None:
        return HouseVerb(known.lemma)
    if _ENDING.fullmatch(form):
        raise ValueError(f"{word!r} may be a past tense or an -ing form; give the verb itself, or its third person")
    return HouseVerb(_without_s(form))


def _without_s(form: str) -> str:
    """Undo the ending of the third person."""
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return form[:-2]
    if form.endswith("s") and not form.endswith(_NO_THIRD) and len(form) > 3:
        return form[:-1]
    return form


def _parse_role(words: str) -> str:
    """Return a role in lower case, its words parted by one space.

    Raises:
        ValueError: it is no words.
    """
    role = " ".join(words.lower().split())
    if not _ROLE.fullmatch(role):
        raise ValueError(f"{words!r} is no role; give words, such as 'returning officer'")
    return role


@lru_cache(maxsize=_REMEMBERED)
def read_as(verbs: tuple[HouseVerb, ...]) -> Mapping[str, Mapping[Inflection, str]]:
    """Return for each form of these verbs, in lower case, what it can be and the same form of the verb it is read as.

    A verb is read as one of ours of the same kind and strength, since the weights know ours: "blustered" as "said".

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> dict(read_as((parse_verb("blusters"),))["blustered"])
        {'past': 'said', 'participle': 'said'}
    """
    models = read_table("house_verbs.toml")
    found: dict[str, Mapping[Inflection, str]] = {}
    for verb in verbs:
        model = models["core" if verb.is_core else "rare"][verb.kind]
        forms: dict[Inflection, str] = {}
        for form, inflections in inflect(model).items():
            for inflection in inflections:
                forms.setdefault(inflection, form)
        for form, inflections in inflect(verb.lemma).items():
            found.setdefault(form, MappingProxyType({inflection: forms[inflection] for inflection in inflections}))
    return MappingProxyType(found)


@lru_cache(maxsize=_REMEMBERED)
def house_roles(roles: tuple[str, ...]) -> Mapping[str, tuple[RoleForm, ...]]:
    """Return the forms of these roles, singular and plural, longest first, by the first word of each in lower case.

    Example:
        >>> house_roles(("clerk of works",))["clerks"]
        (RoleForm(words=('clerks', 'of', 'works'), plural=True),)
    """
    found: dict[str, list[RoleForm]] = {}
    for role in roles:
        for form, plural in ((role, False), *((each, True) for each in plural_forms(role))):
            words = tuple(form.split(" "))
            found.setdefault(words[0], []).append(RoleForm(words, plural))
    return MappingProxyType(
        {first: tuple(sorted(forms, key=lambda form: -len(form.words))) for first, forms in found.items()}
    )


@lru_cache(maxsize=_REMEMBERED)
def role_words(roles: tuple[str, ...]) -> frozenset[str]:
    """Return the forms of these roles, singular and plural, in lower case.

    Example:
        >>> sorted(role_words(("teller",)))
        ['teller', 'tellers']
    """
    return frozenset(" ".join(form.words) for forms in house_roles(roles).values() for form in forms)
