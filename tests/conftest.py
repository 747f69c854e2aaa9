"""What every test may ask for: the checkout, the corpus, the command line, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# No deadline: a busy machine must not turn a law into a failure.
settings.register_profile("quotes", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("quotes"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "quotes")

RunQuotes = Callable[..., subprocess.CompletedProcess[bytes]]
"""Runs the command line: words in, exit code and the bytes of standard output and error out."""


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of documents written for this project, with their reference annotations."""
    return ROOT / "corpus"


@pytest.fixture
def run_quotes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunQuotes:
    """Run the command line in this process, in an empty folder: ``run_quotes("annotate", "a.txt")``."""
    from click.testing import CliRunner

    from quotes.cli import main

    monkeypatch.chdir(tmp_path)

    def run(*args: str | Path, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        done = CliRunner().invoke(main, [*map(str, args)], input=input, prog_name="quotes")
        return subprocess.CompletedProcess(args, done.exit_code, done.stdout_bytes, done.stderr_bytes)

    return run


@pytest.fixture
def run_process(tmp_path: Path) -> RunQuotes:
    """Run the command line as a process of its own, in an empty folder; slower, and as real as it gets."""

    def run(
        *args: str | Path, input: bytes = b"", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "quotes", *map(str, args)],
            input=input,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of a Chromium on this machine; the test is skipped where there is none."""
    pytest.importorskip("playwright", reason="the page tests drive a browser with playwright")
    named = os.environ.get("CHROMIUM")
    for name in (named, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"):
        found = shutil.which(name) if name else None
        if found:
            return found
    pytest.skip("no Chromium on this machine; install one, or name it in the environment variable CHROMIUM")


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Any]:
    """A headless Chromium for all tests of a module; each opens a context or page of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def firefox_path() -> str:
    """The path of a Firefox on this machine; the test is skipped where there is none."""
    pytest.importorskip("websockets", reason="Firefox is driven over a web socket")
    for name in (os.environ.get("FIREFOX"), "firefox-esr", "firefox"):
        found = shutil.which(name) if name else None
        if found:
            return found
    pytest.skip("no Firefox on this machine; install one, or name it in the environment variable FIREFOX")
