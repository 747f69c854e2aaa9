"""Labelled text: transcripts in which the name of a voice stands before what it says.

The document's text is the decoded file. Every utterance is what stands between one label and the next, without
directions in brackets that nobody says; those, and labels with nothing behind them, are reported.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quotes.errors import ReadError
from quotes.formats.base import Reading
from quotes.formats.label_lines import FoundLabel, find_labels, unify_line_ends
from quotes.lexicon import clip_edge, is_direction
from quotes.model import DocumentInfo, Skip, Utterance
from quotes.spans import Span

__all__ = ["LabelledText", "find_utterances", "parse_labelled", "read_labelled_text"]

_BRACKETED = re.compile(r"[(\[][^()\[\]\n]{1,160}[)\]]")
_OPENERS = "\"“„«'‘`"
_CLOSERS = "\"”“»'’"
_EDGE = " \t\r\n*_"
_SHOWN_CHARS = 80
_READING = Reading()


class LabelledText(NamedTuple):
    """What a transcript with labels holds.

    Attributes:
        utterances: in order; what stands before the first label, and a recording nobody is named for, has no label.
        skipped: directions in brackets, and labels that nothing follows.
    """

    utterances: tuple[Utterance, ...]
    skipped: tuple[Skip, ...]


def parse_labelled(text: str, how: Reading = _READING) -> DocumentInfo:
    r"""Tell what is said in labelled text, and by which label.

    Raises:
        ReadError: no labels are found in it.

    Example:
        >>> info = parse_labelled("Q: Where is it?\nA: At home.\n")
        >>> [utterance.label for utterance in info.utterances]
        ['Q', 'A']
    """
    found = read_labelled_text(text)
    if found is None:
        raise ReadError(
            how.path, None, "no labels such as 'JANE ROE:' open its lines again and again; read it as plain text"
        )
    return DocumentInfo(format="labelled", utterances=found.utterances, skipped=found.skipped)


def find_utterances(text: str) -> tuple[Utterance, ...] | None:
    r"""Return the utterances of a transcript with labels in order, or None for a text that is none.

    Example:
        >>> found = find_utterances("**Ada Quill:** Are you there?\n\n**Tom Reed:** I am.\n\n**Ada Quill:** Good.")
        >>> [utterance.label for utterance in found]
        ['Ada Quill', 'Tom Reed', 'Ada Quill']
        >>> find_utterances("Warning: wet paint.") is None
        True
    """
    found = read_labelled_text(text)
    return found.utterances if found is not None else None


def read_labelled_text(text: str) -> LabelledText | None:
    """Return what a transcript with labels holds, or None for a text that is none; times are in milliseconds."""
    text = unify_line_ends(text)
    labels = find_labels(text)
    if not labels:
        return None
    utterances: list[Utterance] = []
    skips: list[tuple[str, Span]] = []
    is_quoted = _are_quoted(text, labels)
    ends = _end_times(labels)
    for spans, _ in _read_stretch(text, 0, labels[0].start, skips):
        if spans:
            utterances.append(Utterance(spans=spans))
    for number, label in enumerate(labels):
        stop = labels[number + 1].start if number + 1 < len(labels) else len(text)
        said = False
        own: str | None = label.name
        for spans, edge in _read_stretch(text, label.end, stop, skips):
            if edge is not None:
                own = None  # what follows the end or the beginning of a recording is somebody else's
            if not spans:
                continue
            for part, is_own in _part_quoted(text, spans) if is_quoted and own is not None else [(spans, True)]:
                said = said or (own is not None and is_own)
                has_time = own is not None and is_own
                utterances.append(
                    Utterance(
                        spans=part,
                        label=own if is_own else None,
                        start_ms=label.start_ms if has_time else None,
                        end_ms=ends[number] if has_time else None,
                    )
                )
        if not said:
            skips.append(("a label that nothing follows", Span(label.start, label.end).trim(text)))
    return LabelledText(tuple(utterances), _make_skips(text, skips))


def _end_times(labels: Sequence[FoundLabel]) -> list[int | None]:
    """Return for each label the time of the next one that has a time, where that is not earlier."""
    ends: list[int | None] = []
    following: int | None = None
    for label in reversed(labels):
        start = label.start_ms
        ends.append(following if start is not None and following is not None and following >= start else None)
        following = start if start is not None else following
    return ends[::-1]


def _read_stretch(
    text: str, start: int, end: int, skips: list[tuple[str, Span]]
) -> Iterator[tuple[tuple[Span, ...], str | None]]:
    """Give what is said in a stretch, in parts where a recording begins or ends, with what opens each part."""
    spans: list[Span] = []
    edge: str | None = None
    place = start
    for match in _BRACKETED.finditer(text, start, end):
        inner = match[0][1:-1]
        is_alone = _is_alone(text, match, start, end)
        at_edge = clip_edge(inner)
        if not is_alone and at_edge is None and not is_direction(inner):
            continue
        skips.append(("a direction that nobody says", Span(match.start(), match.end())))
        _add(text, place, match.start(), spans)
        place = match.end()
        if at_edge in ("begin", "end"):
            yield tuple(spans), edge
            spans, edge = [], at_edge
    _add(text, place, end, spans)
    yield tuple(spans), edge


def _is_alone(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether words in brackets are all there is on their line."""
    before = text[max(start, match.start() - 200) : match.start()]
    after = text[match.end() : min(end, match.end() + 200)]
    return not before.rpartition("\n")[2].strip(_EDGE) and not after.partition("\n")[0].strip(_EDGE)


def _add(text: str, start: int, end: int, spans: list[Span]) -> None:
    span = Span(start, max(start, end)).trim(text)
    if any(letter.isalnum() for letter in span.of(text)):
        spans.append(span)
    elif span.end > span.start and spans and not span.of(text).strip("*_-–—=~#. \t\r\n"):
        return
    elif span.end > span.start:
        spans.append(span)


def _are_quoted(text: str, labels: Sequence[FoundLabel]) -> bool:
    """Whether what the voices say mostly stands in quotation marks."""
    opened = sum(text[label.end : label.end + 3].strip()[:1] in tuple(_OPENERS) for label in labels)
    return 2 * opened > len(labels)


_LINE = re.compile(r"\S[^\n]*")


def _part_quoted(text: str, spans: tuple[Span, ...]) -> list[tuple[tuple[Span, ...], bool]]:
    """Part what follows a label where its quotation closed and another line is a quotation of its own."""
    span = spans[-1]
    closed = False
    for line in _LINE.finditer(text, span.start, span.end):
        words = line[0].rstrip()
        if closed and words[0] in _OPENERS:
            own = Span(span.start, line.start()).trim(text)
            return [((*spans[:-1], own), True), ((Span(line.start(), span.end),), False)]
        closed = words[-1] in _CLOSERS
    return [(spans, True)]


def _make_skips(text: str, skips: Sequence[tuple[str, Span]]) -> tuple[Skip, ...]:
    """Return the skips in order, with the line each begins on."""
    if not skips:
        return ()
    breaks = [match.start() for match in re.finditer("\n", text)]
    return tuple(
        Skip(
            reason=reason,
            words=span.of(text)[:_SHOWN_CHARS],
            line=bisect_right(breaks, span.start - 1) + 1 if span.start else 1,
            start=span.start,
            end=span.end,
        )
        for reason, span in sorted(skips, key=lambda skip: skip[1])
    )
