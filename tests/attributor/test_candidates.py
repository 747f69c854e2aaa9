"""Where a quotation stands and which phrases around it are weighed."""

from __future__ import annotations

import pytest
from attributor_samples import candidates_of, phrases_of, read_phrases, settings_of

from quotes.attributor.candidates import find_candidates

ONE_PARAGRAPH = (
    'The mayor opened the gate. "The bridge is safe now," said Ada Quill, the engineer. Later Peter Maddox agreed.'
)
THREE_PARAGRAPHS = 'Ada Quill spoke to the crew.\n\n"The bridge is safe now."\n\nPeter Maddox agreed.'
TWO_QUOTATIONS = 'Ada Quill said: "The bridge is safe now." But Peter Maddox replied: "It is not."'

SIDES = [
    # label, text, number of the quotation, words of the candidate, side, sentences, paragraphs, crossed
    ("sentence before", ONE_PARAGRAPH, 0, "The mayor", ("before", 1, 0, False)),
    ("right after, with its apposition", ONE_PARAGRAPH, 0, "Ada Quill, the engineer", ("after", 0, 0, False)),
    ("sentence after", ONE_PARAGRAPH, 0, "Peter Maddox", ("after", 1, 0, False)),
    ("paragraph before", THREE_PARAGRAPHS, 0, "Ada Quill", ("earlier", 1, 1, False)),
    ("paragraph after", THREE_PARAGRAPHS, 0, "Peter Maddox", ("later", 1, 1, False)),
    ("same sentence before", TWO_QUOTATIONS, 0, "Ada Quill", ("before", 0, 0, False)),
    ("behind another quotation", TWO_QUOTATIONS, 1, "Ada Quill", ("before", 1, 0, True)),
    ("before the second quotation", TWO_QUOTATIONS, 1, "Peter Maddox", ("before", 0, 0, False)),
]


@pytest.mark.parametrize(
    ("text", "quotation", "words", "expected"), [case[1:] for case in SIDES], ids=[case[0] for case in SIDES]
)
def test_a_candidate_tells_where_it_stands(
    text: str, quotation: int, words: str, expected: tuple[str, int, int, bool]
) -> None:
    """Side, sentence ends and paragraph breaks between, and whether another quotation stands between."""
    candidate = candidates_of(text, quotation)[words]

    assert (candidate.side, candidate.sentences_away, candidate.paragraphs_away, candidate.quoted_between) == expected


DISTANCES = [
    # label, words of the candidate, units between, phrases between, people among them
    ("next but the verb", "Ada Quill, the engineer", (1, 0, 0)),
    ("nearest before", "the gate", (1, 0, 0)),
    ("one phrase between", "The mayor", (4, 1, 0)),
    ("one person between", "Peter Maddox", (8, 1, 1)),
]


@pytest.mark.parametrize(("words", "distances"), [case[1:] for case in DISTANCES], ids=[case[0] for case in DISTANCES])
def test_distances_count_units_phrases_and_people(words: str, distances: tuple[int, int, int]) -> None:
    """What stands between candidate and quotation is counted in three ways."""
    candidate = candidates_of(ONE_PARAGRAPH)[words]

    assert (candidate.units_between, candidate.phrases_between, candidate.people_between) == distances


def test_candidates_before_come_first_and_nearest_first() -> None:
    """The order is that of distance, before and then after."""
    reader = read_phrases(ONE_PARAGRAPH)
    found = find_candidates(reader, settings_of(reader)[0])

    assert [candidate.phrase.span.of(ONE_PARAGRAPH) for candidate in found] == [
        "the gate",
        "The mayor",
        "Ada Quill, the engineer",
        "Peter Maddox",
    ]


def test_what_stands_far_away_is_no_candidate() -> None:
    """Four sentences before and three after a quotation nobody is looked for."""
    filler = "It rained. " * 4
    text = f'Ada Quill came. {filler}"The bridge is safe now." {filler}Peter Maddox agreed.'

    assert not {"Ada Quill", "Peter Maddox"} & set(candidates_of(text))


def test_words_inside_marks_are_no_candidates() -> None:
    """Who is named inside a quotation does not say it."""
    text = 'Ada Quill said: "Peter Maddox is late today."'

    assert "Peter Maddox" not in candidates_of(text)


FURNITURE = [
    pytest.param("By Ada Quill", id="byline"),
    pytest.param("Photo: Ada Quill", id="credit"),
    pytest.param("Ada Quill, Oslo.", id="sign-off"),
    pytest.param("Ada Quill reports.", id="reporter"),
]


@pytest.mark.parametrize("line", FURNITURE)
def test_who_writes_or_photographs_is_no_candidate(line: str) -> None:
    """Bylines, credits and sign-offs have no phrases."""
    text = f'{line}\n\n"The bridge is safe now," the mayor said on Monday.\n\nThe bridge was built in 1931.'

    assert all("Quill" not in phrase.span.of(text) for phrase in phrases_of(read_phrases(text)))


SETTINGS = [
    # label, text, first, last paragraph, ending, opens with a capital
    ("full stop", '"The bridge is safe now." It rained.', (0, 0, ".", True)),
    ("comma", '"The bridge is safe now," said Ada Quill.', (0, 0, ",", True)),
    ("no mark", 'Ada Quill called it "a complete ruin" on Monday.', (0, 0, "", False)),
    ("two paragraphs", 'It rained.\n\n"The bridge is safe.\n\n"Come and see it."', (1, 2, ".", True)),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in SETTINGS], ids=[case[0] for case in SETTINGS])
def test_a_setting_tells_where_a_quotation_begins_and_ends(text: str, expected: tuple[int, int, str, bool]) -> None:
    """First and last paragraph, last mark of punctuation, capital or not."""
    (setting,) = settings_of(read_phrases(text))

    assert (setting.first, setting.last, setting.ending, setting.opens_capital) == expected


def test_phrases_are_the_same_however_often_they_are_asked_for() -> None:
    """What the reader forgets it finds again: a long document gives the same phrases in any order of asking."""
    text = "\n\n".join(f"Ada Quill met crew number {number} there." for number in range(70))
    reader = read_phrases(text)
    forward = [reader.phrases(index) for index in range(len(reader))]
    backward = [reader.phrases(index) for index in reversed(range(len(reader)))]

    assert len(forward) == 70
    assert forward == backward[::-1]
