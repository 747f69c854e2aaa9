"""Who bears which label, decided for a whole transcript at once from the claims on it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from quotes.assignment import assign
from quotes.diarizer.claims import Claims, group_of
from quotes.errors import LexiconError
from quotes.model import RosterEntry
from quotes.people.matching import match_names

__all__ = [
    "TOP_SCORE",
    "Decision",
    "NamingWeights",
    "decide_names",
    "is_on_roster",
    "load_naming_weights",
    "score_pairs",
]

WEIGHTS_FILE = Path(__file__).parent / "data" / "naming.json"

TOP_SCORE = 6.0
"""Scores and margins above this say nothing more of how sure a name is."""

_KNOWN_BEFOREHAND = 1.0
"""How much rather somebody of the roster is a speaker than anybody who is named."""


class NamingWeights(NamedTuple):
    """What was learnt: what each kind of claim is worth, and what a score is worth as a probability.

    Attributes:
        weights: by the name of the feature.
        confidence: intercept, weight of the score, weight of the margin, weight of a full name.
        shift: added to every score: how much rather somebody named is a speaker than the claims alone say.
    """

    weights: Mapping[str, float]
    confidence: tuple[float, float, float, float]
    shift: float


class Decision(NamedTuple):
    """Who a label may be.

    Attributes:
        label: number of the label.
        bearer: number of the person assigned to it.
        score: log odds that the person is that label against being nobody's.
        margin: how much worse the best other assignment is.
        probability: that it is right.
        rival: number of the next best person, or None.
        rival_score: its score.
    """

    label: int
    bearer: int
    score: float
    margin: float
    probability: float
    rival: int | None
    rival_score: float


@cache
def load_naming_weights() -> NamingWeights:
    """Return the weights that ship with the package.

    Raises:
        LexiconError: the file is damaged or missing.
    """
    try:
        told = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
        confidence = told["confidence"]
        values = tuple(float(confidence[name]) for name in ("bias", "score", "margin", "full"))
        bias, score, margin, full = values
        return NamingWeights(MappingProxyType(told["weights"]), (bias, score, margin, full), float(confidence["shift"]))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise LexiconError(str(WEIGHTS_FILE), f"cannot be used: {error}; install the package again") from error


def decide_names(claims: Claims, weights: NamingWeights, known: Mapping[str, str] | None = None) -> list[Decision]:
    """Assign people to labels, all at once.

    Args:
        claims: what the transcript says.
        weights: what each kind of claim is worth.
        known: labels that are names already; neither they nor their people are assigned.
    """
    known = known or {}
    names = frozenset(known.values())
    taken = {
        number
        for number, bearer in enumerate(claims.bearers)
        if bearer.roster is not None and _is_among(bearer.roster, names)
    }
    scores = {
        (label, bearer): score
        for (label, bearer), score in score_pairs(claims, weights).items()
        if bearer not in taken and claims.labels[label] not in known
    }
    pairs = assign(scores)
    holders = {bearer: label for label, bearer in pairs.items()}
    introduced = _introduced(claims, scores, holders)
    by_label: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    by_bearer: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for (label, bearer), score in scores.items():
        by_label[label].append((score, bearer))
        by_bearer[bearer].append((score, label))
    named = frozenset(pairs)
    return [
        _weigh(claims, weights, scores, holders, named, introduced, by_label[label], by_bearer[bearer], label, bearer)
        for label, bearer in sorted(pairs.items())
    ]


def _weigh(
    claims: Claims,
    weights: NamingWeights,
    scores: Mapping[tuple[int, int], float],
    holders: Mapping[int, int],
    named: frozenset[int],
    introduced: Mapping[int, set[int]],
    rivals: Sequence[tuple[float, int]],
    places: Sequence[tuple[float, int]],
    label: int,
    bearer: int,
) -> Decision:
    """Say how much better an assigned pair is than the best assignment without it that changes two pairs at most."""
    score = scores[label, bearer]
    margin = score
    rival, rival_score = None, float("-inf")
    own = introduced.get(label, set())
    if own and bearer not in own:
        margin = 0.0  # a voice that calls itself somebody else
    for other_score, other in rivals:
        if other == bearer:
            continue
        if other_score > rival_score:
            rival, rival_score = other, other_score
        if other not in holders:
            margin = min(margin, score - other_score)
        else:
            holder = holders[other]
            swapped = max(0.0, other_score) + max(0.0, scores.get((holder, bearer), 0.0))
            margin = min(margin, score + scores[holder, other] - swapped)
    for other_score, other in places:
        if other != label and other not in named:
            margin = min(margin, score - other_score)
    bias, by_score, by_margin, by_full = weights.confidence
    z = bias + by_score * min(score, TOP_SCORE) + by_margin * min(margin, TOP_SCORE)
    z += by_full * claims.bearers[bearer].is_full
    return Decision(label, bearer, score, margin, 1 / (1 + exp(-z)), rival, rival_score)


def score_pairs(claims: Claims, weights: NamingWeights) -> dict[tuple[int, int], float]:
    """Return for each label and person, by their numbers, how likely the person is that label: log odds."""
    scores: dict[tuple[int, int], float] = {}
    for bearer, (row, null) in enumerate(zip(claims.rows, claims.nulls, strict=True)):
        nobody = _score(null, weights.weights) - weights.shift
        if claims.bearers[bearer].roster is not None:
            nobody -= _KNOWN_BEFOREHAND
        for label, features in row.items():
            scores[label, bearer] = _score(features, weights.weights) - nobody
    return scores


def _introduced(
    claims: Claims, scores: Mapping[tuple[int, int], float], holders: Mapping[int, int]
) -> dict[int, set[int]]:
    """Return for each label as whom its voice introduces itself, by given name and surname, if no other is."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for claim in claims.claims:
        if claim.relation != "self" or scores.get((claim.label, claim.bearer), 0.0) <= 0:
            continue
        clue = claims.clues[claim.clue]
        if " " in clue.name.name and group_of(clue) == "self" and holders.get(claim.bearer, claim.label) == claim.label:
            found[claim.label].add(claim.bearer)
    return found


def _score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def _is_among(entry: RosterEntry, names: frozenset[str]) -> bool:
    """Whether one of some names is that of a person of the roster; most often it is letter for letter."""
    if entry.name in names and is_on_roster(entry, entry.name):
        return True
    return any(is_on_roster(entry, name) for name in names)


def is_on_roster(entry: RosterEntry, name: str) -> bool:
    """Whether a name is that of a person of the roster, or a part of it."""
    return any(match_names(form, name) in ("same", "part", "honorific_part") for form in (entry.name, *entry.aliases))
