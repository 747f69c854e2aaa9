"""The documents a reviewer works through, each with its annotation, its corrections and how far it has come."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quotes.errors import CorrectionError, QuotesError
from quotes.model import Annotation
from quotes.review.apply import apply_corrections
from quotes.review.corrections import read_corrections
from quotes.review.sidecar import Sidecar, sidecar_of

__all__ = ["Inbox", "Item", "Progress", "StaleError"]


class StaleError(QuotesError):
    """Corrections were saved from somewhere else since the page that sends these was loaded."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of a document has come.

    Attributes:
        decided: how many quotations were accepted, corrected or rejected.
        total: how many there are.
        likely_wrong: how many speakers of those left are expected to be wrong, by their confidence.
    """

    decided: int
    total: int
    likely_wrong: float

    @property
    def left(self) -> int:
        """How many are left to look at."""
        return self.total - self.decided


class Item:
    """One document of the inbox; its annotation is made or read when it is first needed.

    Args:
        path: the document.
        open_document: reads or makes the annotation of a path.
    """

    def __init__(self, path: Path, open_document: Callable[[Path], Annotation]) -> None:
        self.path = path
        self.sidecar = Sidecar(sidecar_of(path))
        self._open = open_document
        self._annotation: Annotation | None = None
        self._lock = threading.Lock()

    @property
    def annotation(self) -> Annotation:
        """The annotation, without the corrections.

        Raises:
            QuotesError: the document cannot be read.
        """
        with self._lock:
            if self._annotation is None:
                self._annotation = self._open(self.path)
            return self._annotation

    def saved(self) -> str | None:
        """Return the corrections saved before, held against the annotation, or None.

        Raises:
            QuotesError: they cannot be read, or are of another text.
        """
        text = self.sidecar.read()
        if text is not None:
            self.check(text)
        return text

    def check(self, text: str) -> Annotation:
        """Return the annotation with the corrections of ``text`` applied.

        Raises:
            QuotesError: they are none, or do not fit.
        """
        return apply_corrections(self.annotation, read_corrections(text, path=str(self.sidecar.path))).annotation

    def save(self, text: str, *, version: str | None) -> str:
        """Save corrections that fit the annotation, and return the name of this version.

        Args:
            text: JSON of the corrections.
            version: what was saved when the page was loaded, or None not to ask.

        Raises:
            StaleError: something else was saved in between.
            QuotesError: they do not fit.
        """
        self.check(text)
        with self._lock:
            if version is not None and version != self.sidecar.version():
                raise StaleError("these corrections were changed elsewhere since this page was loaded; load it again")
            self.sidecar.write(text)
            return self.sidecar.version()

    def progress(self) -> Progress:
        """Return how far the review has come.

        Raises:
            QuotesError: the document or its corrections cannot be read.
        """
        text = self.sidecar.read()
        annotation = self.annotation if text is None else self.check(text)
        left = [quotation for quotation in annotation.quotations if quotation.status == "proposed"]
        wrong = sum(1 - quotation.confidence for quotation in left if quotation.confidence is not None)
        return Progress(len(annotation.quotations) - len(left), len(annotation.quotations), wrong)


class Inbox:
    """The documents in the order they were named.

    Args:
        paths: the documents.
        open_document: reads or makes the annotation of a path.

    Raises:
        CorrectionError: one document is named twice, so that two would share their corrections.
    """

    def __init__(self, paths: Sequence[Path], open_document: Callable[[Path], Annotation]) -> None:
        resolved = [path.resolve() for path in paths]
        for number, path in enumerate(resolved):
            if path in resolved[:number]:
                raise CorrectionError(str(paths[number]), None, "this document is named twice; name each once")
        self.items = tuple(Item(path, open_document) for path in paths)

    def __len__(self) -> int:
        return len(self.items)
