"""Was the right speaker named: by name or alias, with the right source, cue and role."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.evaluation.counts import Retrieval, Tally
from quotes.evaluation.matching import match_quotations, share_chars, trim_to_words
from quotes.evaluation.quotation import SPEECH_IN_MARKS, find_asked
from quotes.evaluation.reference import Reference
from quotes.evaluation.report import EvaluationReport, Mistake, MistakeKind
from quotes.model import Annotation, Quotation, Speaker
from quotes.spans import Span

__all__ = ["find_name_keys", "is_same_speaker", "name_key", "score_attribution", "score_sources"]

SMALL_WORDS = frozenset({"the", "a", "an", "of", "to", "for", "and", "in", "at", "on", "s"})
"""Words of a role that carry no content."""

_POSSESSIVE = re.compile(r"['’]s$")
_NOT_WORD = re.compile(r"[^\w]+")


def name_key(name: str) -> str:
    """Return a name as it is compared: without case, stops, marks and a possessive ending.

    Example:
        >>> name_key("U.S. Adm. Ruth O’Dell's")
        'us adm ruth o dell'
    """
    return _NOT_WORD.sub(" ", _POSSESSIVE.sub("", name.casefold().replace(".", "").strip())).strip()


def find_name_keys(speaker: Speaker) -> frozenset[str]:
    """Return the keys of a speaker's name and aliases."""
    return frozenset(name_key(name) for name in (speaker.name or "", *speaker.aliases) if name)


def is_same_speaker(speaker: Speaker, other: Speaker) -> bool:
    """Whether two speakers share a name or alias.

    A reference gives no alias that two of its speakers share, so a surname alone does not stand for either brother.

    Example:
        >>> is_same_speaker(Speaker(id="s1", name="Robin Wade", aliases=("Wade",)), Speaker(id="s9", name="WADE"))
        True
    """
    return not find_name_keys(speaker).isdisjoint(find_name_keys(other))


def score_attribution(reference: Reference, hypothesis: Annotation) -> EvaluationReport:
    """Count rightly named speakers, abstentions, sources and roles over the quotations that must be found."""
    text = reference.text
    asked = find_asked(reference)
    speech = [quotation for quotation in hypothesis.quotations if quotation.kind in SPEECH_IN_MARKS]
    matched = match_quotations(asked, speech)
    right = given = wanted = left_open = nameless = overlapping = found = 0
    role_share, roles = 0.0, 0
    mistakes: list[Mistake] = []

    def note(what: MistakeKind, quotation: Quotation, said: str | None, got: str | None) -> None:
        span = quotation.spans[0]
        mistakes.append(Mistake(reference.id, what, span, span.of(text), said, got))

    for place, quotation in enumerate(asked):
        answer = speech[matched[place]] if place in matched else None
        named = hypothesis.speaker(answer.speaker) if answer else None
        speaker = reference.annotation.speaker(quotation.speaker)
        if speaker is None:
            if answer is not None:
                nameless += 1
                left_open += named is None
                if named is not None:
                    note("named_in_vain", quotation, None, named.display_name)
            continue
        wanted += 1
        given += named is not None
        is_right = named is not None and is_same_speaker(speaker, named)
        right += is_right
        if not is_right:
            note("speaker", quotation, speaker.display_name, named.display_name if named else None)
        if answer is not None and quotation.source is not None:
            found += 1
            agrees = _has_same_source(quotation, answer)
            overlapping += agrees
            if not agrees:
                note("source", quotation, quotation.source.of(text), answer.source.of(text) if answer.source else None)
        content = set(name_key(speaker.role or "").split()) - SMALL_WORDS
        if is_right and named is not None and content:
            said = set(name_key(f"{named.role or ''} {named.affiliation or ''}").split())
            role_share += len(content & said) / len(content)
            roles += 1
            if not content <= said:
                note("role", quotation, speaker.role, named.role)
    return EvaluationReport(
        speakers=Retrieval(right, given, right, wanted),
        abstained=Tally(left_open, nameless),
        sources=Tally(overlapping, found),
        roles=Tally(role_share, roles),
        mistakes=tuple(mistakes),
    )


