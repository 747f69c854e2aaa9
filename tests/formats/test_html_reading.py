"""HTML pages: which text is taken out, where each character of it stands, and what is kept apart."""

from __future__ import annotations

import io
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from quotes.errors import ReadError
from quotes.formats import read, read_file
from quotes.formats.html_tokens import read_tokens
from quotes.model import Document
from quotes.spans import SpanMap
from tests.formats.html_samples import PAGES, pages


def read_page(page: str | bytes, selector: str | None = None) -> Document:
    """Return a page read."""
    data = page if isinstance(page, bytes) else page.encode()
    document = read(io.BytesIO(data), format="html", selector=selector)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_tokens_are_the_page(page: str) -> None:
    """Each token begins where the one before ends; the first begins the page, the last ends it."""
    tokens = list(read_tokens(page))
    assert tokens[0].start == 0
    assert tokens[-1].end == len(page)
    assert all(one.end == other.start and one.start < one.end for one, other in pairwise(tokens))


@settings(max_examples=300)
@given(page=pages)
def test_tokens_are_any_page(page: str) -> None:
    """The same of pages that are broken in any way."""
    tokens = list(read_tokens(page))
    assert "".join(page[token.start : token.end] for token in tokens) == page


@settings(max_examples=300)
@given(page=pages)
def test_the_way_back_leads_to_the_same_characters(page: str) -> None:
    """A character stands in the source as itself, as white space, or as the reference that means it."""
    try:
        document = read_page(page)
    except ReadError:
        return
    segments = document.info.source_map["segments"]
    way = SpanMap(segments)
    for text_start, text_end, source_start, source_end in segments:
        text, source = document.text[text_start:text_end], page[source_start:source_end]
        if len(text) == len(source):
            assert all(a == b or (a.isspace() and b.isspace()) for a, b in zip(text, source, strict=True))
        else:
            assert source.startswith("&") or source.isspace() or source == "&"
        assert way.to_source((text_start, text_end))[0].start <= source_start
        assert way.to_text((source_start, source_end)) == (text_start, text_end)
    mapped = {place for segment in segments for place in range(segment[0], segment[1])}
    assert all(document.text[at] in "\n\t“”‘’" for at in range(len(document.text)) if at not in mapped)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        pytest.param("<p>One<p>two", "One\n\ntwo", id="paragraphs"),
        pytest.param("<p>One <b>two</b><i> three</i>", "One two three", id="inline"),
        pytest.param("<div>a<span>b</span><p>c</p>d</div>", "ab\n\nc\n\nd", id="text between blocks"),
        pytest.param("<p>a<br>b<br><br>c", "a\nb\n\nc", id="line ends"),
        pytest.param("<p>&quot;a&amp;b&#8221;&notit;&x;", '"a&b”¬it;&x;', id="references"),
        pytest.param("<p> a \r\n\t b &#32; c ", "a b c", id="white space"),
        pytest.param("<p>a&nbsp; b", "a\u00a0 b", id="no-break space"),
        pytest.param("<pre>\r\n a\r\n  b\rc</pre>", " a\n  b\nc", id="pre"),
        pytest.param("<p>a<script>x</script><style>y</style><template>z</template>b", "ab", id="scripts"),
        pytest.param("<p>a<svg><text>x</text></svg>b<noscript>y</noscript><iframe>z</iframe>", "ab", id="pictures"),
        pytest.param("<p><q>a <q>b</q></q> <q>&ldquo;c&rdquo;</q>", "“a ‘b’” “c”", id="q"),
        pytest.param("<p><q><b><i>“a”</i></b></q> <q><b>c</b></q>", "“a” “c”", id="q whose marks stand in an element"),
        pytest.param("<table><tr><td>a<td>b<tr><td>c</table>", "a\tb\n\nc", id="table"),
        pytest.param("<p>un\u00adbe&shy;lie\0vable", "unbelievable", id="hyphens and NUL"),
        pytest.param("<p>a < b <3 </ c>d", "a < b <3 d", id="less-than"),
        pytest.param("<b><p>one</b> two</p>", "one two", id="inline closed late"),
        pytest.param("a <b>b</b> c<p>d", "a b c\n\nd", id="text outside elements"),
        pytest.param("no element", "no element", id="no element"),
        pytest.param("<p>a<![CDATA[b]]>c", "ac", id="cdata"),
        pytest.param("<svg>x<p>a</svg>", "a", id="out of svg"),
        pytest.param("<p>a<script><!--<script></script>x--></script>b", "ab", id="escaped script"),
    ],
)
def test_text_is_what_a_browser_shows(page: str, text: str) -> None:
    """Blocks part paragraphs, inline elements do not, references are decoded, white space is one blank."""
    assert read_page(page).text == text


