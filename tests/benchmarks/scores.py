"""Write corpus/SCORES.md: every figure that is published, with the command that made it.

Run from the checkout, ``python -m tests.benchmarks.scores``:

    (no option)   annotates the corpus and times it; the sections on other data are kept as they stand
    --eval DIR    also runs ``quotes batch`` on the data of DIR, ``quotes evaluate`` and DIR's own scorers on what it
                  wrote, checks that both give the same numbers, and holds the figures against the aims
    --only NAMES  with --eval: runs the data sets of these names, parted by commas, and keeps what is written of others
    --pin         also raises the floors of corpus/baseline.json to the figures reached; it never lowers one
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from quotes.evaluation import Comparison, EvaluationReport

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = ROOT / "corpus"
SCORES = CORPUS / "SCORES.md"
BASELINE = CORPUS / "baseline.json"
COMMAND = "python -m tests.benchmarks.scores"
KEPT = ("growth", "spoiling", "ablation", "folds")
"""Sections whose names begin so are written by ``python -m tests.benchmarks.`` and that name, and kept here."""

INTRODUCTION = """# Scores

Written by the commands below; do not edit by hand. `n/a` stands where there was nothing to divide by. Counts are added
over documents and divided last.
"""


class DataSet(NamedTuple):
    """Data to measure on that are not part of this project: a file, a scorer with its options, options of a batch.

    With ``has_roster`` the characters of each document are given as people known beforehand. A ``note`` is printed
    beside the figures.
    """

    name: str
    title: str
    file: str
    scorer: str
    scorer_options: tuple[str, ...] = ()
    batch_options: tuple[str, ...] = ()
    has_roster: bool = False
    note: str = ""


LEARNT_ON_DEV = (
    "What claims to a name are worth was learnt from these very transcripts, as there are no others; the model card "
    "has the figures of folds, of transcripts that the weights had not seen."
)

DATA_SETS = (
    DataSet("news", "News articles (PolNeAR 1.0, dev)", "data/news/dev.jsonl.gz", "score.py", ("--json",)),
    DataSet(
        "novels",
        "Novels, nothing known beforehand (Project Dialogism Novel Corpus, dev)",
        "data/novels/dev.jsonl.gz",
        "score.py",
        ("--json",),
        ("--min-confidence", "0"),
    ),
    DataSet(
        "novels_cast",
        "Novels, the cast as roster (Project Dialogism Novel Corpus, dev)",
        "data/novels/dev.jsonl.gz",
        "score.py",
        ("--json",),
        ("--min-confidence", "0"),
        has_roster=True,
    ),
    DataSet("wild", "Documents in the wild, annotated by hand (dev)", "data/wild/dev.jsonl", "score_wild.py"),
    DataSet(
        "calls",
        "Names of anonymous voices: earnings calls (Earnings-21, dev)",
        "data/calls/dev.jsonl.gz",
        "score_calls.py",
        note=LEARNT_ON_DEV,
    ),
    DataSet(
        "podcasts",
        "Names of anonymous voices: podcasts (Changelog transcripts, dev)",
        "data/podcasts/dev.jsonl.gz",
        "score_calls.py",
        note=LEARNT_ON_DEV,
    ),
)

COLUMNS = (
    ("spans F1", "spans.f1"),
    ("not speech", "other"),
    ("speaker", "speakers.recall"),
    ("precision", "speakers.precision"),
    ("source", "sources"),
    ("role", "roles"),
    ("voices", "voices"),
)
"""Head of a column of the corpus table, and the figure it shows."""

PINNED = (
    "spans.f1",
    "direct.f1",
    "mixed.f1",
    "nested",
    "other",
    "speakers.precision",
    "speakers.recall",
    "abstained",
    "sources",
    "roles",
    "voices",
    "turn_kinds",
    "sourced_direct.f1",
    "sourced_all.f1",
    "contents.f1",
    "cues.f1",
)
"""The figures that have floors."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write SCORES.md and, where asked to, raise the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, metavar="DIR", help="folder with data/ and the scorers")
    parser.add_argument("--only", metavar="NAMES", help="data sets to run, parted by commas")
    parser.add_argument("--pin", action="store_true", help="raise the floors of corpus/baseline.json")
    options = parser.parse_args(arguments)

    old = read_sections(SCORES.read_text(encoding="utf-8")) if SCORES.exists() else {}
    names = ("corpus", "speed", "targets", "alignment", *(data_set.name for data_set in DATA_SETS))
    sections = {name: old[name] for name in names if name in old}
    if options.only is None:
        sections |= {"corpus": write_corpus_section(pin=options.pin), "speed": write_speed_section()}
    if options.eval is not None:
        sections |= write_data_sections(options.eval, options.only, old.get("targets", ""))
    sections = {name: sections[name] for name in names if name in sections}
    sections |= {name: body for name, body in old.items() if name.startswith(KEPT)}
    SCORES.write_bytes(join_sections(sections).encode("utf-8"))
    return 0


