"""Labels to people: one person under many labels, two people of one surname, offices, misprints, tags."""

from __future__ import annotations

import pytest

from quotes.people.labels import VoiceName, find_misprints, read_label, tidy_capitals
from quotes.people.registry import Registry
from quotes.people.voices import Voices
from quotes.pipeline import annotate


def names_of(labels: list[str], names: dict[str, VoiceName] | None = None) -> list[str | None]:
    """Give the name each label leads to in a document whose text names nobody."""
    registry = Registry("")
    voices = Voices(registry, labels, names)
    registry.settle()
    return [registry.speaker(voices.find(label).entity, "s1").name for label in labels]


READ = [
    pytest.param("OTTO LIND", "Otto Lind", None, id="capitals"),
    pytest.param("Otto Lind", "Otto Lind", None, id="as written"),
    pytest.param("MIRA SOLANO, MEMBER FOR VESTBY", "Mira Solano", "member for VESTBY", id="role behind a comma"),
    pytest.param("Mira Solano (Vestby)", "Mira Solano", "Vestby", id="role in brackets"),
    pytest.param("LIND (voice-over)", "Lind", None, id="how it is heard"),
    pytest.param("JANE ROE, CNN ANCHOR", "Jane Roe", "CNN anchor", id="a known abbreviation"),
    pytest.param("OTTO LIND JR.", "Otto Lind Jr.", None, id="suffix"),
    pytest.param("HOST", None, "host", id="a role"),
    pytest.param("THE PRIME MINISTER", None, "the prime minister", id="an office"),
    pytest.param("UNIDENTIFIED MALE #2", None, None, id="nobody knows"),
    pytest.param("SPEAKER_01", None, None, id="recogniser"),
    pytest.param("Speaker 1", None, None, id="numbered"),
    pytest.param("Q", None, None, id="letter"),
]


@pytest.mark.parametrize(("label", "name", "role"), READ)
def test_a_label_is_a_name_a_role_or_a_tag(label: str, name: str | None, role: str | None) -> None:
    """What it names, and what it says of who that is."""
    reading = read_label(label)

    assert (reading.name, reading.role) == (name, role)
    if role is not None:
        assert label[reading.role_start : reading.role_end].casefold() == role.casefold()


@pytest.mark.parametrize("label", ["Ana Ruiz (through translator)", "ANA RUIZ (THROUGH INTERPRETER)", "INTERPRETER"])
def test_a_label_may_say_that_an_interpreter_is_heard(label: str) -> None:
    """A note, or the label itself."""
    assert read_label(label).is_translated


CAPITALS = [
    ("JANE O'HARE-ROE", "Jane O'Hare-Roe"),
    ("RON McDADE", "Ron McDade"),
    ("RON MCDADE", "Ron McDade"),
    ("J. P. LIND III", "J. P. Lind III"),
    ("Ana de Vries", "Ana de Vries"),
]


@pytest.mark.parametrize(("printed", "shown"), CAPITALS)
def test_a_name_in_capitals_is_shown_as_names_are_written(printed: str, shown: str) -> None:
    """Capitals behind an apostrophe, a hyphen and Mc stay."""
    assert tidy_capitals(printed) == shown


ROLES = [
    pytest.param("MEMBER FOR VESTBY", "We came from Vestby.", "member for Vestby", id="a name the text has"),
    pytest.param("MEMBER FOR VESTBY", "We came from VESTBY.", "member for VESTBY", id="in capitals there too"),
    pytest.param("MEMBER FOR VESTBY", "We came by boat.", "member for VESTBY", id="a name the text has not"),
    pytest.param("CHIEF LOCK KEEPER", "The lock broke.", "chief lock keeper", id="a word the text has"),
    pytest.param("SENATOR FROM FRANCE", "We came by boat.", "senator from France", id="a country"),
    pytest.param("Member for VESTBY", "We came from Vestby.", "Member for VESTBY", id="only one word in capitals"),
]


@pytest.mark.parametrize(("role", "text", "shown"), ROLES)
def test_names_in_a_role_in_capitals_are_written_as_the_text_writes_them(role: str, text: str, shown: str) -> None:
    """Where neither the text nor the lexicon has a word, it stays as the label has it."""
    registry = Registry(text)
    voices = Voices(registry, [f"OTTO LIND, {role}"])
    registry.settle()

    assert registry.speaker(voices.find(f"OTTO LIND, {role}").entity, "s1").role == shown


