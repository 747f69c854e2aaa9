"""Speakers are told apart by readers of every kind: contrast and distance, computed."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.renderer.palette import CORNERS, INKS, PAGES, PATTERNS, TINTS, choose_looks, look_of, mix

Colour = tuple[float, float, float]
Matrix = tuple[Colour, Colour, Colour]

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
VISIONS: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def linear(colour: str) -> Colour:
    """Return an sRGB hexadecimal colour as linear light."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def apply(matrix: Matrix, colour: Colour) -> Colour:
    """Return the colour as seen through a deficiency, clipped to what a screen can show."""
    red, green, blue = (
        min(1.0, max(0.0, sum(share * part for share, part in zip(row, colour, strict=True)))) for row in matrix
    )
    return red, green, blue


def contrast(one: str, two: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    lights = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (linear(one), linear(two)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def lab(colour: Colour) -> Colour:
    """Return CIELAB (D65) of linear light."""
    red, green, blue = colour
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.072175 * blue
    z = (0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: Colour, two: Colour) -> float:
    """Return the CIE76 difference of two colours given as linear light."""
    return sum((a - b) ** 2 for a, b in zip(lab(one), lab(two), strict=True)) ** 0.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("vision", VISIONS)
def test_every_pair_of_inks_is_told_apart(theme: str, vision: str) -> None:
    """No two inks come closer than 15 (CIE76) under normal vision and three deficiencies."""
    seen = [apply(VISIONS[vision], linear(ink)) for ink in INKS[theme]]

    assert min(distance(one, two) for one, two in combinations(seen, 2)) >= 15


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_inks_stand_out_from_page_and_tint(theme: str) -> None:
    """Names, badges and lines reach 4.5 to 1 on the page; lines reach 3 to 1 on their tint."""
    paper = PAGES[theme]["paper"]

    assert min(contrast(ink, paper) for ink in INKS[theme]) >= 4.5
    assert min(contrast(ink, tint) for ink, tint in zip(INKS[theme], TINTS[theme], strict=True)) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_easy_to_read_on_every_tint(theme: str) -> None:
    """Text reaches 7 to 1 on the page and on every tint, 4.5 to 1 on the stronger wash of the selected quotation."""
    text, paper = PAGES[theme]["text"], PAGES[theme]["paper"]

    assert min(contrast(text, mix(ink, paper, 0.24)) for ink in INKS[theme]) >= 4.5
    assert min(contrast(text, ground) for ground in (PAGES[theme]["paper"], *TINTS[theme])) >= 7


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_quiet_text_and_borders_can_be_seen(theme: str) -> None:
    """Quiet text reaches 4.5 to 1, borders that carry meaning 3 to 1."""
    page = PAGES[theme]

    assert contrast(page["muted"], page["paper"]) >= 4.5
    assert min(contrast(page["muted"], tint) for tint in TINTS[theme]) >= 4.5
    assert contrast(page["edge"], page["paper"]) >= 3


def test_forty_speakers_look_different() -> None:
    """Colour and line pattern together do not repeat before the forty-first speaker."""
    looks = {look_of(number) for number in range(1, 41)}

    assert len(looks) == 40
    assert look_of(41) == look_of(1)
    assert {look.pattern for look in looks} == set(PATTERNS)


@given(
    st.integers(1, 30),
    st.dictionaries(st.tuples(st.integers(1, 30), st.integers(1, 30)), st.integers(1, 9), max_size=120),
)
def test_neighbours_differ(count: int, pairs: dict[tuple[int, int], int]) -> None:
    """The first eight keep their looks; of later ones none with fewer than eight neighbours shares an ink with one."""
    near = {(one, other): times for (one, other), times in pairs.items() if one < other <= count}
    looks = choose_looks(count, near)

    assert looks[:8] == tuple(look_of(number) for number in range(1, min(count, 8) + 1))
    for one, other in near:
        beside = {number for pair in near if other in pair and max(pair) <= other for number in pair} - {other}
        if other > 8 and len(beside) < 8:
            assert looks[one - 1].hue != looks[other - 1].hue
        if other <= 8:
            assert looks[one - 1] != looks[other - 1]
    assert choose_looks(count, dict(reversed(near.items()))) == looks


def test_an_ink_that_comes_again_has_another_badge() -> None:
    """Up to five speakers of one ink are told apart by the shape of the badge too, wherever they stand."""
    looks = choose_looks(40, {(1, number): 1 for number in range(9, 41)})
    shapes: dict[int, list[int]] = {}
    for look in looks:
        shapes.setdefault(look.hue, []).append(look.shape)

    assert all(own[:5] == list(range(len(own[:5]))) for own in shapes.values())
    assert len(CORNERS) == 5


def test_without_neighbours_looks_go_by_number() -> None:
    """Nobody near anybody: the looks are those of the numbers."""
    assert choose_looks(40, {}) == tuple(look_of(number) for number in range(1, 41))
