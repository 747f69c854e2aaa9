"""The command ``quotes diarize`` joins words and turns, in any form that can be written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quotes.cli import main

SAID = ["Is", "the", "ferry", "late?", "Yes,", "by", "an", "hour."]
WORDS = {
    "segments": [
        {
            "text": "Is the ferry late? Yes, by an hour.",
            "words": [
                {"word": word, "start": 0.5 + 0.3 * place, "end": 0.8 + 0.3 * place} for place, word in enumerate(SAID)
            ],
        }
    ]
}
"""The answer follows the question without a pause; it ends after 1.7 seconds."""


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """Give a recogniser's output."""
    path = tmp_path / "words.json"
    path.write_text(json.dumps(WORDS), encoding="utf-8")
    return path


def turns_at(folder: Path, edge: float) -> Path:
    """Write two turns that meet at ``edge`` seconds."""
    path = folder / "turns.rttm"
    path.write_text(
        f"SPEAKER a 1 0.0 {edge} <NA> <NA> S0 <NA> <NA>\nSPEAKER a 1 {edge} {9 - edge} <NA> <NA> S1 <NA> <NA>\n",
        encoding="utf-8",
    )
    return path


def run(*arguments: object) -> Result:
    """Run ``quotes diarize``."""
    return CliRunner().invoke(main, ["diarize", *map(str, arguments)])


def test_words_get_the_voices_of_the_turns(words: Path, tmp_path: Path) -> None:
    """SegLST on standard output, cut where the voice changes."""
    done = run(words, "--turns", turns_at(tmp_path, 1.7), "--to", "seglst")
    assert [(each["speaker"], each["words"]) for each in json.loads(done.stdout)] == [
        ("S0", "Is the ferry late?"),
        ("S1", "Yes, by an hour."),
    ]


def test_the_form_follows_from_the_name_and_losses_are_told(words: Path, tmp_path: Path) -> None:
    """RTTM has no place for words."""
    done = run(words, "--turns", turns_at(tmp_path, 1.7), "-o", tmp_path / "out.rttm")
    assert (tmp_path / "out.rttm").read_text(encoding="utf-8").splitlines() == [
        "SPEAKER words 1 0.500 1.200 <NA> <NA> S0 <NA> <NA>",
        "SPEAKER words 1 1.700 1.200 <NA> <NA> S1 <NA> <NA>",
    ]
    assert "rttm has no place for the words of 2 passages" in done.stderr


def test_without_a_form_it_is_an_annotation(words: Path, tmp_path: Path) -> None:
    """With turns, their labels and times."""
    annotation = json.loads(run(words, "--turns", turns_at(tmp_path, 1.7)).stdout)
    assert [(turn["label"], turn["start_ms"], turn["end_ms"]) for turn in annotation["turns"]] == [
        ("S0", 500, 1700),
        ("S1", 1700, 2900),
    ]


def test_moves_are_listed_with_their_reasons(words: Path, tmp_path: Path) -> None:
    """A row for each run of words that changed sides."""
    turns, moves = turns_at(tmp_path, 1.4), tmp_path / "moves.csv"
    assert "late? Yes" in run(words, "--turns", turns, "--to", "labelled", "--no-repair").stdout
    done = run(words, "--turns", turns, "--to", "labelled", "--moves", moves)
    assert "Is the ferry late?\n\nS1" in done.stdout
    assert moves.read_text(encoding="utf-8").splitlines() == [
        "time_ms,start,end,words,was,to,reason",
        "1400,13,18,late?,S1,S0,they stand in a sentence that S0 began",
    ]
    assert "1 move at the edges of turns." in done.stderr


def test_words_far_from_every_turn_are_counted(words: Path, tmp_path: Path) -> None:
    """They are written without a voice."""
    done = run(words, "--turns", turns_at(tmp_path, 1.7), "--reach", "0", "--to", "seglst")
    assert "too far" not in done.stderr
    (tmp_path / "late.rttm").write_text("SPEAKER a 1 60 1 <NA> <NA> S0 <NA> <NA>\n", encoding="utf-8")
    done = run(words, "--turns", tmp_path / "late.rttm", "--to", "seglst")
    assert "8 words too far from every turn to have a voice." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["{words}", "--turns", "{words}"], "no segment has a label", id="turns without labels"),
        pytest.param(["{turns}", "--turns", "{turns}"], "there are no words in it", id="words without words"),
        pytest.param(
            ["{words}", "--turns", "{turns}", "--no-repair", "--moves", "m.csv"], "leave out", id="moves without repair"
        ),
        pytest.param(["{words}", "--turns", "{turns}", "--to", "docx"], "There is no writer docx", id="no such form"),
        pytest.param(["{words}", "--turns", "{turns}", "-o", "x.docx"], "No form is written as .docx", id="no suffix"),
        pytest.param(["{words}", "--turns", "{turns}", "-o", "{words}"], "would be overwritten", id="out is in"),
        pytest.param(["{note}", "--turns", "{turns}"], "has a time to join by", id="prose"),
    ],
)
def test_what_cannot_be_joined_is_said(words: Path, tmp_path: Path, arguments: list[str], message: str) -> None:
    """Exit code 2 or a ReadError with the file and what to do."""
    note = tmp_path / "note.txt"
    note.write_text("Nothing was said.", encoding="utf-8")
    places = {"words": words, "turns": turns_at(tmp_path, 1.7), "note": note}
    done = run(*(argument.format(**places) for argument in arguments))
    assert done.exit_code != 0
    assert message in done.output + str(done.exception)
