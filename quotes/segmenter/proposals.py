"""What would set the marks of a document to a style: each change with its reason and how sure it is, none tried yet.

Measures, program text and marks that mean nothing stay; what cannot be told is left and its reason given. Whether what
is proposed can be made without a quotation being read otherwise is found out in `quotes.segmenter.repair`.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quotes.language.layout import Paragraph
from quotes.lexicon import HouseVerb, mark_forms
from quotes.model import Repair
from quotes.segmenter.attributions import is_attribution
from quotes.segmenter.marked import MarkedText
from quotes.segmenter.marks import MarkReading
from quotes.segmenter.quotations import Stretch
from quotes.segmenter.spelling import find_gap, is_at_line_edge, spelling_of
from quotes.segmenter.styles import Style, choose_style
from quotes.spans import Span

__all__ = ["KeptMark", "Proposals", "find_own_style", "propose"]

_END_IS_PLAIN = 0.95
"""How sure the place of a lost mark is at a paragraph's edge or beside an attribution."""

_END_IS_GUESSED = 0.6
"""How sure it is elsewhere."""

_UNDECODED = "\ufffd"


@dataclass(frozen=True, slots=True)
class KeptMark:
    """A mark that is left as it is though the style would have it otherwise.

    Attributes:
        span: where it stands, in code points, half-open.
        reason: why nothing is done.
        confidence: probability that the mark is read right.
    """

    span: Span
    reason: str
    confidence: float


def find_own_style(source: MarkedText) -> Style:
    """Return the style that most marks of a document speak for.

    Example:
        >>> from quotes.language.layout import read_layout
        >>> text = '“Go,” he said. "Now."  “Or never.”'
        >>> find_own_style(MarkedText.read(text, read_layout(text).paragraphs)).outer
        ('“', '”')
    """
    text = source.text
    outer: Counter[tuple[str | None, str | None]] = Counter()
    inner: Counter[tuple[str | None, str | None]] = Counter()
    gaps: Counter[str] = Counter()
    for stretch, depth in zip(source.stretches, source.depths, strict=True):
        marks = [source.reading_at(mark.start) for mark in stretch.marks]
        if source.is_code(marks[0].start):
            continue
        opener = next((mark.char for mark in marks if mark.role == "open"), None)
        closer = next((mark.char for mark in marks if mark.role == "close"), None)
        (inner if depth % 2 else outer)[opener, closer] += 1
        for mark in marks:
            if mark.char in "«»‹›":
                gaps[find_gap(text, mark)] += 1
    apostrophes = (
        text[r.start : r.end] for r in source.readings if r.role == "apostrophe" and not source.is_code(r.start)
    )
    return choose_style(outer.elements(), inner.elements(), apostrophes, gaps.elements())


@dataclass(slots=True)
class _Unit:
    """Changes that are made together or not at all: those of one stretch, or one apostrophe."""

    place: int
    confidence: float
    block: Span
    repairs: list[Repair] = field(default_factory=list)
    kept: list[KeptMark] = field(default_factory=list)


class Proposals:
    """What would set a document to a style, in units: changes that are made together or not at all, in order of place.

    A unit is one stretch, one apostrophe or a mark that is only told of. Most have nothing to change; of those no more
    than numbers is kept.

    Attributes:
        places: where the first mark of each unit starts.
        confidences: how sure each is.
        block_starts: where the paragraph of each starts.
        block_ends: where the paragraph ends in which each ends.
        repairs: what the units that change something would change, by their number.
        kept: the marks that units leave as they are though the style would have it otherwise, by their number.
    """

    def __init__(self, units: Iterable[_Unit]) -> None:
        places, confidences, starts, ends = array("q"), array("d"), array("q"), array("q")
        repairs: dict[int, list[Repair]] = {}
        kept: dict[int, list[KeptMark]] = {}
        for number, unit in enumerate(units):
            places.append(unit.place)
            confidences.append(unit.confidence)
            starts.append(unit.block.start)
            ends.append(unit.block.end)
            if unit.repairs:
                repairs[number] = unit.repairs
            if unit.kept:
                kept[number] = unit.kept
        order = array("q", sorted(range(len(places)), key=places.__getitem__))
        self.places = array("q", (places[number] for number in order))
        self.confidences = array("d", (confidences[number] for number in order))
        self.block_starts = array("q", (starts[number] for number in order))
        self.block_ends = array("q", (ends[number] for number in order))
        self.repairs = {now: repairs[before] for now, before in enumerate(order) if before in repairs}
        self.kept = {now: kept[before] for now, before in enumerate(order) if before in kept}
        self._drop_overlaps()

    def __len__(self) -> int:
        return len(self.places)

    def _drop_overlaps(self) -> None:
        """Leave out the changes of a unit that claims white space which another one claims before it."""
        claims = [(repair.start, repair.end, number) for number, some in self.repairs.items() for repair in some]
        end = 0
        for start, stop, number in sorted(claims, key=lambda claim: claim[:2]):
            if start < end:
                self.repairs.pop(number, None)
            end = max(end, stop)


