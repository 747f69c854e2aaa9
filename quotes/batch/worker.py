"""The other end of a worker's pipes: a process that annotates what it is given, one document after the other."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys

from quotes.batch.annotating import Done, annotate_input, read_settings
from quotes.batch.frames import Frame, read_frame, write_frame
from quotes.batch.inputs import Input

__all__ = ["read_done", "serve", "write_input"]

_OBJECTS_BETWEEN_COLLECTIONS = 50_000

_FIRST_TEXT = "“The dam held,” said Ana Reyes, the mayor of Tarn. She added that the road would open."
"""Annotated before the first document, so that all weights are loaded and no document waits for them."""


def write_input(input: Input) -> Frame:
    """Return the frame that gives a worker a document."""
    has_data = input.data is not None
    header = {
        "id": input.id,
        "line": input.line,
        "path": input.path,
        "has_data": has_data,
        "is_too_long": input.is_too_long,
    }
    return Frame(header, input.data or b"")


def read_done(frame: Frame) -> Done:
    """Return what a worker made of a document."""
    return Done(frame.body.decode("utf-8"), bool(frame.header["failed"]))


def serve() -> None:
    """Be a worker: read settings, say that all is ready, then answer each document with its record, until the end."""
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    asked = os.fdopen(0, "rb", closefd=False)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints must not come between the frames
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
    first = read_frame(asked)
    if first is None:
        return
    settings = read_settings(first.body)
    annotate_input(Input("first", 1, None, _record_of(_FIRST_TEXT)), settings)
    gc.freeze()
    try:
        write_frame(answers, Frame({"ready": True}))
        while (frame := read_frame(asked)) is not None:
            header = frame.header
            data = frame.body if header["has_data"] else None
            input = Input(header["id"], header["line"], header["path"], data, header["is_too_long"])
            done = annotate_input(input, settings)
            write_frame(answers, Frame({"failed": done.failed}, done.record.encode("utf-8")))
    except OSError:  # nobody wants the answers any more
        sys.exit(0)


def _record_of(text: str) -> bytes:
    from pydantic_core import to_json

    return to_json({"id": "first", "text": text})
