"""Which words are given to whom: word diarization error rate, and word error rates of voice against voice.

Words are compared without case and punctuation.
"""

from __future__ import annotations

import contextlib
import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from quotes.assignment import assign_rows
from quotes.evaluation.counts import NO_ERRORS, Errors
from quotes.evaluation.speaking_time import find_mapping
from quotes.evaluation.talk import SpokenWord, Stretch, Talk

__all__ = ["TCP_COLLAR_MS", "WordPair", "Wording", "has_timed_words", "measure_timed_words", "measure_words"]

TCP_COLLAR_MS = 5000
"""How far from each other in time two words may be that are taken for the same."""

MOST_TIMED_VOICES = 20
"""The library that measures timed words takes no more voices than that."""

_NOBODY = ""


class WordPair(NamedTuple):
    """Two words that an alignment of both sides sets against each other, and whose they are."""

    word: SpokenWord
    voice: str
    other: str | None


class Wording(NamedTuple):
    """What a comparison of words gives.

    Attributes:
        diarization: words of the reference that stand with another voice in the hypothesis, under the best mapping of
            voices, of those that an alignment sets against a word of the hypothesis.
        concatenated: substitutions, insertions and deletions of all that each voice says against all that its
            counterpart says, under the mapping that has least of them.
        mapping: voice of the reference to the one of the hypothesis that stands for it by the words they share.
        pairs: the words that were set against each other, in order.
    """

    diarization: Errors = NO_ERRORS
    concatenated: Errors = NO_ERRORS
    mapping: Mapping[str, str] = {}
    pairs: tuple[WordPair, ...] = ()


def measure_words(reference: Talk, hypothesis: Talk) -> Wording:
    """Compare who says which words; words of the reference that nobody is said to say are left aside.

    The alignment has the least number of substitutions, insertions and deletions, whoever speaks.

    Source: El Shafey, Soltau and Shafran (2019), "Joint Speech Recognition and Speaker Diarization via Sequence
    Transduction" (word diarization error rate); Watanabe et al. (2020), "CHiME-6 Challenge" (concatenated
    minimum-permutation word error rate).

    Example:
        >>> from quotes.model import Annotation, Document, DocumentInfo, Utterance
        >>> from quotes.evaluation.talk import read_talk
        >>> from quotes.spans import Span
        >>> def talk(*parts):
        ...     spans = [Span(start, end) for start, end, _ in parts]
        ...     said = [Utterance(spans=(span,), label=part[2]) for span, part in zip(spans, parts)]
        ...     info = DocumentInfo(utterances=tuple(said))
        ...     return read_talk(Annotation.of(Document(id="a", text="Is it far? Not far.", info=info)))
        >>> wording = measure_words(talk((0, 10, "A"), (11, 19, "B")), talk((0, 14, "x"), (15, 19, "y")))
        >>> dict(wording.diarization.parts), wording.diarization.total, wording.concatenated.count
        ({'wrong voice': 1}, 5, 2)
    """
    pairs = tuple(_align(reference, hypothesis))
    shared = Counter((pair.voice, pair.other) for pair in pairs if pair.other is not None)
    mapping = find_mapping(shared, [voice.id for voice in reference.voices], [voice.id for voice in hypothesis.voices])
    wrong = sum(pair.other is None or mapping.get(pair.voice) != pair.other for pair in pairs)
    return Wording(Errors({"wrong voice": wrong}, len(pairs)), _concatenate(reference, hypothesis), mapping, pairs)


def has_timed_words(talk: Talk) -> bool:
    """Whether every word of a side has a time, its own or its stretch's; a side without any words has none to lack."""
    return all(stretch.start_ms is not None for stretch in talk.stretches if stretch.words)


