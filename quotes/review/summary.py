"""What one reviewer left behind: for each record one change, from how it was found to how it was left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from quotes.review.corrections import Action, Change, Corrections, RecordName

__all__ = ["Key", "Summary", "rename_new_speakers", "sum_up"]

Key = tuple[RecordName, str]
"""The list a record is in, and its id."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A reviewer's corrections, whatever way led to them.

    Attributes:
        changes: what became of each record that is not as it was.
        ties: for a quotation or turn, those that were cut, joined, made or taken out together with it: their places
            stand or fall together.
        followers: for a speaker that was taken out, the records that were changed with it.
    """

    changes: Mapping[Key, Change]
    ties: Mapping[Key, frozenset[Key]]
    followers: Mapping[Key, frozenset[Key]]


def sum_up(corrections: Corrections) -> Summary:
    """Return what ``corrections`` come to.

    Example:
        >>> there = Change(record="speaker", id="s1", before={"name": "Ada"}, after={"name": "Ida"})
        >>> actions = (Action(name="rename", changes=(there,)), Action(name="rename", changes=(there.undone(),)))
        >>> dict(sum_up(Corrections(document_id="note", sha256="0" * 64, actions=actions)).changes)
        {}
    """
    first: dict[Key, dict[str, Any] | None] = {}
    last: dict[Key, dict[str, Any] | None] = {}
    for change in corrections.changes:
        key = _key_of(change)
        if key not in first:
            first[key], last[key] = _plain(change.before), _plain(change.after)
            continue
        was, now = first[key], last[key]
        if was is not None and now is not None and change.before is not None:
            first[key] = {**change.before, **was}
        last[key] = None if change.after is None else {**(now or {}), **change.after}
    changes = {key: net for key, was in first.items() if (net := _as_change(key, was, last[key])) is not None}
    return Summary(changes, _tie(corrections.actions), _follow(corrections.actions))


def _key_of(change: Change) -> Key:
    return change.record, change.id


def _plain(fields: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if fields is None else dict(fields)


def _as_change(key: Key, was: dict[str, Any] | None, now: dict[str, Any] | None) -> Change | None:
    """Return the change of what differs, or None where nothing does."""
    if was is None and now is None:
        return None
    if was is not None and now is not None:
        differing = [name for name in was if now.get(name, was[name]) != was[name]]
        if not differing:
            return None
        was, now = {name: was[name] for name in differing}, {name: now[name] for name in differing}
    return Change(record=key[0], id=key[1], before=was, after=now)


def _tie(actions: Iterable[Action]) -> dict[Key, frozenset[Key]]:
    ties: dict[Key, frozenset[Key]] = {}
    for action in actions:
        placed = [change for change in action.changes if change.record != "speaker"]
        if any(change.before is None or change.after is None for change in placed):
            keys = frozenset(map(_key_of, placed))
            for key in keys:
                ties[key] = ties.get(key, frozenset()) | keys
    return ties


def _follow(actions: Iterable[Action]) -> dict[Key, frozenset[Key]]:
    followers: dict[Key, frozenset[Key]] = {}
    for action in actions:
        for change in action.changes:
            if change.record == "speaker" and change.after is None:
                key = _key_of(change)
                others = frozenset(map(_key_of, action.changes)) - {key}
                followers[key] = followers.get(key, frozenset()) | others
    return followers


def rename_new_speakers(one: Summary, other: Summary, taken: Iterable[str]) -> Summary:
    """Return ``other`` with new speakers under the ids of those of one name in ``one``, and the rest under free ids.

    Args:
        one: the first reviewer's summary.
        other: the second one's.
        taken: ids of speakers that were there before.
    """
    made = {key[1]: change for key, change in one.changes.items() if _is_new_speaker(key, change)}
    by_name: dict[str, str] = {}
    for speaker_id, change in made.items():
        by_name.setdefault(_name_of(change), speaker_id)
    used = {*taken, *made, *(key[1] for key in other.changes if key[0] == "speaker")}
    renamed: dict[str, str] = {}
    for key, change in other.changes.items():
        if not _is_new_speaker(key, change):
            continue
        same = by_name.pop(_name_of(change), None)  # the next one of that name is somebody else
        if same is not None:
            renamed[key[1]] = same
        elif key[1] in made:
            renamed[key[1]] = _free_id(key[1], used)
            used.add(renamed[key[1]])
    if not renamed:
        return other
    changes = {_rename_key(key, renamed): _with_speakers(change, renamed) for key, change in other.changes.items()}
    ties, followers = (
        {
            _rename_key(key, renamed): frozenset(_rename_key(each, renamed) for each in keys)
            for key, keys in given.items()
        }
        for given in (other.ties, other.followers)
    )
    return Summary(changes, ties, followers)


def _is_new_speaker(key: Key, change: Change) -> bool:
    return key[0] == "speaker" and change.before is None


def _name_of(change: Change) -> str:
    return str((change.after or {}).get("name") or "").casefold()


def _free_id(speaker_id: str, taken: Iterable[str]) -> str:
    taken = set(taken)
    stem = re.sub(r"-\d+$", "", speaker_id)
    return next(candidate for number in range(2, 10_000_000) if (candidate := f"{stem}-{number}") not in taken)


def _rename_key(key: Key, renamed: Mapping[str, str]) -> Key:
    return (key[0], renamed.get(key[1], key[1])) if key[0] == "speaker" else key


def _with_speakers(change: Change, renamed: Mapping[str, str]) -> Change:
    def rename(fields: dict[str, Any] | None) -> dict[str, Any] | None:
        if fields is None:
            return None
        names = ("id",) if change.record == "speaker" else ("speaker", "relayed_by")
        new: dict[str, Any] = {name: renamed[fields[name]] for name in names if fields.get(name) in renamed}
        if fields.get("candidates") and change.record == "quotation":
            new["candidates"] = [
                {**each, "speaker": renamed.get(each["speaker"], each["speaker"])} for each in fields["candidates"]
            ]
        return {**fields, **new}

    record_id = renamed.get(change.id, change.id) if change.record == "speaker" else change.id
    return Change(record=change.record, id=record_id, before=rename(change.before), after=rename(change.after))
