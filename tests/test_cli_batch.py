"""``quotes batch`` as a process: whole lines, exit codes, breaking off and going on."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TEXT = "“The dam held,” said Ana Reyes, the mayor of Tarn."
GOOD = [json.dumps({"id": f"d{n}", "text": TEXT}) + "\n" for n in range(8)]
BAD = [*GOOD[:3], "nonsense\n", '{"id": "d1", "text": "again"}\n', *GOOD[3:]]

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")


def test_each_document_is_a_line_in_order(tmp_path: Path, run_quotes) -> None:
    """Exit 0, nothing on stdout, one line on stderr."""
    (tmp_path / "in.jsonl").write_text("".join(GOOD), encoding="utf-8")
    done = run_quotes("batch", "in.jsonl", "-o", "out.jsonl")
    assert (done.returncode, done.stdout, done.stderr.split()) == (0, b"", b"8 documents.".split())
    lines = (tmp_path / "out.jsonl").read_bytes().splitlines(keepends=True)
    assert [json.loads(line)["id"] for line in lines] == [f"d{n}" for n in range(8)]
    assert all(line.endswith(b"}\n") for line in lines)


def test_a_document_that_fails_makes_the_exit_code_1(tmp_path: Path, run_quotes) -> None:
    """The others are there."""
    done = run_quotes("batch", "-", input="".join(BAD).encode())
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [record["line"] for record in records if "error" in record] == [4, 5]
    assert len(records) == len(BAD)
    assert done.stderr.decode().strip() == '10 documents, 2 failed (the records with "error").'


@pytest.mark.parametrize("name", ["in.jsonl.gz"])
def test_files_and_pipes_give_the_same(name: str, tmp_path: Path, run_process) -> None:
    """Plain, compressed, or through pipes at both ends."""
    data = "".join(GOOD).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    run_process("batch", name, "-o", "out.jsonl")
    piped = run_process("batch", "-", "-o", "-", input=data)
    assert piped.stdout == (tmp_path / "out.jsonl").read_bytes() != b""


def test_a_roster_and_meta_are_per_document(tmp_path: Path, run_quotes) -> None:
    """What belongs to one document does not reach the next; ``--roster`` reaches all."""
    (tmp_path / "cast.json").write_text('[{"name": "Ana Reyes", "role": "mayor of Tarn"}]', encoding="utf-8")
    entry = {"name": "Zofia Quill", "aliases": ["Zo"], "role": "engineer", "affiliation": None, "gender": "female"}
    first = json.dumps({"id": "a", "text": TEXT, "roster": [entry], "meta": {"url": "https://example.org"}})
    done = run_quotes("batch", "-", "--roster", "cast.json", input=f"{first}\n{GOOD[0]}".encode())
    a, b = (json.loads(line) for line in done.stdout.splitlines())
    assert (a["document"]["meta"], b["document"]["meta"]) == ({"url": "https://example.org"}, {})
    assert "Zofia Quill" not in json.dumps(b)


def test_resuming_after_all_is_done_changes_nothing(tmp_path: Path, run_quotes) -> None:
    """The exit code still tells that a document failed."""
    (tmp_path / "in.jsonl").write_text("".join(BAD), encoding="utf-8")
    first = run_quotes("batch", "in.jsonl", "-o", "out.jsonl")
    written = (tmp_path / "out.jsonl").read_bytes()
    again = run_quotes("batch", "in.jsonl", "-o", "out.jsonl", "--resume")
    assert (first.returncode, again.returncode) == (1, 1)
    assert (tmp_path / "out.jsonl").read_bytes() == written
    assert b"10 documents, 10 of them there before, 2 failed" in again.stderr


def test_resuming_without_an_output_begins_one(tmp_path: Path, run_quotes) -> None:
    """A script may always say ``--resume``."""
    (tmp_path / "in.jsonl").write_text("".join(GOOD), encoding="utf-8")
    assert run_quotes("batch", "in.jsonl", "-o", "out.jsonl", "--resume").returncode == 0
    assert (tmp_path / "out.jsonl").read_bytes().count(b"\n") == len(GOOD)


def test_without_resume_an_output_is_written_anew(tmp_path: Path, run_quotes) -> None:
    """Old records do not stay among the new."""
    (tmp_path / "in.jsonl").write_text("".join(GOOD), encoding="utf-8")
    (tmp_path / "out.jsonl").write_text("old\n" * 99, encoding="utf-8")
    run_quotes("batch", "in.jsonl", "-o", "out.jsonl")
    assert b"old" not in (tmp_path / "out.jsonl").read_bytes()


def test_damaged_compressed_input_is_exit_2_after_what_could_be_read(tmp_path: Path, run_quotes) -> None:
    """The whole lines before the damage are there, and the error names the place."""
    many = "".join(json.dumps({"id": f"d{n}", "text": f"{TEXT} {n * 7919}"}) + "\n" for n in range(300))
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(many.encode())[:-100])
    done = run_quotes("batch", "in.jsonl.gz", "-o", "out.jsonl")
    assert done.returncode == 2
    assert b"the compressed data are damaged" in done.stderr
    assert (tmp_path / "out.jsonl").read_bytes().endswith(b"}\n")


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
def test_a_run_that_is_broken_off_can_go_on(how: signal.Signals, tmp_path: Path, run_quotes) -> None:
    """Ctrl-C leaves whole lines, exits with 130 and says how to go on; after any end the rest is made up for."""
    (tmp_path / "in.jsonl").write_text("".join(BAD), encoding="utf-8")
    run_quotes("batch", "in.jsonl", "-o", "whole.jsonl")
    out = tmp_path / "out.jsonl"
    process = subprocess.Popen(
        [sys.executable, "-m", "quotes", "batch", "-", "-o", str(out)], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write("".join(BAD[:6]).encode())
    process.stdin.flush()
    for _ in range(3000):
        if out.exists() and out.read_bytes().count(b"\n") == 6:
            break
        time.sleep(0.05)
    process.send_signal(how)
    _, stderr = process.communicate(timeout=30)
    written = out.read_bytes()
    assert (written.count(b"\n"), written[-1:]) == (6, b"\n")
    if how is signal.SIGINT:
        assert process.returncode == 130
        assert stderr.decode().strip() == "Stopped after 6 documents; to go on, run the same command with --resume."
    out.write_bytes(written + b'{"schema_version":"1.0","id":"d4","te')  # a line torn by a power cut
    done = run_quotes("batch", "in.jsonl", "-o", "out.jsonl", "--resume")
    assert done.returncode == 1
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


@posix
def test_ctrl_c_while_lines_are_written_leaves_whole_lines(tmp_path: Path) -> None:
    """Wherever in the work it comes, the last line has its end."""
    many = "".join(json.dumps({"id": f"d{n}", "text": TEXT * 20}) + "\n" for n in range(20_000))
    (tmp_path / "in.jsonl").write_text(many, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    process = subprocess.Popen(
        [sys.executable, "-m", "quotes", "batch", "in.jsonl", "-o", "out.jsonl"], cwd=tmp_path, stderr=subprocess.PIPE
    )
    for _ in range(3000):
        if out.exists() and out.stat().st_size > 20_000:
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130, stderr
    lines = out.read_bytes().splitlines(keepends=True)
    assert [json.loads(line)["id"] for line in lines] == [f"d{n}" for n in range(len(lines))]
    assert lines[-1].endswith(b"\n")


@pytest.mark.parametrize("options", [("--resume",), ("--stage", "no_such_stage")])
def test_a_run_that_cannot_begin_leaves_nothing_open(options: tuple[str, ...], tmp_path: Path, run_quotes) -> None:
    """The input is closed where the output is no output of a batch, or a stage is missing; nothing is changed."""
    (tmp_path / "in.jsonl").write_text("".join(GOOD), encoding="utf-8")
    (tmp_path / "out.jsonl").write_text("[]\n", encoding="utf-8")
    assert run_quotes("batch", "in.jsonl", "-o", "out.jsonl", *options).returncode == 2
