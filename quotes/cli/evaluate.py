"""The command about figures: ``quotes evaluate``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli.group import main
from quotes.cli.output import check_output, write_output
from quotes.cli.progress import option_of_quiet

if TYPE_CHECKING:
    from quotes.evaluation.documents import TranscriptReader

__all__ = ["evaluate"]

FORMATS = ("text", "json", "html")
BY = ("kind", "type", "voice", "category", "document")
_SUFFIXES = {".txt": "text", ".json": "json", ".html": "html", ".htm": "html"}
_SHOWN_ERRORS = {"text": 10, "json": None, "html": 200}


def _check_by(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    """Turn "kind,type" into names."""
    names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
    wrong = [name for name in names if name not in BY]
    if wrong:
        raise click.BadParameter(f"{', '.join(wrong)} is none of {', '.join(BY)}; put commas between.")
    return names


@main.command(
    examples="""
        quotes evaluate corrected.jsonl annotated.jsonl
        quotes evaluate corrected.jsonl annotated.jsonl -o report.html
        quotes evaluate corrected.jsonl annotated.jsonl --errors 50 --by kind,document
        quotes batch articles.jsonl | quotes evaluate corrected.jsonl -
        quotes evaluate corrected.jsonl annotated.jsonl --by voice,document --collar 0.25
    """
)
@click.argument("reference", metavar="REFERENCE")
@click.argument("hypothesis", metavar="HYPOTHESIS|-")
@click.option("-o", "--output", "out", metavar="OUT", help="File to write (default: standard output).")
@click.option("--format", "format", type=click.Choice(FORMATS), help="Form of the report (default: by OUT, else text).")
@click.option(
    "--errors",
    type=click.IntRange(min=0),
    metavar="N",
    help="Mistakes to show, evenly spread (default: 10; in HTML 200; in JSON all).",
)
@click.option(
    "--by",
    default="kind,type,voice",
    show_default=True,
    metavar="NAMES",
    callback=_check_by,
    help=f"Break figures down by some of {','.join(BY)}.",
)
@click.option(
    "--collar",
    type=click.FloatRange(min=0, max=3600),
    default=0,
    show_default=True,
    metavar="SECONDS",
    help="Time on either side of each turn of REFERENCE that is not scored.",
)
@option_of_quiet
@click.option("--skip-overlap", is_flag=True, help="Do not score times where several voices of REFERENCE are heard.")
def evaluate(
    reference: str,
    hypothesis: str,
    out: str | None,
    format: str | None,
    errors: int | None,
    by: tuple[str, ...],
    collar: float,
    skip_overlap: bool,
    quiet: bool,
) -> None:
    """Measure annotations against corrected ones: quotations, speakers, roles, sources, confidence, turns.

    Each side is a JSON Lines file (what batch wrote, or reference records), a saved annotation, a folder of these, a
    corpus folder with index.tsv, or a transcript in any format that can be read, of which the turns are measured.
    Documents are joined by id; one that HYPOTHESIS lacks counts as if nothing had been found in it. A rate with nothing
    to divide by is n/a.
    """
    if reference == hypothesis == "-":
        raise click.UsageError("Only one of the two can be standard input.")
    format = format or _SUFFIXES.get(Path(out or "").suffix.lower(), "text")
    check_output(out, [reference, hypothesis])
    from quotes.evaluation import TimeRules, evaluate_files
    from quotes.renderer.report import render_evaluation

    with _bar(quiet=quiet) as progress:
        rules = TimeRules(round(collar * 1000), skip_overlap)
        comparison = evaluate_files(reference, hypothesis, progress=progress, transcripts=_transcripts(), rules=rules)
    found = comparison.summarize(by=by, errors=_SHOWN_ERRORS[format] if errors is None else errors)
    for ids, what in (
        (found.missing, "missing in HYPOTHESIS, scored as if nothing had been found"),
        (found.failed, "failed in HYPOTHESIS, scored as if nothing had been found"),
        (found.left_out, "not in REFERENCE, left out"),
    ):
        if ids:
            more = "" if len(ids) == 1 else f" and {len(ids) - 1} more"
            click.echo(f"{len(ids)} {what}: {ids[0]}{more}.", err=True)
    names = ["standard input" if name == "-" else Path(name).name or name for name in (reference, hypothesis)]
    write_output(out, render_evaluation(found, format, reference=names[0], hypothesis=names[1]))


def _transcripts() -> TranscriptReader:
    """Return what reads the formats of transcripts."""
    from quotes.evaluation.documents import TranscriptReader
    from quotes.formats import FORMAT_OF_EXTENSION, read
    from quotes.model import Annotation, Document

    def read_transcript(path: str, data: bytes) -> Document | Annotation:
        return read(BytesIO(data) if path == "-" or path.endswith(".gz") else path)

    texts = ("plain", "json", "html", "markdown", "docx")
    return TranscriptReader(
        read_transcript, tuple(suffix for suffix, format in FORMAT_OF_EXTENSION.items() if format not in texts)
    )


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on stderr, where that is a terminal."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("documents"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("documents", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
