"""Spoil what commands are given, and see how they fail: ``python -m tests.benchmarks.fuzz_commands``.

    --inputs N    how many calls (2,000)
    --seed N      of what is random (1)
    --only NAME   one target alone, by the beginning of its name
    --seconds N   what one call may take in seconds of processor time (5)

Saved annotations, corrections, rosters, house rules, records, transcripts, pages and selectors are spoiled and given to
the command that reads them. It may do its work (exit code 0 or 1) or say what is wrong (2, with words on standard
error); a fault of the program, any other exit code, and a call that takes too long are failures. They are printed; the
exit code is 1 where there is one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from quotes import annotate, render
from quotes.cli import main as quotes
from quotes.review.apply import collect_anchors
from quotes.review.corrections import Action, Change, Corrections, write_corrections
from tests.benchmarks.fuzz_readers import spoil
from tests.formats.html_samples import PAGES
from tests.formats.vendor_samples import RTTM, SEGMENTS

MOST_SHOWN = 20
TEXT = 'ADA QUILL: “The dam held,” said Ana Reyes, the mayor of Tarn. It rained.\n\nTOM REED: “No,” she said. "Why?\n'
RECORD = json.dumps({"id": "a", "text": TEXT, "roster": [{"name": "Ana Reyes"}], "meta": {"n": [1, 2.5, None]}})
ROSTER_JSON = json.dumps([{"name": "Ana Reyes", "aliases": ["Reyes"], "role": "mayor", "gender": "female"}])
ROSTER_TOML = '# people\n[[roster]]\nname = "Ana Reyes"\naliases = ["Reyes"]\nrole = "mayor"\n'
RULES = (
    'kinds = ["direct"]\nmin_confidence = 0.5\nroster = "cast.json"\nstyle = "own"\nstages = []\nworkers = 1\n'
    "max_bytes = 100000\nmax_seconds = 5.0\n"
)
SELECTORS = ("article p", "div > p.a:not(.b)", "#x [data-a='b' i], p:first-child", "p:nth-child(2n+1) ~ a")

_SELECTOR_SPLINTERS = (
    "(", ")", "[", "]", "'", '"', "\\", "::", ":not(", "*", "\0", "\n", ",,", ">>", "|", "n+", "é", "\\0 ", "9",
    "p " * 300, ":not(" * 200, "[a" * 100, "\u202e", ":nth-child(99999999999999999999n)",
)  # fmt: skip

HOSTILE: dict[str, bytes] = {
    "a million brackets": b"[" * 1_000_000,
    "deep objects": b'{"a":' * 20_000,
    "deep and whole": b"[" * 100_000 + b"]" * 100_000,
    "deep in a field": b'{"id": "a", "text": "b", "meta": ' + b'{"a":' * 5000 + b"1" + b"}" * 5001,
    "a huge number": b'{"id": "a", "text": "b", "meta": {"n": ' + b"9" * 100_000 + b"}}",
    "too large a float": b'{"id": "a", "text": "b", "meta": {"n": 1e999}}',
    "not a number": b'{"id": "a", "text": "b", "meta": {"n": NaN, "m": -Infinity}}',
    "a lone surrogate": b'{"id": "a", "text": "\\ud800", "meta": {"\\udc00": "\\ud800"}}',
    "a surrogate in bytes": b'{"id": "a", "text": "\xed\xa0\x80"}',
    "a key twice": b'{"id": "a", "id": "b", "text": "c", "text": "d"}',
    "NUL": b"\0" * 1000,
    "an id of a million": b'{"id": "' + b"a" * 1_000_000 + b'", "text": "b"}',
    "bytes of all sorts": bytes(range(256)) * 40,
    "UTF-16 cut": '{"id": "a", "text": "b"}'.encode("utf-16")[:-1],
    "an id of another sort": b'{"id": {"id": ["a"]}, "text": "b"}',
    "cut in an escape": b'{"id": "a", "text": "\\u12',
    "ten thousand keys": b'{"id": "a", "text": "b", ' + b",".join(b'"k%d": 1' % n for n in range(10_000)) + b"}",
    "nothing": b"",
    "a byte-order mark": b"\xef\xbb\xbf",
    "TOML, deep": b"a = " + b"[" * 100_000,
    "TOML, keys": b"a." * 50_000 + b"b = 1",
}
"""Files that broke some program once."""


class Target(NamedTuple):
    """A command and the file of it that is spoiled.

    Attributes:
        spoiled: the name of that file.
        content: what it holds, unspoiled.
        arguments: of the command.
        others: the other files.
    """

    spoiled: str
    content: str
    arguments: tuple[str, ...]
    others: dict[str, str]


class Failure(NamedTuple):
    """What went wrong with a call."""

    what: str
    target: str
    data: bytes


def make_targets() -> dict[str, Target]:
    """Return all commands that read something that is spoiled here."""
    annotation = annotate(TEXT)
    change = Change(
        record="quotation",
        id=annotation.quotations[0].id,
        before={"status": "proposed"},
        after={"status": "accepted"},
    )
    actions = (Action(name="accept", changes=(change,)),)
    log = Corrections(
        document_id=annotation.id,
        sha256=annotation.sha256,
        actions=actions,
        anchors=collect_anchors(annotation, actions),
        speakers={speaker.id: speaker.display_name for speaker in annotation.speakers},
    )
    saved, corrections = render(annotation, "json"), write_corrections(log)
    words = json.dumps(SEGMENTS)
    files = {"saved.json": saved, "log.json": corrections, "a.txt": TEXT, "in.jsonl": RECORD + "\n"}
    page = PAGES["whole page"]
    return {
        "apply, annotation": Target("saved.json", saved, ("apply", "saved.json", "log.json"), files),
        "apply, corrections": Target("log.json", corrections, ("apply", "saved.json", "log.json"), files),
        "apply, moved": Target("log.json", corrections, ("apply", "saved.json", "log.json", "--move"), files),
        "merge": Target("b.json", corrections, ("merge", "saved.json", "log.json", "b.json"), files),
        "render": Target("saved.json", saved, ("render", "saved.json", "--format", "html"), files),
        "render, review": Target("saved.json", saved, ("render", "saved.json", "--format", "review"), files),
        "evaluate": Target("b.json", saved, ("evaluate", "saved.json", "b.json"), files),
        "evaluate, records": Target("in.jsonl", saved, ("evaluate", "in.jsonl", "saved.json"), files),
        "repair": Target("a.txt", TEXT, ("repair", "a.txt", "--style", "american"), files),
        "check": Target("a.txt", TEXT, ("check", "a.txt"), files),
        "convert": Target("w.json", words, ("convert", "w.json", "-", "--to", "labelled"), files),
        "diarize, words": Target("w.json", words, ("diarize", "w.json", "--turns", "t.rttm"), {"t.rttm": RTTM}),
        "diarize, turns": Target("t.rttm", RTTM, ("diarize", "w.json", "--turns", "t.rttm"), {"w.json": words}),
        "batch": Target("in.jsonl", RECORD + "\n", ("batch", "in.jsonl"), files),
        "batch, resumed": Target("out.jsonl", saved, ("batch", "in.jsonl", "-o", "out.jsonl", "--resume"), files),
        "roster": Target("cast.json", ROSTER_JSON, ("annotate", "a.txt", "--roster", "cast.json"), files),
        "roster, TOML": Target("cast.toml", ROSTER_TOML, ("annotate", "a.txt", "--roster", "cast.toml"), files),
        "house rules": Target("quotes.toml", RULES, ("config",), {"cast.json": ROSTER_JSON}),
        "house rules, used": Target("quotes.toml", RULES, ("batch", "in.jsonl"), {**files, "cast.json": ROSTER_JSON}),
        "page": Target("a.html", page, ("annotate", "a.html", "--format", "inplace", "--json-ld"), {}),
        "page, source": Target("a.html", page, ("render", "saved.json", "--source", "a.html"), files),
    }


def call(target: Target, data: bytes, *, most_seconds: float) -> str | None:
    """Give a command its files in a new folder; return what is wrong, or None."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            for name, content in target.others.items():
                Path(name).write_text(content, encoding="utf-8")
            Path(target.spoiled).write_bytes(data)
            return run_command(target.arguments, most_seconds=most_seconds)
        finally:
            os.chdir(before)


