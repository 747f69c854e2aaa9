"""From documents with known sources to the weights of the source ranker and the cue scores.

News documents give the source as words of the text; novels give the words that refer to the speaker ("said Anne"),
or none. Both become the same question: which of the phrases around this quotation names its source, or nobody?
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from quotes.attributor.candidates import PhraseReader, Setting, SourceCandidate, find_candidates, find_setting
from quotes.attributor.clauses import find_particle, name_with_particle
from quotes.attributor.cuebook import CueBook
from quotes.attributor.dialogue_form import is_conversation
from quotes.attributor.doubtful import reopen
from quotes.attributor.features import Previous, describe_candidate, describe_nobody
from quotes.attributor.ranking import remember
from quotes.errors import TrainingError
from quotes.language.layout import read_layout
from quotes.language.lemmas import lemma_of
from quotes.language.passages import PassageReader
from quotes.lexicon import cue_nouns, cue_verbs, function_words
from quotes.segmenter import find_quotations
from quotes.spans import Span
from quotes.training.files import dump_weights
from quotes.training.gum import read_gum
from quotes.training.softmax import Questions, fit

__all__ = [
    "RANKER_FILE",
    "Lessons",
    "Prepared",
    "ask",
    "find_known_words",
    "gather_lessons",
    "learn_weights",
    "match_reference",
    "read_records",
    "score_cues",
    "train_ranker",
]

RANKER_FILE = "attributor/data/ranker.json"
"""Where the weights go, inside the package."""

_L2 = 0.3
_RARE = 10
_BY_HAND = {"signed": 4.0}
"""Weights set by hand, of what the news learnt from hardly hold: lists of letters, each signed behind a dash."""
_FOLDS = 3
_BINS = 24
_SMOOTHING = 12.0
_NOVEL_WEIGHT = 0.35
_OWN_WEIGHT = 4.0
"""A user's own documents are few, and what will be annotated is like them."""
_FAINTEST = 0.01
_NEWS, _NEWS_DEV, _NOVELS = "news/train.jsonl.gz", "news/dev.jsonl.gz", "novels/train.jsonl.gz"


def train_ranker(data_dir: Path, own: Iterable[Mapping[str, Any]] = ()) -> dict[str, bytes]:
    """Learn the weights of the source ranker and the cue scores.

    Args:
        data_dir: a folder with ``news/train.jsonl.gz`` and ``novels/train.jsonl.gz``.
        own: records of a user's own corrected documents, see `quotes.training.documents`.

    Returns:
        The bytes of each file, by its path inside the package.

    Raises:
        TrainingError: a file lacks or is not of the expected form.
    """
    lessons = gather_lessons(data_dir, own)
    scores = lessons.cues
    curve = calibrate(lessons.folds)
    weights = learn_weights(lessons.questions)
    asked, right = _ask_again(data_dir, scores, weights)
    measured = {
        "source of quoted speech, news dev, nobody included": f"accuracy {right / asked:.3f} ({right} of {asked})"
    }
    known = find_known_words(data_dir)
    weights = {name: weight for name, weight in weights.items() if _names_known_word(name, known)}
    scores = {lemma: score for lemma, score in scores.items() if score >= _FAINTEST and known.issuperset(lemma.split())}
    about = {
        "source": "PolNeAR 1.0 train (networkdynamics/PolNeAR) and the Project Dialogism Novel Corpus (18 novels); "
        "every word in the file is from GUM or the lexicon",
        "licence": "the repositories state none: only numbers learnt from them are here, no words of theirs",
    }
    ranker = {"what": "Weights of the source ranker: feature name -> weight", **about}
    cue_table = {"what": "Cue scores: lemma -> share of its uses outside quotation marks that report speech", **about}
    return {
        RANKER_FILE: dump_weights(ranker, measured, {"calibration": curve, "weights": _rounded(weights)}),
        "attributor/data/cues.json": dump_weights(cue_table, {}, {"weights": _rounded(scores)}),
    }


class Lessons(NamedTuple):
    """What there is to learn from.

    Attributes:
        folds: the questions of the news, in parts that share no document.
        questions: all questions, those of the folds among them.
        cues: the cue scores of all news.
    """

    folds: tuple[Questions, ...]
    questions: Questions
    cues: dict[str, float]


def gather_lessons(data_dir: Path, own: Iterable[Mapping[str, Any]] = ()) -> Lessons:
    """Return all there is to learn from: the data folder's questions, and those of a user's own documents.

    Raises:
        TrainingError: a file lacks or is not of the expected form.
    """
    news = [Prepared(record) for record in read_records(data_dir / _NEWS)]
    counts = [document.count_cues() for document in news]
    cues = Counter[str]()
    uses = Counter[str]()
    for document_cues, document_uses in counts:
        cues.update(document_cues)
        uses.update(document_uses)
    folds = tuple(Questions() for _ in range(_FOLDS))
    for place, (document, (own_cues, own_uses)) in enumerate(zip(news, counts, strict=True)):
        ask(folds[place % _FOLDS], document, score_cues(cues - own_cues, uses - own_uses), 1.0)
    questions = Questions()
    for fold in folds:
        questions.extend(fold)
    scores = score_cues(cues, uses)
    for record in read_records(data_dir / _NOVELS):
        ask(questions, Prepared(record), scores, _NOVEL_WEIGHT)
    for corrected in own:
        ask(questions, Prepared(corrected), scores, _OWN_WEIGHT)
    return Lessons(folds, questions, scores)


