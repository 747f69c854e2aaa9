"""Stretches that are one quotation: "A," he said, "B", and paragraphs that go on without a new attribution.

A stretch that has an attribution of its own, or stands after a sentence of the narrator's, begins a new quotation.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from quotes.language.layout import Paragraph
from quotes.language.passages import outer_span
from quotes.lexicon import HouseVerb, cue_verbs
from quotes.model import Quotation
from quotes.spans import Span

__all__ = ["join_stretches"]

_LONGEST_ATTRIBUTION_WORDS = 16
_LONGEST_AFTER_COMMA_WORDS = 40
"""Where the first stretch ends in a comma, its sentence goes on over the attribution: titles and asides fit in too."""
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
_WORD = re.compile(r"[a-z]+")
_PARTICIPLE = re.compile(r", (?:\w+ly )?(\w+ing)\b")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Lt|Col|Gen|Sen|Rep|Gov|Capt|Sgt|Prof|Rev)\.")


def join_stretches(
    text: str,
    paragraphs: Sequence[Paragraph],
    quotations: Iterable[Quotation],
    *,
    in_dialogue: bool = False,
    verbs: tuple[HouseVerb, ...] = (),
) -> Iterator[Quotation]:
    """Give the quotations with the stretches of one and the same joined, each with the spans of all its stretches.

    Args:
        text: the document's text.
        paragraphs: its paragraphs.
        quotations: attributed stretches, in order; nested ones and kind other pass through.
        in_dialogue: whether the document is told in dialogue, where a new paragraph is a new line.
        verbs: cue verbs that a house adds.
    """
    joined: list[Quotation] = []  # the last stretch that may go on, and what stands behind it
    renamed: dict[str, str] = {}
    breaks = array("q", (paragraph.start for paragraph in paragraphs if not paragraph.continues))
    place = 0
    has_last = False
    for quotation in quotations:
        if quotation.parent is not None or not quotation.is_speech:
            if quotation.parent in renamed:  # what it stands in comes before it
                quotation = replace(quotation, parent=renamed[quotation.parent])
            joined.append(quotation)
            continue
        start = quotation.spans[0].start
        while place < len(breaks) and breaks[place] <= start:
            place += 1
        broken = breaks[place - 1] if place else 0
        if has_last and _is_one(text, joined[0], quotation, broken, in_dialogue, verbs):
            renamed[quotation.id] = joined[0].id
            joined[0] = _with_stretch(joined[0], quotation)
            continue
        yield from joined
        joined = [quotation]
        has_last = True
    yield from joined


def _is_one(
    text: str,
    first: Quotation,
    second: Quotation,
    paragraph_start: int,
    in_dialogue: bool,
    verbs: tuple[HouseVerb, ...],
) -> bool:
    """Whether two neighbouring stretches are one; ``paragraph_start`` is where the second's paragraph begins."""
    if first.kind != second.kind or not _has_same_speaker(first, second):
        return False
    end = outer_span(text, first, first.spans[-1], 0, len(text)).end
    start = max(end, outer_span(text, second, second.spans[0], 0, len(text)).start)
    between = text[end:start]
    if in_dialogue and paragraph_start >= end:
        return False
    own_source = second.source is not None and second.source != first.source
    if not _has_words(between):
        return first.kind == "direct" and not own_source
    if len(between) > 400 or own_source or (paragraph_start > end and _has_words(text[paragraph_start:start])):
        return False
    goes_on = text.endswith(",", 0, first.spans[-1].end) or between.lstrip().startswith(",")
    longest = _LONGEST_AFTER_COMMA_WORDS if goes_on else _LONGEST_ATTRIBUTION_WORDS
    return len(between.split()) <= longest and _is_attribution(between, end, first, verbs)


def _has_words(words: str) -> bool:
    return any(char.isalnum() for char in words)


def _has_same_speaker(first: Quotation, second: Quotation) -> bool:
    """Whether the likeliest speaker of both is the same, named or left open."""
    likeliest, other = _find_likeliest(first), _find_likeliest(second)
    if likeliest is not None or other is not None:
        return likeliest == other
    return first.source is not None and first.source == second.source


def _find_likeliest(quotation: Quotation) -> str | None:
    return quotation.candidates[0].speaker if quotation.candidates else quotation.speaker


def _is_attribution(between: str, offset_chars: int, quotation: Quotation, verbs: tuple[HouseVerb, ...]) -> bool:
    """Whether words of the narrator's are nothing but the attribution of a quotation."""
    inside = Span(offset_chars, offset_chars + len(between))
    if quotation.source is None or not inside.contains(quotation.source):
        return False
    if not (inside.contains(quotation.cue) if quotation.cue is not None else _reports(between, verbs)):
        return False
    bare = _ABBREVIATED.sub("", between).strip()
    if _leads_up(bare, verbs):
        return False
    stop = _SENTENCE_END.search(bare)
    return stop is None or not _has_words(bare[stop.end() :])  # not '"A," Quill said. Sorley disagreed: "B"'


def _reports(between: str, verbs: tuple[HouseVerb, ...]) -> bool:
    """Whether a verb of speech is among words of the narrator's, whose subject could not be told for asides."""
    forms = [cue_verbs(verbs).get(word) for word in _WORD.findall(between.lower())]
    return any(form is not None and form.is_core and form.takes_clause and form.kind == "speech" for form in forms)


def _leads_up(between: str, verbs: tuple[HouseVerb, ...] = ()) -> bool:
    """Whether words of the narrator's end in a second cue, a participle: '"A," he said, adding later, "B"'.

    Behind a full stop they do not: '"A," he said, adding that it rains. "B"' goes on.

    Example:
        >>> _leads_up("he said, adding later,"), _leads_up("he said, adding that it rains."), _leads_up("she said,")
        (True, False, False)
    """
    if _SENTENCE_END.search(between[-1:]):
        return False
    forms = [cue_verbs(verbs).get(participle) for participle in _PARTICIPLE.findall(between.lower())]
    return any(form is not None and form.takes_clause for form in forms)


def _with_stretch(first: Quotation, second: Quotation) -> Quotation:
    """Add a stretch: the attribution stays, as sure as the less sure of the two; the evidence of both is kept."""
    marks = tuple(evidence for evidence in second.evidence if evidence not in first.evidence)
    spans = (*first.spans, *second.spans)
    joined = replace(first, spans=spans, content=spans, evidence=(*first.evidence, *marks))
    if not first.candidates or not second.candidates:
        return joined
    if first.candidates[0].confidence <= second.candidates[0].confidence:
        return joined
    return replace(joined, speaker=second.speaker, confidence=second.confidence, candidates=second.candidates)
