"""Several processes that annotate, and one order: results come as the inputs went, whatever happens to a process.

Each worker is a process of its own (this Python, started anew, so that it is the same on every system) and a thread
here that talks to it through its pipes. Short documents are given several at a time, so that no worker waits for this
process after each; records come back as finished lines, which nobody here reads.

A worker that dies is replaced, and what it had not answered is given out again, one document at a time; so none is
lost, and as a record is taken only whole, none is doubled. A document at which a worker dies twice becomes an error
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
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, BinaryIO, cast

from quotes.batch.annotating import Done, Settings, tell_fault, write_settings
from quotes.batch.frames import Frame, read_frame, write_frame
from quotes.batch.inputs import Input
from quotes.batch.worker import read_done, write_inputs
from quotes.errors import LimitError, WorkerError

__all__ = ["annotate_in_workers"]

_DOCUMENTS_A_WORKER = 32
"""Documents in work or waiting, for each worker, in order."""
_WINDOW_BYTES = 32_000_000
"""Bytes of documents in work or waiting; one document may have more, and is then alone."""
_GIVEN_AT_ONCE = 8
_GIVEN_AT_ONCE_BYTES = 16_000
"""Documents that are given to a worker at once; one that has more bytes goes alone."""
_BYTES_OF_FILE = 100_000
"""What a file that was not opened counts for."""
_DEATHS_OF_A_DOCUMENT = 2
_DEATHS_AT_START = 3
_LOOK_SECONDS = 0.5
"""How often a waiting main thread looks for Ctrl-C where a lock cannot be interrupted."""
_LATE_BY_MOST_SECONDS = 0.1
"""How much longer than allowed a document may take before that is noticed."""

_CODE = "import sys, json; sys.path[:] = json.loads(sys.argv.pop()); from quotes.batch.worker import serve; serve()"


class _Task:
    """One input on its way: what is known of it, and its result once it is there."""

    __slots__ = ("deaths", "done", "input", "size_bytes")

    def __init__(self, input: Input, done: Done | None) -> None:
        self.input = input
        self.done = done
        self.deaths = 0
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
        self.stopped = False
        self.fault: BaseException | None = None  # a worker's; ends the run at once
        lock = threading.Lock()
        self._may_read = threading.Condition(lock)  # the window has room; the thread that fills it waits for this
        self._may_work = threading.Condition(lock)  # documents wait for a worker
        self._may_give = threading.Condition(lock)  # the first result of the window is there
        self._workers = [_Worker(self) for _ in range(workers)]
        self._most = workers * _DOCUMENTS_A_WORKER
        self._window: deque[_Task] = deque()
        self._waiting: deque[_Task] = deque()
        self._window_bytes = 0
        self._is_read = False
        self._read_fault: BaseException | None = None  # of the input; told after what came before it
        self._threads = [threading.Thread(target=self._read, args=(inputs,), daemon=True)]
        if max_seconds is not None:
            self._threads.append(threading.Thread(target=self._watch, args=(max_seconds,), daemon=True))

    def give(self) -> Iterator[tuple[Input, Done]]:
        """Give the results in order."""
        for thread in (*self._threads, *self._workers):
            thread.start()
        while True:
            ready: list[_Task] = []
            with self._may_give:
                while not self._can_go_on():
                    self._may_give.wait(_LOOK_SECONDS)
                if self.fault is not None:
                    raise self.fault
                while self._window and self._window[0].done is not None:
                    ready.append(self._window.popleft())
                    self._window_bytes -= ready[-1].size_bytes
                if len(self._window) <= self._most // 2 or self._window_bytes > _WINDOW_BYTES // 2:
                    self._may_read.notify()
            if not ready:
                break
            for task in ready:
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
        with self._may_work:
            self.stopped = True
            self._may_work.notify_all()
            self._may_read.notify_all()
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            if worker.ident is not None:
                worker.join()

    def take(self) -> list[_Task]:
        """Wait for documents to annotate, and take as many as one worker should get at once; none: the work is over."""
        with self._may_work:
            while not self._waiting and not self.stopped and not self._is_read:
                self._may_work.wait()
            if self.stopped or not self._waiting:
                return []
            fair = -(-len(self._waiting) // len(self._workers))
            taken = [self._waiting.popleft()]
            size = taken[0].size_bytes
            while self._waiting and len(taken) < min(fair, _GIVEN_AT_ONCE):
                size += self._waiting[0].size_bytes
                if size > _GIVEN_AT_ONCE_BYTES:
                    break
                taken.append(self._waiting.popleft())
            return taken

    def finish(self, task: _Task, done: Done) -> None:
        """Note the result of a document."""
        with self._may_give:
            task.done = done
            if self._window and self._window[0] is task:
                self._may_give.notify()

    def fail(self, fault: BaseException) -> None:
        """End the whole run."""
        with self._may_give:
            self.fault = self.fault or fault
            self._may_give.notify()

    def _read(self, inputs: Iterable[tuple[Input, Done | None]]) -> None:
        """Fill the window."""
        try:
            for input, done in inputs:
                task = _Task(input, done)
                with self._may_read:
                    while not self.stopped and self._is_full(task):
                        self._may_read.wait()
                    if self.stopped:
                        return
                    self._window.append(task)
                    self._window_bytes += task.size_bytes
                    if done is None:
                        self._waiting.append(task)
                        self._may_work.notify()
                    elif len(self._window) == 1:
                        self._may_give.notify()
        except BaseException as fault:
            self._read_fault = fault
        finally:
            with self._may_read:
                self._is_read = True
                self._may_work.notify_all()
                self._may_give.notify()

    def _is_full(self, task: _Task) -> bool:
        if len(self._window) >= self._most:
            return True
        return bool(self._window) and self._window_bytes + task.size_bytes > _WINDOW_BYTES

    def _watch(self, max_seconds: float) -> None:
        """End processes whose document takes too long."""
        while not self.stopped:
            for worker in self._workers:
                worker.end_if_late(max_seconds)
            time.sleep(min(max_seconds / 10, _LATE_BY_MOST_SECONDS))


class _Worker(threading.Thread):
    """A thread that gives documents to a process and takes their records, and starts it anew when it has died."""

    def __init__(self, pool: _Pool) -> None:
        super().__init__(daemon=True)
        self._pool = pool
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._begun: tuple[_Task, float] | None = None  # the document the process is at, and since when
        self._late: _Task | None = None

    def run(self) -> None:
        """Work until the pool has no more documents."""
        if hasattr(signal, "pthread_sigmask"):  # handed down to the process, so that Ctrl-C never reaches it
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            while tasks := self._pool.take():
                self._annotate(tasks)
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

    def end_if_late(self, max_seconds: float) -> None:
        """End the process if its document takes longer than this."""
        with self._lock:
            if self._begun is None or self._process is None or time.monotonic() - self._begun[1] <= max_seconds:
                return
            self._late, self._begun = self._begun[0], None
            with contextlib.suppress(OSError):
                self._process.kill()

    def _annotate(self, tasks: Sequence[_Task]) -> None:
        """Have documents annotated, until each has its result or the pool was stopped.

        Raises:
            WorkerError: processes die before they are ready.
        """
        left = list(tasks)
        given = left
        while left and not self._pool.stopped:
            process = self._start()
            if process is None:
                return
            answered = self._ask(process, given)
            left = left[answered:]
            if answered < len(given):
                self._end()
                if self._pool.stopped:
                    return
                fault = self._blame(left[0], is_alone=len(given) == 1)
                if fault is not None:
                    self._pool.finish(left[0], tell_fault(left[0].input, fault))
                    left = left[1:]
            given = left[:1]

    def _blame(self, task: _Task, *, is_alone: bool) -> LimitError | WorkerError | None:
        """Return what is told of a document at which the process was ended; None where it is tried again.

        Of several that were given at once the last answers may be lost, so nobody knows at which the process died.
        """
        if self._late is task:
            limit = self._pool.max_seconds
            reason = f"the document took more than {limit:g} seconds; allow more with --max-seconds"
            return LimitError("max_seconds", reason)
        task.deaths += is_alone
        if task.deaths < _DEATHS_OF_A_DOCUMENT:
            return None
        return WorkerError("the process that annotated the document was killed twice; maybe it needs too much memory")

    def _ask(self, process: subprocess.Popen[bytes], tasks: Sequence[_Task]) -> int:
        """Give documents to the process and take its answers; return how many of the first are answered.

        Those of the rest will not come: it has died, or was ended for lateness.
        """
        is_timed = self._pool.max_seconds is not None
        answered = 0
        try:
            self._begin(tasks[0])
            write_frame(_pipe(process.stdin), write_inputs([task.input for task in tasks], answer_each=is_timed))
            while answered < len(tasks) and (frame := read_frame(_pipe(process.stdout))) is not None:
                self._pool.finish(tasks[answered], read_done(frame))
                answered += 1
                self._begin(tasks[answered] if answered < len(tasks) else None)
        except OSError:
            pass
        self._begin(None)
        return answered

    def _begin(self, task: _Task | None) -> None:
        """Note that the process is at a document from now on."""
        if self._pool.max_seconds is not None:
            with self._lock:
                self._begun = None if task is None else (task, time.monotonic())

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