def score_sources(reference: Reference, hypothesis: Annotation) -> EvaluationReport:
    """Count attributions whose source is right, and exact contents, sources and cues, speakers' names left aside.

    Indirect speech counts only in references that are complete for it; without it, so do the figures over every kind.
    """
    text = reference.text
    wanted = [quotation for quotation in reference.annotation.quotations if quotation.is_speech]
    given = [quotation for quotation in hypothesis.quotations if quotation.is_speech]
    attributed = [quotation for quotation in given if quotation.speaker is not None]
    report = EvaluationReport(
        sourced_direct=_count_marked(
            [quotation for quotation in wanted if quotation.kind in SPEECH_IN_MARKS],
            [quotation for quotation in attributed if quotation.kind in SPEECH_IN_MARKS],
        )
    )
    if "indirect" not in reference.complete:
        return report
    exact = {
        name: Retrieval.of_sets(_ends(text, wanted, name), _ends(text, given, name))
        for name in ("content", "source", "cue")
    }
    return report + EvaluationReport(
        sourced_indirect=_count_contents(
            [quotation for quotation in wanted if quotation.kind == "indirect"],
            [quotation for quotation in attributed if quotation.kind == "indirect"],
        ),
        sourced_all=_count_contents(wanted, attributed),
        contents=exact["content"],
        source_spans=exact["source"],
        cues=exact["cue"],
    )


def _content(quotation: Quotation) -> tuple[Span, ...]:
    return quotation.content or quotation.spans


def _has_same_source(quotation: Quotation, other: Quotation) -> bool:
    return bool(quotation.source and other.source and quotation.source.overlap(other.source))


def _size(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _count_marked(wanted: Sequence[Quotation], given: Sequence[Quotation]) -> Retrieval:
    """Count marked speech: half of it inside the content of one of the reference, with the right source."""
    right = judged = 0
    found = set()
    shared = share_chars([_content(quotation) for quotation in wanted], [quotation.spans for quotation in given])
    for quotation, counts in zip(given, shared, strict=True):
        best = max(counts, key=lambda place: (counts[place], -place), default=None)
        if best is None or 2 * counts[best] < _size(quotation.spans):
            judged += 1
        elif wanted[best].source is not None:
            judged += 1
            if _has_same_source(quotation, wanted[best]):
                right += 1
                found.add(best)
    return Retrieval(right, judged, len(found), sum(1 for quotation in wanted if quotation.source is not None))


def _count_contents(wanted: Sequence[Quotation], given: Sequence[Quotation]) -> Retrieval:
    """Count contents that share at least half of their union, with the right source, one to one."""
    wanted = [quotation for quotation in wanted if quotation.source is not None]
    taken: set[int] = set()
    shared = share_chars([_content(quotation) for quotation in wanted], [_content(quotation) for quotation in given])
    for quotation, counts in zip(given, shared, strict=True):
        for place in sorted(counts):
            union = _size(_content(quotation)) + _size(_content(wanted[place])) - counts[place]
            is_same = 2 * counts[place] >= union and _has_same_source(quotation, wanted[place])
            if is_same and place not in taken:
                taken.add(place)
                break
    return Retrieval(len(taken), len(given), len(taken), len(wanted))


def _ends(text: str, quotations: Sequence[Quotation], name: str) -> set[tuple[int, int]]:
    """Return the places of one part of the quotations, from the first letter or digit to the last."""
    spans: list[tuple[Span, ...]] = []
    for quotation in quotations:
        single = quotation.source if name == "source" else quotation.cue
        if name == "content":
            spans.append(_content(quotation))
        elif single is not None:
            spans.append((single,))
    return {(trim_to_words(text, part[0]).start, trim_to_words(text, part[-1]).end) for part in spans}
