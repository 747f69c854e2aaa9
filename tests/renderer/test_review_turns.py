"""Turns of a transcript on the review page, by keyboard and by pointer, up to what is applied and rendered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import review_pages as pages
from review_pages import READ, Open, voices

from quotes.model import Annotation, Document, DocumentInfo, Quotation, Speaker, Turn, Utterance, Word
from quotes.spans import Span

pytestmark = pytest.mark.browser
apply, review = pages.apply, pages.review

HEARD = "VOICE 1: The tide 🌊 turns at nine. No, at ten. Ask Runa.\r\nVOICE 2: At ten it is.\r\nVOICE 1: So I said.\r\n"


def heard(*, words: bool = True) -> Annotation:
    """Return a timed transcript of three turns with emoji and CR LF; the first turn holds two people's words."""
    turns, quotations, utterances, timed, start = [], [], [], [], 0
    for number, line in enumerate(HEARD.splitlines(keepends=True)):
        label = line.partition(":")[0]
        said = Span(start + len(label) + 2, start + len(line) - 2)
        speaker, times = f"s{label[-1]}", {"start_ms": 10_000 * number, "end_ms": 10_000 * number + 9_000}
        turns.append(Turn(start=start, end=said.end, speaker=speaker, label=label, confidence=0.7, **times))
        quotations.append(
            Quotation(
                id=f"q{said.start}",
                kind="direct",
                spans=(said,),
                content=(said,),
                speaker=speaker,
                confidence=0.7,
                **times,
            )
        )
        utterances.append(Utterance(spans=(said,), label=label, **times))
        place = said.start
        for count, word in enumerate(said.of(HEARD).split(" ")):
            at_ms = 10_000 * number + 500 * count
            timed.append(Word(start=place, end=place + len(word), start_ms=at_ms, end_ms=at_ms + 400))
            place += len(word) + 1
        start += len(line)
    info = DocumentInfo(format="labelled", utterances=tuple(utterances), words=tuple(timed) if words else None)
    speakers = tuple(Speaker(id=f"s{n}", labels=(f"VOICE {n}",), kind="unnamed") for n in (1, 2))
    return Annotation.of(
        Document(id="tide", text=HEARD, info=info), quotations=tuple(quotations), speakers=speakers, turns=tuple(turns)
    )


def spoken(annotation: Annotation) -> list[tuple[str, str]]:
    """Return each turn as the name of its voice and its words."""
    text = annotation.text or ""
    return [
        (speaker.display_name if (speaker := annotation.speaker(turn.speaker)) else "", turn.span.of(text))
        for turn in annotation.turns
    ]


def is_whole(annotation: Annotation) -> bool:
    """Whether every character that is not blank stands in one turn, and every utterance and quotation in one too."""
    text = annotation.text or ""
    covered = [place for turn in annotation.turns for place in range(turn.start, turn.end)]
    parts = [Span(part.spans[0].start, part.spans[-1].end) for part in annotation.quotations]
    parts += [Span(one.spans[0].start, one.spans[-1].end) for one in annotation.document.utterances or ()]
    return (
        len(covered) == len(set(covered))
        and all(char.isspace() or place in covered for place, char in enumerate(text))
        and all(sum(turn.span.contains(part) for turn in annotation.turns) == 1 for part in parts)
    )


@pytest.mark.parametrize("words", [True, False], ids=["timed words", "timed utterances"])
def test_a_turn_is_split_by_keyboard_and_everything_in_it_goes_along(review: Open, apply: Any, words: bool) -> None:
    """The second half is somebody new's: turn, quotation, utterance and times, in code points, undone in two steps."""
    annotation = heard(words=words)
    page = review(annotation)
    page.open(annotation, "The tide")
    page.press("B", "ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft", "Enter")
    assert page.page.locator("dialog h2").inner_text() == "Split. Whose is the second half?"
    page.type("Runa Sael")
    page.press("Enter")

    saved = page.save()
    corrected = apply(annotation, saved)
    assert spoken(corrected)[:2] == [
        ("VOICE 1", "VOICE 1: The tide 🌊 turns at nine."),
        ("Runa Sael", "No, at ten. Ask Runa."),
    ]
    assert [corrected.words_of(one) for one in corrected.quotations][:2] == [
        "The tide 🌊 turns at nine.",
        "No, at ten. Ask Runa.",
    ]
    assert is_whole(corrected)
    first, second = corrected.turns[:2]
    halves = [(one.start_ms, one.end_ms) for one in (corrected.document.utterances or ())[:2]]
    expected = [(0, 2_900), (3_000, 9_000)] if words else [(0, 4_891), (4_891, 9_000)]
    assert [(first.start_ms, first.end_ms), (second.start_ms, second.end_ms)] == halves
    assert halves == expected
    for anchor in saved["anchors"]:
        assert anchor["exact"] == HEARD[anchor["start"] : anchor["end"]]
    page.press("u", "u")
    assert page.save()["actions"] == []
    assert page.read(READ) == [ord(char) for char in HEARD]
    assert page.complaints == []


