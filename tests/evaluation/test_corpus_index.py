"""The index of a corpus is read whole or refused with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotes.errors import ReadError
from quotes.evaluation.corpus import CorpusEntry, read_index, write_index

HEAD = "id\tgenre\tformat\tshows\tsha256\n"


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        pytest.param("id\tgenre\n", 1, "columns", id="other columns"),
        pytest.param("", 1, "columns", id="empty"),
        pytest.param(HEAD + "a\tb\n", 2, "needs 5 columns, has 2", id="a short line"),
        pytest.param(HEAD + "a\tb\tc\td\te\n" * 2, 3, "'a' stands twice", id="an id twice"),
    ],
)
def test_a_broken_index_is_named_with_its_line(tmp_path: Path, content: str, line: int, message: str) -> None:
    """The error says which line and why."""
    (tmp_path / "index.tsv").write_text(content, encoding="utf-8")

    with pytest.raises(ReadError, match=message) as caught:
        read_index(tmp_path)
    assert caught.value.line == line


def test_an_index_is_read_as_written(tmp_path: Path) -> None:
    """The index is sorted by id and has the digest of each text."""
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "text.txt").write_bytes(b"")
    write_index(tmp_path, tuple(CorpusEntry(name, "wire", "plain", 'a "mark"', "") for name in ("b", "a")))

    entries = read_index(tmp_path)

    assert [entry.id for entry in entries] == ["a", "b"]
    assert entries[0].shows == 'a "mark"'
    assert entries[0].sha256.startswith("e3b0c442")
