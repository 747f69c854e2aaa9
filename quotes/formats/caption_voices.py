"""From captions to utterances: markup told from words, voices from tags and labels, and whose the others are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quotes.formats.base import VoiceReading
from quotes.formats.caption_labels import BREAK, TAG, LabelledPart, split_by_labels
from quotes.formats.captions import Caption, skip
from quotes.formats.transcript import read_entities
from quotes.lexicon.labels import is_direction
from quotes.model import Skip, Utterance
from quotes.spans import Span

__all__ = ["find_utterances", "voice_parts"]

_MARKUP = re.compile(
    r"""
    (?P<break><br\b[^<>]{0,20}>)
  | <v(?:\.[^\s<>]{0,80})?(?:[ \t](?P<voice>[^<>\r\n]{0,200}))?>
  | (?P<close></v[ \t]*>)
  | <\d{1,4}:\d\d(?::\d\d)?[.,]\d{1,3}>
  | </?(?:a|b|big|c|center|div|em|font|i|k|lang|p|rp|rt|ruby|s|small|span|strike|strong|sub|sup|tt|u)
    (?:[. \t/][^<>\r\n]{0,300})?>
  | \{\\[^{}\r\n]{0,300}\}
  | \{[A-Za-z]:[^{}\s]{0,100}\}
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Markup of captions: WebVTT's, the HTML that players take in SRT, and the overrides of SubStation and MicroDVD.

Source: WebVTT (W3C, 2019) section 4.2.2; pysubs2 and VLC for what is met in SRT.
"""

_WORDS = re.compile(rf"[^{TAG}{BREAK}\s](?:[^{TAG}{BREAK}]*[^{TAG}{BREAK}\s])?")
_BRACKETED = re.compile(r"\s*(?:[\[(]([^\[\]()]{1,160})[\])][\s.]*)+|[\s♪♫#*~-]*")
_LINE_END = re.compile(r"\r\n?|\n")
_LONE_DASH = re.compile(rf"[{TAG}{BREAK}\s]*[-‐–—]?[{TAG}{BREAK}\s]*")
_DASH_INSIDE = re.compile(rf"[{TAG}{BREAK}\s]*[-‐–][{TAG}\s]")


class _Part(NamedTuple):
    """A part of a caption that one voice says, as `LabelledPart`, with the caption's number."""

    caption: int
    part: LabelledPart


def find_utterances(
    text: str, captions: Sequence[Caption], voices: VoiceReading
) -> tuple[tuple[Utterance, ...], list[Skip]]:
    r"""Return what is said in captions, by voices, in the order of the file, and the labels that nothing follows.

    A caption in which nothing is said gives none; one with two voices gives two with the same times. Voice tags of
    WebVTT are read wherever they stand; where there are none, labels in the words are looked for.

    Args:
        text: the whole file.
        captions: where the words of its captions stand.
        voices: whose a caption without a voice is.

    Example:
        >>> found, _ = find_utterances("<v Ana>Go.\nNo.", [Caption(0, 14, 1, 0, 9)], "found")
        >>> [utterance.label for utterance in found]
        ['Ana']
    """
    masked, tagged = _mask(text, captions)
    return voice_parts(text, masked, tagged, captions, voices)


def voice_parts(
    text: str,
    masked: str,
    tagged: Sequence[Sequence[LabelledPart]],
    captions: Sequence[Caption],
    voices: VoiceReading,
) -> tuple[tuple[Utterance, ...], list[Skip]]:
    """Return what is said in captions that are split by what their markup says of voices.

    Args:
        text: the whole file.
        masked: the same with its markup masked by `TAG` and `BREAK`.
        tagged: the parts of each caption.
        captions: the captions.
        voices: whose a caption without a voice is.
    """
    if any(part.is_given for caption in tagged for part in caption):
        split, is_tagged = [[*caption] for caption in tagged], True
    else:
        split, is_tagged = split_by_labels(masked, [(caption.start, caption.end) for caption in captions]), False
    parts = [_Part(number, part) for number, caption in enumerate(split) for part in caption]
    said = [_find_spans(masked, part, is_tagged=is_tagged) for _, part in parts]
    silent = [not spans or _is_silent(text, spans) for spans in said]
    labels = _settle(parts, said, silent, voices, is_tagged=is_tagged)
    utterances: list[Utterance] = []
    skips: list[Skip] = []
    for number, ((caption, part), spans, label) in enumerate(zip(parts, said, labels, strict=True)):
        times = captions[caption]
        if spans:
            utterances.append(Utterance(spans=spans, label=label, start_ms=times.start_ms, end_ms=times.end_ms))
        elif part.opening is not None and not _is_taken_up(number, parts, silent):
            line = times.line + len(_LINE_END.findall(text, times.start, part.opening))
            skips.append(skip("a label that nothing follows", text, part.opening, part.start, line))
    return tuple(utterances), skips


