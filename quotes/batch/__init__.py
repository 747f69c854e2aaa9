"""Many documents, one outcome record each: a failure is a record like any other, and the run goes on.

Input is JSON Lines, files, folders and patterns; output is JSON Lines, UTF-8, in the order of the input, the same with
any number of workers. Memory holds the documents in work and 16 bytes for each id seen, however long the input is.
"""

from __future__ import annotations

from quotes.batch.inputs import Input, Inputs, open_batch
from quotes.batch.records import FailedRecord, Finished, read_finished
from quotes.batch.retries import Retries
from quotes.batch.running import DEFAULT_MAX_BYTES, Outcome, run_batch

__all__ = [
    "DEFAULT_MAX_BYTES",
    "FailedRecord",
    "Finished",
    "Input",
    "Inputs",
    "Outcome",
    "Retries",
    "open_batch",
    "read_finished",
    "run_batch",
]
