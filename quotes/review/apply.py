"""Applying corrections to an annotation: every change is held against what is there before it is made.

On the text the corrections were made on, nothing is guessed: a record that is not as the corrections found it is an
error, and nothing is changed. On a text that has changed since, each place is looked for by its words
(`quotes.review.anchoring`); what was moved and what had to be refused is told, one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from quotes.errors import AnnotationError, CorrectionError
from quotes.model import Annotation
from quotes.review.anchoring import find_again, make_anchor
from quotes.review.corrections import Action, Anchor, Change, Corrections, RecordName
from quotes.review.cuts import check_turns, follow_cuts
from quotes.spans import Span

__all__ = ["Applied", "apply_corrections", "apply_moved", "collect_anchors", "read_records"]

_LISTS: Mapping[RecordName, str] = {"quotation": "quotations", "speaker": "speakers", "turn": "turns"}
_SPANS = ("spans", "content")
_PLACES = ("source", "cue")
_TIMES = ("start_ms", "end_ms")
_JUDGED = ("kind", "spans", "content", "speaker", "role", "name", "status")
"""What an editor decides; the rest of a record may differ in an annotation made anew."""

Records = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Applied:
    """An annotation with corrections applied, and what became of them.

    Attributes:
        annotation: the corrected annotation.
        actions: how many actions were applied.
        moved: places that were found elsewhere in a text that has changed: (where it was, where it is, the words).
        refused: actions that were not applied: (number counted from 1, what it was, why).
        was_applied: whether the annotation had them already, so that nothing was changed.
    """

    annotation: Annotation
    actions: int
    moved: tuple[tuple[Span, Span, str], ...] = ()
    refused: tuple[tuple[int, str, str], ...] = ()
    was_applied: bool = False


def apply_corrections(annotation: Annotation, corrections: Corrections) -> Applied:
    """Apply ``corrections`` to the annotation they were made on.

    Applying them a second time changes nothing.

    Raises:
        CorrectionError: the corrections are of another text, a record is not as they found it, or the result would
            contradict itself; nothing is applied then.

    Example:
        >>> from quotes.model import Document, Quotation
        >>> document = Document(id="note", text='"Go," he said.')
        >>> annotation = Annotation.of(document, quotations=(Quotation(id="q1", kind="direct", spans=(Span(1, 4),)),))
        >>> change = Change(record="quotation", id="q1", before={"status": "proposed"}, after={"status": "accepted"})
        >>> action = Action(name="accept", changes=(change,))
        >>> log = Corrections(document_id="note", sha256=annotation.sha256, actions=(action,))
        >>> apply_corrections(annotation, log).annotation.quotations[0].status
        'accepted'
    """
    if corrections.sha256 != annotation.sha256:
        raise CorrectionError(
            annotation.id,
            None,
            "the corrections are of another text (their hash differs); annotate the new text and ask for them to be"
            " moved, or apply them to the annotation they were made on",
        )
    state = read_records(annotation)
    if corrections.actions and _is_done(state, corrections):
        return Applied(annotation, 0, was_applied=True)
    for number, action in enumerate(corrections.actions, 1):
        for change in action.changes:
            _make(annotation.id, number, action, change, state)
    return Applied(_build(annotation, state), len(corrections.actions))


def apply_moved(annotation: Annotation, corrections: Corrections) -> Applied:
    """Apply ``corrections`` to an annotation of a text that has changed since they were made.

    Places are found by their words. An action is applied whole or not at all: where one of its places or records is
    not found, or is found twice, it is refused and told.

    Raises:
        CorrectionError: the annotation was saved without its text, or the result would contradict itself.
    """
    if annotation.text is None:
        raise CorrectionError(annotation.id, None, "the annotation was saved without its text, so nothing can be found")
    places = _Places(annotation.text, corrections.anchors)
    state = read_records(annotation)
    ids = _match_speakers(state["speaker"], corrections.speakers)
    applied, refused = 0, []
    for number, action in enumerate(corrections.actions, 1):
        new_ids = dict(ids)
        before: list[tuple[RecordName, str, dict[str, Any] | None]] = []
        try:
            for change in action.changes:
                moved = _move(change, places, state, new_ids)
                value = state[moved.record].get(moved.id)
                before.append((moved.record, moved.id, None if value is None else dict(value)))
                _make(annotation.id, number, action, moved, state, is_exact=False)
        except CorrectionError as error:
            refused.append((number, action.words or action.name, error.reason))
            for record, record_id, value in reversed(before):
                if value is None:
                    state[record].pop(record_id, None)
                else:
                    state[record][record_id] = value
            continue
        ids, applied = new_ids, applied + 1
    return Applied(_build(annotation, state), applied, tuple(places.moved()), tuple(refused))


def collect_anchors(annotation: Annotation, actions: Iterable[Action]) -> tuple[Anchor, ...]:
    """Return the words at every place that ``actions`` refer to, and of every quotation they change, in order.

    Args:
        annotation: what the actions were made on, with its text.
        actions: what was done.

    Example:
        >>> from quotes.model import Document
        >>> annotation = Annotation.of(Document(id="note", text='"Go," he said.'))
        >>> change = Change(record="quotation", id="q1", before={"spans": [[1, 3]]}, after={"spans": [[1, 4]]})
        >>> [anchor.exact for anchor in collect_anchors(annotation, [Action(name="spans", changes=(change,))])]
        ['Go', 'Go,']
    """
    text = annotation.text or ""
    by_id = {quotation.id: quotation for quotation in annotation.quotations}
    spans: set[Span] = set()
    for change in (change for action in actions for change in action.changes):
        if change.record == "quotation" and change.id in by_id:
            spans.add(by_id[change.id].spans[0])
        for side in (change.before, change.after):
            spans.update(_spans_of(side) if side is not None else ())
    return tuple(make_anchor(text, span) for span in sorted(spans) if span.end <= len(text))


def read_records(annotation: Annotation) -> dict[RecordName, Records]:
    """Return what corrections can change as JSON, by list and id, each list in its order.

    Example:
        >>> from quotes.model import Document, Turn
        >>> turns = (Turn(start=0, end=3), Turn(start=0, end=2))
        >>> list(read_records(Annotation.of(Document(id="note", text="Yes."), turns=turns))["turn"])
        ['t0', 't0-2']
    """
    data = annotation.model_dump(mode="json", include=set(_LISTS.values()))
    records: dict[RecordName, Records] = {}
    for record, name in _LISTS.items():
        records[record] = {}
        for value in data[name]:
            record_id = _turn_id(value, records[record]) if record == "turn" else str(value["id"])
            records[record][record_id] = value
    return records


def _turn_id(value: Mapping[str, Any], taken: Records) -> str:
    """Return the id of a turn: its start, and a number where another one starts there."""
    first = f"t{value['start']}"
    number = 2
    while (turn_id := first if number == 2 and first not in taken else f"{first}-{number}") in taken:
        number += 1
    return turn_id


def _is_done(state: Mapping[RecordName, Records], corrections: Corrections) -> bool:
    """Whether every record stands as the corrections leave it."""
    final: dict[tuple[RecordName, str], dict[str, Any] | None] = {}
    for change in corrections.changes:
        key = (change.record, change.id)
        before = final.get(key)
        final[key] = None if change.after is None else {**(before or {}), **change.after}
    for (record, record_id), fields in final.items():
        value = state[record].get(record_id)
        if (fields is None) != (value is None):
            return False
        if fields is not None and value is not None and any(not _is_as(value, name, fields[name]) for name in fields):
            return False
    return True


def _is_as(value: Mapping[str, Any], name: str, expected: Any) -> bool:
    """Whether a field is as the corrections leave it; a time they leave open may have been found."""
    return bool(value.get(name) == expected) or (expected is None and name in _TIMES)


def _make(
    document_id: str,
    number: int,
    action: Action,
    change: Change,
    state: Mapping[RecordName, Records],
    *,
    is_exact: bool = True,
) -> None:
    """Make one change in ``state``, after holding it against what is there.

    Raises:
        CorrectionError: something else is there.
    """
    records = state[change.record]
    what = f"action {number} ({action.name}), {change.record} {change.id}"
    if change.before is None:
        if change.id in records:
            raise CorrectionError(document_id, number, f"{what}: it is there already")
        records[change.id] = dict(change.after or {})
        return
    value = records.get(change.id)
    if value is None:
        raise CorrectionError(document_id, number, f"{what}: there is none with that id")
    for name, was in change.before.items():
        if (is_exact or (name in _JUDGED and change.after is not None)) and value.get(name, _MISSING) != was:
            shown = "nothing" if name not in value else repr(value[name])
            raise CorrectionError(document_id, number, f"{what}: its {name} was {was!r}, and is {shown}")
    if change.after is None:
        del records[change.id]
    else:
        start = value.get("start")
        value.update(change.after)
        if change.record == "turn" and value.get("start") != start:
            del records[change.id]
            records[_turn_id(value, records)] = value


_MISSING = object()


def _build(annotation: Annotation, state: Mapping[RecordName, Records]) -> Annotation:
    """Return the annotation with the records of ``state``, quotations and turns in the text's order.

    Raises:
        CorrectionError: they contradict each other or the text.
    """
    lists: dict[str, Any] = {name: list(state[record].values()) for record, name in _LISTS.items()}
    try:
        lists["quotations"].sort(key=lambda value: (value["spans"][0][0], -value["spans"][-1][1]))
        lists["turns"].sort(key=lambda value: (value["start"], value["end"]))
        rest = annotation.model_dump(mode="json", exclude=set(_LISTS.values()))
        rest["mentions"] = _keep_mentions(rest["mentions"], state["speaker"])
        follow_cuts(annotation, lists, rest["document"])
        for value in lists["quotations"]:
            if any(candidate["speaker"] not in state["speaker"] for candidate in value.get("candidates", ())):
                value["candidates"] = [one for one in value["candidates"] if one["speaker"] in state["speaker"]]
        corrected = Annotation.model_validate({**rest, **lists})
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise CorrectionError(annotation.id, None, f"corrected, {place} is wrong: {fault['msg']}") from None
    except AnnotationError as error:
        raise CorrectionError(annotation.id, None, f"corrected, it contradicts itself: {error.reason}") from None
    except (KeyError, IndexError, TypeError) as error:
        raise CorrectionError(
            annotation.id, None, f"corrected, a record lacks what every record has ({error!r})"
        ) from None
    check_turns(annotation, corrected)
    return corrected


def _keep_mentions(mentions: list[dict[str, Any]], speakers: Records) -> list[dict[str, Any]]:
    """Return the mentions; one of a speaker that is no longer listed is nobody's."""
    return [
        mention if mention["speaker"] is None or mention["speaker"] in speakers else {**mention, "speaker": None}
        for mention in mentions
    ]


