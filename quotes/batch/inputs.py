"""Where the documents of a batch come from: JSON Lines, files, folders, patterns, URLs; their order never changes.

Folders are walked by name. Links in a folder are not followed, hidden files and folders are left out, and what no
reader reads is counted and told.
"""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from quotes.batch import remote
from quotes.batch.records import find_id, find_opening_id
from quotes.batch.streams import open_lines, open_stream, read_lines, tell_damage
from quotes.errors import ReadError
from quotes.formats import FORMAT_OF_EXTENSION

__all__ = ["Input", "Inputs", "number_lines", "open_batch", "strip_packing"]

_OF_LINES = frozenset({".jsonl", ".ndjson"})
_PACKED = (".gz", ".zst", ".zstd")
_OPENING_BYTES = 1 << 16


class Input(NamedTuple):
    """One document of a batch that was not read yet.

    Attributes:
        id: its id: what the line says, or the file's path without its extension; None where the line gives none.
        line: the line it stands on, counted from 1, or None for a file of its own.
        path: the file, or None where the batch is one file of JSON Lines.
        data: the line's bytes, or None for a file of its own, which is read by who annotates it.
        is_too_long: whether ``data`` is only the beginning of a line that has more bytes than allowed.
        position: how far the batch is behind this document, in bytes of the files as they are stored.
    """

    id: str | None
    line: int | None
    path: str | None
    data: bytes | None
    is_too_long: bool = False
    position: int = 0


class Inputs:
    """The documents of a batch in order; they are looked for, and files of lines opened, when they are asked for.

    Args:
        names: files, folders, patterns with ``*``, ``?``, ``[...]`` or ``**``, URLs of any of these, or ``-`` for
            standard input.
        max_bytes: the longest line; 0 for no limit.
        is_read_anyway: whether files of any extension are read, because the user names their form.

    Raises:
        ReadError: a name stands for nothing, or cannot be opened.

    Attributes:
        left_out: how many files of folders were not read, by extension; links under ``link``.
    """

    def __init__(self, names: Sequence[str], *, max_bytes: int = 0, is_read_anyway: bool = False) -> None:
        self.left_out: Counter[str] = Counter()
        self._max_bytes = max_bytes
        self._is_read_anyway = is_read_anyway
        self._names = [file for name in names for file in _expand(name)]
        self._is_one_of_lines = len(self._names) == 1 and self._holds_lines(self._names[0], named=True)
        self._opened = open_lines(self._names[0]) if self._is_one_of_lines else None

    def __iter__(self) -> Iterator[Input]:
        position = 0
        for name in self._names:
            for path, id in self._files_of(name):
                size = _size_of(path)
                if self._holds_lines(path, named=path == name):
                    opened = self._opened if self._opened is not None else open_lines(path)
                    shown = None if self._is_one_of_lines else path
                    raw = getattr(opened, "fileobj", None) or getattr(opened, "raw", opened)
                    for line in read_lines(opened, path, max_bytes=self._max_bytes):
                        input = _input_of(line.number, line.data, shown, line.is_too_long)
                        if input is not None:
                            yield input._replace(position=position + _told(raw, size))
                    position += size
                else:
                    position += size
                    yield Input(id, None, path, None, position=position)

    def close(self) -> None:
        """Close what was opened and never read."""
        if self._opened is not None and self._names != ["-"]:
            self._opened.close()

    def measure(self) -> int | None:
        """Return the bytes of all files as they are stored, or None where nobody knows."""
        if "-" in self._names:
            return None
        before = Counter(self.left_out)
        total = sum(_size_of(path) for name in self._names for path, _ in self._files_of(name))
        self.left_out = before
        return total

    def _files_of(self, name: str) -> Iterator[tuple[str, str]]:
        """Give the files a name stands for, each with its id."""
        if remote.is_url(name):
            yield from self._walk_url(name, "")
        elif name != "-" and Path(name).is_dir():
            yield from self._walk(name, "")
        else:
            yield name, _id_of(name)

    def _walk(self, folder: str, under: str) -> Iterator[tuple[str, str]]:
        """Give the files of a folder and of those in it, by name."""
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            raise ReadError(folder, None, f"the folder cannot be read: {error.strerror or error}") from None
        for entry in found:
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                self.left_out["link"] += 1
            elif entry.is_dir():
                yield from self._walk(entry.path, f"{under}{entry.name}/")
            elif entry.is_file() and (self._is_read_anyway or _is_known(entry.name)):
                yield entry.path, under + _without_extension(entry.name)
            else:
                self.left_out[PurePath(entry.name).suffix.lower() or "no extension"] += 1

    def _walk_url(self, url: str, under: str) -> Iterator[tuple[str, str]]:
        """Give the file of a URL, or those of a folder and of the folders in it, by name."""
        entries = remote.list_folder(url)
        if entries is None:
            yield url, _id_of(url)
            return
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith("."):
                continue
            if entry.kind == "directory":
                yield from self._walk_url(entry.url, f"{under}{entry.name}/")
            elif entry.kind == "file" and (self._is_read_anyway or _is_known(entry.name)):
                yield entry.url, under + _without_extension(entry.name)
            else:
                self.left_out[
                    "link" if entry.kind == "link" else PurePath(entry.name).suffix.lower() or "no extension"
                ] += 1

    def _holds_lines(self, path: str, *, named: bool) -> bool:
        """Whether a file holds many documents: by its extension, and for JSON by its first line."""
        if path == "-":
            return True
        extension = _extension_of(path)
        if extension in _OF_LINES:
            return True
        is_folder = remote.list_folder(path) is not None if remote.is_url(path) else Path(path).is_dir()
        if self._is_read_anyway or is_folder:
            return False
        if extension == ".json":
            return _begins_with_record(path)
        return named and extension not in FORMAT_OF_EXTENSION


