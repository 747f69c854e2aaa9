"""Every way of writing or losing marks, on one clean text and on the corpus: what stands inside them is still found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from mark_spoiling import BRITISH, CLEAN_STORY, LOOKS, LOSSES, OTHERS, STYLES, Way, Written, spoil, write

from quotes import read
from quotes.evaluation.matching import trim_to_words
from quotes.language.layout import read_layout
from quotes.model import Document
from quotes.segmenter import MarkReading, find_quotations, read_marks
from quotes.spans import Span

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


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


@dataclass(frozen=True)
class _Document:
    """A document of the corpus as it is: its marks and the outer speech found in it."""

    text: str
    readings: list[MarkReading]
    spans: tuple[tuple[int, int], ...]


@cache
def _corpus() -> tuple[_Document, ...]:
    documents = []
    for path in sorted(CORPUS.glob("*/text.txt")):
        read_document = read(path)
        assert isinstance(read_document, Document)
        text = read_document.text
        readings = list(read_marks(text, read_layout(text).paragraphs, margins=False))
        documents.append(_Document(text, readings, tuple(_find_speech(text))))
    return tuple(documents)


def _find_speech(text: str) -> list[tuple[int, int]]:
    found = find_quotations(text, read_layout(text).paragraphs)
    return [span for quotation in found if quotation.is_speech and quotation.parent is None for span in quotation.spans]


def _to_words(text: str, spans: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    return {trim_to_words(text, Span(*span)) for span in spans if span[0] < span[1]}


def _f1_over_corpus(way: Way) -> float:
    both = either = 0
    for document in _corpus():
        spoilt = spoil(document.text, document.readings, way, seed=7)
        wanted = _to_words(spoilt.text, map(spoilt.move, document.spans))
        found = _to_words(spoilt.text, _find_speech(spoilt.text))
        both += 2 * len(wanted & found)
        either += len(wanted) + len(found)
    return both / either


@pytest.mark.parametrize("name", [name for name in LOOKS if name not in BRITISH])
def test_how_marks_look_changes_nothing_in_the_corpus(name: str) -> None:
    """Of what is found in documents as they are, 99 of 100 spans are found however their marks are written."""
    assert _f1_over_corpus(LOOKS[name]) >= 0.99


@pytest.mark.parametrize("name", BRITISH)
def test_marks_that_are_apostrophes_too_are_read_in_the_corpus(name: str) -> None:
    """Where outer marks and apostrophes are one sign, 97 of 100 spans are found."""
    assert _f1_over_corpus(LOOKS[name]) >= 0.97


@pytest.mark.parametrize("name", LOSSES)
def test_lost_marks_have_a_local_effect_in_the_corpus(name: str) -> None:
    """Where a tenth of one end's marks is lost, 95 of 100 spans keep both ends."""
    assert _f1_over_corpus(LOSSES[name]) >= 0.95


@pytest.mark.parametrize("name", OTHERS)
def test_other_accidents_have_a_local_effect_in_the_corpus(name: str) -> None:
    """Paragraphs run together, texts cut off and marks that do not reopen leave nearly all spans as they are."""
    assert _f1_over_corpus(OTHERS[name]) >= 0.97


def test_a_spoilt_text_carries_its_places_along() -> None:
    """Where a span went, the same words stand."""
    text = '"It isn\'t," she said. "We know."'
    readings = list(read_marks(text, read_layout(text).paragraphs))

    spoilt = spoil(text, readings, LOOKS["entity by name"])

    assert spoilt.text == "&quot;It isn&rsquo;t,&quot; she said. &quot;We know.&quot;"
    assert [spoilt.text[slice(*spoilt.move(span))] for span in ((1, 10), (23, 31))] == ["It isn&rsquo;t,", "We know."]


def test_spoiling_is_repeatable() -> None:
    """The same seed loses the same marks."""
    document = _corpus()[0]

    texts = {spoil(document.text, document.readings, way, seed=3).text for way in LOSSES.values() for _ in range(2)}

    assert len(texts) <= len(LOSSES)
