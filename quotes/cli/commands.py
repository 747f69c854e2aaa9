"""The commands, each a thin layer of options over one function of the package."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotes import __version__
from quotes.cli.inplace import Marks, marking_options, option_of_max_bytes, write_in_place
from quotes.cli.output import check_output, write_output
from quotes.cli.shell import ExampleGroup
from quotes.cli.skips import tell_skipped

if TYPE_CHECKING:
    from quotes.formats import VoiceReading
    from quotes.model import Annotation, RosterEntry

__all__ = [
    "main",
    "option_of_encoding",
    "option_of_input_format",
    "option_of_no_text",
    "option_of_voices",
    "options_of_annotating",
    "read_people",
    "take_input",
]

FORMATS = ("text", "html", "md", "csv", "json", "review")
KINDS = ("direct", "mixed", "indirect", "other")
_WIDEST_TEXT = 100
"""Columns; longer lines are hard to read on any terminal."""


class _FormatChoice(click.Choice[str]):
    """One of our formats, or the name of a renderer that an installed package offers."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name."""
        if value not in self.choices:
            from quotes.plugins import list_plugins

            if value in list_plugins("quotes.renderers"):
                return str(value)
        return super().convert(value, param, ctx)


@click.group(
    cls=ExampleGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    examples="""
        quotes annotate interview.txt                    # who said what, as text
        quotes annotate interview.txt -o interview.html  # a page for any browser
        quotes batch articles.jsonl -o annotated.jsonl   # many documents
        quotes convert talk.srt talk.vtt                 # a transcript in another form
        quotes diarize words.json --turns turns.rttm     # recognised words and who says them
    """,
)
@click.version_option(__version__, prog_name="quotes", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Find what was said in a transcript or an article, and say who said it.

    Results go to standard output, all else to standard error. Exit codes: 0 done, 1 where a command says so, 2 for
    usage or input.
    """
    from quotes.cli.config import apply_config

    if ctx.invoked_subcommand != "config":
        apply_config(ctx)


def _check_kinds(_: click.Context, __: click.Parameter, value: str | None) -> frozenset[str] | None:
    """Turn "direct,mixed" into a set of kinds."""
    if value is None:
        return None
    kinds = [kind.strip() for kind in value.split(",") if kind.strip()]
    wrong = [kind for kind in kinds if kind not in KINDS]
    if wrong or not kinds:
        shown = ", ".join(wrong) or "nothing"
        raise click.BadParameter(f"{shown} is no kind; kinds are {', '.join(KINDS)}, with commas between.")
    return frozenset(kinds)


def options_of_annotating(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of everything that annotates."""
    for option in (
        click.option(
            "--roster", metavar="FILE", help="People known beforehand: a JSON list, or TOML with [[roster]] tables."
        ),
        click.option(
            "--kinds", metavar="KINDS", callback=_check_kinds, help=f"Kinds to look for: {','.join(KINDS)} (all)."
        ),
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            metavar="P",
            help="Leave the speaker open below this probability; 0 always names the best candidate.",
        ),
        click.option(
            "--stage",
            "stages",
            multiple=True,
            metavar="NAME",
            help="Run a stage that an installed package offers, behind the built-in ones; may be given again.",
        ),
    ):
        command = option(command)
    return command


