"""The documents execute: README blocks give what they say, and every example of the help runs."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import pytest

from quotes.cli.group import main
from quotes.model import Annotation

TEXT = "“The dam held,” said Ana Reyes, the mayor of Tarn."
PAGE = "<!doctype html><article><p>“The pier is <em>safe</em>,” said Mayor Ana Reyes.</p></article>"
WORDS = {"segments": [{"text": "We go.", "words": [{"word": "We", "start": 0, "end": 1}, {"word": "go."}]}]}
TURNS = [{"start": 0.0, "end": 9.0, "speaker": "S0"}]
CAPTIONS = "1\n00:00:01,000 --> 00:00:02,000\nANA REYES: The dam held.\n"
MESSY_TEXT = "“The dam held,'' said Ana Reyes. \"It did.”\n"
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a Markdown text in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """Every example of every command's help: the command, and the line without its comment."""
    commands: dict[str, click.Command] = {"": main, **main.commands}
    return [
        (name, line.partition("#")[0].strip())
        for name, command in commands.items()
        for line in command.examples.splitlines()  # type: ignore[attr-defined]
    ]


def shell_lines() -> list[str]:
    """The lines of the README's section about the command line."""
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## The command line")[2]
    return [line.partition("#")[0].strip() for line in blocks(section, "sh")[0].splitlines()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with every file the examples name, and ``quotes`` on the path."""
    from quotes.formats import read, read_text, write_annotation
    from quotes.model import Document
    from quotes.pipeline import annotate
    from quotes.renderer import read_template

    records = [json.dumps({"id": str(n), "text": TEXT}) + "\n" for n in range(3)]
    (tmp_path / "interview.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "draft.txt").write_text(MESSY_TEXT, encoding="utf-8")
    (tmp_path / "cast.toml").write_text('[[roster]]\nname = "Ana Reyes"\n', encoding="utf-8")
    (tmp_path / "saved.json").write_text(write_annotation(annotate(TEXT)), encoding="utf-8")
    (tmp_path / "article.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "page.json").write_text(write_annotation(annotate(read(tmp_path / "article.html"))), encoding="utf-8")
    (tmp_path / "new.json").write_text(write_annotation(annotate(f"News.\n\n{TEXT}")), encoding="utf-8")
    for name in ("corrections.json", "ann.json", "bo.json"):
        (tmp_path / name).write_text(_accept_all(annotate(TEXT)), encoding="utf-8")
    annotated = [write_annotation(annotate(Document(id=str(n), text=TEXT)), indent=None) + "\n" for n in range(3)]
    for name in ("corrected.jsonl", "annotated.jsonl"):
        (tmp_path / name).write_text("".join(annotated), encoding="utf-8")
    (tmp_path / "talk.srt").write_text(CAPTIONS, encoding="utf-8")
    (tmp_path / "words.json").write_text(json.dumps(WORDS), encoding="utf-8")
    (tmp_path / "turns.json").write_text(json.dumps(TURNS), encoding="utf-8")
    (tmp_path / "turns.rttm").write_text("SPEAKER a 1 0.0 9.0 <NA> <NA> S0 <NA> <NA>\n", encoding="utf-8")
    (tmp_path / "talk.vtt").write_text("WEBVTT\n\n" + CAPTIONS.replace(",", "."), encoding="utf-8")
    (tmp_path / "named.json").write_text(write_annotation(annotate(read_text(CAPTIONS))), encoding="utf-8")
    (tmp_path / "my_page.html").write_text(read_template("page.html"), encoding="utf-8")
    (tmp_path / "articles.jsonl").write_text("".join(records), encoding="utf-8")
    (tmp_path / "articles.jsonl.gz").write_bytes(gzip.compress("".join(records).encode("utf-8")))
    for path, text in (("archive/one.txt", TEXT), ("archive/old/two.srt", CAPTIONS), ("talks/may/talk.srt", CAPTIONS)):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "archive.zip", "w") as archive:
        archive.writestr("page.html", f"<p>{TEXT}</p>")
    (tmp_path / "bin").mkdir()
    if os.name == "nt":
        (tmp_path / "bin" / "quotes.cmd").write_text(f'@"{sys.executable}" -m quotes %*\n', encoding="utf-8")
    else:
        script = tmp_path / "bin" / "quotes"
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m quotes "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def _accept_all(annotation: Annotation) -> str:
    """Return corrections that accept every quotation of ``annotation``."""
    from quotes.review.apply import collect_anchors
    from quotes.review.corrections import Action, Change, Corrections, write_corrections

    before, after = {"status": "proposed"}, {"status": "accepted"}
    changes = [Change(record="quotation", id=q.id, before=before, after=after) for q in annotation.quotations]
    actions = tuple(Action(name="accept", changes=(change,)) for change in changes)
    names = {speaker.id: speaker.display_name for speaker in annotation.speakers}
    anchors = collect_anchors(annotation, actions)
    return write_corrections(
        Corrections(
            document_id=annotation.id, sha256=annotation.sha256, actions=actions, anchors=anchors, speakers=names
        )
    )


@pytest.mark.parametrize(
    "line", sorted({line for name, line in examples() if name not in ("train", "review")} | set(shell_lines()))
)
def test_every_example_runs(line: str, folder: Path) -> None:
    """A line of the help or the README can be copied, and does what it says without a complaint."""
    if os.name == "nt" and line.startswith("cat "):
        pytest.skip("cat is no command there")
    done = subprocess.run(line, shell=True, cwd=folder, capture_output=True, timeout=120)  # noqa: S602
    finds_faults = line.startswith("quotes check") and "--exit-zero" not in line
    assert done.returncode == finds_faults, done.stderr
    assert b"rror" not in done.stderr
    output = re.search(r"(?:-o|>|convert \S+) ([^\s-]\S*)", line)
    assert (folder / output[1]).stat().st_size > 0 if output else done.stdout or "--in-place" in line


def test_the_examples_of_training_are_understood() -> None:
    """Their options exist; the work itself is tested with training."""
    lines = [line for name, line in examples() if name == "train"]
    parsed = [main.commands["train"].make_context("train", shlex.split(line)[2:]).params for line in lines]
    assert parsed[-1] == {"data": "corpora/", "documents": "corrected/", "out": "weights/"}


def test_the_readme_begins_with_one_sentence(root: Path) -> None:
    """Title, one sentence, then the two commands."""
    title, sentence, heading, *_ = (root / "README.md").read_text(encoding="utf-8").split("\n\n")
    assert title == "# quotes"
    assert sentence.count(".") == 1
    assert heading == "## Two commands"


def test_the_python_of_the_readme_gives_what_it_says(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The six lines are run, and their output stands below them."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    (code,), (expected,) = blocks(readme, "python"), blocks(readme, "text")
    monkeypatch.chdir(root)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own README
    assert len([line for line in code.splitlines() if line.strip()]) == 6
    assert printed.getvalue() == expected


def test_what_the_readme_shows_of_a_terminal_is_what_happens(root: Path, folder: Path) -> None:
    """Each command behind a dollar sign is run, and prints what stands below it."""
    shutil.copytree(root / "corpus" / "local-council", folder / "corpus" / "local-council")
    (shown,) = blocks((root / "README.md").read_text(encoding="utf-8"), "console")
    for session in shown.split("$ ")[1:]:
        line, _, expected = session.partition("\n")
        done = subprocess.run(  # noqa: S602 - our own README
            line, shell=True, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120
        )
        assert done.stdout.decode("utf-8").replace("\r\n", "\n") == expected


def test_the_two_commands_name_what_is_there(root: Path) -> None:
    """The document exists, the extra exists; ``.ci/run`` runs both commands as they stand."""
    import tomllib

    readme = (root / "README.md").read_text(encoding="utf-8")
    first, second = blocks(readme.partition("## Two commands")[2].partition("\n## ")[0], "sh")
    assert (root / re.search(r"corpus/\S+", first)[0]).is_file()  # type: ignore[index]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert re.search(r"\.\[(\w+)\]", second)[1] in project["optional-dependencies"]  # type: ignore[index]
    assert (first.count("\n"), second.count("\n")) == (1, 1)


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")
def test_the_ci_takes_the_commands_from_the_readme(root: Path) -> None:
    """``.ci/run`` finds both."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    function = re.search(r"^readme_command\(\).*$", (root / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert function is not None
    for number, block in enumerate(blocks(readme, "sh")[:2], start=1):
        script = f"checkout={shlex.quote(str(root))}; {function[0]}; readme_command {number}"
        assert subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout == block


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str, root: Path) -> None:
    """Files that a document links to exist."""
    links = re.findall(r"\]\(([^)#]+)\)", (root / name).read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (root / link).exists()] == []
