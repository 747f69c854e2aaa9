"""Batches named by URLs: file systems of fsspec, archives, a web server; and what is refused."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from quotes.batch import Inputs, run_batch
from quotes.batch.remote import open_output_url
from quotes.errors import ReadError
from tests.conftest import RunQuotes

fsspec = pytest.importorskip("fsspec", reason="URLs are an extra")

TEXT = "“The dam held,” said Ana Reyes."
CAPTIONS = "1\n00:00:01,000 --> 00:00:02,000\nANA REYES: The dam held.\n"
LINES = "".join(json.dumps({"id": id, "text": TEXT}) + "\n" for id in "xyz")


@pytest.fixture
def memory() -> Iterator[str]:
    """A folder of documents in the memory of this process."""
    system = fsspec.filesystem("memory")
    system.pipe("/news/b/two.srt", CAPTIONS.encode())
    system.pipe("/news/b/three.txt.gz", gzip.compress(TEXT.encode()))
    system.pipe("/news/one.txt", TEXT.encode())
    system.pipe("/news/photo.png", b"\x89PNG")
    system.pipe("/news/.hidden.txt", TEXT.encode())
    system.pipe("/lines.jsonl.gz", gzip.compress(LINES.encode()))
    yield "memory://news"
    system.store.clear()
    system.pseudo_dirs[:] = [""]


@pytest.fixture
def archive(tmp_path: Path) -> str:
    """A zip file with documents, one of which would climb out."""
    path = tmp_path / "news.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("b/two.srt", CAPTIONS)
        packed.writestr("one.txt", TEXT)
        packed.writestr("../../out.txt", TEXT)
        packed.writestr("b/../../up.txt", TEXT)
        packed.writestr("bomb.txt", TEXT * 100_000)
    return path.as_posix()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a web server of the files in a folder, on this machine."""
    pytest.importorskip("aiohttp", reason="http:// is an extra")
    (tmp_path / "served").mkdir()
    (tmp_path / "served" / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "served" / "lines.jsonl.gz").write_bytes(gzip.compress(LINES.encode()))

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "served")))
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def ids_of(*names: str) -> list[str | None]:
    """The ids of the documents that names stand for."""
    return [input.id for input in Inputs(names)]


def test_a_folder_of_another_file_system_is_walked_as_one_of_ours(memory: str) -> None:
    """By name, hidden files left out, what no reader reads counted; packed or not."""
    inputs = Inputs([memory])
    records = [json.loads(outcome.record) for outcome in run_batch(inputs)]
    assert [(record["id"], record["document"]["format"], record["text"]) for record in records] == [
        ("b/three", "plain", TEXT),
        ("b/two", "srt", CAPTIONS),
        ("one", "plain", TEXT),
    ]
    assert inputs.left_out == {".png": 1}


def test_patterns_and_lines_work_there_too(memory: str) -> None:
    """Patterns are sorted, lines may be packed."""
    assert ids_of("memory://news/**/*.srt", "memory://news/*.txt") == ["news/b/two", "news/one"]
    assert ids_of("memory://lines.jsonl.gz") == ["x", "y", "z"]


def test_what_only_this_process_sees_is_annotated_here(memory: str) -> None:
    """Workers give the same records."""
    assert list(run_batch(Inputs([memory]), workers=2)) == list(run_batch(Inputs([memory])))


def test_archives_are_read_without_being_unpacked(archive: str, tmp_path: Path) -> None:
    """An id never climbs out, nothing is written, and what unpacks to too much is an error record."""
    before = sorted(tmp_path.rglob("*"))
    name = f"zip://**/*.txt::{archive}"
    outcomes = list(run_batch(Inputs([name], max_bytes=10_000), max_bytes=10_000, workers=2))
    assert {outcome.id: outcome.failed for outcome in outcomes} == {
        "bomb": True,
        "one": False,
    }
    failed = json.loads(next(outcome.record for outcome in outcomes if outcome.failed))
    assert failed["error"]["type"] == "LimitError"
    assert failed["path"] == f"zip://bomb.txt::{archive}"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_of_an_archive_is_walked(archive: str) -> None:
    """With ids from there on."""
    assert ids_of(f"zip://b::{archive}") == ["two"]


def test_a_web_address_is_one_file(server: str) -> None:
    """A query is no pattern and stands in no id; lines may be packed."""
    assert ids_of(f"{server}/one.txt?key=secret") == [f"{server.partition('://')[2]}/one"]
    (outcome,) = run_batch(Inputs([f"{server}/one.txt?key=secret"]))
    assert json.loads(outcome.record)["text"] == TEXT
    assert ids_of(f"{server}/lines.jsonl.gz") == ["x", "y", "z"]


