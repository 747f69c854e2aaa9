"""From marked stretches that annotators took for speech, or did not, to the weights that tell one from the other.

What is set by hand stays by hand: ``segmenter/data/speech.toml`` holds the weights that are not learnt, and the values
towards which rare features are drawn, each with its reason. What is learnt goes into ``speech.json`` beside it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from quotes.language.layout import read_layout
from quotes.segmenter.marks import read_marks
from quotes.segmenter.quotations import Stretch, find_stretches
from quotes.segmenter.speech import Weights, read_hand_set, score_stretches
from quotes.segmenter.speech_features import find_features
from quotes.training.files import dump_weights
from quotes.training.ranker import read_records
from quotes.training.softmax import Questions, fit

__all__ = ["Sample", "find_samples", "train_speech"]

_NEWS, _NEWS_DEV = "news/train.jsonl.gz", "news/dev.jsonl.gz"
_NOVELS, _NOVELS_DEV = "novels/train.jsonl.gz", "novels/dev.jsonl.gz"
_NOVEL_WEIGHT = 0.3
_PENALTY = 1.0
_RARE = 8
_SMALLEST = 0.03
_ROUNDS = 500


class Sample(NamedTuple):
    """One document: the features of each outermost stretch, and whether annotators took it for speech."""

    features: list[list[str]]
    is_speech: list[bool]


def train_speech(data_dir: Path) -> dict[str, bytes]:
    """Learn how much each feature of a marked stretch speaks for speech.

    Args:
        data_dir: a folder with ``train`` and ``dev`` files of ``news`` and ``novels``.

    Returns:
        The bytes of each file, by its path inside the package.

    Raises:
        TrainingError: a file lacks or is not of the expected form.
    """
    by_hand = read_hand_set()
    rows: list[list[str]] = []
    answers: list[bool] = []
    amounts: list[float] = []
    for name, amount in ((_NEWS, 1.0), (_NOVELS, _NOVEL_WEIGHT)):
        for sample in find_samples(data_dir / name):
            rows += sample.features
            answers += sample.is_speech
            amounts += [amount] * len(sample.features)
    learnt = _fit(rows, answers, amounts, by_hand.towards)
    weights = {
        name: round(value, 2)
        for name, value in sorted(learnt.items())
        if abs(value) >= _SMALLEST and name not in by_hand.fixed
    }
    ready = Weights({**weights, **by_hand.fixed}, by_hand.threshold)
    scores = {
        f"{what}, {genre} dev": f"{part} of {whole}"
        for genre, name in (("news", _NEWS_DEV), ("novels", _NOVELS_DEV))
        for what, (part, whole) in _measure(data_dir / name, ready).items()
    }
    about = {
        "what": "weights of the features that tell speech from other marked words; those of speech.toml come on top",
        "source": "PolNeAR 1.0 train (networkdynamics/PolNeAR) and the Project Dialogism Novel Corpus (18 novels)",
        "licence": "the repositories state none: only numbers learnt from them are here, no words of theirs",
    }
    return {"segmenter/data/speech.json": dump_weights(about, scores, {"weights": weights})}


def find_samples(path: Path) -> Iterator[Sample]:
    """Give the outermost stretches of every document of a file with references.

    Raises:
        TrainingError: the file is missing or damaged.
    """
    for record in read_records(path):
        text: str = record["text"]
        paragraphs = read_layout(text).paragraphs
        stretches = find_stretches(text, paragraphs, read_marks(text, paragraphs, margins=False))
        said = sorted(
            (start, end)
            for quotation in record["quotations"]
            if quotation["kind"] in ("direct", "mixed")
            for start, end in quotation["spans"]
        )
        starts = [start for start, _ in said]
        features = find_features(text, stretches)
        kept = [place for place, stretch in enumerate(stretches) if stretch.parent is None]
        yield Sample(
            [features[place] for place in kept], [_is_mostly_said(stretches[place], said, starts) for place in kept]
        )


def _is_mostly_said(stretch: Stretch, said: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """Whether at least half of a stretch lies in the spans ``said``; they hardly overlap."""
    inside = 0
    for span in stretch.spans:
        place = max(0, bisect_left(starts, span.start) - 3)
        while place < len(said) and said[place][0] < span.end:
            inside += span.overlap(said[place])
            place += 1
    return 2 * inside >= sum(span.end - span.start for span in stretch.spans)


def _fit(
    rows: Sequence[Sequence[str]], answers: Sequence[bool], amounts: Sequence[float], towards: Mapping[str, float]
) -> dict[str, float]:
    """Fit a logistic regression whose penalty draws each weight towards a value set by hand, or 0.

    Each stretch is a question with two answers, speech and not, of which the second has no features. Features seen too
    rarely keep the value they would be drawn to.
    """
    counts = Counter(name for row in rows for name in row)
    questions = Questions()
    for row, answer, amount in zip(rows, answers, amounts, strict=True):
        features = Counter(name for name in row if counts[name] >= _RARE)
        questions.add([features, {}], [answer, not answer], amount)
    return fit(questions, l2=1 / _PENALTY, rare=0, start=towards, rounds=_ROUNDS)


def _measure(path: Path, weights: Weights) -> dict[str, tuple[int, int]]:
    """Count what a file's speech and other stretches are judged as: right and all of each."""
    counts: Counter[tuple[bool, bool]] = Counter()
    for sample in find_samples(path):
        scores = score_stretches(sample.features, weights)
        counts.update((said, score >= weights.threshold) for said, score in zip(sample.is_speech, scores, strict=True))
    return {
        "speech kept": (counts[True, True], counts[True, True] + counts[True, False]),
        "other marked words left alone": (counts[False, False], counts[False, False] + counts[False, True]),
    }
