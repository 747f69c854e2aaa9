"""Marking quotations in their own page: the options of it, and writing the page in its own encoding."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import click

from quotes.cli.output import write_bytes

if TYPE_CHECKING:
    from quotes.formats import SourceFile
    from quotes.model import Annotation

__all__ = ["Marks", "marking_options", "option_of_max_bytes", "write_in_place"]

option_of_max_bytes = click.option(
    "--max-bytes", type=click.IntRange(min=1), metavar="N", help="Refuse a larger input (default: 256 MiB)."
)


class Marks(NamedTuple):
    """What the options say of how quotations are marked in their page.

    Attributes:
        element: what they are put in.
        prefix: what classes and ids begin with.
        json_ld: whether schema.org JSON-LD is put in.
    """

    element: Literal["span", "mark", "q"]
    prefix: str
    json_ld: bool


def marking_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of ``--format inplace``; the command gets them together as ``marks``."""

    @functools.wraps(command)
    def with_marks(
        *args: Any, element: Literal["span", "mark", "q"], prefix: str, json_ld: bool, **options: Any
    ) -> Any:
        return command(*args, marks=Marks(element, prefix, json_ld), **options)

    marked: Callable[..., Any] = with_marks
    for option in (
        click.option(
            "--json-ld", is_flag=True, help="In place: add schema.org JSON-LD of accepted and near-certain quotations."
        ),
        click.option(
            "--prefix", default="quotes-", metavar="TEXT", help="In place: what classes and ids begin with (quotes-)."
        ),
        click.option(
            "--element",
            type=click.Choice(("span", "mark", "q")),
            default="span",
            help="In place: what a quotation is put in (span).",
        ),
    ):
        marked = option(marked)
    return marked


def write_in_place(out: str | None, annotation: Annotation, source: SourceFile, marks: Marks) -> None:
    """Write the page with its quotations marked, in the encoding it came in."""
    from quotes.renderer import render
    from quotes.renderer.inplace import Marking

    page = render(annotation, "inplace", source=source.source, marking=Marking(**marks._asdict()))
    write_bytes(out, source.encode(page))
