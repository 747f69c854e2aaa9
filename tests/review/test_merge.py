"""Two reviewers' corrections as one: what they share, what differs, how far they agree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.model import Annotation, Quotation
from quotes.review.apply import apply_corrections, read_records
from quotes.review.corrections import Action, Change
from quotes.review.merge import measure_agreement, merge_corrections
from tests.review.review_editing import Editor, talk
from tests.review.review_samples import accept, change, give, log, sample

FIRST, SECOND, OTHER = sample().quotations


def test_what_only_one_did_and_what_both_did_is_kept() -> None:
    """Each decision is in the joint file once."""
    one = log(sample(), accept(FIRST), accept(SECOND), by="ann")
    other = log(sample(), accept(FIRST), accept(OTHER), by="bo")
    merged = merge_corrections(sample(), one, other)
    assert (merged.both, merged.only_one, merged.only_other, merged.conflicts) == (1, 1, 1, ())
    annotation = apply_corrections(sample(), merged.corrections).annotation
    assert [quotation.status for quotation in annotation.quotations] == ["accepted"] * 3
    assert merged.corrections.by == "ann and bo"


def test_what_they_did_differently_is_a_conflict_and_is_left_alone() -> None:
    """Neither speaker is taken."""
    merged = merge_corrections(
        sample(), log(sample(), accept(SECOND), give(FIRST, "s2"), by="ann"), log(sample(), reject(FIRST), by="bo")
    )
    assert [(conflict.record, conflict.id) for conflict in merged.conflicts] == [("quotation", FIRST.id)]
    annotation = apply_corrections(sample(), merged.corrections).annotation
    assert annotation.quotations[0] == FIRST
    assert annotation.quotations[1].status == "accepted"


def reject(quotation: object) -> tuple[str, list]:  # type: ignore[type-arg]
    """Return the action that gives a quotation to nobody."""
    before = {"speaker": quotation.speaker, "confidence": quotation.confidence, "status": "proposed"}  # type: ignore[attr-defined]
    after = {"speaker": None, "confidence": None, "status": "corrected"}
    return "speaker", [change("quotation", quotation.id, before, after)]  # type: ignore[attr-defined]


def new_speaker(name: str) -> tuple[str, list]:  # type: ignore[type-arg]
    """Return the action that gives the first quotation a speaker who was not there, under the same id always."""
    before = {"speaker": FIRST.speaker, "confidence": FIRST.confidence, "status": "proposed"}
    after = {"speaker": "n1", "confidence": 1.0, "status": "corrected"}
    return "new", [
        change("speaker", "n1", None, {"id": "n1", "name": name}),
        change("quotation", FIRST.id, before, after),
    ]


@pytest.mark.parametrize(
    ("names", "conflicts", "speakers"),
    [
        (("Olga Reyes", "Olga Reyes"), 0, {"Olga Reyes"}),
        (("Olga Reyes", "Piet Maas"), 1, {"Olga Reyes", "Piet Maas"}),
    ],
    ids=["the same person", "two people under one id"],
)
def test_new_speakers_are_joined_by_name(names: tuple[str, str], conflicts: int, speakers: set[str]) -> None:
    """One name is one speaker; one id for two names is two speakers."""
    sides = [log(sample(), new_speaker(name)) for name in names]
    merged = merge_corrections(sample(), *sides)
    assert len(merged.conflicts) == conflicts
    annotation = apply_corrections(sample(), merged.corrections).annotation
    assert {speaker.name for speaker in annotation.speakers} - {"Ines Okafor", "Tom Varga"} == speakers


def test_a_change_of_mind_counts_by_its_end() -> None:
    """Whoever went there and back has changed nothing."""
    there, back = change("quotation", FIRST.id, {"kind": "direct"}, {"kind": "mixed"}), None
    back = there.undone()
    one = log(sample(), ("kind", [there]), ("kind", [back]))
    merged = merge_corrections(sample(), one, log(sample()))
    assert merged.corrections.actions == ()
    assert isinstance(merged.corrections.actions, tuple) and all(isinstance(a, Action) for a in one.actions)


def test_the_order_of_reviewers_does_not_matter_to_the_result() -> None:
    """Joined either way round, the annotation is the same."""
    one = log(sample(), accept(FIRST), give(SECOND, "s1"), by="ann")
    other = log(sample(), accept(OTHER), accept(FIRST), by="bo")
    results = [
        apply_corrections(sample(), merge_corrections(sample(), *sides).corrections).annotation
        for sides in ((one, other), (other, one))
    ]
    assert results[0] == results[1]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([accept(FIRST), accept(SECOND)], [accept(FIRST), accept(SECOND)], (2, 2, 1.0)),
        ([accept(FIRST), accept(SECOND)], [give(FIRST, "s2"), accept(SECOND)], (2, 1, 0.0)),
        ([accept(FIRST)], [accept(SECOND)], (0, 0, None)),
    ],
    ids=["of one mind", "half", "nothing shared"],
)
def test_agreement_is_that_of_what_both_decided(one: list, other: list, expected: tuple) -> None:  # type: ignore[type-arg]
    """Cohen's kappa over the outcomes, and none where nothing was decided by both."""
    found = measure_agreement(sample(), log(sample(), *one), log(sample(), *other))
    assert (found.decided, found.same, found.kappa) == expected


