"""Speech or not: what kind of quotation a marked stretch is, and the reason where it is none.

Each stretch has named features: how long it is, how it begins and ends, what the narrator says beside it. Their
weights, in ``data/speech.toml``, add up to the log odds that it is speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp
from typing import NamedTuple

from quotes.errors import LexiconError
from quotes.lexicon import pronouns
from quotes.lexicon.files import read_table
from quotes.model import Evidence, QuotationKind
from quotes.segmenter.attributions import core_cues, is_attribution, word_category
from quotes.segmenter.candidates import DATA_FOLDER, numbers
from quotes.segmenter.quotations import Stretch

__all__ = ["Judgement", "find_features", "judge_stretches"]

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"[.?!…:][\"'”’)\]]*\s*\Z")
_CODE = re.compile(r"[{}=;<>\\]|::|\w\(|\w_\w|^\.?/|\.\w{1,4}\Z|://|\bwww\.")
_SMALL = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "but", "is"}
)
_REACH_CHARS = 110
_LONG_WORDS = 7


class Judgement(NamedTuple):
    """What a stretch is: its kind, the reason where it is not speech, and what decided."""

    kind: QuotationKind
    reason: str | None
    evidence: tuple[Evidence, ...]


def judge_stretches(text: str, stretches: Sequence[Stretch], *, language: str | None = "en") -> list[Judgement]:
    """Judge every stretch of a document.

    Args:
        text: the document.
        stretches: all its marked stretches, in order.
        language: ISO 639-1 code; what is not English is judged by its shape alone.
    """
    weights, threshold = _weights()
    judgements = []
    every = find_features(text, stretches)
    scores = [sum(weights.get(feature, 0.0) for feature in features) for features in every]
    _share_in_lists(scores, every)
    for stretch, features, score in zip(stretches, every, scores, strict=True):
        if score < threshold:
            strongest = sorted(features, key=lambda feature: weights.get(feature, 0.0))[:3]
            evidence = tuple(
                Evidence(rule=name, spans=stretch.spans[:1], weight=weights.get(name, 0.0)) for name in strongest
            )
            judgements.append(Judgement("other", _reason(set(features)), evidence))
        else:
            chance = 1.0 / (1.0 + exp(-min(score, 50.0)))
            evidence = (Evidence(rule="speech", spans=stretch.spans[:1], weight=round(chance, 4)),)
            judgements.append(Judgement(_direct_or_mixed(text, stretch, set(features)), None, evidence))
    return judgements


def _share_in_lists(scores: list[float], every: Sequence[Sequence[str]]) -> None:
    """Give short stretches in a row ("A", "B" and "C") the mean of their scores: they are of one sort."""
    first = 0
    for place in range(1, len(scores) + 1):
        if place < len(scores) and "listed before" in every[place] and "listed behind" in every[place - 1]:
            continue
        if place - first > 1:
            mean = sum(scores[first:place]) / (place - first)
            scores[first:place] = [mean] * (place - first)
        first = place


def find_features(text: str, stretches: Sequence[Stretch]) -> list[list[str]]:
    """Return the names of the features of each stretch."""
    neighbours = _neighbours(stretches)
    repeated = Counter(
        _key(text, stretch) for stretch in stretches if len(stretch.spans) == 1 and len(stretch.spans[0].of(text)) < 60
    )
    levels = [_level(text, stretch) for stretch in stretches]
    outer = Counter(level for level, stretch in zip(levels, stretches, strict=True) if stretch.parent is None)
    main = max(sorted(outer), key=lambda level: outer[level], default="")
    return [
        list(_features(text, stretch, *neighbours[place], repeated, stretch.parent is None and levels[place] != main))
        for place, stretch in enumerate(stretches)
    ]


def _level(text: str, stretch: Stretch) -> str:
    """Return the level of a stretch's first mark."""
    data = numbers()
    mark = stretch.marks[0].of(text)
    return data.levels.get(data.spellings.get(mark, mark), "double")


def _key(text: str, stretch: Stretch) -> str:
    return stretch.spans[0].of(text).strip(" .,!?").casefold()


def _neighbours(stretches: Sequence[Stretch]) -> list[tuple[Stretch | None, Stretch | None, bool]]:
    """Return for each stretch the ones before and after it in its paragraph, and whether a long one stands there too."""
    found: list[tuple[Stretch | None, Stretch | None, bool]] = []
    tops = [place for place, stretch in enumerate(stretches) if stretch.parent is None]
    order = {place: n for n, place in enumerate(tops)}
    longest: Counter[int] = Counter()
    for stretch in stretches:
        size = stretch.spans[0].end - stretch.spans[0].start
        if stretch.parent is None and size > 40:
            longest[stretch.block.start] += 1
    for place, stretch in enumerate(stretches):
        before = after = None
        if place in order:
            n = order[place]
            if n and stretches[tops[n - 1]].last_block == stretch.block:
                before = stretches[tops[n - 1]]
            if n + 1 < len(tops) and stretches[tops[n + 1]].block == stretch.last_block:
                after = stretches[tops[n + 1]]
        own = stretch.spans[0].end - stretch.spans[0].start > 40 and stretch.parent is None
        found.append((before, after, longest[stretch.block.start] > own))
    return found


