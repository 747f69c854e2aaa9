"""Alias files: names that are one person, in CSV, TSV or TOML, joined to a roster or making one."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from quotes.errors import ReadError
from quotes.formats.base import RawInput
from quotes.formats.decoding import decode
from quotes.model import RosterEntry

__all__ = ["read_aliases"]

_NAMES = ("canonical", "name")
_COLUMNS = ("alias", "role", "affiliation")
_KEYS = {"name", "aliases", "role", "affiliation"}
_TABLE = re.compile(r"\s*\[\[\s*person\s*\]\]")


class _Row(NamedTuple):
    """What one place of the file says: a person, maybe one more name, maybe a role and an affiliation."""

    line: int
    name: str
    alias: str
    role: str
    affiliation: str


@dataclass(slots=True)
class _Person:
    """A person of the roster or of the file, in the making."""

    entry: RosterEntry
    where: str
    aliases: list[str] = field(default_factory=list)
    role: str | None = None
    affiliation: str | None = None


def read_aliases(path: str | Path, roster: Sequence[RosterEntry] = ()) -> tuple[RosterEntry, ...]:
    """Read an alias file and return the roster with its names, or, without a roster, the people of the file.

    CSV (or TSV) has a line for each name: ``canonical,alias,role,affiliation``, of which the last two may be left out
    or empty; TOML has ``[[person]]`` tables with ``name``, ``aliases`` and maybe ``role`` and ``affiliation``. Names
    are compared without regard to case and spaces.

    Args:
        path: the file.
        roster: people known beforehand; where there are any, the file may speak of them only.

    Raises:
        ReadError: the file cannot be read or is not in this form, a person is not of the roster, one name is given to
            two people, or a role contradicts another; with the line.
    """
    shown = str(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(shown, None, f"the alias file cannot be read: {error.strerror or error}") from None
    text, _ = decode(RawInput(shown, shown, data))
    suffix = Path(path).suffix.lower()
    rows = _read_toml(shown, text) if suffix == ".toml" else _read_csv(shown, text, is_tabbed=suffix == ".tsv")
    return _join(shown, rows, roster)


def _read_csv(path: str, text: str, *, is_tabbed: bool) -> Iterator[_Row]:
    """Give the rows of a table.

    Raises:
        ReadError: its first line names other columns, or a line has more cells than columns, or no person.
    """
    import csv

    opening = text.partition("\n")[0]
    delimiter = "\t" if is_tabbed else ";" if opening.count(";") > opening.count(",") else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        wrong = [cell for cell in header if cell not in (*_NAMES, *_COLUMNS)]
        if wrong or len(set(header)) < len(header) or not {"alias"} < set(header) or not set(_NAMES) & set(header):
            raise ReadError(
                path, 1, f"the first line names the columns, canonical,alias,role,affiliation; found {','.join(header)}"
            )
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                raise ReadError(
                    path, reader.line_num, f"{len(cells)} cells for {len(header)} columns; put marks around commas"
                )
            values = dict(zip(header, (" ".join(cell.split()) for cell in cells), strict=False))
            name = values.get("canonical") or values.get("name") or ""
            if not name:
                raise ReadError(path, reader.line_num, "the person has no name; fill in the first column")
            yield _Row(reader.line_num, name, *(values.get(column, "") for column in _COLUMNS))
    except csv.Error as error:
        raise ReadError(path, reader.line_num, f"this is no table: {error}") from None


def _read_toml(path: str, text: str) -> Iterator[_Row]:
    """Give the rows of TOML tables, one for each alias.

    Raises:
        ReadError: it is no TOML, or holds something else.
    """
    from quotes.lexicon.strict_toml import parse_toml

    try:
        table: Mapping[str, Any] = parse_toml(text)
    except ValueError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise ReadError(path, int(found[1]) if found else None, f"this is no TOML: {error}") from None
    people = table.get("person", [])
    if set(table) - {"person"} or not isinstance(people, list):
        others = ", ".join(sorted(set(table) - {"person"})) or "no list"
        raise ReadError(path, None, f"an alias file is [[person]] tables; this one holds {others}")
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines, start=1) if _TABLE.match(line)]
    starts += [1] * (len(people) - len(starts))  # written in one line: person = [{...}]
    for number, (start, person) in enumerate(zip(starts, people, strict=False)):
        end = starts[number + 1] - 1 if number + 1 < len(starts) and starts[number + 1] > start else len(lines)
        wrong = sorted(set(person) - _KEYS)
        if wrong:
            raise ReadError(path, start, f"there is no key {wrong[0]!r}; there are {', '.join(sorted(_KEYS))}")
        aliases = person.get("aliases", [])
        words = [person.get("name"), person.get("role", ""), person.get("affiliation", "")]
        is_list = isinstance(aliases, list) and all(isinstance(alias, str) and alias.strip() for alias in aliases)
        if not all(isinstance(word, str) for word in words) or not words[0].strip() or not is_list:
            raise ReadError(path, start, "a person has a name, a list of aliases, and maybe role and affiliation")
        name, role, affiliation = (" ".join(word.split()) for word in words)
        yield _Row(start, name, "", role, affiliation)
        for alias in aliases:
            place = next((at for at in range(start, end + 1) if alias in lines[at - 1]), start)
            yield _Row(place, name, " ".join(alias.split()), role, affiliation)


def _join(path: str, rows: Iterable[_Row], roster: Sequence[RosterEntry]) -> tuple[RosterEntry, ...]:
    """Return the people with the names of the rows.

    Raises:
        ReadError: somebody is unknown, or a name belongs to two.
    """
    people: list[_Person] = []
    called: dict[str, list[_Person]] = {}
    owners: dict[str, _Person] = {}
    for entry in roster:
        person = _Person(entry, "the roster")
        people.append(person)
        called.setdefault(_key(entry.name), []).append(person)
        for name in (entry.name, *entry.aliases):
            owners.setdefault(_key(name), person)
    for row in rows:
        found = called.get(_key(row.name), [])
        if len(found) > 1:
            raise ReadError(path, row.line, f"two people of the roster are called {row.name}; it must tell them apart")
        if not found and roster:
            raise ReadError(
                path, row.line, f"nobody of the roster is called {row.name}; correct the name, or add the person there"
            )
        if not found:
            other = owners.get(_key(row.name))
            if other is not None:
                raise ReadError(
                    path, row.line, f"{row.name} is another name of {other.entry.name} ({other.where}) already"
                )
            found = [_Person(RosterEntry(name=row.name), f"line {row.line}")]
            people.append(found[0])
            called[_key(row.name)] = found
            owners[_key(row.name)] = found[0]
        _add(path, row, found[0], owners)
    return tuple(
        RosterEntry(
            name=person.entry.name,
            aliases=(*person.entry.aliases, *person.aliases),
            role=person.role or person.entry.role,
            affiliation=person.affiliation or person.entry.affiliation,
            gender=person.entry.gender,
        )
        for person in people
    )


def _add(path: str, row: _Row, person: _Person, owners: dict[str, _Person]) -> None:
    """Add to a person what a row says.

    Raises:
        ReadError: the name is somebody else's, or a role or affiliation is another than that known.
    """
    for what, said, known in (
        ("role", row.role, person.role or person.entry.role),
        ("affiliation", row.affiliation, person.affiliation or person.entry.affiliation),
    ):
        if said and known and said != known:
            raise ReadError(path, row.line, f"the {what} of {person.entry.name} is {known} already; here it is {said}")
    person.role, person.affiliation = row.role or person.role, row.affiliation or person.affiliation
    if not row.alias:
        return
    owner = owners.setdefault(_key(row.alias), person)
    if owner is not person:
        raise ReadError(
            path,
            row.line,
            f"{row.alias} is given to {person.entry.name} here and to {owner.entry.name} ({owner.where}); "
            "a name can be one person's only",
        )
    if all(_key(row.alias) != _key(name) for name in (person.entry.name, *person.entry.aliases, *person.aliases)):
        person.aliases.append(row.alias)


def _key(name: str) -> str:
    """Return a name as it is compared."""
    return " ".join(name.casefold().split())
