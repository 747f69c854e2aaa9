"""Words and punctuation of a text, each with its place.

The tokens are much like those of the Penn Treebank, with three differences that spoken and written news want:
hyphenated words (Tae-Yul, U-S, test-fired), abbreviations with their stops (U.S., Lt., a.m., J.) and words with an
inner apostrophe (O'Brien) stay whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from quotes.lexicon.files import read_table

__all__ = ["Token", "find_tokens", "place_tokens"]

_DATA_FOLDER = Path(__file__).parent / "data"


class Token(NamedTuple):
    """One token: ``start`` and ``end`` in code points, half-open, and ``text``, what stands there."""

    start: int
    end: int
    text: str


_CLITIC = r"['\u2019](?:[sdmSDM]|[rR][eE]|[vV][eE]|[lL][lL])(?!\w)"
_NOT = r"[nN]['\u2019][tT](?!\w)"


@lru_cache(maxsize=1)
def _load_pattern() -> re.Pattern[str]:
    words = read_table("abbreviations.toml", folder=_DATA_FOLDER)["tokens"]
    stopped, clipped = ("|".join(map(re.escape, words[name])) for name in ("stopped", "clipped"))
    return re.compile(
        r"[A-Za-z]++(?=[ ,])"  # most words, at the least cost
        r"|https?://[^\s<>\"\u201c\u201d]*[\w/]"
        r"|[A-Za-z]++(?![.'\u2019\w\u0300-\u036f\u2010\u2011&-])"
        r"|[A-Za-z]\.(?:[A-Za-z]\.)+(?!\w)"  # U.S., a.m.
        r"|[A-HJ-Z]\.(?![\w.])|I\.(?=\s+[A-Z])"  # initials
        rf"|(?=[A-Za-z]{{2,6}}\.)(?:{stopped})\.(?!\w)"
        r"|\d+(?:[.,:]\d+)+(?![^\W_])"  # 12,000  3.5  10:30
        rf"|{_NOT}|[A-Za-z]{{1,7}}?(?={_NOT})"  # did|n't
        rf"|[^\W_]+(?:[\u0300-\u036f\u200d]+[^\W_]*|[-\u2010\u2011&][^\W_]+|(?!{_CLITIC})['\u2019][^\W_]+)*"
        rf"|{_CLITIC}|['\u2019](?:{clipped})(?!\w)"
        r"|\.{2,}|-{2,}|''|``|[^\w\s]|_"
    )


def find_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    r"""Return the tokens of ``text[start:end]``, in order, with offsets into the whole text.

    Args:
        text: the whole text.
        start: first code point to look at.
        end: one past the last code point to look at; the end of the text by default.

    Raises:
        LexiconError: if the list of abbreviations is damaged.

    Source:
        Clitics ('s, n't, 're ...) are split as in the Penn Treebank (Marcus, Santorini and Marcinkiewicz 1993).

    Example:
        >>> [token.text for token in find_tokens("Mr. Cho Tae-Yul's aide didn't say \"12,000\".")]
        ['Mr.', 'Cho', 'Tae-Yul', "'s", 'aide', 'did', "n't", 'say', '"', '12,000', '"', '.']
    """
    starts, ends, words = place_tokens(text, start, len(text) if end is None else end)
    return list(map(Token._make, zip(starts, ends, words, strict=True)))


def place_tokens(text: str, start: int, end: int) -> tuple[list[int], list[int], list[str]]:
    """Return where the tokens of ``text[start:end]`` begin, where they end, and their words: three lists of one size.

    Example:
        >>> place_tokens("She left.", 4, 9)
        ([4, 8], [8, 9], ['left', '.'])
    """
    words: list[str] = _load_pattern().findall(text, start, end)
    starts, ends, find, place = [], [], text.find, start
    for word in words:  # nothing but white space stands between two tokens
        place = find(word, place)
        starts.append(place)
        place += len(word)
        ends.append(place)
    return starts, ends, words
