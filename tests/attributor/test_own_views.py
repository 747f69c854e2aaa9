"""What a voice of a transcript says on its own behalf is no report."""

from __future__ import annotations

import pytest

from quotes.pipeline import annotate


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("I think the bridge will hold.", []),
        ("I love the new harbour.", []),
        ("I told the council that the bridge would hold.", ["that the bridge would hold"]),
        ("The mayor said the bridge would hold.", ["the bridge would hold"]),
    ],
    ids=["a view", "a liking", "what was said before", "somebody else's words"],
)
def test_only_words_that_were_said_are_reported_in_talk(said: str, kept: list[str]) -> None:
    """A view of the voice's own is left to the turn."""
    text = f"ADA QUILL: Welcome back.\n\nBEN ORRIN: {said}\n\nADA QUILL: Thank you.\n\nBEN ORRIN: Good night.\n"
    annotation = annotate(text)
    found = [annotation.words_of(quotation) for quotation in annotation.quotations if quotation.kind == "indirect"]
    assert found == kept


def test_in_prose_a_first_person_is_reported_as_before() -> None:
    """There the narrator reports himself."""
    annotation = annotate("I think the bridge will hold, and I told the council that it would.")
    assert any(quotation.kind == "indirect" for quotation in annotation.quotations)
