"""Does each turn of a transcript have the right voice: judged at the middle of the reference's turn."""

from __future__ import annotations

from bisect import bisect_right

from quotes.evaluation.attribution import is_same_speaker
from quotes.evaluation.counts import Tally
from quotes.evaluation.reference import Reference
from quotes.evaluation.report import EvaluationReport, Mistake
from quotes.model import Annotation

__all__ = ["score_turns"]


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