def judged(quotation: Quotation, status: str, **more: Any) -> tuple[str, list[Change]]:
    """Return the action that leaves a quotation with a status, and other fields."""
    fields = {"status": status, **more}
    return status, [change("quotation", quotation.id, {name: getattr(quotation, name) for name in fields}, fields)]


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        (judged(FIRST, "accepted"), judged(FIRST, "rejected"), None),
        (judged(FIRST, "rejected"), judged(FIRST, "rejected"), "rejected"),
        (judged(FIRST, "accepted"), judged(FIRST, "corrected"), "corrected"),
        (judged(FIRST, "accepted"), judged(FIRST, "corrected", kind="mixed"), None),
        (judged(FIRST, "rejected"), give(FIRST, "s2"), None),
    ],
    ids=["yes and no", "no and no", "yes and looked at anew", "yes and another kind", "no and another speaker"],
)
def test_what_was_decided_counts(one: Any, other: Any, outcome: str | None) -> None:
    """To accept and to reject the same quotation is to differ, either way round."""
    for sides in ((one, other), (other, one)):
        merged = merge_corrections(sample(), *(log(sample(), side) for side in sides))
        assert len(merged.conflicts) == (outcome is None)
        assert apply_corrections(sample(), merged.corrections).annotation.quotations[0].status == (
            outcome or "proposed"
        )


def noted(quotation: Quotation, note: str | None, *, flagged: bool = False) -> tuple[str, list[Change]]:
    """Return the action that writes a note beside a quotation, or flags it."""
    return "note", [
        change("quotation", quotation.id, {"note": None, "flagged": False}, {"note": note, "flagged": flagged})
    ]


@pytest.mark.parametrize(
    ("one", "other", "note", "flagged"),
    [
        (noted(FIRST, "ask Ana"), noted(FIRST, "check the tape", flagged=True), "ask Ana\ncheck the tape", True),
        (noted(FIRST, "ask Ana", flagged=True), noted(FIRST, "ask Ana"), "ask Ana", True),
        (noted(FIRST, "ask Ana"), noted(FIRST, None, flagged=True), "ask Ana", True),
        (noted(FIRST, "ask Ana"), accept(FIRST), "ask Ana", False),
        (noted(FIRST, "ask Ana"), give(FIRST, "s2"), "ask Ana", False),
    ],
    ids=["two notes", "one note twice", "a note and a flag", "a note and a yes", "a note and a correction"],
)
def test_remarks_of_both_are_kept(one: Any, other: Any, note: str, flagged: bool) -> None:
    """A remark is no decision: none is lost, and none stands against a decision."""
    merged = merge_corrections(sample(), log(sample(), one), log(sample(), other))
    quotation = apply_corrections(sample(), merged.corrections).annotation.quotations[0]
    assert merged.conflicts == ()
    assert (quotation.note, quotation.flagged) == (note, flagged)


