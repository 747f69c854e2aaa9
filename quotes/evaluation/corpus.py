"""A folder of documents with references: its index, its digest and the references in it.

A corpus is a folder with ``index.tsv`` (tab-separated: id, genre, format, shows, sha256 of the source's bytes) and one
folder a document, as `quotes.evaluation.reference` describes them. The source of a document is its text file, or where
the format is one whose text is found first, the file of that format beside it, as ``page.html``: that is what is read
and annotated, and its text must be that of the text file.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

from quotes.errors import ReadError
from quotes.evaluation.comparison import evaluate
from quotes.evaluation.reference import ANNOTATION_FILE, TEXT_FILE, Reference, read_reference
from quotes.evaluation.report import EvaluationReport
from quotes.model import Annotation

__all__ = [
    "INDEX_FILE",
    "CorpusEntry",
    "compute_digest",
    "find_source",
    "read_corpus",
    "read_index",
    "score_corpus",
    "write_index",
]

INDEX_FILE = "index.tsv"

_SOURCE_FILES = {"html": "page.html"}
"""What the source is called where it is not the text file, by format."""


@dataclass(frozen=True, slots=True)
class CorpusEntry:
    """One line of the index.

    Attributes:
        id: the document's id, and its folder.
        genre: what sort of document.
        format: name of the reader.
        shows: the difficulty it stands for.
        sha256: of the bytes of its source.
    """

    id: str
    genre: str
    format: str
    shows: str
    sha256: str


_COLUMNS = [column.name for column in fields(CorpusEntry)]


def find_source(folder: Path, entry: CorpusEntry) -> Path:
    """Return the path of the file that is read and annotated as a document of a corpus.

    Example:
        >>> find_source(Path("corpus"), CorpusEntry("a", "web", "html", "a page", "")).as_posix()
        'corpus/a/page.html'
    """
    return folder / entry.id / _SOURCE_FILES.get(entry.format, TEXT_FILE)


def read_index(folder: Path) -> tuple[CorpusEntry, ...]:
    """Read the index of a corpus, in its order.

    Raises:
        ReadError: there is no index, a line has the wrong number of columns, or an id stands twice.
    """
    path = folder / INDEX_FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ReadError(str(path), None, f"cannot be read: {error.strerror}") from error
    rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or rows[0] != _COLUMNS:
        raise ReadError(str(path), 1, f"the first line must name the columns {', '.join(_COLUMNS)}")
    entries: dict[str, CorpusEntry] = {}
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(_COLUMNS):
            raise ReadError(str(path), number, f"needs {len(_COLUMNS)} columns, has {len(row)}")
        if row[0] in entries:
            raise ReadError(str(path), number, f"the id {row[0]!r} stands twice")
        entries[row[0]] = CorpusEntry(*row)
    return tuple(entries.values())


def write_index(folder: Path, entries: tuple[CorpusEntry, ...]) -> None:
    """Write the index of a corpus, sorted by id, with the sha256 of each source as it is on disk."""
    lines = ["\t".join(_COLUMNS)]
    for entry in sorted(entries, key=lambda entry: entry.id):
        digest = hashlib.sha256(find_source(folder, entry).read_bytes()).hexdigest()
        lines.append("\t".join((entry.id, entry.genre, entry.format, entry.shows, digest)))
    (folder / INDEX_FILE).write_bytes(("\n".join(lines) + "\n").encode("utf-8"))


def read_corpus(folder: Path) -> tuple[tuple[CorpusEntry, Reference], ...]:
    """Read every document of a corpus with its reference, in the order of the index.

    Raises:
        ReadError: the index or a document cannot be read, or a source is not the one the index was written for.
        AnnotationError: a reference contradicts its text.
    """
    documents = []
    for entry in read_index(folder):
        path = find_source(folder, entry)
        reference = read_reference(folder / entry.id)
        if hashlib.sha256(path.read_bytes()).hexdigest() != entry.sha256:
            raise ReadError(str(path), None, "its sha256 is not the one in the index; it must not be changed")
        if reference.id != entry.id:
            raise ReadError(str(path), None, f"its annotation has the id {reference.id!r}, the index {entry.id!r}")
        documents.append((entry, reference))
    return tuple(documents)


def score_corpus(
    folder: Path, annotate: Callable[[Path], Annotation]
) -> tuple[tuple[CorpusEntry, EvaluationReport], ...]:
    """Annotate every document of a corpus and measure it; ``annotate`` is given the path of its source.

    Raises:
        ReadError: a document of the corpus cannot be read.
        AnnotationError: a reference contradicts its text, or the text was read as another one.
    """
    return tuple(
        (entry, evaluate(reference, annotate(find_source(folder, entry)))) for entry, reference in read_corpus(folder)
    )


def compute_digest(folder: Path) -> str:
    """Return the SHA-256 of everything a score on the corpus depends on: each source and its annotation, by id."""
    digest = hashlib.sha256()
    for entry in sorted(read_index(folder), key=lambda entry: entry.id):
        digest.update(f"{entry.id}\n{entry.sha256}\n".encode())
        digest.update(hashlib.sha256((folder / entry.id / ANNOTATION_FILE).read_bytes()).digest())
    return digest.hexdigest()
