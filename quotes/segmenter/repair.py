"""Repair: the marks of a document set to one style, each change with its reason, its place and how sure it is.

What is changed are quotation marks, apostrophes and the white space between marks and words; nothing else, and no
mark is taken away. A closer or opener that was lost is put in where its place is plain. Measures, program text and
marks that mean nothing stay; what is less certain than asked stays too, and is told.

Every proposal is tried before it is made: the repaired text is read anew, and where it would not give the same
quotations, or where a second repair would change it again, the paragraph is left as it is.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest

from quotes.language.layout import Paragraph, read_layout
from quotes.lexicon import HouseVerb
from quotes.model import Repair
from quotes.segmenter.marked import MarkedText
from quotes.segmenter.proposals import KeptMark, Proposals, find_own_style, propose
from quotes.segmenter.shift import Edit, Shift
from quotes.segmenter.styles import Style
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


@dataclass(frozen=True, slots=True)
class _Settings:
    style: Style | None
    min_confidence: float
    language: str | None


def _settle(source: MarkedText, settings: _Settings, *, is_final: bool) -> RepairPlan:
    """Try what is proposed, and cut it back until it changes no quotation and a second repair would change nothing.

    A stretch that does not come through unchanged is left out, then its paragraph, then its neighbours. What a second
    repair would change because it then is certain is changed at once.
    """
    text = source.text
    units = propose(source, settings.style)
    waiting = {units.places[number] for number in units.repairs if units.confidences[number] < settings.min_confidence}
    dropped: set[int] = set()
    promoted: set[int] = set()
    tolerated: set[tuple[Span, ...]] = set()
    cut = _Cut(units, dropped)
    for _ in range(_ROUNDS):
        left_out = dropped | (waiting - promoted)
        repairs = _in_order(units, left_out)
        if not repairs:
            return _plan(units, left_out, dropped)
        shift = Shift(Edit(repair.start, repair.end, repair.to) for repair in repairs)
        repaired = apply_repairs(text, repairs)
        paragraphs = read_layout(repaired).paragraphs
        carried = shift.carry(source.paragraphs)
        if paragraphs != carried and source.paragraphs != read_layout(text).paragraphs:
            paragraphs = carried
        result = MarkedText.read(repaired, paragraphs, language=settings.language, verbs=source.verbs)
        bad, turned = _compare(source, result, shift)
        turned = {spans: place for spans, place in turned.items() if spans not in tolerated}
        for spans, place in turned.items():
            if cut.is_first(spans):
                bad[spans] = place
            else:  # left as it is it is judged otherwise too: then it may as well be in style
                tolerated.add(spans)
                dropped.discard(place)
        if turned and not bad:
            continue
        if not bad:
            again = propose(result, settings.style)
            changed = [
                again.places[number] for number in again.repairs if again.confidences[number] >= settings.min_confidence
            ]
            more = {shift.back(place) for place in changed} & waiting - dropped - promoted
            if more:
                promoted |= more
                continue
            if changed and dropped:
                changed = [] if is_final else [r.start for r in _settle(result, settings, is_final=True).repairs]
            if not changed:
                return _plan(units, left_out, dropped)
            bad = {(shift.back_span(Span(place, place)),): -1 for place in changed}
        cut.begin(left_out)
        for spans, place in bad.items():
            cut.leave_out(spans, place)
    return _plan(units, set(units.places), set(units.places))


_Spans = tuple[Span, ...]


def _compare(source: MarkedText, result: MarkedText, shift: Shift) -> tuple[dict[_Spans, int], dict[_Spans, int]]:
    """Return the stretches that only one of both texts has, and those that are judged otherwise in the second.

    Each stretch comes with where it starts in the first text, those of the second alone with -1. Both texts have nearly
    the same in the same order: what waits for its counterpart is little at any time.
    """
    lost: dict[_Spans, tuple[int, str]] = {}
    new: dict[_Spans, str] = {}
    turned: dict[_Spans, int] = {}
    for known, found in zip_longest(_kinds(source), _kinds(result, shift.back_span)):
        if known is not None:
            spans, kind, place = known
            if spans not in new:
                lost[spans] = (place, kind)
            elif new.pop(spans) != kind:
                turned[spans] = place
        if found is not None:
            spans, kind, _ = found
            if spans not in lost:
                new[spans] = kind
            else:
                place, before = lost.pop(spans)
                if before != kind:
                    turned[spans] = place
    bad = {spans: place for spans, (place, _) in lost.items()}
    bad.update(dict.fromkeys(new, -1))
    return bad, dict(sorted(turned.items(), key=lambda item: item[1]))


def _kinds(
    source: MarkedText, back: Callable[[Span], Span] | None = None
) -> Iterator[tuple[tuple[Span, ...], str, int]]:
    """Give the spans of every stretch, led back, with its kind and where its first mark starts.

    Of stretches that are one and the same the last one counts.
    """
    before: tuple[_Spans, str, int] | None = None
    for stretch, judgement in zip(source.stretches, source.judgements, strict=True):
        spans = stretch.spans if back is None else tuple(map(back, stretch.spans))
        if before is not None and before[0] != spans:
            yield before
        before = (spans, judgement.kind, stretch.marks[0].start)
    if before is not None:
        yield before


class _Cut:
    """Leaves out what does not come through, each time the same place comes up more around it."""

    def __init__(self, units: Proposals, dropped: set[int]) -> None:
        self._units = units
        self._dropped = dropped
        self._times: dict[int, int] = {}
        self._chosen: array[int] = array("q")
        self._left_out: Container[int] = ()
        # Whatever touches a place stands between what ends before it for good and what all starts behind it.
        self._ended = array("q", accumulate(units.block_ends, max))
        self._begun = array("q", accumulate(units.block_starts, max))
        self._to_begin = array("q", accumulate(reversed(units.block_starts), min))
        self._to_begin.reverse()

    def begin(self, left_out: Container[int]) -> None:
        """Begin a round in which all units were tried but those whose places are left out."""
        self._chosen = array("q", (number for number, place in enumerate(self._units.places) if place not in left_out))
        self._left_out = left_out

    def is_first(self, spans: tuple[Span, ...]) -> bool:
        """Whether nothing was left out for the sake of this stretch."""
        return spans[0].start not in self._times

    def leave_out(self, spans: tuple[Span, ...], own: int) -> None:
        """Leave out the stretch itself, then its paragraphs, then what is around them.

        Args:
            spans: the stretch.
            own: where its first mark starts, or -1 where it is none of the document's.
        """
        units, chosen = self._units, self._chosen
        first, last = spans[0].start, spans[-1].end
        times = self._times[first] = self._times.get(first, -1) + 1
        if times == 0 and own >= 0:
            at = bisect_left(units.places, own)
            if at < len(units) and units.places[at] == own and own not in self._left_out:
                self._dropped.add(own)
            return
        near = range(
            bisect_left(chosen, bisect_left(self._ended, first)),
            bisect_left(chosen, bisect_right(self._to_begin, last)),
        )
        touched = [
            at for at in near if units.block_starts[chosen[at]] <= last and first <= units.block_ends[chosen[at]]
        ]
        if not touched:
            later = range(bisect_left(chosen, bisect_right(self._begun, last)), len(chosen))
            touched = [next((at for at in later if units.block_starts[chosen[at]] > last), len(chosen))]
        reach = 4 ** max(0, times - 1) - 1
        for number in chosen[max(0, touched[0] - reach) : touched[-1] + reach + 1]:
            self._dropped.add(units.places[number])


def _plan(units: Proposals, left_out: Container[int], dropped: Container[int]) -> RepairPlan:
    """Return the plan that leaves out the units at some places and tells of them."""
    kept: list[KeptMark] = []
    for number, place in enumerate(units.places):
        kept += units.kept.get(number, ())
        if place not in left_out:
            continue
        for repair in units.repairs.get(number, ()):
            if place in dropped:
                reason = "changed, the marks around it would be read differently"
            else:
                reason = f"the reading is only {units.confidences[number]:.0%} sure"
            kept.append(KeptMark(Span(repair.start, repair.end), reason, repair.confidence))
    kept.sort(key=lambda mark: mark.span)
    return RepairPlan(tuple(_in_order(units, left_out)), tuple(kept))


def _in_order(units: Proposals, left_out: Container[int]) -> list[Repair]:
    """Return the repairs in order but those of some places; of closers put in at one place the inner one first."""
    every = [
        (repair, number)
        for number, repairs in units.repairs.items()
        if units.places[number] not in left_out
        for repair in repairs
    ]
    every.sort(key=lambda entry: (entry[0].start, entry[0].end, -entry[1] if "closer" in entry[0].reason else entry[1]))
    return [repair for repair, _ in every]