def learn_weights(questions: Questions) -> dict[str, float]:
    """Return the weight of each feature name that some questions teach, and those set by hand."""
    return {**fit(questions, l2=_L2, rare=_RARE), **_BY_HAND}


def calibrate(folds: Sequence[Questions]) -> dict[str, float]:
    """Find how often the likeliest phrase is the source, by the probability the ranker gives it.

    Each fold is answered with weights learnt from the others. Counted are quotations whose source is named, where a
    phrase is likelier than nobody.

    Returns:
        For ever greater probabilities, written as text, the share of right ones there, never falling.
    """
    from scipy.optimize import isotonic_regression

    answers: list[tuple[float, bool]] = []
    for held_out, fold in enumerate(folds):
        others = Questions()
        for place, other in enumerate(folds):
            if place != held_out:
                others.extend(other)
        for probabilities, right in fold.answer(fit(others, l2=_L2, rare=_RARE)):
            best = max(range(len(right)), key=probabilities.__getitem__)
            if not right[-1] and best < len(right) - 1:
                answers.append((probabilities[best], right[best]))
    answers.sort()
    size = max(1, len(answers) // _BINS)
    bins = [answers[start : start + size] for start in range(0, len(answers) - size + 1, size)]
    means = [sum(probability for probability, _ in part) / len(part) for part in bins]
    shares = isotonic_regression([sum(right for _, right in part) / len(part) for part in bins]).x
    return {f"{mean:.4f}": round(float(share), 4) for mean, share in zip(means, shares, strict=True)}


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in sorted(weights.items()) if round(value, 3)}


def find_known_words(data_dir: Path) -> frozenset[str]:
    """Return the lemmas that may be named in a file: those of GUM and of the lexicon."""
    verbs = {form.lemma for form in cue_verbs().values()}
    seen = {
        lemma_of(word, tag)
        for document in read_gum(data_dir)
        for paragraph in document.paragraphs
        for sentence in paragraph
        for word, tag in zip(sentence.words, sentence.tags, strict=True)
    }
    return frozenset(verbs) | frozenset(cue_nouns()) | function_words() | frozenset(seen)


def _names_known_word(feature: str, known: frozenset[str]) -> bool:
    """Whether a feature that names a lemma or a preposition names one that may be named."""
    for part in feature.split(" "):
        kind, _, word = part.partition("=")
        named = kind in ("verb", "prep", "word") or (kind == "lead" and word != "Q")
        if named and word[:1].isalpha() and word not in known and word != "according":
            return False
    return True


def _ask_again(data_dir: Path, cues: Mapping[str, float], weights: Mapping[str, float]) -> tuple[int, int]:
    """Count the questions of the dev news and the right first answers to them."""
    questions = Questions()
    for record in read_records(data_dir / _NEWS_DEV):
        ask(questions, Prepared(record), cues, 1.0)
    return len(questions), questions.count_right(weights)


def read_records(path: Path, *, needs: str = "quotations") -> Iterator[dict[str, Any]]:
    """Give the documents of a gzipped JSONL file of reference data.

    Args:
        path: the file.
        needs: what each document must have besides its text.

    Raises:
        TrainingError: the file is missing or damaged, or a line lacks its text or what it needs.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                record = json.loads(line)
                if "text" not in record or needs not in record:
                    raise TrainingError(str(path), f"line {number} lacks 'text' or {needs!r}")
                yield record
    except (OSError, ValueError) as error:
        raise TrainingError(str(path), f"cannot be read: {error}") from error


class Prepared:
    """One training document, segmented, with its settings."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.text: str = record["text"]
        self.genre: str = record["genre"]
        self.reference: list[dict[str, Any]] = record["quotations"]
        self.characters: list[dict[str, Any]] = record.get("characters") or []
        paragraphs = read_layout(self.text).paragraphs
        quotations = find_quotations(self.text, paragraphs)
        self.passages = PassageReader(self.text, paragraphs, quotations)
        self.reader = PhraseReader(self.passages)
        if not is_conversation(self.reader):
            self.passages = PassageReader(self.text, paragraphs, reopen(self.text, quotations))
            self.reader = PhraseReader(self.passages)

    def settings(self) -> Iterator[Setting]:
        """Give where each quotation stands, in order."""
        seen: set[int] = set()
        for paragraph in range(len(self.passages)):
            for index in self.passages.folds_in(paragraph):
                if index not in seen:
                    seen.add(index)
                    yield find_setting(self.reader, index, self.passages.quotations[index], paragraph)

    def count_cues(self) -> tuple[Counter[str], Counter[str]]:
        """Count for each lemma its uses as a cue and all its uses, outside quotation marks."""
        spans = sorted(tuple(quotation["cue"][0]) for quotation in self.reference if quotation["cue"])
        cues, uses = Counter[str](), Counter[str]()
        at = 0
        for index in range(len(self.passages)):
            units = self.passages.passage(index).units
            for place, unit in enumerate(units):
                follower = find_particle(units, place)
                if unit.is_quoted or not unit.tag.startswith(("VB", "NN", "IN", "JJ")):
                    continue
                lemma = lemma_of(unit.text, unit.tag)
                names = (lemma,) if follower is None else (lemma, name_with_particle(lemma, follower))
                uses.update(names)
                while at < len(spans) and spans[at][1] <= unit.start:
                    at += 1
                if at < len(spans) and spans[at][0] <= unit.start:
                    cues.update(names)
        return cues, uses


