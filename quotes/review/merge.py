"""Joining what two reviewers did to one document: what they agree on, what only one did, and where they differ.

Reviewers are compared by what they left behind, not by how they got there: for each record the fields as the first
action found them and as the last one left them. Where both changed a record and left it differently, neither is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from quotes.model import Annotation
from quotes.review.apply import apply_corrections, collect_anchors
from quotes.review.corrections import Action, Change, Corrections, RecordName

__all__ = ["Agreement", "Conflict", "Merged", "measure_agreement", "merge_corrections"]

_UNIMPORTANT = frozenset({"by", "at", "note", "flagged", "confidence", "evidence", "candidates", "status"})
"""Fields in which two reviewers of one mind may differ."""

_Key = tuple[RecordName, str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record that two reviewers left differently.

    Attributes:
        record: which list it is in.
        id: its id.
        one: what the first reviewer left, or None for taken out.
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
        conflicts: what they did differently, in order; in ``corrections`` it stands as it was before either.
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
    nets = [_sum_up(corrections) for corrections in (one, other)]
    nets[1] = _rename_new_speakers(nets[0], nets[1])
    changes: list[tuple[Change, str | None]] = []
    conflicts = []
    counts = {"both": 0, "one": 0, "other": 0}
    for key in dict.fromkeys([*nets[0], *nets[1]]):
        left, right = nets[0].get(key), nets[1].get(key)
        if left is None or right is None:
            counts["one" if right is None else "other"] += 1
            changes.append((left or right, one.by if right is None else other.by))  # type: ignore[arg-type]
        elif _is_same(left.after, right.after):
            counts["both"] += 1
            changes.append((_join(left, right), None))
        else:
            conflicts.append(Conflict(key[0], key[1], _plain(left.after), _plain(right.after)))
    conflicts += _drop_orphans(changes, conflicts, annotation)
    actions = tuple(
        Action(name="merge", changes=(change,), by=by, words=f"{change.record} {change.id}")
        for change, by in sorted(changes, key=lambda item: _ORDER[item[0].record])
    )
    names = {**one.speakers, **other.speakers}
    merged = Corrections(
        document_id=annotation.id,
        sha256=annotation.sha256,
        by=" and ".join(dict.fromkeys(name for name in (one.by, other.by) if name)) or None,
        actions=actions,
        anchors=collect_anchors(annotation, actions),
        speakers=names,
    )
    apply_corrections(annotation, merged)
    return Merged(merged, tuple(conflicts), counts["both"], counts["one"], counts["other"])


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


def _sum_up(corrections: Corrections) -> dict[_Key, Change]:
    """Return for each record one change, from how it was first found to how it was left."""
    first: dict[_Key, dict[str, Any] | None] = {}
    last: dict[_Key, dict[str, Any] | None] = {}
    for change in corrections.changes:
        key = (change.record, change.id)
        if key not in first:
            first[key], last[key] = _plain(change.before), _plain(change.after)
            continue
        was, now = first[key], last[key]
        if was is not None and now is not None and change.before is not None:
            first[key] = {**change.before, **was}
        last[key] = None if change.after is None else {**(now or {}), **change.after}
    nets = {key: _as_change(key, was, last[key]) for key, was in first.items()}
    return {key: net for key, net in nets.items() if net is not None and net.before != net.after}


def _as_change(key: _Key, was: dict[str, Any] | None, now: dict[str, Any] | None) -> Change | None:
    if was is None and now is None:
        return None
    if was is not None and now is not None:
        now = {name: now.get(name, was[name]) for name in was}
    return Change(record=key[0], id=key[1], before=was, after=now)


def _plain(fields: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if fields is None else dict(fields)


def _is_same(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    if one is None or other is None:
        return one is other
    names = (set(one) | set(other)) - _UNIMPORTANT
    shared = {name for name in names if name in one and name in other}
    return all(one[name] == other[name] for name in shared) and not any(
        name in ("speaker", "kind", "spans", "name") for name in names - shared
    )


def _join(left: Change, right: Change) -> Change:
    """Return one change for two of one mind; where only one reviewer changed a field, it stays changed."""
    if left.before is None or right.before is None or left.after is None or right.after is None:
        return left
    return Change(
        record=left.record, id=left.id, before={**right.before, **left.before}, after={**right.after, **left.after}
    )


def _rename_new_speakers(one: Mapping[_Key, Change], other: Mapping[_Key, Change]) -> dict[_Key, Change]:
    """Give new speakers of the second reviewer the ids of the first one's of the same name, and others free ones."""
    made = {key[1]: change for key, change in one.items() if _is_new_speaker(key, change)}
    by_name = {_name_of(change): speaker_id for speaker_id, change in made.items()}
    renamed: dict[str, str] = {}
    for key, change in other.items():
        if not _is_new_speaker(key, change):
            continue
        same = by_name.get(_name_of(change))
        if same is not None:
            renamed[key[1]] = same
        elif key[1] in made:
            renamed[key[1]] = _free_id(key[1], {*made, *(k[1] for k in other), *renamed.values()})
    return {
        (key[0], renamed.get(key[1], key[1]) if key[0] == "speaker" else key[1]): _with_speakers(change, renamed)
        for key, change in other.items()
    }


def _is_new_speaker(key: _Key, change: Change) -> bool:
    return key[0] == "speaker" and change.before is None


def _name_of(change: Change) -> str:
    return str((change.after or {}).get("name") or "").casefold()


def _free_id(speaker_id: str, taken: Iterable[str]) -> str:
    taken = set(taken)
    stem = re.sub(r"-\d+$", "", speaker_id)
    return next(candidate for number in range(2, 10_000_000) if (candidate := f"{stem}-{number}") not in taken)


def _with_speakers(change: Change, renamed: Mapping[str, str]) -> Change:
    def rename(fields: dict[str, Any] | None) -> dict[str, Any] | None:
        if fields is None:
            return None
        name = "id" if change.record == "speaker" else "speaker"
        return {**fields, name: renamed.get(fields[name], fields[name])} if fields.get(name) in renamed else fields

    record_id = renamed.get(change.id, change.id) if change.record == "speaker" else change.id
    return Change(record=change.record, id=record_id, before=rename(change.before), after=rename(change.after))


def _drop_orphans(
    changes: list[tuple[Change, str | None]], conflicts: list[Conflict], annotation: Annotation
) -> list[Conflict]:
    """Take out changes that refer to a speaker whom the other reviewer took out, and return them as conflicts."""
    there = {speaker.id for speaker in annotation.speakers}
    for change, _ in changes:
        if change.record == "speaker":
            (there.discard if change.after is None else there.add)(change.id)
    orphans = []
    for item in list(changes):
        speaker = (item[0].after or {}).get("speaker")
        if item[0].record != "speaker" and speaker is not None and speaker not in there:
            changes.remove(item)
            orphans.append(Conflict(item[0].record, item[0].id, _plain(item[0].after), None))
    return orphans


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
