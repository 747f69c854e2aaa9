"""Making the fields of indirect speech, here from a few articles written for the test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quotes.attributor.crf import TEMPLATE
from quotes.attributor.frame_columns import CueAt
from quotes.errors import TrainingError
from quotes.training.indirect import label_frame, train_indirect
from tests.attributor.attributor_samples import make_units
from tests.training.test_ranker_training import place, write_data, write_records

CUES, FRAMES = "attributor/data/cue_field.json", "attributor/data/frame_field.json"
NAMES = ("Mira Solano", "Otto Lind", "Ada Quill")
CLAUSES = ("the pier would open in May", "nobody had come to the meeting", "the ferry was late")


def make_article(number: int) -> dict[str, Any]:
    """Write an article in which something is reported, and the reference for it."""
    name, clause, verb = NAMES[number % 3], CLAUSES[number % 3], ("said", "warned", "zorbled")[number % 3]
    text = f"{name} came to the quay on Monday.\n\nOn the quay {name} {verb} {clause}. The boats stayed in."
    at = text.index("On the quay")
    quotation = {
        "spans": place(text, clause),
        "source": [[at + 12, at + 12 + len(name)]],
        "cue": place(text, verb),
        "speaker": None,
        "kind": "indirect",
        "type": None,
    }
    return {"id": f"article {number}", "genre": "news", "text": text, "quotations": [quotation], "characters": None}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with everything the trainer needs."""
    pytest.importorskip("scipy", reason="only training needs sparse tables")
    folder = write_data(tmp_path_factory.mktemp("data"))
    write_records(folder / "news" / "train.jsonl.gz", [make_article(number) for number in range(24)])
    return folder


def test_the_same_data_make_the_same_bytes(data_dir: Path) -> None:
    """Two runs write the same files."""
    assert train_indirect(data_dir) == train_indirect(data_dir)


def test_a_file_says_what_it_is_and_names_licensed_words_only(data_dir: Path) -> None:
    """Labels, vocabularies, transitions and templates, and no word that only the licensed-less news have."""
    made = train_indirect(data_dir)
    assert set(made) == {CUES, FRAMES}
    for content in made.values():
        told = json.loads(content)
        assert {"what", "source", "licence", "labels", "vocabularies", "transitions"} <= set(told)
        assert any(key.startswith(TEMPLATE) and rows for key, rows in told.items())
        assert "zorble" not in content.decode() and "solano" not in content.decode().lower()


def test_a_frame_is_labelled() -> None:
    """Source, content and cue have their labels; another stretch of content begins anew."""
    units, _, _ = make_units("Ada/NNP said/VBD it/PRP sank/VBD ,/, and/CC burned/VBD")
    spans = {"source": [[0, 3]], "spans": [[9, 16], [23, 29]], "cue": [[4, 8]]}
    assert label_frame(units, CueAt(0, 7, 1, 2), spans) == ["BS", "K", "BC", "IC", "O", "O", "BC"]


def test_no_documents_are_an_error(tmp_path: Path) -> None:
    """The error names the file."""
    write_records(tmp_path / "news" / "train.jsonl.gz", [])
    with pytest.raises(TrainingError, match="train"):
        train_indirect(tmp_path)
