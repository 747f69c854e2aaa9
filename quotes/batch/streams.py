"""Files as streams of bytes, packed with gzip or zstd or not: the content says which, and nothing is unpacked whole."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from quotes.batch.remote import is_url, open_url, show_path
from quotes.errors import LimitError, ReadError

__all__ = ["Line", "open_lines", "open_stream", "read_lines", "read_whole", "tell_damage"]

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SKIPPED_AT_ONCE_BYTES = 1 << 20
_PACKED_AT_ONCE_BYTES = 1 << 10
"""Few, because zstd may blow four bytes up to 128 kB."""
_WINDOW_BYTES = 1 << 27
"""What a frame may ask to be set aside for it."""


class Line(NamedTuple):
    """A line of a file.

    Attributes:
        number: counted from 1.
        data: its bytes with their line end, or the first of them where it is too long.
        is_too_long: whether it has more bytes than allowed.
    """

    number: int
    data: bytes
    is_too_long: bool = False


def _open_stdin() -> BinaryIO:
    """Open standard input by itself where it is a real one.

    Python takes the lock of ``sys.stdin.buffer`` as it ends, and aborts where a thread still waits for a line in there.
    """
    try:
        return open(sys.stdin.fileno(), "rb", closefd=False)
    except (OSError, ValueError):  # no file behind it
        return sys.stdin.buffer


def open_stream(path: str) -> BinaryIO:
    """Open a file or URL for reading, unpacked as it is read; ``-`` is standard input, never unpacked.

    Raises:
        ReadError: it is missing, a directory, or may not be read; or it is packed with zstd and the library is missing.
    """
    if path == "-":
        return _open_stdin()
    if is_url(path):
        remote = cast(BufferedReader, open_url(path))
        opening = remote.peek(4)[:4]
        if opening.startswith(_GZIP):
            return cast(BinaryIO, _Unzipping(remote))
        return _open_zstd(cast(BinaryIO, remote), path) if opening == _ZSTD else cast(BinaryIO, remote)
    try:
        if Path(path).is_dir():
            raise ReadError(path, None, "this is a directory; name a file of JSON Lines")
        opened: BinaryIO = Path(path).open("rb")  # noqa: SIM115 - the caller closes it
    except FileNotFoundError:
        raise ReadError(path, None, "there is no such file; check the name, or give - for standard input") from None
    except (OSError, ValueError) as error:
        raise ReadError(path, None, f"the file cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not opened.seekable():
        return opened
    opening = opened.read(4)
    opened.seek(0)
    if opening.startswith(_GZIP):
        opened.close()
        return cast(BinaryIO, gzip.open(path))
    if opening == _ZSTD:
        return _open_zstd(opened, path)
    return opened


def _open_zstd(opened: BinaryIO, path: str) -> BinaryIO:
    """Return the stream unpacked.

    Raises:
        ReadError: the library is missing.
    """
    try:
        import zstandard
    except ModuleNotFoundError:
        opened.close()
        raise ReadError(
            show_path(path) or path, None, "this is packed with zstd, which needs a library: pip install 'quotes[zstd]'"
        ) from None
    return BufferedReader(_Unpacking(opened, lambda: zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES)))


class _Unzipping(gzip.GzipFile):
    """A stream packed with gzip, which is closed with this one."""

    def __init__(self, packed: BufferedReader) -> None:
        super().__init__(fileobj=packed)
        self._packed = packed

    def close(self) -> None:
        """Close both."""
        super().close()
        self._packed.close()


class _Unpacking(RawIOBase):
    """What a stream packed with zstd holds, unpacked a little at a time; one that breaks off is an error.

    Args:
        packed: the stream, closed with this one.
        new_unpacker: makes an unpacker, one for each frame.
    """

    def __init__(self, packed: BinaryIO, new_unpacker: Callable[[], Any]) -> None:
        self._packed = packed
        self._new_unpacker = new_unpacker
        self._unpacker: Any = None
        self._behind = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        """Whether it can be read: it can."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill the buffer and return by how many bytes.

        Raises:
            EOFError: the stream ends inside a frame.
        """
        while not self._ready:
            packed = self._behind or self._packed.read(_PACKED_AT_ONCE_BYTES)
            self._behind = b""
            if not packed:
                if self._unpacker is not None:
                    raise EOFError("the file ends before its data do")
                return 0
            if self._unpacker is None:
                self._unpacker = self._new_unpacker().decompressobj()
            self._ready = memoryview(self._unpacker.decompress(packed))
            if self._unpacker.eof:
                self._behind, self._unpacker = self._unpacker.unused_data, None
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def tell(self) -> int:
        """Return how many bytes of the packed stream were read."""
        return self._packed.tell()

    def close(self) -> None:
        """Close the packed stream too."""
        self._packed.close()
        super().close()


@contextmanager
def tell_damage(path: str) -> Iterator[None]:
    """Turn what the unpackers raise into a `ReadError`."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ReadError(show_path(path) or path, None, f"the compressed data are damaged: {error}") from None
    except Exception as error:
        if type(error).__name__ != "ZstdError":
            raise
        raise ReadError(show_path(path) or path, None, f"the compressed data are damaged: {error}") from None


def open_lines(path: str) -> BinaryIO:
    """Open a file of JSON Lines, see `open_stream`.

    Raises:
        ReadError: also where its first bytes are those of UTF-16.
    """
    opened = open_stream(path)
    if is_url(path) or (path != "-" and Path(path).is_file()):
        with tell_damage(path):
            opening: bytes = cast(BufferedReader, opened).peek(2)[:2]
        if opening in _UTF_16:
            opened.close()
            raise ReadError(
                show_path(path) or path, None, "this is UTF-16; JSON Lines are UTF-8: convert the file first"
            )
    return opened


def read_lines(opened: BinaryIO, path: str, *, max_bytes: int = 0) -> Iterator[Line]:
    """Give the lines of a stream, and close it after the last; a line that is too long is cut.

    Args:
        opened: the stream.
        path: what errors call it.
        max_bytes: the longest line without its line end; 0 for no limit.

    Raises:
        ReadError: its compressed data are damaged, with the line that could not be read.
    """
    number = 0
    size = max_bytes + 1 if max_bytes else -1
    try:
        with tell_damage(path), opened:
            while line := opened.readline(size):
                number += 1
                is_too_long = 0 < size <= len(line) and not line.endswith(b"\n")
                rest = line
                while is_too_long and rest and not rest.endswith(b"\n"):
                    rest = opened.readline(_SKIPPED_AT_ONCE_BYTES)
                yield Line(number, line, is_too_long)
    except ReadError as error:
        if "damaged" not in error.reason:
            raise
        raise ReadError(error.path, number + 1, error.reason) from None


def read_whole(path: str, *, max_bytes: int = 0) -> bytes:
    """Return all bytes of a file, unpacked.

    Args:
        path: the file.
        max_bytes: how many there may be, unpacked; 0 for no limit.

    Raises:
        ReadError: it cannot be read, or its compressed data are damaged.
        LimitError: it has more bytes; no more than that were unpacked.
    """
    with tell_damage(path), open_stream(path) as opened:
        data = opened.read(max_bytes + 1 if max_bytes else -1)
    if max_bytes and len(data) > max_bytes:
        raise LimitError("max_bytes", f"the document has more than {max_bytes} bytes; allow more with --max-bytes")
    return data
