"""``quotes evaluate``: the forms of its report, where it goes, what is told on standard error, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from quotes.cli.evaluate import BY, FORMATS
from quotes.evaluation import tables
from quotes.evaluation.report import MistakeKind
from quotes.model import Annotation, Document, DocumentInfo, Utterance
from quotes.pipeline import annotate
from quotes.renderer import report
from quotes.spans import Span

TEXT = "“The dam held,” said Ana Reyes.\n\n“It leaked,” said Otto Lind."


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """Two documents as they should be, and the same with one of them not annotated."""
    found = [annotate(Document(id=name, text=TEXT)) for name in ("a", "b")]
    reference, hypothesis = tmp_path / "reference.jsonl", tmp_path / "hypothesis.jsonl"
    reference.write_text("".join(each.model_dump_json() + "\n" for each in found), encoding="utf-8")
    error = {"id": "b", "line": 2, "error": {"type": "ReadError", "message": "no"}}
    hypothesis.write_text(found[0].model_dump_json() + "\n" + json.dumps(error) + "\n", encoding="utf-8")
    return reference, hypothesis


def test_names_are_those_of_the_package() -> None:
    """They stand in the command line to keep it quick."""
    assert set(FORMATS) == set(report.REPORT_FORMATS)
    assert BY == tables.BY
    assert set(get_args(MistakeKind)) == set(report._MISTAKE_TITLES)


def test_the_report_is_printed_and_what_lacks_is_told(sides: tuple[Path, Path], run_quotes) -> None:
    """Figures go to standard output, the note on the document that failed to standard error."""
    done = run_quotes("evaluate", *sides)
    lines = done.stdout.decode("utf-8").splitlines()

    assert done.returncode == 0
    assert lines[0].startswith("2 documents; 1 failed in the hypothesis")
    (row,) = [line for line in lines if line.startswith("right speaker")]
    assert row.split()[2:] == ["1.000", "0.500", "0.667", "2", "of", "2", "2", "of", "4"]
    assert done.stderr.decode("utf-8") == "1 failed in HYPOTHESIS, scored as if nothing had been found: b.\n"


def test_the_form_goes_by_the_output_s_name(sides: tuple[Path, Path], tmp_path: Path, run_quotes) -> None:
    """A name ending in .html gives a page, .json gives JSON, --format wins."""
    for name, options, beginning in (
        ("r.html", (), "<!doctype html>"),
        ("r.json", (), "{\n"),
        ("r.txt", (), "2 documents"),
        ("r.html", ("--format", "json"), "{\n"),
    ):
        assert run_quotes("evaluate", *sides, "-o", name, *options).stdout == b""
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)


@pytest.mark.parametrize(("errors", "shown"), [("0", 0), ("1", 1), (None, 4)])
def test_json_has_as_many_mistakes_as_wanted(
    sides: tuple[Path, Path], run_quotes, errors: str | None, shown: int
) -> None:
    """All of them unless a number is given: two missed quotations, two missed speakers."""
    options = () if errors is None else ("--errors", errors)
    values = json.loads(run_quotes("evaluate", *sides, "--format", "json", *options).stdout)

    assert len(values["mistakes"]) == shown
    assert values["mistake_counts"] == {"missed": 2, "speaker": 2}


def test_figures_are_broken_down_as_asked(sides: tuple[Path, Path], run_quotes) -> None:
    """By document there is a line for each."""
    done = run_quotes("evaluate", *sides, "--by", "document", "--format", "json")
    (table,) = json.loads(done.stdout)["tables"]

    assert table["by"] == "document"
    assert [measure["name"] for measure in table["measures"]] == ["spans.a", "speakers.a", "spans.b", "speakers.b"]


def test_one_side_may_be_piped_in(sides: tuple[Path, Path], run_quotes) -> None:
    """The hypothesis comes from a batch."""
    done = run_quotes("evaluate", sides[0], "-", input=sides[0].read_bytes())

    assert done.returncode == 0
    assert b"1.000" in done.stdout


def test_turns_are_measured_by_the_rules_given(sides: tuple[Path, Path], tmp_path: Path, run_quotes) -> None:
    """The collar and the voices stand in the report; a collar below nothing is refused."""
    words = "Is the harbour open? Not yet."
    spans = [((0, 20), 0, 2000), ((21, 29), 2000, 3000)]
    for name, labels in (("wanted", ("S0", "S1")), ("given", ("S0", "S0"))):
        utterances = tuple(
            Utterance(spans=(Span(*span),), label=label, start_ms=start, end_ms=end)
            for (span, start, end), label in zip(spans, labels, strict=True)
        )
        document = Document(id="a", text=words, info=DocumentInfo(utterances=utterances))
        (tmp_path / f"{name}.jsonl").write_text(Annotation.of(document).model_dump_json(), encoding="utf-8")

    done = run_quotes("evaluate", "wanted.jsonl", "given.jsonl", "--collar", "0.25", "--skip-overlap")
    lines = done.stdout.decode("utf-8").splitlines()

    assert any(line.startswith("diarization error rate (DER)") and " 0.5 s of 2.0 s" in line for line in lines)
    assert any(line.startswith("S1 (a), as nobody: words") for line in lines)
    (note,) = [line for line in lines if line.startswith("times: 0.25 s on either side")]
    assert note.endswith("where voices overlap left out")
    assert run_quotes("evaluate", "wanted.jsonl", "given.jsonl", "--collar", "-1").returncode == 2


CAPTIONS = """WEBVTT

