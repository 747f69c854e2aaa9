"""``quotes repair`` and ``quotes check``: what is written where, bytes that stay, exit codes, the forms of findings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from quotes.cli.marks import STYLES
from quotes.segmenter.marks import MarkRole
from quotes.segmenter.repair import KeptMark
from quotes.segmenter.spelling import GAPS
from quotes.segmenter.styles import house_styles
from quotes.spans import Span

MESSY = "“The dam held,'' said Ana Reyes.\r\n\r\n\"It didn't break.\"\r\n"
CLEAN = "“The dam held,” said Ana Reyes.\r\n\r\n“It didn’t break.”\r\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A document with mixed marks and CR LF line ends."""
    path = tmp_path / "draft.txt"
    path.write_bytes(MESSY.encode("utf-8"))
    return path


def test_styles_are_those_of_the_package() -> None:
    """They stand in the command line to keep it quick."""
    assert set(STYLES) == {*house_styles(), "own"}


def test_the_repaired_text_is_printed_and_the_changes_told(draft: Path, run_quotes) -> None:
    """The text goes to standard output as it is, the list to standard error; the file stays."""
    done = run_quotes("repair", draft)
    assert (done.returncode, done.stdout.decode("utf-8")) == (0, CLEAN)
    assert done.stderr.decode("utf-8").splitlines() == [
        "1:15: '' -> ”  two apostrophes as one closing mark",
        '3:1: " -> “  straight mark as opener',
        "3:9: ' -> ’  apostrophe",
        '3:18: " -> ”  straight mark as closer',
        "4 changes made.",
    ]
    assert draft.read_bytes() == MESSY.encode("utf-8")


def test_quiet_says_nothing(draft: Path, run_quotes) -> None:
    """With -q nothing goes to standard error."""
    assert run_quotes("repair", draft, "-q").stderr == b""


def test_in_place_replaces_the_file_once(draft: Path, run_quotes) -> None:
    """A second run finds nothing to do and does not touch the file."""
    assert run_quotes("repair", draft, "--in-place").stdout == b""
    assert draft.read_bytes() == CLEAN.encode("utf-8")
    before = draft.stat().st_mtime_ns, draft.stat().st_ino
    assert run_quotes("repair", draft, "--in-place").stderr == b"0 changes made.\n"
    assert (draft.stat().st_mtime_ns, draft.stat().st_ino) == before


def test_out_is_written_and_never_the_input(draft: Path, run_quotes) -> None:
    """-o names another file."""
    assert run_quotes("repair", draft, "-o", "new.txt").returncode == 0
    assert draft.with_name("new.txt").read_bytes() == CLEAN.encode("utf-8")
    done = run_quotes("repair", draft, "-o", draft)
    assert (done.returncode, draft.read_bytes()) == (2, MESSY.encode("utf-8"))


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (MESSY.encode("utf-8-sig"), ()),
        (b"\xff\xfe" + MESSY.encode("utf-16-le"), ()),
        (b"\xfe\xff" + MESSY.encode("utf-16-be"), ()),
        (MESSY.replace("Ana", "Aña").encode("cp1252"), ()),
        (MESSY.encode("utf-16-be"), ("--encoding", "utf-16-be")),
        (b"\xff\xfe" + MESSY.encode("utf-16-le"), ("--encoding", "utf-16-le")),
        (b"\xff\xfe\0\0" + MESSY.encode("utf-32-le"), ("--encoding", "utf-32")),
        (MESSY.encode("utf-8")[:-2], ()),
    ],
    ids=[
        "utf-8 with mark",
        "utf-16 LE",
        "utf-16 BE",
        "windows-1252",
        "no mark",
        "mark, named",
        "utf-32",
        "no line end",
    ],
)
def test_encoding_mark_and_line_ends_stay(data: bytes, options: tuple[str, ...], draft: Path, run_quotes) -> None:
    """The bytes are those of the repaired text in the same encoding."""
    draft.write_bytes(data)
    repaired = run_quotes("repair", draft, "-q", *options).stdout
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "utf-32-le"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "dam held" in text:
            clean = CLEAN if "Ana" in text else CLEAN.replace("Ana", "Aña")
            mark = "\ufeff" if text.startswith("\ufeff") else ""
            assert repaired == (mark + clean[: len(clean) - 2 * (not text.endswith("\n"))]).encode(encoding)
            return
    raise AssertionError("no encoding fits")


