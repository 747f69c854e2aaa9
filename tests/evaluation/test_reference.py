"""References are read whole or refused with the place that is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quotes.errors import AnnotationError, ReadError
from quotes.evaluation import Reference, read_reference, write_reference
from quotes.model import Annotation, Document, DocumentInfo, Quotation, Turn
from quotes.spans import Span

TEXT = "“Off the grass,” said the keeper – twice.\r\n" + "He had a whistle. " * 6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A reference on disk, in Windows-1252."""
    quotation = Quotation(
        id="q1", kind="direct", spans=(Span(1, 15),), content=(Span(1, 15),), source=Span(22, 32), cue=Span(17, 21)
    )
    document = Document(id=tmp_path.name, text=TEXT, info=DocumentInfo(encoding="windows-1252"))
    turns = (Turn(start=43, end=len(TEXT), kind="narrator"),)
    annotation = Annotation.of(document, quotations=(quotation,), turns=turns)
    (tmp_path / "text.txt").write_bytes(TEXT.encode("windows-1252"))
    write_reference(tmp_path, Reference(annotation, frozenset({"direct"}), {"q1": frozenset({"uncertain"})}))
    return tmp_path


def test_what_is_written_is_read_back(folder: Path) -> None:
    """Writing what was read gives the same bytes."""
    path = folder / "annotation.json"
    before = path.read_bytes()
    reference = read_reference(folder)
    write_reference(folder, reference)

    assert path.read_bytes() == before
    assert reference.text == TEXT
    assert reference.complete == {"direct"}
    assert reference.is_flagged(reference.annotation.quotations[0], "uncertain")


def test_the_words_stand_beside_the_offsets(folder: Path) -> None:
    """The file repeats what stands at its offsets; long turns are shortened in the middle."""
    words = json.loads((folder / "annotation.json").read_text(encoding="utf-8"))["words"]

    assert words["quotations"]["q1"] == {"spans": ["Off the grass,"], "source": "the keeper", "cue": "said"}
    assert words["turns"][0].startswith("He had a whistle.")
    assert len(words["turns"][0]) == 80


def _change(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(file: dict[str, Any]) -> None:
        place: Any = file
        *path, last = key.split("/")
        for part in path:
            place = place[int(part)] if part.isdigit() else place[part]
        place[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(_change("words/quotations/q1/source", "the warden"), "the warden.*the keeper", id="other words"),
        pytest.param(_change("words/quotations", {}), "words of q1 are given as None", id="words left out"),
        pytest.param(_change("words/turns", []), "words of turns", id="turns left out"),
        pytest.param(_change("words/quotations/q9", {}), "q9", id="words of nothing"),
        pytest.param(_change("annotation/quotations/0/spans", [[2, 15]]), "words of q1", id="a shifted offset"),
        pytest.param(_change("annotation/quotations/0/spans", [[1, 999]]), "ends after the text", id="out of the text"),
        pytest.param(_change("annotation/sha256", "0" * 64), "sha256", id="another text"),
        pytest.param(_change("flags", {"q7": ["uncertain"]}), "q7", id="a flag on nothing"),
    ],
)
def test_a_reference_that_contradicts_its_text_is_refused(
    folder: Path, change: Callable[[dict[str, Any]], None], message: str
) -> None:
    """The error names the document and what is wrong."""
    path = folder / "annotation.json"
    file = json.loads(path.read_text(encoding="utf-8"))
    change(file)
    path.write_text(json.dumps(file), encoding="utf-8")

    with pytest.raises(AnnotationError, match=message) as caught:
        read_reference(folder)
    assert caught.value.document_id == folder.name


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("annotation.json", b"{", "the file: Invalid JSON", id="not JSON"),
        pytest.param("annotation.json", b"{}", "reference_version: Field required", id="nothing in it"),
        pytest.param("text.txt", b"\x81", "is not", id="not in its encoding"),
        pytest.param("text.txt", None, "cannot be read", id="no text"),
    ],
)
def test_a_broken_file_is_named(folder: Path, name: str, content: bytes | None, message: str) -> None:
    """The error names the file and the reason."""
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)

    with pytest.raises(ReadError, match=message) as caught:
        read_reference(folder)
    assert caught.value.path.endswith(name)


def test_a_reference_needs_its_text() -> None:
    """An annotation saved without its text cannot be a reference."""
    with pytest.raises(AnnotationError, match="needs its text"):
        Reference(Annotation(id="a", sha256="0" * 64))
