"""Who speaks when: a row for each voice of a transcript, by time where there are times, else by place in the text.

`draw_timeline` gives rows (lanes) of segments for a template to draw. Places are whole steps of a row that is `STEPS`
steps long: segments of one voice and kind that would touch there are one, so that ten thousand turns need no more
markup than a screen can show. The cost is linear in the number of turns and utterances.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from quotes.model import Turn, TurnKind
from quotes.renderer.escaping import one_line, show_hidden
from quotes.renderer.view import AnnotationView, SpeakerView

__all__ = ["STEPS", "Lane", "Segment", "Tick", "Timeline", "anchor_of", "draw_timeline", "write_clock"]

STEPS = 1000
"""How finely a row is drawn: about a pixel a step on a wide screen."""

_ROWS = 12
"""More voices than this, and the rest of them share one row."""

_LEAST_STEPS = 2
"""A segment is at least so long, to be seen and hit."""

_CUT_STEPS = 20
"""Short turns that touch are cut into segments of about so many steps, so that a click leads near its place."""

_HEIGHT, _NARRATOR_HEIGHT, _LEAST_HEIGHT = 16, 6, 5
"""Of a segment in a row of 24, in pixels: the less of it is really spoken, the lower it is."""

_OPENING_CHARS = 60
"""How much of a turn's words is told with its segment."""

_TOLD_TURNS = 600
"""With more turns than this their opening words are left out, to keep the page small."""

_WORD_MS = 400
"""What a word takes where nothing tells when a turn ends: 150 words a minute."""

_CELLS = 24
_BLOCKS = "·▂▄▆█"
"""A row in characters: how many, and what stands for none, up to a quarter, a half, three quarters and all spoken."""

_TICKS_MS = tuple(
    1000 * seconds
    for seconds in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)
)
_MOST_TICKS = 6

_KIND_WORDS: dict[TurnKind, str] = {
    "narrator": "narrator",
    "turn": "turn",
    "bite": "sound bite",
    "clip": "clip",
    "interpreter": "through an interpreter",
}


class Segment(NamedTuple):
    """A stretch of a row.

    Attributes:
        start: where it begins, in steps.
        end: where it ends, in steps.
        kind: how it is drawn.
        anchor: id of the place where its first turn starts.
        words: what it is called.
        density: the share of it that is really spoken: less than 1 where short turns are drawn as one, or longer than
            they are.
    """

    start: float
    end: float
    kind: TurnKind
    anchor: str
    words: str
    density: float = 1.0

    @property
    def height(self) -> int:
        """How high it is drawn, in pixels."""
        if self.kind == "narrator":
            return _NARRATOR_HEIGHT
        return max(_LEAST_HEIGHT, round(_HEIGHT * math.sqrt(self.density)))

    @property
    def top(self) -> str:
        """Where it begins from the top of a row of 24 pixels."""
        return f"{12 - self.height / 2:g}"

    @property
    def left(self) -> str:
        """Where it starts, as a share of the row in percent."""
        return _percent(self.start)

    @property
    def width(self) -> str:
        """How long it is, as a share of the row in percent."""
        return _percent(self.end - self.start)


class Tick(NamedTuple):
    """A mark of the axis: its place in percent of the row and its label."""

    place: str
    label: str

    @property
    def anchor(self) -> str:
        """Which end of the label stands at the place, so that none reaches over the end of the row."""
        return "start" if float(self.place) < 8 else "end" if float(self.place) > 92 else "middle"


