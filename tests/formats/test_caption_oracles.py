"""What we read and write is what other programs read: pysubs2 for SRT and TTML, webvtt-py for WebVTT."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings

from quotes.formats import WRITERS, find_transcript, read_text
from quotes.formats.caption_writing import group_captions
from quotes.formats.transcript import Transcript
from tests.formats.caption_samples import transcripts


def test_pysubs2_reads_the_times_we_read() -> None:
    """Usual and odd times of SRT; voices it does not know."""
    pysubs2 = pytest.importorskip("pysubs2", reason="an oracle for the times of SRT; pip install 'quotes[test]'")
    text = (
        "1\n00:00:01,000 --> 00:00:02,500\nANA: Go.\n\n2\n00:00:02.5 --> 00:00:03,25\nBO: <i>No.</i>\n\n"
        "4\n01:00:00,000 --> 01:00:00,000\nANA: Now.\n"
    )
    theirs = [(event.start, event.end) for event in pysubs2.SSAFile.from_string(text, format_="srt")]
    ours = [(p.start_ms, p.end_ms) for p in find_transcript(read_text(text)).passages]
    assert ours == theirs == [(1000, 2500), (2500, 3250), (3_600_000, 3_600_000)]


@settings(max_examples=60)
@given(transcript=transcripts())
def test_pysubs2_finds_the_captions_we_write_as_srt(transcript: Transcript) -> None:
    """One caption for each stretch of time, with its times."""
    pysubs2 = pytest.importorskip("pysubs2", reason="an oracle for the times of SRT; pip install 'quotes[test]'")
    captions = group_captions(transcript, "srt")
    if any(caption.end_ms >= 100 * 3_600_000 for caption in captions):
        return  # pysubs2 reads two digits of hours only
    events = pysubs2.SSAFile.from_string(WRITERS["srt"].write(transcript), format_="srt")
    assert [(event.start, event.end) for event in events] == [(c.start_ms, c.end_ms) for c in captions]


@settings(max_examples=60)
@given(transcript=transcripts())
def test_webvtt_py_finds_the_captions_and_first_voices_we_write(transcript: Transcript) -> None:
    """The times of every caption, and the first voice of each: it knows no second one."""
    webvtt = pytest.importorskip("webvtt", reason="an oracle for WebVTT; pip install 'quotes[test]'")
    captions = group_captions(transcript, "webvtt")
    read = list(webvtt.from_buffer(io.StringIO(WRITERS["webvtt"].write(transcript))))
    times = [tuple(round(1000 * part) for part in (c.start_in_seconds, c.end_in_seconds)) for c in read]
    if all(isinstance(caption.start_in_seconds, float) for caption in read):
        assert times == [(c.start_ms, c.end_ms) for c in captions]
    else:  # whole seconds in older releases
        assert [t // 1000 for t, _ in times] == [c.start_ms // 1000 for c in captions]
    plain = [(c.passages[0].voice or "").isalnum() for c in captions]
    assert [c.voice for c, is_plain in zip(read, plain, strict=True) if is_plain] == [
        c.passages[0].voice for c, is_plain in zip(captions, plain, strict=True) if is_plain
    ]


def test_pysubs2_reads_the_times_of_ttml_we_read() -> None:
    """Clock times of TTML."""
    pysubs2 = pytest.importorskip("pysubs2", reason="an oracle for the times of TTML; pip install 'quotes[test]'")
    text = (
        '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="00:00:01.500" end="00:00:02.250">Go.</p>'
        '<p begin="00:00:03.000" end="01:00:00.000">No.</p></div></body></tt>'
    )
    theirs = [(event.start, event.end) for event in pysubs2.SSAFile.from_string(text, format_="ttml")]
    assert [(p.start_ms, p.end_ms) for p in find_transcript(read_text(text)).passages] == theirs
