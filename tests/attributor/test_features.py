"""Features of candidates are names: strings, the same at every run, in words that evidence can repeat."""

from __future__ import annotations

import pytest
from attributor_samples import read_phrases, settings_of

from quotes.attributor.candidates import PhraseReader, Setting, SourceCandidate, find_candidates
from quotes.attributor.cuebook import CueBook
from quotes.attributor.features import Previous, describe_candidate, describe_nobody, read_place_facts, read_places

CUES = {"say": 0.95, "call": 0.5}
PREVIOUS = [
    pytest.param(None, id="first quotation"),
    pytest.param(Previous(0, 0, 0, "quill", False), id="somebody before"),
    pytest.param(Previous(0, -1, -1, "", True), id="nobody before"),
]
TEXTS = [
    pytest.param('"The bridge is safe now," said Ada Quill.', id="after"),
    pytest.param('Ada Quill, who built it, said: "The bridge is safe now."', id="before"),
    pytest.param('It rained.\n\n"The bridge is safe now."\n\nAda Quill\'s crew left.', id="alone"),
    pytest.param('The report called it "a complete ruin" on Monday.', id="mixed"),
    pytest.param('"The bridge is safe now."', id="nothing else"),
]


def _describe_nobody(
    reader: PhraseReader, setting: Setting, candidates: list[SourceCandidate], previous: Previous | None
) -> list[str]:
    passage = reader.passage(setting.first)
    return describe_nobody(setting, passage, CueBook(CUES), has_candidates=bool(candidates), previous=previous)


@pytest.mark.parametrize("previous", PREVIOUS)
@pytest.mark.parametrize("text", TEXTS)
def test_features_are_names_without_repetition(text: str, previous: Previous | None) -> None:
    """Every feature is a non-empty string in one line, and none is counted twice."""
    reader = read_phrases(text)
    (setting,) = settings_of(reader)
    candidates = find_candidates(reader, setting)
    described = [describe_candidate(setting, candidate, CueBook(CUES), previous) for candidate in candidates]
    described.append(_describe_nobody(reader, setting, candidates, previous))

    for names in described:
        assert names
        assert all(isinstance(name, str) and name and "\n" not in name for name in names)
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("text", TEXTS)
def test_features_are_the_same_at_every_run(text: str) -> None:
    """Read anew, a text has the same features in the same order."""
    runs = []
    for _ in range(2):
        reader = read_phrases(text)
        (setting,) = settings_of(reader)
        candidates = find_candidates(reader, setting)
        runs.append(
            [
                *(describe_candidate(setting, candidate, CueBook(CUES), None) for candidate in candidates),
                _describe_nobody(reader, setting, candidates, None),
            ]
        )

    assert runs[0] == runs[1]


def test_features_hold_no_name_of_a_person() -> None:
    """What is learned from one document holds for another: names are not among the features."""
    described = []
    for name in ("Ada Quill", "Mira Solano"):
        reader = read_phrases(f'"The bridge is safe now," said {name}.')
        (setting,) = settings_of(reader)
        described.append(
            [describe_candidate(setting, c, CueBook(CUES), None) for c in find_candidates(reader, setting)]
        )

    assert described[0] == described[1]


def test_a_reporting_verb_makes_a_difference() -> None:
    """The band of the verb's cue score is among the features."""
    reader = read_phrases('"The bridge is safe now," said Ada Quill.')
    (setting,) = settings_of(reader)
    (candidate,) = find_candidates(reader, setting)

    assert describe_candidate(setting, candidate, CueBook(CUES), None) != describe_candidate(
        setting, candidate, CueBook({}), None
    )
    assert "verb=say" in describe_candidate(setting, candidate, CueBook(CUES), None)


@pytest.mark.parametrize("previous", PREVIOUS)
@pytest.mark.parametrize("text", TEXTS)
def test_candidates_read_together_have_the_facts_they_have_alone(text: str, previous: Previous | None) -> None:
    """What is looked up once for all candidates of a quotation is right for each of them."""
    reader = read_phrases(text)
    (setting,) = settings_of(reader)
    candidates = find_candidates(reader, setting)
    alone = [read_place_facts(setting, candidate, CueBook(CUES), previous) for candidate in candidates]
    assert read_places(setting, candidates, CueBook(CUES), previous) == alone
