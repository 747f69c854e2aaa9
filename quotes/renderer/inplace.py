r"""The source itself with its quotations marked: tags are put in, and no other character of it is touched.

Where a quotation stands in the source is told by ``source_map`` of the document, which the reader of the page made;
tags are only ever put where the map has text. A quotation becomes one element for each stretch in which the tags of the
page are balanced: inline elements that lie wholly inside it stay inside, those that cross its ends and blocks part it.

Example:
    >>> from quotes.model import Annotation, Document, DocumentInfo, Quotation, text_sha256
    >>> from quotes.spans import Span
    >>> page = "<p>&ldquo;It is <b>so</b>.&rdquo;</p>"
    >>> places = [[0, 1, 3, 10], [1, 7, 10, 16], [7, 9, 19, 21], [9, 10, 25, 26], [10, 11, 26, 33]]
    >>> source_map = {"kind": "html", "sha256": text_sha256(page), "body_end": 37, "segments": places}
    >>> document = Document(id="a", text="“It is so.”", info=DocumentInfo(format="html", source_map=source_map))
    >>> annotation = Annotation.of(document, quotations=[Quotation(id="q1", kind="direct", spans=(Span(1, 10),))])
    >>> marked = mark_in_place(annotation, page, Marking(element="mark"))
    >>> marked[:55], marked[-50:]
    ('<p>&ldquo;<mark data-quotes-id="q1" id="quotes-q1" clas', 's-kind="direct">It is <b>so</b>.</mark>&rdquo;</p>')
    >>> remove_marks(marked) == page
    True
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from typing import Any, Literal, NamedTuple

from quotes.errors import RenderError
from quotes.model import Annotation, Quotation, text_sha256
from quotes.renderer.escaping import one_line
from quotes.renderer.json_ld import CONFIDENT_FROM, write_json_ld
from quotes.spans import Span, SpanMap

__all__ = ["ELEMENTS", "Marking", "mark_in_place", "remove_marks"]

ELEMENTS = ("span", "mark", "q")
"""Elements that a quotation can be put in. Browsers draw marks around ``q``, beside those that stand in the page."""

_PREFIX = re.compile(r"[A-Za-z_][\w-]{0,63}", re.ASCII)

_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub "
    "sup time tt u var"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_VOID_INLINE = frozenset(("br", "wbr"))
_TAG = re.compile(
    r"[\s\0]*+<(/?)([A-Za-z][A-Za-z0-9]*+)"
    r"(?:\s++[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'=<>`]++))?+)*+\s*+(/?)>[\s\0]*+"
)
_BLANKS = re.compile(r"[\s\0\u00ad]*+")
_END_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9]*+)\s*+>")
_LONGEST_GAP_CHARS = 10_000

_JSON_LD_OPENING = '<script type="application/ld+json" data-quotes="json-ld">'
_OWN_SCRIPT = re.compile(re.escape(_JSON_LD_OPENING) + r"[^<]*+</script>")
_OWN_OPENING = re.compile(r'<(span|mark|q) data-quotes-id="[^"<>]*+"[^<>]*+>')
_LIKE_TAGS = re.compile(r'<(/?)(span|mark|q)(?=[\s/>])( data-quotes-id="[^"<>]*+")?[^<>]*+>', re.IGNORECASE)


class Marking(NamedTuple):
    """How quotations are marked.

    Attributes:
        element: one of `ELEMENTS`.
        prefix: what classes and ids begin with: letters, digits, ``-`` and ``_``, a letter first.
        json_ld: whether a script element of schema.org JSON-LD is put in before ``</body>``, else at the end.
        confident_from: quotations that no editor has looked at are in it from this confidence on.
    """

    element: Literal["span", "mark", "q"] = "span"
    prefix: str = "quotes-"
    json_ld: bool = False
    confident_from: float = CONFIDENT_FROM


def mark_in_place(annotation: Annotation, source: str, marking: Marking | None = None) -> str:
    """Return ``source`` with the quotations of an annotation marked; kind other and rejected ones are left out.

    Args:
        annotation: with the ``source_map`` of its page; its text may be left out.
        source: the decoded page, without a byte-order mark.
        marking: how.

    Raises:
        RenderError: the annotation has no way back to a page, ``source`` is not the page it was made from, or the
            element or the prefix will not do.
    """
    marking = marking or Marking()
    if marking.element not in ELEMENTS:
        raise RenderError("inplace", f"quotations are marked with {', '.join(ELEMENTS)}, not with {marking.element!r}")
    if _PREFIX.fullmatch(marking.prefix) is None:
        raise RenderError(
            "inplace", f"{marking.prefix!r} cannot begin a class: letters, digits, - and _, a letter first, at most 64"
        )
    places, source_map = _read_map(annotation, source)
    encoding = annotation.document.encoding or "utf-8"
    pieces: list[tuple[int, int, int, str]] = []
    for number, quotation in enumerate(annotation.quotations):
        if quotation.is_speech and quotation.status != "rejected":
            spans = quotation.spans if annotation.document.source_map else _join_markdown(source, quotation.spans)
            found = [piece for span in spans for piece in _join(source, places.to_source(span))]
            pieces += [
                (start, -end, number, _encodable(tag, encoding))
                for (start, end), tag in zip(found, _tags(annotation, quotation, marking, len(found)), strict=True)
            ]
    inserts = _nest(pieces, f"</{marking.element}>")
    if marking.json_ld:
        written = write_json_ld(annotation, prefix=marking.prefix, confident_from=marking.confident_from)
        if written is not None:
            body_end = source_map.get("body_end")
            at = body_end if isinstance(body_end, int) and 0 <= body_end <= len(source) else len(source)
            inserts.append((at, f"{_JSON_LD_OPENING}{_encodable_json(written, encoding)}</script>"))
            inserts.sort(key=lambda insert: insert[0])  # stable: what was put in order stays so
    parts: list[str] = []
    before = 0
    for at, tag in inserts:
        parts += (source[before:at], tag)
        before = at
    return "".join((*parts, source[before:]))


def remove_marks(marked: str) -> str:
    """Return a page as it was before `mark_in_place` marked it.

    Example:
        >>> remove_marks('<p><span data-quotes-id="q1" class="a">Go <span>on</span>.</span></p>')
        '<p>Go <span>on</span>.</p>'
    """
    marked = _OWN_SCRIPT.sub("", marked)
    parts: list[str] = []
    before = at = 0
    while True:
        opening = _OWN_OPENING.search(marked, at)
        if opening is None:
            return "".join((*parts, marked[before:]))
        open_tags: list[bool] = []
        for tag in _LIKE_TAGS.finditer(marked, opening.start()):
            is_own = tag[3] is not None
            if tag[1]:
                is_own = open_tags.pop()
            else:
                open_tags.append(is_own)
            if is_own:
                parts.append(marked[before : tag.start()])
                before = tag.end()
            at = tag.end()
            if not open_tags:
                break
        else:
            return "".join((*parts, marked[before:]))


def _read_map(annotation: Annotation, source: str) -> tuple[SpanMap, dict[str, Any]]:
    """Return the way from the text to the source, and all that the reader noted of it."""
    source_map = annotation.document.source_map
    if annotation.document.format == "markdown" and source_map is None:
        source_map = {"sha256": annotation.sha256, "segments": [[0, len(source), 0, len(source)]] if source else []}
    if source_map is None or "segments" not in source_map:
        raise RenderError(
            "inplace",
            "quotations are marked in HTML pages and Markdown; this annotation was made from "
            f"{annotation.document.format}",
        )
    if text_sha256(source) != source_map.get("sha256"):
        raise RenderError("inplace", "the source is not the one the annotation was made from; annotate it anew")
    try:
        return SpanMap(source_map["segments"]), source_map
    except (ValueError, TypeError, OverflowError) as error:
        raise RenderError("inplace", f"the way back to the source is broken ({error}); annotate it anew") from None


def _tags(annotation: Annotation, quotation: Quotation, marking: Marking, count: int) -> Iterable[str]:
    """Give the opening tag of each piece of a quotation."""
    prefix = marking.prefix
    speaker = annotation.speaker(quotation.speaker)
    shown: list[tuple[str, str | None]] = [
        ("class", f"{prefix}quotation {prefix}{quotation.kind}"),
        ("data-quotes-kind", quotation.kind),
    ]
    if speaker is not None:
        shown += [
            ("data-quotes-speaker", speaker.name or next(iter(speaker.labels), None)),
            ("data-quotes-speaker-id", speaker.id),
            ("data-quotes-role", speaker.role),
            ("data-quotes-affiliation", speaker.affiliation),
            ("data-quotes-confidence", f"{quotation.confidence:.3f}".rstrip("0").rstrip(".")),
        ]
    if quotation.status != "proposed":
        shown.append(("data-quotes-status", quotation.status))
    for number in range(count):
        own = [("data-quotes-id", quotation.id)]
        own += [("id", f"{prefix}{quotation.id}")] if number == 0 else []
        part = [("data-quotes-part", f"{number + 1}/{count}")] if count > 1 else []
        written = "".join(f' {name}="{_escape(value)}"' for name, value in (*own, *shown, *part) if value)
        yield f"<{marking.element}{written}>"


def _escape(value: str) -> str:
    """Return a value as it may stand between double quotation marks."""
    return html.escape(one_line(value).replace("\0", "\ufffd"))


def _encodable(tag: str, encoding: str) -> str:
    """Return a tag whose characters the page's encoding has; others are written as references."""
    return tag if tag.isascii() else tag.encode(encoding, "xmlcharrefreplace").decode(encoding)


