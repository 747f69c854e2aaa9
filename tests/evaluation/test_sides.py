"""Two files or folders are joined by their documents' ids; every figure below was counted by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from evaluation_samples import ARTICLE, STORY, article, found, one, report, story, write_lines

from quotes.errors import ReadError
from quotes.evaluation import Comparison, Retrieval, Tally, evaluate_files
from quotes.model import Annotation, Document, Quotation
from quotes.pipeline import annotate
from quotes.spans import Span


def compare(folder: Path, reference: dict[str, Any], *hypothesis: dict[str, Any]) -> Comparison:
    """Write both sides as files and compare them."""
    return evaluate_files(
        write_lines(folder / "reference.jsonl.gz", reference), write_lines(folder / "hypothesis.jsonl", *hypothesis)
    )


def test_attributions_are_right_by_their_sources(tmp_path: Path) -> None:
    """Of four attributed quotations two are right, one has a wrong source, and one lies in none of the reference."""
    given = [
        one(ARTICLE, "The weir will hold,", "s1", "Ines Okafor", sure=0.9),
        one(ARTICLE, "We checked it twice.", "s1", "Ines Okafor", sure=0.8),
        one(ARTICLE, "Nobody looked,", "s2", "Rolf Tande", sure=0.6),
        one(ARTICLE, "a leak", "s2", "Rolf Tande", sure=0.5),
        one(ARTICLE, "The paper called", "s2", "Rolf Tande", sure=0.5),
        one(ARTICLE, "that the lower gate was rotten", "s2", "Rolf Tande", kind="indirect"),
    ]
    comparison = compare(tmp_path, article(), found(article(), given, "Ines Okafor", "Rolf Tande"))
    total = comparison.total

    # "a leak" lies in a quotation without a source: it can be neither right nor wrong.
    assert total.sourced_direct == Retrieval(right=2, given=4, found=1, wanted=2)
    assert total.extracted == Tally(2, 2)
    assert total.found_sources == Tally(1, 2)
    assert total.spurious == 1
    # One to one: neither half of the first quotation shares half of their union with it alone, nor does "Nobody
    # looked," have the right source; only the reported clause is right.
    assert total.sourced_all == Retrieval(right=1, given=6, found=1, wanted=3)
    assert total.sourced_indirect == Retrieval(right=1, given=1, found=1, wanted=1)
    assert [name for name, _ in total.sourced_by_kind] == ["direct", "indirect", "mixed"]
    # Contents: of the reference from The to twice, from that to rotten, Nobody looked, a leak.
    assert total.contents == Retrieval(right=3, given=6, found=3, wanted=4)
    # Sources: "Ines Okafor, the engineer", "Rolf Tande", "he" against "Ines Okafor", "Rolf Tande".
    assert total.source_spans == Retrieval(right=1, given=2, found=1, wanted=3)
    assert total.cues == Retrieval(wanted=4)
    assert [(mistake.what, mistake.words) for mistake in total.mistakes] == [
        ("source", "Nobody looked,"),
        ("spurious", "The paper called"),
    ]


def test_less_than_half_inside_is_spurious(tmp_path: Path) -> None:
    """A quotation of which two fifths lie in one of the reference is none of it, one with three fifths is."""
    words = ARTICLE.index("“Nobody looked,”")
    for before, after, spurious in ((24, 16, 1), (16, 24, 0)):
        given = {"kind": "direct", "spans": [[words - before, words + after]], "speaker": "s1", "confidence": 0.9}
        whole = {**article(), "quotations": [article()["quotations"][2]]}
        whole["quotations"][0]["spans"] = [[words, words + 24]]

        assert compare(tmp_path, whole, found(article(), [given], "Ines")).total.spurious == spurious


def test_contents_share_half_of_their_union_one_to_one(tmp_path: Path) -> None:
    """A content is right for one quotation only; one that covers a third of the union is right for none."""
    clause = "that the lower gate was rotten"
    short = clause[: len(clause) // 3]
    given = [
        one(ARTICLE, clause, "s1", "Rolf Tande", kind="indirect"),
        one(ARTICLE, clause[5:], "s1", "Rolf Tande", kind="indirect"),
    ]
    poor = [one(ARTICLE, short, "s1", "Rolf Tande", kind="indirect")]

    assert compare(tmp_path, article(), found(article(), given, "x")).total.sourced_indirect == Retrieval(1, 2, 1, 1)
    assert compare(tmp_path, article(), found(article(), poor, "x")).total.sourced_indirect == Retrieval(0, 1, 0, 1)


def test_confidence_is_held_against_what_was_right(tmp_path: Path) -> None:
    """Three attributions can be judged: 0.9 and 0.8 right, 0.6 wrong."""
    given = [
        one(ARTICLE, "The weir will hold,", "s1", "Ines Okafor", sure=0.9),
        one(ARTICLE, "We checked it twice.", "s1", "Ines Okafor", sure=0.8),
        one(ARTICLE, "Nobody looked,", "s1", "Ines Okafor", sure=0.6),
    ]
    worth = compare(tmp_path, article(), found(article(), given, "Ines Okafor")).summarize().calibration

    assert worth is not None
    assert worth.judged == 3
    # Each stands in a bin of its own: |0.6 - 0| + |0.8 - 1| + |0.9 - 1| = 0.9, by three.
    assert worth.expected_error == pytest.approx(0.3)
    assert worth.top_error == pytest.approx(1 / 3)
    assert [(point.coverage, point.risk) for point in worth.risks] == [
        (pytest.approx(1 / 3), 0),
        (pytest.approx(2 / 3), 0),
        (1, pytest.approx(1 / 3)),
    ]


def test_without_confidences_there_is_no_calibration(tmp_path: Path) -> None:
    """One attribution without its confidence is enough."""
    said = one(ARTICLE, "Nobody looked,", "s1", "he") | {"confidence": None}

    assert compare(tmp_path, article(), found(article(), [said], "Rolf Tande")).summarize().calibration is None


def test_characters_are_known_by_the_names_they_share(tmp_path: Path) -> None:
    """By type: of two explicit ones one is right, the pronoun's is wrong, the last has a name both Hales bear."""
    given = [
        one(STORY, "Have you fed the goats?", "s1"),
        one(STORY, "Twice,", None),
        one(STORY, "Then they lie,", "s2"),
        one(STORY, "They do.", "s3"),
    ]
    total = compare(tmp_path, story(), found(story(), given, "Marta", "mr. hale", "The Hales")).total

    assert total.spans == Retrieval(4, 4, 4, 4)
    assert total.speakers == Retrieval(right=1, given=3, found=1, wanted=4)
    assert dict(total.speakers_by_type) == {
        "anaphoric": Retrieval(0, 1, 0, 1),
        "explicit": Retrieval(1, 1, 1, 2),
        "implicit": Retrieval(0, 1, 0, 1),
    }
    assert [(m.type, m.reference, m.hypothesis) for m in total.mistakes] == [
        ("explicit", "Jon Hale", None),
        ("anaphoric", "Marta Hale", "mr. hale"),
        ("implicit", "Jon Hale", "The Hales"),
    ]


