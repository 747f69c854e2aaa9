"""The command ``quotes``, also as ``python -m quotes``."""

from __future__ import annotations

import atexit
import gc

from quotes.process import set_up_process

__all__ = ["start"]


def start() -> None:
    """Run the command line as this process's only work."""
    set_up_process()
    atexit.register(gc.freeze)  # memory goes back with the process: Python need not look through all of it before
    from quotes.cli import main

    main(prog_name="quotes")


if __name__ == "__main__":
    start()
