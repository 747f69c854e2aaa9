"""Markdown: the text stays whole, and what is markup, code or front matter is no word of it."""

from __future__ import annotations

import io
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.errors import ReadError
from quotes.formats import read, read_text_file
from quotes.formats.base import RawInput
from quotes.formats.markdown import read_markdown
from quotes.model import Document


def read_page(text: str) -> Document:
    """Return Markdown read."""
    document = read(io.BytesIO(text.encode()), format="markdown")
    assert isinstance(document, Document)
    return document


def words_of(document: Document) -> list[str]:
    """Return what is words, block by block, a stroke where markup parts it."""
    return ["|".join(span.of(document.text) for span in each.spans) for each in document.info.utterances or ()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("One\ntwo.\n\nThree.", ["One\ntwo.", "Three."], id="paragraphs"),
        pytest.param("# Pier\nText", ["Pier", "Text"], id="heading"),
        pytest.param("Pier\n====\nText", ["Pier", "Text"], id="underlined heading"),
        pytest.param("> One\n> two\n\n> three", ["One|two", "three"], id="quoted block"),
        pytest.param("- One\n- two\n1. three", ["One", "two", "three"], id="list"),
        pytest.param("It is *very* __so__ ~~old~~", ["It is |very|so|old"], id="emphasis"),
        pytest.param("2 * 3, a_b_c \\*no\\*", ["2 * 3, a_b_c \\*no\\*"], id="no emphasis"),
        pytest.param('See [the port](http://x.example/“q” "t") now', ["See |the port| now"], id="link"),
        pytest.param("See [the port][1] now\n\n[1]: http://“q”", ["See |the port| now"], id="reference"),
        pytest.param("One ![“alt”](a.png) two[^1] [laughs]", ["One | two| [laughs]"], id="picture and note"),
        pytest.param("One <b>two</b><!-- “x” --> <https://x.example>", ["One |two"], id="tags"),
        pytest.param("Say `go` now", ["Say |go| now"], id="code in a line"),
        pytest.param("One\n\n```py\n“x”\n```\ntwo\n\n    “y”\n\nthree", ["One", "two", "three"], id="code"),
        pytest.param("---\ntitle: “x”\n---\nOne", ["One"], id="front matter"),
        pytest.param("---\nOne\n\nTwo", ["One", "Two"], id="a rule is no front matter"),
        pytest.param("One\r\ntwo\r\n\r\nthree", ["One\r\ntwo", "three"], id="carriage returns"),
    ],
)
def test_what_is_words(text: str, words: list[str]) -> None:
    """Markup is between the spans, never in them; blocks are parted."""
    document = read_page(text)
    assert document.text == text
    assert words_of(document) == words


def test_front_matter_is_kept_as_meta() -> None:
    """And, as code is, told as not used."""
    document = read_page('---\ntitle: "Pier “shut”"\ndate: 2026-05-03\ntags:\n  - x\n---\nOne\n\n~~~\ncode\n~~~\n')
    assert document.info.meta == {"title": "Pier “shut”", "date": "2026-05-03"}
    assert [(skip.reason, skip.line) for skip in document.info.skipped] == [("front matter", 1), ("code", 9)]


def test_labelled_markdown_stays_labelled() -> None:
    """Voices in bold are heard as in labelled text."""
    document = read_page("".join(f"**Ana Reyes:** Line {n}.\n\n**Bo Lind:** Yes.\n\n" for n in range(6)))
    assert document.info.format == "labelled"
    assert document.info.utterances is not None
    assert document.info.utterances[0].label == "Ana Reyes"


def test_quotation_marks_of_markdown_are_repaired_as_text() -> None:
    """Repairing looks at the whole file."""
    file = read_text_file(io.BytesIO(b"---\na: b\n---\n'Go,' he said."), format="markdown")
    assert file.document.text == "---\na: b\n---\n'Go,' he said."


@settings(max_examples=300)
@given(
    text=st.lists(
        st.sampled_from(
            [
                "word ",
                "“Go,” ",
                "\n",
                "\r\n",
                "\n\n",
                "*",
                "**",
                "_",
                "`",
                "```\n",
                "[",
                "](x)",
                "](",
                "![",
                "<b>",
                "<!--",
                "> ",
                "- ",
                "# ",
                "---\n",
                "    ",
                "|",
                "\\",
                "~~",
                "[^1]",
                "[x]: y\n",
            ]
        ),
        min_size=1,
        max_size=30,
    ).map("".join)
)
def test_spans_are_in_order_whatever_the_markup(text: str) -> None:
    """None overlaps another, none is blank, and the text is the file."""
    try:
        document = read_markdown(RawInput("a.md", "a", text.encode()))
    except ReadError:
        return
    assert document.text == text
    spans = [span for each in document.info.utterances or () for span in each.spans]
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    assert all(span.of(text).strip() for span in spans)
