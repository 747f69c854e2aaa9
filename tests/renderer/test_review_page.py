"""The review page in a real browser: an editor works by keyboard alone, and what comes out is applied."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from renderer_samples import HOSTILE, article, broadcast, find, hostile, said

from quotes.formats import write_annotation
from quotes.model import Annotation, Candidate, Document, Quotation, Speaker, Turn
from quotes.renderer import render
from quotes.spans import Span

pytestmark = pytest.mark.browser

READ = """() => Array.from(document.querySelector("#text").textContent, c => c.codePointAt(0))"""
SELECT = """words => {
    const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at < 0) continue;
        getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
        return;
    }
}"""


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Any]:
    """A headless Chromium for all tests of this module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Review:
    """A review page opened from a file, with what the browser complained about."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.url = path.as_uri()
        self.page.goto(self.url)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type words."""
        self.page.keyboard.type(words)

    @property
    def name(self) -> str:
        """Who is named as the speaker of the open quotation."""
        return str(self.page.locator("#panel h2").inner_text())

    @property
    def status(self) -> str:
        """The last announcement."""
        return str(self.page.locator("#status").text_content())

    @property
    def words(self) -> str:
        """The words of the open quotation, its parts joined."""
        return " ".join(self.page.locator("#text mark.on").all_text_contents())

    def open(self, annotation: Annotation, words: str) -> None:
        """Open the quotation that begins with these words, by its number."""
        ordered = sorted(annotation.quotations, key=lambda one: (one.spans[0].start, -one.spans[-1].end))
        number = next(n for n, one in enumerate(ordered, 1) if annotation.words_of(one).startswith(words))
        self.press("g")
        self.type(str(number))
        self.press("Enter")

    def save(self) -> dict[str, Any]:
        """Save the corrections as a file, and return them."""
        with self.page.expect_download() as waiting:
            self.press("Shift+S")
        saved = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
        assert isinstance(saved, dict)
        return saved

    def read(self, script: str) -> Any:
        """Return what a script gives in the page."""
        return self.page.evaluate(script)

    def wait(self, script: str) -> None:
        """Wait until a script gives true; playwright's own way needs an eval that the page's policy forbids."""
        for _ in range(400):
            if self.read(script):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never true: {script}")


Open = Callable[..., Review]


