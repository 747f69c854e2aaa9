"""Noun phrases of the narrator's words: pronouns, affiliations, copulas, complements, lists, and how they lie."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quotes.language.layout import read_layout
from quotes.language.passages import PassageReader
from quotes.people.chunks import is_address, is_place, is_role_word
from quotes.people.phrases import Phrase, find_phrases
from quotes.segmenter import find_quotations
from quotes.spans import Span


def phrases_of(text: str) -> list[Phrase]:
    """Find the phrases of a text."""
    paragraphs = read_layout(text).paragraphs
    reader = PassageReader(text, paragraphs, find_quotations(text, paragraphs))
    return [phrase for index in range(len(reader)) for phrase in find_phrases(text, reader.passage(index))]


def words_of(text: str, span: Span | None) -> str | None:
    """Give the words at a span, None for None."""
    return span.of(text) if span is not None else None


def find(text: str, words: str) -> Phrase:
    """Find the phrase whose words these are."""
    found = {phrase.span.of(text): phrase for phrase in phrases_of(text)}
    assert words in found, f"{words!r} is none of {list(found)}"
    return found[words]


PRONOUNS = [
    pytest.param("Later she thanked the crew.", "she", "person", "female", id="she"),
    pytest.param("Later he thanked the crew.", "he", "person", "male", id="he"),
    pytest.param("Later they thanked the crew.", "they", "thing", None, id="they: sort left open"),
    pytest.param("Later we thanked the crew.", "we", "collective", None, id="we"),
    pytest.param("Later it left the quay.", "it", "thing", None, id="it"),
    pytest.param("Then who thanked the crew?", "who", "person", None, id="who"),
]


@pytest.mark.parametrize(("text", "words", "sort", "gender"), PRONOUNS)
def test_a_pronoun_says_its_gender_and_number(text: str, words: str, sort: str, gender: str | None) -> None:
    """A pronoun is a phrase without name and role."""
    phrase = find(text, words)

    assert (phrase.form, phrase.sort, phrase.gender) == ("pronoun", sort, gender)
    assert (phrase.name, phrase.role, phrase.members) == (None, None, ())


BELONGING = [
    pytest.param("Ada Quill from the Pilots Association spoke.", "Ada Quill", "Pilots Association", id="from"),
    pytest.param("The agency's Ada Quill spoke.", "The agency's Ada Quill", "agency", id="possessive"),
    pytest.param("Ada Quill, R-Neb., spoke.", "Ada Quill", "R-Neb", id="party and place"),
    pytest.param("Ada Quill spoke at the gate.", "Ada Quill", None, id="nothing"),
]


@pytest.mark.parametrize(("text", "words", "affiliation"), BELONGING)
def test_what_a_person_belongs_to_is_told_from_the_role(text: str, words: str, affiliation: str | None) -> None:
    """An affiliation is no role, and its words stand in the text."""
    phrase = find(text, words)

    assert (words_of(text, phrase.affiliation), phrase.role) == (affiliation, None)
    assert words_of(text, phrase.core) == "Ada Quill"


COPULAS = [
    pytest.param("Ada Quill is the head of the firm.", "head of the firm", id="is"),
    pytest.param("Ada Quill was the mayor there.", "mayor", id="was"),
    pytest.param("Ada Quill met the mayor there.", None, id="another verb"),
    pytest.param("Ada Quill is a legend.", None, id="no role"),
    pytest.param("Ada Quill, who is the mayor, spoke.", "mayor", id="who is"),
]


@pytest.mark.parametrize(("text", "role"), COPULAS)
def test_what_a_person_is_said_to_be_is_the_role(text: str, role: str | None) -> None:
    """A copula gives a role, other verbs do not."""
    assert words_of(text, find(text, "Ada Quill").role) == role


WHOLE = [
    pytest.param("A spokesman for the union spoke.", "A spokesman for the union", "person", id="spokesman for"),
    pytest.param("The Ministry of Health agreed.", "The Ministry of Health", "organisation", id="ministry of"),
    pytest.param("Three women agreed.", "Three women", "collective", id="number"),
    pytest.param("His mother agreed.", "His mother", "person", id="possessive"),
    pytest.param("The former harbour master agreed.", "The former harbour master", "person", id="former"),
]


@pytest.mark.parametrize(("text", "words", "sort"), WHOLE)
def test_a_description_reaches_over_its_complement(text: str, words: str, sort: str) -> None:
    """What a noun is of belongs to it."""
    phrase = find(text, words)

    assert (phrase.form == "pronoun", phrase.name, phrase.sort) == (False, None, sort)


TITLED = [
    pytest.param("Prime Minister Helen Marsh left.", "Helen Marsh", "Prime Minister", id="two words"),
    pytest.param(
        "Ms Marsh, the mayor of Norvale, left.", "Ms Marsh", "mayor of Norvale", id="apposition after a title"
    ),
    pytest.param(
        "Department of Health officer Helen Marsh left.", "Helen Marsh", "Department of Health officer", id="of"
    ),
    pytest.param(
        "The director of the clinic, Helen Marsh, left.", "Helen Marsh", "director of the clinic", id="before"
    ),
    pytest.param(
        "The harbour minister of Norvale, Helen Marsh, has left.",
        "Helen Marsh",
        "harbour minister of Norvale",
        id="place",
    ),
]


@pytest.mark.parametrize(("text", "name", "role"), TITLED)
def test_role_and_name_are_kept_apart(text: str, name: str, role: str) -> None:
    """One phrase holds both, each at its place."""
    (phrase,) = (phrase for phrase in phrases_of(text) if phrase.name is not None)

    assert (words_of(text, phrase.core), words_of(text, phrase.role)) == (name, role)
    assert phrase.span.contains(phrase.core)
    assert phrase.role is not None
    assert phrase.span.contains(phrase.role)
    assert phrase.role.overlap(phrase.core) == 0


LISTS = [
    pytest.param("Ada Quill and Peter Maddox spoke.", ["Ada Quill", "Peter Maddox"], "name", id="two people"),
    pytest.param(
        "Ada Quill, Helen Marsh and Peter Maddox spoke.",
        ["Ada Quill", "Helen Marsh", "Peter Maddox"],
        "name",
        id="three people",
    ),
    pytest.param(
        "The engineers and two officials spoke.", ["The engineers", "two officials"], "description", id="groups"
    ),
]


@pytest.mark.parametrize(("text", "members", "form"), LISTS)
def test_a_list_is_one_phrase_with_its_members(text: str, members: list[str], form: str) -> None:
    """People who speak together are a collective."""
    (phrase,) = phrases_of(text)

    assert [words_of(text, member.span) for member in phrase.members] == members
    assert (phrase.sort, phrase.form, phrase.plural, phrase.name) == ("collective", form, True, None)


@pytest.mark.parametrize("opener", ["On Monday", "In October", "Last Friday"])
def test_a_day_before_a_name_is_no_part_of_it(opener: str) -> None:
    """News often names the day right before the person."""
    text = f"{opener} Ada Quill spoke."

    assert [words_of(text, phrase.core) for phrase in phrases_of(text) if phrase.name is not None] == ["Ada Quill"]


WORDS = [
    pytest.param(is_role_word, "minister", True, id="role"),
    pytest.param(is_role_word, "co-author", True, id="role with a prefix"),
    pytest.param(is_role_word, "lichenologist", True, id="any science"),
    pytest.param(is_role_word, "bridge", False, id="thing"),
    pytest.param(is_role_word, "mr", False, id="title of address is no role"),
    pytest.param(is_address, "mr", True, id="address"),
    pytest.param(is_address, "dr.", True, id="address with a full stop"),
    pytest.param(is_address, "sen.", False, id="office is no address"),
    pytest.param(is_place, "Norway", True, id="country"),
    pytest.param(is_place, "norway", False, id="places are written with a capital"),
]


@pytest.mark.parametrize(("ask", "word", "expected"), WORDS)
def test_words_are_sorted_by_the_lexicons(ask: object, word: str, expected: bool) -> None:
    """Roles, titles of address and places are told apart."""
    assert callable(ask)
    assert ask(word) == expected


_PIECES = st.sampled_from(
    [
        *(
            "Ada Quill",
            "Mr Lind",
            "the minister",
            "of",
            "Norway",
            "and",
            ",",
            "the",
            "who",
            "is",
            "said",
            "R-Neb",
            "18",
        ),
        *(
            "'s",
            "a spokesman",
            "for",
            "two officials",
            "he",
            "they",
            "Monday",
            ".",
            "(",
            ")",
            "—",
            '"Go now," ',
            "from",
        ),
    ]
)


@given(text=st.lists(_PIECES, max_size=16).map(" ".join))
@example('Ada Quill "Go now,"  a spokesman said')
@settings(max_examples=60)
def test_phrases_stand_in_order_outside_each_other(text: str) -> None:
    """Whatever the words: phrases are in order, parts lie inside, members inside their list, quoted words in none."""
    paragraphs = read_layout(text).paragraphs
    reader = PassageReader(text, paragraphs, find_quotations(text, paragraphs))
    for index in range(len(reader)):
        passage = reader.passage(index)
        phrases = find_phrases(text, passage)
        assert all(one.last <= other.first for one, other in pairwise(phrases))
        for phrase in phrases:
            assert 0 <= phrase.first < phrase.last <= len(passage.units)
            assert phrase.span.contains(phrase.core)
            assert phrase.role is None or phrase.role.start < phrase.role.end
            assert all(phrase.span.contains(member.span) for member in phrase.members)
            assert (phrase.form == "pronoun") <= (phrase.name is None and phrase.role is None)
            assert not any(unit.is_quoted for unit in passage.units[phrase.first : phrase.last])


@pytest.mark.timed
def test_a_list_without_an_end_costs_no_more_than_its_length() -> None:
    """An index of eight hundred words between commas is read at once."""
    text = "bridge, " * 800 + "bridge."
    passage = PassageReader(text, read_layout(text).paragraphs, ()).passage(0)
    phrases_of("The old bridge shook.")  # the lexicons are read now
    start = time.process_time()
    find_phrases(text, passage)

    assert time.process_time() - start < 0.1


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("a house before it", "Speaking in Parliament, the Transport Secretary, Ada Quill, told hauliers to wait."),
        ("a surname before it", "After Maddox, the Transport Secretary, Ada Quill, told hauliers to wait."),
    ],
)
def test_a_role_between_two_names_is_that_of_the_one_behind_it(label: str, text: str) -> None:
    """A role whose own name follows behind a comma is no apposition to what stands before."""
    found = {words_of(text, phrase.core): words_of(text, phrase.role) for phrase in phrases_of(text)}
    assert found.get("Ada Quill") == "Transport Secretary", label


NAMES = [
    ("a particle", "The envoy, Dusana van der Quill, said so.", "Dusana van der Quill", "envoy"),
    ("a saint in the surname", "Its chief executive, Luc St. Quill, said so.", "Luc St. Quill", "chief executive"),
    ("a given name that is a noun too", "Councilman Guy Quill said so.", "Guy Quill", "Councilman"),
    ("somebody's sister, set off by commas", "Pell’s sister, Odalys, said so.", "Odalys", "Pell’s sister"),
]


@pytest.mark.parametrize(("text", "name", "role"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES])
def test_a_name_is_read_whole_with_its_role(text: str, name: str, role: str) -> None:
    """Nothing is cut off a name, and what stands before it is its role."""
    phrase = next(phrase for phrase in phrases_of(text) if phrase.name is not None)

    assert (words_of(text, phrase.core), words_of(text, phrase.role)) == (name, role)


def test_the_office_before_a_name_counts_more_than_a_clause_behind_it() -> None:
    """Who is a brother, a councilman and represents a ward is a councilman."""
    text = "His brother, Councilman Otto Quill, who represents the north, was cross."
    phrase = next(phrase for phrase in phrases_of(text) if phrase.name is not None)

    assert words_of(text, phrase.title) == "Councilman"
    assert words_of(text, phrase.role) == "brother"


@pytest.mark.parametrize("place", ["Sallow Creek", "Bexley Point", "Orrin Valley"])
def test_words_of_land_and_water_make_a_place(place: str) -> None:
    """A creek with a name is no person."""
    assert not [phrase for phrase in phrases_of(f"She lives at {place} now.") if phrase.name is not None]
