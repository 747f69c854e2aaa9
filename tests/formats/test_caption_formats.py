"""SRT, WebVTT, LRC and TTML: what each variety says of voices, words and times."""

from __future__ import annotations

import pytest

from quotes.errors import ReadError
from quotes.formats import find_transcript, read_text
from quotes.formats.base import VoiceReading

FIRST, SECOND, THIRD = (
    "1\n00:00:01,000 --> 00:00:02,000\n",
    "\n\n2\n00:00:03,000 --> 00:00:04,000\n",
    "\n\n3\n00:00:05,000 --> 00:00:06,000\n",
)


def heard(text: str, format: str | None = None, voices: VoiceReading = "found") -> list[tuple[str | None, str]]:
    """The voice and the words of each utterance."""
    transcript = find_transcript(read_text(text, format=format, voices=voices))
    return [(passage.voice, passage.words) for passage in transcript.passages]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            FIRST + "ANA: Go." + SECOND + "BO: No." + THIRD + "Not now.",
            [("ANA", "Go."), ("BO", "No."), ("BO", "Not now.")],
            id="a label where the voice changes",
        ),
        pytest.param(
            FIRST + "Grace:\nWelcome." + SECOND + "Tom:\nThanks." + THIRD + "Really.",
            [("Grace", "Welcome."), ("Tom", "Thanks."), ("Tom", "Really.")],
            id="a label alone on its line",
        ),
        pytest.param(
            FIRST + "[SPEAKER_00]: Go." + SECOND + "[SPEAKER_00]: Now." + THIRD + "Hm.",
            [("SPEAKER_00", "Go."), ("SPEAKER_00", "Now."), (None, "Hm.")],
            id="a label in brackets on every caption",
        ),
        pytest.param(
            FIRST + "[speaker 0]\nGo." + SECOND + "Now." + THIRD + "[speaker 1]\nNo.",
            [("speaker 0", "Go."), ("speaker 0", "Now."), ("speaker 1", "No.")],
            id="a label in brackets on its own line",
        ),
        pytest.param(FIRST + "(speaker 0) Go.", [("speaker 0", "Go.")], id="a label in round brackets"),
        pytest.param(FIRST + "- Go.\n- No.", [(None, "Go."), (None, "No.")], id="a dash for each voice"),
        pytest.param(FIRST + "Go - now.\nWell-kept.", [(None, "Go - now.\nWell-kept.")], id="dashes that are none"),
        pytest.param(
            FIRST + ">> ANA REYES: Good evening.\n>> Hello." + SECOND + "Thanks. >> BO: Yes.",
            [("ANA REYES", "Good evening."), (None, "Hello."), (None, "Thanks."), ("BO", "Yes.")],
            id="marks of a change of voice",
        ),
        pytest.param(FIRST + "ANA REYES, HOST (VO): Go.", [("ANA REYES, HOST", "Go.")], id="a role and a note"),
        pytest.param(
            FIRST + "<i>ANA:</i> Un<b>known</b>.<br>BO: {\\an8}No.", [("ANA", "Unknown."), ("BO", "No.")], id="tags"
        ),
        pytest.param(FIRST + '<font color="#fff">Go &amp; see</font>', [(None, "Go & see")], id="a tag and an entity"),
        pytest.param(FIRST + "Warning: it is hot.", [(None, "Warning: it is hot.")], id="no label: a warning"),
        pytest.param(FIRST + "4:57, a check\n10: ten", [(None, "4:57, a check\n10: ten")], id="no label: a time"),
        pytest.param(FIRST + "See https://example.org", [(None, "See https://example.org")], id="no label: an address"),
        pytest.param(FIRST + "He said: go.", [(None, "He said: go.")], id="no label: a clause"),
        pytest.param(
            FIRST + "ANA: Go." + SECOND + "[Applause]" + THIRD + "Now.",
            [("ANA", "Go."), (None, "[Applause]"), ("ANA", "Now.")],
            id="a direction is nobody's and the voice goes on",
        ),
        pytest.param(
            FIRST + "Where to?" + SECOND + "ANA: Go." + THIRD + "- No.\n- Yes.",
            [(None, "Where to?"), ("ANA", "Go."), (None, "No."), (None, "Yes.")],
            id="subtitles of a film",
        ),
    ],
)  # fmt: skip
def test_labels_in_the_words_of_srt(text: str, expected: list[tuple[str | None, str]]) -> None:
    """Labels, marks and markup are told from words."""
    assert heard(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("<v.loud Ana Reyes>Go.</v>", [("Ana Reyes", "Go.")], id="a class"),
        pytest.param("<v Ana &amp; Bo>Go &lt;there&gt;.", [("Ana & Bo", "Go <there>.")], id="escapes"),
        pytest.param("<v Ana>Go.</v>\n<v Bo>No.</v>", [("Ana", "Go."), ("Bo", "No.")], id="two voices"),
        pytest.param("- <v Ana>Go.</v>\n- <v Bo>No.", [("Ana", "Go."), ("Bo", "No.")], id="two voices with dashes"),
        pytest.param("<v Ana>Go\nnow. <v Bo>No.", [("Ana", "Go\nnow."), ("Bo", "No.")], id="left open"),
        pytest.param("<v>Go.", [(None, "Go.")], id="an empty voice"),
        pytest.param("<c.red>Go <00:01.500>now</c>", [(None, "Go now")], id="a class and a time of a word"),
        pytest.param("<v Ana>Go.\n\nStill here.", [("Ana", "Go.\nStill here.")], id="words behind a blank line"),
        pytest.param("&gt;&gt; ANA: Go.", [("ANA", "Go.")], id="a label without voice tags"),
    ],
)
def test_voices_of_webvtt(text: str, expected: list[tuple[str | None, str]]) -> None:
    """Voice tags give the label, whether the file has its header or is a fragment."""
    caption = f"00:01.000 --> 00:02.000 align:start\n{text}\n"
    assert heard(caption, "webvtt") == heard(f"WEBVTT - a title\nLanguage: en\n\nname\n{caption}") == expected


