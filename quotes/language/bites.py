"""Sound bites: quotations alone in their paragraphs, as broadcast transcripts have them.

A broadcast transcript is told from other texts by its bites, each after a paragraph of the narrator's. Dialogue in a
novel stands alone too, but there one line follows another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from quotes.language.layout import Paragraph
from quotes.language.passages import outer_span
from quotes.lexicon import furniture
from quotes.model import Quotation

__all__ = ["find_bites", "is_broadcast", "is_translated"]

_FEWEST_BITES = 2
_BITE_SHARE = 0.5
_AFTER_NARRATION = 0.7
_LONGEST_NOTE_CHARS = 60


def is_translated(note: str) -> bool:
    """Whether a narrator's note beside a bite says that an interpreter is heard.

    Source:
        The expressions of `quotes.lexicon.furniture`, kind ``interpretation``, and "speaking in" a language.

    Example:
        >>> is_translated("Mandarin, then translated"), is_translated("He said")
        (True, False)
    """
    return _load_translated().search(note) is not None


@lru_cache(maxsize=1)
def _load_translated() -> re.Pattern[str]:
    expressions = "|".join(re.escape(expression) for expression in furniture("interpretation"))
    return re.compile(rf"\b(?:{expressions}|speaking in [A-Z]\w+)\b", re.IGNORECASE)


def find_bites(text: str, paragraphs: Sequence[Paragraph], quotations: Sequence[Quotation]) -> dict[int, int]:
    """Return for each paragraph that holds a direct quotation and no more than a short note the quotation's index.

    Args:
        text: the document's text.
        paragraphs: its paragraphs.
        quotations: its quotations, in order.

    Returns:
        The index of the paragraph's first quotation, by the paragraph's number.
    """
    spans = sorted(
        (outer_span(text, quotation, span, 0, len(text)), index, span.start)
        for index, quotation in enumerate(quotations)
        if quotation.kind == "direct" and quotation.parent is None
        for span in quotation.spans
    )
    bites: dict[int, int] = {}
    at = 0
    for number, paragraph in enumerate(paragraphs):
        while at < len(spans) and spans[at][0].end <= paragraph.start:
            at += 1
        first, rest, place = at, [], paragraph.start
        while at < len(spans) and spans[at][0].start < paragraph.end:
            rest.append(text[place : max(place, spans[at][0].start)])
            place = spans[at][0].end
            at += 1
        # the marks around a stretch may lie in the paragraph before it
        begins = at > first and paragraph.start <= spans[first][2] < paragraph.end
        if begins and _are_notes([*rest, text[place : paragraph.end]]):
            bites[number] = spans[first][1]
    return bites


def _are_notes(rest: Sequence[str]) -> bool:
    """Whether what stands around quotations is nothing, or only says that an interpreter is heard."""
    words = [piece.strip(" \t\n\r\"'“”‘’«»„`.…()[]") for piece in rest]
    return all(not piece or (len(piece) <= _LONGEST_NOTE_CHARS and is_translated(piece)) for piece in words)


def is_broadcast(text: str, paragraphs: Sequence[Paragraph], quotations: Sequence[Quotation]) -> bool:
    """Whether a document is a narrator's text with sound bites."""
    bites = find_bites(text, paragraphs, quotations)
    # a quotation over several paragraphs is one bite in each
    speech = sum(1 for quotation in quotations if quotation.kind == "direct" and quotation.parent is None)
    if len(bites) < _FEWEST_BITES or len(bites) < _BITE_SHARE * speech:
        return False
    narrated = sum(1 for number in bites if number > 0 and number - 1 not in bites)
    return narrated >= _AFTER_NARRATION * len(bites)