def _spans_of(fields: Mapping[str, Any]) -> Iterator[Span]:
    for name in _SPANS:
        for pair in fields.get(name) or ():
            yield Span(*pair)
    for name in _PLACES:
        if fields.get(name) is not None:
            yield Span(*fields[name])
    if "start" in fields and "end" in fields:
        yield Span(fields["start"], fields["end"])


class _Places:
    """Where the places of corrections are in another text, looked up once each."""

    def __init__(self, text: str, anchors: Iterable[Anchor]) -> None:
        self._text = text
        self._anchors = {anchor.span: anchor for anchor in anchors}
        self._found: dict[Span, Span | None] = {}

    def find(self, span: Span) -> Span:
        if span not in self._found:
            anchor = self._anchors.get(span)
            self._found[span] = None if anchor is None else find_again(self._text, anchor)
        found = self._found[span]
        if found is None:
            anchor = self._anchors.get(span)
            words = "" if anchor is None else f" {anchor.exact[:60]!r}"
            raise CorrectionError(
                "", None, f"the words{words} at {span.start} are not found again, or in more than one place"
            )
        return found

    def starting_at(self, start: int) -> list[Span]:
        return [span for span in self._anchors if span.start == start]

    def moved(self) -> Iterator[tuple[Span, Span, str]]:
        for span, found in sorted(self._found.items()):
            if found is not None and found != span:
                yield span, found, self._anchors[span].exact


