"""The HTML page without a browser: the text untouched, the marks in place, nothing let through."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from renderer_samples import HOSTILE, article, broadcast, find, hostile

from quotes.model import Annotation, Document, Quotation, QuotationKind, ReviewStatus, Speaker
from quotes.renderer import render
from quotes.renderer.html import Page
from quotes.renderer.markup import find_paragraphs, is_hard_wrapped
from quotes.renderer.view import view_of
from quotes.spans import Span


class PageReader(HTMLParser):
    """Reads a page back: the text of the element ``text``, and the words under each quotation's marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, str | None]] = []
        self.text = ""
        self.words: dict[str, str] = {}
        self.depth = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Enter an element."""
        named = dict(attributes)
        self.tags.append((tag, named))
        if named.get("id") == "text":
            self.depth = 1
        elif self.depth and tag != "br":
            self.depth += 1
        if tag not in ("br", "meta", "input"):
            self.open.append((tag, named.get("data-q")))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element; elements nest."""
        assert self.open.pop()[0] == tag
        if self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        """Gather text."""
        if self.depth:
            self.text += data
            for which in {which for _, which in self.open if which is not None}:
                self.words[which] = self.words.get(which, "") + data


def read_back(page: str) -> PageReader:
    """Return what a parser sees of a page."""
    reader = PageReader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("annotation", [article(), broadcast()], ids=["article", "broadcast"])
def test_the_text_is_on_the_page_unchanged(annotation: Annotation) -> None:
    """Read back, the marked text is the document's text, and each mark covers its quotation's words."""
    reader = read_back(render(annotation, "html"))

    assert reader.text == annotation.text
    for view in view_of(annotation).quotations:
        shown = reader.words[str(view.number - 1)]
        assert shown == "".join(span.of(annotation.text or "") for span in view.quotation.spans)


letters = st.text("ab “”\n&<é👩\u202e", min_size=1, max_size=40)


@given(letters, st.data())
def test_any_spans_leave_the_text_unchanged(text: str, data: st.DataObject) -> None:
    """Nested, crossing, equal, blank and paragraph-crossing spans: the elements nest and the text stays."""
    places = st.integers(0, len(text))
    bounds = data.draw(st.lists(st.tuples(places, places), max_size=8))
    spans = [Span(min(pair), max(pair)) for pair in bounds if pair[0] != pair[1]]
    quotations = tuple(
        Quotation(id=f"q{number}", kind=data.draw(st.sampled_from(["direct", "other", "indirect"])), spans=(span,))
        for number, span in enumerate(spans)
    )
    annotation = Annotation.of(Document(id="d", text=text), quotations=quotations)
    reader = read_back(f'<div id="text">{Page(view_of(annotation)).body}</div>')

    assert reader.text == text
    for view in view_of(annotation).quotations:
        shown = reader.words.get(str(view.number - 1), "")
        assert "".join(shown.split()) == "".join(view.quotation.spans[0].of(text).split())


def test_nested_quotations_are_nested_elements() -> None:
    """The inner mark stands inside the outer one."""
    page = render(article(), "html")
    father = find(article().text or "", "Never let").start

    assert re.search(rf'<mark id="q\d+" [^>]*><a href="#q\d+"></a>My father told me, ‘<mark id="q{father}"', page)


def test_every_mark_names_its_speaker_without_a_script() -> None:
    """A pointer resting on a quotation is told who, how sure, or why not."""
    titles = [named["title"] for tag, named in read_back(render(article(), "html")).tags if tag == "mark"]

    assert "Marta Lindqvist (0.99)" in titles
    assert "traders in the public gallery, unsure (0.62)" in titles
    assert "Unattributed" in titles
    assert "Not speech: nickname, after so-called" in titles


def test_turns_are_named_in_the_margin() -> None:
    """Narrator and voices stand beside the text, with time and translation, and are no part of it."""
    voices = [
        (named["data-v"], named.get("data-t"))
        for tag, named in read_back(render(broadcast(), "html")).tags
        if tag == "b" and "data-v" in named
    ]

    assert voices == [
        ("Narrator", None),
        ("Tove Haugland", "1:01"),
        ("Narrator", None),
        ("a fisherman on the quay in Sandvik, translated", None),
    ]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    """A page made of hostile words has the same elements and attributes as one made of harmless words."""

    def skeleton(page: str) -> list[tuple[str, tuple[str, ...]]]:
        tags = read_back(page).tags
        return [(tag, tuple(sorted(set(named) - {"lang"}))) for tag, named in tags if tag not in ("i", "br", "p")]

    page = render(hostile(words), "html")
    usual = skeleton(render(hostile("harmless words"), "html"))

    assert [tag for tag, _ in skeleton(page)].count("script") == 2
    assert [entry for entry in skeleton(page) if entry[0] not in ("mark", "a")] == [
        entry for entry in usual if entry[0] not in ("mark", "a")
    ]
    assert not [name for _, names in skeleton(page) for name in names if name.startswith("on")]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_the_data_block_reads_back(words: str) -> None:
    """The block is JSON whatever the words are, and holds no character that could end it."""
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', render(hostile(words), "html"), re.S)

    assert block is not None
    assert json.loads(block[1])["size"] == len(hostile(words).text or "")
    assert not set(block[1]) & set("<>&\u2028\u2029")


