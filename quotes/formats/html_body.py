"""Which elements of a page hold the article, and which of those inside it are none of its words.

Heuristics of our own, so that the result is elements with places: what schema.org's ``articleBody`` or a site's own
class names, else the ``article`` that holds most of the running text, else the innermost element that still holds four
fifths of it. Running text is text in blocks that are no menu: long enough, and mostly not links.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotes.formats.html_names import BLOCK, NOT_ENTERED, SILENT
from quotes.formats.html_tree import Element, Page, Text
from quotes.lexicon.page_parts import body_names, reason_apart

__all__ = ["Body", "find_apart", "find_body"]

_APART = {
    "nav": "not of the article",
    "aside": "not of the article",
    "footer": "not of the article",
    "form": "not of the article",
    "dialog": "not of the article",
    "menu": "not of the article",
    "button": "a control",
    "select": "a control",
    "textarea": "a control",
    "fieldset": "a control",
    "figcaption": "a caption",
    "caption": "a caption",
}
_ROLES = {
    "navigation": "not of the article",
    "complementary": "not of the article",
    "contentinfo": "not of the article",
    "search": "not of the article",
    "banner": "not of the article",
    "dialog": "not of the article",
}
_SURE = frozenset(("nav", "button", "select", "textarea", "figcaption", "caption"))
"""Elements that never hold an article; the others do not where they hold less than half of the page's running text."""

_SHORTEST_CHARS = 25
"""A block with less text is no running text: a date, a button, an entry of a menu."""


class Body(NamedTuple):
    """Where the article is.

    Attributes:
        elements: in document order, none inside another; none at all for the whole page.
        how: what showed it: a selector, or the rule that found it.
    """

    elements: tuple[Element, ...]
    how: str


def find_apart(page: Page) -> dict[int, str]:
    """Return the elements that are kept apart, by number, with the reason.

    Example:
        >>> from quotes.formats.html_tokens import read_tokens
        >>> from quotes.formats.html_tree import build_page
        >>> source = "<p>One.</p><nav>Home</nav>"
        >>> find_apart(build_page(source, read_tokens(source)))
        {1: 'not of the article'}
    """
    weights = _weigh(page, frozenset(element.number for element in page.elements if element.name in _SURE))
    whole = sum(weights[element.number] for element in page.elements if element.parent < 0)
    apart: dict[int, str] = {}
    for element in page.elements:
        reason = _APART.get(element.name)
        is_sure = element.name in _SURE
        attributes = element.attributes
        if attributes and reason is None and element.name not in ("html", "body"):
            reason = _reason_by_attributes(element)
            is_sure = reason == "hidden"
        if reason is not None and (is_sure or 2 * weights[element.number] < whole or not whole):
            apart[element.number] = reason
    return apart


def _reason_by_attributes(element: Element) -> str | None:
    """Return why an element is kept apart by what it is called, or None."""
    attributes = element.attributes
    if "hidden" in attributes or "display:none" in attributes.get("style", "").replace(" ", "").lower():
        return "hidden"
    if attributes.get("role", "").lower() in _ROLES:
        return _ROLES[attributes["role"].lower()]
    for name in (*element.classes, attributes.get("id", "")):
        reason = reason_apart(name) if name else None
        if reason is not None:
            return reason
    return None


def find_body(page: Page, apart: dict[int, str]) -> Body:
    """Return where the article is; the whole page where nothing tells.

    Args:
        page: the page.
        apart: see `find_apart`; their text counts nothing.

    Example:
        >>> from quotes.formats.html_tokens import read_tokens
        >>> from quotes.formats.html_tree import build_page
        >>> source = "<div><p>The pier will stay shut until spring.</div><div><a href=/>More</a></div>"
        >>> find_body(build_page(source, read_tokens(source)), {}).elements[0].end
        51
    """
    weights = _weigh(page, frozenset(apart))
    roots = [element for element in page.elements if element.parent < 0]
    whole = sum(weights[element.number] for element in roots)
    if not whole:
        return Body((), "the whole page")
    names, itemprops = body_names()

    def is_named(element: Element) -> bool:
        found = element.attributes
        return found.get("itemprop", "").lower() in itemprops or any(
            name.lower() in names for name in (*element.classes, found.get("id", ""))
        )

    named = _heaviest([element for element in page.elements if element.attributes and is_named(element)], weights)
    if named is not None and 2 * weights[named.number] >= whole:
        return Body((named,), "its name")
    article = _heaviest([element for element in page.elements if element.name == "article"], weights)
    if article is not None and 2 * weights[article.number] >= whole:
        return Body((article,), "the article element")
    start = _heaviest([element for element in page.elements if _is_main(element)], weights)
    if start is None or 2 * weights[start.number] < whole:
        start = None
    children: dict[int, Element] = {}
    for element in page.elements:
        best = children.get(element.parent)
        if best is None or weights[element.number] > weights[best.number]:
            children[element.parent] = element
    at = -1 if start is None else start.number
    weight = whole if start is None else weights[at]
    while True:
        child = children.get(at)
        if (
            child is None
            or child.name in NOT_ENTERED
            or child.name not in BLOCK
            or 5 * weights[child.number] < 4 * weight
        ):
            break
        at, weight = child.number, weights[child.number]
    return Body((page.elements[at],), "most of the running text") if at >= 0 else Body((), "the whole page")


def _is_main(element: Element) -> bool:
    return element.name == "main" or element.attributes.get("role", "").lower() == "main"


def _heaviest(elements: Sequence[Element], weights: Sequence[int]) -> Element | None:
    """Return the one that holds most running text, the first of equals, or None."""
    return max(elements, key=lambda element: (weights[element.number], -element.number), default=None)


def _weigh(page: Page, apart: frozenset[int]) -> list[int]:
    """Return for each element how much running text it holds, in characters."""
    elements = page.elements
    texts, links = [0] * len(elements), [0] * len(elements)
    blocks: list[int] = []
    apart_depth = link_depth = 0
    for event in page.events:
        if isinstance(event, Text):
            if not apart_depth and blocks:
                size = len(page.source[event.start : event.end].strip())
                texts[blocks[-1]] += size
                links[blocks[-1]] += size if link_depth else 0
        elif isinstance(event, Element):
            apart_depth += event.number in apart or event.name in SILENT
            link_depth += event.name == "a"
            if event.name in BLOCK:
                blocks.append(event.number)
        else:
            element = elements[event]
            apart_depth -= event in apart or element.name in SILENT
            link_depth -= element.name == "a"
            if element.name in BLOCK:
                blocks.pop()
    weights = [0] * len(elements)
    for number in range(len(elements) - 1, -1, -1):
        if texts[number] >= _SHORTEST_CHARS and 2 * links[number] < texts[number]:
            weights[number] += texts[number]
        if elements[number].parent >= 0:
            weights[elements[number].parent] += weights[number]
    return weights
