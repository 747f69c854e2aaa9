"""A small document, its annotation, and ways to write corrections of it."""

from __future__ import annotations

from typing import Any

from quotes.model import Annotation, Candidate, Document, Mention, Quotation, Speaker, Turn
from quotes.review.apply import collect_anchors
from quotes.review.corrections import Action, Change, Corrections
from quotes.spans import Span

TEXT = (
    "The quay reopened on Monday.\n\n“It held 🚢 all night,” said Ines Okafor.\n\n"
    "“We never doubted it,” said Tom Varga, her deputy. “Never.”\n\n“So-called experts” were silent.\n"
)


def place(words: str, text: str = TEXT) -> Span:
    """Return where ``words`` first stand in ``text``."""
    start = text.index(words)
    return Span(start, start + len(words))


def sample(text: str = TEXT, document_id: str = "quay") -> Annotation:
    """Return the annotation of ``text``, which holds the words of the sample in their order."""
    first, second, third, other = (
        place(words, text) for words in ("It held 🚢 all night,", "We never doubted it,", "Never.", "So-called experts")
    )
    quotations = (
        Quotation(
            id=f"q{first.start}",
            kind="direct",
            spans=(first,),
            content=(first,),
            speaker="s1",
            confidence=0.9,
            candidates=(Candidate(speaker="s1", confidence=0.9), Candidate(speaker="s2", confidence=0.1)),
        ),
        Quotation(
            id=f"q{second.start}",
            kind="direct",
            spans=(second, third),
            content=(second, third),
            speaker="s2",
            confidence=0.6,
        ),
        Quotation(id=f"q{other.start}", kind="other", spans=(other,), content=(other,), reason="scare quotes"),
    )
    return Annotation.of(
        Document(id=document_id, text=text),
        quotations=quotations,
        speakers=(Speaker(id="s1", name="Ines Okafor"), Speaker(id="s2", name="Tom Varga", role="deputy")),
        mentions=(Mention(start=place("Ines Okafor", text).start, end=place("Ines Okafor", text).end, speaker="s1"),),
        turns=(Turn(start=0, end=place("Monday.", text).end, kind="narrator"),),
    )


def change(record: Any, record_id: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change:
    """Return one change."""
    return Change(record=record, id=record_id, before=before, after=after)


def log(annotation: Annotation, *actions: tuple[str, list[Change]], by: str = "ed") -> Corrections:
    """Return corrections of ``annotation``: a name and its changes for each action."""
    made = tuple(Action(name=name, changes=tuple(changes), by=by) for name, changes in actions)
    return Corrections(
        document_id=annotation.id,
        sha256=annotation.sha256,
        by=by,
        actions=made,
        anchors=collect_anchors(annotation, made),
        speakers={speaker.id: speaker.display_name for speaker in annotation.speakers},
    )


def accept(quotation: Quotation) -> tuple[str, list[Change]]:
    """Return the action that accepts a quotation."""
    return "accept", [change("quotation", quotation.id, {"status": "proposed"}, {"status": "accepted"})]


def give(quotation: Quotation, speaker: str) -> tuple[str, list[Change]]:
    """Return the action that gives a quotation another speaker."""
    before = {"speaker": quotation.speaker, "confidence": quotation.confidence, "status": "proposed"}
    return "speaker", [
        change("quotation", quotation.id, before, {"speaker": speaker, "confidence": 1.0, "status": "corrected"})
    ]