ON_CHANGE = (
    "00:01.000 --> 00:02.000\n<v Ana>Go.\n\n00:03.000 --> 00:04.000\nNow.\n\n00:05.000 --> 00:06.000\n<v Bo>No.\n"
)
ON_EACH = (
    ON_CHANGE.replace("\nNow.", "\n<v Ana>Now.")
    + "\n00:07.000 --> 00:08.000\nWho?\n"
    + ON_CHANGE.replace("Bo", "Ana")[-36:]
)


@pytest.mark.parametrize(
    ("text", "voices", "expected"),
    [
        (ON_CHANGE, "found", ["Ana", "Ana", "Bo"]),
        (ON_CHANGE, "inherit", ["Ana", "Ana", "Bo"]),
        (ON_CHANGE, "strict", ["Ana", None, "Bo"]),
        (ON_EACH, "found", ["Ana", "Ana", "Bo", None, "Ana"]),
        (ON_EACH, "inherit", ["Ana", "Ana", "Bo", "Bo", "Ana"]),
    ],
)
def test_whose_a_caption_without_a_voice_is(text: str, voices: VoiceReading, expected: list[str | None]) -> None:
    """The reader may say so; else the file's own habit of naming voices decides."""
    assert [voice for voice, _ in heard(text, "webvtt", voices)] == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["bare", "mark"])
def test_line_ends_and_a_byte_order_mark_change_nothing(end: str, mark: str) -> None:
    """Any line end will do, and a mark before the first character."""
    text = mark + (FIRST + "ANA: Go." + SECOND + "No.").replace("\n", end)
    document = read_text(text)
    assert document.text == text
    assert [(p.words, p.start_ms) for p in find_transcript(document).passages] == [("Go.", 1000), ("No.", 3000)]


