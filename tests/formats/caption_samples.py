"""Captions made for the tests, and the account of where every character of a file went."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from quotes.formats.transcript import Passage, Transcript
from quotes.model import Document

VOICES = ("ANA REYES", "Bo", "Ana Reyes", "SPEAKER_00", "speaker 1", "Tom & Ada <x>", "Q", None)

_TIMES = re.compile(r"\s*(\d+\s+)?\S*\s*-{1,2}\s?>\s*\S*(\s+[\w-]+:\S+)*\s*")
_MARKUP = re.compile(r"<[^<>]*>|\{\\[^{}]*\}|\{\w:[^{}]*\}")
_MARKS = re.compile(r"(?:^|(?<=\s))(?:-|‐|–|—|>{2,}|(?:&gt;){2,})(?=\s|\w|\W|$)")


def account(document: Document) -> list[tuple[int, str]]:
    """Return what of a caption file is nowhere: line and characters that are neither said, reported nor known.

    Known are lines of times, numbers and names of captions above them, the header and its lines, tags, labels that some
    utterance has, and the marks that part voices.
    """
    text, info = document.text, document.info
    used = bytearray(len(text))
    for utterance in info.utterances or ():
        for span in utterance.spans:
            used[span.start : span.end] = b"\1" * (span.end - span.start)
    for skip in info.skipped:
        if skip.start is not None and skip.end is not None:
            used[skip.start : skip.end] = b"\1" * (skip.end - skip.start)
    labels = sorted({u.label for u in info.utterances or () if u.label}, key=len, reverse=True)
    known = [re.compile(rf"[\[(<]?\s*{re.escape(label)}\s*[\])>]?(?:\s?\([^()]*\))?\s?[:：]?") for label in labels]
    lines = [*re.finditer(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)", text)]
    left: list[tuple[int, str]] = []
    blank = len(text) - len(text.lstrip())
    in_header = text.startswith("WEBVTT", blank)
    for number, line in enumerate(lines):
        in_header = in_header and (line.end() <= blank or (bool(line[1].strip()) and "-->" not in line[1]))
        is_above_times = number + 1 < len(lines) and ">" in lines[number + 1][1]
        is_name = is_above_times and (line[1].strip().isdigit() or number == 0 or not lines[number - 1][1].strip())
        if in_header or is_name or (_TIMES.fullmatch(line[1]) and ">" in line[1]):
            continue
        rest = "".join(" " if used[line.start(1) + at] else char for at, char in enumerate(line[1]))
        if "->" in rest:  # words may stand behind the times
            rest = re.sub(r"^\s*(\d+\s+)?[\d:.,]+\s*-{1,2}\s?>\s*[\d:.,]*", "", rest)
        rest = _MARKUP.sub(" ", rest)
        for pattern in known:
            rest = pattern.sub(" ", rest)
        rest = _MARKS.sub(" ", rest)
        if rest.strip():
            left.append((number + 1, rest.strip()))
    return left


_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cn", "Cc", "Co"))
words = st.text(st.one_of(st.sampled_from("abcXYZ ,.'"), _LETTERS), min_size=1, max_size=30)
"""Words without control characters; blanks may be all there is."""

_FRAGMENTS = st.sampled_from(
    (
        "WEBVTT", "WEBVTT - a title", "NOTE by hand", "STYLE", "1", "2", "7", "", "", "", "Go.", "42", "- No.", "- Yes",
        "00:00:01,000 --> 00:00:02,000", "00:01.500 --> 00:02.000 align:start", "00:00:03,000 -->", "--> 00:00:04,000",
        "00:00:0x,000 --> 00:00:05,000", "99:59:59,999 --> 100:00:00,000", "00:00:09,000 --> 00:00:08,000",
        "00:00:05,000 --> 00:00:06,000 Hello there", "ANA: Go.", "ANA:", "BO REED (VO): no", "[SPEAKER_00]: yes",
        "[speaker 0]", "(speaker 1)", ">> ANA: hm", ">> no", "x >> BO: y", "<v Ana>Go.</v> <v Bo>No.", "<v>who?",
        "<v.loud Ana &amp; Bo>now", "<i>ANA</i>: so", "un<b>known</b>", "a<br>b", "{\\an8}up", "<Name> text", "a < b",
        "Warning: hot", "4:57, a check", "[Music]", "♪ la ♪", "see https://example.org/x", "intro", "&gt;&gt; ANA: x",
        "<c.red>x</c>", "<00:00:01.000>y", "Anna Lee: one", "</v>", "<v ", "{", "-", ">>", "ANA REYES, HOST: hello",
    )
)  # fmt: skip
caption_files = st.builds(
    lambda lines, end: end.join(lines),
    st.lists(st.one_of(_FRAGMENTS, _FRAGMENTS, words), min_size=1, max_size=14),
    st.sampled_from(("\n", "\r\n", "\r")),
)
"""Files of captions as nobody would want to meet them, good lines among bad ones."""

_WORDS_OF_PASSAGES = words.map(lambda text: "\n".join(" ".join(line.split()) for line in text.split("\n"))).filter(bool)


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Transcripts with times, whose passages follow each other or overlap, two of them sometimes at one time."""
    passages: list[Passage] = []
    start_ms = 0
    for _ in range(draw(st.integers(1, 6))):
        start_ms += draw(st.integers(0, 5000))
        end_ms = start_ms + draw(st.integers(0, 200_000_000))
        for _ in range(draw(st.sampled_from((1, 1, 1, 2)))):
            said, voice = draw(_WORDS_OF_PASSAGES), draw(st.sampled_from(VOICES))
            passages.append(Passage(said, voice, start_ms, end_ms))
    return Transcript("written", tuple(passages))
