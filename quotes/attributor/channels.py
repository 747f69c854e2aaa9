"""By what a quotation was passed on, and by whom: "in a statement", "wrote on Facebook", "quoted by the agency".

Only what stands in the words around the quotation's source counts, each with its evidence; where nothing there says
it, the channel stays open. Words spoken to a reporter have none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from quotes.attributor.candidates import PhraseReader
from quotes.language.lemmas import lemma_of
from quotes.language.passages import Unit
from quotes.lexicon.channels import channel_nouns, channel_verbs, platforms, relaying_verbs, written_verbs
from quotes.model import Evidence, Quotation
from quotes.people.phrases import Phrase
from quotes.spans import Span

__all__ = ["ChannelTeller"]

_PREPOSITIONS = frozenset({"in", "on", "by", "via", "through", "over", "from"})
_MODIFIERS = frozenset({"DT", "PRP$", "JJ", "CD", "NN", "NNP", "NNS", "POS", "VBN", "HYPH"})
_MOST_MODIFIERS = 5
_PARAGRAPHS_ON = 1
"""How many paragraphs on a written channel is still meant."""


class _Found(NamedTuple):
    """A channel or a relayer: what it is called and where the words that say it stand."""

    name: str
    span: Span


class ChannelTeller:
    """Tells the channels of a document's quotations, in order.

    Args:
        reader: the phrases of the document.
    """

    def __init__(self, reader: PhraseReader) -> None:
        self._reader = reader
        self._last: tuple[str | None, int, _Found] | None = None

    def tell(self, quotation: Quotation) -> Quotation:
        """Return a quotation that was attributed with its channel and who relayed it, where the words around say so."""
        if quotation.source is None or not quotation.is_speech:
            return quotation
        paragraphs = self._reader.passages.paragraphs
        paragraph = bisect_right(paragraphs, quotation.source.start, key=lambda paragraph: paragraph.start) - 1
        units = self._reader.passage(paragraph).units
        at = bisect_left(units, quotation.source.start, key=lambda unit: unit.start)
        if at == len(units) or units[at].start >= quotation.source.end:
            return quotation
        number = units[at].sentence
        first = bisect_left(units, number, key=lambda unit: unit.sentence)
        sentence = units[first : bisect_right(units, number, lo=at, key=lambda unit: unit.sentence)]
        cue = next((unit for unit in sentence if quotation.cue is not None and unit.start == quotation.cue.start), None)
        source = next((p for p in self._reader.phrases(paragraph) if p.span == quotation.source), None)
        channel = self._find(units, sentence, cue, source, quotation.speaker, paragraph)
        relayer = _find_relayer(self._reader, paragraph, sentence, quotation.source)
        evidence = quotation.evidence
        if channel is not None:
            self._last = (quotation.speaker, paragraph, channel)
            evidence = (*evidence, _as_evidence("channel", self._reader.text, channel))
        if relayer is not None:
            evidence = (*evidence, _as_evidence("relayed by", self._reader.text, relayer))
        if channel is None and relayer is None:
            return quotation
        return replace(
            quotation,
            channel=channel.name if channel is not None else None,
            relayed_by=relayer.name if relayer is not None else None,
            evidence=evidence,
        )

    def _find(
        self,
        units: Sequence[Unit],
        sentence: Sequence[Unit],
        cue: Unit | None,
        source: Phrase | None,
        speaker: str | None,
        paragraph: int,
    ) -> _Found | None:
        """Find the channel: the source itself, a prepositional phrase, the verb, or what was written before."""
        if source is not None and source.form == "description" and source.name is None:
            found = _read_noun(units, source.last - 1)
            if found is not None and source.sort in ("document", "thing"):
                return found
        lemma = lemma_of(cue.text, cue.tag) if cue is not None and cue.tag.startswith("VB") else ""
        if lemma in channel_verbs() and cue is not None:
            return _Found(channel_verbs()[lemma], Span(cue.start, cue.end))
        found = _find_phrase(sentence, cue)
        if found is not None:
            return found
        if lemma not in written_verbs():
            return None
        if self._last is not None and self._last[0] == speaker and paragraph - self._last[1] <= _PARAGRAPHS_ON:
            return self._last[2]
        before = [unit for unit in units if unit.sentence < sentence[0].sentence and unit.tag.startswith("VB")]
        posted = next((unit for unit in before if lemma_of(unit.text, unit.tag) in channel_verbs()), None)
        if posted is None:
            return None
        return _Found(channel_verbs()[lemma_of(posted.text, posted.tag)], Span(posted.start, posted.end))


def _find_phrase(sentence: Sequence[Unit], cue: Unit | None) -> _Found | None:
    """Find "in a statement", "on Facebook", "in court papers" among the words of a sentence, in no relative clause."""
    is_aside = False
    for position, unit in enumerate(sentence):
        is_aside = unit is not cue and (is_aside or unit.tag in ("WP", "WDT", "WRB"))
        if is_aside or unit.is_quoted or unit.text.lower() not in _PREPOSITIONS:
            continue
        for ahead in range(position + 1, min(position + 2 + _MOST_MODIFIERS, len(sentence))):
            here = sentence[ahead]
            if here.is_quoted or here.tag not in _MODIFIERS:
                break
            if here.text in platforms() and ahead == position + 1 and unit.text.lower() in ("on", "via"):
                return _Found(platforms()[here.text], Span(unit.start, here.end))
            is_last = ahead + 1 == len(sentence) or sentence[ahead + 1].tag not in ("NN", "NNS", "NNP", "POS")
            found = _read_noun(sentence, ahead) if is_last else None
            if found is not None:
                return _Found(found.name, Span(unit.start, here.end))
    return None


def _read_noun(units: Sequence[Unit], position: int) -> _Found | None:
    """Read the noun of a channel at a position, with the word before it where the two together say more."""
    unit = units[position]
    if not unit.tag.startswith("NN"):
        return None
    lemma = lemma_of(unit.text.lower(), unit.tag)
    if position:
        before = units[position - 1]
        name = channel_nouns().get(f"{before.text.lower()} {lemma}")
        if name is not None:
            return _Found(name, Span(before.start, unit.end))
    name = channel_nouns().get(unit.text.lower()) or channel_nouns().get(lemma)
    return _Found(name, Span(unit.start, unit.end)) if name is not None else None


def _find_relayer(reader: PhraseReader, paragraph: int, sentence: Sequence[Unit], source: Span) -> _Found | None:
    """Find who passed the words on: "quoted by the agency", "the agency quoted him as", "in an interview with it"."""
    phrases = [p for p in reader.phrases(paragraph) if p.sentence == sentence[0].sentence and p.form != "pronoun"]
    for phrase in phrases:
        if phrase.span.overlap(source) or phrase.sort not in ("person", "organisation", "collective", "place"):
            continue
        before = [unit for unit in sentence if unit.end <= phrase.span.start]
        after = [unit for unit in sentence if unit.start >= phrase.span.end]
        words = [unit.text.lower() for unit in before[-2:]]
        is_quoted_by = bool(words) and words[-1] == "by" and any(_relays(unit, "VBN") for unit in before[-6:])
        quotes_somebody = bool(after) and _relays(after[0], "VBD", "VBZ") and any(u.text == "as" for u in after[:12])
        told_it = bool(words) and words[-1] == "with" and phrase.sort == "organisation"
        told_it = told_it and any(_is_interview(unit) for unit in before[-4:])
        according = words == ["according", "to"]
        if is_quoted_by or quotes_somebody or told_it or according:
            return _Found(" ".join(phrase.span.of(reader.text).split()), phrase.span)
    return None


def _relays(unit: Unit, *tags: str) -> bool:
    """Whether a unit is a verb of quoting in one of the forms ``tags``."""
    return not unit.is_quoted and unit.tag in tags and lemma_of(unit.text, unit.tag) in relaying_verbs()


def _is_interview(unit: Unit) -> bool:
    return channel_nouns().get(unit.text.lower()) == "interview" and not unit.is_quoted


def _as_evidence(rule: str, text: str, found: _Found) -> Evidence:
    return Evidence(rule=rule, words=found.span.of(text), spans=(found.span,))
