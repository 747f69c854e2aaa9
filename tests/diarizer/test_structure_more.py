"""Voices from the layout of a broadcast: tiling, interpreters, and what is no broadcast."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.diarizer.structure import find_turns
from quotes.language.layout import read_layout
from quotes.model import Turn
from quotes.segmenter import find_quotations

BITES = [
    '"We found a crack this morning and it is deep."',
    '"We found a crack this morning and it is deep.”',
    "\"We found a crack this morning and it is deep.''",
    "''We found a crack this morning and it is deep.''",
    "“We found a crack this morning and it is deep.",
    'Finnish, then translated "We found a crack this morning and it is deep."',
    '"We found a crack this morning and it is deep." (through an interpreter)',
]


def turns_of(text: str) -> tuple[Turn, ...]:
    """Find the turns of a text."""
    paragraphs = read_layout(text).paragraphs
    return find_turns(text, paragraphs, find_quotations(text, paragraphs))


def broadcast(first: str, heading: str = "") -> str:
    """Write a short broadcast whose first bite is ``first``."""
    lines = [
        "The harbour master spoke on Monday.",
        first,
        "The fishermen are angry.",
        "They came to the quay.",
        '"Nobody asked us what we need here."',
        "The quay was built long ago.",
    ]
    return "\n".join([*([heading] if heading else []), *lines]) + "\n"


@pytest.mark.parametrize("bite", BITES, ids=["straight", "curly", "primes", "two primes", "open", "note", "note after"])
def test_a_bite_is_a_turn_of_its_own_however_it_is_marked(bite: str) -> None:
    """Marks of any sort, a lost closer and a note beside the bite leave it one turn, marks and note with it."""
    text = broadcast(bite)
    turns = turns_of(text)

    assert [turn.kind for turn in turns] == ["narrator", "bite", "narrator", "bite", "narrator"]
    assert turns[1].span.of(text) == bite


@pytest.mark.parametrize("bite", BITES, ids=["straight", "curly", "primes", "two primes", "open", "note", "note after"])
def test_the_turns_of_a_broadcast_tile_it(bite: str) -> None:
    """From the first word to the last, nothing but line ends stands between two turns."""
    text = broadcast(bite)
    turns = turns_of(text)

    assert (turns[0].start, turns[-1].end) == (0, len(text.rstrip()))
    assert all(text[one.end : other.start] == "\n" for one, other in pairwise(turns))


HEADINGS = [
    pytest.param("TRANSCRIPT", True, id="capitals"),
    pytest.param("Crack at the quay", True, id="few words"),
    pytest.param("The quay is closed.", False, id="a sentence"),
]


@pytest.mark.parametrize(("heading", "left_out"), HEADINGS)
def test_a_heading_is_no_turn(heading: str, left_out: bool) -> None:
    """The first line is left out where it is short and no sentence."""
    text = broadcast(BITES[0], heading)

    assert (turns_of(text)[0].start == len(heading) + 1) == left_out


NOTES = [
    pytest.param(BITES[0], False, id="no note"),
    pytest.param(BITES[5], True, id="before"),
    pytest.param(BITES[6], True, id="after"),
]


@pytest.mark.parametrize(("bite", "translated"), NOTES)
def test_a_bite_tells_whether_an_interpreter_is_heard(bite: str, translated: bool) -> None:
    """A note beside the marks says so, and the evidence repeats it."""
    turn = turns_of(broadcast(bite))[1]

    assert turn.translated == translated
    assert ("interpreter" in {evidence.rule for evidence in turn.evidence}) == translated


@pytest.mark.parametrize("bite", [BITES[5], BITES[6]], ids=["before", "after"])
def test_the_evidence_for_an_interpreter_stands_where_its_words_do(bite: str) -> None:
    """The words of the note are those at the span."""
    text = broadcast(bite)
    (evidence,) = (evidence for evidence in turns_of(text)[1].evidence if evidence.rule == "interpreter")

    assert [span.of(text) for span in evidence.spans] == [evidence.words]


NO_TRANSCRIPTS = [
    pytest.param("", id="nothing"),
    pytest.param("\n\n \n", id="blank"),
    pytest.param("It rained. Nobody came.", id="no marks"),
    pytest.param('The mayor spoke.\n"We found a crack this morning."\nIt rained.\n', id="one bite is too few"),
    pytest.param("Jane Roe: one.\n\nOtto Lind: two.\n\nMira Solano: three.\n", id="labels that never come back"),
    pytest.param('"Yes, it is deep," he said.\n\n"No, it is not," she said.\n\n"It is."\n', id="dialogue"),
]


@pytest.mark.parametrize("text", NO_TRANSCRIPTS)
def test_what_is_no_transcript_has_no_turns(text: str) -> None:
    """Nothing is made up."""
    assert turns_of(text) == ()


@given(
    lines=st.lists(st.sampled_from([*BITES[:6], "The mayor spoke.", "ANN: So.", "BEN: Yes.", "HEAD", ""]), max_size=9)
)
def test_turns_never_overlap(lines: list[str]) -> None:
    """Whatever the lines, turns stand in order inside the text and hold words."""
    text = "\n".join(lines)
    turns = turns_of(text)

    assert all(one.end <= other.start for one, other in pairwise(turns))
    assert all(turn.span.of(text).strip() == turn.span.of(text) != "" for turn in turns)


@pytest.mark.timed
def test_a_row_of_hyphens_costs_nothing() -> None:
    """A ruled line after a word is read at once."""
    text = "A" + "-" * 21 + " it rained."
    start = time.process_time()
    turns_of(text)

    assert time.process_time() - start < 0.1