def test_one_quotation_may_answer_for_several_of_a_story(tmp_path: Path) -> None:
    """What runs over two quotations is a wrong span, but its speaker is asked for both; nested ones are left aside."""
    whole = STORY[STORY.index("Then") : STORY.index("They do.") + len("They do.")]
    given = [one(STORY, whole, "s1") | {"id": "a"}, one(STORY, "They do.", "s2") | {"id": "b", "parent": "a"}]
    total = compare(tmp_path, story(), found(story(), given, "Marta", "Jon Hale")).total

    assert total.spans == Retrieval(0, 1, 0, 4)
    assert total.speakers == Retrieval(right=1, given=2, found=1, wanted=4)


def test_an_alias_in_the_reference_is_whoever_bears_it(tmp_path: Path) -> None:
    """A quotation of "the Hales" is right for either."""
    record = story()
    for quotation in record["quotations"]:
        quotation["speaker"] = "The Hales"
    given = [one(STORY, "Twice,", "s1"), one(STORY, "They do.", "s2"), one(STORY, "Then they lie,", "s3")]
    total = compare(tmp_path, record, found(story(), given, "Marta", "Mr Hale", "The Hales")).total

    assert total.speakers == Retrieval(right=2, given=3, found=2, wanted=4)


def test_accepted_names_are_right(tmp_path: Path) -> None:
    """Two of three speakers are right; half of the source; all words of the role once, none of them once."""
    given = [
        one(ARTICLE, "The weir will hold,", "s1", "Ines Okafor, the engineer"),
        one(ARTICLE, "We checked it twice.", "s2"),
        one(ARTICLE, "Nobody looked,", "s1"),
        one(ARTICLE, "a leak", None),
    ]
    hypothesis = found(report(), given, "Okafor", "Ines Okafor's")
    hypothesis["speakers"][0]["role"] = "chief engineer"
    comparison = compare(tmp_path, report(), hypothesis)
    total = comparison.total

    assert total.spans == Retrieval(right=3, given=4, found=3, wanted=3)
    assert total.other == Tally(0, 1)
    assert total.speakers == Retrieval(right=2, given=3, found=2, wanted=3)
    assert total.sources == Tally(1, 3)
    assert total.roles == Tally(1, 2)
    assert [table.by for table in comparison.summarize(by=("category", "type", "kind")).tables] == [
        "category",
        "type",
        "kind",
    ]


