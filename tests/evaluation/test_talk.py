"""What is measured of a transcript: its voices, times and words."""

from __future__ import annotations

import pytest
from talk_samples import Said, talk

from quotes.evaluation.talk import Talk, read_talk
from quotes.model import Annotation, Document, DocumentInfo, Speaker, Turn, Utterance, Word
from quotes.spans import Span

TEXT = "LIND: We are late.\nREYES: Not by much, “I hope”.\n"
LIND = Speaker(id="s1", name="Otto Lind", labels=("LIND",))
REYES = Speaker(id="s2", name="Ana Reyes", aliases=("Reyes",), labels=("REYES",))
TURNS = (Turn(start=0, end=18, label="LIND", speaker="s1"), Turn(start=19, end=48, label="REYES", speaker="s2"))


def _keys(found: Talk) -> list[tuple[str | None, list[str]]]:
    return [(stretch.voice, [word.key for word in stretch.words]) for stretch in found.stretches]


def test_turns_are_read_without_their_labels() -> None:
    """Words are compared without case and punctuation, and the label is no word."""
    found = read_talk(Annotation.of(Document(id="a", text=TEXT), speakers=(LIND, REYES), turns=TURNS))

    assert _keys(found) == [("s1", ["we", "are", "late"]), ("s2", ["not", "by", "much", "i", "hope"])]
    assert [(voice.title, voice.name, sorted(voice.keys)) for voice in found.voices] == [
        ("Otto Lind", "Otto Lind", ["otto lind"]),
        ("Ana Reyes", "Ana Reyes", ["ana reyes", "reyes"]),
    ]


def test_the_words_of_an_utterance_go_to_the_turns_they_stand_in() -> None:
    """A caption with two voices is parted, at the time its words tell."""
    text = "Late again. Not me."
    words = [Word(start=0, end=4, start_ms=0, end_ms=200), Word(start=5, end=11, start_ms=200, end_ms=600)]
    words += [Word(start=12, end=15, start_ms=700, end_ms=800), Word(start=16, end=19, start_ms=800, end_ms=950)]
    said = Utterance(spans=(Span(0, 19),), start_ms=0, end_ms=1000)
    info = DocumentInfo(utterances=(said,), words=tuple(words))
    turns = (Turn(start=0, end=11, speaker="s1"), Turn(start=12, end=19, speaker="s2"))
    found = read_talk(Annotation.of(Document(id="a", text=text, info=info), speakers=(LIND, REYES), turns=turns))

    assert [(each.voice, each.start_ms, each.end_ms) for each in found.stretches] == [("s1", 0, 600), ("s2", 700, 950)]
    assert found.stretches[1].words[0].start_ms == 700


LABELS = [
    pytest.param("S0", None, id="S and a number"),
    pytest.param("SPEAKER_01", None, id="a diarizer's"),
    pytest.param("spk_3", None, id="a recogniser's"),
    pytest.param("12", None, id="a number"),
    pytest.param("A", None, id="a letter"),
    pytest.param("UU", None, id="unknown"),
    pytest.param("Operator", None, id="a role"),
    pytest.param("Ines Okafor", "Ines Okafor", id="a name"),
    pytest.param("Ines_Okafor", "Ines Okafor", id="a name without blanks"),
    pytest.param("OKAFOR", "OKAFOR", id="a family name"),
]


@pytest.mark.parametrize(("label", "name"), LABELS)
def test_a_label_may_be_a_name(label: str, name: str | None) -> None:
    """Labels that programs give to voices are none."""
    (voice,) = talk(Said(label, "Good day.")).voices

    assert (voice.title, voice.name) == (name or label, name)


FORMS = [
    pytest.param(("INES OKAFOR", "OKAFOR"), ["INES OKAFOR"], id="the family name of one"),
    pytest.param(("OKAFOR", "Dr. Ines Okafor"), ["Dr. Ines Okafor"], id="the full name later"),
    pytest.param(("INES OKAFOR", "PAUL OKAFOR", "OKAFOR"), ["INES OKAFOR", "PAUL OKAFOR", "OKAFOR"], id="of two"),
    pytest.param(("INES OKAFOR", "INES"), ["INES OKAFOR", "INES"], id="a given name"),
    pytest.param(("S0", "S1"), ["S0", "S1"], id="no names"),
]


@pytest.mark.parametrize(("labels", "titles"), FORMS)
def test_a_family_name_is_the_same_voice(labels: tuple[str, ...], titles: list[str]) -> None:
    """Where only one other label ends with it."""
    found = talk(*(Said(label, "Good day.") for label in labels))

    assert [voice.title for voice in found.voices] == titles
    assert {stretch.voice for stretch in found.stretches} == {voice.id for voice in found.voices}


def test_a_narrator_is_a_voice() -> None:
    """Though no speaker is given; other turns without a speaker are nobody's."""
    turns = (Turn(start=0, end=10, kind="narrator"), Turn(start=11, end=20, kind="bite"))
    found = read_talk(Annotation.of(Document(id="a", text="It rained. We ran off."), turns=turns))

    assert [stretch.voice for stretch in found.stretches] == ["narrator", None]


def test_a_tag_inside_a_word_parts_no_word() -> None:
    """Two spans without a blank between them hold one word; entities are decoded."""
    text = "un<i>known</i> R&amp;D"
    said = Utterance(spans=(Span(0, 2), Span(5, 10), Span(15, 22)), label="A")
    found = read_talk(Annotation.of(Document(id="a", text=text, info=DocumentInfo(utterances=(said,)))))

    assert _keys(found) == [("label A", ["unknown", "rd"])]


def test_stretches_are_in_the_order_of_time() -> None:
    """Where every one has a time; else the input's order counts."""
    assert [each.start_ms for each in talk(Said("A", "b", 500, 600), Said("B", "a", 0, 100)).stretches] == [0, 500]
    assert [each.start_ms for each in talk(Said("A", "b", 500, 600), Said("B", "a")).stretches] == [500, None]
