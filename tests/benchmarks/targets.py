"""What the annotator is meant to reach on data that are not part of this project, and how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from quotes.evaluation import Comparison, EvaluationReport, show_rate
from quotes.evaluation.calibration import calibrate

__all__ = ["SPEED_TARGETS", "TARGETS", "Speed", "Target", "measure_speed", "write_targets"]

Figure = Callable[[Comparison], float | None]


class Target(NamedTuple):
    """A figure with the least (or, ``at_most``, the most) it should be.

    Attributes:
        data: name of the data set.
        title: of the figure.
        aim: what it should be.
        figure: takes it from the comparison.
        at_most: whether less is better.
    """

    data: str
    title: str
    aim: float
    figure: Figure
    at_most: bool = False


def rate(name: str) -> Figure:
    """Take a figure over all documents by its name."""
    return lambda comparison: comparison.total.figures().get(name)


def wild(name: str) -> Figure:
    """Take a figure over the documents of the categories A and B: broadcasts and articles."""
    return lambda comparison: EvaluationReport.total(
        each.report for each in comparison.scored if each.category in ("A", "B")
    ).figures()[name]


def expected_error(comparison: Comparison) -> float | None:
    """Take the expected calibration error."""
    worth = calibrate(comparison.total.judgements)
    return None if worth is None else worth.expected_error


def top_error(comparison: Comparison) -> float | None:
    """Take the share of wrong ones among the 80% most confident."""
    worth = calibrate(comparison.total.judgements)
    return None if worth is None else worth.top_error


def _novels(data: str, *aims: float) -> tuple[Target, ...]:
    types = ("explicit", "anaphoric", "implicit")
    names = ("speakers.recall", *(f"speakers_by_type.{each}.recall" for each in types))
    titles = ("all", *types)
    return tuple(
        Target(data, f"speaker: {title}", aim, rate(name)) for title, name, aim in zip(titles, names, aims, strict=True)
    )


TARGETS = (
    Target("news", "direct and mixed: precision", 0.94, rate("sourced_direct.precision")),
    Target("news", "direct and mixed: recall", 0.91, rate("sourced_direct.recall")),
    Target("news", "direct and mixed: F1", 0.92, rate("sourced_direct.f1")),
    Target("news", "every kind: F1", 0.71, rate("sourced_all.f1")),
    Target("news", "indirect: F1", 0.61, rate("sourced_indirect.f1")),
    Target("news", "exact contents: F1", 0.58, rate("contents.f1")),
    Target("news", "exact sources: F1", 0.77, rate("source_spans.f1")),
    Target("news", "exact cues: F1", 0.69, rate("cues.f1")),
    Target("news", "wrong among the 80% most confident", 0.015, top_error, at_most=True),
    Target("news", "expected calibration error", 0.015, expected_error, at_most=True),
    *_novels("novels", 0.82, 0.96, 0.80, 0.75),
    Target("novels", "spans: F1", 0.97, rate("spans.f1")),
    *_novels("novels_cast", 0.85, 0.975, 0.85, 0.78),
    Target("wild", "A and B: speech, F1 of spans", 0.95, wild("spans.f1")),
    Target("wild", "A and B: not speech, left alone", 0.85, wild("other")),
    Target("wild", "A and B: right speaker", 0.88, wild("speakers.recall")),
    Target("wild", "A and B: right speaker, precision", 0.93, wild("speakers.precision")),
    Target("wild", "A and B: role", 0.85, wild("roles")),
    Target("calls", "names found", 0.94, rate("named_labels.recall")),
    Target("calls", "names found: precision", 0.965, rate("named_labels.precision")),
    Target("podcasts", "names found", 0.86, rate("named_labels.recall")),
    Target("podcasts", "names found: precision", 0.935, rate("named_labels.precision")),
)
"""Every figure that has an aim, in the order they are shown in."""

SPEED_TARGETS = {"all kinds": 20_000, "direct and mixed only": 45_000}
"""Words a second on one core."""


class Speed(NamedTuple):
    """How fast some texts are annotated: words a second, and as a multiple of NLTK's word tokenizer beside it."""

    title: str
    words_a_second: float
    ratio: float


def measure_speed(texts: Sequence[str], *, times: int = 3) -> list[Speed]:
    """Annotate texts in this process, all kinds and direct and mixed only; the best of some runs, processor time."""
    from nltk.tokenize.destructive import NLTKWordTokenizer

    from quotes import annotate

    words = sum(len(text.split()) for text in texts)
    tokenizer = NLTKWordTokenizer().tokenize
    annotate(texts[0])
    works: Mapping[str, Callable[[str], object]] = {
        "all kinds": annotate,
        "direct and mixed only": lambda text: annotate(text, kinds={"direct", "mixed"}),
    }
    spent = dict.fromkeys(works, float("inf"))
    base = float("inf")
    for _ in range(times):  # one after the other in each round, so that all meet the same machine
        base = min(base, _time(tokenizer, texts))
        spent = {title: min(spent[title], _time(work, texts)) for title, work in works.items()}
    return [Speed(title, words / seconds, base / seconds) for title, seconds in spent.items()]


def _time(work: Callable[[str], object], texts: Iterable[str]) -> float:
    begin = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - begin


def write_targets(
    comparisons: Mapping[str, Comparison], speeds: Iterable[Speed], command: str, *, before: str = ""
) -> str:
    """Return the section: a line a figure, with what it should be and what it is.

    Args:
        comparisons: by the name of the data set.
        speeds: how fast texts are annotated.
        command: what the figures were made with.
        before: the section as it stood; its lines about other data sets are kept.
    """
    lines = [
        "## Aims",
        "",
        f"`{command}`",
        "",
        "What the annotator is meant to reach on the data of the sections below, and what it reaches. On novels it "
        "names the best candidate always (`--min-confidence 0`), else it leaves quotations open as by default. Where "
        "these figures are a scorer's of that data too, the run has checked that both give the same number.",
        "",
        "| data | figure | aim | reached | |",
        "|---|---|---:|---:|---|",
    ]
    kept = [line for line in before.split("\n") if line.startswith("| ") and line.split(" ")[1] not in comparisons]
    lines += kept[1:]  # the first one is the head
    for target in TARGETS:
        if target.data in comparisons:
            found = target.figure(comparisons[target.data])
            aim = f"{'at most ' if target.at_most else ''}{target.aim:g}"
            lines.append(f"| {target.data} | {target.title} | {aim} | {show_rate(found)} | {_judge(target, found)} |")
    for speed in speeds:
        aim = SPEED_TARGETS[speed.title]
        verdict = "yes" if speed.words_a_second >= aim else "no"
        lines.append(
            f"| news | words a second, {speed.title} ({speed.ratio:.3f} times NLTK's word tokenizer in the same run) "
            f"| {aim:,} | {speed.words_a_second:,.0f} | {verdict} |"
        )
    return "\n".join(lines)


def _judge(target: Target, found: float | None) -> str:
    """Say whether a figure, as it is printed, is there."""
    if found is None:
        return "no"
    shown = round(found, 3)
    is_there = shown <= target.aim if target.at_most else shown >= target.aim
    return "yes" if is_there else f"no, {abs(shown - target.aim):.3f} off"
