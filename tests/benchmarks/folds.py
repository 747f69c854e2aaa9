"""How well novels are attributed by weights that have never seen them: folds of whole novels, trained anew each time.

Run from the checkout, ``python -m tests.benchmarks.folds --data DIR``; DIR is what ``quotes train --data`` takes. For
each fold a copy of the package learns its source ranker and its dialogue weights from the other novels, and annotates
those of the fold, once with nothing given and once with the cast as roster. The rest of the copy is as shipped. The
table goes into corpus/SCORES.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from quotes.evaluation import EvaluationReport, evaluate_files, show_rate
from tests.benchmarks.scores import ROOT, SCORES, join_sections, read_lines, read_sections, write_batch

COMMAND = "python -m tests.benchmarks.folds --data DIR"
FOLDS = 3
TRAINERS = ("train_ranker", "train_dialogue")
AIMS = {"nothing given": 0.79, "cast as roster": 0.82}
"""Share of quotations whose speaker is right."""

TRAIN = """
import sys
from pathlib import Path
from quotes.training import TRAINERS, train
chosen = tuple(trainer for trainer in TRAINERS if trainer.__name__ == sys.argv[2])
train(Path(sys.argv[1]), trainers=chosen)
"""


def measure_fold(data: Path, novels: Sequence[dict[str, Any]], fold: int, scratch: Path) -> dict[str, EvaluationReport]:
    """Train without the novels of one fold and annotate these."""
    held_out = novels[fold::FOLDS]
    ids = {novel["id"] for novel in held_out}
    shutil.copytree(ROOT / "quotes", scratch / "quotes", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("news", "syntax", "novels"):
        shutil.copytree(data / name, scratch / "data" / name)
    others = "".join(json.dumps(novel) + "\n" for novel in novels if novel["id"] not in ids)
    train_file = scratch / "data" / "novels" / "train.jsonl.gz"
    train_file.unlink()
    train_file.write_bytes(gzip.compress(others.encode("utf-8")))
    environment = {**os.environ, "PYTHONPATH": str(scratch)}
    for trainer in TRAINERS:
        command = [sys.executable, "-c", TRAIN, str(scratch / "data"), trainer]
        subprocess.run(command, check=True, cwd=scratch, env=environment)
    reference = scratch / "reference.jsonl"
    reference.write_text("".join(json.dumps(novel) + "\n" for novel in held_out), encoding="utf-8")
    reports = {}
    for title in AIMS:
        source, found = scratch / "documents.jsonl", scratch / "annotations.jsonl"
        write_batch(source, held_out, has_roster=title != "nothing given")
        batch = [sys.executable, "-m", "quotes", "batch", str(source), "-o", str(found), "--min-confidence", "0"]
        subprocess.run(batch, check=True, cwd=scratch, env=environment)
        reports[title] = evaluate_files(reference, found).total
    return reports


def write_table(reports: Mapping[str, EvaluationReport], novels: int) -> str:
    """Return the section: a line for what was known beforehand."""
    types = ("explicit", "anaphoric", "implicit")
    lines = [
        "## Novels that the weights have not seen",
        "",
        f"`{COMMAND}`",
        "",
        f"The {novels} train novels of the Project Dialogism Novel Corpus in {FOLDS} folds of whole novels: the source "
        "ranker and the dialogue weights are learnt anew from the others, and the best candidate is always named. "
        "Shares of quotations whose speaker is right.",
        "",
        f"| known beforehand | aim: all | all | {' | '.join(types)} | spans F1 |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for title, report in reports.items():
        by_type = dict(report.speakers_by_type)
        rates = [report.speakers.recall, *(by_type[each].recall if each in by_type else None for each in types)]
        cells = [title, f"{AIMS[title]:g}", *map(show_rate, rates), show_rate(report.spans.f1)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every fold and put the table into SCORES.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder of quotes train --data")
    options = parser.parse_args(arguments)
    novels = read_lines(options.data / "novels" / "train.jsonl.gz")
    reports: dict[str, list[EvaluationReport]] = {title: [] for title in AIMS}
    for fold in range(FOLDS):
        with tempfile.TemporaryDirectory() as scratch:
            for title, report in measure_fold(options.data.resolve(), novels, fold, Path(scratch)).items():
                reports[title].append(report)
                print(f"fold {fold + 1} {title}: {show_rate(report.speakers.recall)}", file=sys.stderr, flush=True)
    table = write_table({title: EvaluationReport.total(parts) for title, parts in reports.items()}, len(novels))
    sections = read_sections(SCORES.read_text(encoding="utf-8"))
    SCORES.write_bytes(join_sections(sections | {"folds": table}).encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
