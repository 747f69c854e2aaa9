"""The review page without a browser: what its data block holds, its policy, its size."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from renderer_samples import HOSTILE, article, broadcast, hostile

from quotes.model import Annotation, Document
from quotes.renderer import render
from quotes.renderer.review import Saving


def block_of(page: str) -> dict[str, Any]:
    """The data block of a page."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    block = json.loads(found[1])
    assert isinstance(block, dict)
    return block


class TextReader(HTMLParser):
    """Reads the text of the element ``text`` back."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = 0
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go in."""
        if tag != "br" and (self.depth or ("id", "text") in attrs):
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        """Come out."""
        if tag != "br" and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self.depth:
            self.parts.append(data)


@pytest.mark.parametrize("sample", [article, broadcast])
def test_the_text_stands_in_the_page_unchanged(sample: Any) -> None:
    """What the element with id text holds is the document's text."""
    annotation = sample()
    reader = TextReader()
    reader.feed(render(annotation, "review"))

    assert "".join(reader.parts) == annotation.text


def test_the_block_shares_what_repeats() -> None:
    """Rules and words of evidence stand once; fields are told by their place."""
    block = block_of(render(article(), "review"))

    assert block["rules"] == ["subject_of_cue", "speech_cue"]
    assert block["words"] == []
    assert block["sha256"] == article().sha256
    assert all(isinstance(record, list) for record in block["quotations"])


def test_the_policy_allows_this_script_and_this_style_only() -> None:
    """Hashes of exactly what is in the page, no inline exception, no network."""
    page = render(article(), "review")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert style
    assert len(scripts) == 1
    for source in (style[1], scripts[0]):
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]
    assert "unsafe" not in policy[1]
    assert "default-src 'none'" in policy[1]
    assert "connect-src 'none'" in policy[1]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_stay_within_their_places(words: str) -> None:
    """However the document is worded, the page has the same scripts and elements."""
    tame, wild = (
        re.sub(r"data-o=\d+|<br>|<i class.*?</i>", "", render(hostile(each), "review")) for each in ("tame", words)
    )
    for tag in ("<script", "</script", "<style", "</style", "<img", "<p", "</title"):
        if tag == "<p" and any(char in words for char in "\r\n"):
            continue
        assert wild.count(tag) == tame.count(tag), tag


def test_a_served_page_is_told_where_corrections_go() -> None:
    """Path, token and what was saved before; it may reach its own server and nothing else."""
    saved = '{"corrections_version": "1.0", "document_id": "</script>"}'
    page = render(article(), "review", saving=Saving("/save/market", "t0ken", saved))

    assert '<meta name="quotes-save" content="/save/market">' in page
    assert '<meta name="quotes-token" content="t0ken">' in page
    assert "connect-src 'self'" in page
    kept = re.search(r'id="kept">(.*?)</script>', page, re.DOTALL)
    assert kept
    assert json.loads(kept[1])["document_id"] == "</script>"


def test_the_page_of_a_long_document_is_small() -> None:
    """Five thousand quotations make a page of less than four times the text."""
    from test_html import big_annotation

    annotation = big_annotation(5_000)
    page = render(annotation, "review")

    assert len(page.encode()) < 4 * len((annotation.text or "").encode())


def test_an_annotation_without_quotations_has_a_page() -> None:
    """There may be something to add."""
    page = render(Annotation.of(Document(id="quiet", text="Nobody spoke.\n")), "review")

    assert block_of(page)["quotations"] == []
