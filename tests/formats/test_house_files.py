"""Lists of a house's cue verbs and roles."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotes.errors import ReadError
from quotes.formats import read_cue_verbs, read_roles
from quotes.lexicon import HouseVerb
from quotes.lexicon.files import DATA_FOLDER


def test_verbs_alone_and_in_the_form_of_the_lexicon(tmp_path: Path) -> None:
    """Comments and blank lines between them."""
    path = tmp_path / "verbs.txt"
    path.write_text("# ours\nharrumphs\n\nchunter\tmanner\trare\tnone\nharrumph\n", encoding="utf-8")
    assert read_cue_verbs(path) == (HouseVerb("harrumph"), HouseVerb("chunter", "manner", False, False))


def test_the_lexicons_own_file_can_be_read() -> None:
    """The form is the same."""
    assert HouseVerb("say") in read_cue_verbs(DATA_FOLDER / "cue_verbs.txt")


def test_roles_one_a_line(tmp_path: Path) -> None:
    """In lower case, each once."""
    path = tmp_path / "roles.txt"
    path.write_text("Returning  officer\n# rare\nteller\nreturning officer\n", encoding="utf-8")
    assert read_roles(path) == ("returning officer", "teller")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("harrumph\nhit out\n", "line 2: 'hit out' is not one word"),
        ("chuntered\n", "line 1: 'chuntered' may be a past tense"),
        ("a\tb\n", "line 1: expected a verb, or 4 columns parted by tabs; found 2"),
        ("# x\nsay\tsong\tcore\tclause\n", "line 2: say: unknown kind"),
    ],
)
def test_a_line_that_is_none_is_named(text: str, message: str, tmp_path: Path) -> None:
    """File, line, reason."""
    path = tmp_path / "verbs.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        read_cue_verbs(path)
    assert f"{path}, {message}" in str(caught.value)


def test_a_role_that_is_none_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The same for roles."""
    path = tmp_path / "roles.txt"
    path.write_text("teller\n3/4\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"roles\.txt, line 2: '3/4' is no role"):
        read_roles(path)
    with pytest.raises(ReadError, match="the list cannot be read"):
        read_cue_verbs(tmp_path / "no_such.txt")
