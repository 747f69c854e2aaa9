"""What recognisers and diarizers write is recognised by its content, read whole, and written so that it reads back."""

from __future__ import annotations

import contextlib
import copy
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.errors import QuotesError, ReadError, WriteError
from quotes.formats import READERS, WRITERS, RawInput, find_losses, find_transcript, read
from quotes.model import Document
from tests.formats.vendor_samples import (
    ASSEMBLYAI,
    AWS,
    CTM,
    DEEPGRAM,
    GOOGLE,
    JSON_SAMPLES,
    PODCAST,
    REV,
    RTTM,
    SAID,
    SAMPLES,
    SEGLST,
    SEGMENTS,
    STM,
    WHISPERX,
)

TIMES = [(500, 1700), (2000, 3200)]
UNLABELLED = {"Whisper", "Whisper's TSV"}
NUMBERED = {"Deepgram": 0, "Deepgram, utterances": 0, "Rev": 0, "Google": 1}
"""Formats that number their voices, and from what."""


def read_sample(content: str | Any, format: str | None = None) -> Document:
    """Read a text, or a value as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    document = read(io.BytesIO(text.encode("utf-8")), format=format)
    assert isinstance(document, Document)
    return document


def heard(document: Document) -> list[tuple[str | None, str, int | None, int | None]]:
    """Return label, words and times of each utterance."""
    return [
        (each.label, " ".join(span.of(document.text) for span in each.spans), each.start_ms, each.end_ms)
        for each in document.info.utterances or ()
    ]


def expected(name: str) -> list[tuple[str | None, str, int, int]]:
    """Return what a sample says, with the labels that its format can give."""
    labels: list[str | None] = [label for label, *_ in SAID]
    if name in UNLABELLED:
        labels = [None, None]
    if name in NUMBERED:
        labels = [f"Speaker {NUMBERED[name]}", f"Speaker {NUMBERED[name] + 1}"]
    return [(label, words, *times) for label, (_, words, *_rest), times in zip(labels, SAID, TIMES, strict=True)]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_format_is_recognised_and_read(name: str) -> None:
    """By its content alone; labels, words and times are those of the sample, and nothing is skipped."""
    format, content = SAMPLES[name]
    document = read_sample(content)
    assert document.info.format == format
    assert heard(document) == expected(name)
    assert document.info.skipped == ()


@pytest.mark.parametrize(
    "name", [name for name in SAMPLES if name not in ("STM", "CSV", "Whisper's TSV", "Podcasting 2.0", "SegLST")]
)
def test_words_stand_where_they_are_said_to(name: str) -> None:
    """Each timed word is its part of the text, and has the voice of its utterance."""
    document = read_sample(SAMPLES[name][1])
    words = document.info.words or ()
    labels = [label for label, words_of, *_ in expected(name) for _ in words_of.split()]
    shown = [document.text[word.start : word.end].strip(".,?") for word in words]
    assert shown == ["Is", "the", "ferry", "late", "Yes", "by", "an", "hour"] or len(words) == 11
    assert [word.speaker for word in words if word.start_ms is not None] == labels
    assert [word.start_ms for word in words if word.start_ms is not None] == [
        *range(500, 1700, 300),
        *range(2000, 3200, 300),
    ]


@pytest.mark.parametrize("name", JSON_SAMPLES)
def test_the_source_map_leads_back(name: str) -> None:
    """Each utterance's place in the JSON holds its first word."""
    value = JSON_SAMPLES[name][1]
    document = read_sample(value)
    assert document.info.source_map is not None
    for (_, words, *_), place in zip(heard(document), document.info.source_map["utterances"], strict=True):
        found = value
        for step in place.replace("]", "").replace("[", ".").split("."):
            if step:
                found = found[int(step)] if step.isdigit() else found[step]
        assert words.split()[0].strip(".,?").lower() in json.dumps(found).lower()


