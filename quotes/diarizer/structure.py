"""The voices of a transcript from its layout: labelled turns, or a narrator between sound bites.

A broadcast transcript is told from other texts by its sound bites: quotations alone in their paragraphs, each after a
paragraph of the narrator's. Dialogue in a novel stands alone too, but there one line follows another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.language.layout import Paragraph
from quotes.model import Evidence, Quotation, Turn
from quotes.spans import Span

__all__ = ["Label", "find_labels", "find_turns", "is_broadcast", "is_translated"]

_FEWEST_BITES = 2
_BITE_SHARE = 0.5
_AFTER_NARRATION = 0.7
_LONGEST_NOTE_CHARS = 60

_TRANSLATED = re.compile(
    r"\b(?:translat(?:ed|ion|or)|interpret(?:ed|er)|through (?:an? |the )?(?:interpreter|translator)|speaking in [A-Z]\w+|voice of (?:an? )?(?:interpreter|translator))\b",
    re.IGNORECASE,
)
"""Words by which transcripts say that an interpreter is heard.

Source: conventions of broadcasters' transcripts ("through translator", "then translated", "voice of interpreter").
"""

_LABEL = re.compile(
    r"(?:\*\*)?([A-Z][\w.'’-]*(?:[ ,#&/-]{1,2}[\w.'’#&/-]+){0,9}?)(?: ?\([^()\n]{1,40}\))?(?::\*\*|\*\*:|:)(?=\s|$)"
)


class Label:
    """A label that opens a paragraph: ``paragraph`` its number, ``name`` as printed, ``end`` one past its colon."""

    __slots__ = ("paragraph", "name", "end")

    def __init__(self, paragraph: int, name: str, end: int) -> None:
        self.paragraph, self.name, self.end = paragraph, name, end


def find_labels(text: str, paragraphs: Sequence[Paragraph]) -> list[Label]:
    """Return the labels ("JANE ROE:") that open paragraphs, or nothing where too few do for a labelled transcript.

    A label is up to ten words before a colon; it counts where labels open at least three paragraphs and a third of
    them all, and where labels come back or are all capitals.
    """
    labels = []
    for number, paragraph in enumerate(paragraphs):
        match = _LABEL.match(text, paragraph.start, min(paragraph.end, paragraph.start + 120))
        if match:
            labels.append(Label(number, match[1], match.end()))
    if len(labels) < 3 or 3 * len(labels) < len(paragraphs):
        return []
    names = [label.name for label in labels]
    if len(set(names)) == len(names) and not all(name.isupper() for name in names):
        return []
    return labels


def is_translated(note: str) -> bool:
    """Whether a narrator's note beside a bite says that an interpreter is heard.

    Example:
        >>> is_translated("Mandarin, then translated"), is_translated("He said")
        (True, False)
    """
    return _TRANSLATED.search(note) is not None


def find_bites(text: str, paragraphs: Sequence[Paragraph], quotations: Sequence[Quotation]) -> dict[int, int]:
    """Return for each quotation alone in its paragraph, but for a short note, its index by the paragraph's number."""
    bites: dict[int, int] = {}
    number = 0
    for index, quotation in enumerate(quotations):
        if quotation.kind != "direct" or quotation.parent is not None:
            continue
        start, end = quotation.spans[0].start, quotation.spans[-1].end
        while number < len(paragraphs) and paragraphs[number].end <= start:
            number += 1
        if number >= len(paragraphs) or not paragraphs[number].start <= start or end > paragraphs[number].end:
            continue
        before = text[paragraphs[number].start : start].strip(" \t\"'“”‘’«»„`")
        after = text[end : paragraphs[number].end].strip(" \t\"'“”‘’«»„`.…")
        note = len(before) <= _LONGEST_NOTE_CHARS and (not before or is_translated(before))
        if note and (not after or (len(after) <= _LONGEST_NOTE_CHARS and is_translated(after))):
            bites[number] = index
    return bites


def is_broadcast(text: str, paragraphs: Sequence[Paragraph], quotations: Sequence[Quotation]) -> bool:
    """Whether a document is a narrator's text with sound bites."""
    bites = find_bites(text, paragraphs, quotations)
    speech = sum(1 for quotation in quotations if quotation.kind == "direct" and quotation.parent is None)
    if len(bites) < _FEWEST_BITES or len(bites) < _BITE_SHARE * speech:
        return False
    narrated = sum(1 for number in bites if number > 0 and number - 1 not in bites)
    return narrated >= _AFTER_NARRATION * len(bites)


def find_turns(text: str, paragraphs: Sequence[Paragraph], quotations: Sequence[Quotation]) -> tuple[Turn, ...]:
    """Return the turns of a transcript in order; nothing for a text that is none.

    The turns of a broadcast tile it from its first sentence on: a heading without a full stop is left out. A bite's
    turn has the speaker of its quotation; the narrator's have none yet.
    """
    labels = find_labels(text, paragraphs)
    if labels:
        return tuple(_labelled_turns(paragraphs, labels))
    if not is_broadcast(text, paragraphs, quotations):
        return ()
    bites = find_bites(text, paragraphs, quotations)
    turns: list[Turn] = []
    for number, paragraph in enumerate(paragraphs):
        if not turns and _is_heading(text, paragraph) and number not in bites:
            continue
        if number in bites:
            quotation = quotations[bites[number]]
            note = (
                text[paragraph.start : quotation.spans[0].start] + " " + text[quotation.spans[-1].end : paragraph.end]
            )
            evidence = [
                Evidence(
                    rule="bite",
                    words="a quotation alone in its paragraph",
                    spans=(Span(paragraph.start, paragraph.end),),
                )
            ]
            translated = is_translated(note)
            if translated:
                evidence.append(
                    Evidence(
                        rule="interpreter",
                        words=note.strip(" \"'“”‘’"),
                        spans=(Span(paragraph.start, quotation.spans[0].start),),
                    )
                )
            turns.append(
                Turn(
                    start=paragraph.start,
                    end=paragraph.end,
                    kind="bite",
                    speaker=quotation.speaker,
                    confidence=quotation.confidence,
                    translated=translated,
                    evidence=tuple(evidence),
                )  # fmt: skip
            )
        elif turns and turns[-1].kind == "narrator":
            turns[-1] = Turn(start=turns[-1].start, end=paragraph.end, kind="narrator")
        else:
            turns.append(Turn(start=paragraph.start, end=paragraph.end, kind="narrator"))
    return tuple(turns)


def _is_heading(text: str, paragraph: Paragraph) -> bool:
    words = text[paragraph.start : paragraph.end]
    return len(words) <= 80 and words[-1] not in ".!?…\"'”’»" and (words.isupper() or len(words.split()) <= 6)


def _labelled_turns(paragraphs: Sequence[Paragraph], labels: Sequence[Label]) -> list[Turn]:
    """Run each label's turn to the paragraph before the next label; what stands before the first is the narrator's."""
    turns: list[Turn] = []
    if labels[0].paragraph > 0:
        turns.append(Turn(start=paragraphs[0].start, end=paragraphs[labels[0].paragraph - 1].end, kind="narrator"))
    for label, after in zip(labels, [*labels[1:], None], strict=True):
        last = (after.paragraph if after is not None else len(paragraphs)) - 1
        turns.append(
            Turn(start=paragraphs[label.paragraph].start, end=paragraphs[last].end, label=label.name, kind="turn")
        )
    return turns
