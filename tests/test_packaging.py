"""The wheel holds all that is needed to run, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import quotes


@pytest.fixture(scope="session")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    pytest.importorskip("hatchling", reason="hatchling builds the wheel")
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_file_of_the_package(wheel: Path, root: Path) -> None:
    """Modules, lexicons, weights, the type marker and the templates."""
    held = set(zipfile.ZipFile(wheel).namelist())
    package = [path for path in (root / "quotes").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    needed = {path.relative_to(root).as_posix() for path in package if path.suffix not in (".part", ".pyc")}
    needed |= {f"quotes/templates/{path.name}" for path in (root / "templates").iterdir() if path.is_file()}
    assert needed - held == set()


def test_the_wheel_holds_nothing_but_the_package(wheel: Path) -> None:
    """No tests and no corpus."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"quotes", f"quotes-{quotes.__version__}.dist-info"}


def test_the_wheel_does_the_main_job_away_from_the_checkout(wheel: Path, corpus: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere it finds its lexicons, weights and templates."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    text = (corpus / "broadcast-ferry" / "text.txt").read_bytes()
    code = "import quotes, sys; print(quotes.__file__, file=sys.stderr); from quotes.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "annotate", "-", "--format", "html"],
        input=text,
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        check=True,
    )
    assert str(tmp_path / "site") in done.stderr.decode()
    assert done.stdout.decode("utf-8").lower().startswith("<!doctype html")


def test_the_version_is_not_written_twice(root: Path) -> None:
    """It stands in the package, the build takes it from there."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" in project["project"]["dynamic"]


def test_every_dependency_says_why_it_is_there(root: Path) -> None:
    """Each stands on a line of its own with a comment."""
    lines = (root / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if line.startswith('    "') and ">=" in line.partition("#")[0]]
    assert named
    assert [line for line in named if "#" not in line] == []
