"""What a reader is, and how to add one.

A reader turns the bytes of one input into a `Document` (a text to annotate) or an `Annotation` (one already made).
To add a format:

1. Write ``quotes/formats/<name>.py``. A text format, whose ``Document.text`` is the decoded file, has one function
   ``parse_<name>(text: str, how: Reading) -> DocumentInfo``; any other has ``read_<name>(raw: RawInput) -> Document``,
   which starts from ``raw.data``, most often with ``decode(raw)`` of `quotes.formats.decoding`, which answers for
   encodings, byte-order marks, binary data and empty input. Beside it stands ``is_<name>(opening: str) -> bool`` (or,
   for JSON, ``is_<name>(value) -> bool`` of the parsed value), by which the format is recognised from its content.
2. Keep the text whole. For a text format ``Document.text`` is the decoded file, all of it, line ends as they are; what
   is markup, a time or a label is told by spans, not by cutting. For a container (HTML, DOCX, a recogniser's JSON) the
   text is taken out of it and ``info.source_map`` leads back.
3. Account for every line: read it, skip it for a reason from a table, or raise ``ReadError(raw.path, line, reason)``
   with the physical line, counted from 1. The reason says what is wrong and, last, what to do about it.
4. Fill ``info``: ``format`` is the id of step 5, ``encoding`` what `decode` returned, ``meta`` what the file says of
   itself (title, date, url), ``utterances`` who is heard saying what and when, ``words`` where they have times of their
   own, ``skipped`` what could not be used.
5. Enter it in `quotes.formats`: the id and the function in ``TEXT_PARSERS`` or ``READERS``, what recognises it in
   ``RECOGNISERS`` or ``JSON_RECOGNISERS``, its extensions in ``FORMAT_OF_EXTENSION`` (take them out of
   ``UNREAD_EXTENSIONS`` if they stand there).
6. Add ``tests/formats/test_<name>.py``: a table of small inputs with what comes out of each, a table of broken inputs
   with the error each gets, and as a law that ``document.text`` is the decoded file (or the source map leads back).
7. If the format can be written as well, add ``write_<name>(transcript: Transcript) -> str`` beside the reader and enter
   it in ``WRITERS`` with what it can hold; a round trip is tested: what is written is read as it was.
8. Name it in the README (formats) and the CHANGELOG.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, Protocol

from quotes.model import Annotation, Document, DocumentInfo

__all__ = ["JsonRecogniser", "RawInput", "Reader", "Reading", "Recogniser", "TextParser", "VoiceReading"]

VoiceReading = Literal["found", "inherit", "strict"]
"""Whose a caption without a voice is. inherit: it goes on with the voice before. strict: nobody's, as the standard of
WebVTT has it. found: inherit, unless the file repeats a caption's voice in the next one, and so names it each time."""


class RawInput(NamedTuple):
    """The bytes of one input, and what is known of them before they are read.

    Attributes:
        path: the file as the user named it, or ``-`` for standard input; what errors name.
        document_id: the id its document gets.
        data: the bytes, as they are.
        encoding: the encoding the user asked for, or None: find out.
        voices: whose captions without a voice are.
        selector: which elements of a page are the article, in CSS, or None: find out.
    """

    path: str
    document_id: str
    data: bytes
    encoding: str | None = None
    voices: VoiceReading = "found"
    selector: str | None = None


class Reading(NamedTuple):
    """How a text is to be read.

    Attributes:
        path: what errors call the input.
        voices: whose captions without a voice are.
    """

    path: str = "text"
    voices: VoiceReading = "found"


class Reader(Protocol):
    """Turns the bytes of one input into a document, or into the annotation saved there.

    Raises:
        ReadError: the bytes are not what the reader expects, with the place.
    """

    def __call__(self, raw: RawInput, /) -> Document | Annotation:
        """Read ``raw``."""
        ...


class TextParser(Protocol):
    """Tells what is said in a text that is kept whole: its utterances, and what could not be used.

    Raises:
        ReadError: the text is not what the parser expects, with the line.
    """

    def __call__(self, text: str, how: Reading, /) -> DocumentInfo:
        """Read ``text``."""
        ...


class Recogniser(Protocol):
    """Whether a text that begins so is of a format; a cheap look, and strict: prose must never pass."""

    def __call__(self, opening: str, /) -> bool:
        """Look at ``opening``, the first characters of a text without byte-order mark."""
        ...


class JsonRecogniser(Protocol):
    """Whether a parsed JSON value is of a format."""

    def __call__(self, value: Any, /) -> bool:
        """Look at ``value``."""
        ...
