"""How a batch and its workers talk: frames of a small JSON header and a body of bytes, through the pipes of a process.

Nothing is pickled, so that what a document holds can never be more than data.
"""

from __future__ import annotations

import struct
from typing import Any, BinaryIO, NamedTuple

from pydantic_core import from_json, to_json

__all__ = ["Frame", "read_frame", "write_frame"]

_SIZES = struct.Struct(">IQ")


class Frame(NamedTuple):
    """One message.

    Attributes:
        header: a JSON object.
        body: bytes.
    """

    header: dict[str, Any]
    body: bytes = b""


def write_frame(pipe: BinaryIO, frame: Frame, *, flush: bool = True) -> None:
    """Write a frame; unless ``flush``, it may stay in the buffer until the next one.

    Raises:
        OSError: nobody reads any more.

    Example:
        >>> import io
        >>> pipe = io.BytesIO()
        >>> write_frame(pipe, Frame({"line": 3}, b"words"))
        >>> read_frame(io.BytesIO(pipe.getvalue()))
        Frame(header={'line': 3}, body=b'words')
    """
    header = to_json(frame.header)
    pipe.write(_SIZES.pack(len(header), len(frame.body)) + header)
    pipe.write(frame.body)
    if flush:
        pipe.flush()


def read_frame(pipe: BinaryIO) -> Frame | None:
    """Return the next frame, or None where the pipe ends, be it in the middle of one."""
    sizes = pipe.read(_SIZES.size)
    if len(sizes) < _SIZES.size:
        return None
    header_bytes, body_bytes = _SIZES.unpack(sizes)
    header, body = pipe.read(header_bytes), pipe.read(body_bytes)
    if len(header) < header_bytes or len(body) < body_bytes:
        return None
    return Frame(from_json(header), body)