def test_the_quotation_that_shares_most_answers(tmp_path: Path) -> None:
    """Where two overlap one of the reference, the speaker of the longer overlap counts."""
    given = [one(ARTICLE, "The", "s1"), one(ARTICLE, "weir will hold,", "s2")]
    total = compare(tmp_path, report(), found(report(), given, "Rolf Tande", "Okafor")).total

    assert (total.speakers.right, total.speakers.given) == (1, 1)


def test_half_inside_what_is_not_speech_is_taken_for_speech(tmp_path: Path) -> None:
    """A quotation with four of its seven letters in a marked stretch that nobody said is wrong there."""
    start = ARTICLE.index("a leak")
    for end, left_alone in ((start + 4, 0), (start + 2, 1)):
        said = {"kind": "direct", "spans": [[start - 3, end]], "speaker": None}

        assert compare(tmp_path, report(), found(report(), [said])).total.other == Tally(left_alone, 1)


def test_a_turn_is_right_only_by_its_name(tmp_path: Path) -> None:
    """At the middle of the turn somebody of that name speaks."""
    turns = [{"name": "Ines Okafor", "start": 0, "end": 40}, {"name": "Rolf Tande", "start": 41, "end": 90}]
    hypothesis = found(report(), [], "Ines Okafor")
    hypothesis["turns"] = [{"start": 0, "end": 80, "speaker": "s1"}]

    assert compare(tmp_path, {**report(), "turns": turns}, hypothesis).total.voices == Tally(1, 2)


def test_types_are_told_by_the_words_that_name_the_source(tmp_path: Path) -> None:
    """Where a reference gives no types, a name, a pronoun and no words at all are told apart."""
    record = report()
    record["quotations"][1]["mention"] = [ARTICLE.index("he said."), ARTICLE.index("he said.") + 2]
    given = [one(ARTICLE, "The weir will hold,", "s1"), one(ARTICLE, "We checked it twice.", "s2")]
    total = compare(tmp_path, record, found(report(), given, "Okafor", "Rolf Tande")).total

    assert dict(total.speakers_by_type) == {
        "name or description": Retrieval(1, 1, 1, 1),
        "no source": Retrieval(wanted=1),
        "pronoun": Retrieval(0, 1, 0, 1),
    }


CALL = "S0: Good day, this is the operator.\n\nS1: Thank you.\nWe had a good year.\n\nS2: Why?\n\nS3: Hm."


