r"""The text of a page as a reader sees it, with the way back to each character's place in the source.

Blocks part paragraphs by a blank line, ``br`` ends a line, white space is one blank but in ``pre``, references are the
characters they stand for, soft hyphens and NUL are left out. ``q`` gets the marks that a browser draws around it; they,
and the line ends between paragraphs, have no place in the source.

Source: HTML Living Standard, 15.3 "Non-replaced elements" (which elements are blocks, the marks of ``q``); CSS Text
Level 3, 4.1 "White Space Processing".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping

from quotes.formats.html_names import BLOCK, CELL, SILENT
from quotes.formats.html_tokens import read_reference
from quotes.formats.html_tree import Element, Page, Text
from quotes.model import Skip

__all__ = ["PageText", "read_page_text", "read_plainly"]

_SPECIAL = re.compile(r"[ \t\n\f\r]{2,}|[\t\n\f\r]|&|[\0\u00ad]+")
_SPECIAL_PRE = re.compile(r"\r\n?|&|[\0\u00ad]+")
_WHITE = " \t\n\f\r"
_OPENS_ITSELF = re.compile(
    r"(?:\s|<(?!/?q\b)[^<>]*>)*(?:[\"'“”‘’«»„‹]|&(?:quot|[lr][sd]quo|[lr]aquo|apos|bdquo|#3[49]|#82\d\d|#x201[0-9A-Ea-e]);)"
)
_Q_MARKS = (("“", "”"), ("‘", "’"))
_SHOWN_CHARS = 80


class PageText:
    """A text that grows by pieces of a page.

    Attributes:
        segments: see `quotes.spans.SpanMap`.
        skipped: what was kept apart.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._parts: list[str] = []
        self._size = 0
        self.segments: list[list[int]] = []
        self.skipped: list[Skip] = []
        self._breaks = 0  # line ends that are owed before the next text
        self._space: tuple[int, int] | None = None  # white space that is owed
        self._tab = False
        self._lines = [found.end() for found in re.finditer(r"\r\n|\r|\n", page.source)]

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def end_block(self) -> None:
        """Let a blank line stand before the next text."""
        self._breaks, self._space, self._tab = 2, None, False

    def end_line(self) -> None:
        """Let the next text begin a line."""
        self._breaks, self._space = min(2, self._breaks + 1), None

    def end_cell(self) -> None:
        """Let a tab stand before the next text, where it is in the same line."""
        if self._breaks == 0 and self._size:
            self._tab, self._space = True, None

    def add_mark(self, mark: str, *, opens: bool) -> None:
        """Add a mark that stands nowhere in the source."""
        if opens:
            self._pay()
        self._append(mark)

    def add(self, start: int, end: int, *, is_pre: bool) -> None:
        """Add the characters of a stretch of text."""
        source = self._page.source
        special = _SPECIAL_PRE if is_pre else _SPECIAL
        at = start
        while at < end:
            found = special.search(source, at, end)
            until = found.start() if found else end
            if at < until:
                self._add_run(at, until, is_pre=is_pre)
            if found is None:
                return
            at = found.end()
            first = found[0][0]
            if first == "&":
                reference = read_reference(source, found.start())
                if reference is None or reference[1] > end:
                    self._put("&", found.start(), at)
                    continue
                decoded, at = reference
                if not is_pre and decoded in ("\t", "\n", "\r", "\f", " "):
                    self._owe(found.start(), at)
                else:
                    kept = decoded.replace("\u00ad", "")
                    if kept:
                        self._put(kept, found.start(), at)
            elif is_pre and first == "\r":
                self._put("\n", found.start(), at)
            elif first in _WHITE:
                self._owe(found.start(), at)

    def _add_run(self, start: int, end: int, *, is_pre: bool) -> None:
        """Add characters that stand for themselves; of blanks there is at most one in a row."""
        words = self._page.source[start:end]
        if is_pre:
            self._put(words, start, end)
            return
        if words[0] == " ":
            self._owe(start, start + 1)
            words, start = words[1:], start + 1
        is_owed = words.endswith(" ")
        if is_owed:
            words, end = words[:-1], end - 1
        if words:
            self._put(words, start, end)
        if is_owed:
            self._owe(end, end + 1)

    def _owe(self, start: int, end: int) -> None:
        """Remember white space; only the first of several counts, one that touches it becomes longer."""
        if self._space is None:
            self._space = (start, end)
        elif self._space[1] == start:
            self._space = (self._space[0], end)

    def _pay(self) -> None:
        """Add the line ends or the blank that are owed."""
        if self._breaks:
            if self._size:
                self._append("\n" * self._breaks)
        elif self._tab:
            self._append("\t")
        elif self._space is not None and self._size:
            self._map(" ", *self._space)
        self._breaks, self._space, self._tab = 0, None, False

    def _put(self, words: str, start: int, end: int) -> None:
        self._pay()
        self._map(words, start, end)

    def _map(self, words: str, start: int, end: int) -> None:
        """Add ``words``, which stand for [start, end) of the source."""
        begin, size = self._size, len(words)
        self._append(words)
        last = self.segments[-1] if self.segments else None
        is_even = size == end - start
        if (
            last is not None
            and is_even
            and last[3] == start
            and last[1] == begin
            and last[1] - last[0] == last[3] - last[2]
        ):
            last[1], last[3] = begin + size, end
        else:
            self.segments.append([begin, begin + size, start, end])

    def _append(self, words: str) -> None:
        self._parts.append(words)
        self._size += len(words)

    def skip(self, reason: str, start: int, words: str) -> None:
        """Say that something was kept apart."""
        if words:
            self.skipped.append(Skip(reason=reason, words=words, line=bisect_right(self._lines, start) + 1))


