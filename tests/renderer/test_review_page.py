"""The review page in a real browser: an editor works by keyboard alone, and what comes out is applied."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import review_pages as pages
from renderer_samples import article
from review_pages import Open, by_words, named, sightings, voices

from quotes.formats import write_annotation
from quotes.model import Annotation

pytestmark = pytest.mark.browser
apply, review = pages.apply, pages.review


pytestmark = pytest.mark.browser


def test_a_document_of_the_corpus_is_reviewed_by_keyboard_and_applied(
    review: Open, apply: Any, run_quotes: Any, corpus: Path, tmp_path: Path
) -> None:
    """From the command that makes the page to the annotation with every decision in it, no mouse anywhere."""
    source = corpus / "broadcast-ferry" / "text.txt"
    assert run_quotes("annotate", source, "-o", tmp_path / "doc.json").returncode == 0
    annotation = Annotation.model_validate_json((tmp_path / "doc.json").read_bytes())
    page = review(annotation)
    total = len([one for one in annotation.quotations if one.is_speech])

    assert f"{total} left to check" in page.status
    page.press("a")
    assert page.status.startswith("Accepted")
    assert f"{total - 1} left" in page.status
    wrong = page.words
    page.press("s")
    page.type("Ilse Marwood")
    page.press("Enter")
    assert "Ilse Marwood, who is new" in page.status
    for _ in range(total):
        page.press("a")
    assert "All checked" in page.status

    corrected = apply(annotation, page.save())
    assert all(one.status in ("accepted", "corrected") for one in corrected.quotations if one.is_speech)
    (changed,) = [one for one in corrected.quotations if one.status == "corrected"]
    assert corrected.words_of(changed)[:20] in wrong
    assert corrected.speaker(changed.speaker).name == "Ilse Marwood"  # type: ignore[union-attr]
    assert page.complaints == []


def test_the_queue_begins_with_the_likeliest_mistakes(review: Open) -> None:
    """Who has no speaker comes first, then rising confidence; one key each."""
    page = review(article())
    names = [page.name]
    for _ in range(3):
        page.press("a")
        names.append(page.name)

    assert names == ["Nobody is named", "traders in the public gallery", "Achterberg's father", "one trader"]


def test_the_page_says_how_much_is_probably_wrong(review: Open) -> None:
    """What is left, how much of it is expected to be wrong, and how many have no speaker."""
    page = review(article())

    assert page.page.locator("#progress .left").inner_text() == "9 left to check"
    assert (
        page.page.locator("#progress .risk").inner_text()
        == "about 1 wrong by the program’s own estimate, 1 without a speaker"
    )


def test_a_digit_gives_the_quotation_to_that_speaker_and_goes_on(review: Open, apply: Any) -> None:
    """One key for a wrong speaker among the likeliest: the candidates in order of their confidence."""
    annotation = article()
    page = review(annotation)
    page.open(annotation, "Shame!")
    page.press("2")

    corrected = apply(annotation, page.save())
    quotation = by_words(corrected, "Shame!")
    assert named(corrected, "Shame!") == "Marta Lindqvist"
    assert (quotation.status, quotation.confidence) == ("corrected", 1.0)


def test_a_correction_offers_its_siblings_as_one_step(review: Open, apply: Any) -> None:
    """Those with the same source words and the same wrong speaker follow with one key, and go back with one."""
    annotation = sightings()
    page = review(annotation)
    page.press("2")

    assert "3 more by “the keeper” go to Orla Fenn." in page.page.locator(".offer").inner_text()
    page.press("l")
    assert "All checked" in page.status
    assert {one.speaker for one in apply(annotation, page.save()).quotations} == {"s2"}
    page.press("u")
    assert "3 left" in page.status


def test_undo_and_redo_have_no_end(review: Open, apply: Any) -> None:
    """Everything is taken back to the first state and done again to the last."""
    annotation = article()
    page = review(annotation)
    keys = ["a", "1", "x", "f", "i", "0", "2", "d", "c", "Enter", "a"]
    page.press(*keys)
    saved = page.save()["actions"]
    page.press(*("u" for _ in range(len(saved) + 3)))
    assert page.status == "Nothing to take back."
    assert page.save()["actions"] == []
    page.press(*("Control+y" for _ in range(len(saved) + 3)))

    assert page.save()["actions"] == saved
    assert len(apply(annotation, page.save()).quotations) > 0


def test_a_reload_keeps_everything(review: Open) -> None:
    """The log survives, with what can be done again; the open quotation is the next one to check."""
    page = review(article())
    page.press("a", "2", "f", "u")
    page.page.wait_for_timeout(1500)
    before = page.save()["actions"]
    page.page.reload()

    assert "2 actions from before are there again." in page.status
    assert page.save()["actions"] == before
    page.press("Control+Shift+Z")
    assert page.status.startswith("Done again: flagged")


def test_saved_corrections_can_be_opened_on_another_machine(review: Open, browser: Any, tmp_path: Path) -> None:
    """A corrections file read into a fresh page leaves it as the page that saved it."""
    page = review(article())
    page.press("a", "2", "x")
    saved = page.save()
    file = tmp_path / "log.json"
    file.write_text(json.dumps(saved), encoding="utf-8")
    other = review(article())
    other.page.set_input_files("#file", file)
    other.wait("document.querySelector('#status').textContent.includes('taken over')")

    assert other.save()["actions"] == saved["actions"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[1, 2", "this is no JSON file"),
        ("[]", "this is no corrections file"),
        ('{"corrections_version": "2.0"}', "its version is 2.0"),
        ('{"corrections_version": "1.0", "sha256": "0"}', "it was made on another text"),
    ],
)
def test_a_wrong_file_is_refused_in_words(review: Open, tmp_path: Path, content: str, complaint: str) -> None:
    """What is no corrections file of this text changes nothing and is told."""
    file = tmp_path / "wrong.json"
    file.write_text(content, encoding="utf-8")
    page = review(article())
    page.page.set_input_files("#file", file)
    page.wait("document.querySelector('#status').textContent.includes('wrong.json')")

    assert complaint in page.status
    assert page.save()["actions"] == []


def test_after_saving_the_commands_that_come_next_stay(review: Open, run_quotes: Any, tmp_path: Path) -> None:
    """When all is checked the big button saves; the commands shown then make the page to publish."""
    annotation = voices()
    page = review(annotation)
    page.press("a", "a", "a", "a")
    with page.page.expect_download() as waiting:
        page.page.locator(".main-acts .go", has_text="Save corrections").click()
    box = page.page.locator("#handover")
    first, second = (line.split()[1:] for line in box.locator("li code").all_inner_texts())
    assert box.locator("b").inner_text() == waiting.value.suggested_filename == "tide.corrections.json"
    assert page.page.locator(".main-acts .go").inner_text() == "Copy next command"
    waiting.value.save_as(tmp_path / "tide.corrections.json")
    (tmp_path / "tide.json").write_text(write_annotation(annotation), encoding="utf-8")
    for words in (first, second):
        assert run_quotes(*words).returncode == 0

    assert "The tide turns at nine." in (tmp_path / "page.html").read_text(encoding="utf-8")
    page.press("u")
    assert "Changed since: save again." in box.inner_text()
