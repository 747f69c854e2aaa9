"""Function words: articles, prepositions, conjunctions, auxiliaries, adverbs that open sentences, interjections."""

from __future__ import annotations

from functools import cache
from typing import Literal

from quotes.lexicon.files import read_table

__all__ = ["FunctionWordKind", "function_words"]

FunctionWordKind = Literal[
    "articles", "determiners", "prepositions", "conjunctions", "auxiliaries", "adverbs", "interjections"
]


@cache
def function_words(kind: FunctionWordKind | None = None) -> frozenset[str]:
    """Return function words in lower case: those of one kind, or all; pronouns have a table of their own.

    Raises:
        LexiconError: if the data file is malformed.
        KeyError: if there is no such kind.

    Example:
        >>> "the" in function_words(), "under" in function_words("prepositions"), "table" in function_words()
        (True, True, False)
    """
    if kind is not None:
        return frozenset(read_table("function_words.toml")[kind]["words"])
    return frozenset(word for words in read_table("function_words.toml").values() for word in words["words"])
