"""What labels of transcripts are made of, and the directions in brackets that stand between what is said."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from quotes.lexicon.files import read_table

__all__ = ["ClipEdge", "LabelWordKind", "clip_edge", "is_direction", "label_words"]

LabelWordKind = Literal[
    "anonymous",
    "roles",
    "no_labels",
    "joiners",
    "directions",
    "clip_begins",
    "clip_ends",
    "soundbites",
    "notes",
    "read_aloud",
    "narrators",
]
ClipEdge = Literal["begin", "end", "soundbite"]
"""What a direction tells of a recording that is played: it begins, it ends, or it begins and nothing tells the end."""

_FILE = "labels.toml"
_LONGEST_DIRECTION_CHARS = 160


@cache
def label_words(kind: LabelWordKind) -> frozenset[str]:
    """Return the expressions of one kind in lower case.

    Args:
        kind: ``anonymous`` (speaker, unidentified male), ``roles`` (host, q), ``no_labels`` (warning, photo),
            ``joiners`` (of, van), ``directions`` (laughter, crosstalk), ``clip_begins``, ``clip_ends``, ``soundbites``
            (soundbite of), ``notes`` (voice-over, via), ``read_aloud`` (as), ``narrators`` (narrator).

    Raises:
        LexiconError: if the data file is malformed.
        KeyError: if there is no such kind.

    Example:
        >>> "unidentified male" in label_words("anonymous"), "warning" in label_words("no_labels")
        (True, True)
    """
    return frozenset(word.casefold() for word in read_table(_FILE)[kind]["words"])


@cache
def _opening(kind: LabelWordKind) -> re.Pattern[str]:
    words = sorted(label_words(kind), key=lambda word: (-len(word), word))
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def is_direction(words: str) -> bool:
    """Whether words that stand in brackets say what happens or how somebody is heard, and are said by nobody.

    Args:
        words: what stands between the brackets.

    Example:
        >>> is_direction("LAUGHTER"), is_direction("SOUNDBITE OF BELLS"), is_direction("the old one")
        (True, True, False)
    """
    words = words.strip()
    return len(words) <= _LONGEST_DIRECTION_CHARS and _opening("directions").match(words) is not None


def clip_edge(words: str) -> ClipEdge | None:
    """Return what words in brackets tell of a recording that is played, or None where they tell nothing of one.

    Args:
        words: what stands between the brackets.

    Example:
        >>> clip_edge("BEGIN VIDEO CLIP"), clip_edge("END VIDEO CLIP"), clip_edge("LAUGHTER")
        ('begin', 'end', None)
        >>> clip_edge("SOUNDBITE OF ARCHIVED RECORDING")
        'soundbite'
    """
    words = " ".join(words.split()).casefold()
    if words in label_words("clip_begins"):
        return "begin"
    if words in label_words("clip_ends"):
        return "end"
    return "soundbite" if _opening("soundbites").match(words) is not None else None
