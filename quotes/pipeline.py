"""The whole path from a document to its annotation: one visible, ordered tuple of stages."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from quotes.model import Annotation, Document, RosterEntry

__all__ = ["DEFAULT_MIN_CONFIDENCE", "annotate"]

DEFAULT_MIN_CONFIDENCE = 0.5
"""Below this probability the speaker is left open."""


def annotate(
    document: Document | Annotation | str,
    *,
    roster: Sequence[RosterEntry] = (),
    kinds: Collection[str] | None = None,
    min_confidence: float = DEFAULT_MIN_CONFIDENCE,
    anew: bool = False,
) -> Annotation:
    """Find the quotations of a document and who said them.

    Args:
        document: a document, a text, or a saved annotation, which is returned as it is unless ``anew``.
        roster: people known beforehand; their names win over forms found in the text.
        kinds: kinds of quotation to look for; None for all.
        min_confidence: below this probability ``speaker`` stays None.
        anew: annotate a saved annotation again.
    """
    if isinstance(document, Annotation):
        return document
    if isinstance(document, str):
        document = Document(id="text", text=document)
    return Annotation.of(document)
