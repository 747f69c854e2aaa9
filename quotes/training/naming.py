"""From transcripts whose speakers are known to the weights that decide which label is who."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from quotes.diarizer.claims import Claims, gather_claims
from quotes.diarizer.decisions import TOP_SCORE, NamingWeights, decide_names
from quotes.diarizer.spoken_names import VoiceTurn
from quotes.people.names import normalize_name, parse_name
from quotes.training.files import dump_weights
from quotes.training.ranker import read_records
from quotes.training.softmax import Questions, fit

__all__ = ["LabelledTranscript", "is_right_name", "prepare_transcript", "train_naming"]

_FILES = ("calls/dev.jsonl.gz", "podcasts/dev.jsonl.gz")
_L2 = 0.3
_RARE = 3
_FOLDS = 4
_NOBODY = 0.3
"""How much a person who is nobody of the transcript counts against one who is."""
_UNSURE = 0.3
"""How much one counts who may be a speaker whose name nobody noted."""
_SHIFT = 1.0
"""How much rather somebody named is a speaker than the claims alone say; of 1.0, 1.5 and 2.5 the best in folds."""
_NO_NAMES = frozenset({"operator", "unknown", "speaker", "unidentified", "moderator", "coordinator"})
_LABEL = re.compile(r"(S\d+): ", re.MULTILINE)


class LabelledTranscript(NamedTuple):
    """A transcript with what it says of who bears which name, and the truth.

    Attributes:
        claims: what it says.
        names: the name of each label, None where nobody noted it.
        right: for each person named, the labels that are theirs.
        sort: the file it is from.
    """

    claims: Claims
    names: tuple[str | None, ...]
    right: tuple[frozenset[int], ...]
    sort: str


def train_naming(data_dir: Path) -> dict[str, bytes]:
    """Learn what each kind of claim to a name is worth.

    Two questions are asked of each transcript: whose label is this person's, or nobody's; which person is this label.
    What a score is worth as a probability is learnt from transcripts that the weights have not seen, in folds.

    Args:
        data_dir: a folder with ``calls/dev.jsonl.gz`` and ``podcasts/dev.jsonl.gz``.

    Returns:
        The bytes of the weights file, by its path inside the package.

    Raises:
        TrainingError: a file lacks or is not of the expected form.
    """
    transcripts = [
        prepare_transcript(record, name) for name in _FILES for record in read_records(data_dir / name, needs="names")
    ]
    folds = [[t for number, t in enumerate(transcripts) if number % _FOLDS == fold] for fold in range(_FOLDS)]
    judged: list[tuple[LabelledTranscript, list[tuple[float, float, bool, bool]], int]] = []
    for kept in range(_FOLDS):
        learnt = _fit([t for fold, part in enumerate(folds) if fold != kept for t in part])
        judged += [_judge(transcript, learnt) for transcript in folds[kept]]
    confidence = _fit_confidence([each for _, decided, _ in judged for each in decided])
    scores = {
        f"{name.partition('/')[0]}, folds of whole transcripts": _report(judged, name, confidence) for name in _FILES
    }
    weights = _fit(transcripts)
    about = {
        "what": "Weights of claims to a name: feature -> weight; what score and margin are worth as a probability",
        "source": "Earnings-21 (22 calls), Changelog transcripts (59 episodes), names of the speakers noted there",
        "licence": "CC BY-SA 4.0 both; only numbers learnt from them are here",
    }
    rounded = {name: round(value, 3) for name, value in sorted(weights.items()) if abs(value) >= 0.005}
    content = {"confidence": {**confidence, "shift": _SHIFT}, "weights": rounded}
    return {"diarizer/data/naming.json": dump_weights(about, scores, content)}


def prepare_transcript(record: Mapping[str, Any], sort: str = "") -> LabelledTranscript:
    """Read one transcript: ``text`` with a label ("S0: ") before each turn, ``names`` of the labels."""
    text = record["text"]
    places = list(_LABEL.finditer(text))
    ends = [match.start() for match in places[1:]] + [len(text)]
    turns = [
        VoiceTurn(match[1], match.end(), match.end() + len(text[match.end() : end].rstrip()), number)
        for number, (match, end) in enumerate(zip(places, ends, strict=True))
    ]
    claims = gather_claims(text, turns)
    noted = (record["names"].get(label) for label in claims.labels)
    names = tuple(name if name and not _NO_NAMES & set(normalize_name(name).split()) else None for name in noted)
    right = tuple(
        frozenset(number for number, name in enumerate(names) if name and is_right_name(bearer.name, name))
        for bearer in claims.bearers
    )
    return LabelledTranscript(claims, names, right, sort)


def is_right_name(given: str, noted: str) -> bool:
    """Whether a name is that of the person noted: one family name, given names that do not contradict each other.

    Example:
        >>> is_right_name("Matt Quill", "Matthew Quill"), is_right_name("Ada Quill", "Ann Quill")
        (True, False)
        >>> is_right_name("Ada", "Ada Quill")
        True
    """
    left, right = (normalize_name(parse_name(name).core or name).split() for name in (given, noted))
    if len(left) == 1 or len(right) == 1:
        return left[-1] == right[-1] or left[0] == right[0]
    if left[-1] != right[-1] or left[0][0] != right[0][0]:
        return False
    short = min(len(left[0]), len(right[0]))
    return short == 1 or left[0] == right[0] or left[0].startswith(right[0][:3]) or right[0].startswith(left[0][:3])


def _fit(transcripts: Sequence[LabelledTranscript]) -> dict[str, float]:
    questions = Questions()
    for transcript in transcripts:
        _ask(questions, transcript)
    return fit(questions, l2=_L2, rare=_RARE)


def _ask(questions: Questions, transcript: LabelledTranscript) -> None:
    """Ask of each person which label is theirs, and of each label which person it is."""
    claims = transcript.claims
    has_unnoted = None in transcript.names
    people: dict[int, list[int]] = {}
    for number, (row, null) in enumerate(zip(claims.rows, claims.nulls, strict=True)):
        for label in row:
            people.setdefault(label, []).append(number)
        if not row:
            continue
        right = [label in transcript.right[number] for label in row]
        weight = 1.0 if any(right) else _NOBODY
        if not any(right) and has_unnoted and claims.bearers[number].is_full:
            weight *= _UNSURE
        questions.add([*row.values(), null], [*right, not any(right)], weight)
    for label, numbers in people.items():
        right = [label in transcript.right[number] for number in numbers]
        if any(right):
            questions.add([claims.rows[number][label] for number in numbers], right, 1.0)


def _judge(
    transcript: LabelledTranscript, learnt: Mapping[str, float]
) -> tuple[LabelledTranscript, list[tuple[float, float, bool, bool]], int]:
    """Decide a transcript; return score, margin, whether the name is full and whether it is right, of each decision."""
    weights = NamingWeights(learnt, (0.0, 0.0, 0.0, 0.0), _SHIFT)
    decided = []
    for decision in decide_names(transcript.claims, weights):
        if transcript.names[decision.label] is None:
            continue
        is_full = transcript.claims.bearers[decision.bearer].is_full
        decided.append((decision.score, decision.margin, is_full, decision.label in transcript.right[decision.bearer]))
    return transcript, decided, sum(name is not None for name in transcript.names)


def _features(score: float, margin: float, is_full: bool) -> dict[str, float]:
    return {"bias": 1.0, "score": min(score, TOP_SCORE), "margin": min(margin, TOP_SCORE), "full": float(is_full)}


def _fit_confidence(decided: Sequence[tuple[float, float, bool, bool]]) -> dict[str, float]:
    questions = Questions()
    for score, margin, is_full, is_right in decided:
        questions.add([_features(score, margin, is_full), {}], [is_right, not is_right], 1.0)
    learnt = fit(questions, l2=10.0, rare=0)
    return {name: round(learnt.get(name, 0.0), 4) for name in ("bias", "score", "margin", "full")}


def _report(
    judged: Sequence[tuple[LabelledTranscript, list[tuple[float, float, bool, bool]], int]],
    sort: str,
    confidence: Mapping[str, float],
) -> str:
    given = right = wanted = 0
    for transcript, decided, count in judged:
        if transcript.sort != sort:
            continue
        wanted += count
        for score, margin, is_full, is_right in decided:
            if sum(confidence[name] * value for name, value in _features(score, margin, is_full).items()) >= 0:
                given += 1
                right += is_right
    return f"named {right / max(1, wanted):.3f}, precision {right / max(1, given):.3f} ({right} of {wanted})"
