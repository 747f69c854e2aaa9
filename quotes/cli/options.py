"""Options that several commands have, and what they give: the same name means the same everywhere."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from quotes.cli.completing import complete_readers

__all__ = [
    "check_reader",
    "check_writer",
    "form_by_suffix",
    "option_of_encoding",
    "option_of_input_format",
    "option_of_no_text",
    "option_of_output",
    "option_of_voices",
    "option_of_web_selector",
    "option_to_overwrite",
    "take_input",
]

option_of_output = click.option(
    "-o", "--output", "out", metavar="OUT", help="File to write (default: standard output)."
)
option_of_encoding = click.option("--encoding", metavar="NAME", help="Encoding of FILE (default: found out).")
option_of_input_format = click.option(
    "--from",
    "--input-format",
    "input_format",
    metavar="NAME",
    shell_complete=complete_readers,
    help="Form of the input: plain, json, srt, webvtt, ... (default: found out).",
)
option_of_voices = click.option(
    "--voices",
    type=click.Choice(("found", "inherit", "strict")),
    default="found",
    help="Whose a caption without a voice is: it goes on with the voice before (inherit), nobody's (strict), or "
    "whichever the file's own habit says (found, the default).",
)
option_of_web_selector = click.option(
    "--selector", metavar="CSS", help="The elements of a web page that are the article (default: found out)."
)
option_of_no_text = click.option("--no-text", is_flag=True, help="Leave the document's text out of the JSON.")
option_to_overwrite = click.option(
    "--overwrite-input", is_flag=True, help="Allow OUT to be the input file, which is then replaced."
)


def take_input(file: str | None) -> str:
    """Return the input named, or standard input where somebody pipes into it."""
    if file is not None:
        return file
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("Name a FILE, or pipe a text in.")
    return "-"


def check_reader(*names: str | None) -> None:
    """Refuse a form of input that nothing reads, here or in an installed package; None stands for one to be found out.

    Raises:
        click.UsageError: there is no such reader; the message names those there are.
    """
    for name in names:
        if name is None:
            continue
        from quotes.formats import has_reader, list_readers

        if not has_reader(name):
            raise click.UsageError(f"There is no reader {name}; there are {', '.join(list_readers())}.")


def check_writer(name: str, *also: str) -> None:
    """Refuse a form of transcripts that nothing writes, here or in an installed package.

    Args:
        name: the form.
        also: forms that the command writes besides.

    Raises:
        click.UsageError: there is no such writer; the message names those there are.
    """
    from quotes.formats import list_writers

    known = sorted([*also, *list_writers()])
    if name not in known:
        raise click.UsageError(f"There is no writer {name}; there are {', '.join(known)}.")


def form_by_suffix(out: str) -> str | None:
    """Return the form of transcripts that a file's suffix means, or None; forms of other packages go by name only."""
    from quotes.formats import WRITERS

    suffix = Path(out).suffix.lower()
    return next((name for name, writer in WRITERS.items() if suffix in writer.suffixes), None)
