"""How a process is set up in which quotes is the program: the command line, and the workers of a batch.

Who imports quotes as a library keeps their own settings, but that while a document is annotated Python looks for
unreachable cycles less often.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collect_seldom", "set_up_process"]

_OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""More than the modules, lexicons and weights of a run have: none of them is looked through for unreachable cycles."""

_SELDOM = (_OBJECTS_BETWEEN_COLLECTIONS, 20, 20)

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
    gc.set_threshold(*_SELDOM)


@contextmanager
def collect_seldom() -> Iterator[None]:
    """Have Python look for unreachable cycles less often meanwhile, and as often as before afterwards.

    To annotate a document makes none, and of the time a long one took, a quarter went into looking through all that was
    known of it again and again. Other threads may go on making some: those are still found. Who has set Python to look
    less often still, or not at all, keeps that.

    Example:
        >>> import gc
        >>> before = gc.get_threshold()
        >>> with collect_seldom():
        ...     print(gc.get_threshold()[0] >= 200_000)
        True
        >>> gc.get_threshold() == before
        True
    """
    before = gc.get_threshold()
    if not 0 < before[0] < _OBJECTS_BETWEEN_COLLECTIONS:
        yield
        return
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        if gc.get_threshold() == _SELDOM:  # nobody has set it meanwhile
            gc.set_threshold(*before)
