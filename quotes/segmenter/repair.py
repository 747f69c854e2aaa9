"""Repair: the marks of a document set to one style, each change with its reason, its place and how sure it is.

What is changed are quotation marks, apostrophes and the white space between marks and words; nothing else, and no
mark is taken away. A closer or opener that was lost is put in where its place is plain. Measures, program text and
marks that mean nothing stay; what is less certain than asked stays too, and is told.

Every proposal is tried before it is made: the repaired text is read anew, and where it would not give the same
quotations, or where a second repair would change it again, the paragraph is left as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quotes.language.layout import Paragraph, read_layout
from quotes.lexicon import HouseVerb, mark_forms
from quotes.model import Repair
from quotes.segmenter.attributions import is_attribution
from quotes.segmenter.marked import MarkedText
from quotes.segmenter.marks import MarkReading
from quotes.segmenter.shift import Edit, Shift
from quotes.segmenter.spelling import find_gap, is_at_line_edge, spelling_of
from quotes.segmenter.styles import Style, choose_style
from quotes.spans import Span

__all__ = [
    "DEFAULT_MIN_MARK_CONFIDENCE",
    "KeptMark",
    "RepairPlan",
    "apply_repairs",
    "find_own_style",
    "plan_repairs",
    "propose_repairs",
]

DEFAULT_MIN_MARK_CONFIDENCE = 0.75
"""A mark whose reading is less probable than this is left as it is."""

_ROUNDS = 12
"""How often a plan is tried and cut back before nothing at all is proposed."""

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


@dataclass(frozen=True, slots=True)
class RepairPlan:
    """What a repair would change, in order and without overlap, and what it leaves though it is not in style."""

    repairs: tuple[Repair, ...]
    kept: tuple[KeptMark, ...]


def propose_repairs(
    text: str,
    paragraphs: Sequence[Paragraph],
    *,
    style: Style | None = None,
    min_mark_confidence: float = DEFAULT_MIN_MARK_CONFIDENCE,
    language: str | None = "en",
    source: MarkedText | None = None,
    verbs: tuple[HouseVerb, ...] = (),
) -> tuple[Repair, ...]:
    r"""Return what would set the marks of ``text`` to ``style``, in order and without overlap.

    Applied, the same quotations are found in the text, and nothing more is proposed.

    Args:
        text: the document.
        paragraphs: its paragraphs, in order, offsets in code points.
        style: a house style, or None for the document's own: then only what is broken or out of line is repaired.
        min_mark_confidence: how probable, 0 to 1, the reading of a mark must be for it to be changed.
        language: ISO 639-1 code or None, as for `quotes.segmenter.find_quotations`.
        source: the text with its marks read, where that is done already.
        verbs: cue verbs that a house adds; those of ``source`` where that is given.

    Raises:
        ValueError: ``min_mark_confidence`` is no probability.

    Example:
        >>> from quotes.language.layout import read_layout
        >>> from quotes.segmenter.styles import house_styles
        >>> text = '"Go,\'\' he said.'
        >>> for repair in propose_repairs(text, read_layout(text).paragraphs, style=house_styles()["american"]):
        ...     print(repair.start, repair.was, repair.to, repair.reason)
        0 " “ straight mark as opener
        4 '' ” two apostrophes as one closing mark
    """
    return plan_repairs(
        text,
        paragraphs,
        style=style,
        min_mark_confidence=min_mark_confidence,
        language=language,
        source=source,
        verbs=verbs,
    ).repairs


def plan_repairs(
    text: str,
    paragraphs: Sequence[Paragraph],
    *,
    style: Style | None = None,
    min_mark_confidence: float = DEFAULT_MIN_MARK_CONFIDENCE,
    language: str | None = "en",
    source: MarkedText | None = None,
    verbs: tuple[HouseVerb, ...] = (),
) -> RepairPlan:
    """Return what `propose_repairs` does, with what is left as it is and why.

    Raises:
        ValueError: ``min_mark_confidence`` is no probability.
    """
    if not 0 <= min_mark_confidence <= 1:
        raise ValueError(f"min_mark_confidence is a probability, got {min_mark_confidence}")
    source = source or MarkedText.read(text, paragraphs, language=language, verbs=verbs)
    return _settle(source, _Settings(style, min_mark_confidence, language), is_final=False)


def apply_repairs(text: str, repairs: Iterable[Repair]) -> str:
    """Return ``text`` with ``repairs`` made.

    Raises:
        ValueError: repairs overlap, are out of order, or were made for another text.

    Example:
        >>> repair = Repair(start=0, end=1, was='"', to="“", reason="straight mark as opener", confidence=1.0)
        >>> apply_repairs('"Go.”', [repair])
        '“Go.”'
    """
    parts: list[str] = []
    end = 0
    for repair in repairs:
        if repair.start < end:
            raise ValueError(f"repairs overlap or are out of order at {repair.start}")
        if text[repair.start : repair.end] != repair.was:
            found = text[repair.start : repair.end]
            raise ValueError(f"at {repair.start} the text has {found!r}, not {repair.was!r}: it is another text")
        parts += (text[end : repair.start], repair.to)
        end = repair.end
    parts.append(text[end:])
    return "".join(parts)


def find_own_style(source: MarkedText) -> Style:
    """Return the style that most marks of a document speak for.

    Example:
        >>> from quotes.language.layout import read_layout
        >>> text = '“Go,” he said. "Now."  “Or never.”'
        >>> find_own_style(MarkedText.read(text, read_layout(text).paragraphs)).outer
        ('“', '”')
    """
    text = source.text
    outer: list[tuple[str | None, str | None]] = []
    inner: list[tuple[str | None, str | None]] = []
    role_of = {reading.start: reading for reading in source.readings}
    gaps: list[str] = []
    for stretch, depth in zip(source.stretches, source.depths, strict=True):
        marks = [role_of[mark.start] for mark in stretch.marks]
        if source.is_code(marks[0].start):
            continue
        opener = next((mark.char for mark in marks if mark.role == "open"), None)
        closer = next((mark.char for mark in marks if mark.role == "close"), None)
        (inner if depth % 2 else outer).append((opener, closer))
        gaps += [find_gap(text, mark) for mark in marks if mark.char in "«»‹›"]
    apostrophes = [
        text[r.start : r.end] for r in source.readings if r.role == "apostrophe" and not source.is_code(r.start)
    ]
    return choose_style(outer, inner, apostrophes, gaps)


@dataclass(frozen=True, slots=True)
class _Settings:
    style: Style | None
    min_confidence: float
    language: str | None


@dataclass(slots=True)
class _Unit:
    """Changes that are made together or not at all: those of one stretch, or one apostrophe."""

    place: int
    confidence: float
    block: Span
    repairs: list[Repair] = field(default_factory=list)
    kept: list[KeptMark] = field(default_factory=list)


def _settle(source: MarkedText, settings: _Settings, *, is_final: bool) -> RepairPlan:
    """Try what is proposed, and cut it back until it changes no quotation and a second repair would change nothing.

    A stretch that does not come through unchanged is left out, then its paragraph, then its neighbours. What a second
    repair would change because it then is certain is changed at once.
    """
    text = source.text
    units = list(_propose(source, settings.style))
    waiting = {unit.place for unit in units if unit.repairs and unit.confidence < settings.min_confidence}
    dropped: set[int] = set()
    promoted: set[int] = set()
    tolerated: set[tuple[Span, ...]] = set()
    known = source.quotations()
    cut = _Cut(dropped, {stretch.spans: stretch.marks[0].start for stretch in source.stretches})
    is_plain: bool | None = None
    for _ in range(_ROUNDS):
        chosen = [
            unit
            for unit in units
            if unit.place not in dropped and (unit.place not in waiting or unit.place in promoted)
        ]
        repairs = _in_order(chosen)
        if not repairs:
            return _plan(units, chosen, dropped, settings)
        shift = Shift(Edit(repair.start, repair.end, repair.to) for repair in repairs)
        repaired = apply_repairs(text, repairs)
        if is_plain is None:
            is_plain = source.paragraphs == read_layout(text).paragraphs
        paragraphs = read_layout(repaired).paragraphs if is_plain else shift.carry(source.paragraphs)
        result = MarkedText.read(repaired, paragraphs, language=settings.language, verbs=source.verbs)
        found = {tuple(shift.back_span(span) for span in spans): kind for spans, kind in result.quotations().items()}
        bad = [spans for spans in known if spans not in found] + [spans for spans in found if spans not in known]
        turned = [spans for spans, kind in known.items() if found.get(spans, kind) != kind and spans not in tolerated]
        for spans in turned:
            if cut.is_first(spans):
                bad.append(spans)
            else:  # left as it is it is judged otherwise too: then it may as well be in style
                tolerated.add(spans)
                cut.restore(spans)
        if turned and not bad:
            continue
        if not bad:
            again = [
                unit
                for unit in _propose(result, settings.style)
                if unit.repairs and unit.confidence >= settings.min_confidence
            ]
            more = {shift.back(unit.place) for unit in again} & waiting - dropped - promoted
            if more:
                promoted |= more
                continue
            changed = [unit.place for unit in again]
            if changed and dropped:
                changed = [] if is_final else [r.start for r in _settle(result, settings, is_final=True).repairs]
            if not changed:
                return _plan(units, chosen, dropped, settings)
            bad = [(shift.back_span(Span(place, place)),) for place in changed]
        for spans in bad:
            cut.leave_out(chosen, spans)
    return _plan(units, [], {unit.place for unit in units}, settings)


class _Cut:
    """Leaves out what does not come through, each time the same place comes up more around it."""

    def __init__(self, dropped: set[int], owners: dict[tuple[Span, ...], int]) -> None:
        self._dropped = dropped
        self._owners = owners
        self._times: dict[int, int] = {}

    def is_first(self, spans: tuple[Span, ...]) -> bool:
        """Whether nothing was left out for the sake of this stretch."""
        return spans[0].start not in self._times

    def restore(self, spans: tuple[Span, ...]) -> None:
        """Take the stretch itself in again."""
        self._dropped.discard(self._owners.get(spans, -1))

    def leave_out(self, chosen: Sequence[_Unit], spans: tuple[Span, ...]) -> None:
        """Leave out the stretch itself, then its paragraphs, then what is around them."""
        first, last = spans[0].start, spans[-1].end
        times = self._times[first] = self._times.get(first, -1) + 1
        own = self._owners.get(spans)
        if times == 0 and own is not None:
            self._dropped |= {unit.place for unit in chosen if unit.place == own}
            return
        touched = [place for place, unit in enumerate(chosen) if unit.block.start <= last and first <= unit.block.end]
        if not touched:
            near = next((place for place, unit in enumerate(chosen) if unit.block.start > last), len(chosen))
            touched = [near]
        reach = 4 ** max(0, times - 1) - 1
        for unit in chosen[max(0, touched[0] - reach) : touched[-1] + reach + 1]:
            self._dropped.add(unit.place)


def _plan(units: Sequence[_Unit], chosen: Sequence[_Unit], dropped: set[int], settings: _Settings) -> RepairPlan:
    """Return the plan that makes the repairs of ``chosen`` and tells of the others."""
    made = {unit.place for unit in chosen}
    kept: list[KeptMark] = []
    for unit in units:
        kept += unit.kept
        if unit.place in made:
            continue
        for repair in unit.repairs:
            if unit.place in dropped:
                reason = "changed, the marks around it would be read differently"
            else:
                reason = f"the reading is only {unit.confidence:.0%} sure"
            kept.append(KeptMark(Span(repair.start, repair.end), reason, repair.confidence))
    kept.sort(key=lambda mark: mark.span)
    return RepairPlan(tuple(_in_order(chosen)), tuple(kept))


def _in_order(units: Iterable[_Unit]) -> list[Repair]:
    """Return the repairs in order; of closers put in at one place the innermost comes first."""
    every = [(repair, number) for number, unit in enumerate(units) for repair in unit.repairs]
    every.sort(key=lambda entry: (entry[0].start, entry[0].end, -entry[1] if "closer" in entry[0].reason else entry[1]))
    return [repair for repair, _ in every]


def _propose(source: MarkedText, style: Style | None) -> Iterator[_Unit]:
    """Yield what would set each stretch and each apostrophe to ``style``, in order of place."""
    is_own = style is None
    style = style or find_own_style(source)
    readings = {reading.start: reading for reading in source.readings}
    blocks = _Blocks(source.paragraphs)
    units: list[_Unit] = []
    losses = {
        blocks.around(reading.start).start
        for reading in source.readings
        if reading.role in ("open", "close") and reading.partner is None
    }
    for number, stretch in enumerate(source.stretches):
        marks = [readings[mark.start] for mark in stretch.marks]
        if not source.is_code(marks[0].start):
            has_loss = stretch.block.start in losses
            units.append(_propose_stretch(source, number, marks, style, is_own=is_own, has_loss=has_loss))
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
            units.append(unit)
        elif reading.role in ("open", "close") and reading.start not in source.owners and reading.margin < 50:
            unit = _Unit(reading.start, reading.confidence, blocks.around(reading.start))
            why = "it closes what nothing opens" if reading.role == "close" else "it holds no words"
            unit.kept.append(KeptMark(_span(reading), why, reading.confidence))
            units.append(unit)
        elif reading.role == "stray" and reading.margin < 50:
            unit = _Unit(reading.start, reading.confidence, blocks.around(reading.start))
            unit.kept.append(KeptMark(_span(reading), "it seems to mean nothing", reading.confidence))
            units.append(unit)
    units.sort(key=lambda unit: unit.place)
    claims = [(repair.start, repair.end, unit) for unit in units for repair in unit.repairs]
    end = 0
    for start, stop, unit in sorted(claims, key=lambda claim: claim[:2]):
        if start < end:  # two marks claim the same white space
            unit.repairs = []
        end = max(end, stop)
    yield from units


class _Blocks:
    """Finds the paragraph around a place."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._starts = [paragraph.start for paragraph in paragraphs]
        self._paragraphs = paragraphs

    def around(self, place: int) -> Span:
        """Return the paragraph, or window of one, that ``place`` is in."""
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return Span(place, place)
        return Span(self._paragraphs[number].start, self._paragraphs[number].end)


def _propose_stretch(
    source: MarkedText, number: int, marks: Sequence[MarkReading], style: Style, *, is_own: bool, has_loss: bool
) -> _Unit:
    """Return what would set the marks of one stretch to ``style``."""
    text, stretch, judgement = source.text, source.stretches[number], source.judgements[number]
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
