"""Which frames report what somebody said or thought, and which only look so.

News reports in noun phrases too: "announced plans", "criticised the vote". Where somebody tells a story or of
themselves ("she read the letter", "thank you for coming", "they called a cab"), what a verb is about is hardly ever
what somebody has said; a clause mostly is. Neither is what is asked, nor what the reader is told to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from quotes.attributor.frames import Frame
from quotes.language.passages import Unit
from quotes.lexicon import cue_nouns, cue_verbs, pronouns

__all__ = ["holds_clause", "is_past", "reports"]

_OPENERS = frozenset({"whether", "if", "how", "why", "what", "who", "whom", "whose", "when", "where", "which"})
"""Words that open a reported question."""
_AUXILIARIES = frozenset(
    {
        *("am", "is", "are", "was", "were", "be", "been", "'s", "’s", "'m", "’m", "'re", "’re", "has", "have", "had"),
        *("'ve", "’ve", "'d", "’d", "do", "does", "did", "can", "could", "will", "would", "shall", "should", "may"),
        *("might", "must", "ca", "wo", "'ll", "’ll", "not", "n't", "n’t"),
    }
)
"""Words that no verb group is made of alone, where it reports."""
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_RELATIVE = ("WDT", "WP", "WP$", "WRB")
_NOUNS = ("NN", "NNS", "NNP", "NNPS")
_HEARER = ("PRP", "PRP$", "NNP", "NNPS")
_HEARER_UNITS = 6
"""How far into the content the hearer may reach: "assured the two women that"."""


def reports(frame: Frame, *, clauses_only: bool = False) -> bool:
    """Whether a frame in the narrator's own words tells what somebody has said or thought.

    Args:
        frame: a frame without quoted stretches.
        clauses_only: whether, as in stories, letters and talk, only a clause is a report.
    """
    cue = [unit.text.lower() for unit in frame.units[frame.cue[0] : frame.cue[1]]]
    if _AUXILIARIES.issuperset(cue) or _is_question(frame.units):
        return False
    source = [unit.text.lower() for unit in frame.units[frame.source[0] : frame.source[1]]]
    if source == ["you"]:
        return is_past(frame) and holds_clause(frame)
    return not clauses_only or holds_clause(frame)


def _is_question(units: Sequence[Unit]) -> bool:
    """Whether the narrator's sentence asks by its order of words: "Did the clerk say anything?"."""
    if not any(unit.text == "?" and not unit.is_quoted for unit in units[-3:]):
        return False
    words = [unit for unit in units if unit.is_quoted or any(char.isalnum() for char in unit.text)]
    if len(words) > 1 and words[0].tag == "CC":
        words = words[1:]
    return bool(words) and (words[0].tag in _RELATIVE or words[0].text.lower() in _AUXILIARIES)


def is_past(frame: Frame) -> bool:
    """Whether the cue is in the past: "told", "had written"."""
    return any(
        unit.tag == "VBD" or unit.text.lower() in ("had", "was", "were")
        for unit in frame.units[frame.cue[0] : frame.cue[1]]
    )


def holds_clause(frame: Frame) -> bool:
    """Whether the content of a frame is a clause: with "that", a question, with a verb of its own, or an order.

    An infinitive or a gerund is one where a core verb of speech leads to it: "asked them to wait", "denied going".
    What stands behind a semicolon is another clause: "they call it a fresh start; nobody else does".
    """
    whole = (unit for first, last in frame.contents for unit in frame.units[first:last])
    units = list(takewhile(lambda unit: unit.text != ";", whole))
    words = [unit for unit in units if any(char.isalnum() for char in unit.text)]
    if len(words) < 2:
        return False
    return (
        words[0].text.lower() in _OPENERS
        or _has_that(words)
        or _has_own_verb(words)
        or (_has_verbal(words) and _tells_words(frame))
    )


def _has_that(words: Sequence[Unit]) -> bool:
    """Whether "that" opens the clause, maybe behind the hearer or what names it: "told her that", "the idea that"."""
    for place, unit in enumerate(words[:_HEARER_UNITS]):
        if unit.tag == "IN" and unit.text.lower() == "that":
            before = words[place - 1]
            return not place or before.tag in _HEARER or before.text.lower() in cue_nouns()
    return False


def _has_own_verb(words: Sequence[Unit]) -> bool:
    """Whether the first finite verb has its subject before it and is not that of a relative clause."""
    for place, unit in enumerate(words):
        if unit.tag in _RELATIVE or (place and unit.text.lower() == "that"):
            return False
        if unit.tag == "PRP" and place and words[place - 1].tag in _NOUNS and _is_subject(unit):
            return False  # "the stairs she had climbed"
        if unit.tag in _FINITE:
            return place > 0
    return False


def _is_subject(unit: Unit) -> bool:
    return unit.text.lower() in pronouns() and unit.text.lower() not in ("me", "him", "us", "them", "her")


def _has_verbal(words: Sequence[Unit]) -> bool:
    """Whether there is a gerund at the front, or an infinitive with "to", maybe behind the hearer."""
    near = words[:_HEARER_UNITS]
    return words[0].tag == "VBG" or any(one.tag == "TO" and other.tag == "VB" for one, other in pairwise(near))


def _tells_words(frame: Frame) -> bool:
    """Whether the cue is a verb that does hardly anything but report what is said or written, with a clause too."""
    forms = (cue_verbs().get(unit.text.lower()) for unit in frame.units[frame.cue[0] : frame.cue[1]])
    return any(
        form is not None and form.is_core and form.takes_clause and form.kind in ("speech", "writing") for form in forms
    )
