"""Words on the wrong side of a turn's edge: found by what they say, and moved only near edges.

A diarizer hears where voices change, a few tenths of a second off; a recogniser writes sentences. Where the two
disagree, a sentence that is cut a word before its end is more often an edge in the wrong place than a speaker who was
interrupted. Both are weighed together: how likely each voice is heard at the time of each word, if the edges are off
by as much as they seem to be in this recording, and how likely the voice changes between two words, by what stands
there: the end of a sentence, a pause, a word that takes the floor.

How far the edges are off is measured on the recording itself: first taken as large, then as what lies between the
changes found and the edges nearest to them, until it settles. Clean segments come out as clean, and little is moved.

Source: the idea of weighing words against segments is that of Paturi, Srinivasan and Li, "Lexical Speaker Error
Correction", Interspeech 2023; here without a language model. The weights were chosen on eight calls of Earnings-21.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quotes.diarizer.segments import Segment, TimedToken, merge_segments
from quotes.lexicon.turns import turn_closers, turn_openers

__all__ = ["Move", "repair_labels"]

_TIME_WEIGHT = 2.0
"""What a second of a word counts, against the text."""
_MISS = 0.02
"""Probability of a voice where its segments say nothing of it, however clean they are."""
_FIRST_ERROR_MS, _LEAST_ERROR_MS, _MOST_ERROR_MS = 700.0, 100.0, 1500.0
"""By how much edges are off: the first guess, and between what it may settle (standard deviation)."""
_ROUNDS = 4
_MIDDLE_TO_DEVIATION = 1 / 0.6745
"""From the median of what is between to the standard deviation, for a normal distribution."""
_LONGEST_WORD_MS, _SHORTEST_WORD_MS = 1000, 80

_IN_SENTENCE, _AFTER_COMMA, _NO_SENTENCES, _OPENER, _CLOSER = -3.5, -2.5, -1.5, 1.0, 0.5
_PAUSES_MS = (50, 200, 500, 1000, 2000)
_PAUSE_SCORES = (-1.5, -1.0, -1.0, 0.5, 2.0, 3.0)
"""Log odds that the voice changes at the end of a sentence, by the pause there; the line above is added to it."""
_SENTENCE_END = re.compile(r"[.?!…。！？؟։।][\"'”’»)\]]*$")
_WORDS_A_SENTENCE = 80
"""With fewer ends of sentences than one in so many words the recogniser writes none."""


class Move(NamedTuple):
    """Words that changed sides.

    Attributes:
        start: their first code point in the text.
        end: one past their last.
        words: as they stand there.
        was: the voice that the segments say.
        to: the voice they have now.
        start_ms: when the first of them is heard.
        reason: what speaks for it.
    """

    start: int
    end: int
    words: str
    was: str
    to: str
    start_ms: int
    reason: str


def repair_labels(
    text: str,
    tokens: Sequence[TimedToken],
    spans: Sequence[tuple[int, int]],
    segments: Sequence[Segment],
    labels: Sequence[str | None],
) -> tuple[list[str | None], tuple[Move, ...]]:
    """Return the voices of the words after the repair, and what was moved.

    Args:
        text: the document's text.
        tokens: the words in the order of their starts.
        spans: where they stand in the text, in the same order, half-open code points.
        segments: of the diarizer.
        labels: of the words, as the segments have it; a word that is nobody's stays so.
    """
    said = _read(text, spans)
    scores = _score_changes(said, tokens)
    merged = merge_segments(segments)
    edges = _Edges(merged)
    error_ms, repaired = _FIRST_ERROR_MS, list(labels)
    for _ in range(_ROUNDS):
        repaired = _decode(tokens, labels, _find_voices(tokens, merged, error_ms), scores)
        settled = edges.measure(tokens, repaired)
        if abs(settled - error_ms) < 30:
            break
        error_ms = settled
    return repaired, tuple(_list_moves(text, tokens, spans, said, labels, repaired))


class _Said(NamedTuple):
    """A word as the repair reads it."""

    bare: str
    ends_sentence: bool
    ends_clause: bool
    is_sentence_start: bool


def _read(text: str, spans: Sequence[tuple[int, int]]) -> list[_Said]:
    """Read the words, each with the marks that stand behind it."""
    said = []
    after = True
    for number, (start, end) in enumerate(spans):
        following = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        word = text[start : max(end, min(following, end + 3))].split()
        shown = word[0] if word else ""
        ends = _SENTENCE_END.search(shown) is not None
        said.append(_Said(shown.strip(".,?!;:…\"'“”‘’()-").lower(), ends, shown[-1:] in ",;:-–—", after))
        after = ends
    return said


def _score_changes(said: Sequence[_Said], tokens: Sequence[TimedToken]) -> list[float]:
    """Return for each word the log odds that the voice changes before it."""
    openers, closers = turn_openers(), turn_closers()
    has_sentences = sum(each.ends_sentence for each in said) * _WORDS_A_SENTENCE >= len(said)
    scores = [0.0]
    for before, here, left, right in zip(said, said[1:], tokens, tokens[1:], strict=False):
        pause_ms = right.start_ms - left.end_ms
        score = _PAUSE_SCORES[bisect_left(_PAUSES_MS, pause_ms)]
        if not before.ends_sentence:
            score += _NO_SENTENCES if not has_sentences else _AFTER_COMMA if before.ends_clause else _IN_SENTENCE
        if (before.ends_sentence or not has_sentences) and here.bare in openers:
            score += _OPENER
        if before.ends_sentence and before.bare in closers:
            score += _CLOSER
        scores.append(score)
    return scores


def _find_voices(
    tokens: Sequence[TimedToken], segments: Sequence[Segment], error_ms: float
) -> list[Mapping[str, float] | None]:
    """Return for each word how likely each voice is heard then, where edges are off by ``error_ms``.

    None stands where no more than one voice is near: such a word is left alone.
    """
    reach_ms, scale = 3 * error_ms + 300, 1 / (error_ms * math.sqrt(2))
    erf = math.erf
    found: list[Mapping[str, float] | None] = []
    near: list[Segment] = []
    position = 0
    for token in tokens:
        first_ms, last_ms = token.start_ms - reach_ms, token.end_ms + reach_ms
        while position < len(segments) and segments[position].start_ms < last_ms:
            near.append(segments[position])
            position += 1
        if near and min(near, key=_end_of).end_ms <= first_ms:
            near = [segment for segment in near if segment.end_ms > first_ms]
        if not near or all(segment.label == near[0].label for segment in near):
            found.append(None)
            continue
        middle_ms = (token.start_ms + token.end_ms) / 2
        absent: dict[str, float] = {}
        for start_ms, end_ms, label in near:
            heard = (erf((middle_ms - start_ms) * scale) - erf((middle_ms - end_ms) * scale)) / 2
            absent[label] = absent.get(label, 1.0) * (1 - heard)
        found.append({label: 1 - value for label, value in absent.items()})
    return found


def _end_of(segment: Segment) -> int:
    return segment.end_ms


def _decode(
    tokens: Sequence[TimedToken],
    labels: Sequence[str | None],
    voices: Sequence[Mapping[str, float] | None],
    scores: Sequence[float],
) -> list[str | None]:
    """Return the voices that fit best as a whole; words that are nobody's or have one voice near stay as they are."""
    repaired = list(labels)
    number = 0
    while number < len(tokens):
        if voices[number] is None or labels[number] is None:
            number += 1
            continue
        first = number
        while number < len(tokens) and voices[number] is not None and labels[number] is not None:
            number += 1
        before = labels[first - 1] if first else None
        after = labels[number] if number < len(tokens) else None
        repaired[first:number] = _decode_stretch(
            tokens[first:number], voices[first:number], scores[first : number + 1], before, after
        )
    return repaired


