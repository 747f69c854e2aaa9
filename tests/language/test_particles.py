"""Particles of names: "de", "van der" and their like, which the tagger alone takes for other words."""

from __future__ import annotations

import pytest

from quotes.language.tags import tag_words

INSIDE = [
    ("behind a given name", "Foreign Minister Ilmar de Quill told them .", "Ilmar de Quill"),
    ("two of them", "Dusana van der Quill said so .", "Dusana van der Quill"),
    ("behind a title", "They asked Mr. van Quill again .", "Mr. van Quill"),
    ("at the beginning of a clause", "We open a road , de Quill said .", "de Quill"),
    ("an Arabic one", "It was Yusuf bin Quill who left .", "Yusuf bin Quill"),
    ("a Portuguese one", "Paulo dos Quill wrote it .", "Paulo dos Quill"),
]


@pytest.mark.parametrize(("text", "name"), [case[1:] for case in INSIDE], ids=[case[0] for case in INSIDE])
def test_a_particle_inside_a_name_is_part_of_it(text: str, name: str) -> None:
    """Every word of the name has the tag of a name."""
    words = text.split()
    first = words.index(name.split()[0])

    assert tag_words(words)[first : first + len(name.split())] == ["NNP"] * len(name.split())


OUTSIDE = [
    ("a vehicle", "They sold the van Quill drove .", "van"),
    ("a verb before a day", "What did Peter do Monday ?", "do"),
    ("a number", "In March ten Quills came .", "ten"),
    ("no name behind it", "He was the de facto head .", "de"),
]


@pytest.mark.parametrize(("text", "word"), [case[1:] for case in OUTSIDE], ids=[case[0] for case in OUTSIDE])
def test_the_same_word_elsewhere_is_none(text: str, word: str) -> None:
    """An English word before a capital is what it was."""
    words = text.split()

    assert tag_words(words)[words.index(word)] != "NNP"
