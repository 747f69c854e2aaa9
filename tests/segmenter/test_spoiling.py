"""Every way of writing or losing marks, on one clean text: what stands inside them is found all the same."""

from __future__ import annotations

import pytest
from mark_spoiling import CLEAN_STORY, STYLES, Written, write

from quotes.language.layout import read_layout
from quotes.segmenter import find_quotations


def _find_outer_spans(text: str) -> frozenset[tuple[int, int]]:
    found = find_quotations(text, read_layout(text).paragraphs)
    return frozenset(tuple(span) for quotation in found if quotation.parent is None for span in quotation.spans)


def _f1(written: Written) -> float:
    found = _find_outer_spans(written.text)
    return 2 * len(found & written.spans) / (len(found) + len(written.spans))


@pytest.mark.parametrize("name", sorted(STYLES))
def test_every_way_of_writing_marks_is_read_without_an_error(name: str) -> None:
    """How the marks look changes nothing in what stands inside them."""
    written = write(CLEAN_STORY, STYLES[name])

    assert _find_outer_spans(written.text) == written.spans


@pytest.mark.parametrize("seed", range(5))
def test_marks_mixed_at_random_are_read_without_an_error(seed: int) -> None:
    """Straight, curly, turned and doubled marks side by side in one text are read by their neighbours."""
    written = write(CLEAN_STORY, STYLES["straight"], seed=seed, choices=('"', "“", "”", "''"))

    assert _find_outer_spans(written.text) == written.spans


@pytest.mark.parametrize("name", ["straight", "curly"])
@pytest.mark.parametrize("lost", ["lost_openers", "lost_closers"])
def test_lost_marks_have_a_local_effect(name: str, lost: str) -> None:
    """Where a tenth of one end's marks is lost, nearly all stretches are still found with both ends."""
    scores = [_f1(write(CLEAN_STORY, STYLES[name], seed=seed, **{lost: 0.1})) for seed in range(20)]

    assert sum(scores) / len(scores) >= 0.95
    assert min(scores) >= 0.85
