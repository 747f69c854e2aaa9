"""Bytes become text, all of it, or an error says which byte is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.errors import ReadError
from quotes.formats.base import RawInput
from quotes.formats.decoding import decode

texts = st.text(st.characters(codec="utf-8"), min_size=1).filter(
    lambda text: not text.isspace() and not text.startswith("\ufeff") and "\0" not in text
)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        pytest.param(b"plain", "plain", "utf-8", id="ascii"),
        pytest.param("“é”".encode(), "“é”", "utf-8", id="utf-8"),
        pytest.param(b"\xef\xbb\xbfGo.", "Go.", "utf-8-sig", id="utf-8 with mark"),
        pytest.param("\ufeffGo “on”.".encode("utf-16-le"), "Go “on”.", "utf-16", id="utf-16 little end first"),
        pytest.param("\ufeffGo “on”.".encode("utf-16-be"), "Go “on”.", "utf-16", id="utf-16 big end first"),
        pytest.param("\ufeff😀".encode("utf-16-le"), "😀", "utf-16", id="utf-16 with a pair"),
        pytest.param(b"\x93Go,\x94 he said. It\x92s caf\xe9.", "“Go,” he said. It’s café.", "windows-1252", id="1252"),
        pytest.param(b"a\r\nb\rc\nd", "a\r\nb\rc\nd", "utf-8", id="line ends stay"),
        pytest.param(b"no end", "no end", "utf-8", id="no line end"),
        pytest.param("a\ufeffb".encode(), "a\ufeffb", "utf-8", id="a mark inside the text stays"),
        pytest.param(b"a long line of text with a stray \0 in it", None, "utf-8", id="one NUL in a text"),
        pytest.param(
            "\ufeff\u0a0d\u0d0a".encode("utf-16-le"), "\u0a0d\u0d0a", "utf-16", id="utf-16 that looks like CR LF"
        ),
    ],
)
def test_the_encoding_is_found_out(data: bytes, text: str | None, encoding: str) -> None:
    """UTF-8, UTF-16 by its mark, Windows-1252 where no UTF-8 stands."""
    assert decode(RawInput("a.txt", "a", data)) == (text if text is not None else data.decode(), encoding)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "the file is empty (0 bytes)", id="no byte"),
        pytest.param(b" \r\n\t ", "nothing but white space (5 bytes)", id="blank"),
        pytest.param(b"\xef\xbb\xbf", "nothing but white space (3 bytes)", id="only a mark"),
        pytest.param("café ".encode() + b"\xff", "byte 6 (0xff, in line 1) is not utf-8", id="utf-8 with a wrong byte"),
        pytest.param("1\n2 é\n".encode() + b"\x93", "byte 7 (0x93, in line 3)", id="two encodings in one file"),
        pytest.param(b"a \x81 b", "byte 2 (0x81, in line 1) is not windows-1252", id="a byte that 1252 lacks"),
        pytest.param(b"a \xed\xa0\xbd b", "byte 2 begins a lone surrogate written as UTF-8 (ed a0 bd)", id="surrogate"),
        pytest.param(b"\xff\xfea\0\0\xd8", "byte 4 (0x00, in line 1) is not utf-16", id="utf-16 lone surrogate"),
        pytest.param(b"\xff\xfea\0b", "truncated data", id="utf-16 cut"),
        pytest.param("abc".encode("utf-32"), "this is UTF-32", id="utf-32"),
        pytest.param("He said no.".encode("utf-16-le"), "UTF-16 without a byte-order mark", id="utf-16 without mark"),
        pytest.param(b"%PDF-1.7 ...", "this is a PDF", id="pdf"),
        pytest.param(b"PK\x03\x04rest", "this is a ZIP container", id="docx"),
        pytest.param(bytes(range(256)) * 8, "this is binary data", id="binary"),
        pytest.param(b"\0" * 64, "this is binary data", id="nul"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    """The error says what is wrong, with the byte where there is one."""
    with pytest.raises(ReadError) as caught:
        decode(RawInput("a.txt", "a", data))
    assert reason in caught.value.reason
    assert caught.value.path == "a.txt"


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        pytest.param(b"caf\xc3\xa9", "windows-1252", "cafÃ©", id="against the content"),
        pytest.param(b"caf\xe9", "latin-1", "café", id="iso-8859-1"),
        pytest.param("“é”".encode("utf-16-le"), "utf-16-le", "“é”", id="utf-16 without mark"),
        pytest.param("\ufeff“é”".encode("utf-16-le"), "utf-16-le", "“é”", id="utf-16-le with mark"),
        pytest.param(b"\xef\xbb\xbfGo", "UTF8", "Go", id="utf-8 with mark"),
        pytest.param("\u0434\u0430".encode("koi8-r"), "koi8-r", "да", id="koi8-r"),
    ],
)
def test_an_encoding_that_is_named_wins(data: bytes, encoding: str, text: str) -> None:
    """What the user says about the encoding is not questioned."""
    assert decode(RawInput("a.txt", "a", data, encoding)).text == text


@pytest.mark.parametrize(
    ("data", "encoding", "reason"),
    [
        (b"a", "no-such", "there is no text encoding 'no-such'"),
        (b"a", "hex", "there is no text encoding 'hex'"),
        (b"caf\xe9!", "utf-8", "byte 3 (0xe9, in line 1) is not utf-8"),
        (b"a\\ud800", "raw_unicode_escape", "character 1 is a lone surrogate (U+D800)"),
    ],
)
def test_an_encoding_that_does_not_fit_is_an_error(data: bytes, encoding: str, reason: str) -> None:
    """The error names the encoding and the place."""
    with pytest.raises(ReadError) as caught:
        decode(RawInput("a.txt", "a", data, encoding))
    assert reason in caught.value.reason


@given(texts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_nothing_is_lost(text: str, encoding: str) -> None:
    """Any text comes back from Unicode encodings as it was written, and the encoding told decodes it again."""
    data = text.encode(encoding)
    try:
        decoded = decode(RawInput("a.txt", "a", data))
    except ReadError as error:
        assert "this is" in error.reason  # a text that begins like a PDF or the like
        return
    assert decoded.text == text
    assert data.decode(decoded.encoding) == text


@given(st.binary())
def test_any_bytes_give_a_text_or_a_read_error(data: bytes) -> None:
    """No bytes make another exception, and a text that comes out leads back to its bytes."""
    try:
        decoded = decode(RawInput("a.txt", "a", data))
    except ReadError:
        return
    assert data.decode(decoded.encoding) == decoded.text
    decoded.text.encode("utf-8")
