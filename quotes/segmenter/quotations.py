"""From readings of marks to stretches: what stands inside each pair, over paragraphs and one inside another.

A stretch is what two marks enclose, one span a paragraph where it goes on. Where one of its marks was lost, it ends
with its paragraph or before its attribution, and never runs further.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import Any, NamedTuple

from quotes.language.layout import Paragraph
from quotes.lexicon import HouseVerb
from quotes.packed import Packed
from quotes.segmenter.attributions import ends_in_attribution, find_speech_end, find_speech_start
from quotes.segmenter.marks import MarkReading
from quotes.spans import Span

__all__ = ["Stretch", "find_stretches"]


class Stretch(NamedTuple):
    """What stands between two marks.

    Attributes:
        spans: without the marks and without white space at the ends; one a paragraph.
        marks: the spans of its opener, its reopeners and its closer, those that are there.
        rules: how its ends were found: ``marks``, ``reopened``, ``crossing``, ``lost closer``, ``lost opener``.
        parent: index of the stretch around it in the same sequence, or None.
        block: start and end of the paragraph it begins in.
        last_block: start and end of the paragraph it ends in.
    """

    spans: tuple[Span, ...]
    marks: tuple[Span, ...]
    rules: tuple[str, ...]
    parent: int | None
    block: Span
    last_block: Span

    @property
    def has_lost_mark(self) -> bool:
        """Whether one of its ends is without a mark."""
        return "lost closer" in self.rules or "lost opener" in self.rules


@dataclass(slots=True)
class _Open:
    """A stretch that is not finished."""

    number: int
    parent: int | None
    depth: int
    block: Span
    part_start: int
    partner: int | None
    marks: list[Span]
    rules: list[str] = field(default_factory=lambda: ["marks"])
    parts: list[Span] = field(default_factory=list)
    last_block: Span | None = None
    waiting: bool = False  # a break was crossed and nothing has shown yet that it goes on


def find_stretches(
    text: str, paragraphs: Sequence[Paragraph], readings: Iterable[MarkReading], verbs: tuple[HouseVerb, ...] = ()
) -> Packed[Stretch]:
    r"""Return the marked stretches of ``text`` in the order in which they open.

    Args:
        text: the document.
        paragraphs: its paragraphs, in order.
        readings: what its marks are, in order.
        verbs: cue verbs that a house adds.

    Example:
        >>> from quotes.language.layout import read_layout
        >>> from quotes.segmenter.marks import read_marks
        >>> text = '"One.\n\n"Two," he said.'
        >>> paragraphs = read_layout(text).paragraphs
        >>> [stretch.spans for stretch in find_stretches(text, paragraphs, read_marks(text, paragraphs))]
        [(Span(start=1, end=5), Span(start=8, end=12))]
    """
    builder = _Builder(text, verbs)
    pending = iter(readings)
    reading = next(pending, None)
    for block in _blocks(paragraphs):
        builder.begin(block)
        while reading is not None and reading.start < block.end:
            if reading.start >= block.start:
                builder.take(reading)
            reading = next(pending, None)
        builder.end()
    builder.finish()
    return builder.result


_make_span = partial(tuple.__new__, Span)
"""A span of bounds that were a span's before."""


def _flatten(stretches: Sequence[Stretch]) -> tuple[Any, ...]:
    """Return stretches as plain values, column by column, to be packed."""
    spans, marks, rules, parents, blocks, last_blocks = zip(*stretches, strict=True)
    places = chain(chain.from_iterable(spans), chain.from_iterable(marks), blocks, last_blocks)
    return list(map(len, spans)), list(map(len, marks)), rules, parents, list(chain.from_iterable(places))


def _unflatten(columns: tuple[Any, ...]) -> list[Stretch]:
    """Return the stretches that were packed."""
    sizes, mark_sizes, rules, parents, places = columns
    bounds = iter(places)
    every = map(_make_span, zip(bounds, bounds, strict=True))
    spans = [tuple(islice(every, size)) for size in sizes]
    marks = [tuple(islice(every, size)) for size in mark_sizes]
    blocks = list(islice(every, len(parents)))
    return list(map(Stretch, spans, marks, rules, parents, blocks, every))


def _blocks(paragraphs: Sequence[Paragraph]) -> Iterator[Span]:
    """Yield the paragraphs, windows of one paragraph joined."""
    start = end = -1
    for paragraph in paragraphs:
        if paragraph.continues and start >= 0:
            end = paragraph.end
            continue
        if start >= 0:
            yield Span(start, end)
        start, end = paragraph.start, paragraph.end
    if start >= 0:
        yield Span(start, end)


