"""How every command behaves in a shell: help that begins with examples, ``--debug``, and errors as exit codes."""

from __future__ import annotations

import contextlib
import inspect
import os
import sys
from typing import Any

import click

from quotes.cli.completing import FileName, takes_file
from quotes.errors import QuotesError

__all__ = ["ExampleCommand", "ExampleGroup", "silence_stdout", "tell_error"]

_DEBUG = "quotes.debug"

EXIT_FAULT = 1
EXIT_INPUT = 2
EXIT_INTERRUPTED = 130


class _Examples(click.Command):
    """A command whose help begins with examples, and that takes ``--debug``."""

    def __init__(self, *args: Any, examples: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = inspect.cleandoc(examples)
        for param in self.params:
            if takes_file(param):
                param.type = FileName()
        self.params.append(
            click.Option(
                ["--debug"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_note_debug,
                help="Show where in the program an error arose.",
            )
        )

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples before everything else."""
        if self.examples:
            formatter.write("Examples:\n")
            for line in self.examples.splitlines():
                formatter.write(f"  {line}\n")
            formatter.write("\n")
        super().format_help(ctx, formatter)


class ExampleCommand(_Examples):
    """One command."""


class ExampleGroup(_Examples, click.Group):
    """The group of all commands; it turns errors into one line on stderr and an exit code."""

    command_class = ExampleCommand

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; 2 for input that cannot be used, 130 for Ctrl-C, 1 for a fault of this program."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            ctx.exit(EXIT_INTERRUPTED)
        except BrokenPipeError:  # the reader of our output has had enough
            silence_stdout()
            ctx.exit(0)
        except Exception as error:
            if ctx.meta.get(_DEBUG):
                raise
            click.echo(f"Error: {_show(tell_error(error))}", err=True)
            ctx.exit(EXIT_INPUT if isinstance(error, QuotesError | OSError) else EXIT_FAULT)


def silence_stdout() -> None:
    """Send what is still to be written to nowhere, so that Python does not complain at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def tell_error(error: Exception) -> str:
    """Return one line for an error."""
    if isinstance(error, QuotesError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'output'}: {error.strerror or error}"
    return f"a fault in quotes, {type(error).__name__}: {error}; run it again with --debug to see where, and report it"


def _show(message: str) -> str:
    """Return a message in which nothing that an input holds steers the terminal."""
    if message.isprintable():
        return message
    from quotes.renderer.escaping import show_hidden

    return show_hidden(message)


def _note_debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    """Remember that tracebacks are wanted."""
    if value:
        ctx.meta[_DEBUG] = True
