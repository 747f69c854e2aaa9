"""Formats, renderers and stages of others, by the example package beside this file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from quotes.batch import run_batch
from quotes.errors import PluginError
from quotes.plugins import list_plugins, load_plugin

TEXT = "“The dam held,” said Ana Reyes. “Yes,” said Otto Quill."


@pytest.fixture(autouse=True)
def example_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package as if it were installed."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "example_package"))


def line(id: str, text: str = TEXT) -> bytes:
    """One line of a batch."""
    return json.dumps({"id": id, "text": text}).encode() + b"\n"


def test_listing_loads_nothing() -> None:
    """Only names are read."""
    sys.modules.pop("quotes_example", None)
    assert list_plugins("quotes.formats") == ("memo", "reversed")
    assert "quotes_example" not in sys.modules


def test_a_format_a_renderer_and_a_stage_are_used_by_name(tmp_path: Path, run_quotes) -> None:
    """All three in one command, and nothing of them without being asked for."""
    (tmp_path / "in.txt").write_text(TEXT[::-1], encoding="utf-8")
    (tmp_path / "plain.txt").write_text(TEXT, encoding="utf-8")
    done = run_quotes("annotate", "in.txt", "--from", "reversed", "--format", "count", "--stage", "leave_short_ones")
    assert (done.returncode, done.stdout.decode().strip()) == (0, "in: 1")
    assert run_quotes("annotate", "plain.txt", "--format", "count").stdout.decode().strip() == "plain: 2"


MEMO = "ANA REYES> The dam held.\nBO LIND> It  did not.\n"
WORDS = {"segments": [{"text": "We go.", "words": [{"word": "We", "start": 0, "end": 1}, {"word": "go."}]}]}


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("annotate", "a.memo", "--from", "memo", "--format", "json"), '"label": "ANA REYES"'),
        (("batch", "a.memo", "--from", "memo", "--no-text"), '"format":"memo"'),
        (("convert", "a.memo", "-", "--from", "memo", "--to", "labelled"), "ANA REYES: The dam held."),
        (("convert", "a.memo", "-", "--from", "memo", "--to", "memo"), "BO LIND> It did not."),
        (("repair", "a.memo", "--from", "memo"), MEMO),
        (("check", "a.memo", "--from", "memo"), ""),
        (("diarize", "words.json", "--turns", "turns.rttm", "--to", "memo"), "S0> We go."),
    ],
    ids=lambda value: value[0] + " " + value[-1] if isinstance(value, tuple) else "",
)
def test_every_command_that_reads_or_writes_sees_them(
    args: tuple[str, ...], expected: str, tmp_path: Path, run_quotes
) -> None:
    """Readers by ``--from``, writers by ``--to``."""
    (tmp_path / "a.memo").write_text(MEMO, encoding="utf-8")
    (tmp_path / "words.json").write_text(json.dumps(WORDS), encoding="utf-8")
    (tmp_path / "turns.rttm").write_text("SPEAKER a 1 0.0 9.0 <NA> <NA> S0 <NA> <NA>\n", encoding="utf-8")
    done = run_quotes(*args)
    assert (done.returncode, expected in done.stdout.decode()) == (0, True), done


def test_diarize_reads_words_by_the_reader_that_is_named(tmp_path: Path, run_quotes) -> None:
    """A memo has no times, which is what is wrong with it here; without the name it would be plain text."""
    (tmp_path / "a.memo").write_text(MEMO, encoding="utf-8")
    (tmp_path / "turns.rttm").write_text("SPEAKER a 1 0.0 9.0 <NA> <NA> S0 <NA> <NA>\n", encoding="utf-8")
    done = run_quotes("diarize", "a.memo", "--from", "memo", "--turns", "turns.rttm")
    assert (done.returncode, b"no utterance in it has a time" in done.stderr) == (2, True)


def test_review_reads_by_the_reader_that_is_named(tmp_path: Path) -> None:
    """The annotation that is kept beside the document was made from what the reader gave."""
    from quotes.cli.review import open_document

    (tmp_path / "a.txt").write_text(TEXT[::-1], encoding="utf-8")
    assert open_document(tmp_path / "a.txt", format="reversed").text == TEXT


@pytest.mark.parametrize(
    "args",
    [
        ("annotate", "a.txt", "--from"),
        ("batch", "a.txt", "--from"),
        ("check", "a.txt", "--from"),
        ("convert", "a.txt", "-", "--to", "srt", "--from"),
        ("diarize", "a.txt", "--turns", "a.txt", "--from"),
        ("diarize", "a.txt", "--turns", "a.txt", "--turns-format"),
        ("repair", "a.txt", "--from"),
        ("review", "a.txt", "--from"),
        ("convert", "a.txt", "-", "--to"),
        ("diarize", "a.txt", "--turns", "a.txt", "--to"),
    ],
    ids=lambda args: f"{args[0]} {args[-1]}",
)
def test_an_unknown_form_is_refused_with_those_there_are(args: tuple[str, ...], tmp_path: Path, run_quotes) -> None:
    """Those of other packages among them."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = run_quotes(*args, "no_such")
    assert (done.returncode, done.stdout) == (2, b"")
    told = done.stderr.decode()
    assert ("no_such; there are " in told, " memo," in told) == (True, True)


