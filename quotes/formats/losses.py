"""What a format of transcripts can hold, and what of a transcript it would lose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from quotes.formats.transcript import Passage, Transcript

__all__ = ["Feature", "Writer", "find_losses"]

Feature = Literal[
    "words",
    "segments",
    "line breaks",
    "times",
    "milliseconds",
    "ends",
    "word times",
    "overlaps",
    "voices",
    "blanks in voices",
    "roles",
]
"""Something a transcript may have and a format may lack."""


class Writer(NamedTuple):
    """A form in which a transcript can be written.

    Attributes:
        write: turns the transcript into text.
        holds: what the form keeps.
        suffixes: extensions by which it is chosen, in small letters with their dot.
        report: says what else is lost of a transcript, or put in without being known, one line each.

    Raises:
        WriteError: by ``write``, where the form is nothing without something the transcript lacks.
    """

    write: Callable[[Transcript], str]
    holds: frozenset[Feature]
    suffixes: tuple[str, ...]
    report: Callable[[Transcript], Sequence[str]] = lambda transcript: ()

    def __call__(self, transcript: Transcript) -> str:
        """Return the transcript as text."""
        return self.write(transcript)


_LOST: Sequence[tuple[Feature, str, Callable[[Passage], bool]]] = (
    ("words", "the words of {}", lambda passage: True),
    ("voices", "who says {}", lambda passage: passage.voice is not None),
    ("times", "the times of {}", lambda passage: passage.start_ms is not None),
    ("line breaks", "the line breaks in {}", lambda passage: "\n" in passage.words),
    ("word times", "the times of the words in {}", lambda passage: bool(passage.timed)),
)
"""What is lost with a feature, and of which passages."""


def find_losses(transcript: Transcript, name: str, writer: Writer) -> list[str]:
    """Say what ``writer``, called ``name``, does not keep of this transcript, a line each; nothing for what it lacks.

    Example:
        >>> from quotes.formats.transcript import Passage
        >>> plain = Writer(str, frozenset({"words", "segments"}), (".txt",))
        >>> find_losses(Transcript("a", (Passage("Go.", "Ana Reyes"),)), "bare", plain)
        ['bare has no place for who says 1 passage']
    """
    passages, holds = transcript.passages, writer.holds
    lost = []
    for feature, what, concerns in _LOST:
        count = sum(map(concerns, passages))
        if count and feature not in holds:
            lost.append(what.format(_count(count, "passage")))
    if "times" in holds:
        timed = [passage for passage in passages if passage.start_ms is not None]
        fine = sum(bool((p.start_ms or 0) % 1000 or (p.end_ms or 0) % 1000) for p in timed)
        if fine and "milliseconds" not in holds:
            lost.append(f"the fractions of a second of {_count(fine, 'passage')}")
        ends = sum(passage.end_ms is not None for passage in timed)
        if ends and "ends" not in holds:
            lost.append(f"the ends of {_count(ends, 'passage')}")
        overlaps = _count_overlaps(timed)
        if overlaps and "overlaps" not in holds:
            lost.append(f"what overlaps in {_count(overlaps, 'passage')}")
    if "segments" not in holds:
        joined = sum(a.voice == b.voice for a, b in pairwise(passages))
        if joined:
            lost.append(f"where {_count(joined, 'passage')} begin{'s' if joined == 1 else ''} anew in one voice")
    if "voices" in holds and "blanks in voices" not in holds:
        names = {passage.voice for passage in passages if passage.voice and len(passage.voice.split()) > 1}
        if names:
            lost.append(f"the blanks in {_count(len(names), 'name')}, written as _")
    if transcript.roles and "roles" not in holds:
        lost.append(f"the roles of {_count(len(transcript.roles), 'speaker')}")
    if transcript.quotations:
        lost.append(f"the {_count(transcript.quotations, 'quotation')} found; a saved annotation keeps them")
    return [*(f"{name} has no place for {what}" for what in lost), *writer.report(transcript)]


def _count(number: int, noun: str) -> str:
    """Return "1 passage" or "3 passages"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _count_overlaps(passages: Sequence[Passage]) -> int:
    """Count the passages that begin before the latest end of those before them."""
    count, latest = 0, -1
    for passage in passages:
        if passage.start_ms is not None:
            count += passage.start_ms < latest
            latest = max(latest, passage.end_ms if passage.end_ms is not None else passage.start_ms)
    return count
