"""Indirect speech, whole clauses of mixed quotations, and sources that a frame corrects."""

from __future__ import annotations

import pytest

from quotes.attributor.frame_sources import find_source_phrase
from quotes.attributor.frames import Frame, find_frames
from quotes.attributor.indirect import select_frames
from quotes.model import Annotation, Quotation, Speaker
from quotes.pipeline import annotate
from tests.attributor.attributor_samples import make_units, read_phrases


def indirect(text: str) -> tuple[Annotation, list[Quotation]]:
    """Annotate a text; give its indirect quotations."""
    annotation = annotate(text)
    return annotation, [quotation for quotation in annotation.quotations if quotation.kind == "indirect"]


def speaker(annotation: Annotation, quotation: Quotation) -> Speaker:
    """Give the speaker of a quotation that has one."""
    found = annotation.speaker(quotation.speaker)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "Mira Solano said the bridge would stay closed until spring.",
            "Mira Solano",
            "said",
            "the bridge would stay closed until spring",
        ),
        (
            "The council's chief engineer, Mira Solano, said that the pier was unsafe.",
            "The council's chief engineer, Mira Solano,",
            "said",
            "that the pier was unsafe",
        ),
        (
            "According to the harbour office, two boats were lost.",
            "the harbour office",
            "According to",
            "two boats were lost",
        ),
        (
            "Two boats were lost in the storm, according to the harbour office.",
            "the harbour office",
            "according to",
            "Two boats were lost in the storm",
        ),
        (
            "The new bridge over the river will open next month, Mayor Otto Lind said on Monday.",
            "Mayor Otto Lind",
            "said",
            "The new bridge over the river will open next month",
        ),
    ],
    ids=["said", "title before", "according to first", "according to last", "clause first"],
)
def test_a_reported_clause_is_found(text: str, source: str, cue: str, content: str) -> None:
    """Content, cue and source of an indirect quotation stand where the text has them."""
    _, (quotation,) = indirect(text)

    assert quotation.source is not None and quotation.cue is not None
    assert (quotation.source.of(text), quotation.cue.of(text)) == (source, cue)
    assert [span.of(text).rstrip(".,") for span in quotation.spans] == [content]
    assert quotation.content == quotation.spans


@pytest.mark.parametrize(
    "text",
    [
        "The ferry left the harbour at noon and came back in the evening.",
        "Rain fell on the hills all night.",
        "",
    ],
)
def test_what_nobody_reports_is_no_quotation(text: str) -> None:
    """The narrator's own statements are nobody's words."""
    assert indirect(text)[1] == []


def test_the_speaker_is_the_one_of_the_registry() -> None:
    """A reported clause and a quotation of one person have one speaker."""
    text = '"We found a crack," said engineer Mira Solano.\n\nSolano said that the pier would stay closed for a month.'
    annotation, (quotation,) = indirect(text)

    assert speaker(annotation, quotation).name == "Mira Solano"
    assert len(annotation.speakers) == 1


def test_a_pronoun_is_resolved() -> None:
    """He is whoever was named before him, and the evidence says so."""
    text = "Otto Lind came to the quay on Monday. He said that the boats would not sail this week."
    annotation, (quotation,) = indirect(text)

    assert speaker(annotation, quotation).name == "Otto Lind"
    assert quotation.source is not None and quotation.source.of(text) == "He"
    assert any(e.rule == "antecedent" and e.words == "Otto Lind" for e in quotation.evidence)


def test_a_pronoun_that_points_nowhere_is_somebody_unnamed() -> None:
    """The words that point to the speaker are known; who it is stays open, and no name is given."""
    annotation, (quotation,) = indirect("They said that the road would be closed until Friday.")

    assert (speaker(annotation, quotation).kind, speaker(annotation, quotation).name) == ("unnamed", None)


def test_the_threshold_leaves_names_out() -> None:
    """Above what is sure, nobody is named, and the candidates stay."""
    text = "Otto Lind met the mayor, Per Aske. He said that the boats would not sail this week."
    (quotation,) = (q for q in annotate(text, min_confidence=1.0).quotations if q.kind == "indirect")

    assert (quotation.speaker, quotation.confidence) == (None, None)
    assert quotation.candidates


