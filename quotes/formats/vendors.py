"""The formats of recognisers and diarizers, entered: what knows, reads and writes each of them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from quotes.formats.base import JsonRecogniser, Reader, Recogniser, TextParser
from quotes.formats.ctm import is_ctm, read_ctm, report_ctm, write_ctm
from quotes.formats.losses import Feature, Writer
from quotes.formats.rttm import is_rttm, read_rttm, report_rttm, write_rttm
from quotes.formats.seglst import is_seglst, is_segments, read_seglst, read_segments, write_seglst
from quotes.formats.segments_csv import is_csv, parse_csv, report_csv, write_csv
from quotes.formats.stm import is_stm, parse_stm, report_stm, write_stm

__all__ = [
    "VENDOR_EXTENSIONS",
    "VENDOR_JSON_RECOGNISERS",
    "VENDOR_PARSERS",
    "VENDOR_READERS",
    "VENDOR_RECOGNISERS",
    "VENDOR_WRITERS",
]


def _late(module: str, name: str) -> Any:
    """Return a function of a module of this room that is loaded when the function is first called.

    A run reads one format: the others are only looked for, most of them only where the input is JSON.
    """

    def call(*given: Any) -> Any:
        return getattr(import_module(f"quotes.formats.{module}"), name)(*given)

    return call


VENDOR_READERS: Mapping[str, Reader] = {
    "whisper": _late("whisper", "read_whisper"),
    "aws": _late("aws", "read_aws"),
    "deepgram": _late("deepgram", "read_deepgram"),
    "assemblyai": _late("assemblyai", "read_assemblyai"),
    "rev": _late("rev", "read_rev"),
    "google": _late("google", "read_google"),
    "podcast": _late("podcast", "read_podcast"),
    "seglst": read_seglst,
    "segments": read_segments,
    "rttm": read_rttm,
    "ctm": read_ctm,
}
"""Format id to reader, of formats whose text is taken out of them."""

VENDOR_PARSERS: Mapping[str, TextParser] = {"stm": parse_stm, "csv": parse_csv}
"""Format id to parser, of formats whose text is kept whole."""

VENDOR_JSON_RECOGNISERS: Mapping[str, JsonRecogniser] = {
    "podcast": _late("podcast", "is_podcast"),
    "whisper": _late("whisper", "is_whisper"),
    "deepgram": _late("deepgram", "is_deepgram"),
    "aws": _late("aws", "is_aws"),
    "google": _late("google", "is_google"),
    "rev": _late("rev", "is_rev"),
    "assemblyai": _late("assemblyai", "is_assemblyai"),
    "seglst": is_seglst,
    "segments": is_segments,
}
VENDOR_RECOGNISERS: Mapping[str, Recogniser] = {"rttm": is_rttm, "stm": is_stm, "ctm": is_ctm, "csv": is_csv}

VENDOR_EXTENSIONS: Mapping[str, str] = {
    ".rttm": "rttm",
    ".stm": "stm",
    ".ctm": "ctm",
    ".csv": "csv",
    ".tsv": "csv",
    ".seglst": "seglst",
}

_TIMED: frozenset[Feature] = frozenset({"segments", "times", "milliseconds", "ends", "overlaps", "voices"})
_WORDS: frozenset[Feature] = frozenset({"words", "blanks in voices"})
_JSON: frozenset[Feature] = _TIMED | _WORDS | frozenset[Feature]({"line breaks"})
_OF_WHISPER: frozenset[Feature] = _JSON | frozenset[Feature]({"word times"})
_OF_CTM: frozenset[Feature] = frozenset(
    {"words", "times", "milliseconds", "ends", "overlaps", "word times", "blanks in voices", "voices"}
)

VENDOR_WRITERS: Mapping[str, Writer] = {
    "whisper": Writer(_late("whisper", "write_whisper"), _OF_WHISPER, ()),
    "podcast": Writer(_late("podcast", "write_podcast"), _JSON, ()),
    "seglst": Writer(write_seglst, _TIMED | _WORDS, (".seglst",)),
    "rttm": Writer(write_rttm, _TIMED, (".rttm",), report_rttm),
    "stm": Writer(write_stm, _TIMED | _WORDS, (".stm",), report_stm),
    "ctm": Writer(write_ctm, _OF_CTM, (".ctm",), report_ctm),
    "csv": Writer(write_csv, _JSON, (".csv",), report_csv),
}
"""Format id to what writes a transcript in it, and what it can hold."""
