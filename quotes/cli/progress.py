"""A bar on standard error for one document that takes long: which stage it is in, and how far."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["Stages", "TellStage", "option_of_quiet", "show_stages"]

TellStage = Callable[[str, float], None]
"""Takes the name of a stage and the share of it that is done, 0 to 1; below 0 where nobody knows."""

_QUICK_SECONDS = 2.0
"""What takes no longer has no bar; 0 for one at once."""

option_of_quiet = click.option("-q", "--quiet", is_flag=True, help="Show no progress on a terminal.")


class Stages(NamedTuple):
    """What the stages of one command are told to.

    Attributes:
        progress: takes each stage and how far it is, or None where nobody sees it.
    """

    progress: TellStage | None

    def begin(self, name: str) -> None:
        """Say which stage begins, of which nobody knows how far it is."""
        if self.progress is not None:
            self.progress(name, -1.0)


@contextmanager
def show_stages(*, quiet: bool) -> Iterator[Stages]:
    """Give what stages are told to, which is nothing where standard error is no terminal or nobody wants to see.

    The bar comes after two seconds and goes without a trace; nothing is loaded for it before.
    """
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield Stages(None)
        return
    bar = _Bar()
    try:
        yield Stages(bar.tell)
    finally:
        bar.close()


class _Bar:
    """A bar that is shown once its work has taken a while, by a thread of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stage, self._share = "", -1.0
        self._bar: Progress | None = None
        self._is_closed = False
        self._timer = threading.Timer(_QUICK_SECONDS, self._open)
        self._timer.daemon = True
        if _QUICK_SECONDS > 0:
            self._timer.start()
        else:
            self._open()

    def tell(self, stage: str, share: float) -> None:
        """Note the stage and how far it is."""
        name = stage.replace("_", " ")
        is_new = name != self._stage
        self._stage, self._share = name, share
        if self._bar is not None:
            self._show(self._bar, at_once=is_new)

    def close(self) -> None:
        """Take the bar away, or let it never come."""
        self._timer.cancel()
        with self._lock:
            self._is_closed = True
            if self._bar is not None:
                self._bar.stop()

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        with self._lock:
            if self._is_closed:
                return
            columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
            bar = Progress(*columns, console=Console(stderr=True), transient=True)
            bar.add_task("", total=None)
            self._show(bar, at_once=False)
            bar.start()
            self._bar = bar

    def _show(self, bar: Progress, *, at_once: bool) -> None:
        task = bar.task_ids[0]
        if self._share < 0:
            bar.update(task, description=self._stage, total=None, refresh=at_once)
        else:
            shown = f"{self._stage} {self._share:4.0%}"
            bar.update(task, description=shown, total=1.0, completed=self._share, refresh=at_once)
