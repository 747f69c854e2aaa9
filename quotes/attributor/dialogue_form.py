"""Whether a document is told in dialogue: lines that answer each other, as in a story, or quotations in a report.

A story's lines stand in paragraphs of their own, are short, ask and exclaim, and say I and you; what a report quotes
runs on behind its narrator. No single sign tells them apart in a page or less, so several are weighed together. The
weights are data, ``data/dialogue_form.json``, made by `quotes.training`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from math import log1p

from quotes.attributor.candidates import PhraseReader
from quotes.attributor.ranking import load_named_weights
from quotes.language.bites import is_broadcast
from quotes.language.layout import Paragraph
from quotes.model import Quotation

__all__ = ["FORM_FILE", "LEANING", "describe_form", "is_conversation", "score_form"]

FORM_FILE = "dialogue_form.json"
"""The weights, in this room's data folder."""

_LOOKED_AT_CHARS = 200_000
"""So much of a document tells its form."""
_FEWEST = 3
"""Quotations in fewer paragraphs tell no form."""
LEANING = -0.75
"""From these log odds on it is a story: a story read as a report is worse than a report read as a story.

Read the wrong way, a story of 500 words gives four times as many wrong names (of dev novels), a report leaves one
speaker in five open and gives no more wrong ones (of dev news). From -1.5 to 0.4 little changes: three speakers of
541 in dev news, five of 2,000 in pages of dev novels.
"""
_MARGIN_CHARS = 2
_MARKS_CHARS = 6
_YOU = re.compile(r"\b[Yy]our?\b")
_I = re.compile(r"\b(?:I|me|my)\b")


def is_conversation(reader: PhraseReader) -> bool:
    """Whether a document is told in dialogue; a broadcast whose sound bites stand alone is not."""
    passages = reader.passages
    signs = describe_form(reader.text, passages.paragraphs, passages.quotations)
    if signs is None or score_form(signs, load_form_weights()) <= LEANING:
        return False
    return not is_broadcast(reader.text, passages.paragraphs, passages.quotations)


@cache
def load_form_weights() -> Mapping[str, float]:
    """Return the weight of each sign.

    Raises:
        LexiconError: if the file is not a weights file.
    """
    return load_named_weights(FORM_FILE)


def score_form(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the log odds that a document with these signs is told in dialogue.

    Example:
        >>> score_form({"asks": 0.5}, {"asks": 4.0, "bias": -1.0})
        1.0
    """
    return weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in signs.items())


def describe_form(
    text: str, paragraphs: Sequence[Paragraph], quotations: Sequence[Quotation]
) -> dict[str, float] | None:
    """Return the signs of a document's form, or None where too few paragraphs hold any to tell.

    Args:
        text: the document's text.
        paragraphs: its paragraphs in order.
        quotations: what the segmenter found, in order; nested ones and what is not speech are passed over.
    """
    starts = [paragraph.start for paragraph in paragraphs[: bisect_right(paragraphs, (_LOOKED_AT_CHARS,))]]
    lines: dict[int, list[Quotation]] = {}
    said: list[str] = []
    kinds = 0
    for quotation in quotations:
        start = quotation.spans[0].start
        if start >= _LOOKED_AT_CHARS:
            break
        if quotation.parent is None and quotation.is_speech:
            lines.setdefault(max(0, bisect_right(starts, start) - 1), []).append(quotation)
            said.append(" ".join([span.of(text) for span in quotation.spans]))
            kinds += quotation.kind == "direct"
    if len(lines) < _FEWEST:
        return None
    opening = alone = 0
    sizes: list[int] = []
    for number, line in lines.items():
        paragraph = paragraphs[number]
        size = sum(span.end - span.start for quotation in line for span in quotation.spans)
        sizes.append(size)
        opening += line[0].spans[0].start - paragraph.start <= _MARGIN_CHARS
        alone += paragraph.end - paragraph.start - size <= _MARKS_CHARS
    ends = [words.rstrip()[-1:] for words in said]
    count, held = len(said), len(lines)
    return {
        "opens its paragraph": opening / held,
        "follows a paragraph with another": sum(number - 1 in lines for number in lines) / held,
        "paragraphs with some": held / len(starts),
        "alone in its paragraph": alone / held,
        "length": log1p(sorted(map(len, said))[count // 2]),
        "length in a paragraph": log1p(sorted(sizes)[held // 2]),
        "asks": ends.count("?") / count,
        "exclaims": ends.count("!") / count,
        "begins with a capital": sum(words[:1].isupper() for words in said) / count,
        "says you": sum(_YOU.search(words) is not None for words in said) / count,
        "says I": sum(_I.search(words) is not None for words in said) / count,
        "share of the text": sum(map(len, said)) / min(len(text), _LOOKED_AT_CHARS),
        "stands by itself": kinds / count,
    }
