"""How time and memory grow with a text: run by command, never by the default tests.

    python tests/benchmarks/growth.py                          # every kind of text at 0.2 and 1 MB, about five minutes
    python tests/benchmarks/growth.py ordinary --mb 1 10       # one kind, two sizes
    python tests/benchmarks/growth.py one-line --mb 50 --json  # the command line writes JSON, too
    python tests/benchmarks/growth.py speakers --keep          # what is measured goes into docs and corpus/SCORES.md

Each measurement is a process of its own. Columns: seconds of processor time; words a second; the time as a multiple of
what NLTK's word tokenizer needs for the same text in the same process (a figure that means the same on a slow machine
as on a fast one); how many times the text's bytes memory rose, weights and lexicon included; seconds by stage. The line
below two sizes says how many times the text and the time grew. With ``--check`` the exit code is 1 where a text of
10 MB or more took over 20 times its size, or where time grew by a fifth more than the text. With ``--keep`` the
figures go into growth.json beside this file in the place of earlier ones of the same kind and size; docs/growth.svg,
docs/growth-dark.svg and a section of corpus/SCORES.md are made of all that stands there.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from generated_texts import TEXTS, make_text
from growth_plot import draw_growth, show_table
from scores import SCORES, join_sections, read_sections

MOST_MEMORY = 20
MOST_GROWTH = 1.2
LARGE_BYTES = 10_000_000
YARDSTICK_BYTES = 300_000
KEPT = Path(__file__).with_name("growth.json")
DOCS = Path(__file__).parents[2] / "docs"


def main() -> int:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure time and memory against the size of generated texts.")
    parser.add_argument("kinds", nargs="*", help=f"kinds of text: {', '.join(TEXTS)} (default: all)")
    parser.add_argument("--mb", nargs="+", type=float, default=[0.2, 1.0], help="sizes in megabytes")
    parser.add_argument("--json", action="store_true", help="write JSON by the command line, too")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a bound is passed")
    parser.add_argument("--keep", action="store_true", help="write what is measured into docs and corpus/SCORES.md")
    parser.add_argument("--one", nargs=3, metavar=("KIND", "FILE", "OUT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure_here(*given.one)))
        return 0
    unknown = set(given.kinds) - set(TEXTS)
    if unknown:
        parser.error(f"there is no kind {', '.join(sorted(unknown))}; there are {', '.join(TEXTS)}")
    passed = False
    print(f"{'text':<18} {'MB':>6} {'seconds':>8} {'words/s':>8} {'x NLTK':>7} {'memory':>7}  stages")
    for kind in given.kinds or TEXTS:
        rows = [measure(kind, int(size * 1e6), write_json=given.json) for size in sorted(given.mb)]
        for row in rows:
            stages = "  ".join(f"{name} {seconds:.1f}" for name, seconds in row["stages"].items())
            megabytes, ratio = row["bytes"] / 1e6, row["seconds"] / row["yardstick"]
            speed = row["words"] / row["seconds"]
            taken = f"{row['seconds']:>8.2f} {speed:>8.0f} {ratio:>7.1f}"
            print(f"{kind:<18} {megabytes:>6.1f} {taken} {row['memory']:>6.1f}x  {stages}")
            passed |= row["bytes"] >= LARGE_BYTES and row["memory"] > MOST_MEMORY
        for before, after in pairwise(rows):
            text, seconds = after["bytes"] / before["bytes"], after["seconds"] / before["seconds"]
            print(f"{'':<18} text x{text:.1f}, time x{seconds:.1f}", flush=True)
            passed |= seconds > MOST_GROWTH * text
        if given.keep:
            keep(rows)
    return int(passed and given.check)


def keep(rows: list[dict[str, Any]]) -> None:
    """Write figures down, and make the pictures and the section of the scores anew from all that were kept."""
    known = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else []
    sizes = {(row["kind"], round(row["bytes"], -4)): row for row in [*known, *rows]}
    order = list(TEXTS)
    every = sorted(sizes.values(), key=lambda row: (order.index(row["kind"]), row["bytes"]))
    lines = ",\n".join(json.dumps({name: value for name, value in row.items() if name != "stages"}) for row in every)
    KEPT.write_text(f"[\n{lines}\n]\n", encoding="utf-8", newline="\n")
    for name, dark in (("growth.svg", False), ("growth-dark.svg", True)):
        (DOCS / name).write_text(draw_growth(every, dark=dark), encoding="utf-8", newline="\n")
    sections = read_sections(SCORES.read_text(encoding="utf-8"))
    sections["growth"] = "\n".join(
        [
            "## Growth of time and memory",
            "",
            "`python tests/benchmarks/growth.py KIND --mb SIZE SIZE --keep`",
            "",
            "Generated texts, each in a process of its own: processor time, and how far memory rose, with the weights "
            "and the lexicon. Seconds were taken while other programs ran and say little; NLTK's word tokenizer had "
            "the same text in the same process. Time may grow 12 times for 10 times the text. Each row is as it was "
            "when its kind was last measured.",
            "",
            *show_table(every),
        ]
    )
    SCORES.write_bytes(join_sections(sections).encode("utf-8"))


def measure(kind: str, size_bytes: int, *, write_json: bool = False) -> dict[str, Any]:
    """Annotate a text of one kind in a new process and return what that took."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "text.txt", Path(folder) / "out.json"
        text = make_text(kind, size_bytes)
        path.write_bytes(text.encode("utf-8"))
        command = [sys.executable, __file__, "--one", kind, str(path), str(out) if write_json else ""]
        # A process begins with the peak of the one it was forked from, so a shell stands between.
        by_a_shell = [] if sys.platform == "win32" else ["sh", "-c", '"$@"; exit $?', "sh"]
        done = subprocess.run([*by_a_shell, *command], capture_output=True, text=True, check=True)
    return {**json.loads(done.stdout), "words": len(text.split())}


