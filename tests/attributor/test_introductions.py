"""People introduced by what they are: in the sentence beside their first mention, or by a pronoun."""

from __future__ import annotations

import pytest
from attributor_samples import read_phrases

from quotes.attributor.attribution import fill_registry
from quotes.people.names import parse_name
from quotes.people.registry import Registry


def role_of(text: str, name: str) -> str | None:
    """Give the role of a person once the whole text is read."""
    reader = read_phrases(text)
    registry = Registry(text)
    fill_registry(reader, registry)
    entity = registry.find_person(parse_name(name), len(text))
    assert entity is not None, f"{name} is nobody here"
    return entity.role


CASES = [
    pytest.param(
        "The director of the Fenmark clinic says there is no vaccine. Ada Quill told reporters so.",
        "director of the Fenmark clinic",
        id="description, then the name",
    ),
    pytest.param(
        "The director of the Fenmark clinic says there is no vaccine.\n\nAda Quill told reporters so.",
        "director of the Fenmark clinic",
        id="the name in the next paragraph",
    ),
    pytest.param(
        "Ada Quill is not hopeful. The Fenmark captain met the press. There was little time, Quill said.",
        "Fenmark captain",
        id="name, then the description, and the person speaks",
    ),
    pytest.param(
        "Ada Quill left early. She is an opera singer from Tesh.", "opera singer from Tesh", id="said of a pronoun"
    ),
    pytest.param(
        "Ada Quill was arrested. The Fenmark sheriff met the press. There was little time, he said.",
        None,
        id="who never speaks is not the one described",
    ),
    pytest.param("The mayor says there is no vaccine. Ada Quill told reporters so.", None, id="too little is said"),
    pytest.param(
        "The director of the Fenmark clinic says there is no vaccine. A clerk agrees. Ada Quill told reporters so.",
        None,
        id="a sentence between",
    ),
    pytest.param(
        "The director of the Fenmark clinic, Ivo Lind, left. The director of the Fenmark clinic says there is no "
        "vaccine. Ada Quill told reporters so.",
        None,
        id="another bears the role",
    ),
    pytest.param(
        "Ada Quill left early. It rained. The director of the Fenmark clinic says so. Ada Quill told reporters so.",
        None,
        id="no newcomer",
    ),
    pytest.param("Ada Quill left early. He is an opera singer from Tesh.", None, id="another's pronoun"),
]


@pytest.mark.parametrize(("text", "role"), CASES)
def test_a_description_beside_the_first_mention_is_the_role(text: str, role: str | None) -> None:
    """Only a newcomer without a role takes it, only from the sentence next to theirs, and only if nobody bears it."""
    assert role_of(text, "Ada Quill") == role
