"""In what form an annotation is shown: the options of it, and making it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from quotes.cli.output import check_output

if TYPE_CHECKING:
    from quotes.model import Annotation

__all__ = [
    "FORMATS",
    "check_audio",
    "choose_format",
    "option_of_audio",
    "option_of_format",
    "option_of_template",
    "show",
]

FORMATS = ("text", "html", "md", "csv", "json", "review")

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

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        """Offer both."""
        from quotes.plugins import list_plugins

        others = (name for name in list_plugins("quotes.renderers") if name.startswith(incomplete))
        return [*super().shell_complete(ctx, param, incomplete), *map(CompletionItem, others)]


option_of_format = click.option(
    "--format",
    "format",
    type=_FormatChoice((*FORMATS, "inplace")),
    help="Form of the result (default: by OUT's suffix, else text).",
)
option_of_template = click.option("--template", metavar="FILE", help="Your own template instead of the built-in one.")
option_of_audio = click.option(
    "--audio", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Recording the review page plays."
)


def choose_format(format: str | None, out: str | None, template: str | None, *, no_text: bool) -> str:
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


def check_audio(audio: str | None, format: str, out: str | None) -> None:
    """Refuse a recording where no page plays it, before any work is done."""
    if audio is not None and format != "review":
        raise click.UsageError("--audio is for the review page; say --format review.")
    check_output(out, [audio])


def show(
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


def _house_templates() -> dict[str, str]:
    """Return the templates that house rules name, by format."""
    return click.get_current_context().find_root().obj or {}
