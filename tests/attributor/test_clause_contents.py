"""What a reported clause round quoted words tells of their source: it confirms, casts doubt or corrects."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quotes.attributor.attribution import Attributed, attribute
from quotes.attributor.clause_contents import correct_sources
from quotes.attributor.indirect import read_frames
from quotes.language.layout import read_layout
from quotes.model import Candidate, Quotation
from quotes.segmenter import find_quotations
from quotes.spans import Span

TEXT = "Otto Lind was at the quay.\n\nMira Solano said the bridge was “a danger to every boat” in the harbour.\n"


def attributed() -> Attributed:
    """Attribute the sample."""
    paragraphs = read_layout(TEXT).paragraphs
    return attribute(TEXT, paragraphs, find_quotations(TEXT, paragraphs), min_confidence=0.5)


def weigh(source: str, confidence: float, other: float, least: float = 0.5) -> Quotation:
    """Say how sure the quotation is of its speaker, and what points to them; give what the frames make of it."""
    found = attributed()
    (quotation,) = found.quotations
    start = TEXT.index(source)
    best = quotation.candidates[0].speaker
    told = replace(
        quotation,
        source=Span(start, start + len(source)),
        confidence=confidence,
        candidates=(Candidate(speaker=best, confidence=confidence), Candidate(speaker="9", confidence=other)),
    )
    frames = [frame for _, part in read_frames(found.reader) for frame in part if frame.is_quoted]
    (corrected,) = correct_sources(found.reader, found.registry, [told], frames, min_confidence=least)
    assert corrected.candidates[0].speaker == best
    return corrected


def test_a_clause_with_the_same_source_confirms_it() -> None:
    """Two readings that agree are as sure as the surer; what is left the others share."""
    quotation = weigh("Mira Solano", 0.6, 0.3)

    assert quotation.confidence is not None
    assert quotation.confidence > 0.9
    assert quotation.candidates[0].confidence == quotation.confidence
    assert sum(candidate.confidence for candidate in quotation.candidates) <= 1


def test_a_clause_makes_nothing_less_sure_that_it_agrees_with() -> None:
    """A quotation surer than the clause keeps its confidence."""
    assert weigh("Mira Solano", 1.0, 0.0).confidence == 1.0


def test_a_clause_with_another_source_casts_doubt() -> None:
    """Where two readings disagree the quotation keeps its speaker and is less sure of them."""
    quotation = weigh("Otto Lind", 0.9, 0.05)

    assert quotation.speaker is not None
    assert quotation.confidence == pytest.approx(0.63)


def test_a_doubt_may_leave_the_speaker_open() -> None:
    """Below the threshold nobody is named; the candidates are given all the same, best first."""
    quotation = weigh("Otto Lind", 0.6, 0.4)

    assert (quotation.speaker, quotation.confidence) == (None, None)
    assert [candidate.confidence for candidate in quotation.candidates] == [pytest.approx(0.42), 0.4]


def test_the_likeliest_stays_the_likeliest() -> None:
    """A doubt sinks nobody below those that were less likely."""
    assert [candidate.confidence for candidate in weigh("Otto Lind", 0.5, 0.45, 0.0).candidates] == [0.45, 0.45]
