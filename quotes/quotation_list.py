"""The quotations of a document on their way through the stages: many of them take no more room than their words.

What a list of them gives back is equal to what was put in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial
from operator import attrgetter
from typing import Any, TypeVar

from quotes.model import Candidate, Evidence, Quotation
from quotes.packed import Packed
from quotes.spans import Span

__all__ = ["QuotationNames", "Sharing", "list_quotations", "with_fields"]

_Value = TypeVar("_Value", Quotation, Evidence, Candidate)

_PLAIN = (
    "id", "kind", "speaker", "confidence", "parent", "translated", "relayed_by", "channel", "reason", "start_ms",
    "end_ms", "status", "by", "at", "note", "flagged",
)  # fmt: skip
"""The fields of a quotation that hold no values of their own kind."""

_MOST_KNOWN = 1 << 16


_Setters = dict[str, Callable[[Any, Any], None]]


def _find_setters(kind: type) -> _Setters:
    """Return what sets each field of a value that was not made by its constructor."""
    names: tuple[str, ...] = vars(kind)["__slots__"]
    return {name: vars(kind)[name].__set__ for name in names}


_setters: Callable[[Any], _Setters] = cache(_find_setters)


def with_fields(value: _Value, **fields: Any) -> _Value:
    """Return a copy of a value with some fields changed for ones that are known to fit: nothing is checked anew.

    Example:
        >>> with_fields(Evidence(rule="cue", words="said"), words="says")
        Evidence(rule='cue', words='says', spans=(), weight=None)
    """
    made = object.__new__(type(value))
    for name, put in _setters(type(value)).items():
        put(made, fields[name] if name in fields else getattr(value, name))
    return made


def list_quotations(quotations: Iterable[Quotation] = ()) -> Packed[Quotation]:
    """Return a list of quotations that can grow at its end.

    Example:
        >>> quotations = list_quotations([Quotation(id="q1", kind="direct", spans=(Span(1, 4),))])
        >>> len(quotations), quotations[0].id
        (1, 'q1')
    """
    return Packed(_flatten, _unflatten, quotations)


class Sharing:
    """Makes equal values in the quotations of a document one: spans of a quotation, words and numbers of all of them.

    Example:
        >>> cue = Evidence(rule="cue", words="said", spans=(Span(5, 9),))
        >>> quotation = Quotation(id="q1", kind="direct", spans=(Span(1, 4),), cue=Span(5, 9), evidence=(cue,))
        >>> shared = Sharing().share(quotation)
        >>> shared == quotation, shared.cue is shared.evidence[0].spans[0]
        (True, True)
    """

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def share(self, quotation: Quotation) -> Quotation:
        """Return the same quotation with less in it twice."""
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        one = self._known.setdefault
        here: dict[Any, Any] = {}

        def span(span: Span) -> Span:
            found: Span | None = here.get(span)
            if found is None:
                start, end = span
                bounds = here.setdefault(start, start), here.setdefault(end, end)
                found = here[span] = _make_span(bounds)
            return found

        def several(spans: tuple[Span, ...]) -> tuple[Span, ...]:
            found: tuple[Span, ...] | None = here.get(("all", spans))
            if found is None:
                found = here["all", spans] = tuple(map(span, spans))
            return found

        sure = quotation.confidence
        return with_fields(
            quotation,
            spans=several(quotation.spans),
            content=several(quotation.content),
            source=None if quotation.source is None else span(quotation.source),
            cue=None if quotation.cue is None else span(quotation.cue),
            confidence=one(sure, sure) if sure else sure,
            candidates=tuple(
                with_fields(each, confidence=one(each.confidence, each.confidence)) if each.confidence else each
                for each in quotation.candidates
            ),
            evidence=tuple(
                with_fields(
                    each,
                    rule=one(each.rule, each.rule),
                    words=one(each.words, each.words),
                    spans=several(each.spans),
                    weight=one(each.weight, each.weight) if each.weight else each.weight,  # -0.0 is no 0.0
                )
                for each in quotation.evidence
            ),
        )


class QuotationNames:
    """A set of ids of quotations: those of the usual form take a bit each.

    Args:
        names: what it holds first.

    Example:
        >>> names = QuotationNames(["q17"])
        >>> names.add("q2b")
        >>> "q17" in names, "q2b" in names, "q16" in names
        (True, True, False)
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._bits = bytearray()
        self._others: set[str] = set()
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Put an id in."""
        number = _number_of(name)
        if number < 0:
            self._others.add(name)
            return
        place = number >> 3
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1024 - len(self._bits)))
        self._bits[place] |= 1 << (number & 7)

    def __contains__(self, name: str) -> bool:
        number = _number_of(name)
        if number < 0:
            return name in self._others
        place = number >> 3
        return place < len(self._bits) and bool(self._bits[place] >> (number & 7) & 1)


def _number_of(name: str) -> int:
    """Return the number of an id of the usual form, ``q`` and a place in a text; -1 for any other."""
    digits = name[1:]
    if name[:1] != "q" or not digits.isdecimal() or not digits.isascii() or len(digits) > 9:
        return -1
    return int(digits) if digits[0] != "0" or digits == "0" else -1


_get_plain = attrgetter(*_PLAIN)
_make_span = partial(tuple.__new__, Span)
"""A span of bounds that were a span's before."""


def _flatten(quotation: Quotation) -> tuple[Any, ...]:
    """Return a quotation as plain values."""
    spans = quotation.spans
    source, cue = quotation.source, quotation.cue
    return (
        _get_plain(quotation),
        tuple(map(tuple, spans)),
        None if quotation.content == spans else tuple(map(tuple, quotation.content)),
        None if source is None else tuple(source),
        None if cue is None else tuple(cue),
        tuple([(one.speaker, one.confidence) for one in quotation.candidates]),
        tuple([(one.rule, one.words, tuple(map(tuple, one.spans)), one.weight) for one in quotation.evidence]),
    )


def _unflatten(flat: tuple[Any, ...]) -> Quotation:
    """Return the quotation that was packed."""
    plain, spans, content, source, cue, candidates, evidence = flat
    made = object.__new__(Quotation)
    put = _setters(Quotation)
    for name, value in zip(_PLAIN, plain, strict=True):
        put[name](made, value)
    here = tuple(map(_make_span, spans))
    put["spans"](made, here)
    put["content"](made, here if content is None else tuple(map(_make_span, content)))
    put["source"](made, None if source is None else _make_span(source))
    put["cue"](made, None if cue is None else _make_span(cue))
    put["candidates"](made, tuple(map(_make_candidate, candidates)))
    put["evidence"](made, tuple(map(_make_evidence, evidence)))
    return made


def _make_candidate(flat: tuple[str, float]) -> Candidate:
    made = object.__new__(Candidate)
    put = _setters(Candidate)
    put["speaker"](made, flat[0])
    put["confidence"](made, flat[1])
    return made


def _make_evidence(flat: tuple[Any, ...]) -> Evidence:
    rule, words, spans, weight = flat
    made = object.__new__(Evidence)
    put = _setters(Evidence)
    put["rule"](made, rule)
    put["words"](made, words)
    put["spans"](made, tuple(map(_make_span, spans)))
    put["weight"](made, weight)
    return made
