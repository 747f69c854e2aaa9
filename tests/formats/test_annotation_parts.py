"""An annotation written part by part is the one written whole."""

from __future__ import annotations

import pytest

from quotes.formats.annotation_json import write_annotation, write_annotation_parts
from quotes.model import Annotation, Document, Quotation
from quotes.spans import Span

TEXTS = {
    "short": "“Go,” she said.",
    "empty": "",
    "like its own JSON": '“Go,” she said.\n  "text": ""\n  "quotations": []',
    "signs that are escaped": '“\x00\x1f\\"\u2028\U0001f600\x7f<é>”\r\n',
    "longer than a piece": "“Go,” she said of the “\U0001f600”.\n" * 10_000,
}


@pytest.mark.parametrize("with_text", [True, False])
@pytest.mark.parametrize("name", TEXTS)
def test_parts_make_up_the_whole(name: str, with_text: bool) -> None:
    """Whatever the text holds, with it or without."""
    text = TEXTS[name]
    found = (Quotation(id="q1", kind="direct", spans=(Span(1, 4),)),) if len(text) > 4 else ()
    annotation = Annotation.of(Document(id='\n  "text": ""', text=text), quotations=found)
    parts = "".join(write_annotation_parts(annotation, with_text=with_text))
    assert parts == write_annotation(annotation, with_text=with_text)
