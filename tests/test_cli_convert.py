"""``quotes convert``: a transcript in another form, and what is told of its losses."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotes.formats import read_text, write_annotation
from quotes.pipeline import annotate
from tests.conftest import RunQuotes

SRT = (
    "1\n00:00:01,000 --> 00:00:02,000\nANA REYES: Go & see.\nBO: No.\n"
    "\n2\n00:00:03,500 --> 00:00:04,000\nBO: Never,\nI said.\n"
)
VTT = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v ANA REYES>Go &amp; see.</v>\n<v BO>No.</v>\n"
    "\n00:00:03.500 --> 00:00:04.000\n<v BO>Never,\nI said.\n"
)


@pytest.mark.parametrize(
    ("name", "text", "out", "expected"),
    [
        ("a.srt", SRT, "b.vtt", VTT),
        ("a.vtt", VTT, "b.srt", SRT),
        ("a.srt", SRT, "b.srt", SRT),
        ("a.srt", SRT, "b.txt", "ANA REYES (00:00:01): Go & see.\n\nBO (00:00:01): No. Never, I said.\n"),
        ("a.srt", SRT, "b.md", "**ANA REYES (00:00:01):** Go & see.\n\n**BO (00:00:01):** No. Never, I said.\n"),
    ],
)
def test_a_transcript_is_written_in_the_form_of_the_suffix(
    name: str, text: str, out: str, expected: str, run_quotes: RunQuotes
) -> None:
    """Voices, words and times are carried over as far as the form holds them."""
    Path(name).write_text(text, encoding="utf-8")
    assert run_quotes("convert", name, out).returncode == 0
    assert Path(out).read_text(encoding="utf-8") == expected


def test_utf_16_and_a_pipe_are_read(run_quotes: RunQuotes) -> None:
    """Captions in UTF-16 are decoded by their byte-order mark; a dash is a pipe."""
    done = run_quotes("convert", "-", "-", "--to", "webvtt", input=SRT.encode("utf-16"))
    assert (done.returncode, done.stdout.decode("utf-8"), done.stderr) == (0, VTT, b"")


def test_names_of_speakers_stand_instead_of_labels(run_quotes: RunQuotes) -> None:
    """A saved annotation knows who a label is."""
    saved = annotate(read_text(SRT.replace("BO:", "REYES:")))
    Path("saved.json").write_text(write_annotation(saved), encoding="utf-8")
    written = run_quotes("convert", "saved.json", "-", "--to", "srt").stdout.decode("utf-8")
    names = {speaker.display_name for speaker in saved.speakers}
    assert [line.partition(":")[0] in names for line in written.splitlines() if line.endswith("Go & see.")] == [True]


def test_losses_and_skips_are_told(run_quotes: RunQuotes) -> None:
    """Standard error says what the form has no place for and what of the input was not used."""
    Path("a.vtt").write_text(VTT + "\nNOTE by hand\n", encoding="utf-8")
    told = run_quotes("convert", "a.vtt", "a.txt").stderr.decode("utf-8").splitlines()
    assert told == [
        "a.vtt: not used, a comment (line 11): NOTE by hand",
        "a.txt: labelled has no place for the line breaks in 1 passage",
        "a.txt: labelled has no place for the fractions of a second of 1 passage",
        "a.txt: labelled has no place for the ends of 3 passages",
        "a.txt: labelled has no place for what overlaps in 1 passage",
        "a.txt: labelled has no place for where 1 passage begins anew in one voice",
    ]


def test_times_that_are_put_in_are_told(run_quotes: RunQuotes) -> None:
    """A caption needs an end; where nothing tells it, the report says what stands there."""
    Path("a.srt").write_text("1\n00:00:01,000 -->\nGo.\n", encoding="utf-8")
    done = run_quotes("convert", "a.srt", "-", "--to", "srt")
    assert done.stdout == b"1\n00:00:01,000 --> 00:00:02,000\nGo.\n"
    assert b"1 passage without an end" in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "args", "message"),
    [
        ("a.txt", "He said no.", ("b.srt",), "tells voices or times apart; give a transcript"),
        ("a.txt", "A: Go.\n\nB: No.\n\nA: Go!\n\nB: No!\n", ("b.srt",), "this transcript has no times"),
        ("a.srt", SRT, ("b.docx",), "No form is written as .docx; name one with --to; there are "),
        ("a.srt", SRT, ("b.srt", "--to", "docx"), "There is no writer docx; there are "),
        ("a.srt", SRT, ("b.srt", "--from", "odt"), "There is no reader odt; there are "),
        ("a.srt", SRT, ("a.srt",), "a.srt is the input (a.srt) and would be overwritten"),
        ("a.vtt", "WEBVTT\n", ("b.srt",), "a.vtt: this WebVTT file holds no caption"),
    ],
)
def test_what_cannot_be_converted_exits_with_2(
    name: str, text: str, args: tuple[str, ...], message: str, run_quotes: RunQuotes
) -> None:
    """A line says why; nothing is written."""
    Path(name).write_text(text, encoding="utf-8")
    done = run_quotes("convert", name, *args)
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode("utf-8")
