"""Short messy texts made at random, and the law that holds for any text: nothing fails, no quotation runs away."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from quotes.language.layout import Paragraph, read_layout
from quotes.model import Quotation
from quotes.segmenter import find_quotations, read_marks

PIECES = [
    *"\"'“”‘’`´„‚«»‹›″′＂「」\u0093\u0094",
    "''",
    "``",
    ",,",
    '\\"',
    "&quot;",
    "&ldquo;",
    "â€œ",
    "â€\u009d",
    "â€”",
    "\ufffd",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\u00a0",
    ", ",
    ". ",
    "? ",
    "...",
    "—",
    "(",
    ")",
    "5",
    "10",
    "he said",
    "said Mara Ellis",
    "The mayor",
    "boys",
    "don",
    "t",
    "s",
    "known as",
    "It rained all week and nobody came",
]
"""What messy texts are made of: every sort of mark, what stands beside marks, words that mean something to a reader."""

_MOST_PIECES = 9


def make_messy_text(chance: random.Random) -> str:
    """Return a short text of pieces chosen at random; one in eight has characters of any script among them."""
    pieces = chance.choices(PIECES, k=chance.randrange(_MOST_PIECES))
    if chance.randrange(8) == 0:
        pieces.insert(chance.randrange(len(pieces) + 1), chr(chance.randrange(1, 0xD800)))
    return "".join(pieces)


def find_runaway(text: str) -> Quotation | None:
    """Read a text and return a quotation that is longer than the rule allows, if there is one.

    Without a mark that opens it anew, a quotation crosses at most one paragraph break, and only where its own closer
    stands in the paragraph it reaches. No span leaves its paragraph or the text, or is empty.
    """
    paragraphs = read_layout(text).paragraphs
    quotations = find_quotations(text, paragraphs)
    if all(len(quotation.spans) == 1 for quotation in quotations):
        reopened: set[int] = set()
    else:
        reopened = {r.end for r in read_marks(text, paragraphs, margins=False) if r.role == "reopen"}
    return next((found for found in quotations if not _is_allowed(text, paragraphs, found, reopened)), None)


def _is_allowed(text: str, paragraphs: Sequence[Paragraph], quotation: Quotation, reopened: set[int]) -> bool:
    places = []
    for span in quotation.spans:
        place = bisect_right(paragraphs, span.start, key=lambda part: part.start) - 1
        if place < 0 or not paragraphs[place].start <= span.start < span.end <= paragraphs[place].end <= len(text):
            return False
        places.append(place)
    marks = quotation.evidence[0].spans
    crossed = 0
    for number, (before, after) in enumerate(pairwise(places), 1):
        limit = quotation.spans[number].start
        reached = {
            bisect_right(paragraphs, end - 1, key=lambda part: part.start) - 1 for end in reopened if end <= limit
        }
        crossed += sum(place not in reached for place in range(before + 1, after + 1))
    is_closed = marks[-1].start >= quotation.spans[-1].end
    return crossed == 0 or (crossed == 1 and is_closed)
