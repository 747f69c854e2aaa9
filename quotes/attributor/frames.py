"""Frames: a cue with the source and the content that go with it, found by two fields trained one after the other.

The first marks the reporting expressions of every sentence; the second looks at a sentence from one cue and marks what
it reports and on whose word. Quoted stretches are single units, so a frame may hold quoted words and the narrator's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from quotes.attributor.chains import read_chains
from quotes.attributor.columns import Numbering, lay_columns
from quotes.attributor.crf import load_field
from quotes.attributor.cue_columns import fill_cue_columns
from quotes.attributor.frame_columns import CueAt, fill_frame_columns
from quotes.attributor.ranking import load_cue_scores
from quotes.language.passages import Passage, Unit
from quotes.spans import Span

__all__ = ["CUE_LABELS", "FRAME_LABELS", "Frame", "Run", "find_frames"]

CUE_LABELS = ("O", "B", "I")
"""Outside, first unit and further unit of a cue."""

FRAME_LABELS = ("O", "BS", "IS", "BC", "IC", "K")
"""Outside, first and further unit of a source, of a content, and the cue itself."""

FAINTEST_CUE = 0.2
"""A unit that begins a cue with less than this probability has no frame.

Source: on the dev news, frames of fainter cues are hardly ever right.
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
        return any(unit.is_quoted for first, last in self.contents for unit in self.units[first:last])

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
    """Return the frames of some passages, in order of their cues.

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
    marginals, paths = frames.marginals(table, sizes), frames.best_paths(table, sizes)
    result: list[Frame] = []
    row = 0
    for (chain, cue, probability), size in zip(found, sizes, strict=True):
        here = slice(row, row + size)
        row += size
        frame = _read_frame(*chains[chain], cue, probability, paths[here].tolist(), marginals[here])
        if frame is not None:
            result.append(frame)
    return result


def _mark_cues(chances: Any, starts: Any, units: Sequence[Unit]) -> Iterator[tuple[int, CueAt, float]]:
    """Give every likely cue with the number of its chain and its probability."""
    import numpy as np

    begins, goes_on = chances[:, 1], chances[:, 2] > np.maximum(chances[:, 0], chances[:, 1])
    for first in np.flatnonzero(begins >= FAINTEST_CUE).tolist():
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
    path: Sequence[int],
    marginals: Any,
) -> Frame | None:
    """Read a labelled chain, or return None where it has no source or no content."""
    sources, contents = _find_runs(path, 1), _find_runs(path, 3)
    if not sources or not contents:
        return None
    of_source = marginals[:, 1] + marginals[:, 2]
    of_content = marginals[:, 3] + marginals[:, 4]
    source = max(sources, key=lambda run: float(of_source[run[0] : run[1]].mean()))
    inside = [of_content[position] for first, last in contents for position in range(first, last)]
    return Frame(
        passage,
        offset,
        units,
        (cue.first - cue.start, cue.last - cue.start),
        source,
        tuple(contents),
        probability,
        float(of_source[source[0] : source[1]].mean()),
        float(sum(inside) / len(inside)),
    )


def _find_runs(path: Sequence[int], begin: int) -> list[Run]:
    """Find the runs of the labels ``begin`` (a first unit) and ``begin + 1`` (a further one)."""
    runs: list[Run] = []
    for position, label in enumerate(path):
        if label == begin or (label == begin + 1 and not (runs and runs[-1][1] == position)):
            runs.append((position, position + 1))
        elif label == begin + 1:
            runs[-1] = (runs[-1][0], position + 1)
    return runs
