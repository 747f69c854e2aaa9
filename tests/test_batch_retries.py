"""``quotes batch --retry-failed``: what failed is done again, its record in the old place, whatever ends the run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.batch import Inputs, Outcome, Retries, read_finished, run_batch

TEXT = "“The dam held,” said Ana Reyes, the mayor of Tarn."
LONG = {2, 5, 6, 11}
"""The documents that fail where few bytes are allowed."""
MAX_BYTES = 400

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")


def document(number: int) -> str:
    """Return one line of the input."""
    text = f"{TEXT} {'It rained for a week. ' * 40 if number in LONG else ''}It was day {number}."
    return json.dumps({"id": f"d{number}", "text": text}) + "\n"


LINES = [document(number) for number in range(12)]


def ids(path: Path) -> list[str | None]:
    """Return the ids of an output in order."""
    return [json.loads(line)["id"] for line in path.read_bytes().splitlines()]


def failed_ids(path: Path) -> set[str | None]:
    """Return the ids of the error records of an output."""
    return {record["id"] for line in path.read_bytes().splitlines() if "error" in (record := json.loads(line))}


def run(path: Path, max_bytes: int = 0) -> bytes:
    """Return the output of a run over the lines in a file."""
    path.write_text("".join(LINES), encoding="utf-8")
    outcomes = run_batch(Inputs([str(path)], max_bytes=max_bytes), max_bytes=max_bytes)
    return b"".join(outcome.data + b"\n" for outcome in outcomes)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The output of a run in which nothing failed."""
    return run(tmp_path_factory.mktemp("whole") / "in.jsonl")


@pytest.fixture
def half_failed(tmp_path: Path) -> Path:
    """An output in which the long documents failed, beside its input."""
    (tmp_path / "out.jsonl").write_bytes(run(tmp_path / "in.jsonl", MAX_BYTES))
    assert failed_ids(tmp_path / "out.jsonl") == {f"d{number}" for number in LONG}
    return tmp_path / "out.jsonl"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_failed_is_done_again_in_its_place(workers: str, half_failed: Path, whole: bytes, run_quotes) -> None:
    """The output is that of a run in which nothing failed, and the others were not done again."""
    done = run_quotes("batch", "in.jsonl", "-o", "out.jsonl", "--retry-failed", "--workers", workers)
    assert done.returncode == 0
    assert done.stderr.decode().strip() == "12 documents, 8 of them there before, 4 tried again."
    assert half_failed.read_bytes() == whole
    assert {path.name for path in half_failed.parent.iterdir()} == {"in.jsonl", "out.jsonl"}


def test_what_fails_again_stays_an_error_in_its_place(half_failed: Path, run_quotes) -> None:
    """The second error record takes the place of the first; the exit code tells."""
    before = half_failed.read_bytes()
    done = run_quotes("batch", "in.jsonl", "-o", "out.jsonl", "--retry-failed", "--max-bytes", str(MAX_BYTES))
    assert done.returncode == 1
    assert half_failed.read_bytes() == before


def test_a_run_that_broke_off_is_ended_too(half_failed: Path, whole: bytes, run_quotes) -> None:
    """What failed is done again, a torn line is made anew, and the rest goes behind."""
    lines = half_failed.read_bytes().splitlines(keepends=True)
    half_failed.write_bytes(b"".join(lines[:7]) + lines[7][:50])
    done = run_quotes("batch", "in.jsonl", "-o", "out.jsonl", "--retry-failed")
    assert done.stderr.decode().strip() == "12 documents, 4 of them there before, 3 tried again."
    assert half_failed.read_bytes() == whole


def test_a_line_that_was_mended_takes_the_place_of_its_error(tmp_path: Path, run_quotes) -> None:
    """Also where it gave no id before; an id that came before fails again."""
    lines = [LINES[0], "nonsense\n", LINES[1], LINES[0], LINES[3]]
    (tmp_path / "in.jsonl").write_text("".join(lines), encoding="utf-8")
    run_quotes("batch", "in.jsonl", "-o", "out.jsonl")
    (tmp_path / "in.jsonl").write_text("".join([LINES[0], LINES[9], *lines[2:]]), encoding="utf-8")
    done = run_quotes("batch", "in.jsonl", "-o", "out.jsonl", "--retry-failed")
    assert done.returncode == 1
    assert ids(tmp_path / "out.jsonl") == ["d0", "d9", "d1", "d0", "d3"]
    assert failed_ids(tmp_path / "out.jsonl") == {"d0"}


def test_lines_put_in_and_taken_out_double_nothing(half_failed: Path, run_quotes) -> None:
    """A document is known by its id; a new one goes behind, and the error of one that is gone stays."""
    lines = [document(20), *LINES[:5], *LINES[6:]]
    (half_failed.parent / "in.jsonl").write_text("".join(lines), encoding="utf-8")
    run_quotes("batch", "in.jsonl", "-o", "out.jsonl", "--retry-failed")
    assert ids(half_failed) == [*(f"d{number}" for number in range(12)), "d20"]
    assert failed_ids(half_failed) == {"d5"}


