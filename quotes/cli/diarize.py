"""The command ``quotes diarize``: recognised words and a diarizer's segments, joined."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli.annotating import AnnotatingOptions, options_of_annotating
from quotes.cli.completing import complete_readers, complete_writers_or_json
from quotes.cli.group import main
from quotes.cli.options import check_reader, check_writer, form_by_suffix, option_of_encoding
from quotes.cli.output import check_output, write_output
from quotes.cli.progress import option_of_quiet, show_stages
from quotes.cli.skips import tell_losses, tell_skipped

if TYPE_CHECKING:
    from quotes.diarizer.boundaries import Move
    from quotes.model import Document

__all__ = ["diarize"]


@main.command(
    examples="""
        quotes diarize words.json --turns turns.rttm -o call.vtt
        quotes diarize words.json --turns turns.rttm -o call.json        # annotated: names, quotations
        quotes diarize talk.srt --turns turns.json --to labelled         # captions that name no voices
        quotes diarize words.json --turns turns.rttm -o call.stm --moves moved.csv
    """
)
@click.argument("file", metavar="WORDS|-")
@click.option("--turns", metavar="SEGMENTS", required=True, help="Who is heard when: RTTM, or anything with times.")
@click.option("-o", "--output", "out", metavar="OUT", help="File to write (default: standard output).")
@click.option(
    "--to",
    metavar="NAME",
    shell_complete=complete_writers_or_json,
    help="Form of OUT: json (an annotation), csv, ctm, labelled, markdown, podcast, rttm, seglst, srt, stm, webvtt or "
    "whisper (default: by its suffix, else json).",
)
@click.option(
    "--repair/--no-repair",
    default=True,
    show_default=True,
    help="Let words at the edge of a turn change sides where the text says so.",
)
@click.option("--moves", metavar="FILE", help="List what was moved, and why, in a CSV file.")
@click.option("--reach", type=click.FloatRange(0), metavar="SECONDS", help="A word further from all turns is nobody's.")
@click.option(
    "--from",
    "--input-format",
    "input_format",
    metavar="NAME",
    shell_complete=complete_readers,
    help="Form of WORDS (default: found out).",
)
@click.option(
    "--turns-format", metavar="NAME", shell_complete=complete_readers, help="Form of SEGMENTS (default: found out)."
)
@options_of_annotating
@option_of_encoding
@option_of_quiet
def diarize(
    file: str,
    turns: str,
    out: str | None,
    to: str | None,
    repair: bool,
    moves: str | None,
    reach: float | None,
    input_format: str | None,
    turns_format: str | None,
    how: AnnotatingOptions,
    encoding: str | None,
    quiet: bool,
) -> None:
    """Give recognised words to the voices of a diarizer.

    WORDS are a recogniser's output with times of words, or captions, whose words are spread over their time. Each word
    goes to the voice that covers most of it, else to the nearest; where the text says so (the end of a sentence, an
    answer's first words), words at the edge of a turn change sides. How many were moved, how many are nobody's, and
    what OUT's form cannot hold is told on standard error.
    """
    if moves is not None and not repair:
        raise click.UsageError("--moves lists what was moved; leave out --no-repair.")
    check_output(out, [file, turns, *how.files])
    check_output(moves, [file, turns, *how.files, *([out] if out is not None else [])])
    check_reader(input_format, turns_format)
    from quotes.formats import find_losses, find_transcript, find_writer

    to = to or _form_of(out)
    check_writer(to, "json")
    words = _read(file, input_format, encoding)
    segments = _read(turns, turns_format, None)
    from quotes.diarizer.align import DEFAULT_REACH_MS, align
    from quotes.errors import ReadError

    reach_ms = DEFAULT_REACH_MS if reach is None else round(reach * 1000)
    if not words.text.strip():
        raise ReadError(file, None, "there are no words in it; give a recogniser's output, or captions")
    times = [each.start_ms for each in words.info.words or ()] + [each.start_ms for each in words.info.utterances or ()]
    if all(time is None for time in times):
        raise ReadError(file, None, "no word and no utterance in it has a time to join by; give a recogniser's output")
    try:
        with show_stages(quiet=quiet) as stages:
            stages.begin("align")
            alignment = align(words, segments.info.utterances or (), repair=repair, reach_ms=reach_ms)
    except ValueError as error:
        raise ReadError(turns, None, f"{error}; give RTTM, or a transcript with labels and times") from None
    if to == "json":
        from quotes.formats import write_annotation_parts

        with show_stages(quiet=quiet) as stages:
            annotation = how.annotate(alignment.document, progress=stages.progress)
        write_output(out, write_annotation_parts(annotation))
    else:
        transcript = find_transcript(alignment.document, path=file)
        writer = find_writer(to)
        write_output(out, writer.write(transcript))
        tell_losses(out, find_losses(transcript, to, writer))
    if moves is not None:
        write_output(moves, "".join(_list_moves(alignment.moves)))
    _tell(alignment.unassigned, len(alignment.moves) if repair else None)


def _form_of(out: str | None) -> str:
    """Return the form that the suffix of OUT means, else the annotation's."""
    suffix = Path(out).suffix.lower() if out is not None else ""
    if out is None or not suffix or suffix == ".json":
        return "json"
    found = form_by_suffix(out)
    if found is None:
        from quotes.formats import list_writers

        if suffix in (".html", ".htm"):
            page = "write the annotation with -o NAME.json, and make the page with quotes render NAME.json -o NAME.html"
            raise click.UsageError(f"diarize makes no page; {page}.")
        raise click.UsageError(f"No form is written as {suffix}; name one of {', '.join(list_writers())} with --to.")
    return found


def _read(file: str, format: str | None, encoding: str | None) -> Document:
    """Read a document that is not annotated yet."""
    from quotes.errors import ReadError
    from quotes.formats import read
    from quotes.model import Document

    document = read(file, format=format, encoding=encoding)
    if not isinstance(document, Document):
        raise ReadError(file, None, "this is an annotation already; give what a recogniser or a diarizer wrote")
    tell_skipped(file, document.info.skipped)
    return document


def _list_moves(moves: Sequence[Move]) -> Iterator[str]:
    """Give the rows of a table of moves."""
    for row in (("time_ms", "start", "end", "words", "was", "to", "reason"), *map(_row, moves)):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(row)
        yield line.getvalue()


def _row(move: Move) -> tuple[object, ...]:
    """Return a move as a row; words that a spreadsheet would take for a formula get an apostrophe."""
    cells = [f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in (move.words, move.was, move.to)]
    return (move.start_ms, move.start, move.end, *cells, move.reason)


def _tell(unassigned: int, moved: int | None) -> None:
    """Say how many words are nobody's, and how often some were moved."""
    parts = []
    if unassigned:
        parts.append(f"{unassigned} word{'s' * (unassigned != 1)} too far from every turn to have a voice")
    if moved:
        parts.append(f"{moved} move{'s' * (moved != 1)} at the edges of turns")
    if parts:
        click.echo(f"{'; '.join(parts)}.", err=True)