@pytest.mark.parametrize(
    ("text", "expected", "reasons"),
    [
        pytest.param("1\n00:00:01,000 -->\nGo.", [("Go.", 1000, None)], [], id="no end"),
        pytest.param(
            "1\n00:00:0x,000 --> 00:00:02,000\nGo.",
            [("Go.", None, 2000)],
            [(2, "a time that cannot be read")],
            id="bad",
        ),
        pytest.param(
            FIRST + "Go.\n\n2\nNo.",
            [("Go.", 1000, 2000), ("No.", None, None)],
            [(5, "a caption without times")],
            id="none",
        ),
        pytest.param(
            "00:00:09,000 --> 00:00:08,000\nGo.", [("Go.", 9000, None)], [(1, "an end before its start")], id="reversed"
        ),
        pytest.param("1\n00:00:01,000 --> 00:00:01,000\nGo.", [("Go.", 1000, 1000)], [], id="of no length"),
        pytest.param("1\n99:00:00,000 --> 100:00:00,500\nGo.", [("Go.", 356400000, 360000500)], [], id="over a day"),
        pytest.param(
            FIRST + "Go." + SECOND[1:] + "42\n7\n00:00:05,000 --> 00:00:06,000\nNo.",
            [("Go.", 1000, 2000), ("42", 3000, 4000), ("No.", 5000, 6000)],
            [],
            id="no blank lines, a gap in the numbers",
        ),
        pytest.param(
            "1\n00:00:05,000 --> 00:00:06,000\nLate.\n\n2\n00:00:01,000 --> 00:00:05,500\nEarly.",
            [("Late.", 5000, 6000), ("Early.", 1000, 5500)],
            [],
            id="unsorted and overlapping",
        ),
        pytest.param("1\n00:00:01,000 --> 00:00:02,000 Go.", [("Go.", 1000, 2000)], [], id="words behind the times"),
        pytest.param("1\n00: 00: 01, 000 -> 00: 00: 02, 000\nGo.", [("Go.", 1000, 2000)], [], id="times with blanks"),
        pytest.param(
            "1\n0:01.5 --> 0:02.25 X1:40 Y1:20\nGo.", [("Go.", 1500, 2250)], [], id="short times, coordinates"
        ),
    ],
)
def test_bad_times_and_numbers(
    text: str, expected: list[tuple[str, int | None, int | None]], reasons: list[tuple[int, str]]
) -> None:
    """Words are never lost; what cannot be used is reported with its line."""
    document = read_text(text, format="srt")
    assert [(p.words, p.start_ms, p.end_ms) for p in find_transcript(document).passages] == expected
    assert [(skip.line, skip.reason) for skip in document.info.skipped] == reasons


def test_captions_that_roll_are_heard_once() -> None:
    """Automatic captions show each line again above the next one; the repetition is reported."""
    lines = ["so we went", "to the pier", "and then", "we came back", "again"]
    text = "WEBVTT\n"
    for number, line in enumerate(lines):
        start, above = 2 * number, lines[number - 1] if number else " "
        text += f"\n00:{start:02}.000 --> 00:{start + 2:02}.000\n{above}\n<00:{start:02}.500><c>{line}</c>\n"
    document = read_text(text)
    assert [passage.words for passage in find_transcript(document).passages] == lines
    assert [skip.words for skip in document.info.skipped] == lines[:-1]
    stuttering = FIRST + "No." + SECOND.replace("03", "02") + "No." + THIRD + "Go."
    assert [words for _, words in heard(stuttering)] == ["No.", "No.", "Go."]


def test_comments_and_styles_are_reported_and_nobody_says_them() -> None:
    """NOTE, STYLE and REGION blocks are skipped with their lines."""
    document = read_text("WEBVTT\n\nNOTE by\nhand\n\nSTYLE\n::cue {}\n\n00:01.000 --> 00:02.000\nGo.\n\nNOTE end")
    assert [(skip.line, skip.words) for skip in document.info.skipped] == [
        (3, "NOTE by hand"), (6, "STYLE ::cue {}"), (12, "NOTE end"),
    ]  # fmt: skip
    assert [passage.words for passage in find_transcript(document).passages] == ["Go."]


def test_a_label_that_nothing_follows_is_reported() -> None:
    """A label without words is not lost, and does not take the next voice's words."""
    document = read_text(FIRST + "ANA:" + SECOND + "BO: No.")
    assert [(skip.line, skip.words) for skip in document.info.skipped] == [(3, "ANA:")]
    assert heard(FIRST + "ANA:" + SECOND + "Go.", voices="strict") == [("ANA", "Go.")]


