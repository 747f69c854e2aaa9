"""Word documents: their paragraphs, and archives that are not to be trusted."""

from __future__ import annotations

import io
import zipfile

import pytest

from quotes.errors import ReadError
from quotes.formats import read
from quotes.model import Document

HEAD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
TAIL = "</w:body></w:document>"


def pack(body: str, **parts: str) -> bytes:
    """Return a Word document of some XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return out.getvalue()


def read_word(data: bytes, tmp_path: object) -> Document:
    """Return a Word document read by its name."""
    from pathlib import Path

    path = Path(str(tmp_path)) / "a.docx"
    path.write_bytes(data)
    document = read(path)
    assert isinstance(document, Document)
    return document


def test_paragraphs_are_read_with_their_numbers(tmp_path: object) -> None:
    """Runs are joined, deleted text and field codes are left out, empty paragraphs count."""
    body = (
        f"{HEAD}<w:p><w:r><w:t>“It is </w:t></w:r>"
        "<w:r><w:t>safe,”</w:t><w:br/><w:t>said Ana &amp; Bo.</w:t></w:r></w:p>"
        "<w:p/><w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:instrText>X</w:instrText>"
        f"<w:t>Two.</w:t></w:r></w:p>{TAIL}"
    )
    core = '<a xmlns:d="d"><d:title>Pier</d:title><d:creator>Bo</d:creator></a>'
    document = read_word(pack(body, docProps__core=core), tmp_path)
    assert document.text == "“It is safe,”\nsaid Ana & Bo.\n\nTwo."
    assert document.info.source_map == {"kind": "docx", "paragraphs": [[0, 28, 0], [30, 34, 2]]}
    assert document.info.meta == {"title": "Pier", "author": "Bo"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"PK\x03\x04 no archive", "it cannot be opened", id="no archive"),
        pytest.param(pack(HEAD), "its XML is broken", id="broken"),
        pytest.param(pack(HEAD + TAIL), "it holds no text", id="empty"),
        pytest.param(pack('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), "declares a document type", id="entities"),
        pytest.param(pack(HEAD + " " * 30_000_000 + TAIL), "becomes more than", id="bomb"),
        pytest.param(pack(HEAD + "<w:p>" * 200_000), "its XML is broken", id="deep"),
    ],
)
def test_an_archive_that_will_not_do_is_an_error(data: bytes, reason: str, tmp_path: object) -> None:
    """It says why, and nothing is unpacked."""
    with pytest.raises(ReadError) as caught:
        read_word(data, tmp_path)
    assert reason in caught.value.reason
