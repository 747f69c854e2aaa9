"""A picture of how time grows with a text: a row a kind of text, a dot for each step to ten times the size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

__all__ = ["Step", "draw_growth", "find_steps", "show_table"]

LINEAR, BOUND, WIDEST = 10.0, 12.0, 16.0
_LEFT, _RIGHT, _TOP, _ROW, _BOTTOM = 190, 60, 58, 26, 64
_WIDTH = 760

_LIGHT = {"paper": "#ffffff", "ink": "#1f2328", "faint": "#59636e", "rule": "#d1d9e0", "bound": "#bc4c00"}
_DARK = {"paper": "#0d1117", "ink": "#f0f6fc", "faint": "#9198a1", "rule": "#3d444d", "bound": "#ffa657"}
_DOTS_LIGHT = ("#0969da", "#1a7f37")
_DOTS_DARK = ("#4493f8", "#3fb950")


class Step(NamedTuple):
    """A kind of text at two sizes: by how much time grew for ten times the text.

    Attributes:
        kind: of text.
        small: bytes before.
        large: bytes after.
        times: what the time grew by, brought to ten times the text by its rate between the two sizes.
    """

    kind: str
    small: int
    large: int
    times: float


def find_steps(rows: Sequence[Mapping[str, Any]]) -> list[Step]:
    """Return the steps between sizes of one kind, in the order the kinds come first."""
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_kind.setdefault(row["kind"], []).append(row)
    steps = []
    for kind, some in by_kind.items():
        some.sort(key=lambda row: row["bytes"])
        for before, after in pairwise(some):
            text, seconds = after["bytes"] / before["bytes"], after["seconds"] / before["seconds"]
            steps.append(Step(kind, before["bytes"], after["bytes"], seconds * LINEAR / text))
    return steps


def show_table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the lines of a Markdown table, a row a kind and size."""
    grown = {(step.kind, step.large): step.times for step in find_steps(rows)}
    lines = [
        "| text | MB | seconds | times NLTK's word tokenizer | memory, times the text | time for 10 times the text |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        times = grown.get((row["kind"], row["bytes"]))
        shown = "" if times is None else f"{times:.1f}"
        lines.append(
            f"| {row['kind']} | {row['bytes'] / 1e6:.1f} | {row['seconds']:.1f} "
            f"| {row['seconds'] / row['yardstick']:.1f} | {row['memory']:.0f} | {shown} |"
        )
    return lines


def draw_growth(rows: Sequence[Mapping[str, Any]], *, dark: bool = False) -> str:
    """Return the picture as SVG, for a light page or for a dark one."""
    look, dots = (_DARK, _DOTS_DARK) if dark else (_LIGHT, _DOTS_LIGHT)
    steps = find_steps(rows)
    kinds = list(dict.fromkeys(step.kind for step in steps))
    bottom = _TOP + _ROW * len(kinds)
    height = bottom + _BOTTOM

    def across(times: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * min(times, WIDEST) / WIDEST

    def write(x: float, y: float, words: str, *, anchor: str = "start", ink: str = "ink", size: int = 13) -> str:
        place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
        return f'<text {place} font-size="{size}" fill="{look[ink]}">{words}</text>'

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        'font-family="system-ui, sans-serif" role="img" aria-labelledby="title">',
        '<title id="title">How many times longer a text of ten times the size takes, by kind of text</title>',
        f'<rect width="{_WIDTH}" height="{height}" fill="{look["paper"]}"/>',
        write(16, 26, "Time for a text ten times as long", size=16),
    ]
    for times in range(0, int(WIDEST) + 1, 2):
        x = across(times)
        if times not in (LINEAR, BOUND):
            parts.append(f'<path d="M{x:.1f} {_TOP}V{bottom}" stroke="{look["rule"]}" stroke-width="1"/>')
        parts.append(write(x, bottom + 18, f"{times}", anchor="middle", ink="faint", size=12))
    parts.append(write(across(WIDEST) + 10, bottom + 18, "times", ink="faint", size=12))
    for times, ink, dash, words, anchor in (
        (LINEAR, "faint", "", "in proportion", "end"),
        (BOUND, "bound", ' stroke-dasharray="5 4"', "bound", "start"),
    ):
        x = across(times)
        path = f'<path d="M{x:.1f} {_TOP - 6}V{bottom}" stroke="{look[ink]}" stroke-width="1.5"{dash}/>'
        parts += [path, write(x, _TOP - 11, words, anchor=anchor, ink=ink, size=12)]
    for number, kind in enumerate(kinds):
        y = _TOP + _ROW * (number + 0.5)
        parts.append(write(_LEFT - 14, y + 4, kind, anchor="end"))
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{across(WIDEST):.1f}" stroke="{look["rule"]}" stroke-width="1"/>')
        for step in (step for step in steps if step.kind == kind):
            is_large = step.small >= 900_000
            parts.append(_mark(across(step.times), y, dots[is_large], look["paper"], is_square=is_large))
    y = bottom + 46
    parts += [_mark(_LEFT + 6, y - 4, dots[0], look["paper"], is_square=False)]
    parts += [write(_LEFT + 20, y, "from 100 kB to 1 MB", ink="faint", size=12)]
    if any(step.small >= 900_000 for step in steps):
        parts += [_mark(_LEFT + 186, y - 4, dots[1], look["paper"], is_square=True)]
        parts += [write(_LEFT + 200, y, "from 1 MB on", ink="faint", size=12)]
    return "\n".join([*parts, "</svg>", ""])


def _mark(x: float, y: float, fill: str, edge: str, *, is_square: bool) -> str:
    """Return a dot or a square with an edge of the paper's colour."""
    style = f'fill="{fill}" stroke="{edge}" stroke-width="1.5"'
    if is_square:
        return f'<rect x="{x - 5.5:.1f}" y="{y - 5.5:.1f}" width="11" height="11" {style}/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6.5" {style}/>'
