"""Whom a form of a name may mean: the people of a document by the tokens of their names.

Only those who share a token with a form, or a token of the same consonants, are compared with it; of thousands who
share a given name or a surname only those whose other name can be the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from quotes.lexicon import name_spellings, nicknames
from quotes.people.entities import (
    Entity,
    Form,
    form_key,
    keep_whole_surnames,
    lone_surname,
    name_tokens,
    skeleton,
    sure_gender,
    titles_conflict,
)
from quotes.people.matching import find_slips, is_slip, match_names, sound_key
from quotes.people.names import PersonName, gender_of_name, normalize_name

__all__ = ["NameIndex"]

_MANY = 40
"""From how many people of one surname on only those are compared whose given names begin alike."""

_CROWD = 40
"""From how many people of one given name on those are looked up who have a surname like the one that is looked for."""


def _begin_alike(one: str, other: str) -> bool:
    """Whether two given names begin with the same two letters, or the same initial where one is an initial."""
    size = min(2, len(one), len(other))
    return one[:size] == other[:size]


class _Crowd:
    """Many people under one token.

    Attributes:
        places: the place of each among them, by number.
        nameless: those who were not known by a given name and a surname when they came.
    """

    __slots__ = ("nameless", "places", "seen")

    def __init__(self) -> None:
        self.places: dict[int, int] = {}
        self.nameless: list[Entity] = []
        self.seen = 0

    def read(self, entities: Sequence[Entity], surnames: Mapping[int, str]) -> None:
        """Take note of those who came since it was last read."""
        for place in range(self.seen, len(entities)):
            entity = entities[place]
            if entity.number not in self.places:
                self.places[entity.number] = place
                if not surnames[entity.number]:
                    self.nameless.append(entity)
        self.seen = len(entities)


class _Spellings:
    """The surnames of a document, and which of them may be one name spelt in two ways or written wrongly."""

    def __init__(self) -> None:
        self._sounds: dict[str, str] = {}
        self._by_sound: defaultdict[str, list[str]] = defaultdict(list)
        self._by_shape: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        self._slips: dict[str, tuple[list[str], list[int]]] = {}

    def add(self, surname: str) -> None:
        """Add a surname that is not known yet."""
        sound = self._sounds[surname] = sound_key(surname)
        self._by_sound[sound].append(surname)
        self._by_shape[surname[0], len(surname)].append(surname)

    def choose(self, entities: Sequence[Entity], surnames: Mapping[int, str], surname: str) -> list[Entity]:
        """Return those whose surname may be ``surname``; one that is not known may be any."""
        sounds, sound = self._sounds, self._sound_of(surname)
        spellings = name_spellings().get(surname, ())
        chosen = []
        for entity in entities:
            other = surnames[entity.number]
            if (
                not other
                or sounds[other] == sound
                or (other[0] == surname[0] and is_slip(other, surname))
                or other in spellings
            ):
                chosen.append(entity)
        return chosen

    def find(self, surname: str) -> set[str]:
        """Return all known surnames that may be ``surname``."""
        sound = self._sound_of(surname)
        spellings = (other for other in name_spellings().get(surname, ()) if other in self._sounds)
        return {*self._by_sound.get(sound, ()), *spellings, *self._find_slips(surname)}

    def _sound_of(self, surname: str) -> str:
        return self._sounds.get(surname) or sound_key(surname)

    def _find_slips(self, surname: str) -> list[str]:
        """Return the known surnames that may be one written wrongly; those told before are not compared again."""
        sizes = range(len(surname) - 2, len(surname) + 3)
        found, seen = self._slips.setdefault(surname, ([], [0] * len(sizes)))
        for number, size in enumerate(sizes):
            others = self._by_shape.get((surname[0], size), ())
            if seen[number] < len(others):
                found += find_slips(surname, others[seen[number] :])
                seen[number] = len(others)
        return found


class NameIndex:
    """The people of a document by the tokens of their names.

    Args:
        forms: the forms of names the document uses, by key; it may grow.

    Example:
        >>> from quotes.people.names import parse_name
        >>> people, name = NameIndex({}), parse_name("Ada Quill")
        >>> people.enter(Entity(0, "person", name, "Ada Quill"), name)
        >>> [entity.display for entity in people.find_bearers(Form(parse_name("Ms. Quill"), "Ms. Quill"))]
        ['Ada Quill']
    """

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self._forms = forms
        self._by_token: defaultdict[str, list[Entity]] = defaultdict(list)
        self._crowds: defaultdict[str, _Crowd] = defaultdict(_Crowd)
        self._surnames: dict[int, str] = {}
        self._givens: dict[int, str] = {}
        self._by_surname: dict[str, list[Entity]] = {}
        self._turned: list[Entity] = []
        self._spellings = _Spellings()

    def enter(self, entity: Entity, name: PersonName) -> None:
        """Enter a person under every token of a name, and of its short and full forms."""
        self.note_surname(entity)
        for token in name_tokens(name):
            for variant in (token, *nicknames().get(token, ())):
                bearers = self._by_token[skeleton(variant)]
                if not bearers or bearers[-1] is not entity:  # entities come one after the other
                    bearers.append(entity)

    def note_surname(self, entity: Entity) -> None:
        """Take note of the given name and the surname a person is known by now."""
        surname, before = lone_surname(entity.name), self._surnames.get(entity.number)
        if surname != before:
            self._surnames[entity.number] = surname
            if not surname:
                self._turned += [entity] if before else []
            elif surname in self._by_surname:
                self._by_surname[surname].append(entity)
            else:
                self._by_surname[surname] = [entity]
                self._spellings.add(surname)
        given = entity.name.given if entity.name is not None and surname else None
        self._givens[entity.number] = normalize_name(given or "")

    def find_bearers(self, form: Form) -> list[Entity]:
        """Return the people whose known name a form can be a form of, those it surely names first."""
        near: dict[int, Entity] = {}
        given = form.name.given if form.name.surname and not form.name.middle else None
        given_tokens = set(normalize_name(given or "").replace("-", " ").split())
        surname = lone_surname(form.name)
        given_key = normalize_name(given or "")
        for token in name_tokens(form.name):
            entities: Sequence[Entity] = self._by_token.get(skeleton(token), ())
            if surname and token == surname and len(entities) > _MANY:
                # Thousands may share a surname too: only those count whose given name may be another form.
                forms = {given_key, *nicknames().get(given_key, ())}
                near.update(
                    (entity.number, entity)
                    for entity in entities
                    if self._surnames[entity.number] != surname
                    or self._givens[entity.number] in forms
                    or _begin_alike(self._givens[entity.number], given_key)
                )
                continue
            if surname and token in given_tokens:
                entities = self._of_surname(skeleton(token), surname)
            near.update((entity.number, entity) for entity in entities)
        full: list[Entity] = []
        part: list[Entity] = []
        gender = gender_of_name(form.name) or sure_gender(form.genders)
        tokens = set(name_tokens(form.name))
        for entity in near.values():
            if entity.name is None or self._is_known_by_given(entity, form) or titles_conflict(entity, form.name):
                continue
            match = match_names(entity.name, form.name)
            if match in ("same", "spelling", "nickname", "initials"):
                full.append(entity)
            elif (
                match in ("part", "honorific_part")
                or (match != "different" and tokens <= set(name_tokens(entity.name)))
                or (len(tokens) == 1 and not form.name.honorific and tokens <= set(name_tokens(entity.name)))
            ):
                known = entity.gender
                if gender is None or known is None or gender == known:
                    part.append(entity)
        if any(entity.name is not None and entity.name.given for entity in full):
            return full[:1]
        if len(full) == 1 and not part:
            return full
        return keep_whole_surnames(full + part if not form.name.honorific else full[:1] or part, form.name)

    def _of_surname(self, key: str, surname: str) -> Sequence[Entity]:
        """Return those of a given name whose surname may be another spelling of ``surname``, or is not known.

        Thousands may share a given name. Where more do than share the surnames, they are not looked through.
        """
        entities = self._by_token.get(key, ())
        alike = self._spellings.find(surname) if len(entities) > _CROWD else ()
        kin = [self._by_surname[other] for other in alike]
        if len(entities) <= _CROWD or sum(map(len, kin)) > len(entities):
            return self._spellings.choose(entities, self._surnames, surname)
        crowd = self._crowds[key]
        crowd.read(entities, self._surnames)
        found = [entity for entity in (*crowd.nameless, *self._turned) if not self._surnames[entity.number]]
        for other, bearers in zip(alike, kin, strict=True):
            found += [entity for entity in bearers if self._surnames[entity.number] == other]
        places = crowd.places
        return sorted((entity for entity in found if entity.number in places), key=lambda entity: places[entity.number])

    def _is_known_by_given(self, entity: Entity, form: Form) -> bool:
        """Whether a person goes by the given name: a title with the surname then means a relative ("Mrs. Quill")."""
        name = entity.name
        if name is None or not name.given or not form.name.honorific or form.name.given or entity.roster is not None:
            return False
        bare = self._forms.get(normalize_name(name.given))
        full = self._forms.get(form_key(name))
        return bare is not None and len(bare.starts) > 3 * (len(full.starts) if full else 1)
