"""Files of every format, spoiled, and what the command line does with the worst of them."""

from __future__ import annotations

import io
import random
import time
from pathlib import Path

import pytest

from quotes.formats import READERS, WRITERS, RawInput, read, read_text
from quotes.formats.transcript import Passage, Transcript, find_transcript
from quotes.model import Document
from quotes.pipeline import annotate
from quotes.renderer import render
from tests.benchmarks.fuzz_readers import ALL_SAMPLES, follow, run
from tests.conftest import RunQuotes


@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_every_sample_goes_all_the_way(name: str) -> None:
    """Unspoiled, it is read, annotated, shown, written in every form and read again without loss."""
    format, content = ALL_SAMPLES[name]
    assert follow(content.encode("utf-8"), format) is None


def test_spoiled_files_are_read_or_refused() -> None:
    """Nothing else is raised, no character is nowhere, and round trips keep the words."""
    assert list(run(random.Random(7), 60)) == []  # noqa: S311 - repeatable, nothing secret


@pytest.mark.parametrize("voice", ["A", "0", "spk_0", "ch_0", "agent", "van der Berg", "李明", "Ada Quill (host)"])
def test_captions_and_labels_keep_voices_of_all_sorts(voice: str) -> None:
    """What is written as a label is read as one; where labelled text cannot, its report says so."""
    passages = tuple(
        Passage("It rained again.", name, 1000 * number, 1000 * number + 900)
        for number, name in enumerate((voice, "Tom Reed", voice))
    )
    transcript = Transcript("a", passages)
    for name in ("srt", "webvtt", "labelled", "csv", "stm"):
        writer = WRITERS[name]
        if any("no label" in note for note in writer.report(transcript)):
            assert (name, voice) == ("labelled", "0")
            continue
        again = find_transcript(read_text(writer.write(transcript), format=name))
        assert [passage.voice for passage in again.passages] == [voice, "Tom Reed", voice]


def test_a_time_without_end_in_ttml_is_reported() -> None:
    """More digits than any time has are a time that cannot be read."""
    long = "9" * 5000
    text = f'<tt><body><div><p begin="1s" end="{long}s">Go.</p><p begin="{long}:00:00">No.</p></div></body></tt>'
    info = read_text(text, format="ttml").info
    assert [skip.reason for skip in info.skipped] == ["a time that cannot be read"] * 2


def test_a_table_with_carriage_returns_alone_is_read() -> None:
    """Lines may end in CR; an apostrophe before a formula is none of its words."""
    document = read_text("speaker,start,text\rAda,1,'-3 degrees\rTom,2,Yes\r")
    assert document.info.format == "csv"
    assert [p.words for p in find_transcript(document).passages] == ["-3 degrees", "Yes"]


@pytest.mark.timed
@pytest.mark.parametrize(
    "label", ["(" * 500, "A" * 500, "Mr. " * 200, "[" * 300 + "]" * 300, "A, " * 300, "é\u0301" * 200]
)
def test_no_label_takes_long(label: str) -> None:
    """Ten times the lines take at most about ten times the time, whatever opens them."""
    line = f"{label}: go on.\n"
    seconds = []
    for lines in (100, 1000):
        begin = time.process_time()
        read_text(line * lines)
        seconds.append(time.process_time() - begin)
    assert seconds[1] < 12 * max(seconds[0], 0.05)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028"])
def test_labels_are_found_whatever_ends_the_lines(end: str) -> None:
    """A text with carriage returns alone is read as one with line feeds."""
    text = end.join(("ADA QUILL: So?", "TOM REED: Yes.", "ADA QUILL: No."))
    utterances = read_text(text).info.utterances or ()
    assert [utterance.label for utterance in utterances] == ["ADA QUILL", "TOM REED", "ADA QUILL"]


def test_labels_of_scripts_without_capitals_are_found() -> None:
    """A mark of direction before them changes nothing."""
    text = "\u200fמיכל כהן: שלום\n\nTOM REED: Yes.\n\n\u200fמיכל כהן: לא\n\nTOM REED: No.\n"
    utterances = read_text(text).info.utterances or ()
    assert [utterance.label for utterance in utterances] == ["מיכל כהן", "TOM REED"] * 2


@pytest.mark.parametrize(
    ("behind", "label"),
    [
        ("Ada van Quill <NA> <NA>", "Ada van Quill"),
        ("Tom Reed <NA>", "Tom Reed"),
        ("Speaker 2 <NA>", "Speaker 2"),
        ("S0 0.98 <NA>", "S0"),
        ("S0 <NA>", "S0"),
        ("S0", "S0"),
    ],
)
def test_names_in_rttm_may_hold_blanks(behind: str, label: str) -> None:
    """With ten fields or nine, a confidence is none of the name."""
    raw = RawInput("a.rttm", "a", f"SPEAKER a 1 0.0 2.0 <NA> <NA> {behind}\n".encode())
    document = READERS["rttm"](raw)
    assert isinstance(document, Document)
    assert [utterance.label for utterance in document.info.utterances or ()] == [label]


def test_not_a_number_in_a_recognisers_json_is_no_time() -> None:
    """Python writes NaN where a recogniser has no time; the words are kept."""
    data = b'{"segments": [{"start": NaN, "end": 2.0, "text": "Go on.", "speaker": "S0"}]}'
    document = read(io.BytesIO(data))
    assert isinstance(document, Document)
    assert document.text == "Go on."
    assert [utterance.start_ms for utterance in document.info.utterances or ()] == [None]


def test_nothing_in_a_file_steers_the_terminal(run_quotes: RunQuotes, tmp_path: Path) -> None:
    """What could not be used is shown without control characters."""
    (tmp_path / "a.srt").write_text("1\n00:00:0\x1b[2Jx,000 --> 00:00:02,000\nADA: Go.\n", encoding="utf-8")
    done = run_quotes("convert", "a.srt", "-", "--to", "labelled")
    assert b"not used" in done.stderr
    assert b"\x1b" not in done.stderr


@pytest.mark.timed
def test_sign_offs_are_looked_for_in_time() -> None:
    """Four times as many sentences in one paragraph take about four times the time."""
    seconds = []
    for lines in (150, 600):
        text = " ".join(f"Ada Quill was late {number} times." for number in range(lines))
        begin = time.process_time()
        annotate(text)
        seconds.append(time.process_time() - begin)
    assert seconds[1] < 9 * max(seconds[0], 0.05)


def test_words_like_a_label_of_stm_are_kept() -> None:
    """A first word in angle brackets is none of the format's."""
    transcript = Transcript("a", (Passage("<hm> so", "Ada", 0, 900),))
    again = find_transcript(read_text(WRITERS["stm"].write(transcript), format="stm"))
    assert [passage.words for passage in again.passages] == ["<hm> so"]


@pytest.mark.parametrize("format", ["text", "md"])
def test_voices_that_are_not_quoted_are_told(format: str) -> None:
    """A transcript in which nobody is quoted still says who is heard."""
    page = render(annotate("ADA QUILL: It rained.\n\nTOM REED: It did.\n\nADA QUILL: So we wait.\n"), format)
    assert ("Heard: " if format == "text" else "## Voices") in page
    assert "Tom Reed" in page