def _decode_stretch(
    tokens: Sequence[TimedToken],
    voices: Sequence[Mapping[str, float] | None],
    scores: Sequence[float],
    before: str | None,
    after: str | None,
) -> Sequence[str]:
    """Return the best voices of a stretch of words between two whose voice is sure (Viterbi)."""
    floor = math.log(_MISS)
    best: dict[str, float] = {} if before is None else {before: 0.0}
    back: list[dict[str, str]] = []
    for token, heard, score in zip(tokens, voices, scores, strict=False):
        assert heard is not None  # noqa: S101 - stretches hold such words alone
        long_ms = min(max(token.end_ms - token.start_ms, _SHORTEST_WORD_MS), _LONGEST_WORD_MS)
        weight = _TIME_WEIGHT * long_ms / 1000
        top, second = _two_best(best)
        here: dict[str, float] = {}
        came: dict[str, str] = {}
        for label in {**heard, **best}:
            p = heard.get(label, 0.0)
            value = weight * (math.log(_MISS + (1 - _MISS) * p) if p > 0 else floor)
            other = top if label != top else second
            stayed = best.get(label, -math.inf) if best else 0.0
            changed = best[other] + score if other is not None else -math.inf
            if other is None or stayed >= changed:
                here[label], came[label] = stayed + value, label
            else:
                here[label], came[label] = changed + value, other
        best = here
        back.append(came)
    if after is not None and len(scores) > len(tokens):
        best = {label: value + (0.0 if label == after else scores[-1]) for label, value in best.items()}
    label = max(best, key=best.__getitem__)
    chosen = [label]
    for came in reversed(back[1:]):
        label = came[label]
        chosen.append(label)
    return chosen[::-1]