@contextlib.contextmanager
def _hush(*names: str) -> Iterator[None]:
    """Keep loggers from telling anything below an error."""
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def measure_timed_words(reference: Talk, hypothesis: Talk, *, collar_ms: int = TCP_COLLAR_MS) -> Errors:
    """Compare as ``concatenated`` of `Wording`, words counting as the same only where they are near in time.

    The library meeteval does the work. Words without a time of their own get one from their stretch, by their length.

    Args:
        reference: what is right; every word has a time.
        hypothesis: what to measure, likewise.
        collar_ms: how far apart two words may be that are taken for the same.

    Raises:
        ImportError: meeteval is not installed.
        ValueError: a side has more voices than `MOST_TIMED_VOICES`.

    Source: von Neumann et al. (2023), "MeetEval: A Toolkit for Computation of Word Error Rates for Meeting
    Transcription Systems".
    """
    from meeteval.io import SegLST
    from meeteval.wer import tcpwer

    sides = [_give_segments(talk) for talk in (reference, hypothesis)]
    if any(len({segment["speaker"] for segment in side}) > MOST_TIMED_VOICES for side in sides):
        raise ValueError(f"a side has more than {MOST_TIMED_VOICES} voices")
    if not all(sides):
        words = [sum(len(stretch.words) for stretch in talk.stretches) for talk in (reference, hypothesis)]
        return Errors({"substitutions": 0, "insertions": words[1], "deletions": words[0]}, words[0])
    with _hush("preprocess", "error_rate", "time_constrained"):  # it tells of every overlap
        (found,) = tcpwer(*(SegLST(side) for side in sides), collar=collar_ms / 1000).values()
    parts = {"substitutions": found.substitutions, "insertions": found.insertions, "deletions": found.deletions}
    return Errors(parts, found.length)


def _give_segments(talk: Talk) -> list[dict[str, Any]]:
    """Give the words of a side as segments of the library: word by word where all words of a stretch have times."""
    segments = []
    for stretch in talk.stretches:
        parts: Sequence[tuple[Sequence[SpokenWord], int | None, int | None]]
        if all(word.start_ms is not None for word in stretch.words):
            parts = [((word,), word.start_ms, word.end_ms) for word in stretch.words]
        else:
            parts = [(stretch.words, stretch.start_ms, stretch.end_ms)]
        segments += [
            {
                "session_id": "document",
                "speaker": stretch.voice or _NOBODY,
                "words": " ".join(word.key for word in words),
                "start_time": start / 1000,
                "end_time": max(start, end) / 1000,
            }
            for words, start, end in parts
            if start is not None and end is not None
        ]
    return segments


def _align(reference: Talk, hypothesis: Talk) -> list[WordPair]:
    """Set the words of both sides against each other."""
    from rapidfuzz.distance import Levenshtein

    wanted, given = _flatten(reference.stretches), _flatten(hypothesis.stretches)
    numbers: dict[str, int] = {}
    sides = [[numbers.setdefault(word.key, len(numbers)) for word, _ in side] for side in (wanted, given)]
    pairs = []
    for step in Levenshtein.opcodes(*sides):
        if step.tag in ("equal", "replace"):
            for place in range(step.src_end - step.src_start):
                word, voice = wanted[step.src_start + place]
                if voice is not None:
                    pairs.append(WordPair(word, voice, given[step.dest_start + place][1]))
    return pairs


def _flatten(stretches: Sequence[Stretch]) -> list[tuple[SpokenWord, str | None]]:
    return [(word, stretch.voice) for stretch in stretches for word in stretch.words]


def _concatenate(reference: Talk, hypothesis: Talk) -> Errors:
    """Compare all that each voice says; what nobody is said to say is a voice of its own."""
    from rapidfuzz.distance import Levenshtein

    numbers: dict[str, int] = {}
    sides: list[list[list[int]]] = []
    for talk in (reference, hypothesis):
        said: dict[str | None, list[int]] = {}
        for stretch in talk.stretches:
            words = said.setdefault(stretch.voice, [])
            words += [numbers.setdefault(word.key, len(numbers)) for word in stretch.words]
        sides.append([words for words in said.values() if words])
    wanted, given = sides
    gains = [[len(words) + len(others) - Levenshtein.distance(words, others) for others in given] for words in wanted]
    places = assign_rows(gains)
    counts = Counter({"substitutions": 0, "insertions": 0, "deletions": 0})
    names = {"replace": "substitutions", "insert": "insertions", "delete": "deletions"}
    for words, place in zip(wanted, places, strict=True):
        for step in Levenshtein.editops(words, [] if place is None else given[place]):
            counts[names[step.tag]] += 1
    taken = set(places)
    counts["insertions"] += sum(len(others) for place, others in enumerate(given) if place not in taken)
    return Errors(dict(counts), len(list(chain.from_iterable(wanted))))
