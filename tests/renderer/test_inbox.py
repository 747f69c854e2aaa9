"""The list of documents to review."""

from __future__ import annotations

import pytest

from quotes.renderer.inbox import InboxRow, render_inbox


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            InboxRow("a.json", "/documents/1/", 9, 12, 1.7),
            "9 left to check, about 2 wrong by the program’s own estimate",
        ),
        (InboxRow("a.json", "/documents/1/", 9, 12, 0.2), "9 left to check</p>"),
        (InboxRow("a.json", "/documents/1/", 0, 12), "all 12 checked"),
        (InboxRow("a.json", "/documents/1/"), "no quotations"),
        (InboxRow("a.json", "/documents/1/", fault="the text was changed"), "the text was changed"),
    ],
    ids=["left", "few doubts", "done", "nothing there", "fault"],
)
def test_a_row_says_how_far_a_document_has_come(row: InboxRow, words: str) -> None:
    """In words, not by its bar alone."""
    assert words in render_inbox([row])


def test_a_hostile_name_is_inert() -> None:
    """A file may be called anything."""
    page = render_inbox([InboxRow("<img src=x onerror=alert(1)>.json", "/documents/1/")])
    assert "<img" not in page and "&lt;img" in page