def test_the_policy_allows_exactly_this_style_and_script() -> None:
    """The Content-Security-Policy names the hash of the page's one style and one script, and nothing unsafe."""
    page = render(article(), "html")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    style = re.findall(r"<style>(.*?)</style>", page, re.S)
    script = re.findall(r"<script>(.*?)</script>", page, re.S)

    def source(code: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() + "'"

    assert policy is not None
    assert policy[1].split("; ") == [
        "default-src 'none'",
        f"script-src {source(script[0])}",
        f"style-src {source(style[0])}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert (len(style), len(script)) == (1, 1)


def test_the_page_needs_no_network() -> None:
    """No address but that of the SVG namespace, no handler, no inline style."""
    page = render(article(), "html")

    assert set(re.findall(r"https?://[^\s\"'<)]+", page)) == {"http://www.w3.org/2000/svg"}
    for tag, named in read_back(page).tags:
        assert not {"src", "style", "srcset", "action"} & set(named), tag
        assert (named.get("href") or "#").startswith("#")


def test_ids_that_are_no_anchors_get_one() -> None:
    """A quotation's id is its permalink where it is fit for one; else the page makes one, never twice the same."""
    quotations = tuple(
        Quotation(id=name, kind="direct", spans=(Span(place, place + 1),))
        for place, name in enumerate(["q0", "text", "q-3", 'x" y'])
    )
    annotation = Annotation.of(Document(id="d", text="abcd"), quotations=quotations)

    assert Page(view_of(annotation)).anchors == ("q0", "q-2", "q-3", "q-4")


PARAGRAPHS = {
    "a line each": ("A\nB", ["A", "B"]),
    "blank lines": ("A\n\n \nB\n", ["A", "B"]),
    "CR LF": ("A\r\nB", ["A", "B"]),
    "CR": ("A\rB", ["A", "B"]),
    "leading line ends": ("\n\nA", ["A"]),
    "indented": ("  A\n\tB", ["  A", "\tB"]),
    "empty": ("", []),
    "blank": (" \n ", []),
}


@pytest.mark.parametrize(("text", "lines"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_paragraphs_are_lines(text: str, lines: list[str]) -> None:
    """Every line that is not blank is a paragraph, with its own white space."""
    assert [text[start:end] for start, end, _ in find_paragraphs(text, hard_wrapped=False)] == lines


def test_hard_wrapped_lines_are_joined() -> None:
    """A text broken at a fixed width flows; one line a paragraph does not count as such."""
    line = "the wind went round to the north before the boats were in"
    book = "\n\n".join("\n".join([line] * 4) for _ in range(3))

    assert is_hard_wrapped(book)
    assert len(find_paragraphs(book, hard_wrapped=True)) == 3
    assert not is_hard_wrapped("\n".join([line * 3] * 12))
    assert not is_hard_wrapped("\n\n".join([line] * 12))


def big_annotation(count: int) -> Annotation:
    """Return a document of about twenty words a quotation, with the evidence an annotator gives."""
    sentence = "the harbour council voted late in the winter morning and went home, "
    parts, quotations, offset = [], [], 0
    for number in range(count):
        name = f"Person{number % 60} Surname"
        part = f"{sentence}{name} said. “{sentence * (1 + number % 2)}”" + ("\n\n" if number % 2 else " ")
        start = offset + part.index("“") + 1
        who, cue = find(part, name).shift(offset), find(part, "said").shift(offset)
        quotations.append(
            {
                "id": f"q{start}",
                "kind": "direct",
                "spans": [[start, offset + part.index("”")]],
                "speaker": f"s{number % 60}",
                "confidence": 0.5 + number % 50 / 100,
                "source": who,
                "cue": cue,
                "candidates": [
                    {"speaker": f"s{(number + step) % 60}", "confidence": share}
                    for step, share in ((0, 0.85), (1, 0.1), (2, 0.04))
                ],
                "evidence": [
                    {"rule": rule, "words": "", "spans": [span], "weight": 1.23}
                    for rule, span in (("subject_of_cue", who), ("speech_cue", cue), ("name_nearby", who))
                ],
            }
        )
        parts.append(part)
        offset += len(part)
    speakers = tuple(Speaker(id=f"s{number}", name=f"Person{number} Surname") for number in range(60))
    return Annotation.of(
        Document(id="big", text="".join(parts)),
        quotations=tuple(Quotation(**fields) for fields in quotations),
        speakers=speakers,
    )


def test_the_page_of_a_long_document_is_small() -> None:
    """Five thousand quotations make a page of less than four times the text."""
    annotation = big_annotation(5_000)
    page = render(annotation, "html")

    assert len((annotation.text or "").split()) > 100_000
    assert len(page.encode()) < 4 * len((annotation.text or "").encode())


@pytest.mark.parametrize(("kind", "drawn"), [("direct", True), ("indirect", False)])
def test_only_quoted_words_that_fill_a_paragraph_are_drawn_as_a_block(kind: QuotationKind, drawn: bool) -> None:
    """A paragraph in which the narrator tells what somebody said is the narrator's, however much of it that is."""
    words = "the pier was closed for the winter because nobody had thought to buy any nails, and so it stayed until May"
    text = f"She said {words}."
    quotation = Quotation(id="q9", kind=kind, spans=(Span(9, 9 + len(words)),), speaker="s1", confidence=0.9)
    speaker = Speaker(id="s1", name="Ada Quill", kind="person")
    annotation = Annotation.of(Document(id="pier", text=text), quotations=(quotation,), speakers=(speaker,))
    block = re.search(r'<p class="([^"]*)"[^>]*>(?:<[^>]*>)*She said', render(annotation, "html"))
    assert (block is not None and "k" in block[1].split()) is drawn


def judged(status: ReviewStatus, kind: QuotationKind) -> Annotation:
    """Return three quotations, the one in the middle of this kind and status."""
    text = "“Up,” said Ana. “Over,” said Bo. “Down,” said Ana."
    given = {"reason": "a title"} if kind == "other" else {"speaker": "b", "confidence": 0.9}
    first, middle, last = (find(text, words) for words in ("Up,", "Over,", "Down,"))
    return Annotation.of(
        Document(id="d", text=text),
        quotations=(
            Quotation(id="up", kind="direct", spans=(first,), speaker="a", confidence=0.9),
            Quotation(id="over", kind=kind, spans=(middle,), status=status, **given),  # type: ignore[arg-type]
            Quotation(id="down", kind="direct", spans=(last,), speaker="a", confidence=0.9),
        ),
        speakers=(Speaker(id="a", name="Ana"), Speaker(id="b", name="Bo"), Speaker(id="c", name="a sign")),
    )


@pytest.mark.parametrize(
    ("status", "kind", "is_marked"),
    [
        pytest.param("proposed", "direct", True, id="said"),
        pytest.param("corrected", "direct", True, id="said, corrected"),
        pytest.param("rejected", "direct", False, id="rejected"),
        pytest.param("rejected", "indirect", False, id="a clause rejected"),
        pytest.param("proposed", "other", True, id="taken for no speech"),
        pytest.param("corrected", "other", False, id="settled as no speech"),
        pytest.param("accepted", "other", False, id="accepted as no speech"),
    ],
)
def test_what_an_editor_put_aside_leaves_no_trace(status: ReviewStatus, kind: QuotationKind, is_marked: bool) -> None:
    """Its words are plain text, and neither the list nor the data block knows of it; those around keep their places."""
    page = render(judged(status, kind), "html")
    reader = read_back(page)
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL).group(1))  # type: ignore[union-attr]

    assert ("Over," in reader.words.values()) is is_marked
    assert len(data["q"]) == (3 if is_marked else 2)
    assert ("Not speech" in page.partition('class="who"')[2].partition("</ul>")[0]) is (is_marked and kind == "other")
    assert "line-through" not in page
    last = next(which for which, words in reader.words.items() if words == "Down,")
    assert data["q"][int(last)]["p"][0] == reader.text.index("Down,")


def test_only_those_who_speak_are_on_the_page() -> None:
    """Somebody who is named but says nothing is in no list and not in the data block."""
    page = render(judged("proposed", "direct"), "html")

    assert "a sign" not in page
    assert "Bo" in page


def test_what_stands_for_a_role_is_set_apart() -> None:
    """A role is plain; where only the kind of speaker is known, it is marked as such."""
    annotation = Annotation.of(
        Document(id="d", text="AB"),
        quotations=(
            Quotation(id="a", kind="direct", spans=(Span(0, 1),), speaker="a", confidence=1),
            Quotation(id="b", kind="direct", spans=(Span(1, 2),), speaker="b", confidence=1),
        ),
        speakers=(Speaker(id="a", name="Ana", role="mayor"), Speaker(id="b", name="Orrin Port", kind="organisation")),
    )
    page = render(annotation, "html")

    assert '<span class="role" dir="auto">mayor</span>' in page
    assert '<span class="role kind" dir="auto">organisation</span>' in page
