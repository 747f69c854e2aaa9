"""Parts of speech: a Penn tag for each word, by an averaged perceptron over our own weights.

The weights have the form NLTK's `PerceptronTagger` uses (a feature gives each tag a number); the decoder is our own.
What a word says about itself and about its neighbours is added up once and remembered, and only the tags that can
still win are compared.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from quotes.errors import LexiconError
from quotes.language.particles import tag_particles
from quotes.lexicon import function_words, given_names
from quotes.lexicon.files import read_words

__all__ = [
    "FIXED_TAGS",
    "START",
    "WEIGHTS_FILE",
    "Tagger",
    "after_features",
    "before_features",
    "history_features",
    "pair_features",
    "read_row",
    "tag_words",
    "word_features",
    "write_row",
]

_DATA = Path(__file__).parent / "data"
WEIGHTS_FILE = _DATA / "tagger.json"
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
    "though": "IN",  # behind a name too: "Ada Quill though was not there"
}
"""Marks that have one tag whatever stands around them."""

_OPEN_TAGS = frozenset(
    ("CD", "FW", "JJ", "JJR", "JJS", "NN", "NNP", "NNPS", "NNS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
)
"""What a word may be that nobody has seen before.

Source: the open classes of the Penn Treebank's tags, without adverbs (RB, RBR, RBS), of which few are rare but those in
-ly.
"""


def word_features(word: str) -> list[str]:
    """Return what ``word`` itself says about its tag.

    Example:
        >>> word_features("Kept")
        ['w kept', 's ept', 'e pt', 'l 4', 'h Xx', 'hs Xx t']
    """
    plain, lower, shape, _ = _look_at(word)
    return [
        f"w {plain}",
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
    plain, _, _, shape = _look_at(word)
    return [f"p {plain}", f"ps {plain[-3:]}", f"ph {shape}"]


def after_features(word: str) -> list[str]:
    """Return what the word after says about a tag.

    Example:
        >>> after_features("away")
        ['n away', 'ns way', 'nh xx']
    """
    plain, _, _, shape = _look_at(word)
    return [f"n {plain}", f"ns {plain[-3:]}", f"nh {shape}"]


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
    plain, _, shape, _ = _look_at(word)
    return [f"tw {tag} {plain}", f"th {tag} {shape}"]


def _look_at(word: str) -> tuple[str, str, str, str]:
    """Return a word in lower case with numbers made alike, in lower case, its shape, and that as a neighbour."""
    if word.isascii():
        lower = word.lower()
        shape = _shape(word)
        return _normal(lower), lower, shape, shape
    same = word.translate(_SAME)
    lower = same.lower()
    return _normal(lower), lower, _shape(same), _shape(word)


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


_Row: TypeAlias = "array[float]"
_Weights = Mapping[str, Mapping[str, float] | str]
"""By feature a weight for each tag, or the same as `write_row` writes it: most features are never asked for."""


_Candidates = tuple[tuple[int, float], ...]


class _Sort(NamedTuple):
    """What the weights say about all words of one ending and shape: of themselves, and of the tags beside them."""

    own: _Row
    fixed: str | None
    candidates: _Candidates
    before: _Row
    after: _Row


class _Word:
    """What the weights say about one word form, added up once; a row has a number for each tag.

    Attributes:
        fixed: the only tag it has, or None.
        candidates: numbers of the tags it may have, with what the word itself says for each.
        before: what it says about the tag of the word after it.
        after: what it says about the tag of the word before it.
        shape: how it is written.
        pairs: by the tag before it, what tag and word say together, a row or None for nothing.
        plain: its lower-case form, under which the weights have it.
    """

    __slots__ = ("after", "before", "candidates", "fixed", "pairs", "plain", "shape")

    def __init__(
        self,
        fixed: str | None,
        candidates: _Candidates,
        before: _Row,
        after: _Row,
        plain: str,
        shape: str,
    ) -> None:
        self.fixed, self.candidates, self.before, self.after = fixed, candidates, before, after
        self.plain, self.shape = plain, shape
        self.pairs: dict[str, _Row | None] = {}


class Tagger:
    """A tagger over given weights.

    Args:
        weights: feature -> tag -> weight.
        known: words as written that have one tag in nearly all places -> that tag.
        most: how many tags of a word, the best ones by the word itself, are compared in context.
        margin: how far behind the best of them a tag may be and still be compared.
        tags: every tag in alphabetical order; by default those of the weights.
        forms: words as written -> the tags they may have; the weights choose between these.
        names: given names in lower case that are no ordinary words: with a capital, a proper noun wherever they stand,
            unless the weights know the word.
        closed: function words in lower case. Another word with a capital that the weights do not know has no tag of a
            closed class; it is an adverb only in -ly.

    Example:
        >>> tagger = Tagger({"w dog": {"NN": 1.0, "VB": 0.5}, "t DT": {"NN": 1.0}}, {"the": "DT"})
        >>> tagger.tag(["the", "dog"])
        ['DT', 'NN']
    """

    def __init__(
        self,
        weights: _Weights,
        known: Mapping[str, str],
        *,
        most: int = 1_000,
        margin: float = 1e9,
        tags: Sequence[str] | None = None,
        forms: Mapping[str, Sequence[str]] | None = None,
        names: Collection[str] = (),
        closed: Collection[str] | None = None,
    ) -> None:
        self.weights = weights
        self.known = known
        self.most = most
        self.margin = margin
        self._names = list(tags) if tags else sorted({tag for row in weights.values() for tag, _ in read_row(row)})
        self._numbers = {name: number for number, name in enumerate(self._names)}
        self._given_names = names
        self._closed = closed
        self._open_tags = [number for number, name in enumerate(self._names) if name in _OPEN_TAGS]
        self._forms = {
            word: [self._numbers[tag] for tag in allowed if tag in self._numbers]
            for word, allowed in (forms or {}).items()
        }
        self._zeros: _Row = array("d", bytes(8 * len(self._names)))
        self._sorts: dict[tuple[str, str, str, str, int], _Sort] = {}
        self._bases: dict[tuple[int, str], _Row] = {}
        self._words: dict[str, _Word] = {}
        self._histories: dict[tuple[str, str, str], _Row] = {}

    def tag(self, words: Sequence[str]) -> list[str]:
        """Return a tag for each of ``words``, a sentence or a paragraph in order."""
        seen, histories, names = self._words, self._histories, self._names
        if len(seen) > _REMEMBERED:
            seen.clear()
        if len(histories) > _REMEMBERED:
            histories.clear()
        edge = seen.get(START) or self._look_up(START)
        found = [seen.get(word) or self._look_up(word) for word in words]
        found.append(edge)
        before = edge.before
        tag2 = tag = START
        tags: list[str] = []
        for index, word in enumerate(found[:-1], 1):
            chosen = word.fixed
            if chosen is None:
                after = found[index].after
                history = histories.get((tag2, tag, word.shape)) or self._read_history(tag2, tag, word.shape)
                pair = word.pairs[tag] if tag in word.pairs else self._read_pair(word, tag)
                best = -1e18
                number = 0
                if pair is None:
                    for candidate, score in word.candidates:
                        score += before[candidate] + after[candidate] + history[candidate]
                        if score > best:
                            best, number = score, candidate
                else:
                    for candidate, score in word.candidates:
                        score += before[candidate] + after[candidate] + history[candidate] + pair[candidate]
                        if score > best:
                            best, number = score, candidate
                chosen = names[number]
            tags.append(chosen)
            tag2, tag = tag, chosen
            before = word.before
        return tags

    def _look_up(self, word: str) -> _Word:
        """Return what the weights say about ``word``, remembering it."""
        weights = self.weights
        plain, lower, shape, outer = _look_at(word)
        key = (lower[-3:], plain[-3:], shape, outer, min(len(lower), 4))
        sort = self._sorts.get(key) or self._read_sort(*key)
        fixed, candidates = sort.fixed, sort.candidates
        if word == START:
            fixed = START
        elif word in FIXED_TAGS or word in self.known:
            fixed = FIXED_TAGS.get(word) or self.known[word]
        elif word in self._forms:
            own = self._sum(sort.own, (f"w {plain}",))
            candidates = tuple([(number, own[number]) for number in self._forms[word]])
            fixed = self._names[candidates[0][0]] if len(candidates) == 1 else None
        elif f"w {plain}" in weights:
            fixed, candidates = self._choose(self._sum(sort.own, (f"w {plain}",)))
        elif plain in self._given_names and word[0].isupper() and not word.isupper():
            fixed = "NNP"
        elif self._closed is not None and shape[0] == "X" and plain[-2:] != "ly" and plain not in self._closed:
            fixed, candidates = self._choose_open(sort.own)
        before = self._sum(sort.before, (f"p {plain}",)) if f"p {plain}" in weights else sort.before
        after = self._sum(sort.after, (f"n {plain}",)) if f"n {plain}" in weights else sort.after
        found = self._words[word] = _Word(fixed, candidates, before, after, plain, shape)
        return found

    def _read_sort(self, end: str, plain_end: str, shape: str, outer: str, size: int) -> _Sort:
        """Return what the weights say about all words of one ending and shape, remembering it."""
        if len(self._sorts) > _REMEMBERED:
            self._sorts.clear()
        base = self._bases.get((size, shape))
        if base is None:
            base = self._bases[size, shape] = self._sum(self._zeros, ("bias", f"l {size}", f"h {shape}"))
        own = self._sum(base, (f"s {end}", f"e {end[-2:]}", f"hs {shape} {end[-1:]}"))
        fixed, candidates = self._choose(own)
        before = self._sum(self._zeros, (f"ps {plain_end}", f"ph {outer}"))
        after = self._sum(self._zeros, (f"ns {plain_end}", f"nh {outer}"))
        found = self._sorts[end, plain_end, shape, outer, size] = _Sort(own, fixed, candidates, before, after)
        return found

    def _choose(self, scores: _Row) -> tuple[str | None, _Candidates]:
        """Return the tags that may win with these scores of a word itself, and the only one where there is one."""
        if scores is self._zeros:
            return "NN", ()
        floor = max(max(scores) - self.margin, sorted(scores)[-self.most :][0])
        candidates = tuple([(number, score) for number, score in enumerate(scores) if score >= floor])
        return (self._names[candidates[0][0]] if len(candidates) == 1 else None), candidates

    def _choose_open(self, scores: _Row) -> tuple[str | None, _Candidates]:
        """Return the tags of open classes that may win, as `_choose` does for all."""
        ranked = sorted(((scores[number], number) for number in self._open_tags), reverse=True)[: self.most]
        if not ranked:
            return self._choose(scores)
        floor = ranked[0][0] - self.margin
        candidates = tuple(sorted((number, score) for score, number in ranked if score >= floor))
        return (self._names[candidates[0][0]] if len(candidates) == 1 else None), candidates

    def _read_history(self, tag2: str, tag: str, shape: str) -> _Row:
        """Return what the two tags before say about a tag, and the last of them with a word's shape."""
        features = (*history_features(tag2, tag), f"th {tag} {shape}")
        found = self._histories[tag2, tag, shape] = self._sum(self._zeros, features)
        return found

    def _read_pair(self, word: _Word, tag: str) -> _Row | None:
        """Return what the tag before and the word say together about its tag, or None for nothing."""
        feature = f"tw {tag} {word.plain}"
        found = word.pairs[tag] = self._sum(self._zeros, (feature,)) if feature in self.weights else None
        return found

    def _sum(self, start: _Row, features: Iterable[str]) -> _Row:
        """Return ``start`` with the weights of ``features`` added: ``start`` itself where none of them has any."""
        weights, numbers = self.weights, self._numbers
        total = start
        for feature in features:
            row = weights.get(feature)
            if row is not None:
                if total is start:
                    total = start[:]
                for name, weight in read_row(row):
                    total[numbers[name]] += weight
        return total


