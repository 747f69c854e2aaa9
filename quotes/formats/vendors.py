"""The formats of recognisers and diarizers, entered: what knows, reads and writes each of them."""

from __future__ import annotations

from collections.abc import Mapping

from quotes.formats.assemblyai import is_assemblyai, read_assemblyai
from quotes.formats.aws import is_aws, read_aws
from quotes.formats.base import JsonRecogniser, Reader, Recogniser, TextParser
from quotes.formats.ctm import is_ctm, read_ctm, report_ctm, write_ctm
from quotes.formats.deepgram import is_deepgram, read_deepgram
from quotes.formats.google import is_google, read_google
from quotes.formats.losses import Feature, Writer
from quotes.formats.podcast import is_podcast, read_podcast, write_podcast
from quotes.formats.rev import is_rev, read_rev
from quotes.formats.rttm import is_rttm, read_rttm, report_rttm, write_rttm
from quotes.formats.seglst import is_seglst, is_segments, read_seglst, read_segments, write_seglst
from quotes.formats.segments_csv import is_csv, parse_csv, report_csv, write_csv
from quotes.formats.stm import is_stm, parse_stm, report_stm, write_stm
from quotes.formats.whisper import is_whisper, read_whisper, write_whisper

__all__ = [
    "VENDOR_EXTENSIONS",
    "VENDOR_JSON_RECOGNISERS",
    "VENDOR_PARSERS",
    "VENDOR_READERS",
    "VENDOR_RECOGNISERS",
    "VENDOR_WRITERS",
]

VENDOR_READERS: Mapping[str, Reader] = {
    "whisper": read_whisper,
    "aws": read_aws,
    "deepgram": read_deepgram,
    "assemblyai": read_assemblyai,
    "rev": read_rev,
    "google": read_google,
    "podcast": read_podcast,
    "seglst": read_seglst,
    "segments": read_segments,
    "rttm": read_rttm,
    "ctm": read_ctm,
}
"""Format id to reader, of formats whose text is taken out of them."""

VENDOR_PARSERS: Mapping[str, TextParser] = {"stm": parse_stm, "csv": parse_csv}
"""Format id to parser, of formats whose text is kept whole."""

VENDOR_JSON_RECOGNISERS: Mapping[str, JsonRecogniser] = {
    "podcast": is_podcast,
    "whisper": is_whisper,
    "deepgram": is_deepgram,
    "aws": is_aws,
    "google": is_google,
    "rev": is_rev,
    "assemblyai": is_assemblyai,
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
    "whisper": Writer(write_whisper, _OF_WHISPER, ()),
    "podcast": Writer(write_podcast, _JSON, ()),
    "seglst": Writer(write_seglst, _TIMED | _WORDS, (".seglst",)),
    "rttm": Writer(write_rttm, _TIMED, (".rttm",), report_rttm),
    "stm": Writer(write_stm, _TIMED | _WORDS, (".stm",), report_stm),
    "ctm": Writer(write_ctm, _OF_CTM, (".ctm",), report_ctm),
    "csv": Writer(write_csv, _JSON, (".csv",), report_csv),
}
"""Format id to what writes a transcript in it, and what it can hold."""
