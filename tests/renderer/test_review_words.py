"""The words of a quotation on the review page: trimmed, set, added, split and joined, by keyboard and pointer."""

from __future__ import annotations

from typing import Any

import pytest
import review_pages as pages
from renderer_samples import article, find, said
from review_pages import READ, SELECT, Open, by_words, named, voices

from quotes.model import Annotation, Document, Speaker

pytestmark = pytest.mark.browser
apply, review = pages.apply, pages.review


def test_words_are_trimmed_and_set_from_the_keyboard(review: Open, apply: Any) -> None:
    """Arrows move the end, with Shift the start; Enter keeps what is shown."""
    annotation = article()
    page = review(annotation)
    page.open(annotation, "structurally")
    page.press("e", "Shift+ArrowLeft", "Enter")
    assert page.words == "“structurally unsound"
    page.press("e", "Shift+ArrowRight", "Alt+ArrowRight", "Enter")

    corrected = apply(annotation, page.save())
    assert corrected.words_of(by_words(corrected, "structurally")) == "structurally unsound”"


def test_words_are_trimmed_with_the_pointer(review: Open, apply: Any) -> None:
    """Every key that moves an end has a button; nothing needs to be dragged."""
    annotation = article()
    page = review(annotation)
    page.open(annotation, "structurally")
    page.page.get_by_role("button", name="Change…").click()
    page.page.get_by_role("button", name="End a word earlier").click()
    page.page.get_by_role("button", name="Keep", exact=True).click()

    corrected = apply(annotation, page.save())
    assert corrected.words_of(by_words(corrected, "structurally")) == "structurally"


def test_a_missed_quotation_is_added_from_the_keyboard(review: Open, apply: Any) -> None:
    """Behind the open quotation a word is chosen, grown and kept; then a speaker is given."""
    annotation = article()
    page = review(annotation)
    page.open(annotation, "Herring Palace")
    page.press("q", "ArrowRight", "ArrowRight", "Enter")
    page.type("Jonas")
    page.press("Enter")

    corrected = apply(annotation, page.save())
    added = by_words(corrected, "opened in 1912")
    assert (added.kind, added.status, named(corrected, "opened in")) == ("indirect", "corrected", "Jonas Achterberg")


def test_a_selection_becomes_a_quotation_or_its_words(review: Open, apply: Any) -> None:
    """With the pointer: select, press the button that says what it will be."""
    annotation = article()
    page = review(annotation)
    page.open(annotation, "Shame!")
    page.page.evaluate(SELECT, "Shame")
    page.page.get_by_role("button", name="Set the words of “Shame!”").click()
    page.page.evaluate(SELECT, "seven to six")
    page.page.get_by_role("button", name="New quotation").click()
    page.press("Escape")

    corrected = apply(annotation, page.save())
    assert by_words(corrected, "seven to six").kind == "indirect"
    assert corrected.words_of(by_words(corrected, "Shame")) == "Shame"


def test_quotations_are_split_and_joined(review: Open, apply: Any) -> None:
    """A part becomes a quotation of its own, and two become one; both can be applied."""
    annotation = article()
    page = review(annotation)
    page.open(annotation, "We have run")
    page.press("b", "Enter", "Escape")
    assert page.words == "Nobody on this council wanted to be here tonight."
    split = apply(annotation, page.save())
    second = by_words(split, "Nobody on this council")
    assert (second.speaker, second.status) == ("s2", "proposed")
    page.press("C")

    corrected = apply(annotation, page.save())
    assert corrected.words_of(by_words(corrected, "We have run")).endswith("wanted to be here tonight.")
    assert len(corrected.quotations) == len(annotation.quotations)


def test_words_selected_elsewhere_do_not_move_a_quotation(review: Open) -> None:
    """The key that sets its words leaves it where it is and says what is offered there."""
    page = review(article())
    page.open(article(), "Shame!")
    page.page.evaluate(SELECT, "seven to six")
    page.wait("!document.querySelector('#selection').hidden")
    assert page.page.get_by_role("button", name="Set the words").count() == 0
    page.press("e")

    assert "are not beside “Shame!”" in page.status
    assert page.save()["actions"] == []


