"""Who says it on the review page: names, roles, kinds, notes, speakers merged and split, voices and what is heard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import review_pages as pages
from renderer_samples import article
from review_pages import Open, Review, by_words, named, sightings, voices

from quotes.formats import write_annotation
from quotes.model import Annotation

pytestmark = pytest.mark.browser
apply, review = pages.apply, pages.review


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


def test_a_note_is_kept_by_its_key_after_a_click_beside_its_field(review: Open) -> None:
    """The focus stays in the dialog."""
    page = review(article())
    page.press("t")
    page.type("ask the desk")
    page.page.locator("dialog h2").click()
    page.press("Control+Enter")

    assert page.save()["actions"][0]["name"] == "note"


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
