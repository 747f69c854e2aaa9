"""Marked stretches that may be speech or not: where somebody is found who says them, they are.

The segmenter judges a stretch by its shape and by the words beside it. Of the short ones that it takes for names and
terms, some are what a person said ("blasted the plan as a 'disgrace'"): who is named as source, or that nobody is,
decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.model import Quotation, QuotationKind

__all__ = ["is_doubtful", "reopen", "speech_chance"]

_LEAST_CHANCE = 0.2
_CERTAIN_REASONS = frozenset({"no words", "program text", "nickname", "sign or motto"})


def speech_chance(quotation: Quotation) -> float:
    """Return the probability, by its shape and the words beside it, that a stretch is speech; 1 where none is told."""
    for evidence in quotation.evidence:
        if evidence.rule == "speech" and evidence.weight is not None:
            return evidence.weight
    return 1.0


def is_doubtful(quotation: Quotation) -> bool:
    """Whether a stretch of kind other could be speech after all."""
    return (
        quotation.kind == "other"
        and quotation.parent is None
        and quotation.reason not in _CERTAIN_REASONS
        and speech_chance(quotation) < 1.0
        and speech_chance(quotation) >= _LEAST_CHANCE
    )


def reopen(text: str, quotations: Sequence[Quotation]) -> list[Quotation]:
    """Return the quotations with the doubtful ones taken for speech.

    Example:
        >>> from quotes.model import Evidence
        >>> from quotes.spans import Span
        >>> shape = Evidence(rule="speech", weight=0.5)
        >>> doubtful = Quotation(id="q1", kind="other", spans=(Span(1, 4),), reason="scare quotes", evidence=(shape,))
        >>> reopen("'odd' choice", [doubtful])[0].kind
        'mixed'
    """
    return [_reopened(text, quotation) if is_doubtful(quotation) else quotation for quotation in quotations]


def _reopened(text: str, quotation: Quotation) -> Quotation:
    words = quotation.spans[0].of(text)
    kind: QuotationKind = "direct" if words[:1].isupper() and words[-1:] in (".", ",", "?", "!") else "mixed"
    return replace(quotation, kind=kind, reason=None)
