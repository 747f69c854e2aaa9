"""The HTML page in a real browser: the text to the last character, keys, clicks, links, themes, narrow screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from renderer_samples import HOSTILE, article, broadcast, find, hostile, said

from quotes.model import Annotation, Document
from quotes.renderer import render

pytestmark = pytest.mark.browser

READ = """() => {
    const text = document.querySelector("#text").textContent;
    return Array.from(text, c => c.codePointAt(0));
}"""


class Visit:
    """A page opened from a file, with what the browser complained about and what it asked the network for."""

    def __init__(self, browser: Any, path: Path, fragment: str = "", **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.url = path.as_uri()
        self.page.goto(self.url + fragment)

    def read(self, script: str) -> Any:
        """Return what a script gives in the page."""
        return self.page.evaluate(script)


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Open annotations as pages: ``visit(annotation, "#q12", color_scheme="dark")``."""
    opened: list[Visit] = []

    def open_page(annotation: Annotation, fragment: str = "", **options: Any) -> Visit:
        path = tmp_path / f"page{len(opened)}.html"
        path.write_text(render(annotation, "html"), encoding="utf-8", newline="")
        opened.append(Visit(browser, path, fragment, **options))
        return opened[-1]

    yield open_page
    for each in opened:
        each.context.close()


def plain(text: str) -> Annotation:
    """Return an annotation of a text without quotations."""
    return Annotation.of(Document(id="d", text=text))


