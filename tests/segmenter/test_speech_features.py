"""What is seen of a marked stretch: each feature where it should be, and not where it should not."""

from __future__ import annotations

import pytest

from quotes.language.layout import read_layout
from quotes.segmenter.marks import read_marks
from quotes.segmenter.quotations import find_stretches
from quotes.segmenter.speech_features import find_features


def features_of(text: str) -> list[list[str]]:
    """Return the features of every marked stretch of a text."""
    paragraphs = read_layout(text).paragraphs
    return find_features(text, find_stretches(text, paragraphs, read_marks(text, paragraphs, margins=False)))


@pytest.mark.parametrize(
    ("text", "seen", "unseen"),
    [
        pytest.param('"We wait," said Ada Quill.', "attribution behind", "attribution before", id="said behind"),
        pytest.param('Ada Quill said, "We wait."', "cue and comma before", "attribution behind", id="said before"),
        pytest.param('"We wait here for the boats."', "own paragraph", "paragraph start", id="alone"),
        pytest.param('They met Ivo "The Wall" Lind.', "inside name", "attribution behind", id="nickname"),
        pytest.param('It is called a "weir" here.', "after determiner", "inside name", id="term"),
        pytest.param('Type "x = f(y)" and wait.', "code", "own paragraph", id="code"),
    ],
)
def test_a_feature_is_seen_where_it_should_be(text: str, seen: str, unseen: str) -> None:
    """The words beside a stretch and its own shape tell its features."""
    (features,) = features_of(text)

    assert seen in features
    assert unseen not in features


def test_words_marked_twice_are_repeated() -> None:
    """The same few words in marks elsewhere are a sign of a term, whatever their case and stop."""
    first, second, other = features_of('The "weir" broke. A new "Weir." was built of "slate" then.')

    assert "repeated" in first
    assert "repeated" in second
    assert "repeated" not in other


def test_stretches_in_a_row_are_listed() -> None:
    """With no more than a comma or "and" between them, short stretches are a list."""
    first, second, third = features_of('The doors read "A", "B" and "C" then.')

    assert ("listed behind" in first, "listed before" in first) == (True, False)
    assert "listed before" in second
    assert ("listed behind" in third, "listed before" in third) == (False, True)