def _match_speakers(speakers: Records, names: Mapping[str, str]) -> dict[str, str]:
    """Map ids of speakers in the corrections to those of one bearing the same name here; unlisted ones stay."""
    by_name: dict[str, list[str]] = {}
    for speaker_id, value in speakers.items():
        for name in {value.get("name") or "", *value.get("labels", ())} - {""}:
            by_name.setdefault(name.casefold(), []).append(speaker_id)
    matched = {}
    for old, name in names.items():
        found = by_name.get(name.casefold(), [])
        if len(found) == 1:
            matched[old] = found[0]
    return matched


def _move(change: Change, places: _Places, state: Mapping[RecordName, Records], ids: dict[str, str]) -> Change:
    """Return ``change`` with its places, ids and speakers as they are in another text.

    Raises:
        CorrectionError: something cannot be found.
    """
    if change.record == "turn":
        raise CorrectionError("", None, "turns of a text that has changed are not corrected")
    if change.record == "speaker":
        if change.before is None:
            new = f"{change.id}-moved" if change.id in state["speaker"] else change.id
            ids[change.id] = new
            return Change(record="speaker", id=new, before=None, after={**(change.after or {}), "id": new})
        if change.id not in ids:
            raise CorrectionError("", None, f"no single speaker here bears the name that {change.id} had")
        return Change(record="speaker", id=ids[change.id], before=change.before, after=change.after)
    move: Callable[[dict[str, Any] | None], dict[str, Any] | None] = lambda fields: (  # noqa: E731
        None if fields is None else _move_fields(fields, places, ids)
    )
    before, after = move(change.before), move(change.after)
    if change.before is None:
        assert after is not None  # noqa: S101 - a change has one side at least
        new_id = f"q{after['spans'][0][0]}"
        if new_id in state["quotation"]:
            raise CorrectionError("", None, "a quotation begins there already")
        after["id"] = new_id
        ids[change.id] = new_id
        return Change(record="quotation", id=new_id, before=None, after=after)
    return Change(record="quotation", id=_find_quotation(change, places, state, ids), before=before, after=after)


