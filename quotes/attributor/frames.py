"""Frames: a cue with the source and the content that go with it, found by two fields trained one after the other.

The first marks the reporting expressions of every sentence; the second looks at a sentence from one cue and marks what
it reports and on whose word. Quoted stretches are single units, so a frame may hold quoted words and the narrator's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress
from typing import Any

from quotes.attributor.chains import read_chains
from quotes.attributor.columns import Numbering, lay_columns
from quotes.attributor.crf import load_field
from quotes.attributor.cue_columns import fill_cue_columns
from quotes.attributor.frame_columns import CueAt, fill_frame_columns
from quotes.attributor.ranking import load_cue_scores
from quotes.language.passages import Passage, Unit
from quotes.spans import Span

__all__ = ["CUE_LABELS", "FAINTEST_FRAME", "FRAME_LABELS", "Frame", "Run", "find_frames"]

CUE_LABELS = ("O", "B", "I")
"""Outside, first unit and further unit of a cue."""

FRAME_LABELS = ("O", "BS", "IS", "BC", "IC", "K")
"""Outside, first and further unit of a source, of a content, and the cue itself."""

FAINTEST_FRAME = 0.34
"""A frame less likely than this reports nothing; no frame is likelier than its cue.

Source: from 0.25 to 0.4 the F1 of indirect speech and of every kind on the dev news hardly changes.
"""

Run = tuple[int, int]
"""Positions of units in a chain, [first, last)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue, who it points to and what was said, all in one chain.

    Attributes:
        passage: number of the paragraph.
        offset: position in the paragraph of the chain's first unit.
        units: the units of the chain.
        cue: its units.
        source: the units of the source.
        contents: the runs of units of the content, in order.
        cue_probability: that the cue is one.
        source_probability: that the units of the source are of it, the mean.
        content_probability: that the units of the content are of it, the mean.
    """

    passage: int
    offset: int
    units: tuple[Unit, ...]
    cue: Run
    source: Run
    contents: tuple[Run, ...]
    cue_probability: float
    source_probability: float
    content_probability: float

    @property
    def probability(self) -> float:
        """How likely the whole frame is right."""
        return self.cue_probability * self.source_probability * self.content_probability

    @property
    def is_quoted(self) -> bool:
        """Whether quoted stretches are among its content."""
        return any(unit.quotation >= 0 for first, last in self.contents for unit in self.units[first:last])

    def span(self, run: Run) -> Span:
        """Return where a run of units stands, code points."""
        return Span(self.units[run[0]].start, self.units[run[1] - 1].end)

    def holds(self, position: int) -> bool:
        """Whether the unit at ``position`` of the chain is of the content."""
        return any(first <= position < last for first, last in self.contents)


@lru_cache(maxsize=4)
def load_numbering(roles: frozenset[str] = frozenset()) -> Numbering:
    """Return what turns units into numbers, with the vocabularies that ship with the package.

    Args:
        roles: roles that a house adds, in lower case, plurals too.

    Raises:
        LexiconError: if the weights of the package are damaged.
    """
    return Numbering(load_field("cue_field.json").vocabularies, load_cue_scores(), roles)


def find_frames(passages: Sequence[Passage], roles: frozenset[str] = frozenset()) -> list[Frame]:
    """Return the frames of some passages whose cues are likely enough, in order of these.

    Args:
        passages: analysed paragraphs.
        roles: roles that a house adds, in lower case, plurals too.

    Raises:
        LexiconError: if the weights of the package are damaged.
    """
    import numpy as np

    chains = [(passage.index, offset, chain) for passage in passages for offset, chain in read_chains(passage)]
    lengths = [len(chain) for _, _, chain in chains]
    if not lengths:
        return []
    cues, frames = load_field("cue_field.json"), load_field("frame_field.json")
    columns = lay_columns(load_numbering(roles).number([unit for _, _, chain in chains for unit in chain]), lengths)
    fill_cue_columns(columns, lengths, cues.vocabulary("tag"))
    chances = cues.marginals(cues.score(columns), lengths)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    found = list(_mark_cues(chances, starts, [unit for _, _, chain in chains for unit in chain]))
    if not found:
        return []
    rows = fill_frame_columns(columns, [cue for _, cue, _ in found], frames.vocabularies)
    sizes = [cue.end - cue.start for _, cue, _ in found]
    table = frames.score(rows)
    runs = [(_find_runs(path, 1), _find_runs(path, 3)) for path in _part(frames.best_paths(table, sizes), sizes)]
    is_whole = [bool(sources and contents) for sources, contents in runs]
    sizes_of_whole = list(compress(sizes, is_whole))
    shares = frames.marginals(table[np.repeat(is_whole, sizes)], sizes_of_whole)
    whole = zip(compress(found, is_whole), compress(runs, is_whole), _part(shares, sizes_of_whole), strict=True)
    return [
        _read_frame(*chains[chain], cue, probability, sources, contents, share)
        for (chain, cue, probability), (sources, contents), share in whole
    ]


def _part(rows: Any, sizes: Sequence[int]) -> Iterator[list[Any]]:
    """Give the rows of each chain as plain numbers."""
    ends = accumulate(sizes)
    return (rows[end - size : end].tolist() for end, size in zip(ends, sizes, strict=True))


def _mark_cues(chances: Any, starts: Any, units: Sequence[Unit]) -> Iterator[tuple[int, CueAt, float]]:
    """Give every likely cue with the number of its chain and its probability."""
    import numpy as np

    begins, goes_on = chances[:, 1], chances[:, 2] > np.maximum(chances[:, 0], chances[:, 1])
    for first in np.flatnonzero(begins >= FAINTEST_FRAME).tolist():
        if units[first].is_quoted:
            continue
        chain = int(np.searchsorted(starts, first, side="right")) - 1
        end, last = int(starts[chain + 1]), first + 1
        while last < end and goes_on[last]:
            last += 1
        yield chain, CueAt(int(starts[chain]), end, first, last), float(begins[first])


def _read_frame(
    passage: int,
    offset: int,
    units: tuple[Unit, ...],
    cue: CueAt,
    probability: float,
    sources: Sequence[Run],
    contents: Sequence[Run],
    marginals: Sequence[Sequence[float]],
) -> Frame:
    """Return the frame of a chain: the likeliest of its sources, all of its contents."""
    of_source = [row[1] + row[2] for row in marginals]
    of_content = [row[3] + row[4] for row in marginals]
    shares = [_mean(of_source[first:last]) for first, last in sources]
    return Frame(
        passage,
        offset,
        units,
        (cue.first - cue.start, cue.last - cue.start),
        sources[shares.index(max(shares))],
        tuple(contents),
        probability,
        max(shares),
        _mean([share for first, last in contents for share in of_content[first:last]]),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _find_runs(path: Sequence[int], begin: int) -> list[Run]:
    """Find the runs of the labels ``begin`` (a first unit) and ``begin + 1`` (a further one)."""
    runs: list[Run] = []
    for position, label in enumerate(path):
        if label == begin or (label == begin + 1 and not (runs and runs[-1][1] == position)):
            runs.append((position, position + 1))
        elif label == begin + 1:
            runs[-1] = (runs[-1][0], position + 1)
    return runs
