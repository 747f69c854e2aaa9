"""Were the labels of a diarized transcript named: "S0" is whom; labels and, weighted by them, the words spoken."""

from __future__ import annotations

import re
from collections import Counter

from quotes.evaluation.counts import Retrieval, Tally
from quotes.evaluation.reference import Reference
from quotes.evaluation.report import EvaluationReport, Mistake
from quotes.model import Annotation
from quotes.spans import Span

__all__ = ["is_nobody", "is_same_person", "score_labels", "split_name"]

_LABEL = re.compile(r"(S\d+): ")
_NAMELESS = re.compile(r"(s|speaker)[ _]*\d+")
_TITLES = re.compile(r"\b(mr|mrs|ms|miss|dr|sir)\b\.?")
_NOBODY = frozenset({"operator", "unknown", "speaker", "unidentified", "moderator", "coordinator"})
"""Words of names that are no person's; such labels are not asked about."""

_LEAST_SHARED_CHARS = 3
"""A given name of which so many characters begin the other's counts as short for it: Rob and Robert."""


def score_labels(reference: Reference, hypothesis: Annotation) -> EvaluationReport:
    """Count the labels that were rightly named, those named in full, and the words spoken under them."""
    words = _count_words(reference.text)
    given = {label: speaker.name for speaker in hypothesis.speakers for label in speaker.labels}
    counts: Counter[str] = Counter()
    mistakes = []
    for speaker in reference.annotation.speakers:
        for label in speaker.labels:
            if not speaker.name or label not in words or is_nobody(speaker.name):
                continue
            got = given.get(label)
            if got and _NAMELESS.fullmatch(got.casefold()):
                got = None
            is_right = bool(got) and is_same_person(got or "", speaker.name)
            is_exact = bool(got) and split_name(got or "") == split_name(speaker.name)
            counts.update(wanted=1, given=bool(got), right=is_right, exact=is_exact)
            counts.update(
                wanted_words=words[label], given_words=words[label] * bool(got), right_words=words[label] * is_right
            )
            if not is_right:
                start = reference.text.index(f"{label}: ")
                span = Span(start, start + len(label))
                mistakes.append(Mistake(reference.id, "voice", span, label, speaker.name, got))
    return EvaluationReport(
        named_labels=Retrieval(counts["right"], counts["given"], counts["right"], counts["wanted"]),
        named_in_full=Tally(counts["exact"], counts["wanted"]),
        named_words=Retrieval(
            counts["right_words"], counts["given_words"], counts["right_words"], counts["wanted_words"]
        ),
        mistakes=tuple(mistakes),
    )


def is_same_person(name: str, other: str) -> bool:
    """Whether two names may be one person's: the family names are the same and no given name contradicts.

    Where one of them is a single word, it must be the first or the last of the other.

    Example:
        >>> is_same_person("Dr. R. Wade", "Robin Wade"), is_same_person("Wade", "Robin Wade")
        (True, True)
        >>> is_same_person("Paul Wade", "Robin Wade")
        False
    """
    given, wanted = split_name(name), split_name(other)
    if not given or not wanted:
        return False
    if len(wanted) == 1 or len(given) == 1:
        return given[-1] == wanted[-1] or given[0] == wanted[0]
    first, second = given[0], wanted[0]
    is_short = first[0] == second[0] and (
        len(first) == 1 or len(second) == 1 or first.startswith(second[:_LEAST_SHARED_CHARS])
    )
    return given[-1] == wanted[-1] and (first == second or is_short)


def is_nobody(name: str) -> bool:
    """Whether a name is what a voice without a name is called, as the operator of a call.

    Example:
        >>> is_nobody("Operator"), is_nobody("Unidentified Male #1"), is_nobody("Olga Pera")
        (True, True, False)
    """
    return not _NOBODY.isdisjoint(split_name(name))


def split_name(name: str) -> list[str]:
    """Return the words of a name without case, titles, stops and commas.

    Example:
        >>> split_name("Dr. R. Wade")
        ['r', 'wade']
    """
    return _TITLES.sub(" ", name.casefold()).replace(".", " ").replace(",", " ").split()


def _count_words(text: str) -> Counter[str]:
    """Count the words under each label, the label itself with its line."""
    words: Counter[str] = Counter()
    label = None
    for line in text.splitlines():
        match = _LABEL.match(line)
        label = match[1] if match else label
        if label is not None:
            words[label] += len(line.split())
    return words
