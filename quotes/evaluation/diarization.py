"""Does each turn of a transcript have the right voice: names at the middle of each turn, and times and words.

Names are judged at the middle of the reference's turn, which needs one text on both sides. Times, words and counts of
voices need none: a diarizer's segments or another recogniser's words can be held against any transcript.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from quotes.evaluation.attribution import is_same_speaker
from quotes.evaluation.counts import NO_ERRORS, NO_TALLY, Errors, Groups, Retrieval, Tally
from quotes.evaluation.labels import is_same_person
from quotes.evaluation.reference import Reference
from quotes.evaluation.report import EvaluationReport, Mistake
from quotes.evaluation.speaking_time import Timing, join_times, measure_times, overlap_ms
from quotes.evaluation.spoken_words import (
    MOST_TIMED_VOICES,
    Wording,
    has_timed_words,
    measure_timed_words,
    measure_words,
)
from quotes.evaluation.talk import Talk, read_talk
from quotes.evaluation.voice_names import measure_names
from quotes.model import Annotation
from quotes.spans import Span

__all__ = ["DEFAULT_RULES", "TimeRules", "score_talk", "score_turns"]


class TimeRules(NamedTuple):
    """How times are compared.

    Attributes:
        collar_ms: so many milliseconds on either side of each boundary of the reference are not scored.
        skip_overlap: whether to leave out where several voices of the reference are heard at once.
    """

    collar_ms: int = 0
    skip_overlap: bool = False


DEFAULT_RULES = TimeRules()
"""Everything is scored."""


def score_turns(reference: Reference, hypothesis: Annotation) -> EvaluationReport:
    """Count turns whose named voice is right, and turns rightly taken for the narrator or for another voice."""
    turns = sorted(hypothesis.turns, key=lambda turn: turn.start)
    starts = [turn.start for turn in turns]
    right = named = same_kind = 0
    mistakes = []
    for turn in reference.annotation.turns:
        middle = (turn.start + turn.end) // 2
        place = bisect_right(starts, middle) - 1
        answer = turns[place] if place >= 0 and middle < turns[place].end else None
        same_kind += answer is not None and (answer.kind == "narrator") == (turn.kind == "narrator")
        speaker = reference.annotation.speaker(turn.speaker)
        if speaker is None or not speaker.name:
            continue
        named += 1
        got = hypothesis.speaker(answer.speaker) if answer else None
        if got is not None and is_same_speaker(speaker, got):
            right += 1
        else:
            words = turn.span.of(reference.text)
            mistakes.append(
                Mistake(reference.id, "voice", turn.span, words, speaker.name, got.display_name if got else None)
            )
    return EvaluationReport(
        voices=Tally(right, named),
        turn_kinds=Tally(same_kind, len(reference.annotation.turns)),
        mistakes=tuple(mistakes),
    )


def score_talk(reference: Reference, hypothesis: Annotation, rules: TimeRules = DEFAULT_RULES) -> EvaluationReport:
    """Count who is heard when, who says which words, how many voices there are and what they are called.

    Nothing is counted where the reference has no voices. What one side cannot tell (times, words, or a library that is
    not installed) is left out and said in ``left_out``; a hypothesis that is empty misses everything.
    """
    annotation = reference.annotation
    is_one_text = annotation.sha256 == hypothesis.sha256
    borrowed = hypothesis.document if is_one_text and annotation.document.utterances is None else None
    wanted = read_talk(annotation, borrowed)
    if not wanted.voices:
        return EvaluationReport()
    lent = annotation.document if is_one_text and hypothesis.document.utterances is None and hypothesis.turns else None
    given = read_talk(hypothesis, lent)
    left_out: list[str] = []
    timing, wording, timed = Timing(), Wording(), NO_ERRORS
    if _can_tell(wanted.has_times, given.has_times, given, "DER, JER and IER", "times", left_out):
        timing = measure_times(wanted, given, collar_ms=rules.collar_ms, skip_overlap=rules.skip_overlap)
    if _can_tell(wanted.has_words, given.has_words, given, "WDER and cpWER", "words", left_out):
        wording = measure_words(wanted, given)
        timed = _measure_timed(wanted, given, left_out)
    mapping = wording.mapping if wording.pairs else timing.mapping
    naming = measure_names(wanted, given, mapping, wording.pairs)
    difference = abs(len(wanted.voices) - len(given.voices))
    return EvaluationReport(
        voices=_judge_turns(wanted, given, wording) if reference.scheme == "voices" else NO_TALLY,
        diarization=timing.diarization,
        jaccard=timing.jaccard,
        identification=timing.identification,
        word_diarization=wording.diarization,
        concatenated_words=wording.concatenated,
        timed_words=timed,
        voice_count=Errors({"too many or too few": difference}, 1),
        voice_count_exact=Tally(int(not difference), 1),
        named_voices=naming.voices,
        named_voices_in_full=naming.in_full,
        named_voice_words=naming.words,
        words_by_voice=_count_words(reference.id, wanted, given, wording),
        times_by_voice=_count_times(reference.id, wanted, given, timing),
        left_out=tuple(left_out),
        mistakes=tuple(
            _find_word_mistakes(reference, wanted, given, wording)
            if wording.pairs
            else _find_time_mistakes(reference, wanted, given, timing)
        ),
    )


def _can_tell(is_wanted: bool, is_given: bool, given: Talk, figures: str, what: str, left_out: list[str]) -> bool:
    """Whether both sides hold what some figures need; what is left out is noted, unless the reference has none."""
    if is_wanted and not is_given and given.stretches:
        left_out.append(f"{figures}: the hypothesis has no {what}")
        return False
    if is_given and not is_wanted:
        left_out.append(f"{figures}: the reference has no {what}")
    return is_wanted


def _measure_timed(wanted: Talk, given: Talk, left_out: list[str]) -> Errors:
    """Compare timed words, or note why not."""
    if not has_timed_words(wanted):
        return NO_ERRORS
    if not has_timed_words(given):
        left_out.append("tcpWER: words of the hypothesis have no times")
        return NO_ERRORS
    try:
        return measure_timed_words(wanted, given)
    except ImportError:
        left_out.append("tcpWER: meeteval is not installed; pip install 'quotes[score]'")
    except ValueError:
        left_out.append(f"tcpWER: more than {MOST_TIMED_VOICES} voices")
    return NO_ERRORS


def _judge_turns(wanted: Talk, given: Talk, wording: Wording) -> Tally:
    """Count named turns whose middle word is given to somebody of the right name, as `score_turns` does in one text."""
    if given.stretches and not given.has_words:
        return NO_TALLY
    others = {pair.word.span.start: pair.other for pair in wording.pairs}
    right = total = 0
    for voice, turn in groupby(wanted.stretches, key=lambda stretch: stretch.voice):
        words = [word.span.start for stretch in turn for word in stretch.words]
        if voice is None or wanted.find_voice(voice).name is None or not words:
            continue
        total += 1
        other = others.get(words[len(words) // 2])
        right += other is not None and not given.find_voice(other).keys.isdisjoint(wanted.find_voice(voice).keys)
    return Tally(right, total)


def _title(document_id: str, wanted: Talk, given: Talk, voice: str, other: str | None) -> str:
    """Return what to call a voice among those of many documents, and what stands for it under another name."""
    described = wanted.find_voice(voice)
    title = described.title if described.name else f"{described.title} ({document_id})"
    if other is None:
        return f"{title}, as nobody"
    counterpart = given.find_voice(other)
    is_alike = counterpart.title == described.title or (
        bool(described.name and counterpart.name) and is_same_person(counterpart.name or "", described.name or "")
    )
    return title if is_alike else f"{title}, as {counterpart.title}"


def _count_words(document_id: str, wanted: Talk, given: Talk, wording: Wording) -> Groups:
    """Count for each voice the words that were set against each other, and those that its counterpart has."""
    total = Counter(pair.voice for pair in wording.pairs)
    said = Counter(pair.other for pair in wording.pairs)
    both = Counter((pair.voice, pair.other) for pair in wording.pairs)
    parts = []
    for voice, count in total.items():
        other = wording.mapping.get(voice)
        right, heard = (0, 0) if other is None else (both[voice, other], said[other])
        parts.append(Groups({_title(document_id, wanted, given, voice, other): Retrieval(right, heard, right, count)}))
    return sum(parts, Groups())


def _count_times(document_id: str, wanted: Talk, given: Talk, timing: Timing) -> Groups:
    """Count for each voice the milliseconds that it is heard, and those that it shares with its counterpart."""
    parts = []
    for voice, count in timing.reference_ms.items():
        other = timing.mapping.get(voice)
        right, heard = (0, 0) if other is None else (timing.shared_ms[voice], timing.hypothesis_ms[other])
        parts.append(Groups({_title(document_id, wanted, given, voice, other): Retrieval(right, heard, right, count)}))
    return sum(parts, Groups())


def _call(wanted: Talk, given: Talk, mapping: Mapping[str, str], other: str | None) -> str | None:
    """Return what to call a voice of the hypothesis: a label with whom it stands for."""
    if other is None:
        return None
    title = given.find_voice(other).title
    meant = next((wanted.find_voice(voice).title for voice, each in mapping.items() if each == other), title)
    return title if meant == title else f"{title}, who stands for {meant}"


def _find_word_mistakes(reference: Reference, wanted: Talk, given: Talk, wording: Wording) -> Iterator[Mistake]:
    """Give the runs of words that stand with another voice."""
    mapping = wording.mapping
    for (voice, other), run in groupby(wording.pairs, key=lambda pair: (pair.voice, pair.other)):
        if other is not None and mapping.get(voice) == other:
            continue
        words = [pair.word for pair in run]
        span = Span(words[0].span.start, max(word.span.end for word in words))
        said = wanted.find_voice(voice).title
        got = _call(wanted, given, mapping, other)
        yield Mistake(reference.id, "words", span, span.of(reference.text), said, got)


def _find_time_mistakes(reference: Reference, wanted: Talk, given: Talk, timing: Timing) -> Iterator[Mistake]:
    """Give the stretches in which the voice's counterpart is heard less than half of the time."""
    times = join_times(given.stretches)
    for stretch in wanted.stretches if timing.diarization.total else ():
        if stretch.voice is None or stretch.start_ms is None or stretch.end_ms is None:
            continue
        heard = {other: overlap_ms(parts, stretch.start_ms, stretch.end_ms) for other, parts in times.items()}
        if 2 * heard.get(timing.mapping.get(stretch.voice, ""), 0) >= stretch.end_ms - stretch.start_ms:
            continue
        most = max(heard, key=lambda other: heard[other], default=None)
        got = _call(wanted, given, timing.mapping, most if most is not None and heard[most] else None)
        said = f"{wanted.find_voice(stretch.voice).title}, {_clock(stretch.start_ms)} to {_clock(stretch.end_ms)}"
        yield Mistake(reference.id, "time", stretch.span, stretch.span.of(reference.text), said, got)


def _clock(time_ms: int) -> str:
    minutes, rest = divmod(time_ms, 60_000)
    return f"{minutes}:{rest / 1000:06.3f}"
