"""The marks of a text one by one: where they stand, and what each reading of one would cost by itself.

What stands before and after a mark says most about it, its form less, the document's habits turn the form's word
round where a document does so throughout. How the marks fit together is decided in `quotes.segmenter.marks`.

Source: the numbers are data, ``data/marks.toml``, each with its reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp, log, log1p
from typing import NamedTuple

from quotes.errors import LexiconError
from quotes.language.layout import Paragraph
from quotes.lexicon import HouseVerb, mark_forms
from quotes.lexicon.files import read_table
from quotes.segmenter.attributions import DATA_FOLDER, ends_in_attribution
from quotes.segmenter.losses import LossSurvey, PlainMark

__all__ = ["DATA_FOLDER", "Habits", "Mark", "Numbers", "find_marks", "learn_habits", "numbers"]

_SURVEY_MARKS = 20_000
"""How many marks are looked at to learn the document's habits."""

_LONGEST_RUN = 6
"""More marks than this side by side are decoration, and so are more than three of the same."""

_LONGEST_RUN_CHARS = 64

_FENCE = "```"
"""What fences program text in."""

_LONGEST_ROW = 8
"""So many runs with nothing but white space between them are decoration."""

_INDENT_CHARS = 64
"""White space at the start of a paragraph is no longer than this."""

_CLEAR = 3.0
"""Log odds from the neighbours beyond which a mark's direction is plain enough to learn from."""


class Mark(NamedTuple):
    """A candidate.

    Attributes:
        start: first code point.
        end: one past the last code point.
        char: the mark it stands for, a key of `quotes.lexicon.mark_forms`.
        options: bits that say what it may be; readings that differ in nothing else share them.
        costs: what each role costs by itself, in the order open, close, reopen, apostrophe, measure, stray.
    """

    start: int
    end: int
    char: str
    options: int
    costs: tuple[float, float, float, float, float, float]


AT_START, MAY_BE_APOSTROPHE, MAY_MEASURE, INSIDE_WORD, DECORATION, BEHIND_ATTRIBUTION = 1, 2, 4, 8, 16, 32
"""Bits of `Mark.options`: first in its paragraph; may be an apostrophe; may measure; is an apostrophe; is stray; stands
behind "he said."."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The data file, ready for use: tables of log odds, costs and word lists."""

    before: Mapping[str, float]
    after: Mapping[str, float]
    form: Mapping[str, float]
    costs: Mapping[str, float]
    spellings: Mapping[str, str]
    levels: Mapping[str, str]
    apostrophes: frozenset[str]
    measures: frozenset[str]
    first_elisions: frozenset[str]
    last_elisions: frozenset[str]


