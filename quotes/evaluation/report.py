"""The value of an evaluation: counts that add over documents, and every mistake as a place in a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Literal

from quotes.evaluation.counts import NO_RETRIEVAL, NO_TALLY, Retrieval, Tally, show_rate
from quotes.spans import Span

__all__ = ["EvaluationReport", "Mistake", "MistakeKind"]

MistakeKind = Literal["missed", "spurious", "not_speech", "speaker", "named_in_vain", "source", "role", "voice"]
"""missed: a reference span of speech that the hypothesis lacks. spurious: a hypothesis span that the reference lacks.
not_speech: a marked stretch that is not speech, taken for speech. named_in_vain: a speaker where the reference has
none. The others: what the hypothesis has wrong about a quotation or turn that it found."""


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
    """

    document_id: str
    what: MistakeKind
    span: Span
    words: str
    reference: str | None = None
    hypothesis: str | None = None


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
        abstained: quotations of speech of nobody known, that were left unattributed.
        sources: quotations found whose reference has a source, and whose source overlaps it.
        roles: share of the role's content words, summed over rightly attributed quotations that have a role.
        voices: turns of labelled and broadcast transcripts: the speaker at the middle of the turn has the right name.
        turn_kinds: turns at whose middle the hypothesis has a turn of the same sort, narrator or voice.
        sourced_direct: attributed quotations of marked speech, right when at least half lies inside one of the
            reference and the sources overlap.
        sourced_indirect: attributed indirect quotations, right when their contents share at least half of their union
            and the sources overlap.
        sourced_all: the same over every kind of speech.
        contents: contents of every kind of speech, both ends exact.
        source_spans: sources, both ends exact.
        cues: cues, both ends exact.
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
    abstained: Tally = NO_TALLY
    sources: Tally = NO_TALLY
    roles: Tally = NO_TALLY
    voices: Tally = NO_TALLY
    turn_kinds: Tally = NO_TALLY
    sourced_direct: Retrieval = NO_RETRIEVAL
    sourced_indirect: Retrieval = NO_RETRIEVAL
    sourced_all: Retrieval = NO_RETRIEVAL
    contents: Retrieval = NO_RETRIEVAL
    source_spans: Retrieval = NO_RETRIEVAL
    cues: Retrieval = NO_RETRIEVAL
    mistakes: tuple[Mistake, ...] = ()

    def __add__(self, other: EvaluationReport) -> EvaluationReport:
        return EvaluationReport(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @classmethod
    def total(cls, reports: Iterable[EvaluationReport]) -> EvaluationReport:
        """Add up any number of reports; none at all give the empty one."""
        return sum(reports, cls())

    def figures(self) -> dict[str, float | None]:
        """Return every rate by name, None where there was nothing to divide by.

        Retrievals give three figures (``spans.precision``, ``spans.recall``, ``spans.f1``), tallies one.
        """
        rates: dict[str, float | None] = {}
        for f in fields(self):
            value = getattr(self, f.name)
            if isinstance(value, Retrieval):
                rates |= {f"{f.name}.{rate}": getattr(value, rate) for rate in ("precision", "recall", "f1")}
            elif isinstance(value, Tally):
                rates[f.name] = value.rate
        return rates

    def __str__(self) -> str:
        lines = []
        for f in fields(self):
            value = getattr(self, f.name)
            if isinstance(value, Retrieval):
                rates = (f"{name} {show_rate(getattr(value, name))}" for name in ("precision", "recall", "f1"))
                lines.append(f"{f.name:16} {'  '.join(rates)}  of {value.wanted}")
            elif isinstance(value, Tally):
                lines.append(f"{f.name:16} {show_rate(value.rate)}  of {value.total}")
        return "\n".join(lines)
