"""Applying corrections: held against what is there, refused where it differs, moved only openly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.errors import CorrectionError
from quotes.model import Annotation
from quotes.review.apply import apply_corrections, apply_moved
from quotes.review.corrections import Change, Corrections
from tests.review.review_samples import TEXT, accept, change, give, log, place, sample

FIRST, SECOND, OTHER = (quotation.id for quotation in sample().quotations)


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ([change("quotation", FIRST, {"status": "proposed"}, {"status": "accepted"})], ("status", "accepted")),
        (
            [change("quotation", FIRST, {"kind": "direct"}, {"kind": "mixed"})],
            ("kind", "mixed"),
        ),
        (
            [change("quotation", FIRST, {"note": None, "flagged": False}, {"note": "ask", "flagged": True})],
            ("note", "ask"),
        ),
        (
            [
                change("speaker", "n1", None, {"id": "n1", "name": "Desk"}),
                change("quotation", FIRST, {"speaker": "s1"}, {"speaker": "n1"}),
            ],
            ("speaker", "n1"),
        ),
    ],
    ids=["accept", "kind", "note", "new speaker"],
)
def test_a_change_is_made(changes: list[Change], seen: tuple[str, object]) -> None:
    """The field has the value of the side after."""
    applied = apply_corrections(sample(), log(sample(), ("any", changes)))
    assert getattr(applied.annotation.quotations[0], seen[0]) == seen[1]
    assert applied.actions == 1


def test_quotations_and_speakers_are_taken_out_and_added() -> None:
    """A merge of two speakers and a new quotation leave the lists in the text's order."""
    new = place("The quay")
    changes = [
        change("quotation", SECOND, {"speaker": "s2"}, {"speaker": "s1"}),
        change("speaker", "s2", {"name": "Tom Varga"}, None),
        change("quotation", "q0", None, {"id": "q0", "kind": "direct", "spans": [list(new)], "content": [list(new)]}),
    ]
    annotation = apply_corrections(sample(), log(sample(), ("merge", changes))).annotation
    assert [quotation.id for quotation in annotation.quotations] == ["q0", FIRST, SECOND, OTHER]
    assert [speaker.id for speaker in annotation.speakers] == ["s1"]
    assert [candidate.speaker for candidate in annotation.quotations[1].candidates] == ["s1"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ([change("quotation", FIRST, {"speaker": None}, {"speaker": "s2"})], "its speaker was None, and is 's1'"),
        ([change("quotation", "q999", {"status": "proposed"}, {"status": "accepted"})], "there is none with that id"),
        ([change("speaker", "s1", None, {"id": "s1", "name": "Ada"})], "there already"),
        ([change("quotation", FIRST, {"speaker": "s1"}, {"speaker": "s9"})], "s9"),
        (
            [change("quotation", FIRST, {"spans": [list(sample().quotations[0].spans[0])]}, {"spans": [[0, 9999]]})],
            "ends after",
        ),
        ([change("quotation", FIRST, {"shoe": 1}, {"shoe": 2})], "its shoe was 1, and is nothing"),
        ([change("quotation", "q1", None, {"id": "q1"})], "lacks what every record has"),
        ([change("quotation", FIRST, {"kind": "direct"}, {"kind": "shouted"})], "kind"),
    ],
    ids=[
        "other before",
        "no such id",
        "there already",
        "unlisted speaker",
        "outside",
        "no such field",
        "not whole",
        "kind",
    ],
)
def test_what_does_not_fit_is_refused_and_told(changes: list[Change], reason: str) -> None:
    """Nothing is applied; the error says what was found instead."""
    with pytest.raises(CorrectionError, match=reason):
        apply_corrections(sample(), log(sample(), ("any", changes)))


def test_corrections_of_another_text_are_refused() -> None:
    """The hash of the text is held against the document's."""
    with pytest.raises(CorrectionError, match="another text"):
        apply_corrections(sample(TEXT + "More.\n"), log(sample(), accept(sample().quotations[0])))


