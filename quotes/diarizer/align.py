"""Recognised words and a diarizer's segments, joined: who says each word.

A word goes to the voice whose segments cover most of it. A word that no segment covers goes to the nearest one within
a bound, else to nobody. Where two voices cover a word alike, it is of the one whose segment is longer, for the edges
of a short one are less to be trusted. A word without times is placed between its neighbours. All of it is one sort and
one sweep.

The repair of words on the wrong side of a turn's edge, which is optional, is in `quotes.diarizer.boundaries`.

Example:
    >>> from quotes.model import Document, DocumentInfo, Utterance, Word
    >>> words = (Word(start=0, end=6, start_ms=0, end_ms=400), Word(start=7, end=11, start_ms=900, end_ms=1300))
    >>> document = Document(id="a", text="Ready? Yes.", info=DocumentInfo(words=words))
    >>> segments = [
    ...     Utterance(spans=(Span(0, 0),), label="S0", start_ms=0, end_ms=500),
    ...     Utterance(spans=(Span(0, 0),), label="S1", start_ms=800, end_ms=1400),
    ... ]
    >>> [(each.label, each.spans[0].of(document.text)) for each in align(document, segments).document.info.utterances]
    [('S0', 'Ready?'), ('S1', 'Yes.')]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import NamedTuple

from quotes.diarizer.boundaries import Move, repair_labels
from quotes.diarizer.segments import Segment, TimedToken, merge_segments
from quotes.model import Document, Utterance, Word
from quotes.spans import Span

__all__ = ["DEFAULT_REACH_MS", "Alignment", "align", "assign_labels", "find_segments"]

DEFAULT_REACH_MS = 3000
"""A word further than this from every segment is nobody's."""

_WORD = re.compile(r"\S+")


class Alignment(NamedTuple):
    """A document whose words have voices.

    Attributes:
        document: the document, its words and utterances labelled; an utterance of two voices is two now.
        moves: what the repair changed, in the order of time.
        unassigned: how many words are nobody's.
    """

    document: Document
    moves: tuple[Move, ...]
    unassigned: int


def align(
    document: Document, segments: Iterable[Utterance], *, repair: bool = False, reach_ms: int = DEFAULT_REACH_MS
) -> Alignment:
    """Give each word of a document a voice, and cut its utterances where the voice changes.

    Args:
        document: with timed words, or with timed utterances, whose words are then spread evenly over their time; only
            labels and utterances come of such words, for their times are no measurements.
        segments: labelled stretches of time; those without a label or without times are left out.
        repair: whether words near the edge of a turn may change sides where the text says so.
        reach_ms: how far from a segment a word may lie to be its.

    Raises:
        ValueError: the document has no times, or no segment has a label and times.
    """
    found = find_segments(segments)
    if not found:
        raise ValueError("no segment has a label, a start and an end")
    words = _take_words(document)
    tokens = _place(document.text, words)
    if not tokens:
        raise ValueError("no word and no utterance has a time")
    labels = assign_labels(tokens, found, reach_ms=reach_ms)
    moves: tuple[Move, ...] = ()
    if repair:
        spans = [(words[token.number].start, words[token.number].end) for token in tokens]
        labels, moves = repair_labels(document.text, tokens, spans, found, labels)
    voices: list[str | None] = [None] * len(words)
    for token, label in zip(tokens, labels, strict=True):
        voices[token.number] = label
    info = document.info
    utterances = tuple(_cut(document.text, words, voices, info.utterances))
    kept = tuple(
        word
        if word.speaker == voice
        else Word(start=word.start, end=word.end, start_ms=word.start_ms, end_ms=word.end_ms, speaker=voice)
        for word, voice in zip(words, voices, strict=True)
    )
    if info.words is None:
        kept = ()
    labelled = info.model_copy(update={"utterances": utterances, "words": kept or None})
    return Alignment(document.model_copy(update={"info": labelled}), moves, voices.count(None))


def find_segments(utterances: Iterable[Utterance]) -> list[Segment]:
    """Return the segments that labelled utterances with times mean, in the order of time.

    One that ends before it starts is turned round.
    """
    found = []
    for each in utterances:
        if each.label is not None and each.start_ms is not None and each.end_ms is not None:
            start_ms, end_ms = sorted((each.start_ms, each.end_ms))
            found.append(Segment(start_ms, end_ms, each.label))
    return sorted(found)


def assign_labels(
    tokens: Sequence[TimedToken], segments: Sequence[Segment], *, reach_ms: int = DEFAULT_REACH_MS
) -> list[str | None]:
    """Return the voice of each word: the one whose segments cover most of it, else the nearest, else None.

    Args:
        tokens: in the order of their starts.
        segments: in any order; several of one voice count together.
        reach_ms: how far from a segment a word may lie to be its.

    Example:
        >>> tokens = [TimedToken(0, 400, 0), TimedToken(700, 900, 1), TimedToken(9000, 9300, 2)]
        >>> assign_labels(tokens, [Segment(0, 300, "A"), Segment(1000, 2000, "B")])
        ['A', 'B', None]
    """
    waiting = sorted(merge_segments(segments))
    active: list[Segment] = []
    last: Segment | None = None  # of those that are over, the one that ended last
    position = 0
    labels: list[str | None] = []
    for token in tokens:
        start_ms, end_ms = token.start_ms, max(token.end_ms, token.start_ms + 1)
        while position < len(waiting) and waiting[position].start_ms < end_ms:
            active.append(waiting[position])
            position += 1
        if any(segment.end_ms <= start_ms for segment in active):
            for segment in active:
                if segment.end_ms <= start_ms and (last is None or segment.end_ms > last.end_ms):
                    last = segment
            active = [segment for segment in active if segment.end_ms > start_ms]
        label = _choose(active, start_ms, end_ms)
        if label is None:
            near = [(start_ms - last.end_ms, last.label)] if last is not None else []
            ahead = [
                *active,
                *waiting[position : position + 1],
            ]  # begun, for a longer word before, or the next to begin
            near += [(segment.start_ms - end_ms, segment.label) for segment in ahead]
            distance, nearest = min(near, key=itemgetter(0), default=(reach_ms + 1, None))
            label = nearest if distance <= reach_ms else None
        labels.append(label)
    return labels


