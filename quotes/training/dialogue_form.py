"""From novels and news to the weights that tell whether a document is told in dialogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from quotes.attributor.dialogue_form import FORM_FILE, LEANING, describe_form, score_form
from quotes.language.layout import read_layout
from quotes.segmenter import find_quotations
from quotes.training.excerpts import cut_excerpts
from quotes.training.files import dump_weights
from quotes.training.logistic import fit_logistic
from quotes.training.ranker import read_records

__all__ = ["train_dialogue_form"]

_PAGES = (120, 250, 500, 1_000, 2_000)
_EACH = 8
_NEWS_PAGES = (120, 300)
"""Of news, which is short, the whole and a page of either size."""
_L2 = 1.0

_Example = tuple[dict[str, float], bool]


def train_dialogue_form(data_dir: Path) -> dict[str, bytes]:
    """Learn how much each sign of a document's form speaks for a story told in dialogue.

    Args:
        data_dir: a folder with ``train`` and ``dev`` files of ``news`` and ``novels``.

    Returns:
        The bytes of the weights file, by its path inside the package.

    Raises:
        TrainingError: a file lacks or is not of the expected form.
    """
    weights = fit_logistic(list(_read(data_dir, "train")), l2=_L2)
    rounded = {name: round(value, 3) for name, value in sorted(weights.items())}
    scores = {}
    dev = list(_read(data_dir, "dev"))
    for what, is_story in (("pages of dev novels told in dialogue", True), ("dev news and pages of it, not", False)):
        told = [(score_form(signs, rounded) > LEANING) == is_story for signs, answer in dev if answer == is_story]
        scores[what] = f"right {sum(told)} of {len(told)}"
    about = {
        "what": "weights of the signs that a document is told in dialogue: log odds",
        "source": "PolNeAR 1.0 train (networkdynamics/PolNeAR) and the Project Dialogism Novel Corpus (18 novels)",
        "licence": "the repositories state none: only numbers learnt from them are here, no words of theirs",
    }
    return {f"attributor/data/{FORM_FILE}": dump_weights(about, scores, {"weights": rounded})}


def _read(data_dir: Path, part: str) -> Iterator[_Example]:
    """Give the signs of pages of novels, and of news and pages of it; none where quotations are too few."""
    for genre, sizes, each in (("novels", _PAGES, _EACH), ("news", _NEWS_PAGES, 1)):
        for record in read_records(data_dir / genre / f"{part}.jsonl.gz"):
            yield from _describe(record, sizes, each, genre == "novels")


def _describe(record: dict[str, Any], sizes: Sequence[int], each: int, is_story: bool) -> Iterator[_Example]:
    text: str = record["text"]
    pages = [span.of(text) for span in cut_excerpts(text, sizes, each, record["id"])]
    for page in pages if is_story else [text, *pages]:
        paragraphs = read_layout(page).paragraphs
        signs = describe_form(page, paragraphs, find_quotations(page, paragraphs))
        if signs is not None:
            yield signs, is_story
