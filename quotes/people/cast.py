"""Who is who in a story: the forms of names in a novel gathered into its people.

A novel names its people far more often than an article does, and otherwise: by title and surname, by given name, by
bare surname, whole families of one surname among them. Here every form is read by its shape (title, given name,
surname) and hung on the one person it fits, the fullest forms first; a form that fits several, or nobody well, is a
person of its own: a person in two pieces does little harm, two people in one piece do much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from quotes.lexicon import given_name_honorifics, given_names, honorifics, name_particles, nicknames
from quotes.model import Gender
from quotes.people.names import gender_of_name, normalize_name, parse_name

__all__ = ["NameUse", "Person", "gather_people"]

_CERTAIN = 3
"""So many pronouns at least tell a form's gender, and twice as many as of the other."""
_DOMINANT = 3
"""Of several bearers of a name one is meant where it is named this many times as often as the next."""
_MUCH = 20
"""A surname used so many times as often as the one full name with it, which tells no gender, is somebody else."""
_INTRODUCTIONS = 5
"""A full name used less often than this is how a person is introduced, not how somebody else is told apart."""
_BEFORE_NAMES = frozenset({"old", "poor", "dear", "little", "the", "young", "good", "my", "oh", "ah", "great"})
_LISTED = frozenset({"and", "or", "&"})
_HEADINGS = frozenset({"chapter", "book", "volume", "part", "act", "scene"})
_UNMARRIED, _MARRIED = frozenset({"miss", "mlle", "mademoiselle"}), frozenset({"mrs", "lady", "madame", "mme"})
_HUSBANDS = frozenset({"mrs", "madame", "mme"})
_EITHER = frozenset({"miss", "mrs", "mr", "master", "monsieur", "madame", "mademoiselle", "dr", "doctor"})
"""Titles that stand before a given name too: "Miss Ada", "Master Otto"."""


class NameUse(NamedTuple):
    """One form of a name and how the story uses it.

    Attributes:
        key: what the caller knows it by.
        words: the form as written.
        uses: how often it stands in the narrator's words.
        called: how often somebody is called by it inside quotations.
        male: pronouns near it that are he.
        female: pronouns near it that are she.
        is_sure: whether it surely is a person's name.
    """

    key: str
    words: str
    uses: int
    called: int = 0
    male: int = 0
    female: int = 0
    is_sure: bool = True

    @property
    def size(self) -> int:
        """How often the story uses it at all."""
        return self.uses + self.called


@dataclass(eq=False)
class Person:
    """A person of the story: the forms that mean them.

    Attributes:
        roster: position of the roster entry they are, or -1.
        keys: keys of the forms.
    """

    roster: int = -1
    keys: list[str] = field(default_factory=list)
    givens: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    full: set[tuple[str, str]] = field(default_factory=set)
    count: int = 0
    full_count: int = 0
    is_styled: bool = False
    name_gender: Gender | None = None
    male: int = 0
    female: int = 0

    @property
    def gender(self) -> Gender | None:
        """The gender that titles, names and pronouns tell."""
        if self.male >= _CERTAIN and self.male >= 2 * self.female:
            return "male"
        if self.female >= _CERTAIN and self.female >= 2 * self.male:
            return "female"
        return None


class _Shape(NamedTuple):
    """A form taken apart: title, given name, surname, each in lower case or empty; one word stands as the surname."""

    title: str
    given: str
    surname: str
    gender: Gender | None

    @property
    def word(self) -> str:
        """The one word of a short form."""
        return self.surname or self.given