def test_labels_are_named_rightly(tmp_path: Path) -> None:
    """Of three people one is named in full, one by the family name, one wrongly; the operator is nobody."""
    names = {"S0": "Operator", "S1": "Ines Okafor", "S2": "Rolf Tande", "S3": "Jon Hale", "S7": "Who Never Spoke"}
    speakers = [
        {"id": "a", "name": "Ines Okafor", "labels": ["S1"]},
        {"id": "b", "name": "Mr. Tande", "labels": ["S2"]},
        {"id": "c", "name": "Speaker 3", "labels": ["S3"]},
    ]
    hypothesis = {"id": "call", "quotations": [], "speakers": speakers}
    comparison = compare(tmp_path, {"id": "call", "text": CALL, "names": names}, hypothesis)
    total = comparison.total

    assert total.named_labels == Retrieval(right=2, given=2, found=2, wanted=3)
    assert total.named_in_full == Tally(1, 3)
    # Words with their labels: eight under S1, two under S2, two under S3.
    assert total.named_words == Retrieval(right=10, given=10, found=10, wanted=12)
    assert [(m.words, m.reference, m.hypothesis) for m in total.mistakes] == [("S3", "Jon Hale", None)]
    assert [measure.name for measure in comparison.summarize().measures] == [
        "named_labels",
        "named_in_full",
        "named_words",
    ]


def test_lenient_stretches_harm_nobody(tmp_path: Path) -> None:
    """What is nested, hypothetical or uncertain need not be found, and may be."""
    record = report()
    for quotation, flag in zip(record["quotations"], ("nested", "hypothetical", "uncertain"), strict=False):
        quotation[flag] = True
    given = [one(ARTICLE, words, None) for words in ("The weir will hold,", "We checked it twice.", "Nobody looked,")]
    total = compare(tmp_path, record, found(report(), given)).total

    assert total.spans == Retrieval()
    assert total.nested == Tally(1, 1)
    assert total.speakers == Retrieval()


def test_documents_that_lack_count_as_if_nothing_had_been_found(tmp_path: Path) -> None:
    """A document missing and one that failed are scored and named; one too many is left out and named."""
    names = ("one", "two", "three")
    reference = write_lines(tmp_path / "r.jsonl", *({**story(), "id": name} for name in names))
    given = found(story(), [one(STORY, "Twice,", "s1")], "Mr Hale")
    failed = {"id": "two", "line": 2, "error": {"type": "ReadError", "message": "no"}}
    hypothesis = write_lines(tmp_path / "h.jsonl", {**given, "id": "one"}, failed, {**given, "id": "four"})
    comparison = evaluate_files(reference, hypothesis)

    assert (comparison.missing, comparison.failed, comparison.left_out) == (("three",), ("two",), ("four",))
    assert comparison.total.documents == 3
    assert comparison.total.speakers == Retrieval(1, 1, 1, 12)


def test_single_documents_are_joined_whatever_they_are_called(tmp_path: Path) -> None:
    """A saved annotation is named after its file; with one on each side no id is needed."""
    write_lines(tmp_path / "r.jsonl", story())
    (tmp_path / "other.json").write_text(annotate(STORY).model_dump_json(indent=2), encoding="utf-8")

    assert evaluate_files(tmp_path / "r.jsonl", tmp_path / "other.json").total.spans == Retrieval(4, 4, 4, 4)


def test_saved_annotations_are_read_with_or_without_their_text(tmp_path: Path) -> None:
    """What ``quotes batch --no-text`` wrote is held against the reference's text by its hash."""
    annotation = annotate(Document(id="goats", text=STORY))
    (tmp_path / "h.jsonl").write_text(annotation.model_dump_json(exclude={"text"}) + "\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.json").write_text(annotation.model_dump_json(indent=1), encoding="utf-8")

    for side in ("h.jsonl", "folder"):
        assert evaluate_files(write_lines(tmp_path / "r.jsonl", story()), tmp_path / side).total.spans.f1 == 1


def test_what_an_editor_rejected_is_no_quotation(tmp_path: Path) -> None:
    """A rejected quotation is not wanted; one nested in it stands alone."""
    outer = Quotation(id="a", kind="direct", spans=(Span(1, 24),), status="rejected")
    inner = Quotation(id="b", kind="direct", spans=(Span(6, 9),), parent="a")
    annotation = Annotation.of(Document(id="goats", text=STORY), quotations=(outer, inner))
    (tmp_path / "r.json").write_text(annotation.model_dump_json(), encoding="utf-8")
    given = [one(STORY, STORY[1:24], None), one(STORY, STORY[6:9], None)]
    write_lines(tmp_path / "h.jsonl", found(story(), given))

    assert evaluate_files(tmp_path / "r.json", tmp_path / "h.jsonl").total.spans == Retrieval(1, 2, 1, 1)