def read_page_text(page: Page, body: Collection[int], apart: Mapping[int, str]) -> PageText:
    r"""Return the text of some elements of a page.

    Args:
        page: the page.
        body: numbers of the elements whose text is taken; empty for the whole page.
        apart: elements that are left out, with the reason.

    Example:
        >>> from quotes.formats.html_tokens import read_tokens
        >>> from quotes.formats.html_tree import build_page
        >>> source = "<p>It is <b>safe</b>,<br> he\n  said.<p>&quot;No.&quot;"
        >>> read_page_text(build_page(source, read_tokens(source)), {0, 3}, {}).text
        'It is safe,\nhe said.\n\n"No."'
    """
    written = PageText(page)
    inside = 0 if body else 1
    silent = pre = quoted = 0
    other: list[tuple[int, int]] = []  # stretches that are left out, for one reason
    other_reason = ""
    reasons: list[tuple[int, str]] = []
    marked: set[int] = set()
    fresh_pre = False

    def tell() -> None:
        if other:
            first, end = next(((a, b) for a, b in other if not page.source[a:b].isspace()), other[0])
            blanks = len(page.source[first:end]) - len(page.source[first:end].lstrip())
            written.skip(other_reason, first + blanks, read_plainly(page, other))
            other.clear()

    for event in page.events:
        if isinstance(event, Text):
            if silent:
                continue
            if inside and not reasons:
                tell()
                start = event.start
                if pre and fresh_pre:
                    start += 2 if page.source.startswith("\r\n", start) else page.source[start : start + 1] in "\r\n"
                written.add(start, event.end, is_pre=pre > 0)
            else:
                reason = reasons[0][1] if reasons else "outside the article"
                if reason != other_reason:
                    tell()
                other_reason = reason
                other.append((event.start, event.end))
            fresh_pre = False
        elif isinstance(event, Element):
            name, number = event.name, event.number
            inside += number in body
            silent += name in SILENT
            if inside and number in apart and number not in body:
                if not reasons:
                    tell()
                reasons.append((number, apart[number]))
            pre += name in ("pre", "textarea")
            fresh_pre = name == "pre"
            if not inside or reasons or silent:
                continue
            if name == "br":
                written.end_line()
            elif name in CELL:
                written.end_cell()
            elif name in BLOCK:
                written.end_block()
            elif name == "q" and _OPENS_ITSELF.match(page.source, event.inner_start) is None:
                marked.add(number)
                written.add_mark(_Q_MARKS[quoted % 2][0], opens=True)
                quoted += 1
        else:
            element = page.elements[event]
            name = element.name
            if inside and not reasons and not silent:
                if event in marked:
                    quoted -= 1
                    written.add_mark(_Q_MARKS[quoted % 2][1], opens=False)
                elif name in CELL:
                    written.end_cell()
                elif name in BLOCK:
                    written.end_block()
            inside -= event in body
            silent -= name in SILENT
            pre -= name in ("pre", "textarea")
            if reasons and reasons[-1][0] == event:
                reasons.pop()
                if not reasons:
                    tell()
                    if name in BLOCK:
                        written.end_block()
            if not inside and name in BLOCK:
                written.end_block()
    tell()
    return written


def read_plainly(page: Page, places: Collection[tuple[int, int]]) -> str:
    """Return the first words of some stretches of text, white space folded, to be shown."""
    parts: list[str] = []
    size = 0
    for start, end in places:
        part = page.source[start : min(end, start + 4 * _SHOWN_CHARS)]
        parts.append(part)
        size += len(part.strip())
        if size > 4 * _SHOWN_CHARS:
            break
    import html

    return " ".join(html.unescape(" ".join(parts)).replace("\0", "").split())[:_SHOWN_CHARS]
