"""Measure how well words are given to speakers, with the turns as they are and with their edges moved at random.

Run from the checkout, ``python -m tests.benchmarks.alignment --data DIR``: DIR holds ``ID.words.json`` (Whisper's
JSON), ``ID.rttm`` and ``ID.reference.json`` (SegLST) for each recording, as a folder or packed in ``dev.tar.gz``.

The figure is the word diarization error rate (WDER): of the words that an alignment of both word sequences pairs, the
share whose speaker is wrong under the best one-to-one mapping of speakers, greedy by shared words. Each edge of each
segment is moved by Gaussian noise of its own, seeds 1 to 5.

Source: El Shafey, Soltau and Shafran, "Joint Speech Recognition and Speaker Diarization via Sequence Transduction",
Interspeech 2019 (WDER).
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import re
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from quotes.diarizer.align import align
from quotes.formats import read
from quotes.model import Document, Utterance

__all__ = ["AIMS", "Recording", "jitter", "load_recordings", "measure", "write_alignment"]

AIMS = {0.0: 0.0031, 0.5: 0.0045, 1.0: 0.0075}
"""The most that the rate may be, by the standard deviation of the noise in seconds."""
SEEDS = range(1, 6)


class Recording(NamedTuple):
    """Recognised words, the turns that are right, and which word of the hypothesis stands beside which speaker."""

    id: str
    document: Document
    segments: tuple[Utterance, ...]
    pairs: tuple[tuple[str, int], ...]


def load_recordings(folder: Path) -> list[Recording]:
    """Read all recordings of a folder, or of the archive in it."""
    archive = folder / "dev.tar.gz"
    if archive.is_file():
        with tempfile.TemporaryDirectory() as scratch, tarfile.open(archive) as packed:
            packed.extractall(scratch, filter="data")
            return load_recordings(next(Path(scratch).rglob("*.reference.json")).parent)
    return [_load(path) for path in sorted(folder.glob("*.reference.json"))]


def _load(path: Path) -> Recording:
    """Read one recording and align its words."""
    name = path.name.removesuffix(".reference.json")
    document, turns = read(path.with_name(f"{name}.words.json")), read(path.with_name(f"{name}.rttm"))
    assert isinstance(document, Document)
    assert isinstance(turns, Document)
    reference = [
        (word, each["speaker"]) for each in json.loads(path.read_text("utf-8")) for word in _split(each["words"])
    ]
    hypothesis = [
        (word, number)
        for number, each in enumerate(document.info.words or ())
        for word in _split(document.text[each.start : each.end])
    ]
    matcher = difflib.SequenceMatcher(None, [w for w, _ in reference], [w for w, _ in hypothesis], autojunk=False)
    pairs = [
        (reference[first + step][1], hypothesis[second + step][1])
        for tag, first, last, second, end in matcher.get_opcodes()
        if tag in ("equal", "replace")
        for step in range(min(last - first, end - second))
    ]
    return Recording(name, document, turns.info.utterances or (), tuple(pairs))


def _split(words: str) -> Iterator[str]:
    """Give the words of a text in small letters without marks."""
    for word in words.split():
        bare = re.sub(r"\W+", "", word.casefold())
        if bare:
            yield bare


def jitter(segments: Sequence[Utterance], deviation: float, seed: int) -> list[Utterance]:
    """Move both edges of each segment by Gaussian noise of ``deviation`` seconds."""
    draw = random.Random(seed)  # noqa: S311 - the noise must come back the same
    moved = []
    for each in sorted(segments, key=lambda segment: segment.start_ms or 0):
        edges = sorted((time or 0) / 1000 + draw.gauss(0, deviation) for time in (each.start_ms, each.end_ms))
        start, end = max(0.0, edges[0]), max(0.0, *edges)
        moved.append(replace(each, start_ms=round(start * 1000), end_ms=round((start + max(0.01, end - start)) * 1000)))
    return moved


def measure(recordings: Sequence[Recording], deviation: float, *, repair: bool) -> float:
    """Return the rate over all recordings; the mean over the seeds where there is noise."""
    rates = []
    for seed in SEEDS if deviation else (0,):
        wrong = total = 0
        for each in recordings:
            segments = jitter(each.segments, deviation, seed) if deviation else each.segments
            words = align(each.document, segments, repair=repair).document.info.words or ()
            counts = Counter((speaker, words[number].speaker) for speaker, number in each.pairs)
            wrong += sum(counts.values()) - _count_right(counts)
            total += sum(counts.values())
        rates.append(wrong / total)
    return sum(rates) / len(rates)


def _count_right(counts: Counter[tuple[str, str | None]]) -> int:
    """Return how many words are right under the mapping that takes the greatest counts first."""
    mapped: dict[str, str] = {}
    for (speaker, label), _ in counts.most_common():
        if label is not None and label not in mapped and speaker not in mapped.values():
            mapped[label] = speaker
    return sum(
        number for (speaker, label), number in counts.items() if label is not None and mapped.get(label) == speaker
    )


def write_alignment(folder: Path, command: str) -> str:
    """Measure, and return a section for the file of scores."""
    recordings = load_recordings(folder)
    words = sum(len(each.pairs) for each in recordings)
    lines = [
        "## Words given to speakers (Earnings-21, dev)",
        "",
        f"`{command}`",
        "",
        f"Word diarization error rate over {words:,} words of {len(recordings)} calls, recognised words and reference "
        "turns; the edges of all segments moved by Gaussian noise, mean of seeds 1 to 5.",
        "",
        "| noise (s) | largest overlap | with `--repair` | at most |",
        "|---:|---:|---:|---:|",
    ]
    for deviation, aim in AIMS.items():
        rates = [measure(recordings, deviation, repair=repair) for repair in (False, True)]
        lines.append(f"| {deviation} | {rates[0]:.4f} | {rates[1]:.4f} | {aim:.4f} |")
    return "\n".join(lines)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="DIR", required=True, help="folder with the recordings")
    print(write_alignment(parser.parse_args().data, "python -m tests.benchmarks.alignment --data DIR"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
