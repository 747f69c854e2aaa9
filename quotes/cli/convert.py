"""The command ``quotes convert``: a transcript in another form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli.completing import complete_writers
from quotes.cli.group import main
from quotes.cli.options import (
    check_reader,
    check_writer,
    form_by_suffix,
    option_of_encoding,
    option_of_input_format,
    option_of_voices,
)
from quotes.cli.output import check_output, write_output
from quotes.cli.progress import option_of_quiet, show_stages
from quotes.cli.skips import tell_losses, tell_skipped

if TYPE_CHECKING:
    from quotes.formats import VoiceReading

__all__ = ["convert"]


@main.command(
    examples="""
        quotes convert talk.srt talk.vtt
        quotes convert talk.vtt - --to labelled
        quotes convert named.json talk.vtt            # names of speakers instead of labels
    """
)
@click.argument("file", metavar="IN|-")
@click.argument("out", metavar="OUT|-")
@option_of_input_format
@click.option(
    "--to",
    metavar="NAME",
    shell_complete=complete_writers,
    help="Form of OUT: csv, ctm, labelled, markdown, podcast, rttm, seglst, srt, stm, webvtt or whisper (default: by "
    "its suffix).",
)
@option_of_voices
@option_of_encoding
@option_of_quiet
def convert(
    file: str,
    out: str,
    input_format: str | None,
    to: str | None,
    voices: VoiceReading,
    encoding: str | None,
    quiet: bool,
) -> None:
    """Write a transcript in another form.

    IN is captions, labelled text, a recogniser's output, or a saved annotation, whose speakers' names are then written
    instead of labels. What OUT's form cannot hold, and what of IN could not be used, is told on standard error.
    """
    check_output(out, [file])
    check_reader(input_format)
    from quotes.formats import find_losses, find_transcript, find_writer, list_writers, read
    from quotes.model import Document

    name = to or (form_by_suffix(out) if out != "-" else None)
    if name is None:
        shown = Path(out).suffix.lower() or out
        raise click.UsageError(
            f"No form is written as {shown}; name one with --to; there are {', '.join(list_writers())}."
        )
    check_writer(name)
    with show_stages(quiet=quiet) as stages:
        stages.begin("read")
        document = read(file, encoding=encoding, format=input_format, voices=voices)
        transcript = find_transcript(document, path=file)
        writer = find_writer(name)
        stages.begin("write")
        written = writer.write(transcript)
    write_output(out, written)
    tell_skipped(file, (document.info if isinstance(document, Document) else document.document).skipped)
    tell_losses(out, find_losses(transcript, name, writer))
