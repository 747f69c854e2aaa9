"""Every block of code in the pages of ``docs/`` is run, in order, in a folder that holds what the reader has by then.

What a block is, is told by its language and by its title:

- a block with a title is a file of that name;
- ``sh`` is run by bash, and stops at the first command that fails; ``console`` is the same with what it prints below;
- ``python`` is run, and shares its names with those before it on the page;
- ``text``, ``json``, ``html`` and the like without a title, behind ``sh`` or ``python``, are what these print; a line
  ``...`` stands for any lines, and ``...`` inside a line for anything;
- ``toml`` and ``json`` are parsed, and house rules are held against the keys there are;
- ``js`` is run by Node behind the Python of the page, with what that calls ``start``, ``end`` and ``text``, where
  there is a Node.

``<!-- not run: REASON -->`` before a block leaves it out, ``<!-- run instead: COMMAND -->`` replaces it by what
does the same without a network; each is listed below.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PAGES = Path(__file__).resolve().parent.parent / "docs" / "pages"

NOT_RUN = {
    ("how-to/training.md", "needs the research corpora, which are not part of the project"),
    (
        "how-to/plugins.md",
        "python -m hatchling build -t wheel -d dist 2> build.log && python -m zipfile -e dist/*.whl .",
    ),
    ("tutorial.md", "installs packages, .ci/run does the same"),
}
"""Blocks that are shown and not run as they stand: page, and the reason or what is run instead."""

OUTPUT = {"text", "json", "html", "xml", "csv", "md", "markdown", "diff", "srt"}


class Block(NamedTuple):
    """A fenced block: its language, title, lines, the line it begins on, why it is not run, or what is run instead."""

    language: str
    title: str | None
    body: str
    line: int
    not_run: str | None = None
    instead: str | None = None


def read_blocks(text: str) -> Iterator[Block]:
    """Give the blocks of a page, those inside lists and admonitions too."""
    fence = re.compile(
        r"^(?:[ ]*<!-- (?:not run: (?P<reason>.+?)|run instead: (?P<instead>.+?)) -->\n)?"
        r"^(?P<indent> *)```(?P<language>\w+)(?P<rest>[^\n]*)\n"
        r"(?P<body>.*?)^(?P=indent)```$",
        re.MULTILINE | re.DOTALL,
    )
    for found in fence.finditer(text):
        title = re.search(r'title="([^"]+)"', found["rest"])
        body = re.sub(rf"^{found['indent']}", "", found["body"], flags=re.MULTILINE)
        line = text.count("\n", 0, found.start("language")) + 1
        yield Block(found["language"], title[1] if title else None, body, line, found["reason"], found["instead"])


def matches(expected: str, printed: str) -> bool:
    """Whether a program printed what a page says, where ``...`` stands for any lines, or for anything in one line."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "..." else ".*?".join(map(re.escape, line.split("...")))
        for line in expected.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, printed if printed.endswith("\n") else printed + "\n") is not None


def pages() -> list[str]:
    """The pages with blocks, as seen from ``docs/pages``."""
    return [
        path.relative_to(PAGES).as_posix()
        for path in sorted(PAGES.rglob("*.md"))
        if any(read_blocks(path.read_text(encoding="utf-8")))
    ]


@pytest.fixture
def folder(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with ``quotes`` and ``python`` on the path, and the corpus beside it as in a checkout."""
    place = tmp_path / "reader"
    place.mkdir()
    shutil.copytree(root / "corpus", place / "corpus")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, words in (("quotes", "-m quotes "), ("python", ""), ("python3", "")):
        (tools / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words}"$@"\n', encoding="utf-8")
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])]))
    monkeypatch.syspath_prepend(str(place))
    monkeypatch.chdir(place)
    return place


def run_shell(lines: str, folder: Path, *, both: bool = False) -> str:
    """Run lines in bash and return what they print."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", lines],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if both else subprocess.PIPE,
        timeout=120,
    )
    assert done.returncode == 0, f"{lines}\n{done.stdout.decode()}\n{(done.stderr or b'').decode()}"
    return done.stdout.decode("utf-8")


