"""The most memory one long document needs: run from the checkout, ``python -m tests.benchmarks.memory``.

    python -m tests.benchmarks.memory                                    # 1 and 5 MB of two kinds, some minutes
    python -m tests.benchmarks.memory ordinary --mb 50 --format json     # as `quotes annotate -o` does it, an hour
    python -m tests.benchmarks.memory ordinary --mb 5 --stages           # what is held behind each stage, too

Each measurement is a process of its own, weights and lexicon included. Columns: seconds of processor time, the most
memory the process had at any time, that as a multiple of the text's bytes, and how much more each byte of text costs
than in the size before: what a short run takes for itself is the same for all. With ``--check`` the exit code is 1
where a text of 10 MB or more took over 20 times its size. Kinds are those of `generated_texts`; ``ordinary`` has a
quotation every 180 characters.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.generated_texts import TEXTS, make_text

MOST_MEMORY = 20
LARGE_BYTES = 10_000_000
KINDS = ("ordinary", "one-quotation")
FORMATS = ("annotation", "json", "html")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", help=f"kinds of text: {', '.join(TEXTS)} (default: {', '.join(KINDS)})")
    parser.add_argument("--mb", nargs="+", type=float, default=[1.0, 5.0], help="sizes in megabytes")
    parser.add_argument("--format", choices=FORMATS, default="json", help="what is written; annotation: nothing")
    parser.add_argument("--stages", action="store_true", help="tell what is held and the peak of each stage (Linux)")
    parser.add_argument("--check", action="store_true", help="exit with 1 where the bound is passed")
    parser.add_argument("--one", nargs=2, metavar=("FILE", "FORMAT"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        print(json.dumps(measure_here(given.one[0], given.one[1], by_stage=given.stages)))
        return 0
    unknown = set(given.kinds) - set(TEXTS)
    if unknown:
        parser.error(f"there is no kind {', '.join(sorted(unknown))}; there are {', '.join(TEXTS)}")
    is_passed = False
    print(f"{'text':<18} {'MB':>6} {'seconds':>8} {'peak MB':>8} {'x text':>7} {'x added':>8}")
    for kind in given.kinds or KINDS:
        before: dict[str, Any] | None = None
        for size in sorted(given.mb):
            row = measure(kind, int(size * 1e6), given.format, by_stage=given.stages)
            times = row["peak"] / row["bytes"]
            added = "" if before is None else f"{(row['peak'] - before['peak']) / (row['bytes'] - before['bytes']):.1f}"
            shown = f"{row['seconds']:>8.1f} {row['peak'] / 1e6:>8.0f} {times:>7.1f} {added:>8}"
            print(f"{kind:<18} {row['bytes'] / 1e6:>6.1f} {shown}", flush=True)
            for name, held, peak in row["stages"]:
                print(f"    {name:<22} holds {held / 1e6:7.0f} MB, peak {peak / 1e6:7.0f} MB")
            is_passed |= row["bytes"] >= LARGE_BYTES and times > MOST_MEMORY
            before = row
    return int(is_passed and given.check)


def measure(kind: str, size_bytes: int, form: str, *, by_stage: bool = False) -> dict[str, Any]:
    """Annotate a text of one kind in a new process; return bytes, seconds, peak and stages."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_bytes(make_text(kind, size_bytes).encode("utf-8"))
        command = [sys.executable, "-m", "tests.benchmarks.memory", "--one", str(path), form]
        # A process begins with the peak of the one it was forked from, so a shell stands between.
        by_a_shell = [] if sys.platform == "win32" else ["sh", "-c", '"$@"; exit $?', "sh"]
        command = [*by_a_shell, *command, *(["--stages"] if by_stage else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return {**json.loads(done.stdout), "bytes": path.stat().st_size}


def measure_here(file: str, form: str, *, by_stage: bool) -> dict[str, Any]:
    """Annotate the text of a file in this process and write it beside; return seconds, peak and stages."""
    from quotes.process import set_up_process

    set_up_process()  # as the command line does
    from quotes import pipeline
    from quotes.cli import main as run_command
    from quotes.formats import read

    stages: list[tuple[str, int, int]] = []

    def watched(stage: pipeline.Stage) -> pipeline.Stage:
        def run(draft: pipeline.Draft) -> pipeline.Draft:
            forget_peak()
            made = stage(draft)
            stages.append((stage.__name__, held_bytes("VmRSS"), held_bytes("VmHWM")))
            return made

        return run

    begin = time.process_time()
    if by_stage:
        pipeline.annotate(read(file), stages=[watched(stage) for stage in pipeline.DEFAULT_STAGES])
    elif form == "annotation":
        pipeline.annotate(read(file))
    else:
        run_command(["annotate", file, "--format", form, "-o", f"{file}.{form}", "--quiet"], standalone_mode=False)
    peak = max([peak_bytes(), *(most for _, _, most in stages)])
    return {"seconds": time.process_time() - begin, "peak": peak, "stages": stages}


def forget_peak() -> None:
    """Let the kernel count the most memory from here on."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def held_bytes(name: str) -> int:
    """Return a figure of memory that the kernel gives for this process."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name + ":"))


def peak_bytes() -> int:
    """Return the most memory this process has had so far."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    sys.exit(main())
