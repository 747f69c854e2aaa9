"""Given names that are places too: people where they do what people do, places elsewhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.attributor.place_names import PlaceNames
from quotes.model import Speaker
from quotes.pipeline import annotate


def first_speaker(text: str) -> Speaker | None:
    """Give who says the first quotation between marks."""
    annotation = annotate(text)
    quotation = next(quotation for quotation in annotation.quotations if quotation.kind in ("direct", "mixed"))
    return annotation.speaker(quotation.speaker) if quotation.speaker is not None else None


PEOPLE = [
    pytest.param('Otto Lind waited. "We leave at noon," his brother Milan said.', "Milan", id="brother"),
    pytest.param(
        'Ruth Ames waited. "She never sleeps," said her son Jordan, 14.', "Jordan", id="son, a country's name"
    ),
    pytest.param('Ana Ruiz waited. "They are late," said her assistant, Georgia.', "Georgia", id="behind a comma"),
    pytest.param('Ana Ruiz waited. "We want answers," said Austin, a student.', "Austin", id="student"),
    pytest.param('The twins ran. "I saw it first," Paris said. "No," said Hugo.', "Paris", id="says it in marks"),
    pytest.param('Jordan opened the door. "It is snowing," Jordan whispered.', "Jordan", id="whispers"),
    pytest.param(
        'Ada Voss kept the mill. Her brother Milan kept the books. "We are broke," he said.', "Milan", id="he"
    ),
    pytest.param('Karl Brandt called Sofia. Sofia sighed. "You lied to me," she said.', "Sofia", id="she"),
    pytest.param('Maria Kent called. "I wait," said Charlotte, who was outside.', "Charlotte", id="who"),
]


@pytest.mark.parametrize(("text", "name"), PEOPLE)
def test_who_does_what_people_do_is_a_person(text: str, name: str) -> None:
    """Kin, an age, a trade, a whisper or words between marks make a person of a name that places bear."""
    speaker = first_speaker(text)

    assert speaker is not None
    assert (speaker.name, speaker.kind) == (name, "person")


PLACES = [
    pytest.param('Otto Lind flew to Milan on Monday. "We leave at noon," he said.', "Otto Lind", id="flew to"),
    pytest.param('Ana Ruiz moved from Florence to Paris. "The rent is lower," she said.', "Ana Ruiz", id="moved from"),
    pytest.param(
        'Georgia said the treaty was dead. "It is over," President Ana Ruiz said.', "Ana Ruiz", id="without marks"
    ),
    pytest.param(
        'Officials in Virginia met Ana Ruiz. Virginia voted. "We lost," she said.', "Ana Ruiz", id="is somewhere"
    ),
]


@pytest.mark.parametrize(("text", "name"), PLACES)
def test_a_place_stays_a_place(text: str, name: str) -> None:
    """Where one goes, comes from or is, and what a government says, makes no person."""
    annotation = annotate(text)
    speaker = first_speaker(text)

    assert speaker is not None and speaker.name == name
    assert [other.name for other in annotation.speakers if other.kind == "person"] == [
        "Ana Ruiz" if "Ruiz" in text else name
    ]


WORDS = (
    "Milan",
    "Saint-Denis",
    "O'Hara",
    "St.",
    "Mila",
    "Saint",
    "in",
    "of",
    "to",
    "stayed,",
    "\n",
    "Milan's",
    "(Milan)",
)


@given(st.lists(st.sampled_from(WORDS)), st.sampled_from(WORDS[:6]))
def test_a_text_read_once_answers_as_a_search_for_each_word(words: list[str], word: str) -> None:
    """A place is somewhere where a search of the whole text finds it behind "in", "to" and the like."""
    text = " ".join(words)
    found = re.search(rf"\b(?:in|to|from|near|of|at|outside|around|across|through) {re.escape(word)}\b", text)
    assert PlaceNames(text).is_somewhere(word) == (found is not None)
