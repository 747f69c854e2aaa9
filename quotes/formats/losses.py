"""What a format of transcripts can hold, and what of a transcript it would lose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from quotes.formats.transcript import Transcript

__all__ = ["Feature", "Writer", "find_losses"]

Feature = Literal["words", "line breaks", "times", "word times", "overlaps", "voices", "spaces in voices", "roles"]
"""Something a transcript may have and a format may lack."""


class Writer(NamedTuple):
    """A form in which a transcript can be written.

    Attributes:
        write: turns the transcript into text.
        holds: what the form keeps.
        suffixes: extensions by which it is chosen, in small letters with their dot.
        report: says what else is lost of a transcript, or put in without being known, one line each.
    """

    write: Callable[[Transcript], str]
    holds: frozenset[Feature]
    suffixes: tuple[str, ...]
    report: Callable[[Transcript], Sequence[str]] = lambda transcript: ()


def find_losses(transcript: Transcript, name: str, writer: Writer) -> list[str]:
    """Say what ``writer``, called ``name``, does not keep of this transcript, a line each; nothing for what it lacks.

    Example:
        >>> from quotes.formats.transcript import Passage
        >>> plain = Writer(str, frozenset({"words"}), (".txt",))
        >>> find_losses(Transcript("a", (Passage("Go.", "Ana Reyes"),)), "bare", plain)
        ['bare has no place for who speaks: 1 passage loses its voice']
    """
    counts: Mapping[Feature, tuple[int, str, str]] = {
        "words": (len(transcript.passages), "the words", "{} loses them"),
        "voices": (sum(p.voice is not None for p in transcript.passages), "who speaks", "{} loses its voice"),
        "times": (sum(p.start_ms is not None for p in transcript.passages), "times", "{} loses them"),
        "word times": (sum(bool(p.timed) for p in transcript.passages), "times of words", "{} keeps only its own"),
        "line breaks": (sum("\n" in p.words for p in transcript.passages), "line breaks", "{} becomes one line"),
        "overlaps": (_count_overlaps(transcript), "speaking at the same time", "{} comes after the one it overlaps"),
        "spaces in voices": (
            sum(" " in (p.voice or "") for p in transcript.passages),
            "blanks in a name",
            "the name of {} is written with _",
        ),
    }
    lost = []
    for feature, (count, what, then) in counts.items():
        if (
            count
            and feature not in writer.holds
            and not (feature == "spaces in voices" and "voices" not in writer.holds)
        ):
            lost.append(f"{name} has no place for {what}: {then.format(_count(count, 'passage'))}")
    if transcript.roles and "roles" not in writer.holds:
        lost.append(f"{name} has no place for roles: {_count(len(transcript.roles), 'voice')} loses its own")
    if transcript.quotations:
        found = _count(transcript.quotations, "quotation")
        lost.append(f"{name} has no place for {found} that were found; save the annotation as JSON")
    return [*lost, *writer.report(transcript)]


def _count(number: int, noun: str) -> str:
    """Return "1 passage" or "each of 3 passages"."""
    return f"1 {noun}" if number == 1 else f"each of {number} {noun}s"


def _count_overlaps(transcript: Transcript) -> int:
    """Count the passages that begin before the latest end of those before them."""
    count, latest = 0, -1
    for passage in transcript.passages:
        if passage.start_ms is not None:
            count += passage.start_ms < latest
            latest = max(latest, passage.end_ms if passage.end_ms is not None else passage.start_ms)
    return count
