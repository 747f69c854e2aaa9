"""What `evaluate` counts, and the places it hands back."""

from __future__ import annotations

import pytest

from quotes.errors import AnnotationError
from quotes.evaluation import EvaluationReport, Reference, Retrieval, Tally, evaluate
from quotes.model import Annotation, Document, Quotation, QuotationKind, Speaker, Turn
from quotes.spans import Span

TEXT = (
    "“Leave the gate alone,” said Odile Marrack, the bailiff. “It sticks.” A sign reads “Mind the geese”.\n"
    "“Never,” Tam Orrell told her. “You said ‘sticks’ before.”"
)
BAILIFF = Speaker(id="s1", name="Odile Marrack", aliases=("Marrack",), role="the bailiff")
TAM = Speaker(id="s2", name="Tam Orrell")


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def _quotation(
    *parts: str,
    speaker: str | None = None,
    kind: QuotationKind = "direct",
    source: str | None = None,
    parent: str | None = None,
    reason: str | None = None,
) -> Quotation:
    spans = tuple(_span(part) for part in parts)
    return Quotation(
        id=f"q{spans[0].start}",
        kind=kind,
        spans=spans,
        content=spans,
        speaker=speaker,
        confidence=None if speaker is None else 1.0,
        source=None if source is None else _span(source),
        parent=parent,
        reason=reason,
    )


GATE = _quotation("Leave the gate alone,", "It sticks.", speaker="s1", source="Odile Marrack, the bailiff")
GEESE = _quotation("Mind the geese", kind="other", reason="written words")
NEVER = _quotation("Never,", "You said ‘sticks’ before.", speaker="s2", source="Tam Orrell")
STICKS = Quotation(
    id="q_nested", kind="direct", spans=(Span(TEXT.index("‘sticks") + 1, TEXT.index("’ before")),), parent=NEVER.id
)


def _annotation(*quotations: Quotation, speakers: tuple[Speaker, ...] = (BAILIFF, TAM), **parts: object) -> Annotation:
    document = Document(id="gate", text=TEXT)
    return Annotation.of(document, quotations=quotations, speakers=speakers, **parts)


REFERENCE = Reference(_annotation(GATE, GEESE, NEVER, STICKS), frozenset({"direct", "mixed", "other"}))


def test_a_perfect_annotation_has_no_mistakes() -> None:
    """Against itself, every figure that can be divided is 1."""
    report = evaluate(REFERENCE, REFERENCE.annotation)

    assert report.mistakes == ()
    assert {rate for rate in report.figures().values() if rate is not None} == {1.0}


def test_an_empty_annotation_misses_everything() -> None:
    """Nothing found is recall 0 and no precision; what is not speech was left alone."""
    report = evaluate(REFERENCE, _annotation())

    assert (report.spans.precision, report.spans.recall) == (None, 0.0)
    assert report.other == Tally(1, 1)
    assert report.speakers == Retrieval(wanted=2)
    assert report.sources.rate is None


@pytest.mark.parametrize(
    ("hypothesis", "expected"),
    [
        pytest.param((GATE, NEVER), Retrieval(4, 4, 4, 4), id="nested ones need not be found"),
        pytest.param((GATE, NEVER, STICKS), Retrieval(4, 4, 4, 4), id="nor do they harm when found"),
        pytest.param((GATE,), Retrieval(2, 2, 2, 4), id="one missed"),
        pytest.param((GATE, _quotation("Mind the geese")), Retrieval(2, 3, 2, 4), id="a sign taken for speech"),
        pytest.param((_quotation("“Leave the gate alone,”"),), Retrieval(1, 1, 1, 4), id="marks at the ends"),
        pytest.param((_quotation("Leave the gate"),), Retrieval(0, 1, 0, 4), id="cut short"),
    ],
)
def test_spans_are_exact_at_both_ends(hypothesis: tuple[Quotation, ...], expected: Retrieval) -> None:
    """Spans count from the first letter or digit to the last, exact at both ends."""
    assert evaluate(REFERENCE, _annotation(*hypothesis)).spans == expected


def test_nested_and_touched_are_counted_apart() -> None:
    """Nested speech has a figure of its own; a span cut short is touched though not exact."""
    report = evaluate(REFERENCE, _annotation(_quotation("Leave the gate"), NEVER, STICKS))

    assert report.nested == Tally(1, 1)
    assert report.touched == Tally(3, 4)


def test_kind_is_part_of_the_figures_by_kind() -> None:
    """A direct quotation called mixed is found, but not as direct."""
    mixed = _quotation("Leave the gate alone,", "It sticks.", kind="mixed")
    report = evaluate(REFERENCE, _annotation(mixed, NEVER))

    assert report.spans.f1 == 1.0
    assert report.direct == Retrieval(2, 2, 2, 4)
    assert report.mixed == Retrieval(0, 2, 0, 0)