def test_a_writer_that_is_none_is_named(tmp_path: Path, run_quotes) -> None:
    """A bare function does not say what it loses."""
    (tmp_path / "a.memo").write_text(MEMO, encoding="utf-8")
    done = run_quotes("convert", "a.memo", "-", "--from", "memo", "--to", "no_writer")
    assert done.returncode == 2
    assert "quotes.writers, 'no_writer': it is no quotes.formats.Writer but function" in done.stderr.decode()


@pytest.mark.parametrize("workers", [1, 2])
def test_stages_run_in_a_batch(workers: int) -> None:
    """In this process and in others."""
    (outcome,) = run_batch([line("a")], stages=["leave_short_ones"], workers=workers)
    assert len(json.loads(outcome.record)["quotations"]) == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing_module", "cannot be loaded, ModuleNotFoundError: No module named 'no_such_module'; tell its authors"),
        ("missing_name", "cannot be loaded, AttributeError"),
        ("no_function", "is no function but int"),
        ("no_such", "no installed package offers it"),
    ],
)
def test_a_broken_package_is_named(name: str, reason: str, tmp_path: Path, run_quotes) -> None:
    """Group, name, what it points to, what is wrong; a batch does not begin."""
    with pytest.raises(PluginError, match=r"quotes\.stages") as caught:
        load_plugin("quotes.stages", name)
    assert reason in str(caught.value)
    done = run_quotes("batch", "-", "--stage", name, input=line("a"))
    assert (done.returncode, done.stdout) == (2, b"")
    assert reason in done.stderr.decode()


def test_a_document_that_kills_its_process_twice_is_a_record() -> None:
    """The others are annotated, and all are in order."""
    lines = [line("a"), line("b", "END THE PROCESS"), line("c"), line("d")]
    outcomes = list(run_batch(lines, stages=["break_down"], workers=2))
    assert [(outcome.id, outcome.failed) for outcome in outcomes] == [
        ("a", False),
        ("b", True),
        ("c", False),
        ("d", False),
    ]
    assert json.loads(outcomes[1].record) == {
        "id": "b",
        "line": 2,
        "error": {
            "type": "WorkerError",
            "message": "the process that annotated the document was killed twice; maybe it needs too much memory",
        },
    }


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_takes_too_long_is_a_record(workers: int) -> None:
    """Its process is ended; the next one is annotated."""
    lines = [line("a", "TAKE LONG"), line("b")]
    slow, next_one = run_batch(lines, stages=["break_down"], workers=workers, max_seconds=8)
    assert (slow.failed, next_one.failed) == (True, False)
    assert json.loads(slow.record)["error"] == {
        "type": "LimitError",
        "message": "the document took more than 8 seconds; allow more with --max-seconds",
    }