def test_files_of_a_folder_are_known_by_their_path(tmp_path: Path, run_quotes) -> None:
    """The text that could not be decoded is read with another encoding."""
    (tmp_path / "in").mkdir()
    for number in range(3):
        text = TEXT.encode("utf-16-le" if number == 1 else "utf-8")
        (tmp_path / "in" / f"{number}.txt").write_bytes(text)
    run_quotes("batch", "in", "-o", "out.jsonl")
    before = ids(tmp_path / "out.jsonl")
    assert len(failed_ids(tmp_path / "out.jsonl")) == 1
    (tmp_path / "in" / "1.txt").write_text(TEXT, encoding="utf-8")
    assert run_quotes("batch", "in", "-o", "out.jsonl", "--retry-failed").returncode == 0
    assert (ids(tmp_path / "out.jsonl"), failed_ids(tmp_path / "out.jsonl")) == (before, set())


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
@pytest.mark.parametrize("read", [4, 9], ids=["one tried again", "all tried again"])
def test_a_run_that_is_broken_off_loses_and_doubles_nothing(
    how: signal.Signals, read: int, half_failed: Path, whole: bytes, run_quotes
) -> None:
    """Each id is there once whatever ended the run, Ctrl-C keeps what was done, and the same command goes on."""
    lines = half_failed.read_bytes().splitlines(keepends=True)
    half_failed.write_bytes(b"".join(lines[:-1]))
    process = subprocess.Popen(
        [sys.executable, "-m", "quotes", "batch", "-", "-o", str(half_failed), "--retry-failed"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write("".join([*LINES[:read], document(20)]).encode())  # the last is new
    process.stdin.flush()
    wait_until(lambda: half_failed.read_bytes().count(b"\n") == 12)
    process.send_signal(how)
    process.communicate(timeout=30)
    assert ids(half_failed) == [*(f"d{number}" for number in range(11)), "d20"]
    if how is signal.SIGINT:
        assert process.returncode == 130
        assert failed_ids(half_failed) == {f"d{number}" for number in LONG if number >= read and number < 11}
    run_quotes("batch", "in.jsonl", "-o", "out.jsonl", "--retry-failed")
    assert ids(half_failed) == [*(f"d{number}" for number in range(11)), "d20", "d11"]
    assert half_failed.read_bytes().splitlines()[:11] == whole.splitlines()[:11]


@posix
def test_workers_that_are_killed_lose_and_double_nothing(half_failed: Path, whole: bytes) -> None:
    """Both are killed while they do again what failed, and the output is that of a run in which nothing failed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "quotes", "batch", "-", "-o", str(half_failed), "--retry-failed", "--workers", "2"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write("".join(LINES[:7]).encode())
    process.stdin.flush()
    wait_until(lambda: len(children_of(process.pid)) == 2)
    killed = children_of(process.pid)
    for child in killed:
        os.kill(child, signal.SIGKILL)
    process.stdin.write("".join(LINES[7:]).encode())
    _, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    assert half_failed.read_bytes() == whole


@pytest.mark.parametrize("out", [[], ["-o", "-"]], ids=["nowhere", "standard output"])
def test_only_a_file_can_be_mended(out: list[str], tmp_path: Path, run_quotes) -> None:
    """Nothing is known of what went to standard output before."""
    done = run_quotes("batch", "-", *out, "--retry-failed", input=LINES[0].encode())
    assert done.returncode == 2
    assert b"--retry-failed needs a file" in done.stderr


@given(failing=st.lists(st.booleans(), min_size=1, max_size=8), order=st.randoms())
def test_records_come_back_to_their_places_in_whatever_order(
    failing: list[bool], order, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What was tried again takes the place of what had failed, byte for byte; all else stays."""
    out = tmp_path_factory.mktemp("retries") / "out.jsonl"
    good = [b'{"id":"d%d","sha256":"new"}\n' % number for number in range(len(failing))]
    bad = [b'{"id":"d%d","line":%d,"error":{}}\n' % (number, number + 1) for number in range(len(failing))]
    out.write_bytes(b"".join(bad[n] if is_bad else good[n] for n, is_bad in enumerate(failing)))
    outcomes = [
        Outcome(number + 1, f"d{number}", b"" if not is_bad else good[number].rstrip(), skipped=not is_bad)
        for number, is_bad in enumerate(failing)
    ]
    order.shuffle(outcomes)
    with Retries(read_finished(out, retry_failed=True).failed) as retries:
        assert [retries.take(outcome) for outcome in outcomes] == [not outcome.skipped for outcome in outcomes]
        assert retries.is_done
        assert b"".join(retries.merge(out)) == b"".join(good)


def test_the_library_skips_all_but_what_failed(half_failed: Path) -> None:
    """`read_finished` leaves the ids of error records out of those that are there."""
    finished = read_finished(half_failed, retry_failed=True)
    outcomes = list(run_batch([line.encode() for line in LINES], finished=finished))
    assert {outcome.line for outcome in outcomes if not outcome.skipped} == {number + 1 for number in LONG}


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for something to happen, a long time on a busy machine."""
    for _ in range(3000):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("it never happened")


def children_of(pid: int) -> list[int]:
    """Return the processes that a process started."""
    return [int(c) for path in Path(f"/proc/{pid}/task").glob("*/children") for c in path.read_text().split()]
