"""Error rates of words, held against meeteval and against laws."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talk_samples import Said, sides, talk

from quotes.evaluation.spoken_words import has_timed_words, measure_timed_words, measure_words

TWO = (Said("A", "Is the tide out?"), Said("B", "Not yet."))

CASES = [
    pytest.param((Said("x", "is the tide OUT"), Said("y", "not yet")), 0, 6, 0, id="other labels"),
    pytest.param((Said("x", "is the tide"), Said("y", "out not yet")), 1, 6, 2, id="a word with another voice"),
    pytest.param((Said("x", "is the ride out"), Said("y", "not yet")), 0, 6, 1, id="a word heard wrongly"),
    pytest.param((Said("x", "is tide out"), Said("y", "not yet")), 0, 5, 1, id="a word not heard"),
    pytest.param((Said("x", "is the tide out not yet"),), 2, 6, 4, id="one voice for both"),
    pytest.param((Said("x", "is the tide out"), Said(None, "not yet")), 2, 6, 0, id="nobody named for some"),
    pytest.param((), 0, 0, 6, id="nothing"),
]


@pytest.mark.parametrize(("hypothesis", "wrong", "aligned", "errors"), CASES)
def test_words_of_the_wrong_voice(hypothesis: tuple[Said, ...], wrong: int, aligned: int, errors: int) -> None:
    """Words set against words with their voices, and each voice against its counterpart."""
    wording = measure_words(talk(*TWO), talk(*hypothesis))

    assert (wording.diarization.count, wording.diarization.total) == (wrong, aligned)
    assert (wording.concatenated.count, wording.concatenated.total) == (errors, 6)


def test_words_that_nobody_is_said_to_say_are_not_asked() -> None:
    """The reference does not tell whose they are."""
    wanted = talk(*TWO, Said(None, "Bells ring."))

    assert measure_words(wanted, wanted).diarization.total == 6


@given(sides())
def test_a_side_against_itself_has_no_errors(parts: tuple[Said, ...]) -> None:
    """Whatever it holds."""
    wording = measure_words(talk(*parts), talk(*parts))

    assert (wording.diarization.rate, wording.concatenated.rate) == (0.0, 0.0)


@given(sides(), sides("xyz"), st.permutations("xyz"))
def test_labels_do_not_matter(reference: tuple[Said, ...], hypothesis: tuple[Said, ...], order: list[str]) -> None:
    """Labels of the hypothesis in another order give the same errors."""
    renamed = [part._replace(label=order["xyz".index(part.label or "")]) for part in hypothesis]
    found = [measure_words(talk(*reference), talk(*parts)) for parts in (hypothesis, renamed)]

    assert found[0].diarization == found[1].diarization
    assert found[0].concatenated.count == found[1].concatenated.count


@given(sides(), sides("xyz"), st.integers(0, 9))
def test_an_utterance_in_two_parts_is_the_same(
    reference: tuple[Said, ...], hypothesis: tuple[Said, ...], number: int
) -> None:
    """How a side cuts what one voice says changes nothing."""
    untimed = [part._replace(start_ms=None, end_ms=None) for part in hypothesis]
    place = number % len(untimed)
    words = untimed[place].words.split()
    halves = [untimed[place]._replace(words=" ".join(part)) for part in (words[:1], words[1:])]
    cut = [*untimed[:place], *halves, *untimed[place + 1 :]]
    whole = measure_words(talk(*reference), talk(*untimed))
    parted = measure_words(talk(*reference), talk(*cut))

    assert (parted.diarization, parted.concatenated) == (whole.diarization, whole.concatenated)


def _segments(parts: tuple[Said, ...]) -> list[dict[str, object]]:
    return [
        {
            "session_id": "talk",
            "speaker": part.label,
            "words": part.words,
            "start_time": (part.start_ms or 0) / 1000,
            "end_time": (part.end_ms or 0) / 1000,
        }
        for part in parts
    ]


@settings(max_examples=40, deadline=None)
@given(sides(), sides("wxyz"))
def test_word_errors_are_those_of_meeteval(reference: tuple[Said, ...], hypothesis: tuple[Said, ...]) -> None:
    """Voice by voice, without and with times."""
    meeteval = pytest.importorskip("meeteval", reason="meeteval is the yardstick")
    theirs = [meeteval.io.SegLST(_segments(parts)) for parts in (reference, hypothesis)]
    ours = talk(*reference), talk(*hypothesis)
    (plain,) = meeteval.wer.cpwer(*theirs).values()
    (timed,) = meeteval.wer.tcpwer(*theirs, collar=5).values()

    found = measure_words(*ours).concatenated
    assert (found.count, found.total) == (plain.errors, plain.length)
    found = measure_timed_words(*ours)
    assert (found.count, found.total) == (timed.errors, timed.length)


def test_words_far_from_each_other_in_time_are_not_the_same() -> None:
    """Beyond five seconds a right word is one deleted and one inserted."""
    pytest.importorskip("meeteval", reason="meeteval aligns words in time")
    wanted = talk(Said("A", "tide", 0, 1000), Said("A", "out", 20_000, 21_000))
    for late_ms, errors in ((4000, 0), (7000, 2)):
        given = talk(Said("x", "tide", 0, 1000), Said("x", "out", 20_000 + late_ms, 21_000 + late_ms))
        assert measure_timed_words(wanted, given).count == errors


def test_a_side_without_words_misses_all_of_them() -> None:
    """No library is asked."""
    pytest.importorskip("meeteval", reason="meeteval aligns words in time")
    found = measure_timed_words(talk(Said("A", "tide out", 0, 1000)), talk())

    assert (found.parts["deletions"], found.total) == (2, 2)


def test_too_many_voices_are_told() -> None:
    """The library takes twenty."""
    pytest.importorskip("meeteval", reason="meeteval aligns words in time")
    many = talk(*(Said(f"Voice {number}", "aye", number, number + 1) for number in range(21)))

    with pytest.raises(ValueError, match="more than 20 voices"):
        measure_timed_words(many, many)


def test_whether_words_are_timed() -> None:
    """All must be; one side without words lacks none."""
    assert has_timed_words(talk(Said("A", "tide", 0, 10)))
    assert not has_timed_words(talk(Said("A", "tide", 0, 10), Said("A", "out")))
    assert has_timed_words(talk())
