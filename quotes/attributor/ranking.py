"""Which phrase names the source: a softmax over the candidates and nobody, with weights for named features.

The weights and the cue scores are data, `data/ranker.json` and `data/cues.json`, made by `quotes train`; the model
card beside them says from what. Nothing here knows what a feature means.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pydantic_core import from_json

from quotes.attributor.candidates import PhraseReader, Setting, SourceCandidate, find_candidates
from quotes.attributor.cuebook import CueBook, CueWords
from quotes.attributor.features import (
    Fact,
    Previous,
    describe_nobody,
    name_features,
    read_phrase_facts,
    read_places,
)
from quotes.errors import LexiconError

__all__ = [
    "FactWeights",
    "SourceDecision",
    "calibrate",
    "load_calibration",
    "load_cue_scores",
    "load_facts",
    "load_named_weights",
    "load_part",
    "load_weights",
    "rank_sources",
    "softmax",
]


_REMEMBERED = 60_000


@dataclass(frozen=True, slots=True)
class SourceDecision:
    """What the ranker found for one quotation.

    Attributes:
        setting: where the quotation stands.
        candidates: the phrases that were weighed.
        probabilities: the probability of each, in the same order.
        nobody: the probability that none of them names the source.
        best: position of the likeliest candidate, or -1 where nobody is likelier.
    """

    setting: Setting
    candidates: tuple[SourceCandidate, ...]
    probabilities: tuple[float, ...]
    nobody: float
    best: int


@cache
def load_weights() -> Mapping[str, float]:
    """Return the weight of each feature name.

    Raises:
        LexiconError: if the file is not a weights file.
    """
    return load_named_weights("ranker.json")


@cache
def load_cue_scores() -> Mapping[str, float]:
    """Return for each lemma the share of its uses outside quotation marks that report speech, 0 to 1.

    Raises:
        LexiconError: if the file is not a weights file.
    """
    return load_named_weights("cues.json")


class FactWeights(dict[Fact, float]):
    """What the features of each fact weigh together, worked out when it is first asked for.

    Args:
        weights: the weight of each feature name.
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__()
        self.weights = weights

    def __missing__(self, fact: Fact) -> float:
        """Add up the weights of a fact's features."""
        if len(self) > _REMEMBERED:
            self.clear()
        weight = self[fact] = sum([self.weights.get(name, 0.0) for name in name_features(fact)])
        return weight


def load_facts() -> FactWeights:
    """Return what facts weigh by the weights that `load_weights` gives, remembered as long as it gives the same.

    Raises:
        LexiconError: if the file is not a weights file.
    """
    weights, facts = load_weights(), _remember_facts()
    return facts if facts.weights is weights else FactWeights(weights)


@cache
def _remember_facts() -> FactWeights:
    return FactWeights(load_weights())


@cache
def _remember_words() -> CueWords:
    return CueWords(load_cue_scores())


def load_named_weights(name: str) -> Mapping[str, float]:
    """Return the weights in a file of this room, by name.

    Raises:
        LexiconError: if it is missing or not a weights file.
    """
    return load_part(name, "weights")


def load_part(name: str, part: str, missing: Mapping[str, float] | None = None) -> Mapping[str, float]:
    """Return a part of a weights file of this room, or ``missing`` where the file has no such part.

    Raises:
        LexiconError: if the file is missing, is not a weights file, or must have such a part.
    """
    try:
        source = files("quotes.attributor") / "data" / name
        return MappingProxyType(from_json(source.read_bytes()).get(part, missing))
    except (AttributeError, OSError, ValueError, KeyError, TypeError) as error:
        raise LexiconError(
            f"quotes/attributor/data/{name}", f"not a weights file ({error}); make it with: quotes train --data DIR"
        ) from error