def run_command(arguments: Sequence[str], *, most_seconds: float) -> str | None:
    """Call a command in the present folder; return what is wrong, or None."""
    begin = time.process_time()
    done = CliRunner().invoke(quotes, list(arguments), prog_name="quotes")
    seconds = time.process_time() - begin
    said = done.stderr
    if "a fault in quotes" in said or "Traceback" in said:
        return said.strip()[-300:]
    if done.exit_code not in (0, 1, 2):
        return f"exit code {done.exit_code}: {said[-200:]}"
    if done.exit_code == 2 and not said.strip():
        return "it fails without words"
    if "\x1b" in said:
        return "it writes control characters"
    return f"it takes {seconds:.1f} s" if seconds > most_seconds else None


def spoil_selector(chance: random.Random) -> str:
    """Return a CSS selector with something wrong in it."""
    selector = chance.choice(SELECTORS)
    for _ in range(chance.randint(1, 4)):
        start = chance.randint(0, len(selector))
        odd = chance.choice(_SELECTOR_SPLINTERS)
        selector = selector[:start] + odd + selector[start + chance.randint(0, 2) :]
    return selector


def run(chance: random.Random, calls: int, *, only: str = "", most_seconds: float = 5.0) -> Iterator[Failure]:
    """Give what fails among so many calls, every second one with a hostile file as long as there are any."""
    targets = {name: target for name, target in make_targets().items() if name.startswith(only)}
    hostile = [(name, data) for name in targets for data in HOSTILE.values()]
    chance.shuffle(hostile)
    for number in range(calls):
        if number % 10 == 9 and not only:
            selector = spoil_selector(chance)
            name, data = "selector", selector.encode("utf-8")
            page = Target("a.html", "", ("annotate", "a.html", "--selector", selector), {})
            wrong = call(page, PAGES["whole page"].encode(), most_seconds=most_seconds)
        else:
            name = chance.choice(list(targets))
            data = spoil(chance, targets[name].content)
            if number % 2 and hostile:
                name, data = hostile.pop()
            wrong = call(targets[name], data, most_seconds=most_seconds)
        if wrong is not None:
            yield Failure(wrong, name, data)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args(arguments)
    begin, failures = time.process_time(), 0
    for failure in run(
        random.Random(options.seed),  # noqa: S311 - repeatable, nothing secret
        options.inputs,
        only=options.only,
        most_seconds=options.seconds,
    ):
        failures += 1
        if failures <= MOST_SHOWN:
            opening = failure.data[:200]
            print(f"-- {failure.target}\n{opening!r} ({len(failure.data)} bytes)\n{failure.what}", flush=True)
    seconds = time.process_time() - begin
    print(f"{options.inputs:,} calls, seed {options.seed}: {failures} failures; {seconds:.0f} s of processor time")
    return failures > 0


if __name__ == "__main__":
    sys.exit(main())
