r"""HTML pages: the article's text, taken out of the page so that every character leads back to its place there.

``info.source_map`` of a page holds ``kind`` (``html``), ``sha256`` (of the decoded page as UTF-8), ``segments`` (see
`quotes.spans.SpanMap`), ``body_end`` (where a script element may be put) and ``body`` (what showed the article).
"""

from __future__ import annotations

import codecs
import html
import re
from typing import Any

from quotes.errors import ReadError
from quotes.formats.base import RawInput
from quotes.formats.css import parse_selector, select
from quotes.formats.decoding import DecodedText, decode
from quotes.formats.html_body import Body, find_apart, find_body
from quotes.formats.html_text import read_page_text
from quotes.formats.html_tokens import read_tokens
from quotes.formats.html_tree import Element, Page, build_page
from quotes.model import Document, DocumentInfo, Skip, text_sha256

__all__ = ["read_html"]

_CHARSET = re.compile(
    rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}encoding=[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_SNIFFED_BYTES = 4096
_AS_WINDOWS = frozenset(("iso8859-1", "ascii"))
"""Labels that browsers read as Windows-1252. Source: Encoding Standard, 4.2 "Names and labels"."""

_META = {
    "title": ("og:title", "twitter:title"),
    "date": ("article:published_time", "datepublished", "date", "dc.date"),
    "url": ("og:url",),
    "outlet": ("og:site_name",),
    "author": ("author", "article:author"),
}


def read_html(raw: RawInput) -> Document:
    r"""Read a page: the article's text, what the page says of itself, and the way back to each character.

    Args:
        raw: the page; ``raw.selector`` says which elements are the article, by default it is found.

    Raises:
        ReadError: the page cannot be decoded, no element is meant by the selector, or there is no text.

    Example:
        >>> page = b"<article><h1>Pier</h1>\r\n<p>&ldquo;It is <b>safe</b>,&rdquo; he said.</p></article>"
        >>> document = read_html(RawInput("a.html", "a", page))
        >>> document.text
        'Pier\n\n“It is safe,” he said.'
        >>> document.info.source_map["segments"][1]
        [6, 7, 27, 34]
    """
    source, encoding = _decode_page(raw)
    page = build_page(source, read_tokens(source))
    apart = find_apart(page)
    body = _find_body(raw, page, apart)
    written = read_page_text(page, {element.number for element in body.elements}, apart)
    if not written.segments:
        where = f" in {body.how}" if raw.selector is not None else ""
        raise ReadError(raw.path, None, f"there is no text{where}; say with --selector which element is the article")
    skipped = written.skipped
    if page.broken is not None:
        line = source.count("\n", 0, page.broken) + 1
        words = " ".join(source[page.broken : page.broken + 80].split())
        skipped.append(Skip(reason="the page ends in the middle of a tag", words=words, line=line))
    source_map: dict[str, Any] = {
        "kind": "html",
        "sha256": text_sha256(source),
        "body": body.how,
        "body_end": page.body_end,
        "segments": written.segments,
    }
    info = DocumentInfo(
        format="html", encoding=encoding, meta=_read_meta(page), source_map=source_map, skipped=tuple(skipped)
    )
    return Document(id=raw.document_id, text=written.text, info=info)


def _find_body(raw: RawInput, page: Page, apart: dict[int, str]) -> Body:
    """Return the elements that are the article.

    Raises:
        ReadError: the selector cannot be read or means nothing on the page.
    """
    if raw.selector is None:
        return find_body(page, apart)
    try:
        selector = parse_selector(raw.selector)
    except ValueError as error:
        raise ReadError(raw.path, None, str(error)) from None
    chosen = select(page.elements, selector)
    if not chosen:
        found = find_body(page, apart)
        taken = _show(found.elements[0]) if found.elements else found.how
        raise ReadError(
            raw.path,
            None,
            f"nothing on the page is meant by the selector {raw.selector!r}; by itself the reader would take {taken}",
        )
    return Body(tuple(chosen), f"the selector {raw.selector}")


def _show(element: Element) -> str:
    """Return an element as a selector would name it."""
    id = element.attributes.get("id")
    return element.name + (f"#{id}" if id else "".join(f".{name}" for name in element.classes[:2]))


def _decode_page(raw: RawInput) -> DecodedText:
    """Decode a page: valid UTF-8 is UTF-8, else what the page says of itself, else what `decode` finds.

    Source: HTML Living Standard, 13.2.3.2 "Determining the character encoding".
    """
    opening = raw.data[:_SNIFFED_BYTES]
    if raw.encoding is not None or opening.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        return decode(raw)
    named = _CHARSET.search(opening)
    if named is None:
        return decode(raw)
    try:
        raw.data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return decode(raw)
    try:
        codec = codecs.lookup((named[1] or named[2]).decode("ascii")).name
        codec = "windows-1252" if codec in _AS_WINDOWS else codec
        raw.data.decode(codec)
    except (LookupError, UnicodeError):
        return decode(raw)
    return decode(raw._replace(encoding=codec)) if codec not in ("utf-8", "utf-16") else decode(raw)


def _read_meta(page: Page) -> dict[str, Any]:
    """Return what a page says of itself: title, date, url, outlet, author, language."""
    said: dict[str, str] = {}
    title = None
    for element in page.elements:
        found = element.attributes
        if element.name == "meta" and "content" in found:
            name = found.get("property") or found.get("name") or found.get("itemprop") or ""
            said.setdefault(name.lower(), found["content"])
        elif element.name == "link" and found.get("rel", "").lower() == "canonical":
            said["og:url"] = found.get("href", "")
        elif element.name == "html":
            said.setdefault("lang", found.get("lang", ""))
        elif element.name == "title" and title is None and element.raw is not None:
            title = page.source[slice(*element.raw)]
    meta = {key: next((said[name] for name in names if said.get(name)), "") for key, names in _META.items()}
    meta["lang"] = said.get("lang", "")
    meta["title"] = meta["title"] or title or ""
    cleaned = {key: " ".join(html.unescape(value).replace("\0", "").split()) for key, value in meta.items()}
    return {key: value for key, value in cleaned.items() if value}