class _Builder:
    """Replays the readings on a stack of open stretches."""

    def __init__(self, text: str, verbs: tuple[HouseVerb, ...]) -> None:
        self._text, self._verbs = text, verbs
        self._stack: list[_Open] = []
        self._done: dict[int, Stretch] = {}
        self._count = 0
        self.result: Packed[Stretch] = Packed(_flatten, _unflatten)
        self._block = Span(0, 0)
        self._last_end = 0

    def begin(self, block: Span) -> None:
        """Enter a paragraph."""
        if self._done and not self._stack:
            self._hand_on()
        self._block = block
        self._last_end = block.start

    def take(self, reading: MarkReading) -> None:
        """Take in one mark."""
        role, depth = reading.role, reading.depth
        if role == "reopen":
            place = self._find(reading.partner)
            if place is not None and self._stack[place].waiting:
                entry = self._stack[place]
                entry.waiting = False
                entry.part_start = reading.end
                entry.marks.append(Span(reading.start, reading.end))
                if "reopened" not in entry.rules:
                    entry.rules.append("reopened")
            return
        if role not in ("open", "close"):
            return
        self._resolve()
        if role == "open":
            self._lose(depth, reading.start)
            parent = self._stack[-1].number if self._stack else None
            mark = Span(reading.start, reading.end)
            self._stack.append(_Open(self._count, parent, depth, self._block, reading.end, reading.partner, [mark]))
            self._count += 1
        elif (place := self._find(reading.partner)) is not None:
            entry = self._stack[place]
            self._lose(entry.depth + 1, reading.start)
            self._stack.pop()
            entry.marks.append(Span(reading.start, reading.end))
            self._close(entry, reading.start)
            self._last_end = reading.end
        elif reading.partner is None and not self._stack:
            self._begin_lost(reading)
            self._last_end = reading.end

    def end(self) -> None:
        """Leave a paragraph: what is open waits to see whether it goes on."""
        self._resolve()
        for entry in self._stack:
            entry.parts.append(Span(entry.part_start, max(entry.part_start, self._block.end)))
            entry.last_block = self._block
            entry.waiting = True

    def finish(self) -> None:
        """Leave the text."""
        for entry in self._stack:
            entry.waiting = True
            entry.partner = None
        self._resolve()
        self._hand_on()

    def _hand_on(self) -> None:
        """Put what is finished behind the result, parents pointing at what is left; nothing may be open."""
        first = len(self.result)
        numbers = [number for number in sorted(self._done) if self._done[number].spans]
        places = {number: place for place, number in enumerate(numbers, first)}
        for number in numbers:
            stretch = self._done[number]
            parent = stretch.parent
            while parent is not None and parent not in places:
                parent = self._done[parent].parent if parent in self._done else None
            self.result.append(stretch._replace(parent=None if parent is None else places[parent]))
        self._done.clear()

    def _resolve(self) -> None:
        """Decide for what is waiting whether it goes on here: only if its closer stands in this paragraph."""
        for place, entry in enumerate(self._stack):
            if not entry.waiting:
                continue
            if entry.partner is not None and self._block.start <= entry.partner < self._block.end:
                entry.waiting = False
                entry.part_start = self._block.start
                entry.rules.append("crossing")
            else:
                for lost in reversed(self._stack[place:]):
                    self._cut(lost)
                del self._stack[place:]
                return

    def _find(self, opener: int | None) -> int | None:
        """Return the place on the stack of what was opened at ``opener``."""
        if opener is not None:
            for place, entry in enumerate(self._stack):
                if entry.marks[0].start == opener:
                    return place
        return None

    def _lose(self, depth: int, limit: int) -> None:
        """Close what is open at ``depth`` or deeper without a mark, at ``limit`` at the latest."""
        while self._stack and self._stack[-1].depth >= depth:
            entry = self._stack.pop()
            entry.rules.append("lost closer")
            end = find_speech_end(self._text, entry.part_start, limit, is_paragraph_end=False, verbs=self._verbs)
            self._close(entry, end)
            self._last_end = end

    def _cut(self, entry: _Open) -> None:
        """Close what was open at the end of its paragraph and does not go on."""
        entry.rules.append("lost closer")
        last = entry.parts.pop()
        opener = entry.marks[0]
        is_resumed = not entry.parts and ends_in_attribution(self._text, entry.block.start, opener.start, self._verbs)
        end = find_speech_end(
            self._text, last.start, last.end, is_paragraph_end=True, is_resumed=is_resumed, verbs=self._verbs
        )
        entry.parts.append(Span(last.start, end))
        self._keep(entry)

    def _begin_lost(self, reading: MarkReading) -> None:
        """Keep a stretch whose closer is there and whose opener was lost, where it can be told where it began."""
        is_paragraph_start = self._last_end == self._block.start
        start = find_speech_start(
            self._text,
            self._last_end,
            reading.start,
            self._block.end,
            is_paragraph_start=is_paragraph_start,
            verbs=self._verbs,
        )
        if start is None:
            return
        mark = Span(reading.start, reading.end)
        entry = _Open(self._count, None, 0, self._block, start, None, [mark], ["lost opener"])
        self._count += 1
        self._close(entry, reading.start)

    def _close(self, entry: _Open, end: int) -> None:
        entry.parts.append(Span(entry.part_start, max(entry.part_start, end)))
        entry.last_block = self._block
        self._keep(entry)

    def _keep(self, entry: _Open) -> None:
        spans = tuple(span for part in entry.parts if (span := part.trim(self._text)).start < span.end)
        last_block = entry.last_block or entry.block
        self._done[entry.number] = Stretch(
            spans, tuple(entry.marks), tuple(entry.rules), entry.parent, entry.block, last_block
        )
