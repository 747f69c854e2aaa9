"""Progress of one long document, on a pseudo-terminal: which stage, how far; nowhere else and never in the output."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from quotes.pipeline import DEFAULT_STAGES, annotate
from quotes.progress import tell_through

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")

LINE = "“The dam held,” said Ana Reyes, the mayor of Tarn. Otto Quill said that the road would open on Monday.\n\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a document that takes longer than the bar waits."""
    (tmp_path / "long.txt").write_text(LINE * 3000, encoding="utf-8")
    return tmp_path


def run_on_terminal(folder: Path, *args: str, at_once: bool = False) -> tuple[int, bytes, str]:
    """Exit code, standard output, and what a terminal at standard error shows."""
    at_once_code = "import quotes.cli.progress as p; p._QUICK_SECONDS = 0; from quotes.cli import main; main()"
    program = ["-c", at_once_code] if at_once else ["-m", "quotes"]
    import pty
    import threading

    terminal, end = pty.openpty()
    shown = bytearray()

    def watch() -> None:
        while True:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                return
            if not data:
                return
            shown.extend(data)

    watcher = threading.Thread(target=watch)
    watcher.start()
    done = subprocess.run(
        [sys.executable, *program, *args],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=end,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        timeout=300,
        check=False,
    )
    os.close(end)
    watcher.join(timeout=30)
    os.close(terminal)
    return done.returncode, done.stdout, shown.decode("utf-8", errors="replace")


def test_a_long_document_shows_its_stage_and_how_far_it_is(folder: Path) -> None:
    """While it works; the output is what it is without a terminal."""
    code, output, shown = run_on_terminal(folder, "annotate", "long.txt", "--format", "csv")
    assert code == 0
    assert re.search(r"(?:attribute speakers|find indirect) +\d+%", shown), shown[-500:]
    plain = subprocess.run(
        [sys.executable, "-m", "quotes", "annotate", "long.txt", "--format", "csv"],
        cwd=folder,
        capture_output=True,
        timeout=300,
        check=True,
    )
    assert (plain.stdout == output, plain.stderr) == (True, b"")


def test_there_is_no_bar_where_none_is_wanted(folder: Path) -> None:
    """Nothing at all is shown with --quiet."""
    code, output, shown = run_on_terminal(folder, "annotate", "long.txt", "--kinds", "direct", "--quiet")
    assert (code, len(output) > 0, shown) == (0, True, "")


def test_convert_diarize_and_render_show_theirs(folder: Path) -> None:
    """Each its own stages; here the bar comes at once, so that a short document will do."""
    words = [{"word": f"word{n}.", "start": n * 0.5, "end": n * 0.5 + 0.4} for n in range(600)]
    (folder / "words.json").write_text(
        json.dumps({"segments": [{"text": " ".join(str(word["word"]) for word in words), "words": words}]}),
        encoding="utf-8",
    )
    turns = "".join(f"SPEAKER a 1 {n * 30}.0 30.0 <NA> <NA> S{n % 3} <NA> <NA>\n" for n in range(10))
    (folder / "turns.rttm").write_text(turns, encoding="utf-8")
    for args, names in (
        (("diarize", "words.json", "--turns", "turns.rttm", "-o", "call.json"), ("align", "tell voices")),
        (("render", "call.json", "-o", "call.html"), ("read", "render")),
        (("convert", "call.json", "call.srt"), ("read", "write")),
    ):
        code, output, shown = run_on_terminal(folder, *args, at_once=True)
        assert (code, output) == (0, b""), shown
        assert [name for name in names if re.search(rf"{name} .*━", shown)] == list(names), (args, shown)


def test_the_library_tells_every_stage_in_order() -> None:
    """Shares go up within a stage, and nothing is found otherwise."""
    told: list[tuple[str, float]] = []
    annotation = annotate(LINE * 40, progress=lambda stage, share: told.append((stage, share)))
    assert list(dict.fromkeys(stage for stage, _ in told)) == [stage.__name__ for stage in DEFAULT_STAGES]
    for name in ("attribute_speakers", "find_indirect"):
        shares = [share for stage, share in told if stage == name]
        assert (shares == sorted(shares), shares[-1]) == (True, 1.0)
    assert annotation == annotate(LINE * 40)


def test_nothing_is_put_around_items_that_nobody_listens_to() -> None:
    """So that it costs nothing."""
    items = range(3)
    assert tell_through(items, 3, None) is items