def read_shape(words: str) -> _Shape | None:
    """Take a form of a name apart; None for what names nobody or two people.

    Example:
        >>> read_shape("Mr. Quill"), read_shape("Ada Quill")[:3]
        (_Shape(title='mr', given='', surname='quill', gender='male'), ('', 'ada', 'quill'))
        >>> read_shape("Mr. and Mrs. Quill") is None
        True
    """
    parts = normalize_name(words).split()
    if not parts or not _LISTED.isdisjoint(parts) or parts[0] in _HEADINGS:
        return None
    while len(parts) > 1 and parts[0] in _BEFORE_NAMES:
        parts = parts[1:]
    if len(parts) > 1 and parts[-1] in ("s", "_"):
        parts = parts[:-1]  # "Quill s house", of a text that lost its apostrophes
    title = ""
    for size in (2, 1):
        if len(parts) > size and " ".join(parts[:size]) in honorifics():
            title, parts = " ".join(parts[:size]), parts[size:]
            break
    if title and len(parts) > 1 and parts[0] in honorifics():
        title, parts = parts[0], parts[1:]
    gender = honorifics()[title].gender if title else None
    if len(parts) == 1:
        return _Shape(title, "", parts[0], gender)
    first = len(parts) - 1
    while first > 1 and parts[first - 1] in name_particles():
        first -= 1
    given = parts[0]
    if title in _HUSBANDS and gender_of_name(parse_name(given.title())) != "female":
        given = f"{title} {given}"  # "Mrs. Otto Quill" is his wife
    surname = " ".join(parts[first:])
    if gender is None and given in given_names():
        gender = gender_of_name(parse_name(given.title()))
    return _Shape(title, given, surname, gender)


def gather_people(
    uses: Sequence[NameUse], roster: Sequence[Iterable[str]] = (), genders: Sequence[Gender | None] = ()
) -> tuple[list[Person], Mapping[str, list[Person]]]:
    """Gather the forms of names of one story into people.

    Args:
        uses: the forms.
        roster: the names of people known beforehand.
        genders: their genders, in the same order.

    Returns:
        The people, those of the roster first, each with the keys of its forms; and the forms that several people of
        the roster bear, by key.

    Example:
        >>> people, _ = gather_people([NameUse("a", "Ada Quill", 2), NameUse("b", "Miss Quill", 9),
        ...                            NameUse("c", "Mr. Quill", 5), NameUse("d", "Quill", 8, male=6)])
        >>> [person.keys for person in people]
        [['a', 'b'], ['c', 'd']]
    """
    cast = _Cast()
    shared = cast.enter_roster(uses, roster, genders)
    shapes = [(use, shape) for use in uses if use.key not in cast.placed for shape in (read_shape(use.words),) if shape]
    shapes.sort(key=lambda item: (-item[0].size, item[0].words))
    bare = {use.words.lower(): use.size for use in uses if " " not in use.words}
    for use, shape in shapes:
        if shape.given:
            cast.place_full(use, shape)
    for use, shape in shapes:
        if shape.title and not shape.given:
            cast.place_titled(use, shape, bare)
    for use, shape in shapes:
        if not shape.title and not shape.given:
            cast.place_bare(use, shape)
    return cast.people, shared


