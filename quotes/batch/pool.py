"""Several processes that annotate, and one order: results come as the inputs went, whatever happens to a process.

Each worker is a process of its own (this Python, started anew, so that it is the same on every system) and a thread
here that talks to it through its pipes. A worker that dies is replaced, and its document is given out again; so none
is lost, and as a result is taken only whole, none is doubled. A document at which a worker dies twice becomes an error
record. So does one that takes too long: its worker is ended. `concurrent.futures` gives up all of its work when one
process dies, which is why it is not used.

What is in work at a time is bounded, in number and in bytes; when the window is full, no input is read.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from typing import IO, BinaryIO, cast

from quotes.batch.annotating import Done, Settings, tell_fault, write_settings
from quotes.batch.frames import Frame, read_frame, write_frame
from quotes.batch.inputs import Input
from quotes.batch.worker import read_done, write_input
from quotes.errors import LimitError, WorkerError

__all__ = ["annotate_in_workers"]

_DOCUMENTS_A_WORKER = 16
"""Documents in work or waiting, for each worker, in order."""
_WINDOW_BYTES = 32_000_000
"""Bytes of documents in work or waiting; one document may have more, and is then alone."""
_BYTES_OF_FILE = 100_000
"""What a file that was not opened counts for."""
_DEATHS_OF_A_DOCUMENT = 2
_DEATHS_AT_START = 3
_LOOK_SECONDS = 0.5
"""How often a waiting main thread looks for Ctrl-C where a lock cannot be interrupted."""

_CODE = "import sys, json; sys.path[:] = json.loads(sys.argv.pop()); from quotes.batch.worker import serve; serve()"


class _Task:
    """One input on its way: what is known of it, and its result once it is there."""

    __slots__ = ("done", "input", "size_bytes")

    def __init__(self, input: Input, done: Done | None) -> None:
        self.input = input
        self.done = done
        self.size_bytes = len(input.data) if input.data is not None else _BYTES_OF_FILE


def annotate_in_workers(
    inputs: Iterable[tuple[Input, Done | None]], settings: Settings, *, workers: int, max_seconds: float | None = None
) -> Iterator[tuple[Input, Done]]:
    """Annotate documents in several processes and give the results in the order of the inputs.

    Args:
        inputs: the documents; one that comes with its result is only kept in order.
        settings: how to annotate.
        workers: how many processes.
        max_seconds: how long one document may take; None for no limit.

    Raises:
        WorkerError: workers die again and again before their first document.
        Exception: what ``inputs`` raises, after the results of all that came before.
    """
    pool = _Pool(inputs, settings, workers, max_seconds)
    try:
        yield from pool.give()
    finally:
        pool.stop()


class _Pool:
    """The window of inputs in work, one thread that fills it, and one for each worker."""

    def __init__(
        self,
        inputs: Iterable[tuple[Input, Done | None]],
        settings: Settings,
        workers: int,
        max_seconds: float | None,
    ) -> None:
        self.settings = write_settings(settings)
        self.max_seconds = max_seconds
        self.changed = threading.Condition()
        self.stopped = False
        self.fault: BaseException | None = None  # a worker's; ends the run at once
        self._workers = [_Worker(self) for _ in range(workers)]
        self._most = workers * _DOCUMENTS_A_WORKER
        self._window: deque[_Task] = deque()
        self._waiting: deque[_Task] = deque()
        self._window_bytes = 0
        self._is_read = False
        self._read_fault: BaseException | None = None  # of the input; told after what came before it
        self._reader = threading.Thread(target=self._read, args=(inputs,), daemon=True)

    def give(self) -> Iterator[tuple[Input, Done]]:
        """Give the results in order."""
        for thread in (self._reader, *self._workers):
            thread.start()
        while True:
            with self.changed:
                while not self._can_go_on():
                    self.changed.wait(_LOOK_SECONDS)
                if self.fault is not None:
                    raise self.fault
                if not self._window:
                    break
                task = self._window.popleft()
                self._window_bytes -= task.size_bytes
                self.changed.notify_all()
            assert task.done is not None  # noqa: S101 - that was waited for
            yield task.input, task.done
        if self._read_fault is not None:
            raise self._read_fault

    def _can_go_on(self) -> bool:
        if self.fault is not None:
            return True
        return self._window[0].done is not None if self._window else self._is_read

    def stop(self) -> None:
        """End all processes and wait for their threads; the reading thread may be stuck in its input and is left."""
        with self.changed:
            self.stopped = True
            self.changed.notify_all()
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            if worker.ident is not None:
                worker.join()

    def take(self) -> _Task | None:
        """Wait for the next document to annotate; None where the work is over."""
        with self.changed:
            while not self._waiting and not self.stopped and not self._is_read:
                self.changed.wait()
            return None if self.stopped or not self._waiting else self._waiting.popleft()

    def finish(self, task: _Task, done: Done) -> None:
        """Note the result of a document."""
        with self.changed:
            task.done = done
            self.changed.notify_all()

    def fail(self, fault: BaseException) -> None:
        """End the whole run."""
        with self.changed:
            self.fault = self.fault or fault
            self.changed.notify_all()

    def _read(self, inputs: Iterable[tuple[Input, Done | None]]) -> None:
        """Fill the window."""
        try:
            for input, done in inputs:
                task = _Task(input, done)
                with self.changed:
                    while not self.stopped and self._is_full(task):
                        self.changed.wait()
                    if self.stopped:
                        return
                    self._window.append(task)
                    self._window_bytes += task.size_bytes
                    if done is None:
                        self._waiting.append(task)
                    self.changed.notify_all()
        except BaseException as fault:
            self._read_fault = fault
        finally:
            with self.changed:
                self._is_read = True
                self.changed.notify_all()

    def _is_full(self, task: _Task) -> bool:
        if len(self._window) >= self._most:
            return True
        return bool(self._window) and self._window_bytes + task.size_bytes > _WINDOW_BYTES


class _Worker(threading.Thread):
    """A thread that gives documents to a process and takes their records, and starts it anew when it has died."""

    def __init__(self, pool: _Pool) -> None:
        super().__init__(daemon=True)
        self._pool = pool
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._late: _Task | None = None

    def run(self) -> None:
        """Work until the pool has no more documents."""
        if hasattr(signal, "pthread_sigmask"):  # handed down to the process, so that Ctrl-C never reaches it
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            while (task := self._pool.take()) is not None:
                done = self._annotate(task)
                if done is None:
                    return
                self._pool.finish(task, done)
        except BaseException as fault:
            self._pool.fail(fault)
        finally:
            self._end()

    def kill(self) -> None:
        """End the process at once."""
        with self._lock:
            if self._process is not None:
                with contextlib.suppress(OSError):
                    self._process.kill()

    def _annotate(self, task: _Task) -> Done | None:
        """Return a document's record; None where the pool was stopped.

        Raises:
            WorkerError: processes die before they are ready.
        """
        deaths = 0
        while not self._pool.stopped:
            process = self._start()
            if process is None:
                continue
            frame = self._ask(process, task)
            if frame is not None:
                return read_done(frame)
            self._end()
            if self._late is task:
                limit = self._pool.max_seconds
                reason = f"the document took more than {limit:g} seconds; allow more with --max-seconds"
                return tell_fault(task.input, LimitError("max_seconds", reason))
            deaths += 1
            if deaths == _DEATHS_OF_A_DOCUMENT:
                reason = "the process that annotated the document was killed twice; maybe it needs too much memory"
                return tell_fault(task.input, WorkerError(reason))
        return None

    def _ask(self, process: subprocess.Popen[bytes], task: _Task) -> Frame | None:
        """Give a document to the process and return its answer; None where it has died or been ended for lateness."""
        seconds = self._pool.max_seconds
        clock = threading.Timer(seconds, self._be_late, (process, task)) if seconds is not None else None
        if clock is not None:
            clock.daemon = True
            clock.start()
        try:
            write_frame(_pipe(process.stdin), write_input(task.input))
            return read_frame(_pipe(process.stdout))
        except OSError:
            return None
        finally:
            if clock is not None:
                clock.cancel()

    def _be_late(self, process: subprocess.Popen[bytes], task: _Task) -> None:
        """End a process whose document takes too long."""
        with self._lock:
            if task.done is None and self._process is process:
                self._late = task
                process.kill()

    def _start(self) -> subprocess.Popen[bytes] | None:
        """Return a process that is ready for a document; None where the pool was stopped.

        Raises:
            WorkerError: it dies again and again before that.
        """
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        for _ in range(_DEATHS_AT_START):
            with self._lock:
                if self._pool.stopped:
                    return None
                process = self._process = _spawn()
            with contextlib.suppress(OSError):
                write_frame(_pipe(process.stdin), Frame({}, self._pool.settings))
                if read_frame(_pipe(process.stdout)) is not None:
                    return process
            self._end()
            if self._pool.stopped:
                return None
        raise WorkerError("the processes that annotate end before they are ready; see above, or use --workers 1")

    def _end(self) -> None:
        """Close the pipes, which lets the process end by itself, end it where it does not, and wait for it."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()
        process.kill()
        process.wait()


def _spawn() -> subprocess.Popen[bytes]:
    """Start a process that serves; it finds modules where this one does, and never in the folder it is started in."""
    arguments = [sys.executable, "-P", "-c", _CODE, json.dumps(sys.path)]
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) if os.name == "nt" else 0
    return subprocess.Popen(  # noqa: S603 - this Python and our own code
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=flags
    )


def _pipe(pipe: IO[bytes] | None) -> BinaryIO:
    assert pipe is not None  # noqa: S101 - both were asked for
    return cast(BinaryIO, pipe)
