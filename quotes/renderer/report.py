"""An evaluation as something people read: lines of text for a terminal, a page with its curves drawn, JSON.

The page is one file that needs no network and no script. Every curve is an SVG with a title and a description, and
its numbers stand in a table beside it.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from quotes.errors import RenderError
from quotes.measures import Calibration, ErrorMeasure, Evaluation, Measure, ShownMistake
from quotes.renderer.escaping import one_line, show_hidden

__all__ = ["REPORT_FORMATS", "render_evaluation"]

REPORT_FORMATS = ("text", "json", "html")
"""Every format `render_evaluation` writes."""

_WORDS_CHARS = 240
"""Longer words of a mistake are shortened in the middle."""

_SIZE = 100
"""The curves are drawn in a square of so many units, the origin at the lower left."""

_SHOWN_VOICES = 40
"""More voices are not listed on a terminal; the page and JSON have all of them."""

_MISTAKE_TITLES = {
    "speaker": "Speaker wrong or missing",
    "named_in_vain": "Somebody named where nobody is known",
    "source": "Source wrong",
    "voice": "Turn named wrongly",
    "missed": "Missed",
    "spurious": "Found where there is nothing",
    "not_speech": "Not speech, taken for speech",
    "role": "Role incomplete",
    "words": "Words with another voice",
    "time": "Time with another voice, or nobody's",
}
"""What readers call each sort of mistake, in the order they are shown in."""


def render_evaluation(
    evaluation: Evaluation, format: str = "text", *, reference: str = "reference", hypothesis: str = "hypothesis"
) -> str:
    """Return an evaluation in one of `REPORT_FORMATS`; it ends with a line end.

    Args:
        evaluation: what was found.
        format: one of `REPORT_FORMATS`.
        reference: what the reference is called.
        hypothesis: what was measured is called.

    Raises:
        RenderError: an unknown format.

    Example:
        >>> counts = Measure("spans", "spans of speech", 1, 2, 1, 4, 0.5, 0.25, 1 / 3)
        >>> evaluation = Evaluation(1, (), (), (), (counts,), (), None, None, {}, ())
        >>> print(render_evaluation(evaluation), end="")  # doctest: +NORMALIZE_WHITESPACE
        1 document
        <BLANKLINE>
                         precision recall F1    right of given found of wanted
        spans of speech  0.500     0.250  0.333 1 of 2         1 of 4
    """
    if format == "text":
        return "\n".join(_lines(evaluation)) + "\n"
    if format == "json":
        return json.dumps(dataclasses.asdict(evaluation), ensure_ascii=False, indent=2) + "\n"
    if format != "html":
        raise RenderError(format, f"no format of a report is called {format!r}; there are {', '.join(REPORT_FORMATS)}")
    from quotes.renderer.environment import fill_template
    from quotes.renderer.palette import write_swatches

    context: dict[str, Any] = {
        "evaluation": evaluation,
        "names": {"reference": reference, "hypothesis": hypothesis},
        "swatches": _as_style(write_swatches()),
        "note": _note(evaluation),
        "tables": [
            ("Figures", _rows(evaluation.measures), _error_rows(evaluation.errors)),
            *((table.title, _rows(table.measures), _error_rows(table.errors)) for table in evaluation.tables),
        ],
        "curves": _curves(evaluation.calibration),
        "groups": _group(evaluation),
        "total_mistakes": sum(evaluation.mistake_counts.values()),
    }
    return fill_template("report.html", "html", context, built_in=True)


def _rate(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


def _count(value: float) -> str:
    return f"{value:,.1f}" if value % 1 else f"{value:,.0f}"


class _Row(NamedTuple):
    """A line of a table, in words; a share of the reference alone has only a recall, which is called its share."""

    title: str
    precision: str
    recall: str
    f1: str
    given: str
    wanted: str


def _rows(measures: Iterable[Measure]) -> list[_Row]:
    return [
        _Row(
            measure.title,
            "" if measure.given is None else _rate(measure.precision),
            _rate(measure.recall),
            "" if measure.given is None else _rate(measure.f1),
            "" if measure.given is None else f"{_count(measure.right)} of {_count(measure.given)}",
            f"{_count(measure.found)} of {_count(measure.wanted)}",
        )
        for measure in measures
    ]


class _ErrorRow(NamedTuple):
    """A line of a table of errors, in words."""

    title: str
    rate: str
    errors: str
    parts: str


_ERROR_HEAD = _ErrorRow("less is better", "rate", "errors of total", "of which")


def _error_rows(measures: Iterable[ErrorMeasure]) -> list[_ErrorRow]:
    return [
        _ErrorRow(
            measure.title,
            _rate(measure.rate),
            f"{_amount(measure.errors, measure.unit)} of {_amount(measure.total, measure.unit)}",
            ", ".join(f"{name} {_amount(part, measure.unit)}" for name, part in measure.parts.items())
            if len(measure.parts) > 1
            else "",
        )
        for measure in measures
    ]


def _amount(value: float, unit: str) -> str:
    """Write an amount, times in seconds."""
    return f"{value / 1000:,.1f} s" if unit == "ms" else _count(value)


_HEAD = _Row("", "precision", "recall", "F1", "right of given", "found of wanted")


def _note(evaluation: Evaluation) -> str:
    """Say how many documents there are, and what is the matter with some."""
    parts = [f"{evaluation.documents:,} document{'' if evaluation.documents == 1 else 's'}"]
    if evaluation.missing or evaluation.failed:
        what = [(evaluation.missing, "missing"), (evaluation.failed, "failed")]
        told = " and ".join(f"{len(ids):,} {name}" for ids, name in what if ids)
        parts.append(f"{told} in the hypothesis, scored as if nothing had been found in them")
    if evaluation.left_out:
        parts.append(f"{len(evaluation.left_out):,} of the hypothesis are not in the reference and were left out")
    return "; ".join(parts)


def _lines(evaluation: Evaluation) -> Iterable[str]:
    yield _note(evaluation)
    tables = [("", evaluation.measures, evaluation.errors)]
    tables += [(table.title, table.measures, table.errors) for table in evaluation.tables]
    voices = next((table.title for table in evaluation.tables if table.by == "voice"), None)
    for title, measures, errors in tables:
        left = len(measures) - _SHOWN_VOICES if title == voices else 0
        if measures:
            yield ""
            yield from _set_table([_HEAD._replace(title=title), *_rows(measures[:-left] if left > 0 else measures)])
        if left > 0:
            yield f"and {left:,} more lines; HTML and JSON have all of them"
        if errors:
            yield ""
            heading = f"{title}, {_ERROR_HEAD.title}" if title else _ERROR_HEAD.title
            yield from _set_table([_ERROR_HEAD._replace(title=heading), *_error_rows(errors)])
    if evaluation.notes:
        yield ""
        yield from map(one_line, evaluation.notes)
    if evaluation.spurious is not None:
        yield ""
        yield f"spurious: {evaluation.spurious:,} attributed quotations in marks where the reference has none"
    if evaluation.calibration is not None:
        worth = evaluation.calibration
        yield ""
        yield (
            f"confidence: expected calibration error {worth.expected_error:.3f}, wrong among the 80% most confident "
            f"{worth.top_error:.3f}, of {worth.judged:,} attributions"
        )
    if evaluation.mistake_counts:
        yield ""
        told = ", ".join(f"{count:,} {what}" for what, count in evaluation.mistake_counts.items())
        yield f"mistakes: {told}"
    for mistake in evaluation.mistakes:
        yield ""
        yield from _tell_mistake(mistake)


def _set_table(rows: Sequence[tuple[str, ...]]) -> Iterable[str]:
    """Set rows in columns, the last one not padded."""
    rows = [tuple(show_hidden(one_line(cell)) for cell in row) for row in rows]
    used = [place for place in range(len(rows[0])) if place == 0 or any(row[place] for row in rows[1:])]
    widths = {place: max(len(row[place]) for row in rows) for place in used}
    for row in rows:
        yield "  ".join(row[place].ljust(widths[place]) for place in used).rstrip()


def _tell_mistake(mistake: ShownMistake) -> Iterable[str]:
    facts = [mistake.what, *([mistake.type] if mistake.type else [])]
    if mistake.confidence is not None:
        facts.append(f"confidence {mistake.confidence:.2f}")
    place = f" [{mistake.start}, {mistake.end})" if mistake.before or mistake.words or mistake.after else ""
    yield f"{one_line(mistake.document_id)}{place} {', '.join(facts)}"
    yield f"    reference: {_side(mistake.reference)}   hypothesis: {_side(mistake.hypothesis)}"
    if not place:
        return
    words = f"{_flat(mistake.before)}[[{_shorten(_flat(mistake.words))}]]{_flat(mistake.after)}"
    yield f"    {show_hidden(words)}"


def _side(words: str | None) -> str:
    return "nothing" if words is None else show_hidden(_shorten(one_line(words)))


def _flat(words: str) -> str:
    """Put words on one line; what stands at the ends stays."""
    return "".join(" " if char.isspace() else char for char in words)


def _shorten(words: str) -> str:
    half = _WORDS_CHARS // 2
    return words if len(words) <= _WORDS_CHARS else f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


class _Group(NamedTuple):
    """The mistakes of one sort."""

    title: str
    total: int
    shown: list[ShownMistake]


def _group(evaluation: Evaluation) -> list[_Group]:
    return [
        _Group(
            title,
            evaluation.mistake_counts[what],
            [
                dataclasses.replace(
                    mistake,
                    words=_shorten(mistake.words),
                    reference=None if mistake.reference is None else _shorten(mistake.reference),
                    hypothesis=None if mistake.hypothesis is None else _shorten(mistake.hypothesis),
                )
                for mistake in evaluation.mistakes
                if mistake.what == what
            ],
        )
        for what, title in _MISTAKE_TITLES.items()
        if what in evaluation.mistake_counts
    ]


class _Curve(NamedTuple):
    """A drawn curve: what it shows, its numbers, and where its points lie in a square of `_SIZE` units."""

    id: str
    title: str
    description: str
    across: str
    up: str
    ticks_across: list[tuple[float, str]]
    ticks_up: list[tuple[float, str]]
    line: str
    points: list[tuple[float, float, float]]
    ideal: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


def _curves(worth: Calibration | None) -> list[_Curve]:
    if worth is None:
        return []
    return [_draw_reliability(worth), _draw_risk(worth)]


def _draw_reliability(worth: Calibration) -> _Curve:
    """Draw, for bins of equal size, the share that is right over the mean confidence."""
    places = [(each.confidence, each.right / each.total) for each in worth.bins]
    tenths = [(share / 10, f"{share * 10}%") for share in range(0, 11, 2)]
    return _Curve(
        id="reliability",
        title="Reliability: is what is 80% sure right 80% of the time?",
        description=(
            f"The share of right attributions over their mean confidence, in {len(worth.bins)} bins of equal size. On "
            f"the dashed diagonal the two agree; the mean distance from it is {worth.expected_error:.3f}."
        ),
        across="mean confidence",
        up="share right",
        ticks_across=[(_x(share), told) for share, told in tenths],
        ticks_up=[(_y(share), told) for share, told in tenths],
        line=_path((_x(confidence), _y(share)) for confidence, share in places),
        points=[(_x(confidence), _y(share), 1.6) for confidence, share in places],
        ideal=_path(((_x(0), _y(0)), (_x(1), _y(1)))),
        head=("confidence from", "to", "mean", "share right", "right", "of"),
        rows=[
            (
                f"{each.least:.3f}",
                f"{each.most:.3f}",
                f"{each.confidence:.3f}",
                f"{each.right / each.total:.3f}",
                f"{each.right:,}",
                f"{each.total:,}",
            )
            for each in worth.bins
        ],
    )


def _draw_risk(worth: Calibration) -> _Curve:
    """Draw the share of wrong attributions among the most confident ones over how many of all these are."""
    most = max((each.risk for each in worth.risks), default=0.0)
    top = next(height for height in (0.05, 0.1, 0.2, 0.5, 1.0) if most <= height)
    shown = _thin(worth)
    return _Curve(
        id="risk",
        title="Risk and coverage: how much is wrong among the most confident?",
        description=(
            "The share of wrong attributions among the most confident ones, over which share of all they are. Of the "
            f"80% most confident {worth.top_error * 100:.1f}% are wrong, of all {worth.risks[-1].risk * 100:.1f}%."
        ),
        across="share of attributions kept, most confident first",
        up="share wrong",
        ticks_across=[(_x(share / 10), f"{share * 10}%") for share in range(0, 11, 2)],
        ticks_up=[(_y(part / 5), f"{100 * top * part / 5:g}%") for part in range(6)],
        line=_path((_x(each.coverage), _y(each.risk / top)) for each in worth.risks),
        points=[],
        ideal="",
        head=("share kept", "confidence at least", "share wrong"),
        rows=[(f"{each.coverage:.3f}", f"{each.confidence:.3f}", f"{each.risk:.3f}") for each in shown],
    )


def _thin(worth: Calibration) -> list[Any]:
    """Return for each tenth of coverage the first point that reaches it."""
    shown = []
    for tenth in range(1, 11):
        point = next((each for each in worth.risks if each.coverage >= tenth / 10 - 1e-9), worth.risks[-1])
        if point not in shown:
            shown.append(point)
    return shown


def _x(share: float) -> float:
    return round(share * _SIZE, 2)


def _y(share: float) -> float:
    return round((1 - share) * _SIZE, 2)


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def _as_style(css: str) -> Any:
    """Return CSS of our own as markup."""
    from markupsafe import Markup

    return Markup(css)  # noqa: S704 - colours of our own table
