"""A paragraph as the attributor sees it: tagged words, each quoted stretch folded into one unit."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.language.layout import read_layout
from quotes.language.passages import QUOTED, PassageReader, last_punctuation, widen_over_marks
from quotes.segmenter import find_quotations
from quotes.spans import Span


def read_passages(text: str) -> PassageReader:
    """Read the paragraphs of a text with its quotations folded."""
    paragraphs = read_layout(text).paragraphs
    return PassageReader(text, paragraphs, find_quotations(text, paragraphs))


FOLDED = [
    pytest.param('"The bridge is safe," said Ada.', '"The bridge is safe,"', ",", id="straight, comma"),
    pytest.param("“The bridge is safe,” said Ada.", "“The bridge is safe,”", ",", id="curly"),
    pytest.param("''The bridge is safe!'' said Ada.", "''The bridge is safe!''", "!", id="two primes"),
    pytest.param('"The bridge is safe.” It rained.', '"The bridge is safe.”', ".", id="straight and curly"),
    pytest.param('Ada called it "a complete ruin" on Monday.', '"a complete ruin"', "", id="no punctuation"),
    pytest.param(
        'Ada said: "It is safe. It is new. Come!" Then she left.',
        '"It is safe. It is new. Come!"',
        "!",
        id="three sentences",
    ),
    pytest.param(
        "He said: “She told me ‘Go home now’ and left.”", "“She told me ‘Go home now’ and left.”", ".", id="nested"
    ),
]


@pytest.mark.parametrize(("text", "stretch", "ending"), FOLDED)
def test_a_quoted_stretch_is_one_unit_with_its_marks(text: str, stretch: str, ending: str) -> None:
    """It stands for all between the marks, marks and nested quotations too, and shows how it ends."""
    (unit,) = (unit for unit in read_passages(text).passage(0).units if unit.is_quoted)

    assert text[unit.start : unit.end] == stretch
    assert (unit.text, unit.tag) == (ending, QUOTED)


def test_words_of_the_narrator_are_units_of_their_own() -> None:
    """Tokens stand as they are, with their tags."""
    units = read_passages('"The bridge is safe," said Ada Quill.').passage(0).units

    assert [(unit.text, unit.tag) for unit in units] == [
        (",", QUOTED),
        ("said", "VBD"),
        ("Ada", "NNP"),
        ("Quill", "NNP"),
        (".", "."),
    ]


SENTENCES = [
    pytest.param("It rained. Ada left.", [0, 0, 0, 1, 1, 1], id="two sentences"),
    pytest.param('Ada said: "It is safe. It is new." Then she left.', [0, 0, 0, 0, 1, 1, 1, 1], id="none ends inside"),
    pytest.param('"It is safe," said Ada. "It is new."', [0, 0, 0, 0, 1], id="a stretch opens the next"),
    pytest.param("Mr. Lind left.", [0, 0, 0, 0], id="abbreviation"),
]


@pytest.mark.parametrize(("text", "numbers"), SENTENCES)
def test_sentences_are_counted_by_the_narrators_words(text: str, numbers: list[int]) -> None:
    """A folded stretch never ends a sentence inside."""
    assert [unit.sentence for unit in read_passages(text).passage(0).units] == numbers


def test_a_quotation_over_paragraphs_is_folded_in_each() -> None:
    """Every paragraph has its own stretch of the quotation, and is found by it."""
    reader = read_passages('It rained.\n\n"The bridge is safe.\n\n"Come and see it."\n\nAda left.')

    assert [reader.folds_in(index) for index in range(len(reader))] == [[], [0], [0], []]
    assert [reader.passage(index).is_quoted_only for index in range(4)] == [False, True, True, False]
    assert [reader.passage(index).find_unit(0) for index in range(4)] == [-1, 0, 0, -1]


def test_marked_words_that_are_no_speech_are_not_folded() -> None:
    """A title in marks is the narrator's."""
    reader = read_passages('The "Golden Heron" sailed at noon.')

    assert reader.folds_in(0) == []
    assert not any(unit.is_quoted for unit in reader.passage(0).units)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"The bridge is safe now."', True, id="bite"),
        pytest.param('"The bridge is safe now," she said.', False, id="tagged"),
        pytest.param('— "The bridge is safe now." …', True, id="nothing but punctuation beside it"),
    ],
)
def test_a_bite_is_a_paragraph_in_which_the_narrator_says_nothing(text: str, expected: bool) -> None:
    """Punctuation beside the marks says nothing."""
    assert read_passages(text).passage(0).is_quoted_only == expected