def measure_here(kind: str, file: str, out: str) -> dict[str, Any]:
    """Annotate the text of a file in this process; return bytes, seconds, seconds of each stage and memory."""
    import quotes.cli
    from quotes import pipeline
    from quotes.formats import read

    size_bytes = Path(file).stat().st_size
    yardstick = tokenize_with_nltk(file)
    before = peak_bytes()
    stages: dict[str, float] = {}

    def timed(stage: pipeline.Stage) -> pipeline.Stage:
        def run(draft: pipeline.Draft) -> pipeline.Draft:
            begin = time.process_time()
            result = stage(draft)
            stages[stage.__name__] = round(time.process_time() - begin, 3)
            return result

        return run

    begin = time.process_time()
    if out:
        quotes.cli.main(["annotate", file, "-o", out], standalone_mode=False)
    else:
        pipeline.annotate(read(file), stages=[timed(stage) for stage in pipeline.DEFAULT_STAGES])
    return {
        "kind": kind,
        "bytes": size_bytes,
        "seconds": time.process_time() - begin,
        "yardstick": yardstick,
        "stages": stages,
        "memory": (peak_bytes() - before) / size_bytes,
    }


def tokenize_with_nltk(file: str) -> float:
    """Return the seconds NLTK's word tokenizer would take for the text of a file, by its beginning."""
    from nltk.tokenize import NLTKWordTokenizer

    with open(file, encoding="utf-8") as source:  # noqa: PTH123  (only the beginning is read)
        text = source.read(YARDSTICK_BYTES)
    tokenizer = NLTKWordTokenizer()
    begin = time.process_time()
    for start in range(0, len(text), 2_000):  # it is made for paragraphs; on a long text it slows down
        tokenizer.tokenize(text[start : start + 2_000])
    return (time.process_time() - begin) * Path(file).stat().st_size / len(text.encode("utf-8"))


def peak_bytes() -> int:
    """Return the most memory this process has had so far; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    sys.exit(main())
