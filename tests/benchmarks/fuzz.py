"""Read a million short messy texts: run from the checkout, ``python -m tests.benchmarks.fuzz``.

    --inputs N    how many texts (1,000,000)
    --seed N      of what is random (1)
    --together N  how many texts are read in one call, a blank line between two of them (20)

Prints the texts that fail and how long it took; the exit code is 1 where one fails.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Sequence

from tests.segmenter.messy_texts import find_runaway, make_messy_text

MOST_SHOWN = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Read what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--together", type=int, default=20)
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)  # noqa: S311 - repeatable, nothing secret
    failures = 0
    begin, begin_cpu = time.perf_counter(), time.process_time()
    for _ in range(0, options.inputs, options.together):
        text = "\n\n".join(make_messy_text(chance) for _ in range(options.together))
        try:
            runaway = find_runaway(text)
        except Exception:  # a fuzzer is there to see them all
            runaway = None
            failures += 1
            if failures <= MOST_SHOWN:
                print(repr(text), traceback.format_exc(), sep="\n")
        if runaway is not None:
            failures += 1
            if failures <= MOST_SHOWN:
                print(repr(text), runaway.spans, sep="\n")
    print(
        f"{options.inputs:,} texts, {options.together} a call, seed {options.seed}: {failures} failures; "
        f"{time.perf_counter() - begin:.0f} s, {time.process_time() - begin_cpu:.0f} s of processor time"
    )
    return failures > 0


if __name__ == "__main__":
    sys.exit(main())
