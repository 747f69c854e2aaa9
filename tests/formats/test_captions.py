"""Captions: whatever the file, nothing of it is lost, and what is written is read as it was."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from quotes.errors import ReadError
from quotes.formats import WRITERS, find_transcript, read_text
from quotes.formats.base import VoiceReading
from quotes.formats.transcript import Transcript
from tests.formats.caption_samples import account, caption_files, transcripts


@pytest.mark.parametrize("format", ["srt", "webvtt"])
@pytest.mark.parametrize("voices", ["found", "inherit", "strict"])
@settings(max_examples=200)
@given(text=caption_files)
def test_every_character_of_a_caption_file_is_accounted_for(text: str, format: str, voices: VoiceReading) -> None:
    """Each that is not blank is said, a time, a number, a label, known markup or reported."""
    try:
        document = read_text(text, format=format, voices=voices)
    except ReadError as error:
        assert "holds no" in error.reason
        return
    assert document.text == text
    assert account(document) == []
    spans = [span for utterance in document.info.utterances or () for span in utterance.spans]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)


@pytest.mark.parametrize("format", ["srt", "webvtt"])
@settings(max_examples=200)
@given(transcript=transcripts())
def test_what_is_written_is_read_and_written_the_same(transcript: Transcript, format: str) -> None:
    """A second reading gives the words, voices and times of the first, and the second file is the first."""
    writer = WRITERS[format]
    once = writer.write(transcript)
    read = find_transcript(read_text(once, id="written", format=format))
    assert writer.write(read) == once
