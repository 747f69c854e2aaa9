"""Amazon Transcribe's JSON: items with times in strings, joined to speakers by their start, or one list a channel.

Source: Amazon Transcribe developer guide, "Example diarization output" and "Transcribing multi-channel audio": marks
have no times; ``speaker_labels.segments[].items[]`` tells the speaker of the item with the same ``start_time``; newer
files have ``speaker_label`` on each item; with ``channel_labels`` each channel has its items.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from quotes.formats.base import RawInput
from quotes.formats.recognised import Label, Piece, Seconds, Token, VendorModel, build_document, cut_runs, read_vendor
from quotes.model import Document

__all__ = ["is_aws", "read_aws"]


class _Alternative(VendorModel):
    content: str = ""


class _Item(VendorModel):
    start_time: Seconds = None
    end_time: Seconds = None
    type: str = "pronunciation"
    speaker_label: Label = None
    channel_label: Label = None
    alternatives: tuple[_Alternative, ...] = ()


class _LabelledItem(VendorModel):
    start_time: Seconds = None
    speaker_label: Label = None


class _LabelledSegment(VendorModel):
    speaker_label: Label = None
    items: tuple[_LabelledItem, ...] = ()


class _SpeakerLabels(VendorModel):
    segments: tuple[_LabelledSegment, ...] = ()


class _Channel(VendorModel):
    channel_label: Label = None
    items: tuple[_Item, ...] = ()


class _ChannelLabels(VendorModel):
    channels: tuple[_Channel, ...] = ()


class _Transcript(VendorModel):
    transcript: str = ""


class _Results(VendorModel):
    transcripts: tuple[_Transcript, ...] = ()
    items: tuple[_Item, ...] = ()
    speaker_labels: _SpeakerLabels | None = None
    channel_labels: _ChannelLabels | None = None
    language_code: str | None = None


class _File(VendorModel):
    name: str | None = Field(default=None, validation_alias="jobName")
    results: _Results


def is_aws(value: Any) -> bool:
    """Whether a parsed JSON value is of Amazon Transcribe: an object whose results have items or transcripts.

    Example:
        >>> is_aws({"results": {"transcripts": [{"transcript": "Go."}], "items": []}})
        True
    """
    return (
        isinstance(value, dict)
        and isinstance(value.get("results"), dict)
        and bool({"items", "transcripts", "channel_labels"} & value["results"].keys())
    )


def read_aws(raw: RawInput) -> Document:
    """Read Amazon Transcribe's JSON.

    Raises:
        ReadError: it is no JSON, a field is not what it should be, or there are no words.
    """
    file, encoding = read_vendor(raw, _File, "JSON of Amazon Transcribe")
    results = file.results
    channels = results.channel_labels.channels if results.channel_labels is not None else ()
    if channels:
        pieces: list[Piece] = []
        for number, channel in enumerate(channels):
            path = f"results.channel_labels.channels[{number}].items"
            pieces += cut_runs(_tokens(channel.items, path, {}, channel.channel_label or f"ch_{number}"))
        pieces.sort(key=lambda piece: next((t.start_ms for t in piece.tokens if t.start_ms is not None), 0))
    else:
        labels: dict[int, str | None] = {}
        for segment in results.speaker_labels.segments if results.speaker_labels is not None else ():
            for item in segment.items:
                if item.start_time is not None:
                    labels[item.start_time] = item.speaker_label or segment.speaker_label
        pieces = cut_runs(_tokens(results.items, "results.items", labels, None))
    if not pieces:
        pieces = [
            Piece(path=f"results.transcripts[{number}]", text=each.transcript)
            for number, each in enumerate(results.transcripts)
        ]
    meta = {"title": file.name}
    return build_document(raw, "aws", pieces, encoding=encoding, language=results.language_code, meta=meta)


def _tokens(items: tuple[_Item, ...], path: str, labels: dict[int, str | None], channel: str | None) -> list[Token]:
    """Return items as tokens, a mark glued to the word before it and of its voice."""
    tokens: list[Token] = []
    for number, item in enumerate(items):
        words = item.alternatives[0].content if item.alternatives else ""
        is_mark = item.type == "punctuation" and bool(tokens)
        label = item.speaker_label or labels.get(item.start_time if item.start_time is not None else -1)
        label = label or item.channel_label or channel
        if is_mark:
            label = tokens[-1].label
        tokens.append(Token(words, item.start_time, item.end_time, label, f"{path}[{number}]", is_glued=is_mark))
    return tokens
