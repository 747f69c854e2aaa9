"""Words that stand in capitals, as they are ordinarily written: by the lexicon, or by other places of the text.

A word that neither tells is left in capitals: "member for SALTASH" is what the label says, "member for saltash" is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache

from quotes.lexicon import (
    calendar_words,
    countries,
    demonyms,
    document_nouns,
    function_words,
    group_nouns,
    honorifics,
    known_organisations,
    label_words,
    organisation_heads,
    peoples,
    person_nouns,
    places,
)
from quotes.lexicon.portfolios import modifiers, only_with_complement, portfolios

__all__ = ["find_written_forms", "read_capitals", "unknown_capitals"]

_ABBREVIATION = re.compile(r"[B-DF-HJ-NP-TV-XZ]{2,5}|(?:[A-Z]\.){2,}")
"""Capitals among which no vowel stands, or that have full stops, are read letter by letter."""
_WORD = re.compile(r"[^\W\d_][\w'’&-]*(?:\.(?=\w)[\w'’&-]+)*\.?")
_ORDINARY = re.compile(r"[^\W\d_][\w'’-]*")
_SENTENCE_END = (".", "!", "?", ":", "\n", '"', "“", "‘", "")


@cache
def _small() -> frozenset[str]:
    """Return words of roles and titles that have no capital of their own."""
    titles = {word for title in honorifics() for word in title.split()}
    roles = {word for kind in ("roles", "narrators") for words in label_words(kind) for word in words.split()}
    nouns = {*person_nouns(), *group_nouns(), *document_nouns(), *only_with_complement()}
    heads = {word.lower() for word in organisation_heads()}
    return frozenset({*titles, *roles, *nouns, *heads, *portfolios(), *modifiers(), *function_words()})


@cache
def _capital() -> Mapping[str, str]:
    """Return names of places, peoples, organisations and days that are one word, by their lower-case form."""
    known = (*countries(), *places(), *demonyms(), *peoples(), *calendar_words(), *known_organisations())
    return {word.lower(): word for word in known if " " not in word and not word.isupper()}


def _names_role(lower: str) -> bool:
    return lower in person_nouns() or lower in function_words()


def unknown_capitals(words: str) -> set[str]:
    """Return the words in capitals that the lexicon does not know, in lower case.

    Example:
        >>> unknown_capitals("MEMBER FOR VESTBY"), unknown_capitals("Member for Vestby")
        ({'vestby'}, set())
    """
    if not words.isupper():
        return set()
    found = {word.lower() for word in _WORD.findall(words) if not _ABBREVIATION.fullmatch(word)}
    return {word for word in found if word not in _small() and word not in _capital()}


def read_capitals(words: str, forms: Mapping[str, str] | None = None) -> str:
    """Return words that stand in capitals as they are ordinarily written, and all others as they are.

    Args:
        words: a role as printed.
        forms: what `find_written_forms` gave.

    Example:
        >>> read_capitals("MEMBER FOR VESTBY"), read_capitals("MEMBER FOR VESTBY", {"vestby": "Vestby"})
        ('member for VESTBY', 'member for Vestby')
        >>> read_capitals("CNN HOST"), read_capitals("FRENCH AMBASSADOR"), read_capitals("Member for Vestby")
        ('CNN host', 'French ambassador', 'Member for Vestby')
    """
    if not words.isupper():
        return words
    known = forms or {}

    def write(match: re.Match[str]) -> str:
        word, lower = match[0], match[0].lower()
        if _ABBREVIATION.fullmatch(word):
            return word
        if lower in known:
            return known[lower]
        if lower in _capital() and not _names_role(lower):
            return _capital()[lower]
        return lower if lower in _small() else word

    return _WORD.sub(write, words)


def find_written_forms(text: str, words: Collection[str]) -> dict[str, str]:
    """Return how a text writes some words: in small letters where it ever does, else as it does most often.

    Args:
        text: the text.
        words: the words, in lower case. A word that the text does not have, or in capitals only, is left out.

    Example:
        >>> find_written_forms("In Vestby they fish. Fishing is all.", {"vestby", "fish", "fishing", "sarn"})
        {'fish': 'fish', 'vestby': 'Vestby'}
    """
    if not words:
        return {}
    seen: dict[str, Counter[str]] = {}
    for match in _ORDINARY.finditer(text):
        word = match[0]
        lower = word.lower()
        if lower not in words or (word.isupper() and len(word) > 1):
            continue
        before = text[max(0, match.start() - 2) : match.start()].rstrip(" ")[-1:]
        if word == lower or before not in _SENTENCE_END:
            seen.setdefault(lower, Counter())[word] += 1
    return {lower: lower if lower in found else found.most_common(1)[0][0] for lower, found in sorted(seen.items())}