class _Cast:
    """The people gathered so far, found by given name and by surname."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self.placed: set[str] = set()
        self._by_given: defaultdict[str, list[Person]] = defaultdict(list)
        self._by_surname: defaultdict[str, list[Person]] = defaultdict(list)

    def enter_roster(
        self, uses: Sequence[NameUse], roster: Sequence[Iterable[str]], genders: Sequence[Gender | None]
    ) -> dict[str, list[Person]]:
        """Add the people of the roster with the forms that are among their names."""
        bearers: defaultdict[str, list[Person]] = defaultdict(list)
        for number, names in enumerate(roster):
            person = Person(roster=number)
            self.people.append(person)
            gender = genders[number] if number < len(genders) else None
            person.male, person.female = 1000 * (gender == "male"), 1000 * (gender == "female")
            for name in names:
                key = normalize_name(name)
                if person not in bearers[key]:
                    bearers[key].append(person)
                shape = read_shape(name)
                if shape is not None:
                    self._index(person, shape, sure=bool(shape.given or shape.title))
        shared: dict[str, list[Person]] = {}
        for use in uses:
            owners = bearers.get(normalize_name(use.words), [])
            if len(owners) == 1:
                self._join(owners[0], use, None)
            elif owners:
                shared[use.key] = owners
                self.placed.add(use.key)
        return shared

    def _index(self, person: Person, shape: _Shape, *, sure: bool = True) -> None:
        given, surname = shape.given, shape.surname
        if not given and not shape.title and sure is False and shape.word in given_names():
            given, surname = shape.word, ""
        if given and given not in person.givens:
            person.givens.add(given)
            self._by_given[given].append(person)
        if surname and surname not in person.surnames:
            person.surnames.add(surname)
            self._by_surname[surname].append(person)
        if shape.title:
            person.titles.add(shape.title)
        if given and surname:
            person.full.add((given, surname))

    def _join(self, person: Person, use: NameUse, shape: _Shape | None) -> None:
        person.keys.append(use.key)
        self.placed.add(use.key)
        person.count += use.size
        person.male += use.male
        person.female += use.female
        if shape is not None:
            if shape.given and person.name_gender is None:
                person.name_gender = shape.gender
            weight = _CERTAIN + use.size if shape.title else _CERTAIN - 1
            person.male += weight * (shape.gender == "male")
            person.female += weight * (shape.gender == "female")

    def _found(self, use: NameUse, shape: _Shape) -> Person:
        """Add a person for a form that fits nobody."""
        person = Person()
        self.people.append(person)
        self._index(person, shape)
        self._join(person, use, shape)
        return person

    def place_full(self, use: NameUse, shape: _Shape) -> None:
        """Place a form with given name and surname."""
        same = [p for p in self._by_surname.get(shape.surname, ()) if _fits(p, shape)]
        exact = [p for p in same if shape.given in p.givens and (shape.given, shape.surname) in p.full]
        known = exact or [p for p in same if p.givens & set(nicknames().get(shape.given, ())) and p.full]
        if not known:
            known = [p for p in same if any(_is_initial(shape.given, given) for given in p.givens)]
        if len(known) == 1 or exact:
            person = max(known, key=lambda p: p.count)
            self._join(person, use, shape)
            if shape.title:
                person.titles.add(shape.title)
        else:
            person = self._found(use, shape)
        person.full_count += use.size

    def place_titled(self, use: NameUse, shape: _Shape, bare: Mapping[str, int]) -> None:
        """Place a title with one word: a surname, or a given name ("Aunt Ada")."""
        word, title = shape.word, shape.title
        if shape.gender is None and use.female < max(_CERTAIN, use.male):
            shape = shape._replace(gender="male")  # a Colonel or Dr. of whom no pronoun says she
        by_surname = [p for p in self._by_surname.get(word, ()) if _fits(p, shape)]
        if title in given_name_honorifics() or (
            title in _EITHER and not self._by_surname.get(word) and (word in self._by_given or word in given_names())
        ):
            is_wife = title in _HUSBANDS and gender_of_name(parse_name(word.title())) != "female"
            named = _Shape(title, f"{title} {word}" if is_wife else word, "", shape.gender)
            by_given = [p for p in self._by_given.get(word, ()) if _fits(p, named)]
            if honorifics()[title].kind in ("noble",) or title == "sir":
                by_given = [p for p in by_given if title in p.titles or p.roster >= 0]
            if len(by_given) == 1 and not by_surname:
                self._join(by_given[0], use, named)
                by_given[0].titles.add(title)
                by_given[0].is_styled |= _is_noble(title)
                return
            if not by_surname:
                self._found(use, named)
                return
        same = [p for p in by_surname if title in p.titles and not p.full]
        if len(same) == 1:
            self._join(same[0], use, shape)
            return
        whole = [p for p in by_surname if p.full and not self._goes_by_given(p, use, title, bare)]
        short = [p for p in by_surname if not p.full and _are_alike(p.titles, title)]
        if any(p.roster >= 0 for p in by_surname):
            whole, short = [p for p in by_surname if p.roster >= 0], []
        if not whole and title in _UNMARRIED:
            whole = [p for p in by_surname if p.full and p.gender == "female"]
        fitting = whole or short
        if len(fitting) == 1:
            self._join(fitting[0], use, shape)
            fitting[0].titles.add(title)
        else:
            self._found(use, shape)

    @staticmethod
    def _goes_by_given(person: Person, use: NameUse, title: str, bare: Mapping[str, int]) -> bool:
        """Whether a title with the surname means somebody else than a person whose full name is known."""
        if person.roster >= 0:
            return False
        if title in person.titles and use.size >= 2 * person.full_count and person.full_count >= _INTRODUCTIONS:
            return True
        called_by_given = max((bare.get(given, 0) for given in person.givens), default=0)
        return called_by_given > _DOMINANT * max(1, person.full_count)

    def place_bare(self, use: NameUse, shape: _Shape) -> None:
        """Place one word: a given name or a surname."""
        word = shape.word
        gender: Gender | None = None
        if use.male >= _CERTAIN and use.male >= 2 * use.female:
            gender = "male"
        elif use.female >= _CERTAIN and use.female >= 2 * use.male:
            gender = "female"
        named = [p for p in self._by_given.get(word, ()) if _is_called_so(p) and _agrees(p, gender)]
        family = [p for p in self._by_surname.get(word, ()) if _agrees(p, gender)]
        known = [p for p in (*named, *family) if p.roster >= 0]
        if known:
            named, family = [p for p in named if p.roster >= 0], [p for p in family if p.roster >= 0]
        if not named and not family:
            short = [p for other in nicknames().get(word, ()) for p in self._by_given.get(other, ())]
            named = [p for p in dict.fromkeys(short) if _is_called_so(p) and _agrees(p, gender)]
            named = named if len(named) == 1 else []
        if gender != "female":
            men = [p for p in family if p.gender != "female"]
            women = [p for p in family if p not in men and (p.full and gender is None)]
            family = men or women
        family = [p for p in family if p.gender is not None or _MUCH * p.count >= use.size]
        person = _dominant(list(dict.fromkeys((*named, *family))), lambda p: p.count if p in family else p.full_count)
        if person is not None:
            self._join(person, use, None)
        elif use.is_sure or (use.called and use.uses):
            person = self._found(use, _Shape("", word, "", None) if word in given_names() else shape)
            told = gender_of_name(parse_name(use.words))
            person.male += _CERTAIN * (told == "male")
            person.female += _CERTAIN * (told == "female")


def _is_called_so(person: Person) -> bool:
    """Whether somebody may be called by the given name alone: not who is only known with a noble title."""
    return (
        not person.titles
        or (bool(person.full) and not person.is_styled)
        or not all(_is_noble(title) for title in person.titles)
    )


def _is_noble(title: str) -> bool:
    return title == "sir" or honorifics()[title].kind == "noble"


def _is_initial(one: str, other: str) -> bool:
    return one != other and min(len(one), len(other)) == 1 and one[0] == other[0]


def _fits(person: Person, shape: _Shape) -> bool:
    """Whether gender and titles allow a form to mean a person."""
    if not _agrees(person, shape.gender):
        return False
    if shape.gender is not None and person.name_gender not in (None, shape.gender):
        return False
    if shape.title in _UNMARRIED:
        return not person.titles & _MARRIED or person.roster >= 0
    if shape.title in _MARRIED:
        return not person.titles & _UNMARRIED or person.roster >= 0
    return True


def _agrees(person: Person, gender: Gender | None) -> bool:
    return gender is None or person.gender is None or person.gender == gender


def _are_alike(titles: Iterable[str], title: str) -> bool:
    """Whether one person may bear all these titles: Mr. and Dr., Mrs. and Madame; Mrs. and Lady are two."""
    one = {title, *titles}
    return not ("lady" in one and one & _HUSBANDS)


def _dominant(people: Sequence[Person], size: Callable[[Person], int]) -> Person | None:
    """Return the only one, or who is named far more often than the next."""
    ranked = sorted(people, key=lambda person: -size(person))
    if len(ranked) > 1 and size(ranked[0]) < _DOMINANT * max(1, size(ranked[1])):
        return None
    return ranked[0] if ranked else None
