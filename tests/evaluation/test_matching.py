"""Spans and quotations are matched one to one before anything is scored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.evaluation.matching import find_overlaps, match_quotations, match_spans, share_chars, trim_to_words
from quotes.model import Quotation
from quotes.spans import Span

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 15)).map(lambda p: Span(p[0], p[0] + p[1])), max_size=8)


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        pytest.param("“Go,” he", Span(0, 5), Span(1, 3), id="marks and comma"),
        pytest.param("a  b", Span(1, 3), Span(1, 3), id="nothing but spaces stays"),
        pytest.param("'tis 5'", Span(0, 7), Span(1, 6), id="apostrophe and prime"),
        pytest.param("naïveté!", Span(0, 8), Span(0, 7), id="accents are letters"),
    ],
)
def test_trim_to_words(text: str, span: Span, expected: Span) -> None:
    """A span counts from its first letter or digit to its last."""
    assert trim_to_words(text, span) == expected


@given(spans, spans)
def test_find_overlaps_is_what_every_pair_shows(reference: list[Span], hypothesis: list[Span]) -> None:
    """The sweep finds the pairs that comparing each with each finds."""
    expected = {(i, j, a.overlap(b)) for i, a in enumerate(reference) for j, b in enumerate(hypothesis) if a.overlap(b)}

    assert set(find_overlaps(reference, hypothesis)) == expected


@given(spans, spans)
def test_match_spans_is_one_to_one(reference: list[Span], hypothesis: list[Span]) -> None:
    """No span is matched twice, and every pair overlaps."""
    pairs = match_spans(reference, hypothesis)

    assert len({pair.reference for pair in pairs}) == len({pair.hypothesis for pair in pairs}) == len(pairs)
    assert all(reference[pair.reference].overlap(hypothesis[pair.hypothesis]) > 0 for pair in pairs)


@given(spans)
def test_match_spans_matches_everything_to_itself(reference: list[Span]) -> None:
    """Against itself, a list shares all of its text."""
    pairs = match_spans(reference, reference)

    assert sum(pair.overlap_chars for pair in pairs) == sum(span.end - span.start for span in reference)


def test_one_runaway_span_stands_for_one_quotation_only() -> None:
    """A span that runs over two quotations is matched to the one it shares most with."""
    pairs = match_spans([Span(0, 10), Span(20, 50)], [Span(0, 50)])

    assert [(pair.reference, pair.hypothesis) for pair in pairs] == [(1, 0)]


def _quotation(name: str, *bounds: tuple[int, int]) -> Quotation:
    return Quotation(id=name, kind="direct", spans=tuple(Span(*pair) for pair in bounds))


def test_a_joined_quotation_stands_for_both_of_its_parts() -> None:
    """Where the hypothesis joins two quotations, each of its spans still finds its own."""
    reference = [_quotation("a", (0, 10)), _quotation("b", (20, 30))]

    assert match_quotations(reference, [_quotation("ab", (0, 10), (20, 30))]) == {0: 0, 1: 0}


def test_a_cut_quotation_is_the_longer_of_its_parts() -> None:
    """Where the hypothesis cuts a quotation in two, the part that shares more of it stands for it."""
    reference = [_quotation("a", (0, 10), (20, 50))]

    assert match_quotations(reference, [_quotation("x", (0, 10)), _quotation("y", (20, 50))]) == {0: 1}


def test_share_chars_adds_over_the_spans_of_a_group() -> None:
    """Groups share what their spans share together."""
    assert share_chars([[Span(0, 5), Span(10, 15)]], [[Span(3, 12)], [Span(20, 22)]]) == [{0: 4}, {}]
