"""Who the labels of a transcript stand for, from what its voices say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.diarizer.naming import NamedVoice, VoiceTurn, name_voices
from quotes.model import RosterEntry

CALL = (
    "S0: Good morning, and welcome to the Brackwater Ferries call. All lines are in listen-only mode. I would like to "
    "turn the call over to Ines Marlowe, investor relations. Please go ahead.",
    "S1: Thank you. With me today are Tomas Weld, our Chief Executive Officer, and Priya Sand, our Chief Financial "
    "Officer. Tomas?",
    "S2: Thanks, Ines, and good morning, everyone. It was a good quarter. Priya will now review the figures.",
    "S3: Thank you, Tomas. Revenue grew by nine percent.",
    "S0: Our first question comes from the line of Neil Orrin with Castle Research. Your line is open.",
    "S4: Good morning. Can you say more about the winter?",
    "S2: Sure, Neil. We expect two ships.",
)
CALL_NAMES = {"S0": None, "S1": "Ines Marlowe", "S2": "Tomas Weld", "S3": "Priya Sand", "S4": "Neil Orrin"}


def turns_of(text: str) -> list[VoiceTurn]:
    """Read a transcript with a label before each line."""
    return [
        VoiceTurn(match[1], match.start(2), match.end(2), number)
        for number, match in enumerate(re.finditer(r"^([\w ]+?): (.*)$", text, re.MULTILINE))
    ]


def name(text: str, **options: object) -> dict[str, NamedVoice]:
    """Name the labels of a transcript."""
    return {voice.label: voice for voice in name_voices(text, turns_of(text), **options)}  # type: ignore[arg-type]


def names_of(text: str, **options: object) -> dict[str, str | None]:
    """Give the name of each label."""
    return {label: voice.name for label, voice in name(text, **options).items()}


def test_a_call_is_named_as_it_introduces_its_speakers() -> None:
    """The operator, whom nobody names, stays unnamed."""
    assert names_of("\n".join(CALL)) == CALL_NAMES


@pytest.mark.parametrize(
    ("label", "role", "affiliation"),
    [
        ("S0", "operator", None),
        ("S1", "investor relations", None),
        ("S2", "Chief Executive Officer", None),
        ("S3", "Chief Financial Officer", None),
        ("S4", None, "Castle Research"),
    ],
)
def test_roles_and_affiliations_are_those_told(label: str, role: str | None, affiliation: str | None) -> None:
    """Before or after the name; what an unnamed operator does is told by what operators say."""
    voice = name("\n".join(CALL))[label]
    assert (voice.role, voice.affiliation) == (role, affiliation)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param(
            "A: I'm Ada Quill, and this is the Harbour Hour.\nB: Hello.\nA: What did you see?",
            {"A": "Ada Quill", "B": None},
            id="self-introduction",
        ),
        pytest.param(
            "A: Joining us now is Ben Orrin. Ben, welcome to the show.\nB: Thanks for having me.\nA: Where were you?",
            {"B": "Ben Orrin"},
            id="introduced before the first words",
        ),
        pytest.param(
            "A: Our next question comes from the line of Nei- Neil Orrin with Castle Research. Please go ahead.\n"
            "B: Thank you. What about fuel?\nA: One moment.",
            {"B": "Neil Orrin"},
            id="a stutter before the name",
        ),
        pytest.param(
            "A: Our next question comes from Lucan Moss. Please go ahead.\n"
            "B: Hi, this is Joan on for Lucan. What about fuel?\nC: Fuel is hedged, Joan.",
            {"B": "Joan"},
            id="somebody who stands in",
        ),
        pytest.param(
            "A: We read about Otto Lind and about the bridge of Sarn.\nB: Otto Lind built it in a year.\nA: He did.",
            {"A": None, "B": None},
            id="only mentioned",
        ),
        pytest.param(
            "A: Thank you, Mr. Weld.\nB: Tomas Weld will be back next week. I'm Priya Sand.\nC: Thank you, Priya.",
            {"B": "Priya Sand"},
            id="who says a name does not bear it",
        ),
        pytest.param(
            'A: My teacher used to say, "Thank you, Otto." I never forgot.\nB: Who was that?\nA: A pilot.',
            {"A": None, "B": None},
            id="a name called in a quotation",
        ),
        pytest.param(
            "A: Who are you, and what is it you do? Sure. So I am Ada Quill. I keep\n"
            "B: the accounts at the mill, and I write about rivers.\nA: Tell us more.",
            {"A": None, "B": None},
            id="a voice that changes in the middle of a sentence",
        ),
        pytest.param(
            "A: I'm Ada Quill. I keep the accounts.\nB: at the mill?\nA: At the mill, yes.",
            {"A": "Ada Quill", "B": None},
            id="a sentence that ended before the voice changed",
        ),
    ],
)
def test_each_kind_of_evidence(text: str, named: dict[str, str | None]) -> None:
    """A voice is named where words around a name say so, and not otherwise."""
    found = names_of(text)
    assert {label: found[label] for label in named} == named


def test_claims_that_contradict_each_other_are_shown_and_neither_is_taken() -> None:
    """Announced as one person, a voice calls itself another."""
    text = (
        "S1: Let me bring in Ada Quill. Ada?\nS2: Good morning. This is Tom Brake.\nS1: Thank you, Ada.\nS2: Thank you."
    )
    voice = name(text)["S2"]
    assert voice.name is None
    assert set(voice.conflict) == {"Ada Quill", "Tom Brake"}
    assert {evidence.rule for evidence in voice.evidence} >= {"introduction, next", "introduction, self"}


def test_evidence_stands_where_it_says() -> None:
    """Its words are those of the text, and say who points at whom."""
    text = "\n".join(CALL)
    for voice in name_voices(text, turns_of(text)):
        for evidence in voice.evidence:
            assert [span.of(text) for span in evidence.spans] == [evidence.words]
    rules = [evidence.rule for evidence in name(text)["S1"].evidence]
    assert rules[0] == "turn given, next"
    assert "thanks, previous" in rules


def test_the_spelling_of_the_roster_wins() -> None:
    """The form that was heard stays as an alias."""
    text = "S1: This is Radio Sarn, I'm Ana Ruis.\nS2: Thank you, Anna. The bridge is closed.\nS1: Thank you."
    voice = name(text, roster=[RosterEntry(name="Anna Ruiz", role="presenter")])["S1"]
    assert (voice.name, voice.role) == ("Anna Ruiz", "presenter")
    assert "Ana Ruis" in voice.aliases


def test_a_label_that_is_a_name_keeps_its_person() -> None:
    """Nobody else is called by the name of a known voice."""
    text = "Ada Quill: I'm Ada Quill. Here with me is Tom Brake.\nS2: Thank you, Ada.\nAda Quill: Welcome, Tom."
    assert names_of(text, known={"Ada Quill": "Ada Quill"}) == {"S2": "Tom Brake"}


def test_confidence_is_a_probability_and_only_of_a_name() -> None:
    """A voice without a name has none; a higher threshold names fewer."""
    text = "\n".join(CALL)
    for voice in name_voices(text, turns_of(text)):
        assert (voice.confidence is None) == (voice.name is None)
        assert voice.confidence is None or 0.5 <= voice.confidence <= 1
    assert all(voice.name is None for voice in name_voices(text, turns_of(text), min_confidence=1.0))


def test_nothing_is_named_where_nothing_is_said() -> None:
    """No turns, no voices; empty turns, no names."""
    assert name_voices("", []) == ()
    assert name_voices("A:", [VoiceTurn("A", 2, 2)]) == (NamedVoice("A"),)


@settings(max_examples=20, deadline=None)
@given(st.permutations(["S0", "S1", "S2", "S3", "S4"]))
def test_renaming_labels_renames_the_result(others: list[str]) -> None:
    """What a label is called tells nothing, nor does the order of the labels' names."""
    renamed = dict(zip(CALL_NAMES, others, strict=True))
    text = re.sub(r"^S\d", lambda match: renamed[match[0]], "\n".join(CALL), flags=re.MULTILINE)
    assert names_of(text) == {renamed[label]: name for label, name in CALL_NAMES.items()}


@settings(max_examples=20, deadline=None)
@given(st.text(alphabet="xyz \n", max_size=30))
def test_text_before_the_turns_shifts_the_evidence(before: str) -> None:
    """By its length, and changes nothing else."""
    text = "\n".join(CALL)
    turns = turns_of(text)
    moved = [turn._replace(start=turn.start + len(before), end=turn.end + len(before)) for turn in turns]
    for one, other in zip(name_voices(text, turns), name_voices(before + text, moved), strict=True):
        assert one._replace(evidence=()) == other._replace(evidence=())
        assert [evidence.words for evidence in one.evidence] == [evidence.words for evidence in other.evidence]
        shifts = {b.spans[0].start - a.spans[0].start for a, b in zip(one.evidence, other.evidence, strict=True)}
        assert shifts <= {len(before)}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.text(max_size=60)), max_size=12))
def test_no_text_is_too_odd(parts: list[tuple[str, str]]) -> None:
    """Every label has one voice, in order of appearance, whatever is said."""
    text, turns = "", []
    for label, words in parts:
        turns.append(VoiceTurn(label, len(text), len(text) + len(words)))
        text += words + "\n"
    assert [voice.label for voice in name_voices(text, turns)] == list(dict.fromkeys(label for label, _ in parts))