def _move_fields(fields: Mapping[str, Any], places: _Places, ids: Mapping[str, str]) -> dict[str, Any]:
    moved = dict(fields)
    for name in _SPANS:
        if moved.get(name):
            moved[name] = [list(places.find(Span(*pair))) for pair in moved[name]]
    for name in _PLACES:
        if moved.get(name) is not None:
            moved[name] = list(places.find(Span(*moved[name])))
    if moved.get("speaker") is not None:
        if moved["speaker"] not in ids:
            raise CorrectionError("", None, f"no single speaker here bears the name that {moved['speaker']} had")
        moved["speaker"] = ids[moved["speaker"]]
    for name in ("candidates", "evidence"):
        moved.pop(name, None)  # of the other annotation
    return moved


_OWN_ID = re.compile(r"q(\d+)")


def _find_quotation(
    change: Change, places: _Places, state: Mapping[RecordName, Records], ids: Mapping[str, str]
) -> str:
    """Return the id of the quotation here that stands where the changed one stood."""
    if change.id in ids:
        return ids[change.id]
    own = _OWN_ID.fullmatch(change.id)
    spans = [] if own is None else places.starting_at(int(own[1]))
    spans = [Span(*pair) for pair in _pairs(change.before)][:1] or spans
    if not spans:
        raise CorrectionError("", None, f"nothing tells where {change.id} stood")
    found = places.find(spans[0])
    if (new_id := f"q{found.start}") in state["quotation"]:
        return new_id
    raise CorrectionError("", None, f"no quotation begins at {found.start}, where {change.id} should be")


def _pairs(fields: Mapping[str, Any] | None) -> list[list[int]]:
    return list((fields or {}).get("spans") or ())
