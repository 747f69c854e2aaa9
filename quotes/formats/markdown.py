"""Markdown: the text stays whole, and what is read in it is the words, without front matter, code and link targets.

Each paragraph, heading, list item and quoted block is one utterance without a voice; its spans leave the markup out.
Labelled Markdown (``**Ana Reyes:** words``) is read as labelled text.

Source: CommonMark 0.31, sections 4 (blocks) and 6 (inlines); GitHub Flavored Markdown for tables and ``~~``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotes.formats.base import RawInput
from quotes.formats.decoding import decode
from quotes.formats.labelled import read_labelled_text
from quotes.model import Document, DocumentInfo, Skip, Utterance
from quotes.spans import Span

__all__ = ["read_markdown"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FRONT = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n|\r|\n)")
_FIELD = re.compile(r"([A-Za-z][\w-]{0,40})[ \t]*[:=][ \t]*(.*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_PREFIX = re.compile(r"[ \t]*(?:>[ \t]?|[-*+][ \t]+(?=\S)|\d{1,9}[.)][ \t]+(?=\S))")
_HEADING = re.compile(r"#{1,6}(?:[ \t]+|$)")
_RULE = re.compile(r"[ \t]*(?:=+|-+|(?:[*_-][ \t]*){3,}|\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?)[ \t]*$")
_DEFINITION = re.compile(r" {0,3}\[[^\]\r\n]{1,1000}\]:[ \t]*\S")
_INLINE = re.compile(
    r"\\[!-/:-@\[-`{-~]"
    r"|(?P<out>!\[[^\]\r\n]{0,1000}\](?:\([^()\r\n]{0,2000}\)|\[[^\]\r\n]{0,1000}\])"
    r"|\[\^[^\]\s]{1,100}\]"
    r"|<!--(?:[^-]|-(?!->)){0,2000}-->|</?[A-Za-z][^<>\r\n]{0,2000}>|<https?://[^<>\s]{1,2000}>"
    r"|`+|\*+(?!\s|\Z)|(?<!\s)\*+|~~|(?<!\w)_+(?=\w)|(?<=\S)_+(?!\w))"
    r"|(?P<link>\[)|(?P<close>\])(?P<target>\([^()\r\n]{0,2000}(?:\([^()\r\n]{0,1000}\)[^()\r\n]{0,1000})?\)"
    r"|\[[^\]\r\n]{0,1000}\])?"
)
_IS_LINK = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]{0,200}\]){1,1000}\](?:\(|\[)")


def read_markdown(raw: RawInput) -> Document:
    r"""Read Markdown; the text is kept whole.

    Raises:
        ReadError: see `quotes.formats.decoding.decode`.

    Example:
        >>> page = b"---\ntitle: Pier\n---\n\n\"It is *safe*,\" said [Ana](https://pier.example)."
        >>> document = read_markdown(RawInput("a.md", "a", page))
        >>> [span.of(document.text) for span in document.info.utterances[0].spans]
        ['"It is ', 'safe', '," said ', 'Ana', '.']
        >>> document.info.meta
        {'title': 'Pier'}
    """
    text, encoding = decode(raw)
    labelled = read_labelled_text(text)
    if labelled is not None:
        info = DocumentInfo(
            format="labelled", encoding=encoding, utterances=labelled.utterances, skipped=labelled.skipped
        )
        return Document(id=raw.document_id, text=text, info=info)
    skipped: list[Skip] = []
    meta, start = _read_front_matter(text, skipped)
    utterances = tuple(
        Utterance(spans=tuple(spans))
        for block in _find_blocks(text, start, skipped)
        if (spans := _find_words(text, block))
    )
    info = DocumentInfo(
        format="markdown", encoding=encoding, meta=meta, utterances=utterances or None, skipped=tuple(skipped)
    )
    return Document(id=raw.document_id, text=text, info=info)


def _read_front_matter(text: str, skipped: list[Skip]) -> tuple[dict[str, str], int]:
    """Return the fields of the front matter, and where the text begins behind it."""
    opening = _FRONT.match(text)
    if opening is None:
        return {}, 0
    meta: dict[str, str] = {}
    at = opening.end()
    while at < len(text):
        line = _LINE.match(text, at)
        assert line is not None  # noqa: S101 - it matches nothing at least
        written = line[0].strip()
        at = line.end()
        if written in (opening[1], "..."):
            words = " ".join(text[opening.end() : at].split())[:80]
            skipped.append(Skip(reason="front matter", words=words, line=1, start=0, end=at))
            return meta, at
        field = _FIELD.fullmatch(written)
        if field is not None and field[2]:
            meta[field[1].lower()] = field[2].strip("\"'")
    return {}, 0


def _find_blocks(text: str, start: int, skipped: list[Skip]) -> Iterator[list[Span]]:
    """Give the lines of each block of words, without what stands before them."""
    block: list[Span] = []
    fence, code_start, code_line = "", 0, 0
    number = text.count("\n", 0, start)
    at = start
    while at < len(text):
        line = _LINE.match(text, at)
        assert line is not None  # noqa: S101 - it matches nothing at least
        begin, at = at, line.end()
        number += 1
        written = line[0].rstrip("\r\n")
        mark = _FENCE.match(written)
        if fence:
            if mark is not None and mark[1].startswith(fence) and not written[mark.end() :].strip():
                fence = ""
                skipped.append(_code(text, code_start, at, code_line))
            continue
        if mark is not None:
            fence, code_start, code_line = mark[1], begin, number
        is_apart = mark is not None or not written.strip() or _RULE.match(written) or _DEFINITION.match(written)
        if is_apart:
            if block:
                yield block
            block = []
            continue
        if not block and written.startswith(("    ", "\t")) and not _PREFIX.match(written):
            skipped.append(_code(text, begin, at, number))
            continue
        inner, is_new = begin, False
        while (prefix := _PREFIX.match(text, inner, begin + len(written))) is not None:
            is_new = is_new or ">" not in prefix[0]
            inner = prefix.end()
        heading = _HEADING.match(text, inner, begin + len(written))
        if heading is not None:
            inner, is_new = heading.end(), True
        if block and is_new:
            yield block
            block = []
        block.append(Span(inner, max(inner, begin + len(written))))
        if heading is not None:
            yield block
            block = []
    if fence:
        skipped.append(_code(text, code_start, len(text), code_line))
    if block:
        yield block


def _code(text: str, start: int, end: int, line: int) -> Skip:
    words = " ".join(text[start : min(end, start + 400)].split())[:80]
    return Skip(reason="code", words=words, line=line, start=start, end=end)


def _find_words(text: str, block: list[Span]) -> list[Span]:
    """Return what is words in the lines of a block: lines that nothing parts are one span."""
    spans: list[Span] = []

    def add(start: int, end: int) -> None:
        if start >= end:
            return
        if spans and text[spans[-1].end : start] in ("\n", "\r\n", "\r") and not text[spans[-1].end : start].strip():
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))

    depth = 0
    for line in block:
        at = line.start
        for found in _INLINE.finditer(text, line.start, line.end):
            keep_to, go_on = found.end(), found.end()
            if found["out"]:
                keep_to = found.start()
            elif found["link"]:
                if _IS_LINK.match(text, found.start(), line.end):
                    depth += 1
                    keep_to = found.start()
            elif found["close"] and found["target"] and depth:
                depth -= 1
                keep_to = found.start()
            elif found["target"]:
                keep_to = go_on = found.start("target")
            if keep_to == go_on:
                continue
            add(at, keep_to)
            at = go_on
        add(at, line.end)
    return [span for span in spans if span.of(text).strip()]
