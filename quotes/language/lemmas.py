"""The dictionary form of a word: a table of irregular words, and rules for the regular endings.

There is no word list behind the rules, so a stem is rebuilt from its letters: the silent e comes back after endings
that want one (``-c``, ``-v``, ``-at``, ``-iz`` ...), a doubled consonant is undone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from quotes.lexicon.files import read_words

__all__ = ["lemma_of"]

_DATA_FOLDER = Path(__file__).parent / "data"
_REMEMBERED = 12_000

_VOWELS = "aeiou"
_KEEPS_DOUBLE = ("ll", "ss", "zz", "ff")
# One short syllable before one consonant: hop-ing wants its e, since hop would have doubled its p.
_SHORT = re.compile(r"(?:[^aeiouy]*|[^aeiouy]*qu|us?|ic)[aeiouy][bdgklmnprst]$|us$|ow$|ag$|ey$")
# Longer verb stems that lost an e, by how they end.
_WANTS_E = re.compile(
    r"(?:[cuv]|[^z]z|[bcdfgkpstz]l|[dr]g|[cx]hang|rrang|strang|lleng|veng|lung|fring|wast|^rang|^hast|^past|^tast|[nrplw]s|[aeiou]s"
    r"|(?:[^eo]|cre)at|(?:[cn]|nv|wr)it|(?:m|n|dev|u)ot|[^aeo]ut|(?:pl|d.l|omp)et"
    r"|[^ae]ir|[^eo]ar|(?:pl|gn|st|ad|sc)or|(?:dh|oh|rf|ev)er|[^eo]ur|[^aeou]in|(?:con|ter)ven|(?:stp|cond|ph)on"
    r"|[^aeo]id|[^eo]ad|[cps]ed|[^o]od|[^ao]ud|[^aeo]ak|ik|uk|[^o]ok|[^eo]am|ch?em|[^a]im|com|[^o]um|[^aeo]ap|yp|ib"
    r"|[^eo]ag|leg|lig|(?:cl|l|s)oth|bath|breath|writh|seeth|[hc]al|[cmp]il|(?:ns|aj)ol|[^aou]ul|[^e]e)$"
)


@lru_cache(maxsize=1)
def _load_irregular() -> dict[tuple[str, str], str]:
    rows = read_words("irregular.txt", columns=3, folder=_DATA_FOLDER)
    return {(tag, form): lemma for tag, form, lemma in rows}


@lru_cache(maxsize=_REMEMBERED)
def lemma_of(word: str, tag: str) -> str:
    """Return the dictionary form of ``word``, in lower case, given its Penn ``tag``.

    Names (NNP, NNPS) and whatever does not inflect are only put into lower case.

    Source:
        Irregular forms from ``data/irregular.txt``; endings by the spelling rules of English.

    Example:
        >>> lemma_of("said", "VBD"), lemma_of("ministers", "NNS"), lemma_of("announcing", "VBG")
        ('say', 'minister', 'announce')
        >>> lemma_of("stopped", "VBD"), lemma_of("tries", "VBZ"), lemma_of("reading", "NN")
        ('stop', 'try', 'reading')
    """
    lower = word.lower().replace("\u2019", "'")
    irregular = _load_irregular()
    found = irregular.get((tag, lower))
    if found is not None:
        return found
    if tag == "NNS":
        return _singular(lower)
    if tag == "VBZ":
        return _without_s(lower)
    if tag in ("VBD", "VBN"):
        other = irregular.get(("VBN" if tag == "VBD" else "VBD", lower))
        if other is not None:
            return other
        if lower.endswith("ied") and len(lower) > 4:
            return lower[:-3] + "y"
        return _stem(lower[:-2]) if lower.endswith("ed") and _has_vowel(lower[:-2]) and len(lower) > 4 else lower
    if tag == "VBG":
        ending = 3 if lower.endswith("ing") else 2 if lower.endswith("in'") else 0
        return _stem(lower[:-3]) if ending and _has_vowel(lower[:-3]) else lower
    if tag in ("JJR", "RBR", "JJS", "RBS"):
        size = 2 if tag.endswith("R") else 3
        if lower.endswith(("er", "est")) and len(lower) > size + 2:
            stem = lower[:-size]
            return stem[:-1] + "y" if stem.endswith("i") else _stem(stem)
    return lower


def _has_vowel(stem: str) -> bool:
    return any(letter in "aeiouy" for letter in stem)


def _singular(word: str) -> str:
    """Undo a plural."""
    found = _load_irregular().get(("NNS", word))
    if found is not None:
        return found
    if word.endswith("men") and len(word) > 4:
        return word[:-2] + "an"
    if word.endswith("people") or word.endswith(("ss", "us", "is", "'s")):
        return word[:-2] if word.endswith("'s") else word
    return _without_s(word)


def _without_s(word: str) -> str:
    """Undo the ending -s of a noun or verb."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")) and len(word) > 4:
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss") and len(word) > 2:
        return word[:-1]
    return word


def _stem(stem: str) -> str:
    """Rebuild a verb or adjective from what stands before -ed, -ing, -er or -est."""
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        return stem if stem.endswith(_KEEPS_DOUBLE) else stem[:-1]
    if _SHORT.fullmatch(stem) or _WANTS_E.search(stem):
        return stem + "e"
    return stem
