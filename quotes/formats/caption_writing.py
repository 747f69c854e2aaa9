"""What the writers of caption formats share: times for every caption, voices of one caption together, and a check."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from quotes.errors import WriteError
from quotes.formats.transcript import Passage, Transcript

__all__ = [
    "TimedCaption",
    "choose_first_faithful",
    "escape_label",
    "escape_markup",
    "fill_times",
    "group_captions",
    "report_times",
]

_ASSUMED_MS = 1000
"""How long a caption is shown whose end nothing tells; the report on losses says so."""


class TimedCaption(NamedTuple):
    """A caption to be written: its times in milliseconds, and what is said in it by one voice or several."""

    start_ms: int
    end_ms: int
    passages: tuple[Passage, ...]


def group_captions(transcript: Transcript, format: str) -> list[TimedCaption]:
    """Return the captions of a transcript: passages that follow each other with the same times stand in one.

    Raises:
        WriteError: nothing in the transcript has a time.
    """
    filled = fill_times(transcript.passages, format)
    captions = []
    for (start_ms, end_ms), group in groupby(filled, key=lambda passage: (passage.start_ms or 0, passage.end_ms or 0)):
        captions.append(TimedCaption(start_ms, end_ms, tuple(group)))
    return captions


def fill_times(passages: Sequence[Passage], format: str) -> list[Passage]:
    """Give every passage a start and an end, in milliseconds.

    A start that is missing is the end before it; an end that is missing is the next start, or a second later.

    Raises:
        WriteError: nothing in the transcript has a time.

    Example:
        >>> [(p.start_ms, p.end_ms) for p in fill_times([Passage("a", None, 500), Passage("b", None, 900, 950)], "srt")]
        [(500, 900), (900, 950)]
    """
    if passages and all(passage.start_ms is None and passage.end_ms is None for passage in passages):
        raise WriteError(format, "this transcript has no times; write labelled text or Markdown")
    if passages and not any(passage.words for passage in passages):
        raise WriteError(format, "there are no words in it, only who is heard when; write rttm, seglst or csv")
    filled: list[Passage] = []
    next_start: int | None = None
    starts: list[int | None] = []
    for passage in reversed(passages):
        starts.append(next_start)
        next_start = passage.start_ms if passage.start_ms is not None else next_start
    before_ms = 0
    for passage, following_ms in zip(passages, reversed(starts), strict=True):
        start_ms, end_ms = passage.start_ms, passage.end_ms
        if start_ms is None:
            start_ms = before_ms if end_ms is None else min(before_ms, end_ms)
        if end_ms is None:
            end_ms = following_ms if following_ms is not None and following_ms > start_ms else start_ms + _ASSUMED_MS
        filled.append(passage._replace(start_ms=start_ms, end_ms=end_ms))
        before_ms = end_ms
    return filled


def report_times(transcript: Transcript) -> list[str]:
    """Say which times are put in without being known."""
    starts = sum(passage.start_ms is None for passage in transcript.passages)
    ends = sum(passage.end_ms is None for passage in transcript.passages)
    told = []
    if starts:
        told.append(f"{starts} passage{'' if starts == 1 else 's'} without a start: the end before stands there")
    if ends:
        told.append(f"{ends} passage{'' if ends == 1 else 's'} without an end: the next start or a second more does")
    return told


def choose_first_faithful(
    transcript: Transcript, written: Iterable[str], read: Callable[[str], Sequence[Passage]]
) -> str:
    """Return the first of several ways to write a transcript that is read as it was, else the last.

    Args:
        transcript: what was written.
        written: the ways, made one by one.
        read: gives the passages of what is written.
    """
    wanted = [(passage.words, passage.voice) for passage in transcript.passages]
    text = ""
    for text in written:
        if [(passage.words, passage.voice) for passage in read(text)] == wanted:
            break
    return text


_ENTITY_LIKE = re.compile(r"&(?=(?:#\d|#[xX][0-9a-fA-F]|[A-Za-z])[A-Za-z0-9]{0,31};)")
_MISREAD = re.compile(rf"{_ENTITY_LIKE.pattern}|<(?=[/A-Za-z\d])|{{(?=\\|[A-Za-z]:)|(?<=--)>")


def escape_markup(words: str) -> str:
    """Return words in which nothing is left that a reader of SRT takes for markup, an entity or a time.

    Example:
        >>> escape_markup("Q&A; <i> is a tag, 2 < 3 is none")
        'Q&amp;A; &lt;i> is a tag, 2 < 3 is none'
    """
    return _MISREAD.sub(lambda found: html.escape(found[0]).replace("{", "&#123;"), words)


def escape_label(label: str) -> str:
    """Return a label on one line without brackets that a reader of SRT would take for its end or for a tag.

    Example:
        >>> escape_label("Ana (the elder)")
        'Ana &#40;the elder&#41;'
    """
    escaped = _ENTITY_LIKE.sub("&amp;", " ".join(label.split()))
    return re.sub(r"[<>()\[\]{}]", lambda found: f"&#{ord(found[0])};", escaped)


def escape_marks(words: str) -> str:
    """Return words in which nothing is left that a reader takes for a label or for a change of voice.

    Example:
        >>> escape_marks("- and so"), escape_marks("NB: wet")
        ('&#45; and so', 'NB&#58; wet')
    """
    words = re.sub(r"^[-‐–—\[(]", lambda found: f"&#{ord(found[0])};", words, flags=re.MULTILINE)
    words = re.sub(r"[:：](?=\s|$)", lambda found: f"&#{ord(found[0])};", words)
    return re.sub(r"(?:>|&gt;){2,}", lambda found: found[0].replace("&gt;", ">").replace(">", "&#62;"), words)
