"""The words of a role or a description: tidied for a page, compared by what carries their meaning."""

from __future__ import annotations

import re

from quotes.language.lemmas import lemma_of
from quotes.lexicon.portfolios import anybody, relations

__all__ = ["content_words", "is_role", "role_head", "tidy_description", "tidy_role"]


def tidy_role(role: str) -> str:
    """Return a role in one line, without an article before it or a comma after it."""
    words = " ".join(role.split()).strip(" ,;:-–—")
    return re.sub(
        r"^(?:(?:the|a|an|its|their|his|her)(?: own)?|own|former)\s(?=\S)",
        lambda m: "former " if m[0].lower() == "former " else "",
        words,
        flags=re.IGNORECASE,
    )


def is_role(role: str) -> bool:
    """Whether words before or after a name say what one person does: no relation, no "man", no plural.

    Example:
        >>> is_role("harbour master"), is_role("husband of the mayor"), is_role("teammates")
        (True, False, False)
    """
    head = role_head(role)
    if head in relations() or head in anybody():
        return False
    return not re.search(rf"\b{re.escape(head)}e?s\b", role.casefold())


def tidy_description(words: str) -> str:
    """Return a description in one line, an article "the" left out where a name follows."""
    return " ".join(words.split()).strip(" ,;:")


def content_words(words: str) -> list[str]:
    """Return the words that carry a description's meaning, lower case, lemmatised.

    Example:
        >>> content_words("the two officials")
        ['two', 'official']
    """
    tokens = re.findall(r"[\w.'’-]+", words.casefold())
    kept = [token for token in tokens if token not in _EMPTY]
    return [lemma_of(token, "NNS") if token.endswith("s") and "." not in token else token for token in kept]


_EMPTY = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "of", "for", "to", "at", "in", "on", "and", "'s", "’s"}
)


def role_head(role: str) -> str:
    """Return the noun a role turns on: the last word before "of", "to" and the like.

    Example:
        >>> role_head("U-S Secretary of State"), role_head("deputy U.S. ambassador to the United Nations")
        ('secretary', 'ambassador')
    """
    tokens = re.findall(r"[\w.'’-]+", role.casefold())
    head = ""
    for token in tokens:
        if token in ("of", "for", "to", "at", "in", "on", "with", "from", "who") and head:
            break
        if token not in _EMPTY:
            head = token
    return lemma_of(head, "NNS") if head else ""
