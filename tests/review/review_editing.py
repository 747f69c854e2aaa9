"""An editor who does one thing after the other to a document, as the review page writes it down."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from quotes.model import Annotation, Document, Quotation, Speaker, Turn
from quotes.review.apply import read_records
from quotes.review.corrections import Action, Change, Corrections
from quotes.spans import Span

TALK = (
    "ANA: The lock 🚢 is dry. The pumps run.\r\nBO: They do not. Look at it.\r\n"
    "ANA: I looked. It is dry.\r\nCY: So be it.\r\n"
)


def talk() -> Annotation:
    """Return a transcript of four turns, each of them one quotation, the third with one nested in it."""
    speakers = tuple(Speaker(id=f"s{n}", name=name) for n, name in enumerate(("Ana", "Bo", "Cy"), 1))
    quotations, turns, start = [], [], 0
    for line in TALK.splitlines(keepends=True):
        label = line.partition(":")[0]
        said = Span(start + len(label) + 2, start + len(line) - 2)
        speaker = {"ANA": "s1", "BO": "s2", "CY": "s3"}[label]
        quotations.append(quotation_of(said, speaker))
        turns.append(Turn(start=start, end=said.end, speaker=speaker, label=label, confidence=0.8))
        start += len(line)
    inner = Span(TALK.index("It is dry."), TALK.index("It is dry.") + 10)
    quotations.append(quotation_of(inner, "s2", parent=quotations[2].id))
    quotations.sort(key=lambda one: one.spans[0].start)
    return Annotation.of(
        Document(id="lock", text=TALK), quotations=tuple(quotations), speakers=speakers, turns=tuple(turns)
    )


def quotation_of(span: Span, speaker: str, **more: Any) -> Quotation:
    """Return a direct quotation at one place."""
    fields = {"speaker": speaker, "confidence": 0.8, **more}
    return Quotation(id=f"q{span.start}", kind="direct", spans=(span,), content=(span,), **fields)


class Editor:
    """Does things to an annotation and keeps what was done.

    Args:
        annotation: what is reviewed.
        by: who reviews it.
    """

    def __init__(self, annotation: Annotation, by: str) -> None:
        self.annotation, self.by = annotation, by
        self.records: dict[Any, Any] = {name: {**values} for name, values in read_records(annotation).items()}
        self.actions: list[Action] = []

    def log(self) -> Corrections:
        """Return everything that was done."""
        return Corrections(
            document_id=self.annotation.id, sha256=self.annotation.sha256, by=self.by, actions=tuple(self.actions)
        )

    def do(self, name: str, *changes: Change) -> None:
        """Make changes, and write them down as one action."""
        for each in changes:
            records = self.records[each.record]
            if each.after is None:
                del records[each.id]
            else:
                records[each.id] = {**records.get(each.id, {}), **each.after}
        if changes:
            self.actions.append(Action(name=name, changes=changes, by=self.by))

    def edit(self, record: Any, record_id: str, **fields: Any) -> list[Change]:
        """Return the change of fields to what they are not yet."""
        value = self.records[record][record_id]
        names = [name for name in fields if value[name] != fields[name]]
        if not names:
            return []
        sides = {name: value[name] for name in names}, {name: fields[name] for name in names}
        return [Change(record=record, id=record_id, before=sides[0], after=sides[1])]

    def decide(self, quotation_id: str, **fields: Any) -> list[Change]:
        """Return the change of a quotation that an editor has decided about."""
        return self.edit("quotation", quotation_id, **{"status": "corrected", "by": self.by, **fields})

    def give(self, quotation_id: str, speaker: str | None) -> list[Change]:
        """Return the change of a quotation's speaker."""
        return self.decide(quotation_id, speaker=speaker, confidence=None if speaker is None else 1.0)

    def step(self, draw: Any) -> None:
        """Do one thing, drawn by Hypothesis."""
        quotations, speakers, turns = (list(self.records[name]) for name in ("quotation", "speaker", "turn"))
        one = draw(st.sampled_from(quotations))
        who, other = draw(st.sampled_from(speakers)), draw(st.sampled_from(speakers))
        turn = draw(st.sampled_from(turns))
        what = draw(st.sampled_from(sorted(_STEPS)))
        _STEPS[what](self, one, who, other, turn, draw)

    def merge(self, lost: str, kept: str) -> None:
        """Make two speakers one."""
        if lost == kept:
            return
        changes = [
            change
            for record in ("quotation", "turn")
            for record_id, value in self.records[record].items()
            if value["speaker"] == lost
            for change in self.edit(record, record_id, speaker=kept)
        ]
        values = self.records["speaker"]
        names = dict.fromkeys([*values[kept]["aliases"], values[lost]["name"], *values[lost]["aliases"]])
        aliases = [name for name in names if name != values[kept]["name"]]
        changes += self.edit("speaker", kept, aliases=aliases)
        self.do("merge", *changes, Change(record="speaker", id=lost, before=dict(values[lost]), after=None))

    def give_to_new(self, quotation_id: str, name: str) -> None:
        """Give a quotation to somebody who is not listed."""
        number = 1 + max(int(speaker_id[1:]) for speaker_id in {*self.records["speaker"], "s3"})
        value = Annotation.of(Document(id="new", text=""), speakers=(Speaker(id=f"s{number}", name=name),))
        made = value.model_dump(mode="json")["speakers"][0]
        new = Change(record="speaker", id=made["id"], before=None, after=made)
        self.do("new-speaker", new, *self.give(quotation_id, made["id"]))

    def split(self, quotation_id: str, share: float) -> None:
        """Cut a quotation in two."""
        value = self.records["quotation"][quotation_id]
        start, end = value["spans"][0]
        point = start + max(1, int((end - start) * share))
        if len(value["spans"]) > 1 or point >= end or f"q{point}" in self.records["quotation"]:
            return
        rest = {**value, "id": f"q{point}", "spans": [[point, end]], "content": [[point, end]], "status": "corrected"}
        self.do(
            "split",
            *self.decide(quotation_id, spans=[[start, point]], content=[[start, point]]),
            Change(record="quotation", id=rest["id"], before=None, after=rest),
            *(
                change
                for child_id, child in self.records["quotation"].items()
                if child["parent"] == quotation_id and child["spans"][0][0] >= point
                for change in self.edit("quotation", child_id, parent=rest["id"])
            ),
        )

    def join(self, quotation_id: str) -> None:
        """Join a quotation with the next one that stands behind it."""
        values = self.records["quotation"]
        kept = values[quotation_id]
        behind = [key for key, value in values.items() if value["spans"][0][0] >= kept["spans"][-1][1]]
        if not behind:
            return
        lost = min(behind, key=lambda key: values[key]["spans"][0][0])
        spans = kept["spans"] + values[lost]["spans"]
        self.do(
            "join",
            *self.decide(quotation_id, spans=spans, content=spans),
            *(
                change
                for child_id, child in values.items()
                if child["parent"] == lost and child_id != quotation_id
                for change in self.edit("quotation", child_id, parent=quotation_id)
            ),
            Change(record="quotation", id=lost, before=dict(values[lost]), after=None),
        )

    def split_turn(self, turn_id: str, share: float) -> None:
        """Cut a turn in two, behind a blank."""
        value = self.records["turn"][turn_id]
        text = self.annotation.text or ""
        blank = text.find(" ", value["start"] + int((value["end"] - value["start"]) * share), value["end"])
        if blank <= value["start"]:
            return
        rest = {**value, "start": blank + 1}
        self.do(
            "split-turn",
            *self.edit("turn", turn_id, end=blank),
            Change(record="turn", id=f"t{blank + 1}", before=None, after=rest),
        )

    def join_turn(self, turn_id: str) -> None:
        """Join a turn with the one behind it."""
        values = self.records["turn"]
        behind = sorted((value["start"], key) for key, value in values.items())
        later = [key for start, key in behind if start > values[turn_id]["start"]]
        if later:
            lost = values[later[0]]
            self.do(
                "join-turn",
                *self.edit("turn", turn_id, end=lost["end"]),
                Change(record="turn", id=later[0], before=dict(lost), after=None),
            )


