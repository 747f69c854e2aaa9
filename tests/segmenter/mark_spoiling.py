"""Spoils clean text in named ways: every mark written otherwise, or lost, and the places of the words carried along.

A clean text marks its quotations with ‹ and › around outer words and ⟨ and ⟩ around inner ones, signs that no way of
spoiling uses; apostrophes are curly. `write` puts real marks in their place.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

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