def merged_away(kept: str = "s1") -> tuple[str, list[Change]]:
    """Return the action that makes the second speaker one with another."""
    return "merge", [
        change("quotation", SECOND.id, {"speaker": "s2"}, {"speaker": kept}),
        change("speaker", "s2", {"name": "Tom Varga", "role": "deputy"}, None),
    ]


@pytest.mark.parametrize(
    "rest",
    [
        give(FIRST, "s2"),
        ("turn", [change("turn", "t0", {"speaker": None, "confidence": None}, {"speaker": "s2", "confidence": 1.0})]),
        judged(SECOND, "accepted", note="yes"),
    ],
    ids=["another quotation", "a turn", "the same quotation"],
)
def test_a_speaker_somebody_still_refers_to_stays(rest: Any) -> None:
    """One merged a speaker away whom the other gave something to: whoever is referred to is there."""
    for sides in ((merged_away(), rest), (rest, merged_away())):
        merged = merge_corrections(sample(), *(log(sample(), side) for side in sides))
        annotation = apply_corrections(sample(), merged.corrections).annotation
        assert ("speaker", "s2") in {(conflict.record, conflict.id) for conflict in merged.conflicts}
        assert "s2" in {speaker.id for speaker in annotation.speakers}


def test_a_speaker_merged_away_by_one_is_gone_where_nobody_refers_to_it() -> None:
    """A change to others does not stand against it."""
    merged = merge_corrections(sample(), log(sample(), merged_away()), log(sample(), accept(FIRST)))
    assert merged.conflicts == ()
    assert [speaker.id for speaker in apply_corrections(sample(), merged.corrections).annotation.speakers] == ["s1"]


_JUDGED = ("kind", "spans", "content", "speaker", "parent", "name", "role", "start", "end", "label")
_CUTS = {"split", "join", "split-turn", "join-turn"}


def decided(annotation: Annotation) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what an editor decides of every record, new speakers by their names, and whether it is right or wrong."""
    listed = {speaker.id for speaker in talk().speakers}
    names = {one.id: one.id if one.id in listed else one.display_name.casefold() for one in annotation.speakers}
    found = {}
    for (record, record_id), value in flat(annotation).items():
        fields = {name: value[name] for name in _JUDGED if name in value}
        if "speaker" in fields:
            fields["speaker"] = names.get(fields["speaker"])
        if "status" in value:
            fields["status"] = "right" if value["status"] in ("accepted", "corrected") else value["status"]
        found[record, record_id] = fields
    return found


def flat(annotation: Annotation) -> dict[tuple[str, str], dict[str, Any]]:
    """Return every record by its list and id."""
    return {
        (record, key): value for record, values in read_records(annotation).items() for key, value in values.items()
    }


@given(st.data())
@settings(max_examples=300)
def test_whatever_two_reviewers_did_is_joined(data: st.DataObject) -> None:
    """The joint corrections can be applied; what both left alike is so or is told; no remark and no name is lost."""
    annotation = talk()
    editors = Editor(annotation, "ann"), Editor(annotation, "bo")
    for editor in editors:
        for _ in range(data.draw(st.integers(0, 6))):
            editor.step(data.draw)
    logs = [editor.log() for editor in editors]
    finals = [apply_corrections(annotation, log).annotation for log in logs]
    merged = merge_corrections(annotation, *logs)
    result = apply_corrections(annotation, merged.corrections).annotation

    told = {(conflict.record, conflict.id) for conflict in merged.conflicts}
    was, one, other, now = (decided(each) for each in (annotation, *finals, result))
    are_cut = any(action.name in _CUTS | {"merge"} for log in logs for action in log.actions)
    for key, fields in one.items():
        if key[0] != "speaker" and key in other and other[key] == fields and was.get(key) != fields:
            if not (are_cut and key in told):
                assert now.get(key) == fields
            if not are_cut:
                assert key not in told
    remarks = [value["note"] for value in flat(result).values() if value.get("note")]
    for final in finals:
        for key, value in flat(final).items():
            if value.get("note") and key in was and key in now:
                assert value["note"] in "\n".join(remarks)
    covered = {place for turn in result.turns for place in range(turn.start, turn.end)}
    assert all(place in covered or char.isspace() for place, char in enumerate(annotation.text or ""))
    assert sum(turn.end - turn.start for turn in result.turns) == len(covered)


def test_speakers_merged_opposite_ways_are_not_swapped() -> None:
    """One says the first is the second, the other the reverse: nobody gets anybody's words."""
    other_way = (
        "merge",
        [
            change("quotation", FIRST.id, {"speaker": "s1"}, {"speaker": "s2"}),
            change("speaker", "s1", {"name": "Ines Okafor"}, None),
        ],
    )
    merged = merge_corrections(sample(), log(sample(), merged_away()), log(sample(), other_way))
    annotation = apply_corrections(sample(), merged.corrections).annotation
    assert [quotation.speaker for quotation in annotation.quotations] == ["s1", "s2", None]
    assert len(merged.conflicts) == 4