def _encodable_json(written: str, encoding: str) -> str:
    """Return JSON whose characters the page's encoding has; where it is none of Unicode's, all are ASCII."""
    if codecs.lookup(encoding).name.startswith("utf") or written.isascii():
        return written
    units = (char if char.isascii() else char.encode("utf-16-be") for char in written)
    return "".join(
        unit
        if isinstance(unit, str)
        else "".join(f"\\u{unit[at] << 8 | unit[at + 1]:04x}" for at in range(0, len(unit), 2))
        for unit in units
    )


class _Level:
    """What stands directly in one element: finished pieces, and the one that can still grow."""

    __slots__ = ("current", "done", "name", "start")

    def __init__(self, name: str, start: int) -> None:
        self.name, self.start = name, start
        self.done: list[Span] = []
        self.current: Span | None = None

    def grow(self, start: int, end: int) -> None:
        """Let the current piece reach to ``end``; where there is none, one begins at ``start``."""
        self.current = Span(start if self.current is None else self.current.start, end)

    def all(self) -> list[Span]:
        """Return every piece."""
        return self.done if self.current is None else [*self.done, self.current]


def _join(source: str, stretches: Sequence[Span]) -> list[Span]:
    """Return stretches of text as pieces that may be put in an element: joined where only balanced tags part them."""
    levels = [_Level("", 0)]
    done: list[Span] = []
    before: int | None = None
    for start, end in stretches:
        if before is not None:
            _cross(source, before, start, levels, done)
        levels[-1].grow(start, end)
        before = end
    while len(levels) > 1 and before is not None:  # an element that ends where the quotation does stays whole
        tag = _END_TAG.match(source, before)
        if tag is None or tag[1].lower() != levels[-1].name:
            break
        _close(levels, tag.end())
        before = tag.end()
    for level in levels:
        done += level.all()
    return [piece for piece in sorted(done) if not source[piece.start : piece.end].isspace()] or sorted(done)


