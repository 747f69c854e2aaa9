"""The table of quotation marks is complete and consistent."""

from __future__ import annotations

import unicodedata

import pytest

from quotes.lexicon import mark_forms, mark_pairs
from quotes.lexicon.files import read_table


@pytest.mark.parametrize(
    ("char", "family", "form"),
    [
        pytest.param('"', "double", "straight", id="typewriter"),
        pytest.param("“", "double", "open", id="curly opener"),
        pytest.param("’", "single", "close", id="apostrophe or closer"),
        pytest.param("''", "double", "straight", id="two apostrophes"),
        pytest.param("``", "backtick", "open", id="two backticks"),
        pytest.param("«", "guillemet", "open", id="guillemet"),
        pytest.param("„", "low-high", "open", id="German opener"),
        pytest.param("″", "prime", "straight", id="inches"),
        pytest.param("＂", "fullwidth", "straight", id="fullwidth"),
        pytest.param("」", "corner", "close", id="corner bracket"),
    ],
)
def test_a_mark_has_its_family_and_form(char: str, family: str, form: str) -> None:
    """A mark has the family and form its shape suggests."""
    mark = mark_forms()[char]
    assert (mark.char, mark.family, mark.form) == (char, family, form)


def test_every_unicode_initial_or_final_quotation_mark_is_listed() -> None:
    """Of the general categories Pi and Pf only editorial brackets of other uses are left out."""
    left_out = set("⸂⸃⸄⸅⸉⸊⸌⸍⸜⸝⸠⸡")
    marks = {chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) in {"Pi", "Pf"}}
    assert marks - left_out <= set(mark_forms())


def test_names_and_codes_in_the_file_are_those_of_unicode() -> None:
    """Names and codes in the file are those of Unicode."""
    for entry in read_table("mark_pairs.toml")["mark"]:
        assert entry["code"] == " ".join(f"U+{ord(char):04X}" for char in entry["char"])
        for char, name in zip(entry["char"], entry["name"].split(" + "), strict=True):
            assert unicodedata.name(char, name) == name


def test_every_opening_or_straight_mark_has_a_closer() -> None:
    """Every mark that can open has at least one closer."""
    openers = {mark.char for mark in mark_forms().values() if mark.form != "close"}
    assert openers <= set(mark_pairs())


def test_the_tables_cannot_be_changed() -> None:
    """The table is read-only."""
    with pytest.raises(TypeError):
        mark_forms()["x"] = mark_forms()['"']  # type: ignore[index]