def run_script(script: str, names: dict[str, object]) -> None:
    """Run JavaScript that finds the words at a place, and hold them against what Python finds there."""
    text, start, end = names["text"], names["start"], names["end"]
    assert isinstance(text, str) and isinstance(start, int) and isinstance(end, int)
    lines = f"const text = {json.dumps(text)}, start = {start}, end = {end};\n{script}\nconsole.log(words);"
    done = subprocess.run(["node", "-e", lines], capture_output=True, timeout=60, check=True)
    assert done.stdout.decode("utf-8").strip() == text[start:end]


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="the pages show a POSIX shell; needs bash")
@pytest.mark.parametrize("page", pages())
def test_the_blocks_of_a_page_do_what_it_says(page: str, folder: Path) -> None:
    """Commands and programs of a page can be copied one after the other, and print what stands below them."""
    names: dict[str, object] = {}
    printed: str | None = None
    for block in read_blocks((PAGES / page).read_text(encoding="utf-8")):
        place = f"{page}, line {block.line}"
        if block.not_run is not None:
            printed = None
            continue
        if block.language == "toml":
            tomllib.loads(block.body)
        if block.language == "json" and block.title is not None:
            json.loads(block.body)
        if block.title is not None:
            (folder / block.title).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.title).write_text(block.body, encoding="utf-8", newline="\n")
            if Path(block.title).name == "quotes.toml":
                run_shell("quotes config", (folder / block.title).parent)
            printed = None
        elif block.language == "sh":
            printed = run_shell(block.instead or block.body, folder)
        elif block.language == "console":
            for session in ("\n" + block.body).split("\n$ ")[1:]:
                line, _, expected = session.partition("\n")
                output = run_shell(line, folder, both=True)
                assert matches(expected.rstrip("\n") + "\n", output), f"{place}: {line}\n{output}"
        elif block.language == "python":
            output_of_python = io.StringIO()
            with contextlib.redirect_stdout(output_of_python):
                exec(compile(block.body, place, "exec"), names)  # noqa: S102 - our own pages
            printed = output_of_python.getvalue()
        elif block.language == "js":
            if shutil.which("node"):
                run_script(block.body, names)
        elif block.language in OUTPUT:
            assert printed is not None, f"{place}: a block that nothing prints; give it a title"
            assert matches(block.body, printed), f"{place}: this is printed\n{printed}"
            printed = None
        else:
            assert block.language == "toml", f"{place}: no rule for blocks in {block.language}"


def test_what_is_not_run_is_listed() -> None:
    """Each block that is left out is in the table above, and each line of the table is still needed."""
    found = {
        (page, block.not_run or block.instead)
        for page in pages()
        for block in read_blocks((PAGES / page).read_text(encoding="utf-8"))
        if block.not_run or block.instead
    }
    assert found == NOT_RUN


@pytest.mark.parametrize(
    ("expected", "printed", "is_same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\n", "a\n", True),
        ("a\n...\nd\n", "a\nb\nc\n", False),
        ("a ... c\n", "a b b c\n", True),
        ("a ... c\n", "a\nc\n", False),
        ("a.c\n", "abc\n", False),
    ],
)
def test_three_dots_stand_for_anything(expected: str, printed: str, is_same: bool) -> None:
    """And for nothing else."""
    assert matches(expected, printed) is is_same


def test_blocks_inside_other_parts_are_found() -> None:
    """A block is found with its title, its reason and without its indentation."""
    text = '??? note\n\n    ```json title="a.json"\n    {\n      "a": 1}\n    ```\n'
    text += "\n<!-- not run: no -->\n```sh\nls\n```\n"
    assert list(read_blocks(text)) == [
        Block("json", "a.json", '{\n  "a": 1}\n', 3, None),
        Block("sh", None, "ls\n", 9, "no"),
    ]
