"""Are voices rightly named."""

from __future__ import annotations

import pytest
from talk_samples import Said, talk

from quotes.evaluation.counts import Retrieval
from quotes.evaluation.spoken_words import measure_words
from quotes.evaluation.voice_names import Naming, measure_names

WANTED = (Said("Ines Okafor", "is the tide out"), Said("Rolf Tande", "not yet"), Said("Operator", "next"))


def _measure(*labels: str) -> Naming:
    wanted = talk(*WANTED)
    given = talk(*(part._replace(label=label) for part, label in zip(WANTED, labels, strict=True)))
    wording = measure_words(wanted, given)
    return measure_names(wanted, given, wording.mapping, wording.pairs)


CASES = [
    pytest.param(("Ines Okafor", "Rolf Tande", "S9"), (2, 2), 2, (6, 6), id="all"),
    pytest.param(("Dr. Okafor", "Tande", "S9"), (2, 2), 0, (6, 6), id="family names"),
    pytest.param(("S0", "Rolf Tande", "S9"), (1, 1), 1, (2, 2), id="one left open"),
    pytest.param(("Rolf Tande", "Ines Okafor", "S9"), (0, 2), 0, (0, 6), id="changed places"),
    pytest.param(("Ines Okafor", "Rolf Tande", "Olga Pera"), (2, 2), 2, (6, 6), id="a voice that is not asked about"),
    pytest.param(("S0", "S1", "S2"), (0, 0), 0, (0, 0), id="labels only"),
]


@pytest.mark.parametrize(("labels", "voices", "in_full", "words"), CASES)
def test_names_of_voices_and_words(
    labels: tuple[str, ...], voices: tuple[int, int], in_full: int, words: tuple[int, int]
) -> None:
    """Two voices are asked about, and the six words they say."""
    naming = _measure(*labels)

    assert naming.voices == Retrieval(voices[0], voices[1], voices[0], 2)
    assert (naming.in_full.right, naming.in_full.total) == (in_full, 2)
    assert naming.words == Retrieval(words[0], words[1], words[0], 6)


def test_a_named_voice_that_stands_for_nobody_is_one_too_many() -> None:
    """It counts against precision."""
    wanted, given = talk(Said("Ines Okafor", "aye")), talk(Said("Ines Okafor", "aye"), Said("Olga Pera", "aye aye"))
    naming = measure_names(wanted, given, {"label Ines Okafor": "label Ines Okafor"}, ())

    assert naming.voices == Retrieval(1, 2, 1, 1)
