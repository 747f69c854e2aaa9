"""Where sentences end."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.language.sentences import find_sentences, load_abbreviations


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("He left. | She stayed.", id="full stop"),
        pytest.param("The U.S. Senate met on Monday. | It rose at noon.", id="U.S."),
        pytest.param("The U-S objected. | The U-N did not.", id="hyphenated initials"),
        pytest.param("Lt. Col. Ada Reyes spoke. | Gov. Pell listened.", id="titles"),
        pytest.param("We met J. R. Holt and A.B. Quist there. | They sang.", id="initials"),
        pytest.param("She lives in Sarn, Ont., with Sen. Ulla Berg, R-Neb. and two dogs. | He does not.", id="places"),
        pytest.param("It opens at 9 a.m. on weekdays. | Come early.", id="time of day"),
        pytest.param("It closes at 5 p.m. | The guards go home.", id="abbreviation at an end"),
        pytest.param("No. 5 won. | I said no. | Five lost.", id="No. before a number"),
        pytest.param('"Really?" he said. | "Yes."', id="question inside marks, then lower case"),
        pytest.param("“Go away!” she cried. | “Now!”", id="exclamation inside curly marks"),
        pytest.param('"I know." she said. | He nodded.', id="stop inside marks, then lower case"),
        pytest.param("''We warn them.'' | He left.", id="two apostrophes close"),
        pytest.param("‘We warn them.’ | He left.", id="single marks close"),
        pytest.param("«Nous partons.» | Il est parti.", id="guillemets close"),
        pytest.param('"Stop it." | "Why?" asked Ivo.', id="one mark closes, the next opens"),
        pytest.param("It was ... over. | He wept.", id="ellipsis inside"),
        pytest.param("Wait... what? | Nothing.", id="ellipsis before lower case"),
        pytest.param("(It rained.) | He left.", id="bracket"),
        pytest.param("They agreed. [12] | Nobody objected.", id="footnote mark"),
        pytest.param("“We must act now.” — Jana Roth, mayor", id="source after a dash"),
        pytest.param("What?! | No!! | Fine.", id="several marks"),
        pytest.param("no end at all", id="no stop"),
    ],
)
def test_sentences(marked: str) -> None:
    """Sentences end where a reader would say so."""
    expected = [part.strip() for part in marked.split("|")]
    text = " ".join(expected)
    assert [span.of(text) for span in find_sentences(text)] == expected


def test_offsets_count_from_the_whole_text() -> None:
    """Looking at a part gives places in the whole."""
    text = "Skipped. He left. She stayed. Skipped."
    assert find_sentences(text, 9, 29) == [(9, 17), (18, 29)]


def test_titles_are_abbreviations() -> None:
    """Every title is among all abbreviations, in lower case and without its last stop."""
    known = load_abbreviations()
    assert known.titles < known.every
    assert all(word == word.lower().rstrip(".") for word in known.every)


def test_a_text_without_stops_needs_no_nltk() -> None:
    """The splitter is loaded only where a stop occurs."""
    code = (
        "import sys; from quotes.language.sentences import find_sentences; from quotes.language.tags import tag_words\n"
        "find_sentences('no end'); tag_words(['no', 'end']); assert 'nltk' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@given(st.text(alphabet=st.sampled_from("aB .?!\"'”’…)[1]-\n"), max_size=60))
def test_every_visible_character_is_in_one_sentence(text: str) -> None:
    """Sentences are in order, trimmed, not empty, and leave out nothing but white space."""
    position = 0
    for start, end in find_sentences(text):
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()
