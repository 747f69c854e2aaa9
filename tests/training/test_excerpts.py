"""Pages out of a text: whole paragraphs, long enough, the same ones on every run."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotes.training.excerpts import cut_excerpts

PARAGRAPHS = st.lists(st.integers(1, 30), min_size=1, max_size=30)


def write(sizes: list[int]) -> str:
    """Write paragraphs of so many words."""
    return "\n\n".join(" ".join(["word"] * size) + "." for size in sizes)


@given(PARAGRAPHS, st.text(max_size=5))
def test_pages_are_whole_paragraphs_of_the_text(sizes: list[int], seed: str) -> None:
    """A page begins where a paragraph does and ends where one does."""
    text = write(sizes)
    for page in cut_excerpts(text, [5, 40], 3, seed):
        assert page.start == 0 or text[page.start - 2 : page.start] == "\n\n"
        assert page.end == len(text) or text[page.end - 2 : page.end] == "\n\n"
        assert len(page.of(text).split()) >= 3


@given(PARAGRAPHS, st.text(max_size=5))
def test_the_same_seed_gives_the_same_pages(sizes: list[int], seed: str) -> None:
    """What is learnt from pages can be learnt again."""
    text = write(sizes)

    assert list(cut_excerpts(text, [10], 4, seed)) == list(cut_excerpts(text, [10], 4, seed))


def test_a_text_too_short_for_a_size_has_no_page_of_it() -> None:
    """A page that is not nearly full is left out."""
    assert list(cut_excerpts(write([10]), [100], 5, "a")) == []
