"""Plain text: the document's text is the decoded file."""

from __future__ import annotations

from quotes.formats.base import RawInput
from quotes.formats.decoding import decode
from quotes.model import Document, DocumentInfo

__all__ = ["read_plain"]


def read_plain(raw: RawInput) -> Document:
    """Read plain text; nothing is changed but that a byte-order mark is left out.

    Raises:
        ReadError: see `quotes.formats.decoding.decode`.

    Example:
        >>> read_plain(RawInput("note.txt", "note", b"He said no.")).text
        'He said no.'
    """
    text, encoding = decode(raw)
    return Document(id=raw.document_id, text=text, info=DocumentInfo(format="plain", encoding=encoding))
