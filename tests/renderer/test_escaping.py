"""What each format does to characters that would be syntax, or that nobody could see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.renderer.escaping import escape_markdown, neutralise_formula, one_line, show_hidden

MARKDOWN = {
    "emphasis": ("*a* _b_", r"\*a\* \_b\_"),
    "link": ("[a](b)", r"\[a\](b)"),
    "heading": ("# a", r"\# a"),
    "bullet": ("- a", r"\- a"),
    "numbered": ("12) a", r"12\) a"),
    "number inside": ("in 12. a", "in 12. a"),
    "raw html": ("<b>&", "&lt;b&gt;&amp;"),
    "code": ("`a`", r"\`a\`"),
    "formula": ("$5 and $6", r"\$5 and \$6"),
    "backslash": ("\\*", r"\\\*"),
    "setext": ("===", r"\==="),
}


@pytest.mark.parametrize(("raw", "escaped"), MARKDOWN.values(), ids=MARKDOWN)
def test_markdown_syntax_is_escaped(raw: str, escaped: str) -> None:
    """Each construct of Markdown loses its meaning."""
    assert escape_markdown(raw) == escaped


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Zs"]) | st.just(" "), max_size=60))
def test_a_markdown_reader_shows_what_was_escaped(text: str) -> None:
    """Whatever the text, a CommonMark reader shows it as one paragraph of plain words."""
    markdown_it = pytest.importorskip("markdown_it")
    text = one_line(text)
    tokens = markdown_it.MarkdownIt("commonmark").parse(escape_markdown(text))

    if text:
        assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
        children = tokens[1].children
        assert {child.type for child in children} <= {"text", "text_special", "softbreak"}
        assert "".join(child.content for child in children) == show_hidden(text)


HIDDEN = {
    "terminal escape": ("\x1b[31m", "␛[31m"),
    "direction override": ("a\u202eb", "a[RLO]b"),
    "NUL": ("\0", "␀"),
    "C1 control": ("\x9b", "[U+009B]"),
    "zero width space": ("a\u200bb", "a[ZWSP]b"),
    "joiner of emoji stays": ("👩\u200d🚀", "👩\u200d🚀"),
    "tab and line end stay": ("a\tb\n", "a\tb\n"),
}


@pytest.mark.parametrize(("raw", "shown"), HIDDEN.values(), ids=HIDDEN)
def test_hidden_characters_are_named(raw: str, shown: str) -> None:
    """What nobody could see, or what steers a terminal, is shown by name."""
    assert show_hidden(raw) == shown


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_a_formula_is_neutralised(start: str) -> None:
    """A cell that a spreadsheet would run gets an apostrophe before it."""
    assert neutralise_formula(f"{start}cmd") == f"'{start}cmd"


@pytest.mark.parametrize("cell", ["", "a=1", "5", "'tis", "“=”"])
def test_other_cells_stay(cell: str) -> None:
    """No other cell is changed."""
    assert neutralise_formula(cell) == cell