def _choose(active: Sequence[Segment], start_ms: int, end_ms: int) -> str | None:
    """Return the voice that covers most of [start_ms, end_ms); of several alike the one with the longest segment."""
    covered: dict[str, tuple[int, int]] = {}
    for segment in active:
        overlap_ms = min(end_ms, segment.end_ms) - max(start_ms, segment.start_ms)
        if overlap_ms > 0:
            before_ms, longest_ms = covered.get(segment.label, (0, 0))
            long_ms = max(longest_ms, segment.end_ms - segment.start_ms)
            covered[segment.label] = (before_ms + overlap_ms, long_ms)
    return max(covered, key=covered.__getitem__, default=None)


def _take_words(document: Document) -> tuple[Word, ...]:
    """Return the words of a document; where it has none, those of its timed utterances, spread over their time."""
    if document.info.words is not None:
        return document.info.words
    words: list[Word] = []
    for utterance in document.info.utterances or ():
        places = [
            match.span() for span in utterance.spans for match in _WORD.finditer(document.text, span.start, span.end)
        ]
        if utterance.start_ms is None or utterance.end_ms is None:
            words += [Word(start=start, end=end) for start, end in places]
            continue
        total = sum(end - start for start, end in places)
        long_ms, done = max(0, utterance.end_ms - utterance.start_ms), 0
        for start, end in places:
            begin_ms = utterance.start_ms + long_ms * done // total
            done += end - start
            finish_ms = utterance.start_ms + long_ms * done // total
            words.append(Word(start=start, end=end, start_ms=begin_ms, end_ms=finish_ms))
    return tuple(words)


def _place(text: str, words: Sequence[Word]) -> list[TimedToken]:
    """Return the words in the order of time, those without times between their neighbours; none if none has a time."""
    starts = [word.start_ms if word.start_ms is not None else word.end_ms for word in words]
    ends = [word.end_ms if word.end_ms is not None else word.start_ms for word in words]
    known = [number for number, start in enumerate(starts) if start is not None]
    tokens: list[TimedToken] = []
    before = -1
    for number in known:
        tokens += _between(text, words, starts, ends, before, number)
        start_ms, end_ms = starts[number], ends[number]
        assert start_ms is not None and end_ms is not None  # noqa: S101 - known
        tokens.append(TimedToken(start_ms, max(start_ms, end_ms), number))
        before = number
    if known:
        tokens += _between(text, words, starts, ends, before, len(words))
    return sorted(tokens)


def _between(
    text: str,
    words: Sequence[Word],
    starts: Sequence[int | None],
    ends: Sequence[int | None],
    before: int,
    after: int,
) -> list[TimedToken]:
    """Place the words without times between two others, by their length; at an open end, at the one time there is."""
    if after - before < 2:
        return []
    first = ends[before] if before >= 0 else starts[after]
    last = starts[after] if after < len(words) else first
    assert first is not None and last is not None  # noqa: S101 - one of both is known, and both are then set
    last = max(first, last)
    total, done = sum(max(1, word.end - word.start) for word in words[before + 1 : after]), 0
    placed = []
    for number in range(before + 1, after):
        begin_ms = first + (last - first) * done // total
        done += max(1, words[number].end - words[number].start)
        placed.append(TimedToken(begin_ms, first + (last - first) * done // total, number))
    return placed


def _cut(
    text: str, words: Sequence[Word], voices: Sequence[str | None], utterances: Sequence[Utterance] | None
) -> Iterable[Utterance]:
    """Give the utterances cut where the voice changes; without any, each run of one voice is one."""
    if not utterances:
        spans = [Span(words[0].start, words[-1].end)] if words else []
        utterances = [Utterance(spans=(span,)) for span in spans]
    order = sorted(range(len(words)), key=lambda number: words[number].start)
    starts = [words[number].start for number in order]
    for utterance in utterances:
        inside = [
            number
            for span in utterance.spans
            for number in order[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        ]
        if not inside:
            yield replace(utterance, label=None)
            continue
        runs: list[list[int]] = []
        for number in inside:
            if runs and voices[runs[-1][-1]] == voices[number]:
                runs[-1].append(number)
            else:
                runs.append([number])
        begin = utterance.spans[0].start
        for index, run in enumerate(runs):
            end = words[runs[index + 1][0]].start if index + 1 < len(runs) else utterance.spans[-1].end
            spans = [Span(max(begin, span.start), max(begin, min(end, span.end))) for span in utterance.spans]
            trimmed = [span.trim(text) for span in spans if span.start < end]
            heard = [words[number] for number in run]
            known = [word.start_ms for word in heard if word.start_ms is not None]
            over = [word.end_ms for word in heard if word.end_ms is not None]
            yield Utterance(
                spans=tuple(span for span in trimmed if span.end > span.start),
                label=voices[run[0]],
                start_ms=utterance.start_ms if index == 0 and len(runs) == 1 else min(known, default=None),
                end_ms=utterance.end_ms if len(runs) == 1 else max(over, default=None),
            )
            begin = end
