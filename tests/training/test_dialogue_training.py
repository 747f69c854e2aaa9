"""Making the weights that decide a dialogue, here from a short story written for the test."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from quotes.errors import TrainingError
from quotes.training.dialogue import train_dialogue

FILE = "attributor/data/dialogue.json"
SAID = ("The boat is leaving.", "Let it leave, then.", "You always say so.", "I am always right.", "Never on a Sunday.")
CAST = [
    {"name": "Helen Marsh", "aliases": ["Helen", "Helen Marsh"], "gender": "F", "category": "major"},
    {"name": "Peter", "aliases": ["Peter"], "gender": "M", "category": "major"},
]


def make_story(lines: int) -> dict[str, Any]:
    """Write a dialogue of two people in turn, the first two lines of every six tagged, and the reference for it."""
    told, quotations = ["Helen Marsh met Peter on the quay."], []
    place = len(told[0]) + 2
    for number in range(lines):
        words, speaker = SAID[number % len(SAID)], CAST[number % 2]
        tagged = number % 6 < 2
        words = f"{words[:-1]}," if tagged else words
        line = f'"{words}"' + (f" said {speaker['aliases'][0]}." if tagged else "")
        quotations.append(
            {
                "spans": [[place + 1, place + 1 + len(words)]],
                "source": None,
                "cue": None,
                "speaker": speaker["name"],
                "kind": "direct",
                "type": "explicit" if tagged else "implicit",
                "referring": f"said {speaker['aliases'][0]}" if tagged else None,
            }
        )
        told.append(line)
        place += len(line) + 2
    text = "\n\n".join(told)
    return {"id": "story", "genre": "novel", "text": text, "quotations": quotations, "characters": CAST}


def write_story(path: Path, lines: int) -> None:
    """Write gzipped JSONL with one story."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps(make_story(lines)).encode()))


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with everything the trainer needs."""
    pytest.importorskip("scipy", reason="only training needs an optimiser")
    folder = tmp_path_factory.mktemp("data")
    write_story(folder / "novels" / "train.jsonl.gz", 60)
    write_story(folder / "novels" / "dev.jsonl.gz", 12)
    return folder


@pytest.fixture(scope="module")
def made(data_dir: Path) -> Mapping[str, bytes]:
    """What the trainer makes of it."""
    return train_dialogue(data_dir)


def test_the_file_says_what_it_is(made: Mapping[str, bytes]) -> None:
    """Weights are JSON with a header: schema, date, command, source, licence, scores."""
    assert made.keys() == {FILE}
    told = json.loads(made[FILE])

    expected = {"schema", "date", "command", "what", "source", "licence", "scores", "trust", "weights"}
    assert told.keys() == expected
    assert list(told["weights"]) == sorted(told["weights"])
    assert all(isinstance(weight, float) and weight for weight in told["weights"].values())


def test_weights_point_the_right_way(made: Mapping[str, bytes]) -> None:
    """To be named beside a line speaks for somebody, and so does having spoken last but one."""
    weights = json.loads(made[FILE])["weights"]

    assert weights["named"] > 0
    assert weights["turn, none, next, next: answers"] > 0 > weights["turn, none, next, next: goes on"]


def test_how_far_a_guess_is_trusted_is_learnt_from_its_signs(made: Mapping[str, bytes]) -> None:
    """Every sign that was ever seen has a weight, and so has having none."""
    trust = json.loads(made[FILE])["trust"]

    assert {"bias", "odds", "named beside it", "length"} <= trust.keys()
    assert all(isinstance(weight, float) for weight in trust.values())


def test_the_header_says_how_good_the_weights_are(made: Mapping[str, bytes]) -> None:
    """Accuracy on the dev story, with its counts."""
    (score,) = json.loads(made[FILE])["scores"].values()

    assert score.startswith("accuracy 1.000 (12 of 12")


def test_no_word_of_the_story_is_written(made: Mapping[str, bytes]) -> None:
    """Names of features are this project's own; nothing of the texts is among them."""
    content = made[FILE].decode("utf-8")

    assert not any(word in content for word in ("Helen", "Peter", "Marsh", "quay", "boat", "Sunday"))


def test_a_second_run_gives_the_same_bytes(data_dir: Path, made: Mapping[str, bytes]) -> None:
    """Nothing depends on the run."""
    assert train_dialogue(data_dir) == made


@pytest.mark.parametrize("name", ["train", "dev"])
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    """The error says which file lacks."""
    pytest.importorskip("scipy", reason="only training needs an optimiser")
    for other in ("train", "dev"):
        write_story(tmp_path / "novels" / f"{other}.jsonl.gz", 12)
    path = tmp_path / "novels" / f"{name}.jsonl.gz"
    path.unlink()

    with pytest.raises(TrainingError) as caught:
        train_dialogue(tmp_path)
    assert Path(caught.value.path) == path
