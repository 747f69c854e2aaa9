"""Short texts as the attributor sees them, for its tests."""

from __future__ import annotations

from quotes.attributor.candidates import PhraseReader, Setting, SourceCandidate, find_candidates, find_setting
from quotes.language.layout import read_layout
from quotes.language.passages import QUOTED, PassageReader, Unit
from quotes.people.phrases import Phrase
from quotes.people.registry import Registry
from quotes.segmenter import find_quotations


def read_phrases(text: str) -> PhraseReader:
    """Read a text with its paragraphs and quotations."""
    paragraphs = read_layout(text).paragraphs
    return PhraseReader(PassageReader(text, paragraphs, find_quotations(text, paragraphs)))


def settings_of(reader: PhraseReader) -> list[Setting]:
    """Give where each quotation stands, in order."""
    found: list[Setting] = []
    for paragraph in range(len(reader)):
        for index in reader.passages.folds_in(paragraph):
            if not found or index > found[-1].index:
                found.append(find_setting(reader, index, reader.passages.quotations[index], paragraph))
    return found


def candidates_of(text: str, quotation: int = 0) -> dict[str, SourceCandidate]:
    """Find the candidates of one quotation of a text, by their words."""
    reader = read_phrases(text)
    return {
        candidate.phrase.span.of(text): candidate
        for candidate in find_candidates(reader, settings_of(reader)[quotation])
    }


def fill_registry(reader: PhraseReader) -> Registry:
    """Settle the named people of a text."""
    registry = Registry(reader.text)
    for phrase in phrases_of(reader):
        registry.observe(phrase)
    registry.settle()
    return registry


def phrases_of(reader: PhraseReader) -> list[Phrase]:
    """Give all phrases of a text in order."""
    return [phrase for index in range(len(reader)) for phrase in reader.phrases(index)]


def find_phrase(reader: PhraseReader, words: str, *, last: bool = True) -> Phrase:
    """Find a phrase by its words, the last one of them where there are several."""
    found = [phrase for phrase in phrases_of(reader) if phrase.span.of(reader.text) == words]
    assert found, f"{words!r} is no phrase here: {[p.span.of(reader.text) for p in phrases_of(reader)]}"
    return found[-1 if last else 0]


def make_units(tagged: str) -> tuple[list[Unit], int, int]:
    """Read ``[Ada/NNP] said/VBD ./.`` as units and the positions of the phrase in brackets.

    ``QUOTED`` alone stands for a quoted stretch and ``|`` for the end of a sentence.
    """
    units: list[Unit] = []
    first = last = -1
    sentence = place = 0
    for piece in tagged.split():
        if piece == "|":
            sentence += 1
            continue
        first = len(units) if piece.startswith("[") else first
        word, _, tag = piece.strip("[]").rpartition("/") if piece != QUOTED else (",", "", QUOTED)
        units.append(Unit(place, place + len(word), word, tag, sentence, 0 if tag == QUOTED else -1))
        last = len(units) if piece.endswith("]") else last
        place += len(word) + 1
    return units, first, last
