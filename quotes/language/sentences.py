"""Where sentences end: NLTK's Punkt over parameters of our own, and a few rules about what surrounds a stop.

Punkt (Kiss and Strunk 2006) decides about stops from abbreviations, collocations and words that start sentences. The
rules after it see to quotation marks: a closing mark belongs to the sentence it closes, and words that go on in lower
case after one (``"Really?" he said``) go on with the sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from quotes.errors import LexiconError
from quotes.language.punkt import load_punkt
from quotes.lexicon.files import read_table
from quotes.spans import Span

__all__ = ["PARAMETERS_FILE", "Abbreviations", "SentenceSplitter", "find_sentences", "load_abbreviations"]

DATA_FOLDER = Path(__file__).parent / "data"
PARAMETERS_FILE = DATA_FOLDER / "punkt.json"
"""Where the parameters are that ship with the package."""

_ENDERS = re.compile(r"[.?!]")
_CLOSERS = "\"'\u201d\u2019\u00bb)]}\u203a"
_OPENERS = "\"'`\u201c\u201e\u2018\u00ab([{\u2039 \t\u00a0-\u2014\u2013"
_LAST_WORD = re.compile(r"([^\s\"'\u201c\u201d\u2018\u2019(\[]+)\.$")
_NOTES = re.compile(r"(?:\[\d{1,3}(?:\s?[\u2013,-]\s?\d{1,3})?\]\s*)+")
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_LOWER, _INSIDE_UPPER = 0b1110000, 0b100  # Punkt's bits: seen in lower case; seen capitalised inside a sentence
_REACH = 40
_REMEMBERED = 4096
_SPACES = " \n\t\r\v\f"


@dataclass(frozen=True)
class Abbreviations:
    """Abbreviations in lower case without their last stop: before names, before numbers, and all of them."""

    titles: frozenset[str]
    counters: frozenset[str]
    every: frozenset[str]


@lru_cache(maxsize=1)
def load_abbreviations() -> Abbreviations:
    """Return the abbreviations that ship with the package.

    Raises:
        LexiconError: if the file is damaged.

    Example:
        >>> "lt" in load_abbreviations().titles
        True
    """
    table = read_table("abbreviations.toml", folder=DATA_FOLDER)["abbreviations"]
    titles, counters = frozenset(table["titles"]), frozenset(table["counters"])
    others = (*table["others"], *table["dates"], *table["places"])
    return Abbreviations(titles, counters, titles | frozenset(others))


class SentenceSplitter:
    """Punkt with given parameters.

    Args:
        parameters: ``abbreviations``, ``starters``, ``collocations`` (pairs) and ``contexts`` (word -> Punkt's bits).
    """

    def __init__(self, parameters: dict[str, Any]) -> None:
        punkt = load_punkt()

        class Marks(punkt.PunktLanguageVars):  # type: ignore[misc, name-defined]
            """Punkt's marks, with the closing marks of every family."""

            re_boundary_realignment = re.compile(
                r"[\"')\]}\u2019\u201d\u00bb\u203a]+(?:\s+|(?=--|[\u2014\u2013])|$)", re.MULTILINE
            )
            _re_non_word_chars = "(?:[)\\\";}\\]*:@'({\\[?!\u2018\u2019\u201c\u201d\u00ab\u00bb\u2039\u203a])"

        built = punkt.PunktParameters()
        built.abbrev_types = set(parameters["abbreviations"])
        built.sent_starters = set(parameters["starters"])
        built.collocations = {(first, second) for first, second in parameters["collocations"]}
        built.ortho_context.update(parameters["contexts"])
        marks = Marks()
        self._punkt = punkt.PunktSentenceTokenizer(built, lang_vars=marks)
        self._contexts = re.compile(marks.period_context_re().pattern, re.VERBOSE)
        self._closing = marks.re_boundary_realignment
        self._ask = lru_cache(maxsize=_REMEMBERED)(self._punkt.text_contains_sentbreak)
        self._doubtful = built.abbrev_types | {first for first, _ in built.collocations}
        self._known = load_abbreviations()
        self._starters = {
            word for word, bits in parameters["contexts"].items() if bits & _LOWER and not bits & _INSIDE_UPPER
        }

    def find(self, text: str, start: int, end: int) -> list[Span]:
        """Return the sentences of ``text[start:end]`` as spans of the whole text, without white space around them."""
        part = text[start:end]
        found: list[Span] = []
        for first, last in self._cut(part) if _ENDERS.search(part) else ((0, len(part)),):
            span = Span(start + first, start + last).trim(text)
            if found and (note := _NOTES.match(text, span.start, span.end)):
                found[-1] = Span(found[-1].start, span.start + len(note[0].rstrip()))
                span = Span(note.end(), span.end).trim(text)
            if span.start == span.end:
                continue
            if found and self._goes_on(text, found[-1], span):
                found[-1] = Span(found[-1].start, span.end)
            else:
                found.append(span)
        return found

    def _cut(self, text: str) -> Iterator[tuple[int, int]]:
        """Give the sentences that `PunktSentenceTokenizer.span_tokenize` finds, at a third of its cost."""
        start = 0
        size = len(text.rstrip())
        breaks = [*self._find_breaks(text), (size, size)]
        for (end, following), (limit, _) in pairwise(breaks):
            closing = self._closing.match(text, following, limit)
            if closing is not None:
                yield start, following + len(closing[0].rstrip())
                start = closing.end()
            else:
                if start < end:
                    yield start, end
                start = following
        if start < size:
            yield start, size

    def _find_breaks(self, text: str) -> Iterator[tuple[int, int]]:
        """Give where sentences end by Punkt's decisions, and where the next ones begin."""
        before: re.Match[str] | None = None
        first = last = 0  # the word before the last stop seen
        for match in self._contexts.finditer(text):
            stop = match.start()
            space = max([text.rfind(char, last, stop) for char in _SPACES])
            begin = space + 1 if space > last else first
            if before is not None and last <= begin and self._is_break(text[first:last], before):
                yield before.end(), before.start("next_tok") if before["next_tok"] else before.end()
            before, first, last = match, begin, stop
        if before is not None and self._is_break(text[first:last], before):
            yield before.end(), before.start("next_tok") if before["next_tok"] else before.end()

    def _is_break(self, word: str, match: re.Match[str]) -> bool:
        """Whether the stop behind ``word`` ends a sentence; Punkt is asked unless the word settles it."""
        if len(word) > 1 and word.isalpha() and (match[0] != "." or word.lower() not in self._doubtful):
            return True
        return bool(self._ask(f"{word}{match[0]}{match['after_tok']}"))

    def _goes_on(self, text: str, before: Span, after: Span) -> bool:
        """Whether the end found between two stretches is none."""
        tail = text[max(before.start, before.end - _REACH) : before.end]
        bare = tail.rstrip(_CLOSERS)
        head = text[after.start : after.start + _REACH]
        if not head.strip(_CLOSERS + _OPENERS):
            return len(head) < _REACH and after.start == before.end
        if head[0] in ",;:":
            return True
        is_closed = len(bare) < len(tail)
        if is_closed and head[0] in "-\u2013\u2014":
            return True
        follows = head.lstrip(_OPENERS)
        if follows[:1].islower():
            if bare[-1:] in "?!\u2026" or bare.endswith(".."):
                return True
            if is_closed:
                return follows is head or head.lstrip(" -\u2014\u2013")[:1] not in _OPENERS
        word = _LAST_WORD.search(bare)
        if word is None or is_closed:
            return False
        last = word[1].lower().lstrip("-")
        if last in self._known.titles:
            return True
        if last in self._known.counters and follows[:1].isdigit():
            return True
        if _INITIALS.fullmatch(last):
            if follows[:1].islower():
                return True
            first = _FIRST_WORD.match(follows)
            is_starter = first is None or first[0].lower() in self._starters
            return last not in self._known.every and not is_starter
        return follows[:1].islower() and len(last) < 5 and any(letter.isalpha() for letter in last)


@lru_cache(maxsize=1)
def _load_splitter() -> SentenceSplitter:
    try:
        return SentenceSplitter(json.loads(PARAMETERS_FILE.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LexiconError(str(PARAMETERS_FILE), f"cannot be used ({error}); install the package again") from error


def find_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of ``text[start:end]``, in order, as spans in code points into the whole text.

    Every code point that is not white space is in one sentence; white space between sentences is in none.

    Args:
        text: the whole text.
        start: first code point to look at.
        end: one past the last code point to look at; the end of the text by default.

    Raises:
        LexiconError: if the parameters of the package are damaged.

    Source:
        Kiss and Strunk 2006, Unsupervised multilingual sentence boundary detection, as NLTK's Punkt has it.

    Example:
        >>> text = '"Really?" he asked. Lt. Col. Reed left the U.S. in May.'
        >>> [span.of(text) for span in find_sentences(text)]
        ['"Really?" he asked.', 'Lt. Col. Reed left the U.S. in May.']
    """
    last = len(text) if end is None else end
    if _ENDERS.search(text, start, last) is None:
        span = Span(start, last).trim(text)
        return [span] if span.start < span.end else []
    return _load_splitter().find(text, start, last)
