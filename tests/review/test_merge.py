"""Two reviewers' corrections as one: what they share, what differs, how far they agree."""

from __future__ import annotations

import pytest

from quotes.review.apply import apply_corrections
from quotes.review.corrections import Action
from quotes.review.merge import measure_agreement, merge_corrections
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
