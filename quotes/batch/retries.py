"""Documents that failed in an earlier run and are tried again: their new records take the places of the old ones."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from quotes.batch.records import FailedRecord
from quotes.batch.running import Outcome

__all__ = ["Retries"]

_PIECE_BYTES = 1 << 20


class _Place(NamedTuple):
    """Where a record stands in a file, in bytes, half-open."""

    start: int
    end: int


class Retries:
    """The new records of documents that failed before, kept in a file without a name until all are there.

    A document is known by its id, so that lines may have been put in or taken out before it; a line that gave no id
    is known by its number.

    Args:
        failed: the error records of the earlier run, in the order of its output.
    """

    def __init__(self, failed: tuple[FailedRecord, ...]) -> None:
        self._failed = failed
        self._waiting: dict[str | tuple[str | None, int | None], list[int]] = {}
        for number, record in enumerate(failed):
            key = (record.path, record.line) if record.id is None else record.id
            self._waiting.setdefault(key, []).append(number)
        self._done: dict[int, _Place] = {}
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    @property
    def has_records(self) -> bool:
        """Whether anything was tried again."""
        return bool(self._done)

    @property
    def is_done(self) -> bool:
        """Whether all that failed was tried again."""
        return len(self._done) == len(self._failed)

    def take(self, outcome: Outcome) -> bool:
        """Keep the record of a document that failed before; False where it did not."""
        place = (outcome.path, outcome.line)
        key = outcome.id if outcome.id is not None and outcome.id in self._waiting else place
        numbers = self._waiting.get(key)
        if outcome.skipped or not numbers:
            return False
        number = next((each for each in numbers if (self._failed[each].path, self._failed[each].line) == place), None)
        number = numbers[0] if number is None else number
        numbers.remove(number)
        start = self._file.seek(0, 2)
        self._file.write(outcome.data + b"\n")
        self._done[number] = _Place(start, start + len(outcome.data) + 1)
        return True

    def merge(self, output: str | Path) -> Iterator[bytes]:
        """Give the bytes of ``output`` with the new records in the places of the old; all else is as it was."""
        with Path(output).open("rb") as old:
            for number, place in sorted(self._done.items()):
                failed = self._failed[number]
                yield from _read(old, failed.start - old.tell())
                self._file.seek(place.start)
                yield self._file.read(place.end - place.start)
                old.seek(failed.end)
            yield from _read(old, None)


def _read(file: BinaryIO, size: int | None) -> Iterator[bytes]:
    """Give the next ``size`` bytes of a file, or all, in pieces."""
    while size is None or size > 0:
        piece = file.read(_PIECE_BYTES if size is None else min(size, _PIECE_BYTES))
        if not piece:
            return
        if size is not None:
            size -= len(piece)
        yield piece
