"""Spoil texts in every named way and measure what is still found; write the table into corpus/SCORES.md.

Run from the checkout, ``python -m tests.benchmarks.spoiling``:

    (no option)   spoils the texts of the corpus; the tables on other data are kept as they stand
    --eval DIR    also spoils the novels (their first 30,000 characters) and the news (1,500) of DIR/data
    --show WAY    only prints, for one way, the stretches that were missed or made up
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from quotes import annotate, read
from quotes.evaluation import Reference, read_reference
from quotes.evaluation.attribution import name_key
from quotes.evaluation.quotation import find_asked, find_lenient
from quotes.language.layout import read_layout
from quotes.model import Annotation, Document, Quotation, Speaker
from quotes.segmenter import MarkReading, read_marks
from tests.benchmarks.scores import CORPUS, SCORES, join_sections, read_sections
from tests.segmenter.mark_spoiling import WAYS, Spoilt, Way, plain_name, spoil

COMMAND = "python -m tests.benchmarks.spoiling"
SEED = 7
NOVEL_CHARS, NEWS_CHARS = 30_000, 1_500
UNSPOILT = "unspoilt"


@dataclass
class Sample:
    """A text before it is spoilt, with what was found in it and, where there is one, its reference."""

    text: str
    readings: Sequence[MarkReading]
    annotation: Annotation
    reference: Reference | None = None


@dataclass
class Counts:
    """What is added up over texts: count first, divide last."""

    numbers: Counter[str] = field(default_factory=Counter)

    def add_spans(self, name: str, wanted: set[tuple[int, int]], found: set[tuple[int, int]]) -> None:
        """Add the spans of one text."""
        self.numbers.update({f"{name} both": 2 * len(wanted & found), f"{name} either": len(wanted) + len(found)})

    def add_speakers(self, name: str, right: int, asked: int) -> None:
        """Add the speakers of one text."""
        self.numbers.update({f"{name} both": right, f"{name} either": asked})

    def show(self, name: str) -> str:
        """Divide."""
        whole = self.numbers[f"{name} either"]
        return f"{self.numbers[f'{name} both'] / whole:.3f}" if whole else "n/a"


def find_speech(annotation: Annotation) -> list[Quotation]:
    """Return the outermost quotations that are speech."""
    return [quotation for quotation in annotation.quotations if quotation.is_speech and quotation.parent is None]


def prepare(text: str, reference: Reference | None = None) -> Sample:
    """Annotate a text as it is."""
    return Sample(text, list(read_marks(text, read_layout(text).paragraphs, margins=False)), annotate(text), reference)


def read_corpus_samples() -> Iterator[Sample]:
    """Give the documents of the corpus."""
    for folder in sorted(CORPUS.iterdir()):
        if folder.is_dir():
            document = read(folder / "text.txt")
            assert isinstance(document, Document)
            yield prepare(document.text, read_reference(folder))


def read_samples(path: Path, most_chars: int) -> Iterator[Sample]:
    """Give the beginnings of the texts of a data file, cut after a paragraph."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"][:most_chars]
            yield prepare(text[: text.rfind("\n\n")] if "\n\n" in text else text)


def measure(samples: Iterable[Sample], way: Way | None, *, show: bool = False) -> Counts:
    """Spoil each text and count the spans and speakers that come out as before."""
    counts = Counts()
    for sample in samples:
        spoilt = Spoilt(sample.text, (), ()) if way is None else spoil(sample.text, sample.readings, way, seed=SEED)
        hypothesis = sample.annotation if way is None else annotate(spoilt.text)
        found = {spoilt_span for quotation in find_speech(hypothesis) for spoilt_span in map(tuple, quotation.spans)}
        own = trim_all(spoilt.text, move_all(spoilt, find_speech(sample.annotation)))
        counts.add_spans("own spans", own, trim_all(spoilt.text, found))
        if show:
            show_differences(spoilt.text, own, trim_all(spoilt.text, found))
        named = [q for q in find_speech(sample.annotation) if find_plain_names(sample.annotation.speaker(q.speaker))]
        counts.add_speakers("own speakers", *count_same(spoilt, named, sample.annotation, hypothesis))
        if sample.reference is not None:
            asked = find_asked(sample.reference)
            lenient = move_all(spoilt, find_lenient(sample.reference))
            wanted = move_all(spoilt, asked)
            extra = {s for s in found - wanted if any(s[0] < end and start < s[1] for start, end in lenient)}
            counts.add_spans("spans", trim_all(spoilt.text, wanted), trim_all(spoilt.text, found - extra))
            named = [q for q in asked if q.speaker is not None]
            counts.add_speakers("speakers", *count_same(spoilt, named, sample.reference.annotation, hypothesis))
    return counts


