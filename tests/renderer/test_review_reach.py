"""The review page for everybody: keys, focus, search, narrow and wide screens, print, colours, a screen reader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import review_pages as pages
from renderer_samples import article, broadcast, hostile
from review_pages import Open, voices

from quotes.model import Annotation, Document

pytestmark = pytest.mark.browser
apply, review = pages.apply, pages.review


def test_keys_printed_in_the_dialog_of_a_turn_work_there(review: Open) -> None:
    """The key of joining joins, without closing the dialog first."""
    page = review(voices())
    page.press("v", "Shift+J")

    assert page.page.locator("dialog").count() == 0
    assert len(page.save()["actions"]) == 1


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_keeps_progress_message_undo_and_save_in_sight(review: Open, width: int) -> None:
    """However far the text is scrolled; nothing runs off the side."""
    page = review(article(), viewport={"width": width, "height": 844}, has_touch=True, is_mobile=True)
    page.page.locator(".main-acts .go").click()
    page.page.wait_for_timeout(200)
    for name in ("#slim", "#status", "#undo", "#save"):
        box = page.page.locator(name).bounding_box()
        assert box is not None and 0 <= box["y"] < 200, name
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, name
    assert page.page.locator("#slim").inner_text() == "8 left to check"
    assert page.read("innerWidth") == width
    assert page.page.locator("#panel kbd").first.is_hidden()


def test_single_keys_can_be_switched_off_and_changed(review: Open) -> None:
    """The sheet of keys changes them for this browser; buttons work all the same."""
    page = review(article())
    page.press("?")
    page.page.get_by_role("button", name="Change the key of: it is right; go on").click()
    page.press("y", "Escape", "a")
    assert "9 left" in page.status
    page.press("y")
    assert "8 left" in page.status
    page.press("?")
    page.page.get_by_label("Single keys").uncheck()
    page.press("Escape", "y")
    assert "8 left" in page.page.locator("#progress").inner_text()
    page.page.reload()
    page.page.get_by_role("button", name="That is right").click()
    assert "7 left" in page.status


def test_letters_typed_into_a_field_are_no_commands(review: Open) -> None:
    """Names, notes and searches may hold every letter."""
    page = review(article())
    page.press("/")
    page.type("aaxu12")
    assert page.page.locator("#undo").is_disabled()


def test_search_finds_words_and_opens_their_quotation(review: Open) -> None:
    """Enter goes from place to place; the quotation there is opened."""
    page = review(article())
    page.press("/")
    page.type("eleven weeks")
    assert page.page.locator("#found").inner_text() == "1 found"
    page.press("Enter")

    assert page.name == "Ilse Okafor"


def test_filters_narrow_what_is_walked_through(review: Open) -> None:
    """Kind, state and speaker; Escape shows what is to check again."""
    page = review(article())
    page.page.locator("#filter").select_option("other")
    assert page.name == "Not speech"
    page.page.locator("#filter").select_option("all")
    page.page.locator("#kind").select_option("indirect")
    assert page.words.startswith("the mural")
    page.page.locator("#text").focus()
    page.press("Escape")
    page.page.locator("#speakers .only", has_text="Marta Lindqvist").click()
    seen = {page.name}
    page.press("j")
    seen.add(page.name)
    assert seen == {"Marta Lindqvist"}


def test_the_focus_is_never_lost(review: Open) -> None:
    """A button pressed by keyboard is there again, and in focus, for the next quotation."""
    page = review(article())
    page.page.locator("#panel [data-do=accept]").focus()
    page.press("Enter")
    assert page.read("document.activeElement.dataset.do") == "accept"
    page.press("s", "Escape")
    assert page.read("document.activeElement.dataset.do") == "accept"


def test_the_focus_is_not_hidden_by_the_bar(review: Open) -> None:
    """Whatever Tab reaches lies below the bar."""
    page = review(article(), viewport={"width": 1200, "height": 500})
    page.read("scrollTo(0, 900)")
    hidden = []
    for _ in range(60):
        page.press("Tab")
        found = page.read(
            """() => {
                const one = document.activeElement, box = one.getBoundingClientRect();
                const bar = document.querySelector("#bar");
                if (one === document.body || bar.contains(one) || one.classList.contains("skip")) return null;
                const isHidden = box.bottom <= bar.getBoundingClientRect().bottom || box.top >= innerHeight;
                return isHidden ? one.outerHTML : null;
            }"""
        )
        if found:
            hidden.append(found[:80])
    assert hidden == []


@pytest.mark.parametrize("width", [320, 640, 1000, 1280, 1920])
def test_the_page_reflows(review: Open, width: int) -> None:
    """Nothing runs off the side, whatever the width."""
    for annotation in (article(), broadcast()):
        page = review(annotation, viewport={"width": width, "height": 700})
        assert page.read("document.documentElement.scrollWidth") <= width
        page.press("?")
        assert page.read("document.documentElement.scrollWidth") <= width


def test_print_is_a_sheet_to_sign(review: Open) -> None:
    """On paper stand every quotation, its speaker and what was decided, and lines to sign on."""
    page = review(article(), color_scheme="dark")
    page.press("a", "x")
    page.read("dispatchEvent(new Event('beforeprint'))")
    page.page.emulate_media(media="print")
    sheet = page.page.locator("#sheet")

    assert sheet.locator("tbody tr").count() == 10
    assert "2 quotations checked, 1 of them changed; 7 not checked" in sheet.inner_text()
    assert "Signed" in sheet.inner_text()
    assert page.page.locator("#panel").is_hidden()
    assert page.read("getComputedStyle(document.body).backgroundColor") == "rgb(251, 249, 244)"


def test_forced_colours_keep_a_sign(review: Open) -> None:
    """Where the system takes the colours away, lines and badges stay."""
    page = review(article(), forced_colors="active")

    assert page.read("getComputedStyle(document.querySelector('mark')).textDecorationLine") == "underline"
    assert page.read("getComputedStyle(document.querySelector('.badge')).outlineStyle") == "solid"


def test_every_quotation_tells_a_screen_reader_its_speaker(review: Open) -> None:
    """Before the words stand the name, whether it is unsure, and whether it was checked."""
    page = review(article())
    page.press("a", "a")
    session = page.context.new_cdp_session(page.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    names = [node["name"]["value"] for node in nodes if node.get("role", {}).get("value") == "button"]

    for name in ("Marta Lindqvist, not checked:", "Unattributed, accepted:", "Not speech:"):
        assert name in names
    assert "traders in the public gallery, accepted:" in names


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sample", ["article", "broadcast", "voices", "empty", "hostile"])
def test_axe_finds_nothing(review: Open, sample: str, scheme: str) -> None:
    """No rule of WCAG 2.0 to 2.2 A and AA, and no best practice, is broken; dialogs included."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe-core comes with axe-playwright-python")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    samples = {
        "article": article,
        "broadcast": broadcast,
        "voices": voices,
        "empty": lambda: Annotation.of(Document(id="quiet", text="Nobody spoke.\n")),
        "hostile": lambda: hostile("<img src=x onerror=alert(1)>"),
    }
    page = review(samples[sample](), color_scheme=scheme)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def faults() -> list[tuple[str, str]]:
        found = page.page.evaluate(f"async () => (await axe.run({{runOnly: {json.dumps(tags)}}})).violations")
        return [(one["id"], node["html"][:120]) for one in found for node in one["nodes"]]

    page.page.evaluate(script)
    assert faults() == []
    for keys in ("?", "s", "r", "v", "t", "g"):
        page.press(keys)
        assert (keys, faults()) == (keys, [])
        page.press("Escape")
    page.press("2", "e")
    assert faults() == []


@pytest.mark.timed
def test_a_long_page_answers_at_once(review: Open) -> None:
    """With five thousand quotations a decision is made and the next one shown in a blink."""
    from test_html import big_annotation

    page = review(big_annotation(5_000))
    took = page.read(
        """async () => {
            const press = key => document.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
            const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            const times = [];
            for (let i = 0; i < 20; i++) {
                const start = performance.now();
                press(i % 3 ? "a" : "2");
                await frame();
                times.push(performance.now() - start);
            }
            return times.sort((a, b) => a - b)[10];
        }"""
    )
    assert "4980 left" in page.status
    assert took < 500, f"a key took {took:.0f} ms"