@cache
def numbers() -> Numbers:
    """Load the data file.

    Raises:
        LexiconError: if it lacks a table.
    """
    table = read_table("marks.toml", folder=DATA_FOLDER)
    try:
        return Numbers(
            before=table["before"],
            after=table["after"],
            form=table["form"],
            costs=table["costs"],
            spellings=table["spellings"],
            levels={char: level for level, chars in table["levels"].items() for char in chars},
            apostrophes=frozenset(table["uses"]["apostrophe"]),
            measures=frozenset(table["uses"]["measure"]),
            first_elisions=frozenset(table["elisions"]["first"]),
            last_elisions=frozenset(table["elisions"]["last"]),
        )
    except (KeyError, AttributeError, TypeError) as error:
        raise LexiconError(str(DATA_FOLDER / "marks.toml"), f"lacks or misspells {error}") from error


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document uses its marks.

    Attributes:
        main: level of its outermost marks.
        lean: log odds that a mark opens, by its character, where its neighbours say nothing.
        lost: how many of the paragraphs that seem to go on in the next rather lost their closer, 0 to 1.
        verbs: cue verbs that a house adds.
    """

    main: str
    lean: Mapping[str, float]
    lost: float = 0.0
    verbs: tuple[HouseVerb, ...] = ()


def learn_habits(text: str, paragraphs: Sequence[Paragraph], verbs: tuple[HouseVerb, ...] = ()) -> Habits:
    """Look at the marks whose neighbours make them plain: which level is outermost, which way each form is turned.

    Example:
        >>> from quotes.language.layout import read_layout
        >>> text = "'It isn't,' she said. 'It never was.'"
        >>> learn_habits(text, read_layout(text).paragraphs).main
        'single'
    """
    data = numbers()
    opens: Counter[str] = Counter()
    closes: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    seen = 0
    survey = LossSurvey()
    for paragraph in paragraphs:
        plain: list[PlainMark] = []
        for run in _mark_pattern().finditer(text, paragraph.start, paragraph.end):
            seen += 1
            start, end = run.span()
            before, after = _before(text, start, paragraph), _after(text, end, paragraph)
            odds = data.before[before] + data.after[after]
            if abs(odds) <= _CLEAR or end - start > _LONGEST_RUN_CHARS:
                continue
            chars = _split_run(run.group(), True, True)
            if len(chars) > _LONGEST_RUN:
                continue
            is_before_elision = odds > 0 and _first_word(text, end) in data.first_elisions
            if not (is_before_elision and run.group() in data.apostrophes):
                at_edge = before == "start" if odds > 0 else after == "end"
                levels_here = {data.levels.get(char, "double") for char, _ in chars if char}
                plain += [PlainMark(level, odds > 0, at_edge) for level in levels_here]
            for char, _ in chars:
                if not char:
                    continue
                if odds > 0:
                    if not (is_before_elision and char in data.apostrophes):
                        opens[char] += 1
                else:
                    closes[char] += 1
                    if before in ("stop", "comma", "ellipsis"):
                        ends[char] += 1
        survey.read(plain)
        if seen > _SURVEY_MARKS:
            break
    lean = dict(_usual_lean())
    prior, most = data.form["prior_count"], data.form["most_adapted"]
    for char in (opens.keys() | closes.keys()) & lean.keys():
        share = prior / (1.0 + exp(-lean[char]))
        odds = log((opens[char] + share) / (closes[char] + prior - share))
        lean[char] = max(-most, min(most, odds))
    levels: Counter[str] = Counter()
    for char in opens.keys() | closes.keys():
        level = data.levels.get(char, "double")
        levels[level] += opens[char]
    # An apostrophe looks like a single closer; only behind a stop or comma is it none.
    single_ends = sum(count for char, count in ends.items() if data.levels.get(char) == "single")
    levels["single"] = min(levels["single"], single_ends)
    main = max(sorted(levels), key=lambda level: levels[level], default="double")
    main = main if levels[main] else "double"
    return Habits(main, lean, survey.share(main), verbs)


@cache
def _usual_lean() -> Mapping[str, float]:
    """Return the log odds that each mark opens in a document that shows nothing of its habits."""
    return {char: numbers().form[form.form] for char, form in mark_forms().items()}


def find_marks(text: str, paragraphs: Sequence[Paragraph], habits: Habits) -> Iterator[tuple[Paragraph, list[Mark]]]:
    """Yield each paragraph with its marks in order; apostrophes inside words are among them, marked as such."""
    local = _LocalCosts(habits)
    pattern = _mark_pattern()
    for paragraph in paragraphs:
        marks: list[Mark] = []
        end, row, row_start = paragraph.start, 0, 0
        for run in pattern.finditer(text, paragraph.start, paragraph.end):
            start = run.start()
            if start - end < _LONGEST_RUN and text[end:start].isspace():
                row += 1
            else:
                row, row_start = 0, len(marks)
            end = run.end()
            if row < _LONGEST_ROW:
                local.read_run(text, start, end, paragraph, marks)
                continue
            if row == _LONGEST_ROW:
                marks[row_start:] = [
                    Mark(m.start, m.end, m.char, DECORATION, _CERTAIN_STRAY) for m in marks[row_start:]
                ]
            marks.append(Mark(start, end, '"', DECORATION, _CERTAIN_STRAY))
        yield paragraph, marks


@cache
def _mark_pattern() -> re.Pattern[str]:
    """Return the pattern of a run of marks.

    Each alternative of its first mark begins with a character of its own, so that `re` looks for one of those.
    """
    single = [re.escape(char) for char in mark_forms() if len(char) == 1]
    spelled = sorted((s for s in numbers().spellings if not all(c in mark_forms() for c in s)), key=len, reverse=True)
    spellings = "|".join(map(re.escape, spelled))
    return re.compile(f"(?:{'|'.join(single)}|{spellings})(?:[{''.join(single)}]|{spellings})*+")


@cache
def _spelling_pattern() -> re.Pattern[str]:
    """Return the pattern of one mark, the longest spelling first."""
    spellings = sorted({*numbers().spellings, *mark_forms()}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, spellings)))


@lru_cache(maxsize=4096)
def _split_run(run: str, may_open: bool, may_close: bool) -> tuple[tuple[str, int], ...]:
    """Split marks side by side into single ones: each with the character it stands for and its length.

    Three apostrophes are a double mark outside a single one: which comes first depends on the side the words are on.
    """
    spellings = numbers().spellings
    if len(run) == 1:
        return ((spellings.get(run, run), 1),)
    if run == "'''" and not may_open:
        return (("'", 1), ("''", 2))
    if run == '""' and may_open != may_close:
        return (('"', 2),)
    return tuple((spellings.get(found, found), len(found)) for found in _spelling_pattern().findall(run))


_WORD = re.compile(r"[^\W_]+")
_LAST_WORD = re.compile(r"[^\W_]+\Z")
_DECADE = re.compile(r"\d0s\b")
_YEAR = re.compile(r"\d\ds?(?![\w%]|[.,]\d)(\s+[^\W_])?")
_INCHES = re.compile(r"\s?\d{1,2}(?:\s?[½¼¾]|\.\d)?\s?(?:[\"”″]|''|’’)")
_FEET = re.compile(r"\d\s?['’′]\s?\d{1,2}(?:\s?[½¼¾]|\.\d)?\s?\Z")
_BY = re.compile(r"\s?[x×]\s?\d")
_TIMES = re.compile(r"\d\s?(?:[\"”″]|''|’’)\s?[x×]\s?\d{1,3}(?:[½¼¾]|\.\d)?\Z")
_AND = re.compile(r"n['’‘](?!\w)", re.IGNORECASE)


def _first_word(text: str, start: int) -> str:
    """Return the word that begins at ``start``, in lower case."""
    found = _WORD.match(text, start, start + 16)
    return found.group().lower() if found else ""


def _last_word(text: str, end: int) -> str:
    """Return the word that ends at ``end``, in lower case."""
    found = _LAST_WORD.search(text, max(0, end - 16), end)
    return found.group().lower() if found else ""


@lru_cache(maxsize=4096)
def _class_of(char: str) -> str:
    """Return the class of a character, as `before` and `after` of the data file name them."""
    if char.isalpha():
        return "capital" if char.isupper() else "letter"
    if char.isspace() or char in "\u200b\u200e\u200f\u202a\u202c\ufeff":
        return "space"
    if char.isnumeric():
        return "digit"
    for name, members in (
        ("stop", ".!?。！？؟"),
        ("comma", ",，、"),
        ("ellipsis", "…"),
        ("colon", ":;：；"),
        ("open bracket", "([{（【<"),
        ("close bracket", ")]}）】>"),
        ("dash", "-–—―‒‑−"),
        ("slash", "/\\|"),
    ):
        if char in members:
            return name
    return "other"


def _before(text: str, start: int, paragraph: Paragraph) -> str:
    """Return the class of what stands before a run of marks."""
    if start <= paragraph.start:
        return "start" if not paragraph.continues else _class_before(text, start)
    name = _class_before(text, start)
    if name == "space" and start - paragraph.start < _INDENT_CHARS and not paragraph.continues:
        return name if text[paragraph.start : start].strip() else "start"
    return name


def _class_before(text: str, start: int) -> str:
    if start == 0:
        return "start"
    name = _class_of(text[start - 1])
    if name == "stop" and text[max(0, start - 2) : start] == "..":
        return "ellipsis"
    return "letter" if name == "capital" else name


def _after(text: str, end: int, paragraph: Paragraph) -> str:
    """Return the class of what stands after a run of marks."""
    if end >= paragraph.end:
        return "end"
    name = _class_of(text[end])
    if name == "stop" and text[end : end + 2] == "..":
        return "ellipsis"
    if name == "space" and paragraph.end - end < 8 and not text[end : paragraph.end].strip():
        return "end"
    return name


class _LocalCosts:
    """Costs of marks by themselves in one document; remembers what it has worked out."""

    def __init__(self, habits: Habits) -> None:
        self._habits = habits
        self._numbers = numbers()
        self._directions: dict[tuple[str, str, str], tuple[float, float]] = {}

    def read_run(self, text: str, start: int, end: int, paragraph: Paragraph, marks: list[Mark]) -> None:
        """Add the marks of one run to ``marks``."""
        data, costs = self._numbers, self._numbers.costs
        run = text[start:end]
        if start > 0 and end < paragraph.end:
            char = data.spellings.get(run, run)
            left, right = text[start - 1], text[end]
            if char in data.apostrophes and (
                (left.isalnum() and right.isalpha()) or (left.isalpha() and right.isdigit())
            ):
                marks.append(Mark(start, end, char, INSIDE_WORD, _CERTAIN_APOSTROPHE))
                return
        before, after = _before(text, start, paragraph), _after(text, end, paragraph)
        odds = data.before[before] + data.after[after]
        chars = (
            _split_run(run, odds > 0 or abs(odds) < 2, odds < 0 or abs(odds) < 2)
            if len(run) <= _LONGEST_RUN_CHARS
            else ()
        )
        is_row = len(chars) > 3 and len({char for char, _ in chars}) == 1
        if not chars or len(chars) > _LONGEST_RUN or is_row or run == _FENCE:
            marks.append(Mark(start, end, run[0] if run[0] in mark_forms() else '"', DECORATION, _CERTAIN_STRAY))
            return
        is_behind_attribution = (
            before == "space"
            and odds > _CLEAR
            and ends_in_attribution(text, paragraph.start, start, self._habits.verbs)
        )
        for char, length in chars:
            end = start + length
            if not char:
                start = end
                continue
            opening, closing = self._direction(char, before, after)
            options = AT_START if before == "start" else 0
            if is_behind_attribution:
                closing += costs["close_behind_attribution"]
                options |= BEHIND_ATTRIBUTION
            apostrophe = measure = costs["measure_else"]
            single = data.levels.get(char) == "single"
            if char in data.apostrophes:
                options |= MAY_BE_APOSTROPHE
                apostrophe = self._apostrophe(text, start, end, before, after)
                if after == "digit" and _DECADE.match(text, end):
                    opening += costs["decade_as_mark"]
                elif after == "digit" and (year := _YEAR.match(text, end)) and not year[1]:
                    opening += costs["year_as_mark"]
                if single and before in ("letter", "digit"):
                    closing += costs["single_after_word"]
            if before == "digit" and char in data.measures:
                options |= MAY_MEASURE
                measure = costs["measure"]
                together = _INCHES.match(text, end) if single else _FEET.search(text, max(0, start - 12), start)
                together = together or _BY.match(text, end) or _TIMES.search(text, max(0, start - 12), start)
                if together:
                    measure = costs["measure_pair"]
                    opening += costs["feet_and_inches_as_mark"]
                    closing += costs["feet_and_inches_as_mark"]
            marks.append(
                Mark(
                    start,
                    end,
                    char,
                    options,
                    (opening, closing, min(opening, costs["reopened_most"]), apostrophe, measure, costs["stray"]),
                )
            )
            start = end

    def _direction(self, char: str, before: str, after: str) -> tuple[float, float]:
        """Return what it costs to read the mark as opener and as closer."""
        key = (char, before, after)
        known = self._directions.get(key)
        if known is None:
            data = self._numbers
            odds = data.before[before] + data.after[after] + self._habits.lean[char]
            known = self._directions[key] = (log1p(exp(-odds)), log1p(exp(odds)))
        return known

    def _apostrophe(self, text: str, start: int, end: int, before: str, after: str) -> float:
        """Return what it costs to read the mark as an apostrophe."""
        data, costs = self._numbers, self._numbers.costs
        if before in ("letter", "digit"):
            last = _last_word(text, start)
            if last in data.last_elisions:
                return costs["apostrophe_elision"]
            if last == "n" and start >= 2 and text[start - 2] in data.apostrophes:
                return costs["apostrophe_elision"]
            if after in ("letter", "capital", "digit"):
                return costs["apostrophe_in_number" if before == "digit" else "apostrophe_inside"]
            if last[-1:] in ("s", "z", "x"):
                return costs["apostrophe_plural"]
            if last[-2:] == "in":
                return costs["apostrophe_g"]
            return costs["apostrophe_after_word"]
        if after in ("letter", "capital"):
            if _first_word(text, end) in data.first_elisions or _AND.match(text, end):
                return costs["apostrophe_elision"]
            return costs["apostrophe_before_word"]
        if after == "digit":
            if _DECADE.match(text, end):
                return costs["apostrophe_elision"]
            year = _YEAR.match(text, end) if before == "space" else None
            if year is not None:
                return costs["apostrophe_year_before_word" if year[1] else "apostrophe_year"]
            return costs["apostrophe_before_word"]
        return costs["apostrophe_else"]


_CERTAIN_APOSTROPHE = (50.0, 50.0, 50.0, 0.0, 50.0, 50.0)
_CERTAIN_STRAY = (50.0, 50.0, 50.0, 50.0, 50.0, 0.0)
