"""The formats, as `quotes.renderer.render` gives them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
from renderer_samples import HOSTILE, article, broadcast, hostile

from quotes.errors import RenderError
from quotes.model import Annotation, Document, Quotation, Turn
from quotes.renderer import FORMATS, format_of, render
from quotes.renderer.table import COLUMNS
from quotes.spans import Span

GOLDEN = Path(__file__).resolve().parent.parent / "golden"

SAMPLES = {"market": article, "ferry": broadcast}
SUFFIXES = {"text": "txt", "md": "md", "csv": "csv", "json": "json", "html": "html"}


@pytest.mark.parametrize("format", SUFFIXES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_pages_are_as_they_were(sample: str, format: str) -> None:
    """Every format of both samples equals its golden file; QUOTES_UPDATE_GOLDEN=1 writes them anew.

    Of the HTML page only the marked text and the data block are kept: what a reader is told, not how it is drawn.
    """
    rendered = render(SAMPLES[sample](), format)
    if format == "html":
        rendered = rendered[rendered.index('<div id="text"') : rendered.index("</script>")] + "\n"
    path = GOLDEN / f"{sample}.{SUFFIXES[format]}"
    if os.environ.get("QUOTES_UPDATE_GOLDEN"):
        path.write_text(rendered, encoding="utf-8", newline="\n")

    assert rendered == path.read_text(encoding="utf-8")


SUFFIX_TABLE = {
    "a.txt": "text",
    "a.html": "html",
    "a.htm": "html",
    "a.md": "md",
    "a.csv": "csv",
    "a.json": "json",
    "A.HTML": "html",
    "a.docx": None,
    "html": None,
}


@pytest.mark.parametrize(("path", "format"), SUFFIX_TABLE.items(), ids=list(SUFFIX_TABLE))
def test_the_format_is_told_by_the_suffix(path: str, format: str | None) -> None:
    """A known suffix names a format, an unknown one names none."""
    assert format_of(path) == format
    assert format_of(Path("folder") / path) == format


def test_an_unknown_format_names_the_known_ones() -> None:
    """The error lists what there is."""
    with pytest.raises(RenderError, match=r"no format is called 'pdf'; there are text, html, md, csv, json"):
        render(article(), "pdf")


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_every_format_renders_hostile_words(format: str, words: str) -> None:
    """No text, name, role, id or reason keeps a page from being made, and each ends with one line end."""
    page = render(hostile(words), format)

    assert page.endswith("\n")
    assert not page.endswith("\n\n")


@pytest.mark.parametrize("format", ["text", "md"])
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_no_hidden_character_reaches_a_terminal(format: str, words: str) -> None:
    """Text and Markdown hold no control character but line ends, and no direction override."""
    page = render(hostile(words), format)

    assert not [char for char in page if (char < " " and char != "\n") or char in "\x7f\u202e\u2066"]


@pytest.mark.parametrize("format", FORMATS)
def test_a_document_without_quotations_renders(format: str) -> None:
    """Nothing found is said, not an error."""
    page = render(Annotation.of(Document(id="quiet", text="Nobody spoke.\n")), format)

    if format in ("text", "md", "html"):
        assert "No quotations were found." in page


@pytest.mark.parametrize("format", ["text", "html", "md", "csv", "review"])
def test_an_annotation_without_text_cannot_be_shown(format: str) -> None:
    """Formats that show words say that the text is missing."""
    with pytest.raises(RenderError, match="without its text"):
        render(Annotation(id="d", sha256="0" * 64), format)


# Plain text


def test_text_has_one_line_a_quotation() -> None:
    """Without a width every paragraph is one line, so that grep finds speaker and words together."""
    page = render(broadcast())

    assert page.splitlines() == [
        "Tove Haugland, the islands' transport minister: “I have looked at every figure twice. "
        "We cannot sail a boat that the inspectors will not sign for.”",
        "",
        "a fisherman on the quay in Sandvik [translated]: “They said the same thing ten years ago. "
        "The boats are older now, and so am I.”",
    ]


def test_text_says_plainly_what_is_not_known() -> None:
    """Unattributed and unsure quotations are named as such; kind other is left out."""
    page = render(article())

    assert "Unattributed: “That is simply not" in page
    assert "traders in the public gallery [unsure, 0.62]: “Shame!”" in page
    assert "Herring Palace" not in page


@pytest.mark.parametrize("width", [20, 40, 80])
def test_text_wraps_at_the_width(width: int) -> None:
    """No line is longer than asked unless it is a single word; further lines hang."""
    lines = render(article(), width=width).splitlines()

    assert not [line for line in lines if len(line) > width and " " in line.strip()]
    assert any(line.startswith("    ") for line in lines)


def test_styled_text_sets_off_names() -> None:
    """Escape sequences surround names and notes and nothing else; without them the page is the same."""
    plain, styled = render(article(), width=60), render(article(), width=60, styled=True)

    assert "\x1b[1mMarta Lindqvist\x1b[0m" in styled
    assert styled.replace("\x1b[1m", "").replace("\x1b[0m", "").replace("\x1b[2m", "") == plain


# Markdown


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_markdown_lets_no_html_or_link_through(words: str) -> None:
    """A reader that allows raw HTML finds no HTML, link or image in the page but the page's own links to its places."""
    markdown_it = pytest.importorskip("markdown_it")
    tokens = markdown_it.MarkdownIt("commonmark", {"html": True}).parse(render(hostile(words), "md"))
    found = [child for token in tokens for child in [token, *(token.children or [])]]

    assert not {token.type for token in found} & {"html_block", "image", "code_inline", "fence", "code_block"}
    for token in found:
        if token.type == "html_inline":
            assert re.fullmatch(r'<a id="q\d+">|</a>', token.content)
        if token.type == "link_open":
            assert re.fullmatch(r"#q\d+", token.attrs["href"])


