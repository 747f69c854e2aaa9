"""Speech without quotation marks: lines of dialogue behind a dash, and what follows "he said:" in a transcript.

Both are found only where the document leaves little doubt: dashes where several paragraphs begin with one and a third
of them hold an attribution, a question or a call; a colon where a reporting verb stands right before it, or no more
than whom it was said to between, and a new sentence behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from quotes.language.layout import Paragraph
from quotes.lexicon import HouseVerb, cue_verbs
from quotes.segmenter.attributions import find_attribution, has_attribution, word_category
from quotes.spans import Span

__all__ = ["Unmarked", "find_unmarked"]

_DASH = re.compile(r"(?:[—–―]|--)\s?(?=[^\W_]|\.\.\.|…)")
_NEXT_DASH = re.compile(r"(?<=[.,;!?…])\s+(?:[—–―]|--)\s?(?=[^\W\d_])")
_FEWEST_DASHES = 3
_CALL = re.compile(r"[?!]")
_LEAST_SHARE = 8
"""One paragraph in so many begins with a dash in a text whose dialogue stands behind dashes."""

_LEAD_IN = re.compile(r"([^:\n]{3,200}):\s+(?=[^\W\d_a-z])")
_NAMED_WORDS = 3
_FEWEST_WORDS = 4


class Unmarked(NamedTuple):
    """Speech that stands in no marks.

    Attributes:
        span: the words.
        sign: the dash or colon that introduces it.
        rule: ``dash`` or ``colon``.
    """

    span: Span
    sign: Span
    rule: str


def find_unmarked(
    text: str, paragraphs: Sequence[Paragraph], marked: Sequence[Span], verbs: tuple[HouseVerb, ...] = ()
) -> Iterator[Unmarked]:
    """Give the speech of ``text`` that stands in no quotation marks, in order.

    Args:
        text: the document.
        paragraphs: its paragraphs in order, offsets in code points.
        marked: the spans of quotations that stand in marks, in order of start; paragraphs that hold one are passed
            over.
        verbs: cue verbs that a house adds.

    Example:
        >>> from quotes.language.layout import read_layout
        >>> text = "The mayor of Hollin said: We will rebuild the pier."
        >>> [found.span.of(text) for found in find_unmarked(text, read_layout(text).paragraphs, [])]
        ['We will rebuild the pier.']
    """
    has_dashes = _has_dash_dialogue(text, paragraphs, verbs)
    place = 0
    for number, paragraph in enumerate(paragraphs):
        while place < len(marked) and marked[place].end <= paragraph.start:
            place += 1
        if place < len(marked) and marked[place].start < paragraph.end:
            continue
        if paragraph.continues or (number + 1 < len(paragraphs) and paragraphs[number + 1].continues):
            continue
        dash = _DASH.match(text, paragraph.start, paragraph.end) if has_dashes else None
        if dash is not None:
            yield from _split_at_attributions(text, dash, paragraph.end, verbs)
            continue
        colon = _find_colon(text, paragraph, verbs)
        if colon is not None:
            yield colon


def _has_dash_dialogue(text: str, paragraphs: Sequence[Paragraph], verbs: tuple[HouseVerb, ...]) -> bool:
    """Whether several paragraphs begin with a dash and enough of them sound like speech, one with its attribution."""
    lines = [part for part in paragraphs if _DASH.match(text, part.start, part.end)]
    if len(lines) < _FEWEST_DASHES or len(lines) * _LEAST_SHARE < len(paragraphs):
        return False
    attributed = sum(has_attribution(text, part.start, min(part.end, part.start + 400), verbs) for part in lines)
    called = sum(_CALL.search(text, part.start, part.end) is not None for part in lines)
    return attributed > 0 and (attributed + called) * 3 >= len(lines)


def _split_at_attributions(
    text: str, dash: re.Match[str], end: int, verbs: tuple[HouseVerb, ...]
) -> Iterator[Unmarked]:
    """Give what is said in one line: up to its attribution, and what a second dash resumes."""
    sign = dash.span()
    while True:
        start = sign[1]
        following = _NEXT_DASH.search(text, start, end)
        limit = following.start() if following is not None else end
        attribution = find_attribution(text, start, limit, verbs)
        span = Span(start, limit if attribution is None else attribution).trim(text)
        if following is not None and attribution is None:
            # Nobody spoke in between: the dash stands inside what is said.
            following = None
            attribution = find_attribution(text, start, end, verbs)
            span = Span(start, end if attribution is None else attribution).trim(text)
        if span.start < span.end:
            yield Unmarked(span, Span(*sign).trim(text), "dash")
        if following is None:
            return
        sign = following.start() + len(following.group()) - len(following.group().lstrip()), following.end()


def _find_colon(text: str, paragraph: Paragraph, verbs: tuple[HouseVerb, ...]) -> Unmarked | None:
    """Return what follows "he said:" to the end of the paragraph, where no mark stands in it."""
    lead_in = _LEAD_IN.match(text, paragraph.start, min(paragraph.end, paragraph.start + 260))
    if lead_in is None:
        return None
    words = lead_in.group(1).split()[-_NAMED_WORDS - 1 :]
    is_said = len(words) > 1 and (words[-1] in word_category("introducing") or words[-1] in _house_cues(verbs))
    if not is_said and word_category("introducing to somebody").isdisjoint(words[1:-1]):
        return None
    said = text[lead_in.end() : paragraph.end]
    if len(said.split(None, _FEWEST_WORDS)) < _FEWEST_WORDS:
        return None
    if any(mark in text[paragraph.start : paragraph.end] for mark in _DOUBLE_MARKS):
        return None
    colon = text.rindex(":", lead_in.start(), lead_in.end())
    return Unmarked(Span(lead_in.end(), paragraph.end), Span(colon, colon + 1), "colon")


@cache
def _house_cues(verbs: tuple[HouseVerb, ...]) -> frozenset[str]:
    """Return the forms of a house's verbs of speech and writing that may stand before a colon."""
    known = cue_verbs(verbs) if verbs else {}
    lemmas = {verb.lemma for verb in verbs if verb.is_core and verb.kind != "thought"}
    finite = {"past", "third"}
    return frozenset(
        form for form, cue in known.items() if cue.lemma in lemmas and not finite.isdisjoint(cue.inflections)
    )


_DOUBLE_MARKS = '"“”„«»'
