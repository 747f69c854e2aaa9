"""What is measured of a transcript: which voices there are, who is heard when, and saying which words.

Both sides of a comparison become a `Talk`, whatever form they came in: annotations with turns, captions, a
recogniser's words, or a diarizer's segments without any words.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from quotes.evaluation.attribution import name_key
from quotes.evaluation.labels import is_nobody, split_name
from quotes.model import Annotation, DocumentInfo, Turn, Utterance, Word
from quotes.spans import Span

__all__ = ["SpokenWord", "Stretch", "Talk", "Voice", "read_talk"]

_NAMELESS = re.compile(r"(?:s|spk|spkr|speaker|voice|guest|channel|ch|unknown|uu)?[ _#-]*\d*|[a-z]")
"""Labels that recognisers and diarizers give to voices, and the letters of questions and answers."""

_NARRATOR = "narrator"
"""The voice of a narrator's turns that no speaker is given for."""

_NOT_WORD = re.compile(r"\W+")
_WORD = re.compile(r"\S+")


class SpokenWord(NamedTuple):
    """A word as it is heard.

    Attributes:
        key: the word as it is compared, without case and punctuation; never empty.
        span: where it stands in the text, in code points, half-open.
        start_ms: when it starts, in milliseconds, or None where the input gives words no times of their own.
        end_ms: when it ends, or None.
    """

    key: str
    span: Span
    start_ms: int | None = None
    end_ms: int | None = None


class Stretch(NamedTuple):
    """What one voice says without another in between.

    Attributes:
        voice: id of the voice, or None where nobody is said to speak.
        span: where it stands in the text, in code points, half-open; empty where there are no words.
        start_ms: when it starts, in milliseconds, or None.
        end_ms: when it ends, or None.
        words: its words; none where the input has only times.
    """

    voice: str | None
    span: Span
    start_ms: int | None = None
    end_ms: int | None = None
    words: tuple[SpokenWord, ...] = ()


class Voice(NamedTuple):
    """A voice of one side.

    Attributes:
        id: unlike that of any other voice of its side.
        title: what to call it: its name, else its label, else its kind.
        name: whose voice it is, or None where nobody says; a label that is no name of a recogniser's is one.
        keys: by what it is recognised on the other side: its names, else its label, in the form they are compared in.
    """

    id: str
    title: str
    name: str | None
    keys: frozenset[str]


@dataclass(frozen=True)
class Talk:
    """One side of a comparison of transcripts.

    Attributes:
        voices: every voice that is heard, in the order in which it is first heard.
        stretches: who is heard, in the order of time where every stretch has a time, else in that of the input.
    """

    voices: tuple[Voice, ...] = ()
    stretches: tuple[Stretch, ...] = ()

    @cached_property
    def has_words(self) -> bool:
        """Whether any words are known."""
        return any(stretch.words for stretch in self.stretches)

    @cached_property
    def has_times(self) -> bool:
        """Whether any voice has a time."""
        return any(stretch.start_ms is not None and stretch.voice is not None for stretch in self.stretches)

    def find_voice(self, voice_id: str) -> Voice:
        """Return the voice with that id.

        Raises:
            KeyError: there is none.
        """
        return self._voices[voice_id]

    @cached_property
    def _voices(self) -> dict[str, Voice]:
        return {voice.id: voice for voice in self.voices}


def read_talk(annotation: Annotation, info: DocumentInfo | None = None) -> Talk:
    """Take out of an annotation who is heard when, saying what.

    What stands in a turn is said by the turn's speaker. Where there is no turn, a word's own label counts, then that of
    its utterance; a label that is the family name of just one other label is the same voice. Utterances tell the times;
    where there are none, turns do.

    Args:
        annotation: what to read; its text must be known.
        info: whose utterances and words to go by, of a document with the same text; by default the annotation's own.

    Example:
        >>> from quotes.model import Document
        >>> said = Utterance(spans=(Span(4, 12),), label="S0", start_ms=500, end_ms=1500)
        >>> document = Document(id="a", text="S0: Good day.", info=DocumentInfo(utterances=(said,)))
        >>> talk = read_talk(Annotation.of(document))
        >>> [word.key for word in talk.stretches[0].words], talk.voices[0].title, talk.voices[0].name
        (['good', 'day'], 'S0', None)
    """
    return _Reader(annotation, info or annotation.document).read()


