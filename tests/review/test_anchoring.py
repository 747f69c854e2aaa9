"""Finding places again in a text that has changed: exactly, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.review.anchoring import find_again, make_anchor
from quotes.spans import Span

BEFORE = "The lock was dry. He said so twice.\nNobody had asked the harbour office."


def found(words: str, text: str, before: str = BEFORE) -> str | None:
    """Return the words found again in another text with one word on either side marked, or None."""
    start = before.index(words)
    span = find_again(text, make_anchor(before, Span(start, start + len(words))))
    return None if span is None else f"{text[: span.start].split(' ')[-2]} [{span.of(text)}]"


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("He", "Some rain fell. He said so twice.", "fell. [He]"),
        ("He", "The lock was dry. He wrote it down.", "dry. [He]"),
        ("He", "Rain fell on us. He? Never, wrote the office.", None),
        ("so twice", "On Sunday it rained so twice-told tales dried.", None),
        ("so twice", "Then he said so twice more.", "said [so twice]"),
        ("asked the harbour office", "We have asked the harbour office again.", "have [asked the harbour office]"),
        ("He", "Gone. She said so twice.", None),
    ],
    ids=[
        "short, the same words behind",
        "short, the same words before",
        "short, no word beside it the same",
        "short, nothing beside it the same",
        "short, one word before the same",
        "long enough to stand alone",
        "gone",
    ],
)
def test_short_words_need_something_of_what_stood_around_them(words: str, text: str, expected: str | None) -> None:
    """A pronoun that stands in a text once is not for that reason the one that was meant."""
    assert found(words, text) == expected


def test_a_short_text_that_stayed_as_it_was_is_found() -> None:
    """Where nothing stands around the words, before and after, that is what agrees."""
    assert find_again("No.", make_anchor("No.", Span(0, 3))) == (0, 3)
    assert find_again("He did.", make_anchor("He", Span(0, 2))) is None


@given(st.text("ab c.\n🚢", max_size=30), st.text("xy z\n", max_size=20), st.data())
def test_what_is_put_in_front_moves_a_place_by_as_much(text: str, more: str, data: st.DataObject) -> None:
    """A place is found where it went, or is not found; it is never found elsewhere."""
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    again = find_again(more + text, make_anchor(text, span))
    assert again is None or again == span.shift(len(more))
