"""Speech without quotation marks: dialogue behind dashes, and what follows "he said:"."""

from __future__ import annotations

import pytest

from quotes.language.layout import read_layout
from quotes.segmenter import find_quotations

DASHES = "— Yes, he said. — We leave at noon.\n\n— Why? asked Orla.\n\n— Because the ferry is late — as always."

FOUND = [
    (
        "dash dialogue, its attributions left out",
        DASHES,
        ["Yes,", "We leave at noon.", "Why?", "Because the ferry is late — as always."],
    ),
    (
        "colon behind a reporting verb",
        "The mayor of Hollin, Mara Ellis, said: We will rebuild the pier by spring.",
        ["We will rebuild the pier by spring."],
    ),
    (
        "colon behind whom it was said to",
        "The harbour master told the board: It cannot be done before the autumn storms.",
        ["It cannot be done before the autumn storms."],
    ),
]

NOT_FOUND = [
    ("a list", "— Milk\n\n— Bread and butter\n\n— Eggs"),
    ("two lines with dashes", "— Yes, he said.\n\n— Why? asked Orla."),
    ("a colon behind another verb", "The board kept to three harbours: Hollin, Sallow Point and the old one at Tarn."),
    ("a colon behind a noun", "There was one problem: Nobody had a key to the lamp room."),
    ("a small letter behind the colon", "He said: nothing of that kind had ever been seen."),
    ("a label", "MARA ELLIS: We will not sell the boats."),
    ("another language", "— Ja, sagte er.\n\n— Warum? fragte sie.\n\n— Weil die Fähre zu spät ist."),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case[1:], id=case[0]) for case in FOUND])
def test_speech_without_marks_is_found(text: str, expected: list[str]) -> None:
    """Each is direct speech with the dash or colon for its evidence."""
    found = find_quotations(text, read_layout(text).paragraphs)

    assert [quotation.spans[0].of(text) for quotation in found] == expected
    assert {quotation.kind for quotation in found} == {"direct"}
    assert {quotation.evidence[0].words for quotation in found} <= {"—", ":"}


@pytest.mark.parametrize("text", [pytest.param(case[1], id=case[0]) for case in NOT_FOUND])
def test_other_dashes_and_colons_are_no_speech(text: str) -> None:
    """Lists, labels and explanations are left alone."""
    language = "de" if "sagte" in text else "en"

    assert find_quotations(text, read_layout(text).paragraphs, language=language) == ()


def test_marks_come_before_colons() -> None:
    """Where a paragraph holds a quotation in marks, its colon says no more."""
    text = 'The mayor said: "We will rebuild the pier by spring."'

    (quotation,) = find_quotations(text, read_layout(text).paragraphs)

    assert quotation.evidence[0].rule == "marks"