def read_sections(text: str) -> dict[str, str]:
    """Take the sections out of a file of scores, by name."""
    return dict(re.findall(r"<!-- begin (\w+) -->\n(.*?)\n<!-- end \1 -->", text, flags=re.DOTALL))


def join_sections(sections: dict[str, str]) -> str:
    """Put a file of scores together."""
    parts = [f"<!-- begin {name} -->\n{body}\n<!-- end {name} -->" for name, body in sections.items()]
    return "\n\n".join([INTRODUCTION.strip(), *parts]) + "\n"


def write_corpus_section(*, pin: bool) -> str:
    """Annotate the corpus; return one table row a document and one of all, and the share of mistakes by sort."""
    from quotes import annotate, read
    from quotes.evaluation import EvaluationReport, show_rate
    from quotes.evaluation.baseline import Baseline, read_baseline, write_baseline
    from quotes.evaluation.corpus import compute_digest, score_corpus

    scored = score_corpus(CORPUS, lambda path: annotate(read(path)))
    total = EvaluationReport.total(report for _, report in scored)
    if pin:
        digest = compute_digest(CORPUS)
        baseline = read_baseline(BASELINE) if BASELINE.exists() else Baseline(digest, {})
        figures = total.figures()
        write_baseline(BASELINE, baseline.raise_floors(digest, {name: figures[name] for name in PINNED}))

    def row(name: str, report: EvaluationReport) -> str:
        figures = report.figures()
        cells = [name, str(report.spans.wanted), *(show_rate(figures[key]) for _, key in COLUMNS)]
        return f"| {' | '.join(cells)} |"

    lines = [
        "## The corpus of this project",
        "",
        f"`{COMMAND}`",
        "",
        f"{total.documents} documents written for this project; the rules were looked at while these were at hand, so "
        "the figures are a guard against getting worse, not a claim about unseen text.",
        "",
        f"| document | spans | {' | '.join(head for head, _ in COLUMNS)} |",
        f"|---|{'---:|' * (len(COLUMNS) + 1)}",
        *(row(entry.id, report) for entry, report in scored),
        row("**all**", total),
        "",
        "```text",
        str(total),
        "```",
    ]
    return "\n".join(lines)


def write_speed_section() -> str:
    """Time the annotator and NLTK's word tokenizer on the same texts in the same run; return their ratio."""
    from nltk.tokenize.destructive import NLTKWordTokenizer

    from quotes import annotate, read
    from quotes.model import Document

    documents = [read(path) for path in sorted(CORPUS.glob("*/text.txt"))]
    texts = [document.text for document in documents if isinstance(document, Document)]
    words = sum(len(text.split()) for text in texts)
    tokenize = NLTKWordTokenizer().tokenize
    reference_seconds = measure_seconds(tokenize, texts)
    seconds = measure_seconds(annotate, texts)
    return "\n".join(
        [
            "## Speed",
            "",
            f"`{COMMAND}`",
            "",
            f"The annotator reads the {words:,} words of the corpus, document by document, at "
            f"{reference_seconds / seconds:.3f} times the speed of NLTK's word tokenizer in the same run on the same "
            f"machine (there: {words / seconds:,.0f} and {words / reference_seconds:,.0f} words a second, one process, "
            "best of three).",
        ]
    )


def measure_seconds(work: Callable[[str], object], texts: Iterable[str], *, times: int = 3) -> float:
    """Return the seconds that ``work`` takes over all texts: the best of some runs, after one to warm up."""
    texts = tuple(texts)
    best = float("inf")
    for number in range(times + 1):
        begin = time.perf_counter()
        for text in texts:
            work(text)
        if number:
            best = min(best, time.perf_counter() - begin)
    return best