def test_markdown_leads_from_each_speaker_to_what_was_said() -> None:
    """The numbers behind a speaker are links, each to a place that the page has once."""
    page = render(article(), "md")
    speakers, _, quotations = page.partition("## Quotations")

    links = re.findall(r"\]\(#(q\d+)\)", speakers)
    assert links
    for link in links:
        assert quotations.count(f'<a id="{link}"></a>') == 1


def test_markdown_draws_the_voices_of_a_transcript() -> None:
    """A table has a row for each voice, with a strip that shows where it speaks."""
    document = Document(id="talk", text="Ana: Good evening.\nBo: Good evening to you all.")
    turns = (Turn(start=0, end=18, label="Ana"), Turn(start=19, end=47, label="Bo"))
    page = render(Annotation.of(document, turns=turns), "md")

    assert "| Ana | 1 | 3 | 33% | `█████████▂··············` |" in page
    assert "| Bo | 1 | 6 | 67% | `·········▄██████████████` |" in page


def test_markdown_keeps_quotations_apart() -> None:
    """Each quotation is a block quote of its own, its speaker inside it."""
    markdown_it = pytest.importorskip("markdown_it")
    tokens = markdown_it.MarkdownIt("commonmark").parse(render(article(), "md"))

    assert sum(token.type == "blockquote_open" for token in tokens) == 9
    assert sum(token.type == "ordered_list_open" for token in tokens) == 1


# CSV


def rows_of(annotation: Annotation) -> list[dict[str, str]]:
    """Return the rows of the CSV format, read back."""
    return list(csv.DictReader(io.StringIO(render(annotation, "csv"), newline="")))


def test_csv_has_a_row_for_every_quotation() -> None:
    """Kind other is there too, with its reason; the header is the documented one."""
    rows = rows_of(article())

    assert len(rows) == len(article().quotations)
    assert tuple(rows[0]) == COLUMNS
    assert [row["reason"] for row in rows if row["kind"] == "other"] == ["nickname, after so-called"]
    assert next(span.split("-")[0] for span in rows[1]["spans"].split()) == rows[1]["start"]
    assert rows[1]["spans"].endswith(f"-{rows[1]['end']}")


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_csv_runs_no_formula(words: str) -> None:
    """No cell begins with what a spreadsheet would run."""
    cells = [cell for row in rows_of(hostile(words)) for cell in row.values()]

    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert f"'{words}" in cells


# JSON


@pytest.mark.parametrize("sample", SAMPLES)
def test_json_is_the_annotation(sample: str) -> None:
    """The JSON reads back as the same annotation, is indented and keeps characters as they are."""
    page = render(SAMPLES[sample](), "json")

    assert Annotation.model_validate_json(page) == SAMPLES[sample]()
    assert page.startswith('{\n  "schema_version"')
    assert "\\u" not in page


def test_json_needs_no_text() -> None:
    """An annotation saved without its text is still data."""
    assert json.loads(render(Annotation(id="d", sha256="0" * 64), "json"))["text"] is None


def test_rejected_quotations_stay_in_the_data_formats_only() -> None:
    """What an editor rejected is in CSV and JSON with its status, and in no list of what was said."""
    quotation = Quotation(id="q0", kind="direct", spans=(Span(0, 3),), status="rejected")
    annotation = Annotation.of(Document(id="d", text="Go, he said."), quotations=(quotation,))

    assert rows_of(annotation)[0]["status"] == "rejected"
    assert "Go," not in render(annotation, "text")
    assert "Go," not in render(annotation, "md")
