"""CSS selectors, as many of them as it takes to say which part of a page is the article.

soupsieve needs Beautiful Soup and cssselect needs lxml, both of which lose the places of elements; so this is a subset
of our own: ``tag``, ``*``, ``.class``, ``#id``, ``[name]``, ``[name=value]`` (also ``~=``, ``|=``, ``^=``, ``$=``,
``*=``), any of these together, a blank for "inside", ``>`` for "directly inside", and commas between alternatives. Each
element is looked at once for each part of the selector, however deep the page is.

Source: Selectors Level 4, sections 5, 6, 15 and 16.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from quotes.formats.html_tree import Element

__all__ = ["Selector", "parse_selector", "select"]

_IDENT = r"(?:[\w-]|[^\x00-\x7f]|\\.)+"
_SIMPLE = re.compile(
    rf"(?P<tag>\*|{_IDENT})|\.(?P<class>{_IDENT})|\#(?P<id>{_IDENT})"
    rf"|\[\s*(?P<name>{_IDENT})\s*(?:(?P<operator>[~|^$*]?=)\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>{_IDENT}))"
    r"\s*(?P<fold>[iI])?\s*)?\]"
)
_COMBINATOR = re.compile(r"\s*(>)\s*|\s+")
_COMMA = re.compile(r"\s*,\s*")
_ADVICE = "known are tag, *, .class, #id, [name], [name=value], a blank, > and commas"
_LONGEST = 10_000


class _Test(NamedTuple):
    """One condition on an attribute: ``operator`` is one of CSS's, or ``has``."""

    name: str
    operator: str
    value: str
    folds_case: bool = False

    def holds(self, element: Element) -> bool:
        found = element.attributes.get(self.name)
        if found is None:
            return False
        value = self.value
        if self.folds_case:
            found, value = found.lower(), value.lower()
        return self.operator == "has" or (_is_askable(self.operator, value) and _OPERATORS[self.operator](found, value))


def _is_askable(operator: str, value: str) -> bool:
    """Whether the operator can be true of that value: no part of anything is empty."""
    return operator in ("=", "|=") or (bool(value) and not (operator == "~=" and len(value.split()) != 1))


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda found, value: found == value,
    "~=": lambda found, value: value in found.split(),
    "|=": lambda found, value: found == value or found.startswith(f"{value}-"),
    "^=": str.startswith,
    "$=": str.endswith,
    "*=": lambda found, value: value in found,
}


class _Compound(NamedTuple):
    """Conditions on one element; ``is_child`` says that the one before is its parent, not any ancestor."""

    tag: str
    tests: tuple[_Test, ...]
    is_child: bool

    def holds(self, element: Element) -> bool:
        return self.tag in ("*", element.name) and all(test.holds(element) for test in self.tests)


class Selector(NamedTuple):
    """A selector read: alternatives, each a path of compounds from the outside in."""

    written: str
    paths: tuple[tuple[_Compound, ...], ...]


def parse_selector(written: str) -> Selector:
    """Return a selector.

    Raises:
        ValueError: it is none, or one that is not known here, with the place.

    Example:
        >>> len(parse_selector("main > .story, #text").paths)
        2
    """
    text = written.strip()
    if not text or len(text) > _LONGEST:
        raise ValueError(f"the selector is empty or longer than {_LONGEST} characters; {_ADVICE}")
    paths: list[tuple[_Compound, ...]] = []
    path: list[_Compound] = []
    at, is_child = 0, False
    while True:
        compound, at = _read_compound(text, at, written, is_child=is_child)
        path.append(compound)
        if at == len(text):
            return Selector(written, (*paths, tuple(path)))
        comma = _COMMA.match(text, at)
        if comma is not None:
            paths.append(tuple(path))
            path, is_child, at = [], False, comma.end()
            continue
        between = _COMBINATOR.match(text, at)
        if between is None:
            raise ValueError(_unknown(written, text, at))
        is_child, at = between[1] is not None, between.end()


def _unknown(written: str, text: str, at: int) -> str:
    place = repr(text[at : at + 12]) if at < len(text) else "its end"
    return f"the selector {written!r} cannot be read at {place}; {_ADVICE}"


def _read_compound(text: str, at: int, written: str, *, is_child: bool) -> tuple[_Compound, int]:
    """Return the conditions on one element, and where they end."""
    tag, tests = "*", list[_Test]()
    begin = at
    while True:
        found = _SIMPLE.match(text, at)
        if found is None or (found["tag"] and at > begin):
            break
        at = found.end()
        if found["tag"]:
            tag = _unescape(found["tag"]).lower()
        elif found["class"]:
            tests.append(_Test("class", "~=", _unescape(found["class"])))
        elif found["id"]:
            tests.append(_Test("id", "=", _unescape(found["id"])))
        else:
            given = (found["double"], found["single"], _unescape(found["bare"] or ""))
            value = next(each for each in given if each is not None)
            name, operator = _unescape(found["name"]).lower(), found["operator"] or "has"
            tests.append(_Test(name, operator, value, found["fold"] is not None))
    if at == begin:
        raise ValueError(_unknown(written, text, at))
    return _Compound(tag, tuple(tests), is_child), at


def _unescape(written: str) -> str:
    return re.sub(r"\\(.)", r"\1", written)


def select(elements: Sequence[Element], selector: Selector) -> list[Element]:
    """Return the elements that a selector means, in document order; those inside another one of them are left out.

    Args:
        elements: all elements of a page, in document order.
        selector: see `parse_selector`.

    Example:
        >>> from quotes.formats.html_tokens import read_tokens
        >>> from quotes.formats.html_tree import build_page
        >>> source = "<main><p class='a b'>x</p></main>"
        >>> page = build_page(source, read_tokens(source))
        >>> [element.name for element in select(page.elements, parse_selector("main > p.b"))]
        ['p']
    """
    chosen = bytearray(len(elements))
    for path in selector.paths:
        here = [0] * len(elements)  # bit n: the first n + 1 compounds end at this element
        above = [0] * len(elements)  # the same of it or any element around it
        last = 1 << (len(path) - 1)
        for element in elements:
            parent = element.parent
            at_parent, around = (here[parent], above[parent]) if parent >= 0 else (0, 0)
            bits = 0
            for number, compound in enumerate(path):
                reach = at_parent if compound.is_child else around
                if (number == 0 or reach >> (number - 1) & 1) and compound.holds(element):
                    bits |= 1 << number
            here[element.number], above[element.number] = bits, bits | around
            if bits & last:
                chosen[element.number] = 1
    outer = []
    inside = bytearray(len(elements))
    for element in elements:
        within = element.parent >= 0 and (inside[element.parent] or chosen[element.parent])
        inside[element.number] = bool(within)
        if chosen[element.number] and not within:
            outer.append(element)
    return outer
