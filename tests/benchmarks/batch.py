"""Memory and speed of ``quotes batch``: many short documents, with one and with two workers.

``python -m tests.benchmarks.batch [DOCUMENTS] [--workers 1,2] [--faulty]``. The documents are made while the batch
reads them from a pipe, so that nothing of them is kept. For each number of workers it prints

- words a second of the whole run, and as a share of what NLTK's word tokenizer does with the same words;
- seconds of processor time of the whole run and of the parent alone: two workers that each do half of the work of one
  need as much together. On a machine that does nothing else the clock shows the gain, on a busy one only these do;
- for the parent and each worker the resident memory, in MB, when a tenth of the documents had been read and at the end,
  and the highest in between (on systems with /proc): what grows with the number of documents shows here;
- a hash of the output, which is the same for any number of workers.

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

TEXT = (
    "“The {0} ferry is late again,” said {1} Quill, who runs it. Nobody in Tarn was surprised.",
    "{1} Quill said that the ferry to pier {0} would sail again.",
    "“Pier {0} is closed.” It was {1} Quill who told the council so.",
    "The {0} boats of Tarn stay in the harbour until the wind turns.",
)
NAMES = ("Ana", "Bela", "Carl", "Dora", "Emil")
YARDSTICK_DOCUMENTS = 5000


def make_documents(count: int, *, faulty: bool = False) -> Iterator[dict[str, str]]:
    """Give short documents of one or two sentences, no two the same."""
    for number in range(count):
        text = TEXT[number % len(TEXT)].format(number, NAMES[number % len(NAMES)])
        yield {"id": f"archive/2020/{number}"} | ({} if faulty else {"text": text})


@dataclass
class Process:
    """What one process of a batch needed."""

    early_mb: int = 0
    last_mb: int = 0
    most_mb: int = 0
    cpu_seconds: float = 0.0


def main(documents: int, workers: list[int], *, faulty: bool) -> None:
    """Measure and print."""
    sample = [each.get("text", "") for each in islice(make_documents(documents), YARDSTICK_DOCUMENTS)]
    sample_words = sum(len(text.split()) for text in sample)
    yardstick = sample_words / time_tokenizer(sample)
    words = sample_words * documents / len(sample)
    before: tuple[float, float] | None = None
    for number in workers:
        seconds, processes, digest = run(documents, number, faulty=faulty)
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
            print(f"  {name}: {each.early_mb} MB after a tenth, {each.last_mb} at the end, {each.most_mb} at most")
        sys.stdout.flush()


def time_tokenizer(texts: list[str]) -> float:
    """Return the seconds that NLTK's word tokenizer takes for all texts."""
    from nltk.tokenize import NLTKWordTokenizer

    tokenizer, begin = NLTKWordTokenizer(), time.perf_counter()
    for text in texts:
        tokenizer.tokenize(text)
    return time.perf_counter() - begin


def run(documents: int, workers: int, *, faulty: bool) -> tuple[float, list[Process], str]:
    """Return seconds, what each process needed, the parent first, and a hash of the output."""
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
                for given, document in enumerate(make_documents(documents, faulty=faulty), 1):  # noqa: B007
                    pipe.write(json.dumps(document, ensure_ascii=False).encode("utf-8") + b"\n")

        giver = threading.Thread(target=give, daemon=True)
        giver.start()
        seen: dict[int, Process] = {process.pid: Process()}
        while process.poll() is None:
            for pid in (process.pid, *children_of(process.pid)):
                note(seen.setdefault(pid, Process()), pid, is_early=given <= documents / 10)
            time.sleep(0.1)
        seconds = time.perf_counter() - begin
        giver.join()
        with out.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    return seconds, list(seen.values()), digest


def note(process: Process, pid: int, *, is_early: bool) -> None:
    """Note what a process needs now, on systems that tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        numbers = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return
    now, most = (re.search(rf"{name}:\s+(\d+)", status) for name in ("VmRSS", "VmHWM"))
    if now and most:
        process.last_mb, process.most_mb = int(now[1]) // 1024, int(most[1]) // 1024
        process.cpu_seconds = (int(numbers[11]) + int(numbers[12])) / 100
        if is_early:
            process.early_mb = process.last_mb


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
