"""Joining what two reviewers made of one record: where they are of one mind, and what is kept where they are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from quotes.review.corrections import Change

__all__ = ["Joined", "join_changes", "keep_remarks"]

_REMARKS = frozenset({"note", "flagged"})
_SOFT = _REMARKS | {"by", "at", "confidence", "evidence", "candidates"}
"""Fields in which two reviewers of one mind may differ."""

_LISTS = frozenset({"aliases", "labels"})
"""Lists to which both may add."""

_DECISIVE = frozenset({"speaker", "kind", "spans", "name"})
"""Fields in which one reviewer's change stands against another decision by the other, who left them alone."""

_PLACE = ("spans", "content", "parent", "start", "end", "start_ms", "end_ms")
_RIGHT = ("accepted", "corrected")


class Joined(NamedTuple):
    """What comes of one record.

    Attributes:
        change: what is done to it, or None for nothing.
        is_alike: whether the reviewers are of one mind; where they are not, ``change`` holds what they share.
        is_placed: whether they are of one mind about whether it is there, and where.
    """

    change: Change | None
    is_alike: bool
    is_placed: bool


def join_changes(left: Change, right: Change) -> Joined:
    """Join two reviewers' changes of one record.

    Decisions are held against each other; notes of both are kept, a flag of either; both may add names. Where they
    differ, notes and flags are kept nevertheless. Where they differ about who or what it is and not about where it
    stands, the place is kept too: a quotation or turn that both made at one place is made and nobody's, a place that
    both changed alike is changed.

    Example:
        >>> accept, note = (
        ...     Change(record="quotation", id="q1", before={name: None}, after={name: value})
        ...     for name, value in (("status", "accepted"), ("note", "ask"))
        ... )
        >>> join_changes(accept, note).change.after
        {'status': 'accepted', 'note': 'ask'}
    """
    if left.after is None or right.after is None:
        if left.after is None and right.after is None:
            return Joined(_change(left, {**(right.before or {}), **(left.before or {})}, None), True, True)
        return Joined(None, False, False)
    if left.record == "speaker" and left.before is None:
        return _join_new_speakers(left, right, left.after, right.after)
    if _is_one_mind(left.after, right.after, is_new=left.before is None):
        base = None if left.before is None else {**(right.before or {}), **left.before}
        return Joined(_changed(left, base, _join_fields(base or {}, left.after, right.after)), True, True)
    return _keep_shared(left, right, left.after, right.after)


def keep_remarks(left: Change | None, right: Change | None) -> Change | None:
    """Return the change that notes and flags alone make, of a record that is not decided about; None for nothing."""
    sides = [side for side in (left, right) if side is not None and side.before is not None and side.after is not None]
    if not sides:
        return None
    base = {name: value for side in sides for name, value in (side.before or {}).items() if name in _REMARKS}
    one, other = (
        {name: value for name, value in (side.after or {}).items() if name in _REMARKS}
        for side in (sides[0], sides[-1])
    )
    return _changed(sides[0], base, _join_fields(base, one, other)) if base else None


def _change(like: Change, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change:
    return Change(record=like.record, id=like.id, before=before, after=after)


def _changed(like: Change, before: dict[str, Any] | None, after: dict[str, Any]) -> Change | None:
    """Return a change without the fields that stay as they were."""
    if before is None:
        return _change(like, None, after)
    names = [name for name in after if after[name] != before[name]]
    if not names:
        return None
    return _change(like, {name: before[name] for name in names}, {name: after[name] for name in names})


def _is_one_mind(left: Mapping[str, Any], right: Mapping[str, Any], *, is_new: bool) -> bool:
    decided = [{name for name in side if name not in _SOFT | _LISTS} for side in (left, right)]
    if not all(decided):
        return True
    if any(not _is_same(name, left[name], right[name]) for name in decided[0] & decided[1]):
        return False
    return is_new or not (decided[0] ^ decided[1]) & _DECISIVE


def _is_same(name: str, one: Any, other: Any) -> bool:
    return bool(one == other) or (name == "status" and one in _RIGHT and other in _RIGHT)


def _join_fields(base: Mapping[str, Any], left: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _join_field(name, base, left, right) for name in dict.fromkeys([*left, *right])}


def _join_field(name: str, base: Mapping[str, Any], left: Mapping[str, Any], right: Mapping[str, Any]) -> Any:
    if name not in left or name not in right:
        return left[name] if name in left else right[name]
    one, other = left[name], right[name]
    if one == other:
        return one
    if name == "note":
        return _join_words(one, other, "\n")
    if name == "by":
        return _join_words(min(one or "", other or ""), max(one or "", other or ""), " and ")
    if name == "at":
        return max(one or "", other or "")
    if name == "flagged":
        return True
    if name == "status":
        return "corrected"
    if name in _LISTS:
        return _join_lists(base.get(name) or [], one, other)
    if name == "confidence" and ("speaker" in left) != ("speaker" in right):
        return one if "speaker" in left else other  # it goes with the speaker
    if name == "confidence" and one is not None and other is not None:
        return min(one, other)
    return one


def _join_words(one: str | None, other: str | None, between: str) -> str | None:
    if not one or not other:
        return one or other
    return one if other in one else other if one in other else one + between + other


def _join_lists(base: list[str], one: list[str], other: list[str]) -> list[str]:
    """Return what is in both, and what either added."""
    kept = [word for word in base if word in one and word in other]
    return list(dict.fromkeys([*kept, *(word for word in (*one, *other) if word not in base)]))


def _join_new_speakers(like: Change, right: Change, one: Mapping[str, Any], other: Mapping[str, Any]) -> Joined:
    """Join two new speakers of one name; what they differ in is left open."""
    made = dict(one)
    is_alike = True
    for name in one:
        if name in _LISTS:
            made[name] = _join_lists([], one[name], other.get(name, []))
        elif name == "name":
            made[name] = min(one[name] or "", other.get(name) or "") or one[name]
        elif name in ("id", "evidence") or one[name] == other.get(name) or other.get(name) is None:
            continue
        elif one[name] is None:
            made[name] = other[name]
        else:
            made[name] = min(one[name], other[name]) if name == "kind" else None
            is_alike = False
    return Joined(_change(like, None, {**other, **made}), is_alike, True)


def _keep_shared(left: Change, right: Change, one: Mapping[str, Any], other: Mapping[str, Any]) -> Joined:
    """Return what is kept where the reviewers differ: the place, if they do not differ about that, and the remarks."""
    place = {name: one[name] for name in _PLACE if name in one}
    is_placed = place == {name: other[name] for name in _PLACE if name in other}
    if left.before is None:
        if not is_placed or one.get("kind") != other.get("kind"):
            return Joined(None, False, False)
        undecided: dict[str, Any] = {"speaker": None, "confidence": None}
        if left.record == "quotation":
            undecided |= {"status": "proposed", "by": None, "at": None}
        return Joined(_change(left, None, {**_join_fields({}, one, other), **undecided}), False, True)
    remarks = keep_remarks(left, right)
    if not is_placed or not place:
        return Joined(remarks, False, is_placed)
    before = {name: left.before[name] for name in place}
    if remarks is not None:
        before, place = {**before, **(remarks.before or {})}, {**place, **(remarks.after or {})}
    return Joined(_change(left, before, place), False, True)
