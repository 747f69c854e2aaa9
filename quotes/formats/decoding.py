"""From bytes to text: which encoding, which byte is wrong, and what is no text at all.

The order of trial: an encoding the user names; UTF-16 where its byte-order mark stands; UTF-8; and Windows-1252 only
where the bytes hold no valid multi-byte UTF-8 sequence, because strict Windows-1252 decodes nearly anything and would
turn a damaged UTF-8 file into wrong letters without a word.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from quotes.errors import ReadError
from quotes.formats.base import RawInput

__all__ = ["DecodedText", "decode", "encode_like"]


class DecodedText(NamedTuple):
    """A text and the name of the encoding that made it: ``data.decode(encoding) == text``."""

    text: str
    encoding: str


_MULTIBYTE_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]"
    rb"|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
"""Well-formed sequences of two to four bytes. Source: The Unicode Standard 15.0, table 3-7."""

_SURROGATE_IN_UTF8 = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")

_CONTROLS = re.compile(rb"[\x00-\x07\x0e-\x1a\x1c-\x1f]")
"""Control bytes that text does not hold: all but backspace, tab, line feed, vertical tab, form feed, return, escape."""

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP container (DOCX, ODT, EPUB or the like)"),
    (b"\xd0\xcf\x11\xe0", "an Office file of the old binary kind"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"ID3", "an MP3 recording"),
    (b"RIFF", "a WAV recording or the like"),
    (b"OggS", "an Ogg recording"),
    (b"\x7fELF", "a program"),
)
"""First bytes of files people confuse with their text. Source: each format's specification."""

_SAMPLE_BYTES = 1 << 16


def decode(raw: RawInput) -> DecodedText:
    r"""Return the text of ``raw``, all of it, without a byte-order mark and with its line ends as they are.

    Raises:
        ReadError: no bytes or only white space, binary data, an unknown encoding, or a byte that the encoding cannot
            hold; places are byte offsets into the file, counted from 0.

    Source: the byte-order marks are those of The Unicode Standard 15.0, table 2-4.

    Example:
        >>> decode(RawInput("a.txt", "a", b"\xef\xbb\xbfGo.\r\n"))
        DecodedText(text='Go.\r\n', encoding='utf-8-sig')
        >>> decode(RawInput("a.txt", "a", b"\x93Go.\x94")).text
        '“Go.”'
    """
    if not raw.data:
        raise ReadError(raw.path, None, "the file is empty (0 bytes)")
    decoded = _decode_by_content(raw) if raw.encoding is None else _decode_as_asked(raw, raw.encoding)
    if decoded.text.isspace() or not decoded.text:
        raise ReadError(raw.path, None, f"the file holds nothing but white space ({len(raw.data)} bytes)")
    return decoded


def encode_like(text: str, raw: RawInput, encoding: str) -> bytes:
    r"""Return ``text`` as bytes of the same kind as ``raw``: its encoding, its byte order, its byte-order mark.

    Args:
        text: what to write; where it agrees with the decoded input the bytes do too.
        raw: the input that the text was made from.
        encoding: what `decode` named for it.

    Raises:
        ReadError: the encoding cannot hold a character, or would not give the input's own bytes back.

    Example:
        >>> encode_like("“Go.”", RawInput("a.txt", "a", b"\xef\xbb\xbf'Go.'"), "utf-8-sig")
        b'\xef\xbb\xbf\xe2\x80\x9cGo.\xe2\x80\x9d'
    """
    codec, mark = codecs.lookup(encoding).name, b""
    for bom, order in _BYTE_ORDER_MARKS:
        if raw.data.startswith(bom) and order.startswith(codec.removesuffix("-sig")):
            codec, mark = order, bom
            break
    original = decode(raw._replace(encoding=encoding)).text
    try:
        is_same = mark + original.encode(codec) == raw.data
    except UnicodeEncodeError:
        is_same = False
    if not is_same:
        raise ReadError(
            raw.path, None, f"it cannot be written as {encoding} again without other changes; convert it to UTF-8 first"
        )
    try:
        return mark + text.encode(codec)
    except UnicodeEncodeError as error:
        char = text[error.start]
        line = text.count("\n", 0, error.start) + 1
        raise ReadError(
            raw.path,
            line,
            f"{encoding} cannot hold {char!r} (U+{ord(char):04X}); convert the file to UTF-8 first, or choose another "
            "style: straight needs nothing but ASCII",
        ) from None