def rank_sources(
    reader: PhraseReader, settings: Iterable[Setting], facts: FactWeights | None = None
) -> Iterator[SourceDecision]:
    """Decide the source of each quotation in order; each decision is seen by the next.

    Args:
        reader: the document's phrases.
        settings: where the quotations stand, in order.
        facts: what facts weigh; by default what the weights that ship say.
    """
    facts = load_facts() if facts is None else facts
    book = CueBook(load_cue_scores(), _remember_words())
    previous: Previous | None = None
    for setting in settings:
        candidates = tuple(find_candidates(reader, setting))
        rows = read_places(setting, candidates, book, previous)
        scores = [
            _weigh_phrase(candidate, book, facts) + sum([facts[fact] for fact in row])
            for candidate, row in zip(candidates, rows, strict=True)
        ]
        passage = reader.passage(setting.first)
        nobody = describe_nobody(setting, passage, book, has_candidates=bool(candidates), previous=previous)
        scores.append(sum([facts.weights.get(name, 0.0) for name in nobody]))
        probabilities = softmax(scores)
        best = max(range(len(scores)), key=scores.__getitem__)
        if best == len(candidates):
            best = -1
        previous = remember(setting, candidates[best] if best >= 0 else None)
        yield SourceDecision(setting, candidates, tuple(probabilities[:-1]), probabilities[-1], best)


def calibrate(decision: SourceDecision, curve: Sequence[tuple[float, float]] | None = None) -> SourceDecision:
    """Return a decision whose likeliest phrase has the share of right ones among those that were found as likely.

    The others and nobody share the rest as before; where nobody is likelier than any phrase, nothing changes.

    Args:
        decision: what the ranker found.
        curve: points from a probability to that share, in order; by default those of the weights that ship.
    """
    if decision.best < 0:
        return decision
    before = decision.probabilities[decision.best]
    after = _interpolate(load_calibration() if curve is None else curve, before)
    rest = (1.0 - after) / (1.0 - before) if before < 1.0 else 0.0
    probabilities = [probability * rest for probability in decision.probabilities]
    probabilities[decision.best] = after
    return replace(decision, probabilities=tuple(probabilities), nobody=max(0.0, 1.0 - sum(probabilities)))


def _interpolate(curve: Sequence[tuple[float, float]], value: float) -> float:
    """Read a curve given by points in order, straight between them and level beyond."""
    place = bisect_right(curve, (value, 1.0))
    if place == 0:
        return min(value, curve[0][1]) if curve else value
    if place == len(curve):
        return curve[-1][1]
    (low, below), (high, above) = curve[place - 1], curve[place]
    return below + (above - below) * (value - low) / (high - low) if high > low else above


@cache
def load_calibration() -> tuple[tuple[float, float], ...]:
    """Return the points of the curve from a probability of the ranker to the share of right ones among such.

    There are none where the weights were learnt from too few documents to tell.

    Raises:
        LexiconError: if the file is not a weights file.
    """
    points = load_part("ranker.json", "calibration", {})
    return tuple(sorted((float(probability), share) for probability, share in points.items()))


def _weigh_phrase(candidate: SourceCandidate, book: CueBook, facts: FactWeights) -> float:
    """Return what a phrase's own features weigh, worked out once."""
    known = book.read(candidate.passage).static
    key = (candidate.phrase.first, candidate.phrase.last)
    weight = known.get(key)
    if weight is None:
        weight = known[key] = sum([facts[fact] for fact in read_phrase_facts(candidate, book)])
    return weight


def remember(setting: Setting, candidate: SourceCandidate | None) -> Previous:
    """Keep of a decision what the next one may look at."""
    if candidate is None:
        return Previous(setting.last, -1, -1, "", True)
    return Previous(setting.last, candidate.passage.index, candidate.phrase.first, candidate.phrase.head, False)


def softmax(scores: list[float]) -> list[float]:
    """Return probabilities in proportion to the exponentials of ``scores``.

    Example:
        >>> softmax([1.0, 1.0])
        [0.5, 0.5]
    """
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
