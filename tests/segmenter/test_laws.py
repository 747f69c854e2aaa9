"""Laws that hold for any text: no exception, no runaway quotation, shift and join, evidence that can be replayed."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from messy_texts import PIECES, find_runaway, make_messy_text

from quotes.language.layout import Paragraph, read_layout
from quotes.model import Quotation
from quotes.segmenter import find_quotations, read_marks
from quotes.spans import Span

messy_texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
any_texts = st.one_of(messy_texts, st.text(max_size=80))

SENTENCES = ["It rained all week", "Nobody came to the meeting", "We will not sell the boats", "The lamp was lit again"]
clean_paragraphs = st.one_of(
    st.sampled_from([f"{sentence}." for sentence in SENTENCES]),
    st.builds('"{},"'.format, st.sampled_from(SENTENCES)).map(lambda said: f"{said} Mara said."),
    st.builds('He told them: "{}."'.format, st.sampled_from(SENTENCES)),
    st.builds('"{0}," she said. "{1}."'.format, st.sampled_from(SENTENCES), st.sampled_from(SENTENCES)),
)
clean_texts = st.lists(clean_paragraphs, min_size=1, max_size=6).map("\n\n".join)


def _find(text: str) -> tuple[Quotation, ...]:
    return find_quotations(text, read_layout(text).paragraphs)


@given(any_texts)
@settings(max_examples=300)
def test_any_text_is_read(text: str) -> None:
    """Quotations come in order with ids of their own; spans lie inside the text and begin and end with ink."""
    found = _find(text)

    assert len({quotation.id for quotation in found}) == len(found)
    assert [quotation.spans[0].start for quotation in found] == sorted(quotation.spans[0].start for quotation in found)
    for quotation in found:
        assert quotation.id == f"q{quotation.spans[0].start}"
        assert all(span.trim(text) == span and span.end <= len(text) for span in quotation.spans)
        assert (quotation.reason is None) == (quotation.kind != "other")


@given(any_texts)
@settings(max_examples=300)
def test_no_quotation_runs_away(text: str) -> None:
    """No span leaves its paragraph, and without a mark that opens it anew a quotation crosses one break at most."""
    assert find_runaway(text) is None


def test_messy_texts_made_at_random_are_read() -> None:
    """A sample of what ``python -m tests.benchmarks.fuzz`` reads a million of."""
    chance = random.Random(2)  # noqa: S311 - repeatable, nothing secret
    for _ in range(150):
        text = "\n\n".join(make_messy_text(chance) for _ in range(20))
        assert find_runaway(text) is None, text


@given(any_texts)
@settings(max_examples=200)
def test_marks_are_read_once_and_in_order(text: str) -> None:
    """Readings do not overlap; partners point at each other; a depth is never more than two."""
    readings = list(read_marks(text, read_layout(text).paragraphs))
    by_start = {reading.start: reading for reading in readings}

    assert all(before.end <= after.start for before, after in pairwise(readings))
    for reading in readings:
        assert 0 <= reading.depth <= 3
        assert 0.5 <= reading.confidence <= 1.0
        if reading.role == "close" and reading.partner is not None:
            assert by_start[reading.partner].partner == reading.start
        if reading.role in ("apostrophe", "measure", "stray"):
            assert reading.partner is None


@given(any_texts)
@settings(max_examples=200)
def test_the_evidence_leads_back_to_the_spans(text: str) -> None:
    """Where no mark was lost, what stands between the marks of the evidence is what the spans cover."""
    for quotation in _find(text):
        marks = quotation.evidence[0]
        if marks.rule == "marks":
            opener, closer = marks.spans
            assert (Span(opener.end, closer.start).trim(text),) == quotation.spans
        assert all(span.start < span.end for span in marks.spans)
        assert marks.words == " ".join(span.of(text) for span in marks.spans)


@given(messy_texts, st.sampled_from(["Nothing was said.", "One. Two.", "A b c"]))
@settings(max_examples=200)
def test_a_paragraph_in_front_shifts_everything(text: str, prefix: str) -> None:
    """A paragraph without marks in front moves every quotation and changes nothing else."""
    paragraphs = read_layout(text).paragraphs
    offset = len(prefix) + 2
    moved = (
        Paragraph(0, len(prefix), False),
        *(Paragraph(part.start + offset, part.end + offset, part.continues) for part in paragraphs),
    )

    before = find_quotations(text, paragraphs)
    after = find_quotations(f"{prefix}\n\n{text}", moved)

    assert [(q.kind, q.reason, tuple(span.shift(offset) for span in q.spans)) for q in before] == [
        (q.kind, q.reason, q.spans) for q in after
    ]


@given(clean_texts, clean_texts)
@settings(max_examples=100)
def test_two_documents_joined_give_both_results(first: str, second: str) -> None:
    """Joined by a blank line, two documents hold the quotations of both."""
    offset = len(first) + 2

    expected = [q.spans for q in _find(first)] + [tuple(span.shift(offset) for span in q.spans) for q in _find(second)]

    assert [q.spans for q in _find(f"{first}\n\n{second}")] == expected


@given(messy_texts)
@settings(max_examples=100)
def test_windows_of_a_paragraph_change_nothing(text: str) -> None:
    """A paragraph cut into windows is read as the paragraph it is, where no mark or word is cut."""
    flat = text.replace("\n", " ")
    cut = flat.find(" ", len(flat) // 2)
    if cut <= 0 or not flat[:cut].strip() or not flat[cut + 1 :].strip():
        return
    before, after = flat[:cut], flat[cut + 1 :]
    if not (before[-1].isalnum() and after[0].isalnum()):
        return
    whole = (Paragraph(0, len(flat), False),)
    windows = (Paragraph(0, cut, False), Paragraph(cut + 1, len(flat), True))

    assert [q.spans for q in find_quotations(flat, windows)] == [q.spans for q in find_quotations(flat, whole)]