def write_row(row: Mapping[str, float]) -> str:
    """Return what a feature weighs for each tag as the weights file has it.

    Example:
        >>> write_row({"NN": 1.5, "VB": -2.0})
        'NN 1.5 VB -2.0'
    """
    return " ".join(f"{tag} {weight}" for tag, weight in row.items())


def read_row(row: Mapping[str, float] | str) -> Iterable[tuple[str, float]]:
    """Return what a feature weighs for each tag, from what `write_row` gives, or from a mapping.

    Example:
        >>> list(read_row("NN 1.5 VB -2.0"))
        [('NN', 1.5), ('VB', -2.0)]
    """
    if not isinstance(row, str):
        return row.items()
    parts = row.split(" ")
    return zip(parts[::2], map(float, parts[1::2]), strict=True)


@lru_cache(maxsize=1)
def _load_tagger() -> Tagger:
    try:
        content = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
        most, margin, tags = content.get("most", 1000), content["margin"], content["tags"]
        forms = {form: allowed.split() for form, allowed in read_words("verb_forms.txt", columns=2, folder=_DATA)}
        words = {word for (word,) in read_words("names_that_are_words.txt", folder=_DATA)}
        names = frozenset(name for name in given_names() if len(name) > 2 and name not in words)
        return Tagger(
            content["weights"],
            content["known"],
            most=most,
            margin=margin,
            tags=tags,
            forms=forms,
            names=names,
            closed=function_words(),
        )
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
    return tag_particles(words, _load_tagger().tag(_lowered(words)))


def _lowered(words: Sequence[str]) -> Sequence[str]:
    capitals = 0
    for word in words:
        if word.islower():
            return words
        capitals += word.isupper()
    return [word.lower() for word in words] if capitals > 3 else words