def _join_markdown(source: str, spans: Sequence[Span]) -> list[Span]:
    """Return spans of Markdown joined where nothing but whole emphasis parts them."""
    joined: list[Span] = []
    for span in spans:
        if joined and _EMPHASIS.fullmatch(source, joined[-1].end, span.start):
            marks = _EMPHASIS_MARKS.findall(source, joined[-1].start, span.end)
            following = _EMPHASIS_MARKS.match(source, span.end)
            end = following.end() if following and marks.count(following[0]) % 2 else span.end
            marks += [following[0]] if end != span.end and following else []
            if all(marks.count(mark) % 2 == 0 for mark in set(marks)):
                joined[-1] = Span(joined[-1].start, end)
                continue
        joined.append(span)
    return joined


_EMPHASIS = re.compile(r"(?:\*{1,3}|_{1,3}|~~)?[^\S\r\n]*(?:\r\n|\r|\n)?[^\S\r\n]*(?:\*{1,3}|_{1,3}|~~)?")
_EMPHASIS_MARKS = re.compile(r"\*+|_+|~~")


def _cross(source: str, at: int, end: int, levels: list[_Level], done: list[Span]) -> None:
    """Read the markup between two stretches; what is not known to be harmless parts them on every level."""
    while at < end:
        tag = _TAG.match(source, at, end) if end - at <= _LONGEST_GAP_CHARS else None
        name = tag[2].lower() if tag else ""
        if tag is None and (blanks := _BLANKS.match(source, at, end)) is not None and blanks.end() == end:
            return
        if tag is None or (tag[3] and name not in _VOID_INLINE) or name not in _INLINE | _VOID_INLINE:
            for level in levels:
                done += level.all()
            levels[:] = [_Level("", 0)]
            return
        if name not in _VOID_INLINE:
            if not tag[1]:
                levels.append(_Level(name, source.index("<", at)))
            elif len(levels) > 1 and levels[-1].name == name:
                _close(levels, source.index(">", tag.end(2)) + 1)
            else:
                for level in levels:
                    done += level.all()
                levels[:] = [_Level("", 0)]
        at = tag.end()


def _close(levels: list[_Level], end: int) -> None:
    """Take the innermost element, which ends at ``end``, into the piece around it."""
    level = levels.pop()
    levels[-1].grow(level.start, end)


def _nest(pieces: list[tuple[int, int, int, str]], closing: str) -> list[tuple[int, str]]:
    """Return where which tags are put in: outer pieces around inner ones, and none across the end of another."""
    heapify(pieces)
    inserts: list[tuple[int, str]] = []
    ends: list[int] = []
    while pieces:
        start, minus_end, number, tag = heappop(pieces)
        end = -minus_end
        while ends and ends[-1] <= start:
            inserts.append((ends.pop(), closing))
        if ends and end > ends[-1]:
            heappush(pieces, (ends[-1], -end, number, _ID.sub(" ", tag, count=1)))
            end = ends[-1]
        inserts.append((start, tag))
        ends.append(end)
    inserts += [(end, closing) for end in reversed(ends)]
    return inserts


_ID = re.compile(r' id="[^"]*" ')
