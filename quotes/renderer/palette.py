"""The colours and line patterns that tell speakers apart on a page, never by colour alone.

Eight inks and five patterns repeat with different periods, so that the first forty speakers have a look of their own;
the number on the badge tells all of them apart. From the ninth speaker on an ink comes again: `choose_looks` then gives
those who speak near each other different inks, and the badge another shape each time. Every pair of inks stays
distinguishable for readers with protanopia, deuteranopia or tritanopia, and every ink stands out from its tint and from
the page, in the light and the dark theme; ``tests/renderer/test_palette.py`` computes both.

Source: the inks were found by a search over sRGB for eight colours, one per family of hues, with the greatest least
distance (CIE76) under normal vision and the three simulations of Machado, Oliveira and Fernandes (2009), severity 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["CORNERS", "INKS", "PAGES", "PATTERNS", "TINTS", "Look", "choose_looks", "look_of", "mix", "write_swatches"]

PAGES: dict[str, dict[str, str]] = {
    "light": {"paper": "#fbf9f4", "text": "#1d1b18", "muted": "#655f55", "hair": "#d8d1c3", "edge": "#8a8375"},
    "dark": {"paper": "#171614", "text": "#e6e1d7", "muted": "#b0a99c", "hair": "#38352f", "edge": "#7d766a"},
}
"""Colours of each theme as sRGB hexadecimal: background, text, quiet text, hairlines, borders that carry meaning."""

INKS: dict[str, tuple[str, ...]] = {
    "light": ("#0269d2", "#aa530b", "#1c5d53", "#a04a8d", "#696c47", "#910317", "#262e87", "#4d2159"),
    "dark": ("#3896f9", "#c88135", "#49e8be", "#b389a4", "#eed887", "#ee6a6f", "#b9e1fd", "#aa9ddd"),
}
"""Lines, badges and names: at least 4.5 to 1 against the page and the tint."""

_TINT_SHARE = {"light": 0.10, "dark": 0.17}


def mix(ink: str, paper: str, share: float) -> str:
    """Return ``share`` of ``ink`` laid over ``paper``, both sRGB hexadecimal.

    Example:
        >>> mix("#ff0000", "#ffffff", 0.2)
        '#ffcccc'
    """
    parts = (
        round(int(ink[place : place + 2], 16) * share + int(paper[place : place + 2], 16) * (1 - share))
        for place in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


TINTS: dict[str, tuple[str, ...]] = {
    theme: tuple(mix(ink, PAGES[theme]["paper"], _TINT_SHARE[theme]) for ink in inks) for theme, inks in INKS.items()
}
"""The wash behind a speaker's words: the ink, thinned with the page's colour."""

PATTERNS = ("solid", "dashed", "double", "dotted", "wavy")
"""The second sign: styles of the line under a speaker's words."""


CORNERS = (".28em", "1em", "0", "1em 0", "0 1em")
"""The third sign, shapes of the badge as CSS radii: a rounded square, a disc, a square, two leaves."""


class Look(NamedTuple):
    """How one speaker is drawn: ``hue`` counts the inks from 0, ``pattern`` is a line style, ``shape`` the badge's."""

    hue: int
    pattern: str
    shape: int = 0

    @property
    def corner(self) -> str:
        """The radius of the badge's corners, as CSS."""
        return CORNERS[self.shape]


def look_of(number: int) -> Look:
    """Return the look of the speaker with that number, counted from 1, wherever the speaker stands.

    Example:
        >>> look_of(1), look_of(9)
        (Look(hue=0, pattern='solid', shape=0), Look(hue=0, pattern='dotted', shape=1))
    """
    place = number - 1
    return Look(place % len(INKS["light"]), PATTERNS[place % len(PATTERNS)], place // len(INKS["light"]) % len(CORNERS))


def choose_looks(count: int, near: Mapping[tuple[int, int], int]) -> tuple[Look, ...]:
    """Return the looks of the speakers numbered 1 to ``count``, neighbours apart.

    The first eight have an ink each. Every later one takes the look that `look_of` gives, unless somebody near by has
    that ink or that pattern: then the one whose ink, pattern and badge are the least used near by, and after that
    the least used at all.

    Args:
        count: how many speakers.
        near: how often two speakers, the lower number first, stand near each other.

    Example:
        >>> choose_looks(9, {(1, 9): 3})[8]
        Look(hue=1, pattern='dotted', shape=1)
    """
    beside: dict[int, list[tuple[int, int]]] = {}
    for (one, other), times in near.items():
        beside.setdefault(max(one, other), []).append((min(one, other), times))
    looks: list[Look] = []
    used: dict[tuple[int, str], int] = {}
    hues = [0] * len(INKS["light"])
    for number in range(1, count + 1):
        own = look_of(number)
        if number > len(hues):
            clashes, alike = [0] * len(hues), dict.fromkeys(PATTERNS, 0)
            for other, times in beside.get(number, ()):
                clashes[looks[other - 1].hue] += times
                alike[looks[other - 1].pattern] += times
            steps = {pattern: place - PATTERNS.index(own.pattern) for place, pattern in enumerate(PATTERNS)}
            _, hue, pattern = min(
                (
                    (
                        clashes[hue],
                        used.get((hue, pattern), 0),
                        alike[pattern],
                        (hue - own.hue) % len(hues),
                        steps[pattern] % len(PATTERNS),
                    ),
                    hue,
                    pattern,
                )
                for hue in range(len(hues))
                for pattern in PATTERNS
            )
            own = Look(hue, pattern, hues[hue] % len(CORNERS))
        looks.append(own)
        hues[own.hue] += 1
        used[own.hue, own.pattern] = used.get((own.hue, own.pattern), 0) + 1
    return tuple(looks)


def write_swatches() -> str:
    """Return every colour as a CSS custom property, ``--ink0`` and ``--tint0`` to 7 and those of `PAGES`, by theme.

    Example:
        >>> write_swatches().splitlines()[0][:16]
        ':root{--paper:#f'
    """

    def declarations(theme: str) -> str:
        pairs = [f"--{name}:{value}" for name, value in PAGES[theme].items()]
        pairs += [f"--ink{hue}:{value}" for hue, value in enumerate(INKS[theme])]
        pairs += [f"--tint{hue}:{value}" for hue, value in enumerate(TINTS[theme])]
        return ";".join(pairs)

    light, dark = declarations("light"), declarations("dark")
    return (
        f":root{{{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        f":root[data-theme=dark]{{{dark}}}\n"
        f"@media print{{:root:root:root{{{light}}}}}"
    )
