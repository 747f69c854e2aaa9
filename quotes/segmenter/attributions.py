"""Attributions as the segmenter needs them: "she said", "said Mr Ellis", found by words alone, without tags.

They tell where a quotation ends or begins whose other mark was lost, and that a marked stretch is speech. Who speaks
is none of this module's business. ``verbs`` are always those that a house adds to the verbs known here.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from quotes.lexicon import HouseVerb, cue_verbs, furniture, pronouns
from quotes.lexicon.files import read_table

__all__ = [
    "DATA_FOLDER",
    "core_cues",
    "ends_in_attribution",
    "find_attribution",
    "find_speech_end",
    "find_speech_start",
    "has_attribution",
    "is_attribution",
    "word_category",
]

DATA_FOLDER = Path(__file__).parent / "data"
"""Where the numbers and words of this package are."""

_REACH_WORDS = 8
"""How many words after a stop or comma may belong to the attribution that begins there."""

_REACH_CHARS = 120

_FINITE = frozenset({"past", "third"})

_BEGINNING = re.compile(r"(?:[,.?!…—–]|--|-(?=\s))[\"'”’]?\s+(?=[^\W\d_])")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.?!…][\"'”’)\]]*\s+(?=[^\W\d_a-z]|[\"“‘'])")
_LEAD_IN = re.compile(r"([^\W\d_]+)((?:\s+[^\W_]+){0,3})\s*[,:]\s+(?=[^\W\d_a-z])")
_CONTRACTION = re.compile(r"[^\W_]+['’](?:m|d|re|ve|ll)\Z", re.IGNORECASE)
_SIGNED = re.compile(r"[.?!…][\"'”’]?\s+(?:—|–|--)\s*(?=[^\W\d_a-z])")
_SHORT_SENTENCE = re.compile(r"[^.?!…,;:\"“”]{3,30}\.\s*(?:\Z|[\"“‘'])")
_CUE_AND_STOP = re.compile(r"\s([^\W\d_]+)\.\s+(?=[^\W\d_a-z])")
_CLAUSE_END = re.compile(r"(?<![A-Z])(?<!Mr)(?<!Ms)(?<!Dr)(?<!Mrs)(?<!St)[.,;:!?—–]+\s+")


@cache
def core_cues(verbs: tuple[HouseVerb, ...] = ()) -> frozenset[str]:
    """Return the forms, in lower case, of the verbs that commonly report speech: say, says, said, saying.

    Example:
        >>> {"says", "replied", "crying"} <= core_cues()
        True
    """
    return frozenset(form for form, cue in cue_verbs(verbs).items() if cue.is_core)


@cache
def word_category(name: str) -> frozenset[str]:
    """Return a list of words of the data file ``words.toml``, in lower case.

    Example:
        >>> "the" in word_category("determiner")
        True
    """
    return frozenset(read_table("words.toml", folder=DATA_FOLDER)["words"][name])


@cache
def _finite_cues(verbs: tuple[HouseVerb, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Return third persons and past forms of core verbs: those of speech, and those of speech or thought."""
    cues = cue_verbs(verbs)
    every = {form: cue for form, cue in cues.items() if cue.is_core and not _FINITE.isdisjoint(cue.inflections)}
    return frozenset(form for form, cue in every.items() if cue.kind != "thought"), frozenset(every)


@cache
def _subjects() -> frozenset[str]:
    """Return the pronouns, in lower case, that may stand before a cue."""
    return frozenset(form for form, pronoun in pronouns().items() if pronoun.is_subject)


@cache
def _interpretation() -> re.Pattern[str]:
    """Return the pattern of a paragraph's beginning that says no more than that an interpreter is heard."""
    expressions = "|".join(re.escape(expression) for expression in furniture("interpretation"))
    return re.compile(rf"[^.?!\n]{{0,40}}\b(?i:{expressions})\b[.,:]?\s+(?=[^\W\d_a-z])")


def find_attribution(text: str, start: int, end: int, verbs: tuple[HouseVerb, ...] = ()) -> int | None:
    """Return where the first attribution that follows a stop or comma in ``[start, end)`` begins, or None.

    One whose subject is a common noun counts only where there is no other: ", the board concluded" may be said too.

    Example:
        >>> find_attribution("The roads were very poor, said Saboia after the meeting.", 0, 56)
        26
    """
    weak = None
    for beginning in _BEGINNING.finditer(text, start, end):
        place = beginning.end()
        after_comma = text[beginning.start()] in ",—–-" or (
            text[beginning.start()] in "?!" and _SHORT_SENTENCE.match(text, place, end) is not None
        )
        if is_attribution(text, place, end, after_comma=after_comma, verbs=verbs):
            first = _WORD.match(text, place)
            if first is None or first.group().lower() not in word_category("determiner"):
                return place
            weak = place if weak is None else weak
    return weak


def ends_in_attribution(text: str, start: int, end: int, verbs: tuple[HouseVerb, ...] = ()) -> bool:
    """Whether the last sentence of ``[start, end)`` ends in an attribution: nothing is said behind it.

    Example:
        >>> ends_in_attribution("The roads were very poor, said Saboia.", 0, 38)
        True
        >>> ends_in_attribution("The roads were very poor, said Saboia. We walked.", 0, 49)
        False
    """
    place = find_attribution(text, max(start, end - _REACH_CHARS), end, verbs)
    return place is not None and _SENTENCE_END.search(text, place, end) is None


