"""Texts that nobody wrote: paragraphs of the corpus cut, mixed and set in marks, as no rule expects them."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import pytest

from quotes import annotate
from quotes.formats import read_text

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
MARKS = ('""', "“”", "''", "‘’", "()", "—-", "“ ", " ”")
DOCUMENTS = 25


@cache
def read_pieces() -> list[str]:
    """Return the paragraphs of all texts of the corpus."""
    texts = [read_text(path.read_bytes().decode("utf-8", "replace")).text for path in sorted(CORPUS.glob("*/text.txt"))]
    return [piece for text in texts for piece in re.split(r"\n+", text) if piece.strip()]


def spoil(piece: str, chance: random.Random) -> str:
    """Return a paragraph, or what is left of it: a stretch, words in marks, words in any order, capitals."""
    words = piece.split(" ")
    sort = chance.randrange(6)
    if sort == 0:
        start = chance.randrange(len(words))
        words = words[start : start + chance.randrange(1, 40)]
    elif sort == 1:
        chance.shuffle(words)
    elif sort == 2:
        for _ in range(chance.randrange(1, 6)):
            first = chance.randrange(len(words))
            last = min(len(words), first + chance.choice((1, 1, 2, 3, 9))) - 1
            opener, closer = chance.choice(MARKS)
            words[first], words[last] = opener + words[first], words[last] + closer
    elif sort == 3:
        words = [word.upper() if chance.random() < 0.3 else word.title() for word in words]
    return " ".join(words)


@pytest.mark.parametrize("seed", range(8))
def test_any_mixture_of_sentences_is_read(seed: int) -> None:
    """Whatever stands where, nothing is raised, and every quotation has a place, with and without indirect speech."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, nothing secret
    for _ in range(DOCUMENTS):
        pieces = [spoil(chance.choice(read_pieces()), chance) for _ in range(chance.choice((2, 5, 10, 25)))]
        text = chance.choice(("\n\n", "\n", " ")).join(pieces)
        for kinds in (None, {"direct", "mixed"}):
            annotation = annotate(text, kinds=kinds)

            assert annotation.text == text
            assert all(0 <= span.start < span.end <= len(text) for each in annotation.quotations for span in each.spans)


def test_a_stretch_in_marks_may_stand_for_a_source() -> None:
    """Where marks are so mixed that a stretch in them is all there is of a source, the text is read all the same."""
    beginning = 'Tide rising." Bell; "The Harbour Bell, Has Now " says interest."I don\'t\nsee '
    text = beginning + '“The "It\'s boats," Tom."There\'s\nnothing say." weir.'

    assert annotate(text).text == text
