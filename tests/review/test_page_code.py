"""The review page's modules outside a browser: their unit tests under Node, their types under TypeScript."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from quotes.renderer.scripts import script_folder


def test_the_unit_tests_of_the_page_pass(root: Path) -> None:
    """``node --test`` on every file beside this one."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed; the browser tests see the same code at work")
    files = sorted((root / "tests" / "review" / "page").glob("*.test.mjs"))
    done = subprocess.run([node, "--test", *files], capture_output=True, cwd=root, check=False)
    assert done.returncode == 0, done.stdout.decode()[-4000:]


def test_the_types_of_the_page_hold() -> None:
    """TypeScript finds no fault; the environment variable TSC names it where it is not on the path."""
    tsc = os.environ.get("TSC") or shutil.which("tsc")
    if tsc is None:
        pytest.skip("tsc is not installed: npm install --global typescript")
    done = subprocess.run([tsc, "-p", script_folder()], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
