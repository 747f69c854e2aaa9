"""Whom a form of a name may mean: looking it up among many gives what comparing it with all of them gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.people import name_index
from quotes.people.entities import Entity, Form
from quotes.people.matching import find_slips, is_slip
from quotes.people.name_index import NameIndex
from quotes.people.names import parse_name

GIVEN = ("Ada", "Adda", "Ida", "Ivo")
SURNAMES = (
    "Halvorsen", "Halversen", "Halvorson", "Alvorsen", "Tollbergson", "Tollbirgson", "Tolbergssen", "Tollbergs",
    "Quill", "Quil", "Kwill", "Reed", "Read", "Reid", "Marsh-Quill", "de Quill", "Ada",
)  # fmt: skip
NAMES = st.builds(
    lambda title, given, middle, surname: " ".join(part for part in (title, given, middle, surname) if part),
    st.sampled_from(["", "", "Dr."]),
    st.sampled_from(GIVEN),
    st.sampled_from(["", "", "", "M.", "Quill"]),
    st.sampled_from(SURNAMES),
)
FORMS = st.one_of(NAMES, st.sampled_from(SURNAMES), st.sampled_from(GIVEN), st.sampled_from(["Mr. Quill", "Ms. Reid"]))


def look_up(known: list[tuple[str, str]], wanted: list[str]) -> list[list[int]]:
    """Enter people, each under its own name and then under another; after each, ask whom every form may mean."""
    index, answers = NameIndex({}), []
    for number, (name, later) in enumerate(known):
        entity = Entity(number, "person", parse_name(name), name)
        index.enter(entity, parse_name(name))
        answers += [[found.number for found in index.find_bearers(Form(parse_name(form), form))] for form in wanted]
        entity.name = parse_name(later)
        index.enter(entity, entity.name)
    answers += [[found.number for found in index.find_bearers(Form(parse_name(form), form))] for form in wanted]
    return answers


@given(st.lists(st.tuples(NAMES, NAMES), max_size=12), st.lists(FORMS, min_size=1, max_size=4))
def test_many_of_one_given_name_are_answered_as_few_are(known: list[tuple[str, str]], wanted: list[str]) -> None:
    """The same people in the same order, whether they are compared one by one or looked up by surname."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(name_index, "_CROWD", 10**9)
        one_by_one = look_up(known, wanted)
        patch.setattr(name_index, "_CROWD", 0)
        assert look_up(known, wanted) == one_by_one


@given(st.sampled_from(SURNAMES), st.lists(st.sampled_from(SURNAMES)))
def test_slips_among_many_are_those_of_each(word: str, others: list[str]) -> None:
    """Finding the misspellings of a word at once gives those that are found one by one."""
    word, others = word.lower(), [other.lower() for other in others]
    others = [other for other in others if other[0] == word[0] and len(other) == len(others[0])]
    assert sorted(find_slips(word, others)) == sorted(other for other in others if is_slip(other, word))
