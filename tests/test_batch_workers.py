"""A batch in several processes: the same bytes, whatever happens to one of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quotes.batch import run_batch

TEXT = "“The dam held,” said Ana Reyes, the mayor of Tarn. “{} boats are safe,” she added."
LINES = [json.dumps({"id": f"d{n}", "text": TEXT.format(n) * (1 + n % 5)}).encode() + b"\n" for n in range(40)]
BAD = [*LINES[:5], b"nonsense\n", LINES[2], b"\n", *LINES[5:]]

needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to find processes")


def children_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    try:
        listed = (Path(f"/proc/{pid}/task/{pid}/children"), *Path(f"/proc/{pid}/task").glob("*/children"))
        return sorted({int(child) for path in listed for child in path.read_text().split()})
    except OSError:
        return []


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_gives_the_same_records(workers: int) -> None:
    """Byte for byte, errors and repeated ids too, in the order of the input."""
    assert list(run_batch(BAD, workers=workers)) == list(run_batch(BAD))


def test_input_that_breaks_off_gives_what_came_before() -> None:
    """The error comes after the records of all that could be read."""

    def broken():
        yield from LINES[:3]
        raise OSError("the cable was pulled")

    outcomes = run_batch(broken(), workers=2)
    assert [next(outcomes).id for _ in range(3)] == ["d0", "d1", "d2"]
    with pytest.raises(OSError, match="cable"):
        next(outcomes)


def test_input_is_read_no_further_than_the_window() -> None:
    """Nobody takes records: then little of an endless input is read."""
    asked = 0

    def endless():
        nonlocal asked
        while True:
            asked += 1
            yield json.dumps({"id": str(asked), "text": "One."}).encode()

    outcomes = run_batch(endless(), workers=2)
    next(outcomes)
    time.sleep(1)
    assert asked < 100
    outcomes.close()


def test_the_hash_seed_of_a_process_changes_nothing(tmp_path: Path, run_process) -> None:
    """Same input, same bytes out, on every run."""
    (tmp_path / "in.jsonl").write_bytes(b"".join(BAD))
    runs = {
        run_process("batch", "in.jsonl", "--workers", workers, env={"PYTHONHASHSEED": seed}).stdout
        for workers, seed in (("1", "1"), ("2", "2"))
    }
    assert len(runs) == 1


def test_pages_give_the_same_bytes_on_every_run(corpus: Path, tmp_path: Path, run_process) -> None:
    """In a batch with any number of workers, and marked in place, whatever the hash seed of the process."""
    pages = sorted(str(path) for path in corpus.glob("web-*/page.html"))
    assert len(pages) >= 2
    runs = set()
    for workers, seed in (("1", "1"), ("2", "2")):
        env = {"PYTHONHASHSEED": seed}
        batch = run_process("batch", *pages, "--workers", workers, env=env).stdout
        marked = run_process("annotate", pages[0], "--format", "inplace", "--json-ld", env=env).stdout
        runs.add((batch, marked))
    ((batch, marked),) = runs
    assert batch.count(b"\n") == len(pages)
    assert b"data-quotes-id" in marked


@needs_proc
def test_workers_that_are_killed_lose_and_double_nothing(tmp_path: Path) -> None:
    """Every second one of them is killed, and the output is that of one process."""
    many = [json.dumps({"id": f"d{n}", "text": TEXT.format(n) * 8}).encode() + b"\n" for n in range(240)]
    (tmp_path / "in.jsonl").write_bytes(b"".join(many))
    whole = "".join(outcome.record + "\n" for outcome in run_batch(many))
    process = subprocess.Popen(
        [sys.executable, "-m", "quotes", "batch", "in.jsonl", "-o", "out.jsonl", "--workers", "2"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
    )
    out, killed = tmp_path / "out.jsonl", 0
    for wanted in (3, 25, 45):  # records that are there before the next kill
        while process.poll() is None and (not out.exists() or out.read_bytes().count(b"\n") < wanted):
            time.sleep(0.01)
        for child in children_of(process.pid)[:1]:
            os.kill(child, signal.SIGKILL)
            killed += 1
    _, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    assert killed >= 2  # on a busy machine the run may be over before the last kill
    assert out.read_text(encoding="utf-8") == whole


@needs_proc
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=lambda how: how.name)
def test_a_run_with_workers_that_is_broken_off_can_go_on(how: signal.Signals, tmp_path: Path, run_process) -> None:
    """Ctrl-C leaves whole lines and no process behind; after any end the rest is made up for."""
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "quotes", "batch", "-", "-o", str(out), "--workers", "2"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert process.stdin is not None
    process.stdin.write(b"".join(BAD[:7]))
    process.stdin.flush()
    for _ in range(3000):
        if out.exists() and out.read_bytes().count(b"\n") == 7:
            break
        time.sleep(0.05)
    children = children_of(process.pid)
    assert len(children) == 2
    if how is signal.SIGINT:
        os.killpg(process.pid, how)  # as a terminal does it: to the workers too
    else:
        process.send_signal(how)
    _, stderr = process.communicate(timeout=30)
    if how is signal.SIGINT:
        assert process.returncode == 130
        assert stderr.decode().strip() == "Stopped after 7 documents; to go on, run the same command with --resume."
    for _ in range(500):
        if not any(Path(f"/proc/{child}").exists() for child in children):
            break
        time.sleep(0.02)
    assert not any(Path(f"/proc/{child}").exists() for child in children)
    (tmp_path / "in.jsonl").write_bytes(b"".join(BAD))
    assert run_process("batch", "in.jsonl", "-o", "out.jsonl", "--resume", "--workers", "2").returncode == 1
    assert out.read_text(encoding="utf-8") == "".join(outcome.record + "\n" for outcome in run_batch(BAD))


def test_a_closed_pipe_ends_the_run_quietly(tmp_path: Path) -> None:
    """``quotes batch ... | head -1`` says nothing."""
    many = b"".join(json.dumps({"id": f"d{n}", "text": TEXT * 40}).encode() + b"\n" for n in range(200))
    (tmp_path / "in.jsonl").write_bytes(many)
    process = subprocess.Popen(
        [sys.executable, "-m", "quotes", "batch", "in.jsonl", "--workers", "2"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert (process.stderr.read(), process.wait(timeout=30)) == (b"", 0)
    process.stderr.close()


_PERILOUS = """
import os, signal, sys, json, time
sys.path[:] = json.loads(sys.argv.pop())
from quotes.batch import worker
annotate = worker.annotate_input
def annotate_with_care(input, settings):
    if b"KILL" in input.data:
        os.kill(os.getpid(), signal.SIGTERM)
    while b"WAIT" in input.data:
        time.sleep(1)
    return annotate(input, settings)
