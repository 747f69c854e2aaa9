"""``quotes apply`` and ``quotes merge``, run as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quotes.cli import main
from quotes.formats import write_annotation
from quotes.review.corrections import write_corrections
from tests.review.review_samples import TEXT, accept, give, log, sample

FIRST, SECOND, OTHER = sample().quotations


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the sample, an edited version of it, and two reviewers' corrections."""
    files = {
        "saved.json": write_annotation(sample()),
        "edited.json": write_annotation(sample("A new line.\n\n" + TEXT)),
        "ann.json": write_corrections(log(sample(), accept(FIRST), give(SECOND, "s1"), by="ann")),
        "bo.json": write_corrections(log(sample(), accept(FIRST), accept(SECOND), by="bo")),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, *args: str) -> Result:
    """Run a command whose arguments that end in .json are files of the folder."""
    return CliRunner().invoke(main, [str(folder / arg) if arg.endswith(".json") else arg for arg in args])


def test_apply_writes_the_corrected_annotation(folder: Path) -> None:
    """Statuses and speakers are the editor's."""
    result = run(folder, "apply", "saved.json", "ann.json", "-o", "out.json")
    assert (result.exit_code, result.stderr) == (0, "2 of 2 actions applied.\n")
    corrected = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert [(q["status"], q["speaker"]) for q in corrected["quotations"][:2]] == [
        ("accepted", "s1"),
        ("corrected", "s1"),
    ]


def test_apply_a_second_time_says_so(folder: Path) -> None:
    """Nothing is doubled."""
    run(folder, "apply", "saved.json", "ann.json", "-o", "out.json")
    result = run(folder, "apply", "out.json", "ann.json", "-o", "again.json")
    assert result.stderr == "These corrections were applied before; nothing was changed.\n"
    assert (folder / "again.json").read_bytes() == (folder / "out.json").read_bytes()


def test_apply_refuses_another_text_and_writes_nothing(folder: Path) -> None:
    """The hash of the text is not that of the corrections."""
    result = run(folder, "apply", "edited.json", "ann.json", "-o", "out.json")
    assert result.exit_code != 0
    assert "another text" in result.stderr
    assert not (folder / "out.json").exists()


def test_apply_moves_openly(folder: Path) -> None:
    """Every place that moved is listed with its words."""
    result = run(folder, "apply", "edited.json", "ann.json", "--move", "-o", "out.json")
    assert result.exit_code == 0
    assert f"moved: {FIRST.spans[0].start} -> {FIRST.spans[0].start + 13}  It held" in result.stderr


def test_merge_lists_conflicts_and_agreement(folder: Path) -> None:
    """The differing speaker is in neither way in the joint file."""
    result = run(folder, "merge", "saved.json", "ann.json", "bo.json", "-o", "both.json")
    assert result.exit_code == 1
    assert "ann: speaker Ines Okafor, status corrected" in result.stderr
    assert "1 done alike, 0 and 0 by one alone, 1 in conflict." in result.stderr
    assert "Of 2 quotations both decided, 1 are alike" in result.stderr
    applied = run(folder, "apply", "saved.json", "both.json", "-o", "out.json")
    assert applied.exit_code == 0
    corrected = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert [q["status"] for q in corrected["quotations"]] == ["accepted", "proposed", "proposed"]


def test_a_broken_corrections_file_is_told_with_its_name(folder: Path) -> None:
    """No traceback, and the file is named."""
    (folder / "ann.json").write_text("{}", encoding="utf-8")
    result = run(folder, "apply", "saved.json", "ann.json")
    assert "this is no corrections file" in result.stderr
