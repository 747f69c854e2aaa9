"""What a reader could not use and what a writer cannot hold, told on standard error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quotes.model import Skip

__all__ = ["tell_losses", "tell_skipped"]

_MOST_LINES = 5


def tell_skipped(path: str, skipped: Sequence[Skip]) -> None:
    """Say what of the input could not be used, a line for each reason with the first few places."""
    by_reason: dict[str, list[Skip]] = {}
    for skip in skipped:
        by_reason.setdefault(skip.reason, []).append(skip)
    for reason, skips in by_reason.items():
        lines = [str(skip.line) for skip in skips if skip.line is not None]
        shown = ", ".join(lines[:_MOST_LINES])
        more = f" and {len(lines) - _MOST_LINES} more" if len(lines) > _MOST_LINES else ""
        place = f" (line{'' if len(lines) == 1 else 's'} {shown}{more})" if lines else ""
        words = f": {skips[0].words}" if len(skips) == 1 and skips[0].words else ""
        _tell(path, f"not used, {reason}{place}{words}")


def tell_losses(out: str | None, losses: Sequence[str]) -> None:
    """Say what the form of the output cannot hold, a line each."""
    for loss in losses:
        _tell("standard output" if out in (None, "-") else str(out), loss)


def _tell(path: str, message: str) -> None:
    """Write a line on standard error in which no control character steers the terminal."""
    from quotes.renderer.escaping import show_hidden

    click.echo(f"{path}: {' '.join(show_hidden(message).split())}", err=True)
