"""What the field of frames looks at: each unit of a chain as seen from one cue in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from quotes.attributor.columns import WORD_COLUMNS
from quotes.attributor.crf import Vocabulary
from quotes.attributor.cue_columns import is_tagged

__all__ = ["FRAME_TEMPLATES", "FRAME_VOCABULARIES", "CueAt", "fill_frame_columns"]

_NEAREST = 6
_STEPS = (6, 9, 14, 24)
_LIKELY_BAND = "4"


class CueAt(NamedTuple):
    """A cue: the rows of its chain, [start, end), and its own, [first, last), numbered through the document."""

    start: int
    end: int
    first: int
    last: int


FRAME_VOCABULARIES: dict[str, tuple[str, ...]] = {
    "side": ("L", "K", "R"),
    "distance": tuple(f"{side}{step}" for side in "LKR" for step in range(_NEAREST + len(_STEPS) + 1)),
    "verbs": ("0", "1", "2"),
    "commas": ("0", "1", "2"),
    "joints": ("0", "1"),
    "relatives": ("0", "1"),
    "quoted": ("0", "1"),
    "cues": ("0", "1"),
    "stops": ("0", "1"),
    "nouns": ("0", "1", "2"),
    "length": ("1", "2", "3"),
}
"""The values of the columns that say how a unit stands to a cue: which side, how far, what stands between."""

FRAME_TEMPLATES: tuple[tuple[str, ...], ...] = (
    *(("side", f"lemma{away:+d}" if away else "lemma") for away in range(-2, 3)),
    *(("side", f"tag{away:+d}" if away else "tag") for away in range(-2, 3)),
    *(("side", f"sort{away:+d}" if away else "sort") for away in range(-1, 2)),
    *(("side", f"band{away:+d}" if away else "band") for away in range(-1, 3)),
    ("side", "tag-1", "tag"),
    ("side", "tag", "tag+1"),
    ("side", "tag-1", "tag", "tag+1"),
    ("side", "tag", "tag+1", "tag+2"),
    ("side", "lemma", "tag+1"),
    ("side", "lemma", "tag-1"),
    ("side", "lemma-1", "tag"),
    ("side", "lemma-1", "lemma"),
    ("side", "lemma", "band+1"),
    ("side", "lemma", "band@after"),
    ("side", "lemma", "lemma+1", "band@after"),
    ("side", "lemma", "tag+1", "tag+2"),
    ("distance",),
    ("distance", "tag"),
    ("distance", "sort"),
    ("distance", "tag@cue"),
    ("distance", "lemma@cue"),
    ("distance", "tag@right"),
    ("distance", "tag@left"),
    ("side", "lemma@cue", "tag"),
    ("side", "lemma@cue", "lemma"),
    ("side", "lemma@cue", "lemma@right"),
    ("side", "lemma@cue", "verbs", "commas"),
    ("side", "band@cue", "verbs", "commas"),
    ("side", "tag@cue", "tag"),
    ("side", "tag@cue", "length", "tag@right"),
    ("side", "tag@cue", "tag@left", "nouns"),
    ("side", "lemma@right", "verbs", "commas"),
    ("side", "lemma@right", "tag"),
    ("side", "verbs", "commas", "joints", "relatives", "quoted", "cues", "stops"),
    ("side", "verbs", "commas", "tag"),
    ("side", "commas", "tag"),
    ("side", "verbs", "tag"),
    ("side", "joints", "tag"),
    ("side", "relatives", "tag"),
    ("side", "cues", "tag"),
    ("side", "quoted", "tag"),
    ("side", "nouns", "tag"),
    ("side", "nouns", "verbs", "sort"),
    ("side", "nouns", "verbs", "commas", "tag"),
    ("side", "stops", "tag"),
    ("side", "verbs", "commas", "lemma"),
    ("side", "verbs", "commas", "lemma-1"),
    ("side", "verbs", "commas", "cues", "lemma"),
    ("side", "commas", "cues", "tag", "band@after"),
)
"""The columns that are read together."""


def fill_frame_columns(
    words: Mapping[str, Any], cues: Sequence[CueAt], vocabularies: Mapping[str, Vocabulary]
) -> dict[str, Any]:
    """Return the columns of all frames, one row for each unit of the chain of each cue, cue after cue.

    Args:
        words: the columns of the words of the document.
        cues: where each cue stands.
        vocabularies: the values of each column.
    """
    import numpy as np

    table = np.array(cues, dtype=np.int64).reshape(-1, 4)
    sizes = table[:, 1] - table[:, 0]
    frame = np.repeat(np.arange(len(cues)), sizes)
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    rows = np.repeat(table[:, 0], sizes) + within
    first, last = table[frame, 2], table[frame, 3]
    columns = {name: column[rows] for name, column in words.items()}
    left, right = rows < first, rows >= last
    side = np.where(left, 0, np.where(right, 2, 1))
    columns["side"] = 2 + side
    away = np.where(left, first - rows, np.where(right, rows - last + 1, 0))
    steps = np.minimum(away, _NEAREST)
    for edge in _STEPS:
        steps = steps + (away > edge)
    columns["distance"] = 2 + side * (_NEAREST + len(_STEPS) + 1) + steps

    def count_between(mask: Any, most: int) -> Any:
        total = np.concatenate([[0], np.cumsum(mask)])
        found = np.where(left, total[first] - total[np.minimum(rows + 1, first)], total[rows] - total[last])
        return 2 + np.minimum(most, np.where(side == 1, 0, found))

    tags = vocabularies["tag"]

    def tagged(*openings: str) -> Any:
        return is_tagged(words["tag"], tags, openings)

    columns["verbs"] = count_between(tagged("VBD", "VBZ", "VBP", "MD"), 2)
    columns["commas"] = count_between(tagged(",", ":", "-LRB-", "-RRB-"), 2)
    columns["joints"] = count_between(tagged("CC"), 1)
    columns["relatives"] = count_between(tagged("WDT", "WP", "WRB"), 1)
    columns["quoted"] = count_between(tagged("QUOTED"), 1)
    columns["cues"] = count_between(words["band"] >= vocabularies["band"].number(_LIKELY_BAND), 1)
    columns["stops"] = count_between(tagged("."), 1)
    columns["nouns"] = count_between(tagged("NN", "PRP", "WP"), 2)
    columns["length"] = 2 + np.minimum(2, last - first - 1)
    # The head of a cue is the word of it that reports most, the last among equals.
    heads = np.array([_head_of(words["band"], cue) for cue in cues], dtype=np.int64)[frame]
    ends = np.repeat(table[:, 1], sizes)
    for name in WORD_COLUMNS[:3]:
        columns[f"{name}@cue"] = words[name][heads]
        columns[f"{name}@right"] = np.where(last < ends, words[name][np.minimum(last, len(words[name]) - 1)], 0)
        before = np.maximum(first - 1, 0)
        columns[f"{name}@left"] = np.where(first > np.repeat(table[:, 0], sizes), words[name][before], 0)
    return columns


def _head_of(bands: Any, cue: CueAt) -> int:
    return max(range(cue.first, cue.last), key=lambda row: (bands[row], row))
