"""What the fields of cues and of frames see of each unit: its word, its tag, how strongly it reports, what sort it is.

Values are decided once for each word and tag and remembered; a document is then nothing but columns of numbers.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from quotes.attributor.crf import EDGE, Vocabulary
from quotes.language.lemmas import lemma_of
from quotes.language.passages import QUOTED, Unit
from quotes.lexicon import (
    calendar_words,
    countries,
    demonyms,
    document_nouns,
    given_names,
    group_nouns,
    honorifics,
    organisation_heads,
    person_nouns,
    places,
    pronouns,
)
from quotes.people.chunks import is_role_word

__all__ = [
    "NAME",
    "REACH",
    "WORD_COLUMNS",
    "Described",
    "Numbering",
    "band_of",
    "describe",
    "find_bounds",
    "lay_columns",
]

_REMEMBERED = 12_000

REACH = 3
"""How many units to each side of one are looked at."""

WORD_COLUMNS = ("lemma", "tag", "band", "sort", "suffix")
"""The columns that a unit fills by itself."""

NAME = "#name"
"""The lemma of every name: whose it is must not matter."""

_BANDS = (0.01, 0.03, 0.06, 0.12, 0.25, 0.4, 0.6, 0.8)
_LONG_UNITS = 25
_NAMES = ("NNP", "NNPS")
_NOUNS = ("NN", "NNS", *_NAMES)
_text_and_tag = attrgetter("text", "tag")


class Described(NamedTuple):
    """The values of one unit, by column."""

    lemma: str
    tag: str
    band: str
    sort: str
    suffix: str


def band_of(score: float) -> int:
    """Return the band of a cue score: 0 for a word that never reports, 8 for one that hardly does anything else.

    Example:
        >>> band_of(0.0), band_of(0.3), band_of(0.95)
        (0, 5, 8)
    """
    return sum(score >= edge for edge in _BANDS)


def describe(unit: Unit, scores: Mapping[str, float], roles: frozenset[str] = frozenset()) -> Described:
    """Return the values of a unit.

    Args:
        unit: a unit of a passage.
        scores: for each lemma how often it reports speech.
        roles: roles that a house adds, in lower case, plurals too.
    """
    if unit.is_quoted:
        length = "long" if unit.end - unit.start > 6 * _LONG_UNITS else "short"
        return Described(f"Q{unit.text[-1:]}", QUOTED, "0", length, "Q")
    return _describe_word(unit.text, unit.tag, scores, roles)


def _describe_word(text: str, tag: str, scores: Mapping[str, float], roles: frozenset[str]) -> Described:
    lower = text.lower().replace("’", "'")
    lemma = lemma_of(text, tag).replace("’", "'") if tag[:2] in ("VB", "NN", "JJ", "MD") else lower
    if tag in _NAMES and not is_role_word(lower, roles) and lower not in organisation_heads():
        lemma = NAME
    band = band_of(scores.get(lemma, 0.0)) if tag[:2] in ("VB", "NN", "IN", "JJ") else 0
    suffix = lower[-3:] if lower.isalpha() else "9" if any(c.isdigit() for c in lower) else "."
    sort = ("persons" if tag in ("NNS", "NNPS") else "person") if lower in roles else _sort_of(text, lower, tag)
    return Described(_plain(lemma), tag, str(band), sort, _plain(suffix))


def _plain(value: str) -> str:
    """Keep a value clear of the space that joins values and of the marks that mean something else."""
    return value if value not in (EDGE, " ") and " " not in value else "_"


def _sort_of(text: str, lower: str, tag: str) -> str:
    """Return what sort of thing a word is, by the lexicon."""
    if tag in ("PRP", "WP", "DT", "EX"):
        pronoun = pronouns().get(lower)
        return f"pronoun-{pronoun.person}-{pronoun.number}" if pronoun is not None else "determiner"
    if tag not in _NOUNS:
        return "upper" if text[:1].isupper() else "lower" if text[:1].isalpha() else "mark"
    plural = "s" if tag in ("NNS", "NNPS") else ""
    if text in calendar_words():
        return "time"
    for sort, table in (("person", person_nouns()), ("group", group_nouns()), ("document", document_nouns())):
        if lower in table:
            return sort + plural
    if tag not in _NAMES:
        return "noun" + plural
    if lower in given_names():
        return "given"
    if lower in honorifics() or lower.rstrip(".") in honorifics():
        return "honorific"
    if text in countries() or text in places():
        return "place"
    if text in demonyms():
        return "people"
    return "organisation" if lower in organisation_heads() else "name" + plural


class Numbering:
    """Turns units into numbers by the vocabularies of a field, each word and tag once.

    Args:
        vocabularies: the values of each column of words.
        scores: for each lemma how often it reports speech.
        roles: roles that a house adds, in lower case, plurals too.
    """

    def __init__(
        self,
        vocabularies: Mapping[str, Vocabulary],
        scores: Mapping[str, float],
        roles: frozenset[str] = frozenset(),
    ) -> None:
        self.vocabularies, self.scores, self.roles = vocabularies, scores, roles
        self._known: dict[tuple[str, str], bytes] = {}

    def number(self, units: Sequence[Unit]) -> Any:
        """Return for each unit the numbers of its values: an array of shape (units, columns)."""
        import numpy as np

        known = self._known
        if len(known) > _REMEMBERED:
            known.clear()
        rows = list(map(known.get, map(_text_and_tag, units)))
        whole = b"".join([row or self._look_up(unit) for row, unit in zip(rows, units, strict=True)])
        return np.frombuffer(whole, dtype=np.int64).reshape(-1, len(WORD_COLUMNS))

    def _look_up(self, unit: Unit) -> bytes:
        """Return the numbers of the values of a unit, eight bytes each."""
        values = describe(unit, self.scores, self.roles)
        numbers = [self.vocabularies[name].number(value) for name, value in zip(WORD_COLUMNS, values, strict=True)]
        row = array("q", numbers).tobytes()
        if not unit.is_quoted:
            self._known[unit.text, unit.tag] = row
        return row


def lay_columns(numbers: Any, lengths: Sequence[int]) -> dict[str, Any]:
    """Return the columns of the words of a document, and of their neighbours up to `REACH` units away.

    Args:
        numbers: what `Numbering.number` gave for the units of all chains, chain after chain.
        lengths: how many units each chain has.
    """
    import numpy as np

    columns: dict[str, Any] = {name: numbers[:, place].copy() for place, name in enumerate(WORD_COLUMNS)}
    size = len(numbers)
    rows = np.arange(size)
    starts, ends = find_bounds(lengths)
    for away in range(-REACH, REACH + 1):
        if away:
            place = rows + away
            outside = (place < starts) | (place >= ends)
            place[outside] = 0
            for name in WORD_COLUMNS:
                moved = columns[name][place]
                moved[outside] = 0
                columns[f"{name}{away:+d}"] = moved
    return columns


def find_bounds(lengths: Sequence[int]) -> tuple[Any, Any]:
    """Return for each row where its chain starts and where it ends, as rows of the document."""
    import numpy as np

    ends = np.cumsum(np.asarray(lengths, dtype=np.int64))
    return np.repeat(ends - np.asarray(lengths, dtype=np.int64), lengths), np.repeat(ends, lengths)