_out_option = click.option("-o", "--output", "out", metavar="OUT", help="File to write (default: standard output).")
_format_option = click.option(
    "--format",
    "format",
    type=_FormatChoice((*FORMATS, "inplace")),
    help="Form of the result (default: by OUT's suffix, else text).",
)
_template_option = click.option("--template", metavar="FILE", help="Your own template instead of the built-in one.")
option_of_encoding = click.option("--encoding", metavar="NAME", help="Encoding of FILE (default: found out).")
option_of_input_format = click.option(
    "--from",
    "--input-format",
    "input_format",
    metavar="NAME",
    help="Form of the input: plain, json, srt, webvtt, ... (default: found out).",
)
option_of_voices = click.option(
    "--voices",
    type=click.Choice(("found", "inherit", "strict")),
    default="found",
    help="Whose a caption without a voice is: it goes on with the voice before (inherit), nobody's (strict), or "
    "whichever the file's own habit says (found, the default).",
)
_audio_option = click.option(
    "--audio", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Recording the review page plays."
)
option_of_no_text = click.option("--no-text", is_flag=True, help="Leave the document's text out of the JSON.")
_overwrite_option = click.option(
    "--overwrite-input", is_flag=True, help="Allow OUT to be the input file, which is then replaced."
)


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
@_out_option
@_format_option
@options_of_annotating
@option_of_encoding
@option_of_input_format
@option_of_voices
@click.option("--selector", metavar="CSS", help="The elements of a web page that are the article (default: found out).")
@option_of_max_bytes
@marking_options
@option_of_no_text
@_template_option
@_audio_option
@click.option("--anew", is_flag=True, help="Annotate the text of a saved annotation again.")
@_overwrite_option
def annotate(
    file: str | None,
    out: str | None,
    format: str | None,
    roster: str | None,
    kinds: frozenset[str] | None,
    min_confidence: float | None,
    stages: tuple[str, ...],
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
) -> None:
    """Find what was said in one document, who said it, and why.

    FILE is plain text, a transcript or captions, a web page, or an annotation saved as JSON, which is shown as it is
    unless --anew is given. Without FILE the text is read from standard input. With --format inplace the page itself is
    written, with its quotations marked.
    """
    file = take_input(file)
    format = _choose_format(format, out, template, no_text=no_text)
    _check_audio(audio, format, out)
    check_output(out, [template, roster])
    check_output(out, [file], may_replace_input=overwrite_input)
    from quotes.formats import MAX_BYTES, READERS, has_reader, read_file
    from quotes.model import Annotation, Document

    if input_format is not None and not has_reader(input_format):
        raise click.UsageError(f"There is no reader {input_format}; there are {', '.join(sorted(READERS))}.")
    source = read_file(
        file,
        encoding=encoding,
        format=input_format,
        voices=voices,
        selector=selector,
        max_bytes=max_bytes or MAX_BYTES,
    )
    document = source.content
    if format == "inplace" and isinstance(document, Annotation):
        raise click.UsageError(f"{file} is a saved annotation; quotes render --source PAGE marks it in its page.")
    if isinstance(document, Document):
        tell_skipped(file, document.info.skipped)
    if anew and isinstance(document, Annotation) and document.text is None:
        raise click.UsageError(f"{file} was saved without its text and cannot be annotated anew; annotate the text.")
    people = read_people(roster)
    from quotes.pipeline import annotate as annotate_document
    from quotes.pipeline import with_plugins

    annotation = annotate_document(
        document,
        roster=people,
        kinds=kinds,
        anew=anew,
        min_confidence=_threshold(min_confidence),
        stages=with_plugins(stages),
    )
    if format == "inplace":
        write_in_place(out, annotation, source, marks)
        return
    write_output(out, _show(annotation, format, out, template=template, with_text=not no_text, audio=audio))


@main.command(
    examples="""
        quotes render saved.json -o saved.html
        quotes render saved.json --format md
        quotes render saved.json --template my_page.html -o saved.html
        quotes render page.json --source article.html --format inplace --json-ld -o marked.html
    """
)
@click.argument("file", metavar="DOC.json|-", required=False)
@_out_option
@_format_option
@click.option("--source", metavar="PAGE", help="The page that the annotation was made from, for --format inplace.")
@option_of_max_bytes
@marking_options
@_template_option
@_audio_option
@option_of_no_text
@_overwrite_option
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
) -> None:
    """Show a saved annotation in another form."""
    file = take_input(file)
    format = _choose_format(format, out, template, no_text=no_text)
    _check_audio(audio, format, out)
    if (format == "inplace") != (source is not None):
        raise click.UsageError("--format inplace and --source PAGE go together: the page is written, marked.")
    check_output(out, [template])
    check_output(out, [file, source], may_replace_input=overwrite_input)
    from quotes.formats import MAX_BYTES, read, read_source
    from quotes.model import Annotation

    annotation = read(file, format="json", max_bytes=max_bytes or MAX_BYTES)
    assert isinstance(annotation, Annotation)  # noqa: S101 - the reader named gives nothing else
    if source is not None:
        write_in_place(out, annotation, read_source(source, annotation, max_bytes=max_bytes or MAX_BYTES), marks)
        return
    write_output(out, _show(annotation, format, out, template=template, with_text=not no_text, audio=audio))


@main.command(
    examples="""
        quotes schema > annotation.schema.json
    """
)
@_out_option
def schema(out: str | None) -> None:
    """Print the JSON schema of an annotation.

    For programs that read what quotes writes.
    """
    check_output(out, [])
    from quotes.formats import write_schema

    write_output(out, write_schema())


@main.command(
    examples="""
        quotes templates                         # their names
        quotes templates page.html > mine.html   # one to start your own from
    """
)
@click.argument("name", required=False)
@_out_option
def templates(name: str | None, out: str | None) -> None:
    """List the built-in templates, or print one."""
    check_output(out, [])
    from quotes.renderer import list_templates, read_template

    write_output(out, "\n".join(list_templates()) if name is None else read_template(name))


