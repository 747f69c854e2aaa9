"""Who is who in one document: names, titles and descriptions gathered into entities.

A registry is filled in two steps. Every named phrase of the document is observed once; then `Registry.settle` gathers
the forms into people: the fullest first, each shorter form joined to the one person it can belong to. Where two people
share a name and the text does not tell them apart, the bare form stays an entity of its own: vague is acceptable,
wrong is not. Speakers that have no name of their own (a spokesman, a ministry, three countries together) are added
when a quotation needs them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from quotes.lexicon import given_names
from quotes.model import Gender, RosterEntry, Speaker, SpeakerKind
from quotes.people.cast import NameUse, gather_people
from quotes.people.entities import (
    Entity,
    Form,
    Namesakes,
    display_name,
    even_genders,
    form_key,
    fullest_form,
    fullness,
    is_likely,
    make_speaker,
)
from quotes.people.name_index import NameIndex
from quotes.people.names import PersonName, gender_of_name, normalize_name, parse_name
from quotes.people.phrases import Phrase
from quotes.people.roles import content_words, is_role, role_head, tidy_description, tidy_role
from quotes.spans import Span

__all__ = ["Entity", "Registry"]

_LONGEST_ROLE_WORDS = 14
_RARE_SHARE = 5
_TOLD = 10
_CALLED_SHARE = 0.08
_SOON_CHARS = 800
"""How far behind a title that stands alone ("The president ...") the name it belongs to may come."""
_SHARED_CHARS = 12500
"""A name that several people bear means the one named last, where that is no farther back than this."""


class Registry:
    """The people of one document.

    Args:
        text: the document's text.
        roster: people known beforehand; their names win over forms found in the text.

    Attributes:
        entities: everybody found so far.
        subjects: where those mentions begin that are the subject of a verb; noted in stories only.
        is_story: whether the document is told in dialogue: who is who is then read as in a novel.
        is_personal: whether it is a story, or somebody tells of themselves: a letter, a diary.
    """

    def __init__(self, text: str, roster: Sequence[RosterEntry] = ()) -> None:
        self.text = text
        self.entities: list[Entity] = []
        self._forms: dict[str, Form] = {}
        self._bare: dict[str, Form] = {}
        self._index = NameIndex(self._forms)
        self._bearers: dict[str, list[Entity]] = {}
        self._namesakes: dict[str, Namesakes] = {}
        self._by_role: defaultdict[str, list[Entity]] = defaultdict(list)
        self._role_words: dict[int, tuple[int, int, frozenset[str]]] = {}
        self._others: dict[str, Entity] = {}
        self._voices: list[tuple[int, Entity | None]] = []
        self._shared: set[str] = set()
        self.subjects: set[int] = set()
        self.is_story = self.is_personal = False
        for entry in roster:
            self._enter(entry)

    # -- observing

    def observe(self, phrase: Phrase) -> None:
        """Take note of a named person, of the members of a list too."""
        for member in phrase.members:
            self.observe(member)
        if phrase.possessor is not None:
            self.observe(phrase.possessor)
        if phrase.is_bare_name or self._is_title_like(phrase):
            self._observe_bare(phrase)
        if phrase.name is None or phrase.members:
            return
        form = self._form(phrase.name, " ".join(phrase.name.raw.split()))
        form.starts.append(phrase.core.start)
        form.ends.append(phrase.core.end)
        form.articles += self.is_story and self._has_article(phrase)
        told = (
            gender_of_name(PersonName(phrase.name.honorific, None, None, None, None, ""))
            if phrase.name.honorific
            else None
        )
        if told is not None:
            form.vote(told, 3)
        for span in (phrase.role, phrase.title):
            if span is not None:
                self._note_role(form, span)
        if phrase.affiliation is not None:
            form.note_affiliation(" ".join(phrase.affiliation.of(self.text).split()), phrase.affiliation)

    def _has_article(self, phrase: Phrase) -> bool:
        """Whether "the" stands before the name itself: "the Gryphon", not "the physician Mr. Hale"."""
        return self.text[phrase.span.start : phrase.core.start].lower().split() == ["the"]

    def _note_role(self, form: Form, span: Span) -> None:
        """Take note of the role whose words stand at ``span``, unless they only say how people are related."""
        role = tidy_role(span.of(self.text))
        if role and len(role.split()) <= _LONGEST_ROLE_WORDS and is_role(role):
            first, count = form.roles.get(role, (span, 0))
            form.note_role(role, first, count + 1)

    def _is_title_like(self, phrase: Phrase) -> bool:
        """Whether a phrase of a story is an article with one capitalised noun that names no role: "the Gryphon"."""
        if not self.is_story or phrase.name is not None or phrase.form != "name" or phrase.last - phrase.first != 2:
            return False
        return phrase.is_definite and not phrase.plural and phrase.possessor is None and phrase.sort != "collective"

    def _observe_bare(self, phrase: Phrase) -> None:
        """Take note of a capitalised word that may be a surname: it counts if a person of that name turns up."""
        words = self._bare_words(phrase)
        name = parse_name(words)
        key = form_key(name)
        form = self._bare.get(key)
        if form is None:
            form = self._bare[key] = Form(name, words)
        form.starts.append(phrase.core.start)
        form.ends.append(phrase.core.end)
        form.articles += self.is_story and self._has_article(phrase)
        if phrase.role is not None:
            self._note_role(form, phrase.role)

    def _bare_words(self, phrase: Phrase) -> str:
        words = phrase.core.of(self.text)
        return words if phrase.is_bare_name else words.split()[-1]

    def observe_pronoun(self, name: PersonName, display: str, gender: Gender) -> None:
        """Take note that a pronoun of ``gender`` seems to stand for that name."""
        self._form(name, display).vote(gender, 1)

    def observe_subject(self, phrase: Phrase, *, speaks: bool) -> None:
        """Take note that a person is the subject of a verb, maybe one of saying: in a story that makes a name one."""
        self.subjects.add(phrase.core.start)
        if speaks and (phrase.is_bare_name or self._is_title_like(phrase)):
            self._bare[form_key(parse_name(self._bare_words(phrase)))].speaks += 1
        elif speaks and phrase.name is not None:
            self._form(phrase.name, " ".join(phrase.name.raw.split())).speaks += 1

    def observe_call(self, name: PersonName, display: str, span: Span) -> None:
        """Take note that somebody is called by that name inside a quotation."""
        form = self._form(name, display)
        if not form.called:
            form.first_call = span
        form.called += 1
        form.is_appended |= self.text.endswith((", ", ",\n"), max(0, span.start - 2), span.start)

    def _form(self, name: PersonName, display: str) -> Form:
        key = form_key(name)
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = Form(name, display)
        return form

    def _enter(self, entry: RosterEntry) -> None:
        name = parse_name(entry.name)
        entity = self._add("person", name, entry.name)
        entity.roster = entry
        for alias in (entry.name, *entry.aliases):
            parsed = parse_name(alias)
            bearers = self._bearers.setdefault(form_key(parsed), [])
            if entity not in bearers:
                bearers.append(entity)
            self._index.enter(entity, parsed)
            gender = gender_of_name(parsed)
            if gender is not None and entry.gender is None:
                entity.vote(gender, 3)

    def _add(self, kind: SpeakerKind, name: PersonName | None, display: str) -> Entity:
        entity = Entity(len(self.entities), kind, name, display)
        self.entities.append(entity)
        return entity

    # -- settling

    def settle(self, *, first_person: bool = False) -> None:
        """Gather the forms observed into people, the fullest forms first.

        Args:
            first_person: whether the document is told by an "I"; its name is then looked for among those who are
                called by name in quotations and hardly ever told of.
        """
        self._drop_capital_openers()
        if self.is_story:
            self._settle_story(first_person=first_person)
            return
        forms = [(key, form) for key, form in self._forms.items() if form.starts or (first_person and is_likely(form))]
        forms.sort(key=lambda item: (-fullness(item[1].name), item[1].starts[0] if item[1].starts else len(self.text)))
        for key, form in forms:
            bearers = self._bearers.get(key) or self._index.find_bearers(form)
            if not bearers:
                entity = self._add("person", form.name, display_name(form.name))
                self._index.enter(entity, form.name)
                bearers = [entity]
            self._bearers[key] = bearers
            if len(bearers) == 1:
                self._join(bearers[0], form)
        for key, form in self._bare.items():
            bearers = self._bearers.get(key) or self._index.find_bearers(form)
            called = self._forms.get(key)
            if not bearers and (form.speaks or (called is not None and called.called)):
                entity = self._add("person", form.name, display_name(form.name))
                self._index.enter(entity, form.name)
                bearers = [entity]
                if called is not None:
                    form.called, form.first_call = called.called, called.first_call
            if bearers:
                self._bearers[key] = bearers
                self._forms.setdefault(key, form)
                if len(bearers) == 1:
                    self._join(bearers[0], form)
        self._bare.clear()
        for entity in self.entities:
            for role in (*entity.roles, *entity.titles):
                self._enter_role(entity, role)
        if first_person:
            self._name_narrator()

    def _settle_story(self, *, first_person: bool) -> None:
        """Gather the forms of a story: `quotes.people.cast` says which belong together."""
        for key, form in self._bare.items():
            called = self._forms.get(key)
            if called is not None:
                form.absorb(called)
            self._forms[key] = form
        even_genders(self._forms.values())
        uses = [
            NameUse(
                key, form.display, len(form.starts), form.called, form.genders["male"], form.genders["female"],
                form.speaks > 0 or key not in self._bare,
            )
            for key, form in self._forms.items()
            if form.starts or is_likely(form)
        ]  # fmt: skip
        known = [entity for entity in self.entities if entity.roster is not None]
        names = [(entity.roster.name, *entity.roster.aliases) for entity in known if entity.roster is not None]
        people, shared = gather_people(uses, names, [entity.gender for entity in known])
        for person in people:
            forms = [self._forms[key] for key in person.keys]
            if person.roster >= 0:
                entity = known[person.roster]
            elif any(form.starts for form in forms) or first_person:
                name = fullest_form(forms).name
                shown = display_name(name)
                articles = sum(form.articles for form in forms)
                if 2 * articles > sum(len(form.starts) for form in forms):
                    shown = f"the {shown}"  # "the Mock Turtle"
                entity = self._add("person", name, shown)
            else:
                continue
            for key, form in zip(person.keys, forms, strict=True):
                known_name, display = entity.name, entity.display
                self._join(entity, form)
                entity.name, entity.display = known_name, display
                self._bearers[key] = [entity]
            if person.male > person.female and entity.gender is None and entity.titles:
                entity.vote("male", 2)
            self._index.enter(entity, entity.name or forms[0].name)
        for key, owners in shared.items():
            self._share(key, [known[person.roster] for person in owners])
        self._bare.clear()
        for entity in self.entities:
            often = [role for role, (_, count) in entity.roles.items() if count > 1]
            for role in (*often, *entity.titles):
                self._enter_role(entity, role)
        if first_person:
            self._name_narrator()

    def _share(self, key: str, owners: list[Entity]) -> None:
        """Give each use of a name that several people bear to the one named last before it, or most often."""
        form = self._forms[key]
        self._bearers[key] = owners
        self._shared.add(key)
        often = max(owners, key=lambda entity: len(entity.starts))
        firsts = {entity.number: array("Q", entity.starts) for entity in owners}
        for start, end in zip(form.starts, form.ends, strict=True):
            last = max(owners, key=lambda entity: _last_before(firsts[entity.number], start))
            owner = last if start - _last_before(firsts[last.number], start) <= _SHARED_CHARS else often
            at = bisect_left(owner.starts, start)
            owner.starts.insert(at, start)
            owner.ends.insert(at, end)

    def _drop_capital_openers(self) -> None:
        """Give forms such as "Meanwhile Ada" back to the frequent name they end in."""
        for key, form in list(self._forms.items()):
            _, _, rest = key.partition(" ")
            frequent = self._forms.get(rest)
            if frequent is None or form.name.honorific or _RARE_SHARE * len(form.starts) > len(frequent.starts):
                continue
            opener = key.split(" ")[0]
            if opener in given_names() or len(form.starts) > 2:
                continue
            frequent.starts = array("Q", sorted([*frequent.starts, *form.starts]))
            frequent.ends = array("Q", sorted([*frequent.ends, *form.ends]))
            del self._forms[key]

    def _name_narrator(self) -> None:
        """The narrator is the person most called by name inside quotations and hardly ever told of.

        Source: the numbers are set by hand; on the dev novels they name both first-person narrators and nobody else.
        """
        called = [entity for entity in self.entities if entity.called]
        best = max(called, key=lambda entity: entity.called / (len(entity.starts) + _TOLD), default=None)
        if best is not None and best.called / (len(best.starts) + _TOLD) >= _CALLED_SHARE:
            self._others["narrator"] = best
        else:
            self.narrator()

    def _join(self, entity: Entity, form: Form) -> None:
        shown = form.display
        is_open = entity.roster is None and not entity.has_told_name
        if is_open and entity.name is not None and fullness(form.name) > fullness(entity.name):
            entity.name, entity.display = form.name, display_name(form.name)
            self._index.note_surname(entity)
        entity.forms[shown] += len(form.starts)
        entity.called += form.called
        entity.says += form.speaks
        entity.first_call = entity.first_call or form.first_call
        if len(entity.starts) and len(form.starts):
            pairs = sorted([*zip(entity.starts, entity.ends, strict=True), *zip(form.starts, form.ends, strict=True)])
            entity.starts, entity.ends = array("Q", (s for s, _ in pairs)), array("Q", (e for _, e in pairs))
        elif len(form.starts) and not self.is_story:  # those of a story are put in order among others in place
            entity.starts, entity.ends = form.starts, form.ends
        else:
            entity.starts.extend(form.starts)
            entity.ends.extend(form.ends)
        # A form belongs to one entity: what only it has told is not kept twice.
        if not entity.roles:
            entity.roles = form.roles
        else:
            for role, (span, count) in form.roles.items():
                known, before = entity.roles.get(role, (span, 0))
                entity.note_role(role, min(known, span), before + count)
        if not entity.affiliations:
            entity.affiliations = form.affiliations
        else:
            for affiliation, span in form.affiliations.items():
                entity.note_affiliation(affiliation, span)
        if not entity.genders:
            entity.genders = form.genders
        else:
            entity.genders.update(form.genders)

    def _enter_role(self, entity: Entity, role: str) -> None:
        bearers = self._by_role[role_head(role)]
        if not bearers or bearers[-1] is not entity:  # entities come one after the other
            bearers.append(entity)

    # -- asking

    def find_person(self, name: PersonName, place: int) -> Entity | None:
        """Return who bears ``name`` at ``place`` (code points), or None for a name never observed."""
        key = form_key(name)
        bearers = self._bearers.get(key)
        if bearers is None:
            bearers = self._bearers[key] = (
                self._index.find_bearers(Form(name, name.raw)) if name.given or name.surname else []
            )
        if not bearers:
            return None
        if len(bearers) == 1:
            return bearers[0]
        if key in self._shared:
            return max(bearers, key=lambda entity: (entity.mentioned_before(place + 1), len(entity.starts)))
        meant = self._rank_bearers(key, bearers).find(place)
        if meant is not None:
            return meant
        bare = self._others.get("name:" + key)
        if bare is None:
            form = self._forms.get(key)
            bare = self._others["name:" + key] = self._add("person", name, form.display if form else name.raw)
            if form is not None:
                self._join(bare, form)
        return bare

    def _rank_bearers(self, key: str, bearers: Sequence[Entity]) -> Namesakes:
        namesakes = self._namesakes.get(key)
        if namesakes is None or namesakes.count != len(bearers):
            namesakes = self._namesakes[key] = Namesakes(bearers)
        return namesakes

    def find_known(self, words: str, place: int) -> Entity | None:
        """Return who is named by ``words`` at ``place`` (code points) where the narrator names somebody so, or None."""
        parts = words.rstrip(".").split()
        for first in range(min(2, len(parts))):
            shown = " ".join(parts[first:])
            if self._bearers.get(normalize_name(shown)):
                return self.find_person(parse_name(shown), place)
        return None

    def find(self, phrase: Phrase) -> Entity | None:
        """Return the entity a phrase names or describes, added where new; None for a pronoun."""
        if phrase.form == "pronoun":
            return None
        if phrase.members:
            return self._find_other("collective", phrase)
        if phrase.name is not None:
            return self.find_person(phrase.name, phrase.core.start)
        if phrase.is_bare_name or self._is_title_like(phrase):
            person = self.find_person(parse_name(phrase.core.of(self.text).split()[-1]), phrase.core.start)
            if person is not None:
                return person
        if phrase.is_bare_name and phrase.sort == "person" and phrase.form == "name":
            return self._find_other("organisation", phrase)
        if phrase.sort == "person":
            return self.find_by_role(phrase) or self._find_other("described", phrase)
        if phrase.sort == "collective":
            return self._find_other("collective", phrase)
        if phrase.sort in ("organisation", "place"):
            return self._find_other("organisation", phrase)
        if phrase.sort in ("document", "thing"):
            return self._find_other("document", phrase)
        return None

    def find_named(self, phrase: Phrase) -> Entity | None:
        """Return the person a phrase names, or None where it names nobody known; nobody is added."""
        if phrase.name is None and not phrase.is_bare_name:
            return None
        name = phrase.name if phrase.name is not None else parse_name(phrase.core.of(self.text))
        bearers = self._bearers.get(form_key(name), ())
        return bearers[0] if len(bearers) == 1 else None

    def has_role(self, head: str) -> bool:
        """Whether anybody has a role that turns on the noun ``head``."""
        return bool(self._by_role.get(head))

    def add_role(self, entity: Entity, span: Span) -> None:
        """Give a person the role whose words stand at ``span``."""
        role = tidy_role(span.of(self.text))
        if role not in entity.roles:
            entity.note_role(role, span, 1)
        self._enter_role(entity, role)

    def find_by_role(self, phrase: Phrase) -> Entity | None:
        """Return the one person introduced before whose role a description ("the Peruvian Minister") repeats."""
        if not phrase.is_definite:
            return None
        words = content_words(phrase.core.of(self.text))
        head = role_head(" ".join(words)) if words else ""
        bearers, newcomers = [], []
        for entity in self._by_role.get(head, ()):
            if not self._words_of_roles(entity).issuperset(words):
                continue
            if entity.mentioned_before(phrase.span.start) >= 0:
                bearers.append(entity)
                if len(bearers) > 1:  # more than one: nobody
                    return None
            elif len(entity.starts) and entity.starts[0] - phrase.span.end < _SOON_CHARS:
                newcomers.append(entity)
        if bearers:
            return bearers[0]
        return newcomers[0] if len(newcomers) == 1 and newcomers[0].titles.issuperset(words) else None

    def _words_of_roles(self, entity: Entity) -> frozenset[str]:
        """Return the words of an entity's roles and titles, gathered anew where it has got more of them."""
        roles, forms, words = self._role_words.get(entity.number, (-1, -1, frozenset()))
        if (roles, forms) != (len(entity.roles), len(entity.forms)):
            told = (*entity.roles, *entity.told_roles, *entity.titles)
            words = frozenset(word for role in told for word in content_words(role))
            self._role_words[entity.number] = (len(entity.roles), len(entity.forms), words)
        return words

    def _find_other(self, kind: SpeakerKind, phrase: Phrase) -> Entity:
        shown = tidy_description(phrase.span.of(self.text))
        full = tidy_description(phrase.described.of(self.text)) if phrase.described is not None else shown
        words = content_words(shown)
        key = f"{kind}:{' '.join(words)}"
        entity = self._others.get(key)
        if entity is None and kind == "described" and phrase.is_definite and words:
            entity = self._others.get(f"{kind}/{words[-1]}")
            if entity is not None and not set(words) <= set(content_words(entity.display)):
                entity = None
        if entity is None:
            entity = self._add(kind, None, full)
            self._others[key] = entity
            if kind == "described" and words:
                self._others[f"{kind}/{words[-1]}"] = entity
            if phrase.gender is not None:
                entity.vote(phrase.gender, 3)
        entity.forms[shown] += 1
        at = bisect_left(entity.starts, phrase.span.start)
        if not at and entity.name is None and len(full) > len(entity.display):
            entity.display = full  # it is introduced here: "a person briefed on the talks", later "the person"
        if at == len(entity.starts) or entity.starts[at] != phrase.span.start:
            entity.starts.insert(at, phrase.span.start)
            entity.ends.insert(at, phrase.span.end)
        return entity

    def unresolved(self, phrase: Phrase) -> Entity:
        """Return whoever a phrase means that cannot be told: an entity without a name, added when first asked for.

        The same pronoun means the same person all through a paragraph; elsewhere it is somebody else's until told.

        Args:
            phrase: the pronoun, or a phrase that stands for somebody.
        """
        key = f"unresolved:{phrase.paragraph}:{phrase.head if phrase.form == 'pronoun' else phrase.span}"
        entity = self._others.get(key)
        if entity is None:
            entity = self._others[key] = self._add("unnamed", None, "")
            if phrase.gender is not None:
                entity.vote(phrase.gender, 3)
        return entity

    def narrator(self, place: int = 0) -> Entity:
        """Return who says "I" at ``place``: the voice of a labelled turn, else the narrator, added when asked for."""
        at = bisect_right(self._voices, place, key=lambda voice: voice[0])
        voice = self._voices[at - 1][1] if at else None
        if voice is not None:
            return voice
        entity = self._others.get("narrator")
        if entity is None:
            entity = self._others["narrator"] = self._add("narrator", None, "")
        return entity

    def known_narrator(self) -> Entity | None:
        """Return the document's narrator where there is one, named or not."""
        return self._others.get("narrator")

    # -- voices

    def add_person(self, name: PersonName, display: str) -> Entity:
        """Add a person whom something other than the text names: a label, or the words of another voice."""
        entity = self._add("person", name, display)
        self._index.enter(entity, name)
        self._bearers.setdefault(form_key(name), [entity])
        return entity

    def add_voice(self) -> Entity:
        """Add a voice that is known by its label only."""
        return self._add("unnamed", None, "")

    def find_bearers(self, name: PersonName) -> list[Entity]:
        """Return everybody so far whom a name may mean."""
        return list(self._bearers.get(form_key(name)) or self._index.find_bearers(Form(name, name.raw)))

    def join_name(self, entity: Entity, name: PersonName) -> None:
        """Take note of a form of a person's name that stands outside the text."""
        self._join(entity, Form(name, name.raw))
        self._index.enter(entity, entity.name or name)

    def find_office(self, words: str) -> Entity | None:
        """Return the only person who is named with an office ("Prime Minister Ada Quill"), or None."""
        wanted = content_words(words)
        exact: list[Entity] = []
        part: list[Entity] = []
        for entity in self.entities:
            if entity.kind != "person" or entity.name is None:
                continue
            held = [content_words(title) for title in entity.titles]
            held += [content_words(role) for role in entity.roles if " of " not in role]
            if wanted in held:
                exact.append(entity)
            elif any(words[-1:] == wanted[-1:] and set(wanted) <= set(words) for words in held):
                part.append(entity)
        found = exact or part
        return found[0] if len(found) == 1 else None

    def place_voices(self, voices: Sequence[tuple[int, Entity | None]]) -> None:
        """Take note whose turn begins where, in order: "I" in a turn is its voice; None is the narrator's turn."""
        self._voices = list(voices)

    def speaker(self, entity: Entity, speaker_id: str) -> Speaker:
        """Return the entity as a value of the data model."""
        return make_speaker(entity, speaker_id)


def _last_before(starts: Sequence[int], place: int) -> int:
    at = bisect_left(starts, place)
    return starts[at - 1] if at else -(10**9)
