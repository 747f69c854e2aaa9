"""Cue scores of a passage, worked out once."""

from __future__ import annotations

import pytest
from attributor_samples import read_phrases

from quotes.attributor.clauses import find_clause
from quotes.attributor.cuebook import CueBook, CueWords

SCORES = {"say": 0.9, "put": 0.02, "put it": 0.6, "claim": 0.5}


@pytest.mark.parametrize(
    ("label", "text", "word", "expected"),
    [
        ("a verb that reports", '"No," she said.', "said", 0.9),
        ("a verb with its particle", 'As Ada Quill put it, "no."', "put", 0.6),
        ("the same verb alone", "Ada Quill put the lamp down.", "put", 0.02),
        ("a noun that reports", 'His claim that it was "late" was false.', "claim", 0.5),
        ("a word never seen", "Ada Quill hummed.", "hummed", 0.0),
    ],
)
def test_a_unit_has_the_score_of_its_lemma_or_of_verb_and_particle(
    label: str, text: str, word: str, expected: float
) -> None:
    """A verb with its particle counts as one expression where that has a score."""
    passage = read_phrases(text).passage(0)
    position = next(place for place, unit in enumerate(passage.units) if unit.text == word)
    assert CueBook(SCORES).read(passage).scores[position] == expected, label


def test_finite_verbs_are_counted_before_each_unit() -> None:
    """The difference of two counts is the number of finite verbs between."""
    passage = read_phrases("She came and she laughed and went.").passage(0)
    assert CueBook(SCORES).read(passage).finite[-1] == 3


def test_a_clause_is_the_one_that_is_found_anew() -> None:
    """Remembering changes nothing."""
    reader = read_phrases('"No," said Ada Quill, who ran the ferry.')
    book, passage = CueBook(SCORES), reader.passage(0)
    for phrase in reader.phrases(0):
        found = find_clause(passage.units, phrase.first, phrase.last)
        assert book.read(passage).find_clause(passage, phrase) == found
        assert book.read(passage).find_clause(passage, phrase) == found


@pytest.mark.parametrize(("label", "words"), [("of the same scores", CueWords(SCORES)), ("of others", CueWords({}))])
def test_words_remembered_change_no_score(label: str, words: CueWords) -> None:
    """What was remembered of words is used where the scores are the same, and only there."""
    passage = read_phrases('As Ada Quill put it, "no." She said so.').passage(0)
    for _ in range(2):
        assert CueBook(SCORES, words).read(passage).scores == CueBook(SCORES).read(passage).scores, label
