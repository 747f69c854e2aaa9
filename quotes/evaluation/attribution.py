"""Was the right speaker named: by name or alias, with the right source, cue and role."""

from __future__ import annotations

import re

from quotes.evaluation.counts import Groups, Retrieval, Tally
from quotes.evaluation.matching import has_source, match_most_shared, match_quotations
from quotes.evaluation.quotation import SPEECH_IN_MARKS, find_asked
from quotes.evaluation.reference import Reference
from quotes.evaluation.report import EvaluationReport, Judgement, Mistake, MistakeKind
from quotes.lexicon import pronouns
from quotes.model import Annotation, Quotation, Speaker

__all__ = ["find_name_keys", "is_same_speaker", "name_key", "score_attribution"]

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
    """Count rightly named speakers, abstentions, sources and roles over the quotations that must be found.

    Where the reference lists accepted names, a quotation that has no source in it counts as one whose source is missed.
    """
    text = reference.text
    is_one_to_one = reference.scheme != "accepted"
    asked = find_asked(reference)
    speech = [quotation for quotation in hypothesis.quotations if quotation.kind in SPEECH_IN_MARKS]
    matched = (match_quotations if is_one_to_one else match_most_shared)(asked, speech)
    who = {speaker.id: speaker for speaker in reference.annotation.speakers}
    voices = {speaker.id: speaker for speaker in hypothesis.speakers}
    right = given = wanted = left_open = nameless = overlapping = found = 0
    role_share, roles = 0.0, 0
    types: dict[str, Retrieval] = {}
    judgements: list[Judgement] = []
    mistakes: list[Mistake] = []

    def note(what: MistakeKind, quotation: Quotation, said: str | None, got: str | None) -> None:
        span = quotation.spans[0]
        sure = judgements[-1].confidence if what == "speaker" and got is not None else None
        mistakes.append(Mistake(reference.id, what, span, span.of(text), said, got, None, sure))

    for place, quotation in enumerate(asked):
        answer = speech[matched[place]] if place in matched else None
        named = voices[answer.speaker] if answer and answer.speaker is not None else None
        speaker = None if quotation.speaker is None else who[quotation.speaker]
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
        sort = reference.types.get(quotation.id) or _type_of(text, quotation)
        asked_once = Retrieval(is_right, named is not None, is_right, 1)
        types[sort] = types.get(sort, Retrieval()) + asked_once
        if named is not None and answer is not None and answer.confidence is not None:
            judgements.append(Judgement(answer.confidence, is_right))
        if not is_right:
            note("speaker", quotation, speaker.display_name, named.display_name if named else None)
        if answer is not None and (quotation.source is not None or not is_one_to_one):
            found += 1
            agrees = has_source(answer, reference.sources_of(quotation))
            overlapping += agrees
            if not agrees and quotation.source is not None:
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
        speakers_by_type=Groups(types),
        abstained=Tally(left_open, nameless),
        sources=Tally(overlapping, found),
        roles=Tally(min(role_share, roles), roles),
        judgements=tuple(judgements),
        mistakes=tuple(mistakes),
    )


def _type_of(text: str, quotation: Quotation) -> str:
    """Name what tells who said a quotation: a name or description, a pronoun, or no words at all."""
    if quotation.source is None:
        return "no source"
    return "pronoun" if quotation.source.of(text).strip().casefold() in pronouns() else "name or description"
