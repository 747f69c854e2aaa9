"""Transcripts as people read them: labelled text and Markdown, a paragraph a turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from quotes.errors import WriteError
from quotes.formats.label_lines import find_labels
from quotes.formats.transcript import Passage, Transcript

__all__ = ["UNKNOWN_VOICE", "report_labelled", "report_markdown", "write_labelled", "write_markdown"]

UNKNOWN_VOICE = "UNIDENTIFIED SPEAKER"
"""Stands before the words of a voice that nobody knows, so that they are not taken for the voice's before."""

_MARKUP = re.compile(r"[\\`*<]|(?<!\w)_|_(?!\w)|\](?=[(\[])")


def write_labelled(transcript: Transcript) -> str:
    r"""Return a transcript as labelled text: a paragraph a turn, the voice before it, with the time where there is one.

    Raises:
        WriteError: there are no words in it.

    Example:
        >>> passages = (Passage("Go.", "Ana Reyes", 61_500, 62_000), Passage("Now.", "Ana Reyes", 62_000, 63_000))
        >>> write_labelled(Transcript("a", passages))
        'Ana Reyes (00:01:01): Go. Now.\n'
    """
    _check_words(transcript, "labelled")
    return _join(f"{label}: {words}" if label else words for label, words in _turns(transcript))


def write_markdown(transcript: Transcript) -> str:
    r"""Return a transcript as Markdown: a paragraph a turn, the voice in bold before it, with its time if any.

    Raises:
        WriteError: there are no words in it.

    Example:
        >>> write_markdown(Transcript("a", (Passage("Go *now*.", "Ana Reyes"), Passage("No.", "Bo"))))
        '**Ana Reyes:** Go \\*now\\*.\n\n**Bo:** No.\n'
    """
    _check_words(transcript, "markdown")
    return _join(
        f"**{_escape(label)}:** {_escape(words)}" if label else _escape(words) for label, words in _turns(transcript)
    )


def _check_words(transcript: Transcript, format: str) -> None:
    """Refuse a transcript that only tells who is heard when.

    Raises:
        WriteError: there are passages, and no words in them.
    """
    if transcript.passages and not any(passage.words for passage in transcript.passages):
        raise WriteError(format, "there are no words in it, only who is heard when; write rttm, seglst or csv")


def report_labelled(transcript: Transcript) -> list[str]:
    """Say which voices are unknown, which are not read again as voices, and whether times are lost with them."""
    return _report(transcript, write_labelled)


def report_markdown(transcript: Transcript) -> list[str]:
    """Say of Markdown what `report_labelled` says of labelled text."""
    return _report(transcript, write_markdown)


def _report(transcript: Transcript, write: Callable[[Transcript], str]) -> list[str]:
    unknown = sum(passage.voice is None for passage in transcript.passages)
    if unknown == len(transcript.passages):
        timed = any(passage.start_ms is not None for passage in transcript.passages)
        return ["without voices there is no place for times"] * timed
    told = []
    if unknown:
        told.append(f"{unknown} passage{'s' * (unknown != 1)} without a voice: {UNKNOWN_VOICE} stands before them")
    found = {label.name for label in find_labels(write(transcript))}
    voices = dict.fromkeys(_name(passage.voice) for passage in transcript.passages if passage.voice is not None)
    missed = [voice for voice in voices if voice not in found]
    if missed:
        shown = ", ".join(missed[:3]) + (", ..." if len(missed) > 3 else "")
        told.append(f"{shown}: no label when it is read again, but words; choose another form where that matters")
    return told


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
    name = _name(voice)
    if first.start_ms is None:
        return name
    minutes, seconds = divmod(first.start_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{name} ({hours:02}:{minutes:02}:{seconds:02})"


def _name(voice: str) -> str:
    """Return the voice without what would end a label."""
    return " ".join(re.sub(r"[:\s]+", " ", voice).split())


def _one_line(passage: Passage) -> str:
    return passage.words.replace("\n", " ")


def _escape(words: str) -> str:
    """Return words in which Markdown finds no markup."""
    return _MARKUP.sub(r"\\\g<0>", words)


def _join(paragraphs: Iterator[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"