TEXTS = {
    "leading line ends": "\n\n\r\nA\n",
    "CR LF": "A\r\nB\r\n\r\nC",
    "lone CR": "A\rB\r\rC\r",
    "NUL": "A\0B\0\n\0",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f\x80\x85\x9f",
    "emoji and combining": "👩‍🚀 e\u0301 𝒳𝒴 🇳🇴",
    "direction": "\u202eabc\u202c \u2066def\u2069 שלום \u200f مرحبا",
    "invisible": "\ufeffA\u200bB\u2060C\u00adD",
    "noncharacters": "\ufffe\uffff\U0001fffe",
    "references": "&amp; &#0; &lt; &notit; &#13;",
    "white space": "  A  B\t\tC \u00a0 \u3000D  ",
    "lone surrogate escapes": "\\ud800 %00 \\0",
    "initials": "The U-S and the U-N-H-C-R, A-B.",
    "line separators": "A\u2028B\u2029C\x0bD\x0cE",
    "empty": "",
    "blank": " \n \n",
    "hard wrapped": "\r\n".join(["the wind went round to the north before the boats were in"] * 9),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_browser_holds_the_text_to_the_last_character(visit: Any, text: str) -> None:
    """The text content of the page's text is the document's text, code point by code point."""
    page = visit(plain(text))

    assert page.read(READ) == [ord(char) for char in text]
    assert page.complaints == []


@pytest.mark.parametrize("text", [text for text in TEXTS.values() if "\0" not in text])
def test_the_text_is_whole_without_a_script(visit: Any, text: str) -> None:
    """But for NUL, which HTML cannot hold, the text needs no script."""
    page = visit(plain(text), java_script_enabled=False)

    assert page.page.text_content("#text") == text


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_do_nothing(visit: Any, words: str) -> None:
    """Nothing runs, nothing is fetched, nothing is complained of, and the text is whole, also with every panel open."""
    annotation = hostile(words)
    page = visit(annotation)
    for row in page.page.locator(".who a").all():
        row.click()
    page.page.keyboard.press("Escape")
    page.page.keyboard.press("Escape")
    page.page.keyboard.press("j")
    page.page.keyboard.press("Escape")

    assert page.complaints == []
    assert page.requests == [page.url]
    assert page.read(READ) == [ord(char) for char in annotation.text or ""]


def test_a_click_shows_evidence_and_lights_source_and_cue(visit: Any) -> None:
    """The card names the speaker, says why, and names the runner-up; source and cue are lit where they stand."""
    page = visit(article())
    page.page.get_by_text("Shame!").click()

    card = page.page.locator("#card").inner_text()
    assert "traders in the public gallery" in card
    assert "unsure" in card
    assert "subject of cue" in card
    assert "Marta Lindqvist" in card
    assert page.page.locator("u.src").all_text_contents() == ["Traders in the public gallery"]
    assert page.page.locator("u.cue").all_text_contents() == ["shouted"]
    assert page.page.url.endswith(f"#q{find(article().text or '', 'Shame!').start}")


def test_places_are_right_after_characters_of_two_units(visit: Any) -> None:
    """Offsets count code points: emoji before a cue do not move it, nor does a NUL."""
    text = "🇳🇴👩‍🚀\0 “Go 🚀 now,” 𝒳 said Ana."
    quotation = said(text, "Go 🚀 now,", kind="direct", cue=find(text, "said"), source=find(text, "Ana"))
    page = visit(Annotation.of(Document(id="d", text=text), quotations=(quotation,)), f"#{quotation.id}")

    assert page.page.locator("u.cue").all_text_contents() == ["said"]
    assert page.page.locator("u.src").all_text_contents() == ["Ana"]
    assert page.read(READ) == [ord(char) for char in text]


def test_keys_walk_through_the_quotations(visit: Any) -> None:
    """J and n go on, k and p go back, Escape closes and leaves the text as it was."""
    page = visit(article())
    names = []
    for key in "jnjk":
        page.page.keyboard.press(key)
        names.append(page.page.locator("#card h2").inner_text())
    page.page.keyboard.press("Escape")

    assert names == ["one trader", "Marta Lindqvist", "traders in the public gallery", "Marta Lindqvist"]
    assert page.page.locator("#card").is_hidden()
    assert page.page.locator("#text u").count() == 0
    assert page.read("document.activeElement.getAttribute('aria-label')") == "Marta Lindqvist: quotation 2"


def test_enter_on_a_badge_opens_the_card_and_escape_returns(visit: Any) -> None:
    """The keyboard alone reaches a quotation, its evidence, and comes back to where it was."""
    page = visit(article())
    page.page.locator("mark a").nth(2).focus()
    page.page.keyboard.press("Enter")

    assert page.read("document.activeElement.id") == "card-name"
    page.page.keyboard.press("Escape")
    assert page.read("document.activeElement.parentElement.className").startswith("s1")
    page.page.keyboard.press(" ")
    assert page.page.locator("#card").is_visible()


def test_single_keys_can_be_switched_off(visit: Any) -> None:
    """With the switch off a letter does nothing."""
    page = visit(article())
    page.page.get_by_text("Keys and signs").click()
    page.page.get_by_label("Single-letter keys").uncheck()
    page.page.locator("#text").focus()
    page.page.keyboard.press("j")

    assert page.page.locator("#card").is_hidden()


def test_a_permalink_opens_its_quotation(visit: Any) -> None:
    """A link with a quotation's id shows that quotation."""
    page = visit(article(), f"#q{find(article().text or '', 'structurally').start}")

    assert page.page.locator("#card h2").inner_text() == "a spokesperson for the port authority"


@pytest.mark.parametrize("fragment", ["#text", "#nothing", "#%E0%A4%A", "#card"])
def test_other_links_open_nothing(visit: Any, fragment: str) -> None:
    """A fragment that is no quotation's is ignored without complaint."""
    page = visit(article(), fragment)

    assert page.page.locator("#card").is_hidden()
    assert page.complaints == []


def test_a_press_on_a_speaker_shows_only_that_one(visit: Any) -> None:
    """The list filters and jumps; next and previous stay within; a second press shows all."""
    page = visit(article())
    row = page.page.locator(".who a").first
    row.click()

    assert row.get_attribute("aria-pressed") == "true"
    assert set(page.page.locator("mark.hit").evaluate_all("marks => marks.map(m => m.className.split(' ')[0])")) == {
        "s1"
    }
    page.page.keyboard.press("j")
    assert page.page.locator("#card .pos").inner_text() == "2 of 2"
    row.click()
    assert page.page.locator("mark.hit").count() == 0


def test_unattributed_and_what_is_not_speech_have_their_rows(visit: Any) -> None:
    """The rows below the speakers lead to what is not known and to why marked words are no speech."""
    page = visit(article())
    page.page.locator(".who a", has_text="Unattributed").click()
    unknown = page.page.locator("#card").inner_text()
    page.page.locator(".who a", has_text="Not speech").click()

    assert "Nobody is named as the speaker" in unknown
    assert "0.41" in unknown
    assert "nickname, after so-called" in page.page.locator("#card").inner_text()


def test_every_quotation_announces_its_speaker(visit: Any) -> None:
    """The accessibility tree names the speaker before the words, with and without a script."""
    for script in (True, False):
        page = visit(article(), java_script_enabled=script)
        session = page.context.new_cdp_session(page.page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        names = [node["name"]["value"] for node in nodes if node.get("role", {}).get("value") == "link"]

        for name in ("Marta Lindqvist", "Unattributed", "Not speech", "traders in the public gallery, unsure"):
            assert [said for said in names if said.startswith(f"{name}:")], (name, script)


def test_the_page_reflows_on_a_narrow_screen(visit: Any) -> None:
    """At 320 pixels nothing runs off the side, card open or not."""
    for annotation in (article(), broadcast()):
        page = visit(annotation, viewport={"width": 320, "height": 640})
        assert page.read("document.documentElement.scrollWidth") <= 320
        page.page.keyboard.press("j")
        assert page.read("document.documentElement.scrollWidth") <= 320


def test_the_theme_follows_the_system_and_can_be_chosen(visit: Any) -> None:
    """Dark where the system is dark, until the reader chooses."""
    page = visit(article(), color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.read(ground)
    page.page.locator("#theme").click()

    assert dark == "rgb(23, 22, 20)"
    assert page.read(ground) == "rgb(251, 249, 244)"
    assert page.page.locator("#theme").inner_text() == "Theme: light"


def test_print_leaves_out_what_cannot_be_pressed(visit: Any) -> None:
    """On paper there are the speakers and the text, and neither buttons nor cards."""
    page = visit(article(), color_scheme="dark")
    page.page.keyboard.press("j")
    page.page.emulate_media(media="print")

    assert page.page.locator("#card").is_hidden()
    assert page.page.locator(".tools").is_hidden()
    assert page.page.locator(".who li").first.is_visible()
    assert page.read("getComputedStyle(document.body).backgroundColor") == "rgb(251, 249, 244)"


def test_forced_colours_keep_a_sign(visit: Any) -> None:
    """Where the system takes the colours away, lines and badges stay."""
    page = visit(article(), forced_colors="active")
    style = "getComputedStyle(document.querySelector('mark')).textDecorationLine"
    outline = "getComputedStyle(document.querySelector('mark>a'), '::before').outlineStyle"

    assert page.read(style) == "underline"
    assert page.read(outline) == "solid"


def test_a_direction_override_cannot_turn_what_follows(visit: Any) -> None:
    """A right-to-left override is shown by name and does not reorder the letters after it."""
    page = visit(plain("abc \u202efgh ijk"))
    order = """() => {
        const node = [...document.querySelector("p").childNodes].at(-1), range = document.createRange();
        const left = i => {
            range.setStart(node, i);
            range.setEnd(node, i + 1);
            return range.getBoundingClientRect().left;
        };
        return left(0) < left(1) && left(1) < left(2);
    }"""

    assert page.read(order)
    assert page.read("getComputedStyle(document.querySelector('i.x'), '::before').content") == '"RLO"'


def test_a_long_page_answers_at_once(visit: Any) -> None:
    """With five thousand quotations the page opens and a key is answered in a blink."""
    from test_html import big_annotation

    page = visit(big_annotation(5_000))
    took = page.read(
        """() => {
            const press = () => document.dispatchEvent(new KeyboardEvent("keydown", {key: "j", bubbles: true}));
            press();
            const start = performance.now();
            for (let i = 0; i < 10; i++) press();
            return (performance.now() - start) / 10;
        }"""
    )

    assert page.page.locator("#card").is_visible()
    assert took < 250, f"a key took {took:.0f} ms"


@pytest.mark.parametrize("which", [1, 2_500, 4_999])
def test_a_long_page_jumps_to_the_right_place(visit: Any, which: int) -> None:
    """A permalink far down shows its quotation on the screen, with the card beside it."""
    from test_html import big_annotation

    annotation = big_annotation(5_000)
    page = visit(annotation, f"#{annotation.quotations[which].id}", viewport={"width": 1400, "height": 900})
    page.page.wait_for_timeout(500)
    mark = page.page.locator("mark.on").first.bounding_box()
    card = page.page.locator("#card").bounding_box()

    assert 0 <= mark["y"] < 800
    assert abs(card["y"] - mark["y"]) < 60


def test_a_long_text_is_whole(visit: Any) -> None:
    """Parts of a long page that the browser has not laid out yet are there all the same."""
    from test_html import big_annotation

    annotation = big_annotation(1_000)
    page = visit(annotation)

    assert page.page.text_content("#text") == annotation.text


WIDTHS = [1280, 1366, 1440, 1600, 1920]


@pytest.mark.parametrize("sample", [article, broadcast])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_wide_window_is_used_evenly(visit: Any, sample: Any, width: int) -> None:
    """The sheet stands in the middle; an open card stands beside the text, within the window, and hides none of it."""
    page = visit(sample(), viewport={"width": width, "height": 900}, reduced_motion="reduce")
    box = "at => { const box = document.querySelector(at).getBoundingClientRect(); return [box.left, box.right]; }"
    left, right = page.page.evaluate(box, ".sheet")
    room = page.read("document.documentElement.clientWidth")
    page.page.keyboard.press("j")
    card, text, rail = (page.page.evaluate(box, selector) for selector in ("#card", "#text", ".rail"))

    assert abs(left - (room - right)) <= 1
    assert text[1] < card[0] and card[1] <= room
    assert rail[0] >= 0
    assert page.read("document.documentElement.scrollWidth") == room