@pytest.mark.parametrize(
    "text",
    [
        "Mira Solano said the bridge would stay closed until spring.",
        "Mira Solano read the letter and put it back in the drawer.",
        "Mira Solano found the old garden behind the mill.",
    ],
)
def test_nobody_is_surer_to_have_said_it_than_that_it_was_said(text: str) -> None:
    """The confidence in a speaker falls with the probability that anything is reported at all."""
    for quotation in annotate(text, min_confidence=0).quotations:
        reported = next(evidence.weight for evidence in quotation.evidence if evidence.rule == "reported clause")
        assert reported is not None and quotation.confidence is not None
        assert quotation.confidence <= 0.3 + 0.7 * reported + 0.001
        assert quotation.candidates[0].confidence == quotation.confidence


def test_evidence_replays() -> None:
    """The words of the evidence stand where it says."""
    text = "Mira Solano said the bridge would stay closed until spring."
    _, (quotation,) = indirect(text)

    assert {evidence.rule for evidence in quotation.evidence} >= {"reported clause", "cue"}
    assert all(evidence.spans[0].of(text) == evidence.words for evidence in quotation.evidence)


def test_a_mixed_quotation_has_the_whole_clause_as_content() -> None:
    """Its spans stay within the marks, its content is the clause around them."""
    text = "Otto Lind said that the closure was a “needless burden” on the whole town."
    (quotation,) = annotate(text).quotations

    assert quotation.kind == "mixed"
    assert [span.of(text) for span in quotation.spans] == ["needless burden"]
    assert [span.of(text).rstrip(".") for span in quotation.content] == [
        "that the closure was a “needless burden” on the whole town"
    ]


def test_stretches_of_one_clause_are_one_quotation() -> None:
    """Two marked stretches in one reported clause are one mixed quotation."""
    text = "Otto Lind said that the closure was a “needless burden” on the town and an “insult” to its sailors."
    (quotation,) = annotate(text).quotations

    assert [span.of(text) for span in quotation.spans] == ["needless burden", "insult"]


def test_without_indirect_the_stage_is_left_out() -> None:
    """Asked for marked kinds only, mixed quotations have no more content than their spans."""
    text = "Otto Lind said that the closure was a “needless burden” on the town. He said that he would sue."
    (quotation,) = annotate(text, kinds=("direct", "mixed")).quotations

    assert quotation.content == quotation.spans


# -- frames


def make_frame(cue: int, source: int, contents: tuple[tuple[int, int], ...], probability: float) -> Frame:
    """Make a frame in a chain of ten words."""
    units, _, _ = make_units(" ".join(["word/NN"] * 10))
    return Frame(0, 0, tuple(units), (cue, cue + 1), (source, source + 1), contents, probability, 1.0, 1.0)


OUTER, INNER = make_frame(1, 0, ((2, 10),), 0.9), make_frame(5, 4, ((6, 10),), 0.9)


@pytest.mark.parametrize(
    ("frames", "kept"),
    [
        ([OUTER], [OUTER]),
        ([OUTER, INNER], [OUTER]),
        ([make_frame(1, 0, ((2, 10),), 0.4), INNER], [make_frame(1, 0, ((2, 10),), 0.4), INNER]),
        ([make_frame(1, 0, ((2, 10),), 0.1)], []),
    ],
    ids=["alone", "inside another", "inside a doubtful one", "unlikely"],
)
def test_frames_are_selected(frames: list[Frame], kept: list[Frame]) -> None:
    """Unlikely frames are dropped, and those inside what a surer one reports."""
    assert select_frames(frames) == kept


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mira Solano, an engineer who lives in Tesh, said the pier was shut.", "Mira Solano"),
        ("The harbour office said the pier was shut.", "The harbour office"),
        ("Norway and Chile said that the nets were a danger.", "Norway and Chile"),
    ],
)
def test_the_source_of_a_frame_is_read_as_a_phrase(text: str, words: str) -> None:
    """The phrase that the source is about is its first, with its apposition."""
    reader = read_phrases(text)
    (frame,) = select_frames(find_frames([reader.passage(0)]))

    assert find_source_phrase(reader, frame).span.of(text).startswith(words)


def test_no_passages_have_no_frames() -> None:
    """An empty document is no special case."""
    assert find_frames([]) == []
    assert find_frames([read_phrases("“Go.”").passage(0)]) == []
