"""Lists of quotations give back what was put in, also where most of them are packed."""

from __future__ import annotations

from dataclasses import fields
from itertools import cycle, islice

import pytest

from quotes.model import Candidate, Evidence, Quotation
from quotes.quotation_list import Sharing, list_quotations, with_fields
from quotes.spans import Span

MANY = 5_000

BARE = Quotation(id="q0", kind="direct", spans=(Span(0, 4),))
FULL = Quotation(
    id="q7",
    kind="mixed",
    spans=(Span(7, 9), Span(12, 20)),
    content=(Span(3, 9), Span(12, 25)),
    speaker="s2",
    source=Span(26, 30),
    cue=Span(31, 35),
    confidence=0.75,
    candidates=(Candidate(speaker="s2", confidence=0.75), Candidate(speaker="s10", confidence=0.0)),
    evidence=(
        Evidence(rule="marks", words="“ ”", spans=(Span(6, 7), Span(20, 21))),
        Evidence(rule="speech", weight=-0.0),
        Evidence(rule="source phrase", words="Ilse Fellek 🚋", spans=(Span(26, 30),), weight=1.25),
    ),
    parent="q0",
    translated=True,
    relayed_by="the clerk",
    channel="statement",
    start_ms=0,
    end_ms=2**40,
    status="corrected",
    by="ed",
    at="2024-05-06T07:08:09Z",
    note="",
    flagged=True,
)
QUOTATIONS = {
    "nothing but its place": BARE,
    "everything": FULL,
    "content as its spans": with_fields(FULL, content=FULL.spans),
    "no content": with_fields(FULL, content=()),
    "a source and no cue": with_fields(FULL, cue=None),
    "a cue and no source": with_fields(FULL, source=None),
    "candidates and no speaker": with_fields(FULL, speaker=None, confidence=None),
    "no evidence": with_fields(FULL, evidence=()),
    "no speech": with_fields(BARE, kind="other", reason="scare quotes"),
    "a name of another form": with_fields(BARE, id="note 4, again"),
}


@pytest.mark.parametrize("quotation", QUOTATIONS.values(), ids=QUOTATIONS)
def test_a_packed_quotation_comes_back_as_it_was(quotation: Quotation) -> None:
    """Field for field, of the same types, and valid as one made by its constructor."""
    back = list_quotations([quotation] * MANY)[0]
    assert back is not quotation
    assert repr(back) == repr(quotation)
    assert type(back.spans[0]) is Span
    assert Quotation(**{field.name: getattr(back, field.name) for field in fields(back)}) == back


def test_quotations_of_all_forms_keep_their_order() -> None:
    """What differs from one to the next does not get mixed up within a block."""
    quotations = list(islice(cycle(QUOTATIONS.values()), MANY))
    packed = list_quotations(quotations)
    assert list(packed) == quotations
    assert [packed[number] for number in range(0, MANY, 7)] == quotations[::7]


@pytest.mark.parametrize("quotation", QUOTATIONS.values(), ids=QUOTATIONS)
def test_a_shared_quotation_is_the_same(quotation: Quotation) -> None:
    """Sharing equal parts changes no field."""
    assert repr(Sharing().share(quotation)) == repr(quotation)
