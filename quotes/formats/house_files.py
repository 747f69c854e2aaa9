"""Files in which a house lists its own cue verbs and its own roles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from quotes.errors import ReadError
from quotes.formats.base import RawInput
from quotes.formats.decoding import decode
from quotes.lexicon import House
from quotes.lexicon.cues import HouseVerb, parse_cue_row
from quotes.lexicon.house import parse_verb

__all__ = ["read_cue_verbs", "read_roles"]

_COLUMNS = 4


def read_cue_verbs(path: str | Path) -> tuple[HouseVerb, ...]:
    """Read a list of cue verbs, one a line, in the form of the lexicon's own.

    A line is a verb, or a verb with its kind (speech, thought, writing, manner), ``core`` or ``rare``, ``clause`` or
    ``none``, parted by tabs; a bare verb is a core verb of speech that takes a clause. Blank lines and lines that begin
    with ``#`` are passed over.

    Raises:
        ReadError: the file cannot be read, or a line is none of these, with its number.
    """
    verbs: dict[HouseVerb, None] = {}
    for number, line in _read_lines(path):
        row = [cell.strip() for cell in line.split("\t")]
        try:
            if len(row) not in (1, _COLUMNS):
                raise ValueError(f"expected a verb, or {_COLUMNS} columns parted by tabs; found {len(row)}")
            lemma = parse_verb(row[0]).lemma if len(row) == 1 else row[0]
            verbs[HouseVerb(lemma) if len(row) == 1 else parse_cue_row(row)] = None
        except ValueError as error:
            raise ReadError(str(path), number, str(error)) from None
    return tuple(verbs)


def read_roles(path: str | Path) -> tuple[str, ...]:
    """Read a list of roles, one a line, in the singular; blank lines and lines that begin with ``#`` are passed over.

    Raises:
        ReadError: the file cannot be read, or a line is no role, with its number.
    """
    roles: dict[str, None] = {}
    for number, line in _read_lines(path):
        try:
            roles |= dict.fromkeys(House.of(roles=[line]).roles)
        except ValueError as error:
            raise ReadError(str(path), number, str(error)) from None
    return tuple(roles)


def _read_lines(path: str | Path) -> Iterator[tuple[int, str]]:
    """Give the lines that say something, with their numbers from 1.

    Raises:
        ReadError: the file cannot be read.
    """
    shown = str(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(shown, None, f"the list cannot be read: {error.strerror or error}") from None
    text, _ = decode(RawInput(shown, shown, data))
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()
