"""Alias files: which names are one person, and every way in which such a file can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotes.errors import ReadError
from quotes.formats import read_aliases
from quotes.model import RosterEntry

ROSTER = (
    RosterEntry(name="Mara Quill", aliases=("M. Quill",), gender="female"),
    RosterEntry(name="Tam Brekke", role="teller"),
)
CSV = (
    "canonical,alias,role,affiliation\nMara Quill,Mara Denholm,harbour master,Port of Tesh\nMara Quill,The Lantern,,\n"
)
TOML = """# ours
[[person]]
name = "Mara Quill"
aliases = ["Mara Denholm", "The Lantern"]
role = "harbour master"
affiliation = "Port of Tesh"
"""


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", CSV),
        ("a.csv", CSV.replace(",", ";")),
        ("a.tsv", CSV.replace(",", "\t")),
        ("a.toml", TOML),
        ("a.csv", "name,alias\n\n" + "Mara Quill,Mara Denholm\nmara  quill,The Lantern\nMARA QUILL,the lantern\n"),
    ],
    ids=["commas", "semicolons", "tabs", "toml", "two columns, other spellings"],
)
def test_names_are_joined_to_the_person(name: str, text: str, tmp_path: Path) -> None:
    """Without a roster the file makes one."""
    (person,) = read_aliases(write(tmp_path, name, text))
    assert (person.name, person.aliases) == ("Mara Quill", ("Mara Denholm", "The Lantern"))
    if "role" in text:
        assert (person.role, person.affiliation) == ("harbour master", "Port of Tesh")


@pytest.mark.parametrize(("name", "text"), [("a.csv", CSV), ("a.toml", TOML)])
def test_a_roster_gets_the_names(name: str, text: str, tmp_path: Path) -> None:
    """What it knew before stays; people without a line stay as they are."""
    assert read_aliases(write(tmp_path, name, text), ROSTER) == (
        RosterEntry(
            name="Mara Quill",
            aliases=("M. Quill", "Mara Denholm", "The Lantern"),
            role="harbour master",
            affiliation="Port of Tesh",
            gender="female",
        ),
        ROSTER[1],
    )


HEAD = "canonical,alias,role\n"
FAULTS = [
    pytest.param(
        "a.csv",
        f"{HEAD}Mara Quill,The Lantern,\nOtto Vane,The Lamp,\n",
        ROSTER,
        "line 3: nobody of the roster is called Otto Vane",
        id="unknown person",
    ),
    pytest.param(
        "a.csv",
        f"{HEAD}Mara Quill,The Lantern,\nTam Brekke,the lantern,\n",
        (),
        "line 3: the lantern is given to Tam Brekke here and to Mara Quill (line 2)",
        id="a name of two",
    ),
    pytest.param(
        "a.csv",
        f"{HEAD}Tam Brekke,M. Quill,\n",
        ROSTER,
        "line 2: M. Quill is given to Tam Brekke here and to Mara Quill (the roster)",
        id="a name of somebody of the roster",
    ),
    pytest.param(
        "a.csv",
        f"{HEAD}Tam Brekke,Mara Quill,\nMara Quill,The Lantern,\n",
        (),
        "line 3: Mara Quill is another name of Tam Brekke (line 2) already",
        id="a person who is another's name",
    ),
    pytest.param(
        "a.csv",
        f"{HEAD}Tam Brekke,T. Brekke,poet\n",
        ROSTER,
        "line 2: the role of Tam Brekke is teller already; here it is poet",
        id="another role",
    ),
    pytest.param(
        "a.csv",
        f"{HEAD}Tam Brekke,T. Brekke,\n",
        (ROSTER[1], RosterEntry(name="tam brekke")),
        "line 2: two people of the roster are called Tam Brekke",
        id="two of one name",
    ),
    pytest.param("a.csv", "who,alias\nA,B\n", (), "line 1: the first line names the columns", id="other columns"),
    pytest.param("a.csv", "", (), "the file is empty", id="empty"),
    pytest.param("a.csv", f"{HEAD},B,\n", (), "line 2: the person has no name", id="no name"),
    pytest.param("a.csv", f"{HEAD}A,B,c,d\n", (), "line 2: 4 cells for 3 columns", id="too many cells"),
    pytest.param("a.csv", f'{HEAD}A,"B\n', (), "this is no table", id="an open mark"),
    pytest.param("a.toml", "a = \n", (), "line 1: this is no TOML", id="no TOML"),
    pytest.param("a.toml", "[[roster]]\nname = 'A'\n", (), "[[person]] tables; this one holds roster", id="a roster"),
    pytest.param("a.toml", "\n[[person]]\nalias = 'A'\n", (), "line 2: there is no key 'alias'", id="another key"),
    pytest.param("a.toml", "[[person]]\nname = 'A'\naliases = 'B'\n", (), "line 1: a person has a name", id="no list"),
    pytest.param(
        "a.toml",
        "[[person]]\nname = 'A B'\naliases = ['X Y']\n[[person]]\nname = 'C D'\naliases = [\n'E F',\n'X Y']\n",
        (),
        "line 8: X Y is given to C D here and to A B (line 1)",
        id="a name of two in TOML",
    ),
]


@pytest.mark.parametrize(("name", "text", "roster", "message"), FAULTS)
def test_what_is_wrong_is_named_with_its_line(
    name: str, text: str, roster: tuple[RosterEntry, ...], message: str, tmp_path: Path
) -> None:
    """Nothing is guessed and nothing is left out."""
    path = write(tmp_path, name, text)
    with pytest.raises(ReadError) as caught:
        read_aliases(path, roster)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Before anything is annotated."""
    with pytest.raises(ReadError, match="the alias file cannot be read"):
        read_aliases(tmp_path / "no_such.csv")
