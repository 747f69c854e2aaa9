"""Where a quotation stands and which phrases around it could name its source."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from quotes.language.bites import is_translated
from quotes.language.furniture import find_dateline_end, furniture_kind
from quotes.language.passages import Passage, PassageReader
from quotes.lexicon.house import role_words
from quotes.model import Quotation
from quotes.people.phrases import LONGEST_SIGN_OFF, Phrase, find_phrases, is_sign_off

__all__ = ["PhraseReader", "Setting", "SourceCandidate", "find_candidates", "find_setting"]

Side = Literal["before", "after", "earlier", "later"]
"""before, after: in the quotation's own paragraph. earlier, later: in a paragraph next to it."""

_REMEMBERED = 1024
_REMEMBERED_PHRASES = 8_000
_SENTENCES_BACK = 3
_SENTENCES_AHEAD = 2
_SENTENCES_BEYOND = 1
"""In other paragraphs than the quotation's own: of the dev news and novels, phrases further away have a thousandth of
what the ranker gives in all, and are two thirds of the phrases."""
_PARAGRAPHS_BACK = 3


class PhraseReader:
    """Finds the phrases of a passage on request and remembers those of the last few.

    Args:
        passages: the passages of one document.
    """

    def __init__(self, passages: PassageReader) -> None:
        self.passages = passages
        self.text = passages.text
        self.roles = role_words(passages.house.roles)
        self._known: OrderedDict[int, tuple[Phrase, ...]] = OrderedDict()
        self._phrases = 0

    def passage(self, index: int) -> Passage:
        """Return paragraph ``index``, analysed."""
        return self.passages.passage(index)

    def phrases(self, index: int) -> tuple[Phrase, ...]:
        """Return the narrator's noun phrases of paragraph ``index``; bylines, credits and sign-offs have none."""
        phrases = self._known.get(index)
        if phrases is None:
            phrases = self._find(index)
            self._known[index] = phrases
            self._phrases += len(phrases)
            while len(self._known) > _REMEMBERED or (self._phrases > _REMEMBERED_PHRASES and len(self._known) > 2):
                self._phrases -= len(self._known.popitem(last=False)[1])
        else:
            self._known.move_to_end(index)
        return phrases

    def _find(self, index: int) -> tuple[Phrase, ...]:
        passage = self.passages.passage(index)
        if self._is_note(passage):
            return ()
        if not passage.quoted and furniture_kind(self.text[passage.start : passage.end]) is not None:
            return ()
        begin = find_dateline_end(self.text, passage.start, passage.end)
        phrases = tuple(phrase for phrase in find_phrases(self.text, passage, self.roles) if phrase.span.start >= begin)
        words = Counter([unit.sentence for unit in passage.units])
        signed = {phrase.sentence for phrase in phrases if words[phrase.sentence] <= LONGEST_SIGN_OFF}
        signed = {sentence for sentence in signed if is_sign_off(self.text, passage, phrases, sentence)}
        return tuple(phrase for phrase in phrases if phrase.sentence not in signed) if signed else phrases

    def _is_note(self, passage: Passage) -> bool:
        """Whether the narrator only notes here that an interpreter is heard."""
        if not passage.quoted:
            return False
        first = passage.units[passage.quoted[0]]
        if first.start - passage.start > 60 or passage.end - passage.units[-1].end > 60:
            return False
        if len(passage.units) - passage.quoted[0] > len(passage.quoted):
            return False
        return is_translated(self.text[passage.start : first.start])

    def __len__(self) -> int:
        return len(self.passages)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where one quotation stands.

    Attributes:
        index: number of the quotation in the document.
        quotation: the quotation.
        first: number of the paragraph where it begins.
        first_unit: position of its first folded unit there.
        last: number of the paragraph where it ends.
        last_unit: position of its last folded unit there.
        ending: its last mark of punctuation, or nothing after a word.
        opens_capital: whether its first letter is a capital.
    """

    index: int
    quotation: Quotation
    first: int
    first_unit: int
    last: int
    last_unit: int
    ending: str
    opens_capital: bool


class SourceCandidate(NamedTuple):
    """A phrase that could name the source.

    Attributes:
        phrase: the phrase.
        passage: the passage it stands in.
        side: where it stands from the quotation.
        sentences_away: sentence ends between it and the quotation.
        units_between: units between it and the quotation.
        phrases_between: phrases between it and the quotation.
        people_between: those of them that can be people.
        quoted_between: whether another quotation stands between.
        paragraphs_away: paragraph breaks between.
    """

    phrase: Phrase
    passage: Passage
    side: Side
    sentences_away: int
    units_between: int
    phrases_between: int
    people_between: int
    quoted_between: bool
    paragraphs_away: int


def find_setting(reader: PhraseReader, index: int, quotation: Quotation, first: int) -> Setting:
    """Return where a quotation stands; ``first`` is the number of the paragraph in which it begins."""
    passage = reader.passage(first)
    first_unit = passage.find_unit(index)
    last, last_unit = first, first_unit
    end = quotation.spans[-1].end
    while last + 1 < len(reader) and reader.passages.paragraphs[last].end < end:
        last += 1
    if last != first:
        last_unit = max(0, reader.passage(last).find_unit(index))
    final = reader.passage(last)
    units = final.units
    last_unit = max((at for at in final.quoted if units[at].quotation == index), default=last_unit)
    opening = next((c for c in reader.text[quotation.spans[0].start : quotation.spans[0].end] if c.isalnum()), "a")
    ending = units[last_unit].text[-1:] if last_unit >= 0 else ""
    return Setting(index, quotation, first, first_unit, last, last_unit, ending, not opening.islower())


def find_candidates(reader: PhraseReader, setting: Setting) -> list[SourceCandidate]:
    """Return the phrases around a quotation that could name its source, those before it first, nearest first."""
    return [*_look_back(reader, setting), *_look_ahead(reader, setting)]


def _look_back(reader: PhraseReader, setting: Setting) -> Iterator[SourceCandidate]:
    passage = reader.passage(setting.first)
    units_between = phrases_between = people_between = sentences_away = 0
    crossed = False
    stop_unit = setting.first_unit
    stop_sentence = passage.units[stop_unit].sentence
    index = setting.first
    steps_back, furthest = 0, _SENTENCES_BACK
    while True:
        side: Side = "before" if index == setting.first else "earlier"
        edge = stop_unit
        for phrase in reversed(reader.phrases(index)):
            if phrase.last > stop_unit:
                continue
            away = sentences_away + max(0, stop_sentence - phrase.sentence)
            if away > furthest:
                break
            crossed = crossed or passage.has_quoted(phrase.last, edge)
            units_between += edge - phrase.last
            yield SourceCandidate(
                phrase,
                passage,
                side,
                away,
                units_between,
                phrases_between,
                people_between,
                crossed,
                steps_back,
            )
            units_between += phrase.last - phrase.first
            phrases_between += 1
            people_between += phrase.is_person_like
            edge = phrase.first
        crossed = crossed or passage.has_quoted(0, edge)
        units_between += edge
        sentences_away += stop_sentence + 1
        furthest = _SENTENCES_BEYOND
        if index == 0 or steps_back >= _PARAGRAPHS_BACK or sentences_away > furthest:
            return
        index -= 1
        steps_back += 1
        passage = reader.passage(index)
        stop_unit = len(passage.units)
        stop_sentence = passage.units[-1].sentence if passage.units else 0
        if passage.is_quoted_only:
            stop_sentence = -1
            crossed = True


def _look_ahead(reader: PhraseReader, setting: Setting) -> Iterator[SourceCandidate]:
    passage = reader.passage(setting.last)
    units_between = phrases_between = people_between = 0
    crossed = False
    edge = setting.last_unit + 1
    start_sentence = passage.units[setting.last_unit].sentence if passage.units else 0
    side: Side = "after"
    index = setting.last
    sentences_away, furthest = 0, _SENTENCES_AHEAD
    while True:
        units = passage.units
        for phrase in reader.phrases(index):
            if phrase.first < edge:
                continue
            away = sentences_away + phrase.sentence - start_sentence
            if away > furthest:
                return
            crossed = crossed or passage.has_quoted(edge, phrase.first)
            units_between += phrase.first - edge
            yield SourceCandidate(
                phrase,
                passage,
                side,
                away,
                units_between,
                phrases_between,
                people_between,
                crossed,
                index - setting.last,
            )
            units_between += phrase.last - phrase.first
            phrases_between += 1
            people_between += phrase.is_person_like
            edge = phrase.last
        crossed = crossed or passage.has_quoted(edge, len(units))
        units_between += len(units) - edge
        sentences_away += (units[-1].sentence if units else 0) - start_sentence + 1
        index, furthest = index + 1, _SENTENCES_BEYOND
        if index >= len(reader) or index > setting.last + 1 or sentences_away > furthest:
            return
        passage, edge, start_sentence, side = reader.passage(index), 0, 0, "later"