ARTICLE = """<!DOCTYPE html><html lang=en><head><title>Pier &amp; port</title>
<meta property="og:site_name" content="The Gull"><link rel=canonical href="https://gull.example/pier">
</head><body class="has-sidebar">
<header><a href=/>The Gull</a></header><nav><p>A menu that is long enough to look like running text.</p></nav>
{before}<div class=page>{body}</div>{after}
<footer>© The Gull, all rights reserved, since nineteen hundred.</footer></body></html>"""
TWO = "<p>“The pier is safe for everybody,” said Ana Ruiz.</p><p>She has led the port for eleven years now.</p>"


@pytest.mark.parametrize(
    ("body", "how"),
    [
        pytest.param(f"<article>{TWO}</article>", "the article element", id="article"),
        pytest.param(f'<div itemprop="articleBody">{TWO}</div>', "its name", id="schema.org"),
        pytest.param(f'<div class="x entry-content">{TWO}</div>', "its name", id="class"),
        pytest.param(f"<main><div>{TWO}</div><div>Short.</div></main>", "most of the running text", id="main"),
        pytest.param(
            f"<div><div>{TWO}</div></div><div><a href=/>More</a></div>", "most of the running text", id="densest"
        ),
        pytest.param(f"<form id=aspnet>{TWO}</form>", "most of the running text", id="all in a form"),
        pytest.param(f'<div class="article sidebar">{TWO}</div>', "most of the running text", id="misleading name"),
    ],
)
def test_the_article_is_found(body: str, how: str) -> None:
    """What is around it is left out and told."""
    document = read_page(ARTICLE.format(before="", body=body, after=""))
    assert document.text.startswith("“The pier is safe")
    assert document.text.endswith("eleven years now.")
    assert document.info.source_map["body"] == how
    assert {skip.reason for skip in document.info.skipped} == {"outside the article"}


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        pytest.param('<blockquote class="twitter-tweet"><p>“My post”</p></blockquote>', "an embedded post", id="post"),
        pytest.param("<figure><img src=a><figcaption>“The pier”</figcaption></figure>", "a caption", id="caption"),
        pytest.param("<aside>“Read more”</aside>", "not of the article", id="aside"),
        pytest.param("<form><label>“Your mail”</label></form>", "not of the article", id="form"),
        pytest.param('<div class="story-related">“Other”</div>', "not of the article", id="related"),
        pytest.param(
            '<p class="pullquote">“The pier is safe”</p>', "a passage of the article shown again", id="pulled"
        ),
        pytest.param('<p style="display: none">“Hidden”</p>', "hidden", id="hidden"),
        pytest.param("<p hidden>“Hidden”</p>", "hidden", id="hidden by attribute"),
        pytest.param("<button>“Share”</button>", "a control", id="button"),
    ],
)
def test_what_is_not_of_the_article_is_kept_apart(inside: str, reason: str) -> None:
    """It is told with its reason, its words and its line, and is no part of the text."""
    document = read_page(f"<article>\n{TWO}\n{inside}</article>")
    assert document.text == read_page(f"<article>{TWO}</article>").text
    skips = [(skip.reason, skip.line) for skip in document.info.skipped]
    assert skips == [(reason, 3)]
    assert document.info.skipped[0].words.startswith("“")


def test_what_a_page_says_of_itself_is_kept() -> None:
    """Title, outlet, url and language go into ``meta``."""
    document = read_page(ARTICLE.format(before="", body=TWO, after=""))
    assert document.info.meta == {
        "title": "Pier & port",
        "outlet": "The Gull",
        "url": "https://gull.example/pier",
        "lang": "en",
    }


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        ("p", "one\n\ntwo\n\nthree"),
        ("#b", "two"),
        (".c.d", "three"),
        ("div > p", "one"),
        ("main p", "one\n\ntwo\n\nthree"),
        ("main > p.c, div #a", "one\n\nthree"),
        ('[data-x="1 2"]', "three"),
        ("[data-x^='1'][class~=c]", "three"),
        ("P[ID]", "one\n\ntwo"),
        ("*", "one\n\ntwo\n\nthree"),
    ],
)
def test_a_selector_says_what_is_the_article(selector: str, text: str) -> None:
    """The elements it means are taken, in order, and nothing else."""
    page = '<main><div><p id=a>one</p></div><p id=b>two</p><p class="d c" data-x="1 2">three</p></main>'
    assert read_page(page, selector).text == text


def test_a_selected_element_is_taken_whatever_it_is() -> None:
    """Even one that would be kept apart."""
    assert read_page(f"{TWO}<aside>“Aside”</aside>", "aside").text == "“Aside”"


