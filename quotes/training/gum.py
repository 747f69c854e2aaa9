"""The GUM corpus as training data: documents of paragraphs of sentences, in our own tokens.

GUM splits hyphenated words; here they are whole again, with the tag of their last part
(an adjective where that part is a participle). The word "to" is always TO, as in the Penn Treebank, and marks of
punctuation have the tags the tagger gives them without asking.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from quotes.errors import TrainingError
from quotes.language.tags import FIXED_TAGS
from quotes.language.tokens import find_tokens

__all__ = ["GENRES", "GUM_FILE", "Sentence", "Shares", "TaggedDocument", "gum_source", "read_gum", "share_out"]

GUM_FILE = Path("syntax") / "gum.conllu.gz"
"""Where GUM is in the data folder."""

GENRES = {
    "academic": "CC BY 4.0",
    "court": "CC BY 4.0",
    "interview": "CC BY 2.5",
    "news": "CC BY 2.5",
}
"""Genres whose texts are permissively licensed, with the licence GUM's LICENSE.md states for them.

Biographies (Wikipedia) and travel guides (Wikivoyage) are CC BY-SA, share-alike: they serve to measure only.
"""


_HYPHENATED = {"VBN": "JJ", "VBG": "JJ", "RP": "NN", "IN": "JJ", "RB": "JJ"}
"""What the last part of a hyphenated word says about the whole, as the Penn Treebank tags such words."""


class Sentence(NamedTuple):
    """One sentence: its text, our tokens of it and their tags."""

    text: str
    words: list[str]
    tags: list[str]


@dataclass(frozen=True)
class TaggedDocument:
    """One document: its id, its genre and its paragraphs, each a list of sentences."""

    id: str
    genre: str
    paragraphs: list[list[Sentence]]


def read_gum(data_dir: Path) -> list[TaggedDocument]:
    """Return GUM's documents of every genre in the file, in its order.

    Raises:
        TrainingError: if the file is missing or is not CoNLL-U.
    """
    path = data_dir / GUM_FILE
    documents: list[TaggedDocument] = []
    sentence: list[tuple[str, str]] = []
    text = ""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.rstrip("\n")
                if line.startswith("# newdoc id = "):
                    name = line.removeprefix("# newdoc id = ")
                    documents.append(TaggedDocument(name, name.removeprefix("GUM_").split("_")[0], []))
                elif line.startswith("# newpar") and not line.startswith("# newpar_"):
                    documents[-1].paragraphs.append([])
                elif line.startswith("# text = "):
                    text = line.removeprefix("# text = ")
                elif not line and sentence:
                    if not documents[-1].paragraphs:
                        documents[-1].paragraphs.append([])
                    documents[-1].paragraphs[-1].append(_retokenize(text, sentence))
                    sentence = []
                elif line and line[0] != "#":
                    fields = line.split("\t")
                    if len(fields) != 10:
                        raise TrainingError(str(path), f"line {number}: expected 10 columns, found {len(fields)}")
                    if fields[0].isdigit():
                        sentence.append((fields[1], fields[4]))
    except FileNotFoundError as error:
        raise TrainingError(str(path), "missing; the data folder needs GUM in CoNLL-U form there") from error
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise TrainingError(str(path), f"cannot be read as gzipped CoNLL-U: {error}") from error
    if not documents:
        raise TrainingError(str(path), "holds no document ('# newdoc id = ...')")
    return documents


@dataclass(frozen=True)
class Shares:
    """GUM shared out.

    Attributes:
        learned: documents of permissively licensed genres to learn from.
        held_out: every sixth document of those genres, in the order of their ids, to measure with.
        others: documents of the share-alike genres, to measure with only.
    """

    learned: list[TaggedDocument]
    held_out: list[TaggedDocument]
    others: list[TaggedDocument]


def share_out(documents: list[TaggedDocument], data_dir: Path) -> Shares:
    """Part documents into those to learn from and those to measure with.

    Raises:
        TrainingError: if no document is of a permissively licensed genre.
    """
    shares = Shares([], [], [document for document in documents if document.genre not in GENRES])
    for genre in GENRES:
        same = sorted((document for document in documents if document.genre == genre), key=lambda document: document.id)
        for place, document in enumerate(same):
            (shares.held_out if place % 6 == 5 else shares.learned).append(document)
    if not shares.learned:
        genres = ", ".join(GENRES)
        raise TrainingError(str(data_dir / GUM_FILE), f"no document of a permissively licensed genre ({genres})")
    return shares


def gum_source(shares: Shares) -> str:
    """Say in one line which documents were learnt from."""
    genres = ", ".join(f"{genre} ({licence})" for genre, licence in GENRES.items())
    return f"GUM (gucorpling.org/gum), {len(shares.learned)} documents of the genres {genres}"


def _retokenize(text: str, parts: list[tuple[str, str]]) -> Sentence:
    """Give each of our tokens the tag of the last word of GUM's inside it."""
    places: list[tuple[int, int, str]] = []
    position = 0
    for form, tag in parts:
        start = text.find(form, position)
        if start < 0:
            continue
        position = start + len(form)
        places.append((start, position, tag))
    words: list[str] = []
    tags: list[str] = []
    index = 0
    for token in find_tokens(text):
        while index < len(places) and places[index][1] <= token.start:
            index += 1
        inside = []
        look = index
        while look < len(places) and places[look][0] < token.end:
            inside.append(places[look][2])
            look += 1
        real = [tag for tag in inside if tag[0].isalpha() and tag != "HYPH"] or inside or ["NN"]
        tag = real[-1]
        if "-" in token.text[1:-1]:
            tag = _HYPHENATED.get(tag, tag)
        words.append(token.text)
        if token.text.lower() == "to":
            tag = "TO"
        tags.append(FIXED_TAGS.get(token.text) or (":" if tag == "HYPH" else "NN" if tag in ("GW", "_") else tag))
    return Sentence(text, words, tags)
