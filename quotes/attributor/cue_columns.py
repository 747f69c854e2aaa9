"""What the field of cues looks at: the words around a unit, the verbs and the noun nearest to it, nearby quotations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quotes.attributor.columns import find_bounds
from quotes.attributor.crf import Vocabulary

__all__ = ["CUE_TEMPLATES", "CUE_VOCABULARIES", "fill_cue_columns", "find_nearest", "is_tagged"]

_NOUN_TAGS = ("NN", "PRP", "WP", "QUOTED", "EX")
_FAR = 3

CUE_VOCABULARIES: dict[str, tuple[str, ...]] = {
    "quoted": tuple(f"{left}{right}" for left in "nfc" for right in "nfc"),
    "place": ("0", "1", "2", "3", "4"),
    "gap": ("0", "1", "2", "3", "4"),
    "commas": ("0", "1", "2"),
}
"""The values of the columns that are of a chain, not of a word: n none, f far, c close."""

CUE_TEMPLATES: tuple[tuple[str, ...], ...] = (
    *((f"lemma{away:+d}" if away else "lemma",) for away in range(-3, 4)),
    *((f"tag{away:+d}" if away else "tag",) for away in range(-3, 4)),
    *((f"band{away:+d}" if away else "band",) for away in range(-2, 3)),
    *((f"sort{away:+d}" if away else "sort",) for away in range(-2, 3)),
    ("suffix",),
    ("lemma-1", "lemma"),
    ("lemma", "lemma+1"),
    ("lemma-2", "lemma-1"),
    ("lemma+1", "lemma+2"),
    ("lemma-1", "lemma", "lemma+1"),
    ("lemma", "tag+1"),
    ("lemma", "tag-1"),
    ("lemma", "sort-1"),
    ("lemma", "sort+1"),
    ("lemma", "tag"),
    ("tag-1", "tag"),
    ("tag", "tag+1"),
    ("tag-1", "tag", "tag+1"),
    ("tag-2", "tag-1", "tag"),
    ("tag", "tag+1", "tag+2"),
    ("band", "tag+1", "tag+2"),
    ("band", "tag-2", "tag-1"),
    ("band", "lemma+1"),
    ("band", "lemma-1"),
    ("band", "sort-1"),
    ("band", "sort+1"),
    ("band-1", "band"),
    ("band", "band+1"),
    ("band", "tag"),
    ("lemma@before", "band"),
    ("lemma@before", "lemma"),
    ("lemma@after", "band"),
    ("tag@after", "band", "tag"),
    ("band@before", "band", "tag"),
    ("band@after", "band", "tag"),
    ("gap@before", "band@before", "tag"),
    ("sort@subject", "band"),
    ("sort@subject", "lemma"),
    ("sort@subject", "gap@subject", "tag"),
    ("sort@subject", "commas@subject", "band"),
    ("tag@subject", "band", "tag"),
    ("quoted", "band"),
    ("quoted", "lemma"),
    ("quoted", "tag"),
    ("place", "band"),
    ("place", "tag"),
    ("band@most", "band"),
    ("band@most", "lemma"),
    ("band@most", "tag"),
)
"""The columns that are read together."""


def is_tagged(tags: Any, vocabulary: Vocabulary, openings: tuple[str, ...]) -> Any:
    """Return for each row whether its tag begins with one of ``openings``."""
    import numpy as np

    return np.array([value.startswith(openings) for value in vocabulary.values])[tags]


def find_nearest(mask: Any, starts: Any, ends: Any) -> tuple[Any, Any]:
    """Return for each row the nearest marked row before it and after it in its chain, -1 where there is none."""
    import numpy as np

    size = len(mask)
    rows = np.arange(size)
    upto = np.maximum.accumulate(np.where(mask, rows, -1))
    before = np.concatenate([[-1], upto[:-1]])
    onward = np.minimum.accumulate(np.where(mask, rows, size)[::-1])[::-1]
    after = np.concatenate([onward[1:], [size]])
    return np.where(before >= starts, before, -1), np.where(after < ends, after, -1)


def fill_cue_columns(columns: dict[str, Any], lengths: Sequence[int], tags: Vocabulary) -> None:
    """Add to the columns of the words those that only a whole chain tells.

    Args:
        columns: what `quotes.attributor.columns.lay_columns` gave.
        lengths: how many rows each chain has.
        tags: the values of the tag column.
    """
    import numpy as np

    size = len(columns["tag"])
    rows = np.arange(size)
    starts, ends = find_bounds(lengths)
    before, after = find_nearest(is_tagged(columns["tag"], tags, ("VB",)), starts, ends)
    subject, _ = find_nearest(is_tagged(columns["tag"], tags, _NOUN_TAGS), starts, ends)
    for name, found in (("before", before), ("after", after), ("subject", subject)):
        for kind in ("lemma", "tag", "band", "sort"):
            columns[f"{kind}@{name}"] = np.where(found >= 0, columns[kind][found], 0)
    columns["gap@before"] = np.where(before >= 0, _banded(rows - before), 0)
    columns["gap@subject"] = np.where(subject >= 0, _banded(rows - subject), 0)
    commas = np.concatenate([[0], np.cumsum(is_tagged(columns["tag"], tags, (",",)))])
    columns["commas@subject"] = np.where(subject >= 0, 2 + np.minimum(2, commas[rows] - commas[subject]), 0)
    left, right = find_nearest(is_tagged(columns["tag"], tags, ("QUOTED",)), starts, ends)
    near_left = np.where(left < 0, 0, np.where(rows - left > _FAR, 1, 2))
    near_right = np.where(right < 0, 0, np.where(right - rows > _FAR, 1, 2))
    columns["quoted"] = 2 + 3 * near_left + near_right
    columns["place"] = 2 + np.minimum(4, rows - starts)
    columns["band@most"] = _most_elsewhere(columns["band"], lengths)


def _banded(distance: Any) -> Any:
    import numpy as np

    return 2 + np.minimum(4, np.maximum(0, distance - 1))


def _most_elsewhere(bands: Any, lengths: Sequence[int]) -> Any:
    """Return for each row the highest band of any other row of its chain."""
    import numpy as np

    if not len(bands):
        return bands
    firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    most = np.maximum.reduceat(bands, firsts)
    top = np.repeat(most, lengths)
    is_top = bands == top
    alone = np.repeat(np.add.reduceat(is_top.astype(np.int64), firsts), lengths) == 1
    second = np.repeat(np.maximum.reduceat(np.where(is_top, 0, bands), firsts), lengths)
    return np.where(is_top & alone, second, top)
