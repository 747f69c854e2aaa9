"""Where the documents of a batch come from: folders, patterns, packed files, and their limits."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path

import pytest

from quotes.batch import Inputs, run_batch
from quotes.batch.ids import IdTable
from quotes.errors import ReadError

TEXT = "“The dam held,” said Ana Reyes."
CAPTIONS = "1\n00:00:01,000 --> 00:00:02,000\nANA REYES: The dam held.\n"
LINE = json.dumps({"id": "x", "text": TEXT}) + "\n"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of documents of several forms."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "archive"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "two.srt").write_text(CAPTIONS, encoding="utf-8")
    (folder / "b" / "three.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    (folder / "photo.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.txt").write_text(TEXT, encoding="utf-8")
    return folder


def found_in(*names: str) -> list[tuple[str | None, int | None]]:
    """Ids and lines of the documents that names stand for."""
    return [(input.id, input.line) for input in Inputs(names)]


def test_a_folder_gives_its_documents_by_name(archive: Path) -> None:
    """The id is the path in the folder without extension; what is not read is counted."""
    inputs = Inputs(["archive"])
    assert [input.id for input in inputs] == ["b/three", "b/two", "one"]
    assert inputs.left_out == {".png": 1}


def test_the_documents_of_a_folder_are_read_in_their_forms(archive: Path) -> None:
    """Captions have utterances, packed text is text; each record has its id."""
    records = [json.loads(outcome.record) for outcome in run_batch(Inputs(["archive"]))]
    assert [(record["id"], record["document"]["format"]) for record in records] == [
        ("b/three", "plain"),
        ("b/two", "srt"),
        ("one", "plain"),
    ]
    assert records[0]["text"] == records[2]["text"] == TEXT


def test_workers_read_the_same_files(archive: Path) -> None:
    """Each reads its own, the records come in order."""
    assert list(run_batch(Inputs(["archive"]), workers=2)) == list(run_batch(Inputs(["archive"])))


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["archive/b"], ["three", "two"]),
        (["archive/**/*.srt"], ["archive/b/two"]),
        (["archive/*.txt", "archive/b/two.srt"], ["archive/one", "archive/b/two"]),
        (["./archive/../archive/one.txt"], ["archive/one"]),
        (["{tmp}/archive/one.txt"], ["{tmp}/archive/one"]),
    ],
)
def test_ids_are_paths_without_extension(names: list[str], ids: list[str], archive: Path) -> None:
    """In a folder from there on, else as they are named, never climbing out or from the root."""
    top = str(archive.parent)
    wanted = [id.format(tmp=top).lstrip("/") for id in ids]
    assert [id for id, _ in found_in(*(name.format(tmp=top) for name in names))] == wanted


def test_one_id_for_two_files_is_an_error(archive: Path) -> None:
    """The record has the path of the second."""
    (archive / "one.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nWell.\n", encoding="utf-8")
    *_, last = run_batch(Inputs(["archive"]))
    assert json.loads(last.record) == {
        "id": "one",
        "line": None,
        "path": os.path.join("archive", "one.vtt"),  # noqa: PTH118
        "error": {"type": "ReadError", "message": "the id 'one' came before; ids must differ"},
    }


def test_lines_in_a_folder_are_documents_too(archive: Path) -> None:
    """A record that failed tells its file and line."""
    (archive / "more.jsonl").write_text(LINE + "{}\n", encoding="utf-8")
    outcomes = list(run_batch(Inputs(["archive"])))
    assert [(outcome.id, outcome.line) for outcome in outcomes if outcome.line] == [("x", 1), (None, 2)]
    (failed,) = (json.loads(outcome.record) for outcome in outcomes if outcome.failed)
    assert (failed["line"], Path(failed["path"]).name) == (2, "more.jsonl")


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.jsonl", LINE, [("x", 1)]),
        ("a.ndjson", LINE, [("x", 1)]),
        ("dump", LINE, [("x", 1)]),
        ("a.json", LINE + LINE.replace('"x"', '"y"'), [("x", 1), ("y", 2)]),
        ("a.json", json.dumps({"id": "x", "text": TEXT}, indent=1), [("a", None)]),
        ("a.txt", TEXT, [("a", None)]),
    ],
)
def test_what_a_named_file_holds_is_told_by_name_and_first_line(
    name: str, content: str, found: list[tuple[str, int | None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents have the extension of a form that is read; all else is JSON Lines."""
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(content, encoding="utf-8")
    assert found_in(name) == found


