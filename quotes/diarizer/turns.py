"""The turns of a transcript from its utterances: consecutive ones of one label, with what directions tell of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quotes.language.running import RunningText
from quotes.lexicon import clip_edge, label_words
from quotes.model import Evidence, Turn, TurnKind, Utterance
from quotes.people.labels import is_interpretation, read_label
from quotes.spans import Span

__all__ = ["LaidTurn", "lay_turns"]

_BRACKETED = re.compile(r"[(\[]([^()\[\]\n]{1,160})[)\]]")
_BEFORE_LABEL = re.compile(r"(?:[\s*_#>|\-–—•+\[\](]|<v(?:\.[\w.-]*)?(?=\s)|\d[\d:.,]*)*\Z")
_HEAD_CHARS = 80
_OPENERS = "\"“„«'‘`"


class LaidTurn(NamedTuple):
    """A turn with where its words stand in the running text.

    Attributes:
        turn: in code points of the document, without a speaker.
        start: its first code point in the running text.
        end: one past its last there.
        first: number of its first utterance.
        last: number of its last utterance.
        label_start: where its label stands in the document, -1 where it does not stand there.
    """

    turn: Turn
    start: int
    end: int
    first: int
    last: int
    label_start: int


def lay_turns(text: str, utterances: Sequence[Utterance], running: RunningText) -> tuple[LaidTurn, ...]:
    r"""Return the turns of a transcript in order.

    What has no label and stands before the first one is the narrator's. Directions in brackets between the turns tell
    where a recording is played; one that nothing ends is over when somebody speaks who was heard before it.

    Args:
        text: the document.
        utterances: its utterances in order.
        running: its running text.

    Example:
        >>> text = "ADA: One.\nTOM: Two."
        >>> utterances = (Utterance(spans=(Span(5, 9),), label="ADA"), Utterance(spans=(Span(15, 19),), label="TOM"))
        >>> [(laid.turn.start, laid.turn.end) for laid in lay_turns(text, utterances, RunningText(text, utterances))]
        [(0, 9), (10, 19)]
    """
    if not any(utterance.label is not None for utterance in utterances):
        return ()
    turns: list[LaidTurn] = []
    stage = _Stage()
    end = 0
    place = (0, 0)
    was_labelled = False
    for number, utterance in enumerate(utterances):
        start = utterance.spans[0].start
        between = (end, start) if start >= end else (start, start)
        moved = stage.read(text, *between)
        end = max(end, utterance.spans[-1].end)
        place = (running.places[number], _end_of(running, number))
        if turns and not moved and utterance.label == turns[-1].turn.label and utterance.label is not None:
            turns[-1] = _longer(turns[-1], utterance, number, place[1])
            continue
        if turns and not moved and utterance.label is None and turns[-1].turn.label is None and not _opens(text, start):
            turns[-1] = _longer(turns[-1], utterance, number, place[1])
            continue
        turns.append(_begin(text, utterance, number, place, between, stage, was_labelled))
        was_labelled = was_labelled or utterance.label is not None
    return tuple(turns)


def _end_of(running: RunningText, number: int) -> int:
    """Return where an utterance ends in the running text, without what parts it from the next."""
    limit = running.places[number + 1] if number + 1 < len(running.places) else len(running.text)
    while limit > running.places[number] and running.text[limit - 1].isspace():
        limit -= 1
    return limit


def _opens(text: str, start: int) -> bool:
    return text[start] in _OPENERS


def _longer(laid: LaidTurn, utterance: Utterance, number: int, end: int) -> LaidTurn:
    """Return a turn with one more utterance."""
    turn = laid.turn
    longer = Turn(
        start=turn.start,
        end=max(turn.end, utterance.spans[-1].end),
        label=turn.label,
        kind=turn.kind,
        translated=turn.translated,
        evidence=turn.evidence,
        start_ms=turn.start_ms if turn.start_ms is not None else utterance.start_ms,
        end_ms=_latest(turn.end_ms, utterance.end_ms),
    )
    return laid._replace(turn=longer, end=end, last=number)


def _latest(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else max(one, other)


def _begin(
    text: str,
    utterance: Utterance,
    number: int,
    place: tuple[int, int],
    between: tuple[int, int],
    stage: _Stage,
    was_labelled: bool,
) -> LaidTurn:
    """Return the turn that an utterance begins."""
    label = utterance.label
    start, label_start = utterance.spans[0].start, -1
    evidence: list[Evidence] = []
    reading = read_label(label) if label is not None else None
    if label is not None:
        label_start = text.rfind(label, between[0], between[1])
        if label_start >= 0:
            start = _head_start(text, between[0], label_start)
            evidence.append(Evidence(rule="label", words=label, spans=(Span(label_start, label_start + len(label)),)))
        else:
            evidence.append(Evidence(rule="label", words=label))
    kind: TurnKind = "turn"
    if label is None and not was_labelled:
        kind = "narrator"
    elif label is None and _opens(text, start):
        kind = "bite"
    if stage.direction is not None and (label is None or not stage.ends_with(label)):
        kind = "clip"
        evidence.append(Evidence(rule="clip", words=stage.direction.of(text), spans=(stage.direction,)))
    elif label is not None:
        stage.note(label)
    if reading is not None and reading.role is not None and reading.role in label_words("narrators"):
        kind = "narrator"
    translated = reading is not None and reading.is_translated
    if not translated and label is not None and stage.interpreted is not None:
        translated = True
        evidence.append(Evidence(rule="interpreter", words=stage.interpreted.of(text), spans=(stage.interpreted,)))
    if translated:
        kind = "interpreter"
    stage.interpreted = None
    turn = Turn(
        start=start,
        end=utterance.spans[-1].end,
        label=label,
        kind=kind,
        translated=translated,
        evidence=tuple(evidence),
        start_ms=utterance.start_ms,
        end_ms=utterance.end_ms,
    )
    return LaidTurn(turn, *place, number, number, label_start)


def _head_start(text: str, floor: int, label_start: int) -> int:
    """Return where the head of a turn begins: with the marks and the time that stand before the label on its line."""
    line = max(floor, text.rfind("\n", floor, label_start) + 1, label_start - _HEAD_CHARS)
    before = text[line:label_start]
    found = _BEFORE_LABEL.search(before)
    if found is None or found.start() > 0:
        return label_start
    return line + len(before) - len(before.lstrip())


class _Stage:
    """What directions between the turns have told so far.

    Attributes:
        direction: where the direction stands that a recording began with, or None.
        interpreted: where it stands that an interpreter is heard in the turn to come, or None.
    """

    def __init__(self) -> None:
        self.direction: Span | None = None
        self.interpreted: Span | None = None
        self._is_open = False
        self._heard: set[str] = set()

    def read(self, text: str, start: int, end: int) -> bool:
        """Read the directions that stand between two utterances; say whether a recording began or ended."""
        moved = False
        for inner, span in _directions(text, start, end):
            edge = clip_edge(inner)
            if edge == "end":
                moved = moved or self.direction is not None
                self.direction = None
            elif edge is not None:
                self.direction, self._is_open, moved = span, edge == "soundbite", True
            elif is_interpretation(inner):
                self.interpreted = span
        return moved

    def ends_with(self, label: str) -> bool:
        """Whether a recording that nothing ended is over because somebody speaks who was heard before it."""
        if self._is_open and _name_of(label) in self._heard:
            self.direction = None
            return True
        return False

    def note(self, label: str) -> None:
        """Take note that a voice was heard outside recordings."""
        self._heard.add(_name_of(label))


def _name_of(label: str) -> str:
    reading = read_label(label)
    return (reading.name or reading.role or label).split()[-1].casefold()


def _directions(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    if text.find("(", start, end) < 0 and text.find("[", start, end) < 0:
        return
    for match in _BRACKETED.finditer(text, start, end):
        yield match[1], Span(match.start(), match.end())
