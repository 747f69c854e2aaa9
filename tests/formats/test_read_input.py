"""Reading: which format an input is in, and what is said of one that cannot be read."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from quotes.errors import ReadError
from quotes.formats import FORMAT_OF_EXTENSION, READERS, UNREAD_EXTENSIONS, read, write_annotation
from quotes.model import Annotation, Document

SAVED = Annotation.of(Document(id="saved", text="“Go,” he said."))


@pytest.mark.parametrize("name", ["note.txt", "note", "note.story", "a b é.TXT"])
def test_a_text_is_read_whole(name: str, tmp_path: Path) -> None:
    """The text is the file, line ends as they are, and the id its name without extension."""
    path = tmp_path / name
    path.write_bytes("\ufeffHe said “no”.\r\nTwice.\r\n".encode())
    document = read(path)
    assert isinstance(document, Document)
    assert document.text == "He said “no”.\r\nTwice.\r\n"
    assert (document.id, document.info.format, document.info.encoding) == (path.stem, "plain", "utf-8-sig")


@pytest.mark.parametrize("name", ["saved.json", "saved.txt", "saved", "saved.html"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_saved_annotation_is_known_by_its_content(name: str, encoding: str, tmp_path: Path) -> None:
    """Whatever it is called and however encoded, it comes back equal."""
    path = tmp_path / name
    path.write_text(write_annotation(SAVED), encoding=encoding)
    assert read(path) == SAVED


def test_a_text_that_begins_like_json_is_a_text(tmp_path: Path) -> None:
    """A brace or a bracket at the beginning makes no JSON."""
    for text in ("[Applause] Thank you.", "{Update} He said no."):
        (tmp_path / "note").write_text(text, encoding="utf-8")
        assert read(tmp_path / "note").text == text


def test_json_in_a_text_file_is_a_text(tmp_path: Path) -> None:
    """Where the user calls it a text, other JSON is one."""
    path = tmp_path / "note.txt"
    path.write_text('["a"]', encoding="utf-8")
    assert read(path).text == '["a"]'


def test_an_open_file_is_read() -> None:
    """A binary file object will do; without a name the document is called document."""
    document = read(io.BytesIO(b'"Go," he said.'))
    assert (document.id, document.text) == ("document", '"Go," he said.')


def test_standard_input_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    """``-`` reads bytes, not text, so that encodings are found out there too."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("“Go”".encode("utf-16"))))
    assert (read("-").id, read.__name__) == ("stdin", "read")


def test_the_format_named_wins(tmp_path: Path) -> None:
    """A saved annotation can be read as the text it is written in."""
    path = tmp_path / "saved.json"
    path.write_text(write_annotation(SAVED), encoding="utf-8")
    assert read(path, format="plain").text == write_annotation(SAVED)


def test_a_format_that_does_not_exist_is_a_value_error(tmp_path: Path) -> None:
    """The caller is told which there are."""
    with pytest.raises(ValueError, match=r"there is no reader 'odt'; there are .*json, "):
        read(tmp_path, format="odt")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("gone.txt", None, "there is no such file", id="missing"),
        pytest.param("empty.txt", b"", "the file is empty (0 bytes)", id="empty"),
        pytest.param("blank.txt", b"\n\n", "nothing but white space (2 bytes)", id="blank"),
        pytest.param("page.xml", b"<p>He said no.</p>", "there is no reader for .xml files", id="no reader"),
        pytest.param("talk.srt", b"He said no.", "this SRT file holds no line of times", id="no captions"),
        pytest.param("talk.vtt", b"WEBVTT\n\nNOTE none\n", "this WebVTT file holds no caption", id="only a header"),
        pytest.param("many.jsonl", b'{"id": "a", "text": "b"}\n', "files; many documents in one", id="json lines"),
        pytest.param("other.json", b'{"title": "x"}', "no field 'schema_version' or 'sha256'", id="other json"),
        pytest.param("list.json", b"[1]", "it is an array, not an object", id="json list"),
        pytest.param("null.json", b"null", "it is null, not an object", id="json null"),
        pytest.param("broken.json", b'{"title":\n "x"', "it is not JSON: EOF", id="broken json"),
        pytest.param("nameless", b'{"title": "x"}', "no field 'schema_version'", id="json without extension"),
        pytest.param("record.json", b'{"id": "a", "text": "x"}', "records is for quotes batch", id="batch record"),
        pytest.param(
            "s.json", b'{"schema_version": "1.0", "a": "\\udc00"}', "'a' holds a lone surrogate", id="surrogate"
        ),
        pytest.param(
            "later.json",
            b'{"schema_version": "9.0", "sha256": "", "id": "a"}',
            "has schema_version 9.0, this release reads 1.",
            id="later schema",
        ),
        pytest.param(
            "bad.json",
            b'{"schema_version": "1.0", "sha256": "", "id": "a"}',
            "not a valid annotation: sha256",
            id="field",
        ),
    ],
)
def test_what_cannot_be_read_is_a_read_error(name: str, data: bytes | None, reason: str, tmp_path: Path) -> None:
    """The error names the file and the reason."""
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read(str(path))
    assert reason in caught.value.reason
    assert caught.value.path == str(path)


def test_a_directory_is_a_read_error(tmp_path: Path) -> None:
    """A folder is no document."""
    with pytest.raises(ReadError, match="this is a directory"):
        read(tmp_path)


@pytest.mark.skipif(os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="root may read anything")
def test_a_file_without_permission_is_a_read_error(tmp_path: Path) -> None:
    """Permission denied is told as such."""
    path = tmp_path / "secret.txt"
    path.write_text("x", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(ReadError, match="may not read this file"):
        read(path)


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000], ids=["empty", "NUL", "too long"])
def test_a_name_no_file_can_have_is_a_read_error(name: str) -> None:
    """Names the system refuses give no other exception."""
    with pytest.raises(ReadError):
        read(name)


def test_a_changed_text_is_found_out(tmp_path: Path) -> None:
    """An annotation whose text was edited by hand contradicts its own hash."""
    path = tmp_path / "saved.json"
    path.write_text(write_annotation(SAVED).replace("he said", "he sang"), encoding="utf-8")
    with pytest.raises(ReadError, match="the text was changed after it was annotated"):
        read(path)


def test_the_registry_is_sound() -> None:
    """Every extension leads to a reader, and none is both read and refused."""
    assert set(FORMAT_OF_EXTENSION.values()) <= set(READERS)
    assert not set(FORMAT_OF_EXTENSION) & set(UNREAD_EXTENSIONS)
    assert all(extension == extension.lower() and extension[0] == "." for extension in FORMAT_OF_EXTENSION)