def test_not_speech_taken_for_speech_is_shown() -> None:
    """A sign taken for speech counts against `other` and comes back with its words."""
    report = evaluate(REFERENCE, _annotation(GATE, NEVER, _quotation("Mind the geese")))

    assert report.other == Tally(0, 1)
    assert ("not_speech", "Mind the geese") in [(m.what, m.words) for m in report.mistakes]


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        pytest.param(Speaker(id="s1", name="Marrack"), Retrieval(1, 1, 1, 1), id="by alias"),
        pytest.param(
            Speaker(id="s1", name="the bailiff", aliases=("ODILE MARRACK",)), Retrieval(1, 1, 1, 1), id="by case"
        ),
        pytest.param(Speaker(id="s1", name="Tam Orrell"), Retrieval(0, 1, 0, 1), id="somebody else"),
        pytest.param(None, Retrieval(0, 0, 0, 1), id="left open"),
    ],
)
def test_speakers_are_right_by_name_or_alias(speaker: Speaker | None, expected: Retrieval) -> None:
    """A speaker is right when a name or alias is shared; an open one is missed but not wrong."""
    reference = Reference(_annotation(GATE))
    found = _quotation("Leave the gate alone,", "It sticks.", speaker=speaker.id if speaker else None)

    report = evaluate(reference, _annotation(found, speakers=(speaker,) if speaker else ()))

    assert report.speakers == expected


def test_abstaining_where_nobody_is_known_is_counted_apart() -> None:
    """A quotation of nobody known is no part of the speakers' figures, but naming somebody for it is a mistake."""
    reference = Reference(_annotation(_quotation("Never,")))

    right = evaluate(reference, _annotation(_quotation("Never,")))
    wrong = evaluate(reference, _annotation(_quotation("Never,", speaker="s1")))

    assert (right.abstained, wrong.abstained) == (Tally(1, 1), Tally(0, 1))
    assert right.speakers == wrong.speakers == Retrieval()
    assert wrong.mistakes[0].what == "named_in_vain"


def test_half_a_role_is_half_right() -> None:
    """A role counts by its share of content words."""
    role = Speaker(id="s1", name="Odile Marrack", role="the water bailiff")
    reference = Reference(_annotation(GATE, speakers=(role,)))

    assert evaluate(reference, _annotation(GATE, speakers=(BAILIFF,))).roles == Tally(0.5, 1)


def test_sources_overlap_or_do_not() -> None:
    """A source is right when it overlaps the reference's."""
    near = _quotation("Leave the gate alone,", "It sticks.", speaker="s1", source="Marrack")
    far = _quotation("Leave the gate alone,", "It sticks.", speaker="s1", source="Tam Orrell")
    reference = Reference(_annotation(GATE))

    assert evaluate(reference, _annotation(near)).sources == Tally(1, 1)
    assert evaluate(reference, _annotation(far)).sources == Tally(0, 1)
    assert evaluate(reference, _annotation(far)).sourced_direct == Retrieval(0, 1, 0, 1)


def test_uncertain_quotations_are_not_scored() -> None:
    """What a careful reader cannot decide counts neither way."""
    reference = Reference(_annotation(GATE), frozenset({"direct"}), {GATE.id: frozenset({"uncertain"})})

    assert evaluate(reference, _annotation(GATE)).spans == Retrieval()
    assert evaluate(reference, _annotation()).spans == Retrieval()


def test_indirect_speech_counts_only_where_it_is_annotated() -> None:
    """An annotator that finds indirect speech is not punished by a reference that lists none."""
    clause = _quotation("It sticks.", kind="indirect", speaker="s1", source="Odile Marrack, the bailiff")
    listed = Reference(_annotation(clause))

    assert evaluate(REFERENCE, _annotation(clause)).sourced_indirect == Retrieval()
    assert evaluate(listed, _annotation(clause)).sourced_indirect == Retrieval(1, 1, 1, 1)
    assert evaluate(listed, _annotation()).sourced_indirect == Retrieval(wanted=1)


def test_turns_are_judged_at_their_middle() -> None:
    """A turn is right when the voice at its middle has the right name; the narrator is told from other voices."""
    cut = TEXT.index("\n")
    turns = (Turn(start=0, end=cut, kind="narrator"), Turn(start=cut + 1, end=len(TEXT), speaker="s2", kind="bite"))
    shifted = (
        Turn(start=0, end=cut - 9, kind="narrator"),
        Turn(start=cut - 9, end=len(TEXT), speaker="s2", kind="bite"),
    )
    reference = Reference(_annotation(turns=turns))

    assert evaluate(reference, _annotation(turns=shifted)).voices == Tally(1, 1)
    assert evaluate(reference, _annotation(turns=shifted)).turn_kinds == Tally(2, 2)
    assert evaluate(reference, _annotation(turns=turns[:1])).voices == Tally(0, 1)
    assert evaluate(reference, _annotation(turns=turns[:1])).turn_kinds == Tally(1, 2)


def test_reports_add_up() -> None:
    """The report of two documents is the sum of their counts, not the mean of their rates."""
    one, other = evaluate(REFERENCE, _annotation(GATE)), evaluate(REFERENCE, _annotation(GATE, NEVER))

    both = EvaluationReport.total([one, other])

    assert both.documents == 2
    assert both.spans == Retrieval(6, 6, 6, 8)
    assert EvaluationReport.total([]) == EvaluationReport()


def test_mistakes_are_places_in_the_text() -> None:
    """Every mistake's span covers its words."""
    report = evaluate(REFERENCE, _annotation(_quotation("Leave the gate"), _quotation("Mind the geese")))

    assert report.mistakes
    assert all(mistake.span.of(TEXT) == mistake.words for mistake in report.mistakes)


def test_annotations_of_different_texts_are_refused() -> None:
    """Offsets mean nothing between different texts."""
    with pytest.raises(AnnotationError, match="another text"):
        evaluate(REFERENCE, Annotation.of(Document(id="gate", text=TEXT + " ")))


def test_the_report_prints_absent_figures_as_such() -> None:
    """A figure with nothing to divide by prints as n/a."""
    assert "n/a" in str(EvaluationReport())
