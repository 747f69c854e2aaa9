"""How far to trust the speaker that a dialogue's lines point to, by how much the document tells of its people.

A model that has to choose among the people it knows is sure too soon where it knows few: a page out of a book names two
of the four who speak, and a story's "I" is nobody it has met. So the share that the lines gave the likeliest speaker is
weighed once more, with what names the source, how often the document names that person, inside tags and at all, and how
many others there are. The weights are data, ``data/dialogue.json``, made by `quotes.training` from whole novels and
pages of them, none of which the model had seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from math import exp, log, log1p

from quotes.attributor.lines import Line
from quotes.attributor.ranking import load_part
from quotes.people.registry import Registry

__all__ = ["count_tags", "describe_guess", "load_trust", "trust"]

_LOW, _HIGH = 0.02, 0.985
"""No share is believed to be further from even than the data can tell."""
_SHORT_CHARS = 1_000


@cache
def load_trust() -> Mapping[str, float]:
    """Return the weight of each sign of a guess.

    Raises:
        LexiconError: if the file is not a weights file.
    """
    return load_part("dialogue.json", "trust")


def describe_guess(
    registry: Registry, line: Line, number: int, share: float, tagged: Mapping[int, int]
) -> dict[str, float]:
    """Return the signs that the likeliest speaker of a line is right, or is not.

    Args:
        registry: who is who.
        line: the line.
        number: the entity that is the likeliest speaker.
        share: its probability by the lines, 0 to 1.
        tagged: how many lines of the conversation name each entity in their tag.
    """
    entity = registry.entities[number]
    odds = log(max(share, _LOW) / max(1.0 - share, 1.0 - _HIGH))
    own, whole = tagged.get(number, 0), sum(tagged.values())
    others = len(line.candidates) - 1
    is_narrator = entity is registry.known_narrator()
    signs = {
        "odds": odds,
        "named beside it": line.named.get(number, 0.0),
        "mentions": log1p(len(entity.starts)),
        "says": log1p(entity.says),
        "only called": float(bool(entity.called) and not entity.says and 2 * entity.called > len(entity.starts)),
        "tags": log1p(own),
        "tags of others": log1p(whole - own),
        "others": log1p(others),
        "length": log1p(len(registry.text) / _SHORT_CHARS),
        "I, and it is not the narrator": 0.0 if is_narrator else line.pronouns.get("I", 0.0),
        "narrator": float(is_narrator),
        "no gender": float(entity.gender is None),
    }
    if not own:
        signs["never tagged"] = 1.0
    if not others:
        signs["alone"] = 1.0
    sort = line.sort
    signs[f"{sort}"] = 1.0
    signs[f"{sort}: odds"] = odds
    signs[f"{sort}: mentions"] = signs["mentions"]
    signs[f"{sort}: length"] = signs["length"]
    signs["odds, length"] = odds * signs["length"]
    signs["odds, others"] = odds * signs["others"]
    return signs


def trust(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the probability that a guess with these signs is right.

    Example:
        >>> round(trust({"odds": 2.0}, {"odds": 0.5, "bias": -1.0}), 2)
        0.5
    """
    score = weights.get("bias", 0.0) + sum([weights.get(name, 0.0) * value for name, value in signs.items()])
    return min(_HIGH, max(_LOW, 1.0 / (1.0 + exp(-max(-30.0, min(30.0, score))))))


def count_tags(lines: Iterable[Line]) -> dict[int, int]:
    """Count for each entity the lines that name it in their tag."""
    tagged: dict[int, int] = {}
    for line in lines:
        if line.tagged >= 0:
            tagged[line.tagged] = tagged.get(line.tagged, 0) + 1
    return tagged
