"""Transcripts as people read them: labelled text and Markdown, a paragraph a turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from quotes.formats.transcript import Passage, Transcript

__all__ = ["UNKNOWN_VOICE", "report_unknown", "write_labelled", "write_markdown"]

UNKNOWN_VOICE = "UNIDENTIFIED SPEAKER"
"""Stands before the words of a voice that nobody knows, so that they are not taken for the voice's before."""

_MARKUP = re.compile(r"[\\`*<]|(?<!\w)_|_(?!\w)|\](?=[(\[])")


def write_labelled(transcript: Transcript) -> str:
    r"""Return a transcript as labelled text: a paragraph a turn, the voice before it, with the time where there is one.

    Example:
        >>> passages = (Passage("Go.", "Ana Reyes", 61_500, 62_000), Passage("Now.", "Ana Reyes", 62_000, 63_000))
        >>> write_labelled(Transcript("a", passages))
        'Ana Reyes (00:01:01): Go. Now.\n'
    """
    return _join(f"{label}: {words}" if label else words for label, words in _turns(transcript))


def write_markdown(transcript: Transcript) -> str:
    r"""Return a transcript as Markdown: a paragraph a turn, the voice in bold before it, with its time if any.

    Example:
        >>> write_markdown(Transcript("a", (Passage("Go *now*.", "Ana Reyes"), Passage("No.", "Bo"))))
        '**Ana Reyes:** Go \\*now\\*.\n\n**Bo:** No.\n'
    """
    return _join(
        f"**{_escape(label)}:** {_escape(words)}" if label else _escape(words) for label, words in _turns(transcript)
    )


def report_unknown(transcript: Transcript) -> list[str]:
    """Say how many passages are given a label though nobody knows whose they are."""
    unknown = sum(passage.voice is None for passage in transcript.passages)
    if not unknown or unknown == len(transcript.passages):
        return []
    return [f"{unknown} passage{'' if unknown == 1 else 's'} without a voice: {UNKNOWN_VOICE} stands before them"]


def _turns(transcript: Transcript) -> Iterator[tuple[str, str]]:
    """Give each turn's label, with its time, and its words on one line; the label is empty where nobody has one."""
    has_voices = any(passage.voice is not None for passage in transcript.passages)
    for voice, group in groupby(transcript.passages, key=lambda passage: passage.voice):
        passages = list(group)
        if has_voices:
            yield _label(voice or UNKNOWN_VOICE, passages[0]), " ".join(map(_one_line, passages))
        else:
            yield from (("", _one_line(passage)) for passage in passages)


def _label(voice: str, first: Passage) -> str:
    """Return the voice with the time at which its turn begins, to the second."""
    name = " ".join(re.sub(r"[:\s]+", " ", voice).split())
    if first.start_ms is None:
        return name
    minutes, seconds = divmod(first.start_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{name} ({hours:02}:{minutes:02}:{seconds:02})"


def _one_line(passage: Passage) -> str:
    return passage.words.replace("\n", " ")


def _escape(words: str) -> str:
    """Return words in which Markdown finds no markup."""
    return _MARKUP.sub(r"\\\g<0>", words)


def _join(paragraphs: Iterator[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"
