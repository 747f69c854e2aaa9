"""The file beside a document in which a reviewer's corrections are kept, written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from quotes.errors import ReadError

__all__ = ["Sidecar", "sidecar_of"]

_SUFFIX = ".corrections.json"


def sidecar_of(document: str | Path) -> Path:
    """Return where the corrections of a document are kept: beside it, its own name with another ending.

    Example:
        >>> sidecar_of("talks/quay.json").name
        'quay.json.corrections.json'
    """
    path = Path(document)
    return path.with_name(path.name + _SUFFIX)


class Sidecar:
    """One corrections file on disk.

    Args:
        path: where it is, whether or not it is there yet.

    Attributes:
        path: the same.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> str | None:
        """Return what was saved, or None where nothing was.

        Raises:
            ReadError: it cannot be read.
        """
        try:
            return self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise ReadError(str(self.path), None, f"the saved corrections cannot be read: {error}") from None

    def version(self) -> str:
        """Return a short name of what is saved now, which changes with every change; empty where nothing is."""
        text = self.read()
        return "" if text is None else hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]

    def write(self, text: str) -> None:
        """Save ``text``: whoever reads the file, also after a crash, finds the old corrections or the new ones.

        Raises:
            OSError: it cannot be written.
        """
        handle, name = tempfile.mkstemp(prefix=f".{self.path.name}.", suffix=".part", dir=self.path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
            raise
