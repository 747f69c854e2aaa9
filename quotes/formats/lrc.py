"""LRC: lines of a song or a talk, each behind the time at which it begins."""

from __future__ import annotations

import re

from quotes.errors import ReadError
from quotes.formats.base import Reading
from quotes.formats.caption_voices import find_utterances
from quotes.formats.captions import NO_CAPTION_ADVICE, Caption, skip, split_lines
from quotes.formats.timing import read_clock
from quotes.model import DocumentInfo, Skip

__all__ = ["is_lrc", "parse_lrc"]

_CLOCK = r"\d{1,3}:\d{2}(?:[.:]\d{1,3})?"
_LINE = re.compile(rf"\s*((?:\[{_CLOCK}\][ \t]*)+)")
_TAG = re.compile(r"\s*\[([A-Za-z#]{1,10}):([^\]\r\n]*)\]\s*")
_OPENING = re.compile(rf"(?:\s*\[[A-Za-z#]{{1,10}}:[^\]\r\n]*\][ \t]*(?:\r\n?|\n))*\s*\[{_CLOCK}\]")
_META = {"ti": "title", "ar": "artist", "al": "album", "au": "author", "by": "by"}


def is_lrc(opening: str) -> bool:
    r"""Whether a text begins with lines of LRC: tags such as ``[ti:...]``, then two lines that each begin with a time.

    Example:
        >>> is_lrc("[ti:Harbour]\n[00:01.00]Go.\n[00:02.00]No."), is_lrc("[00:01.00] he said.")
        (True, False)
    """
    if not _OPENING.match(opening):
        return False
    return len(re.findall(rf"(?:^|[\r\n])[ \t]*\[{_CLOCK}\]", opening)) > 1


def parse_lrc(text: str, how: Reading) -> DocumentInfo:
    r"""Tell what is said in an LRC file and when; a line goes on until the next one begins.

    Times of words inside a line are markup. A line with several times, one that is heard again, has the first of them;
    the others are reported.

    Raises:
        ReadError: no line of it begins with a time.

    Example:
        >>> parse_lrc("[00:01.50]Go.\n[00:02.00]No.", Reading()).utterances[0]
        Utterance(spans=(Span(start=10, end=13),), label=None, start_ms=1500, end_ms=2000)
    """
    captions: list[Caption] = []
    skipped: list[Skip] = []
    meta: dict[str, str] = {}
    is_open = False  # whether the last line was a caption's
    for line in split_lines(text):
        found = _LINE.match(text, line.start, line.end)
        if found is None:
            tag = _TAG.fullmatch(text, line.start, line.end)
            if tag is not None and tag[1].lower() in _META:
                meta[_META[tag[1].lower()]] = tag[2].strip()
            elif text[line.start : line.end].strip() and tag is None and is_open:
                captions[-1] = captions[-1]._replace(end=line.end)  # a line that goes on
                continue
            if text[line.start : line.end].strip():
                is_open = False
                reason = "it has no time" if tag is None else "a tag of the file"
                skipped.append(skip(reason, text, line.start, line.end, line.number))
            continue
        clocks = re.findall(_CLOCK, found[1])
        if len(clocks) > 1:
            skipped.append(skip("a line that is heard again", text, line.start, found.end(), line.number))
        start_ms = read_clock(clocks[0])
        if (
            captions
            and captions[-1].start_ms is not None
            and start_ms is not None
            and start_ms >= captions[-1].start_ms
        ):
            captions[-1] = captions[-1]._replace(end_ms=start_ms)
        is_open = True
        captions.append(Caption(found.end(), line.end, line.number, start_ms, None))
    if not captions:
        raise ReadError(how.path, None, f"no line of this LRC file begins with a time; {NO_CAPTION_ADVICE}")
    utterances, silent = find_utterances(text, captions, how.voices)
    return DocumentInfo(format="lrc", meta=meta, utterances=utterances, skipped=(*skipped, *silent))