def write_data_sections(folder: Path, only: str | None = None, before: str = "") -> dict[str, str]:
    """Annotate data sets; return what their scorers say, and how far the figures are from the aims.

    Args:
        folder: where data and scorers are.
        only: the names of the data sets, parted by commas; all of them by default.
        before: the section of aims as it stands, whose lines about other data sets are kept.
    """
    from tests.benchmarks.alignment import write_alignment
    from tests.benchmarks.targets import measure_speed, write_targets

    bodies, comparisons = {}, {}
    for data_set in DATA_SETS:
        if only is None or data_set.name in only.split(","):
            bodies[data_set.name], comparisons[data_set.name] = write_data_section(data_set, folder)
    texts = [record["text"] for record in read_lines(folder / DATA_SETS[0].file)] if only is None else []
    speeds = measure_speed(texts) if texts else []
    targets = write_targets(comparisons, speeds, f"{COMMAND} --eval DIR", before=before if only is not None else "")
    if only is None or "alignment" in only.split(","):
        alignment = write_alignment(folder / "data/align", "python -m tests.benchmarks.alignment --data DIR/data/align")
        bodies["alignment"] = alignment
    return {"targets": targets, **bodies}


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read JSON Lines, compressed or not."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


GENDERS = {"M": "male", "F": "female"}


def write_batch(path: Path, records: Iterable[dict[str, Any]], *, has_roster: bool) -> None:
    """Write the documents of some records as the input of a batch, with their characters as roster if asked to."""
    with path.open("w", encoding="utf-8", newline="\n") as lines:
        for record in records:
            document = {"id": record["id"], "text": record["text"]}
            if has_roster:
                document["roster"] = [
                    {"name": each["name"], "aliases": each["aliases"], "gender": GENDERS.get(each["gender"])}
                    for each in record["characters"]
                ]
            lines.write(json.dumps(document, ensure_ascii=False) + "\n")


def write_data_section(data_set: DataSet, folder: Path) -> tuple[str, Comparison]:
    """Annotate one data set with ``quotes batch``; return what its scorer says, and the same as ``quotes evaluate``."""
    from quotes.evaluation import evaluate_files

    with tempfile.TemporaryDirectory() as scratch:
        source, predicted = Path(scratch, "documents.jsonl"), Path(scratch, "annotations.jsonl")
        write_batch(source, read_lines(folder / data_set.file), has_roster=data_set.has_roster)
        batch = [sys.executable, "-m", "quotes", "batch", str(source), "-o", str(predicted), *data_set.batch_options]
        subprocess.run(batch, check=True, cwd=ROOT)
        files = [str(folder / data_set.file), str(predicted)]
        scorer = [sys.executable, str(folder / data_set.scorer), *files, *data_set.scorer_options]
        said = subprocess.run(scorer, check=True, capture_output=True, text=True, encoding="utf-8").stdout
        comparison = evaluate_files(folder / data_set.file, predicted)
    differences = find_differences(said, comparison)
    if differences:
        raise SystemExit(f"{data_set.name}: quotes evaluate and {data_set.scorer} differ: {', '.join(differences)}")
    batch_options, scorer_options = (" ".join(("", *o)) for o in (data_set.batch_options, data_set.scorer_options))
    body = "\n".join(
        [
            f"## {data_set.title}",
            "",
            f"`{COMMAND} --eval DIR`, which runs `quotes batch dev.jsonl -o annotations.jsonl{batch_options}`"
            f"{', each line with its characters as roster,' if data_set.has_roster else ''} and "
            f"`{data_set.scorer} {data_set.file} annotations.jsonl{scorer_options}`:",
            "",
            *([data_set.note, ""] if data_set.note else []),
            "```text",
            show_report(json.loads(said))
            if "--json" in data_set.scorer_options
            else said.rstrip().replace("  gold ", "  reference "),
            "```",
        ]
    )
    return body, comparison


