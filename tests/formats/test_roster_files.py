"""Rosters: people known beforehand, from JSON or TOML."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotes.errors import ReadError
from quotes.formats import read_roster
from quotes.model import RosterEntry

ANA = RosterEntry(name="Ana Reyes", aliases=("Mayor Reyes",), role="mayor", gender="female")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cast.json", '[{"name": "Ana Reyes", "aliases": ["Mayor Reyes"], "role": "mayor", "gender": "female"}]'),
        (
            "wrapped.json",
            '{"roster": [{"name": "Ana Reyes", "aliases": ["Mayor Reyes"], "role": "mayor", "gender": "female"}]}',
        ),
        (
            "cast.toml",
            '[[roster]]\nname = "Ana Reyes"\naliases = ["Mayor Reyes"]\nrole = "mayor"\ngender = "female"\n',
        ),
    ],
)
def test_every_form_gives_the_same_people(name: str, text: str, tmp_path: Path) -> None:
    """JSON, JSON under a name, and TOML say the same."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_roster(tmp_path / name) == (ANA,)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("gone.json", None, "the roster cannot be read: No such file"),
        ("a.json", "[{]", "the roster cannot be read: it is not JSON"),
        ("a.toml", "name = ", "the roster cannot be read as TOML"),
        ("a.json", '"Ana"', "a roster is a list of people"),
        ("a.json", '{"people": []}', "this file holds people"),
        ("a.json", '[{"role": "mayor"}]', "roster entry 0, name: Field required"),
        ("a.json", '[{"name": "A"}, {"name": "B", "nick": "C"}]', "roster entry 1, nick: "),
        ("a.json", '[{"name": "A", "gender": "f"}]', "roster entry 0, gender: "),
        ("a.json", '["Ana"]', "roster entry 0: "),
    ],
)
def test_a_wrong_roster_is_a_read_error(name: str, text: str | None, reason: str, tmp_path: Path) -> None:
    """The error names the entry and the field."""
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        read_roster(tmp_path / name)
    assert reason in caught.value.reason
