"""What a reader is, and how to add one.

A reader turns the bytes of one input into a `Document` (a text to annotate) or an `Annotation` (one already made).
To add a format:

1. Write ``quotes/formats/<name>.py`` with one function ``read_<name>(raw: RawInput) -> Document``. Start from
   ``raw.data``; a text format begins with ``decode(raw)`` of `quotes.formats.decoding`, which answers for encodings,
   byte-order marks, binary data and empty input.
2. Keep the text whole. For a text format ``Document.text`` is the decoded file, all of it, line ends as they are; what
   is markup, a time or a label is told by spans, not by cutting. For a container (HTML, DOCX, a recogniser's JSON) the
   text is taken out of it and ``info.source_map`` leads back.
3. Account for every line: read it, skip it for a reason from a table, or raise ``ReadError(raw.path, line, reason)``
   with the physical line, counted from 1. The reason says what is wrong and, last, what to do about it.
4. Fill ``info``: ``format`` is the id of step 5, ``encoding`` what `decode` returned, ``meta`` what the file says of
   itself (title, date, url), ``words`` where it has times.
5. Enter it in `quotes.formats`: the id and the function in ``READERS``, its extensions in ``FORMAT_OF_EXTENSION``
   (take them out of ``UNREAD_EXTENSIONS`` if they stand there).
6. Add ``tests/formats/test_<name>.py``: a table of small inputs with what comes out of each, a table of broken inputs
   with the error each gets, and as a law that ``document.text`` is the decoded file (or the source map leads back).
7. If the format can be written as well, add ``write_<name>(annotation: Annotation) -> str`` beside the reader.
8. Name it in the README (formats) and the CHANGELOG.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from quotes.model import Annotation, Document

__all__ = ["RawInput", "Reader"]


class RawInput(NamedTuple):
    """The bytes of one input, and what is known of them before they are read.

    Attributes:
        path: the file as the user named it, or ``-`` for standard input; what errors name.
        document_id: the id its document gets.
        data: the bytes, as they are.
        encoding: the encoding the user asked for, or None: find out.
    """

    path: str
    document_id: str
    data: bytes
    encoding: str | None = None


class Reader(Protocol):
    """Turns the bytes of one input into a document, or into the annotation saved there.

    Raises:
        ReadError: the bytes are not what the reader expects, with the place.
    """

    def __call__(self, raw: RawInput, /) -> Document | Annotation:
        """Read ``raw``."""
        ...
