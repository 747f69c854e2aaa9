"""The quotations of a document on their way through the stages: many of them take no more room than their words.

What a list of them gives back is equal to what was put in.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain, islice, repeat
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

_MOST_KNOWN = 1 << 14


def _find_fields(kind: type) -> tuple[Callable[[Any], Sequence[Any]], dict[str, Callable[[Any, Any], None]]]:
    """Return what gives all fields of a value, and what sets each of one that was not made by its constructor."""
    names: tuple[str, ...] = vars(kind)["__slots__"]
    return attrgetter(*names), {name: vars(kind)[name].__set__ for name in names}


_fields: Callable[[Any], tuple[Callable[[Any], Sequence[Any]], dict[str, Callable[[Any, Any], None]]]]
_fields = cache(_find_fields)


def with_fields(value: _Value, **fields: Any) -> _Value:
    """Return a copy of a value with some fields changed for ones that are known to fit: nothing is checked anew.

    Example:
        >>> with_fields(Evidence(rule="cue", words="said"), words="says")
        Evidence(rule='cue', words='says', spans=(), weight=None)
    """
    kind = type(value)
    made = object.__new__(kind)
    get_all, setters = _fields(kind)
    for put, kept in zip(setters.values(), get_all(value), strict=True):
        put(made, kept)
    for name, changed in fields.items():
        setters[name](made, changed)
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


_make_span = partial(tuple.__new__, Span)
"""A span of bounds that were a span's before."""


def _flatten(quotations: Sequence[Quotation]) -> tuple[Any, ...]:
    """Return quotations as plain values, field by field."""
    plain = [list(map(attrgetter(name), quotations)) for name in _PLAIN]
    spans = [quotation.spans for quotation in quotations]
    contents = [None if quotation.content == quotation.spans else quotation.content for quotation in quotations]
    sources = [quotation.source for quotation in quotations]
    cues = [quotation.cue for quotation in quotations]
    candidates = [quotation.candidates for quotation in quotations]
    evidence = [quotation.evidence for quotation in quotations]
    every = list(chain.from_iterable(evidence))
    likely = list(chain.from_iterable(candidates))
    ones = (one for one in (*sources, *cues) if one is not None)
    reasons = [one.spans for one in every]
    several = chain(spans, (content for content in contents if content is not None), (tuple(ones),), reasons)
    places = list(chain.from_iterable(chain.from_iterable(several)))
    return (
        plain,
        list(map(len, spans)),
        [-1 if content is None else len(content) for content in contents],
        [source is not None for source in sources],
        [cue is not None for cue in cues],
        list(map(len, candidates)),
        [one.speaker for one in likely],
        [one.confidence for one in likely],
        list(map(len, evidence)),
        [one.rule for one in every],
        [one.words for one in every],
        list(map(len, reasons)),
        [one.weight for one in every],
        places,
    )


def _unflatten(flat: tuple[Any, ...]) -> list[Quotation]:
    """Return the quotations that were packed."""
    plain, sizes, contents, sources, cues, likely, speakers, sure, counts, rules, words, reasons, weights, places = flat
    bounds = iter(places)
    spans = map(_make_span, zip(bounds, bounds, strict=True))
    fields = dict(zip(_PLAIN, plain, strict=True))
    heres = fields["spans"] = _in_tuples(spans, sizes)
    fields["content"] = [
        here if size < 0 else tuple(islice(spans, size)) for here, size in zip(heres, contents, strict=True)
    ]
    fields["source"] = [next(spans) if has else None for has in sources]
    fields["cue"] = [next(spans) if has else None for has in cues]
    candidates = _make(Candidate, {"speaker": speakers, "confidence": sure})
    fields["candidates"] = _in_tuples(iter(candidates), likely)
    evidence = _make(Evidence, {"rule": rules, "words": words, "spans": _in_tuples(spans, reasons), "weight": weights})
    fields["evidence"] = _in_tuples(iter(evidence), counts)
    return _make(Quotation, fields)


def _in_tuples(values: Iterator[Any], sizes: Sequence[int]) -> list[tuple[Any, ...]]:
    """Return the values in tuples of these sizes."""
    return list(map(tuple, map(islice, repeat(values), sizes)))


def _make(kind: type[_Value], fields: Mapping[str, Sequence[Any]]) -> list[_Value]:
    """Return values of a kind whose fields are these, field by field; nothing is checked anew."""
    made = list(map(object.__new__, repeat(kind, len(fields[next(iter(fields))]))))
    for name, put in _fields(kind)[1].items():
        deque(map(put, made, fields[name]), maxlen=0)
    return made
