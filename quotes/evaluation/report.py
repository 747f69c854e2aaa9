"""The value of an evaluation: counts that add over documents, and every mistake as a place in a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any, Literal, NamedTuple

from quotes.evaluation.counts import NO_ERRORS, NO_RETRIEVAL, NO_TALLY, Errors, Groups, Retrieval, Tally, show_rate
from quotes.spans import Span

__all__ = ["EvaluationReport", "Judgement", "Mistake", "MistakeKind"]

MistakeKind = Literal[
    "missed", "spurious", "not_speech", "speaker", "named_in_vain", "source", "role", "voice", "words", "time"
]
"""missed: a reference span of speech that the hypothesis lacks. spurious: a hypothesis span that the reference lacks.
not_speech: a marked stretch that is not speech, taken for speech. named_in_vain: a speaker where the reference has
none. words: words that stand with another voice. time: a stretch in which the right voice is heard less than half of
the time. The others: what the hypothesis has wrong about a quotation or turn that it found."""


class Judgement(NamedTuple):
    """How sure the hypothesis was of one attribution, and whether it was right."""

    confidence: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake, as a place that a page can show.

    Attributes:
        document_id: in which document.
        what: what sort of mistake.
        span: where, in code points, half-open.
        words: what stands there.
        reference: what should have been said, or None.
        hypothesis: what was said, or None.
        type: the quotation's type where the reference gives one.
        confidence: how sure the hypothesis was, or None.
    """

    document_id: str
    what: MistakeKind
    span: Span
    words: str
    reference: str | None = None
    hypothesis: str | None = None
    type: str | None = None
    confidence: float | None = None


_NO_GROUPS = Groups()

