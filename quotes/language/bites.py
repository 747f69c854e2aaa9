"""Sound bites: quotations alone in their paragraphs, as broadcast transcripts have them.

A broadcast transcript is told from other texts by its bites, each after a paragraph of the narrator's. Dialogue in a
novel stands alone too, but there one line follows another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from quotes.language.layout import Paragraph
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
