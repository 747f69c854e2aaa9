"""The command ``quotes`` itself: the group that every command is added to, and what holds for all of them."""

from __future__ import annotations

import click

from quotes import __version__
from quotes.cli.shell import ExampleGroup

__all__ = ["main"]


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