def test_the_text_has_a_line_for_each_utterance_and_a_blank_one_where_the_voice_changes() -> None:
    """So that it can be read as it is."""
    segments = [*WHISPERX["segments"], {"start": 4.0, "end": 5.0, "text": "Sorry.", "speaker": "S1"}]
    assert read_sample({"segments": segments}).text == "Is the ferry late?\n\nYes, by an hour.\nSorry."


def changed(value: Any, *path: str | int, to: Any = None) -> Any:
    """Return a copy of a sample with one field changed, or left out where ``to`` is None."""
    value = copy.deepcopy(value)
    place = value
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return value


@pytest.mark.parametrize(
    ("value", "labels"),
    [
        pytest.param(changed(WHISPERX, "segments", 0, "speaker"), ["S0", "S1"], id="no speaker on a segment"),
        pytest.param(changed(WHISPERX, "segments", 0, "words", 1, "speaker"), ["S0", "S1"], id="no speaker on a word"),
        pytest.param(changed(WHISPERX, "segments", 0, "words", 2, "start"), ["S0", "S1"], id="a word without a start"),
        pytest.param(
            changed(WHISPERX, "segments", 0, "words", 3, "speaker", to="S1"), ["S0", "S1", "S1"], id="two voices"
        ),
        pytest.param(changed(AWS, "results", "speaker_labels"), [None], id="AWS without speakers"),
        pytest.param(changed(AWS, "results", "items", to=[]), [None], id="AWS without items"),
        pytest.param(changed(ASSEMBLYAI, "utterances", 0, "words"), ["S0", "S1"], id="AssemblyAI without words"),
        pytest.param(changed(GOOGLE, "results", 1), [None], id="Google without diarization"),
        pytest.param(changed(REV, "monologues", 0, "speaker"), [None, "Speaker 1"], id="Rev without a speaker"),
        pytest.param(changed(PODCAST, "segments", 1, "speaker"), ["S0", "S0"], id="the speaker told on change only"),
        pytest.param(changed(DEEPGRAM, "results", "channels", 0, "alternatives", 0, "words"), [None], id="no words"),
    ],
)
def test_what_is_missing_does_no_harm(value: Any, labels: list[str | None]) -> None:
    """All words are there, with the labels that are known."""
    document = read_sample(value)
    assert [label for label, *_ in heard(document)] == labels
    words = document.text.lower().replace(",", "").replace("?", "").replace(".", "").split()
    assert words == ["is", "the", "ferry", "late", "yes", "by", "an", "hour"]


