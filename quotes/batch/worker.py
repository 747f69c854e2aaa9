"""The other end of a worker's pipes: a process that annotates what it is given, one document after the other."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence

from quotes.batch.annotating import Done, annotate_input, read_settings
from quotes.batch.frames import Frame, read_frame, write_frame
from quotes.batch.inputs import Input
from quotes.process import set_up_process

__all__ = ["read_done", "serve", "write_inputs"]

_ANSWER_BYTES = 1 << 16
_SECONDS_BETWEEN_ANSWERS = 0.02
"""Small records wait for each other so long, since each answer wakes the process that asked."""

_FIRST_TEXT = "“The dam held,” said Ana Reyes, the mayor of Tarn. She added that the road would open."
"""Annotated before the first document, so that all weights are loaded and no document waits for them."""


def write_inputs(inputs: Sequence[Input], *, answer_each: bool) -> Frame:
    """Return the frame that gives a worker documents.

    Args:
        inputs: the documents.
        answer_each: whether each record is sent at once, instead of several small ones together.
    """
    documents = [
        {
            "id": input.id,
            "line": input.line,
            "path": input.path,
            "bytes": None if input.data is None else len(input.data),
            "is_too_long": input.is_too_long,
        }
        for input in inputs
    ]
    header = {"documents": documents, "answer_each": answer_each}
    return Frame(header, b"".join(input.data for input in inputs if input.data is not None))


def _read_inputs(frame: Frame) -> Iterator[Input]:
    """Give the documents of a frame."""
    start = 0
    for header in frame.header["documents"]:
        data = None
        if header["bytes"] is not None:
            data = frame.body[start : start + header["bytes"]]
            start += header["bytes"]
        yield Input(header["id"], header["line"], header["path"], data, header["is_too_long"])


def read_done(frame: Frame) -> Done:
    """Return what a worker made of a document."""
    return Done(frame.body, bool(frame.header["failed"]))


def serve() -> None:
    """Be a worker: read settings, say that all is ready, then answer each document with its record, until the end."""
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    asked = os.fdopen(0, "rb", closefd=False)
    answers = os.fdopen(os.dup(1), "wb", buffering=_ANSWER_BYTES)
    os.dup2(2, 1)  # what anything prints must not come between the frames
    set_up_process()
    first = read_frame(asked)
    if first is None:
        return
    settings = read_settings(first.body)
    annotate_input(Input("first", 1, None, _record_of(_FIRST_TEXT)), settings)
    gc.freeze()
    try:
        write_frame(answers, Frame({"ready": True}))
        sent = time.monotonic()
        while (frame := read_frame(asked)) is not None:
            is_each = frame.header["answer_each"]
            for input in _read_inputs(frame):
                done = annotate_input(input, settings)
                is_due = is_each or time.monotonic() - sent > _SECONDS_BETWEEN_ANSWERS
                write_frame(answers, Frame({"failed": done.failed}, done.record), flush=is_due)
                if is_due:
                    sent = time.monotonic()
            answers.flush()
    except OSError:  # nobody wants the answers any more
        sys.exit(0)


def _record_of(text: str) -> bytes:
    from pydantic_core import to_json

    return to_json({"id": "first", "text": text})