def propose(source: MarkedText, style: Style | None) -> Proposals:
    """Return what would set each stretch and each apostrophe to ``style``, or to the document's own for None."""
    return Proposals(_each_unit(source, style))


def _each_unit(source: MarkedText, style: Style | None) -> Iterator[_Unit]:
    """Yield what would set each stretch, then each other mark to ``style``."""
    is_own = style is None
    style = style or find_own_style(source)
    blocks = _Blocks(source.paragraphs)
    losses = {
        blocks.around(reading.start).start
        for reading in source.readings
        if reading.role in ("open", "close") and reading.partner is None
    }
    for number, stretch in enumerate(source.stretches):
        marks = [source.reading_at(mark.start) for mark in stretch.marks]
        if not source.is_code(marks[0].start):
            has_loss = stretch.block.start in losses
            yield _propose_stretch(source, number, stretch, marks, style, is_own=is_own, has_loss=has_loss)
    for reading in source.readings:
        if reading.role == "apostrophe" and style.apostrophe is not None and not source.is_code(reading.start):
            unit = _Unit(reading.start, reading.confidence, blocks.around(reading.start))
            was = source.text[reading.start : reading.end]
            if _UNDECODED in was:
                unit.kept.append(KeptMark(_span(reading), "nobody knows which character was lost", unit.confidence))
            elif was != style.apostrophe:
                unit.repairs.append(
                    _change(source.text, reading.start, reading.end, style.apostrophe, "apostrophe", unit.confidence)
                )
            yield unit
        elif reading.role in ("open", "close") and not source.is_owned(reading.start) and reading.margin < 50:
            unit = _Unit(reading.start, reading.confidence, blocks.around(reading.start))
            why = "it closes what nothing opens" if reading.role == "close" else "it holds no words"
            unit.kept.append(KeptMark(_span(reading), why, reading.confidence))
            yield unit
        elif reading.role == "stray" and reading.margin < 50:
            unit = _Unit(reading.start, reading.confidence, blocks.around(reading.start))
            unit.kept.append(KeptMark(_span(reading), "it seems to mean nothing", reading.confidence))
            yield unit