def halved(speaker: str, *, point: int = 4, kind: str = "direct") -> list[tuple[str, list[Change]]]:
    """Return the actions that cut the first quotation in two and give the second half to somebody."""
    (start, end), fields = FIRST.spans[0], read_records(sample())["quotation"][FIRST.id]
    head, tail = [[start, start + point]], [[start + point, end]]
    before = {"spans": [[start, end]], "content": [[start, end]], "status": "proposed"}
    made = {**fields, "id": f"q{start + point}", "spans": tail, "content": tail, "speaker": speaker, "kind": kind}
    after = {"spans": head, "content": head, "status": "corrected"}
    changes = [change("quotation", FIRST.id, before, after), change("quotation", made["id"], None, made)]
    return [("split", changes)]


@pytest.mark.parametrize(
    ("one", "other", "halves", "conflicts"),
    [
        (halved("s2"), halved("s2"), ["s1", "s2"], 0),
        (halved("s2"), halved("s1"), ["s1", None], 1),
        (halved("s2"), halved("s2", kind="mixed"), ["s1"], 2),
        (halved("s2"), halved("s2", point=7), ["s1"], 3),
        (halved("s2"), [accept(FIRST)], ["s1"], 2),
    ],
    ids=["alike", "second half another's", "second half of another kind", "elsewhere", "not cut"],
)
def test_what_was_cut_is_joined_whole(one: Any, other: Any, halves: list[str | None], conflicts: int) -> None:
    """Both halves are there or neither is; a half whose speaker is in dispute is nobody's."""
    for sides in ((one, other), (other, one)):
        merged = merge_corrections(sample(), *(log(sample(), *side) for side in sides))
        annotation = apply_corrections(sample(), merged.corrections).annotation
        parts = [one for one in annotation.quotations if one.spans[0].start < FIRST.spans[0].end]
        assert ([one.speaker for one in parts], len(merged.conflicts)) == (halves, conflicts)
        assert "".join(annotation.words_of(one) for one in parts).replace(" ", "") == sample().words_of(FIRST).replace(
            " ", ""
        )


def test_new_speakers_of_one_name_are_one_and_what_differs_is_left_open() -> None:
    """The quotation both gave to them stays; the role they differ in is told."""
    sides = [log(sample(), new_speaker("Olga Reyes")) for _ in range(2)]
    made = [side.model_dump() for side in sides]
    for side, role in zip(made, ("mayor", "keeper"), strict=True):
        side["actions"][0]["changes"][0]["after"] |= {
            "role": role,
            "affiliation": None,
            "labels": [],
            "aliases": [role],
        }
    merged = merge_corrections(sample(), *(type(sides[0]).model_validate(side) for side in made))
    annotation = apply_corrections(sample(), merged.corrections).annotation
    speaker = annotation.speaker(annotation.quotations[0].speaker)
    assert speaker is not None
    assert (speaker.name, speaker.role, speaker.aliases) == ("Olga Reyes", None, ("mayor", "keeper"))
    assert [(conflict.record, conflict.id) for conflict in merged.conflicts] == [("speaker", "n1")]
