"""Small words inside names ("de", "van der", "bin") that a tagger takes for verbs, prepositions or nouns of English."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.lexicon import calendar_words, given_names, name_particles

__all__ = ["tag_particles"]

_NAMES = frozenset({"NNP", "NNPS"})
_MOST = 3
"""Particles before one surname: "van der", "de la"."""
_ALSO_ENGLISH = frozenset({"ben", "do", "la", "las", "le", "lo", "los", "op", "st", "ten", "ter"})
"""Read as part of a name only behind a known given name."""
_OPENS = frozenset({"de", "del", "della", "der", "di", "dos", "du", "van", "von"})
"""May begin a surname that stands alone: "said de Quill"."""
_INSIDE_PHRASE = frozenset({"DT", "PDT", "PRP$", "POS", "JJ", "JJR", "JJS", "CD", "NN", "NNS", "NNP", "NNPS", "FW"})


def tag_particles(words: Sequence[str], tags: list[str]) -> list[str]:
    """Return the tags with those of particles inside names made names.

    A particle is one where a capitalised name follows, and a capitalised name stands before it; or where it can
    begin a surname and nothing before it asks for a noun ("a van", "the de facto").

    Args:
        words: tokens in order.
        tags: a Penn tag for each.

    Example:
        >>> words = ["Ada", "van", "der", "Quill", "said", "so"]
        >>> tag_particles(words, ["NNP", "VBD", "PRP$", "NNP", "VBD", "RB"])
        ['NNP', 'NNP', 'NNP', 'NNP', 'VBD', 'RB']
        >>> tag_particles(["the", "van", "Quill", "drove"], ["DT", "NN", "NNP", "VBD"])
        ['DT', 'NN', 'NNP', 'VBD']
    """
    particles = name_particles()
    if particles.isdisjoint(words):
        return tags
    tags = list(tags)
    position, size = 0, len(words)
    while position < size:
        end = position
        while end < size and end - position < _MOST and words[end] in particles:
            end += 1
        if end == position:
            position += 1
            continue
        if end < size and _is_name(words[end]) and _can_stand(words, tags, position):
            for place in range(position, end + 1):
                tags[place] = "NNP"
        position = end
    return tags


def _is_name(word: str) -> bool:
    """Whether a word is written like a surname: a capital, then small letters; no day and no month."""
    return word[:1].isupper() and word[1:2].islower() and word not in calendar_words()


def _can_stand(words: Sequence[str], tags: Sequence[str], position: int) -> bool:
    """Whether a particle can stand at ``position``: behind a name, or where a name may begin."""
    first = words[position]
    before = words[position - 1] if position else ""
    if before and _is_name(before) and tags[position - 1] not in ("DT", "PRP$", "IN", "PRP"):
        if first in _ALSO_ENGLISH:
            return before.lower() in given_names()
        return tags[position - 1] in _NAMES or before.lower() in given_names()
    return first in _OPENS and (not position or tags[position - 1] not in _INSIDE_PHRASE)
