"""What it costs to begin: run by command, never by the default tests.

    python tests/benchmarks/cold_start.py             # with this Python
    python tests/benchmarks/cold_start.py ENV/bin/python

Prints the least and the middle processor time, in seconds, of several runs of each command in processes of their own,
beside that of Python doing nothing. Processor time, since other programs on the machine lengthen the time on the clock.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

RUNS = 9
TEXT = Path(__file__).parents[2] / "corpus" / "wire-brothers" / "text.txt"
COMMANDS: dict[str, tuple[list[str], float | None]] = {
    "python": (["-c", ""], None),
    "import quotes": (["-c", "import quotes"], 0.1),
    "quotes --help": (["-m", "quotes", "--help"], 0.25),
    "quotes annotate": (["-m", "quotes", "annotate", str(TEXT)], 0.8),
    "… as a page": (["-m", "quotes", "annotate", str(TEXT), "--format", "html"], 0.8),
    "NLTK's word tokenizer": (["-c", "import nltk; nltk.NLTKWordTokenizer().tokenize('He left.')"], None),
}
"""What is run, and the seconds it may take."""


def main() -> None:
    """Measure every command and print a line for each."""
    python = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    print(f"{'command':<24} {'least':>7} {'middle':>7} {'bound':>7}   seconds of processor time")
    for name, (arguments, bound) in COMMANDS.items():
        seconds = sorted(run([python, *arguments]) for _ in range(RUNS))
        shown = "" if bound is None else f"{bound:.2f}"
        print(f"{name:<24} {seconds[0]:>7.3f} {statistics.median(seconds):>7.3f} {shown:>7}", flush=True)


def run(command: list[str]) -> float:
    """Run a command and return the seconds of processor time it took."""
    before = os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=TEXT.parent, check=True)
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


if __name__ == "__main__":
    main()
