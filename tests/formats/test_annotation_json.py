"""Saved annotations: what is written comes back equal, and the schema describes it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from quotes.formats import write_annotation, write_schema
from quotes.formats.annotation_json import read_annotation
from quotes.formats.base import RawInput
from quotes.model import Annotation, Document, DocumentInfo, Evidence, Quotation, Speaker
from quotes.spans import Span

words = st.text(st.characters(codec="utf-8"), max_size=20)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def annotations(draw: st.DrawFn) -> Annotation:
    """An annotation of any text, with one quotation that covers it, and any meta."""
    text = draw(st.text(st.characters(codec="utf-8"), min_size=1))
    meta = draw(st.dictionaries(words, json_values, max_size=3))
    document = Document(id=draw(words.filter(bool)), text=text, info=DocumentInfo(meta=meta))
    span = Span(0, len(text))
    quotation = Quotation(
        id="q0",
        kind="direct",
        spans=(span,),
        content=(span,),
        speaker="s1",
        confidence=draw(st.floats(0, 1)),
        evidence=(Evidence(rule="r", words=draw(words), spans=(span,), weight=draw(st.none() | st.floats(-9, 9))),),
    )
    speaker = Speaker(id="s1", name=draw(st.none() | words), aliases=tuple(draw(st.lists(words, max_size=2))))
    return Annotation.of(document, quotations=(quotation,), speakers=(speaker,))


def read_back(text: str) -> Annotation:
    """Read an annotation from its JSON."""
    return read_annotation(RawInput("a.json", "a", text.encode("utf-8")))


@given(annotations(), st.sampled_from([None, 2]))
def test_what_is_written_comes_back_equal(annotation: Annotation, indent: int | None) -> None:
    """Writing and reading change nothing, meta and odd characters included."""
    assert read_back(write_annotation(annotation, indent=indent)) == annotation


@given(annotations())
def test_one_line_is_one_line(annotation: Annotation) -> None:
    """Without indent no line feed or return stands in the JSON, so that it can be a line of a file."""
    assert not {"\n", "\r"} & set(write_annotation(annotation, indent=None))


def test_the_text_can_be_left_out() -> None:
    """Without its text the field is not there, the hash is, and the annotation reads back."""
    annotation = Annotation.of(Document(id="a", text="He said no."))
    written = write_annotation(annotation, with_text=False)
    assert "text" not in json.loads(written)
    back = read_back(written)
    assert (back.text, back.sha256) == (None, annotation.sha256)
    assert "text" not in json.loads(write_annotation(back))


def test_letters_are_written_as_they_are() -> None:
    """UTF-8 is not escaped: a person can read the file."""
    assert "Ключ 😀" in write_annotation(Annotation.of(Document(id="a", text="Ключ 😀")))


def test_the_schema_names_every_field() -> None:
    """The schema is JSON, names its dialect, and lists the fields an annotation has."""
    schema = json.loads(write_schema())
    written = json.loads(write_annotation(Annotation.of(Document(id="a", text="He said no."))))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(written) == set(schema["properties"])
    assert schema["additionalProperties"] is False
