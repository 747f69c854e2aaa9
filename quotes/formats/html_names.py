"""The elements of HTML by what they do to the text around them, and how a page begins.

Source: HTML Living Standard, 13.1.2 "Elements" (void, raw text, optional tags), 13.2.6 "Tree construction" (what ends
what), 15.3 "Non-replaced elements" (what is a block).
"""

from __future__ import annotations

import re

__all__ = [
    "BARRIERS",
    "BLOCK",
    "BREAKS_OUT",
    "CELL",
    "CLOSES_P",
    "ENDED_BY",
    "FOREIGN",
    "HEADINGS",
    "INTEGRATION",
    "IN_HEAD",
    "NOT_ENTERED",
    "RAW",
    "SILENT",
    "VOID",
    "is_html",
]


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


VOID = _names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
"""Elements without content and without an end tag."""

RAW = _names("iframe noembed noframes noscript plaintext script style textarea title xmp")
"""Elements in which no tag but their own end tag is one."""

FOREIGN = _names("svg math")
"""Elements of other languages."""

INTEGRATION = _names("annotation-xml desc foreignobject mi mn mo ms mtext title")
"""Elements of those in which HTML may stand."""

BREAKS_OUT = _names(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
)
"""Elements that end SVG and MathML where they stand in it."""

BLOCK = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav ol optgroup "
    "option p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp"
)
"""Elements that part paragraphs."""

CELL = _names("td th")
"""Cells of a table, which stand beside each other."""

CLOSES_P = BLOCK - _names("body caption head html legend option optgroup tbody td tfoot th thead tr")
"""Elements that end an open paragraph."""

HEADINGS = _names("h1 h2 h3 h4 h5 h6")
"""Headings, any of which ends any other."""

IN_HEAD = _names("base basefont bgsound link meta noframes noscript script style template title")
"""Elements that the head of a page may hold; any other ends it."""

BARRIERS = _names("button caption object td template th table")
"""Elements that hold what is open in them: an end tag inside does not reach what was opened outside."""

_OF_LISTS = _names("ol ul menu dir table td th")
_OF_TERMS = _names("dl table td th")
_TABLE = _names("table")
_SECTIONS = _names("tbody thead tfoot")

ENDED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (_names("li"), _OF_LISTS),
    "dd": (_names("dd dt"), _OF_TERMS),
    "dt": (_names("dd dt"), _OF_TERMS),
    "td": (CELL, _TABLE),
    "th": (CELL, _TABLE),
    "tr": (_names("tr"), _TABLE),
    "tbody": (_SECTIONS, _TABLE),
    "thead": (_SECTIONS, _TABLE),
    "tfoot": (_SECTIONS, _TABLE),
    "option": (_names("option"), _names("select")),
    "optgroup": (_names("option optgroup"), _names("select")),
}
"""Tag to the open elements that it ends, and those beyond which it does not reach."""

SILENT = _names(
    "applet area audio base canvas col colgroup datalist embed frame frameset head iframe img input link map math "
    "meta meter noembed noframes noscript object param progress rp rt script source style svg template title track "
    "video wbr"
)
"""Elements whose content a browser does not show as text of the page, or not as running text."""

NOT_ENTERED = _names("blockquote dl figure h1 h2 h3 h4 h5 h6 li ol p pre table td th tr ul")
"""Elements that are parts of an article, never the whole of it."""

_OPENING = re.compile(
    r"\s*(?:<\?xml\s[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*(?:<!doctype\s+html\b|<html[\s>])",
    re.IGNORECASE | re.DOTALL,
)


def is_html(opening: str) -> bool:
    """Whether a text is an HTML page: it begins with a doctype of HTML or with ``<html>``.

    Example:
        >>> is_html("<!DOCTYPE html><title>Pier</title>"), is_html("<p>He said no.")
        (True, False)
    """
    return _OPENING.match(opening) is not None
