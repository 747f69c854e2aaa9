"""The review page of a long document: what is off screen is not laid out, and yet found, printed and reached."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from review_pages import Review
from test_html import big_annotation

from quotes.model import Annotation
from quotes.renderer import render

pytestmark = pytest.mark.browser

COUNT = 700
"""More than are drawn before the page is shown; `tests/benchmarks/review_page.py` has the page of five thousand."""

WITHIN = """() => {
    const box = document.querySelector("#text mark.on").getBoundingClientRect();
    const top = document.querySelector("#bar").getBoundingClientRect().bottom;
    return box.top >= top && box.bottom <= innerHeight;
}"""


@pytest.fixture(scope="module")
def annotation() -> Annotation:
    """A document of hundreds of quotations and more speakers than are listed at once."""
    made = big_annotation(COUNT).model_dump(mode="json")
    made["speakers"] += [{"id": f"s{number}", "name": f"Silent{number} Surname"} for number in range(60, 75)]
    return Annotation.model_validate(made)


@pytest.fixture
def review(browser: Any, annotation: Annotation, tmp_path: Path) -> Iterator[Callable[..., Review]]:
    """Open the document for review: ``review(color_scheme="dark")``."""
    opened: list[Review] = []
    path = tmp_path / "review.html"
    path.write_text(render(annotation, "review"), encoding="utf-8", newline="")

    def open_page(**options: Any) -> Review:
        opened.append(Review(browser, path, **options))
        return opened[-1]

    yield open_page
    for each in opened:
        each.context.close()


def test_what_is_off_screen_is_not_laid_out(review: Callable[..., Review]) -> None:
    """Most parts of the text are skipped; without that none of these tests would tell anything."""
    page = review()
    skipped = """() => {
        const parts = Array.from(document.querySelectorAll(".z"));
        const isSeen = part => part.firstElementChild.checkVisibility({contentVisibilityAuto: true});
        return [parts.length, parts.filter(part => !isSeen(part)).length];
    }"""
    page.page.wait_for_timeout(300)
    parts, hidden = page.read(skipped)
    assert parts > 30
    assert hidden > parts / 2


def test_the_browser_finds_words_that_are_off_screen(review: Callable[..., Review], annotation: Annotation) -> None:
    """Its own search reaches the last line of the text and scrolls to it."""
    page = review()
    last = annotation.words_of(annotation.quotations[-1])
    assert page.read("scrollY") < page.read("document.documentElement.scrollHeight") / 2
    page.read("getSelection().removeAllRanges()")
    found = 0
    while page.page.evaluate("words => find(words, true)", "Person38 Surname"):
        found += page.read("document.querySelector('#text').contains(getSelection().anchorNode)")
    # At least: where the page is drawn anew beneath the search, Chromium may stop at one place twice.
    assert found >= sum(1 for one in annotation.quotations if one.speaker == "s38")
    assert page.page.evaluate("words => find(words, true, true)", last[:40])
    page.wait(
        """() => {
            const box = getSelection().getRangeAt(0).getBoundingClientRect();
            return box.height > 0 && box.top < innerHeight && box.bottom > 0;
        }"""
    )


def test_a_jump_arrives_wherever_it_goes(review: Callable[..., Review]) -> None:
    """To the end, the beginning and the middle: the quotation that is opened is on screen and marked."""
    page = review()
    for number in (COUNT, 1, COUNT // 2, COUNT - 40, 30):
        page.press("g")
        page.type(str(number))
        page.press("Enter")
        assert f"Quotation {number} of" in page.page.locator("#panel").inner_text()
        page.wait(WITHIN)
        assert page.page.locator("#text mark.on > a").get_attribute("data-n")


def test_every_quotation_is_marked_in_the_end(review: Callable[..., Review], annotation: Annotation) -> None:
    """What nobody has looked at yet is drawn by and by, and the text stays as it is."""
    page = review()
    page.wait(f"new Set(Array.from(document.querySelectorAll('#text mark'), mark => mark.dataset.q)).size === {COUNT}")
    assert page.read("document.querySelector('#text').textContent") == annotation.text


def test_paper_shows_every_quotation(review: Callable[..., Review], annotation: Annotation) -> None:
    """The sheet has a row for each, wherever it stands in the text."""
    page = review()
    page.read("dispatchEvent(new Event('beforeprint'))")
    page.page.emulate_media(media="print")

    assert page.page.locator("#sheet tbody tr").count() == COUNT
    last = annotation.words_of(annotation.quotations[-1])
    assert page.page.locator("#sheet tbody tr").last.inner_text().split("\t")[-2].strip()[:40] == last[:40]
    assert page.page.locator("#sheet tbody tr").last.is_visible()


def test_more_speakers_are_listed_when_asked(review: Callable[..., Review]) -> None:
    """The first sixty are listed; a button lists the others, and the focus goes on to them."""
    page = review()
    assert page.page.locator("#speakers li").count() == 60
    page.page.get_by_role("button", name="15 more speakers…").click()
    assert page.page.locator("#speakers li").count() == 75
    assert "Silent60" in page.read("document.activeElement.innerText")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_long_page(review: Callable[..., Review], scheme: str) -> None:
    """No rule of WCAG 2.0 to 2.2 A and AA, and no best practice, is broken, all quotations drawn."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe-core comes with axe-playwright-python")
    page = review(color_scheme=scheme)
    page.wait(f"new Set(Array.from(document.querySelectorAll('#text mark'), mark => mark.dataset.q)).size === {COUNT}")
    page.press("a", "2", "j")
    page.page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    tags = json.dumps(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    found = page.page.evaluate(f"async () => (await axe.run({{runOnly: {tags}}})).violations")

    assert [(one["id"], node["html"][:120]) for one in found for node in one["nodes"]] == []
