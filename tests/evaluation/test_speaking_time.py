"""Error rates of times, held against pyannote.metrics and against laws."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talk_samples import Said, sides, talk

from quotes.evaluation.speaking_time import Timing, join_times, measure_times, overlap_ms
from quotes.spans import Span

TWO = (Said("A", "", 0, 1000), Said("B", "", 1000, 2000))

CASES = [
    pytest.param((Said("x", "", 0, 1000), Said("y", "", 1000, 2000)), (0, 0, 0), id="other labels"),
    pytest.param((), (2000, 0, 0), id="nothing"),
    pytest.param((Said("x", "", 0, 2000),), (0, 0, 1000), id="one voice for both"),
    pytest.param((Said("x", "", 0, 1000),), (1000, 0, 0), id="one missed"),
    pytest.param((*TWO, Said("C", "", 2000, 2500)), (0, 500, 0), id="one too many"),
    pytest.param((*TWO, Said("C", "", 0, 500)), (0, 500, 0), id="one at the same time"),
    pytest.param((Said("A", "", 0, 1000), Said(None, "", 1000, 2000)), (1000, 0, 0), id="nobody is no voice"),
]


@pytest.mark.parametrize(("hypothesis", "expected"), CASES)
def test_missed_false_and_confused_times(hypothesis: tuple[Said, ...], expected: tuple[int, int, int]) -> None:
    """Milliseconds of each sort, of two seconds."""
    found = measure_times(talk(*TWO), talk(*hypothesis)).diarization

    assert (tuple(found.parts.values()), found.total) == (expected, 2000)


def test_names_must_match_where_they_count() -> None:
    """Two voices under each other's names are all confused, though nobody is mistaken for somebody else."""
    wanted = talk(Said("Ana Reyes", "", 0, 900), Said("Otto Lind", "", 900, 1000))
    given = talk(Said("Otto Lind", "", 0, 900), Said("Ana_Reyes", "", 900, 1000))
    timing = measure_times(wanted, given)

    assert (timing.diarization.rate, timing.identification.rate) == (0.0, 1.0)
    assert measure_times(talk(*TWO), talk(*TWO)).identification.rate is None


def test_collar_and_overlap_can_be_left_out() -> None:
    """A boundary that is late by less than the collar costs nothing; nor do two voices at once."""
    late = talk(Said("A", "", 0, 1100), Said("B", "", 1100, 2000))
    assert measure_times(talk(*TWO), late, collar_ms=100).diarization.rate == 0.0
    assert measure_times(talk(*TWO), late, collar_ms=50).diarization.parts["confusion"] == 50

    both = talk(*TWO, Said("B", "", 400, 600))
    assert measure_times(both, talk(*TWO)).diarization.parts["missed"] == 200
    assert measure_times(both, talk(*TWO), skip_overlap=True).diarization.rate == 0.0


@given(sides())
def test_a_side_against_itself_has_no_errors(parts: tuple[Said, ...]) -> None:
    """Whatever it holds."""
    timing = measure_times(talk(*parts), talk(*parts))

    assert (timing.diarization.rate, timing.jaccard.rate) == (0.0, 0.0)
    assert set(timing.mapping.values()) == set(timing.mapping)


def _figures(timing: Timing) -> tuple[Any, ...]:
    return timing.diarization, pytest.approx(timing.jaccard.rate)


@given(sides(), sides("xyz"), st.permutations("xyz"), st.sampled_from((0, 60)))
def test_labels_do_not_matter(
    reference: tuple[Said, ...], hypothesis: tuple[Said, ...], order: list[str], collar_ms: int
) -> None:
    """Labels of the hypothesis in another order give the same errors."""
    renamed = [part._replace(label=order["xyz".index(part.label or "")]) for part in hypothesis]
    wanted = talk(*reference)
    found = [measure_times(wanted, talk(*parts), collar_ms=collar_ms) for parts in (hypothesis, renamed)]

    assert found[0].diarization == found[1].diarization


