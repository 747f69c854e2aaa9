"""Indirect speech, and the whole clauses of mixed: frames turned into quotations with speakers.

A frame whose content is the narrator's own words is an indirect quotation. One that holds quoted stretches tells what
was reported around them: the content of a mixed quotation. Who said it is asked of the same registry as for quoted
speech; a pronoun that cannot be told stands for somebody unnamed, since the words that point to them are known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from quotes.attributor.candidates import PhraseReader
from quotes.attributor.clause_contents import correct_sources, widen_contents
from quotes.attributor.frame_sources import attribute_to, is_heard, leave_untold, weigh_source
from quotes.attributor.frames import FAINTEST_FRAME, Frame, Run, find_frames
from quotes.attributor.reported_clauses import reports
from quotes.model import Quotation
from quotes.people.registry import Registry
from quotes.progress import Tell, tell_through
from quotes.quotation_list import QuotationNames

__all__ = ["find_reported", "read_frames", "select_frames"]

_SURE_SIBLING = 0.5
"""A frame at least this likely ends the content of another one of its source before it."""

_AS_SURE = 0.9
"""A frame inside the content of another is dropped where the other is at least this much as likely."""

_LEADS_UP = ("RB", "MD", "VBZ", "VBD", "VBP", "VBN", "CC", ",")
"""Tags of what may stand between a conjunction and the cue it leads up to."""

_PASSAGES_AT_ONCE = 48


def find_reported(
    reader: PhraseReader,
    registry: Registry,
    quotations: Iterable[Quotation],
    *,
    min_confidence: float,
    clauses_only: bool = False,
    tell: Tell | None = None,
) -> Iterator[list[Quotation]]:
    """Give the quotations with indirect ones among them, in order, and with the contents of mixed ones.

    They come some paragraphs at a time; no two of these lists have a paragraph in common.

    Args:
        reader: the phrases of the document, with the quotations as they were found.
        registry: who is who, settled.
        quotations: the attributed quotations.
        min_confidence: below this probability nobody is named.
        clauses_only: whether only what is a clause is reported, see `quotes.attributor.reported_clauses`.
        tell: is told how far the work is.
    """
    taken = QuotationNames()
    last: str | None = None
    for frames, inside in _read_parts(reader, quotations, tell):
        around = [frame for frame in frames if frame.is_quoted]
        kept = correct_sources(reader, registry, inside, around, min_confidence=min_confidence)
        kept = widen_contents(reader, kept, around)
        found = list(kept)
        for quotation in kept:
            taken.add(quotation.id)
        spoken = _Spoken(kept, last)
        for frame in frames:
            if frame.is_quoted or not reports(frame, clauses_only=clauses_only):
                continue
            spans = tuple(frame.span(run) for run in frame.contents)
            quotation = Quotation(id=f"q{spans[0].start}", kind="indirect", spans=spans, content=spans)
            if quotation.id in taken:
                continue
            if is_heard(reader, frame):
                taken.add(quotation.id)
                found.append(leave_untold(reader, quotation, frame))
                continue
            before = spoken.before(frame.span(frame.source).start)
            source = weigh_source(reader, registry, frame, before, min_confidence)
            taken.add(quotation.id)
            found.append(attribute_to(quotation, frame, source, min_confidence))
        last = spoken.before(len(reader.text))
        yield sorted(found, key=lambda quotation: quotation.spans[0])


def _read_parts(
    reader: PhraseReader, quotations: Iterable[Quotation], tell: Tell | None
) -> Iterator[tuple[list[Frame], Sequence[Quotation]]]:
    """Give the frames of a document part by part, with the quotations that begin there; none goes over a part's end."""
    frames: list[Frame] = []
    inside: list[Quotation] = []
    furthest = 0
    following = iter(quotations)
    quotation = next(following, None)
    for end, more in read_frames(reader, tell):
        frames += more
        while quotation is not None and quotation.spans[0].start < end:
            furthest = max(furthest, quotation.spans[-1].end)
            inside.append(quotation)
            quotation = next(following, None)
        if furthest <= end:
            yield frames, inside
            frames, inside = [], []
    if quotation is not None:
        inside += [quotation, *following]
    yield frames, inside


class _Spoken:
    """Who has spoken before a place: the quotations decided, asked in order of their places."""

    def __init__(self, quotations: Sequence[Quotation], last: str | None) -> None:
        self._quotations = [q for q in quotations if q.is_speech and q.candidates]
        self._next = 0
        self.last = last

    def before(self, place: int) -> str | None:
        """Return the number of the likeliest speaker of the last quotation that begins before ``place``."""
        while self._next < len(self._quotations) and self._quotations[self._next].spans[0].start < place:
            self.last = self._quotations[self._next].candidates[0].speaker
            self._next += 1
        return self.last


def read_frames(reader: PhraseReader, tell: Tell | None = None) -> Iterator[tuple[int, list[Frame]]]:
    """Give the frames worth keeping of a document, in order, some paragraphs at a time, with where those end.

    Args:
        reader: the phrases of the document.
        tell: is told how far the work is.
    """
    firsts = range(0, len(reader), _PASSAGES_AT_ONCE)
    for first in tell_through(firsts, len(firsts), tell):
        indices = range(first, min(first + _PASSAGES_AT_ONCE, len(reader)))
        passages = [reader.passage(index) for index in indices if reader.phrases(index)]
        yield reader.passages.paragraphs[indices[-1]].end, select_frames(find_frames(passages, reader.roles))


def select_frames(frames: Sequence[Frame], *, faintest: float = FAINTEST_FRAME) -> list[Frame]:
    """Return the frames that are likely and not inside the content of another one as sure.

    Args:
        frames: what was found, in order.
        faintest: the least probability to keep.
    """
    chains: defaultdict[tuple[int, int], list[Frame]] = defaultdict(list)
    for frame in frames:
        chains[frame.passage, frame.offset].append(frame)
    kept: list[Frame] = []
    for group in chains.values():
        likely = [frame for frame in group if frame.probability >= faintest]
        parted = [_cut_before_siblings(frame, likely) for frame in likely]
        kept += [frame for frame in parted if not any(_contains(other, frame) for other in parted)]
    return kept


def _cut_before_siblings(frame: Frame, others: Sequence[Frame]) -> Frame:
    """End the content of a frame before another cue of the same source: "said the pier was shut and called it ..."."""
    cuts = [
        _find_joint(frame, other.cue[0])
        for other in others
        if other.probability >= _SURE_SIBLING
        and other.cue[0] > frame.cue[0]
        and frame.holds(other.cue[0])
        and _overlaps(frame.source, other.source)
    ]
    if not cuts or min(cuts) <= frame.contents[0][0]:
        return frame
    cut = min(cuts)
    contents = tuple((first, min(last, cut)) for first, last in frame.contents if first < cut)
    return replace(frame, contents=contents)


def _find_joint(frame: Frame, cue: int) -> int:
    """Return the position of the conjunction or comma, with what goes with it, that leads up to a cue."""
    at = cue
    while at > 0 and frame.units[at - 1].tag in _LEADS_UP:
        at -= 1
        if frame.units[at].tag in ("CC", ","):
            while at > 0 and frame.units[at - 1].tag in ("CC", ","):
                at -= 1
            return at
    return cue


def _overlaps(one: Run, other: Run) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _contains(outer: Frame, inner: Frame) -> bool:
    """Whether the cue of ``inner`` is part of what the surer ``outer`` reports."""
    if outer is inner or not outer.holds(inner.cue[0]) or inner.holds(outer.cue[0]):
        return False
    return outer.probability >= _AS_SURE * inner.probability
