"""Names of people that are names of places too: which of them means a person in this document, by what it does.

Florence, Jordan and Sydney are people where they laugh, are fourteen years old, or say something between quotation
marks; a government says things without marks, and a place is where something happens.
"""

from __future__ import annotations

import re

from quotes.attributor.clauses import clause_of
from quotes.language.passages import Passage
from quotes.lexicon import countries, cue_verbs
from quotes.people.chunks import words_of
from quotes.people.phrases import Phrase

__all__ = ["PlaceNames"]

_OLDEST_YEARS = 120
_LETTERS = re.compile(r"\w*")
_WHERE = re.compile(r"\b(?:in|to|from|near|of|at|outside|around|across|through) (?=(\S+))")
_PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})


class PlaceNames:
    """Tells people from places in one document.

    Args:
        text: the document's text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._behind: dict[str, set[str]] | None = None
        self._somewhere: dict[str, bool] = {}

    def is_person(self, passage: Passage, phrase: Phrase) -> bool:
        """Whether a phrase that may be a given name or a place means a person where it stands.

        Args:
            passage: the passage it stands in.
            phrase: one capitalised word, `Phrase.is_bare_name`.
        """
        if not phrase.is_bare_name or phrase.sort not in ("place", "time"):
            return False
        units = passage.units
        after = words_of(units[phrase.last : phrase.last + 3])
        if after[:2] == [",", "who"] or (after[::2] in ([",", ","], [",", "."]) and _is_age(after[1])):
            return True
        word = phrase.core.of(self._text).split()[0]
        is_country = word in countries()
        if phrase.role is not None and not is_country:
            return True
        clause = clause_of(passage, phrase.first, phrase.last)
        if clause.verb < 0 or clause.preposition or units[clause.verb].is_quoted:
            return False
        verb = cue_verbs().get(units[clause.verb].text.lower())
        if verb is not None and verb.kind == "manner" and verb.is_core:
            return True
        sentence = [unit for unit in units if unit.sentence == phrase.sentence]
        if verb is None or not verb.is_core or not any(unit.is_quoted for unit in sentence):
            return False
        if any(unit.text.lower() in _PERSONAL for unit in sentence if not unit.is_quoted):
            return True
        return not is_country and not self.is_somewhere(word)

    def is_somewhere(self, word: str) -> bool:
        """Whether the document says of a place that something is in it, comes from it or goes to it.

        Example:
            >>> places = PlaceNames("They flew from Milan. Milan Lind stayed at Austin's.")
            >>> [word for word in ("Milan", "Austin", "Aust", "Lind") if places.is_somewhere(word)]
            ['Milan', 'Austin']
        """
        known = self._somewhere.get(word)
        if known is None:
            if self._behind is None:  # read once, however many words are asked for
                self._behind = {}
                for match in _WHERE.finditer(self._text):
                    self._behind.setdefault(_first_letters(match[1]), set()).add(match[1])
            whole = re.compile(rf"{re.escape(word)}\b")
            known = any(whole.match(other) for other in self._behind.get(_first_letters(word), ()))
            self._somewhere[word] = known
        return known


def _first_letters(word: str) -> str:
    """Return the letters and digits a word begins with, up to what is neither."""
    match = _LETTERS.match(word)
    return match[0] if match is not None else ""


def _is_age(word: str) -> bool:
    return word.isdecimal() and len(word) < 4 and int(word) <= _OLDEST_YEARS