def _two_best(values: Mapping[str, float]) -> tuple[str | None, str | None]:
    """Return the two keys with the highest values; None where there is none."""
    first = max(values, key=values.__getitem__, default=None)
    return first, max((key for key in values if key != first), key=values.__getitem__, default=None)


class _Edges:
    """Where the segments of each voice begin and end."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._starts: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        for segment in segments:
            self._starts.setdefault(segment.label, []).append(segment.start_ms)
            self._ends.setdefault(segment.label, []).append(segment.end_ms)

    def measure(self, tokens: Sequence[TimedToken], labels: Sequence[str | None]) -> float:
        """Return by how much edges are off (standard deviation, in milliseconds), if the voices change as ``labels``.

        The median is taken, for some changes have no edge of their own; a few that fit are put in, so that two or
        three changes prove nothing.
        """
        apart = [0] * 4
        for left, right, before, here in zip(tokens, tokens[1:], labels, labels[1:], strict=False):
            if before != here:
                if before is not None:
                    apart.append(_distance(self._ends.get(before, []), left.end_ms))
                if here is not None:
                    apart.append(_distance(self._starts.get(here, []), right.start_ms))
        apart.sort()
        return min(max(apart[len(apart) // 2] * _MIDDLE_TO_DEVIATION, _LEAST_ERROR_MS), _MOST_ERROR_MS)


def _distance(edges: Sequence[int], time_ms: int) -> int:
    """Return how far ``time_ms`` is from the nearest of some edges in order."""
    place = bisect_left(edges, time_ms)
    return min((abs(edge - time_ms) for edge in edges[max(0, place - 1) : place + 1]), default=0)


def _list_moves(
    text: str,
    tokens: Sequence[TimedToken],
    spans: Sequence[tuple[int, int]],
    said: Sequence[_Said],
    labels: Sequence[str | None],
    repaired: Sequence[str | None],
) -> list[Move]:
    """List the runs of words that changed from one voice to another, each with its reason."""
    moves = []
    number = 0
    while number < len(tokens):
        was, to = labels[number], repaired[number]
        if was == to or was is None or to is None:
            number += 1
            continue
        first = number
        while number < len(tokens) and (labels[number], repaired[number]) == (was, to):
            number += 1
        start, end = spans[first][0], max(end for _, end in spans[first:number])
        reason = _explain(tokens, said, repaired, first, number, to)
        words = text[min(start, end) : max(start, end)]
        moves.append(Move(min(start, end), max(start, end), words, was, to, tokens[first].start_ms, reason))
    return moves


def _explain(
    tokens: Sequence[TimedToken],
    said: Sequence[_Said],
    repaired: Sequence[str | None],
    first: int,
    after: int,
    to: str,
) -> str:
    """Say what speaks for giving the words [first, after) to a voice."""
    goes_on = first > 0 and repaired[first - 1] == to
    leads_on = after < len(tokens) and repaired[after] == to
    if goes_on and not said[first].is_sentence_start:
        return f"they stand in a sentence that {to} began"
    if leads_on and not said[after - 1].ends_sentence:
        return f"they begin a sentence that {to} goes on with"
    if goes_on and after < len(tokens):
        pause_ms = tokens[after].start_ms - tokens[after - 1].end_ms
        if said[after].bare in turn_openers():
            return f"{to} goes on; behind them somebody else begins with {said[after].bare!r}"
        return f"{to} goes on; the pause behind them is {pause_ms / 1000:.1f} s"
    if leads_on and first > 0:
        pause_ms = tokens[first].start_ms - tokens[first - 1].end_ms
        if said[first].bare in turn_openers():
            return f"{said[first].bare!r} begins what {to} goes on with"
        return f"{to} goes on with them; the pause before them is {pause_ms / 1000:.1f} s"
    return f"a sentence of its own that fits the segments of {to} as well"
