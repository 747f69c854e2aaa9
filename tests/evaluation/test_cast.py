"""Which character of a cast a speaker stands for."""

from __future__ import annotations

import pytest

from quotes.evaluation.cast import Cast
from quotes.model import Speaker

CAST = Cast({"Ada Quill": ("Ada", "the Quills"), "Ben Quill": ("Ben", "the Quills"), "Cy Moor": ("the mate", "O’Moor")})

SPEAKERS = [
    pytest.param("Ada Quill", (), "Ada Quill", id="by name"),
    pytest.param("ADA QUILL", (), "Ada Quill", id="whatever the case"),
    pytest.param("Mr. O'Moor", ("O'Moor",), "Cy Moor", id="by an alias, whatever the apostrophe"),
    pytest.param("the Quills", (), None, id="a name two bear"),
    pytest.param("the Quills", ("the mate",), "Cy Moor", id="an alias of one against a name two bear"),
    pytest.param("Ada", ("Ben",), "Ada Quill", id="a name against an alias"),
    pytest.param("the Quills", ("Ben",), "Ben Quill", id="what tells one of the two"),
    pytest.param("a stranger", (), None, id="nobody of the cast"),
    pytest.param(None, (), None, id="no name"),
]


@pytest.mark.parametrize(("name", "aliases", "expected"), SPEAKERS)
def test_a_speaker_stands_for_the_character_the_names_fit_best(
    name: str | None, aliases: tuple[str, ...], expected: str | None
) -> None:
    """A name that two characters bear tells half as much of each; a tie tells nothing."""
    assert CAST.identify(Speaker(id="s1", name=name, aliases=aliases)) == expected


def test_a_name_outside_the_cast_means_itself() -> None:
    """A reference may name somebody the cast has only as an alias, or not at all."""
    assert CAST.bearers_of("Ada Quill") == {"Ada Quill"}
    assert CAST.bearers_of("The Quills") == {"Ada Quill", "Ben Quill"}
    assert CAST.bearers_of("A Goat") == {"A Goat"}
