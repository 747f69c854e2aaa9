"""The turns of a transcript from its utterances: where they begin, what they are, what directions tell of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.diarizer.times import TimeFinder
from quotes.diarizer.turns import lay_turns
from quotes.formats.labelled import find_utterances
from quotes.language.running import RunningText
from quotes.model import Turn, Utterance, Word
from quotes.spans import Span


def turns_of(text: str) -> list[Turn]:
    """Find the turns of a labelled text."""
    utterances = find_utterances(text) or ()
    return [laid.turn for laid in lay_turns(text, utterances, RunningText(text, utterances))]


def test_a_turn_runs_from_its_label_to_its_last_word() -> None:
    """Marks and times before the label are part of it."""
    text = "**[00:01] ANN:** So?\n\n**[00:05] BEN:** Yes.\n\nIt rained.\n\n**[00:09] ANN:** Well.\n"

    assert [turn.span.of(text) for turn in turns_of(text)] == [
        "**[00:01] ANN:** So?",
        "**[00:05] BEN:** Yes.\n\nIt rained.",
        "**[00:09] ANN:** Well.",
    ]
    assert [(turn.start_ms, turn.end_ms) for turn in turns_of(text)] == [(1000, 5000), (5000, 9000), (9000, None)]


def test_consecutive_utterances_of_one_label_are_one_turn() -> None:
    """However often the label is printed."""
    text = "ANN: So?\n\nBEN: Yes.\n\nBEN: It rained.\n\nANN: Well.\n"

    assert [turn.span.of(text) for turn in turns_of(text)] == ["ANN: So?", "BEN: Yes.\n\nBEN: It rained.", "ANN: Well."]


def test_what_stands_before_the_first_label_is_the_narrators() -> None:
    """A preface is a turn without a label."""
    text = "Filed on Monday.\n\nIt rained.\n\nANN: So?\n\nBEN: Yes.\n\nANN: Good.\n"
    first, *others = turns_of(text)

    assert (first.kind, first.label, first.span.of(text)) == ("narrator", None, "Filed on Monday.\n\nIt rained.")
    assert [turn.label for turn in others] == ["ANN", "BEN", "ANN"]


KINDS = [
    pytest.param(
        "ANN: Look.\n\n(BEGIN VIDEO CLIP)\n\nBEN: It is wet.\n\nEVA: It is.\n\n(END VIDEO CLIP)\n\nANN: So.\n",
        ["turn", "clip", "clip", "turn"],
        id="recording with an end",
    ),
    pytest.param(
        "ANN: Look.\n\n(SOUNDBITE OF ARCHIVED RECORDING)\n\nBEN: It is wet.\n\nANN: So.\n\nEVA: Yes.\n",
        ["turn", "clip", "turn", "turn"],
        id="recording without one",
    ),
    pytest.param("ANN: Look.\n\n(SOUNDBITE OF MUSIC)\n\nBEN: Wet.\n\nANN: So.\n", ["turn"] * 3, id="music"),
    pytest.param(
        "ANN: Look.\n\nBEN (through translator): Wet.\n\nANN: So.\n", ["turn", "interpreter", "turn"], id="note"
    ),
    pytest.param(
        "ANN: Look.\n\nBEN: (Through interpreter) Wet.\n\nANN: So.\n\nBEN: Yes.\n",
        ["turn", "interpreter", "turn", "turn"],
        id="note behind the colon",
    ),
    pytest.param(
        "NARRATOR: It rained.\n\nANN: So?\n\nNARRATOR: It did.\n", ["narrator", "turn", "narrator"], id="narrator"
    ),
    pytest.param(
        'Ann: "Look."\nBen: "Hear her."\n"I am wet."\nAnn: "So."\n',
        ["turn", "turn", "bite", "turn"],
        id="bite in marks",
    ),
]


@pytest.mark.parametrize(("text", "kinds"), KINDS)
def test_a_turn_is_of_the_kind_that_its_label_or_a_direction_tells(text: str, kinds: list[str]) -> None:
    """Recordings, interpreters, narrators, bites."""
    turns = turns_of(text)

    assert [turn.kind for turn in turns] == kinds
    assert [turn.translated for turn in turns] == [turn.kind == "interpreter" for turn in turns]


def test_the_evidence_of_a_turn_stands_where_its_words_do() -> None:
    """Label and direction."""
    text = "ANN: Look.\n\n(BEGIN VIDEO CLIP)\n\nBEN: (Through interpreter) Wet.\n\n(END VIDEO CLIP)\n\nANN: So.\n"

    for turn in turns_of(text):
        for evidence in turn.evidence:
            assert [span.of(text) for span in evidence.spans] == [evidence.words]
    assert {evidence.rule for turn in turns_of(text) for evidence in turn.evidence} == {"label", "clip", "interpreter"}


def test_a_text_without_labels_has_no_laid_turns() -> None:
    """Captions without voices are for others."""
    utterances = (Utterance(spans=(Span(0, 3),)),)

    assert lay_turns("So?", utterances, RunningText("So?", utterances)) == ()


def test_a_label_that_does_not_stand_in_the_text_begins_nowhere() -> None:
    """Recognisers' labels are outside the words."""
    text = "So? Yes."
    utterances = (Utterance(spans=(Span(0, 3),), label="0"), Utterance(spans=(Span(4, 8),), label="1"))
    laid = lay_turns(text, utterances, RunningText(text, utterances))

    assert [(turn.turn.span.of(text), turn.label_start) for turn in laid] == [("So?", -1), ("Yes.", -1)]


_LINES = st.lists(
    st.sampled_from(
        ["ANN: So.", "BEN: Yes.", "(BEGIN VIDEO CLIP)", "(END VIDEO CLIP)", "It rained.", "", '"I am wet."']
    ),
    max_size=12,
).map("\n".join)


@given(text=_LINES)
def test_turns_stand_in_order_and_never_overlap(text: str) -> None:
    """Here and in the running text."""
    utterances = find_utterances(text) or ()
    running = RunningText(text, utterances)
    laid = lay_turns(text, utterances, running)

    assert all(one.turn.end <= other.turn.start for one, other in pairwise(laid))
    assert all(one.end <= other.start for one, other in pairwise(laid))
    for one in laid:
        assert running.text[one.start : one.end].strip()
        assert running.text[one.start : one.end][-1] == text[one.turn.end - 1]


WORDS = [Word(start=0, end=3, start_ms=100, end_ms=400), Word(start=4, end=8, start_ms=450, end_ms=900)]
UTTERANCES = [Utterance(spans=(Span(0, 8),), start_ms=0, end_ms=1000)]
TIMES = [
    pytest.param(UTTERANCES, WORDS, [Span(4, 7)], (450, 900), id="words are more exact"),
    pytest.param(UTTERANCES, [], [Span(4, 7)], (0, 1000), id="utterances"),
    pytest.param(UTTERANCES, WORDS, [Span(0, 3), Span(4, 8)], (100, 900), id="several spans"),
    pytest.param([], [], [Span(0, 3)], (None, None), id="no times"),
    pytest.param(UTTERANCES, [], [Span(20, 30)], (None, None), id="outside"),
]


@pytest.mark.parametrize(("utterances", "words", "spans", "expected"), TIMES)
def test_a_stretch_is_heard_from_its_first_word_to_its_last(
    utterances: list[Utterance], words: list[Word], spans: list[Span], expected: tuple[int | None, int | None]
) -> None:
    """By timed words, else by the utterances it stands in."""
    assert TimeFinder(utterances, words).find(spans) == expected