worker.annotate_input = annotate_with_care
worker.serve()
"""
"""A worker that dies at one sort of document and never ends with another."""


@pytest.mark.parametrize(
    ("perils", "max_seconds", "message"),
    [
        ({3: "KILL"}, None, "the process that annotated the document was killed twice"),
        ({0: "KILL", 5: "KILL"}, None, "the process that annotated the document was killed twice"),
        ({3: "WAIT"}, 2.0, "the document took more than 2 seconds; allow more with --max-seconds"),
    ],
    ids=["one", "two together", "late"],
)
def test_a_perilous_document_fails_alone(
    perils: dict[int, str], max_seconds: float | None, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Short documents are given together; those around it are annotated, in order."""
    monkeypatch.setattr("quotes.batch.pool._CODE", _PERILOUS)
    lines = [
        json.dumps({"id": f"d{n}", "text": TEXT.format(n), "meta": {"note": perils.get(n, "")}}).encode()
        for n in range(12)
    ]
    outcomes = list(run_batch(lines, workers=1, max_seconds=max_seconds or 30.0))
    assert [outcome.id for outcome in outcomes] == [f"d{n}" for n in range(12)]
    assert {n: message in outcomes[n].record for n in range(12) if outcomes[n].failed} == dict.fromkeys(perils, True)
