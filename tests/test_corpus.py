"""Every reference of the corpus validates, and no score on it falls below its floor."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from quotes import annotate, read
from quotes.evaluation.attribution import find_name_keys
from quotes.evaluation.baseline import read_baseline
from quotes.evaluation.corpus import CorpusEntry, compute_digest, find_source, read_corpus, read_index, score_corpus
from quotes.evaluation.reference import Reference, read_reference, write_reference
from quotes.evaluation.report import EvaluationReport
from quotes.formats import read_file
from quotes.model import Annotation, Document, Speaker
from quotes.renderer.inplace import Marking, mark_in_place, remove_marks

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
ENTRIES = read_index(CORPUS)
IDS = [entry.id for entry in ENTRIES]

MARKS = frozenset("\"'“”‘’«»‹›„‚")
"""Every mark that opens or closes a quotation in the corpus."""


@cache
def _reference(name: str) -> Reference:
    return read_reference(CORPUS / name)


@cache
def _annotate(path: Path) -> Annotation:
    found = annotate(read(path))
    assert isinstance(found, Annotation)
    return found


def test_the_index_lists_every_folder() -> None:
    """Each folder is in the index and each line of the index has a folder."""
    folders = sorted(path.name for path in CORPUS.iterdir() if path.is_dir())

    assert sorted(IDS) == folders


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_the_source_is_the_one_that_was_annotated(entry: CorpusEntry) -> None:
    """No byte of a source has changed since it was indexed: a checkout must not touch its line ends."""
    assert hashlib.sha256(find_source(CORPUS, entry).read_bytes()).hexdigest() == entry.sha256


@pytest.mark.parametrize("name", IDS)
def test_every_reference_validates(name: str) -> None:
    """Offsets lie in the text, words stand at their offsets, and speakers and parents are listed."""
    assert _reference(name).id == name


@pytest.mark.parametrize("name", IDS)
def test_a_reference_is_in_the_form_that_is_written(name: str, tmp_path: Path) -> None:
    """Reading and writing a reference gives the same bytes, so that changes show line by line."""
    write_reference(tmp_path, _reference(name))

    assert (tmp_path / "annotation.json").read_bytes() == (CORPUS / name / "annotation.json").read_bytes()


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_the_reader_reads_the_text_that_was_annotated(entry: CorpusEntry) -> None:
    """The reader finds in each source, whatever its form, encoding and line ends, the annotated text."""
    document = read(find_source(CORPUS, entry))

    assert isinstance(document, Document)
    assert document.text == _reference(entry.id).text
    assert document.info.encoding == _reference(entry.id).annotation.document.encoding


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.format == "html"], ids=lambda entry: entry.id)
def test_pages_are_marked_in_place_and_come_back(entry: CorpusEntry) -> None:
    """The quotations of the reference are marked where they stand on the page, and every byte of it comes back."""
    path = find_source(CORPUS, entry)
    annotation = _reference(entry.id).annotation
    file = read_file(path)
    annotation = Annotation.of(
        Document(id=entry.id, text=annotation.text or "", info=file.content.info),
        quotations=annotation.quotations,
        speakers=annotation.speakers,
    )
    marked = mark_in_place(annotation, file.source, Marking(json_ld=True))
    spoken = [quotation for quotation in annotation.quotations if quotation.kind != "other"]
    assert all(f'data-quotes-id="{quotation.id}"' in marked for quotation in spoken)
    assert marked.count("application/ld+json") == 1
    assert file.encode(remove_marks(marked)) == path.read_bytes()


@pytest.mark.parametrize("name", IDS)
def test_marked_quotations_stand_between_marks(name: str) -> None:
    """A span of any kind but indirect has a mark before and behind it, unless it is flagged as lost."""
    reference = _reference(name)
    for quotation in reference.annotation.quotations:
        if quotation.kind == "indirect":
            continue
        first, last = quotation.spans[0], quotation.spans[-1]
        before, behind = reference.text[: first.start].rstrip(), reference.text[last.end :].lstrip()
        assert before[-1:] in MARKS or reference.is_flagged(quotation, "missing_opener"), quotation.id
        assert behind.lstrip(",.")[:1] in MARKS or reference.is_flagged(quotation, "missing_closer"), quotation.id
        for span in quotation.spans:
            assert span == span.trim(reference.text), quotation.id


@pytest.mark.parametrize("name", IDS)
def test_no_two_speakers_share_a_name(name: str) -> None:
    """A name or alias of the reference stands for one speaker of the document."""
    keys = [key for speaker in _reference(name).annotation.speakers for key in find_name_keys(speaker)]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", IDS)
def test_complete_for_marked_kinds(name: str) -> None:
    """Every document is annotated for all that stands in marks; the kinds it lists are those it is complete for."""
    reference = _reference(name)

    assert reference.complete >= {"direct", "mixed", "other"}
    assert {quotation.kind for quotation in reference.annotation.quotations} <= reference.complete


def test_the_corpus_is_large_and_varied_enough() -> None:
    """At least 28 documents of at least eight genres."""
    assert len(ENTRIES) >= 28
    assert len({entry.genre for entry in ENTRIES}) >= 8


def _find_shortfalls(change: Callable[[Annotation], dict[str, Any]]) -> set[str]:
    """Name the figures that fall below their floors when every annotation is changed."""

    def annotate_worse(path: Path) -> Annotation:
        found = _annotate(path)
        values = {name: getattr(found, name) for name in type(found).model_fields}
        return Annotation(**{**values, **change(found)})

    reports = score_corpus(CORPUS, annotate_worse)
    figures = EvaluationReport.total(report for _, report in reports).figures()
    return {shortfall.name for shortfall in read_baseline(CORPUS / "baseline.json").find_shortfalls(figures)}


def test_no_score_falls_below_its_floor() -> None:
    """The annotator is at least as good on the corpus as when the floors were pinned."""
    assert _find_shortfalls(lambda found: {}) == set()


def _miss_some(found: Annotation) -> dict[str, Any]:
    kept = tuple(q for number, q in enumerate(found.quotations) if number % 12 or q.parent is not None)
    ids = {quotation.id for quotation in kept}
    return {"quotations": tuple(replace(q, parent=q.parent if q.parent in ids else None) for q in kept)}


def _leave_open(found: Annotation) -> dict[str, Any]:
    opened = (
        q if number % 6 else replace(q, speaker=None, confidence=None) for number, q in enumerate(found.quotations)
    )
    return {"quotations": tuple(opened)}


def _name_somebody(found: Annotation) -> dict[str, Any]:
    stranger = Speaker(id="stranger", name="Zebedee Quorn")
    named = (
        q if number % 6 else replace(q, speaker="stranger", confidence=1.0) for number, q in enumerate(found.quotations)
    )
    return {"quotations": tuple(named), "speakers": (*found.speakers, stranger)}


def _forget_roles(found: Annotation) -> dict[str, Any]:
    return {"speakers": tuple(replace(s, role=None, affiliation=None) for s in found.speakers)}


WORSE = [
    pytest.param(_miss_some, {"spans.f1", "direct.f1"}, id="quotations are missed"),
    pytest.param(_leave_open, {"speakers.recall"}, id="speakers are left open"),
    pytest.param(_name_somebody, {"speakers.precision", "speakers.recall"}, id="a stranger is named"),
    pytest.param(_forget_roles, {"roles"}, id="roles are forgotten"),
]


@pytest.mark.parametrize(("change", "fallen"), WORSE)
def test_the_gate_can_fail(change: Callable[[Annotation], dict[str, Any]], fallen: set[str]) -> None:
    """An annotator that gets worse in one way falls below the floors of that."""
    assert fallen <= _find_shortfalls(change)


def test_the_floors_are_of_this_corpus() -> None:
    """Floors are pinned anew when a document is added or an annotation corrected: see corpus/README.md."""
    assert read_baseline(CORPUS / "baseline.json").corpus_digest == compute_digest(CORPUS)


def test_reading_the_corpus_gives_every_document() -> None:
    """The corpus is read whole, in the order of its index."""
    assert [entry for entry, _ in read_corpus(CORPUS)] == list(ENTRIES)