@pytest.mark.parametrize(
    ("content", "format", "reason"),
    [
        pytest.param(json.dumps(AWS)[:300], "aws", "it is not JSON: EOF", id="cut short"),
        pytest.param(json.dumps(AWS)[:300], "aws", "if the file was cut short, fetch it anew", id="advice"),
        pytest.param(
            json.dumps(changed(WHISPERX, "segments", 1, "words", 2, "start", to="soon")),
            None,
            "segments[1].words[2].start: 'soon' is no time",
            id="no time",
        ),
        pytest.param(json.dumps({"segments": [{"text": 3}]}), None, "segments[0].text", id="text is a number"),
        pytest.param(json.dumps({"monologues": []}), None, "there are no words", id="empty"),
        pytest.param(json.dumps({"results": []}), "google", "there are no words", id="no results"),
        pytest.param(
            json.dumps([*SEGLST, {**SEGLST[0], "session_id": "pier"}]), None, "2 recordings", id="two sessions"
        ),
        pytest.param(RTTM + RTTM.replace("harbour", "pier"), None, "2 recordings (harbour, pier)", id="two files"),
        pytest.param("SPEAKER a 1 soon 2 <NA> <NA> S0 <NA> <NA>\n", "rttm", "are not both times", id="RTTM: no time"),
        pytest.param("SPEAKER a 1 0.5\n", "rttm", "has 10 fields, this has 4", id="RTTM: cut short"),
        pytest.param("a 1 S0\n", "stm", "an STM line is", id="STM: cut short"),
        pytest.param("a 1\n", "ctm", "a CTM line is", id="CTM: cut short"),
        pytest.param("a,b\n1,2\n", "csv", "does not name a column of words", id="CSV: no header"),
        pytest.param("speaker,text\n", "csv", "no row below the header", id="CSV: no rows"),
        pytest.param('{"a": 1}', "deepgram", "results: Field required", id="of another format"),
    ],
)
def test_what_cannot_be_read_is_said_clearly(content: str, format: str | None, reason: str) -> None:
    """A ReadError names the place and what is wrong."""
    with pytest.raises(ReadError) as caught:
        read_sample(content, format)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("line", "label", "times"),
    [
        pytest.param("SPEAKER a 1 0.5 1.5 <NA> <NA> S0 <NA> <NA>", "S0", (500, 2000), id="ten fields"),
        pytest.param("SPEAKER a 1 0.5 1.5 <NA> <NA> S0 <NA>", "S0", (500, 2000), id="nine fields"),
        pytest.param("SPEAKER a 1 0.5 1.5 <NA> <NA> S0", "S0", (500, 2000), id="eight fields"),
        pytest.param("SPEAKER a 1 .5 0 <NA> <NA> S0 0.9 <NA>", "S0", (500, 500), id="no length, a confidence"),
        pytest.param("SPEAKER a 1 0.5 1.5 <NA> <NA> Ana Reyes <NA> <NA>", "Ana Reyes", (500, 2000), id="a blank"),
        pytest.param(
            "SPEAKER\ta\t1\t0.5\t1.5\t<NA>\t<NA>\tAna de la Reyes\t<NA>\t<NA>",
            "Ana de la Reyes",
            (500, 2000),
            id="tabs",
        ),
        pytest.param(
            ";; voice A_R = Ana Reyes\nSPEAKER a 1 0.5 1.5 <NA> <NA> A_R <NA> <NA>", "Ana Reyes", (500, 2000), id="told"
        ),
    ],
)
def test_a_line_of_rttm_is_a_segment(line: str, label: str, times: tuple[int, int]) -> None:
    """Old and broken lines as well as those that are right."""
    (utterance,) = read_sample(line + "\n", "rttm").info.utterances or ()
    assert (utterance.label, (utterance.start_ms, utterance.end_ms)) == (label, times)


def test_lines_of_rttm_that_are_no_segments_are_reported() -> None:
    """With their line, while the rest is read."""
    document = read_sample(";; comment\n" + RTTM + "SPKR-INFO a 1 <NA> <NA> <NA> unknown S0 <NA>\nSPEAKER a 1 x\n")
    assert [(skip.line, skip.reason.split(",")[0]) for skip in document.info.skipped] == [
        (4, "only lines SPEAKER are read"),
        (5, "an RTTM line has 10 fields"),
    ]


def test_segments_in_json_are_read() -> None:
    """A diarizer's list has labels and times, and no words."""
    document = read_sample(SEGMENTS)
    assert (document.info.format, document.text) == ("segments", "")
    assert [each.label for each in document.info.utterances or ()] == ["S0", "S1"]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        pytest.param('S0,0:01,0:02.5,"Go, now."', [("S0", "Go, now.", 1000, 2500)], id="clock times, a comma"),
        pytest.param('S0,1,2,"He said ""no"" twice."', [("S0", 'He said "no" twice.', 1000, 2000)], id="doubled marks"),
        pytest.param('S0,1,2,"Two\nlines."', [("S0", "Two\nlines.", 1000, 2000)], id="a line end"),
        pytest.param("S0,01:00:00,,Go.", [("S0", "Go.", 3_600_000, None)], id="no end"),
        pytest.param(',"1","2",Go.', [(None, "Go.", 1000, 2000)], id="no label"),
    ],
)
def test_a_row_of_a_table_is_an_utterance(row: str, found: list[tuple[str | None, str, int, int | None]]) -> None:
    """Quoting as in RFC 4180, times as people write them."""
    document = read_sample(f"speaker,start,end,text\n{row}\n")
    passages = find_transcript(document).passages
    assert [(each.voice, each.words, each.start_ms, each.end_ms) for each in passages] == found


