"""How a process is set up in which quotes is the program: the command line, and the workers of a batch.

Who imports quotes as a library keeps their own settings.
"""

from __future__ import annotations

import gc
import os

__all__ = ["set_up_process"]

_OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""More than the modules, lexicons and weights of a run have: none of them is looked through for unreachable cycles."""

_ENVIRONMENT = {
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
    "OPENBLAS_NUM_THREADS": "1",
}
"""Set unless the user has set it. No plugin of Pydantic has a part in this, and to look for one takes longer than to
read a page. NumPy's products here are of some ten numbers: to start threads for them takes longer than all of them."""


def set_up_process() -> None:
    """Set up this process, before NumPy is loaded or the first model is built, so that it begins sooner."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