@main.command(
    examples="""
        quotes train --documents corrected/                # go on from the weights that are there
        quotes train --data corpora/ --out weights/        # make them anew
        quotes train --data corpora/ --documents corrected/ --out weights/
    """
)
@click.option("--data", metavar="DIR", help="Folder with the training data; every weight is made anew.")
@click.option(
    "--documents",
    metavar="PATH",
    help="Your own corrected documents: annotations (JSON, JSON Lines, a folder) that an editor accepted or corrected.",
)
@click.option("--out", metavar="DIR", help="Folder to write the weights to (default: inside the package).")
def train(data: str | None, documents: str | None, out: str | None) -> None:
    """Make the weights that ship with the package, or go on from them with your own corrected documents.

    A model card beside them says what they were made from and how well they do. With --documents alone only the
    weights that choose a quotation's source are changed, as far as your corrections say.
    """
    if data is None and documents is None:
        raise click.UsageError("Name the training data with --data, or your corrected documents with --documents.")
    if data is not None and not Path(data).is_dir():
        raise click.UsageError(f"There is no folder {data}.")
    own, target = (None if name is None else Path(name) for name in (documents, out))
    try:
        from quotes.training import adapt
        from quotes.training import train as train_weights

        if data is not None:
            train_weights(Path(data), target, documents=own, progress=_tell_progress)
        elif own is not None:
            adapt(own, target, progress=_tell_progress)
    except ModuleNotFoundError as error:
        raise click.UsageError(f"Training needs {error.name}: pip install 'quotes[train]'.") from None


def _tell_progress(message: object) -> None:
    """Say on stderr what is being done."""
    click.echo(message, err=True)


def _house_templates() -> dict[str, str]:
    """Return the templates that house rules name, by format."""
    return click.get_current_context().find_root().obj or {}


def take_input(file: str | None) -> str:
    """Return the input named, or standard input where somebody pipes into it."""
    if file is not None:
        return file
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("Name a FILE, or pipe a text in.")
    return "-"


def _choose_format(format: str | None, out: str | None, template: str | None, *, no_text: bool) -> str:
    """Return the format asked for, else the one the suffix of OUT or of the template means, else text."""
    for name in (out, template):
        if format is None and name is not None and name != "-":
            from quotes.renderer import format_of

            format = format_of(name)
    format = format or "text"
    if no_text and format != "json":
        raise click.UsageError("--no-text leaves the text out of JSON; say --format json.")
    if template is not None:
        _check_template(template, format)
    return format


def _check_template(template: str, format: str) -> None:
    """Refuse a template that is not there or not used, before any work is done."""
    from quotes.renderer import list_templates

    if format in ("csv", "inplace", "json"):
        raise click.UsageError(f"{format} is not made from a template; choose text, html or md.")
    if not Path(template).is_file() and template not in list_templates():
        built_in = ", ".join(list_templates())
        raise click.UsageError(f"There is no template {template}: no such file, and the built-in ones are {built_in}.")


def _check_audio(audio: str | None, format: str, out: str | None) -> None:
    """Refuse a recording where no page plays it, before any work is done."""
    if audio is not None and format != "review":
        raise click.UsageError("--audio is for the review page; say --format review.")
    check_output(out, [audio])


def read_people(roster: str | None) -> tuple[RosterEntry, ...]:
    """Read the roster file, if one is named."""
    if roster is None:
        return ()
    from quotes.formats import read_roster

    return read_roster(roster)


def _threshold(min_confidence: float | None) -> float:
    """Return the probability asked for, else the pipeline's own."""
    from quotes.pipeline import DEFAULT_MIN_CONFIDENCE

    return DEFAULT_MIN_CONFIDENCE if min_confidence is None else min_confidence


def _show(
    annotation: Annotation,
    format: str,
    out: str | None,
    *,
    template: str | None,
    with_text: bool,
    audio: str | None = None,
) -> str | Iterator[str]:
    """Return the annotation in the form asked for, JSON in parts; a terminal gets text that is wrapped and styled."""
    template = template or _house_templates().get(format)
    if format == "json" and template is None:
        from quotes.formats import write_annotation_parts

        return write_annotation_parts(annotation, with_text=with_text)
    from quotes.renderer import render as render_annotation

    if format == "text" and out in (None, "-") and sys.stdout.isatty():
        width = min(shutil.get_terminal_size().columns, _WIDEST_TEXT)
        styled = not os.environ.get("NO_COLOR")
        return render_annotation(annotation, format, template=template, width=width, styled=styled)
    return render_annotation(
        annotation, format, template=template, audio=None if audio is None else _address(audio, out)
    )


def _address(file: str, out: str | None) -> str:
    """Return the address of ``file`` as a page in the place of ``out`` sees it."""
    from urllib.parse import quote

    path = Path(file).resolve()
    if out is None or out == "-":
        return path.as_uri()
    try:
        return "./" + quote(Path(os.path.relpath(path, Path(out).resolve().parent)).as_posix())
    except ValueError:  # another drive
        return path.as_uri()
