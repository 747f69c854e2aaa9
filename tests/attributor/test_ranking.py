"""Sources ranked by weights for named features."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from attributor_samples import read_phrases, settings_of
from hypothesis import given
from hypothesis import strategies as st

from quotes.attributor import ranking
from quotes.attributor.candidates import find_candidates
from quotes.attributor.cuebook import CueBook
from quotes.attributor.features import describe_candidate, read_phrase_facts, read_place_facts
from quotes.attributor.ranking import load_cue_scores, load_facts, load_weights, rank_sources, softmax
from quotes.errors import LexiconError

SCORES = st.lists(st.floats(-700, 700), min_size=1, max_size=20)


@given(SCORES)
def test_probabilities_sum_to_one(scores: list[float]) -> None:
    """Whatever the scores, probabilities lie between 0 and 1, sum to 1, and keep the order of the scores."""
    shares = softmax(scores)

    assert math.isclose(sum(shares), 1.0)
    assert all(0 <= share <= 1 for share in shares)
    assert shares[max(range(len(scores)), key=scores.__getitem__)] == max(shares)


@given(SCORES, st.floats(-100, 100))
def test_only_differences_of_scores_count(scores: list[float], shift: float) -> None:
    """The same number added to every score changes nothing."""
    assert softmax([score + shift for score in scores]) == pytest.approx(softmax(scores), abs=1e-9)


TEXTS = [
    pytest.param('"The bridge is safe now," said Ada Quill. "Come and see," Peter Maddox said.', id="two speakers"),
    pytest.param('Ada Quill came.\n\n"The bridge is safe now."\n\nPeter Maddox left.', id="alone"),
    pytest.param('"The bridge is safe now."', id="nobody"),
]


@pytest.mark.parametrize("text", TEXTS)
def test_candidates_and_nobody_share_all_of_the_probability(text: str) -> None:
    """The probabilities of the candidates and of nobody sum to 1; the best is the likeliest of them all."""
    reader = read_phrases(text)
    for decision in rank_sources(reader, settings_of(reader)):
        assert math.isclose(sum(decision.probabilities) + decision.nobody, 1.0)
        assert len(decision.probabilities) == len(decision.candidates)
        if decision.best < 0:
            assert decision.nobody >= max(decision.probabilities, default=0.0)
        else:
            assert decision.probabilities[decision.best] == max(*decision.probabilities, decision.nobody)


def test_the_subject_of_the_reporting_verb_is_the_likeliest_source() -> None:
    """The shipped weights know the plainest of all attributions."""
    text = 'Later Peter Maddox came in. "The bridge is safe now," said Ada Quill.'
    reader = read_phrases(text)
    (decision,) = rank_sources(reader, settings_of(reader))

    assert decision.candidates[decision.best].phrase.span.of(text) == "Ada Quill"
    assert decision.probabilities[decision.best] > 0.9


@pytest.mark.parametrize("text", TEXTS)
def test_facts_weigh_what_their_features_weigh(text: str) -> None:
    """What is remembered of facts adds up to the weights of the names that a candidate's features have."""
    reader, weights, book = read_phrases(text), load_weights(), CueBook(load_cue_scores())
    for setting in settings_of(reader):
        for candidate in find_candidates(reader, setting):
            facts = [*read_phrase_facts(candidate, book), *read_place_facts(setting, candidate, book, None)]
            names = describe_candidate(setting, candidate, book, None)
            told = sum(weights.get(name, 0.0) for name in names)
            for _ in range(2):
                assert sum(load_facts()[fact] for fact in facts) == pytest.approx(told, abs=1e-9)


def test_a_feature_without_a_weight_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no feature has a weight, all candidates and nobody are equally likely."""
    monkeypatch.setattr(ranking, "load_weights", lambda: {"never met": 5.0})
    reader = read_phrases('Later Peter Maddox came in. "The bridge is safe now," said Ada Quill.')
    (decision,) = rank_sources(reader, settings_of(reader))

    assert {*decision.probabilities, decision.nobody} == {1 / (len(decision.candidates) + 1)}


def test_the_shipped_weights_are_numbers() -> None:
    """Both files load, and cue scores are shares."""
    assert all(isinstance(weight, float | int) and math.isfinite(weight) for weight in load_weights().values())
    assert all(0 <= score <= 1 for score in load_cue_scores().values())
    assert load_cue_scores()["say"] > 0.5


BROKEN = [
    pytest.param("{", id="no JSON"),
    pytest.param("[]", id="a list"),
    pytest.param("null", id="null"),
    pytest.param('{"scores": {}}', id="no weights"),
    pytest.param('{"weights": 3}', id="weights that are no table"),
    pytest.param(None, id="no file"),
]


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_weights_file_is_told(content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the file and how to make it."""
    (tmp_path / "data").mkdir()
    if content is not None:
        (tmp_path / "data" / "ranker.json").write_text(content, encoding="utf-8")
    monkeypatch.setattr(ranking, "files", lambda package: tmp_path)
    load_weights.cache_clear()
    try:
        with pytest.raises(LexiconError, match=r"quotes/attributor/data/ranker\.json: .*quotes train"):
            load_weights()
    finally:
        load_weights.cache_clear()


CURVE = [
    pytest.param(0.5, 0.6, id="raised where more were right"),
    pytest.param(0.75, 0.8, id="straight between two points"),
    pytest.param(1.0, 0.99, id="level beyond the last point"),
    pytest.param(0.2, 0.2, id="as it was before the first point"),
]


@pytest.mark.parametrize(("found", "expected"), CURVE)
def test_a_probability_becomes_the_share_of_right_ones(
    found: float, expected: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The likeliest phrase gets what the curve says, the others share the rest."""
    monkeypatch.setattr(ranking, "load_calibration", lambda: ((0.5, 0.6), (0.7, 0.76), (0.8, 0.84), (0.95, 0.99)))
    reader = read_phrases('"I think so," said Petra Lindqvist. Olga Marsh nodded.')
    (decision,) = rank_sources(reader, settings_of(reader))
    others = len(decision.probabilities) - 1
    spread = tuple((1 - found) / (others + 1) for _ in range(others))
    calibrated = ranking.calibrate(replace(decision, probabilities=(found, *spread), nobody=spread[0], best=0))
    assert calibrated.probabilities[0] == pytest.approx(expected)
    assert sum(calibrated.probabilities) + calibrated.nobody == pytest.approx(1.0)


def test_where_nobody_is_likelier_nothing_is_calibrated() -> None:
    """The curve is of phrases that were chosen."""
    reader = read_phrases('"I think so," said Petra Lindqvist.')
    (decision,) = rank_sources(reader, settings_of(reader))
    undecided = replace(decision, best=-1)
    assert ranking.calibrate(undecided) is undecided


def test_the_curve_never_falls() -> None:
    """More probable is never less often right."""
    shares = [share for _, share in ranking.load_calibration()]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
