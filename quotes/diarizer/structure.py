"""The voices of a broadcast from its layout: a narrator between sound bites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.language.bites import find_bites, is_broadcast, is_translated
from quotes.language.layout import Paragraph
from quotes.model import Evidence, Quotation, Turn
from quotes.spans import Span

__all__ = ["find_turns"]


def find_turns(text: str, paragraphs: Sequence[Paragraph], quotations: Sequence[Quotation]) -> tuple[Turn, ...]:
    """Return the turns of a broadcast in order; nothing for a text that is none.

    The turns of a broadcast tile it from its first sentence on: a heading without a full stop is left out. A bite's
    turn has the speaker of its quotation; the narrator's have none yet.
    """
    if not is_broadcast(text, paragraphs, quotations):
        return ()
    bites = find_bites(text, paragraphs, quotations)
    turns: list[Turn] = []
    for number, paragraph in enumerate(paragraphs):
        if not turns and _is_heading(text, paragraph) and number not in bites:
            continue
        if number in bites and number - 1 in bites and bites[number] == bites[number - 1]:
            turns[-1] = replace(turns[-1], end=paragraph.end)  # a quotation that goes on is one bite
        elif number in bites:
            turns.append(_bite(text, paragraph, quotations[bites[number]]))
        elif turns and turns[-1].kind == "narrator":
            turns[-1] = Turn(start=turns[-1].start, end=paragraph.end, kind="narrator")
        else:
            turns.append(Turn(start=paragraph.start, end=paragraph.end, kind="narrator"))
    return tuple(turns)


def _bite(text: str, paragraph: Paragraph, quotation: Quotation) -> Turn:
    """Return the turn of a sound bite: its paragraph, the voice of its quotation, an interpreter where one is noted."""
    inside = [span for span in quotation.spans if paragraph.start <= span.start < paragraph.end]
    before, after = text[paragraph.start : inside[0].start], text[inside[-1].end : paragraph.end]
    note = before if is_translated(before) else after
    evidence = [Evidence(rule="bite", words="a quotation alone in its paragraph", spans=(Span(*paragraph[:2]),))]
    translated = is_translated(note)
    if translated:
        words = note.strip(" \t\"'“”‘’«»„`.()[]")
        at = text.index(words, paragraph.start if note is before else inside[-1].end)
        evidence.append(Evidence(rule="interpreter", words=words, spans=(Span(at, at + len(words)),)))
    return Turn(
        start=paragraph.start,
        end=paragraph.end,
        kind="bite",
        speaker=quotation.speaker,
        confidence=quotation.confidence,
        translated=translated,
        evidence=tuple(evidence),
    )


def _is_heading(text: str, paragraph: Paragraph) -> bool:
    words = text[paragraph.start : paragraph.end]
    return len(words) <= 80 and words[-1] not in ".!?…\"'”’»" and (words.isupper() or len(words.split()) <= 6)
