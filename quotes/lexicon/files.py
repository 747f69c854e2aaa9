"""Reading the data files of the lexicon: TOML tables and word lists, each with a header that says where it is from.

Every other module of this package goes through the two functions here, so that a damaged file always ends in the same
error, naming the file. The files travel inside the package, in ``data/``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from quotes.errors import LexiconError

__all__ = ["DATA_FOLDER", "Gender", "bad_entry", "read_table", "read_words"]

Gender = Literal["male", "female"]
"""What a word or a name says about the gender of its bearer."""

DATA_FOLDER = Path(__file__).parent / "data"
"""Where the files are that ship with the package."""

_HEADER = ("source", "licence", "date", "made")


@cache
def read_table(name: str, *, folder: Path = DATA_FOLDER) -> dict[str, Any]:
    """Read a TOML file of the lexicon once and check its ``[about]`` header; what it returns is not to be changed.

    Args:
        name: file name, such as ``pronouns.toml``.
        folder: where to look; the package's own data by default.

    Returns:
        The tables of the file without ``about``.

    Raises:
        LexiconError: if the file is missing, is not TOML, or lacks source, licence, date or made in ``[about]``.

    Example:
        >>> sorted(read_table("mark_pairs.toml"))
        ['mark', 'pair']
    """
    import tomllib

    path = folder / name
    try:
        table = tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(str(path), f"not valid TOML: {error}") from error
    about = table.pop("about", None)
    if not isinstance(about, dict):
        raise LexiconError(str(path), "no table [about]; say there where the entries come from")
    for key in _HEADER:
        if not isinstance(about.get(key), str) or not about[key]:
            raise LexiconError(str(path), f"[about] has no {key!r}; say where the entries come from")
    return table


def read_words(name: str, *, columns: int = 1, folder: Path = DATA_FOLDER) -> list[list[str]]:
    r"""Read a word list: a header of lines that begin with ``#``, then one entry a line, columns parted by tabs.

    Args:
        name: file name, such as ``surnames.txt``.
        columns: how many columns each line must have.
        folder: where to look; the package's own data by default.

    Raises:
        LexiconError: if the file is missing, has an incomplete header, a blank line or a line with other columns.

    Example:
        >>> read_words("surnames.txt")[0]
        ['smith']
    """
    path = folder / name
    lines = _read(path).splitlines()
    size = next((index for index, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = "\n".join(lines[:size]).casefold()
    for key in _HEADER:
        if f"# {key}:" not in header:
            raise LexiconError(str(path), f"the header has no line '# {key}: ...'; say where the entries come from")
    rows = [line.split("\t") for line in lines[size:]]
    for number, row in enumerate(rows, size + 1):
        if len(row) != columns or not all(row):
            raise LexiconError(str(path), f"line {number}: expected {columns} filled columns, found {len(row)}")
    return rows


def bad_entry(name: str, reason: str) -> LexiconError:
    """Return the error to raise for an entry of the data file ``name`` that its loader cannot use."""
    return LexiconError(str(DATA_FOLDER / name), reason)


def _read(path: Path) -> str:
    """Return the text of a data file."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise LexiconError(str(path), f"cannot be read: {error.strerror}; install the package again") from error
    except UnicodeDecodeError as error:
        raise LexiconError(str(path), f"not UTF-8: {error.reason} at byte {error.start}") from error
