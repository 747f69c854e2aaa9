"""Labels that open the turns of a transcript: "JANE ROE:", "Q:", "SPEAKER_01:"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from quotes.language.layout import Paragraph

__all__ = ["Label", "find_labels"]

_LABEL = re.compile(
    r"(?:\*\*)?([A-Z][\w.'’-]*(?:(?:, |,? ?[&#/] ?| )[\w'’(][\w.'’-]*\)?){0,9}?)(?: ?\([^()\n]{1,40}\))?"
    r"(?::\*\*|\*\*:|:)(?=\s|$)"
)


class Label(NamedTuple):
    """A label that opens a paragraph.

    Attributes:
        paragraph: number of the paragraph.
        name: the label as printed, without its colon.
        start: its first code point.
        end: one past its colon.
    """

    paragraph: int
    name: str
    start: int
    end: int


def find_labels(text: str, paragraphs: Sequence[Paragraph]) -> list[Label]:
    """Return the labels ("JANE ROE:") that open paragraphs, or nothing where too few do for a labelled transcript.

    A label is up to ten words before a colon; it counts where labels open at least three paragraphs and a third of
    them all, and where labels come back or are all capitals.
    """
    labels = []
    for number, paragraph in enumerate(paragraphs):
        limit = min(paragraph.end, paragraph.start + 120)
        if text.find(":", paragraph.start, limit) < 0:
            continue
        match = _LABEL.match(text, paragraph.start, limit)
        if match:
            labels.append(Label(number, match[1], match.start(1), match.end()))
    if len(labels) < 3 or 3 * len(labels) < len(paragraphs):
        return []
    names = [label.name for label in labels]
    if len(set(names)) == len(names) and not all(name.isupper() for name in names):
        return []
    return labels