@pytest.mark.parametrize(
    ("text", "format"),
    [
        (FIRST + "Go.", "srt"),
        ("\n00:00:01,000 --> 00:00:02,000\nGo.", "srt"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nGo.", "webvtt"),
        ("00:00:01.000 --> 00:00:02.000\n<v Ana>Go.", "webvtt"),
        ("[ti:Pier]\n[00:01.00]Go.\n[00:02.00]No.", "lrc"),
        ('<?xml version="1.0"?>\n<tt:tt xmlns:tt="x"><tt:body/></tt:tt>', None),
        ("WEBVTT is a format of captions.", "plain"),
        ("Captions hold a line like 00:01.000 --> 00:02.000 each.", "plain"),
        ("1\nThe first of many.", "plain"),
        ("[00:01] is when he said it.", "plain"),
        ("12:30 -> 13:00\nLunch was served.", "plain"),
    ],
)
def test_the_format_is_recognised_from_the_text(text: str, format: str | None) -> None:
    """Captions are known by their first lines, and prose about them stays prose."""
    if format is None:
        with pytest.raises(ReadError, match="this TTML file holds no caption"):
            read_text(text)
        return
    assert read_text(text).info.format == format


TTML = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns:ttm="m" xmlns:ttp="p" xml:lang="en-GB" ttp:frameRate="25">
<head><ttm:title>Pier</ttm:title><ttm:agent xml:id="a"><ttm:name>Ana Réyes</ttm:name></ttm:agent></head>
<body begin="10s"><div><p begin="00:00:01.500" end="00:00:02:05" ttm:agent="#a">Gó &amp; <span>see</span><br/>it.</p>
<p begin="3s" dur="1s"><span ttm:agent="a">Yes.</span> <span ttm:agent="b">No.</span></p>
<p><span begin="20s" end="21s">5 &lt; 6</span></p><p begin="soon">Never.</p></div></body></tt>"""


def test_ttml_has_agents_and_times_of_every_kind() -> None:
    """Clock times, offsets, frames and durations are counted from the element above; agents are voices."""
    document = read_text(TTML)
    found = [(p.voice, p.words, p.start_ms, p.end_ms) for p in find_transcript(document).passages]
    assert found == [
        ("Ana Réyes", "Gó & see\nit.", 11500, 12200),
        ("Ana Réyes", "Yes.", 13000, 14000),
        ("b", "No.", 13000, 14000),
        (None, "5 < 6", 30000, 31000),
        (None, "Never.", None, None),
    ]
    assert (document.info.language, document.info.meta) == ("en", {"title": "Pier"})
    assert [(skip.line, skip.words) for skip in document.info.skipped] == [(6, 'begin="soon"')]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("<tt>\n<body><p>Go.</body></tt>", 2, "no well-formed XML: mismatched tag"),
        ('<!DOCTYPE tt [<!ENTITY a "b">]>\n<tt><body><p>&a;</p></body></tt>', 1, "declares a document type"),
        ("<tt><body>&a;</body></tt>", 1, "no well-formed XML: undefined entity"),
        ("<tt/>", None, "holds no caption"),
    ],
)
def test_ttml_that_is_refused(text: str, line: int | None, reason: str) -> None:
    """Broken XML, and XML that could blow up or reach out, is an error with its line."""
    with pytest.raises(ReadError) as caught:
        read_text(text, format="ttml")
    assert reason in caught.value.reason
    assert caught.value.line == line


def test_lrc_lines_end_where_the_next_begins() -> None:
    """A line with two times is heard again, which is reported; tags are no words."""
    document = read_text("[ti:Pier]\n[00:01.00]Go.\nAnd on.\n[00:02.00][00:09.00]No.\n[00:03]<00:03.00>ANA: Yes.")
    found = [(p.voice, p.words, p.start_ms, p.end_ms) for p in find_transcript(document).passages]
    assert found == [(None, "Go.\nAnd on.", 1000, 2000), (None, "No.", 2000, 3000), ("ANA", "Yes.", 3000, None)]
    assert document.info.meta == {"title": "Pier"}
    assert [skip.line for skip in document.info.skipped] == [1, 4]
