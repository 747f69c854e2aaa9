"""``quotes review`` from end to end: a browser, a save, a second tab, Ctrl-C, and what is left on disk."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

TEXT = "“The dam held,” said Ana Reyes, the mayor of Tarn.\n\n“It did not,” said Bo Lind. “It leaked.”\n"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str, Path]]:
    """Start ``quotes review`` over one text, and give the process, its address and the text's path."""
    path = tmp_path / "dam.txt"
    path.write_text(TEXT, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "quotes", "review", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=(lambda: signal.signal(signal.SIGINT, signal.default_int_handler)) if os.name != "nt" else None,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    yield process, address, path
    process.kill()
    process.communicate(timeout=10)


@pytest.mark.browser
def test_a_decision_in_the_browser_is_on_disk_at_once_and_there_again(
    served: tuple[subprocess.Popen[str], str, Path], browser: Any, tmp_path: Path
) -> None:
    """Accepted with one key, saved beside the document, shown in another tab, and applied by the command line."""
    process, address, path = served
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(address)
    assert "2 quotations left to check" in page.inner_text("body")
    page.click("text=dam.txt")
    page.wait_for_selector("#panel h2")
    page.keyboard.press("a")
    wait_for(path, 1)
    page.keyboard.press("a")
    wait_for(path, 2)
    other = context.new_page()
    other.goto(page.url)
    assert "all checked" in other.inner_text("body").lower()
    assert faults == []
    context.close()
    assert len(statuses(path)) == 2
    if os.name != "nt":
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=15) == 0
    corrected = tmp_path / "corrected.json"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "quotes",
            "apply",
            f"{path}.annotation.json",
            f"{path}.corrections.json",
            "-o",
            corrected,
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    statuses_after: list[Any] = [each["status"] for each in json.loads(corrected.read_bytes())["quotations"]]
    assert statuses_after == ["accepted", "accepted"]


@pytest.mark.browser
def test_the_way_back_to_all_documents_saves_first(
    served: tuple[subprocess.Popen[str], str, Path], browser: Any
) -> None:
    """By key and by link: what was done just before is on disk and counted; unsaved, the page is not left at once."""
    process, address, path = served
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    home = page.url
    page.click("text=dam.txt")
    page.wait_for_selector("html.ready")
    page.keyboard.press("a")
    page.keyboard.press("I")
    page.wait_for_url(home)
    assert len(statuses(path)) == 1
    assert "1 quotation left to check" in page.inner_text("body")
    page.click("text=dam.txt")
    page.wait_for_selector("html.ready")
    page.keyboard.press("f")
    page.click("#inbox")
    page.wait_for_url(home)
    assert '"flagged"' in path.with_name(path.name + ".corrections.json").read_text(encoding="utf-8")
    page.click("text=dam.txt")
    page.wait_for_selector("html.ready")
    process.kill()
    process.wait(timeout=10)
    page.keyboard.press("a")
    page.keyboard.press("I")
    page.wait_for_selector("#status:has-text('once more leaves it')")
    assert "/documents/1/" in page.url
    context.close()


@pytest.mark.browser
def test_when_all_is_checked_the_page_leads_back_to_the_list(
    served: tuple[subprocess.Popen[str], str, Path], browser: Any
) -> None:
    """It says where the corrections are, and its big button goes to all documents."""
    _, address, path = served
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    home = page.url
    page.click("text=dam.txt")
    page.wait_for_selector("html.ready")
    page.keyboard.press("a")
    page.keyboard.press("a")
    page.wait_for_selector("#handover:has-text('Saved beside the document')")
    page.click(".main-acts .go:has-text('All documents')")
    page.wait_for_url(home)
    assert len(statuses(path)) == 2
    context.close()


def test_killed_while_it_saves_it_leaves_whole_corrections(
    served: tuple[subprocess.Popen[str], str, Path], tmp_path: Path
) -> None:
    """Saves follow each other while the server is killed; the file is one of them, and it can be applied."""
    import http.client
    import threading
    import urllib.request

    process, address, path = served
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    opener.open(address).read()
    document = address.partition("/enter")[0] + "/documents/1/"
    token = opener.open(document).read().decode().partition('name="quotes-token" content="')[2].partition('"')[0]
    annotation = json.loads(path.with_name(path.name + ".annotation.json").read_bytes())
    sent: list[int] = []

    def save_on_and_on() -> None:
        for number in range(1, 100_000):
            words = "x" * 200_000 + str(number)
            note = {"record": "quotation", "id": annotation["quotations"][0]["id"]}
            change = {**note, "before": {"note": None}, "after": {"note": words}}
            body = {"corrections_version": "1.0", "document_id": annotation["id"], "sha256": annotation["sha256"]}
            data = json.dumps({**body, "actions": [{"name": "note", "changes": [change]}]}).encode()
            headers = {"Content-Type": "application/json", "X-Quotes-Token": token}
            try:
                request = urllib.request.Request(document + "corrections", data, headers)  # noqa: S310 - of our server
                opener.open(request, timeout=10).read()
            except (OSError, http.client.HTTPException):
                return
            sent.append(number)

    saving = threading.Thread(target=save_on_and_on, daemon=True)
    saving.start()
    while len(sent) < 3:
        time.sleep(0.01)
    process.kill()
    process.wait(timeout=10)
    saving.join(20)
    kept = json.loads(path.with_name(path.name + ".corrections.json").read_text(encoding="utf-8"))
    number = int(kept["actions"][0]["changes"][0]["after"]["note"].lstrip("x"))
    assert number >= sent[-1]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "quotes",
            "apply",
            f"{path}.annotation.json",
            f"{path}.corrections.json",
            "-o",
            tmp_path / "c.json",
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def wait_for(path: Path, count: int) -> None:
    """Wait until so many decisions are on disk."""
    for _ in range(300):
        if len(statuses(path)) == count:
            return
        time.sleep(0.05)
    raise AssertionError(f"{len(statuses(path))} decisions are on disk, not {count}")


def statuses(path: Path) -> list[str]:
    """Return what the corrections beside a document accept."""
    beside = path.with_name(path.name + ".corrections.json")
    if not beside.exists():
        return []
    log = json.loads(beside.read_text(encoding="utf-8"))
    return [
        change["after"]["status"]
        for action in log["actions"]
        for change in action["changes"]
        if change["after"] and "status" in change["after"]
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["nowhere.json"], "There is no file nowhere.json"), (["dam.txt", "dam.txt"], "named twice")],
    ids=["missing", "twice"],
)
def test_what_cannot_be_served_is_told(arguments: list[str], words: str, tmp_path: Path) -> None:
    """Before anything listens."""
    (tmp_path / "dam.txt").write_text(TEXT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "quotes", "review", *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode == 2
    assert words in done.stderr
