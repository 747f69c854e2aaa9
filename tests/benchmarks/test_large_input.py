"""Large input: run by name, ``python -m pytest tests/benchmarks``; prints seconds and memory.

Each measurement is a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SENTENCE = "“The dam held,” said Ana Reyes, the mayor of Tarn, and nobody asked again. "

resource = pytest.importorskip("resource", reason="peak memory is read with the POSIX module resource")

MEASURE = """
import resource, sys, time
import quotes.model, quotes.formats, quotes.cli
unit = 1 if sys.platform == "darwin" else 1024
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
begin = time.perf_counter()
{statement}
seconds = time.perf_counter() - begin
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
print(seconds, peak - before, file=sys.stderr)
"""


def measure(statement: str, *args: object) -> tuple[float, int]:
    """Run a statement in a new process; return seconds and the bytes its peak rose by."""
    by_a_shell = ["sh", "-c", '"$@"; exit $?', "sh"]  # a process begins with the peak of the one it was forked from
    done = subprocess.run(
        [*by_a_shell, sys.executable, "-c", MEASURE.format(statement=statement), *map(str, args)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, rise = done.stderr.split()[-2:]
    return float(seconds), int(rise)


def test_fifty_megabytes_on_one_line_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Reading takes a few times the text in memory and about a second."""
    path = tmp_path / "long.txt"
    path.write_text(SENTENCE * (50_000_000 // len(SENTENCE.encode("utf-8"))), encoding="utf-8")
    seconds, rise = measure("quotes.formats.read(sys.argv[1])", path)
    with capsys.disabled():
        print(f"\nread 50 MB: {seconds:.2f} s, {rise / path.stat().st_size:.1f} times the file")
    assert rise < 20 * path.stat().st_size


def test_memory_of_a_batch_does_not_grow(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ten times as many documents take no more memory than the ids need."""
    rises = []
    for documents in (200, 2_000):
        path = tmp_path / f"{documents}.jsonl"
        path.write_text(
            "".join(json.dumps({"id": str(number), "text": SENTENCE * 20}) + "\n" for number in range(documents)),
            encoding="utf-8",
        )
        statement = "quotes.cli.main(['batch', sys.argv[1], '-o', sys.argv[2]], standalone_mode=False)"
        seconds, rise = measure(statement, path, tmp_path / "out.jsonl")
        rises.append(rise)
        with capsys.disabled():
            print(f"\nbatch of {documents}: {seconds:.2f} s, {rise / 1e6:.1f} MB")
    assert rises[1] < rises[0] + 20_000_000