@given(sides(), sides("xyz"), st.integers(0, 9), st.sampled_from((0, 60)))
def test_a_turn_in_two_parts_is_the_same(
    reference: tuple[Said, ...], hypothesis: tuple[Said, ...], number: int, collar_ms: int
) -> None:
    """How a side cuts what one voice says changes nothing, whatever the collar."""
    for parts, other in ((reference, hypothesis), (hypothesis, reference)):
        cut = parts[number % len(parts)]
        assert cut.start_ms is not None and cut.end_ms is not None
        middle = (cut.start_ms + cut.end_ms) // 2
        halves = [part for part in parts if part is not cut]
        halves += [cut._replace(end_ms=middle), cut._replace(start_ms=middle)]
        whole = measure_times(talk(*parts), talk(*other), collar_ms=collar_ms)
        assert _figures(measure_times(talk(*halves), talk(*other), collar_ms=collar_ms)) == _figures(whole)
        whole = measure_times(talk(*other), talk(*parts), collar_ms=collar_ms)
        assert _figures(measure_times(talk(*other), talk(*halves), collar_ms=collar_ms)) == _figures(whole)


@settings(max_examples=30, deadline=None)
@given(sides(), sides("ABCD"), st.sampled_from((0, 100)), st.booleans())
def test_figures_are_those_of_pyannote(
    reference: tuple[Said, ...], hypothesis: tuple[Said, ...], collar_ms: int, skip_overlap: bool
) -> None:
    """To the ninth decimal, once the segments of each voice are joined; its collar spans both sides."""
    core = pytest.importorskip("pyannote.core", reason="pyannote.metrics is the yardstick")
    metrics = pytest.importorskip("pyannote.metrics.diarization", reason="pyannote.metrics is the yardstick")
    identification = pytest.importorskip("pyannote.metrics.identification")
    named = [tuple(part._replace(label=f"Ada {part.label}") for part in side) for side in (reference, hypothesis)]
    joined = []
    for side in named:
        annotation = core.Annotation(uri="talk")
        for voice, times in join_times(talk(*side).stretches).items():
            for start, end in times:
                annotation[core.Segment(start / 1000, end / 1000), voice] = voice
        joined.append(annotation)
    uem = core.Timeline([joined[0].get_timeline().extent() | joined[1].get_timeline().extent()])
    rules = {"collar": 2 * collar_ms / 1000, "skip_overlap": skip_overlap}
    timing = measure_times(talk(*named[0]), talk(*named[1]), collar_ms=collar_ms, skip_overlap=skip_overlap)

    theirs = metrics.DiarizationErrorRate(**rules)(*joined, uem=uem, detailed=True)
    assert timing.diarization.total == pytest.approx(theirs["total"] * 1000, abs=1e-6)
    for ours, name in (("missed", "missed detection"), ("false alarm", "false alarm"), ("confusion", "confusion")):
        assert timing.diarization.parts[ours] == pytest.approx(theirs[name] * 1000, abs=1e-6)
    if timing.diarization.total:
        by_name = identification.IdentificationErrorRate(**rules)(*joined, uem=uem)
        assert timing.identification.rate == pytest.approx(by_name, abs=1e-9)


@given(sides(), sides("xyz"))
@settings(max_examples=30, deadline=None)
def test_jaccard_is_that_of_pyannote(reference: tuple[Said, ...], hypothesis: tuple[Said, ...]) -> None:
    """Where only one mapping is best; where several are, each library takes its own."""
    core = pytest.importorskip("pyannote.core", reason="pyannote.metrics is the yardstick")
    metrics = pytest.importorskip("pyannote.metrics.diarization", reason="pyannote.metrics is the yardstick")
    joined = []
    for side in (reference, hypothesis):
        annotation = core.Annotation(uri="talk")
        for voice, times in join_times(talk(*side).stretches).items():
            for start, end in times:
                annotation[core.Segment(start / 1000, end / 1000), voice] = voice
        joined.append(annotation)
    uem = core.Timeline([joined[0].get_timeline().extent() | joined[1].get_timeline().extent()])
    timing = measure_times(talk(*reference), talk(*hypothesis))
    metric = metrics.JaccardErrorRate()
    mapping = {r: h for h, r in metric.optimal_mapping(joined[0], joined[1]).items()}

    if mapping == dict(timing.mapping):
        assert timing.jaccard.rate == pytest.approx(metric(*joined, uem=uem), abs=1e-9)


def test_times_that_touch_are_joined() -> None:
    """And a stretch without length is none."""
    stretches = talk(Said("A", "", 0, 10), Said("A", "", 10, 20), Said("A", "", 30, 30), Said("B", "", 5, 5)).stretches

    assert join_times(stretches) == {"label A": [(0, 20)]}
    assert overlap_ms([(0, 20), (30, 50)], 15, 40) == 15
    assert all(stretch.span == Span(stretch.span.start, stretch.span.start) for stretch in stretches)
