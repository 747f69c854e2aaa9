"""Records of other projects are read whole, or refused with the field that is wrong."""

from __future__ import annotations

import pytest
from evaluation_samples import ARTICLE, article, report, story
from pydantic import ValidationError

from quotes.errors import AnnotationError
from quotes.evaluation.records import build_record
from quotes.spans import Span


def test_an_article_tells_sources() -> None:
    """Each source is a speaker of its own words; a quotation without one has nobody."""
    reference = build_record(article())

    assert (reference.scheme, reference.category) == ("sources", "news")
    assert [q.kind for q in reference.annotation.quotations] == ["direct", "indirect", "direct", "mixed"]
    assert [s.name for s in reference.annotation.speakers] == ["Ines Okafor, the engineer", "Rolf Tande", "he"]
    assert reference.annotation.quotations[3].speaker is None
    assert reference.complete >= {"indirect"}


def test_a_story_tells_characters() -> None:
    """The cast are its speakers, with their aliases, and each quotation keeps its type."""
    reference = build_record(story())

    assert reference.scheme == "cast"
    assert [(s.name, s.gender) for s in reference.annotation.speakers] == [
        ("Marta Hale", "female"),
        ("Jon Hale", "male"),
    ]
    assert reference.cast == {"s1", "s2"}
    assert list(reference.types.values()) == ["explicit", "explicit", "anaphoric", "implicit"]


def test_a_name_outside_the_cast_is_no_character() -> None:
    """A reference sometimes names somebody the cast does not list."""
    record = story()
    record["quotations"][0]["speaker"] = "A Goat"
    reference = build_record(record)

    assert reference.annotation.speaker(reference.annotation.quotations[0].speaker).name == "A Goat"  # type: ignore[union-attr]
    assert reference.annotation.quotations[0].speaker not in reference.cast


def test_a_report_tells_accepted_names_and_flags() -> None:
    """Accepted names are aliases, the mention is the source, flags are kept."""
    record = report()
    record["quotations"][2]["uncertain"] = True
    reference = build_record(record)
    first, _, third, _ = reference.annotation.quotations

    assert (reference.scheme, reference.category, reference.complete) == ("accepted", "B", {"direct", "mixed", "other"})
    assert reference.annotation.speaker(first.speaker).aliases == ("Okafor",)  # type: ignore[union-attr]
    assert first.source == Span(*record["quotations"][0]["mention"])
    assert reference.is_flagged(third, "uncertain")


def test_turns_are_voices() -> None:
    """A turn with a name has a speaker, one without has none."""
    turns = [{"label": "A", "name": "Ines Okafor", "start": 0, "end": 20}, {"name": None, "start": 21, "end": 30}]
    annotation = build_record({**report(), "turns": turns}).annotation

    assert annotation.speaker(annotation.turns[0].speaker).name == "Ines Okafor"  # type: ignore[union-attr]
    assert annotation.turns[1].speaker is None


def test_several_spans_of_a_source_are_kept() -> None:
    """A source in two pieces is right by either."""
    record = article()
    record["quotations"][0]["source"] = [[27, 38], [44, 52]]
    reference = build_record(record)

    assert reference.sources_of(reference.annotation.quotations[0]) == (Span(27, 38), Span(44, 52))


def test_what_somebody_else_found_has_speakers_by_id() -> None:
    """Ids lead to the speakers listed; a kind nobody knows is not speech; the text is given."""
    record = {
        "id": "weir",
        "speakers": [{"id": "x7", "name": "Ines Okafor", "aliases": ["Okafor"]}],
        "quotations": [
            {"id": "a", "spans": [[1, 20]], "kind": "direct", "speaker": "x7", "source": [27, 38], "confidence": 0.5},
            {"id": "b", "spans": [[1, 4]], "kind": "slogan", "speaker": None, "parent": "a"},
        ],
    }
    reference = build_record(record, text=ARTICLE)
    first, second = reference.annotation.quotations

    assert reference.annotation.speaker(first.speaker).aliases == ("Okafor",)  # type: ignore[union-attr]
    assert (first.source, first.confidence, second.kind, second.parent) == (Span(27, 38), 0.5, "other", first.id)
    assert reference.has_confidences


def test_confidences_that_are_not_given_are_not_made_up() -> None:
    """Where a speaker comes without a confidence, that is known."""
    assert not build_record(story()).has_confidences
    assert not build_record(article()).has_confidences


FAULTS = [
    pytest.param({"spans": [[1, 9999]]}, AnnotationError, "ends after the text", id="outside the text"),
    pytest.param({"spans": [[9, 3]]}, ValidationError, "start <= end", id="backwards"),
    pytest.param({"spans": []}, ValidationError, "spans", id="no spans"),
    pytest.param({"kind": None}, ValidationError, "kind", id="no kind"),
    pytest.param({"confidence": 7}, ValidationError, "confidence", id="no probability"),
]


@pytest.mark.parametrize(("change", "error", "message"), FAULTS)
def test_a_wrong_field_is_named(change: dict[str, object], error: type[Exception], message: str) -> None:
    """The error says what is wrong."""
    record = story()
    record["quotations"][0] |= change

    with pytest.raises(error, match=message):
        build_record(record)


def test_a_parent_must_be_listed() -> None:
    """A quotation cannot be nested in one that is not there."""
    said = {"spans": [[1, 4]], "kind": "direct", "parent": "q9"}

    with pytest.raises(AnnotationError, match="q9"):
        build_record({"id": "a", "text": ARTICLE, "quotations": [said]})
