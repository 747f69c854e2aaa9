"""Columns of numbers: what the fields of cues and frames see."""

from __future__ import annotations

import pytest

from quotes.attributor.columns import NAME, REACH, WORD_COLUMNS, Numbering, describe, lay_columns
from quotes.attributor.crf import Vocabulary
from quotes.attributor.cue_columns import CUE_TEMPLATES, CUE_VOCABULARIES, fill_cue_columns
from quotes.attributor.frame_columns import FRAME_TEMPLATES, FRAME_VOCABULARIES, CueAt, fill_frame_columns
from tests.attributor.attributor_samples import make_units

np = pytest.importorskip("numpy")

SCORES = {"warn": 0.7, "say": 0.9}
WORDS = {
    "lemma": ["warn", "the", NAME, "ferry"],
    "tag": ["NNP", "VBD", "DT", "NN", "VBZ", "QUOTED", "PRP", ","],
    "band": [str(band) for band in range(9)],
    "sort": ["given", "noun", "short"],
    "suffix": [],
}


def lay(tagged: str, lengths: list[int] | None = None) -> dict[str, list[int]]:
    """Lay the columns of words of one or several chains."""
    units, _, _ = make_units(tagged)
    vocabularies = {name: Vocabulary(values) for name, values in WORDS.items()}
    return lay_columns(Numbering(vocabularies, SCORES).number(units), lengths or [len(units)])


@pytest.mark.parametrize(
    ("word", "column", "value"),
    [
        ("warned/VBD", "lemma", "warn"),
        ("warned/VBD", "band", "7"),
        ("Marta/NNP", "lemma", NAME),
        ("Marta/NNP", "sort", "given"),
        ("Minister/NNP", "lemma", "minister"),
        ("minister/NN", "sort", "person"),
        ("she/PRP", "sort", "pronoun-3-singular"),
        ("Monday/NNP", "sort", "time"),
        ("QUOTED", "lemma", "Q,"),
        ("1,200/CD", "suffix", "9"),
    ],
)
def test_a_unit_is_described(word: str, column: str, value: str) -> None:
    """A word has its lemma, how strongly it reports, its sort; a name has no lemma of its own."""
    units, _, _ = make_units(word)
    assert describe(units[0], SCORES)[WORD_COLUMNS.index(column)] == value


def test_neighbours_end_at_the_chain() -> None:
    """A row sees the rows beside it in its own chain, and the edge beyond."""
    columns = lay("Marta/NNP warned/VBD the/DT ferry/NN", [2, 2])
    lemma = columns["lemma"].tolist()
    assert columns["lemma+1"].tolist() == [lemma[1], 0, lemma[3], 0]
    assert columns["lemma-1"].tolist() == [0, lemma[0], 0, lemma[2]]
    assert columns[f"lemma+{REACH}"].tolist() == [0, 0, 0, 0]


def test_cues_see_the_verbs_and_the_noun_beside_them() -> None:
    """The nearest verb before and after, the nearest noun before, quotations near and far."""
    columns = dict(lay("Marta/NNP warned/VBD the/DT ferry/NN sails/VBZ QUOTED"))
    fill_cue_columns(columns, [6], Vocabulary(WORDS["tag"]))
    tag = columns["tag"].tolist()
    assert columns["tag@after"].tolist() == [tag[1], tag[4], tag[4], tag[4], 0, 0]
    assert columns["tag@before"].tolist() == [0, 0, tag[1], tag[1], tag[1], tag[4]]
    assert columns["tag@subject"].tolist() == [0, tag[0], tag[0], tag[0], tag[3], tag[3]]
    quoted = Vocabulary(CUE_VOCABULARIES["quoted"])
    assert [quoted.values[number] for number in columns["quoted"]] == ["nf", "nf", "nc", "nc", "nc", "nn"]


def test_frames_see_the_sides_of_their_cue() -> None:
    """A unit stands before, in or after the cue, so far away, with so many verbs between."""
    columns = dict(lay("Marta/NNP warned/VBD the/DT ferry/NN sails/VBZ ,/, they/PRP"))
    fill_cue_columns(columns, [7], Vocabulary(WORDS["tag"]))
    vocabularies = {name: Vocabulary(values) for name, values in {**WORDS, **FRAME_VOCABULARIES}.items()}
    rows = fill_frame_columns(columns, [CueAt(0, 7, 1, 2)], vocabularies)
    shown = {
        name: [vocabularies[name].values[number] for number in rows[name]] for name in ("side", "distance", "verbs")
    }
    assert shown["side"] == ["L", "K", "R", "R", "R", "R", "R"]
    assert shown["distance"] == ["L1", "K0", "R1", "R2", "R3", "R4", "R5"]
    assert shown["verbs"] == ["0", "0", "0", "0", "0", "1", "1"]
    assert set(rows["lemma@cue"].tolist()) == {vocabularies["lemma"].number("warn")}


def test_every_template_has_its_columns() -> None:
    """Whatever a template reads is filled in."""
    columns = dict(lay("Marta/NNP warned/VBD the/DT ferry/NN"))
    fill_cue_columns(columns, [4], Vocabulary(WORDS["tag"]))
    assert {name for template in CUE_TEMPLATES for name in template} <= set(columns)
    vocabularies = {name: Vocabulary(values) for name, values in {**WORDS, **FRAME_VOCABULARIES}.items()}
    rows = fill_frame_columns(columns, [CueAt(0, 4, 1, 2)], vocabularies)
    assert {name for template in FRAME_TEMPLATES for name in template} <= set(rows)
    assert {len(column) for column in rows.values()} == {4}
