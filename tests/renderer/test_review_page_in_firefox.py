"""The pages in Firefox: the review page from its opening to applied corrections, and the read-only page."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from firefox_driver import Firefox

from quotes.model import Annotation

pytestmark = pytest.mark.browser

STATUS = "document.querySelector('#status').textContent"
NAME = "document.querySelector('#panel h2').textContent"


@pytest.fixture(scope="module")
def firefox(firefox_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A headless Firefox for all tests of this module."""
    with Firefox(firefox_path, tmp_path_factory.mktemp("firefox")) as browser:
        yield browser


def wait_for_file(folder: Path) -> dict[str, Any]:
    """Return the JSON of the file that is saved in a folder, once it is whole."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for path in folder.glob("*.json"):
            try:
                saved = json.loads(path.read_text(encoding="utf-8"))
            except ValueError:
                continue
            assert isinstance(saved, dict)
            return saved
        time.sleep(0.05)
    raise AssertionError("nothing was saved")


def test_a_document_is_reviewed_by_keyboard_in_firefox(
    firefox: Firefox, run_quotes: Any, corpus: Path, tmp_path: Path
) -> None:
    """Accept, another speaker, take back, save; the corrections are applied by the command line."""
    source = corpus / "broadcast-ferry" / "text.txt"
    assert run_quotes("annotate", source, "-o", "doc.json").returncode == 0
    assert run_quotes("render", "doc.json", "--format", "review", "-o", "review.html").returncode == 0
    before = Annotation.model_validate_json((tmp_path / "doc.json").read_bytes())
    firefox.complaints.clear()
    firefox.open(tmp_path / "review.html")
    total = len([one for one in before.quotations if one.is_speech])
    assert f"{total} left to check" in firefox.read(STATUS)
    firefox.press("a")
    assert f"{total - 1} left" in firefox.read(STATUS)
    was = firefox.read(NAME)
    firefox.press("2")
    assert f"{total - 2} left" in firefox.read(STATUS)
    firefox.press("a", "u", "u")
    assert firefox.read(NAME) == was
    assert f"{total - 1} left" in firefox.read(STATUS)
    firefox.press("s", *"Ilse Marwood", "Enter")
    assert "Ilse Marwood, who is new" in firefox.read(STATUS)
    firefox.press("Shift+S")
    saved = wait_for_file(firefox.downloads)

    assert [action["name"] for action in saved["actions"]] == ["accept", "new-speaker"]
    (tmp_path / "log.json").write_text(json.dumps(saved), encoding="utf-8")
    done = run_quotes("apply", "doc.json", "log.json", "-o", "out.json")
    assert done.returncode == 0, done.stderr
    after = Annotation.model_validate_json((tmp_path / "out.json").read_bytes())
    (corrected,) = [one for one in after.quotations if one.status == "corrected"]
    speaker = after.speaker(corrected.speaker)
    assert speaker is not None
    assert speaker.name == "Ilse Marwood"
    assert [one.status for one in after.quotations].count("accepted") == 1
    assert firefox.complaints == []


def test_the_read_only_page_works_in_firefox(firefox: Firefox, run_quotes: Any, corpus: Path, tmp_path: Path) -> None:
    """A key opens a quotation and its card; nothing is written to the console."""
    source = corpus / "broadcast-ferry" / "text.txt"
    assert run_quotes("annotate", source, "-o", "page.html").returncode == 0
    firefox.complaints.clear()
    firefox.open(tmp_path / "page.html")
    assert firefox.read("document.querySelectorAll('mark').length") > 0
    assert firefox.read("document.querySelector('mark.on') === null")
    firefox.press("j")

    assert firefox.read("document.querySelector('mark.on') !== null")
    assert firefox.complaints == []