@pytest.mark.parametrize(
    ("selector", "reason"),
    [
        ("p:first-child", "cannot be read at ':first-child'"),
        ("", "the selector is empty"),
        ("p,", "cannot be read at its end"),
        ("p >", "cannot be read at its end"),
        (".gone", "nothing on the page is meant by the selector '.gone'; by itself the reader would take"),
    ],
)
def test_a_selector_that_means_nothing_is_an_error(selector: str, reason: str) -> None:
    """It says what cannot be read, or what would be taken."""
    with pytest.raises(ReadError) as caught:
        read_page(TWO, selector)
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        pytest.param('<meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2"), "Łódź", "iso8859-2", id="named"),
        pytest.param('<meta charset="iso-8859-1"><p>“é”'.encode("cp1252"), "“é”", "cp1252", id="latin 1 is windows"),
        pytest.param('<meta charset="iso-8859-1"><p>“é”'.encode(), "“é”", "utf-8", id="named wrongly"),
        pytest.param("<p>“é”".encode("utf-16"), "“é”", "utf-16", id="utf-16"),
        pytest.param("\ufeff<p>“é”".encode(), "“é”", "utf-8-sig", id="byte-order mark"),
        pytest.param("<p>“é”".encode("cp1252"), "“é”", "windows-1252", id="windows"),
        pytest.param(
            '<meta http-equiv=x content="text/html; charset=shift_jis"><p>「海」'.encode("shift_jis"),
            "「海」",
            "shift_jis",
            id="content",
        ),
    ],
)
def test_the_encoding_is_found_and_kept(data: bytes, text: str, encoding: str) -> None:
    """A page is decoded as it says, and encodes to its own bytes again."""
    file = read_file(io.BytesIO(data), format="html")
    assert isinstance(file.content, Document)
    assert (file.content.text, file.content.info.encoding) == (text, encoding)
    assert file.encode(file.source) == data


@pytest.mark.parametrize(
    "page", [b"<script>x</script>", b"<p> </p>", b"<head><title>a</title></head>", b"<!-- <p>a -->"]
)
def test_a_page_without_text_is_an_error(page: bytes) -> None:
    """There is nothing to annotate."""
    with pytest.raises(ReadError, match="no text"):
        read_page(page)


def test_a_page_that_ends_in_a_tag_says_so() -> None:
    """What a browser drops is told."""
    document = read_page(f'{TWO}\n<a title="and so on')
    assert [(skip.reason, skip.line) for skip in document.info.skipped] == [("the page ends in the middle of a tag", 2)]


@pytest.mark.timed
@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<b>",
        "<p>",
        "</b>",
        "<table><td>",
        "<!--",
        "<a href='",
        "<svg>",
        "<li><b>",
        "<script><!--<script>",
        "&amp",
        "<x a=",
        "<q>",
    ],
)
def test_any_depth_costs_only_its_length(unit: str) -> None:
    """A page of ten times the elements takes at most thirty times as long."""

    def seconds(count: int) -> float:
        page = f"<p>{TWO}{unit * count}x"
        begin = time.process_time()
        list(read_tokens(page))
        read_page(page)
        return time.process_time() - begin

    seconds(100)
    assert min(seconds(20_000), seconds(20_000)) < 30 * max(seconds(2_000), 0.01)


def test_the_format_is_known_by_content_and_name(tmp_path: Path) -> None:
    """A doctype makes a page of any file; a name makes one of a fragment; plain text stays plain on request."""
    for name, data, asked, format in (
        ("b.txt", b"<!-- x --><!doctype html><p>One", None, "html"),
        ("a.html", b"<p>One", None, "html"),
        ("a.htm", b"<p>One", None, "html"),
        ("a.txt", b"<p>One", None, "plain"),
        ("a.html", b"<p>One", "plain", "plain"),
    ):
        (tmp_path / name).write_bytes(data)
        assert read(tmp_path / name, format=asked).info.format == format


def test_labels_of_an_interview_are_heard() -> None:
    """A page whose paragraphs open with labels is read as labelled text is, and stays a page."""
    lines = "".join(f"<p>ANA RUIZ: Line {number}.</p><p>BO LIND: Yes.</p>" for number in range(6))
    document = read_page(f"<article>{lines}</article>")
    assert document.info.format == "html"
    assert document.info.utterances is not None
    assert document.info.utterances[0].label == "ANA RUIZ"


def test_an_input_that_is_too_large_is_refused() -> None:
    """The error names the limit and what to do."""
    with pytest.raises(ReadError, match="larger than 10 bytes; raise the limit with --max-bytes"):
        read(io.BytesIO("<p>“No,” he said.".encode()), max_bytes=10)
