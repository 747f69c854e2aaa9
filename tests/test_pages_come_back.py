"""Pages marked in place by the whole pipeline: taking the tags away gives the input back, byte for byte."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest

from quotes import annotate
from quotes.errors import ReadError
from quotes.formats import read_file
from quotes.model import Document
from quotes.renderer.inplace import ELEMENTS, Marking, mark_in_place, remove_marks
from tests.formats.html_samples import PAGES

MADE_PAGES = 260
LEAST_PAGES = 200

_SENTENCES = (
    "“The pier is <em>quite</em> safe,” said Mayor Ana Ruiz.",
    "&ldquo;Nobody <a href='/b?c=1&d=2'>believes it,&rdquo; said <b>José Lind</a></b>, a fisherman.",
    '"We <span class="x">wait," Ruiz <i>said. "And</i></span> wait."',
    "&#8220;It rained&nbsp;&mdash; again&#x2026;&#8221;, Lind told the council<br>on Monday.",
    "She said that the <strong>ferry</strong> would sail.",
    "<q>Not today</q>, he added.",
    "“Two lines<br/>\nof words,” she said.",
    "‘Soft&shy;ly,’ said Bo Lind.",
    "“Never closed, said Ruiz.",
    "Closed twice,”” she said.",
)
_SPLINTERS = (
    "<!-- “not this” <p> -->", "<!-->", "<!--", "-->", "<script>var a = '“no”</p>';</script>", "<script>", "</script>",
    "<style>p{quotes:'“'}</style>", "<![CDATA[ “x” ]]>", "<?php echo '“'; ?>", "<!DOCTYPE x>", "\0", "\r", "\r\n", "\n",
    "&#xD800;", "&#0;", "&#99999999999;", "&notin", "&", "&amp;quot;", "<", "</", "<a title='“", '">', "</p>", "<p>",
    "</div>", "<table>", "<td>", "</table>", "<svg><b>", "</svg>", "<pre>\n", "</pre>", "<textarea>", "</textarea>",
    "<template>", "</template>", "<b>", "</i>", "<em", "</em >", "<span data-x='<p>'>", "</span>", "\u202e", "e\u0301",
    "😀", "\ufeff", "\x0b", "<p\0>", "<noscript>“n”</noscript>", "<iframe>“i”</iframe>",
    "<plaintext>", "<select><option>“o”",
    "<blockquote class='post'><p>“Embedded,” I say.</p></blockquote>", "<figcaption>“Caption,” said Lind.</figcaption>",
)  # fmt: skip


def make_page(chance: random.Random) -> bytes:
    """Return a page of several paragraphs, most of them broken somewhere, in one of several encodings."""
    paragraphs = [" ".join(chance.sample(_SENTENCES, chance.randint(1, 3))) for _ in range(chance.randint(1, 5))]
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    for _ in range(chance.choice((0, 1, 2, 4, 8))):
        at = chance.randint(0, len(body))
        body = body[:at] + chance.choice(_SPLINTERS) + body[at + chance.choice((0, 0, 1, 5)) :]
    if chance.random() < 0.7:
        body = f"<html><head><title>Pier</title></head><body><nav>“Menu”</nav><article>{body}</article></body></html>"
    if chance.random() < 0.3:
        body = body.replace("\n", "\r\n")
    encoding = chance.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"))
    return body.encode(encoding, "replace")


def list_pages() -> Iterator[bytes]:
    """Give the hand-made pages, then made-up ones, the same on every run."""
    yield from (page.encode("utf-8") for page in PAGES.values())
    chance = random.Random(2024)  # noqa: S311 - repeatable, nothing secret
    for _ in range(MADE_PAGES):
        yield make_page(chance)


def mark_and_remove(data: bytes, marking: Marking, selector: str | None) -> bytes | None:
    """Read a page, annotate it, mark it and take the marks away; None where nothing can be read there."""
    try:
        file = read_file(io.BytesIO(data), format="html", selector=selector)
    except ReadError:
        return None
    assert isinstance(file.content, Document)
    marked = file.encode(mark_in_place(annotate(file.content), file.source, marking))
    again = read_file(io.BytesIO(marked), format="html", encoding=file.content.info.encoding, selector=selector)
    return again.encode(remove_marks(again.source))


def test_two_hundred_pages_come_back_byte_for_byte() -> None:
    """Nested inline elements, entities, comments, scripts, line ends, NUL, surrogates, broken markup, encodings."""
    markings = [Marking(element, "x-", json_ld) for element in ELEMENTS for json_ld in (True, False)]
    came_back = 0
    for number, data in enumerate(list_pages()):
        selector = "p" if number % 3 == 0 else None
        found = mark_and_remove(data, markings[number % len(markings)], selector)
        assert found in (data, None), (number, data)
        came_back += found is not None
    assert came_back >= LEAST_PAGES


@pytest.mark.parametrize("end", [b"", b"</span>", b"<!--"])
def test_no_page_takes_long(end: bytes) -> None:
    """Four hundred open elements, comments or stray marks are read like any other page, or refused."""
    for piece in ("<b>", "<p>“A", "<!-- x -->", "&ldquo;", "<a title='", "<svg>", "</b>", "<table><td>"):
        data = f"<p>“Go,” said Ana Ruiz.</p>{piece * 400}".encode() + end
        assert mark_and_remove(data, Marking(), None) in (data, None)