def _mask(text: str, captions: Sequence[Caption]) -> tuple[str, list[list[LabelledPart]]]:
    """Return the text with the markup of captions masked, and each caption split by its voice tags."""
    pieces: list[str] = []
    split: list[list[LabelledPart]] = []
    done = 0
    for caption in captions:
        parts: list[LabelledPart] = []
        open_part = LabelledPart(caption.start, caption.end, None, False)
        for found in _MARKUP.finditer(text, caption.start, caption.end):
            pieces += (text[done : found.start()], (BREAK if found["break"] else TAG) * len(found[0]))
            done = found.end()
            if found["close"] or found[0][1:2] in "vV":
                parts.append(open_part._replace(end=found.start()))
                label = _read_name(found["voice"]) if found["voice"] else None
                open_part = LabelledPart(found.end(), caption.end, label, not found["close"])
        split.append([*parts, open_part])
    return "".join([*pieces, text[done:]]), split


def _read_name(annotation: str) -> str | None:
    """Return the name in a voice tag, entities decoded, or None where there is none."""
    return " ".join(read_entities(annotation).split()) or None


def _find_spans(masked: str, part: LabelledPart, *, is_tagged: bool) -> tuple[Span, ...]:
    """Return where the words of a part stand, markup left out; a lone dash before a voice tag is none."""
    start, end = part.start, part.end
    if is_tagged:
        if not part.is_given and _LONE_DASH.fullmatch(masked, start, end):
            return ()
        dash = _DASH_INSIDE.match(masked, start, end)
        start = dash.end() if dash else start
    return tuple(Span(*found.span()) for found in _WORDS.finditer(masked, start, end))


def _is_silent(text: str, spans: Sequence[Span]) -> bool:
    """Whether nobody speaks in these words: a direction in brackets, a note of music."""
    words = " ".join(span.of(text) for span in spans)
    found = _BRACKETED.fullmatch(words)
    return found is not None and (found[1] is None or is_direction(found[1]))


def _settle(
    parts: Sequence[_Part],
    said: Sequence[tuple[Span, ...]],
    silent: Sequence[bool],
    voices: VoiceReading,
    *,
    is_tagged: bool,
) -> Iterator[str | None]:
    """Give the label of each part: its own, or that of the voice before where it goes on."""
    goes_on = voices == "inherit" or (voices == "found" and _writes_changes(parts, silent, is_tagged=is_tagged))
    label: str | None = None
    is_waiting = False  # a label that stood alone in its caption is that of the next one
    caption = -1
    for (number, part), spans, nobody in zip(parts, said, silent, strict=True):
        if part.is_given:
            label, is_waiting = part.label, not spans
            yield part.label
        elif nobody and spans:
            yield None
        elif goes_on or is_waiting or (number == caption and not is_tagged):
            is_waiting = is_waiting and not spans
            yield label
        else:
            label = None
            yield None
        caption = number


def _is_taken_up(number: int, parts: Sequence[_Part], silent: Sequence[bool]) -> bool:
    """Whether a label that stands alone has words in a later caption."""
    for later in range(number + 1, len(parts)):
        if parts[later].part.is_given:
            return False
        if not silent[later]:
            return True
    return False


def _writes_changes(parts: Sequence[_Part], silent: Sequence[bool], *, is_tagged: bool) -> bool:
    """Whether a file names a voice where it changes, and not each time.

    One that names each time names the same voice twice running more often than it leaves a caption behind a named one
    without a name. Labels in the words count only where the first captions have one and few dashes stand alone:
    subtitles of films name voices that are not seen, and nobody else.
    """
    spoken = [part for (_, part), nobody in zip(parts, silent, strict=True) if not nobody]
    if not is_tagged:
        dashes = sum(part.is_dash for part in spoken)
        named = sum(part.label is not None for part in spoken)
        if dashes > named or not any(part.is_given and not part.is_dash for part in spoken[:3]):
            return False
    again = left = 0
    before: LabelledPart | None = None
    for part in spoken:
        if before is not None and before.label is not None:
            again += part.label == before.label
            left += not part.is_given
        before = part
    return left > again