@dataclass(frozen=True, slots=True)
class Lane:
    """One voice, or all the voices that have no row of their own.

    Attributes:
        name: what to call the voice.
        sign: what stands on its badge: its number, N for a narrator, ? for an unknown voice, + for several voices.
        look: the class that draws it.
        standing: role and affiliation, or None.
        turns: how many turns.
        words: how many words, split at white space; labels, times and tags left out.
        duration_ms: how long it speaks, or None without times.
        share: of the time of all voices where there are times, else of the words.
        quotations: how many quotations are attributed to it.
        segments: where it speaks, in order.
        voices: the voices of a row that is shared by several.
    """

    name: str
    sign: str
    look: str
    standing: str | None
    turns: int
    words: int
    duration_ms: int | None
    share: float
    quotations: int
    segments: tuple[Segment, ...]
    voices: tuple[Lane, ...] = ()

    @property
    def percent(self) -> str:
        """The share, in whole percent."""
        return f"{self.share:.0%}" if self.share >= 0.005 or not self.words else "<1%"

    @property
    def strip(self) -> str:
        """The row as `_CELLS` characters: a full block where it speaks for most of the stretch, a lower one for less.

        Example:
            >>> segment = Segment(0, 500, "turn", "t0", "all of the first half")
            >>> Lane("Ana", "1", "s1", None, 1, 9, None, 1.0, 0, (segment,)).strip
            '████████████············'
        """
        return _draw_strip(self.segments)

    @property
    def duration(self) -> str | None:
        """How long it speaks, in words of a clock, or None."""
        return write_clock(self.duration_ms) if self.duration_ms is not None else None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows, the most talkative voice first.

    Attributes:
        lanes: the rows.
        ticks: the marks of the axis.
        is_timed: whether places are times; else they are places in the text.
        kinds: the kinds of turns that are drawn differently, with what to call them.
        turns: how many turns.
        voices: how many voices.
        length_ms: from the first word to the last, or None without times.
    """

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    is_timed: bool
    kinds: tuple[tuple[TurnKind, str], ...]
    turns: int
    voices: int
    length_ms: int | None

    @property
    def length(self) -> str | None:
        """From the first word to the last, in words of a clock, or None."""
        return write_clock(self.length_ms) if self.length_ms is not None else None


class _Stretch(NamedTuple):
    """A turn: where it is drawn (milliseconds, else code points), its voice, its words and where they begin."""

    start: int
    end: int
    turn: Turn
    voice: str
    words: int
    opening: int


class _Voice(NamedTuple):
    """One voice with all its turns."""

    name: str
    sign: str
    look: str
    standing: str | None
    quotations: int
    stretches: list[_Stretch]


def write_clock(time_ms: int) -> str:
    """Return a time as minutes and seconds, with hours where there are any.

    Example:
        >>> write_clock(65_900), write_clock(3_600_000)
        ('1:05', '1:00:00')
    """
    minutes, seconds = divmod(time_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def draw_timeline(view: AnnotationView) -> Timeline | None:
    r"""Return the rows of a document's voices, or None where fewer than two voices have turns.

    Times are used where at least half of the turns have one. A turn without a time then stands where the turn before
    it ends, and one without an end lasts until the next one starts.

    Example:
        >>> from quotes.model import Annotation, Document
        >>> from quotes.renderer.view import view_of
        >>> document = Document(id="d", text="Go.\nI will.")
        >>> turns = (Turn(start=0, end=3, label="A"), Turn(start=4, end=11, label="B"))
        >>> timeline = draw_timeline(view_of(Annotation.of(document, turns=turns)))
        >>> [(lane.name, lane.words, lane.percent) for lane in timeline.lanes]
        [('B', 2, '67%'), ('A', 1, '33%')]
    """
    turns = view.annotation.turns
    is_timed = 2 * sum(turn.start_ms is not None for turn in turns) >= len(turns)
    voices = _find_voices(view, is_timed=is_timed)
    if len(voices) < 2:
        return None
    first = min(stretch.start for voice in voices for stretch in voice.stretches)
    last = max(stretch.end for voice in voices for stretch in voice.stretches)
    if is_timed and first < (last - first) / 10:
        first = 0
    size = max(1, last - first)

    def amount(voice: _Voice) -> int:
        return sum(stretch.end - stretch.start if is_timed else stretch.words for stretch in voice.stretches)

    total = max(1, sum(map(amount, voices)))
    told = len(turns) <= _TOLD_TURNS

    def lane(voice: _Voice, *, is_shared: bool = False) -> Lane:
        ordered = sorted(voice.stretches, key=lambda stretch: (stretch.start, stretch.end))
        steps = ((_step(stretch.start - first, size), _step(stretch.end - first, size), stretch) for stretch in ordered)
        return Lane(
            name=voice.name,
            sign=voice.sign,
            look=voice.look,
            standing=voice.standing,
            turns=len(voice.stretches),
            words=sum(stretch.words for stretch in voice.stretches),
            duration_ms=amount(voice) if is_timed else None,
            share=amount(voice) / total,
            quotations=voice.quotations,
            segments=tuple(_join(steps, view.text, is_timed=is_timed, is_told=told, is_shared=is_shared)),
        )

    ranked = sorted(voices, key=lambda voice: -amount(voice))
    alone = len(ranked) if len(ranked) <= _ROWS else _ROWS - 1
    lanes = [lane(voice) for voice in ranked[:alone]]
    if rest := ranked[alone:]:
        stretches = [stretch for voice in rest for stretch in voice.stretches]
        several = _Voice(f"{len(rest)} others", "+", "nar", None, sum(voice.quotations for voice in rest), stretches)
        lanes.append(replace(lane(several, is_shared=True), voices=tuple(lane(voice) for voice in rest)))
    kinds = {_kind_of(turn) for turn in turns}
    return Timeline(
        lanes=tuple(lanes),
        ticks=tuple(_time_ticks(first, size) if is_timed else _text_ticks()),
        is_timed=is_timed,
        kinds=tuple((kind, words) for kind, words in _KIND_WORDS.items() if kind in kinds) if kinds != {"turn"} else (),
        turns=len(turns),
        voices=len(voices),
        length_ms=size if is_timed else None,
    )


def _draw_strip(segments: Sequence[Segment]) -> str:
    """Return a row as characters, by the share of each stretch that is spoken."""
    cell = STEPS / _CELLS
    spoken = [0.0] * _CELLS
    for segment in segments:
        for number in range(int(segment.start / cell), min(_CELLS, math.ceil(segment.end / cell))):
            shared = min(segment.end, (number + 1) * cell) - max(segment.start, number * cell)
            spoken[number] += shared * segment.density
    return "".join(_BLOCKS[min(4, math.ceil(4 * amount / cell - 1e-9))] for amount in spoken)


def _find_voices(view: AnnotationView, *, is_timed: bool) -> list[_Voice]:
    """Return the voices in the order in which they first speak."""
    turns, text = view.annotation.turns, view.text
    said = [span for utterance in view.annotation.document.utterances or () for span in utterance.spans]
    said.sort(key=lambda span: span.start)
    starts = [span.start for span in said]
    numbered = {speaker.speaker.id: speaker for speaker in (*view.speakers, *view.voices)}
    voices: dict[tuple[str, str], _Voice] = {}
    counts, openings = [], []
    for turn in turns:
        spans = said[bisect_left(starts, turn.start) : bisect_left(starts, turn.end)] or [turn.span]
        counts.append(sum(len(span.of(text).split()) for span in spans))
        openings.append(spans[0].start)
    places = _places_in_time(turns, counts) if is_timed else [(turn.start, turn.end) for turn in turns]
    for turn, count, opening, (start, end) in zip(turns, counts, openings, places, strict=True):
        if turn.speaker is not None:
            key = ("speaker", turn.speaker)
        else:
            key = ("narrator" if turn.kind == "narrator" else "label", turn.label or "")
        if key not in voices:
            voices[key] = _voice_of(view, turn, numbered)
        voice = voices[key]
        voice.stretches.append(_Stretch(start, end, turn, voice.name, count, opening))
    return list(voices.values())


def _voice_of(view: AnnotationView, turn: Turn, numbered: dict[str, SpeakerView]) -> _Voice:
    """Return the voice of a turn, without turns as yet."""
    speaker = numbered.get(turn.speaker) if turn.speaker is not None else None
    if speaker is not None:
        look = f"s{speaker.number}"
        return _Voice(speaker.name, str(speaker.number), look, speaker.standing, speaker.quotation_count, [])
    listed = view.annotation.speaker(turn.speaker)
    name = one_line(listed.display_name) if listed is not None else one_line(turn.label or "")
    if turn.kind == "narrator" or (listed is not None and listed.kind == "narrator"):
        is_named = name and name.casefold() != "unnamed narrator"
        return _Voice(name if is_named else "Narrator", "N", "nar", None, 0, [])
    return _Voice(name or "Unknown voice", "?", "nar", None, 0, [])


def _places_in_time(turns: Sequence[Turn], counts: Sequence[int]) -> list[tuple[int, int]]:
    """Return where each turn starts and ends, in milliseconds, guessing what the input does not say."""
    places: list[tuple[int, int]] = []
    clock = 0
    for number, turn in enumerate(turns):
        start = turn.start_ms if turn.start_ms is not None else clock
        end = turn.end_ms
        if end is None:
            after = turns[number + 1].start_ms if number + 1 < len(turns) else None
            end = after if after is not None and after >= start else start + counts[number] * _WORD_MS
        clock = max(start, end)
        places.append((start, clock))
    return places


def _step(distance: int, size: int) -> float:
    """Return how many steps from the start of a row a distance is."""
    return distance * STEPS / size


def _join(
    steps: Iterable[tuple[float, float, _Stretch]], text: str, *, is_timed: bool, is_told: bool, is_shared: bool
) -> Iterator[Segment]:
    """Give the segments of a row; short stretches of one kind that touch each other are one."""
    start = end = spoken = 0.0
    joined: list[_Stretch] = []

    def segment() -> Segment:
        density = min(1.0, spoken / (end - start))
        words = _tell(joined, is_timed=is_timed, is_shared=is_shared)
        if is_told:
            words += f": {_opening(text, joined[0])}"
        turn = joined[0].turn
        return Segment(start, end, _kind_of(turn), anchor_of(turn), show_hidden(words), density)

    for from_step, to_step, stretch in steps:
        size = to_step - from_step
        from_step = min(from_step, STEPS - _LEAST_STEPS)
        to_step = max(to_step, from_step + _LEAST_STEPS)
        is_short = max(to_step, end) - start <= _CUT_STEPS
        if joined and from_step <= end and is_short and _kind_of(joined[0].turn) == _kind_of(stretch.turn):
            end = max(end, to_step)
            spoken += size
            joined.append(stretch)
            continue
        if joined:
            yield segment()
        start, end, spoken, joined = from_step, to_step, size, [stretch]
    if joined:
        yield segment()


def _tell(joined: Sequence[_Stretch], *, is_timed: bool, is_shared: bool) -> str:
    """Return what a segment of one or more turns is called."""
    kind = _kind_of(joined[0].turn)
    parts = []
    if is_shared:
        names = Counter(stretch.voice for stretch in joined)
        parts.append(", ".join(names) if len(names) <= 3 else f"{len(names)} voices")
    if is_timed:
        last = max(stretch.end for stretch in joined)
        parts.append(f"{write_clock(joined[0].start)} to {write_clock(last)}")
    if len(joined) > 1:
        parts.append(f"{len(joined)} turns")
    if kind != "turn":
        parts.append(_KIND_WORDS[kind])
    count = sum(stretch.words for stretch in joined)
    parts.append(f"{count:,} {'word' if count == 1 else 'words'}")
    return ", ".join(parts)


def _opening(text: str, stretch: _Stretch) -> str:
    """Return the first words of a turn, on one line."""
    end = min(stretch.turn.end, stretch.opening + _OPENING_CHARS)
    words = one_line(text[stretch.opening : end])
    if end == stretch.turn.end:
        return words
    return f"{words.rpartition(' ')[0] or words} …"


def anchor_of(turn: Turn) -> str:
    """Return the id of the place on the page where a turn starts.

    Example:
        >>> anchor_of(Turn(start=12, end=40))
        't12'
    """
    return f"t{turn.start}"


def _kind_of(turn: Turn) -> TurnKind:
    """Return how a turn is drawn: whatever is heard through an interpreter as kind interpreter."""
    return "interpreter" if turn.translated and turn.kind != "narrator" else turn.kind


def _time_ticks(first: int, size: int) -> Iterator[Tick]:
    """Give round times, six at most."""
    step = next((step for step in _TICKS_MS if size / step <= _MOST_TICKS), 0) or -(-size // _MOST_TICKS)
    for time_ms in range(-(-first // step) * step, first + size + 1, step):
        yield Tick(_percent((time_ms - first) * STEPS / size), write_clock(time_ms))


def _text_ticks() -> Iterator[Tick]:
    """Give quarters of the text."""
    for share in range(0, 101, 25):
        yield Tick(str(share), f"{share}%")


def _percent(steps: float) -> str:
    """Return steps of a row in percent of it, without needless zeros."""
    return f"{steps * 100 / STEPS:.4g}"
