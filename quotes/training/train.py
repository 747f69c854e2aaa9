"""All the training there is, in order, and the model card that describes what it made."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from quotes.errors import TrainingError
from quotes.training.card import write_card
from quotes.training.dialogue import train_dialogue
from quotes.training.dialogue_form import train_dialogue_form
from quotes.training.documents import read_corrected
from quotes.training.indirect import train_indirect
from quotes.training.naming import train_naming
from quotes.training.punkt import train_punkt
from quotes.training.ranker import train_ranker
from quotes.training.speech import train_speech
from quotes.training.tagger import train_tagger

__all__ = ["CARD_FILE", "PACKAGE_FOLDER", "TRAINERS", "Trainer", "train", "write_file"]

Trainer = Callable[[Path], Mapping[str, bytes]]
"""From the data folder to the bytes of each file, by its path inside the package."""

TRAINERS: tuple[Trainer, ...] = (
    train_punkt,
    train_tagger,
    train_dialogue_form,
    train_ranker,
    train_dialogue,
    train_speech,
    train_indirect,
    train_naming,
)
"""What is trained, in this order: each may use what the ones before it have written."""

PACKAGE_FOLDER = Path(__file__).resolve().parent.parent
CARD_FILE = "language/data/MODEL_CARD.md"


def train(
    data_dir: Path,
    out_dir: Path | None = None,
    *,
    documents: Path | None = None,
    progress: Callable[[str], None] | None = None,
    trainers: tuple[Trainer, ...] = TRAINERS,
) -> dict[str, Any]:
    """Make every weights file from the data in ``data_dir`` and describe them in a model card.

    Args:
        data_dir: folder of annotated data: ``syntax/gum.conllu.gz`` and so on, as each trainer says.
        out_dir: where the files go, by their paths inside the package; the package itself by default.
        documents: a user's own corrected documents, a file or folder of annotations, that the source ranker is to
            learn from besides.
        progress: called with one line before each trainer.
        trainers: what to train.

    Returns:
        The header of each file (schema, source, licence, date, command, scores), by the file's path.

    Raises:
        TrainingError: if the data folder or a file in it is missing or damaged, or the results cannot be written.
    """
    if not data_dir.is_dir():
        raise TrainingError(str(data_dir), "no such folder; give the folder with the annotated data")
    target = PACKAGE_FOLDER if out_dir is None else out_dir
    own = () if documents is None else tuple(read_corrected(documents))
    headers: dict[str, Any] = {}
    for trainer in trainers:
        if progress is not None:
            progress(trainer.__name__.replace("_", " "))
        made = train_ranker(data_dir, own) if trainer is train_ranker else trainer(data_dir)
        for name, content in made.items():
            write_file(target / name, content)
            headers[name] = _read_header(content)
    write_file(target / CARD_FILE, write_card(headers).encode("utf-8"))
    return headers


def _read_header(content: bytes) -> dict[str, Any]:
    """Return what a weights file says about itself: every entry that is not weights."""
    told = json.loads(content)
    named = ("schema", "date", "command", "what", "source", "licence", "scores")
    return {name: told[name] for name in named if name in told}


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, its folder too.

    Raises:
        TrainingError: it cannot be written.
    """
    beside = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise TrainingError(str(path), f"cannot be written: {error.strerror}") from error
