"""The command ``quotes convert``: a transcript in another form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotes.cli.commands import main, option_of_encoding, option_of_input_format, option_of_voices
from quotes.cli.output import check_output, write_output
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
    help="Form of OUT: csv, ctm, labelled, markdown, podcast, rttm, seglst, srt, stm, webvtt or whisper (default: by "
    "its suffix).",
)
@option_of_voices
@option_of_encoding
def convert(
    file: str, out: str, input_format: str | None, to: str | None, voices: VoiceReading, encoding: str | None
) -> None:
    """Write a transcript in another form.

    IN is captions, labelled text, a recogniser's output, or a saved annotation, whose speakers' names are then written
    instead of labels. What OUT's form cannot hold, and what of IN could not be used, is told on standard error.
    """
    check_output(out, [file])
    from quotes.formats import READERS, WRITERS, find_losses, find_transcript, read
    from quotes.model import Document

    if input_format is not None and input_format not in READERS:
        raise click.UsageError(f"There is no reader {input_format}; there are {', '.join(sorted(READERS))}.")
    suffix = Path(out).suffix.lower() if out != "-" else ""
    name = to or next((name for name, writer in WRITERS.items() if suffix in writer.suffixes), "")
    if name not in WRITERS:
        shown = f"There is no writer {to}" if to else f"No form is written as {suffix or out}; name one with --to"
        raise click.UsageError(f"{shown}; there are {', '.join(sorted(WRITERS))}.")
    document = read(file, encoding=encoding, format=input_format, voices=voices)
    transcript = find_transcript(document, path=file)
    writer = WRITERS[name]
    written = writer.write(transcript)
    write_output(out, written)
    tell_skipped(file, (document.info if isinstance(document, Document) else document.document).skipped)
    tell_losses(out, find_losses(transcript, name, writer))
