"""Parts of speech: a Penn tag for each word, by an averaged perceptron over our own weights.

The weights have the form NLTK's `PerceptronTagger` uses (a feature gives each tag a number); the decoder is our own.
What a word says about itself and about its neighbours is added up once and remembered, and only the tags that can
still win are compared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from quotes.errors import LexiconError

__all__ = ["START", "WEIGHTS_FILE", "Tagger", "context_features", "tag_words", "word_features"]

WEIGHTS_FILE = Path(__file__).parent / "data" / "tagger.json"
"""Where the weights are that ship with the package."""

START = "<s>"
"""What stands before the first and after the last word, as a word and as a tag."""

_REMEMBERED = 30_000
_SAME = str.maketrans({"\u2019": "'", "\u2018": "'", "\u2010": "-", "\u2011": "-"})
_FIXED = {
    ",": ",",
    ".": ".",
    "?": ".",
    "!": ".",
    ":": ":",
    ";": ":",
    "--": ":",
    "\u2014": ":",
    "\u2013": ":",
    "...": ":",
    "\u2026": ":",
    "(": "-LRB-",
    "[": "-LRB-",
    "{": "-LRB-",
    ")": "-RRB-",
    "]": "-RRB-",
    "}": "-RRB-",
    "\u201c": "``",
    "\u201e": "``",
    "\u00ab": "``",
    "``": "``",
    "\u201d": "''",
    "\u00bb": "''",
    "''": "''",
    '"': "''",
    "$": "$",
    "\u00a3": "$",
    "\u20ac": "$",
    START: START,
}


def word_features(word: str) -> list[str]:
    """Return what ``word`` itself says about its tag.

    Example:
        >>> word_features("Kept")
        ['w kept', 's ept', 'e pt', 'l 4', 'h Xx', 'hs Xx t']
    """
    plain = word.translate(_SAME)
    lower = plain.lower()
    shape = _shape(plain)
    return [
        f"w {_normal(lower)}",
        f"s {lower[-3:]}",
        f"e {lower[-2:]}",
        f"l {min(len(lower), 4)}",
        f"h {shape}",
        f"hs {shape} {lower[-1:]}",
    ]


def context_features(before2: str, before: str, word: str, after: str, after2: str) -> list[list[str]]:
    """Return what the neighbouring words say about the tag of ``word``, one list for each of them.

    Example:
        >>> context_features("<s>", "He", "left", "the", "room")[1]
        ['p he', 'ps he', 'ph Xx']
    """
    return [
        [f"q {_neighbour(before2)}"],
        [f"p {_neighbour(before)}", f"ps {_neighbour(before)[-3:]}", f"ph {_shape(before)}"],
        [f"n {_neighbour(after)}", f"ns {_neighbour(after)[-3:]}", f"nh {_shape(after)}"],
        [f"m {_neighbour(after2)}"],
    ]


def history_features(tag2: str, tag: str, word: str) -> list[str]:
    """Return what the two tags before say about the tag of ``word``."""
    plain = word.translate(_SAME)
    return [
        f"t {tag}",
        f"tt {tag2} {tag}",
        f"u {tag2}",
        f"tw {tag} {_normal(plain.lower())}",
        f"th {tag} {_shape(plain)}",
    ]


def _neighbour(word: str) -> str:
    return _normal(word.translate(_SAME).lower())


def _normal(lower: str) -> str:
    if lower[:1].isdigit():
        return "#year" if len(lower) == 4 and lower.isdigit() else "#" + lower.lstrip("0123456789.,:")[-3:]
    return lower


def _shape(word: str) -> str:
    """Return how a word is written: ``x`` lower case, ``X`` capital, ``9`` digit, ``-`` hyphen, ``.`` stop."""
    if word == START:
        return START
    shape = "X" if word[:1].isupper() else "9" if word[:1].isdigit() else "x" if word[:1].isalpha() else "'"
    if len(word) > 1:
        shape += "X" if word[1:].isupper() else "x" if word[1:].islower() else "9" if word[-1:].isdigit() else ""
        if "-" in word:
            shape += "-"
        if "." in word:
            shape += "."
    return shape


class Tagger:
    """A tagger over given weights.

    Args:
        weights: feature -> tag -> weight.
        known: words (lower case) that have one tag in nearly all places -> that tag.
        margin: how far behind the best tag a tag may be, by the word itself, and still be compared in context.

    Example:
        >>> tagger = Tagger({"w dog": {"NN": 1.0}}, {"the": "DT"})
        >>> tagger.tag(["the", "dog"])
        ['DT', 'NN']
    """

    def __init__(
        self, weights: Mapping[str, Mapping[str, float]], known: Mapping[str, str], *, margin: float = 1e9
    ) -> None:
        self.weights = weights
        self.known = known
        self.margin = margin
        self._parts: dict[object, dict[str, float]] = {}
        self._words: dict[str, tuple[str | None, list[tuple[str, float]]]] = {}

    def tag(self, words: Sequence[str]) -> list[str]:
        """Return a tag for each of ``words``, a sentence or a paragraph in order."""
        before2 = before = START
        tag2 = tag = START
        padded = [*words, START, START]
        tags: list[str] = []
        own, pair, history, single = self._own, self._pair, self._history, self._single
        for index, word in enumerate(words):
            fixed, candidates = own(word)
            if fixed is None:
                after = padded[index + 1]
                one = single("p", before)
                two = single("n", after)
                three = single("q", before2)
                four = single("m", padded[index + 2])
                five = history(tag2, tag)
                six = pair(tag, word)
                best = -1e18
                chosen = ""
                for name, score in candidates:
                    if name in one:
                        score += one[name]
                    if name in two:
                        score += two[name]
                    if name in three:
                        score += three[name]
                    if name in four:
                        score += four[name]
                    if name in five:
                        score += five[name]
                    if name in six:
                        score += six[name]
                    if score > best:
                        best, chosen = score, name
                fixed = chosen
            tags.append(fixed)
            tag2, tag = tag, fixed
            before2, before = before, word
        return tags

    def _own(self, word: str) -> tuple[str | None, list[tuple[str, float]]]:
        """Return the only tag ``word`` has, or the tags it may have with what the word says for each."""
        found = self._words.get(word)
        if found is None:
            fixed = _FIXED.get(word) or self.known.get(word)
            candidates: list[tuple[str, float]] = []
            if fixed is None:
                scores = self._sum(word_features(word))
                for name, score in self.weights.get("bias", {}).items():
                    scores[name] = scores.get(name, 0.0) + score
                floor = max(scores.values(), default=0.0) - self.margin
                candidates = sorted((name, score) for name, score in scores.items() if score >= floor)
                if len(candidates) < 2:
                    fixed = candidates[0][0] if candidates else "NN"
            found = (fixed, candidates)
            _remember(self._words, word, found)
        return found

    def _single(self, kind: str, word: str) -> dict[str, float]:
        """Return what a neighbour says: ``p`` the word before, ``n`` after, ``q`` two before, ``m`` two after."""
        key = (kind, word)
        found = self._parts.get(key)
        if found is None:
            lists = context_features(word, word, "", word, word)
            found = self._sum(lists["qpnm".index(kind)])
            _remember(self._parts, key, found)
        return found

    def _history(self, tag2: str, tag: str) -> dict[str, float]:
        """Return what the two tags before say."""
        key = (tag2, tag)
        found = self._parts.get(key)
        if found is None:
            found = self._sum(history_features(tag2, tag, "")[:3])
            _remember(self._parts, key, found)
        return found

    def _pair(self, tag: str, word: str) -> dict[str, float]:
        """Return what the tag before says together with the word."""
        key = ("t", tag, word)
        found = self._parts.get(key)
        if found is None:
            found = self._sum(history_features("", tag, word)[3:])
            _remember(self._parts, key, found)
        return found

    def _sum(self, features: Sequence[str]) -> dict[str, float]:
        scores: dict[str, float] = {}
        for feature in features:
            for name, weight in self.weights.get(feature, {}).items():
                scores[name] = scores.get(name, 0.0) + weight
        return scores


def _remember(memory: dict, key: object, value: object) -> None:  # type: ignore[type-arg]
    """Keep a value, forgetting everything once there is too much of it."""
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[key] = value


@lru_cache(maxsize=1)
def _load_tagger() -> Tagger:
    try:
        content = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
        return Tagger(content["weights"], content["known"], margin=content["margin"])
    except (OSError, ValueError, KeyError) as error:
        raise LexiconError(str(WEIGHTS_FILE), f"cannot be used ({error}); install the package again") from error


def tag_words(words: Sequence[str]) -> list[str]:
    """Return the Penn tag of each of ``words``, the tokens of a sentence or of a paragraph in order.

    Words all in capitals are read as if they were lower case.

    Raises:
        LexiconError: if the weights of the package are damaged.

    Example:
        >>> tag_words(["The", "minister", "said", "she", "would", "resign", "."])
        ['DT', 'NN', 'VBD', 'PRP', 'MD', 'VB', '.']
    """
    return _load_tagger().tag(_lowered(words))


def _lowered(words: Sequence[str]) -> Sequence[str]:
    capitals = 0
    for word in words:
        if word.islower():
            return words
        capitals += word.isupper()
    return [word.lower() for word in words] if capitals > 3 else words