def _features(
    text: str,
    stretch: Stretch,
    previous: Stretch | None,
    following: Stretch | None,
    has_long: bool,
    repeated: Mapping[str, int],
    is_other_level: bool,
) -> Iterable[str]:
    """Yield the features of one stretch."""
    yield "always"
    first_mark = stretch.marks[0].start if "lost opener" not in stretch.rules else stretch.spans[0].start
    end = max(stretch.spans[-1].end, stretch.marks[-1].end)
    inside = " ".join(span.of(text) for span in stretch.spans) if len(stretch.spans) > 1 else stretch.spans[0].of(text)
    words = [word.group() for word, _ in zip(_WORD.finditer(inside), range(_LONG_WORDS + 6), strict=False)]
    lowered = [word.lower() for word in words]
    count = len(words)
    size = str(count) if count < 4 else "4-5" if count < 6 else "6-8" if count < 9 else "9+"
    yield f"words {size}"
    short = count < _LONG_WORDS
    # how it begins and ends
    last = inside.rstrip("\"'”’»")[-1:]
    ending = (
        "stop"
        if last == "."
        else "question"
        if last in "?!"
        else "comma"
        if last == ","
        else "dash"
        if last in "—–-…"
        else "none"
    )
    yield f"ends {ending}" if short else f"ends {ending} long"
    after_mark = text[end : end + 1]
    if after_mark in ".,;:?!" and after_mark:
        yield f"stop outside {'comma' if after_mark == ',' else 'stop' if after_mark == '.' else 'other'}"
    letter = _LETTER.search(inside)
    capital = letter is None or not letter.group().islower()
    yield ("begins capital" if capital else "begins small") + ("" if short else " long")
    if short and words:
        capitals = [word for word, low in zip(words, lowered, strict=True) if low not in _SMALL]
        is_title = all(not word[0].islower() for word in capitals) and bool(capitals)
        if is_title and count > 1:
            yield "every word capital" if ending in ("none", "comma") else "every word capital, stop"
        if is_title and count == 1:
            yield "one capital word"
        if all(word.isupper() and len(word) > 1 for word in words):
            yield "all capitals"
        if any(word in word_category("speaker") for word in lowered):
            yield "speaks of I or you"
        if any(word in word_category("verb") for word in lowered):
            yield "has verb"
        if lowered[0] in word_category("answer"):
            yield "answer"
        if words[0].isdigit():
            yield "begins digit"
        if lowered[0] in word_category("determiner"):
            yield "begins determiner"
        if repeated.get(_key(text, stretch), 0) > 1:
            yield "repeated"
        if _CODE.search(inside):
            yield "code"
    elif any(word in word_category("speaker") for word in lowered):
        yield "speaks of I or you long"
    if not words:
        yield "no words"
    # its place
    if stretch.parent is not None:
        yield "nested"
        if count < 4 and ending == "none":
            yield "nested term"
    if is_other_level:
        yield "second level"
    if has_long and short:
        yield "beside long"
    lower = max(stretch.block.start, first_mark - _REACH_CHARS, previous.spans[-1].end + 1 if previous else 0)
    upper = min(
        stretch.last_block.end, end + _REACH_CHARS, following.marks[0].start if following else end + _REACH_CHARS
    )
    narrator_before = text[lower:first_mark]
    narrator_after = text[end:upper]
    before = [word.group() for word in _WORD.finditer(narrator_before)]
    after = [word.group() for word in _WORD.finditer(narrator_after[:80])]
    at_start = (
        not text[stretch.block.start : first_mark].strip(" \t\n\r\"'“”‘’([-–—*•")
        if first_mark - stretch.block.start < 200
        else False
    )
    at_end = not narrator_after.strip(" \t\n\r\"'“”‘’.)],;") and following is None and upper == stretch.last_block.end
    if at_start and at_end:
        yield "own paragraph" if count > 2 else "own paragraph short"
    elif at_start:
        yield "paragraph start"
    elif at_end:
        yield "paragraph end"
    # the narrator before it
    ends = narrator_before.rstrip()[-1:]
    if not at_start:
        if previous is not None and not before:
            yield "right after another"
        elif ends == ",":
            yield "after comma"
        elif ends == ":":
            yield "after colon"
        elif ends and ends in ".?!…":
            yield "after sentence"
        elif ends and ends in "(—–-[/":
            yield "after bracket or dash"
        elif before:
            word = before[-1].lower() if len(before) < 2 or before[-2].lower() != "well" else "and"
            kind = _kind_of_word(word, before[-1])
            yield f"after {kind}"
            if short:
                yield f"after {kind}, {'capital' if capital else 'small'}"
    cues = core_cues()
    state = "no cue"
    tail = [word.lower() for word in before[-8:]]
    if before and ends in ",:" and ends and any(word in cues for word in tail[-4:]):
        yield "cue and comma before"
        state = "lead-in"
    elif any(word in cues for word in tail[-3:]) and not _SENTENCE_END.search(narrator_before):
        yield "cue right before"
        state = "cue"
    elif any(word in cues for word in tail) and not _SENTENCE_END.search(narrator_before):
        yield "cue before"
        state = "cue"
    for name in ("called", "work", "named", "sign", "example"):
        if any(word in word_category(name) for word in (tail[-4:] if ends in ",:" else tail[-4:-1])):
            yield f"{name} before"
    # the narrator behind it
    if after and not at_end:
        glued = narrator_after[:1].isspace() and ending not in ("comma", "question", "dash")
        word = after[0]
        if is_attribution(
            text,
            end + len(narrator_after) - len(narrator_after.lstrip(" ,.\n\t")),
            upper,
            after_comma=ending in ("comma", "question", "dash"),
        ):
            yield "attribution behind"
            state = "attribution"
        elif any(other.lower() in cues for other in after[:4]):
            yield "cue behind"
            state = "cue" if state == "no cue" else state
        if glued and word == word.lower():
            yield (
                "goes on behind"
                if word not in word_category("preposition") and word not in word_category("conjunction")
                else "goes on with small word"
            )
        if (
            short
            and before
            and before[-1][0].isupper()
            and word[0].isupper()
            and narrator_after[:1] == " "
            and len(before)
            and not ends in ",.:;"
            and count < 4
            and capital
        ):
            yield "inside name"
        for name in ("work", "named", "sign"):
            if any(other.lower() in word_category(name) for other in after[:2]):
                yield f"{name} behind"
    if short:
        yield f"{'few' if count < 4 else 'some'} words, ends {ending}, {state}"
        if not at_start and before and state == "no cue":
            yield f"no cue, {'capital' if capital else 'small'}, {'few' if count < 4 else 'some'} words"
    # another short one beside it
    for other, gap, side in ((previous, narrator_before, "before"), (following, narrator_after, "behind")):
        if (
            other is not None
            and len(gap.strip(" ,.;").split()) < 3
            and gap.strip(" ,.;").lower() in ("", "and", "or", "and the", "or the")
        ):
            size = other.spans[0].end - other.spans[0].start
            yield f"listed {side}" if size < 40 else f"next to long {side}"


