"""When two names may be one person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.evaluation.labels import is_same_person

NAMES = [
    pytest.param("Ines Okafor", "Ines Okafor", True, id="alike"),
    pytest.param("INES OKAFOR", "Ines Okafor", True, id="in capitals"),
    pytest.param("Dr. Okafor", "Ines Okafor", True, id="title and family name"),
    pytest.param("Ines", "Ines Okafor", True, id="given name alone"),
    pytest.param("I. Okafor", "Ines Okafor", True, id="initial"),
    pytest.param("Rob Tande", "Robert Tande", True, id="short for it"),
    pytest.param("Robert Tande", "Rob Tande", True, id="long for it"),
    pytest.param("Rolf Tande", "Robert Tande", False, id="another given name with that initial"),
    pytest.param("Paul Okafor", "Ines Okafor", False, id="another given name"),
    pytest.param("Ines Tande", "Ines Okafor", False, id="another family name"),
    pytest.param("Mr.", "Ines Okafor", False, id="a title alone"),
]


@pytest.mark.parametrize(("name", "other", "expected"), NAMES)
def test_names_of_one_person(name: str, other: str, expected: bool) -> None:
    """The family names must be the same, and the given names must not contradict."""
    assert is_same_person(name, other) is expected


@given(st.text(alphabet="abc .", min_size=1, max_size=12))
def test_a_name_is_its_own_person(name: str) -> None:
    """Any name with a word in it may be one person's with itself."""
    assert is_same_person(name, name) is bool(name.replace(".", " ").split())
