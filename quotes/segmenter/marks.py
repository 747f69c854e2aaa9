"""The reading of marks: one decision over a run of paragraphs about what every quotation mark and apostrophe is.

Every mark may open or close a quotation, open it anew in a paragraph where it goes on, be an apostrophe or a measure,
or mean nothing. Each of these has a cost, from what stands before and after the mark (which weighs most), from its
form, and from what is open where it stands. The cheapest reading of all marks together wins, so that an accident (a
closer lost, a mark turned round, an inch sign) costs what it costs where it happens and changes nothing further on.

The search is Viterbi's over the short stack of open quotations. What is decided is handed on as soon as nothing that
follows can change it, at the latest after a fixed number of marks: the cost is linear and the memory small.

Source: the numbers are data, ``data/marks.toml``, each with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import exp, inf, log
from typing import Literal, NamedTuple, get_args

from quotes.language.layout import Paragraph
from quotes.lexicon import mark_pairs
from quotes.segmenter.attributions import has_attribution
from quotes.segmenter.candidates import (
    AT_START,
    BEHIND_ATTRIBUTION,
    DECORATION,
    INSIDE_WORD,
    MAY_BE_APOSTROPHE,
    MAY_MEASURE,
    Habits,
    Mark,
    find_marks,
    learn_habits,
    numbers,
)

__all__ = ["MarkReading", "MarkRole", "read_marks"]

MarkRole = Literal["open", "close", "reopen", "apostrophe", "measure", "stray"]
"""open and close: the ends of a quotation. reopen: repeats the opener where a quotation goes on in a new paragraph.
measure: feet, inches, minutes. stray: means nothing."""

_OPEN, _CLOSE, _REOPEN, _APOSTROPHE, _MEASURE, _STRAY = range(6)
_ROLES: tuple[MarkRole, ...] = get_args(MarkRole)
_NO_ROLE = -1
_NO_COSTS = (0.0,)
"""What the only role of a break costs by itself."""

_DEEPEST = 3
"""How many quotations may be open one inside another."""

_STATES_KEPT = 24
"""How many readings of what is open are followed at once."""

_BEAM = 14.0
"""Inside a paragraph, readings this much dearer than the best are given up."""

_BEAM_AT_BREAK = 8.0
"""At the end of a paragraph, readings this much dearer than the best are given up: more than what follows can repay."""

_LAG_MARKS = 2000
"""After so many marks the reading so far is decided as soon as nothing is open; after twice as many in any case."""


class MarkReading(NamedTuple):
    """What one mark is, and how sure that is.

    Attributes:
        start: first code point of the mark.
        end: one past its last code point; marks may be several characters (``''``, ``&quot;``).
        char: the mark it stands for, whatever its spelling: a key of `quotes.lexicon.mark_forms`.
        role: what it is.
        partner: where its other end starts (for a reopener: the quotation's opener), or None where that was lost.
        depth: how many quotations are open around the one it opens or closes.
        margin: how much dearer the cheapest reading is in which this mark is something else.

    Example:
        >>> reading = MarkReading(0, 1, '"', "open", 4, 0, 6.0)
        >>> round(reading.confidence, 3)
        0.998
    """

    start: int
    end: int
    char: str
    role: MarkRole
    partner: int | None
    depth: int
    margin: float

    @property
    def confidence(self) -> float:
        """Probability, 0 to 1, that the role is right: the logistic function of the margin."""
        return 1.0 / (1.0 + exp(-min(self.margin, 50.0)))


def read_marks(
    text: str, paragraphs: Sequence[Paragraph], *, margins: bool = True, habits: Habits | None = None
) -> Iterator[MarkReading]:
    r"""Read every quotation mark of ``text``, in order, as one decision.

    Apostrophes inside words are read too (role ``apostrophe``). A closer and its opener name each other as ``partner``;
    where one was lost, the other has none.

    Args:
        text: the document.
        paragraphs: its paragraphs in order, offsets in code points; marks outside all of them are not read.
        margins: also work out how much dearer the second best reading of each mark is; without, margins are 0.
        habits: how the document uses its marks, where that is known already.

    Example:
        >>> from quotes.language.layout import read_layout
        >>> text = '"I don\'t," he said.'
        >>> for reading in read_marks(text, read_layout(text).paragraphs):
        ...     print(reading.start, reading.role, reading.partner)
        0 open 9
        6 apostrophe None
        9 close 0
    """
    habits = habits or learn_habits(text, paragraphs)
    search = _Search(text, habits, margins)
    for paragraph, marks in find_marks(text, paragraphs, habits):
        yield from search.read(paragraph, marks)
    yield from search.finish()


_Item = tuple[str, bool]
"""One open quotation: its opener, and whether it has crossed a break without a mark that opened it anew."""

_State = tuple[_Item, ...]

_Step = tuple[_State, int, float]
"""A possible step: the state it leads to, the role, and the cost of that structure."""

_Layer = dict[_State, tuple[float, _State, int]]
"""For each state: the cost so far, the state before, the role taken."""


class _Break(NamedTuple):
    """The end of a paragraph.

    Attributes:
        is_short: whether no more than a short line follows its last mark.
        is_attributed: whether an attribution stands behind its last mark: what was open has ended before that.
        is_last: whether the text, or what is decided at once, ends here.
        doubt: what going on in the next paragraph costs more in a document that loses closers.
    """

    is_short: bool = False
    is_attributed: bool = False
    is_last: bool = False
    doubt: float = 0.0


class _Search:
    """The search itself: feed it paragraphs in order, it yields readings as soon as they are decided."""

    def __init__(self, text: str, habits: Habits, margins: bool) -> None:
        self._text = text
        self._margins = margins
        self._main = habits.main
        self._verbs = habits.verbs
        self._costs = numbers().costs
        self._doubt = _doubt_of(habits.lost)
        self._items: list[Mark | _Break] = []
        self._layers: list[_Layer] = []
        self._layer: _Layer = {(): (0.0, (), _NO_ROLE)}
        self._last_end = 0
        self._paragraph = Paragraph(0, 0, False)

    def read(self, paragraph: Paragraph, marks: list[Mark]) -> Iterator[MarkReading]:
        """Take in one paragraph with its marks."""
        if self._items and not paragraph.continues:
            self._take(self._break())
            if len(self._layer) == 1 and () in self._layer:
                yield from self._decide()
        self._paragraph = paragraph
        for mark in marks:
            if not self._items and mark.options & (INSIDE_WORD | DECORATION):
                yield _certain(mark)
                continue
            self._take(mark)
            self._last_end = mark.end
            if len(self._items) > _LAG_MARKS:
                best = min(self._layer, key=lambda state: self._layer[state][0])
                if not best or len(self._items) > 2 * _LAG_MARKS:
                    yield from self.finish()

    def finish(self) -> Iterator[MarkReading]:
        """Decide what is still open: the text ends here."""
        if self._items:
            self._take(_Break(is_last=True))
            yield from self._decide()

    def _break(self) -> _Break:
        """Return what the end of the paragraph just read is like."""
        best = min(self._layer, key=lambda state: self._layer[state][0])
        start, end = max(self._last_end, self._paragraph.start), self._paragraph.end
        is_attributed = bool(best) and has_attribution(self._text, start, end, self._verbs)
        doubt = self._doubt
        if doubt and end - start > self._costs["long_chars"]:
            doubt = max(0.0, doubt + self._costs["continued_long"])
        return _Break(end - start < self._costs["short_chars"], is_attributed, False, doubt)

    def _take(self, item: Mark | _Break) -> None:
        """Go one item on."""
        layer: _Layer = {}
        if isinstance(item, Mark):
            if item.options & (INSIDE_WORD | DECORATION):
                role = _APOSTROPHE if item.options & INSIDE_WORD else _STRAY
                layer = {state: (cost, state, role) for state, (cost, _, _) in self._layer.items()}
            else:
                costs = item.costs
                for state, (cost, _, _) in self._layer.items():
                    for after, role, extra in _find_steps(state, item.char, item.options, self._main):
                        total = cost + extra + costs[role]
                        known = layer.get(after)
                        if known is None or total < known[0]:
                            layer[after] = (total, state, role)
                layer = _prune(layer, _BEAM)
        else:
            for state, (cost, _, _) in self._layer.items():
                for after, role, extra in _find_steps_over_break(state, item):
                    total = cost + extra
                    known = layer.get(after)
                    if known is None or total < known[0]:
                        layer[after] = (total, state, role)
            layer = _prune(layer, _BEAM_AT_BREAK)
        self._items.append(item)
        self._layers.append(self._layer)
        self._layer = layer

    def _decide(self) -> Iterator[MarkReading]:
        """Follow the cheapest reading back, hand it on and start afresh."""
        items, layers = self._items, [*self._layers[1:], self._layer]
        states: list[_State] = [min(self._layer, key=lambda state: self._layer[state][0])]
        roles: list[int] = []
        for layer in reversed(layers):
            _, before, role = layer[states[-1]]
            roles.append(role)
            states.append(before)
        states.reverse()
        roles.reverse()
        margins = self._find_margins(roles) if self._margins else None
        readings: list[MarkReading] = []
        stack: list[int] = []  # places of the openers in readings
        for place, item in enumerate(items):
            before, after, role = states[place], states[place + 1], roles[place]
            if not isinstance(item, Mark):
                del stack[len(after) :]
                continue
            partner: int | None = None
            depth = len(before)
            if role == _OPEN:
                depth = len(after) - 1
                del stack[depth:]
                stack.append(len(readings))
            elif role == _CLOSE and len(after) < len(before):
                depth = len(after)
                opener = stack[depth]
                partner = readings[opener].start
                readings[opener] = readings[opener]._replace(partner=item.start)
                del stack[depth:]
            elif role == _REOPEN:
                depth = next(n for n, (old, new) in enumerate(zip(before, after, strict=True)) if old != new)
                partner = readings[stack[depth]].start
            margin = margins[place] if margins else 0.0
            readings.append(MarkReading(item.start, item.end, item.char, _ROLES[role], partner, depth, margin))
        self._items, self._layers = [], []
        self._layer = {(): (0.0, (), _NO_ROLE)}
        yield from readings

    def _find_margins(self, roles: list[int]) -> list[float]:
        """Return for each item how much dearer the cheapest reading is that gives it another role."""
        best = min(cost for cost, _, _ in self._layer.values())
        ahead: dict[_State, float] = dict.fromkeys(self._layer, 0.0)
        margins = [0.0] * len(roles)
        for place in range(len(roles) - 1, -1, -1):
            item, role = self._items[place], roles[place]
            costs = item.costs if isinstance(item, Mark) else _NO_COSTS
            behind: dict[_State, float] = {}
            other = inf
            for state, (cost, _, _) in self._layers[place].items():
                for after, taken, extra in self._steps(state, item):
                    rest = ahead.get(after)
                    if rest is None:
                        continue
                    rest += extra + costs[taken]
                    if rest < behind.get(state, inf):
                        behind[state] = rest
                    if taken != role and cost + rest < other:
                        other = cost + rest
            margins[place] = min(50.0, max(0.0, other - best))
            ahead = behind
        return margins

    def _steps(self, state: _State, item: Mark | _Break) -> tuple[_Step, ...]:
        """Return every step over an item; what the role of a mark costs by itself is not counted in."""
        if not isinstance(item, Mark):
            return _find_steps_over_break(state, item)
        if item.options & INSIDE_WORD:
            return ((state, _APOSTROPHE, 0.0),)
        if item.options & DECORATION:
            return ((state, _STRAY, 0.0),)
        return _find_steps(state, item.char, item.options, self._main)


@lru_cache(maxsize=1 << 12)
def _find_steps(state: _State, char: str, options: int, main: str) -> tuple[_Step, ...]:
    """Return what a mark may be where ``state`` is open, in a document whose outermost marks are of level ``main``."""
    return tuple(_generate_steps(state, char, options, main))


def _generate_steps(state: _State, char: str, options: int, main: str) -> Iterator[_Step]:
    """Yield the steps over a mark: nothing, apostrophe, measure, closer, reopener, opener."""
    costs = numbers().costs
    level = _level(char)
    yield state, _STRAY, 0.0
    if options & MAY_BE_APOSTROPHE:
        yield state, _APOSTROPHE, 0.0
    if options & MAY_MEASURE:
        yield state, _MEASURE, 0.0
    same = [depth for depth, (opener, _) in enumerate(state) if _level(opener) == level]
    if same:
        depth = same[-1]
        extra = costs["lost_inner_closer"] * (len(state) - 1 - depth)
        opener, is_crossed = state[depth]
        extra += costs["crossing"] if is_crossed else 0.0
        extra += 0.0 if char in mark_pairs().get(opener, ()) else costs["other_pair"]
        yield state[:depth], _CLOSE, extra
    elif not state and (level != "single" or level == main):
        yield state, _CLOSE, costs["lost_opener"]
    if options & AT_START:
        for depth, (opener, is_crossed) in enumerate(state):
            if is_crossed:
                if _level(opener) == level:
                    yield (*state[:depth], (opener, False), *state[depth + 1 :]), _REOPEN, costs["reopened"]
                break
    item = (char, False)
    is_behind = bool(options & BEHIND_ATTRIBUTION)
    if len(state) < _DEEPEST:
        yield (*state, item), _OPEN, _opening_cost(state, level, main, is_behind=is_behind)
    if same:
        outer = state[: same[-1]]
        lost = costs["lost_closer_inside"] + costs["lost_inner_closer"] * (len(state) - 1 - same[-1])
        yield (*outer, item), _OPEN, lost + _opening_cost(outer, level, main, is_behind=is_behind)


def _doubt_of(lost: float) -> float:
    """Return what it costs more to go on in the next paragraph in a document that rather loses closers."""
    if lost <= 0.0:
        return 0.0
    costs = numbers().costs
    even = costs["lost_closer"] - costs["continued"] - costs["reopened"]
    return max(0.0, even + log(lost / (1 - lost)))


def _opening_cost(state: _State, level: str, main: str, *, is_behind: bool) -> float:
    """Return the cost of a mark of ``level`` opening where ``state`` is open, maybe behind "he said."."""
    costs = numbers().costs
    if not state:
        return 0.0 if level == main or level not in ("single", "double") else costs["second_level"]
    if _level(state[-1][0]) == level:
        return costs["nested_same"] + (costs["nested_behind_attribution"] if is_behind else 0.0)
    if any(_level(opener) == level for opener, _ in state):
        return costs["nested_again"]
    return costs["nested"]


@lru_cache(maxsize=1 << 10)
def _find_steps_over_break(state: _State, item: _Break) -> tuple[_Step, ...]:
    """Return what may become of the open quotations at a paragraph's end."""
    if not state:
        return (((), _NO_ROLE, 0.0),)
    costs = numbers().costs
    lost = costs["lost_closer"] + costs["lost_inner_closer"] * (len(state) - 1)
    is_crossed = any(crossed for _, crossed in state)
    steps: list[_Step] = [((), _NO_ROLE, lost + (costs["crossing"] if is_crossed else 0.0))]
    if not item.is_last and not is_crossed:
        kept = costs["continued"]
        kept += costs["continued_short"] if item.is_short else 0.0
        kept += costs["continued_attributed"] if item.is_attributed else 0.0
        kept += item.doubt
        for size in range(1, len(state) + 1):
            inner = costs["lost_inner_closer"] * (len(state) - size)
            steps.append((tuple((char, True) for char, _ in state[:size]), _NO_ROLE, kept + inner))
    return tuple(steps)


def _level(char: str) -> str:
    """Return the level of a mark: marks of one level close each other."""
    return numbers().levels.get(char, "double")


def _prune(layer: _Layer, beam: float) -> _Layer:
    """Drop readings that are much dearer than the best, and the dearest where there are too many."""
    if len(layer) == 1:
        return layer
    limit = min(cost for cost, _, _ in layer.values()) + beam
    kept = {state: entry for state, entry in layer.items() if entry[0] <= limit}
    if len(kept) > _STATES_KEPT:
        kept = dict(sorted(kept.items(), key=lambda entry: entry[1][0])[:_STATES_KEPT])
    return kept


def _certain(mark: Mark) -> MarkReading:
    """Return the reading of a mark that needs no search."""
    role: MarkRole = "apostrophe" if mark.options & INSIDE_WORD else "stray"
    return MarkReading(mark.start, mark.end, mark.char, role, None, 0, 50.0)
