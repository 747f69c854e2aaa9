"""Training on a user's own corrected documents: what they teach, and that a reversed one turns a decision."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from test_ranker_training import write_data

from quotes.attributor import ranking
from quotes.errors import TrainingError
from quotes.model import Annotation, Document, Mention, Quotation, ReviewStatus, Speaker
from quotes.pipeline import annotate
from quotes.spans import Span
from quotes.training import adapt
from quotes.training.documents import read_corrected
from quotes.training.ranker import train_ranker

TEXT = "“The quay is sinking,” Petra Holm noted, as Ivo Brandt observed. “Nobody measures it.”\n\nThe tide was out."
PETRA = Speaker(id="s1", name="Petra Holm")
IVO = Speaker(id="s2", name="Ivo Brandt", aliases=("Brandt",))


def place(words: str) -> Span:
    """Give where words stand in the text."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


FIRST = Quotation(
    id="q1",
    kind="direct",
    spans=(place("The quay is sinking,"),),
    speaker="s1",
    source=place("Petra Holm"),
    confidence=0.6,
)

SECOND = Quotation(id="q2", kind="direct", spans=(place("Nobody measures it."),))


def document(*quotations: Quotation, mentions: tuple[Mention, ...] = ()) -> Annotation:
    """Return the annotation of the text with these quotations."""
    return Annotation.of(
        Document(id="quay", text=TEXT), quotations=quotations, speakers=(PETRA, IVO), mentions=mentions
    )


def save(path: Path, *annotations: Annotation) -> Path:
    """Write annotations as JSON Lines."""
    path.write_text("".join(each.model_dump_json() + "\n" for each in annotations), encoding="utf-8")
    return path


def source_of(path: Path, quotation: Quotation, mentions: tuple[Mention, ...] = ()) -> object:
    """Return the source that the record of a corrected quotation has."""
    (record,) = read_corrected(save(path / "d.jsonl", document(quotation, mentions=mentions)))
    return record["quotations"][0]["source"]


def reviewed(status: ReviewStatus, speaker: str | None, source: Span | None = FIRST.source) -> Quotation:
    """Return the first quotation as an editor left it."""
    return replace(FIRST, status=status, speaker=speaker, source=source, confidence=None if speaker is None else 1.0)


def test_an_accepted_source_is_taken(tmp_path: Path) -> None:
    """What an editor accepted is right, source and all."""
    assert source_of(tmp_path, reviewed("accepted", "s1")) == [place("Petra Holm")]


def test_a_corrected_speaker_leads_to_words_of_that_speaker(tmp_path: Path) -> None:
    """The source that was left where it stood is not the new speaker's; the nearest name of theirs is."""
    assert source_of(tmp_path, reviewed("corrected", "s2")) == [place("Ivo Brandt")]


def test_a_corrected_speaker_may_keep_the_source(tmp_path: Path) -> None:
    """A source that is a mention of the new speaker stays, whatever its words."""
    mention = Mention(start=place("Petra Holm").start, end=place("Petra Holm").end, speaker="s2", form="description")

    assert source_of(tmp_path, reviewed("corrected", "s2"), (mention,)) == [place("Petra Holm")]


def test_nobody_is_an_answer(tmp_path: Path) -> None:
    """A quotation left open by an editor has no source."""
    assert source_of(tmp_path, reviewed("corrected", None)) is None


def test_a_speaker_who_is_not_named_near_gives_no_answer(tmp_path: Path) -> None:
    """An empty span says that the source cannot be told."""
    far = replace(IVO, name="Somebody Else", aliases=())
    annotation = Annotation.of(
        Document(id="quay", text=TEXT), quotations=(reviewed("corrected", "s2", None),), speakers=(PETRA, far)
    )
    (record,) = read_corrected(save(tmp_path / "d.jsonl", annotation))

    assert record["quotations"][0]["source"] == [Span(1, 1)]


def test_what_no_editor_has_seen_teaches_nothing(tmp_path: Path) -> None:
    """A proposed quotation has an empty span for a source, a rejected one is not there, and one must be reviewed."""
    other = replace(SECOND, kind="other")
    whole = document(reviewed("accepted", "s1"), other)
    rejected = document(reviewed("accepted", "s1"), replace(other, status="rejected"))
    records = list(read_corrected(save(tmp_path / "a.jsonl", whole)))

    assert [q["source"] for q in records[0]["quotations"]] == [[place("Petra Holm")], [Span(66, 66)]]
    (record,) = read_corrected(save(tmp_path / "b.jsonl", rejected))
    assert len(record["quotations"]) == 1
    with pytest.raises(TrainingError, match="no quotation in it is accepted or corrected"):
        list(read_corrected(save(tmp_path / "c.jsonl", document(FIRST))))


def test_a_folder_that_is_no_annotations_is_named(tmp_path: Path) -> None:
    """The error is one of training, with the place."""
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")

    with pytest.raises(TrainingError, match=r"x\.json"):
        list(read_corrected(tmp_path))


def decide(monkeypatch: pytest.MonkeyPatch, weights: dict[str, float]) -> str | None:
    """Return the source that these weights choose for the first quotation."""
    with monkeypatch.context() as patch:
        patch.setattr(ranking, "load_weights", lambda: weights)
        quotation = annotate(TEXT, min_confidence=0.0).quotations[0]
    return None if quotation.source is None else quotation.source.of(TEXT)


def test_a_correction_turned_round_turns_the_decision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Going on from the shipped weights, whoever the editor names is chosen afterwards."""
    pytest.importorskip("scipy", reason="only training needs an optimiser")
    chosen = {}
    for speaker, name in (("s1", "Petra Holm"), ("s2", "Ivo Brandt")):
        corrected = replace(reviewed("corrected", speaker), source=place(name))
        copies = [document(corrected, SECOND).model_copy(update={"id": f"d{number}"}) for number in range(30)]
        adapt(save(tmp_path / "own.jsonl", *copies), tmp_path / speaker)
        made = json.loads((tmp_path / speaker / "attributor" / "data" / "ranker.json").read_text(encoding="utf-8"))
        assert made["scores"]["source of quoted speech in these documents, after"] == "30 of 30"
        chosen[name] = decide(monkeypatch, made["weights"])

    assert chosen == {"Petra Holm": "Petra Holm", "Ivo Brandt": "Ivo Brandt"}


def test_own_documents_are_learnt_from_beside_the_data(tmp_path: Path) -> None:
    """Questions of corrected documents change the weights that the data folder alone gives."""
    pytest.importorskip("scipy", reason="only training needs an optimiser")
    data = write_data(tmp_path)
    own = list(read_corrected(save(tmp_path / "own.jsonl", document(reviewed("corrected", "s2")))))

    assert train_ranker(data, own) != train_ranker(data)
    assert train_ranker(data, own) == train_ranker(data, own)
