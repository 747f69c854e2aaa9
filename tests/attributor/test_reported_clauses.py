"""What a frame holds: a clause that somebody says or thinks, or only what a verb is about."""

from __future__ import annotations

import pytest

from quotes.attributor.frames import Frame
from quotes.attributor.reported_clauses import holds_clause, reports
from quotes.language.passages import Unit
from quotes.model import Quotation
from quotes.pipeline import annotate
from tests.attributor.attributor_samples import make_units

LETTER = (
    "I arrived on Monday, and I have walked a great deal. I read her letter twice before supper. I thank you for the "
    "boots. They call it the Long Lane here, and I hope for better weather. I told your aunt that the roof leaks."
)
STORY = """"Are you coming?" asked Helen.

"In a minute," said Peter.

"The boat is leaving, Peter."

"Let it leave, then."

He read the letter and put it back in the drawer. She thanked him for his patience.

"You always say so," Helen said, and she shut the door.

Peter thought that the sea was rising. He remembered the smell of tar.

"And I am always right."
"""


def read_frame(source: str, cue: str, content: str) -> Frame:
    """Make a frame of tagged words, one part after the other."""
    units: list[Unit] = []
    runs = []
    for part in (source, cue, content):
        first = len(units)
        units += make_units(f"[{part}]")[0]
        runs.append((first, len(units)))
    return Frame(0, 0, tuple(units), runs[1], runs[0], (runs[2],), 0.9, 0.9, 0.9)


def find_indirect(text: str) -> list[str]:
    """Give the words of the indirect quotations of a text."""
    found: list[Quotation] = [q for q in annotate(text).quotations if q.kind == "indirect"]
    return [quotation.spans[0].of(text) for quotation in found]


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        pytest.param("said/VBD", "that/IN the/DT pier/NN leaks/VBZ", id="that"),
        pytest.param("assured/VBD", "her/PRP$ that/IN it/PRP leaked/VBD", id="hearer and that"),
        pytest.param("disputes/VBZ", "the/DT idea/NN that/IN it/PRP leaks/VBZ", id="noun of speech and that"),
        pytest.param("wondered/VBD", "why/WRB it/PRP leaked/VBD", id="reported question"),
        pytest.param("thinks/VBZ", "the/DT old/JJ pier/NN will/MD hold/VB", id="clause without that"),
        pytest.param("asked/VBD", "them/PRP to/TO wait/VB", id="order"),
        pytest.param("denied/VBD", "taking/VBG the/DT boat/NN", id="gerund"),
    ],
)
def test_a_clause_is_one(cue: str, content: str) -> None:
    """A clause is told by what opens it, by a verb with its subject, or by a verb of speech before an infinitive."""
    assert holds_clause(read_frame("Ruiz/NNP", cue, content))


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        pytest.param("read/VBD", "her/PRP$ letter/NN", id="thing"),
        pytest.param("said/VBD", "nothing/NN", id="one word"),
        pytest.param("climbed/VBD", "the/DT stairs/NNS she/PRP had/VBD swept/VBN", id="relative clause without that"),
        pytest.param("met/VBD", "the/DT man/NN who/WP said/VBD so/RB", id="relative clause"),
        pytest.param("tried/VBD", "to/TO wait/VB", id="infinitive behind a verb of doing"),
    ],
)
def test_what_a_verb_is_about_is_no_clause(cue: str, content: str) -> None:
    """Noun phrases, with relative clauses or not, and infinitives behind other verbs are none."""
    frame = read_frame("Ruiz/NNP", cue, content)

    assert not holds_clause(frame)
    assert not reports(frame, clauses_only=True)


@pytest.mark.parametrize(
    ("source", "cue", "content", "expected"),
    [
        pytest.param("Ruiz/NNP", "announced/VBD", "plans/NNS to/TO close/VB it/PRP", True, id="news in a noun phrase"),
        pytest.param("Ruiz/NNP", "has/VBZ", "the/DT idea/NN that/IN it/PRP leaks/VBZ", False, id="only an auxiliary"),
        pytest.param("you/PRP", "know/VBP", "that/IN it/PRP leaks/VBZ", False, id="what the reader knows"),
        pytest.param("you/PRP", "said/VBD", "that/IN it/PRP leaks/VBZ", True, id="what the reader said"),
        pytest.param("Who/WP", "said/VBD", "that/IN it/PRP leaks/VBZ ?/.", False, id="question"),
        pytest.param("Ruiz/NNP", "asked/VBD", "who/WP knew/VBD ?/.", True, id="reported question with its mark"),
    ],
)
def test_what_reports(source: str, cue: str, content: str, *, expected: bool) -> None:
    """In news noun phrases report too; questions, auxiliaries and what the reader knows never do."""
    assert reports(read_frame(source, cue, content)) is expected


def test_a_letter_reports_in_clauses_only() -> None:
    """Of what somebody tells of themselves, only what is told in a clause is indirect speech."""
    assert find_indirect(LETTER) == ["that the roof leaks"]


def test_a_story_reports_in_clauses_only() -> None:
    """What people of a story read, thank for and remember is nobody's words."""
    assert find_indirect(STORY) == ["that the sea was rising"]
