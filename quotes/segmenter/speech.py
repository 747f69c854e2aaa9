"""Speech or not: what kind of quotation a marked stretch is, and the reason where it is none."""

from __future__ import annotations

import re
from typing import NamedTuple

from quotes.model import Evidence, QuotationKind
from quotes.segmenter.quotations import Stretch

__all__ = ["Judgement", "judge_stretches"]

_LETTER = re.compile(r"[^\W\d_]")


class Judgement(NamedTuple):
    """What a stretch is: its kind, the reason where it is not speech, and what decided."""

    kind: QuotationKind
    reason: str | None
    evidence: tuple[Evidence, ...]


def judge_stretches(text: str, stretches: list[Stretch], *, language: str | None = "en") -> list[Judgement]:
    """Judge every stretch of a document."""
    return [_judge(text, stretch) for stretch in stretches]


def _judge(text: str, stretch: Stretch) -> Judgement:
    words = sum(len(span.of(text).split()) for span in stretch.spans)
    first = _LETTER.search(text, stretch.spans[0].start, stretch.spans[0].end)
    capital = first is None or not first.group().islower()
    last = text[stretch.spans[-1].end - 1]
    if words < 4 and last not in ".,!?…—-":
        return Judgement("other", "term", (Evidence(rule="few words without a stop", spans=stretch.spans),))
    return Judgement("direct" if capital else "mixed", None, ())