def _kind_of_word(word: str, original: str) -> str:
    """Return what kind of word stands before a mark."""
    for name in ("determiner", "preposition", "conjunction", "copula", "called", "work", "named", "sign"):
        if word in word_category(name):
            return name
    if word.endswith(("'s", "’s", "s'", "s’")):
        return "possessive"
    if word in ("that", "because", "if", "whether"):
        return "that"
    if word == "as":
        return "as"
    if word in core_cues():
        return "cue"
    if word in pronouns():
        return "pronoun"
    return "capital word" if original[0].isupper() else "word"


def _reason(features: set[str]) -> str:
    """Return why a stretch is not speech, for readers."""
    if "no words" in features:
        return "no words"
    if "code" in features:
        return "code"
    if "inside name" in features:
        return "nickname"
    if features & {"after called", "called before"}:
        return "term"
    if features & {"after sign", "sign before", "sign behind"}:
        return "sign"
    if features & {"every word capital", "every word capital, stop", "one capital word"} or features & {
        "after work",
        "work before",
    }:
        return "title or name"
    return "scare quotes"


def _direct_or_mixed(text: str, stretch: Stretch, features: set[str]) -> QuotationKind:
    """Return direct where the words stand as an utterance of their own, mixed inside the narrator's own clause."""
    if features & {"begins small", "begins small long"} and not features & {
        "own paragraph",
        "own paragraph short",
        "paragraph start",
    }:
        return "mixed"
    return "direct"


@cache
def _weights() -> tuple[Mapping[str, float], float]:
    """Load the weights, and the log odds from which a stretch counts as speech.

    Raises:
        LexiconError: if the file lacks them.
    """
    table = read_table("speech.toml", folder=DATA_FOLDER)
    try:
        weights = {name: float(weight) for name, weight in table["weights"].items()}
        return weights, float(table["decision"]["threshold"])
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise LexiconError(str(DATA_FOLDER / "speech.toml"), f"lacks or misspells {error}") from error
