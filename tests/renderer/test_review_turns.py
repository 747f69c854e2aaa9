"""Turns of a transcript on the review page, by keyboard and by pointer, up to what is applied and rendered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import test_review_page as pages
from test_review_page import READ, Open, voices

from quotes.model import Annotation, Document, DocumentInfo, Quotation, Speaker, Turn, Utterance, Word
from quotes.spans import Span

pytestmark = pytest.mark.browser
apply, browser, review = pages.apply, pages.browser, pages.review

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