def test_rows_without_words_or_with_too_much_are_reported() -> None:
    """With their line, counted over line ends inside cells."""
    document = read_sample('speaker,start,text\nS0,soon,"Go\non."\nS1,2,\nS1,3,Yes.,more\n')
    assert [(skip.line, skip.reason) for skip in document.info.skipped] == [
        (2, "the start is no time"),
        (4, "there are no words in this row"),
        (5, "this row has more cells than the header"),
    ]


def test_prose_is_of_none_of_these_formats() -> None:
    """Sentences with numbers and commas are plain text."""
    for text in (
        "Speaker, text and time were agreed.\nThen we left.",
        "He had 1 2 3 4 apples.\nSo it was.",
        "a 1 2.0 3.0",
    ):
        document = read_sample(text + " And more, he said.\n")
        assert document.info.format == "plain"


def test_a_recording_of_pauses_is_cut_into_lines() -> None:
    """Words without segments begin a new line at a pause after a sentence."""
    assert read_sample(CTM + "harbour S1 60.0 0.3 Sorry.\n").text == "Is the ferry late?\n\nYes, by an hour.\nSorry."


ROUND = ("whisper", "podcast", "seglst", "stm", "csv")


@pytest.mark.parametrize("written", ROUND)
@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_written_is_read_as_it_was(name: str, written: str) -> None:
    """Voices, words and times come back, whatever format they came from."""
    transcript = find_transcript(read_sample(SAMPLES[name][1]))
    again = find_transcript(read_sample(WRITERS[written].write(transcript), written))
    kept = [(each.voice, each.words, each.start_ms, each.end_ms) for each in transcript.passages]
    assert [(each.voice, each.words, each.start_ms, each.end_ms) for each in again.passages] == kept


def test_whisper_keeps_the_times_of_words() -> None:
    """Written and read again they are the same."""
    transcript = find_transcript(read_sample(WHISPERX))
    again = find_transcript(read_sample(WRITERS["whisper"].write(transcript)))
    assert [each.timed for each in again.passages] == [each.timed for each in transcript.passages]


def test_rttm_and_ctm_keep_what_they_can_hold() -> None:
    """RTTM who is heard when, CTM the words and their times."""
    document = read_sample(WHISPERX)
    transcript = find_transcript(document)
    turns = read_sample(WRITERS["rttm"].write(transcript)).info.utterances or ()
    assert [(each.label, each.start_ms, each.end_ms) for each in turns] == [
        (label, *times) for (label, *_), times in zip(SAID, TIMES, strict=True)
    ]
    again = read_sample(WRITERS["ctm"].write(transcript))
    assert again.text == document.text
    assert again.info.words == document.info.words


@pytest.mark.parametrize(
    ("format", "voices"),
    [
        pytest.param("stm", ["Ana Reyes", "Ana_Reyes"], id="STM tells the names in comments"),
        pytest.param("rttm", ["Ana_Reyes_2", "Ana_Reyes"], id="RTTM has names of their own without blanks"),
    ],
)
def test_names_with_blanks_stay_apart(format: str, voices: list[str]) -> None:
    """Two voices are never one, and the loss is told."""
    rows = [{**each, "speaker": name} for each, name in zip(SEGLST, ("Ana Reyes", "Ana_Reyes"), strict=True)]
    transcript = find_transcript(read_sample(rows))
    again = find_transcript(read_sample(WRITERS[format].write(transcript), format))
    assert [each.voice for each in again.passages] == voices
    if format == "rttm":
        assert "Ana Reyes is written Ana_Reyes_2" in find_losses(transcript, format, WRITERS[format])


def test_what_a_form_cannot_hold_is_told() -> None:
    """A passage without times is left out of RTTM, STM and CTM, and that is said."""
    transcript = find_transcript(read_sample("speaker,start,end,text\nS0,1,2,Go.\nS1,,,Now.\n", "csv"))
    for format in ("rttm", "stm", "ctm"):
        assert WRITERS[format].write(transcript).count("\n") == 1, format
        assert any("left out" in loss for loss in find_losses(transcript, format, WRITERS[format])), format


