"""Where results go: standard output as UTF-8, or a file that is replaced whole and is never one of the inputs."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import BinaryIO, Protocol

import click

from quotes.cli.shell import silence_stdout

__all__ = ["LineWriter", "check_output", "write_bytes", "write_output"]


_PIECE_CHARS = 500_000


class _RawWriter(Protocol):
    """The part of an unbuffered binary file that is used here."""

    def write(self, data: bytes | memoryview, /) -> int | None: ...


def check_output(out: str | None, inputs: Iterable[str | None], *, may_replace_input: bool = False) -> None:
    """Refuse an output that cannot be written or is one of the inputs, before any work is done.

    Raises:
        click.UsageError: the folder does not exist, the output is a folder, or it is one of the inputs.
    """
    if out is None or out == "-":
        return
    path = Path(out)
    if path.is_dir():
        raise click.UsageError(f"{out} is a folder; name a file to write to.")
    if not path.parent.is_dir():
        raise click.UsageError(f"There is no folder {path.parent}; make it first.")
    if path.exists() and not os.access(path, os.W_OK):
        raise click.UsageError(f"You may not write to {out}; check its permissions.")
    if may_replace_input:
        return
    for given in inputs:
        if given is not None and _is_same_file(path, given):
            shown = "standard input" if given == "-" else given
            raise click.UsageError(f"{out} is the input ({shown}) and would be overwritten; name another output.")


def write_output(out: str | None, text: str | Iterable[str], *, keep_empty: bool = False) -> None:
    """Write ``text``, or its parts one after the other, as UTF-8 to standard output or a file, see `write_bytes`.

    A line end is added where there is none at the end, but to an empty text where ``keep_empty``.
    """
    if not isinstance(text, str):
        write_bytes(out, _encode(text))
        return
    data = text.encode("utf-8")
    is_whole = data.endswith(b"\n") or (keep_empty and not data)
    write_bytes(out, data if is_whole else data + b"\n")


def write_bytes(out: str | None, data: bytes | Iterable[bytes]) -> None:
    """Write ``data``, or its pieces in order, as it is to standard output or, whole or not at all, to a file.

    A file is written beside its place under another name and then put there in one step; its permissions stay. A
    device or a pipe is written to directly.
    """
    pieces = (data,) if isinstance(data, bytes) else data
    if out is None or out == "-":
        for piece in pieces:
            _write_stdout(piece)
        return
    path = Path(out).resolve()  # a link stays a link
    try:
        mode: int | None = path.stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        with path.open("wb") as device:
            device.writelines(pieces)
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.writelines(pieces)
        if mode is not None:
            part.chmod(stat.S_IMODE(mode))
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _encode(parts: Iterable[str]) -> Iterator[bytes]:
    """Give the parts as UTF-8, small ones joined, the last with a line end."""
    waiting: list[str] = []
    size = 0
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size > _PIECE_CHARS:
            last = waiting.pop()  # kept back, since the last part of all may want its line end
            yield "".join(waiting).encode("utf-8")
            waiting, size = [last], 0
    whole = "".join(waiting)
    yield (whole if whole.endswith("\n") else whole + "\n").encode("utf-8")


class LineWriter:
    """Writes whole lines: Ctrl-C in the middle of one takes effect after its end.

    Args:
        out: a file or its name, or None or ``-`` for standard output.
        keep_bytes: how much of an existing file is kept; new lines go behind it.
    """

    def __init__(self, out: str | BinaryIO | None, *, keep_bytes: int = 0) -> None:
        self._file: _RawWriter
        self._close = contextlib.ExitStack()
        self._is_writing = self._is_interrupted = False
        if out is None or out == "-":
            self._is_stdout = True
            return
        self._is_stdout = False
        if not isinstance(out, str):
            self._file = out
            return
        path = Path(out)
        if path.exists() and not path.is_file():
            self._file = self._close.enter_context(path.open("wb", buffering=0))
            return
        file = self._close.enter_context(path.open("r+b" if keep_bytes else "wb", buffering=0))
        if keep_bytes:
            file.truncate(keep_bytes)
            file.seek(keep_bytes)
        self._file = file

    def __enter__(self) -> LineWriter:
        is_main = threading.current_thread() is threading.main_thread()
        if is_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._interrupt)
            self._close.callback(signal.signal, signal.SIGINT, signal.default_int_handler)
        return self

    def __exit__(self, *_: object) -> None:
        self._close.close()

    def write_line(self, line: bytes) -> None:
        """Write ``line`` and a line feed."""
        data = line + b"\n"
        self._is_writing = True
        try:
            if self._is_stdout:
                _write_stdout(data)
                return
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) or 0 :]
        finally:
            self._is_writing = False
            if self._is_interrupted:
                self._is_interrupted = False
                raise KeyboardInterrupt

    def _interrupt(self, _: int, __: FrameType | None) -> None:
        """Take Ctrl-C: at once, or behind the line that is being written."""
        if not self._is_writing:
            raise KeyboardInterrupt
        self._is_interrupted = True


def _write_stdout(data: bytes) -> None:
    """Write bytes to standard output, so that no platform turns them into another encoding or other line ends.

    Raises:
        BrokenPipeError: nobody reads any more.
        OSError: it cannot be written, for lack of room or else.
    """
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed", "standard output")
    stream: BinaryIO = sys.stdout.buffer
    try:
        stream.write(data)
        stream.flush()
    except OSError as error:
        silence_stdout()
        if error.errno in (errno.EPIPE, errno.EINVAL):  # Windows says EINVAL for a closed pipe
            raise BrokenPipeError(errno.EPIPE, "nobody reads the output") from None
        raise OSError(error.errno, error.strerror, "standard output") from None


def _is_same_file(path: Path, given: str) -> bool:
    """Whether ``path`` and an input are one file, by whatever names."""
    try:
        if given == "-":
            return os.path.samestat(os.fstat(sys.stdin.fileno()), path.stat())
        return path.samefile(given)
    except (OSError, ValueError, AttributeError):
        return given != "-" and path.resolve() == Path(given).resolve()
