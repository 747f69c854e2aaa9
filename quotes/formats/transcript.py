r"""What the writers of transcripts write: who says what and when, taken out of a document or an annotation."""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from quotes.errors import ReadError
from quotes.model import Annotation, Document, Utterance, Word
from quotes.spans import Span

__all__ = ["Passage", "TimedWord", "Transcript", "find_transcript", "read_entities", "read_words"]


class TimedWord(NamedTuple):
    """A word and when it is heard, in milliseconds; None where the input does not say."""

    words: str
    start_ms: int | None
    end_ms: int | None


class Passage(NamedTuple):
    r"""What one voice says in one segment of the input.

    Attributes:
        words: what is said, entities decoded; its lines parted by ``\n``, none of them blank or with blanks around it.
            Empty where a diarizer's segments are all there is.
        voice: the speaker's name where it is known, else the label, else None.
        start_ms: when it starts, in milliseconds, or None.
        end_ms: when it ends, or None.
        timed: its words one by one, where they have times of their own.
    """

    words: str
    voice: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    timed: tuple[TimedWord, ...] = ()


class Transcript(NamedTuple):
    """A whole transcript, ready to be written.

    Attributes:
        id: the document's id.
        passages: in the order of the input.
        roles: from voice to role, for those that have one.
        quotations: how many quotations were found in it; what an editor has rejected, or is no speech, does not count.
    """

    id: str
    passages: tuple[Passage, ...]
    roles: Mapping[str, str] = {}
    quotations: int = 0


def find_transcript(document: Document | Annotation, *, path: str = "document") -> Transcript:
    """Take out of a document, or of an annotation, what a transcript holds.

    The voices of an annotation are the names of its speakers, where they are known. Without utterances an annotation's
    turns are taken.

    Raises:
        ReadError: there are neither utterances nor turns, or the annotation was saved without its text.

    Example:
        >>> from quotes.model import DocumentInfo
        >>> info = DocumentInfo(utterances=(Utterance(spans=(Span(5, 8),), label="Ana"),))
        >>> find_transcript(Document(id="a", text="Ana: Go.", info=info)).passages[0]
        Passage(words='Go.', voice='Ana', start_ms=None, end_ms=None, timed=())
    """
    text = document.text
    if text is None:
        raise ReadError(path, None, "this annotation was saved without its text; annotate the document again")
    info = document.info if isinstance(document, Document) else document.document
    utterances: Sequence[Utterance] | None = info.utterances
    if not utterances and isinstance(document, Annotation):
        utterances = [_utterance_of(text, turn.start, turn.end, turn.label) for turn in document.turns]
    if not utterances:
        raise ReadError(
            path, None, f"nothing in this {info.format} document tells voices or times apart; give a transcript"
        )
    voices = _Voices(document) if isinstance(document, Annotation) else None
    words = info.words or ()
    starts = [word.start for word in words]
    passages = []
    for utterance in utterances:
        said = read_words(text, utterance.spans)
        if said or not text:  # a document without text tells who is heard when
            voice = utterance.label if voices is None else voices.name(utterance)
            timed = _timed_words(text, utterance, words, starts)
            passages.append(Passage(said, voice, utterance.start_ms, utterance.end_ms, timed))
    roles: dict[str, str] = {}
    count = 0
    if isinstance(document, Annotation):
        count = sum(quotation.is_speech and quotation.status != "rejected" for quotation in document.quotations)
        spoken = {passage.voice for passage in passages}
        for speaker in document.speakers:
            if speaker.role is not None and speaker.display_name in spoken:
                roles[speaker.display_name] = speaker.role
    return Transcript(document.id, tuple(passages), roles, count)


_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BREAK = re.compile(r"\r\n?|\n|<(?:[\w-]{1,20}:)?br\b[^<>]{0,80}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>|\{[^{}]*\}")


def read_words(text: str, spans: Iterable[Span]) -> str:
    r"""Return what is said in ``spans`` of a text, half-open code points: entities decoded, line breaks as ``\n``.

    Two spans are joined as their text is: by a line break or a blank where there is one between them, else by nothing,
    for a tag may stand inside a word.

    Example:
        >>> read_words("un<i>known</i> &amp;<br>lost", [Span(0, 2), Span(5, 10), Span(15, 20), Span(24, 28)])
        'unknown &\nlost'
    """
    parts: list[str] = []
    before: Span | None = None
    for span in spans:
        if before is not None:
            gap = text[before.end : span.start]
            is_blank = any(map(str.isspace, _TAG.sub("", gap)))
            parts.append("\n" if _BREAK.search(gap) else " " if is_blank else "")
        parts.append(span.of(text))
        before = span
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in re.split(r"\r\n?|\n", read_entities("".join(parts))))
    return "\n".join(line for line in lines if line)


def read_entities(text: str) -> str:
    """Return ``text`` with its entities decoded; one without its semicolon is none.

    Example:
        >>> read_entities("Q&amp;A, AT&T")
        'Q&A, AT&T'
    """
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


class _Voices:
    """What to call the voice of each utterance of an annotation."""

    def __init__(self, annotation: Annotation) -> None:
        self._turns = sorted(annotation.turns, key=lambda turn: turn.start)
        self._starts = [turn.start for turn in self._turns]
        self._names = {speaker.id: speaker.name for speaker in annotation.speakers}
        self._labels = {label: speaker.name for speaker in annotation.speakers for label in speaker.labels}

    def name(self, utterance: Utterance) -> str | None:
        """Return the name of whoever has the turn it stands in, else of whoever has its label, else the label."""
        start = utterance.spans[0].start
        number = bisect_right(self._starts, start) - 1
        if number >= 0 and start < self._turns[number].end:
            turn = self._turns[number]
            if turn.speaker is not None and turn.label == utterance.label and self._names.get(turn.speaker):
                return self._names[turn.speaker]
        if utterance.label is None:
            return None
        return self._labels.get(utterance.label) or utterance.label


def _utterance_of(text: str, start: int, end: int, label: str | None) -> Utterance:
    """Return a turn as an utterance, without the label it begins with."""
    if label is not None:
        opening = re.compile(rf"\W{{0,4}}{re.escape(label)}[^:\n]{{0,80}}:\W{{0,4}}(?=\s|\w|$)").match(text, start, end)
        start = opening.end() if opening else start
    return Utterance(spans=(Span(start, end),), label=label)


def _timed_words(
    text: str, utterance: Utterance, words: Sequence[Word], starts: Sequence[int]
) -> tuple[TimedWord, ...]:
    """Give the words with times that stand in an utterance."""
    found = []
    for span in utterance.spans if words else ():
        for word in words[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
            said = read_words(text, [Span(word.start, word.end)])
            if said:
                found.append(TimedWord(said, word.start_ms, word.end_ms))
    return tuple(found)
