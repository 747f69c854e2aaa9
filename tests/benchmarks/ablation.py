"""What each group of features is worth to the source ranker: it is learnt again without them; news dev tells.

Run from the checkout, ``python -m tests.benchmarks.ablation --data DIR``; DIR is what ``quotes train --data`` takes.
The questions are prepared once (and kept in ``--cache FILE`` where one is named), so each group costs one fit and one
pass over the articles. A group is every feature whose name begins so, whatever else its name says. The table goes into
corpus/SCORES.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import re
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from quotes.attributor import ranking
from quotes.evaluation import EvaluationReport, evaluate, show_rate
from quotes.evaluation.calibration import calibrate
from quotes.evaluation.records import build_record
from quotes.model import Document
from quotes.pipeline import annotate
from quotes.training.ranker import gather_lessons, learn_weights
from quotes.training.softmax import Questions
from tests.benchmarks.scores import SCORES, join_sections, read_sections

COMMAND = "python -m tests.benchmarks.ablation --data DIR"

GROUPS: Mapping[str, tuple[str, ...]] = {
    "where it stands": ("place", "side", "units", "opens-sentence", "crossed"),
    "what sort of phrase it is": (
        "sort",
        "named-person",
        "role",
        "definite",
        "list",
        "plural",
        "possessive",
        "person",
    ),
    "its verb and how sure a cue that is": ("link",),
    "the verb's own word": ("verb", "verbtag"),
    "its preposition": ("prep",),
    "what stands between": ("verbs", "between", "pattern"),
    "what stands before it": ("lead",),
    "what stands beyond the quotation": ("next",),
    "how the quotation ends": ("ending",),
    "alone in its paragraph": ("solo",),
    "kind of the quotation": ("kind",),
    "the decision before": ("previous",),
    "what speaks for nobody": ("nobody",),
}
"""Title of each group, and how the names of its features begin; any other beginning is a group of its own."""

_BEGINNING = re.compile(r"[^= ]+")


class Figures(NamedTuple):
    """What is measured with some weights."""

    weights: int
    report: EvaluationReport


def group_of(feature: str) -> str:
    """Return the title of a feature's group."""
    found = _BEGINNING.match(feature)
    beginning = found[0] if found else feature
    return next((title for title, beginnings in GROUPS.items() if beginning in beginnings), beginning)


def leave_out(questions: Questions, group: str) -> Questions:
    """Return the questions without the features of one group."""
    import numpy as np

    dropped = np.array([group_of(name) == group for name in questions.names], dtype=bool)
    columns = np.array(questions.columns, dtype=np.int64)
    kept = ~dropped[columns]
    ends = np.concatenate([[0], np.cumsum(kept)])[np.array(questions.row_ends, dtype=np.int64)]
    return Questions(
        questions.names,
        columns[kept].tolist(),
        np.array(questions.values)[kept].tolist(),
        ends.tolist(),
        questions.question_ends,
        questions.right,
        questions.weights,
    )


def measure(weights: Mapping[str, float], cues: Mapping[str, float], records: Sequence[dict[str, Any]]) -> Figures:
    """Annotate the articles with these weights and hold them against their references."""
    rounded = {name: round(value, 3) for name, value in weights.items() if round(value, 3)}
    with (
        mock.patch.object(ranking, "load_weights", lambda: rounded),
        mock.patch.object(ranking, "load_cue_scores", lambda: cues),
    ):
        reports = [
            evaluate(
                build_record(record),
                annotate(Document(id=record["id"], text=record["text"]), kinds={"direct", "mixed"}),
            )
            for record in records
        ]
    return Figures(len(rounded), EvaluationReport.total(reports))


def show_row(title: str, names: int, figures: Figures, whole: Figures) -> str:
    """Return a line of the table."""
    counts, worth = figures.report.sourced_direct, calibrate(figures.report.judgements)
    change = (counts.f1 or 0.0) - (whole.report.sourced_direct.f1 or 0.0)
    cells = [
        title,
        f"{names:,}",
        *(show_rate(rate) for rate in (counts.precision, counts.recall, counts.f1)),
        f"{change:+.3f}" if figures is not whole else "",
        show_rate(figures.report.found_sources.rate),
        show_rate(worth.top_error if worth else None),
    ]
    return f"| {' | '.join(cells)} |"


def prepare(data: Path, cache: Path | None) -> tuple[Questions, dict[str, float]]:
    """Return the questions and cue scores, from the cache where it is."""
    if cache is not None and cache.is_file():
        return pickle.loads(cache.read_bytes())  # type: ignore[no-any-return]  # noqa: S301 - our own file
    lessons = gather_lessons(data)
    made = lessons.questions, lessons.cues
    if cache is not None:
        cache.write_bytes(pickle.dumps(made))
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn once with everything and once without each group; write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder of quotes train --data")
    parser.add_argument("--cache", type=Path, metavar="FILE", help="keep the prepared questions here")
    options = parser.parse_args(arguments)
    begin = time.monotonic()
    questions, cues = prepare(options.data, options.cache)
    with gzip.open(options.data / "news" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    sizes: dict[str, int] = {}
    for name in questions.names:
        sizes[group_of(name)] = sizes.get(group_of(name), 0) + 1
    whole = measure(learn_weights(questions), cues, records)
    rows = [show_row("**all features**", len(questions.names), whole, whole)]
    for title in sorted(
        sizes, key=lambda name: (name not in GROUPS, list(GROUPS).index(name) if name in GROUPS else 0)
    ):
        rows.append(
            show_row(title, sizes[title], measure(learn_weights(leave_out(questions, title)), cues, records), whole)
        )
        print(f"{time.monotonic() - begin:5.0f} s {rows[-1]}", file=sys.stderr, flush=True)
    body = [
        "## What each group of features is worth",
        "",
        f"`{COMMAND}`",
        "",
        "The source ranker is learnt again without one group of features at a time, and the news articles (dev) are "
        "annotated with it, direct and mixed only, default confidence. The rest of the annotator stays as it is. A "
        "group is every feature whose name begins so; the words of one group may stand in the names of another.",
        "",
        "| left out | features | precision | recall | F1 | change | right source of those found | top 80% wrong |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *rows,
    ]
    sections = read_sections(SCORES.read_text(encoding="utf-8"))
    SCORES.write_bytes(join_sections(sections | {"ablation": "\n".join(body)}).encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
