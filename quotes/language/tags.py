"""Parts of speech: a Penn tag for each word, by an averaged perceptron over our own weights.

The weights have the form NLTK's `PerceptronTagger` uses (a feature gives each tag a number); the decoder is our own.
What a word says about itself and about its neighbours is added up once and remembered, and only the tags that can
still win are compared.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import add
from pathlib import Path

from quotes.errors import LexiconError

__all__ = [
    "FIXED_TAGS",
    "START",
    "WEIGHTS_FILE",
    "Tagger",
    "after_features",
    "before_features",
    "history_features",
    "pair_features",
    "tag_words",
    "word_features",
]

WEIGHTS_FILE = Path(__file__).parent / "data" / "tagger.json"
"""Where the weights are that ship with the package."""

START = "<s>"
"""What stands before the first and after the last word, as a word and as a tag."""

_REMEMBERED = 12_000
_SAME = str.maketrans({"\u2019": "'", "\u2018": "'", "\u2010": "-", "\u2011": "-"})
FIXED_TAGS = {
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
}
"""Marks that have one tag whatever stands around them."""


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


def before_features(word: str) -> list[str]:
    """Return what the word before says about a tag.

    Example:
        >>> before_features("He")
        ['p he', 'ps he', 'ph Xx']
    """
    lower = _neighbour(word)
    return [f"p {lower}", f"ps {lower[-3:]}", f"ph {_shape(word)}"]


def after_features(word: str) -> list[str]:
    """Return what the word after says about a tag.

    Example:
        >>> after_features("away")
        ['n away', 'ns way', 'nh xx']
    """
    lower = _neighbour(word)
    return [f"n {lower}", f"ns {lower[-3:]}", f"nh {_shape(word)}"]


def history_features(tag2: str, tag: str) -> list[str]:
    """Return what the two tags before say about a tag.

    Example:
        >>> history_features("DT", "NN")
        ['t NN', 'tt DT NN', 'u DT']
    """
    return [f"t {tag}", f"tt {tag2} {tag}", f"u {tag2}"]


def pair_features(tag: str, word: str) -> list[str]:
    """Return what the tag before and the word say together about the tag of ``word``.

    Example:
        >>> pair_features("DT", "Walk")
        ['tw DT walk', 'th DT Xx']
    """
    plain = word.translate(_SAME)
    return [f"tw {tag} {_normal(plain.lower())}", f"th {tag} {_shape(plain)}"]


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


_Row = Sequence[float]


class _Word:
    """What the weights say about one word form, added up once; a row has a number for each tag.

    Attributes:
        fixed: the only tag it has, or None.
        candidates: numbers of the tags it may have, with what the word itself says for each.
        before: what it says about the tag of the word after it.
        after: what it says about the tag of the word before it.
        pairs: by the tag before it, what tag and word say together, a number for each candidate.
    """

    __slots__ = ("after", "before", "candidates", "fixed", "pairs")

    def __init__(self, fixed: str | None, candidates: list[tuple[int, float]], before: _Row, after: _Row) -> None:
        self.fixed, self.candidates, self.before, self.after = fixed, candidates, before, after
        self.pairs: dict[str, _Row] = {}


class Tagger:
    """A tagger over given weights.

    Args:
        weights: feature -> tag -> weight.
        known: words as written that have one tag in nearly all places -> that tag.
        most: how many tags of a word, the best ones by the word itself, are compared in context.
        margin: how far behind the best of them a tag may be and still be compared.

    Example:
        >>> tagger = Tagger({"w dog": {"NN": 1.0, "VB": 0.5}, "t DT": {"NN": 1.0}}, {"the": "DT"})
        >>> tagger.tag(["the", "dog"])
        ['DT', 'NN']
    """

    def __init__(
        self,
        weights: Mapping[str, Mapping[str, float]],
        known: Mapping[str, str],
        *,
        most: int = 1_000,
        margin: float = 1e9,
    ) -> None:
        self.weights = weights
        self.known = known
        self.most = most
        self.margin = margin
        self._names = sorted({tag for row in weights.values() for tag in row})
        self._zeros: _Row = array("d", bytes(8 * len(self._names)))
        self._rows: dict[str, _Row] = {}
        self._words: dict[str, _Word] = {}
        self._histories: dict[tuple[str, str], _Row] = {}

    def tag(self, words: Sequence[str]) -> list[str]:
        """Return a tag for each of ``words``, a sentence or a paragraph in order."""
        seen = self._words
        if len(seen) > _REMEMBERED:
            seen.clear()
        edge = seen.get(START) or self._look_up(START)
        found = [seen.get(word) or self._look_up(word) for word in words]
        found.append(edge)
        names = self._names
        before = edge.before
        tag2 = tag = START
        tags: list[str] = []
        for index, text in enumerate(words):
            word = found[index]
            chosen = word.fixed
            if chosen is None:
                after = found[index + 1].after
                history = self._histories.get((tag2, tag)) or self._read_history(tag2, tag)
                pair = word.pairs.get(tag)
                if pair is None:
                    pair = word.pairs[tag] = self._pair(tag, text, word.candidates)
                best = -1e18
                number = 0
                for (candidate, score), told in zip(word.candidates, pair, strict=True):
                    score += before[candidate] + after[candidate] + history[candidate] + told
                    if score > best:
                        best, number = score, candidate
                chosen = names[number]
            tags.append(chosen)
            tag2, tag = tag, chosen
            before = word.before
        return tags

    def _look_up(self, word: str) -> _Word:
        """Return what the weights say about ``word``, remembering it."""
        fixed = START if word == START else FIXED_TAGS.get(word) or self.known.get(word)
        candidates: list[tuple[int, float]] = []
        if fixed is None:
            scores = self._sum(["bias", *word_features(word)])
            if scores is self._zeros:
                fixed = "NN"
            else:
                floor = max(max(scores) - self.margin, sorted(scores)[-self.most :][0])
                candidates = [(number, score) for number, score in enumerate(scores) if score >= floor]
        found = _Word(fixed, candidates, self._sum(before_features(word)), self._sum(after_features(word)))
        self._words[word] = found
        return found

    def _read_history(self, tag2: str, tag: str) -> _Row:
        found = self._histories[tag2, tag] = self._sum(history_features(tag2, tag))
        return found

    def _pair(self, tag: str, word: str, candidates: Sequence[tuple[int, float]]) -> _Row:
        """Return what the tag before and the word say together about each tag the word may have."""
        rows = [row for row in map(self.weights.get, pair_features(tag, word)) if row is not None]
        names = [self._names[number] for number, _ in candidates]
        return [sum([row.get(name, 0.0) for row in rows]) for name in names]

    def _sum(self, features: Sequence[str]) -> _Row:
        """Return the weights of several features added up, a number for each tag."""
        rows = []
        for feature in features:
            row = self._rows.get(feature)
            if row is None:
                given = self.weights.get(feature)
                if given is None:
                    continue
                row = array("d", [given.get(name, 0.0) for name in self._names])
                if len(self._rows) > _REMEMBERED:
                    self._rows.clear()
                self._rows[feature] = row
            rows.append(row)
        if len(rows) < 2:
            return rows[0] if rows else self._zeros
        total: Iterable[float] = rows[0]
        for row in rows[1:]:
            total = map(add, total, row)
        return array("d", total)


@lru_cache(maxsize=1)
def _load_tagger() -> Tagger:
    try:
        content = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
        return Tagger(content["weights"], content["known"], most=content.get("most", 1000), margin=content["margin"])
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
