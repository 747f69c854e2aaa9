"""Labels to people: full names, surnames, titles and parties, misprints and split labels that mean one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from quotes.people.entities import Entity, lone_surname
from quotes.people.labels import ReadLabel, VoiceName, find_misprints, is_office, read_label
from quotes.people.names import normalize_name, parse_name
from quotes.people.registry import Registry
from quotes.people.written_forms import find_written_forms, read_capitals, unknown_capitals

__all__ = ["KnownVoice", "Voices"]

_OFFICE = 0.85
"""How sure it is that a label which is an office means the only person named with it. Set by hand."""


class KnownVoice:
    """Who a label stands for.

    Attributes:
        entity: the speaker.
        confidence: probability that it is the right one.
        rule: what told it: ``label``, ``office`` or ``naming``.
    """

    __slots__ = ("confidence", "entity", "rule")

    def __init__(self, entity: Entity, confidence: float, rule: str) -> None:
        self.entity, self.confidence, self.rule = entity, confidence, rule


class Voices:
    """The voices of a transcript and the people of the registry they are.

    Build it before the registry is filled: people whom labels name in full are then known when the text calls them by
    half a name. Ask it once the registry is settled.

    Args:
        registry: the people of the document.
        labels: the label of each turn, in order.
        names: who labels stand for, as the words of the transcript tell.

    Example:
        >>> registry = Registry("")
        >>> voices = Voices(registry, ["ADA QUILL, HOST", "TOM REED", "QUILL"])
        >>> voices.find("QUILL").entity is voices.find("ADA QUILL, HOST").entity
        True
        >>> registry.speaker(voices.find("QUILL").entity, "s1").role
        'host'
        >>> voices = Voices(registry := Registry("We are in Vestby."), ["OTTO LIND, MEMBER FOR VESTBY"])
        >>> registry.speaker(voices.find("OTTO LIND, MEMBER FOR VESTBY").entity, "s1").role
        'member for Vestby'
    """

    def __init__(self, registry: Registry, labels: Sequence[str], names: Mapping[str, VoiceName] | None = None) -> None:
        self._registry = registry
        self._names = names or {}
        self._counts = Counter(labels)
        self._known: dict[str, KnownVoice] = {}
        self._offices: dict[str, KnownVoice] = {}
        self._people: dict[str, list[Entity]] = {}  # by surname, normalised: those whom labels name in full
        unknown = {word for label in self._counts for word in unknown_capitals(_printed_role(label) or "")}
        self._forms = find_written_forms(registry.text, unknown)
        self._readings = {label: self._read(label) for label in self._counts}
        named = Counter[str]()
        for label, reading in self._readings.items():
            if reading.name is not None:
                named[reading.name] += self._counts[label]
        self._meant = find_misprints(named)
        for label, reading in self._readings.items():
            if reading.name is not None and self._is_full(reading.name):
                self._enter(label, reading)

    def find(self, label: str) -> KnownVoice:
        """Return who a label stands for, added where new.

        Args:
            label: as printed.
        """
        known = self._known.get(label)
        if known is None:
            reading = self._readings.get(label) or self._read(label)
            known = self._known[label] = self._find(label, reading)
            self._note(known.entity, label, reading)
        return known

    def _read(self, label: str) -> ReadLabel:
        """Take a label apart; where the words of the transcript name its voice, that is its name.

        Names in a role that the label has in capitals are written as the transcript writes them.
        """
        reading = read_label(label)
        printed = _printed_role(label) if self._forms else None
        if printed is not None:
            reading = reading._replace(role=read_capitals(printed, self._forms))
        told = self._names.get(label)
        if told is None or reading.name is not None:
            return reading
        role = reading.role if reading.role is not None else told.role
        return reading._replace(name=told.name, role=role, is_tag=reading.is_tag and told.name is None)

    def _is_full(self, words: str) -> bool:
        name = parse_name(words)
        return bool(name.given and name.surname)

    def _enter(self, label: str, reading: ReadLabel) -> None:
        """Enter the person whom a label names in full."""
        words = self._meant.get(reading.name or "", reading.name or "")
        name = parse_name(words)
        bearers = self._registry.find_bearers(name)
        if len(bearers) == 1:
            entity = bearers[0]
            self._registry.join_name(entity, name)
        else:
            shown = words if not name.honorific else words.removeprefix(name.honorific).strip(" .")
            entity = self._registry.add_person(name, shown)
        if words != reading.name and reading.name is not None:
            self._registry.join_name(entity, parse_name(reading.name))
        people = self._people.setdefault(lone_surname(entity.name) or normalize_name(name.surname or ""), [])
        if entity not in people:
            people.append(entity)
        self._known[label] = KnownVoice(entity, *self._told_by(label))
        self._note(entity, label, reading)

    def _told_by(self, label: str) -> tuple[float, str]:
        told = self._names.get(label)
        if told is not None and told.name is not None and read_label(label).name is None:
            return told.confidence, "naming"
        return 1.0, "label"

    def _note(self, entity: Entity, label: str, reading: ReadLabel) -> None:
        if label not in entity.labels:
            entity.labels = (*entity.labels, label)
        role = reading.role if reading.role is not None else _office_of(reading.name)
        if role is not None and role not in entity.told_roles:
            entity.told_roles = (*entity.told_roles, role)
        told = self._names.get(label)
        if told is not None and told.name is not None and read_label(label).name is None:
            entity.told_affiliation = entity.told_affiliation or told.affiliation
            if entity.roster is None and self._is_full(told.name):
                entity.name, entity.display, entity.has_told_name = parse_name(told.name), told.name, True
            for alias in told.aliases:
                self._registry.join_name(entity, parse_name(alias))

    def _find(self, label: str, reading: ReadLabel) -> KnownVoice:
        if reading.name is None:
            return self._find_unnamed(label, reading)
        words = self._meant.get(reading.name, reading.name)
        name = parse_name(words)
        key = normalize_name(name.surname or name.given or words)
        people = self._people.get(key, [])
        bearers = people if len(people) == 1 else self._registry.find_bearers(name)
        bearers = bearers if len(bearers) == 1 else [entity for entity in bearers if entity.labels]
        if len(bearers) == 1 and len(people) < 2:
            entity = bearers[0]
            self._registry.join_name(entity, name)
        else:
            entity = self._registry.add_person(name, words)
            self._people.setdefault(key, []).append(entity)
        if words != reading.name:
            self._registry.join_name(entity, parse_name(reading.name))
        return KnownVoice(entity, *self._told_by(label))

    def _find_unnamed(self, label: str, reading: ReadLabel) -> KnownVoice:
        """Return the voice of a label that names nobody: the holder of an office, else a voice of its own."""
        key = normalize_name(label.partition("(")[0]).removeprefix("the ")
        known = self._offices.get(key)
        if known is not None:
            return known
        entity = self._registry.find_office(reading.role) if reading.role and is_office(reading.role) else None
        if entity is not None and not entity.labels:
            known = KnownVoice(entity, _OFFICE, "office")
        else:
            known = KnownVoice(self._registry.add_voice(), 1.0, "label")
        self._offices[key] = known
        return known


def _printed_role(label: str) -> str | None:
    """Return the words of the role on a label as they are printed, in one line, or None where it has none."""
    reading = read_label(label) if not label.istitle() else None
    if reading is None or reading.role is None:
        return None
    return " ".join(label[reading.role_start : reading.role_end].split())


def _office_of(words: str | None) -> str | None:
    """Return the office that stands before a name on a label, in small letters: "GOVERNOR ADA QUILL"."""
    title = parse_name(words).honorific if words is not None else None
    return title.lower() if title is not None and is_office(title) else None
