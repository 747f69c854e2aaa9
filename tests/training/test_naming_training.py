"""Weights of claims to a name, learnt from transcripts whose speakers are known."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from quotes.diarizer.decisions import NamingWeights, decide_names
from quotes.errors import TrainingError
from quotes.training.naming import is_right_name, prepare_transcript, train_naming

PEOPLE = (
    ("Ada Quill", "Ben Orrin"),
    ("Ines Marlowe", "Tomas Weld"),
    ("Priya Sand", "Neil Castle"),
    ("Joan Reed", "Otto Lind"),
)


def write_transcripts(folder: Path, name: str) -> None:
    """Write short interviews, all of one make."""
    lines = []
    for number, (host, guest) in enumerate(PEOPLE * 2):
        first, second = host.split()[0], guest.split()[0]
        text = (
            f"S0: Welcome to the show. I'm {host}. Joining me is {guest}. {second}, how are you?\n"
            f"S1: Thanks, {first}. I am well.\nS0: What did you see, {second}?\nS1: Kale Rook was not there, {first}.\n"
        )
        lines.append(json.dumps({"id": str(number), "text": text, "names": {"S0": host, "S1": guest}}))
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(lines).encode()))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder with both files."""
    pytest.importorskip("scipy")
    for name in ("calls/dev.jsonl.gz", "podcasts/dev.jsonl.gz"):
        write_transcripts(tmp_path, name)
    return tmp_path


def test_weights_learnt_name_the_speakers(data_dir: Path) -> None:
    """The file has weights, a confidence and figures of folds, and decides as the names noted say."""
    told = json.loads(train_naming(data_dir)["diarizer/data/naming.json"])
    assert set(told["scores"]) == {"calls, folds of whole transcripts", "podcasts, folds of whole transcripts"}
    assert "precision 1.000" in told["scores"]["calls, folds of whole transcripts"]
    record = {
        "text": "S0: I'm Mira Solano. Joining me is Kurt Vane. Kurt, how are you?\nS1: Thanks, Mira. I am well.\n",
        "names": {"S0": "Mira Solano", "S1": "Kurt Vane"},
    }
    transcript = prepare_transcript(record)
    decided = decide_names(transcript.claims, NamingWeights(told["weights"], (0.0, 0.0, 1.0, 0.0), 1.0))
    names = {transcript.claims.labels[d.label]: transcript.claims.bearers[d.bearer].name for d in decided}
    assert names == {"S0": "Mira Solano", "S1": "Kurt Vane"}


def test_the_same_data_give_the_same_bytes(data_dir: Path) -> None:
    """A second run changes nothing."""
    assert train_naming(data_dir) == train_naming(data_dir)


def test_a_file_without_names_is_an_error_that_says_so(tmp_path: Path) -> None:
    """With the file and the line."""
    path = tmp_path / "calls" / "dev.jsonl.gz"
    path.parent.mkdir()
    path.write_bytes(gzip.compress(b'{"text": "S0: Hello."}\n'))
    with pytest.raises(TrainingError, match="line 1 lacks 'text' or 'names'"):
        train_naming(tmp_path)


@pytest.mark.parametrize(
    ("heard", "noted", "is_right"),
    [
        pytest.param("Ada Quill", "Ada Quill", True, id="the same"),
        pytest.param("Ada", "Ada Quill", True, id="given name alone"),
        pytest.param("Mr. Quill", "Abel Quill", True, id="surname alone"),
        pytest.param("A. Quill", "Ada Quill", True, id="initial"),
        pytest.param("Ada Quill", "Ben Quill", False, id="another given name"),
        pytest.param("Ada Quill", "Ada Reed", False, id="another surname"),
    ],
)
def test_when_a_name_is_right(heard: str, noted: str, *, is_right: bool) -> None:
    """The family names agree and the given names do not contradict each other."""
    assert is_right_name(heard, noted) is is_right
