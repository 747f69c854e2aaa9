"""Weights of the tagger, from GUM's permissively licensed genres and, as numbers only, from tagged news."""

from __future__ import annotations

import gzip
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from quotes.errors import TrainingError
from quotes.language.tags import (
    START,
    Tagger,
    after_features,
    before_features,
    history_features,
    pair_features,
    word_features,
    write_row,
)
from quotes.training.files import dump_weights
from quotes.training.gum import TaggedDocument, gum_source, read_gum, share_out

__all__ = ["SILVER_FILE", "read_silver", "train_tagger"]

SILVER_FILE = Path("syntax") / "news-train.conll.gz"
"""Automatically tagged news: its numbers shape the weights of features that GUM has, none of its words are kept."""

SILVER_DEV_FILE = Path("syntax") / "news-dev.conll.gz"
"""More of it, to measure with only."""

_ROUNDS = 5
_KEPT = 66_000
_MOST = 6
_MARGIN = 30.0
_SEED = 2026

Sequenced = tuple[list[str], list[str]]


def read_silver(path: Path) -> Iterator[Sequenced]:
    """Give words and tags of every sentence of an automatically tagged file (``ID FORM LEMMA START END POS ...``).

    Raises:
        TrainingError: if the file is missing or has other columns.
    """
    words: list[str] = []
    tags: list[str] = []
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.rstrip("\n")
                if not line:
                    if words:
                        yield words, tags
                    words, tags = [], []
                elif not line.startswith("# id"):
                    fields = line.split("\t")
                    if len(fields) < 6:
                        raise TrainingError(str(path), f"line {number}: expected 10 columns, found {len(fields)}")
                    words.append(_written(fields[1]))
                    tags.append(fields[5])
    except FileNotFoundError as error:
        raise TrainingError(str(path), "missing; the data folder needs tagged news there") from error
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingError(str(path), f"cannot be read as gzipped columns: {error}") from error
    if words:
        yield words, tags


def paragraphs_of(documents: Sequence[TaggedDocument]) -> list[Sequenced]:
    """Return words and tags of each paragraph."""
    found = []
    for document in documents:
        for paragraph in document.paragraphs:
            words = [word for sentence in paragraph for word in sentence.words]
            tags = [tag for sentence in paragraph for tag in sentence.tags]
            if words:
                found.append((words, tags))
    return found


def measure_tagger(tagger: Tagger, sequences: Sequence[Sequenced]) -> tuple[int, int]:
    """Return how many words got the reference tag, and how many words there are."""
    right = total = 0
    for words, tags in sequences:
        right += sum(found == tag for found, tag in zip(tagger.tag(words), tags, strict=True))
        total += len(words)
    return right, total


def fit(sequences: Sequence[tuple[Sequenced, bool]], *, rounds: int = _ROUNDS) -> dict[str, dict[str, float]]:
    """Return averaged perceptron weights; only sequences marked True bring features, the others only shape them."""
    import numpy as np

    tagset = sorted({tag for (_, tags), brings in sequences if brings for tag in tags})
    number = {tag: index for index, tag in enumerate([*tagset, START])}
    features: dict[str, int] = {"bias": 0}

    def identify(names: Sequence[str], grow: bool) -> list[int]:
        if grow:
            return [features.setdefault(name, len(features)) for name in names]
        return [features[name] for name in names if name in features]

    static: list[list[tuple[list[int], int, str]]] = []
    for grows in (True, False):
        for (words, tags), brings in sequences:
            if brings is not grows:
                continue
            row = []
            tag2 = tag1 = START
            for index, (word, tag) in enumerate(zip(words, tags, strict=True)):
                before = words[index - 1] if index else START
                after = words[index + 1] if index + 1 < len(words) else START
                own = ["bias", *word_features(word), *before_features(before), *after_features(after)]
                ids = identify(own, grows)
                if grows:
                    identify([*history_features(tag2, tag1), *pair_features(tag1, word)], True)
                row.append((ids, number.get(tag, -1), word))
                tag2, tag1 = tag1, tag
            static.append(row)

    weights = np.zeros((len(features), len(tagset)), dtype=np.float32)
    totals = np.zeros_like(weights)
    names = [*tagset, START]
    step = 0
    order = list(range(len(static)))
    shuffler = random.Random(_SEED)  # noqa: S311 -- the same order every time, nothing secret
    memo: dict[tuple[str, str, str], list[int]] = {}
    for _ in range(rounds):
        shuffler.shuffle(order)
        for place in order:
            tag2 = tag1 = START
            for ids, truth, word in static[place]:
                key = (tag2, tag1, word)
                history = memo.get(key)
                if history is None:
                    told = [*history_features(tag2, tag1), *pair_features(tag1, word)]
                    history = memo[key] = identify(told, False)
                active = ids + history
                guess = int(weights[active].sum(axis=0).argmax())
                step += 1
                if truth >= 0 and guess != truth and truth < len(tagset):
                    weights[active, truth] += 1.0
                    weights[active, guess] -= 1.0
                    totals[active, truth] += step
                    totals[active, guess] -= step
                tag2, tag1 = tag1, names[guess]
    weights -= totals / max(step, 1)
    found: dict[str, dict[str, float]] = {}
    for name, index in features.items():
        row_weights = weights[index]
        found[name] = {tagset[tag]: float(row_weights[tag]) for tag in np.flatnonzero(row_weights)}
    return found


