"""One speaker of a document and one form of a name, while the document is being read."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, cast

from quotes.lexicon import honorifics
from quotes.model import Evidence, Gender, RosterEntry, Speaker, SpeakerKind
from quotes.people.cast import read_shape
from quotes.people.likeness import is_person_like
from quotes.people.names import PersonName, gender_of_name, is_rare_given_name, normalize_name, parse_name
from quotes.spans import Span

__all__ = [
    "Entity",
    "Form",
    "Namesakes",
    "display_name",
    "even_genders",
    "form_key",
    "fullest_form",
    "fullness",
    "is_likely",
    "keep_whole_surnames",
    "lone_surname",
    "make_speaker",
    "name_tokens",
    "skeleton",
    "sure_gender",
    "titles_conflict",
]

_SURE_PRONOUNS = 3
_MANY_VOTES = 12
"""From so many pronouns on, not quite twice as many of one gender as of the other are enough."""
_TOLD_BY_NAME = 3
"""How many pronouns a given name's usual gender counts for."""
_LIKELY_NAME = 0.5
_LIKELY_IF_APPENDED = 0.25
"""How much a word must look like a name to be one that is only called: less after a comma ("Sit down, Quill.")."""
_DOMINANT = 6
"""A bare name means the bearer who is named this many times as often as any other."""
_EVEN = 0.25
"""How far the count of he and she is drawn together; nought not at all, a half all the way."""
_SURELY_NAME = 0.6
_OFTEN = 5
"""A form that is one in so many uses of a person's names is a name, whatever it looks like."""
_MARRIED = frozenset({"mrs", "lady", "madame"})


_NOTHING: dict[str, Any] = cast("dict[str, Any]", MappingProxyType({}))
_NO_VOTES: Counter[str] = cast("Counter[str]", MappingProxyType(Counter()))
"""What most names have been told of: one of each for all of them, which cannot be changed."""


class _Told:
    """What is told of somebody beside the name: most are told nothing, and then it takes no room."""

    __slots__ = ("affiliations", "genders", "roles")

    def __init__(self) -> None:
        self.roles: dict[str, tuple[Span, int]] = _NOTHING
        self.affiliations: dict[str, Span] = _NOTHING
        self.genders: Counter[str] = _NO_VOTES

    def note_role(self, role: str, span: Span, count: int) -> None:
        """Take note of a role, where it stands first and how often."""
        if self.roles:
            self.roles[role] = (span, count)
        else:
            self.roles = {role: (span, count)}

    def note_affiliation(self, words: str, span: Span) -> None:
        """Take note of whom somebody belongs to, unless that is known."""
        if self.affiliations:
            self.affiliations.setdefault(words, span)
        else:
            self.affiliations = {words: span}

    def vote(self, gender: str, votes: int) -> None:
        """Count so many votes for a gender."""
        if not self.genders:
            self.genders = Counter()
        self.genders[gender] += votes


class Entity(_Told):
    """One person or other speaker while a document is being read.

    Attributes:
        number: in order of creation.
        kind: what sort of speaker.
        name: the parsed fullest name of a person, or None.
        display: the fullest name or the description, as the document gives it.
        forms: every form used, with how often.
        roles: every role given, with where it stands first and how often.
        has_told_name: whether the name is what the words of a transcript say of a voice, given name and surname.
        told_affiliation: whom the words of a transcript say a voice belongs to, or None.
        told_roles: roles that labels of the input or its voices tell, which stand outside the text.
        affiliations: everything it is said to belong to, with where that stands first.
        genders: votes for each gender.
        starts: where it is named, in order, code points.
        ends: one past the end of each of those mentions.
        called: how often somebody is called by its names inside quotations.
        says: how often it is the subject of a verb of saying.
    """

    __slots__ = (
        "called",
        "display",
        "ends",
        "first_call",
        "forms",
        "has_told_name",
        "kind",
        "labels",
        "name",
        "number",
        "roster",
        "says",
        "starts",
        "told_affiliation",
        "told_roles",
    )

    def __init__(self, number: int, kind: SpeakerKind, name: PersonName | None, display: str) -> None:
        super().__init__()
        self.number, self.kind, self.name, self.display = number, kind, name, display
        self.forms: Counter[str] = Counter()
        self.starts = array("Q")
        self.ends = array("Q")
        self.labels: tuple[str, ...] = ()
        self.has_told_name = False
        self.told_affiliation: str | None = None
        self.told_roles: tuple[str, ...] = ()
        self.roster: RosterEntry | None = None
        self.called = 0
        self.says = 0
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
        if told is not None and (male > female) == (told == "male") and male != female:
            return told
        times = 1.8 if male + female >= _MANY_VOTES else 3
        if male >= 2 and male >= times * female:
            return "male"
        if female >= 2 and female >= times * male:
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
        found = max(self.roles, key=lambda role: (len(role.split()), -self.roles[role][0].start), default=None)
        told = max(self.told_roles, key=lambda role: len(role.split()), default=None)
        if found is None or (told is not None and len(told.split()) >= len(found.split())):
            return told
        return found

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