PUT_CARET = """words => {
    const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at >= 0) { getSelection().collapse(walker.currentNode, at); return; }
    }
}"""


def test_a_turn_is_split_at_the_caret_with_the_pointer(review: Open, apply: Any) -> None:
    """A click puts the caret, the voice in the margin opens its turn, buttons do the rest; the cut gets a label."""
    annotation = heard()
    page = review(annotation)
    page.open(annotation, "The tide")
    page.page.evaluate(PUT_CARET, "Ask Runa")
    page.page.locator(".t").first.click()
    page.page.get_by_role("button", name="Split it in two…").click()
    assert "Ask Runa." in page.read("getSelection().toString()")
    page.page.get_by_role("button", name="Split a word earlier").click()
    page.page.get_by_role("button", name="Split a word later").click()
    page.page.get_by_role("button", name="Keep", exact=True).click()
    page.press("Escape")

    label, words = page.page.locator(".t.in"), page.page.locator("mark", has_text="Ask Runa.").last
    assert label.get_attribute("data-v") == "VOICE 1"
    assert abs(label.bounding_box()["y"] - words.bounding_box()["y"]) < 14
    assert spoken(apply(annotation, page.save()))[1] == ("VOICE 1", "Ask Runa.")
    page.press("f", "u", "u")
    assert page.page.locator(".t.in").count() == 0


def test_turns_are_joined_forwards_and_backwards(review: Open, apply: Any) -> None:
    """What the second one says is the first one's, and the words between them stay in the turn."""
    annotation = heard()
    page = review(annotation)
    page.open(annotation, "At ten it is")
    page.press("K")
    joined = apply(annotation, page.save())
    assert spoken(joined)[0] == ("VOICE 1", HEARD[: HEARD.index("it is.") + 6])
    assert [one.speaker for one in joined.quotations] == ["s1", "s1", "s1"]
    assert joined.turns[0].end_ms == 19_000
    page.press("J")
    whole = apply(annotation, page.save())
    assert len(whole.turns) == 1 and is_whole(whole)
    page.press("J")
    assert page.status == "There is no turn to join it with."


def test_turns_are_given_to_another_from_here_on(review: Open, apply: Any) -> None:
    """The turns that will change are listed before; one step does it and one takes it back."""
    annotation = voices()
    page = review(annotation)
    page.open(annotation, "Nine")
    page.press("v")
    page.page.get_by_role("button", name="This and the later turn of A are another’s…").click()
    assert page.page.locator("dialog .quotations li").all_inner_texts() == ["Nine, I say.", "And that is that."]
    page.type("Runa Sael")
    page.press("Enter")

    corrected = apply(annotation, page.save())
    assert [name for name, _ in spoken(corrected)] == ["A", "B", "Runa Sael", "Runa Sael"]
    assert [corrected.speaker(one.speaker).display_name for one in corrected.quotations] == [  # type: ignore[union-attr]
        "A",
        "B",
        "Runa Sael",
        "Runa Sael",
    ]
    assert len(page.save()["actions"]) == 1


def test_turns_are_walked_through_by_key_whatever_is_said_in_them(review: Open) -> None:
    """Also one in which no quotation stands; its place is told, and what is done next is done to it."""
    data = voices().model_dump(mode="json")
    data["quotations"] = data["quotations"][:1]
    page = review(Annotation.model_validate(data))
    page.press("]", "]")
    assert page.status.startswith("Turn 3 of 4, A: Nine, I say.")
    page.press("v")
    assert "Nine, I say." in page.page.locator("dialog .words").inner_text()
    page.press("Escape", "[", "J")
    assert "Joined a turn of B with one of A" in page.status


def test_the_later_ones_of_those_alike_can_be_corrected_alone(review: Open, apply: Any) -> None:
    """Those alike are listed before anything is done; one key takes all, another those from here on."""
    annotation = voices()
    page = review(annotation)
    page.open(annotation, "Nine")
    page.press("2")
    offer = page.page.locator(".offer")
    assert offer.locator("li").all_inner_texts() == ["The tide turns at nine.", "from here on And that is that."]
    page.press("L")

    assert [one.speaker for one in apply(annotation, page.save()).quotations] == ["s1", "s2", "s2", "s2"]
    page.press("u")
    assert [one.speaker for one in apply(annotation, page.save()).quotations] == ["s1", "s2", "s2", "s1"]


