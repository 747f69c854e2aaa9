"""Transcripts as tables (CSV, TSV): a header row, then one utterance a row.

The document's text is the file as it is; what is said stands in the column of words, a doubled quotation mark in it
being one. Times are seconds, or hours, minutes and seconds with colons; milliseconds where the column's name ends in
``_ms``, and in the table that Whisper writes (start, end, text with tabs between, whole numbers).

Source: RFC 4180; openai/whisper, ``whisper/utils.py`` (WriteTSV).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from quotes.errors import ReadError
from quotes.formats.base import Reading
from quotes.formats.transcript import Transcript
from quotes.model import DocumentInfo, Skip, Utterance
from quotes.spans import Span

__all__ = ["is_csv", "parse_csv", "report_csv", "write_csv"]

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "words": ("words", "text", "transcript", "utterance", "body", "content", "caption", "dialogue", "sentence"),
    "label": ("speaker", "label", "voice", "speaker_label", "speaker_name", "name", "who"),
    "start": ("start", "start_time", "starttime", "begin", "start_ms", "from", "time", "timestamp"),
    "end": ("end", "end_time", "endtime", "stop", "end_ms", "to"),
}
"""What a column may be called, in small letters."""
_DELIMITERS = ("\t", ";", ",")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2}(?:[.,]\d{1,6})?)")
_SECONDS = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")


class _Cell(NamedTuple):
    """A cell: the spans of its words in the file (a doubled mark counts once), and its value."""

    spans: tuple[Span, ...]
    value: str


def is_csv(opening: str) -> bool:
    r"""Whether a text that begins so is a table of utterances: its first row names a column of words and one more.

    Example:
        >>> is_csv("speaker,start,end,text\n"), is_csv("Speaker, text and time were agreed.")
        (True, False)
    """
    head = _head(opening)
    delimiter = _find_delimiter(head)
    return delimiter is not None and _find_columns(_names(head, delimiter)) is not None


def parse_csv(text: str, how: Reading) -> DocumentInfo:
    """Find who says what and when in a table.

    Raises:
        ReadError: the header names no column of words and none of speakers or starts, or no row has words.
    """
    head = _head(text)
    delimiter = _find_delimiter(head)
    columns = None if delimiter is None else _find_columns(_names(head, delimiter))
    if delimiter is None or columns is None:
        raise ReadError(
            how.path,
            1,
            "the first row does not name a column of words (text) and one of speakers or times (speaker, start); "
            "name the columns so",
        )
    names = _names(head, delimiter)
    rows = list(_read_rows(text, delimiter))[1:]
    are_ms = {part: names[place].endswith("_ms") for part, place in columns.items()}
    if delimiter == "\t" and names == ["start", "end", "text"]:
        are_ms |= dict.fromkeys(("start", "end"), _are_whole(row for _, row in rows))
    utterances: list[Utterance] = []
    skipped: list[Skip] = []
    for line, row in rows:
        if not any(cell.value.strip() for cell in row):
            continue
        skipped += [
            Skip(reason="this row has more cells than the header", words=cell.value.strip()[:80], line=line)
            for cell in row[len(names) :]
            if cell.value.strip()
        ]
        cells = {part: _unguard(row[place]) for part, place in columns.items() if place < len(row)}
        times: dict[str, int | None] = {}
        for part in ("start", "end"):
            value = cells[part].value.strip() if part in cells else ""
            times[part] = _read_time(value, in_ms=are_ms.get(part, False))
            if value and times[part] is None:
                skipped.append(Skip(reason=f"the {part} is no time", words=value[:80], line=line))
        words = [span.trim(text) for span in cells["words"].spans] if "words" in cells else []
        words = [span for span in words if span.start < span.end]
        if not words:
            said = delimiter.join(cell.value for cell in row)
            skipped.append(Skip(reason="there are no words in this row", words=said.strip()[:80], line=line))
            continue
        label = " ".join(cells["label"].value.split()) if "label" in cells else ""
        utterances.append(
            Utterance(spans=tuple(words), label=label or None, start_ms=times["start"], end_ms=times["end"])
        )
    if not utterances:
        raise ReadError(how.path, None, "no row below the header has words")
    return DocumentInfo(utterances=tuple(utterances), skipped=tuple(skipped))


def _head(text: str) -> str:
    """Return the first line that holds something, whatever ends it."""
    found = re.search(r"[^\r\n]+", text)
    return found[0] if found is not None else ""


def _find_delimiter(head: str) -> str | None:
    """Return what parts the cells of a header, or None."""
    return next((delimiter for delimiter in _DELIMITERS if delimiter in head), None)


def _names(head: str, delimiter: str) -> list[str]:
    """Return the names in a header, in small letters, blanks as ``_``."""
    try:
        row = next(csv.reader([head], delimiter=delimiter), [])
    except csv.Error:  # a line end of another kind inside the row, a NUL
        return []
    return ["_".join(name.strip().lower().split()) for name in row]


def _find_columns(names: Sequence[str]) -> Mapping[str, int] | None:
    """Return where each part stands, or None where there are no words or nothing beside them."""
    columns: dict[str, int] = {}
    for part, known in _COLUMNS.items():
        place = next((names.index(name) for name in known if name in names), None)
        if place is not None:
            columns[part] = place
    is_table = "words" in columns and len(columns) > 1 and "kind" not in names
    return columns if is_table else None


def _read_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[_Cell]]]:
    """Give each row with the line it begins in; a mark that is never closed runs to the end of its line."""
    position, line, size = 0, 1, len(text)
    row: list[_Cell] = []
    begin = line
    while position <= size:
        cell, after = _read_cell(text, position, delimiter)
        row.append(cell)
        line += text.count("\n", position, after)
        position = after
        if position < size and text[position] == delimiter:
            position += 1
            continue
        if any(each.value for each in row):
            yield begin, row
        row = []
        if position >= size:
            return
        position += 2 if text.startswith("\r\n", position) else 1
        line += 1
        begin = line


def _read_cell(text: str, position: int, delimiter: str) -> tuple[_Cell, int]:
    """Read the cell that begins at ``position``; return it and where it ends."""
    end_of_cell = re.compile(rf"[{re.escape(delimiter)}\r\n]|\Z")
    if text.startswith('"', position):
        spans, start, at = [], position + 1, position + 1
        while (at := text.find('"', at)) >= 0:
            if text.startswith('""', at):
                spans.append(Span(start, at + 1))
                start = at = at + 2
                continue
            spans.append(Span(start, at))
            found = end_of_cell.search(text, at + 1)
            after = found.start() if found else len(text)
            if text[at + 1 : after].strip():
                spans.append(Span(at + 1, after))
            return _Cell(tuple(spans), "".join(span.of(text) for span in spans)), after
    found = end_of_cell.search(text, position)
    after = found.start() if found else len(text)
    return _Cell((Span(position, after),), text[position:after]), after


def _unguard(cell: _Cell) -> _Cell:
    """Leave out the apostrophe that keeps a spreadsheet from taking a cell for a formula."""
    if not (cell.value.startswith("'") and _is_formula(cell.value[1:])):
        return cell
    first, *others = cell.spans
    return _Cell((Span(first.start + 1, first.end), *others), cell.value[1:])


def _read_time(value: str, *, in_ms: bool) -> int | None:
    """Return a time in milliseconds, or None for what is none."""
    clock = _CLOCK.fullmatch(value)
    if clock is not None:
        hours, minutes, seconds = int(clock[1] or 0), int(clock[2]), float(clock[3].replace(",", "."))
        return round((hours * 3600 + minutes * 60 + seconds) * 1000)
    if _SECONDS.fullmatch(value) is None:
        return None
    return round(float(value.replace(",", ".")) * (1 if in_ms else 1000))


def _are_whole(rows: Iterator[Sequence[_Cell]]) -> bool:
    """Whether all starts are whole numbers."""
    return all(row[0].value.strip().isdigit() for row in rows if row)


def write_csv(transcript: Transcript) -> str:
    r"""Write one passage a row: speaker, start_ms, end_ms, words.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.

    Example:
        >>> from quotes.formats.transcript import Passage
        >>> write_csv(Transcript("a", (Passage("Go.", "Ana Reyes", 0, 400),)))
        'speaker,start_ms,end_ms,words\nAna Reyes,0,400,Go.\n'
    """
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(("speaker", "start_ms", "end_ms", "words"))
    for each in transcript.passages:
        writer.writerow((_guard(" ".join((each.voice or "").split())), each.start_ms, each.end_ms, _guard(each.words)))
    return lines.getvalue()


def _guard(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if _is_formula(cell) else cell


def _is_formula(cell: str) -> bool:
    return cell.lstrip("'")[:1] in ("=", "+", "-", "@", "\t")


def report_csv(transcript: Transcript) -> list[str]:
    """Say how many cells got an apostrophe."""
    count = sum(_is_formula(cell) for each in transcript.passages for cell in (each.voice or "", each.words))
    return [f"{count} cell{'s' * (count != 1)} begin like a formula and got an apostrophe before"] * bool(count)
