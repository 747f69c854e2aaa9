"""Attributions as the segmenter needs them: "she said", "said Mr Ellis", found by words alone, without tags.

They tell where a quotation ends whose closing mark was lost, and that a marked stretch is speech. Who speaks is
none of this module's business.
"""

from __future__ import annotations

import re
from functools import cache

from quotes.lexicon.files import read_table, read_words

__all__ = ["cue_forms", "find_attribution", "find_speech_end", "find_speech_start", "is_attribution"]

_REACH_WORDS = 6
"""How many words after a stop or comma may belong to the attribution that begins there."""


@cache
def cue_forms() -> frozenset[str]:
    """Return the forms, in lower case, of the verbs that commonly report speech: say, says, said, saying.

    Example:
        >>> {"says", "replied", "crying"} <= cue_forms()
        True
    """
    return frozenset(form for forms in _cue_table().values() for form in forms)


@cache
def _cue_table() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the forms of each verb, keyed by lemma and kind; the lemma itself comes first."""
    irregular = read_table("irregular_verbs.toml")["forms"]
    table = {}
    for lemma, kind, rank, _ in read_words("cue_verbs.txt", columns=4):
        if rank == "core":
            past, participle = irregular.get(lemma, ([], []))
            table[lemma, kind] = (lemma, *_regular_forms(lemma, bool(past)), *past, *participle)
    return table


@cache
def _finite_cues() -> frozenset[str]:
    """Return third persons and past forms of verbs of speech and manner: what stands in an attribution after its noun."""
    return frozenset(
        form
        for (_, kind), forms in _cue_table().items()
        if kind != "thought"
        for form in forms[1:]
        if not form.endswith("ing")
    )


def _regular_forms(lemma: str, is_irregular: bool) -> tuple[str, ...]:
    """Return the forms English makes by rule; the past only where the verb is regular."""
    if lemma[-1] == "y" and lemma[-2] not in "aeiou":
        third, past, stem = lemma[:-1] + "ies", lemma[:-1] + "ied", lemma
    elif lemma[-1] == "e":
        third, past, stem = lemma + "s", lemma + "d", lemma if lemma[-2] in "eoy" else lemma[:-1]
    else:
        third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
        past, stem = lemma + "ed", lemma
    return (third, stem + "ing") if is_irregular else (third, stem + "ing", past)


_SUBJECTS = frozenset("he she they i we it you who everyone somebody someone another others both".split())
_DETERMINERS = frozenset("the a an his her their my our its one another this that".split())
_BEGINNING = re.compile(r"(?:[,.?!…—–]|--|-(?=\s))[\"'”’]?(\s+)(?=[^\W\d_])")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


def find_attribution(text: str, start: int, end: int) -> int | None:
    """Return where the first attribution that follows a stop or comma in ``[start, end)`` begins, or None.

    Example:
        >>> find_attribution("The roads were very poor, said Saboia after the meeting.", 0, 56)
        26
    """
    for beginning in _BEGINNING.finditer(text, start, end):
        if is_attribution(text, beginning.end(), end, after_comma=text[beginning.start()] in ",—–-"):
            return beginning.end()
    return None


def is_attribution(text: str, start: int, end: int, *, after_comma: bool) -> bool:
    """Whether an attribution begins at ``start``: a subject and its cue, or a cue and its subject.

    After a comma any of both orders will do; after a stop "He said" begins a new sentence as often as it attributes, so
    the pronoun must be in lower case, or the cue must come first.
    """
    cues = _finite_cues()
    words: list[str] = []
    position = start
    for word in _WORD.finditer(text, start, min(end, start + 120)):
        between = text[position : word.start()]
        if words and between.strip() not in ("", "."):
            break
        words.append(word.group())
        position = word.end()
        if len(words) == _REACH_WORDS:
            break
    if len(words) < 2:
        return False
    first, second = words[0], words[1]
    lowered = [word.lower() for word in words]
    if (
        first == lowered[0]
        and lowered[0] in cues
        and (second[0].isupper() or lowered[1] in _DETERMINERS or lowered[1] in ("he", "she", "they", "we", "it"))
    ):
        return True
    if lowered[0] in _SUBJECTS and (first == lowered[0] or first == "I"):
        return lowered[1] in cues or (len(words) > 2 and lowered[1] in _ADVERBS_BEFORE and lowered[2] in cues)
    if after_comma and (first[0].isupper() or lowered[0] in _DETERMINERS):
        for place, word in enumerate(lowered[1:], 1):
            if word in cues and words[place] == word and word not in _NOUNS_TOO:
                return True
            if lowered[0] not in _DETERMINERS and not words[place][0].isupper() and word not in ("of", "de", "von"):
                return False
    return False


_SENTENCE_END = re.compile(r"[.?!…][\"'”’)\]]*\s+(?=[^\W\d_a-z]|[\"“‘'])")
_LEAD_IN = re.compile(r"([^\W\d_]+)((?:\s+[^\W_]+){0,3})\s*[,:]\s+(?=[^\W\d_a-z])")


def find_speech_end(text: str, start: int, limit: int, *, is_paragraph_end: bool) -> int:
    """Return where speech that begins at ``start`` ends when its closing mark is lost, at ``limit`` at the latest.

    Before its attribution; else with the paragraph; else, where another quotation follows in the paragraph, with its
    first sentence, for the narrator must have spoken in between.

    Example:
        >>> find_speech_end("It was very poor, said Saboia.", 0, 30, is_paragraph_end=True)
        17
    """
    attribution = find_attribution(text, start, limit)
    if attribution is not None:
        return attribution
    if is_paragraph_end:
        return limit
    end = _SENTENCE_END.search(text, start, limit)
    return end.end() if end else limit


def find_speech_start(text: str, lower: int, end: int, *, is_paragraph_start: bool) -> int | None:
    """Return where speech that ends at ``end`` begins when its opening mark is lost, at ``lower`` at the earliest.

    Behind "he said, " or "told reporters: "; else with the paragraph; else behind the attribution of what was quoted
    before it in the paragraph. None where nothing tells.

    Example:
        >>> find_speech_start("Then she said, It was poor.", 0, 27, is_paragraph_start=True)
        15
    """
    cues = cue_forms()
    for lead_in in _LEAD_IN.finditer(text, lower, end):
        words = [lead_in.group(1), *lead_in.group(2).split()]
        if any(word.lower() in cues for word in words):
            return lead_in.end()
    if is_paragraph_start:
        return lower
    beginning = _WORD.search(text, lower, end)
    if beginning is None:
        return None
    if is_attribution(text, beginning.start(), end, after_comma=True):
        stop = _AFTER_ATTRIBUTION.search(text, beginning.start(), end)
        return stop.end() if stop else None
    sentences = [sentence.end() for sentence in _SENTENCE_END.finditer(text, lower, end)]
    return sentences[0] if sentences else None


_AFTER_ATTRIBUTION = re.compile(r"(?<![A-Z])(?<!Mr)(?<!Ms)(?<!Dr)(?<!Mrs)(?<!St)[.,;:!?—–]+\s+")
_ADVERBS_BEFORE = frozenset("had has have also then only just then would could always later".split())
_NOUNS_TOO = frozenset("question answer order document guess promise report review call".split())
