"""The file beside a document: whole, whatever happens while it is written."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quotes.errors import ReadError
from quotes.review.sidecar import Sidecar

_WRITER = """
import sys
from pathlib import Path
from quotes.review.sidecar import Sidecar
sidecar, number = Sidecar(Path(sys.argv[1])), 0
while True:
    number += 1
    sidecar.write('{"number": %d, "filling": "%s"}' % (number, "x" * 2_000_000))
    print(number, flush=True)
"""


def test_nothing_saved_is_none(tmp_path: Path) -> None:
    """And its version is empty."""
    sidecar = Sidecar(tmp_path / "a.corrections.json")
    assert (sidecar.read(), sidecar.version()) == (None, "")


def test_the_version_changes_with_what_is_saved(tmp_path: Path) -> None:
    """The same text has the same version."""
    sidecar = Sidecar(tmp_path / "a.corrections.json")
    versions = []
    for text in ("one", "two", "one"):
        sidecar.write(text)
        versions.append(sidecar.version())
    assert versions[0] == versions[2] != versions[1]


def test_a_kill_in_the_middle_of_a_save_leaves_whole_corrections(tmp_path: Path) -> None:
    """What is read afterwards is one of the saves, not a part of it."""
    path = tmp_path / "a.corrections.json"
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.05)
        writer.kill()
    assert json.loads(path.read_text(encoding="utf-8"))["number"] >= 1


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    """The error names the file."""
    path = tmp_path / "a.corrections.json"
    path.write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(ReadError, match=r"a\.corrections\.json"):
        Sidecar(path).read()