_NAMES = st.sampled_from(["Olga", "olga", "Piet", "Ana"])
_SHARES = st.floats(0.1, 0.9)
_STEPS: dict[str, Any] = {
    "accept": lambda e, one, who, other, turn, draw: e.do("accept", *e.decide(one, status="accepted")),
    "reject": lambda e, one, who, other, turn, draw: e.do("kind", *e.decide(one, status="rejected")),
    "give": lambda e, one, who, other, turn, draw: e.do("speaker", *e.give(one, who)),
    "nobody": lambda e, one, who, other, turn, draw: e.do("speaker", *e.give(one, None)),
    "new speaker": lambda e, one, who, other, turn, draw: e.give_to_new(one, draw(_NAMES)),
    "rename": lambda e, one, who, other, turn, draw: e.do("rename", *e.edit("speaker", who, name=draw(_NAMES))),
    "role": lambda e, one, who, other, turn, draw: e.do("role", *e.edit("speaker", who, role=draw(_NAMES))),
    "merge": lambda e, one, who, other, turn, draw: e.merge(who, other),
    "kind": lambda e, one, who, other, turn, draw: e.do("kind", *e.decide(one, kind="indirect")),
    "note": lambda e, one, who, other, turn, draw: e.do("note", *e.edit("quotation", one, note=draw(_NAMES))),
    "flag": lambda e, one, who, other, turn, draw: e.do("flag", *e.edit("quotation", one, flagged=True)),
    "split": lambda e, one, who, other, turn, draw: e.split(one, draw(_SHARES)),
    "join": lambda e, one, who, other, turn, draw: e.join(one),
    "turn": lambda e, one, who, other, turn, draw: e.do("turn", *e.edit("turn", turn, speaker=who, confidence=1.0)),
    "split turn": lambda e, one, who, other, turn, draw: e.split_turn(turn, draw(_SHARES)),
    "join turn": lambda e, one, who, other, turn, draw: e.join_turn(turn),
}