@pytest.mark.parametrize(
    ("data", "options", "char"),
    [
        (b'"Go," he said.', ("--encoding", "ascii"), "U+201C"),
        ("“Göhn,” he said.".encode("cp1252"), ("--style", "french"), "U+202F"),
    ],
    ids=["ascii", "narrow space in windows-1252"],
)
def test_characters_the_encoding_cannot_hold_are_told(data: bytes, options, char: str, draft: Path, run_quotes) -> None:
    """Nothing is written, and the error says which character and what to do."""
    draft.write_bytes(data)
    done = run_quotes("repair", draft, "--in-place", *options)
    assert (done.returncode, draft.read_bytes()) == (2, data)
    assert char in done.stderr.decode() and "convert" in done.stderr.decode()


def test_the_diff_shows_what_would_change(draft: Path, run_quotes) -> None:
    """A unified diff on standard output; nothing is written."""
    done = run_quotes("repair", draft, "--diff")
    lines = done.stdout.decode("utf-8").replace("\r\n", "\n").splitlines()
    assert lines == [
        f"--- {draft}",
        f"+++ {draft} (repaired)",
        "@@ -1,3 +1,3 @@",
        "-“The dam held,'' said Ana Reyes.",
        "+“The dam held,” said Ana Reyes.",
        " ",
        '-"It didn\'t break."',
        "+“It didn’t break.”",
    ]
    assert draft.read_bytes() == MESSY.encode("utf-8")
    assert done.stderr == b"4 changes to make.\n"


def test_no_change_is_an_empty_diff(draft: Path, run_quotes) -> None:
    """As diff does."""
    draft.write_bytes(CLEAN.encode("utf-8"))
    assert run_quotes("repair", draft, "--diff").stdout == b""


@pytest.mark.skipif(not shutil.which("patch"), reason="needs patch")
@pytest.mark.parametrize("name", ["local-council", "local-crlf", "fiction-two-party", "broadcast-bulletin"])
def test_the_diff_is_a_patch(name: str, corpus: Path, tmp_path: Path, run_quotes) -> None:
    """``patch`` turns the document into the repaired one."""
    copy = tmp_path / "text.txt"
    copy.write_bytes((corpus / name / "text.txt").read_bytes())
    repaired = run_quotes("repair", "text.txt", "--style", "british", "-q").stdout
    diff = run_quotes("repair", "text.txt", "--style", "british", "-q", "--diff").stdout
    subprocess.run(["patch", "-s", "--binary", str(copy)], input=diff, check=True, cwd=tmp_path)
    assert copy.read_bytes() == repaired


def test_colours_mark_the_changes_within_a_line() -> None:
    """On a terminal each changed mark stands out; without the colours it is the same diff."""
    import re

    from quotes.cli.diff import show_diff
    from quotes.language.layout import read_layout
    from quotes.segmenter.repair import propose_repairs

    repairs = propose_repairs(MESSY, read_layout(MESSY).paragraphs, style=house_styles()["american"])
    coloured = show_diff(MESSY, repairs, "draft.txt", coloured=True)
    assert "\x1b[1;7;31m''\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == show_diff(MESSY, repairs, "draft.txt")


@pytest.mark.parametrize(
    "args",
    [
        ("--in-place", "--diff"),
        ("--in-place", "-o", "new.txt"),
        ("--style", "norse"),
        ("--min-mark-confidence", "2"),
        ("--input-format", "norse"),
        ("-o", "nowhere/new.txt"),
    ],
)
def test_usage_that_means_nothing_is_refused(args: tuple[str, ...], draft: Path, run_quotes) -> None:
    """Exit code 2, and the file stays."""
    assert run_quotes("repair", draft, *args).returncode == 2
    assert draft.read_bytes() == MESSY.encode("utf-8")


def test_standard_input_is_repaired_but_not_in_place(run_quotes) -> None:
    """A filter like any other."""
    assert run_quotes("repair", "-", input=MESSY.encode("utf-8")).stdout.decode("utf-8") == CLEAN
    assert run_quotes("repair", "-", "--in-place", input=MESSY.encode("utf-8")).returncode == 2


