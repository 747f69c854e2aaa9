"""The command ``quotes annotate``: one document, in any form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotes.cli.annotating import AnnotatingOptions, options_of_annotating
from quotes.cli.group import main
from quotes.cli.inplace import Marks, marking_options, option_of_max_bytes, write_in_place
from quotes.cli.options import (
    check_reader,
    option_of_encoding,
    option_of_input_format,
    option_of_no_text,
    option_of_output,
    option_of_voices,
    option_of_web_selector,
    option_to_overwrite,
    take_input,
)
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
from quotes.cli.skips import tell_skipped

if TYPE_CHECKING:
    from quotes.formats import VoiceReading

__all__ = ["annotate"]


@main.command(
    examples="""
        quotes annotate interview.txt
        quotes annotate interview.txt -o interview.html
        quotes annotate interview.txt --kinds direct,mixed --min-confidence 0.8
        quotes annotate interview.txt --roster cast.toml --format json
        quotes annotate article.html --format inplace -o marked.html
        cat interview.txt | quotes annotate - --format md
    """
)
@click.argument("file", metavar="[FILE|-]", required=False)
@option_of_output
@option_of_format
@options_of_annotating
@option_of_encoding
@option_of_input_format
@option_of_voices
@option_of_web_selector
@option_of_max_bytes
@marking_options
@option_of_no_text
@option_of_template
@option_of_audio
@click.option("--anew", is_flag=True, help="Annotate the text of a saved annotation again.")
@option_to_overwrite
@option_of_quiet
def annotate(
    file: str | None,
    out: str | None,
    format: str | None,
    how: AnnotatingOptions,
    encoding: str | None,
    input_format: str | None,
    voices: VoiceReading,
    selector: str | None,
    max_bytes: int | None,
    marks: Marks,
    no_text: bool,
    template: str | None,
    audio: str | None,
    anew: bool,
    overwrite_input: bool,
    quiet: bool,
) -> None:
    """Find what was said in one document, who said it, and why.

    FILE is plain text, a transcript or captions, a web page, or an annotation saved as JSON, which is shown as it is
    unless --anew is given. Without FILE the text is read from standard input. With --format inplace the page itself is
    written, with its quotations marked.
    """
    file = take_input(file)
    format = choose_format(format, out, template, no_text=no_text)
    check_audio(audio, format, out)
    check_output(out, [template, *how.files])
    check_output(out, [file], may_replace_input=overwrite_input)
    check_reader(input_format)
    from quotes.formats import MAX_BYTES, read_file
    from quotes.model import Annotation, Document

    with show_stages(quiet=quiet) as stages:
        stages.begin("read")
        source = read_file(
            file,
            encoding=encoding,
            format=input_format,
            voices=voices,
            selector=selector,
            max_bytes=max_bytes or MAX_BYTES,
        )
    document, page = source.content, source if format == "inplace" else None
    del source  # the bytes of a book need not stand beside its text
    if format == "inplace" and isinstance(document, Annotation):
        raise click.UsageError(f"{file} is a saved annotation; quotes render --source PAGE marks it in its page.")
    if isinstance(document, Document):
        tell_skipped(file, document.info.skipped)
    if anew and isinstance(document, Annotation) and document.text is None:
        raise click.UsageError(f"{file} was saved without its text and cannot be annotated anew; annotate the text.")
    with show_stages(quiet=quiet) as stages:
        annotation = how.annotate(document, anew=anew, progress=stages.progress)
        if format != "inplace":
            stages.begin("render")
            shown = show(annotation, format, out, template=template, with_text=not no_text, audio=audio)
    if page is not None:
        write_in_place(out, annotation, page, marks)
    else:
        write_output(out, shown)