def test_links_in_a_folder_are_not_followed(archive: Path) -> None:
    """They may lead out of it, or round in circles."""
    try:
        (archive / "out.txt").symlink_to(archive.parent / "archive" / "one.txt")
        (archive / "round").symlink_to(archive, target_is_directory=True)
    except OSError:
        pytest.skip("no links can be made here")
    inputs = Inputs(["archive"])
    assert len(list(inputs)) == 3
    assert inputs.left_out["link"] == 2


def test_a_pattern_that_fits_nothing_is_an_error() -> None:
    """It may be misspelt."""
    with pytest.raises(ReadError, match="no file fits this pattern"):
        Inputs(["no/such/*.txt"])


def pack_zstd(data: bytes) -> bytes:
    """Pack with zstd."""
    return pytest.importorskip("zstandard", reason="zstd is an extra").ZstdCompressor().compress(data)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, pack_zstd], ids=["plain", "gzip", "zstd"])
def test_a_document_beyond_the_limit_is_a_record(pack, archive: Path) -> None:
    """Also one that only grows when it is unpacked; no more than the limit is."""
    (archive / "zz.txt").write_bytes(pack(TEXT.encode() * 100_000))
    *rest, last = run_batch(Inputs(["archive"], max_bytes=1000), max_bytes=1000)
    assert [outcome.failed for outcome in rest] == [False] * 3
    assert json.loads(last.record)["error"] == {
        "type": "LimitError",
        "message": "the document has more than 1000 bytes; allow more with --max-bytes",
    }


@pytest.mark.parametrize("pack", [bytes, gzip.compress, pack_zstd], ids=["plain", "gzip", "zstd"])
def test_a_line_beyond_the_limit_is_a_record(pack, tmp_path: Path) -> None:
    """Its id is told where it comes first; the line after it is annotated."""
    long = json.dumps({"id": "long", "text": TEXT * 100_000}) + "\n"
    exact = LINE.rstrip() + " " * (1001 - len(LINE)) + "\n"
    (tmp_path / "in.jsonl").write_bytes(pack((long + exact.replace('"x"', '"y"') + LINE).encode()))
    outcomes = list(run_batch(Inputs([str(tmp_path / "in.jsonl")], max_bytes=1000), max_bytes=1000))
    assert [(outcome.id, outcome.line, outcome.failed) for outcome in outcomes] == [
        ("long", 1, True),
        ("y", 2, False),
        ("x", 3, False),
    ]
    assert json.loads(outcomes[0].record)["error"]["type"] == "LimitError"


def test_damaged_packed_files_are_records(archive: Path) -> None:
    """The others are annotated."""
    (archive / "broken.txt.gz").write_bytes(gzip.compress(TEXT.encode() * 99)[:-20])
    (archive / "broken2.txt.zst").write_bytes(pack_zstd(TEXT.encode() * 99)[:-10])
    outcomes = {outcome.id: json.loads(outcome.record) for outcome in run_batch(Inputs(["archive"]))}
    assert "the compressed data are damaged" in outcomes["broken"]["error"]["message"]
    assert "the compressed data are damaged" in outcomes["broken2"]["error"]["message"]
    assert sum("error" in record for record in outcomes.values()) == 2


def test_positions_rise_to_the_size_of_all_files(archive: Path) -> None:
    """They tell how far the run is, packed or not."""
    (archive / "more.jsonl.gz").write_bytes(gzip.compress((LINE + LINE.replace('"x"', '"y"')).encode()))
    inputs = Inputs(["archive"])
    positions = [input.position for input in inputs]
    assert positions == sorted(positions)
    assert positions[-1] == inputs.measure()
    assert inputs.left_out == {".png": 1}


def test_a_table_of_ids_is_a_set() -> None:
    """It grows as it must and forgets nothing."""
    table = IdTable()
    assert all(table.add(f"id {n}") for n in range(5000))
    assert not any(table.add(f"id {n}") for n in range(5000))
    assert len(table) == 5000
    assert "id 4999" in table
    assert "id 5000" not in table


def test_a_folder_goes_through_the_command(archive: Path, run_quotes) -> None:
    """What was not read is told on stderr; a second run has nothing to do."""
    os.chdir(archive.parent)
    done = run_quotes("batch", "archive", "-o", "out.jsonl", "--workers", "2")
    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == [
        "3 documents.",
        "Left out, since no reader knows them or they are links: 1 .png.",
    ]
    written = Path("out.jsonl").read_bytes()
    again = run_quotes("batch", "archive", "-o", "out.jsonl", "--resume")
    assert b"3 documents, 3 of them there before." in again.stderr
    assert Path("out.jsonl").read_bytes() == written


def test_standard_input_is_of_lines(run_quotes) -> None:
    """Whatever its form, it has no name that could tell."""
    done = run_quotes("batch", "-", "--workers", "2", input=LINE.encode())
    assert json.load(io.BytesIO(done.stdout))["id"] == "x"
