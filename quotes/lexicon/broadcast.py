"""What the voices of a newscast say when they begin, pass on and end."""

from __future__ import annotations

from functools import cache
from typing import Literal

from quotes.lexicon.files import read_table

__all__ = ["BroadcastWordKind", "broadcast_words"]

BroadcastWordKind = Literal["handoffs", "own_name", "programmes", "endings", "presenting", "behind_bite"]


@cache
def broadcast_words(kind: BroadcastWordKind) -> tuple[str, ...]:
    """Return the expressions of one kind in lower case, the longest first.

    Args:
        kind: ``handoffs`` (behind a reporter's name: reports, has more), ``own_name`` (I'm, this is), ``programmes``
            (last words of a programme's name: news), ``endings`` (behind a name: reporting), ``presenting``
            (before the name of whose bite was heard: that was), ``behind_bite`` (behind it: there).

    Raises:
        LexiconError: if the data file is malformed.
        KeyError: if there is no such kind.

    Example:
        >>> "has more" in broadcast_words("handoffs"), "news" in broadcast_words("programmes")
        (True, True)
    """
    words = {word.casefold() for word in read_table("broadcast.toml")[kind]["words"]}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
