"""How often Python looks for unreachable cycles while a document is annotated."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from quotes import annotate
from quotes.pipeline import Draft
from quotes.process import collect_seldom

OFTEN = (700, 10, 10)


@pytest.fixture(autouse=True)
def _own_threshold() -> Iterator[None]:
    """Begin with what Python has, and leave what was there."""
    before = gc.get_threshold()
    gc.set_threshold(*OFTEN)
    yield
    gc.set_threshold(*before)


def test_annotating_collects_seldom_and_gives_the_setting_back() -> None:
    """A stage sees the rare setting, whoever called has theirs again."""
    seen: list[int] = []

    def look(draft: Draft) -> Draft:
        seen.append(gc.get_threshold()[0])
        return draft

    annotate("“We wait,” said Ada Quill.", stages=[look])

    assert seen[0] >= 200_000
    assert gc.get_threshold() == OFTEN


def test_the_setting_comes_back_where_a_stage_fails() -> None:
    """An error leaves nothing behind."""

    def fail(draft: Draft) -> Draft:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        annotate("“We wait,” said Ada Quill.", stages=[fail])
    assert gc.get_threshold() == OFTEN


@pytest.mark.parametrize("own", [(0, 10, 10), (1_000_000, 5, 5)], ids=["never", "less often still"])
def test_who_collects_less_often_still_keeps_that(own: tuple[int, int, int]) -> None:
    """Neither meanwhile nor afterwards is it another."""
    gc.set_threshold(*own)
    with collect_seldom():
        assert gc.get_threshold() == own
    assert gc.get_threshold() == own


def test_a_setting_made_meanwhile_stays() -> None:
    """What somebody sets while a document is annotated is not undone."""
    with collect_seldom():
        gc.set_threshold(900, 10, 10)
    assert gc.get_threshold() == (900, 10, 10)


def test_annotating_makes_no_cycles() -> None:
    """Nothing is left that only the collector of cycles would find: that is why it need not look."""
    text = "“We wait,” said Ada Quill, a clerk. The mayor said the pier was shut. “They were late,” she added.\n\n" * 9
    annotate(text)
    gc.collect()
    gc.disable()
    try:
        annotate(text)
        assert gc.collect() == 0
    finally:
        gc.enable()