def test_a_web_address_that_fails_is_a_record_without_secrets(server: str) -> None:
    """Neither password nor query is written anywhere."""
    host = server.partition("://")[2]
    names = [f"http://ana:hush@{host}/none.txt?key=hush", f"{server}/one.txt"]
    first, last = run_batch(Inputs(names))
    assert (first.failed, last.failed) == (True, False)
    assert json.loads(first.record)["path"] == f"{server}/none.txt"
    assert "hush" not in first.record


def test_a_file_url_is_a_path(tmp_path: Path, run_quotes: RunQuotes) -> None:
    """Also for the output, which can then be gone on with."""
    (tmp_path / "in put.jsonl").write_text(LINES, encoding="utf-8")
    source, out = (tmp_path / "in put.jsonl").as_uri(), (tmp_path / "out.jsonl").as_uri()
    assert run_quotes("batch", source, "-o", out).returncode == 0
    written = (tmp_path / "out.jsonl").read_bytes()
    assert written.count(b"\n") == 3
    assert run_quotes("batch", source, "-o", out, "--resume").returncode == 0
    assert (tmp_path / "out.jsonl").read_bytes() == written


def test_results_appear_whole_at_a_url(memory: str) -> None:
    """Not before the end, and not at all where something fails."""
    system = fsspec.filesystem("memory")
    with open_output_url("memory://out.jsonl") as file:
        file.write(b"one\n")
        assert not system.exists("/out.jsonl")
    assert system.cat("/out.jsonl") == b"one\n"
    with pytest.raises(KeyboardInterrupt), open_output_url("memory://none.jsonl") as file:
        file.write(b"one\n")
        raise KeyboardInterrupt
    assert not system.exists("/none.jsonl")


def test_the_command_writes_to_a_url(memory: str) -> None:
    """The same lines as to a file."""
    from click.testing import CliRunner

    from quotes.cli import main

    done = CliRunner().invoke(main, ["batch", "memory://lines.jsonl.gz", "-o", "memory://out.jsonl"])
    assert done.exit_code == 0, done.output
    assert fsspec.filesystem("memory").cat("/out.jsonl").decode() == "".join(
        outcome.record + "\n" for outcome in run_batch(io.BytesIO(LINES.encode()))
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nope://a.txt", "there is nothing that opens nope://"),
        ("reference://a.txt", "there is nothing that opens reference://"),
        ("github://a:b@/c.txt", "there is nothing that opens github://"),
        ("simplecache::s3://a/b.txt", "only an archive in one file"),
        ("filecache://::memory://a.txt", "there is nothing that opens filecache://"),
        ("memory://a.txt::memory://b.txt", "only an archive in one file"),
        ("zip://a::zip://b::c.zip", "only an archive in one file"),
        ("zip://a.txt", "which archive"),
        ("zip://*.txt::no/such.zip", "there is no such file"),
        ("memory://no/such.txt", "there is no such file"),
        ("memory://no/such/*.txt", "no file fits this pattern"),
        ("file://host/a.txt", "three slashes"),
        ("gs://bucket/a.txt", "gs:// needs a library more"),
    ],
)
def test_what_is_not_opened_is_an_error(name: str, reason: str, run_quotes: RunQuotes) -> None:
    """It says why, and what to do."""
    if name.startswith("gs:"):
        try:
            __import__("gcsfs")
        except ModuleNotFoundError:
            pass
        else:
            pytest.skip("the driver is there")
    done = run_quotes("batch", name, "-o", "out.jsonl")
    assert done.returncode == 2
    assert reason in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("-o", "https://example.org/out.jsonl"), "results cannot be written there"),
        (("-o", "zip://out.jsonl::a.zip"), "results cannot be written there"),
        (("-o", "memory://out.jsonl", "--resume"), "--resume needs a local file"),
    ],
)
def test_what_cannot_be_written_is_an_error(options: tuple[str, ...], reason: str, run_quotes: RunQuotes) -> None:
    """Before any work is done, and without a network."""
    Path("in.jsonl").write_text(LINES, encoding="utf-8")
    done = run_quotes("batch", "in.jsonl", *options)
    assert done.returncode == 2
    assert reason in done.stderr.decode()


def test_without_fsspec_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is only asked for where a URL is given."""
    monkeypatch.setitem(sys.modules, "fsspec", None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(ReadError, match=r"pip install 'quotes\[remote\]'"):
        list(Inputs(["memory://a.txt"]))


def test_nothing_of_it_is_imported_without_a_url(tmp_path: Path) -> None:
    """Neither fsspec nor what it needs for the web."""
    (tmp_path / "in.jsonl").write_text(LINES, encoding="utf-8")
    code = (
        "import sys; from quotes.batch import Inputs, run_batch; print(len(list(run_batch(Inputs(['in.jsonl'])))), "
        "[name for name in ('fsspec', 'aiohttp') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "3 []"
