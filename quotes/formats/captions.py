"""The captions of SRT and WebVTT: where each stands in the text, and when it is shown.

Both formats are read by one rule, for files of either kind break the rules of their own in the same ways: a caption is
a line of times and all that follows up to the next one, but for the number or name right before that. No caption ends
at a blank line alone, so that words behind one are not lost.

pysubs2 and webvtt-py are not used to read: they give no offsets, and they lose voices. They confirm the times in the
tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quotes.formats.timing import read_time_line
from quotes.model import Skip

__all__ = ["NO_CAPTION_ADVICE", "Caption", "Line", "find_captions", "skip", "split_lines"]

NO_CAPTION_ADVICE = "if it is another text, say --from plain"
_LONGEST_SKIP_CHARS = 80


class Line(NamedTuple):
    """A line of a text: its half-open range of code points without the line end, and its number from 1."""

    start: int
    end: int
    number: int


class Caption(NamedTuple):
    """A caption.

    Attributes:
        start: first code point of its text, which may hold markup, labels and blank lines.
        end: one past the last code point of its text.
        line: the line of its times, counted from 1.
        start_ms: when it appears, in milliseconds, or None.
        end_ms: when it goes, or None.
    """

    start: int
    end: int
    line: int
    start_ms: int | None
    end_ms: int | None


_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_NUMBER = re.compile(r"[0-9]{1,9}")


def split_lines(text: str) -> list[Line]:
    r"""Return the lines of a text that ends them with LF, CR LF or CR.

    Example:
        >>> split_lines("a\r\nb")
        [Line(start=0, end=1, number=1), Line(start=3, end=4, number=2)]
    """
    lines: list[Line] = []
    for number, found in enumerate(_LINE.finditer(text), 1):
        if found.start() < len(text) or not lines:
            lines.append(Line(found.start(1), found.end(1), number))
    return lines


def skip(reason: str, text: str, start: int, end: int, line: int | None) -> Skip:
    """Return the report on ``text[start:end]``, which a reader could not use.

    Example:
        >>> skip("a comment", "NOTE by hand", 0, 12, 1).words
        'NOTE by hand'
    """
    words = " ".join(text[start:end].split())
    return Skip(reason=reason, words=words[:_LONGEST_SKIP_CHARS], line=line, start=start, end=end)


def find_captions(text: str, lines: Sequence[Line], *, is_webvtt: bool) -> tuple[list[Caption], list[Skip]]:
    """Return the captions of a text in the order of the file, and what belongs to none of them.

    Args:
        text: the whole file.
        lines: those of its lines that are not its header.
        is_webvtt: whether blocks may be comments or styles, and captions may have names.
    """
    scan = _Scan(text, is_webvtt=is_webvtt)
    if is_webvtt:
        lines = list(scan.leave_blocks_out(lines))
    for place, line in enumerate(lines):
        scan.take(line, lines[place + 1] if place + 1 < len(lines) else None)
    scan.finish()
    return scan.captions, scan.skips


class _Scan:
    """The captions found so far, and the lines since the last line of times."""

    def __init__(self, text: str, *, is_webvtt: bool) -> None:
        self.captions: list[Caption] = []
        self.skips: list[Skip] = []
        self._text = text
        self._is_webvtt = is_webvtt
        self._open: Caption | None = None
        self._body: list[Line] = []
        self._number: int | None = None  # of the last caption that has one
        self._is_numbered: bool | None = None  # what the first caption says of all

    def take(self, line: Line, following: Line | None) -> None:
        """Read the next line."""
        times = read_time_line(self._text[line.start : line.end])
        if times is None:
            if self._opens_untimed(line, following):
                self.finish()
                self._skip("a caption without times", line, line.end)
                self._open = Caption(line.end, line.end, line.number, None, None)
            else:
                self._body.append(line)
            return
        if self._ends_in_heading():
            self._body.pop()
        self.finish()
        start = line.end if times.rest is None else line.start + times.rest
        start_ms, end_ms = times.start_ms, times.end_ms
        if times.is_broken:
            self._skip("a time that cannot be read", line, start)
        elif start_ms is not None and end_ms is not None and end_ms < start_ms:
            self._skip("an end before its start", line, start)
            end_ms = None
        self._open = Caption(start, line.end, line.number, start_ms, end_ms)

    def finish(self) -> None:
        """Close the caption that is open; what stands before the first one is reported."""
        if self._open is not None:
            end = max([self._open.end, *(line.end for line in self._body if self._words(line))])
            self.captions.append(self._open._replace(end=end))
        else:
            for line in self._body:
                if self._words(line):
                    self._skip("it stands before the first caption", line, line.end)
        self._open, self._body = None, []

    def leave_blocks_out(self, lines: Sequence[Line]) -> Iterator[Line]:
        """Give the lines of captions: all but those of comments, styles and regions."""
        block: list[Line] = []
        is_behind_blank = True
        for line in lines:
            words = self._words(line)
            if block and (not words or read_time_line(words) is not None):
                self._skip_block(block)
                block = []
            if block or (is_behind_blank and _opens_block(words)):
                block.append(line)
            else:
                yield line
            is_behind_blank = not words
        if block:
            self._skip_block(block)

    def _skip_block(self, block: Sequence[Line]) -> None:
        reason = "a comment" if self._words(block[0]).startswith("NOTE") else "a style, not speech"
        self._skip(reason, block[0], block[-1].end)

    def _ends_in_heading(self) -> bool:
        """Whether the last line before a line of times is the caption's number or name.

        A number is, behind a blank line or where the file numbers its captions. A name is, in WebVTT, alone between a
        blank line and the times.
        """
        words = self._words(self._body[-1]) if self._body else ""
        is_behind_blank = not self._words(self._body[-2]) if len(self._body) > 1 else self._open is None
        is_number = bool(_NUMBER.fullmatch(words)) and (is_behind_blank or self._is_numbered is True)
        if self._is_numbered is None:
            self._is_numbered = is_number
        if is_number:
            self._number = int(words)
        return is_number or (self._is_webvtt and is_behind_blank and bool(words))

    def _opens_untimed(self, line: Line, following: Line | None) -> bool:
        """Whether a line is the number of a caption without a line of times: the next number, behind a blank."""
        if self._number is None or not self._body or self._words(self._body[-1]):
            return False
        words = self._words(line)
        if not _NUMBER.fullmatch(words) or int(words) != self._number + 1:
            return False
        if following is not None and read_time_line(self._words(following)) is not None:
            return False
        self._number += 1
        return True

    def _words(self, line: Line) -> str:
        return self._text[line.start : line.end].strip()

    def _skip(self, reason: str, line: Line, end: int) -> None:
        self.skips.append(skip(reason, self._text, line.start, end, line.number))


def _opens_block(words: str) -> bool:
    """Whether a line opens a comment, a style or a region of WebVTT, given without blanks around it."""
    return (words.startswith("NOTE") and (len(words) == 4 or words[4].isspace())) or words in ("STYLE", "REGION")
