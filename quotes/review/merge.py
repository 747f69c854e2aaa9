"""Joining what two reviewers did to one document: what they agree on, what only one did, and where they differ.

Reviewers are compared by what they left behind, not by how they got there: for each record the fields as the first
action found them and as the last one left them. Where both decided about a record and decided differently, neither
decision is taken. What hangs together is taken together: the halves of what was cut, and a speaker that is merged away
with what goes to the other one; somebody who is referred to is never taken out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quotes.model import Annotation
from quotes.review.apply import apply_corrections, collect_anchors, read_records
from quotes.review.corrections import Action, Change, Corrections, RecordName
from quotes.review.joining import Joined, join_changes, keep_remarks
from quotes.review.summary import Key, Summary, rename_new_speakers, sum_up

__all__ = ["Agreement", "Conflict", "Merged", "measure_agreement", "merge_corrections"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record that two reviewers left differently.

    Attributes:
        record: which list it is in.
        id: its id.
        one: what the first reviewer left; None where it is not there any more, or was never made.
        other: what the second one left.
    """

    record: RecordName
    id: str
    one: dict[str, Any] | None
    other: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Merged:
    """Two reviewers' corrections as one.

    Attributes:
        corrections: what both did, or one did and the other left alone.
        conflicts: what they did differently, in order, and what hangs together with it; in ``corrections`` it stands as
            it was before either, but for remarks, and for places that both changed alike.
        both: how many records both changed alike.
        only_one: how many only the first changed.
        only_other: how many only the second changed.
    """

    corrections: Corrections
    conflicts: tuple[Conflict, ...]
    both: int
    only_one: int
    only_other: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers agree on the quotations that both decided.

    Attributes:
        decided: how many quotations both accepted, corrected or rejected.
        same: how many of them have the same outcome.
        kappa: Cohen's kappa of the outcomes, or None where there is nothing to measure.
        alpha: Krippendorff's alpha of the outcomes, or None.

    Source:
        ``nltk.metrics.agreement`` computes both.
    """

    decided: int
    same: int
    kappa: float | None
    alpha: float | None


def merge_corrections(annotation: Annotation, one: Corrections, other: Corrections) -> Merged:
    """Join two reviewers' corrections of ``annotation``.

    Raises:
        CorrectionError: one of them does not fit the annotation.
    """
    for corrections in (one, other):
        apply_corrections(annotation, corrections)  # says what is wrong with it
    first = sum_up(one)
    sides = (first, rename_new_speakers(first, sum_up(other), [speaker.id for speaker in annotation.speakers]))
    joined = {key: _join(*(side.changes.get(key) for side in sides)) for key in _keys(sides)}
    dropped = _find_dropped(annotation, sides, joined)
    conflicts = tuple(
        Conflict(*key, *(_left_as(side.changes.get(key), sides, key) for side in sides))
        for key, outcome in joined.items()
        if key in dropped or not outcome.is_alike
    )
    alone = {key: [key in side.changes for side in sides] for key in joined}
    by = {(True, False): one.by, (False, True): other.by}
    made = {
        key: keep_remarks(*(side.changes.get(key) for side in sides)) if key in dropped else outcome.change
        for key, outcome in joined.items()
    }
    changes = [(change, by.get((alone[key][0], alone[key][1]))) for key, change in made.items() if change is not None]
    actions = tuple(
        Action(name="merge", changes=(change,), by=who, words=f"{change.record} {change.id}")
        for change, who in sorted(changes, key=lambda item: _ORDER[item[0].record])
    )
    merged = Corrections(
        document_id=annotation.id,
        sha256=annotation.sha256,
        by=" and ".join(dict.fromkeys(name for name in (one.by, other.by) if name)) or None,
        actions=actions,
        anchors=collect_anchors(annotation, actions),
        speakers={**other.speakers, **one.speakers},
    )
    apply_corrections(annotation, merged)
    good = [tuple(alone[key]) for key, outcome in joined.items() if outcome.is_alike and key not in dropped]
    return Merged(merged, conflicts, *(good.count(who) for who in ((True, True), (True, False), (False, True))))


def measure_agreement(annotation: Annotation, one: Corrections, other: Corrections) -> Agreement:
    """Measure how far two reviewers agree on kind and speaker of the quotations that both decided.

    Raises:
        CorrectionError: one of them does not fit the annotation.
    """
    sides = [_outcomes(apply_corrections(annotation, corrections).annotation) for corrections in (one, other)]
    shared = [key for key in sides[0] if key in sides[1]]
    same = sum(sides[0][key] == sides[1][key] for key in shared)
    kappa = alpha = None
    if len({outcome for side in sides for outcome in (side[key] for key in shared)}) > 1:
        from nltk.metrics.agreement import AnnotationTask

        task = AnnotationTask(
            data=[(str(number), str(key), side[key]) for number, side in enumerate(sides) for key in shared]
        )
        kappa, alpha = float(task.kappa()), float(task.alpha())
    return Agreement(len(shared), same, kappa, alpha)


_ORDER: Mapping[RecordName, int] = {"speaker": 0, "quotation": 1, "turn": 2}
"""Speakers first, so that whoever is referred to is there."""


def _keys(sides: tuple[Summary, Summary]) -> dict[Key, None]:
    return dict.fromkeys([*sides[0].changes, *sides[1].changes])


def _join(left: Change | None, right: Change | None) -> Joined:
    if left is None or right is None:
        return Joined(left or right, True, True)
    return join_changes(left, right)


def _left_as(change: Change | None, sides: tuple[Summary, Summary], key: Key) -> dict[str, Any] | None:
    """Return how a reviewer left a record; one who did nothing left it as it was."""
    if change is not None:
        return None if change.after is None else dict(change.after)
    before = next(side.changes[key].before for side in sides if key in side.changes)
    return None if before is None else dict(before)


def _find_dropped(
    annotation: Annotation, sides: tuple[Summary, Summary], joined: Mapping[Key, Joined]
) -> frozenset[Key]:
    """Return the records that stay as they were: those in dispute, what hangs together with them, and who is needed."""
    originals = read_records(annotation)
    dropped = {key for key, outcome in joined.items() if not outcome.is_alike and not outcome.is_placed}
    while True:
        more = set(_dangling(originals, joined, dropped))
        for key in dropped:
            for side in sides:
                more |= side.ties.get(key, frozenset())
                more |= {each for each in side.followers.get(key, ()) if not _did_both(sides, each)}
        more &= joined.keys() - dropped
        if not more:
            return frozenset(dropped)
        dropped |= more


def _did_both(sides: tuple[Summary, Summary], key: Key) -> bool:
    return all(key in side.changes for side in sides)


_REFERENCES: Mapping[str, RecordName] = {"speaker": "speaker", "relayed_by": "speaker", "parent": "quotation"}


def _dangling(
    originals: Mapping[RecordName, Mapping[str, dict[str, Any]]], joined: Mapping[Key, Joined], dropped: set[Key]
) -> Iterator[Key]:
    """Give what must stay as it was, since somebody would refer to a record that is not there."""
    records: dict[Key, dict[str, Any]] = {
        (record, record_id): value for record, values in originals.items() for record_id, value in values.items()
    }
    for key, outcome in joined.items():
        if outcome.change is None or key in dropped:
            continue
        if outcome.change.after is None:
            del records[key]
        else:
            records[key] = {**records.get(key, {}), **outcome.change.after}
    for key, fields in records.items():
        for name, record in _REFERENCES.items():
            target: Key = (record, str(fields.get(name)))
            if key[0] == "speaker" or fields.get(name) is None or target in records:
                continue
            if target in joined and target not in dropped:  # taken out
                yield target
            elif key in joined and key not in dropped:
                yield key


def _outcomes(annotation: Annotation) -> dict[tuple[int, int], str]:
    """Return what was decided of each quotation, by where it begins and ends."""
    names = {speaker.id: speaker.display_name for speaker in annotation.speakers}
    return {
        (quotation.spans[0].start, quotation.spans[-1].end): (
            "no quotation"
            if quotation.status == "rejected"
            else f"{quotation.kind}: {names.get(quotation.speaker or '', 'nobody')}"
        )
        for quotation in annotation.quotations
        if quotation.status != "proposed"
    }