def test_a_restored_role_has_its_evidence() -> None:
    """The label is what tells the role, wherever the capitals come from."""
    annotation = annotate("OTTO LIND, MEMBER FOR VESTBY: We are from Vestby.\n\nADA QUILL: So am I.\n")
    speaker = next(speaker for speaker in annotation.speakers if speaker.name == "Otto Lind")

    assert speaker.role == "member for Vestby"
    assert ("label", "MEMBER FOR VESTBY") in {(evidence.rule, evidence.words) for evidence in speaker.evidence}


ONE = [
    pytest.param(["OTTO LIND", "LIND"], "Otto Lind", id="surname later"),
    pytest.param(["LIND", "OTTO LIND, PILOT"], "Otto Lind", id="full name later"),
    pytest.param(["Otto Lind", "OTTO LIND"], "Otto Lind", id="capitals and not"),
    pytest.param(["OTTO LIND", "MR LIND"], "Otto Lind", id="courtesy title"),
    pytest.param(["OTTO LIND, PILOT", "OTTO LIND (voice-over)", "LIND (through translator)"], "Otto Lind", id="notes"),
    pytest.param(["SOLANO", "SOLANO", "SOLANO", "SOLNAO"], "Solano", id="misprint"),
    pytest.param(["MIRA SOLANO", "MIRA SOLANO", "MIRA SOLANO", "MIRA SOLANA"], "Mira Solano", id="misprint in full"),
]


@pytest.mark.parametrize(("labels", "name"), ONE)
def test_labels_of_one_person_lead_to_one_speaker(labels: list[str], name: str) -> None:
    """However the label is written, whichever comes first."""
    registry = Registry("")
    voices = Voices(registry, labels)
    registry.settle()
    entities = {id(voices.find(label).entity) for label in labels}

    assert len(entities) == 1
    assert registry.speaker(voices.find(labels[0]).entity, "s1").name == name


def test_two_people_of_one_surname_are_two() -> None:
    """Each full name is its own person, and the bare surname, which may be either, a third."""
    registry = Registry("")
    labels = ["OTTO LIND", "EVA LIND", "LIND"]
    voices = Voices(registry, labels)
    registry.settle()

    assert len({id(voices.find(label).entity) for label in labels}) == 3


def test_a_label_keeps_its_printed_forms_on_the_speaker() -> None:
    """All of them, in order of asking."""
    registry = Registry("")
    voices = Voices(registry, ["OTTO LIND, PILOT", "LIND"])
    entity = voices.find("LIND").entity

    assert registry.speaker(entity, "s1").labels == ("OTTO LIND, PILOT", "LIND")
    assert registry.speaker(entity, "s1").role == "pilot"


def test_tags_are_voices_without_names() -> None:
    """One for each tag, and the same at every asking."""
    assert names_of(["SPEAKER_00", "SPEAKER_01"]) == [None, None]
    voices = Voices(Registry(""), ["SPEAKER_00", "SPEAKER_01"])

    assert voices.find("SPEAKER_00").entity is voices.find("SPEAKER_00").entity
    assert voices.find("SPEAKER_00").entity is not voices.find("SPEAKER_01").entity


def test_a_name_that_the_transcript_tells_is_the_tags() -> None:
    """With the confidence of whoever told it; a label that names somebody keeps its own name."""
    told = VoiceName("Otto Lind", role="pilot", aliases=("Otto",), confidence=0.8)
    registry = Registry("")
    voices = Voices(registry, ["SPEAKER_00", "MIRA SOLANO"], {"SPEAKER_00": told, "MIRA SOLANO": told})
    known = voices.find("SPEAKER_00")
    speaker = registry.speaker(known.entity, "s1")

    assert (speaker.name, speaker.role, known.confidence, known.rule) == ("Otto Lind", "pilot", 0.8, "naming")
    assert "Otto" in speaker.aliases
    assert registry.speaker(voices.find("MIRA SOLANO").entity, "s2").name == "Mira Solano"


MISPRINTS = [
    pytest.param({"Solano": 9, "Solnao": 1}, {"Solnao": "Solano"}, id="two letters changed places"),
    pytest.param({"Solano": 9, "Solno": 1}, {"Solno": "Solano"}, id="a letter lost"),
    pytest.param({"Solano": 2, "Solana": 2}, {}, id="as frequent"),
    pytest.param({"Lind": 9, "Lund": 1}, {}, id="too short to tell"),
    pytest.param({"Solano": 9, "Solana": 9, "Solan": 1}, {}, id="two it may be"),
]


@pytest.mark.parametrize(("counts", "meant"), MISPRINTS)
def test_a_rare_label_one_letter_off_a_frequent_one_is_misprinted(
    counts: dict[str, int], meant: dict[str, str]
) -> None:
    """Where only one is near, and the name long enough."""
    assert find_misprints(counts) == meant