00:00:00.000 --> 00:00:04.000
<v Ines Okafor>Is the harbour open today?</v>

00:00:04.000 --> 00:00:06.000
<v Rolf Tande>From noon.</v>
"""
TRANSCRIPTS = [
    pytest.param(
        "a.rttm",
        "SPEAKER a 1 0.0 3.5 <NA> <NA> Ines_Okafor <NA> <NA>\nSPEAKER a 1 3.5 2.5 <NA> <NA> Rolf_Tande <NA> <NA>\n",
        {"diarization": 500 / 6000, "identification": 500 / 6000, "word_diarization": None},
        id="segments",
    ),
    pytest.param(
        "a.seglst.json",
        json.dumps(
            [
                {"session_id": "a", "speaker": name, "words": words, "start_time": start, "end_time": end}
                for name, words, start, end in (
                    ("Ines Okafor", "is the harbor open", 0, 4),
                    ("Rolf Tande", "today from noon", 4, 6),
                )
            ]
        ),
        {"diarization": 0.0, "word_diarization": 1 / 7, "concatenated_words": 3 / 7},
        id="segments with words",
    ),
    pytest.param(
        "a.stm",
        "a 1 S0 0.0 4.0 is the harbour open today\na 1 S1 4.0 6.0 from noon\n",
        {"diarization": 0.0, "identification": 1.0, "word_diarization": 0.0},
        id="labels and words",
    ),
    pytest.param(
        "a.txt",
        "INES OKAFOR: Is the harbour open?\n\nTANDE: Today, from noon.\n\nOKAFOR: Good.\n",
        {"diarization": None, "word_diarization": 1 / 7, "voice_count": 0.0},
        id="labelled text",
    ),
]


@pytest.mark.parametrize(("name", "content", "expected"), TRANSCRIPTS)
def test_a_transcript_of_any_form_can_be_measured(
    tmp_path: Path, run_quotes, name: str, content: str, expected: dict[str, float | None]
) -> None:
    """Against captions, by whatever it holds; the other way round times count the same."""
    (tmp_path / "a.vtt").write_text(CAPTIONS, encoding="utf-8")
    (tmp_path / name).write_text(content, encoding="utf-8")
    rates = [
        {
            each["name"]: each["rate"]
            for each in json.loads(run_quotes("evaluate", *names, "--format", "json").stdout)["errors"]
        }
        for names in (("a.vtt", name), (name, "a.vtt"))
    ]

    assert {key: rates[0][key] for key in expected} == pytest.approx(expected)
    assert rates[1]["diarization"] == pytest.approx(expected["diarization"])


FAULTS = [
    pytest.param(("reference.jsonl", "nowhere.jsonl"), "nowhere.jsonl: there is no such file", id="no file"),
    pytest.param(("-", "-"), "Only one of the two", id="both piped in"),
    pytest.param(("reference.jsonl", "reference.jsonl", "--by", "colour"), "colour is none of", id="no property"),
    pytest.param(("reference.jsonl", "reference.jsonl", "-o", "reference.jsonl"), "would be overwritten", id="input"),
    pytest.param(("reference.jsonl", "reference.jsonl", "-o", "no/r.html"), "There is no folder", id="no folder"),
]


@pytest.mark.usefixtures("sides")
@pytest.mark.parametrize(("arguments", "message"), FAULTS)
def test_a_wrong_call_is_told(arguments: tuple[str, ...], message: str, run_quotes) -> None:
    """Exit code 2, one line that says what is wrong, nothing on standard output."""
    done = run_quotes("evaluate", *arguments)

    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode("utf-8")
