"""Whom a form of a name may mean: the people of a document by the tokens of their names.

Only those who share a token with a form, or a token of the same consonants, are compared with it; of thousands who
share a given name or a surname only those whose other name can be the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from quotes.lexicon import name_spellings, nicknames
from quotes.people.entities import (
    Entity,
    Form,
    form_key,
    lone_surname,
    name_tokens,
    skeleton,
    sure_gender,
    titles_conflict,
)
from quotes.people.matching import is_slip, match_names, sound_key
from quotes.people.names import PersonName, gender_of_name, normalize_name

__all__ = ["NameIndex"]

_MANY = 40
"""From how many people of one surname on only those are compared whose given names begin alike."""


def _begin_alike(one: str, other: str) -> bool:
    """Whether two given names begin with the same two letters, or the same initial where one is an initial."""
    size = min(2, len(one), len(other))
    return one[:size] == other[:size]


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
        self._surnames: dict[int, tuple[str, str]] = {}
        self._givens: dict[int, str] = {}

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
        surname = lone_surname(entity.name)
        self._surnames[entity.number] = (surname, sound_key(surname))
        given = entity.name.given if entity.name is not None and surname else None
        self._givens[entity.number] = normalize_name(given or "")

    def find_bearers(self, form: Form) -> list[Entity]:
        """Return the people whose known name a form can be a form of, those it surely names first."""
        near: dict[int, Entity] = {}
        given = form.name.given if form.name.surname and not form.name.middle else None
        given_tokens = set(normalize_name(given or "").replace("-", " ").split())
        surname = lone_surname(form.name)
        given_key = normalize_name(given or "")
        sound, spellings = sound_key(surname), name_spellings().get(surname, ())
        for token in name_tokens(form.name):
            entities = self._by_token.get(skeleton(token), ())
            if surname and token == surname and len(entities) > _MANY:
                # Thousands may share a surname too: only those count whose given name may be another form.
                forms = {given_key, *nicknames().get(given_key, ())}
                near.update(
                    (entity.number, entity)
                    for entity in entities
                    if self._surnames[entity.number][0] != surname
                    or self._givens[entity.number] in forms
                    or _begin_alike(self._givens[entity.number], given_key)
                )
                continue
            if not surname or token not in given_tokens:
                near.update((entity.number, entity) for entity in entities)
                continue
            # Thousands may share a given name: of them only those count whose surname may be another spelling.
            letter = surname[0]
            for entity in entities:
                other, other_sound = self._surnames[entity.number]
                if (
                    not other
                    or other_sound == sound
                    or (other[0] == letter and is_slip(other, surname))
                    or other in spellings
                ):
                    near[entity.number] = entity
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
        return full + part if not form.name.honorific else full[:1] or part

    def _is_known_by_given(self, entity: Entity, form: Form) -> bool:
        """Whether a person goes by the given name: a title with the surname then means a relative ("Mrs. Quill")."""
        name = entity.name
        if name is None or not name.given or not form.name.honorific or form.name.given or entity.roster is not None:
            return False
        bare = self._forms.get(normalize_name(name.given))
        full = self._forms.get(form_key(name))
        return bare is not None and len(bare.starts) > 3 * (len(full.starts) if full else 1)