@pytest.fixture
def review(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open annotations for review: ``review(annotation, color_scheme="dark")``."""
    opened: list[Review] = []

    def open_page(annotation: Annotation, **options: Any) -> Review:
        path = tmp_path / f"review{len(opened)}.html"
        path.write_text(render(annotation, "review"), encoding="utf-8", newline="")
        opened.append(Review(browser, path, **options))
        return opened[-1]

    yield open_page
    for each in opened:
        each.context.close()


@pytest.fixture
def apply(run_quotes: Any, tmp_path: Path) -> Callable[[Annotation, dict[str, Any]], Annotation]:
    """Apply corrections with the command line: ``apply(annotation, corrections)``."""

    def run(annotation: Annotation, corrections: dict[str, Any]) -> Annotation:
        (tmp_path / "doc.json").write_text(write_annotation(annotation), encoding="utf-8")
        (tmp_path / "log.json").write_text(json.dumps(corrections), encoding="utf-8")
        done = run_quotes("apply", tmp_path / "doc.json", tmp_path / "log.json", "-o", tmp_path / "out.json")
        assert done.returncode == 0, done.stderr
        return Annotation.model_validate_json((tmp_path / "out.json").read_bytes())

    return run


def by_words(annotation: Annotation, words: str) -> Quotation:
    """The quotation that begins with these words."""
    return next(one for one in annotation.quotations if annotation.words_of(one).startswith(words))


def named(annotation: Annotation, words: str) -> str | None:
    """Who says the quotation that begins with these words."""
    speaker = annotation.speaker(by_words(annotation, words).speaker)
    return speaker.display_name if speaker else None


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


def sightings() -> Annotation:
    """A text in which "the keeper" speaks four times, and is taken for the wrong one."""
    lines = [f'"The lamp was out on night {word}," the keeper said.' for word in ("one", "two", "three", "four")]
    text = "Orla Fenn met Bram Tolley.\n" + "\n".join(lines) + "\n"
    quotations = []
    for number, line in enumerate(lines):
        start = text.index(line)
        span = Span(start + 1, text.index('"', start + 1))
        source = Span(text.index("the keeper", start), text.index("the keeper", start) + len("the keeper"))
        others = (Candidate(speaker="s1", confidence=0.6), Candidate(speaker="s2", confidence=0.3))
        quotations.append(
            Quotation(
                id=f"q{span.start}",
                kind="direct",
                spans=(span,),
                content=(span,),
                speaker="s1",
                confidence=0.6 + number / 100,
                source=source,
                candidates=others,
            )
        )
    speakers = (Speaker(id="s1", name="Orla Fenn"), Speaker(id="s2", name="Bram Tolley"))
    return Annotation.of(Document(id="lamp", text=text), quotations=tuple(quotations), speakers=speakers)


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
    page.page.wait_for_timeout(400)
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


def test_keys_printed_in_the_dialog_of_a_turn_work_there(review: Open) -> None:
    """The key of joining joins, without closing the dialog first."""
    page = review(voices())
    page.press("v", "Shift+J")

    assert page.page.locator("dialog").count() == 0
    assert len(page.save()["actions"]) == 1


def test_a_note_is_kept_by_its_key_after_a_click_beside_its_field(review: Open) -> None:
    """The focus stays in the dialog."""
    page = review(article())
    page.press("t")
    page.type("ask the desk")
    page.page.locator("dialog h2").click()
    page.press("Control+Enter")

    assert page.save()["actions"][0]["name"] == "note"


def test_reasons_of_the_program_are_called_so_after_a_correction(review: Open) -> None:
    """They speak of whom the program named."""
    annotation = article()
    page = review(annotation)
    page.open(annotation, "We have run")
    assert page.page.locator("#panel-why").text_content() == "Why"
    page.press("s")
    page.type("Orla Fenn")
    page.press("Enter")
    page.open(annotation, "We have run")

    assert page.page.locator("#panel-why").text_content() == "Found by the program, for Marta Lindqvist"


def test_shares_of_the_likeliest_speakers_add_up(review: Open) -> None:
    """The others have no more than what the first one leaves."""
    page = review(sightings())
    shares = page.page.locator(".choice .num").all_inner_texts()

    assert shares == ["0.60", "0.30"]


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


def test_kinds_are_set_and_rejected_ones_are_told_apart(review: Open, apply: Any) -> None:
    """Marked words become no speech, a clause without marks is rejected, other kinds are set."""
    annotation = article()
    page = review(annotation)
    page.open(annotation, "Shame!")
    page.press("x")
    page.open(annotation, "the mural")
    page.press("x")
    page.open(annotation, "structurally")
    page.press("d")
    page.open(annotation, "Herring")
    page.press("m")

    corrected = apply(annotation, page.save())
    found = {words: by_words(corrected, words) for words in ("Shame!", "the mural", "structurally", "Herring")}
    assert (found["Shame!"].kind, found["Shame!"].speaker) == ("other", None)
    assert found["the mural"].status == "rejected"
    assert found["structurally"].kind == "direct"
    assert (found["Herring"].kind, found["Herring"].reason) == ("mixed", None)


def test_notes_and_flags_are_kept(review: Open, apply: Any) -> None:
    """A remark does not decide; it is kept beside the quotation."""
    annotation = article()
    page = review(annotation)
    page.open(annotation, "Shame!")
    page.press("t")
    page.type("ask the desk")
    page.press("Control+Enter", "f")

    quotation = by_words(apply(annotation, page.save()), "Shame!")
    assert (quotation.note, quotation.flagged, quotation.status) == ("ask the desk", True, "proposed")


def test_a_speaker_is_renamed_with_role(review: Open, apply: Any) -> None:
    """The old name stays as an alias where it stands in the text."""
    annotation = article()
    page = review(annotation)
    page.open(annotation, "We have run")
    page.press("r")
    page.page.get_by_label("Name", exact=True).fill("Marta B. Lindqvist")
    page.page.get_by_label("Role").fill("deputy leader")
    page.press("Enter")

    speaker = apply(annotation, page.save()).speaker("s2")
    assert speaker is not None
    assert (speaker.name, speaker.role) == ("Marta B. Lindqvist", "deputy leader")
    assert speaker.aliases == ("Lindqvist", "Marta Lindqvist")
    assert page.name == "Marta B. Lindqvist"


def test_speakers_are_merged_after_a_look_at_what_moves(review: Open, apply: Any) -> None:
    """The quotations that move are listed first; one step, one undo."""
    annotation = article()
    page = review(annotation)
    page.open(annotation, "split families")
    page.press("r")
    page.page.get_by_role("button", name="Merge into…").click()
    page.type("Jonas")
    page.press("Enter")
    assert "split families at the dinner table" in page.page.locator("dialog").inner_text()
    page.press("Enter")

    merged = apply(annotation, page.save())
    assert named(merged, "split families") == "Jonas Achterberg"
    assert "s1" not in {speaker.id for speaker in merged.speakers}
    assert "one trader" in merged.speaker("s4").aliases  # type: ignore[union-attr]
    page.press("u")
    assert page.save()["actions"] == []


def test_a_speaker_is_split(review: Open, apply: Any) -> None:
    """Some quotations of one speaker become another's."""
    annotation = article()
    page = review(annotation)
    page.open(annotation, "We have run")
    page.press("r")
    page.page.get_by_role("button", name="Split off…").click()
    page.page.get_by_label("the mural would be saved").check()
    page.page.get_by_role("button", name="Whose are these?").click()
    page.type("Nadia Holm")
    page.press("Enter")

    corrected = apply(annotation, page.save())
    assert named(corrected, "the mural") == "Nadia Holm"
    assert named(corrected, "We have run") == "Marta Lindqvist"


def voices() -> Annotation:
    """A transcript of two voices known by label only, three turns of one of them."""
    text = "A: The tide turns at nine.\nB: It turns at ten.\nA: Nine, I say.\nA: And that is that.\n"
    turns, quotations, start = [], [], 0
    for line in text.splitlines():
        label, span = line[0], Span(start + 3, start + len(line))
        speaker = "s1" if label == "A" else "s2"
        turns.append(Turn(start=start, end=span.end, speaker=speaker, label=label))
        quotations.append(
            Quotation(
                id=f"q{span.start}", kind="direct", spans=(span,), content=(span,), speaker=speaker, confidence=0.8
            )
        )
        start += len(line) + 1
    speakers = tuple(
        Speaker(id=speaker, labels=(label,), kind="unnamed") for speaker, label in (("s1", "A"), ("s2", "B"))
    )
    return Annotation.of(
        Document(id="tide", text=text), quotations=tuple(quotations), speakers=speakers, turns=tuple(turns)
    )


def test_a_voice_is_renamed_and_turns_are_given_to_others(review: Open, apply: Any) -> None:
    """One turn alone, and all turns of a label; what is said in them goes along."""
    annotation = voices()
    page = review(annotation)
    page.open(annotation, "And that")
    page.press("v")
    page.page.get_by_role("button", name="This turn is another’s…").click()
    page.type("B")
    page.press("Enter")
    page.open(annotation, "Nine")
    page.press("v")
    page.page.get_by_role("button", name="All 3 turns of A are another’s…").click()
    page.type("Runa Sael")
    page.press("Enter")
    page.open(annotation, "It turns")
    page.press("r")
    page.page.get_by_label("Name", exact=True).fill("Piet Oster")
    page.press("Enter")

    corrected = apply(annotation, page.save())
    names = [corrected.speaker(turn.speaker).name for turn in corrected.turns]  # type: ignore[union-attr]
    assert names == ["Runa Sael", "Piet Oster", "Runa Sael", "Runa Sael"]
    assert named(corrected, "The tide") == "Runa Sael"


def test_a_quotation_is_heard_with_its_lead_in(browser: Any, run_quotes: Any, corpus: Path, tmp_path: Path) -> None:
    """Space plays the open quotation from a little before it and stops behind it; speed changes by key."""
    import wave

    annotation = voices()
    turns = [
        {**turn, "start_ms": 2_000 * number, "end_ms": 2_000 * number + 300}
        for number, turn in enumerate(annotation.model_dump(mode="json")["turns"], 1)
    ]
    timed = Annotation.model_validate({**annotation.model_dump(mode="json"), "turns": turns})
    with wave.open(str(tmp_path / "tide 1.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8_000)
        sound.writeframes(b"\0\0" * 8_000 * 12)
    (tmp_path / "doc.json").write_text(write_annotation(timed), encoding="utf-8")
    done = run_quotes("render", "doc.json", "--format", "review", "--audio", "tide 1.wav", "-o", "review.html")
    assert done.returncode == 0, done.stderr
    page = Review(browser, tmp_path / "review.html")
    page.wait("document.querySelector('#audio').readyState >= 1")
    page.open(timed, "Nine")
    page.press(" ")
    page.wait("!document.querySelector('#audio').paused")
    assert 4.4 <= page.read("document.querySelector('#audio').currentTime") < 7.2
    page.wait("document.querySelector('#audio').paused")
    assert page.read("document.querySelector('#audio').currentTime") >= 6.9
    page.press(">")
    assert page.status == "Speed 1.25."
    assert page.complaints == []
    page.context.close()


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
