"""How much a capitalised expression looks like a person's name, from its words alone."""

from __future__ import annotations

from functools import cache

from quotes.lexicon import (
    calendar_words,
    countries,
    demonyms,
    function_words,
    given_names,
    joined_particles,
    known_organisations,
    name_particles,
    organisation_heads,
    organisation_suffixes,
    peoples,
    person_nouns,
    places,
    surnames,
)
from quotes.lexicon.places import landscape_words
from quotes.people.names import PersonName, fold_given, normalize_name, parse_name

__all__ = ["is_person_like"]


def is_person_like(text: str) -> float:
    """Return how much a capitalised expression looks like a person's name, 0 to 1, from its words alone.

    Titles, given names and surnames speak for it; organisations, countries, large places, nationalities, days, months,
    function words and role nouns against it.

    Example:
        >>> is_person_like("Mr. Ozanic") > 0.8, is_person_like("Maria Ozanic") > 0.8
        (True, True)
        >>> is_person_like("Ministry of Defence") < 0.2, is_person_like("Kyiv") < 0.2, is_person_like("the dog") < 0.2
        (True, True, True)
    """
    text = " ".join(text.split())
    known = _score_known(text)
    if known is not None:
        return known
    name = parse_name(text)
    words = name.core.split()
    if not words:
        return 0.3 if normalize_name(text) in given_names() else 0.1 if name.honorific else 0.0
    if not _has_name_shape(words):
        return 0.0
    if len(words) > 5:
        return 0.1
    return min(1.0, max(0.0, _score_words(name, words)))


def _score_known(text: str) -> float | None:
    """Return the score of an expression that the lexicon knows as something else, or None."""
    word = text.rstrip(".")
    if text in known_organisations():
        return 0.02
    if text in calendar_words() or word in calendar_words():
        return 0.2 if normalize_name(text) in given_names() else 0.02
    if text in demonyms() or text in peoples():
        return 0.15 if normalize_name(text) in given_names() or normalize_name(text) in surnames() else 0.02
    if text in countries() or text in places():
        name = normalize_name(text)
        return 0.3 if name in given_names() else 0.03
    if normalize_name(text) in function_words():
        return 0.0
    return None


def _has_name_shape(words: list[str]) -> bool:
    """Whether every word is written as a part of a name: with a capital, or a particle before one."""
    lower = name_particles()
    joined = joined_particles()
    for index, word in enumerate(words):
        if any(char.isdigit() for char in word):
            return False
        if word[0].isupper():
            continue
        is_particle = word.casefold() in lower and index + 1 < len(words)
        is_joined = word.startswith(joined) and any(char.isupper() for char in word)
        if not (is_particle or is_joined):
            return False
    return True


def _score_words(name: PersonName, words: list[str]) -> float:
    """Return the score of an expression of name shape, not yet held between 0 and 1."""
    first, last = fold_given(words[0]), normalize_name(words[-1])
    is_given = first in given_names()
    is_surname = last in surnames()
    has_function_word = any(
        normalize_name(word) in function_words() and word.casefold() not in name_particles() for word in words
    )
    if has_function_word and not (is_given and len(words) == 2):
        return 0.02
    inner = sum(word.casefold().rstrip(".") in name_particles() for word in words[1:-1])
    score = {1: 0.3, 2: 0.5, 3: 0.45}.get(len(words) - inner, 0.3)
    if len(words) == 1:
        score += 0.3 if is_given else 0.2 if is_surname else 0.0
        if len(words[0]) > 2 and words[0].isupper() and not name.honorific:
            score -= 0.2
    else:
        score += (0.35 if is_given else 0.0) + (0.12 if is_surname else 0.0)
        score += 0.15 if any("-" in word and not word.isupper() for word in words) else 0.0
        score += 0.15 if len(words[0].rstrip(".")) == 1 else 0.0
        score += 0.15 if any(word[0].islower() for word in words) else 0.0
    score -= _penalty(words, is_given=is_given)
    if name.honorific:
        score = max(score, 0.0) * 0.2 + 0.78
        score -= 0.7 * _penalty(words, is_given=is_given) if not is_given else 0.0
    if name.suffix:
        score += 0.2
    return score


def _penalty(words: list[str], *, is_given: bool) -> float:
    """Return what organisations, places, nationalities, dates and role nouns among the words take off."""
    penalty = 0.0
    for index, word in enumerate(words):
        is_last = index == len(words) - 1
        is_name = is_given and (index == 0 or normalize_name(word) in surnames())
        if word in organisation_heads() or word in known_organisations():
            penalty += 0.15 if is_last and is_given and normalize_name(word) in surnames() else 0.7
        elif word in organisation_suffixes() and not (is_given and len(words) == 2):
            penalty += 0.7
        elif word in demonyms() or word in peoples():
            penalty += 0.05 if is_last and is_given else 0.5
        elif word in countries() or word in places() or (word in landscape_words() and len(words) > 1):
            penalty += 0.1 if is_name else 0.3 if is_last and is_given else 0.45
        elif word in calendar_words():
            penalty += 0.1 if is_name else 0.5
        elif word.casefold() in person_nouns() and not is_name:
            penalty += 0.05 if is_last and normalize_name(word) in surnames() and len(words) > 1 else 0.35
    pairs = (" ".join(words[start : start + 2]) for start in range(len(words) - 1))
    if any(pair in _known_pairs() for pair in pairs):
        penalty += 0.5
    return penalty


@cache
def _known_pairs() -> frozenset[str]:
    """Return the names of organisations, places and nationalities that have two words."""
    names = (*known_organisations(), *places(), *countries(), *demonyms())
    return frozenset(name for name in names if name.count(" ") == 1)
