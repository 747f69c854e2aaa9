"""The elements of an HTML page, from its tokens: which text stands in which element.

Not the whole tree construction of the standard: only what decides where a paragraph begins and ends and what an
element holds. End tags that open nothing are passed over, paragraphs, list items and table cells end where the next one
begins, and an inline element that is closed too late does not close the block around it. Nothing recurses, and each
element is opened and closed once, so that any depth costs only its length.

Source: HTML Living Standard, 13.2.6 "Tree construction"; 13.1.2.4 "Optional tags".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from quotes.formats.html_names import (
    BARRIERS,
    BLOCK,
    BREAKS_OUT,
    CELL,
    CLOSES_P,
    ENDED_BY,
    FOREIGN,
    HEADINGS,
    IN_HEAD,
    INTEGRATION,
    VOID,
)
from quotes.formats.html_tokens import Token

__all__ = ["Element", "Page", "Text", "build_page"]

_IGNORED_ENDS = frozenset(("body", "html"))


class Element:
    """An element with its places.

    Attributes:
        name: in small letters.
        attributes: names in small letters, values as written.
        number: place in document order, counted from 0.
        parent: number of the element it stands in, or -1.
        start: its start tag's first code point.
        inner_start: one past its start tag.
        end: one past its end tag, or where it ends without one.
        raw: [start, end) of its content where that is no text (script, title), else None.
    """

    __slots__ = ("attributes", "end", "inner_start", "name", "number", "parent", "raw", "start")

    def __init__(self, token: Token, number: int, parent: int) -> None:
        self.name = token.name
        self.attributes = token.attributes or {}
        self.number, self.parent = number, parent
        self.start, self.inner_start, self.end = token.start, token.end, token.end
        self.raw: tuple[int, int] | None = None

    @property
    def classes(self) -> list[str]:
        """Its classes, as written."""
        return self.attributes.get("class", "").split()


class Text(NamedTuple):
    """A stretch of text, [start, end) of the source."""

    start: int
    end: int


class Page(NamedTuple):
    """A page read.

    Attributes:
        source: the decoded file.
        elements: in document order.
        events: an element where it begins, its number where it ends, and text, in order.
        body_end: where ``</body>``, else ``</html>``, stands, else the length of the source.
        broken: where a tag begins in the middle of which the page ends, or None.
    """

    source: str
    elements: list[Element]
    events: list[Element | int | Text]
    body_end: int
    broken: int | None


def build_page(source: str, tokens: Iterable[Token]) -> Page:
    """Return the elements and texts of a page.

    Example:
        >>> from quotes.formats.html_tokens import read_tokens
        >>> source = "<p>One<p>Two</b></div>"
        >>> [(element.name, element.start, element.end) for element in build_page(source, read_tokens(source)).elements]
        [('p', 0, 6), ('p', 6, 22)]
    """
    builder = _Builder(source)
    for token in tokens:
        builder.add(token)
    return builder.finish()


class _Builder:
    """A page in the making: the open elements, and for each name how deep it is open."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.elements: list[Element] = []
        self.events: list[Element | int | Text] = []
        self.open: list[Element] = []
        self.depths: dict[str, list[int]] = {}
        self.body_end: int | None = None
        self.html_end: int | None = None
        self.broken: int | None = None
        self._blocks: list[int] = []  # depths of open blocks

    def add(self, token: Token) -> None:
        """Take the next token."""
        kind = token.kind
        if kind == "text":
            if self._is_open("head") and self.source[token.start : token.end].strip():
                self._close_to(self.depths["head"][-1], token.start)
            self.events.append(Text(token.start, token.end))
        elif kind == "start":
            self._open(token)
        elif kind == "end":
            self._end(token)
        elif kind == "raw":
            if self.open:
                self.open[-1].raw = (token.start, token.end)
        elif token.end == len(self.source) and self.source[token.start + 1 : token.start + 2].strip("!?") != "":
            self.broken = token.start

    def finish(self) -> Page:
        """End what is still open."""
        size = len(self.source)
        self._close_to(0, size)
        ends = (self.body_end, self.html_end, size)
        return Page(self.source, self.elements, self.events, next(end for end in ends if end is not None), self.broken)

    def _is_open(self, name: str) -> bool:
        return bool(self.depths.get(name))

    def _deepest(self, names: Iterable[str]) -> int:
        """Return how deep the innermost open element of some names stands, or -1."""
        return max((self.depths[name][-1] for name in names if self.depths.get(name)), default=-1)

    def _open(self, token: Token) -> None:
        name = token.name
        if name in ("html", "body", "head") and self._is_open(name):
            return
        if self._is_open("head") and name not in IN_HEAD and not self._is_open("template"):
            self._close_to(self.depths["head"][-1], token.start)
        while name in BREAKS_OUT and (depth := self._deepest(FOREIGN)) > self._deepest(INTEGRATION):
            self._close_to(depth, token.start)
        if name in ENDED_BY:
            ended, barriers = ENDED_BY[name]
            depth = self._outermost(ended, self._deepest(barriers))
            if depth >= 0:
                self._close_to(depth, token.start)
        if name in CLOSES_P:
            depth = self._deepest(("p",))
            if depth > self._deepest(BARRIERS):
                self._close_to(depth, token.start)
        if name in HEADINGS and self.open and self.open[-1].name in HEADINGS:
            self._close_to(len(self.open) - 1, token.start)
        element = Element(token, len(self.elements), self.open[-1].number if self.open else -1)
        self.elements.append(element)
        self.events.append(element)
        if name in VOID or (token.closes_itself and (self._is_open("svg") or self._is_open("math") or name == "svg")):
            self.events.append(element.number)
            return
        self.depths.setdefault(name, []).append(len(self.open))
        if name in BLOCK:
            self._blocks.append(len(self.open))
        self.open.append(element)

    def _outermost(self, names: Iterable[str], barrier: int) -> int:
        """Return the depth of the innermost open element of some names that is deeper than ``barrier``, or -1."""
        depth = self._deepest(names)
        return depth if depth > barrier else -1

    def _end(self, token: Token) -> None:
        name = token.name
        if name in _IGNORED_ENDS:
            if name == "body" and self.body_end is None:
                self.body_end = token.start
            elif name == "html" and self.html_end is None:
                self.html_end = token.start
            return
        if name in HEADINGS and not self._is_open(name):
            name = next((other for other in sorted(HEADINGS) if self._is_open(other)), name)
        depths = self.depths.get(name)
        if not depths:
            return
        depth = depths[-1]
        if name in BLOCK or name in BARRIERS:
            barriers = ("table", "template") if name in CELL or name == "tr" else BARRIERS - {name}
            if depth < self._deepest(barriers) and name not in ("table", "template"):
                return
            self._close_to(depth, token.start, token.end)
        elif self._blocks and self._blocks[-1] > depth:
            self.open[depth].end = token.end  # closed too late: the block inside it stays
            depths.pop()
        else:
            self._close_to(depth, token.start, token.end)

    def _close_to(self, depth: int, at: int, end: int | None = None) -> None:
        """Close open elements down to that depth, the last of them, where an end tag did it, at its end."""
        while len(self.open) > depth:
            element = self.open.pop()
            depths = self.depths[element.name]
            if depths and depths[-1] == len(self.open):
                depths.pop()
                element.end = end if end is not None and len(self.open) == depth else at
            if self._blocks and self._blocks[-1] == len(self.open):
                self._blocks.pop()
            self.events.append(element.number)
