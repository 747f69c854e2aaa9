"""Making the weights that tell speech from other marked words, here from a few documents written for the test."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from quotes.errors import TrainingError
from quotes.training.speech import find_samples, train_speech

SAID = ("We will rebuild the pier before winter", "Nobody came to the meeting", "The ferry runs until ten")
TITLES = ("Harbour Lights", "Low Water", "The Long Frost")


def write_documents(path: Path, *, documents: int = 12) -> None:
    """Write articles in which somebody says something and something bears a title, and the reference for them."""
    lines = []
    for number in range(documents):
        said, title = SAID[number % 3], TITLES[number % 3]
        text = f'"{said}," said the mayor of Hollin.\n\nIn the evening the choir sang the song "{title}" in the hall.'
        quotation = {"kind": "direct", "spans": [[1, len(said) + 2]]}
        lines.append(json.dumps({"id": str(number), "text": text, "quotations": [quotation]}))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(lines).encode()))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder with everything the trainer needs."""
    pytest.importorskip("scipy", reason="only training needs an optimiser")
    for name in ("news/train", "news/dev", "novels/train", "novels/dev"):
        write_documents(tmp_path / f"{name}.jsonl.gz")
    return tmp_path


def test_samples_are_outermost_stretches_with_their_answers(tmp_path: Path) -> None:
    """What annotators quoted is speech, other marked words are not."""
    write_documents(tmp_path / "some.jsonl.gz", documents=1)

    (sample,) = find_samples(tmp_path / "some.jsonl.gz")

    assert sample.is_speech == [True, False]
    assert "attribution behind" in sample.features[0]
    assert "after work" in sample.features[1]


def test_weights_point_the_right_way(data_dir: Path) -> None:
    """What goes with speech weighs more than what goes with titles, and the header says how good that is."""
    (content,) = train_speech(data_dir).values()
    made = json.loads(content)

    assert made["weights"]["attribution behind"] > 0 > made["weights"]["after work"]
    assert made["scores"]["speech kept, news dev"] == "12 of 12"
    assert made["scores"]["other marked words left alone, novels dev"] == "12 of 12"
    assert {"source", "licence", "date", "command"} <= made.keys()


def test_weights_set_by_hand_are_not_learnt(data_dir: Path) -> None:
    """What speech.toml fixes is no business of the learnt file."""
    (content,) = train_speech(data_dir).values()

    assert {"code", "nested term", "second level"}.isdisjoint(json.loads(content)["weights"])


def test_a_second_run_gives_the_same_bytes(data_dir: Path) -> None:
    """Nothing depends on the run."""
    assert train_speech(data_dir) == train_speech(data_dir)


def test_no_words_of_the_texts_are_written(data_dir: Path) -> None:
    """Names of features are this project's own; nothing of the texts is among them."""
    (content,) = train_speech(data_dir).values()

    assert not any(word in content.decode() for word in ("Hollin", "choir", "Harbour"))


def test_missing_data_are_named(tmp_path: Path) -> None:
    """The error says which file lacks."""
    with pytest.raises(TrainingError, match=r"train\.jsonl\.gz"):
        train_speech(tmp_path)