@pytest.mark.parametrize("format", ["rttm", "stm", "ctm", "srt", "webvtt"])
def test_a_form_that_is_nothing_without_times_is_not_written_without(format: str) -> None:
    """No empty file is left behind."""
    transcript = find_transcript(read_sample("speaker,text\nS0,Go.\n", "csv"))
    with pytest.raises(WriteError):
        WRITERS[format].write(transcript)


@pytest.mark.parametrize("format", ["ctm", "srt", "webvtt"])
def test_segments_without_words_are_no_text(format: str) -> None:
    """Captions and lists of words are not written of who is heard when."""
    with pytest.raises(WriteError, match="no word"):
        WRITERS[format].write(find_transcript(read_sample(RTTM)))


def test_meeteval_reads_what_is_written() -> None:
    """SegLST, STM, RTTM and CTM hold for it what they hold for us."""
    meeteval = pytest.importorskip("meeteval", reason="meeteval is in the extra quotes[score]")
    rows = [{**each, "speaker": name} for each, name in zip(SEGLST, ("Ana Reyes", "S1"), strict=True)]
    transcript = find_transcript(read_sample(rows))
    for format, kind in (("seglst", "SegLST"), ("stm", "STM"), ("rttm", "RTTM"), ("ctm", "CTM")):
        written = WRITERS[format].write(transcript)
        known = getattr(meeteval.io, kind)
        parsed = known(json.loads(written)) if format == "seglst" else known.parse(written)
        found = list(parsed.to_seglst())
        assert float(found[0]["start_time"]) == SAID[0][2]
        assert float(found[-1]["end_time"]) == SAID[1][3]
        if format != "rttm":
            assert " ".join(each["words"] for each in found).split() == [
                w for _, said, *_ in SAID for w in said.split()
            ]


def test_what_meeteval_writes_is_read() -> None:
    """Its STM and RTTM give the same labels and times."""
    meeteval = pytest.importorskip("meeteval", reason="meeteval is in the extra quotes[score]")
    for format, kind in (("stm", "STM"), ("rttm", "RTTM")):
        written = (
            getattr(meeteval.io, kind).new(SEGLST).dumps() if kind == "STM" else meeteval.io.RTTM.parse(RTTM).dumps()
        )
        found = read_sample(written).info.utterances or ()
        assert [(each.label, each.start_ms, each.end_ms) for each in found] == [
            (label, *times) for (label, *_), times in zip(SAID, TIMES, strict=True)
        ], format


def test_pyannote_writes_rttm_that_is_read() -> None:
    """Its annotation comes back with the same labels and times."""
    core = pytest.importorskip("pyannote.core", reason="pyannote.core is in the extra quotes[score]")
    annotation = core.Annotation(uri="harbour")
    for label, _, start, end in SAID:
        annotation[core.Segment(start, end)] = label
    document = read_sample(annotation.to_rttm())
    assert [(label, start, end) for label, _, start, end in heard(document)] == [
        (label, *times) for (label, *_), times in zip(SAID, TIMES, strict=True)
    ]


_WORD = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
_TIME = st.none() | st.floats(0, 1000) | st.integers(0, 1000).map(str)
_WORDS = st.lists(st.fixed_dictionaries({"word": _WORD}, optional={"start": _TIME, "end": _TIME, "speaker": _WORD}))
_SEGMENT = st.fixed_dictionaries(
    {"words": _WORDS}, optional={"text": _WORD, "start": _TIME, "speaker": st.sampled_from(["S0", "S1"])}
)


def squash(text: str) -> str:
    """Return a text without its blanks."""
    return "".join(text.split())


@given(st.lists(_SEGMENT, min_size=1, max_size=5))
def test_no_word_of_a_recogniser_is_lost(segments: list[dict[str, Any]]) -> None:
    """Every non-blank character of every word is in the text or in a reported skip."""
    try:
        document = read_sample({"segments": segments}, "whisper")
    except ReadError as error:
        assert "no words" in str(error)
        assert not any(squash(word["word"]) for segment in segments for word in segment["words"])
        return
    held = squash(document.text) + "".join(squash(skip.words) for skip in document.info.skipped)
    for segment in segments:
        for word in segment["words"]:
            assert squash(word["word"]) in held
    for word in document.info.words or ():
        assert document.text[word.start : word.end].strip()


