"""Voices from the layout of a transcript."""

from __future__ import annotations

import pytest

from quotes.diarizer.structure import find_turns
from quotes.language.bites import is_translated
from quotes.language.layout import read_layout
from quotes.segmenter import find_quotations

BROADCAST = """TRANSCRIPT
The harbour master, Lena Brandt, has closed the northern quay.
"We found a crack this morning and we are not taking chances."
Divers will look at it on Friday.
Fishermen are angry about the decision.
Finnish, then translated "Nobody asked us. We have boats to unload."
The quay was built in 1931.
"""


def turns_of(text: str) -> list[tuple[str, bool, str]]:
    """Give kind, translation and first words of each turn."""
    paragraphs = read_layout(text).paragraphs
    turns = find_turns(text, paragraphs, find_quotations(text, paragraphs))
    return [(turn.kind, turn.translated, text[turn.start : turn.end][:12]) for turn in turns]


def test_the_turns_of_a_broadcast_tile_it_after_the_heading() -> None:
    """Narrator and bites alternate; neighbouring paragraphs of the narrator are one turn; the interpreter is marked."""
    assert turns_of(BROADCAST) == [
        ("narrator", False, "The harbour "),
        ("bite", False, '"We found a '),
        ("narrator", False, "Divers will "),
        ("bite", True, "Finnish, the"),
        ("narrator", False, "The quay was"),
    ]


def test_an_article_with_tagged_quotations_has_no_turns() -> None:
    """Quotations that stand beside their attribution are no sound bites."""
    text = '"We found a crack," Ms Brandt said.\n\n"Nobody asked us," said a fisherman.\n\nThe quay is closed.\n'

    assert turns_of(text) == []


def test_the_dialogue_of_a_novel_has_no_turns() -> None:
    """Lines of dialogue follow each other; sound bites follow a narrator."""
    text = "\n\n".join(
        ['"Are you coming?"', '"In a minute."', '"The boat is leaving."', '"Let it leave."', "She laughed."]
    )

    assert turns_of(text) == []


NOTES = [
    ("Mandarin, then translated", True),
    ("(through an interpreter)", True),
    ("He said", False),
    ("", False),
]


@pytest.mark.parametrize(("note", "expected"), NOTES)
def test_a_note_beside_a_bite_tells_that_an_interpreter_is_heard(note: str, expected: bool) -> None:
    """The usual notes of broadcasters are known."""
    assert expected == is_translated(note)
