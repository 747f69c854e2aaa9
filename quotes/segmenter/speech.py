"""Speech or not: what kind of quotation a marked stretch is, and the reason where it is none.

Each stretch has named features (`quotes.segmenter.speech_features`). Their weights add up to the log odds that it is
speech: those in ``data/speech.json`` are learnt, those in ``data/speech.toml`` set by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import exp
from typing import NamedTuple

from quotes.errors import LexiconError
from quotes.lexicon import HouseVerb
from quotes.lexicon.files import read_table
from quotes.model import Evidence, QuotationKind
from quotes.segmenter.candidates import DATA_FOLDER
from quotes.segmenter.quotations import Stretch
from quotes.segmenter.speech_features import WORD_KINDS, each_features

__all__ = [
    "HandSet",
    "Judgement",
    "Weights",
    "judge_stretches",
    "read_hand_set",
    "score_stretches",
]


class Judgement(NamedTuple):
    """What a stretch is.

    Attributes:
        kind: direct, mixed or other.
        reason: why it is not speech, or None.
        signs: what decided, each with its weight.
    """

    kind: QuotationKind
    reason: str | None
    signs: tuple[tuple[str, float], ...]

    def evidence(self, stretch: Stretch) -> tuple[Evidence, ...]:
        """Return what decided on a stretch, as evidence."""
        where = stretch.spans[:1]
        return tuple(Evidence(rule=name, spans=where, weight=weight) for name, weight in self.signs)


def judge_stretches(
    text: str, stretches: Sequence[Stretch], *, language: str | None = "en", verbs: tuple[HouseVerb, ...] = ()
) -> Iterator[Judgement]:
    """Judge every stretch of a document, one after the other.

    Args:
        text: the document.
        stretches: all its marked stretches, in order.
        language: ISO 639-1 code; what is known to be no English is judged by its shape alone.
        verbs: cue verbs that a house adds.

    Raises:
        LexiconError: if the weights cannot be read.
    """
    weights = _weights()
    is_read = language in (None, "en")
    for every in _in_lists(each_features(text, stretches, verbs)):
        if is_read:
            scores = score_stretches(every, weights)
        else:
            scores = [_score_by_shape(features, weights.threshold) for features in every]
        for features, score in zip(every, scores, strict=True):
            yield _judge(frozenset(features), score, weights)


def score_stretches(every: Sequence[Sequence[str]], weights: Weights) -> list[float]:
    """Return the log odds that each stretch of a document is speech, from the features of all of them in order."""
    scores = [sum(weights.of_features.get(feature, 0.0) for feature in features) for features in every]
    _share_in_lists(scores, every)
    return scores


def _judge(features: frozenset[str], score: float, judged_by: Weights) -> Judgement:
    """Return the judgement that a score means."""
    weights = judged_by.of_features
    chance = 1.0 / (1.0 + exp(-max(-50.0, min(score, 50.0))))
    if score < judged_by.threshold and not any(signs <= features for signs in _CERTAINLY_SPEECH):
        strongest = sorted(features & weights.keys(), key=lambda feature: (weights[feature], feature))[:3]
        signs = [(name, weights[name]) for name in strongest]
        return Judgement("other", _reason(features), (*signs, ("speech", round(chance, 4))))
    kind: QuotationKind = "mixed" if _is_in_clause(features) else "direct"
    return Judgement(kind, None, (("speech", round(chance, 4)),))


_CERTAINLY_SPEECH: tuple[frozenset[str], ...] = (
    frozenset({"attribution behind", "ends comma"}),
    frozenset({"attribution behind", "ends question"}),
    frozenset({"cue and comma before", "ends stop", "begins capital"}),
    frozenset({"cue and comma before", "ends comma", "begins capital"}),
    frozenset({"cue and comma before", "ends question", "begins capital"}),
    frozenset({"paragraph start", "ends comma", "begins capital"}),
    frozenset({"paragraph start", "answer"}),
    frozenset({"own paragraph short", "answer"}),
    frozenset({"words 9+", "begins capital long", "ends stop long"}),
)
"""What is speech whatever else speaks against it: short answers must not be lost."""


def _score_by_shape(features: Sequence[str], threshold: float) -> float:
    """Return a score just above or below the threshold: a name or term has one or two words and no stop inside."""
    is_term = any(feature.startswith(_TERM_SIZES) for feature in features) and "ends none" in features
    return threshold - 1.0 if is_term or "no words" in features else threshold + 1.0


_TERM_SIZES = ("words 1", "words 2")


def _in_lists(every: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    """Give the features of stretches in a row together, those of others by themselves: see `_share_in_lists`."""
    together: list[list[str]] = []
    for features in every:
        if together and not ("listed before" in features and "listed behind" in together[-1]):
            yield together
            together = []
        together.append(features)
    if together:
        yield together


def _share_in_lists(scores: list[float], every: Sequence[Sequence[str]]) -> None:
    """Give short stretches in a row ("A", "B" and "C") the mean of their scores: they are of one sort."""
    first = 0
    for place in range(1, len(scores) + 1):
        if place < len(scores) and "listed before" in every[place] and "listed behind" in every[place - 1]:
            continue
        if place - first > 1:
            mean = sum(scores[first:place]) / (place - first)
            scores[first:place] = [mean] * (place - first)
        first = place


def _reason(features: frozenset[str]) -> str:
    """Return why a stretch is not speech, for readers."""
    for reason, signs in _REASONS:
        if not signs.isdisjoint(features):
            return reason
    return "scare quotes"


_REASONS: tuple[tuple[str, frozenset[str]], ...] = (
    ("no words", frozenset({"no words"})),
    ("program text", frozenset({"code"})),
    ("nickname", frozenset({"inside name"})),
    ("term", frozenset({"after called", "called before"})),
    ("sign or motto", frozenset({"after sign", "sign before", "sign behind"})),
    ("title of a work", frozenset({"after work", "work before", "work behind"})),
    (
        "name",
        frozenset(
            {"after named", "named behind", "handle", "every word capital", "every word capital, stop", "all capitals"}
        ),
    ),
    ("term", frozenset({"nested term", "repeated"})),
)


def _is_in_clause(features: frozenset[str]) -> bool:
    """Whether the words are a part of the narrator's own clause, not an utterance of their own.

    So they are where they begin in lower case, or behind a word that governs them ("called it a", "said that", "for");
    not where they are a whole sentence or a question, stand first in their paragraph, or go on behind "he said, ".
    """
    if not features.isdisjoint(_ALONE):
        return False
    is_small = not features.isdisjoint(_SMALL)
    is_whole = not is_small and not features.isdisjoint(_WHOLE)
    return is_small or (not is_whole and not features.isdisjoint(_GOVERNED))


_ALONE = frozenset(
    {
        "own paragraph",
        "own paragraph short",
        "paragraph start",
        "goes on after attribution",
        "ends question",
        "ends question long",
    }
)
_WHOLE = frozenset({"ends stop", "ends stop long", "ends comma", "ends comma long"})
_SMALL = frozenset({"begins small", "begins small long"})
_GOVERNED = frozenset(f"after {kind}" for kind in (*WORD_KINDS, "as", "possessive", "word"))


class Weights(NamedTuple):
    """What a score is made of.

    Attributes:
        of_features: log odds that each feature adds, by its name.
        threshold: log odds from which a stretch counts as speech.
    """

    of_features: Mapping[str, float]
    threshold: float


class HandSet(NamedTuple):
    """What is set by hand: `threshold`, weights that are not learnt, and values learnt ones are drawn towards."""

    threshold: float
    fixed: Mapping[str, float]
    towards: Mapping[str, float]


def read_hand_set() -> HandSet:
    """Read the numbers set by hand.

    Raises:
        LexiconError: if the file lacks them.

    Example:
        >>> read_hand_set().fixed["code"]
        -3.0
    """
    table = read_table("speech.toml", folder=DATA_FOLDER)
    try:
        fixed, towards = (
            {name: float(weight) for name, weight in table[part].items()} for part in ("fixed", "towards")
        )
        return HandSet(float(table["decision"]["threshold"]), fixed, towards)
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise LexiconError(str(DATA_FOLDER / "speech.toml"), f"lacks or misspells {error}") from error


@cache
def _weights() -> Weights:
    """Load the learnt weights and those set by hand.

    Raises:
        LexiconError: if a file lacks them.
    """
    path = DATA_FOLDER / "speech.json"
    try:
        learnt = {name: float(w) for name, w in json.loads(path.read_text(encoding="utf-8"))["weights"].items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise LexiconError(str(path), f"no readable weights: {error}; run quotes train") from error
    by_hand = read_hand_set()
    return Weights({**learnt, **by_hand.fixed}, by_hand.threshold)