def test_applying_twice_changes_nothing_more() -> None:
    """The second time is told from a conflict."""
    corrections = log(sample(), accept(sample().quotations[0]), give(sample().quotations[1], "s1"))
    once = apply_corrections(sample(), corrections)
    again = apply_corrections(once.annotation, corrections)
    assert (once.was_applied, again.was_applied) == (False, True)
    assert again.annotation == once.annotation


@given(st.lists(st.sampled_from(["accept", "give", "note", "kind"]), max_size=6))
@settings(max_examples=40, deadline=None)
def test_taking_every_action_back_gives_the_annotation_back(names: list[str]) -> None:
    """Undone changes in reverse order lead to where it began."""
    annotation = sample()
    fields = {"accept": "status", "give": "speaker", "note": "note", "kind": "kind"}
    values = {
        "status": ["proposed", "accepted"],
        "speaker": ["s1", "s2"],
        "note": [None, "x"],
        "kind": ["direct", "mixed"],
    }
    state = dict.fromkeys(fields.values(), 0)
    actions = []
    for name in names:
        field = fields[name]
        was, now = values[field][state[field] % 2], values[field][(state[field] + 1) % 2]
        state[field] += 1
        actions.append((name, [change("quotation", FIRST, {field: was}, {field: now})]))
    forth = log(annotation, *actions)
    back = [(name, [step.undone() for step in reversed(changes)]) for name, changes in reversed(actions)]
    done = apply_corrections(annotation, forth).annotation
    if done == annotation:
        return
    assert apply_corrections(done, log(done, *back)).annotation == annotation


def moved(text: str, corrections: Corrections) -> dict[str, object]:
    """Apply corrections of the sample to the sample in another text, and say what came of it."""
    applied = apply_moved(sample(text), corrections)
    return {
        "applied": applied.actions,
        "moved": len(applied.moved),
        "refused": [reason for _, _, reason in applied.refused],
        "statuses": [quotation.status for quotation in applied.annotation.quotations],
    }


def test_on_a_changed_text_places_are_found_by_their_words_and_told() -> None:
    """A paragraph put in front moves every place; the decisions follow."""
    result = moved(
        "A new first line.\n\n" + TEXT,
        log(sample(), accept(sample().quotations[0]), give(sample().quotations[1], "s1")),
    )
    assert result == {"applied": 2, "moved": 2, "refused": [], "statuses": ["accepted", "corrected", "proposed"]}


def test_words_that_were_changed_are_refused_not_guessed() -> None:
    """A decision about words that are gone is told, and the others are applied."""
    annotation = sample()
    spans = change("quotation", FIRST, {"spans": [list(place("It held"))]}, {"spans": [list(place("all night,"))]})
    corrections = log(annotation, accept(annotation.quotations[1]), ("spans", [spans]))
    result = moved(TEXT.replace("It held 🚢 all night,", "It held 🚢 all night, all"), corrections)
    assert result["applied"] == 1
    assert result["statuses"] == ["proposed", "accepted", "proposed"]
    assert len(result["refused"]) == 1


def test_speakers_are_matched_by_name_on_a_changed_text() -> None:
    """An id that means somebody else there is not taken over."""
    corrections = log(sample(), give(sample().quotations[1], "s1"))
    swapped = sample("A line.\n" + TEXT)
    speakers = tuple(
        type(speaker)(**{**{f: getattr(speaker, f) for f in speaker.__slots__}, "name": name})
        for speaker, name in zip(swapped.speakers, ("Somebody Else", "Tom Varga"), strict=True)
    )
    other = swapped.model_copy(update={"speakers": speakers})
    assert apply_moved(other, corrections).refused[0][2].startswith("no single speaker here bears the name")


def test_two_turns_that_start_at_one_place_are_both_kept() -> None:
    """The second has an id of its own; neither takes the other's place."""
    data = sample().model_dump(mode="json")
    data["turns"].append({**data["turns"][0], "kind": "turn", "label": "B", "end": 9})
    both = Annotation.model_validate(data)
    found = apply_corrections(both, log(both, ("turn", [change("turn", "t0-2", {"label": "B"}, {"label": "C"})])))
    assert sorted((turn.label or "", turn.kind) for turn in found.annotation.turns) == [("", "narrator"), ("C", "turn")]
