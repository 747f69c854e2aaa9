"""Who is heard when: diarization, Jaccard and identification error rates, exact to the millisecond.

Stretches of one voice that touch or overlap are one, so that how a side cuts its turns changes nothing, whatever the
collar. The libraries that are the yardstick here (pyannote.metrics, md-eval) do not join them; given joined segments,
they give the same figures, which the tests hold.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from quotes.assignment import assign_rows
from quotes.evaluation.counts import NO_ERRORS, Errors
from quotes.evaluation.talk import Stretch, Talk

__all__ = ["Timing", "find_mapping", "join_times", "measure_times", "overlap_ms"]


class Timing(NamedTuple):
    """What a comparison of times gives; the counts are milliseconds, those of ``jaccard`` voices.

    Attributes:
        diarization: missed, false alarm and confusion, under the mapping of voices that confuses least.
        identification: the same with no mapping: voices must bear a common name, or label where they have no name.
            Nothing is counted where the reference names nobody.
        jaccard: for each voice of the reference, which share of the time that it or its counterpart is heard is not
            common to both.
        mapping: voice of the reference to the one of the hypothesis that stands for it.
        shared_ms: for each voice of the reference, how long its counterpart is heard with it.
        reference_ms: how long each voice of the reference is heard.
        hypothesis_ms: how long each voice of the hypothesis is heard.
    """

    diarization: Errors = NO_ERRORS
    identification: Errors = NO_ERRORS
    jaccard: Errors = NO_ERRORS
    mapping: Mapping[str, str] = {}
    shared_ms: Mapping[str, int] = {}
    reference_ms: Mapping[str, int] = {}
    hypothesis_ms: Mapping[str, int] = {}


class _Scene(NamedTuple):
    """How long certain voices of both sides are heard together."""

    reference: frozenset[str]
    hypothesis: frozenset[str]
    length_ms: int


def measure_times(reference: Talk, hypothesis: Talk, *, collar_ms: int = 0, skip_overlap: bool = False) -> Timing:
    """Compare when voices are heard; stretches without a time or a voice are left aside.

    Args:
        reference: what is right.
        hypothesis: what to measure.
        collar_ms: so much on either side of each boundary of the reference is not scored.
        skip_overlap: leave out where several voices of the reference are heard at once.

    Source: NIST (2009), "The 2009 Rich Transcription Meeting Recognition Evaluation Plan" (diarization error rate);
    Ryant et al. (2019), "The Second DIHARD Diarization Challenge" (Jaccard error rate).

    Example:
        >>> from quotes.evaluation.talk import Voice
        >>> from quotes.spans import Span
        >>> def talk(*parts):
        ...     names = dict.fromkeys(name for name, _, _ in parts)
        ...     voices = tuple(Voice(name, name, None, frozenset((name,))) for name in names)
        ...     return Talk(voices, tuple(Stretch(name, Span(0, 0), start, end) for name, start, end in parts))
        >>> timing = measure_times(talk(("A", 0, 800), ("B", 800, 1000)), talk(("x", 0, 900)))
        >>> dict(timing.diarization.parts), timing.diarization.rate
        ({'missed': 100, 'false alarm': 0, 'confusion': 100}, 0.2)
    """
    wanted, given = join_times(reference.stretches), join_times(hypothesis.stretches)
    scenes = tuple(_find_scenes(wanted, given, collar_ms, skip_overlap))
    shared: Counter[tuple[str, str]] = Counter()
    wanted_ms: Counter[str] = Counter()
    given_ms: Counter[str] = Counter()
    for scene in scenes:
        for name in scene.reference:
            wanted_ms[name] += scene.length_ms
            for other in scene.hypothesis:
                shared[name, other] += scene.length_ms
        for other in scene.hypothesis:
            given_ms[other] += scene.length_ms
    mapping = find_mapping(shared, sorted(wanted_ms), sorted(given_ms))
    common = {name: shared[name, mapping[name]] for name in mapping}
    apart = Errors(
        {"not shared": sum(1 - _share(common, wanted_ms, given_ms, mapping, name) for name in sorted(wanted_ms))},
        len(wanted_ms),
    )
    back = {other: name for name, other in mapping.items()}
    return Timing(
        _count(scenes, lambda scene: len(scene.reference & {back[each] for each in scene.hypothesis if each in back})),
        _identify(reference, hypothesis, scenes),
        apart,
        mapping,
        common,
        wanted_ms,
        given_ms,
    )


def join_times(stretches: Iterable[Stretch]) -> dict[str, list[tuple[int, int]]]:
    """Return when each voice is heard, in milliseconds, half-open, in order, what touches or overlaps joined.

    Example:
        >>> from quotes.spans import Span
        >>> join_times([Stretch("A", Span(0, 0), 400, 900), Stretch("A", Span(0, 0), 0, 400)])
        {'A': [(0, 900)]}
    """
    times: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for stretch in stretches:
        if stretch.voice is not None and stretch.start_ms is not None and stretch.end_ms is not None:
            times[stretch.voice].append((stretch.start_ms, stretch.end_ms))
    return {voice: joined for voice, parts in times.items() if (joined := _join(parts))}


def overlap_ms(times: Sequence[tuple[int, int]], start_ms: int, end_ms: int) -> int:
    """Return for how long joined times, as `join_times` gives them, cover a range of milliseconds.

    Example:
        >>> overlap_ms([(0, 300), (500, 900)], 200, 600)
        200
    """
    place = max(0, bisect_left(times, (start_ms,)) - 1)
    covered = 0
    while place < len(times) and times[place][0] < end_ms:
        covered += max(0, min(times[place][1], end_ms) - max(times[place][0], start_ms))
        place += 1
    return covered


def find_mapping(
    shared: Mapping[tuple[str, str], int], reference: Sequence[str], hypothesis: Sequence[str]
) -> dict[str, str]:
    """Return which voice of the hypothesis stands for which of the reference, so that they share most.

    Example:
        >>> find_mapping({("A", "x"): 3, ("A", "y"): 2, ("B", "x"): 2}, ["A", "B"], ["x", "y"])
        {'A': 'y', 'B': 'x'}
    """
    places = assign_rows([[shared.get((name, other), 0) for other in hypothesis] for name in reference])
    return {name: hypothesis[place] for name, place in zip(reference, places, strict=True) if place is not None}


def _join(parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


_Times = Mapping[str, Sequence[tuple[int, int]]]


def _find_scenes(wanted: _Times, given: _Times, collar_ms: int, skip_overlap: bool) -> Iterator[_Scene]:
    """Cut time wherever a voice or a collar sets in or ends."""
    changes: dict[int, list[tuple[int, str | None, int]]] = defaultdict(list)
    for side, times in enumerate((wanted, given)):
        for voice, parts in times.items():
            for start, end in parts:
                changes[start].append((side, voice, 1))
                changes[end].append((side, voice, -1))
                if side == 0 and collar_ms > 0:
                    for edge in (start, end):
                        changes[edge - collar_ms].append((side, None, 1))
                        changes[edge + collar_ms].append((side, None, -1))
    heard: tuple[set[str], set[str]] = (set(), set())
    collars, before = 0, 0
    for moment in sorted(changes):
        is_scored = not collars and not (skip_overlap and len(heard[0]) > 1)
        if is_scored and (heard[0] or heard[1]):
            yield _Scene(frozenset(heard[0]), frozenset(heard[1]), moment - before)
        before = moment
        for side, name, step in changes[moment]:
            if name is None:
                collars += step
            elif step > 0:
                heard[side].add(name)
            else:
                heard[side].discard(name)


def _count(scenes: Iterable[_Scene], count_right: Callable[[_Scene], int]) -> Errors:
    """Add up what is missed, too much and confused."""
    missed = false_alarm = confusion = total = 0
    for scene in scenes:
        wanted, given = len(scene.reference), len(scene.hypothesis)
        right = count_right(scene) if wanted and given else 0
        total += scene.length_ms * wanted
        missed += scene.length_ms * max(0, wanted - given)
        false_alarm += scene.length_ms * max(0, given - wanted)
        confusion += scene.length_ms * (min(wanted, given) - right)
    return Errors({"missed": missed, "false alarm": false_alarm, "confusion": confusion}, total)


def _identify(reference: Talk, hypothesis: Talk, scenes: Sequence[_Scene]) -> Errors:
    """Count with the names, where the reference has any."""
    if not any(voice.name for voice in reference.voices):
        return NO_ERRORS
    keys = {voice.id: voice.keys for voice in hypothesis.voices}
    same = {
        (voice.id, other): int(not voice.keys.isdisjoint(keys[other])) for voice in reference.voices for other in keys
    }
    known: dict[tuple[frozenset[str], frozenset[str]], int] = {}

    def count_right(scene: _Scene) -> int:
        pair = scene[:2]
        if pair not in known:
            places = assign_rows([[same[name, other] for other in scene.hypothesis] for name in scene.reference])
            known[pair] = sum(place is not None for place in places)
        return known[pair]

    return _count(scenes, count_right)


def _share(
    common: Mapping[str, int],
    wanted_ms: Mapping[str, int],
    given_ms: Mapping[str, int],
    mapping: Mapping[str, str],
    name: str,
) -> float:
    """Return what a voice and its counterpart have in common, as a share of the time that either is heard."""
    if name not in mapping:
        return 0.0
    return common[name] / (wanted_ms[name] + given_ms[mapping[name]] - common[name])