def open_batch(path: str | Path, *, max_bytes: int = 0) -> Iterator[bytes]:
    """Open a JSON Lines file, compressed or not, and give its lines; ``-`` is standard input.

    The file is opened at once, its lines are read as they are asked for.

    Raises:
        ReadError: the file is missing, a directory, or may not be read; its first bytes are those of UTF-16; or, when
            the line is asked for, its compressed data are damaged.
    """
    opened = open_lines(str(path))
    return (line.data for line in read_lines(opened, str(path), max_bytes=max_bytes))


def number_lines(lines: Iterator[bytes]) -> Iterator[Input]:
    """Give the documents of lines."""
    for number, line in enumerate(lines, start=1):
        input = _input_of(number, line, None, False)
        if input is not None:
            yield input


def strip_packing(path: str) -> str:
    """Return a path without the extension that says it is packed.

    Example:
        >>> strip_packing("news/a.txt.gz"), strip_packing("a.txt")
        ('news/a.txt', 'a.txt')
    """
    for extension in _PACKED:
        if path.lower().endswith(extension):
            return path[: -len(extension)]
    return path


def _input_of(number: int, line: bytes, path: str | None, is_too_long: bool) -> Input | None:
    """Return the document of a line, or None for a blank line."""
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")
    if not line.strip():
        return None
    id = find_opening_id(line) if is_too_long else find_id(line)
    return Input(id, number, path, line, is_too_long)


def _expand(name: str) -> list[str]:
    """Return the files a name stands for, sorted; one that is no pattern, or is a file's own name, stands for itself.

    Raises:
        ReadError: it is empty, or a pattern that fits nothing.
    """
    if not name:
        raise ReadError("''", None, "the name of the input is empty; name a file, or - for standard input")
    if remote.is_url(name):
        local = remote.find_local_path(name)
        if local is not None:
            return _expand(local)
        if not remote.is_pattern_of_urls(name):
            return [name]
        urls = remote.list_matches(name)
        if not urls:
            raise ReadError(remote.show_path(name) or name, None, "no file fits this pattern")
        return urls
    if name == "-" or not glob.has_magic(name) or os.path.lexists(name):
        return [name]
    matches = glob.glob(name, recursive=True)  # noqa: PTH207 - a pattern with an absolute path is one too
    found = sorted(matches, key=lambda path: PurePath(path).parts)
    files = [path for path in found if not Path(path).is_dir()]
    if not files:
        raise ReadError(name, None, "no file fits this pattern")
    return files


def _id_of(path: str) -> str:
    """Return the id of a file that was named: its path without drive, root, leading dots and extension."""
    if path == "-":
        return "stdin"
    if remote.is_url(path):
        folder, _, name = remote.path_of_url(path).rpartition("/")
        return f"{folder}/{_without_extension(name)}".lstrip("/") or "document"
    given = PurePath(os.path.normpath(path))
    parts = [part for part in given.parts if part not in (given.anchor, "..")]
    return "/".join([*parts[:-1], _without_extension(parts[-1])]) if parts else "document"


def _without_extension(name: str) -> str:
    return PurePath(strip_packing(name)).stem


def _extension_of(path: str) -> str:
    name = remote.name_of_url(path) if remote.is_url(path) else path
    return PurePath(strip_packing(name)).suffix.lower()


def _is_known(name: str) -> bool:
    extension = _extension_of(name)
    return extension in FORMAT_OF_EXTENSION or extension in _OF_LINES


def _begins_with_record(path: str) -> bool:
    """Whether the first line of a file is a JSON object of its own with an id, and more is behind it."""
    try:
        with tell_damage(path), open_stream(path) as opened:
            line, behind = opened.readline(_OPENING_BYTES), opened.read(_OPENING_BYTES)
    except ReadError:
        return False
    return bool(behind.strip()) and find_id(line) is not None and b'"schema_version"' not in line


def _size_of(path: str) -> int:
    if remote.is_url(path):
        return remote.measure_url(path)
    try:
        return Path(path).stat().st_size if path != "-" else 0
    except OSError:
        return 0


def _told(raw: object, most: int) -> int:
    """Return how many stored bytes of a file have been read."""
    tell = getattr(raw, "tell", None)
    try:
        return min(tell(), most) if tell is not None and most else 0
    except (OSError, ValueError):
        return 0