_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _decode_as_asked(raw: RawInput, encoding: str) -> DecodedText:
    """Decode with the encoding the user named."""
    try:
        name = codecs.lookup(encoding).name
        if name == "utf-8" and raw.data.startswith(codecs.BOM_UTF8):
            name = "utf-8-sig"
        text = raw.data.decode(name)
    except LookupError:
        raise ReadError(
            raw.path, None, f"there is no text encoding {encoding!r}; try utf-8, utf-16, windows-1252 or iso-8859-1"
        ) from None
    except UnicodeDecodeError as error:
        raise _wrong_byte(raw, name, error, "; name another --encoding") from None
    surrogate = next((place for place, char in enumerate(text) if "\ud800" <= char <= "\udfff"), None)
    if surrogate is not None:
        raise ReadError(
            raw.path,
            None,
            f"decoded as {name}, character {surrogate} is a lone surrogate (U+{ord(text[surrogate]):04X}), which is no "
            "character; name another --encoding",
        )
    if text.startswith("\ufeff"):  # a byte-order mark that this codec does not take away
        return DecodedText(text[1:], name)
    return DecodedText(text, name)


def _decode_by_content(raw: RawInput) -> DecodedText:
    """Find the encoding out."""
    data = raw.data
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise ReadError(raw.path, None, "this is UTF-32; convert it to UTF-8 or say --encoding utf-32")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return DecodedText(data.decode("utf-16"), "utf-16")
        except UnicodeDecodeError as error:
            raise _wrong_byte(raw, "utf-16", error, "; repair the file or name another --encoding") from None
    _refuse_binary(raw)
    name = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        return DecodedText(data.decode(name), name)
    except UnicodeDecodeError as error:
        wrong = _wrong_byte(raw, "utf-8", error, "")
    surrogate = _SURROGATE_IN_UTF8.search(data)
    if surrogate is not None:
        raise ReadError(
            raw.path,
            None,
            f"byte {surrogate.start()} begins a lone surrogate written as UTF-8 ({surrogate.group().hex(' ')}), which "
            "is no character; repair the file or name its --encoding",
        )
    valid = _MULTIBYTE_UTF8.search(data)
    if valid is not None:
        raise ReadError(
            raw.path,
            None,
            f"{wrong.reason}, but the file is not Windows-1252 either, for UTF-8 stands at byte {valid.start()} "
            f"({valid.group().hex(' ')}); repair the file or name its --encoding",
        )
    try:
        return DecodedText(data.decode("windows-1252"), "windows-1252")
    except UnicodeDecodeError as error:
        raise _wrong_byte(
            raw, "windows-1252", error, "; it is not UTF-8 either: repair the file or name its --encoding"
        ) from None


def _refuse_binary(raw: RawInput) -> None:
    """Raise for data that is no text: a known signature, or NUL bytes where most of the rest is no text either."""
    data, advice = raw.data, "; give the text itself"
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError(raw.path, None, f"this is {what}, not text{advice}")
    nul = data.find(b"\0")
    if nul < 0:
        return
    sample = data[max(0, nul - _SAMPLE_BYTES // 2) :][:_SAMPLE_BYTES]
    odd, even = sample[0::2].count(b"\0"), sample[1::2].count(b"\0")
    if max(odd, even) > 0.3 * len(sample) / 2 > 10 * min(odd, even):
        raise ReadError(
            raw.path,
            None,
            f"every other byte is NUL (the first is byte {nul}): this looks like UTF-16 without a byte-order mark; "
            "say --encoding utf-16-le or utf-16-be",
        )
    controls = len(_CONTROLS.findall(sample))
    if _is_utf8(sample):
        is_text = controls * 10 <= len(sample)
    else:
        printable = sum(0x20 <= byte < 0x7F or byte in b"\t\r\n" for byte in sample)
        is_text = printable * 100 >= len(sample) * 85
    if not is_text:
        raise ReadError(
            raw.path, None, f"this is binary data, not text (byte {nul} is NUL, {controls} control bytes){advice}"
        )


def _is_utf8(sample: bytes) -> bool:
    """Whether ``sample``, which may be cut inside a character at either end, is valid UTF-8."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample.lstrip(bytes(range(0x80, 0xC0))))
    except UnicodeDecodeError:
        return False
    return True


def _wrong_byte(raw: RawInput, name: str, error: UnicodeDecodeError, advice: str) -> ReadError:
    """Say which byte cannot be decoded, and where it stands."""
    line = raw.data.count(b"\n", 0, error.start) + 1
    found = raw.data[error.start : error.start + 1].hex()
    reason = f"byte {error.start} (0x{found}, in line {line}) is not {name}: {error.reason}{advice}"
    return ReadError(raw.path, None, reason)
