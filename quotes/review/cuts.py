"""What follows for a transcript when an editor splits and joins its turns: every word stays somebody's, times go along.

The page says where turns and quotations are cut. When the halves are heard is taken from the timed words, or from the
utterances where no word is timed; an utterance that goes on behind a cut is cut too, so that each stands in one turn
and whoever writes captions from them gives both voices their own.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from quotes.diarizer.times import TimeFinder
from quotes.errors import CorrectionError
from quotes.model import Annotation, Turn, Utterance, Word
from quotes.spans import Span, merge_spans

__all__ = ["check_turns", "cut_utterances", "fill_times", "follow_cuts"]


def follow_cuts(annotation: Annotation, lists: dict[str, list[dict[str, Any]]], info: dict[str, Any]) -> None:
    """Cut utterances where turns were cut, and find the times that were left open for what stands elsewhere now.

    Args:
        annotation: before the corrections.
        lists: its quotations and turns after them, as JSON; times are filled in.
        info: what is known of its document, as JSON; its utterances are replaced where one is cut.
    """
    words: Sequence[Word] = annotation.document.words or ()
    utterances: Sequence[Utterance] = annotation.document.utterances or ()
    turns = {(turn.start, turn.end) for turn in annotation.turns}
    quotations = {quotation.spans for quotation in annotation.quotations}
    begun = {value["start"] for value in lists["turns"]} - {start for start, _ in turns}
    if begun and utterances and annotation.text is not None:
        utterances = cut_utterances(annotation.text, utterances, words, begun)
        info["utterances"] = [dataclasses.asdict(each) for each in utterances]
    timed: list[Utterance | Word] = [*utterances, *words]
    if all(each.start_ms is None and each.end_ms is None for each in timed):
        return
    placed: list[dict[str, Any]] = [value for value in lists["turns"] if (value["start"], value["end"]) not in turns]
    placed += [value for value in lists["quotations"] if tuple(map(tuple, value["spans"])) not in quotations]
    unheard = [value for value in placed if value.get("start_ms") is None or value.get("end_ms") is None]
    for value, filled in zip(unheard, fill_times(unheard, utterances, words), strict=True):
        value.update(filled)


def check_turns(before: Annotation, after: Annotation) -> None:
    """Hold the turns of a corrected annotation against those it had.

    Raises:
        CorrectionError: words that stood in a turn stand in none any more, or turns overlap that did not.
    """
    text = before.text
    if before.turns == after.turns or text is None:
        return
    kept = merge_spans(turn.span for turn in after.turns)
    starts = [span.start for span in kept]
    for turn in before.turns:
        place = turn.start
        for span in (*kept[max(0, bisect_right(starts, turn.start) - 1) : bisect_left(starts, turn.end)], None):
            end = turn.end if span is None else min(span.start, turn.end)
            if place < end and (words := text[place:end].strip()):
                raise CorrectionError(
                    before.id, None, f"corrected, [{place}, {end}) is in no turn any more: {words[:60]!r}"
                )
            place = max(place, turn.end if span is None else span.end)
    if _overlap(after.turns) > _overlap(before.turns):
        raise CorrectionError(before.id, None, "corrected, two turns overlap that did not before")


def _overlap(turns: Iterable[Turn]) -> int:
    """Count the code points that stand in more than one turn, once for each turn beyond the first."""
    spans = [turn.span for turn in turns]
    return sum(span.end - span.start for span in spans) - sum(span.end - span.start for span in merge_spans(spans))


def cut_utterances(
    text: str, utterances: Sequence[Utterance], words: Sequence[Word], places: Collection[int]
) -> tuple[Utterance, ...]:
    """Return ``utterances`` with those that go on behind one of ``places`` cut there.

    A half begins and ends when its words do; where no word in it is timed, the time of the whole is shared out by the
    code points, which is a guess within one utterance.

    Args:
        text: the document's text.
        utterances: its utterances in order.
        words: its timed words.
        places: where turns begin that did not before, in code points.

    Example:
        >>> whole = Utterance(spans=(Span(0, 9),), label="A", start_ms=0, end_ms=1800)
        >>> [(half.spans[0], half.start_ms, half.end_ms) for half in cut_utterances("One. Two.", [whole], [], [5])]
        [(Span(start=0, end=4), 0, 900), (Span(start=5, end=9), 900, 1800)]
    """
    order = sorted(places)
    times = TimeFinder((), words)
    parts: list[Utterance] = []
    for utterance in utterances:
        first, last = utterance.spans[0].start, utterance.spans[-1].end
        for place in order[bisect_right(order, first) : bisect_left(order, last)]:
            head, tail = _cut(text, utterance.spans, place)
            if head and tail:
                ended_ms, starts_ms = _find_cut(utterance, head, tail, times)
                parts.append(_with(utterance, head, utterance.start_ms, ended_ms))
                utterance = _with(utterance, tail, starts_ms, utterance.end_ms)
        parts.append(utterance)
    return tuple(parts)


def _cut(text: str, spans: Iterable[Span], place: int) -> tuple[list[Span], list[Span]]:
    halves: tuple[list[Span], list[Span]] = ([], [])
    for span in spans:
        for half, (start, end) in zip(
            halves, ((span.start, min(span.end, place)), (max(span.start, place), span.end)), strict=True
        ):
            part = Span(start, end).trim(text) if start < end else Span(start, start)
            if part.start < part.end:
                half.append(part)
    return halves


def _find_cut(
    utterance: Utterance, head: Sequence[Span], tail: Sequence[Span], times: TimeFinder
) -> tuple[int | None, int | None]:
    """Return when the first half ends and when the second begins, in milliseconds."""
    ended_ms, starts_ms = times.find(head)[1], times.find(tail)[0]
    if (ended_ms is None or starts_ms is None) and utterance.start_ms is not None and utterance.end_ms is not None:
        sizes = [sum(span.end - span.start for span in half) for half in (head, tail)]
        shared_ms = utterance.start_ms + round((utterance.end_ms - utterance.start_ms) * sizes[0] / sum(sizes))
        ended_ms, starts_ms = (shared_ms if each is None else each for each in (ended_ms, starts_ms))
    return ended_ms, starts_ms


def _with(utterance: Utterance, spans: Sequence[Span], start_ms: int | None, end_ms: int | None) -> Utterance:
    return Utterance(spans=tuple(spans), label=utterance.label, start_ms=start_ms, end_ms=end_ms)


def fill_times(
    records: Iterable[Mapping[str, Any]], utterances: Sequence[Utterance], words: Sequence[Word]
) -> list[dict[str, Any]]:
    """Return quotations or turns as JSON with the times that were left open, where words or utterances tell them.

    Example:
        >>> utterance = Utterance(spans=(Span(0, 9),), start_ms=1000, end_ms=2500)
        >>> fill_times([{"start": 0, "end": 4, "start_ms": None, "end_ms": 1700}], [utterance], [])
        [{'start': 0, 'end': 4, 'start_ms': 1000, 'end_ms': 1700}]
    """
    times = TimeFinder(utterances, words)
    filled = []
    for record in records:
        spans = [Span(*pair) for pair in record.get("spans") or [(record["start"], record["end"])]]
        found = dict(zip(("start_ms", "end_ms"), times.find(spans), strict=True))
        filled.append({**record, **{name: value for name, value in found.items() if record.get(name) is None}})
    return filled