def replaced(value: Any, words: list[str]) -> Any:
    """Return a sample whose words, one after the other, are others; where these end, the sample's own."""
    names = ("word", "punctuated_word", "content", "value", "body")
    if isinstance(value, list):
        return [replaced(each, words) for each in value]
    if not isinstance(value, dict):
        return value
    is_word = "text" in value and "words" not in value and "segments" not in value
    return {
        name: words.pop()
        if words and isinstance(each, str) and (name in names or (is_word and name == "text"))
        else replaced(each, words)
        for name, each in value.items()
    }


def list_words(value: Any) -> list[str]:
    """Return the words of a sample, wherever they stand."""
    if isinstance(value, list):
        return [word for each in value for word in list_words(each)]
    if not isinstance(value, dict):
        return []
    found = [value[name] for name in ("content", "value", "body") if isinstance(value.get(name), str)]
    if isinstance(value.get("punctuated_word", value.get("word")), str):
        found.append(value.get("punctuated_word") or value["word"])
    return found + [word for each in value.values() for word in list_words(each)]


_ROUGH = ["AssemblyAI", "AWS, speakers", "AWS, channels", "Deepgram", "Rev", "WhisperX", "Podcasting 2.0, word by word"]


@given(st.sampled_from(_ROUGH), st.lists(_WORD, max_size=12))
def test_words_of_every_vendor_are_kept(name: str, words: list[str]) -> None:
    """Whatever the words are, blanks and marks alone too, their characters are in the text or in a reported skip."""
    value = replaced(JSON_SAMPLES[name][1], list(words))
    if name == "AWS, channels":
        del value["results"]["items"]
    document = read_sample(value, JSON_SAMPLES[name][0])
    held = squash(document.text) + "".join(squash(skip.words) for skip in document.info.skipped)
    for word in list_words(value):
        assert squash(word) in held


@given(st.sampled_from(sorted(JSON_SAMPLES)), st.integers(1, 4000))
def test_json_cut_short_ends_in_a_clear_error(name: str, size: int) -> None:
    """Never in anything else than a ReadError."""
    format, value = JSON_SAMPLES[name]
    content = json.dumps(value)
    with pytest.raises(ReadError, match="not JSON"):
        read_sample(content[: min(size, len(content) - 1)], format)


_NAMES = ["segments", "words", "word", "start", "end", "speaker", "text", "results", "items", "channels", "body"]
_NAMES += ["alternatives", "utterances", "monologues", "elements", "value", "transcripts", "diarization", "output"]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4),
    max_leaves=12,
)


@given(_JSON, st.sampled_from(sorted({format for format, _ in JSON_SAMPLES.values()} | {"segments"})))
def test_any_json_is_read_or_refused(value: Any, format: str) -> None:
    """A value of the wrong shape ends in a ReadError, never in a traceback."""
    with contextlib.suppress(QuotesError):
        READERS[format](RawInput("a", "a", json.dumps(value).encode()))


@given(st.sampled_from([RTTM, STM, CTM]), st.integers(0, 200), st.text(max_size=6))
def test_every_line_is_read_or_reported(content: str, place: int, junk: str) -> None:
    """Whatever is put into a file of lines, each line that is no comment is an utterance, words, or a skip."""
    format = {RTTM: "rttm", STM: "stm", CTM: "ctm"}[content]
    broken = content[:place] + junk + content[place:]
    try:
        document = read_sample(broken, format)
    except ReadError:
        return
    lines = [line for line in broken.splitlines() if line.strip() and not line.lstrip().startswith(";;")]
    read_lines = len(document.info.words or ()) if format == "ctm" else len(document.info.utterances or ())
    assert read_lines + len(document.info.skipped) == len(lines)