def find_known(sequences: Sequence[Sequenced], *, least: int = 15, share: float = 0.995) -> dict[str, str]:
    """Return the words (as written) that have one tag in at least ``share`` of at least ``least`` places."""
    counts: dict[str, Counter[str]] = {}
    for words, tags in sequences:
        for word, tag in zip(words, tags, strict=True):
            counts.setdefault(word, Counter())[tag] += 1
    known = {}
    for word, tags_of in sorted(counts.items()):
        (tag, most), total = tags_of.most_common(1)[0], sum(tags_of.values())
        if total >= least and most / total >= share and word.isalpha():
            known[word] = tag
    return known


def prune(weights: Mapping[str, Mapping[str, float]], most: int = _KEPT) -> dict[str, dict[str, float]]:
    """Return the ``most`` largest weights, rounded to one decimal, and the features that still have one."""
    sizes = sorted((abs(weight) for row in weights.values() for weight in row.values()), reverse=True)
    least = max(sizes[most - 1] if len(sizes) >= most else 0.0, 0.05)
    pruned = {}
    for name, row in sorted(weights.items()):
        kept = {tag: round(weight, 1) for tag, weight in sorted(row.items()) if abs(weight) >= least}
        if kept:
            pruned[name] = kept
    return pruned


def _written(form: str) -> str:
    return {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}.get(form, form)


def train_tagger(data_dir: Path) -> dict[str, bytes]:
    """Learn the weights of the tagger and measure them on documents that were not learnt from.

    Args:
        data_dir: a folder with ``gum.conllu.gz``, ``news-train.conll.gz`` and ``news-dev.conll.gz`` in ``syntax/``.

    Returns:
        The bytes of the file, by its path inside the package.

    Raises:
        TrainingError: if a file is missing or damaged.
    """
    shares = share_out(read_gum(data_dir), data_dir)
    learned = paragraphs_of(shares.learned)
    silver = list(read_silver(data_dir / SILVER_FILE))
    weights = fit([(one, True) for one in learned * 2] + [(one, False) for one in silver])
    weights = prune(weights)
    known = find_known(learned)
    tagger = Tagger(weights, known, most=_MOST, margin=_MARGIN)
    scores = {}
    for name, sequences in (
        ("held-out GUM", paragraphs_of(shares.held_out)),
        ("GUM bio and voyage", paragraphs_of(shares.others)),
        ("automatic tags of news dev", list(read_silver(data_dir / SILVER_DEV_FILE))),
    ):
        right, total = measure_tagger(tagger, sequences)
        scores[f"tags, {name}"] = {"right": right, "words": total}
    about = {
        "what": "part-of-speech weights: feature -> Penn tag -> weight; and words with one tag",
        "source": f"{gum_source(shares)}. The features, and every word in them, are GUM's; automatically tagged news "
        "(PolNeAR train, tags by CoreNLP) only shapes their numbers",
        "licence": "GUM: annotation CC BY 4.0, texts CC BY; PolNeAR states none, so none of its words are in the file",
    }
    tags = sorted({tag for row in weights.values() for tag in row})
    rows = {feature: write_row(row) for feature, row in weights.items()}
    content = {"most": _MOST, "margin": _MARGIN, "tags": tags, "known": known, "weights": rows}
    return {"language/data/tagger.json": dump_weights(about, scores, content)}
