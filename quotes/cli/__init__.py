"""The command ``quotes``: the only room that prints, exits, or decides what may be overwritten.

Each command has a module of its own, or shares one with its kin. Nothing but click is imported before a command runs,
so that ``quotes --help`` answers at once.
"""

from quotes.cli import annotate as _annotate  # noqa: F401 - adds its command
from quotes.cli import batch as _batch  # noqa: F401 - adds its command
from quotes.cli import completion as _completion  # noqa: F401 - adds its command
from quotes.cli import config as _config  # noqa: F401 - adds its command
from quotes.cli import convert as _convert  # noqa: F401 - adds its command
from quotes.cli import diarize as _diarize  # noqa: F401 - adds its command
from quotes.cli import evaluate as _evaluate  # noqa: F401 - adds its command
from quotes.cli import listing as _listing  # noqa: F401 - adds its commands
from quotes.cli import marks as _marks  # noqa: F401 - adds its commands
from quotes.cli import render as _render  # noqa: F401 - adds its command
from quotes.cli import review as _review  # noqa: F401 - adds its commands
from quotes.cli import train as _train  # noqa: F401 - adds its command
from quotes.cli.group import main

__all__ = ["main"]
