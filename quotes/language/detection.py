"""Which language a text is in: by its script, and by its commonest words where languages share one.

A bounded sample is looked at, from the beginning, the middle and the end, so that a long text costs no more than a
short one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from quotes.lexicon.files import read_table

__all__ = ["detect_language"]

_DATA_FOLDER = Path(__file__).parent / "data"
_SAMPLE_CHARS = 1_500
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_LEAST_LETTERS = 20
_LEAST_SCORE = 1.8
_LEAST_KINDS = 2
_LEAST_SHARE = 0.10
_LEAD = 1.15


@dataclass(frozen=True)
class _Profiles:
    starts: tuple[int, ...]
    ranges: tuple[tuple[int, int, str], ...]
    letters: dict[str, dict[str, str]]
    words: dict[str, tuple[tuple[str, float], ...]]


@lru_cache(maxsize=1)
def _load_profiles() -> _Profiles:
    table = read_table("languages.toml", folder=_DATA_FOLDER)
    ranges = sorted((first, last, script) for script, parts in table["scripts"].items() for first, last in parts)
    lists = {language: frozenset(words.split()) for language, words in table["words"].items()}
    shared = Counter(word for words in lists.values() for word in words)
    by_word: dict[str, list[tuple[str, float]]] = {}
    for language, words in lists.items():
        for word in words:
            by_word.setdefault(word, []).append((language, 0.3 if len(word) == 1 else 0.6 if shared[word] > 1 else 1.0))
    return _Profiles(
        tuple(first for first, _, _ in ranges),
        tuple(ranges),
        table["letters"],
        {word: tuple(entries) for word, entries in by_word.items()},
    )


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of ``text``, or None where there is too little to tell.

    Source:
        Scripts by Unicode block; commonest words of each language in ``data/languages.toml``.

    Example:
        >>> detect_language("The minister said that she would not resign over it.")
        'en'
        >>> detect_language("Die Ministerin sagte, dass sie nicht zurücktreten werde.")
        'de'
        >>> detect_language("42") is None
        True
    """
    sample = _sample(text)
    profiles = _load_profiles()
    scripts: Counter[str] = Counter()
    for letter, count in Counter(sample).items():
        if letter.isalpha():
            scripts[_script(ord(letter), profiles)] += count
    total = scripts.total()
    if total < 2:
        return None
    if scripts["ja"] * 10 >= scripts["zh"] > 0:
        scripts["ja"] += scripts.pop("zh")
    script, size = scripts.most_common(1)[0]
    if script != "latin":
        # A sign of a syllabary or an ideograph says more than a letter.
        if size * 2 < total or size < (4 if script in ("zh", "ja", "ko") else 8):
            return None
        return _by_letters(sample, profiles.letters[script]) if script in profiles.letters else script
    return _by_words(sample, profiles) if total >= _LEAST_LETTERS or size == total else None


def _sample(text: str) -> str:
    """Return the beginning, the middle and the end of a long text."""
    if len(text) <= 3 * _SAMPLE_CHARS:
        return text
    middle = len(text) // 2
    parts = (text[:_SAMPLE_CHARS], text[middle : middle + _SAMPLE_CHARS], text[-_SAMPLE_CHARS:])
    return "\n".join(parts)


def _script(code: int, profiles: _Profiles) -> str:
    place = bisect_right(profiles.starts, code) - 1
    if place >= 0:
        first, last, script = profiles.ranges[place]
        if first <= code <= last:
            return script
    return "latin" if code < 0x250 or 0x1E00 <= code < 0x1F00 else "other"


def _by_letters(sample: str, letters: dict[str, str]) -> str:
    """Return the language whose own letters occur most; the first one where none occur."""
    lower = Counter(sample.lower())
    counts = {language: sum(lower[letter] for letter in own) for language, own in letters.items()}
    return max(counts, key=lambda language: counts[language])


def _by_words(sample: str, profiles: _Profiles) -> str | None:
    """Return the language most of whose commonest words occur, if enough do and it leads."""
    scores: dict[str, float] = {}
    kinds: dict[str, set[str]] = {}
    counts = Counter(_WORD.findall(sample.lower().replace("\u2019", "'")))
    words = counts.total()
    for word, count in counts.items():
        for language, weight in profiles.words.get(word, ()):
            scores[language] = scores.get(language, 0.0) + weight * count
            if len(word) > 1:
                kinds.setdefault(language, set()).add(word)
    if not scores:
        return None
    best = max(scores, key=lambda language: scores[language])
    most = scores.pop(best)
    if len(kinds.get(best, ())) < _LEAST_KINDS:
        return None
    if most < _LEAST_SCORE or most < words * _LEAST_SHARE or most < max(scores.values(), default=0.0) * _LEAD:
        return None
    return best
