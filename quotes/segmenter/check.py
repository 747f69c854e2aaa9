"""The linter of marks: what is broken, doubtful or out of line in a document, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from quotes.language.layout import Paragraph
from quotes.lexicon import HouseVerb, mark_forms
from quotes.segmenter.marked import MarkedText
from quotes.segmenter.marks import MarkReading
from quotes.segmenter.repair import DEFAULT_MIN_MARK_CONFIDENCE, find_own_style
from quotes.segmenter.spelling import find_gap, spelling_of
from quotes.segmenter.styles import Style, right_pairs

__all__ = ["RULES", "Finding", "check_marks"]

RULES: Mapping[str, str] = MappingProxyType(
    {
        "lost-closer": "a quotation is opened and never closed",
        "lost-opener": "a mark closes what nothing opens",
        "wrong-way": "an opener looks like a closer, or the other way round",
        "mixed-styles": "a mark is written otherwise than most of the document's",
        "two-as-one": "two apostrophes, backticks, commas or marks stand for one",
        "stray-mark": "a mark means nothing where it stands",
        "spaced-mark": "white space stands between a mark and its words",
        "mojibake": "a mark was decoded wrongly",
        "escaped-mark": "a mark is an entity or escaped",
        "uncertain": "what a mark is cannot be told with certainty",
    }
)
"""Every rule, and what it finds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a mark that an editor may want to look at.

    Attributes:
        start: first code point of the mark, or where a lost one belongs.
        end: one past its last code point; ``start`` where a mark is lost.
        rule: a key of `RULES`.
        message: what is wrong, in words.
    """

    start: int
    end: int
    rule: str
    message: str


def check_marks(
    text: str,
    paragraphs: Sequence[Paragraph],
    *,
    min_mark_confidence: float = DEFAULT_MIN_MARK_CONFIDENCE,
    language: str | None = "en",
    verbs: tuple[HouseVerb, ...] = (),
) -> tuple[Finding, ...]:
    """Return what is wrong or doubtful about the marks of ``text``, in order of place.

    Styles are held against the one most marks of the document are written in; each mark has one finding at most of
    those about its form. Program text is not looked at.

    Args:
        text: the document.
        paragraphs: its paragraphs, in order, offsets in code points.
        min_mark_confidence: below this probability, 0 to 1, a reading is told to be uncertain.
        language: ISO 639-1 code or None, as for `quotes.segmenter.find_quotations`.
        verbs: cue verbs that a house adds.

    Raises:
        ValueError: ``min_mark_confidence`` is no probability.

    Example:
        >>> from quotes.language.layout import read_layout
        >>> text = 'He said, "Go, and went.'
        >>> [(finding.start, finding.rule) for finding in check_marks(text, read_layout(text).paragraphs)]
        [(9, 'lost-closer')]
    """
    if not 0 <= min_mark_confidence <= 1:
        raise ValueError(f"min_mark_confidence is a probability, got {min_mark_confidence}")
    source = MarkedText.read(text, paragraphs, language=language, verbs=verbs)
    style = find_own_style(source)
    findings = [*_check_stretches(source, style, min_mark_confidence), *_check_others(source, style)]
    findings += (
        Finding(r.start, r.end, "uncertain", f"{_show(text, r)} is taken for {_ROLE[r.role]}, {r.confidence:.0%} sure")
        for r in source.readings
        if r.confidence < min_mark_confidence and not source.is_code(r.start)
    )
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.end, finding.rule)))


_ROLE = {
    "open": "an opener",
    "close": "a closer",
    "reopen": "an opener of a paragraph that goes on",
    "apostrophe": "an apostrophe",
    "measure": "a measure",
    "stray": "a mark without meaning",
}


def _check_stretches(source: MarkedText, style: Style, min_confidence: float) -> Iterator[Finding]:
    """Yield what is wrong with marks that enclose words; what is uncertain is told elsewhere."""
    text = source.text
    for number, stretch in enumerate(source.stretches):
        marks = [source.reading_at(mark.start) for mark in stretch.marks]
        if source.is_code(marks[0].start) or min(mark.confidence for mark in marks) < min_confidence:
            continue
        first, last = marks[0], marks[-1]
        if last.role != "close":
            yield Finding(last.start, last.end, "lost-closer", f"{_show(text, last)} opens and nothing closes it")
        elif first.role == "close":
            yield Finding(first.start, first.end, "lost-opener", f"{_show(text, first)} closes and nothing opens it")
        ends = (first.char, last.char)
        wanted = style.pair(source.depths[number])
        is_scare = source.judgements[number].kind == "other" and ends == style.inner
        is_pair = ends in right_pairs() and {mark.char for mark in marks} <= set(ends)
        is_plain = all(spelling_of(_show(text, mark)) is None for mark in marks)
        if is_pair and is_plain and ends != wanted and not is_scare:
            yield _out_of_style(first, "…".join(ends), "a pair", "…".join(wanted))
        for mark in marks:
            want = wanted[mark.role == "close"]
            finding = _check_spelling(text, mark)
            if finding is None and not is_pair:
                finding = _check_direction(text, mark, want)
                if finding is None and mark.char != want:
                    finding = _out_of_style(mark, _show(text, mark), _ROLE[mark.role], want)
            if finding is not None:
                yield finding
            gap = find_gap(text, mark)
            if gap and mark.char not in "«»‹›":
                side = "before" if mark.role == "close" else "behind"
                yield Finding(mark.start, mark.end, "spaced-mark", f"white space stands {side} {_show(text, mark)}")


def _check_others(source: MarkedText, style: Style) -> Iterator[Finding]:
    """Yield what is wrong with apostrophes, and marks that enclose nothing."""
    text = source.text
    for mark in source.readings:
        if source.is_owned(mark.start) or source.is_code(mark.start):
            continue
        if mark.role == "close" and mark.partner is None:
            yield Finding(mark.start, mark.end, "lost-opener", f"{_show(text, mark)} closes and nothing opens it")
        elif mark.role == "stray" and mark.margin < 50:
            yield Finding(mark.start, mark.end, "stray-mark", f"{_show(text, mark)} means nothing here")
        if mark.role != "measure" and (mark.role != "stray" or mark.margin < 50):
            finding = _check_spelling(text, mark)
            if mark.role == "apostrophe" and finding is None and mark.char != style.apostrophe:
                finding = _out_of_style(mark, _show(text, mark), _ROLE[mark.role], style.apostrophe or "’")
            if finding is not None:
                yield finding


def _check_spelling(text: str, mark: MarkReading) -> Finding | None:
    """Tell of a mark that stands for another."""
    written = text[mark.start : mark.end]
    if "\ufffd" in written:
        return Finding(mark.start, mark.end, "mojibake", "a character was lost in decoding here")
    spelling = spelling_of(written)
    if spelling is None:
        return None
    if spelling.startswith("two "):
        return Finding(mark.start, mark.end, "two-as-one", f"{spelling} stand for one mark")
    if spelling.startswith(("mojibake", "a control")):
        return Finding(mark.start, mark.end, "mojibake", f"{spelling} stands for {mark.char}")
    return Finding(mark.start, mark.end, "escaped-mark", f"{written} is {spelling} that stands for {mark.char}")


def _check_direction(text: str, mark: MarkReading, wanted: str) -> Finding | None:
    """Tell of a mark that is turned the wrong way."""
    wrong = "open" if mark.role == "close" else "close"
    if mark_forms()[mark.char].form != wrong or mark.char == wanted:
        return None
    return Finding(mark.start, mark.end, "wrong-way", f"{_show(text, mark)} is {_ROLE[mark.role]} turned the wrong way")


def _out_of_style(mark: MarkReading, shown: str, role: str, wanted: str) -> Finding:
    message = f"{shown} is {role}; most of this document's are {wanted}"
    return Finding(mark.start, mark.end, "mixed-styles", message)


def _show(text: str, mark: MarkReading) -> str:
    return text[mark.start : mark.end]
