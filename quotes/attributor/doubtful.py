"""Marked stretches that may be speech or not: where somebody is found who says them, they are.

The segmenter judges a stretch by its shape and by the words beside it. Of the short ones that it takes for names and
terms, some are what a person said ("blasted the plan as a 'disgrace'"): who is named as source, or that nobody is,
decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.model import Evidence, Quotation, QuotationKind
from quotes.quotation_list import list_quotations

__all__ = ["is_doubtful", "leave_alone", "may_be_none", "reopen", "speech_chance"]

_LEAST_CHANCE = 0.2
_CERTAIN_CHANCE = 0.95
_FEW_WORDS = 4
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


def may_be_none(text: str, quotation: Quotation) -> bool:
    """Whether a stretch taken for speech could be none: a few words in the narrator's clause that end no sentence.

    Example:
        >>> from quotes.model import Evidence
        >>> from quotes.spans import Span
        >>> shape = Evidence(rule="speech", weight=0.8)
        >>> may_be_none("an 'odd' choice", Quotation(id="q4", kind="mixed", spans=(Span(4, 7),), evidence=(shape,)))
        True
    """
    if quotation.kind != "mixed" or quotation.parent is not None or len(quotation.spans) > 1:
        return False
    words = quotation.spans[0].of(text)
    return (
        speech_chance(quotation) < _CERTAIN_CHANCE
        and len(words.split()) <= _FEW_WORDS
        and words.rstrip()[-1:] not in (".", "?", "!", "…")
    )


def leave_alone(quotation: Quotation, nobody: float) -> Quotation:
    """Return a stretch as no speech, because nobody near it says it; ``nobody`` is how likely that is."""
    evidence = Evidence(rule="nobody says it", spans=quotation.spans, weight=round(nobody, 3))
    return replace(quotation, kind="other", reason="scare quotes", evidence=(*quotation.evidence, evidence))


def reopen(text: str, quotations: Sequence[Quotation]) -> Sequence[Quotation]:
    """Return the quotations with the doubtful ones taken for speech.

    Example:
        >>> from quotes.model import Evidence
        >>> from quotes.spans import Span
        >>> shape = Evidence(rule="speech", weight=0.5)
        >>> doubtful = Quotation(id="q1", kind="other", spans=(Span(1, 4),), reason="scare quotes", evidence=(shape,))
        >>> reopen("'odd' choice", [doubtful])[0].kind
        'mixed'
    """
    return list_quotations(_reopened(text, found) if is_doubtful(found) else found for found in quotations)


def _reopened(text: str, quotation: Quotation) -> Quotation:
    words = quotation.spans[0].of(text)
    kind: QuotationKind = "direct" if words[:1].isupper() and words[-1:] in (".", ",", "?", "!") else "mixed"
    return replace(quotation, kind=kind, reason=None)
