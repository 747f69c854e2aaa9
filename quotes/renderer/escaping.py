r"""What may not reach a page as it stands: hidden characters, Markdown syntax, spreadsheet formulas.

HTML is escaped by Jinja's own autoescaping; this module does the same duty for the other formats, and names the
characters that no reader can see, so that every format can show them.

Example:
    >>> show_hidden("safe\x1b[31m")
    'safe␛[31m'
    >>> escape_markdown("# 1 * 2")
    '\\# 1 \\* 2'
    >>> neutralise_formula("=1+1")
    "'=1+1"
"""

from __future__ import annotations

import re

__all__ = [
    "HIDDEN_NAMES",
    "Ready",
    "escape_markdown",
    "keep_initials",
    "neutralise_formula",
    "one_line",
    "show_hidden",
]


class Ready(str):
    """Text that is already fit for its format; the environment's own escaping lets it pass.

    Only filters of this package make it, as markupsafe's ``Markup`` does for HTML.
    """

    __slots__ = ()


_BIDI_AND_INVISIBLE = {
    "\u061c": "ALM",
    "\u200b": "ZWSP",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
}

_C0_NAMES = (
    "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US"
)

HIDDEN_NAMES: dict[str, str] = {
    **{chr(code): name for code, name in enumerate(_C0_NAMES.split()) if chr(code) not in "\t\n\r"},
    "\x7f": "DEL",
    **{chr(code): f"U+{code:04X}" for code in range(0x80, 0xA0)},
    **_BIDI_AND_INVISIBLE,
}
"""Characters that are shown by name: controls other than tab and line ends, and those that turn or hide text.

Joiners (U+200C, U+200D) and the marks U+200E and U+200F are left alone: emoji and many scripts need them.

Source: Unicode Standard Annex 9 (directional formatting characters); CVE-2021-42574 for what they can hide.
"""

_PICTURES = {
    char: chr(0x2400 + ord(char)) if char < " " else "\u2421" if char == "\x7f" else f"[{name}]"
    for char, name in HIDDEN_NAMES.items()
}
_SHOW = str.maketrans(_PICTURES)


def show_hidden(text: str) -> str:
    """Return ``text`` with hidden characters made visible, so that a terminal cannot be steered by a document.

    Control characters become their Unicode pictures, direction marks and the like their names in brackets. Tabs and
    line ends stay.

    Example:
        >>> show_hidden("user\u202etxt.exe")
        'user[RLO]txt.exe'
    """
    return text.translate(_SHOW)


def one_line(text: str) -> str:
    r"""Return ``text`` on one line, with single spaces, so that a name cannot pose as a line of its own.

    Example:
        >>> one_line(" Robert\r\n  Reyes ")
        'Robert Reyes'
    """
    return " ".join(text.split())


_INITIALS = re.compile(r"\b[A-Z](?:-[A-Z])+\b")


def keep_initials(markup: str) -> str:
    """Return HTML in which initials as broadcasters write them (U-N) are not parted by a line end.

    Example:
        >>> keep_initials("the U-N said")
        'the <i class="j">U-N</i> said'
    """
    return _INITIALS.sub(r'<i class="j">\g<0></i>', markup)


_MARKDOWN_SYNTAX = re.compile(r"[\\`*_\[\]{}|~$^]")
_MARKDOWN_LINE_START = re.compile(r"(?m)^([ \t]*)(?:([#+=:-])|(\d{1,9})([.)]))")
_HTML_IN_MARKDOWN = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escape_markdown(text: str) -> str:
    r"""Return ``text`` so that a Markdown reader shows it as it stands, hidden characters named.

    Syntax is escaped with a backslash; ``<``, ``>`` and ``&`` become entities, which every reader takes, so that no
    raw HTML gets through.

    Source: CommonMark 0.31, "Backslash escapes" and "Entity references"; ``$`` and ``~`` for GitHub's extensions.

    Example:
        >>> escape_markdown("1. [go](javascript:x) <b>")
        '1\\. \\[go\\](javascript:x) &lt;b&gt;'
    """
    escaped = _MARKDOWN_SYNTAX.sub(r"\\\g<0>", show_hidden(text).translate(_HTML_IN_MARKDOWN))
    return _MARKDOWN_LINE_START.sub(
        lambda match: match[1] + (f"\\{match[2]}" if match[2] else f"{match[3]}\\{match[4]}"), escaped
    )


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralise_formula(cell: str) -> str:
    """Return ``cell`` so that a spreadsheet takes it for text: an apostrophe before what would start a formula.

    Source: OWASP, "CSV Injection": ``= + - @``, tab and carriage return, and their full-width forms.

    Example:
        >>> neutralise_formula("@here"), neutralise_formula("here")
        ("'@here", 'here')
    """
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
