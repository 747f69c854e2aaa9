"""Hostile words, ids and names on the review page: they are shown and do nothing."""

from __future__ import annotations

from typing import Any

import pytest
import review_pages as pages
from renderer_samples import HOSTILE, hostile
from review_pages import READ, Open

pytestmark = pytest.mark.browser
apply, review = pages.apply, pages.review


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_do_nothing(review: Open, apply: Any, words: str) -> None:
    """Nothing runs, nothing is fetched, the text stays whole, and corrections of hostile records are applied."""
    annotation = hostile(words)
    page = review(annotation)
    page.press("f", "a", "g")
    page.type("1")
    page.press("Enter", "2", "r")
    page.press("Escape", "?", "Escape", "v", "Escape", "s")
    page.page.keyboard.insert_text(words.replace("\0", "") or "x")
    page.press("Escape", "u", "Shift+U")
    page.page.locator("#search").fill("He")

    assert page.complaints == []
    assert page.requests == [page.url]
    assert page.read(READ) == [ord(char) for char in annotation.text or ""]
    page.press("Escape")
    saved = page.save()
    assert saved["actions"]
    apply(annotation, saved)


def test_a_prototype_cannot_be_reached_by_an_id(review: Open) -> None:
    """A speaker and a quotation called ``__proto__`` are records like any other."""
    page = review(hostile("__proto__"))
    page.open(hostile("__proto__"), "__proto__")
    page.press("a")

    assert page.read("Object.prototype.status === undefined && ({}).name === undefined")
    assert page.name == "__proto__"


def test_hidden_characters_of_names_are_shown(review: Open) -> None:
    """A name that would turn what follows shows the mark that does it."""
    page = review(hostile(HOSTILE["direction override"]))

    assert "abc[RLO]gpj.exe[LRI]" in page.page.locator("#panel").inner_text()