class _Reader:
    """Reads one annotation."""

    def __init__(self, annotation: Annotation, info: DocumentInfo) -> None:
        self._annotation, self._text, self._info = annotation, annotation.text or "", info
        self._turns = sorted(annotation.turns, key=lambda turn: turn.start)
        self._turn_starts = [turn.start for turn in self._turns]
        self._words = sorted(info.words or (), key=lambda word: word.start)
        self._word_starts = [word.start for word in self._words]
        self._speakers = {label: speaker.id for speaker in annotation.speakers for label in speaker.labels}
        for turn in self._turns:
            if turn.label is not None and turn.speaker is not None:
                self._speakers.setdefault(turn.label, turn.speaker)
        self._labels: dict[str, str] = {}

    def read(self) -> Talk:
        """Return the whole."""
        utterances: Iterable[Utterance] = self._info.utterances or map(self._utterance_of, self._turns)
        stretches = [stretch for utterance in utterances for stretch in self._part(utterance)]
        if all(stretch.start_ms is not None for stretch in stretches):
            stretches.sort(key=lambda stretch: stretch.start_ms or 0)
        heard = dict.fromkeys(stretch.voice for stretch in stretches)
        voices = [self._describe(voice) for voice in heard if voice is not None]
        same = _find_short_forms(voice for voice in voices if voice.id in self._labels)
        if same:
            voices = [voice for voice in voices if voice.id not in same]
            stretches = [stretch._replace(voice=same.get(stretch.voice or "", stretch.voice)) for stretch in stretches]
        return Talk(tuple(voices), tuple(stretches))

    def _utterance_of(self, turn: Turn) -> Utterance:
        """Return what is said in a turn, without the label it begins with."""
        start = turn.start
        if turn.label is not None:
            label = rf"\W{{0,4}}{re.escape(turn.label)}[^:\n]{{0,80}}:\W{{0,4}}(?=\s|\w|$)"
            opening = re.compile(label).match(self._text, turn.start, turn.end)
            start = opening.end() if opening else start
        spans = (Span(start, turn.end),)
        return Utterance(spans=spans, label=turn.label, start_ms=turn.start_ms, end_ms=turn.end_ms)

    def _part(self, utterance: Utterance) -> Iterator[Stretch]:
        """Part an utterance where another voice sets in."""
        times = (utterance.start_ms, utterance.end_ms)
        if None in times:
            times = (None, None)
        groups: list[tuple[str | None, list[SpokenWord]]] = []
        for word, label in self._find_words(utterance):
            voice = self._voice_at(word.span.start, label or utterance.label)
            if not groups or groups[-1][0] != voice:
                groups.append((voice, []))
            groups[-1][1].append(word)
        if not groups:
            start = utterance.spans[0].start
            yield Stretch(self._voice_at(start, utterance.label), Span(start, start), *times)
        for voice, words in groups:
            if len(groups) > 1 or times[0] is None:
                times = (words[0].start_ms, words[-1].end_ms)
                times = times if None not in times else (None, None)
            yield Stretch(voice, Span(words[0].span.start, words[-1].span.end), *times, tuple(words))

    def _find_words(self, utterance: Utterance) -> Iterator[tuple[SpokenWord, str | None]]:
        """Give the words of an utterance, with the labels of those that have their own; a tag may part a word."""
        pieces: list[Span] = []
        for span in utterance.spans:
            for found in _WORD.finditer(self._text, span.start, span.end):
                gap = self._text[pieces[-1].end : found.start()] if pieces else ""
                if pieces and (found.start() > span.start or not gap or any(map(str.isspace, gap))):
                    yield from self._word_of(pieces)
                    pieces = []
                pieces.append(Span(*found.span()))
        if pieces:
            yield from self._word_of(pieces)

    def _word_of(self, pieces: Sequence[Span]) -> Iterator[tuple[SpokenWord, str | None]]:
        words = "".join(piece.of(self._text) for piece in pieces)
        key = _NOT_WORD.sub("", (html.unescape(words) if "&" in words else words).casefold())
        if key:
            span = Span(pieces[0].start, pieces[-1].end)
            timed = self._timed_at(span)
            if timed is None:
                yield SpokenWord(key, span), None
            else:
                times = (timed.start_ms, timed.end_ms)
                yield SpokenWord(key, span, *(times if None not in times else (None, None))), timed.speaker

    def _timed_at(self, span: Span) -> Word | None:
        """Return the word of the input that stands where a word does."""
        place = bisect_right(self._word_starts, span.end - 1) - 1
        return self._words[place] if place >= 0 and span.start < self._words[place].end else None

    def _voice_at(self, start: int, label: str | None) -> str | None:
        """Return the id of the voice heard at a place."""
        place = bisect_right(self._turn_starts, start) - 1
        if place >= 0 and start < self._turns[place].end:
            turn = self._turns[place]
            if turn.speaker is not None:
                return turn.speaker
            label = turn.label or label
            if label is None and turn.kind == "narrator":
                return _NARRATOR
        if label is None:
            return None
        if label in self._speakers:
            return self._speakers[label]
        self._labels.setdefault(f"label {label}", label)
        return f"label {label}"

    def _describe(self, voice_id: str) -> Voice:
        if voice_id == _NARRATOR:
            return Voice(_NARRATOR, _NARRATOR, None, frozenset((_NARRATOR,)))
        if voice_id in self._labels:
            label = self._labels[voice_id]
            spoken = " ".join(label.replace("_", " ").split())
            is_name = bool(split_name(spoken)) and not _NAMELESS.fullmatch(label.casefold()) and not is_nobody(spoken)
            keys = frozenset((name_key(spoken) or label,))
            return Voice(voice_id, spoken, spoken, keys) if is_name else Voice(voice_id, label, None, keys)
        speaker = self._annotation.speaker(voice_id)
        assert speaker is not None  # noqa: S101 - an annotation lists whoever it refers to
        is_named = bool(speaker.name) and not is_nobody(speaker.name or "") and speaker.kind == "person"
        called = (speaker.name, *speaker.aliases) if speaker.name else (speaker.display_name,)
        keys = frozenset(name_key(name.replace("_", " ")) or name for name in called if name)
        return Voice(voice_id, speaker.display_name, speaker.name if is_named else None, keys)


def _find_short_forms(voices: Iterable[Voice]) -> dict[str, str]:
    """Return the voices whose label is the family name of just one other's, and which one that is."""
    full: dict[str, list[str]] = {}
    short: dict[str, str] = {}
    for voice in voices:
        parts = split_name(voice.name or "")
        if len(parts) > 1:
            full.setdefault(parts[-1], []).append(voice.id)
        elif parts:
            short[voice.id] = parts[0]
    return {voice: full[name][0] for voice, name in short.items() if len(full.get(name, ())) == 1}
