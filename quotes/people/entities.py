"""One speaker of a document and one form of a name, while the document is being read."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from quotes.lexicon import honorifics
from quotes.model import Gender, RosterEntry, SpeakerKind
from quotes.people.likeness import is_person_like
from quotes.people.names import PersonName, gender_of_name, is_rare_given_name, normalize_name, parse_name
from quotes.spans import Span

__all__ = [
    "Entity",
    "Form",
    "Namesakes",
    "display_name",
    "form_key",
    "fullness",
    "is_likely",
    "lone_surname",
    "name_tokens",
    "skeleton",
    "sure_gender",
    "titles_conflict",
]

_SURE_PRONOUNS = 3
_TOLD_BY_NAME = 3
"""How many pronouns a given name's usual gender counts for."""
_LIKELY_NAME = 0.5
_LIKELY_IF_APPENDED = 0.25
"""How much a word must look like a name to be one that is only called: less after a comma ("Sit down, Quill.")."""
_DOMINANT = 6
"""A bare name means the bearer who is named this many times as often as any other."""
_MARRIED = frozenset({"mrs", "lady", "madame"})


class Entity:
    """One person or other speaker while a document is being read.

    Attributes:
        number: in order of creation.
        kind: what sort of speaker.
        name: the parsed fullest name of a person, or None.
        display: the fullest name or the description, as the document gives it.
        forms: every form used, with how often.
        roles: every role given, with where it stands first and how often.
        affiliations: everything it is said to belong to, with where that stands first.
        genders: votes for each gender.
        starts: where it is named, in order, code points.
        ends: one past the end of each of those mentions.
    """

    __slots__ = (
        "affiliations",
        "called",
        "display",
        "ends",
        "first_call",
        "forms",
        "genders",
        "kind",
        "labels",
        "name",
        "number",
        "roles",
        "roster",
        "starts",
    )

    def __init__(self, number: int, kind: SpeakerKind, name: PersonName | None, display: str) -> None:
        self.number, self.kind, self.name, self.display = number, kind, name, display
        self.forms: Counter[str] = Counter()
        self.roles: dict[str, tuple[Span, int]] = {}
        self.affiliations: dict[str, Span] = {}
        self.genders: Counter[str] = Counter()
        self.starts = array("Q")
        self.ends = array("Q")
        self.labels: list[str] = []
        self.roster: RosterEntry | None = None
        self.called = 0
        self.first_call: Span | None = None

    @property
    def gender(self) -> Gender | None:
        """The gender most evidence tells, or None where it is thin or divided."""
        if self.roster is not None and self.roster.gender is not None:
            return self.roster.gender
        male, female = self.genders["male"], self.genders["female"]
        told = gender_of_name(self.name) if self.name is not None else None
        male += _TOLD_BY_NAME * (told == "male")
        female += _TOLD_BY_NAME * (told == "female")
        if male >= 2 and male >= 3 * female:
            return "male"
        if female >= 2 and female >= 3 * male:
            return "female"
        return None

    @property
    def has_doubtful_gender(self) -> bool:
        """Whether nothing but a rare given name tells its gender."""
        if self.name is None or self.roster is not None or not is_rare_given_name(self.name):
            return False
        told = gender_of_name(self.name)
        return told is not None and not self.genders[told] and not self.name.honorific

    @property
    def role(self) -> str | None:
        """The fullest role the document gives, first among equals."""
        if self.roster is not None and self.roster.role is not None:
            return self.roster.role
        if not self.roles:
            return None
        return max(self.roles, key=lambda role: (len(role.split()), -self.roles[role][0].start))

    @property
    def titles(self) -> set[str]:
        """The titles it is named with, lower case: "count", "colonel"."""
        found = (parse_name(form).honorific for form in self.forms)
        return {title.lower().rstrip(".") for title in found if title}

    @property
    def is_person(self) -> bool:
        """Whether it is one human being."""
        return self.kind in ("person", "described", "narrator")

    def mentioned_before(self, place: int) -> int:
        """Return the start of the last mention before ``place``, or -1."""
        at = bisect_left(self.starts, place)
        return self.starts[at - 1] if at else -1


class Form:
    """One form of a name: how often, where, and what was said beside it."""

    __slots__ = (
        "affiliations",
        "called",
        "display",
        "ends",
        "first_call",
        "genders",
        "is_appended",
        "name",
        "roles",
        "speaks",
        "starts",
    )

    def __init__(self, name: PersonName, display: str) -> None:
        self.name, self.display = name, display
        self.called = 0
        self.first_call: Span | None = None
        self.is_appended = False
        self.speaks = False
        self.starts, self.ends = array("Q"), array("Q")
        self.roles: dict[str, tuple[Span, int]] = {}
        self.affiliations: dict[str, Span] = {}
        self.genders: Counter[str] = Counter()


