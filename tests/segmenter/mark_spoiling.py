"""Spoils clean text in named ways: every mark written otherwise, or lost, and the places of the words carried along.

A clean text marks its quotations with ‹ and › around outer words and ⟨ and ⟩ around inner ones, signs that no way of
spoiling uses; apostrophes are curly. `write` puts real marks in their place. `spoil` does the same and more to any text
whose marks have been read.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from quotes.segmenter import MarkReading
from quotes.segmenter.attributions import is_attribution

OUTER_OPEN, OUTER_CLOSE, INNER_OPEN, INNER_CLOSE, APOSTROPHE = "‹›⟨⟩’"


@dataclass(frozen=True)
class Style:
    """How marks are written."""

    outer: tuple[str, str]
    inner: tuple[str, str] = ("'", "'")
    apostrophe: str = "'"


STYLES = {
    "straight": Style(('"', '"')),
    "curly": Style(("“", "”"), ("‘", "’"), "’"),
    "curly with straight apostrophes": Style(("“", "”"), ("‘", "’")),
    "straight opener, curly closer": Style(('"', "”")),
    "curly opener, straight closer": Style(("“", '"')),
    "two apostrophes": Style(("''", "''")),
    "straight opener, two apostrophes": Style(('"', "''")),
    "two apostrophes, straight closer": Style(("''", '"')),
    "two backticks": Style(("``", "''"), ("`", "'")),
    "turned the wrong way": Style(("”", "“"), ("’", "‘"), "’"),
    "all openers": Style(("“", "“"), ("‘", "‘"), "’"),
    "all closers": Style(("”", "”"), ("’", "’"), "’"),
    "British straight": Style(("'", "'"), ('"', '"')),
    "British curly": Style(("‘", "’"), ("“", "”"), "’"),
    "backtick and apostrophe": Style(("`", "'"), ("``", "''")),
    "guillemets": Style(("«", "»"), ("“", "”"), "’"),
    "guillemets with no-break spaces": Style(("«\u00a0", "\u00a0»"), ("“", "”"), "’"),
    "guillemets with narrow spaces": Style(("«\u202f", "\u202f»"), ("“", "”"), "’"),
    "guillemets turned inward": Style(("»", "«"), ("›", "‹"), "’"),
    "low and high": Style(("„", "“"), ("‚", "‘"), "’"),
    "low and plain high": Style(("„", "”"), ("‚", "’"), "’"),
    "two commas, two apostrophes": Style((",,", "''")),
    "double primes": Style(("″", "″"), ("′", "′")),
    "fullwidth": Style(("＂", "＂"), ("＇", "＇")),
    "corner brackets": Style(("「", "」"), ("『", "』")),
    "escaped": Style(('\\"', '\\"')),
    "doubled": Style(('""', '""')),
    "spaced": Style(('" ', ' "')),
    "entity by name": Style(("&quot;", "&quot;"), ("&lsquo;", "&rsquo;"), "&rsquo;"),
    "entities of two kinds": Style(("&ldquo;", "&rdquo;"), ("&lsquo;", "&rsquo;"), "&rsquo;"),
    "entities by number": Style(("&#8220;", "&#8221;"), ("&#8216;", "&#8217;"), "&#8217;"),
    "UTF-8 read as Windows-1252": Style(("â€œ", "â€\u009d"), ("â€˜", "â€™"), "â€™"),
    "UTF-8 read as Windows-1252, a byte lost": Style(("â€œ", "â€"), ("â€˜", "â€™"), "â€™"),
    "control characters": Style(("\u0093", "\u0094"), ("\u0091", "\u0092"), "\u0092"),
}
"""Every way of writing marks that keeps all of them."""


@dataclass(frozen=True)
class Written:
    """A text and the stretches inside its outer marks, one span a paragraph, without white space at the ends."""

    text: str
    spans: frozenset[tuple[int, int]]


def write(
    clean: str,
    style: Style,
    *,
    seed: int = 0,
    lost_openers: float = 0.0,
    lost_closers: float = 0.0,
    choices: tuple[str, ...] = (),
) -> Written:
    """Write ``clean`` with the marks of ``style``.

    Args:
        clean: text with the signs of this module.
        style: the marks.
        seed: of what is random.
        lost_openers: share of outer openers left out.
        lost_closers: share of outer closers left out.
        choices: outer marks to choose from at random, instead of the style's.
    """
    random_state = random.Random(seed)  # noqa: S311 - repeatable, nothing secret
    parts: list[str] = []
    size = 0
    spans: set[tuple[int, int]] = set()
    start: int | None = None
    for char in clean:
        new = char
        if char in (OUTER_OPEN, OUTER_CLOSE):
            is_open = char == OUTER_OPEN
            new = random_state.choice(choices) if choices else style.outer[not is_open]
            if random_state.random() < (lost_openers if is_open else lost_closers):
                new = ""
            if is_open:
                start = size + len(new)
            elif start is not None:
                spans.add(_trim("".join(parts), start, size))
                start = None
        elif char in (INNER_OPEN, INNER_CLOSE):
            new = style.inner[char == INNER_CLOSE]
        elif char == APOSTROPHE:
            new = style.apostrophe
        elif char == "\n" and start is not None:
            spans.add(_trim("".join(parts), start, size))
            start = None
        parts.append(new)
        size += len(new)
    return Written("".join(parts), frozenset(spans))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


CLEAN_STORY = (Path(__file__).parent / "clean_story.txt").read_text(encoding="utf-8")
"""A text written for these tests: dialogue, news, a quotation over two paragraphs, one inside another, apostrophes."""


TENTH = 0.1
"""Share of marks or breaks that a way of spoiling loses, turns or joins where it does not touch all."""


class Edit(NamedTuple):
    """Put ``new`` in the place of ``[start, end)``."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Spoilt:
    """A text that was spoilt, and where its characters went."""

    text: str
    ends: tuple[int, ...]
    shifts: tuple[int, ...]

    def move(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return where a span of the text before stands now, without white space at its ends; empty if it was cut."""
        start, end = (min(self._place(place), len(self.text)) for place in span)
        return _trim(self.text, start, end)

    def _place(self, position: int) -> int:
        before = bisect_right(self.ends, position) - 1
        return position + (self.shifts[before] if before >= 0 else 0)


Way = Callable[[str, Sequence[MarkReading], random.Random], Iterable[Edit]]
"""A way of spoiling: from a text, what its marks are and a source of chance to edits in order."""


def spoil(text: str, readings: Sequence[MarkReading], way: Way, *, seed: int = 0) -> Spoilt:
    """Spoil any text whose marks have been read.

    Args:
        text: the text.
        readings: what its marks are, in order.
        way: one of `WAYS`.
        seed: of what is random.
    """
    parts: list[str] = []
    ends: list[int] = []
    shifts: list[int] = []
    last = shift = 0
    chance = random.Random(f"{seed} {len(text)}")  # noqa: S311 - repeatable, nothing secret; no two texts alike
    for start, end, new in way(text, readings, chance):
        parts += (text[last:start], new)
        last = end
        shift += len(new) - (end - start)
        ends.append(end)
        shifts.append(shift)
    parts.append(text[last:])
    return Spoilt("".join(parts), tuple(ends), tuple(shifts))


_DOUBLE, _SINGLE, _GUILLEMETS = '"“”„‟″＂', "'‘’‚‛`´′＇", "«»‹›"
_PAIRED = ("open", "close", "reopen")


def _sort(char: str) -> str:
    """Return what sort of mark a character is: marks of one sort go together."""
    sorts = (("single", _SINGLE), ("guillemet", _GUILLEMETS[:2]), ("inner guillemet", _GUILLEMETS[2:]))
    return next((name for name, chars in sorts if char in chars), "double")


def _outer_sort(readings: Sequence[MarkReading]) -> str:
    """Return the sort of most outermost marks."""
    counts = Counter(_sort(reading.char) for reading in readings if reading.role in _PAIRED and not reading.depth)
    return max(sorted(counts), key=counts.__getitem__, default="double")


def _around(text: str, reading: MarkReading) -> tuple[int, int]:
    """Return the place of a mark, with the space inside it where it is a guillemet."""
    start, end = reading.start, reading.end
    if reading.char in _GUILLEMETS:
        while reading.role != "close" and text[end : end + 1] in ("\u00a0", "\u202f", " "):
            end += 1
        while reading.role == "close" and text[start - 1 : start] in ("\u00a0", "\u202f", " "):
            start -= 1
    return start, end


def written_as(choose: Callable[[MarkReading, random.Random], Style]) -> Way:
    """Return the way that writes every mark and apostrophe in the style ``choose`` gives for it."""

    def way(text: str, readings: Sequence[MarkReading], chance: random.Random) -> Iterator[Edit]:
        outer = _outer_sort(readings)
        for reading in readings:
            style = choose(reading, chance)
            if reading.role in _PAIRED:
                pair = style.outer if _sort(reading.char) == outer else style.inner
                yield Edit(*_around(text, reading), pair[reading.role == "close"])
            elif reading.role == "apostrophe":
                yield Edit(reading.start, reading.end, style.apostrophe)

    return way


def _always(style: Style) -> Way:
    return written_as(lambda reading, chance: style)


def _mixed(styles: Sequence[Style]) -> Way:
    return written_as(lambda reading, chance: chance.choice(styles))


def _turned(reading: MarkReading, chance: random.Random) -> Style:
    return STYLES["turned the wrong way"] if chance.random() < TENTH else STYLES["curly"]


def lost(role: str, style: Style, *, share: float = TENTH, only: Callable[[str, int], bool] | None = None) -> Way:
    """Return the way that leaves out a share of the outermost marks of one role, the others written in ``style``.

    Args:
        role: ``open``, ``close`` or ``reopen``.
        style: of the marks that stay.
        share: how many are left out, 0 to 1.
        only: whether one may be left out, given the text and where the mark ends; all may by default.
    """

    def way(text: str, readings: Sequence[MarkReading], chance: random.Random) -> Iterator[Edit]:
        outer = _outer_sort(readings)
        written = _always(style)(text, readings, chance)
        changed = [reading for reading in readings if reading.role in (*_PAIRED, "apostrophe")]
        for reading, edit in zip(changed, written, strict=True):
            is_meant = reading.role == role and _sort(reading.char) == outer and reading.depth == 0
            if is_meant and (only is None or only(text, reading.end)) and chance.random() < share:
                edit = edit._replace(new="")
            yield edit

    return way


def _stands_before_attribution(text: str, end: int) -> bool:
    """Whether "she said" or "said Mr Ellis" follows right behind a mark."""
    start = end + len(text[end : end + 8]) - len(text[end : end + 8].lstrip())
    return start > end and is_attribution(text, start, min(len(text), start + 100), after_comma=True)


def _stands_behind_attribution(text: str, end: int) -> bool:
    """Whether a mark reopens what "she said," or "she said." interrupted."""
    before = text[max(0, end - 40) : end - 1].rstrip()
    clause = re.split(r"[\"”’'»]", before)[-1]
    return before != clause and 0 < len(clause.split()) < 5 and clause.endswith((",", "."))


def _run_together(share: float) -> Way:
    def way(text: str, readings: Sequence[MarkReading], chance: random.Random) -> Iterator[Edit]:
        for found in re.finditer(r"\r?\n[ \t]*\r?\n\s*", text):
            if chance.random() < share and found.end() < len(text):
                yield Edit(found.start(), found.end(), " ")

    return way


def _cut_off(text: str, readings: Sequence[MarkReading], chance: random.Random) -> Iterator[Edit]:
    """Cut the text at a space in the middle of one of its last quotations."""
    openers = [r for r in readings if r.role == "open" and r.partner is not None and r.partner - r.end > 40]
    if openers:
        opener = chance.choice(openers[-5:])
        assert opener.partner is not None
        place = text.rfind(" ", opener.end, (opener.end + opener.partner) // 2)
        if place > 0:
            yield Edit(place, len(text), "")


LOOKS: dict[str, Way] = {
    **{name: _always(style) for name, style in STYLES.items()},
    "straight and curly mixed at random": _mixed([STYLES["straight"], STYLES["curly"]]),
    "straight, curly, turned and two apostrophes mixed at random": _mixed(
        [STYLES["straight"], STYLES["curly"], STYLES["turned the wrong way"], STYLES["two apostrophes"]]
    ),
    "entities, straight and control characters mixed at random": _mixed(
        [STYLES["straight"], STYLES["entities of two kinds"], STYLES["control characters"]]
    ),
    "a tenth turned the wrong way": written_as(_turned),
}
"""Ways that only change how marks look."""

BRITISH = ("British straight", "British curly", "backtick and apostrophe")
"""Looks in which outer marks and apostrophes are the same sign."""

LOSSES: dict[str, Way] = {
    f"a tenth of the {what} lost, {name}": lost(role, STYLES[name], only=only)
    for what, role, only in (
        ("closers", "close", None),
        ("openers", "open", None),
        ("closers before attributions", "close", _stands_before_attribution),
        ("openers behind attributions", "open", _stands_behind_attribution),
    )
    for name in ("straight", "curly")
}
"""Ways that lose marks."""

OTHERS: dict[str, Way] = {
    "a tenth of the paragraphs run together": _run_together(TENTH),
    "all paragraphs run together": _run_together(1.0),
    "cut off inside a quotation": _cut_off,
    "no mark reopens": lost("reopen", STYLES["straight"], share=1.0),
}
"""Ways that spoil more than marks."""

WAYS: dict[str, Way] = {**LOOKS, **LOSSES, **OTHERS}
"""Every way of spoiling a text whose marks are known."""


def plain_name(name: str) -> str:
    """Return a name with the apostrophe it had, however that is written now."""
    for style in sorted(STYLES.values(), key=lambda style: -len(style.apostrophe)):
        name = name.replace(style.apostrophe, "'")
    return name
