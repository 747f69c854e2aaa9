"""Memory and speed of ``quotes batch``: many short documents, with one and with two workers.

``python -m tests.benchmarks.batch [DOCUMENTS] [--workers 1,2] [--faulty]``. The documents are those of
`tests.benchmarks.short_documents`, made while the batch reads them from a pipe, so that nothing of them is kept. For
each number of workers it prints

- words a second of the whole run, and as a share of what NLTK's word tokenizer does with the same words;
- seconds of processor time of the whole run and of the parent alone: two workers that each do half of the work of one
  need as much together. On a machine that does nothing else the clock shows the gain, on a busy one only these do;
- for the parent and each worker the resident memory, in MB, when a tenth and half of the documents had been read and at
  the end, and the highest in between (on systems with /proc): what grows with the number of documents shows here;
- the most that all processes took of the machine at a time: what they share, such as Python itself and the libraries,
  counts once, a part for each (the kernel's PSS); counted in full for each of them the sum is higher, and told too;
- a hash of the output, which is the same for any number of workers.

A million documents need 3 GB for the output, deleted at the end, and with two workers some hours:

    python -m tests.benchmarks.batch 1000000 --workers 2

``--faulty`` gives records without a text, which cost little time: so a million ids can be tried.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

if __package__ in (None, ""):  # run as a file
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.short_documents import make_documents

YARDSTICK_DOCUMENTS = 5000


def make_inputs(count: int, *, faulty: bool = False) -> Iterator[dict[str, str]]:
    """Give short documents, no two the same; faulty ones have no text."""
    if faulty:
        return ({"id": f"archive/2020/{number}"} for number in range(count))
    return make_documents(count)


@dataclass
class Process:
    """What one process of a batch needed."""

    early_mb: int = 0
    middle_mb: int = 0
    last_mb: int = 0
    own_mb: float = 0.0
    most_mb: int = 0
    cpu_seconds: float = 0.0


class Run(NamedTuple):
    """What one run needed: seconds, what each process needed, the parent first, the most of all at a time, a hash.

    Of what processes share ``own_mb`` counts a part for each, ``sum_mb`` the whole.
    """

    seconds: float
    processes: list[Process]
    own_mb: float
    sum_mb: int
    digest: str


def main(documents: int, workers: list[int], *, faulty: bool) -> None:
    """Measure and print."""
    sample = [each.get("text", "") for each in islice(make_inputs(documents), YARDSTICK_DOCUMENTS)]
    sample_words = sum(len(text.split()) for text in sample)
    yardstick = sample_words / time_tokenizer(sample)
    words = sample_words * documents / len(sample)
    before: tuple[float, float] | None = None
    for number in workers:
        seconds, processes, own_mb, sum_mb, digest = run(documents, number, faulty=faulty)
        parent, *others = processes
        cpu_seconds = sum(process.cpu_seconds for process in processes)
        gain = "" if before is None else f", {before[0] / seconds:.2f} times as fast"
        cost = "" if before is None else f", {cpu_seconds / before[1]:.2f} times that of {workers[0]}"
        before = before or (seconds, cpu_seconds)
        print(f"{documents:,} documents, {number} workers: {seconds:.1f} s{gain}; output {digest}")
        if not faulty:
            print(f"  {words / seconds:,.0f} words/s, {words / seconds / yardstick:.4f} of the tokenizer")
        print(
            f"  processor time {cpu_seconds:.1f} s{cost}, {1000 * cpu_seconds / documents:.2f} ms a document; "
            f"the parent's {parent.cpu_seconds:.1f} s"
        )
        for name, each in (("parent", parent), *((f"worker {n}", each) for n, each in enumerate(others, 1))):
            print(
                f"  {name}: {each.early_mb} MB after a tenth, {each.middle_mb} after half, {each.last_mb} at the end, "
                f"{each.most_mb} at most"
            )
        print(f"  all together: {own_mb:.0f} MB of the machine at most; {sum_mb} with what is shared counted for each")
        sys.stdout.flush()


def time_tokenizer(texts: list[str]) -> float:
    """Return the seconds that NLTK's word tokenizer takes for all texts."""
    from nltk.tokenize import NLTKWordTokenizer

    tokenizer, begin = NLTKWordTokenizer(), time.perf_counter()
    for text in texts:
        tokenizer.tokenize(text)
    return time.perf_counter() - begin


def run(documents: int, workers: int, *, faulty: bool) -> Run:
    """Run a batch and watch its processes."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.jsonl")
        command = [sys.executable, "-m", "quotes", "batch", "-", "-o", str(out), "--workers", str(workers)]
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        given = 0

        def give() -> None:
            nonlocal given
            assert process.stdin is not None
            with process.stdin as pipe:
                for given, document in enumerate(make_inputs(documents, faulty=faulty), 1):  # noqa: B007
                    pipe.write(json.dumps(document, ensure_ascii=False).encode("utf-8") + b"\n")

        giver = threading.Thread(target=give, daemon=True)
        giver.start()
        seen: dict[int, Process] = {process.pid: Process()}
        sum_mb, own_mb = 0, 0.0
        while process.poll() is None:
            alive = {pid: seen.setdefault(pid, Process()) for pid in (process.pid, *children_of(process.pid))}
            for pid, each in alive.items():
                note(each, pid, done=given / documents)
            sum_mb = max(sum_mb, sum(each.last_mb for each in alive.values()))
            own_mb = max(own_mb, sum(each.own_mb for each in alive.values()))
            time.sleep(0.25)
        seconds = time.perf_counter() - begin
        giver.join()
        with out.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    return Run(seconds, list(seen.values()), own_mb, sum_mb, digest)


def note(process: Process, pid: int, *, done: float) -> None:
    """Note what a process needs now, with that share of the documents read, on systems that tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        numbers = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return
    if shared := re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE):
        process.own_mb = int(shared[1]) / 1024
    now, most = (re.search(rf"{name}:\s+(\d+)", status) for name in ("VmRSS", "VmHWM"))
    if now and most:
        process.last_mb, process.most_mb = int(now[1]) // 1024, int(most[1]) // 1024
        process.cpu_seconds = (int(numbers[11]) + int(numbers[12])) / 100
        if done <= 0.1:
            process.early_mb = process.last_mb
        if done <= 0.5:
            process.middle_mb = process.last_mb


def children_of(pid: int) -> list[int]:
    """Return the processes that a process started."""
    try:
        return [int(c) for path in Path(f"/proc/{pid}/task").glob("*/children") for c in path.read_text().split()]
    except OSError:
        return []


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("documents", type=int, nargs="?", default=5000)
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--faulty", action="store_true")
    options = parser.parse_args()
    main(options.documents, [int(number) for number in options.workers.split(",")], faulty=options.faulty)