WIDENED = [
    pytest.param("so ''[yes],'' he", "so [''yes],'' he", id="a comma is no mark"),
    pytest.param('so "[yes]" he', 'so ["yes"] he', id="straight"),
    pytest.param("so ''[yes]'' he", "so [''yes''] he", id="two primes"),
    pytest.param("so « [yes] » he", "so [« yes »] he", id="a space inside the marks"),
    pytest.param("so [yes] he", "so [yes] he", id="no marks"),
    pytest.param('[yes]"', '[yes"]', id="at the ends of the text"),
]


@pytest.mark.parametrize(("marked", "widened"), WIDENED)
def test_a_span_is_widened_over_the_marks_that_touch_it(marked: str, widened: str) -> None:
    """Marks on either side belong to the stretch; words and commas do not."""
    text = marked.replace("[", "").replace("]", "")
    span = Span(marked.index("["), marked.index("]") - 1)

    assert widen_over_marks(text, span, 0, len(text)) == (widened.index("["), widened.index("]") - 1)


def test_a_span_is_not_widened_over_the_bounds() -> None:
    """What stands outside the paragraph is never reached."""
    assert widen_over_marks('"yes"', Span(1, 4), 1, 4) == (1, 4)


ENDINGS = [
    pytest.param('"Go,"', ",", id="comma before the mark"),
    pytest.param('"Go",', ",", id="comma after the mark"),
    pytest.param('"Go"', "", id="word"),
    pytest.param('"Go?" ', "?", id="white space"),
    pytest.param("", "", id="nothing"),
    pytest.param('""', "", id="nothing but marks"),
]


@pytest.mark.parametrize(("words", "ending"), ENDINGS)
def test_the_last_punctuation_is_told_without_marks(words: str, ending: str) -> None:
    """Marks and white space are looked through, words are not."""
    assert last_punctuation(words, 0, len(words)) == ending


def test_passages_are_the_same_however_often_they_are_asked_for() -> None:
    """What the reader forgets it analyses again, to the same units."""
    reader = read_passages("\n\n".join(f'"We are crew {n}," said Ada.' for n in range(70)))
    forward = [reader.passage(index) for index in range(len(reader))]

    assert len(forward) == 70
    assert [reader.passage(index) for index in reversed(range(len(reader)))] == forward[::-1]


_PIECES = ['"', "“", "”", "''", "‘", "’", "«", "»", "Ada Quill", "said", "It rained.", "no", ",", ".", "—", "\n\n", " "]


@given(text=st.lists(st.sampled_from(_PIECES), max_size=25).map(" ".join))
@settings(max_examples=60)
def test_units_account_for_every_word(text: str) -> None:
    """Units stand in order, none overlaps another, and nothing but white space stands between them."""
    reader = read_passages(text)
    for index in range(len(reader)):
        passage = reader.passage(index)
        places = [passage.start, *(place for unit in passage.units for place in (unit.start, unit.end)), passage.end]

        assert all(one <= other for one, other in pairwise(places))
        assert all(not text[end:start].strip() for end, start in zip(places[::2], places[1::2], strict=True))
        assert [unit.sentence for unit in passage.units] == sorted(unit.sentence for unit in passage.units)
        assert all(unit.text == text[unit.start : unit.end] for unit in passage.units if not unit.is_quoted)


def test_a_passage_that_was_forgotten_is_read_again_as_it_was() -> None:
    """What is kept of a long document's passages tells the same as the first reading."""
    parts = [
        f"Ada Quill said it. “Boat {n} is late,” he said. “Go,” added Dr. Otto Lind. Who knows?" for n in range(1500)
    ]
    text = "\n\n".join(parts)
    paragraphs = read_layout(text).paragraphs
    reader = PassageReader(text, paragraphs, find_quotations(text, paragraphs))
    first = [reader.passage(index) for index in range(0, len(paragraphs), 7)]
    for index in range(len(paragraphs)):
        reader.passage(index)
    assert [reader.passage(index) for index in range(0, len(paragraphs), 7)] == first
