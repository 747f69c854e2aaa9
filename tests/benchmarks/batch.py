"""Memory and speed of ``quotes batch``: many short documents, with one and with two workers.

``python -m tests.benchmarks.batch [DOCUMENTS]``. Memory is the highest resident size of each process, in MB, on systems
with /proc; speed is words a second of the whole run, and as a share of what NLTK's word tokenizer does with the same
words. ``--faulty`` gives records without a text, which cost little time: so a million ids can be tried.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TEXT = (
    "“The {0} ferry is late again,” said {1} Quill, who runs it. Nobody in Tarn was surprised. {1} said it would sail."
)
NAMES = ("Ana", "Bela", "Carl", "Dora", "Emil")


def main(documents: int, *, faulty: bool) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in.jsonl")
        words = 0
        with source.open("w", encoding="utf-8") as file:
            for number in range(documents):
                text = TEXT.format(number, NAMES[number % len(NAMES)])
                words += len(text.split())
                record = {"id": f"archive/2020/{number}"} | ({} if faulty else {"text": text})
                file.write(json.dumps(record) + "\n")
        yardstick = words if faulty else words / time_tokenizer(source)
        before = 0.0
        for workers in (1, 2):
            seconds, megabytes, digest = run(source, workers)
            speed = words / seconds
            gain = f", {before / seconds:.2f} times as fast" if before else ""
            before = before or seconds
            print(
                f"{documents} documents, {workers} workers: {seconds:.1f} s, {speed:.0f} words/s, "
                f"{speed / yardstick:.3f} of the tokenizer{gain}; MB by process {megabytes}; {digest}"
            )


def time_tokenizer(source: Path) -> float:
    """Return the seconds that NLTK's word tokenizer takes for all texts."""
    from nltk.tokenize import NLTKWordTokenizer

    texts = [json.loads(line)["text"] for line in source.open(encoding="utf-8")]
    tokenizer, begin = NLTKWordTokenizer(), time.perf_counter()
    for text in texts:
        tokenizer.tokenize(text)
    return time.perf_counter() - begin


def run(source: Path, workers: int) -> tuple[float, list[int], str]:
    """Return seconds, the highest memory of each process in MB, and a hash of the output."""
    out = source.with_name("out.jsonl")
    begin = time.perf_counter()
    command = [sys.executable, "-m", "quotes", "batch", str(source), "-o", str(out), "--workers", str(workers)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for pid in (process.pid, *children_of(process.pid)):
            peaks[pid] = max(peaks.get(pid, 0), peak_of(pid))
        time.sleep(0.2)
    seconds = time.perf_counter() - begin
    return seconds, list(peaks.values()), hashlib.sha256(out.read_bytes()).hexdigest()[:12]


def children_of(pid: int) -> list[int]:
    """Return the processes that a process started."""
    try:
        return [int(c) for path in Path(f"/proc/{pid}/task").glob("*/children") for c in path.read_text().split()]
    except OSError:
        return []


def peak_of(pid: int) -> int:
    """Return the highest resident size of a process so far in MB, or 0."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) // 1024 if found else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(numbers[0] if numbers else 5000, faulty="--faulty" in sys.argv)
