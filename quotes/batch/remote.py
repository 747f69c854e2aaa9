"""Inputs and outputs of a batch that are named by URLs: ``s3://``, ``https://``, ``zip://...::archive.zip`` and others.

fsspec opens them; it and the drivers it needs are imported only where a URL is given, and the network is only reached
then. A URL is never taken from a document. ``file://`` names a local path and is read as one. Which protocols there are
is a list of ours, because some of fsspec's run templates, start programs or keep copies on the disk.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from functools import lru_cache
from io import BufferedReader, RawIOBase
from posixpath import normpath
from typing import Any, BinaryIO, NamedTuple, cast
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from quotes.errors import ReadError

__all__ = [
    "Entry",
    "check_output_url",
    "find_local_path",
    "is_pattern_of_urls",
    "is_url",
    "list_folder",
    "list_matches",
    "measure_url",
    "name_of_url",
    "open_output_url",
    "open_url",
    "path_of_url",
    "show_path",
    "stays_in_process",
]

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://", re.ASCII)
_CHAIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*::.*://", re.ASCII)
_LOCAL = frozenset({"file", "local"})
_WEB = frozenset({"http", "https"})
_ARCHIVES = frozenset({"zip", "tar"})
_PROTOCOLS = frozenset(
    {"abfs", "abfss", "adl", "az", "ftp", "gcs", "gs", "hdfs", "memory", "oci", "oss", "s3", "s3a", "sftp", "smb"}
    | {"ssh", "webdav", "webhdfs"}
    | _LOCAL
    | _WEB
    | _ARCHIVES
)
_OPENED_BYTES = 1 << 16
_MAGIC = re.compile(r"[*?\[]")


class Entry(NamedTuple):
    """What stands in a folder of a file system.

    Attributes:
        url: its URL.
        name: its name in the folder.
        kind: file, directory, or link for all else.
    """

    url: str
    name: str
    kind: str


def is_url(name: str) -> bool:
    """Whether a name is a URL and no path.

    Example:
        >>> is_url("s3://bucket/a.txt"), is_url("C:/a.txt"), is_url("a/b.txt")
        (True, False, False)
    """
    return _URL.match(name) is not None or _CHAIN.match(name) is not None


def find_local_path(url: str) -> str | None:
    """Return the path that a URL of this machine's files names, or None for other URLs.

    Raises:
        ReadError: it names another machine.

    Example:
        >>> find_local_path("file:///tmp/a%20b.txt"), find_local_path("s3://bucket/a.txt")
        ('/tmp/a b.txt', None)
    """
    if _protocol_of(url) not in _LOCAL or "::" in url:
        return None
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost"):
        raise ReadError(url, None, "a file:// URL has three slashes before the path, as in file:///archive/a.txt")
    return url2pathname(parts.path)


def show_path(path: str | None) -> str | None:
    """Return a path or URL as it may be shown: without password, and without what follows a question mark.

    Example:
        >>> show_path("https://ana:secret@example.org/a.txt?key=1"), show_path("what?.txt")
        ('https://example.org/a.txt', 'what?.txt')
    """
    if path is None or not is_url(path):
        return path
    parts = []
    for part in path.split("::"):
        match = _URL.match(part)
        if match is not None:
            host, slash, rest = part[match.end() :].partition("/")
            part = f"{match[0]}{host.rpartition('@')[2]}{slash}{rest}"
            if match[1].lower() in _WEB:
                part = re.split(r"[?#]", part, maxsplit=1)[0]
        parts.append(part)
    return "::".join(parts)


def path_of_url(url: str) -> str:
    """Return the path in a URL, that of the archive's member for a chained one, never climbing out.

    Example:
        >>> path_of_url("s3://bucket/news/a.txt"), path_of_url("zip://../a.txt::s3://bucket/all.zip")
        ('bucket/news/a.txt', 'a.txt')
    """
    shown = show_path(url) or url
    path = shown.split("::")[0].partition("://")[2]
    if _protocol_of(url) in _WEB:
        path = unquote(path)
    return "/".join(part for part in normpath(path.strip("/")).split("/") if part not in ("", ".", ".."))


def name_of_url(url: str) -> str:
    """Return the last part of the path in a URL, which may tell the form of the file."""
    return path_of_url(url).rpartition("/")[2]


def stays_in_process(path: str | None) -> bool:
    """Whether a file is in the memory of this process, so that no other process can read it."""
    return path is not None and is_url(path) and any(_protocol_of(part) == "memory" for part in path.split("::"))


def is_pattern_of_urls(url: str) -> bool:
    """Whether a URL stands for several files; web addresses never do, a question mark begins their query."""
    return _protocol_of(url) not in _WEB and _MAGIC.search(url.split("::")[0]) is not None


def list_matches(url: str) -> list[str]:
    """Return the URLs of the files that fit a pattern, sorted; hidden ones only where the pattern names them so.

    Raises:
        ReadError: the file system cannot be reached or listed.
    """
    with _told(url):
        system, path = _connect(url)
        found = [each for each in system.glob(path, detail=True).values() if each.get("type") == "file"]
    named = set(url.split("::")[0].split("/"))
    shown = [each for each in found if all(part[:1] != "." or part in named for part in each["name"].split("/"))]
    return sorted((_url_of(url, each["name"]) for each in shown), key=lambda each: path_of_url(each).split("/"))


def list_folder(url: str) -> list[Entry] | None:
    """Return what stands in a folder, by name; None where the URL is no folder, which a web address never is.

    Raises:
        ReadError: the file system cannot be reached, there is nothing of that name, or it cannot be listed.
    """
    if _protocol_of(url) in _WEB:
        _check(url)
        return None
    with _told(url):
        system, path = _connect(url)
        if not system.isdir(path):
            if not system.exists(path):
                raise FileNotFoundError(path)
            return None
        entries = []
        for each in system.ls(path, detail=True):
            name = each["name"].rstrip("/").rpartition("/")[2]
            kind = each.get("type") if not each.get("islink") else "link"
            entries.append(Entry(_url_of(url, each["name"]), name, kind if kind in ("file", "directory") else "link"))
    top = path.strip("/")
    # stores of objects list a folder as a member of itself
    return sorted(entry for entry in entries if path_of_url(entry.url) != path_of_url(_url_of(url, top)))


def measure_url(url: str) -> int:
    """Return the bytes of a file as it is stored, 0 where nobody knows."""
    try:
        with _told(url):
            system, path = _connect(url)
            return int(system.size(path) or 0)
    except ReadError:
        return 0


def open_url(url: str) -> BinaryIO:
    """Open a file for reading, as it is stored.

    Raises:
        ReadError: it cannot be reached or is not there.
    """
    with _told(url):
        system, path = _connect(url)
        return BufferedReader(_Remote(url, system, system.open(path, "rb")), _OPENED_BYTES)


def check_output_url(url: str) -> None:
    """Refuse a URL at which nothing can be written, before any work is done.

    Raises:
        ReadError: it is a web address, in an archive, a pattern, or its file system cannot be reached.
    """
    if _protocol_of(url) in _WEB | _ARCHIVES or "::" in url or is_pattern_of_urls(url):
        raise ReadError(show_path(url) or url, None, "results cannot be written there; name a file of a file system")
    with _told(url):
        _connect(url)


@contextlib.contextmanager
def open_output_url(url: str) -> Iterator[BinaryIO]:
    """Open a file for writing; it appears whole when the block is left, and not at all where an error leaves it.

    That holds as far as the file system has transactions; where it has none, a part may stay there after an error.

    Raises:
        ReadError: it cannot be reached or written.
    """
    check_output_url(url)
    with contextlib.ExitStack() as stack:
        with _told(url):
            system, path = _connect(url, skip_instance_cache=True)
            stack.enter_context(system.transaction)
            opened = stack.enter_context(system.open(path, "wb"))
        yield cast(BinaryIO, opened)
        with _told(url):
            stack.close()


class _Remote(RawIOBase):
    """A file of fsspec as a stream whose faults are errors of ours; it keeps the file system open."""

    def __init__(self, url: str, system: Any, opened: Any) -> None:
        self._url = url
        self._system = system
        self._opened = opened
        self._read_bytes = 0

    def readable(self) -> bool:
        """Whether it can be read: it can."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill the buffer and return by how many bytes.

        Raises:
            ReadError: the file cannot be read on.
        """
        with _told(self._url):
            data = self._opened.read(len(buffer))
        buffer[: len(data)] = data
        self._read_bytes += len(data)
        return len(data)

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._read_bytes

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            with contextlib.suppress(Exception):
                self._opened.close()
        super().close()


def _protocol_of(url: str) -> str:
    match = _URL.match(url)
    return match[1].lower() if match else ""


def _check(url: str) -> None:
    """Refuse what we do not open.

    Raises:
        ReadError: the protocol is not one of ours, or a chain is no archive in one file.
    """
    shown = show_path(url) or url
    parts = url.split("::")
    for part in parts:
        protocol = _protocol_of(part)
        if protocol and protocol not in _PROTOCOLS:
            known = ", ".join(sorted(_PROTOCOLS))
            raise ReadError(shown, None, f"there is nothing that opens {protocol}://; there are {known}")
    inner = _protocol_of(parts[-1])
    if len(parts) > 2 or (len(parts) == 2 and (_protocol_of(url) not in _ARCHIVES or inner in _ARCHIVES)):
        raise ReadError(shown, None, "only an archive in one file can be named with ::, as zip://a.txt::news.zip")
    if len(parts) == 1 and _protocol_of(url) in _ARCHIVES:
        raise ReadError(shown, None, "which archive? name it behind ::, as in zip://a.txt::news.zip")


def _connect(url: str, **options: Any) -> tuple[Any, str]:
    """Return fsspec's file system and the path in it.

    Raises:
        ReadError: fsspec or the driver of the protocol is not installed, or the URL is none of ours.
    """
    _check(url)
    try:
        from fsspec.core import url_to_fs
    except ModuleNotFoundError:
        reason = "URLs need a library: pip install 'quotes[remote]'"
        raise ReadError(show_path(url) or url, None, reason) from None
    try:
        if _protocol_of(url) in _ARCHIVES:
            first, archive = url.split("::")
            return _open_archive(f"{_protocol_of(url)}://", archive), first.partition("://")[2]
        system, path = url_to_fs(url, **options)
    except ImportError as error:
        reason = f"{_protocol_of(url.split('::')[-1]) or _protocol_of(url)}:// needs a library more: {error}"
        raise ReadError(show_path(url) or url, None, reason) from None
    return system, path


@lru_cache(maxsize=1)
def _open_archive(protocol: str, archive: str) -> Any:
    """Return the file system in an archive, the same for all its members, so that its contents are listed once."""
    from fsspec.core import url_to_fs

    system, _ = url_to_fs(f"{protocol}::{archive}")
    return system


def _url_of(like: str, path: str) -> str:
    """Return the URL of a path in the file system of another URL."""
    first, *rest = like.split("::")
    match = _URL.match(first)
    opening = match[0] if match else ""
    host = ""
    if _protocol_of(first) in ("ftp", "hdfs", "sftp", "smb", "ssh", "webdav", "webhdfs"):  # their paths have no host
        host = f"{first[len(opening) :].partition('/')[0]}/"
    return "::".join([f"{opening}{host}{path.lstrip('/')}", *rest])


@contextlib.contextmanager
def _told(url: str) -> Iterator[None]:
    """Turn whatever a driver raises into an error of ours that shows no secret.

    Raises:
        ReadError: in place of all other errors.
    """
    shown = show_path(url) or url
    try:
        yield
    except ReadError:
        raise
    except FileNotFoundError:
        raise ReadError(shown, None, "there is no such file; check the URL") from None
    except Exception as error:  # each driver has errors of its own
        said = str(error).replace(url, shown).splitlines()
        reason = said[0] if said and "://" not in said[0].replace(shown, "") else type(error).__name__
        raise ReadError(shown, None, f"it cannot be reached or read: {reason or type(error).__name__}") from None
