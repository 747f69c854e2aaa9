"""Stretches that may be speech or not are settled by who is named beside them."""

from __future__ import annotations

import pytest

from quotes import annotate
from quotes.attributor.doubtful import is_doubtful, leave_alone, may_be_none, reopen, speech_chance
from quotes.model import Evidence, Quotation, QuotationKind
from quotes.spans import Span


def _stretch(kind: QuotationKind, reason: str | None, chance: float | None, *, parent: str | None = None) -> Quotation:
    evidence = () if chance is None else (Evidence(rule="speech", weight=chance),)
    return Quotation(id="q1", kind=kind, spans=(Span(1, 6),), reason=reason, evidence=evidence, parent=parent)


@pytest.mark.parametrize(
    ("label", "stretch", "expected"),
    [
        ("a short phrase that may be speech", _stretch("other", "scare quotes", 0.5), True),
        ("a term that may be speech", _stretch("other", "term", 0.3), True),
        ("one that is hardly speech", _stretch("other", "scare quotes", 0.05), False),
        ("a nickname is never said", _stretch("other", "nickname", 0.5), False),
        ("program text is never said", _stretch("other", "program text", 0.5), False),
        ("one judged without a chance", _stretch("other", "scare quotes", None), False),
        ("an inner one", _stretch("other", "scare quotes", 0.5, parent="q0"), False),
        ("speech is no doubt", _stretch("direct", None, 0.8), False),
    ],
)
def test_only_stretches_near_the_border_are_doubtful(label: str, stretch: Quotation, expected: bool) -> None:
    """A stretch is doubtful where its shape leaves it open, whatever else it is not."""
    assert is_doubtful(stretch) is expected, label


@pytest.mark.parametrize(
    ("label", "text", "kind"),
    [
        ("words in a clause", "'rough' ride", "mixed"),
        ("a sentence", "'Never.' he", "direct"),
        ("a name", "'Orion' was", "mixed"),
    ],
)
def test_a_reopened_stretch_is_direct_only_where_it_is_a_sentence(label: str, text: str, kind: str) -> None:
    """A reopened stretch has the kind of its shape and no reason any more."""
    end = text.index("'", 1)
    shape = (Evidence(rule="speech", weight=0.5),)
    stretch = Quotation(id="q1", kind="other", spans=(Span(1, end),), reason="scare quotes", evidence=shape)
    reopened = reopen(text, [stretch])[0]
    assert (reopened.kind, reopened.reason) == (kind, None), label


def test_the_chance_of_a_stretch_without_evidence_is_one() -> None:
    """What nobody doubted is certain."""
    assert speech_chance(_stretch("direct", None, None)) == 1.0


def test_what_somebody_is_said_to_have_called_a_thing_is_theirs() -> None:
    """Words that look like scare quotes are speech where a speaker is named right before them."""
    text = (
        "The mayor opened the new pier on Monday.\n\n"
        "Councillor Petra Lindqvist blasted the pier as a “disgrace” on Tuesday. She said the money was gone.\n"
    )
    annotation = annotate(text)
    named = {speaker.id: speaker.name for speaker in annotation.speakers}
    assert [
        (q.kind, named.get(q.speaker or "")) for q in annotation.quotations if q.spans[0].of(text) == "disgrace"
    ] == [("mixed", "Petra Lindqvist")]


def test_words_that_nobody_says_stay_as_they_were_judged() -> None:
    """Scare quotes without a speaker keep kind other and their reason."""
    text = "The harbour is wide and calm.\n\nIts so-called “beach” is a strip of gravel between two walls.\n"
    (quotation,) = annotate(text).quotations
    assert (quotation.kind, quotation.speaker) == ("other", None)
    assert quotation.reason is not None


@pytest.mark.parametrize("dash", ["―", "—", "–", "--"])
def test_a_name_after_a_dash_signs_the_quotation_before_it(dash: str) -> None:
    """In a list of letters, each is signed by the name that stands behind it after a dash."""
    letters = (
        ("Nobody asked the people who live on the island. We are always the last to hear.", "Petra Lindqvist"),
        ("During the winter the boats were late every day. They care about nothing else.", "Olga Marsh"),
        ("I am ashamed of this town. How did we get this low?", "Tom Abney"),
    )
    text = "Readers on the new timetable.\n\n" + "\n".join(f"“{words}” {dash} {name}" for words, name in letters)
    annotation = annotate(text)
    named = {speaker.id: speaker.name for speaker in annotation.speakers}
    assert [named.get(quotation.speaker or "") for quotation in annotation.quotations] == [name for _, name in letters]


@pytest.mark.parametrize(
    ("label", "text", "kind", "chance", "expected"),
    [
        ("a word in the narrator's clause", "an 'odd' choice", "mixed", 0.8, True),
        ("a word that is surely speech", "an 'odd' choice", "mixed", 0.99, False),
        ("a sentence", "'No way.' he", "mixed", 0.8, False),
        ("many words", "'odd and not at all what we were told' he", "mixed", 0.8, False),
        ("direct speech", "'Odd' he", "direct", 0.8, False),
    ],
)
def test_only_a_few_words_in_a_clause_may_be_none(
    label: str, text: str, kind: QuotationKind, chance: float, expected: bool
) -> None:
    """What is a sentence, long, direct or sure stays speech whoever says it."""
    first = text.index("'") + 1
    shape = (Evidence(rule="speech", weight=chance),)
    stretch = Quotation(id="q1", kind=kind, spans=(Span(first, text.index("'", first)),), evidence=shape)
    assert may_be_none(text, stretch) is expected, label


def test_a_stretch_left_alone_keeps_why() -> None:
    """It has kind other, a reason, and how likely nobody is."""
    alone = leave_alone(_stretch("mixed", None, 0.8), 0.75)
    assert (alone.kind, alone.reason, alone.evidence[-1].rule, alone.evidence[-1].weight) == (
        "other",
        "scare quotes",
        "nobody says it",
        0.75,
    )
