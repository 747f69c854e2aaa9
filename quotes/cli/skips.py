"""What a reader could not use, told on standard error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quotes.model import Skip

__all__ = ["tell_skipped"]

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
        click.echo(f"{path}: not used, {reason}{place}{words}", err=True)
