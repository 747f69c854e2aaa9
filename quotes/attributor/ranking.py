"""Which phrase names the source: a softmax over the candidates and nobody, with weights for named features.

The weights and the cue scores are data, `data/ranker.json` and `data/cues.json`, made by `quotes train`; the model
card beside them says from what. Nothing here knows what a feature means.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from quotes.attributor.candidates import PhraseReader, Setting, SourceCandidate, find_candidates
from quotes.attributor.features import Previous, describe_candidate, describe_nobody
from quotes.errors import LexiconError

__all__ = ["SourceDecision", "load_cue_scores", "load_named_weights", "load_weights", "rank_sources", "softmax"]


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


def load_named_weights(name: str) -> Mapping[str, float]:
    """Return the weights in a file of this room, by name.

    Raises:
        LexiconError: if it is missing or not a weights file.
    """
    source = files("quotes.attributor") / "data" / name
    try:
        return MappingProxyType(json.loads(source.read_text(encoding="utf-8"))["weights"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LexiconError(
            f"quotes/attributor/data/{name}", f"not a weights file ({error}); make it with: quotes train --data DIR"
        ) from error


def rank_sources(reader: PhraseReader, settings: Iterable[Setting]) -> Iterator[SourceDecision]:
    """Decide the source of each quotation in order; each decision is seen by the next."""
    weights, cues = load_weights(), load_cue_scores()
    previous: Previous | None = None
    for setting in settings:
        candidates = tuple(find_candidates(reader, setting))
        scores = [
            sum(weights.get(name, 0.0) for name in describe_candidate(setting, candidate, cues, previous))
            for candidate in candidates
        ]
        passage = reader.passage(setting.first)
        scores.append(
            sum(weights.get(name, 0.0) for name in describe_nobody(setting, passage, cues, candidates, previous))
        )
        probabilities = softmax(scores)
        best = max(range(len(scores)), key=scores.__getitem__)
        if best == len(candidates):
            best = -1
        previous = remember(setting, candidates[best] if best >= 0 else None)
        yield SourceDecision(setting, candidates, tuple(probabilities[:-1]), probabilities[-1], best)


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