@pytest.mark.parametrize("command", ["repair", "check"])
@pytest.mark.parametrize("name", ["missing.txt", ".", "saved.json", "empty.txt", "page.html"])
def test_bad_input_is_an_error(command: str, name: str, tmp_path: Path, run_quotes) -> None:
    """Exit code 2 and one line that names the file."""
    import quotes
    from quotes.formats import write_annotation

    (tmp_path / "saved.json").write_text(write_annotation(quotes.annotate(MESSY)), encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "page.html").write_text("<p>Go</p>", encoding="utf-8")
    done = run_quotes(command, name)
    assert done.returncode == 2
    assert name in done.stderr.decode() and "Traceback" not in done.stderr.decode()


def test_what_is_left_is_told(draft: Path, run_quotes) -> None:
    """Below the confidence asked for each mark is listed with its reason."""
    draft.write_text('He said " Go now " and left. a " b', encoding="utf-8")
    done = run_quotes("repair", draft, "--min-mark-confidence", "1")
    assert done.stdout.decode("utf-8") == draft.read_text(encoding="utf-8")
    assert "left: " in done.stderr.decode("utf-8")


def test_findings_have_line_and_column(draft: Path, run_quotes) -> None:
    """One line a finding, exit code 1."""
    done = run_quotes("check", "draft.txt")
    assert done.returncode == 1
    assert (
        done.stdout.decode("utf-8").splitlines()
        == [
            "draft.txt:1:15: two-as-one: two apostrophes stand for one mark",
            "draft.txt:1:1: mixed-styles: “ is an opener; most of this document's are \"",
        ][::-1]
    )
    assert done.stderr == b"2 findings in 1 file.\n"


def test_exit_zero_and_clean_files(draft: Path, run_quotes) -> None:
    """No finding is exit code 0; so is anything with --exit-zero but a file that cannot be read."""
    assert run_quotes("check", draft, "--exit-zero").returncode == 0
    draft.write_bytes(CLEAN.encode("utf-8"))
    clean = run_quotes("check", draft)
    assert (clean.returncode, clean.stdout, clean.stderr) == (0, b"", b"0 findings in 1 file.\n")
    assert run_quotes("check", draft, "missing.txt", "--exit-zero").returncode == 2


def test_a_file_that_cannot_be_read_does_not_stop_the_others(draft: Path, run_quotes) -> None:
    """Its error is told, the findings of the rest too."""
    done = run_quotes("check", "missing.txt", "draft.txt")
    assert done.returncode == 2
    assert b"missing.txt" in done.stderr
    assert done.stdout.decode("utf-8").count("draft.txt:") == 2


def test_json_findings_have_offsets(draft: Path, run_quotes) -> None:
    """A list of objects; offsets are code points, half-open."""
    rows = json.loads(run_quotes("check", "draft.txt", "--format", "json").stdout)
    assert [(row["path"], row["line"], row["column"], row["start"], row["end"], row["rule"]) for row in rows] == [
        ("draft.txt", 1, 1, 0, 1, "mixed-styles"),
        ("draft.txt", 1, 15, 14, 16, "two-as-one"),
    ]


def test_json_without_findings_is_an_empty_list(draft: Path, run_quotes) -> None:
    """Programs need no special case."""
    draft.write_bytes(CLEAN.encode("utf-8"))
    assert json.loads(run_quotes("check", draft, "--format", "json").stdout) == []


@pytest.mark.skipif(os.name == "nt", reason="such names are not allowed there")
def test_github_notes_are_escaped(tmp_path: Path, run_quotes) -> None:
    """Colons and commas in names do not end the property."""
    (tmp_path / "a,b:100%.txt").write_text("\"Go,'' he said.", encoding="utf-8")
    line = run_quotes("check", "a,b:100%.txt", "--format", "github").stdout.decode("utf-8")
    assert line == (
        "::warning file=a%2Cb%3A100%25.txt,line=1,endLine=1,col=5,endColumn=7,title=two-as-one"
        "::two apostrophes stand for one mark\n"
    )


def test_the_changed_spaces_are_white_space() -> None:
    """What may be changed beside a mark is white space within a line; roles and values are what they say."""
    assert all(space.isspace() and space not in "\r\n\x0b\x0c\x85\u2028\u2029" for space in GAPS)
    assert {"open", "close", "reopen"} <= set(get_args(MarkRole))
    assert KeptMark(Span(0, 1), "why", 0.5).span == Span(0, 1)
