r"""The tags, comments and stretches of text of an HTML page, each with its exact place in the source.

Why a tokenizer of our own: lxml, html5lib and selectolax keep no offsets (and turn CR LF into LF, drop NUL);
``html.parser`` gives line and column of tags only, disagrees with browsers on comments, CDATA and scripts, and changes
its mind between releases of Python. To mark quotations in place, every code point of the page must be known to be text,
or not to be. This follows the states of the standard as far as they decide where text begins and ends; every
character of the source is in exactly one token, and each is looked at a bounded number of times.

Source: HTML Living Standard, 13.2.5 "Tokenization"; 13.2.6.5 for what ends SVG and MathML; 13.5 for references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Literal, NamedTuple

from quotes.formats.html_names import BREAKS_OUT, FOREIGN, INTEGRATION, RAW

__all__ = ["Token", "TokenKind", "read_reference", "read_tokens"]

TokenKind = Literal["text", "raw", "start", "end", "comment"]
"""text: character data. raw: what stands in a script, a style, a title and the like. comment: also a doctype, a
processing instruction, CDATA, and a tag that the page ends in the middle of."""

_MARKUP = re.compile(r"<(?:!--|!\[CDATA\[|[!?]|/(?![A-Za-z])(?=.)|/?([A-Za-z][^\t\n\f\r />]*))", re.DOTALL)
_COMMENT_END = re.compile(r"--!?>")
_BLANKS = re.compile(r"[\t\n\f\r /]*")
_SPACES = re.compile(r"[\t\n\f\r ]*")
_ATTRIBUTE = re.compile(r"=?[^\t\n\f\r />=]*")
_BARE_VALUE = re.compile(r"[^\t\n\f\r >]*")
_SCRIPT = re.compile(r"<!(?=--)|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)


class Token(NamedTuple):
    """A piece of the source.

    Attributes:
        kind: what it is.
        start: its first code point.
        end: one past its last.
        name: of a tag, in small letters; of the element whose content a raw text is.
        attributes: of a start tag, names in small letters, values undecoded; the first of two equals counts.
        closes_itself: whether a start tag ends in ``/>``.
    """

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    attributes: dict[str, str] | None = None
    closes_itself: bool = False


def read_tokens(source: str) -> Iterator[Token]:
    """Give the tokens of a page in order; they touch, and together are the source.

    Example:
        >>> [(token.kind, token.name, token.start) for token in read_tokens("<p class=a>1 < 2<br/>")]
        [('start', 'p', 0), ('text', '', 11), ('start', 'br', 16)]
    """
    size = len(source)
    begin = at = 0
    foreign: list[str] = []
    while True:
        at = source.find("<", at)
        found = _MARKUP.match(source, at) if at >= 0 else None
        if at < 0:
            break
        if found is None:
            at += 1
            continue
        if begin < at:
            yield Token("text", begin, at)
        token = _read_markup(source, at, found, in_foreign=bool(foreign) and foreign[-1] in FOREIGN)
        yield token
        begin = at = token.end
        if token.kind == "end":
            if token.name in foreign:
                del foreign[len(foreign) - 1 - foreign[::-1].index(token.name) :]
        elif token.kind == "start":
            name = token.name
            if foreign and foreign[-1] in FOREIGN:
                if name in BREAKS_OUT:
                    while foreign and foreign[-1] in FOREIGN:
                        foreign.pop()
                elif name in INTEGRATION and not token.closes_itself:
                    foreign.append(name)
            elif name in FOREIGN:
                if not token.closes_itself:
                    foreign.append(name)
            elif name in RAW:
                end = _find_raw_end(source, at, name)
                if at < end:
                    yield Token("raw", at, end, name)
                begin = at = end
            if len(foreign) > _DEEPEST_FOREIGN:
                foreign.pop()
    if begin < size:
        yield Token("text", begin, size)


_DEEPEST_FOREIGN = 64
"""SVG in SVG deeper than this is not followed, so that looking for an end tag has a bound."""


def _read_markup(source: str, at: int, found: re.Match[str], *, in_foreign: bool) -> Token:
    """Return the token that begins with the ``<`` at ``at``."""
    name = found[1]
    if name is not None:
        return _read_tag(source, at, found.end(), name.lower(), is_end=source[at + 1] == "/")
    opening = found[0]
    if opening == "<!--":
        if source.startswith((">", "->"), at + 4):
            end = source.index(">", at + 4) + 1
        else:
            closer = _COMMENT_END.search(source, at + 4)
            end = closer.end() if closer else len(source)
        return Token("comment", at, end)
    if opening == "<![CDATA[" and in_foreign:
        close = source.find("]]>", at)
        return Token("comment", at, close + 3 if close >= 0 else len(source))
    close = source.find(">", at)
    return Token("comment", at, close + 1 if close >= 0 else len(source))


def _read_tag(source: str, start: int, at: int, name: str, *, is_end: bool) -> Token:
    """Return the tag whose name ends at ``at``; one that the page ends in the middle of is a comment to its end."""
    attributes: dict[str, str] = {}
    size = len(source)
    if source.startswith(">", at):
        return Token("end" if is_end else "start", start, at + 1, name, attributes)
    while True:
        blanks = _BLANKS.match(source, at)
        at = blanks.end() if blanks else at
        if at >= size:
            return Token("comment", start, size)
        if source[at] == ">":
            closes_itself = blanks is not None and blanks[0].endswith("/") and not is_end
            return Token("end" if is_end else "start", start, at + 1, name, attributes, closes_itself)
        key = _ATTRIBUTE.match(source, at)
        assert key is not None  # noqa: S101 - it matches nothing at least
        at = key.end()
        spaces = _SPACES.match(source, at)
        behind = spaces.end() if spaces else at
        value = ""
        if source.startswith("=", behind):
            spaces = _SPACES.match(source, behind + 1)
            at = spaces.end() if spaces else behind + 1
            quote_mark = source[at : at + 1]
            if quote_mark in ('"', "'"):
                close = source.find(quote_mark, at + 1)
                if close < 0:
                    return Token("comment", start, size)
                value, at = source[at + 1 : close], close + 1
            else:
                bare = _BARE_VALUE.match(source, at)
                value, at = (bare[0], bare.end()) if bare else ("", at)
        attributes.setdefault(key[0].lower(), value)


def _find_raw_end(source: str, at: int, name: str) -> int:
    """Return where the content of a raw text element ends that begins at ``at``: before its end tag."""
    if name == "plaintext":
        return len(source)
    if name == "script":
        return _find_script_end(source, at)
    closer = _CLOSERS[name].search(source, at)
    return closer.start() if closer else len(source)


_CLOSERS = {name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in RAW}


def _find_script_end(source: str, at: int) -> int:
    """Return where a script ends; in one that holds ``<!-- <script>`` the next end tag does not end it."""
    state = "data"
    for found in _SCRIPT.finditer(source, at):
        word = found[0]
        if word == "-->":
            state = "data"
        elif word == "<!":
            state = "escaped" if state == "data" else state
        elif not found[1]:
            state = "double" if state == "escaped" else state
        elif state == "double":
            state = "escaped"
        else:
            return found.start()
    return len(source)


_REFERENCE = re.compile(r"&(?:#(?:[0-9]+|[xX][0-9A-Fa-f]+);?|[A-Za-z][A-Za-z0-9]{0,31};?)")
_LONGEST_NUMBER = 10
_REPLACED = "\ufffd"


def read_reference(source: str, at: int) -> tuple[str, int] | None:
    r"""Return what the character reference at ``at`` stands for and where it ends; None where it is only an ``&``.

    Source: HTML Living Standard, 13.2.5.72 to 80; numbers 128 to 159 are those of Windows-1252.

    Example:
        >>> read_reference("&quot;", 0), read_reference("&ampere", 0), read_reference("&co", 0)
        (('"', 6), ('&', 4), None)
        >>> read_reference("&#147;", 0), read_reference("&#xD800;", 0)
        (('“', 6), ('�', 8))
    """
    found = _REFERENCE.match(source, at)
    if found is None:
        return None
    written = found[0]
    if written[1] == "#":
        digits = written[2:].removesuffix(";")
        is_hex = digits[:1] in "xX"
        digits = digits[is_hex:].lstrip("0") or "0"
        number = int(digits, 16 if is_hex else 10) if len(digits) <= _LONGEST_NUMBER else -1
        return _character(number), found.end()
    name = written[1:]
    if name in html5:
        return html5[name], found.end()
    for size in range(len(name.removesuffix(";")), 1, -1):
        if name[:size] in html5:
            return html5[name[:size]], at + 1 + size
    return None


def _character(number: int) -> str:
    """Return the character of a numeric reference."""
    if not 0 < number <= 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return _REPLACED
    if 0x80 <= number <= 0x9F:
        return bytes([number]).decode("windows-1252", errors="ignore") or chr(number)
    return chr(number)