_SELDOM = frozenset(
    {
        "extracted",
        "found_sources",
        "named_labels",
        "named_in_full",
        "named_words",
        "voice_count_exact",
        "named_voices",
        "named_voices_in_full",
        "named_voice_words",
    }
)
"""Figures that few references can tell; printed only where there are any."""


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """What an annotation got right and wrong; reports of several documents are added, then divided.

    ``EvaluationReport()`` is the neutral element, so ``sum(reports, EvaluationReport())`` is the whole.

    Attributes:
        documents: how many documents were compared.
        spans: spans of direct and mixed quotations, both ends exact from the first letter or digit to the last.
            Nested, hypothetical and uncertain ones are not asked for, and do not count against precision if found.
        direct: the same for kind direct alone, the kind included.
        mixed: the same for kind mixed alone.
        touched: reference spans of speech that overlap a hypothesis span of speech.
        nested: spans of speech inside other quotations that are found exactly.
        other: marked stretches that are not speech and were left alone: no span of speech lies half or more inside one.
        speakers: quotations of speech whose reference speaker is known (wanted), that were given a speaker (given),
            and that were given the right one, by name or alias.
        speakers_by_type: the same by the type of the quotation (explicit, anaphoric, implicit).
        abstained: quotations of speech of nobody known, that were left unattributed.
        sources: quotations found whose reference has a source, and whose source overlaps it.
        roles: share of the role's content words, summed over rightly attributed quotations that have a role.
        voices: turns of labelled and broadcast transcripts: the speaker at the middle of the turn has the right name.
            Where the texts differ, the word is asked that an alignment sets against the middle word of the turn.
        turn_kinds: turns at whose middle the hypothesis has a turn of the same sort, narrator or voice.
        sourced_direct: attributed quotations of marked speech, right when at least half lies inside one of the
            reference and the sources overlap.
        sourced_indirect: attributed indirect quotations, right when their contents share at least half of their union
            and the sources overlap.
        sourced_all: the same over every kind of speech.
        sourced_by_kind: the same by kind, the kind included.
        extracted: marked attributions that have a source, and that an attributed quotation was found for.
        found_sources: of those, the ones whose source is right.
        spurious: attributed quotations of marked speech of which less than half lies inside one of the reference.
        contents: contents of every kind of speech, both ends exact.
        source_spans: sources, both ends exact.
        cues: cues, both ends exact.
        named_labels: labels of a diarized transcript that were named, and named rightly.
        named_in_full: labels whose name is given in full and spelt as in the reference.
        named_words: the words spoken under those labels.
        diarization: missed, false and confused speech of turns, in milliseconds; more can go wrong than there is.
        jaccard: for each voice of the reference, the share of time that it and its counterpart do not have in common.
        identification: as ``diarization``, where voices must bear the right names.
        word_diarization: words of turns that stand with another voice, of those on both sides.
        concatenated_words: substituted, inserted and deleted words, each voice held against its counterpart.
        timed_words: the same, where words count as the same only within five seconds of each other.
        voice_count: how many voices there are too many or too few, by document.
        voice_count_exact: documents with as many voices as there are.
        named_voices: voices of turns that are named, and named rightly, by family name.
        named_voices_in_full: voices whose name is given in full and spelt as in the reference.
        named_voice_words: the words that named voices say, by the name of whoever the hypothesis gives them to.
        words_by_voice: the words of each voice, and those of its counterpart.
        times_by_voice: the milliseconds that each voice is heard, and those of its counterpart.
        left_out: figures of turns that could not be measured, each with the reason, once a document.
        judgements: how sure each attribution was that could be judged, and whether it was right, in order.
        mistakes: every mistake as a place in a text.
    """

    documents: int = 0
    spans: Retrieval = NO_RETRIEVAL
    direct: Retrieval = NO_RETRIEVAL
    mixed: Retrieval = NO_RETRIEVAL
    touched: Tally = NO_TALLY
    nested: Tally = NO_TALLY
    other: Tally = NO_TALLY
    speakers: Retrieval = NO_RETRIEVAL
    speakers_by_type: Groups = _NO_GROUPS
    abstained: Tally = NO_TALLY
    sources: Tally = NO_TALLY
    roles: Tally = NO_TALLY
    voices: Tally = NO_TALLY
    turn_kinds: Tally = NO_TALLY
    sourced_direct: Retrieval = NO_RETRIEVAL
    sourced_indirect: Retrieval = NO_RETRIEVAL
    sourced_all: Retrieval = NO_RETRIEVAL
    sourced_by_kind: Groups = _NO_GROUPS
    extracted: Tally = NO_TALLY
    found_sources: Tally = NO_TALLY
    spurious: int = 0
    contents: Retrieval = NO_RETRIEVAL
    source_spans: Retrieval = NO_RETRIEVAL
    cues: Retrieval = NO_RETRIEVAL
    named_labels: Retrieval = NO_RETRIEVAL
    named_in_full: Tally = NO_TALLY
    named_words: Retrieval = NO_RETRIEVAL
    diarization: Errors = NO_ERRORS
    jaccard: Errors = NO_ERRORS
    identification: Errors = NO_ERRORS
    word_diarization: Errors = NO_ERRORS
    concatenated_words: Errors = NO_ERRORS
    timed_words: Errors = NO_ERRORS
    voice_count: Errors = NO_ERRORS
    voice_count_exact: Tally = NO_TALLY
    named_voices: Retrieval = NO_RETRIEVAL
    named_voices_in_full: Tally = NO_TALLY
    named_voice_words: Retrieval = NO_RETRIEVAL
    words_by_voice: Groups = _NO_GROUPS
    times_by_voice: Groups = _NO_GROUPS
    left_out: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    def __add__(self, other: EvaluationReport) -> EvaluationReport:
        return EvaluationReport.total((self, other))

    @classmethod
    def total(cls, reports: Iterable[EvaluationReport]) -> EvaluationReport:
        """Add up any number of reports; none at all give the empty one."""
        reports = (cls(), *reports)
        parts: dict[str, Any] = {}
        for f in fields(cls):
            values: list[Any] = [getattr(report, f.name) for report in reports]
            is_list = f.name in ("left_out", "judgements", "mistakes")
            parts[f.name] = tuple(chain.from_iterable(values)) if is_list else sum(values[1:], values[0])
        return cls(**parts)

    def figures(self) -> dict[str, float | None]:
        """Return every rate by name, None where there was nothing to divide by.

        Retrievals give three figures (``spans.precision``, ``spans.recall``, ``spans.f1``), tallies one, groups three a
        part (``speakers_by_type.implicit.recall``), errors one, of which less is better.
        """
        rates: dict[str, float | None] = {}
        for f in fields(self):
            value = getattr(self, f.name)
            if isinstance(value, Tally | Errors):
                rates[f.name] = value.rate
                continue
            named = [(f.name, value)] if isinstance(value, Retrieval) else []
            if isinstance(value, Groups):
                named = [(f"{f.name}.{part}", counts) for part, counts in value]
            for name, counts in named:
                rates |= {f"{name}.{rate}": getattr(counts, rate) for rate in ("precision", "recall", "f1")}
        return rates

    def __str__(self) -> str:
        lines = []
        for f in fields(self):
            value = getattr(self, f.name)
            if f.name in _SELDOM and value == f.default:
                continue
            if isinstance(value, Retrieval):
                rates = (f"{name} {show_rate(getattr(value, name))}" for name in ("precision", "recall", "f1"))
                lines.append(f"{f.name:16} {'  '.join(rates)}  of {value.wanted}")
            elif isinstance(value, Tally):
                lines.append(f"{f.name:16} {show_rate(value.rate)}  of {value.total}")
            elif isinstance(value, Errors) and value.total:
                lines.append(f"{f.name:16} {show_rate(value.rate)}  wrong, of {value.total}")
        return "\n".join(lines)
