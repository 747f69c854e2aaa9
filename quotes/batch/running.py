"""One outcome record for each document, in order: a failure is a record like any other, and the run goes on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, cast

from quotes.batch.annotating import Done, Settings, annotate_input, refuse_input
from quotes.batch.ids import IdTable
from quotes.batch.inputs import Input, number_lines
from quotes.batch.records import Finished
from quotes.batch.remote import show_path, stays_in_process
from quotes.formats import VoiceReading
from quotes.lexicon import NO_HOUSE, House
from quotes.model import RosterEntry
from quotes.plugins import load_plugin

__all__ = ["DEFAULT_MAX_BYTES", "Outcome", "run_batch"]

DEFAULT_MAX_BYTES = 100_000_000
"""More than any document that a person wrote; less than what a small packed file can be blown up to."""


class Outcome(NamedTuple):
    """What became of one document of the input.

    Attributes:
        line: the input's line, counted from 1, or None for a file of its own.
        id: the document's id, or None where the line gives none.
        data: the annotation or the error as JSON, one line of UTF-8 without its line end.
        failed: whether the record is an error.
        skipped: whether an earlier run has written this record; ``data`` is then empty.
        position: how far the run is behind this document, in bytes of the files as they are stored.
        path: the document's file as its record tells it, or None where the input is one file of lines.
    """

    line: int | None
    id: str | None
    data: bytes
    failed: bool = False
    skipped: bool = False
    position: int = 0
    path: str | None = None

    @property
    def record(self) -> str:
        """The line as a string."""
        return self.data.decode("utf-8")


_SKIPPED, _SKIPPED_FAILED = Done(b"", False), Done(b"", True)


def run_batch(
    inputs: Iterable[bytes] | Iterable[Input],
    *,
    roster: Sequence[RosterEntry] = (),
    kinds: Collection[str] | None = None,
    min_confidence: float | None = None,
    stages: Sequence[str] = (),
    with_text: bool = True,
    finished: Finished = Finished(),  # noqa: B008 - an immutable value
    format: str | None = None,
    encoding: str | None = None,
    voices: VoiceReading = "found",
    selector: str | None = None,
    workers: int = 1,
    max_bytes: int = DEFAULT_MAX_BYTES,
    max_seconds: float | None = None,
    house: House = NO_HOUSE,
    weights: str | None = None,
) -> Iterator[Outcome]:
    r"""Annotate documents and give one outcome for each, in order; blank lines give none.

    A line is a JSON object with ``id`` and ``text`` and maybe ``roster`` and ``meta``; other fields are ignored. A
    line that is no such object, an id that came before, and a document that cannot be annotated give an error record
    ``{"id", "line", "error": {"type", "message"}}``, with the ``path`` where there are several files. The records are
    the same, byte for byte, for any number of workers.

    Args:
        inputs: the lines of a file, UTF-8, or what `Inputs` finds.
        roster: people known beforehand in every document, besides the record's own roster.
        kinds: as in `quotes.pipeline.annotate`.
        min_confidence: as in `quotes.pipeline.annotate`; None for its default.
        stages: stages that installed packages offer, by name, run behind the built-in ones.
        with_text: whether the text is written into each record.
        finished: what an earlier run has written; those documents are skipped, but for those to be tried again.
        format: form of every file or text; by default found out.
        encoding: encoding of every file; by default found out.
        voices: as in `quotes.formats.read`.
        selector: as in `quotes.formats.read`.
        workers: how many processes annotate; with 1 it is this one, unless ``max_seconds`` is given.
        max_bytes: how many bytes a document, or its line, may have, unpacked; 0 for no limit.
        max_seconds: how long one document may take; None for no limit.
        house: words of the house, for every document.
        weights: file or folder of the weights that choose sources, written by ``quotes train``; None for those that
            ship.

    Raises:
        ReadError: a file with many documents is damaged, when its turn has come.
        WorkerError: no process can be started.
        PluginError: a stage cannot be loaded.
        LexiconError: the weights cannot be used.

    Example:
        >>> [outcome.record for outcome in run_batch([b'{"id": "a"}'])]
        ['{"id":"a","line":1,"error":{"type":"ReadError","message":"there is no field \'text\'"}}']
    """
    settings = Settings(
        roster=tuple(roster),
        kinds=None if kinds is None else tuple(sorted(kinds)),
        min_confidence=min_confidence,
        stages=tuple(stages),
        with_text=with_text,
        format=format,
        encoding=encoding,
        voices=voices,
        selector=selector,
        max_bytes=max_bytes,
        house=house,
        weights=weights,
    )
    if weights is not None:
        from quotes.attributor.source_weights import read_source_weights

        read_source_weights(weights)  # a file that holds none stops the run before it begins
    for name in settings.stages:
        load_plugin("quotes.stages", name)  # one that is not there stops the run before it begins
    sorted_out = _sort_out(_as_inputs(inputs), finished)
    results: Iterator[tuple[Input, Done]]
    if workers == 1 and max_seconds is None:
        results = ((input, done or annotate_input(input, settings)) for input, done in sorted_out)
    else:
        from quotes.batch.pool import annotate_in_workers

        kept = (
            (input, annotate_input(input, settings) if done is None and _needs_this_process(input) else done)
            for input, done in sorted_out
        )
        results = annotate_in_workers(kept, settings, workers=workers, max_seconds=max_seconds)
    try:
        for input, done in results:
            path = show_path(input.path)
            yield Outcome(input.line, input.id, done.record, done.failed, not done.record, input.position, path)
    finally:
        results.close()  # type: ignore[attr-defined]  # both are generators


def _needs_this_process(input: Input) -> bool:
    """Whether no worker could read a document: it is a file in the memory of this process."""
    return input.data is None and stays_in_process(input.path)


def _as_inputs(inputs: Iterable[bytes] | Iterable[Input]) -> Iterator[Input]:
    """Give the documents, of lines where lines were given."""
    items = iter(inputs)
    first = next(items, None)
    if first is None:
        return iter(())
    if isinstance(first, bytes):
        return number_lines(cast(Iterator[bytes], chain([first], items)))
    return cast(Iterator[Input], chain([first], items))


def _sort_out(inputs: Iterable[Input], finished: Finished) -> Iterator[tuple[Input, Done | None]]:
    """Give each document with its result where that is known beforehand: written before, or its id came before."""
    seen = IdTable()
    for input in inputs:
        id = input.id
        is_repeated = id is not None and not seen.add(id)
        has_failed = (show_path(input.path), input.line, id) in finished.errors
        if has_failed or (id is not None and not is_repeated and id in finished.ids):
            yield input, _SKIPPED_FAILED if has_failed else _SKIPPED
        elif is_repeated:
            yield input, refuse_input(input, f"the id {id!r} came before; ids must differ")
        else:
            yield input, None