def test_a_corpus_is_read_by_its_index(corpus: Path) -> None:
    """Against itself no span and no speaker of it is wrong."""
    comparison = evaluate_files(corpus, corpus)

    assert comparison.total.spans.f1 == comparison.total.speakers.f1 == 1
    assert "wire" in {scored.category for scored in comparison.scored}


def test_one_reference_folder_is_read(corpus: Path) -> None:
    """Its folder and its annotation file mean the same."""
    folder = corpus / "wire-brothers"

    assert evaluate_files(folder, folder / "annotation.json").total.spans.f1 == 1


FAULTS = [
    pytest.param("", None, "no document", id="empty"),
    pytest.param("{oops}\n", None, "not JSON", id="not JSON"),
    pytest.param('{"id": "a", "quotations": []}\n[]\n', 2, "no JSON object", id="an array"),
    pytest.param('{"id": "goats", "quotations": []}\n{"quotations": []}\n', 2, "no field 'id'", id="no id"),
    pytest.param('{"id": "goats", "quotations": []}\n' * 2, 2, r"came before \(line 1\)", id="an id twice"),
    pytest.param('{"id": "a", "text": "b"}\n', 1, "no field 'quotations'", id="no quotations"),
    pytest.param(
        "".join(f'{{"id": "{id}", "quotations": []}}\n' for id in "wxyz"),
        None,
        r"none of its 4 ids \('w', 'x', 'y' and so on\) is one of the reference's 1 id \('goats'\)",
        id="others",
    ),
    pytest.param(
        '{"id": "goats", "quotations": [{"kind": "direct", "spans": [[4, 4000]]}]}\n', 1, "ends after", id="outside"
    ),
    pytest.param(
        '{"id": "goats", "quotations": [{"spans": [[4, 5]]}]}\n', 1, "kind: Field required", id="a field lacks"
    ),
    pytest.param('{"id": "goats", "quotations": [], "sha256": "0"}\n', 1, "annotates another text", id="another text"),
]


@pytest.mark.parametrize(("content", "line", "message"), FAULTS)
def test_a_wrong_file_is_named_with_its_line(tmp_path: Path, content: str, line: int | None, message: str) -> None:
    """The error says which file, which line and why."""
    (tmp_path / "h.jsonl").write_text(content, encoding="utf-8")

    with pytest.raises(ReadError, match=message) as caught:
        evaluate_files(write_lines(tmp_path / "r.jsonl", story()), tmp_path / "h.jsonl")
    assert (Path(caught.value.path).name, caught.value.line) == ("h.jsonl", line)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("nowhere.jsonl", None, "no such file", id="missing"),
        pytest.param("a.jsonl.gz", b"\x1f\x8bno", "damaged", id="not gzipped"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    """A missing or damaged file is an error with its name."""
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(ReadError, match=message):
        evaluate_files(tmp_path / name, tmp_path / name)


def test_mistakes_are_spread_evenly_and_carry_their_text(tmp_path: Path) -> None:
    """Of four missed quotations two are shown, with what stands around them."""
    summary = compare(tmp_path, story(), found(story(), [])).summarize(errors=2)

    assert summary.mistake_counts == {"missed": 4, "speaker": 4}
    assert [mistake.what for mistake in summary.mistakes] == ["missed", "speaker"]
    assert summary.mistakes[0].before.endswith("“")
    assert summary.mistakes[0].after.startswith("?” asked Marta.")
    assert compare(tmp_path, story(), found(story(), [])).summarize(errors=0).mistakes == ()


def test_the_summary_is_json(tmp_path: Path) -> None:
    """A program can read every figure."""
    from quotes.renderer.report import render_evaluation

    summary = compare(tmp_path, story(), found(story(), [])).summarize()
    values = json.loads(render_evaluation(summary, "json"))

    assert values["documents"] == 1
    assert {measure["name"]: measure["precision"] for measure in values["measures"]}["spans"] is None
