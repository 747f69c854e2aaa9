"""SubRip (SRT): numbered captions, with whatever labels people put into their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from quotes.errors import ReadError
from quotes.formats.base import Reading
from quotes.formats.caption_voices import find_utterances
from quotes.formats.caption_writing import (
    TimedCaption,
    choose_first_faithful,
    escape_label,
    escape_marks,
    escape_markup,
    group_captions,
    report_times,
)
from quotes.formats.captions import NO_CAPTION_ADVICE, find_captions, split_lines
from quotes.formats.rolling import cut_repeated
from quotes.formats.timing import write_clock
from quotes.formats.transcript import Passage, Transcript, find_transcript
from quotes.model import Document, DocumentInfo

__all__ = ["is_srt", "parse_srt", "report_srt", "write_srt"]

_OPENING = re.compile(
    r"\s*(?:\d{1,9}[ \t]*(?:\r\n?|\n)[ \t]*)?"
    r"(?:\d{1,4}[ ]?:[ ]?)?\d{1,2}[ ]?:[ ]?\d{1,2}[ ]?[.,:][ ]?\d{1,3}[ \t]*-{1,2}[ ]?>"
    r"[ \t]*(?=\d|[\r\n])"
)


def is_srt(opening: str) -> bool:
    r"""Whether a text begins with the line of times of a caption, with or without a number above it.

    Example:
        >>> is_srt("1\n00:00:01,000 --> 00:00:02,000\nGo."), is_srt("1\nGo.")
        (True, False)
    """
    return ">" in opening and _OPENING.match(opening) is not None


def parse_srt(text: str, how: Reading) -> DocumentInfo:
    r"""Tell what is said in a SubRip file, by whom where labels say so, and when.

    Raises:
        ReadError: there is no caption in it.

    Example:
        >>> parse_srt("1\n00:00:01,000 --> 00:00:02,000\nANA: Go.\n", Reading()).utterances[0].label
        'ANA'
    """
    captions, skipped = find_captions(text, split_lines(text), is_webvtt=False)
    if not captions:
        raise ReadError(how.path, None, f"this SRT file holds no line of times; {NO_CAPTION_ADVICE}")
    captions, repeated = cut_repeated(text, captions)
    utterances, silent = find_utterances(text, captions, how.voices)
    return DocumentInfo(format="srt", utterances=utterances, skipped=(*skipped, *repeated, *silent))


def write_srt(transcript: Transcript) -> str:
    r"""Return a transcript as SubRip: each voice before its words, two voices of a caption on lines of their own.

    Names stand as "NAME: words" where that is read as it was, else as "[NAME]: words". A voice that nobody knows, among
    those that are known, has ">>" before it where it would be taken for the voice before.

    Raises:
        WriteError: the transcript has no times.

    Example:
        >>> from quotes.formats.transcript import Passage
        >>> print(write_srt(Transcript("a", (Passage("Go.", "ANA", 1000, 2000),))))
        1
        00:00:01,000 --> 00:00:02,000
        ANA: Go.
        <BLANKLINE>
    """
    captions = group_captions(transcript, "srt")
    ways = (
        "\n".join(_write_caption(number, caption, form, nobody, escape) for number, caption in enumerate(captions, 1))
        for escape in (str, escape_marks)
        for form in ("{}: ", "[{}]: ")
        for nobody in ("", ">> ")
    )
    return choose_first_faithful(transcript, ways, _read_passages)


def report_srt(transcript: Transcript) -> list[str]:
    """Say which times are put in without being known, and which voices are not read again as voices."""
    found = {passage.voice for passage in _read_passages(write_srt(transcript))}
    voices = dict.fromkeys(" ".join(each.voice.split()) for each in transcript.passages if each.voice and each.words)
    missed = [voice for voice in voices if voice not in found]
    shown = ", ".join(missed[:3]) + (", ..." if len(missed) > 3 else "")
    note = f"{shown}: no label when it is read again, but words; webvtt can hold any"
    return [*report_times(transcript), *[note] * bool(missed)]


def _write_caption(number: int, caption: TimedCaption, form: str, nobody: str, escape: Callable[[str], str]) -> str:
    """Return one caption with its number and its times."""
    said = []
    for passage in caption.passages:
        lead = form.format(escape_label(passage.voice)) if passage.voice is not None else nobody
        if passage.voice is None and len(caption.passages) > 1:
            lead = lead or "- "
        said.append(lead + escape(escape_markup(passage.words)))
    times = f"{write_clock(caption.start_ms, ',')} --> {write_clock(caption.end_ms, ',')}"
    return "\n".join((str(number), times, *said, ""))


def _read_passages(text: str) -> Sequence[Passage]:
    """Return the passages of what was written, as it will be read."""
    if not text:
        return ()
    info = parse_srt(text, Reading())
    return find_transcript(Document(id="written", text=text, info=info)).passages if info.utterances else ()
