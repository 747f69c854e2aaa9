"""The command ``quotes batch``: many documents, one record a line."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli.annotating import AnnotatingOptions, options_of_annotating
from quotes.cli.group import main
from quotes.cli.options import (
    check_reader,
    option_of_encoding,
    option_of_input_format,
    option_of_no_text,
    option_of_voices,
    option_of_web_selector,
)
from quotes.cli.output import LineWriter, check_output, write_bytes
from quotes.cli.progress import option_of_quiet
from quotes.cli.shell import EXIT_FAULT, EXIT_INTERRUPTED, silence_stdout

if TYPE_CHECKING:
    from rich.progress import Progress

    from quotes.batch import Inputs, Outcome, Retries
    from quotes.formats import VoiceReading

__all__ = ["batch"]

_LINE_SECONDS = 10.0
"""How often ``--progress`` writes a line where standard error is no terminal."""


@main.command(
    examples="""
        quotes batch articles.jsonl -o annotated.jsonl
        quotes batch articles.jsonl -o annotated.jsonl --resume   # after a broken-off run
        quotes batch articles.jsonl -o annotated.jsonl --retry-failed --max-seconds 60
        quotes batch archive/ -o annotated.jsonl --workers 4      # every text and transcript in a folder
        quotes batch 'talks/**/*.srt' --kinds direct --no-text > annotated.jsonl
        quotes batch articles.jsonl.gz --max-seconds 60 -o annotated.jsonl
        quotes batch 'zip://**/*.html::archive.zip' -o annotated.jsonl   # URLs: https://, s3:// and others
    """
)
@click.argument("files", metavar="IN...|-", nargs=-1, required=True)
@click.option("-o", "--output", "out", metavar="OUT.jsonl", help="File to write (default: standard output).")
@click.option(
    "--resume", is_flag=True, help="Go on behind the last whole line of OUT; ids that are there are left out."
)
@click.option(
    "--retry-failed",
    is_flag=True,
    help="As --resume, and do the documents of error records again; each new record takes the place of the old.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    metavar="N",
    help="Processes that annotate; 0 for one a processor. The output is the same with any number (default: 1).",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(min=0),
    metavar="N",
    help="Documents with more bytes, unpacked, become error records; 0 for no limit (default: 100000000).",
)
@click.option(
    "--max-seconds",
    type=click.FloatRange(min=0, min_open=True),
    metavar="S",
    help="Documents that take longer become error records (default: no limit).",
)
@click.option("--progress", is_flag=True, help="Tell how far it is, also where standard error is no terminal.")
@option_of_quiet
@options_of_annotating
@option_of_encoding
@option_of_input_format
@option_of_voices
@option_of_web_selector
@option_of_no_text
@click.pass_context
def batch(
    ctx: click.Context,
    files: Sequence[str],
    out: str | None,
    resume: bool,
    retry_failed: bool,
    workers: int | None,
    max_bytes: int | None,
    max_seconds: float | None,
    progress: bool,
    quiet: bool,
    how: AnnotatingOptions,
    encoding: str | None,
    input_format: str | None,
    voices: VoiceReading,
    selector: str | None,
    no_text: bool,
) -> None:
    """Annotate many documents, one JSON record a line.

    IN is a file of JSON Lines, each {"id": ..., "text": ...} and maybe "roster" and "meta"; or documents: files,
    folders and patterns, whose id is the path without its extension. All may be packed with gzip or zstd, and named by
    URLs (https://..., s3://..., zip://*.txt::news.zip), which need quotes[remote]; so may OUT. Each document
    gives one line of output, in order: its annotation, or {"id", "line", "error"} where it failed; the run goes on.
    Exit code 1 if any document failed.
    """
    from quotes.batch.remote import check_output_url, find_local_path, is_url, open_output_url

    is_stdout = out is None or out == "-"
    going_on = "--retry-failed" if retry_failed else "--resume"
    resume = resume or retry_failed
    if resume and is_stdout:
        raise click.UsageError(f"{going_on} needs a file to go on with; name it with -o.")
    if out is not None and is_url(out):
        out = find_local_path(out) or out
    is_remote = out is not None and is_url(out)
    if resume and is_remote:
        raise click.UsageError(f"{going_on} needs a local file; what a URL names is only written whole.")
    if out is not None and out.endswith((".gz", ".zst")):
        raise click.UsageError("OUT is written uncompressed, so that it can be resumed; name it .jsonl.")
    if out is not None and is_remote:
        check_output_url(out)
    if not is_remote:
        check_output(out, [*[find_local_path(file) or file for file in files], *how.files])
    elif out in files:
        raise click.UsageError(f"{out} is the input and would be overwritten; name another output.")
    people, house = how.read_people(), how.read_house()
    from quotes.batch import DEFAULT_MAX_BYTES, Finished, Inputs, Retries, read_finished, run_batch

    check_reader(input_format)
    max_bytes = DEFAULT_MAX_BYTES if max_bytes is None else max_bytes
    inputs = Inputs(files, max_bytes=max_bytes, is_read_anyway=input_format is not None)
    ctx.call_on_close(inputs.close)
    finished = Finished()
    if resume and out is not None and Path(out).is_file():
        finished = read_finished(out, retry_failed=retry_failed)
    tally = _Tally()
    outcomes = run_batch(
        inputs,
        roster=people,
        kinds=how.kinds,
        with_text=not no_text,
        finished=finished,
        min_confidence=how.min_confidence,
        stages=how.stages,
        format=input_format,
        encoding=encoding,
        voices=voices,
        selector=selector,
        workers=(workers or os.cpu_count() or 1) if workers is not None else 1,
        max_bytes=max_bytes,
        max_seconds=max_seconds,
        house=house,
        weights=how.weights,
    )
    try:
        with (
            open_output_url(out) if is_remote and out is not None else contextlib.nullcontext() as remote,
            contextlib.closing(outcomes),  # type: ignore[type-var]  # a generator
            _Progress(inputs, tally, asked=progress, quiet=quiet) as shown,
        ):
            keep_bytes = finished.size_bytes
            if out is not None and finished.failed:
                with Retries(finished.failed) as retries:
                    keep_bytes = _write_until_retried(out, keep_bytes, outcomes, retries, shown)
            with LineWriter(out if remote is None else remote, keep_bytes=keep_bytes) as writer:
                for outcome in outcomes:
                    if not outcome.skipped:
                        writer.write_line(outcome.data)
                    shown.show(outcome)
    except KeyboardInterrupt:
        again = "run the same command" if resume else "run the same command with --resume"
        advice = "" if is_stdout else "; nothing was written" if is_remote else f"; to go on, {again}"
        click.echo(f"Stopped after {_count(tally.documents)}{advice}.", err=True)
        ctx.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        silence_stdout()
        ctx.exit(EXIT_FAULT if tally.failed else 0)
    notes = [f", {tally.before} of them there before"] if tally.before else []
    if tally.again:
        notes.append(f", {tally.again} tried again")
    if tally.failed:
        notes.append(f', {tally.failed} failed (the records with "error")')
    click.echo(f"{_count(tally.documents)}{''.join(notes)}.", err=True)
    _tell_left_out(inputs.left_out)
    ctx.exit(EXIT_FAULT if tally.failed else 0)


def _write_until_retried(
    out: str, keep_bytes: int, outcomes: Iterator[Outcome], retries: Retries, shown: _Progress
) -> int:
    """Go on with a run until all that failed before was tried again, and put the new records in their places.

    Until then the old ones stay in OUT, and what is new goes behind them; so OUT is whole whenever the run breaks off.

    Returns:
        How many bytes OUT has.
    """
    try:
        with LineWriter(out, keep_bytes=keep_bytes) as writer:
            for outcome in outcomes:
                is_again = retries.take(outcome)
                if not is_again and not outcome.skipped:
                    writer.write_line(outcome.data)
                shown.show(outcome, is_again=is_again)
                if retries.is_done:
                    break
    finally:  # also where the run is stopped: what was done is kept
        if retries.has_records:
            write_bytes(out, retries.merge(out))
    return Path(out).stat().st_size


class _Tally:
    """What became of the documents so far."""

    def __init__(self) -> None:
        self.documents = self.failed = self.before = self.again = 0

    def count(self, outcome: Outcome, *, is_again: bool) -> None:
        """Count one outcome."""
        self.documents += 1
        self.failed += outcome.failed
        self.before += outcome.skipped
        self.again += is_again


def _count(documents: int) -> str:
    """Return "1 document" or "3 documents"."""
    return f"{documents} document{'' if documents == 1 else 's'}"


def _tell_left_out(left_out: Counter[str]) -> None:
    """Say which files of folders were not read."""
    if left_out:
        kinds = ", ".join(f"{count} {extension}" for extension, count in sorted(left_out.items()))
        click.echo(f"Left out, since no reader knows them or they are links: {kinds}.", err=True)


class _Progress:
    """How far a batch is, with rate and time left: a bar on a terminal, else a line now and then where asked for."""

    def __init__(self, inputs: Inputs, tally: _Tally, *, asked: bool, quiet: bool) -> None:
        self._inputs = inputs
        self._tally = tally
        self._asked, self._quiet = asked, quiet
        self._total: int | None = None
        self._bar: Progress | None = None
        self._began = self._told = time.monotonic()
        self._begun_at: int | None = None

    def __enter__(self) -> _Progress:
        if self._quiet or sys.stderr is None or not (self._asked or sys.stderr.isatty()):
            self._asked = False
            return self
        self._total = self._inputs.measure()
        if not sys.stderr.isatty():
            return self
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        console = Console(stderr=True)
        self._bar = Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True)
        self._task = self._bar.add_task("0 documents", total=self._total)
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, outcome: Outcome, *, is_again: bool = False) -> None:
        """Count one outcome; show how many documents are done, and how far in the input that is."""
        self._tally.count(outcome, is_again=is_again)
        position = outcome.position
        if self._bar is not None:
            self._bar.update(self._task, completed=position, description=self._describe(position))
        elif self._asked and time.monotonic() - self._told >= _LINE_SECONDS:
            self._told = time.monotonic()
            click.echo(self._describe(position), err=True)

    def _describe(self, position: int) -> str:
        """Return the numbers: documents, failures, documents a second, time left."""
        if self._begun_at is None and self._tally.documents > self._tally.before:
            self._begun_at, self._began = position, time.monotonic()  # what was there before took no time
        passed = time.monotonic() - self._began
        done = self._tally.documents - self._tally.before
        parts = [_count(self._tally.documents)]
        if self._tally.failed:
            parts.append(f"{self._tally.failed:,} failed")
        if passed > 0 and done > 1:
            parts.append(f"{done / passed:.1f} a second")
            gone = position - (self._begun_at or 0)
            if self._total and gone > 0:
                parts.append(f"{_duration((self._total - position) * passed / gone)} left")
        return ", ".join(parts)


def _duration(seconds: float) -> str:
    """Return hours, minutes and seconds."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