def test_a_split_survives_a_reload_and_another_machine(review: Open, apply: Any) -> None:
    """What the browser kept is there again, drawn and saved as before."""
    annotation = heard()
    page = review(annotation)
    page.open(annotation, "The tide")
    page.press("B", "Enter", "Escape")
    page.page.wait_for_timeout(400)
    before = page.save()
    page.page.reload()

    assert page.page.locator(".t.in").count() == 1
    assert page.save()["actions"] == before["actions"]
    once = apply(annotation, before)
    assert is_whole(once)
    assert apply(once, before) == once


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_dialogs_of_turns(review: Open, scheme: str) -> None:
    """The voice, the list of turns concerned, a split under way, and the page with a turn cut in a paragraph."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe-core comes with axe-playwright-python")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    page = review(voices(), color_scheme=scheme, viewport={"width": 320, "height": 700})

    def faults() -> list[tuple[str, str]]:
        found = page.page.evaluate(f"async () => (await axe.run({{runOnly: {json.dumps(tags)}}})).violations")
        return [(one["id"], node["html"][:120]) for one in found for node in one["nodes"]]

    page.page.evaluate(script)
    page.open(voices(), "The tide")
    page.press("v")
    assert faults() == []
    page.page.get_by_role("button", name="All 3 turns of A").click()
    assert faults() == []
    page.press("Escape", "B")
    assert faults() == []
    page.press("ArrowRight", "Enter")
    assert faults() == []
    page.press("Escape")
    assert faults() == []
    assert page.read("document.documentElement.scrollWidth") <= 320
    page.open(voices(), "Nine")
    page.press("2")
    assert faults() == []


PARTED = (
    "“The weir 🌉 went first,” said Ana Reyes.\r\n\r\n“Then the bank slid.\r\n\r\n“Nobody said ‘run’ in time.”\r\n\r\n"
    "“Who would have?” asked Bo Lind.\r\n"
)


def parted() -> Annotation:
    """Return an article in which one quotation of two paragraphs was taken for two; in the second another is nested."""
    places = {}
    for words in (
        "The weir 🌉 went first,",
        "Then the bank slid.",
        "Nobody said ‘run’ in time.",
        "run",
        "Who would have?",
    ):
        start = PARTED.index(words)
        places[words] = Span(start, start + len(words))
    outer = f"q{places['Nobody said ‘run’ in time.'].start}"
    quotations = tuple(
        Quotation(
            id=f"q{span.start}",
            kind="mixed" if words == "run" else "direct",
            spans=(span,),
            content=(span,),
            speaker="s2" if words.startswith("Who") else "s1",
            confidence=0.8,
            parent=outer if words == "run" else None,
        )
        for words, span in places.items()
    )
    speakers = (Speaker(id="s1", name="Ana Reyes"), Speaker(id="s2", name="Bo Lind"))
    return Annotation.of(Document(id="weir", text=PARTED), quotations=quotations, speakers=speakers)


def test_quotations_over_paragraphs_are_joined_and_split_by_key(review: Open, apply: Any) -> None:
    """One nested in the next stays in it and is in nobody's way; the parts are where a split may go in one step."""
    annotation = parted()
    page = review(annotation)
    page.open(annotation, "Then the bank")
    page.page.locator("#panel [data-do=join]").hover()
    assert "Nobody said" in page.page.locator("#panel [data-do=join]").get_attribute("title")
    assert page.read("CSS.highlights.get('quotes-evidence')?.size") == 1
    page.press("c")
    assert "They stand in two paragraphs." in page.page.locator("dialog").inner_text()
    page.press("Enter")
    joined = apply(annotation, page.save())
    assert joined.words_of(joined.quotations[1]) == "Then the bank slid. Nobody said ‘run’ in time."
    nested = next(one for one in joined.quotations if one.parent is not None)
    assert nested.parent == joined.quotations[1].id

    page.press("b", "ArrowUp", "ArrowUp", "ArrowDown", "Enter", "Escape")
    split = apply(annotation, page.save())
    assert [split.words_of(one) for one in split.quotations] == [
        annotation.words_of(one) for one in annotation.quotations
    ]
    page.open(annotation, "Who would")
    page.press("C", "Enter")
    back = apply(annotation, page.save())
    assert [back.words_of(one) for one in back.quotations][-2:] == ["Nobody said ‘run’ in time. Who would have?", "run"]
    assert page.complaints == []