def score_cues(cues: Mapping[str, int], uses: Mapping[str, int]) -> dict[str, float]:
    """Return for each lemma its share of uses as a cue, drawn towards nought for one seldom seen."""
    return {
        lemma: count / (uses[lemma] + _SMOOTHING * 0.25)
        for lemma, count in cues.items()
        if count > 0 and uses[lemma] > 0
    }


def ask(questions: Questions, document: Prepared, cues: Mapping[str, float], weight: float) -> None:
    """Turn each quotation of a document into a question with its right answers.

    Args:
        questions: what the questions are added to.
        document: the document, with its reference.
        cues: the cue scores to describe candidates with.
        weight: how much each question counts.
    """
    book = CueBook(cues)
    previous: Previous | None = None
    reference = [quotation for quotation in document.reference if quotation["kind"] in ("direct", "mixed")]
    for setting in document.settings():
        candidates = find_candidates(document.reader, setting)
        match = match_reference(setting, reference)
        right = _right_answers(document, setting, candidates, match)
        if right is None:
            previous = None
            continue
        rows = [describe_candidate(setting, candidate, book, previous) for candidate in candidates]
        passage = document.reader.passage(setting.first)
        rows.append(describe_nobody(setting, passage, book, has_candidates=bool(candidates), previous=previous))
        questions.add([dict.fromkeys(row, 1.0) for row in rows], [*right, not any(right)], weight)
        chosen = next((candidate for candidate, is_right in zip(candidates, right, strict=True) if is_right), None)
        previous = remember(setting, chosen)


def match_reference(setting: Setting, reference: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the reference quotation that covers at least half of a found one, or None."""
    spans = setting.quotation.spans
    size = sum(span.end - span.start for span in spans)
    best, most = None, 0
    for quotation in reference:
        if quotation["spans"][-1][1] <= spans[0].start or quotation["spans"][0][0] >= spans[-1].end:
            continue
        common = sum(span.overlap(other) for span in spans for other in quotation["spans"])
        if common > most:
            best, most = quotation, common
    return best if 2 * most >= size else None


def _right_answers(
    document: Prepared, setting: Setting, candidates: Sequence[SourceCandidate], match: Mapping[str, Any] | None
) -> list[bool] | None:
    """Say of each candidate whether it is right; None where the question cannot be asked."""
    if match is None:
        return [False] * len(candidates)
    if document.genre == "news":
        if not match["source"]:
            return [False] * len(candidates)
        places = match["source"]
    else:
        if match["type"] == "implicit":
            return [False] * len(candidates)
        places = _find_referring(document.text, setting, match)
        if not places:
            return None
    right = [any(candidate.phrase.span.overlap(place) for place in places) for candidate in candidates]
    if sum(right) > 1:  # "the man who": the man
        right = [
            is_right and candidate.phrase.head != "who" for candidate, is_right in zip(candidates, right, strict=True)
        ]
    if document.genre != "news" and sum(right) > 1:
        names = {word.casefold() for word in str(match["speaker"]).split() if word[0].isupper()}
        named = [
            r and any(word in document.text[c.phrase.span.start : c.phrase.span.end].casefold() for word in names)
            for r, c in zip(right, candidates, strict=True)
        ]
        if any(named):
            right = named
        else:
            first = right.index(True)
            right = [i == first for i in range(len(right))]
    return right if any(right) else None


def _find_referring(text: str, setting: Setting, match: Mapping[str, Any]) -> list[Span]:
    """Find where the words that refer to the speaker stand, near the quotation."""
    words = " ".join(str(match.get("referring") or "").split())
    if not words:
        return []
    start = max(0, setting.quotation.spans[0].start - 400)
    end = min(len(text), match["spans"][-1][1] + 400)
    window = "".join(" " if c.isspace() else c for c in text[start:end])
    found: list[Span] = []
    place = window.find(words)
    while place >= 0:
        found.append(Span(start + place, start + place + len(words)))
        place = window.find(words, place + 1)
    spans = setting.quotation.spans
    return sorted(found, key=lambda span: min(span.gap(s) for s in spans))[:1]
