"""The command ``quotes``, also as ``python -m quotes``: what holds for the whole process, then the command line.

What is set here is set before anything is loaded, and only where quotes is the program; who imports it as a library
keeps their own settings.
"""

from __future__ import annotations

import atexit
import gc
import os

__all__ = ["start"]

_OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""More than the modules, lexicons and weights of a run have: none of them is looked through for unreachable cycles."""

_ENVIRONMENT = {
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
    "OPENBLAS_NUM_THREADS": "1",
}
"""Set unless the user has set it. No plugin of Pydantic has a part in this, and to look for one takes longer than to
read a page. NumPy's products here are of some ten numbers: to start threads for them takes longer than all of them."""


def start() -> None:
    """Run the command line as this process's only work."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
    atexit.register(gc.freeze)  # memory goes back with the process: Python need not look through all of it before
    from quotes.cli import main

    main(prog_name="quotes")


if __name__ == "__main__":
    start()