def test_words_selected_over_two_paragraphs_become_the_words_of_a_quotation(review: Open, apply: Any) -> None:
    """From the middle of one paragraph to the middle of the next, in code points, behind an emoji and CR LF."""
    annotation = parted()
    page = review(annotation)
    page.open(annotation, "Then the bank")
    page.page.evaluate(
        """() => {
            const places = [];
            const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) for (const words of ["bank", " in time"]) {
                const at = walker.currentNode.data.indexOf(words);
                if (at >= 0) places.push([walker.currentNode, at]);
            }
            getSelection().setBaseAndExtent(...places[0], ...places[1]);
        }"""
    )
    page.page.get_by_role("button", name="Set the words of “Then the bank slid.”").click()

    corrected = apply(annotation, page.save())
    trimmed = next(one for one in corrected.quotations if one.status == "corrected")
    assert corrected.words_of(trimmed) == "bank slid.\r\n\r\n“Nobody said ‘run’"


def press_button(page: Any, words: str) -> None:
    """Go to a button of the open dialog with Tab, and press it with Enter."""
    for _ in range(20):
        if page.read("document.activeElement.textContent").startswith(words):
            page.press("Enter")
            return
        page.press("Tab")
    raise AssertionError(f"no button {words!r} is reached")


def test_a_transcript_of_the_corpus_is_reviewed_by_keyboard_applied_and_rendered(
    review: Open, run_quotes: Any, corpus: Path, tmp_path: Path
) -> None:
    """A voice named, a turn split, two joined, the rest of a label given away; no mouse from the text to the page."""
    source = corpus / "calls-ferry-results" / "text.txt"
    assert run_quotes("annotate", source, "-o", tmp_path / "doc.json").returncode == 0
    annotation = Annotation.model_validate_json((tmp_path / "doc.json").read_bytes())
    before = [(name, words.partition(": ")[2]) for name, words in spoken(annotation)]
    page = review(annotation)

    page.press("]", "v")
    press_button(page, "Name and role of SPEAKER_00")
    page.type("Ottilie Bray")
    page.press("Enter")
    assert page.status.startswith("Renamed SPEAKER_00 to Ottilie Bray")
    page.press("]", "]", "B", "ArrowUp", "ArrowUp", "ArrowUp", "Enter")
    page.type("Kale Rook")
    page.press("Enter")
    assert page.status.startswith("Gave a turn to Kale Rook")
    for _ in range(5):
        page.press("]")
    page.press("v")
    press_button(page, "This and the later turn of SPEAKER_00")
    page.type("Mora Fell")
    page.press("Enter")
    assert "from here on, to Mora Fell" in page.status
    for _ in range(3):
        page.press("]")
    page.press("K")
    assert page.status.startswith("Joined a turn of")

    (tmp_path / "log.json").write_text(json.dumps(page.save()), encoding="utf-8")
    assert page.complaints == []
    done = run_quotes("apply", tmp_path / "doc.json", tmp_path / "log.json", "-o", tmp_path / "out.json")
    assert done.returncode == 0, done.stderr
    corrected = Annotation.model_validate_json((tmp_path / "out.json").read_bytes())
    assert is_whole(corrected)
    after = [(name, words.partition(": ")[2] or words) for name, words in spoken(corrected)]
    sentence = before[2][1].partition(". ")[0] + "."
    assert after[2:4] == [(before[2][0], sentence), ("Kale Rook", before[2][1][len(sentence) + 1 :])]
    names = [name for name, _ in after]
    assert names[:2] == ["Ottilie Bray", before[1][0]]
    assert names[5] == "Ottilie Bray" and names[8] == "Mora Fell" and names[-1] == "Mora Fell"
    assert len(corrected.turns) == len(annotation.turns)
    assert [one.label for one in corrected.turns].count("SPEAKER_00") == 4

    assert run_quotes("render", tmp_path / "out.json", "-o", tmp_path / "page.html").returncode == 0
    shown = (tmp_path / "page.html").read_text(encoding="utf-8")
    for name in ("Ottilie Bray", "Kale Rook", "Mora Fell"):
        assert name in shown
    written = run_quotes("convert", tmp_path / "out.json", "-", "--to", "labelled")
    assert written.returncode == 0, written.stderr
    assert f"Kale Rook: {before[2][1][len(sentence) + 1 :]}" in written.stdout.decode()