class Namesakes:
    """The bearers of one bare name in the order in which they are first mentioned, with who leads them so far.

    Asking costs the logarithm of their number: a list of members may have thousands of one surname.
    """

    __slots__ = ("count", "firsts", "leaders")

    def __init__(self, bearers: Sequence[Entity]) -> None:
        self.count = len(bearers)
        introduced = sorted((entity for entity in bearers if len(entity.starts)), key=lambda entity: entity.starts[0])
        self.firsts = [entity.starts[0] for entity in introduced]
        self.leaders: list[tuple[Entity, int]] = []
        """For each number of people introduced: the most often named, and how often the next is named."""
        second = 0
        for entity in introduced:
            leader = self.leaders[-1][0] if self.leaders else None
            if leader is None or len(entity.starts) > len(leader.starts):
                second = len(leader.starts) if leader is not None else 0
                leader = entity
            else:
                second = max(second, len(entity.starts))
            self.leaders.append((leader, second))

    def find(self, place: int) -> Entity | None:
        """Return the only one mentioned up to ``place``, or the one named far more often than any other, or None."""
        at = bisect_right(self.firsts, place) - 1
        if at < 0:
            return None
        leader, second = self.leaders[at]
        return leader if at == 0 or len(leader.starts) >= _DOMINANT * second else None


def form_key(name: PersonName) -> str:
    """Return what makes two forms of a name the same form: its parts, normalised, the honorific with them."""
    return normalize_name(name.raw)


def display_name(name: PersonName) -> str:
    """Return a name as a page would give it: without its title where given name and surname are known.

    Example:
        >>> display_name(parse_name("Mr. Peter Maddox")), display_name(parse_name("Mr. Maddox"))
        ('Peter Maddox', 'Mr. Maddox')
    """
    words = " ".join(name.raw.split())
    if words.isupper() and len(words) > 4:
        words = words.title()
    if name.honorific and name.given and name.surname and words.startswith(name.honorific):
        return words[len(name.honorific) :].strip()
    return words


def name_tokens(name: PersonName) -> Iterator[str]:
    """Give the tokens of a name that it can be recognised by; a nickname in marks is one."""
    nickname = name.middle if name.middle and not name.middle[0].isalnum() else None
    for part in (name.given, name.surname, nickname):
        for token in normalize_name(part or "").replace("-", " ").split():
            if len(token) > 1:
                yield token
    if name.given and name.surname:
        joined = normalize_name(f"{name.given}{name.surname}").replace(" ", "").replace("-", "")
        yield joined


def lone_surname(name: PersonName | None) -> str:
    """Return the surname, normalised; nothing where the name is not one given name and a surname."""
    if name is None or not name.given or not name.surname or name.middle:
        return ""
    return normalize_name(name.surname)


def skeleton(token: str) -> str:
    """Return the consonants of a token, doubled letters and h left out, so that misspellings meet.

    Example:
        >>> skeleton("anthony") == skeleton("antony")
        True
    """
    bare = re.sub(r"(.)\1", r"\1", token)
    return bare[:1] + re.sub(r"[aeiouyh'’]", "", bare[1:])


def fullness(name: PersonName) -> int:
    """Return how full a form of a name is: given name and surname before all else, then the number of its parts."""
    parts = sum(1 for part in (name.given, name.middle, name.surname) if part)
    full = 10 if name.given and name.surname else 0
    return full + parts + (1 if name.honorific and not name.given else 0)


def is_likely(form: Form) -> bool:
    """Whether a word by which somebody is only called is likely a name."""
    return is_person_like(form.display) >= (_LIKELY_IF_APPENDED if form.is_appended else _LIKELY_NAME)


def titles_conflict(entity: Entity, name: PersonName) -> bool:
    """Whether an entity bears a title that excludes that of ``name``: Miss beside Mrs, Lady or Captain."""
    if not name.honorific:
        return False
    title = normalize_name(name.honorific)
    kind = honorifics()[title].kind if title in honorifics() else None
    for form in entity.forms:
        other = normalize_name(parse_name(form).honorific or "")
        if not other or other == title:
            continue
        other_kind = honorifics()[other].kind if other in honorifics() else None
        if "miss" in (title, other) and (kind == "military" or other_kind == "military" or {title, other} & _MARRIED):
            return True
    return False


def sure_gender(votes: Counter[str]) -> Gender | None:
    """Return the gender that at least three votes tell, four times as many as tell the other, or None."""
    male, female = votes["male"], votes["female"]
    if male >= _SURE_PRONOUNS and male > 4 * female:
        return "male"
    if female >= _SURE_PRONOUNS and female > 4 * male:
        return "female"
    return None
