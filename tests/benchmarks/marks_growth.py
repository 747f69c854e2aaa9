"""Read texts of nothing but quotation marks: run from the checkout, ``python -m tests.benchmarks.marks_growth``.

    --mb A B   the two sizes in megabytes (1 10)

Prints seconds of processor time of the reading of paragraphs and quotations at both sizes, and by how much they grew;
the exit code is 1 where ten times the text took more than twelve times as long.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from quotes.language.layout import read_layout
from quotes.segmenter import find_quotations

UNITS = {
    "straight": '"',
    "curly": "“”",
    "spaced": '" "',
    "apostrophes": "'",
    "two apostrophes and a space": "'' ",
    "mixed": "\"'“”‘’«»„''``",
    "mixed and spaced": "\" ' “ ” ‘ ’ « » „ '' `` ",
    "a paragraph each": '"\n\n',
}
MOST_GROWTH = 1.2


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every unit at both sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", nargs=2, type=float, default=[1.0, 10.0], metavar=("A", "B"))
    small, large = (int(size * 1e6) for size in parser.parse_args(arguments).mb)
    is_passed = False
    for name, unit in UNITS.items():
        seconds = [measure(unit, size) for size in (small, large)]
        grown = seconds[1] / seconds[0]
        is_passed |= grown > MOST_GROWTH * large / small
        print(f"{name:30} {seconds[0]:8.2f} s {seconds[1]:8.2f} s  x{grown:.1f}", flush=True)
    return is_passed


def measure(unit: str, size: int) -> float:
    """Return the seconds of processor time that ``size`` characters of ``unit`` after ``unit`` take."""
    text = (unit * (size // len(unit) + 1))[:size]
    begin = time.process_time()
    find_quotations(text, read_layout(text).paragraphs)
    return time.process_time() - begin


if __name__ == "__main__":
    sys.exit(main())
