"""The commands that print what ships with the package: ``quotes schema`` and ``quotes templates``."""

from __future__ import annotations

import click

from quotes.cli.group import main
from quotes.cli.options import option_of_output
from quotes.cli.output import check_output, write_output

__all__ = ["schema", "templates"]


@main.command(
    examples="""
        quotes schema > annotation.schema.json
    """
)
@option_of_output
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
@option_of_output
def templates(name: str | None, out: str | None) -> None:
    """List the built-in templates, or print one."""
    check_output(out, [])
    from quotes.renderer import list_templates, read_template

    write_output(out, "\n".join(list_templates()) if name is None else read_template(name))
