"""The voices of a newscast without labels: who says a name, passes on to a reporter, signs off.

"Tern's Ada Quill reports." gives the next words to Ada Quill; "Ada Quill, Osterby." ends them, and who spoke before
goes on. Only where a report is ended by the one it was given to, or a voice says whose programme this is and its own
name, is a text read so; quotations that stand alone are sound bites between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from quotes.language.bites import find_bites
from quotes.language.layout import Paragraph
from quotes.language.sentences import find_sentences
from quotes.lexicon.broadcast import broadcast_words
from quotes.model import Quotation
from quotes.spans import Span

__all__ = ["NewsTurn", "find_news_turns"]

_WORD = r"[^\W\d_a-z][\w-]*(?:['’](?!s\b)\w+)*"
_NAME = rf"{_WORD}(?: (?:[A-Z]\.|(?:de|van|von|bin|al|el|la)(?= )|{_WORD})){{1,3}}"
_LONGEST_CHARS = 140
_OPENING_SENTENCES = 4
_SURE, _LIKELY = 0.95, 0.4
"""How sure a voice is that ends its report by name, and one of which nobody knows where it ends. Set by hand."""


class NewsTurn(NamedTuple):
    """A stretch of one voice of a newscast.

    Attributes:
        start: its first code point.
        end: one past its last.
        name: where the words stand that name its voice, or None.
        quotation: number of the quotation that is its sound bite, or -1.
        confidence: how sure it is whose it is; 0 where nobody is named.
        said: where the words stand that tell it: the introduction, the sign-off.
    """

    start: int
    end: int
    name: Span | None
    quotation: int = -1
    confidence: float = 0.0
    said: tuple[Span, ...] = ()


class _Sentence(NamedTuple):
    start: int
    end: int
    bite: int  # number of the quotation that stands alone here, or -1
    handoff: Span | None  # who is given the word
    own: Span | None  # whose own name is said, or stands alone with a place
    is_programme: bool  # whether it says which programme this is


class _Voice(NamedTuple):
    name: Span | None
    confidence: float
    said: tuple[Span, ...]


def find_news_turns(
    text: str, paragraphs: Sequence[Paragraph], quotations: Sequence[Quotation]
) -> tuple[NewsTurn, ...]:
    """Return the turns of a newscast in order; nothing for a text that is none.

    Args:
        text: the running text.
        paragraphs: its paragraphs.
        quotations: its quotations, in order.

    Example:
        >>> text = "This is Tern News. I'm Tom Reed. Rain. Ada Quill reports. It rained. Ada Quill, Osterby. So."
        >>> turns = find_news_turns(text, [Paragraph(0, len(text), False)], ())
        >>> [(turn.name.of(text), text[turn.start : turn.end].split()[0]) for turn in turns]
        [('Tom Reed', 'This'), ('Ada Quill', 'It'), ('Tom Reed', 'So.')]
    """
    sentences = list(_read_sentences(text, paragraphs, quotations))
    ends = _find_ends(text, sentences)
    anchor = _find_anchor(sentences, ends)
    if not ends and anchor is None:
        return ()
    return tuple(_lay(text, sentences, ends, anchor))


def _read_sentences(text: str, paragraphs: Sequence[Paragraph], quotations: Sequence[Quotation]) -> Iterator[_Sentence]:
    bites = find_bites(text, paragraphs, quotations)
    for number, paragraph in enumerate(paragraphs):
        if number in bites:
            yield _Sentence(paragraph.start, paragraph.end, bites[number], None, None, False)
            continue
        for sentence in find_sentences(text, paragraph.start, paragraph.end):
            span = Span(*sentence[:2]).trim(text)
            if span.start == span.end:
                continue
            if span.end - span.start > _LONGEST_CHARS:
                yield _Sentence(span.start, span.end, -1, None, None, False)
                continue
            yield _read(text, span)


def _read(text: str, span: Span) -> _Sentence:
    """Read a short sentence for what it says of voices."""
    words = span.of(text)
    patterns = _load_patterns()
    handoff = patterns.handoff.search(words)
    is_programme = patterns.programme.match(words) is not None
    own = None if is_programme else patterns.own.match(words) or patterns.alone.match(words)
    return _Sentence(
        span.start,
        span.end,
        -1,
        Span(span.start + handoff.start("name"), span.start + handoff.end("name")) if handoff else None,
        Span(span.start + own.start("name"), span.start + own.end("name")) if own and not handoff else None,
        is_programme,
    )


class _Patterns(NamedTuple):
    handoff: re.Pattern[str]
    own: re.Pattern[str]
    alone: re.Pattern[str]
    programme: re.Pattern[str]


@lru_cache(maxsize=1)
def _load_patterns() -> _Patterns:
    def either(words: Sequence[str]) -> str:
        return "|".join(map(re.escape, words))

    handoffs, own = either(broadcast_words("handoffs")), either(broadcast_words("own_name"))
    programmes, endings = either(broadcast_words("programmes")), either(broadcast_words("endings"))
    return _Patterns(
        re.compile(rf"(?<![\w-])(?P<name>{_NAME}),? (?i:{handoffs})(?: (?:from|in|on) [^.?!]{{2,40}})?\.?\Z"),
        re.compile(
            rf"(?:[^.?!]{{0,40}}[,;] )?(?i:{own}) (?P<name>{_NAME})"
            rf"(?:,[^.?!]{{0,50}}| (?i:{endings})[^.?!]{{0,40}})?\.?\Z"
        ),
        re.compile(rf"(?P<name>{_NAME})(?:, [\w'’.&-]+(?:,? [\w'’.&-]+){{0,5}}| (?i:{endings})[^.?!]{{0,40}})\.?\Z"),
        re.compile(rf"(?i:this is|you're listening to|welcome to) [^.?!]{{2,40}}(?<!\w)(?i:{programmes})(?!\w)"),
    )


def _surname(text: str, name: Span) -> str:
    return name.of(text).split()[-1].casefold()


def _find_ends(text: str, sentences: Sequence[_Sentence]) -> dict[int, int]:
    """Return for each sentence that gives somebody the word the sentence with which that one signs off."""
    ends: dict[int, int] = {}
    waiting: dict[str, int] = {}
    for number, sentence in enumerate(sentences):
        if sentence.handoff is not None:
            waiting[_surname(text, sentence.handoff)] = number
        elif sentence.own is not None:
            given = waiting.pop(_surname(text, sentence.own), None)
            if given is not None:
                ends[given] = number
    return ends


def _find_anchor(sentences: Sequence[_Sentence], ends: dict[int, int]) -> int | None:
    """Return the number of the sentence in which the first voice says its own name, or None."""
    opening = [number for number, sentence in enumerate(sentences) if sentence.own is not None]
    if not opening or opening[0] in ends.values():
        return None
    first = opening[0]
    headed = any(sentence.is_programme for sentence in sentences[: first + 1])
    early = sum(sentence.bite < 0 for sentence in sentences[:first]) < _OPENING_SENTENCES
    return first if early and (headed or ends) else None


def _lay(text: str, sentences: Sequence[_Sentence], ends: dict[int, int], anchor: int | None) -> Iterator[NewsTurn]:
    """Give the turns; what stands before the programme says its name is nobody's."""
    first = next((n for n, s in enumerate(sentences) if s.is_programme), 0) if anchor is not None else 0
    home = _Voice(None, 0.0, ())
    if anchor is not None:
        sentence = sentences[anchor]
        home = _Voice(sentence.own, _SURE, (Span(sentence.start, sentence.end),))
    voice = home
    last_of_report = -1
    start = -1
    end = -1
    for number, sentence in enumerate(sentences[first:], first):
        if sentence.bite >= 0:
            if start >= 0:
                yield NewsTurn(start, end, voice.name, -1, voice.confidence, voice.said)
                start = -1
            yield NewsTurn(sentence.start, sentence.end, None, sentence.bite)
            continue
        start = sentence.start if start < 0 else start
        end = sentence.end
        following: _Voice | None = None
        if number == last_of_report:
            following, last_of_report = home, -1
        elif sentence.handoff is not None and last_of_report < 0:
            told = [Span(sentence.start, sentence.end)]
            if number in ends:
                last_of_report = ends[number]
                told.append(Span(sentences[last_of_report].start, sentences[last_of_report].end))
            following = _Voice(sentence.handoff, _SURE if number in ends else _LIKELY, tuple(told))
        if following is not None:
            yield NewsTurn(start, end, voice.name, -1, voice.confidence, voice.said)
            start, voice = -1, following
    if start >= 0:
        yield NewsTurn(start, end, voice.name, -1, voice.confidence, voice.said)