def test_a_selection_is_taken_in_whole_words(review: Open, apply: Any) -> None:
    """Words selected in part are taken whole."""
    annotation = article()
    page = review(annotation)
    page.page.evaluate(SELECT, "even to si")
    page.press("q", "Escape")

    assert apply(annotation, page.save()).words_of(by_words(apply(annotation, page.save()), "seven")) == "seven to six"


def test_an_added_quotation_is_to_be_checked_until_somebody_is_named(review: Open, apply: Any) -> None:
    """It is asked for at once; unanswered, it counts among those left; that nobody is named is an answer."""
    annotation = article()
    page = review(annotation)
    page.page.evaluate(SELECT, "seven to six")
    page.press("q", "Escape")
    assert page.page.locator("#progress .left").inner_text() == "10 left to check"
    page.page.get_by_role("button", name="Say who said it…").click()
    page.press("Escape", "0")
    assert page.page.locator("#progress .left").inner_text() == "9 left to check"

    added = by_words(apply(annotation, page.save()), "seven to six")
    assert (added.status, added.speaker) == ("accepted", None)


def test_joining_two_speakers_is_asked(review: Open, apply: Any) -> None:
    """Escape leaves both as they are; Enter joins."""
    annotation = voices()
    page = review(annotation)
    page.open(annotation, "The tide")
    page.press("c")
    assert "Their speakers differ" in page.page.locator("dialog").inner_text()
    page.press("Escape")
    assert page.save()["actions"] == []
    page.press("c", "Enter")

    assert len(apply(annotation, page.save()).quotations) == 3


def test_a_click_sets_where_a_quotation_is_split(review: Open, apply: Any) -> None:
    """While a place is chosen, a click chooses it, and keys of decisions say how the choice ends."""
    annotation = article()
    page = review(annotation)
    page.open(annotation, "We have run")
    page.press("b", "a", "x", "2")
    assert page.status == "Enter splits here, Esc leaves."
    place = page.read(
        """() => {
            const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf("money and out");
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at + 1);
                range.setEnd(walker.currentNode, at + 3);
                const box = range.getBoundingClientRect();
                return [box.x, box.y + box.height / 2];
            }
        }"""
    )
    page.page.mouse.click(*place)
    assert "out of ‖ money and" in page.status
    page.press("ArrowRight", "ArrowLeft", "Enter", "Escape")

    corrected = apply(annotation, page.save())
    assert corrected.words_of(by_words(corrected, "We have run")) == "We have run out of"
    assert [one.status for one in corrected.quotations].count("corrected") == 1


def test_places_are_right_with_emoji_and_carriage_returns(review: Open, apply: Any) -> None:
    """Code points throughout: emoji, CR LF and NUL before a quotation do not move what is exported."""
    text = "🇳🇴👩‍🚀\0\r\n\r\n“Go 🚀 now,” 𝒳 said Ana.\r\nShe 😀 said it was “late 🕰️”.\r\n"
    quotations = (
        said(text, "Go 🚀 now,", speaker="s1", confidence=0.6, source=find(text, "Ana"), cue=find(text, "said")),
        said(text, "late 🕰️", kind="mixed", speaker="s1", confidence=0.9),
    )
    annotation = Annotation.of(
        Document(id="d", text=text), quotations=quotations, speakers=(Speaker(id="s1", name="Ana 😀"),)
    )
    page = review(annotation)
    assert page.read(READ) == [ord(char) for char in text]
    page.press("e", "ArrowLeft", "Enter")
    page.open(annotation, "late")
    page.press("e", "Shift+ArrowLeft", "Shift+ArrowLeft", "Enter", "q", "ArrowDown", "Enter", "Escape")

    saved = page.save()
    corrected = apply(annotation, saved)
    assert corrected.words_of(corrected.quotations[0]) == "Go 🚀"
    assert corrected.words_of(corrected.quotations[1]) == "was “late 🕰️"
    assert page.read(READ) == [ord(char) for char in text]
    for anchor in saved["anchors"]:
        assert anchor["exact"] == text[anchor["start"] : anchor["end"]]
        assert anchor["prefix"] == text[max(0, anchor["start"] - 40) : anchor["start"]]
        assert anchor["suffix"] == text[anchor["end"] : anchor["end"] + 40]
