"""Quotations marked in their own page: nothing but tags is added, and taking them away gives the page back."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.errors import ReadError, RenderError
from quotes.formats import read_file
from quotes.model import Annotation, Document, Quotation, Speaker
from quotes.renderer import render
from quotes.renderer.inplace import ELEMENTS, Marking, mark_in_place, remove_marks
from quotes.renderer.json_ld import write_json_ld
from quotes.spans import Span
from tests.formats.html_samples import PAGES, annotation_of, pages

MARKINGS = [Marking(element, "x-", json_ld) for element in ELEMENTS for json_ld in (False, True)]


def read_text(page: str, selector: str | None = None) -> str:
    """Return the text of a page."""
    return read_document(page, selector).text


def read_document(page: str, selector: str | None = None) -> Document:
    """Return a page read; all of it, whatever looks like the article."""
    document = read_file(io.BytesIO(page.encode()), format="html", selector=selector).content
    assert isinstance(document, Document)
    return document


def all_spans(text: str) -> list[tuple[int, int]]:
    """Return spans of all lengths that cross each other in every way."""
    size = len(text)
    steps = (1, 2, 5, max(1, size // 3), size)
    return [(start, min(size, start + step)) for step in steps for start in range(0, size, max(1, step * 2 // 3))][:400]


def remove_by_counting(page: str, element: str) -> str:
    """Take the added tags away without the package: each end tag belongs to the innermost open tag of its name."""
    page = re.sub(r'<script type="application/ld\+json" data-quotes="json-ld">[^<]*</script>', "", page)
    while True:
        opening = re.search(rf'<{element} data-quotes-id="[^>]*>', page)
        if opening is None:
            return page
        depth = 1
        for tag in re.compile(rf"<(/?){element}\b[^>]*>", re.IGNORECASE).finditer(page, opening.end()):
            depth += -1 if tag[1] else 1
            if depth == 0:
                page = page[: opening.start()] + page[opening.end() : tag.start()] + page[tag.end() :]
                break


@pytest.mark.parametrize("marking", MARKINGS, ids=lambda marking: f"{marking.element}-{marking.json_ld}")
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_taking_the_tags_away_gives_the_page_back(page: str, marking: Marking) -> None:
    """Character for character, whatever is marked, by the package and by an independent count."""
    document = read_document(page)
    marked = mark_in_place(annotation_of(document, all_spans(document.text)), page, marking)
    assert marked.count("data-quotes-id") > 0
    assert remove_marks(marked) == page
    assert remove_by_counting(marked, marking.element) == page


@settings(max_examples=400)
@given(page=pages, data=st.data())
def test_any_page_comes_back(page: str, data: st.DataObject) -> None:
    """The same of pages that are broken in any way, and what is said on them stays the same."""
    try:
        document = read_document(page, "p")
    except ReadError:
        return
    places = st.integers(0, len(document.text))
    spans = data.draw(st.lists(st.tuples(places, places).map(sorted).filter(lambda s: s[0] < s[1]), max_size=6))
    marking = data.draw(st.sampled_from(MARKINGS[:4]))  # q would be given marks of its own
    marked = mark_in_place(annotation_of(document, [(a, b) for a, b in spans]), page, marking)
    assert remove_marks(marked) == page
    assert read_text(marked, "p") == document.text


@pytest.mark.parametrize(
    ("page", "words"),
    [
        pytest.param("<p>“It is <em>so</em> safe.”", ["It is <em>so</em> safe."], id="inline inside"),
        pytest.param("<p>“It is <em>so.</em>”", ["It is <em>so.</em>"], id="inline at the end"),
        pytest.param("<p><b>“It</b> is so.”", ["It", " is so."], id="inline across the start"),
        pytest.param("<p>“It <b>is so.”</b>", ["It ", "is so."], id="inline across the end"),
        pytest.param("<p>“One.</p>\n<p>two.”", ["One.", "two."], id="blocks"),
        pytest.param("<p>“One<!-- x -->two.”", ["One", "two."], id="comment"),
        pytest.param("<p>“One<br>two.”", ["One<br>two."], id="line end"),
        pytest.param("<p>“One <script>1</script>two.”", ["One ", "two."], id="script"),
        pytest.param("<p>“A <b>b <i>c</b> d</i> e.”", ["A ", "b ", "c", " d", " e."], id="misnested"),
        pytest.param("<p>“It &amp; it.”", ["It &amp; it."], id="reference"),
    ],
)
def test_a_quotation_is_as_few_pieces_as_can_be(page: str, words: list[str]) -> None:
    """Balanced inline elements stay inside; what crosses the ends, and every block, parts it."""
    document = read_document(page)
    start, end = document.text.index("“") + 1, document.text.index("”")
    marked = mark_in_place(annotation_of(document, [(start, end)]), page)
    assert re.findall(r"<span data-quotes-id=[^>]*>(.*?)</span>", marked, re.DOTALL) == words
    assert marked.count(' id="quotes-q0"') == 1


def test_tags_say_who_said_it() -> None:
    """Attributes are escaped, and hold on one line."""
    page = "<p>“Go.”</p>"
    document = read_document(page)
    marked = mark_in_place(annotation_of(document, [(1, 4)]), page, Marking("mark", "house_"))
    assert marked == (
        '<p>“<mark data-quotes-id="q0" id="house_q0" class="house_quotation house_direct" data-quotes-kind="direct" '
        'data-quotes-speaker="Ana &quot;Bo&quot; &lt;Ruiz&gt; &amp; 李" data-quotes-speaker-id="s1" '
        'data-quotes-role="mayor of &#x27;&lt;/span&gt;&#x27;" data-quotes-confidence="0.95">Go.</mark>”</p>'
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "shift_jis"])
def test_every_byte_but_the_tags_stays(encoding: str) -> None:
    """Encoding, byte-order mark and line ends; names that the encoding lacks are written as references."""
    text = "\r\n".join(("<meta charset=" + encoding.removesuffix("-sig") + ">", "<p>“Go ×, ", "now.”</p>", ""))
    data = text.encode(encoding)
    file = read_file(io.BytesIO(data), format="html", encoding=encoding)
    assert isinstance(file.content, Document)
    annotation = annotation_of(file.content, [(1, len(file.content.text) - 1)])
    marked = file.encode(mark_in_place(annotation, file.source, Marking(json_ld=True)))
    assert marked != data
    assert ("李" in marked.decode(encoding)) == (encoding != "cp1252")
    again = read_file(io.BytesIO(marked), format="html", encoding=encoding)
    assert again.encode(remove_marks(again.source)) == data


def test_what_is_no_speech_or_rejected_is_not_marked() -> None:
    """Nor does it reach the JSON-LD."""
    page = "<p>“One,” “two,” “three.”</p>"
    document = read_document(page)
    quotations = (
        Quotation(id="q1", kind="other", spans=(Span(1, 5),), reason="title"),
        Quotation(id="q2", kind="direct", spans=(Span(8, 12),), status="rejected"),
        Quotation(id="q3", kind="direct", spans=(Span(15, 21),), status="accepted"),
    )
    annotation = Annotation.of(document, quotations=quotations)
    marked = mark_in_place(annotation, page, Marking(json_ld=True))
    assert re.findall(r'data-quotes-id="(\w+)"', marked) == ["q3"]
    assert [node["text"] for node in read_json_ld(marked)["@graph"]] == ["three."]


def read_json_ld(page: str) -> Any:
    """Return the JSON-LD of a page."""
    found = re.search(r'<script type="application/ld\+json"[^>]*>([^<]*)</script>', page)
    assert found is not None
    return json.loads(found[1])


def test_json_ld_stands_before_the_end_of_the_body() -> None:
    """Where the page has one, in whatever letters; a comment is none."""
    for page, behind in (
        ("<body><p>“Go.”</p><!-- </body> --></BODY></html>", "</BODY></html>"),
        ("<p>“Go.”</p></html>\r\n", "</html>\r\n"),
        ("<p>“Go.”</p>", ""),
    ):
        marked = mark_in_place(annotation_of(read_document(page), [(1, 4)]), page, Marking(json_ld=True))
        assert marked.endswith("</script>" + behind)


def test_json_ld_names_people_with_role_and_affiliation() -> None:
    """Only sure ones; whoever is no person or organisation with a name is a character."""
    people = (
        Speaker(id="s1", name="Ana Ruiz", role="mayor", affiliation="Port Authority"),
        Speaker(id="s2", name="a police spokesman", kind="described"),
        Speaker(id="s3", name="Port Authority", kind="organisation"),
        Speaker(id="s4", kind="unnamed"),
    )
    text = "“A” “B” “C” “D” “E” “F” “G”"

    def say(number: int, **more: Any) -> Quotation:
        return Quotation(id=f"q{number}", spans=(Span(4 * number + 1, 4 * number + 2),), **({"kind": "direct"} | more))

    annotation = Annotation.of(
        Document(id="a", text=text),
        speakers=people,
        quotations=(
            say(0, speaker="s1", confidence=0.95),
            say(1, speaker="s2", confidence=0.95),
            say(2, speaker="s3", confidence=0.2, status="accepted"),
            say(3, speaker="s1", confidence=0.89),
            say(4, kind="indirect", speaker="s1", confidence=0.99),
            say(5, speaker="s4", confidence=0.99),
            say(6, speaker="s1", confidence=0.99, flagged=True),
        ),
    )
    written = write_json_ld(annotation, prefix="x-")
    assert written is not None
    assert json.loads(written)["@graph"] == [
        {"@type": "Quotation", "@id": "#x-q0", "text": "A", "creator": {"@id": "#x-s1"}},
        {
            "@type": "Quotation",
            "@id": "#x-q1",
            "text": "B",
            "spokenByCharacter": {"@type": "Person", "description": "a police spokesman"},
        },
        {"@type": "Quotation", "@id": "#x-q2", "text": "C", "creator": {"@id": "#x-s3"}},
        {"@type": "Quotation", "@id": "#x-q5", "text": "F"},
        {
            "@type": "Person",
            "@id": "#x-s1",
            "name": "Ana Ruiz",
            "jobTitle": "mayor",
            "affiliation": {"@type": "Organization", "name": "Port Authority"},
        },
        {"@type": "Organization", "@id": "#x-s3", "name": "Port Authority"},
    ]


@pytest.mark.parametrize(
    ("text", "spans", "words"),
    [
        pytest.param("“Go,” said Ana.", [(1, 4)], "Go", id="at the end"),
        pytest.param("“Go,” said Ana, “and stay.”", [(1, 4), (17, 26)], "Go … and stay.", id="before an attribution"),
        pytest.param("“Go, and stay.”", [(1, 14)], "Go, and stay.", id="inside"),
        pytest.param("“One,”\n\n“two.”", [(1, 5), (9, 13)], "One, two.", id="no words between"),
        pytest.param("“,”", [(1, 2)], ",", id="nothing else"),
    ],
)
def test_json_ld_gives_what_was_said(text: str, spans: list[tuple[int, int]], words: str) -> None:
    """A comma of the sentence around is left out, and what stands between two parts is an ellipsis."""
    quotation = Quotation(id="q1", kind="direct", spans=tuple(Span(*pair) for pair in spans), status="accepted")
    written = write_json_ld(Annotation.of(Document(id="a", text=text), quotations=(quotation,)))

    assert written is not None
    assert json.loads(written)["@graph"][0]["text"] == words


@pytest.mark.parametrize("words", ["</script>", "<!-- <script>", "]]>", "\u2028", "&lt;/script&gt;"])
def test_json_ld_cannot_end_its_script(words: str) -> None:
    """No character of a name or of a quotation is markup there."""
    quotation = Quotation(id="q1", kind="direct", spans=(Span(0, len(words)),), status="accepted")
    written = write_json_ld(Annotation.of(Document(id="a", text=words), quotations=(quotation,)))
    assert written is not None
    assert not re.search("[<>&\u2028]", written)
    assert json.loads(written)["@graph"][0]["text"] == " ".join(words.split())


@pytest.mark.parametrize(
    ("page", "marking", "reason"),
    [
        ("<p>“Go!”</p>", Marking(), "the source is not the one the annotation was made from"),
        ("<p>“Go.”</p>", Marking(prefix='a"b'), "cannot begin a class"),
        ("<p>“Go.”</p>", Marking(prefix=""), "cannot begin a class"),
        ("<p>“Go.”</p>", Marking(element="script"), "not with 'script'"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_marked_is_an_error(page: str, marking: Marking, reason: str) -> None:
    """Another page, and names that are none."""
    annotation = annotation_of(read_document("<p>“Go.”</p>"), [(1, 4)])
    with pytest.raises(RenderError) as caught:
        mark_in_place(annotation, page, marking)
    assert reason in caught.value.reason


def test_an_annotation_of_text_has_no_page() -> None:
    """The error says what it was made from."""
    with pytest.raises(RenderError, match="this annotation was made from plain"):
        render(Annotation.of(Document(id="a", text="Go.")), "inplace", source="Go.")
    with pytest.raises(RenderError, match="give it, and no template"):
        render(Annotation.of(Document(id="a", text="Go.")), "inplace")


@pytest.fixture(scope="module")
def browser_page(browser: Any) -> Iterator[Any]:
    """An empty page of a headless Chromium."""
    page = browser.new_page()
    yield page
    page.close()


UNMARK = """([page, marked]) => {
    const read = text => new DOMParser().parseFromString(text, "text/html");
    const before = read(page), after = read(marked);
    for (const script of after.querySelectorAll("script[data-quotes]")) script.remove();
    for (const mark of after.querySelectorAll("[data-quotes-id]")) mark.replaceWith(...mark.childNodes);
    before.normalize(), after.normalize();
    return [before.documentElement.outerHTML, after.documentElement.outerHTML];
}"""


@pytest.mark.browser
def test_a_browser_sees_the_same_page(browser_page: Any) -> None:
    """With the added elements taken out of its tree, the tree is that of the page as it was."""
    for label, page in PAGES.items():
        document = read_document(page)
        marked = mark_in_place(annotation_of(document, all_spans(document.text)), page)
        before, after = browser_page.evaluate(UNMARK, [page, marked])
        assert after == before, label


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("“It is *not* safe,” he said.", ["It is *not* safe,"]),
        ("“It is *not*,” he said.", ["It is *not*,"]),
        ("“It is [not](http://x) safe,” he said.", ["It is ", "not", " safe,"]),
        ("*“It is* safe,” he said.", ["It is", " safe,"]),
        ("> “It is\n> safe,” he said.", ["It is", "safe,"]),
    ],
)
def test_markdown_is_marked_between_its_markup(text: str, pieces: list[str]) -> None:
    """Whole emphasis stays inside; links and what crosses the ends part a quotation."""
    file = read_file(io.BytesIO(text.encode()), format="markdown")
    assert isinstance(file.content, Document)
    start, end = text.index("“") + 1, text.index("”")
    spans = [
        Span(max(start, span.start), min(end, span.end))
        for each in file.content.info.utterances or ()
        for span in each.spans
        if span.start < end and start < span.end
    ]
    quotation = Quotation(id="q1", kind="direct", spans=tuple(spans))
    marked = mark_in_place(Annotation.of(file.content, quotations=(quotation,)), text)
    assert re.findall(r"<span data-quotes-id=[^>]*>(.*?)</span>", marked, re.DOTALL) == pieces
    assert remove_marks(marked) == text
