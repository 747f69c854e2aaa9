"""The command ``quotes render``: a saved annotation in another form."""

from __future__ import annotations

import click

from quotes.cli.group import main
from quotes.cli.inplace import Marks, marking_options, option_of_max_bytes, write_in_place
from quotes.cli.options import option_of_no_text, option_of_output, option_to_overwrite, take_input
from quotes.cli.output import check_output, write_output
from quotes.cli.progress import option_of_quiet, show_stages
from quotes.cli.showing import (
    check_audio,
    choose_format,
    option_of_audio,
    option_of_format,
    option_of_template,
    show,
)

__all__ = ["render"]


@main.command(
    examples="""
        quotes render saved.json -o saved.html
        quotes render saved.json --format md
        quotes render saved.json --template my_page.html -o saved.html
        quotes render page.json --source article.html --format inplace --json-ld -o marked.html
    """
)
@click.argument("file", metavar="DOC.json|-", required=False)
@option_of_output
@option_of_format
@click.option("--source", metavar="PAGE", help="The page that the annotation was made from, for --format inplace.")
@option_of_max_bytes
@marking_options
@option_of_template
@option_of_audio
@option_of_no_text
@option_to_overwrite
@option_of_quiet
def render(
    file: str | None,
    out: str | None,
    format: str | None,
    source: str | None,
    max_bytes: int | None,
    marks: Marks,
    template: str | None,
    audio: str | None,
    no_text: bool,
    overwrite_input: bool,
    quiet: bool,
) -> None:
    """Show a saved annotation in another form."""
    file = take_input(file)
    format = choose_format(format, out, template, no_text=no_text)
    check_audio(audio, format, out)
    if (format == "inplace") != (source is not None):
        raise click.UsageError("--format inplace and --source PAGE go together: the page is written, marked.")
    check_output(out, [template])
    check_output(out, [file, source], may_replace_input=overwrite_input)
    from quotes.formats import MAX_BYTES, read, read_source
    from quotes.model import Annotation

    with show_stages(quiet=quiet) as stages:
        stages.begin("read")
        annotation = read(file, format="json", max_bytes=max_bytes or MAX_BYTES)
        assert isinstance(annotation, Annotation)  # noqa: S101 - the reader named gives nothing else
        if source is None:
            stages.begin("render")
            shown = show(annotation, format, out, template=template, with_text=not no_text, audio=audio)
    if source is not None:
        write_in_place(out, annotation, read_source(source, annotation, max_bytes=max_bytes or MAX_BYTES), marks)
    else:
        write_output(out, shown)
