"""A house's words in a passage: roles are one unit, cue verbs are read as verbs that everybody has."""

from __future__ import annotations

import pytest

from quotes.language.layout import read_layout
from quotes.language.passages import PassageReader, Unit
from quotes.lexicon import NO_HOUSE, House
from quotes.segmenter import find_quotations

HOUSE = House.of(cue_verbs=["storms", "harrumphs"], roles=["teller", "clerk of works", "returning officer", "lead"])


def read(text: str, house: House = HOUSE) -> list[Unit]:
    """The units of a text's only paragraph."""
    paragraphs = read_layout(text).paragraphs
    return list(PassageReader(text, paragraphs, find_quotations(text, paragraphs), house).passage(0).units)


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("“We stay,” harrumphed Mara Quill.", "said", "VBD"),
        ("“We stay,” harrumphs Mara Quill.", "says", "VBZ"),
        ("“We stay,” Quill harrumphed.", "said", "VBD"),
        ("Mara Quill, harrumphing that the quay was full, left.", "saying", "VBG"),
        ("“We stay,” Quill storms.", "says", "VBZ"),
    ],
)
def test_a_cue_verb_stands_as_the_verb_it_is_read_as(text: str, word: str, tag: str) -> None:
    """In the same form, at its own place."""
    (unit,) = (unit for unit in read(text) if unit.text == word)
    assert (unit.tag, text[unit.start : unit.end][:4] in ("harr", "stor")) == (tag, True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The storms of March closed the quay.", id="behind a determiner"),
        pytest.param("Heavy storms closed the quay.", id="behind an adjective"),
        pytest.param("The crew of Storms waited.", id="a name"),
        pytest.param("“It storms.”", id="inside marks"),
    ],
)
def test_a_noun_that_is_written_like_one_is_left(text: str) -> None:
    """Nothing else is read otherwise than without the house."""
    assert read(text) == read(text, NO_HOUSE)


@pytest.mark.parametrize(
    ("text", "role", "tag"),
    [
        ("The clerk of works left.", "clerk of works", "NN"),
        ("Two clerks of works left.", "clerks of works", "NNS"),
        ("Mara Quill met Returning Officer Tam Brekke.", "Returning Officer", "NNP"),
        ("Returning officer Tam Brekke left.", "Returning officer", "NN"),
        ("“Go,” said the lead.", "lead", "NN"),
    ],
)
def test_a_role_is_one_unit(text: str, role: str, tag: str) -> None:
    """With the tag of a noun, and the place of all its words."""
    (unit,) = (unit for unit in read(text) if unit.text == role)
    assert (unit.tag, text[unit.start : unit.end]) == (tag, role)


def test_a_verb_that_is_written_like_a_role_stays_a_verb() -> None:
    """Talks lead somewhere."""
    text = "The talks lead to nothing."
    assert [unit.tag for unit in read(text) if unit.text == "lead"] == ["VBP"]


def test_quoted_stretches_keep_their_places_behind_a_role() -> None:
    """Units in front of them were joined."""
    text = "The clerk of works said “no” and the clerk of works meant “never again”."
    quoted = [unit for unit in read(text) if unit.is_quoted]
    assert [text[unit.start : unit.end] for unit in quoted] == [
        text[unit.start : unit.end] for unit in read(text, NO_HOUSE) if unit.is_quoted
    ]
