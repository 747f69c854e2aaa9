"""The lines of an evaluation: which figures are shown for which reference, what they are called, and by what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from quotes.evaluation.counts import Errors, Groups, Retrieval, Tally
from quotes.evaluation.reference import Scheme
from quotes.evaluation.report import EvaluationReport
from quotes.measures import ErrorMeasure, Measure, MeasureTable

__all__ = ["BY", "find_errors", "find_measures", "find_tables"]

BY = ("kind", "type", "voice", "category", "document")
"""What figures can be broken down by."""

_TITLES: Mapping[str, str] = {
    "spans": "spans of speech in marks, both ends exact",
    "touched": "spans touched by one of speech",
    "nested": "spans of nested speech",
    "other": "marked stretches that are not speech, left alone",
    "speakers": "right speaker",
    "unattributed": "left unattributed",
    "abstained": "nobody known, left unattributed",
    "sources": "right source, of quotations found",
    "roles": "words of the role, of right speakers",
    "voices": "right name of a turn",
    "turn_kinds": "turns taken rightly for narrator or voice",
    "sourced_direct": "marked speech attributed to the right source",
    "extracted": "marked speech found by an attributed quotation",
    "found_sources": "right source, of those found",
    "sourced_indirect": "indirect speech attributed to the right source",
    "sourced_all": "speech of every kind attributed to the right source",
    "contents": "contents, both ends exact",
    "source_spans": "sources, both ends exact",
    "cues": "cues, both ends exact",
    "named_labels": "labels rightly named",
    "named_in_full": "labels named in full, spelt alike",
    "named_words": "words under labels rightly named",
    "voice_count_exact": "documents with the right number of voices",
    "named_voices": "voices rightly named, by family name",
    "named_voices_in_full": "voices named in full, spelt alike",
    "named_voice_words": "words given to somebody of the right name",
}

_OF_TURNS = ("voice_count_exact", "named_voices", "named_voices_in_full", "named_voice_words")
"""Figures that are shown wherever the reference has turns."""

_ERRORS: Mapping[str, tuple[str, str]] = {
    "diarization": ("diarization error rate (DER)", "ms"),
    "jaccard": ("Jaccard error rate (JER)", "voices"),
    "identification": ("identification error rate (IER), by name", "ms"),
    "word_diarization": ("word diarization error rate (WDER)", "words"),
    "concatenated_words": ("word error rate, voice by voice (cpWER)", "words"),
    "timed_words": ("the same, words within 5 s (tcpWER)", "words"),
    "voice_count": ("voices too many or too few, by document", "documents"),
}
"""What went wrong about turns: what it is called, and what is counted."""

_LEADING_ERRORS = ("diarization", "word_diarization", "concatenated_words")
"""Those that stand for a document or a category."""

_SHOWN: Mapping[Scheme, tuple[str, ...]] = {
    "names": tuple(
        name
        for name in _TITLES
        if name not in ("extracted", "found_sources", *_OF_TURNS) and not name.startswith("named_")
    ),
    "accepted": (
        "spans",
        "touched",
        "nested",
        "other",
        "speakers",
        "unattributed",
        "abstained",
        "sources",
        "roles",
        "voices",
    ),
    "cast": ("spans", "speakers", "unattributed"),
    "sources": (
        "sourced_direct",
        "extracted",
        "found_sources",
        "sourced_all",
        "sourced_indirect",
        "contents",
        "source_spans",
        "cues",
    ),
    "labels": ("named_labels", "named_in_full", "named_words"),
    "voices": ("voices",),
}
"""Which figures a reference can tell, by how it tells who spoke."""

_LEADING: Mapping[Scheme, tuple[str, ...]] = {
    "names": ("spans", "speakers"),
    "sources": ("sourced_direct", "sourced_all"),
    "labels": ("named_labels",),
    "voices": (),
}
"""The figures that stand for a document or a category."""

_TABLE_TITLES = {name: f"By {name}" for name in BY}


class _Part(Protocol):
    """A measured document."""

    @property
    def id(self) -> str: ...
    @property
    def category(self) -> str | None: ...
    @property
    def scheme(self) -> Scheme: ...
    @property
    def report(self) -> EvaluationReport: ...


def find_measures(report: EvaluationReport, schemes: Collection[Scheme]) -> tuple[Measure, ...]:
    """Return the figures that references of these schemes can tell, in the order they are shown in."""
    shown = {name for scheme in schemes for name in _SHOWN[scheme]}
    if report.voice_count.total:
        shown.update(_OF_TURNS)
    return tuple(_measure(name, _TITLES[name], _counts(report, name)) for name in _TITLES if name in shown)


def find_errors(report: EvaluationReport) -> tuple[ErrorMeasure, ...]:
    """Return what went wrong about turns; nothing where the reference has none."""
    if not report.voice_count.total:
        return ()
    return tuple(_measure_errors(name, name, title, report) for name, (title, _) in _ERRORS.items())


def find_tables(scored: Sequence[_Part], by: Iterable[str]) -> tuple[MeasureTable, ...]:
    """Break the figures down; a property that no document tells gives no table."""
    total = EvaluationReport.total(each.report for each in scored)
    schemes = {each.scheme for each in scored}
    tables = []
    for name in by:
        errors: list[ErrorMeasure] = []
        if name == "kind":
            rows = _by_kind(total, schemes)
        elif name == "type":
            rows = _by_group("speakers", "right speaker", total.speakers_by_type)
        elif name == "voice":
            rows = _by_voice(total)
        else:
            rows, errors = _by_part(scored, name)
        if rows or errors:
            tables.append(MeasureTable(name, _TABLE_TITLES[name], tuple(rows), tuple(errors)))
    return tuple(tables)


def _by_kind(report: EvaluationReport, schemes: Collection[Scheme]) -> list[Measure]:
    rows = []
    if not {"names", "accepted"}.isdisjoint(schemes):
        for name in ("direct", "mixed"):
            rows.append(_measure(f"spans.{name}", f"{name}: spans, both ends exact", getattr(report, name)))
    if not {"names", "sources"}.isdisjoint(schemes):
        rows += [
            _measure(f"sourced.{kind}", f"{kind}: contents with the right source", counts)
            for kind, counts in report.sourced_by_kind
        ]
    return rows


def _by_group(name: str, title: str, groups: Groups) -> list[Measure]:
    return [_measure(f"{name}.{part}", f"{part}: {title}", counts) for part, counts in groups]


def _by_voice(report: EvaluationReport) -> list[Measure]:
    """Return the words and the seconds of each voice."""
    rows = _by_group("words_by_voice", "words", report.words_by_voice)
    for name, counts in report.times_by_voice:
        right, given, wanted = counts.right / 1000, counts.given / 1000, counts.wanted / 1000
        rates = (counts.precision, counts.recall, counts.f1)
        rows.append(Measure(f"times_by_voice.{name}", f"{name}: seconds", right, given, right, wanted, *rates))
    return rows


def _by_part(scored: Sequence[_Part], by: str) -> tuple[list[Measure], list[ErrorMeasure]]:
    """Return the leading figures of each category or document."""
    parts: dict[str, list[_Part]] = {}
    for each in scored:
        name = each.id if by == "document" else each.category
        if name is not None:
            parts.setdefault(name, []).append(each)
    rows, errors = [], []
    for name, members in parts.items():
        report = EvaluationReport.total(each.report for each in members)
        schemes = {each.scheme for each in members}
        leading = _LEADING.get(next(iter(schemes)), _LEADING["names"]) if len(schemes) == 1 else _LEADING["names"]
        rows += [_measure(f"{key}.{name}", f"{name}: {_TITLES[key]}", _counts(report, key)) for key in leading]
        errors += [
            _measure_errors(key, f"{key}.{name}", f"{name}: {_ERRORS[key][0]}", report)
            for key in _LEADING_ERRORS
            if getattr(report, key).total
        ]
    return rows, errors


def _counts(report: EvaluationReport, name: str) -> Retrieval | Tally:
    if name == "unattributed":
        return Tally(report.speakers.wanted - report.speakers.given, report.speakers.wanted)
    counts = getattr(report, name)
    assert isinstance(counts, Retrieval | Tally)  # noqa: S101 - every name above is a count
    return counts


def _measure_errors(key: str, name: str, title: str, report: EvaluationReport) -> ErrorMeasure:
    counts = getattr(report, key)
    assert isinstance(counts, Errors)  # noqa: S101 - every name above is one of errors
    return ErrorMeasure(name, title, counts.rate, counts.count, counts.total, _ERRORS[key][1], dict(counts.parts))


def _measure(name: str, title: str, counts: Retrieval | Tally) -> Measure:
    if isinstance(counts, Tally):
        return Measure(name, title, counts.right, None, counts.right, counts.total, None, counts.rate, None)
    return Measure(
        name,
        title,
        counts.right,
        counts.given,
        counts.found,
        counts.wanted,
        counts.precision,
        counts.recall,
        counts.f1,
    )
