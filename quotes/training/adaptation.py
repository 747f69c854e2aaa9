"""From the shipped weights and a user's own corrected documents to weights that fit these: no other data are needed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from quotes.attributor.ranking import load_cue_scores, load_weights
from quotes.training.documents import read_corrected
from quotes.training.files import dump_weights
from quotes.training.ranker import RANKER_FILE, Prepared, ask
from quotes.training.softmax import Questions, fit
from quotes.training.train import PACKAGE_FOLDER, write_file

__all__ = ["adapt"]

_L2 = 1.0
_RARE = 1
"""A prior on every change keeps what a single document says from weighing much."""


def adapt(documents: Path, out_dir: Path | None = None, *, progress: Callable[[str], None] | None = None) -> int:
    """Go on training the source ranker with corrected documents, from the weights that are there.

    Weights that the documents say nothing about stay as they are.

    Args:
        documents: a file or folder of annotations that an editor has accepted or corrected.
        out_dir: where the file goes, by its path inside the package; the package itself by default.
        progress: called with one line before the work and one after it.

    Returns:
        How many quotations were learnt from.

    Raises:
        TrainingError: the documents cannot be read, no editor has looked at them, or the result cannot be written.
    """
    if progress is not None:
        progress("read corrected documents")
    before, cues = load_weights(), load_cue_scores()
    questions = Questions()
    records = list(read_corrected(documents))
    for record in records:
        ask(questions, Prepared(record), cues, 1.0)
    was_right = questions.count_right(before)
    after = fit(questions, l2=_L2, rare=_RARE, start=before)
    about = {
        "what": "Weights of the source ranker: feature name -> weight",
        "command": "quotes train --documents PATH",
        "source": f"the weights that were there, and {len(records)} corrected documents of the user's own",
        "licence": "that of the documents",
    }
    asked = len(questions)
    scores = {
        "source of quoted speech in these documents, before": f"{was_right} of {asked}",
        "source of quoted speech in these documents, after": f"{questions.count_right(after)} of {asked}",
    }
    rounded = {name: round(value, 3) for name, value in sorted(after.items()) if round(value, 3)}
    target = PACKAGE_FOLDER if out_dir is None else out_dir
    write_file(target / RANKER_FILE, dump_weights(about, scores, {**_read_content(), "weights": rounded}))
    if progress is not None:
        progress("; ".join(f"{name}: {counts}" for name, counts in scores.items()))
    return asked


def _read_content() -> dict[str, Any]:
    """Return what the file that is there holds besides its header."""
    told = json.loads((PACKAGE_FOLDER / RANKER_FILE).read_text(encoding="utf-8"))
    return {name: value for name, value in told.items() if isinstance(value, dict) and name != "scores"}