def find_differences(said: str, comparison: Comparison) -> list[str]:
    """Name the figures that a scorer and ``quotes evaluate`` give differently."""
    if not said.startswith("{"):
        found = show_calls(comparison) if said.startswith("speakers ") else show_wild(comparison)
        return [line for line in said.strip().splitlines() if line not in found]
    report = json.loads(said)
    figures = list_figures(comparison)
    flat = {f"{part}.{name}": value for part, values in report.items() for name, value in values.items()}
    return [
        f"{name} {value} and {figures.get(name)}"
        for name, value in flat.items()
        if name in figures and abs(value - (figures[name] or 0.0)) > 1e-12
    ]


def list_figures(comparison: Comparison) -> dict[str, float | None]:
    """Give the figures of a comparison by the names that ``score.py`` has for them."""
    from quotes.evaluation.calibration import calibrate

    total, worth = comparison.total, calibrate(comparison.total.judgements)
    figures: dict[str, float | None] = {}
    for part, counts in (
        ("direct", total.sourced_direct),
        ("all", total.sourced_all),
        ("indirect", total.sourced_indirect),
        ("spans", total.spans),
    ):
        figures |= {f"{part}.P": counts.precision, f"{part}.R": counts.recall, f"{part}.F1": counts.f1}
        figures |= {f"{part}.predicted": counts.given, f"{part}.gold": counts.wanted}
    for kind, counts in (("all", total.speakers), *total.speakers_by_type):
        figures[f"speaker.{kind}"] = counts.recall
        figures[f"speaker.{kind}_unattributed"] = (
            (counts.wanted - counts.given) / counts.wanted if counts.wanted else None
        )
    return figures | {
        "direct.extract": total.extracted.rate,
        "direct.source": total.found_sources.rate,
        "direct.spurious": total.spurious,
        "direct.ece": worth.expected_error if worth else None,
        "direct.top80_error": worth.top_error if worth else None,
        "exact.content": total.contents.f1,
        "exact.source": total.source_spans.f1,
        "exact.cue": total.cues.f1,
    }


def show_wild(comparison: Comparison) -> list[str]:
    """Set the figures of a comparison in the lines that ``score_wild.py`` prints."""
    from quotes.evaluation import EvaluationReport

    def show(value: float | None) -> str:
        return f"{value or 0.0:.3f}"

    total = comparison.total
    categories: dict[str, list[EvaluationReport]] = {}
    for each in comparison.scored:
        categories.setdefault(each.category or "", []).append(each.report)
    rates = {name: EvaluationReport.total(parts).speakers.recall for name, parts in sorted(categories.items())}
    spans, speakers = total.spans, total.speakers
    return [
        f"speech     P {show(spans.precision)}  R {show(spans.recall)}  F1 {show(spans.f1)}  "
        f"touch {show(total.touched.rate)}  spans {spans.wanted}",
        f"other      {show(total.other.rate)} of {total.other.total}",
        f"speaker    right {show(speakers.recall)} of {speakers.wanted}  precision {show(speakers.precision)}  "
        + "  ".join(f"{name} {show(value)}" for name, value in rates.items()),
        f"source     {show(total.sources.rate)} of {total.sources.total}",
        f"role       {show(total.roles.rate)} of {total.roles.total}",
        f"voices     {show(total.voices.rate)} of {total.voices.total}",
    ]


def show_calls(comparison: Comparison) -> list[str]:
    """Set the figures of a comparison in the lines that ``score_calls.py`` prints."""
    total = comparison.total
    labels, words = total.named_labels, total.named_words
    return [
        f"speakers   named {labels.recall or 0.0:.3f}  precision {labels.precision or 0.0:.3f}  "
        f"exact {total.named_in_full.rate or 0.0:.3f}  gold {labels.wanted}  given {labels.given}",
        f"by words   named {words.recall or 0.0:.3f}  precision {words.precision or 0.0:.3f}",
    ]


def show_report(report: dict[str, dict[str, float]]) -> str:
    """Set a scorer's JSON in lines, one a part, in the words of this project."""
    names = {"gold": "reference", "predicted": "hypothesis", "P": "precision", "R": "recall"}

    def show(value: float) -> str:
        return f"{value:.3f}" if isinstance(value, float) else str(value)

    return "\n".join(
        f"{part:10} " + "  ".join(f"{names.get(key, key)} {show(value)}" for key, value in figures.items())
        for part, figures in report.items()
    )


if __name__ == "__main__":
    sys.exit(main())