def has_attribution(text: str, start: int, end: int, verbs: tuple[HouseVerb, ...] = ()) -> bool:
    """Whether an attribution, other than one with a common noun for its subject, stands anywhere in ``[start, end)``.

    Example:
        >>> has_attribution("The roads were very poor, said Saboia. We walked.", 0, 49)
        True
        >>> has_attribution("The roads were very poor. We walked.", 0, 36)
        False
    """
    place = find_attribution(text, start, end, verbs)
    if place is None:
        return False
    first = _WORD.match(text, place)
    return first is None or first.group().lower() not in word_category("determiner")


def is_attribution(text: str, start: int, end: int, *, after_comma: bool, verbs: tuple[HouseVerb, ...] = ()) -> bool:
    """Whether an attribution begins at ``start``: a subject and its cue, or a cue and its subject.

    After a stop "He said" begins a new sentence as often as it attributes, so there a pronoun must be in lower case, or
    the cue come first.

    Example:
        >>> is_attribution("the mayor of Hollin said.", 0, 25, after_comma=True)
        True
        >>> is_attribution("the mayor of Hollin resigned.", 0, 29, after_comma=True)
        False
    """
    speech, every = _finite_cues(verbs)
    words: list[str] = []
    position = start
    for found in _WORD.finditer(text, start, min(end, start + _REACH_CHARS)):
        if words and text[position : found.start()].strip() not in ("", "."):
            break
        words.append(found.group())
        position = found.end()
        if len(words) == _REACH_WORDS:
            break
    if len(words) < 2:
        return False
    lowered = [word.lower() for word in words]
    first, second = lowered[0], lowered[1]
    if (
        words[0] == first
        and first in every
        and (words[1][0].isupper() or second in word_category("determiner") or second in _subjects())
    ):
        return first in speech or second not in ("i", "we", "you")
    if first in _subjects():
        if words[0] != first and words[0] != "I":
            return False
        cues = speech if first in ("i", "we", "you", "it") else every
        return second in cues or (len(words) > 2 and second in word_category("before cue") and lowered[2] in cues)
    if _CONTRACTION.match(words[0]):
        return False
    is_name = words[0][0].isupper()
    if after_comma and (is_name or first in word_category("determiner")):
        for place in range(1, len(words)):
            word = lowered[place]
            if word == words[place] and word in every:
                return True
            if is_name and word == words[place] and word not in word_category("in names"):
                return False
    return False


def find_speech_end(
    text: str,
    start: int,
    limit: int,
    *,
    is_paragraph_end: bool,
    is_resumed: bool = False,
    verbs: tuple[HouseVerb, ...] = (),
) -> int:
    """Return where speech that begins at ``start`` ends when its closing mark is lost, at ``limit`` at the latest.

    Before its attribution, or before the dash and the name that sign it; else with the paragraph. Where another
    quotation follows in the paragraph, the narrator must have spoken in between, and where the words began in lower
    case they are a part of his sentence: there they end with their first sentence.

    Example:
        >>> find_speech_end("It was very poor, said Saboia.", 0, 30, is_paragraph_end=True)
        18
    """
    attribution = find_attribution(text, start, limit, verbs)
    if attribution is not None:
        return attribution
    if is_paragraph_end:
        for signature in _SIGNED.finditer(text, max(start, limit - _REACH_CHARS), limit):
            if _SENTENCE_END.search(text, signature.end(), limit) is None:
                return signature.start() + 1
    if is_paragraph_end and (is_resumed or not text[start : start + 1].islower()):
        return limit
    end = _SENTENCE_END.search(text, start, limit)
    return end.end() if end else limit


def find_speech_start(
    text: str, lower: int, end: int, limit: int, *, is_paragraph_start: bool, verbs: tuple[HouseVerb, ...] = ()
) -> int | None:
    """Return where speech that ends at ``end`` begins when its opening mark is lost, at ``lower`` at the earliest.

    Behind "he said, ", "told reporters: " or an interpreter's note; else, where an attribution or nothing but a new
    sentence follows, with the paragraph or behind the attribution of what was quoted before it there. None where
    nothing tells.

    Args:
        text: the document.
        lower: start of the paragraph, or the end of the quotation before.
        end: where the closing mark stands.
        limit: end of the paragraph.
        is_paragraph_start: whether ``lower`` is the start of the paragraph.
        verbs: cue verbs that a house adds.

    Example:
        >>> text = 'Then she said, It was poor."'
        >>> find_speech_start(text, 0, 27, 28, is_paragraph_start=True)
        15
        >>> find_speech_start('They denied a loss" last year.', 0, 18, 30, is_paragraph_start=True) is None
        True
    """
    for lead_in in _LEAD_IN.finditer(text, lower, end):
        words = [lead_in.group(1), *lead_in.group(2).split()]
        if any(word.lower() in core_cues(verbs) for word in words):
            return lead_in.end()
    for said in _CUE_AND_STOP.finditer(text, lower, end):
        if said.group(1) in _finite_cues(verbs)[0]:
            return said.end()
    note = _interpretation().match(text, lower, end) if is_paragraph_start else None
    if note is not None:
        return note.end()
    behind = _WORD.search(text, end, limit)
    if behind is not None and not is_attribution(text, behind.start(), limit, after_comma=True, verbs=verbs):
        is_sentence = behind.group()[0].isupper() and text[end - 1 : end] in tuple(".?!…")
        if not is_sentence:
            return None
    if is_paragraph_start:
        return lower
    beginning = _WORD.search(text, lower, end)
    if beginning is None:
        return None
    is_attributed = is_attribution(text, beginning.start(), end, after_comma=True, verbs=verbs)
    ends = _CLAUSE_END if is_attributed else _SENTENCE_END
    stop = ends.search(text, beginning.start(), end)
    return stop.end() if stop else None
