"""Who is who in a story: forms of names hung on the one person they fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes import annotate
from quotes.people.cast import NameUse, gather_people, read_shape

GATHERED = [
    pytest.param({"Ada Quill": 3, "Ada": 90}, ["Ada Quill+Ada"], id="a given name means the full one"),
    pytest.param({"Otto Lind": 3, "Lind": 90, "Mr. Lind": 40}, ["Otto Lind+Lind+Mr. Lind"], id="a surname too"),
    pytest.param(
        {"Mr. Lind": 40, "Mrs. Lind": 50, "Miss Lind": 9}, ["Mr. Lind", "Mrs. Lind", "Miss Lind"], id="a family"
    ),
    pytest.param({"Mr. Lind": 40, "Mrs. Lind": 90, "Lind": 30}, ["Mr. Lind+Lind", "Mrs. Lind"], id="bare means him"),
    pytest.param(
        {"Mr. Otto Lind": 12, "Mr. Lind": 80}, ["Mr. Otto Lind", "Mr. Lind"], id="the brother is named in full"
    ),
    pytest.param({"Mr. Otto Lind": 2, "Mr. Lind": 80}, ["Mr. Otto Lind+Mr. Lind"], id="introduced in full"),
    pytest.param({"Otto Lind": 5, "Mrs. Otto Lind": 5}, ["Otto Lind", "Mrs. Otto Lind"], id="his wife"),
    pytest.param(
        {"Helen Marsh": 3, "Helen": 90, "Mrs. Marsh": 30}, ["Helen Marsh+Helen", "Mrs. Marsh"], id="her mother"
    ),
    pytest.param({"Lady Catherine": 9, "Catherine": 20}, ["Lady Catherine", "Catherine"], id="a title tells apart"),
    pytest.param(
        {"Lady Ada de Quill": 3, "Lady Ada": 30, "Ada": 20},
        ["Lady Ada de Quill+Lady Ada", "Ada"],
        id="who is always styled so is not meant without",
    ),
    pytest.param({"Otto Lind": 9, "Otto Quill": 8, "Otto": 50}, ["Otto Lind", "Otto Quill", "Otto"], id="whose?"),
    pytest.param({"Aunt Clara": 4, "Clara Quill": 9}, ["Aunt Clara+Clara Quill"], id="an aunt"),
    pytest.param({"Robert Quill": 4, "Bob": 40}, ["Robert Quill+Bob"], id="a nickname"),
    pytest.param({"Mr. and Mrs. Lind": 3, "Mr. Lind": 2}, ["Mr. Lind"], id="two people are no person"),
    pytest.param({"Old Mr. Lind": 3, "Mr. Lind": 9}, ["Old Mr. Lind+Mr. Lind"], id="an adjective"),
    pytest.param({"Colonel Lind": 9, "Mrs. Lind": 9}, ["Colonel Lind", "Mrs. Lind"], id="the colonel is no Mrs."),
]


@pytest.mark.parametrize(("forms", "expected"), GATHERED)
def test_forms_are_gathered_into_people(forms: dict[str, int], expected: list[str]) -> None:
    """Each form is hung on the one person it fits, or is one of its own."""
    people, _ = gather_people([NameUse(words, words, count) for words, count in forms.items()])

    assert {frozenset(person.keys) for person in people} == {frozenset(keys.split("+")) for keys in expected}


def test_pronouns_tell_whose_surname_it_is() -> None:
    """A bare surname that is followed by she is not the man's."""
    uses = [NameUse("a", "Mr. Lind", 9), NameUse("b", "Lind", 9, female=8)]
    people, _ = gather_people(uses)

    assert [person.keys for person in people] == [["a"], ["b"]]


def test_a_roster_wins() -> None:
    """A form that is an alias in the roster means that entry, whatever else it might fit."""
    uses = [NameUse("a", "Miss Lind", 9), NameUse("b", "Clara Lind", 9)]
    people, _ = gather_people(uses, [("Helen Lind", "Miss Lind"), ("Clara Lind",)], ["female", "female"])

    assert [(person.roster, person.keys) for person in people] == [(0, ["a"]), (1, ["b"])]


def test_an_alias_of_two_is_shared() -> None:
    """A form that several entries of the roster bear is left to the place where it stands."""
    people, shared = gather_people([NameUse("a", "Lind", 9)], [("Helen Lind", "Lind"), ("Otto Lind", "Lind")])

    assert {key: [person.roster for person in bearers] for key, bearers in shared.items()} == {"a": [0, 1]}
    assert all(not person.keys for person in people)


@pytest.mark.parametrize("words", ["Chapter IV", "Ada and Otto", "Mr. or Mrs. Lind"])
def test_headings_and_lists_have_no_shape(words: str) -> None:
    """What names nobody, or two, is not taken apart."""
    assert read_shape(words) is None


@given(
    forms=st.lists(
        st.sampled_from(
            ["Ada Quill", "Ada", "Quill", "Miss Quill", "Mr. Quill", "Lady Ada", "Bob", "Robert Quill", "s"]
        ),
        unique=True,
    )
)
def test_every_form_is_in_one_person_at_most(forms: list[str]) -> None:
    """No form means two people, and none is invented."""
    people, shared = gather_people([NameUse(words, words, 5) for words in forms])
    placed = [key for person in people for key in person.keys]

    assert len(placed) == len(set(placed))
    assert set(placed) <= set(forms)
    assert not shared


SOURCES_WITH_ROLES = [
    pytest.param("Keeper of the Weir Otto F. Lind", "Otto F. Lind", id="a long role before a full name"),
    pytest.param("Member of the Weir Board", None, id="a role and no name"),
    pytest.param("The house physician Mr. Lind", "Mr. Lind", id="the article is the role's"),
    pytest.param("Weir owner Mr. Lind", "Mr. Lind", id="a role before a title"),
]


@pytest.mark.parametrize(("source", "name"), SOURCES_WITH_ROLES)
def test_roles_before_names_are_read_in_stories_too(source: str, name: str | None) -> None:
    """Whatever stands before a name that says something, the story is read and the name is as it is written."""
    told = "“Come in,” said Ana.\n\n“Is it late?” asked Ben. “You look cold.”\n\n“I am,” said Ana.\n\n"
    rest = f"{source} said, “You will see!”\n\n“Will you?” asked Ben.\n\n{source} said he would.\n"
    annotation = annotate(told + rest)
    names = {speaker.name for speaker in annotation.speakers}

    assert {"Ana", "Ben"} <= names
    assert name is None or name in names