def trim_all(text: str, spans: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return spans from their first letter or digit to their last."""
    from quotes.evaluation.matching import trim_to_words
    from quotes.spans import Span

    return {tuple(trim_to_words(text, Span(*span))) for span in spans}


def move_all(spoilt: Spoilt, quotations: Iterable[Quotation]) -> set[tuple[int, int]]:
    """Return where the spans of quotations stand in the spoilt text; what was cut off is left out."""
    moved = {spoilt.move(span) for quotation in quotations for span in quotation.spans}
    return {span for span in moved if span[0] < span[1]}


def count_same(
    spoilt: Spoilt, wanted: Sequence[Quotation], before: Annotation, hypothesis: Annotation
) -> tuple[int, int]:
    """Count the quotations whose speaker has a name in common with that of the quotation found there, and all."""
    spans = [(span, quotation) for quotation in find_speech(hypothesis) for span in quotation.spans]
    right = asked = 0
    for quotation in wanted:
        start, end = spoilt.move(quotation.spans[0])
        if start >= end:
            continue
        asked += 1
        shared = [(min(end, span.end) - max(start, span.start), number) for number, (span, _) in enumerate(spans)]
        most, number = max(shared, default=(0, -1))
        if most > 0:
            names, there = (
                find_plain_names(annotation.speaker(found.speaker))
                for annotation, found in ((before, quotation), (hypothesis, spans[number][1]))
            )
            right += not names.isdisjoint(there)
    return right, asked


def find_plain_names(speaker: Speaker | None) -> set[str]:
    """Return how a speaker's names compare, whatever became of the apostrophes in them."""
    if speaker is None:
        return set()
    return {name_key(plain_name(name)) for name in (speaker.name or "", *speaker.aliases) if name}


def show_differences(text: str, wanted: set[tuple[int, int]], found: set[tuple[int, int]]) -> None:
    """Print what was missed and what was made up."""
    for start, end in sorted(wanted ^ found):
        what = "missed" if (start, end) in wanted else "extra "
        inside = text[start:end] if end - start < 90 else f"{text[start : start + 40]} ... {text[end - 40 : end]}"
        print(what, repr(f"{text[max(0, start - 30) : start]}[[{inside}]]{text[end : end + 30]}"))


def write_table(samples: Sequence[Sample], title: str, command: str, *, is_referenced: bool) -> str:
    """Measure every way and return the table."""
    names = ("own spans", "own speakers", *(("spans", "speakers") if is_referenced else ()))
    heads = ["spans F1", "speaker", *(("reference: spans F1", "speaker") if is_referenced else ())]
    lines = [
        f"### {title}",
        "",
        f"`{command}`",
        "",
        f"| way | {' | '.join(heads)} |",
        f"|---|{'---:|' * len(heads)}",
    ]
    for name, way in {UNSPOILT: None, **WAYS}.items():
        counts = measure(samples, way)
        lines.append(f"| {name} | {' | '.join(map(counts.show, names))} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return "\n".join(lines)


INTRODUCTION = f"""## Spoilt marks

Every text is spoilt in each of the named ways (`tests/segmenter/mark_spoiling.py`, seed {SEED}) and annotated again.
The first two columns hold the result against what is found in the text as it stands: spans of speech with both ends
exact, and speakers, of those named there, that are still the same. The columns "reference" hold it against the
annotation made by hand. Where a tenth of the marks is lost, or paragraphs are run together, some of what the marks said
is gone.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and put the tables into SCORES.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, metavar="DIR", help="folder with data/")
    parser.add_argument("--show", choices=sorted(WAYS), help="print what one way makes miss, and write nothing")
    options = parser.parse_args(arguments)
    tables = {"corpus": (read_corpus_samples, "The corpus of this project", COMMAND)}
    if options.eval is not None:
        for name, chars in (("novels", NOVEL_CHARS), ("news", NEWS_CHARS)):
            path = options.eval / "data" / name / "dev.jsonl.gz"
            title = f"{name.capitalize()} (dev), the first {chars:,} characters of each text"
            tables[name] = (partial(read_samples, path, chars), title, f"{COMMAND} --eval DIR")
    for name, (make, title, command) in tables.items():
        samples = list(make())
        if options.show:
            measure(samples, WAYS[options.show], show=True)
            continue
        table = write_table(samples, title, command, is_referenced=name == "corpus")
        sections = read_sections(SCORES.read_text(encoding="utf-8"))
        sections |= {"spoiling": INTRODUCTION.strip(), f"spoiling_{name}": table}
        SCORES.write_bytes(join_sections(sections).encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
