"""House styles of quotation marks, and the style a document has of its own.

Source: the styles are data, ``data/styles.toml``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from quotes.errors import LexiconError
from quotes.lexicon.files import read_table
from quotes.segmenter.candidates import DATA_FOLDER

__all__ = ["Style", "choose_style", "house_styles", "right_pairs"]

_FILE = "styles.toml"


@dataclass(frozen=True, slots=True)
class Style:
    """How a house writes its quotation marks.

    Attributes:
        name: what it is called; ``own`` for the one a document has of its own.
        outer: opener and closer of a quotation.
        inner: opener and closer of a quotation inside one; deeper ones take turns.
        apostrophe: the apostrophe, or None: as it is.
        gap: white space between a guillemet and the words, maybe none, or None: as it is.
    """

    name: str
    outer: tuple[str, str]
    inner: tuple[str, str]
    apostrophe: str | None = None
    gap: str | None = ""

    def pair(self, depth: int) -> tuple[str, str]:
        """Return opener and closer of a quotation with ``depth`` others around it.

        Example:
            >>> house_styles()["american"].pair(1)
            ('‘', '’')
        """
        return self.inner if depth % 2 else self.outer

    def space(self, mark: str) -> str | None:
        """Return the white space between ``mark`` and the words, or None: as it is.

        Example:
            >>> house_styles()["french"].space("»") == "\u202f"
            True
        """
        return self.gap if mark in _GUILLEMETS else ""


_GUILLEMETS = "«»‹›"


@cache
def house_styles() -> Mapping[str, Style]:
    """Return the house styles by name.

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> sorted(house_styles())
        ['american', 'british', 'french', 'german', 'straight']
    """
    try:
        return MappingProxyType(
            {
                name: Style(name, _pair(row["outer"]), _pair(row["inner"]), row["apostrophe"], row.get("gap", ""))
                for name, row in read_table(_FILE, folder=DATA_FOLDER)["styles"].items()
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise LexiconError(str(DATA_FOLDER / _FILE), f"lacks or misspells {error}") from error


@cache
def right_pairs() -> Mapping[tuple[str, str], tuple[str, str]]:
    """Return the pairs that a document may have of its own, each with the pair inside it.

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> right_pairs()["„", "“"]
        ('‚', '‘')
    """
    try:
        rows = read_table(_FILE, folder=DATA_FOLDER)["pair"]
        return MappingProxyType({_pair(row["marks"]): _pair(row["inner"]) for row in rows})
    except (KeyError, TypeError, ValueError) as error:
        raise LexiconError(str(DATA_FOLDER / _FILE), f"lacks or misspells {error}") from error


def choose_style(
    outer: Iterable[tuple[str | None, str | None]],
    inner: Iterable[tuple[str | None, str | None]],
    apostrophes: Iterable[str],
    gaps: Iterable[str],
) -> Style:
    """Return the style that most marks of a document speak for.

    A pair that is right counts for itself; where the ends do not go together each speaks for the pair it is usual in.

    Args:
        outer: opener and closer of each outermost quotation, None for one that is lost.
        inner: the same of quotations inside others.
        apostrophes: each apostrophe as it stands.
        gaps: the white space inside each guillemet.

    Example:
        >>> choose_style([("“", "”"), ('"', "”")], [], ["'"], [])
        Style(name='own', outer=('“', '”'), inner=('‘', '’'), apostrophe="'", gap='')
    """
    first = _most(outer, next(iter(right_pairs())))
    second = _most((ends for ends in inner if ends != first), right_pairs()[first])
    curly = "’" if first[0] != '"' and first[0] != "'" else "'"
    seen = Counter(mark for mark in apostrophes if mark in ("'", "’"))
    apostrophe = max(sorted(seen, key=lambda mark: mark != curly), key=lambda mark: seen[mark], default=curly)
    spaces = Counter(gaps)
    gap = max(spaces, key=lambda space: spaces[space], default="")
    return Style("own", first, second, apostrophe, gap)


def _most(pairs: Iterable[tuple[str | None, str | None]], default: tuple[str, str]) -> tuple[str, str]:
    """Return the right pair that most of ``pairs`` speak for."""
    votes: Counter[tuple[str, str]] = Counter()
    for opener, closer in pairs:
        if opener is not None and closer is not None and (opener, closer) in right_pairs():
            votes[opener, closer] += 2
            continue
        for mark in (opener, closer):
            pair = _pair_of().get(mark or "")
            if pair is not None:
                votes[pair] += 1
    order = list(right_pairs())
    return max(sorted(votes, key=order.index), key=lambda pair: votes[pair], default=default)


@cache
def _pair_of() -> Mapping[str, tuple[str, str]]:
    """Return for each mark the pair it speaks for where it stands in none that is right."""
    first = {pair[0]: pair for pair in reversed(list(right_pairs()))}
    try:
        return {mark: first[opener] for mark, opener in read_table(_FILE, folder=DATA_FOLDER)["speaks_for"].items()}
    except KeyError as error:
        raise LexiconError(str(DATA_FOLDER / _FILE), f"lacks or misspells {error}") from error


def _pair(marks: list[str]) -> tuple[str, str]:
    opener, closer = marks
    return opener, closer