class Form(_Told):
    """One form of a name: how often, where, and what was said beside it."""

    __slots__ = (
        "articles",
        "called",
        "display",
        "ends",
        "first_call",
        "is_appended",
        "name",
        "speaks",
        "starts",
    )

    def __init__(self, name: PersonName, display: str) -> None:
        super().__init__()
        self.name, self.display = name, display
        self.called = 0
        self.first_call: Span | None = None
        self.is_appended = False
        self.speaks = 0
        self.articles = 0
        self.starts, self.ends = array("Q"), array("Q")

    def absorb(self, other: Form) -> None:
        """Add what is known of the same form under another reading of it."""
        if other.starts:
            pairs = sorted({*zip(self.starts, self.ends, strict=True), *zip(other.starts, other.ends, strict=True)})
            self.starts, self.ends = array("Q", (s for s, _ in pairs)), array("Q", (e for _, e in pairs))
        self.called += other.called
        self.speaks += other.speaks
        self.first_call = self.first_call or other.first_call
        self.is_appended |= other.is_appended
        for gender, votes in other.genders.items():
            self.vote(gender, votes)


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


def keep_whole_surnames(bearers: list[Entity], name: PersonName) -> list[Entity]:
    """Return those who bear a surname in full where others share only a side of a double one with it.

    "Ms. Quill" is Ada Quill and not Ida Quill-Marsh; "Ms. Quill-Marsh" is the other way round.

    Args:
        bearers: whom the name may mean.
        name: a surname, with a title or without.
    """
    if len(bearers) < 2 or not name.surname or name.given:
        return bearers
    surname = normalize_name(name.surname)
    whole = [one for one in bearers if one.name is not None and normalize_name(one.name.surname or "") == surname]
    sides = [one for one in bearers if one.name is not None and "-" in normalize_name(one.name.surname or "") + surname]
    return [one for one in bearers if one in whole or one not in sides] if whole else bearers


@lru_cache(maxsize=4_096)
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


def even_genders(forms: Collection[Form]) -> None:
    """Count he and she the same: in a story about a woman most pronouns near anybody's name are she."""
    male = 1 + sum(form.genders["male"] for form in forms if not form.name.honorific)
    female = 1 + sum(form.genders["female"] for form in forms if not form.name.honorific)
    weights = {"male": (female / male) ** _EVEN, "female": (male / female) ** _EVEN}
    for form in forms:
        for gender, votes in form.genders.items():
            form.genders[gender] = round(votes * weights[gender])


def fullest_form(forms: Sequence[Form]) -> Form:
    """Return the form to show a person by: the fullest that surely is a name, then the most frequent."""
    uses = {id(form): len(form.starts) + form.called for form in forms}
    whole = sum(uses.values())
    words = {normalize_name(form.display) for form in forms}

    def rank(form: Form) -> tuple[bool, int, int]:
        sure = is_person_like(form.display) >= _SURELY_NAME or _OFTEN * uses[id(form)] >= whole
        sure |= normalize_name(form.name.given or "") in words  # she goes by the given name too
        return sure and read_shape(form.display) is not None, fullness(form.name) if sure else 0, uses[id(form)]

    return max(forms, key=rank)


def make_speaker(entity: Entity, speaker_id: str) -> Speaker:
    """Return an entity as a value of the data model."""
    role = entity.role
    evidence = []
    if role is not None and role in entity.roles:
        evidence.append(Evidence(rule="role", words=role, spans=(entity.roles[role][0],)))
    affiliation = entity.roster.affiliation if entity.roster else None
    if affiliation is None and entity.affiliations:
        affiliation = min(entity.affiliations, key=lambda words: entity.affiliations[words].start)
        evidence.append(Evidence(rule="affiliation", words=affiliation, spans=(entity.affiliations[affiliation],)))
    affiliation = affiliation or entity.told_affiliation
    names = [form for form, _ in entity.forms.most_common() if form != entity.display]
    aliases = list(
        dict.fromkeys(
            [
                *(entity.roster.aliases if entity.roster else ()),
                *names,
                *(other for other in (*entity.roles, *entity.told_roles) if other != role),
            ]
        )
    )
    return Speaker(
        id=speaker_id,
        name=entity.display or None,
        aliases=tuple(alias for alias in aliases if alias != entity.display),
        labels=entity.labels,
        role=role,
        affiliation=affiliation,
        gender=entity.gender,
        kind=entity.kind,
        evidence=tuple(evidence),
    )