class _Blocks:
    """Finds the paragraph around a place."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._starts = array("q", (paragraph.start for paragraph in paragraphs))
        self._paragraphs = paragraphs

    def around(self, place: int) -> Span:
        """Return the paragraph, or window of one, that ``place`` is in."""
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return Span(place, place)
        return Span(self._paragraphs[number].start, self._paragraphs[number].end)


def _propose_stretch(
    source: MarkedText,
    number: int,
    stretch: Stretch,
    marks: Sequence[MarkReading],
    style: Style,
    *,
    is_own: bool,
    has_loss: bool,
) -> _Unit:
    """Return what would set the marks of one stretch to ``style``."""
    text, judgement = source.text, source.judgements[number]
    confidence = min(mark.confidence for mark in marks)
    unit = _Unit(marks[0].start, confidence, Span(stretch.block.start, stretch.last_block.end))
    opener, closer = style.pair(source.depths[number])
    is_whole = marks[0].role == "open" and marks[-1].role == "close"
    written = {_written(text, mark) for mark in marks}
    if is_own and judgement.kind == "other" and is_whole and written <= set(style.inner):
        return unit  # scare quotes and words as words in the other marks are a habit of their own
    if any(_UNDECODED in mark for mark in written):
        unit.kept += [KeptMark(_span(mark), "nobody knows which character was lost", confidence) for mark in marks]
        return unit
    if any(_is_misplaced(text, mark) for mark in marks):
        why = "its place speaks against what the other marks make of it"
        unit.kept += [KeptMark(_span(mark), why, confidence) for mark in marks]
        return unit
    if has_loss and is_whole and not source.depths[number] and written <= set(style.inner):
        why = "a mark is lost beside it, so it may be an inner one"
        unit.kept += [KeptMark(_span(mark), why, confidence) for mark in marks]
        return unit
    if not is_whole and judgement.kind == "other":
        why = "its other end is lost" if marks[-1].role != "close" else "it closes what nothing opens"
        unit.kept += [KeptMark(_span(mark), why, confidence) for mark in marks]
        return unit
    last_end = 0
    for mark in marks:
        wanted = closer if mark.role == "close" else opener
        start, end = mark.start, mark.end
        gap = find_gap(text, mark)
        wanted_gap = style.space(wanted)
        if wanted_gap is None or is_at_line_edge(text, mark, len(gap)):
            wanted_gap, gap = "", ""
        if mark.role == "close" and start - len(gap) < last_end:  # nothing but white space since the mark before
            wanted_gap, gap = "", ""
        if mark.role == "close":
            start, to = start - len(gap), wanted_gap + wanted
        else:
            end, to = end + len(gap), wanted + wanted_gap
        last_end = end
        if text[start:end] != to:
            reason = _reason(text, mark, wanted, has_other_gap=gap != wanted_gap, style=style)
            unit.repairs.append(_change(text, start, end, to, reason, confidence))
    if marks[-1].role != "close":
        place = stretch.spans[-1].end
        where, sure = _judge_end(text, place, stretch.last_block.end, source.verbs)
        if source.opens_behind(stretch.last_block.end):
            sure = _END_IS_GUESSED  # it may as well go on in the next paragraph
        _put_in(unit, text, place, (style.space(closer) or "") + closer, f"lost closer{where}", sure)
    elif marks[0].role == "close":
        place = stretch.spans[0].start
        sure = _judge_start(text, place, stretch.spans[0].end, stretch.block.start)
        _put_in(unit, text, place, opener + (style.space(opener) or ""), "lost opener", sure)
    return unit


def _put_in(unit: _Unit, text: str, place: int, mark: str, reason: str, sure: float) -> None:
    """Add a mark that was lost, or tell of it where its place is a guess."""
    if sure < _END_IS_PLAIN:
        why = f"{reason}: where it belongs is a guess"
        unit.kept.append(KeptMark(Span(place, place), why, unit.confidence * sure))
    else:
        unit.repairs.append(_change(text, place, place, mark, reason, unit.confidence * sure))
        unit.confidence *= sure


def _judge_end(text: str, place: int, limit: int, verbs: tuple[HouseVerb, ...]) -> tuple[str, float]:
    """Say where a quotation ends whose closer was lost, and how sure that is."""
    rest = text[place:limit].strip()
    if not rest.strip("\"'”’»›“‘„‚"):
        return " at the paragraph's end", _END_IS_PLAIN
    start = limit - len(text[place:limit].lstrip())
    if is_attribution(text, start, limit, after_comma=True, verbs=verbs):
        return " before the attribution", _END_IS_PLAIN
    return "", _END_IS_GUESSED


def _judge_start(text: str, place: int, end: int, limit: int) -> float:
    """Say how sure it is that a quotation whose opener was lost begins at ``place``."""
    is_led_in = text[max(limit, place - 8) : place].rstrip().endswith((":", ","))
    is_one_sentence = place == limit and _INNER_STOP.search(text, place, end) is None
    return _END_IS_PLAIN if text[place].isupper() and (is_led_in or is_one_sentence) else _END_IS_GUESSED


_INNER_STOP = re.compile(r"[.?!…][\"'”’)\]]*\s")


def _is_misplaced(text: str, mark: MarkReading) -> bool:
    """Whether a word stands on the outer side of a mark and a space on its inner side."""
    before = text[mark.start - 1] if mark.start else " "
    after = text[mark.end] if mark.end < len(text) else " "
    if mark.role == "close":
        return before.isspace() and after.isalnum()
    return after.isspace() and not before.isspace() and before not in _BEFORE_OPENERS


_BEFORE_OPENERS = "([{<—–-―/\"'“‘«‹„‚`"


def _change(text: str, start: int, end: int, to: str, reason: str, confidence: float) -> Repair:
    return Repair(start=start, end=end, was=text[start:end], to=to, reason=reason, confidence=round(confidence, 4))


def _span(reading: MarkReading) -> Span:
    return Span(reading.start, reading.end)


def _written(text: str, mark: MarkReading) -> str:
    return text[mark.start : mark.end]


_SIDES = {"open": "opener", "reopen": "opener", "close": "closer"}


def _reason(text: str, mark: MarkReading, wanted: str, *, has_other_gap: bool, style: Style) -> str:
    """Say what is wrong with a mark."""
    written, side = _written(text, mark), _SIDES[mark.role]
    spelling = spelling_of(written)
    if spelling is not None:
        return f"{spelling} as one {'closing' if side == 'closer' else 'opening'} mark"
    if written == wanted:
        return f"space inside the {side}" if has_other_gap else side
    form = mark_forms()[mark.char].form
    turned = "open" if side == "closer" else "close"
    if form == turned and written not in (*style.outer, *style.inner):
        return f"{side} of another style"
    if form == turned:
        return f"{side} turned the wrong way"
    if form == "straight" and mark_forms()[wanted].form != "straight":
        return f"straight mark as {side}"
    if written in (*style.outer, *style.inner):
        return f"{side} of the other level"
    return f"{side} of another style"
