"""Every error this package raises, drawn as a tree.

::

    QuotesError
    ├── PlacedError       something at a place in a file is wrong (path, line, reason)
    │   ├── ReadError         an input could not be read
    │   └── ConfigError       a house rule is unknown or of the wrong kind
    ├── LexiconError      a lexicon or weights file is not what its loader expects (path, reason)
    ├── AnnotationError   an annotation contradicts its document (document_id, span, reason)
    ├── RenderError       a page could not be made (template, reason)
    ├── WriteError        a transcript cannot be written in a format (format, reason)
    ├── CorrectionError   corrections do not fit an annotation (document_id, action, reason)
    ├── TrainingError     weights could not be made from the data given (path, reason)
    ├── LimitError        a document is larger, or takes longer, than allowed (limit, reason)
    ├── PluginError       a format, renderer or stage of others cannot be loaded (group, name, reason)
    └── WorkerError       a process that annotates could not do its work (reason)

Errors carry their facts as fields, say what to do last, and survive pickling, so that a worker process can hand
them back. Only the command line turns them into text and exit codes.
"""

from __future__ import annotations

__all__ = [
    "AnnotationError",
    "ConfigError",
    "CorrectionError",
    "LexiconError",
    "LimitError",
    "PlacedError",
    "PluginError",
    "QuotesError",
    "ReadError",
    "RenderError",
    "TrainingError",
    "WorkerError",
    "WriteError",
]


class QuotesError(Exception):
    """The root of everything this package raises on purpose.

    Subclasses name their fields in ``_fields``; the fields are the constructor's arguments in that order.
    """

    _fields: tuple[str, ...] = ("reason",)

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __reduce__(self) -> tuple[type[QuotesError], tuple[object, ...]]:
        """Pickle by fields, so that subclasses with several arguments come back whole."""
        return type(self), tuple(getattr(self, name) for name in self._fields)


class PlacedError(QuotesError):
    """Something is wrong at a place in a file.

    Attributes:
        path: the file as the user named it, ``-`` for standard input, or the variable of the environment.
        line: the physical line, counted from 1, or None where a line means nothing.
        reason: what is wrong, and what to do about it.
    """

    _fields = ("path", "line", "reason")

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        super().__init__(reason)
        self.path, self.line = path, line

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}, line {self.line}"
        return f"{place}: {self.reason}"


class ReadError(PlacedError):
    """An input could not be read.

    Example:
        >>> str(ReadError("a.jsonl", 3, "no field 'text'"))
        "a.jsonl, line 3: no field 'text'"
    """


class LexiconError(QuotesError):
    """A lexicon or weights file is not what its loader expects."""

    _fields = ("path", "reason")

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class AnnotationError(QuotesError):
    """An annotation contradicts its document: a span outside the text, a speaker that is not listed.

    Attributes:
        document_id: the document's id.
        span: (start, end) in code points, half-open, or None where no place is meant.
        reason: the rule that is broken, with its numbers.
    """

    _fields = ("document_id", "span", "reason")

    def __init__(self, document_id: str, span: tuple[int, int] | None, reason: str) -> None:
        super().__init__(reason)
        self.document_id, self.span = document_id, span

    def __str__(self) -> str:
        place = f"document {self.document_id!r}"
        if self.span is not None:
            place += f", characters {self.span[0]} to {self.span[1]}"
        return f"{place}: {self.reason}"


class RenderError(QuotesError):
    """A page could not be made from an annotation."""

    _fields = ("template", "reason")

    def __init__(self, template: str, reason: str) -> None:
        super().__init__(reason)
        self.template = template

    def __str__(self) -> str:
        return f"template {self.template!r}: {self.reason}"


class CorrectionError(QuotesError):
    """An editor's corrections do not fit the annotation they are to be applied to.

    Attributes:
        document_id: the document's id.
        action: number of the action, counted from 1, or None where all of them are meant.
        reason: what does not fit, and what was found instead.
    """

    _fields = ("document_id", "action", "reason")

    def __init__(self, document_id: str, action: int | None, reason: str) -> None:
        super().__init__(reason)
        self.document_id, self.action = document_id, action

    def __str__(self) -> str:
        return f"document {self.document_id!r}: {self.reason}"


class WriteError(QuotesError):
    """A transcript cannot be written in a format: it has no times where the format is nothing without."""

    _fields = ("format", "reason")

    def __init__(self, format: str, reason: str) -> None:
        super().__init__(reason)
        self.format = format

    def __str__(self) -> str:
        return f"{self.format} cannot be written: {self.reason}"


class TrainingError(QuotesError):
    """Weights could not be made from the data given."""

    _fields = ("path", "reason")

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class LimitError(QuotesError):
    """A document is larger, or takes longer, than allowed.

    Attributes:
        limit: which limit: ``max_bytes`` or ``max_seconds``.
        reason: the limit in numbers.
    """

    _fields = ("limit", "reason")

    def __init__(self, limit: str, reason: str) -> None:
        super().__init__(reason)
        self.limit = limit


class WorkerError(QuotesError):
    """A process that annotates could not do its work: it was killed twice at one document, or cannot start."""


class ConfigError(PlacedError):
    """A house rule is unknown or of the wrong kind."""


class PluginError(QuotesError):
    """A format, renderer or stage of others cannot be loaded.

    Attributes:
        group: the group of entry points.
        name: what was asked for.
        reason: why not, and whom to tell.
    """

    _fields = ("group", "name", "reason")

    def __init__(self, group: str, name: str, reason: str) -> None:
        super().__init__(reason)
        self.group, self.name = group, name

    def __str__(self) -> str:
        return f"{self.group}, {self.name!r}: {self.reason}"
