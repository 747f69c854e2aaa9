"""The forms of a name gathered into the people who may bear them: "Mike", "Mike Colby", "Michael Colby"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotes.lexicon import given_names, name_spellings, nicknames, surnames
from quotes.model import RosterEntry
from quotes.people.matching import match_names, sound_key
from quotes.people.names import fold_given, normalize_name, parse_name

__all__ = ["Bearer", "gather_bearers"]

_SAME = frozenset({"same", "spelling", "nickname", "initials", "part", "compatible"})
_SHORTEST = 3
"""A name of so many letters can be the beginning of a given name that stands for the whole ("Raj", "Rajesh")."""
_LIKE = 72
"""How alike (0 to 100, rapidfuzz ratio) two surnames of one given name are that one recogniser heard in two ways."""


@dataclass(slots=True)
class Bearer:
    """Somebody whose name is spoken, or who is known beforehand.

    Attributes:
        name: the form to show: the roster's, else the fullest and most frequent one.
        forms: every form spoken, with how often.
        roster: the person of the roster it is, or None.
    """

    name: str
    forms: Counter[str] = field(default_factory=Counter)
    roster: RosterEntry | None = None

    @property
    def is_full(self) -> bool:
        """Whether given name and surname are known."""
        return len(self.name.split()) > 1


def gather_bearers(
    forms: Counter[tuple[str, str]], roster: Sequence[RosterEntry] = ()
) -> tuple[list[Bearer], dict[tuple[str, str], list[int]]]:
    """Gather forms of names into people.

    Args:
        forms: how often each form is spoken, by its name and the title before it.
        roster: people known beforehand.

    Returns:
        The people, and for each form the numbers of those whom it may mean.
    """
    bearers = [Bearer(entry.name, roster=entry) for entry in roster]
    index: defaultdict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(roster):
        for spelling in (entry.name, *entry.aliases):
            _index(index, spelling, number)
    means: dict[tuple[str, str], list[int]] = {}
    full = [form for form in forms if " " in form[0]]
    for form in sorted(full, key=lambda each: (-forms[each], each)):
        found = [number for number in _near(index, form[0]) if _is_same(bearers[number], form[0])]
        if not found:
            found = [len(bearers)]
            bearers.append(Bearer(form[0]))
        means[form] = found[:1]
        bearers[found[0]].forms[form[0]] += forms[form]
        _index(index, form[0], found[0])
    single = [form for form in forms if " " not in form[0]]
    lone: dict[str, int] = {}
    for form in sorted(single, key=lambda each: (-forms[each], each)):
        found = [] if form[1].startswith("(") else _bearers_of_single(index, bearers, form)
        if not found and not form[1].startswith("("):
            found = [lone[word] for word in _same_singles(form[0]) if word in lone][:1]
        if not found:
            found = [len(bearers)]
            bearers.append(Bearer(form[0]))
            lone.setdefault(normalize_name(form[0]), found[0])
        means[form] = found
        for number in found:
            bearers[number].forms[form[0]] += forms[form]
    for bearer in bearers:
        if bearer.roster is None:
            bearer.name = max(bearer.forms, key=lambda each: (min(2, each.count(" ")), bearer.forms[each], each))
    return bearers, means


def _keys(form: str) -> Iterable[str]:
    words = normalize_name(form).split()
    for word in {words[0], words[-1]}:
        yield word
        yield f"~{sound_key(word)}"
    yield f"<{words[0][:1]}{words[-1][:1]}"
    yield f"^{words[0][:_SHORTEST]}"


def _index(index: defaultdict[str, list[int]], form: str, number: int) -> None:
    for key in _keys(form):
        if number not in index[key]:
            index[key].append(number)


def _near(index: defaultdict[str, list[int]], form: str) -> list[int]:
    words = normalize_name(form).split()
    first, last = fold_given(words[0]), words[-1]
    keys = [*_keys(form), *(f"<{other[:1]}{last[:1]}" for other in nicknames().get(first, ()))]
    return sorted({number for key in keys for number in index.get(key, ())})


def _is_same(bearer: Bearer, form: str) -> bool:
    known = {bearer.name, *bearer.forms, *(bearer.roster.aliases if bearer.roster else ())}
    return any(" " in other and (match_names(other, form) in _SAME or _is_misheard(other, form)) for other in known)


def _is_misheard(one: str, other: str) -> bool:
    """Whether two full names share the given name and have surnames that a recogniser may have heard for one."""
    left, right = parse_name(one), parse_name(other)
    if not (left.given and right.given and left.surname and right.surname):
        return False
    given = fold_given(left.given), fold_given(right.given)
    surname = normalize_name(left.surname), normalize_name(right.surname)
    if surname[0] == surname[1]:
        return _is_given(*given)
    if all(name in surnames() for name in surname) or not _is_given(*given):
        return False
    from rapidfuzz.fuzz import ratio

    return surname[0][:1] == surname[1][:1] and ratio(*surname) >= _LIKE


def _is_given(one: str, other: str) -> bool:
    return (
        one == other
        or other in nicknames().get(one, ())
        or other in name_spellings().get(one, ())
        or sound_key(one) == sound_key(other)
    )


def _is_short_for(short: str, full: str) -> bool:
    """Whether a name is the beginning of a given name ("Raj", "Rajesh"), not the same name in another language."""
    return len(short) >= _SHORTEST and full.startswith(short) and len(full) > len(short) + 1


def _bearers_of_single(
    index: defaultdict[str, list[int]], bearers: Sequence[Bearer], form: tuple[str, str]
) -> list[int]:
    name, title = form
    word = normalize_name(name)
    near = {number for key in (word, f"~{sound_key(word)}") for number in index.get(key, ())}
    if not title:
        for other in nicknames().get(word, frozenset()) | name_spellings().get(word, frozenset()):
            near.update(index.get(other, ()))
        near.update(index.get(f"^{word[:_SHORTEST]}", ()))
    exact, loose = [], []
    for number in sorted(near):
        bearer = bearers[number]
        known = {bearer.name, *bearer.forms, *(bearer.roster.aliases if bearer.roster else ())}
        parts = [parse_name(other) for other in known]
        givens = {fold_given(part.given) for part in parts if part.given}
        families = {normalize_name(part.surname) for part in parts if part.surname}
        is_surname = word in families and (title or word not in given_names() or word not in givens)
        if is_surname or (not title and word in givens):
            exact.append(number)
        elif (
            any(_is_given(word, given) or _is_short_for(word, given) for given in givens)
            if not title
            else any(sound_key(word) == sound_key(family) for family in families)
        ):
            loose.append(number)
    return exact or loose


def _same_singles(name: str) -> list[str]:
    """Return what else somebody called by one name may be called, the name itself first."""
    word = normalize_name(name)
    return [word, *sorted(nicknames().get(word, frozenset()) | name_spellings().get(word, frozenset()))]
