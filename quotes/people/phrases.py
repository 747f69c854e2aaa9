"""The noun phrases of a passage: who or what stands there, in words that a reader would quote back.

A phrase is found from the tags, then grown: a title before a name ("U-S Secretary of Defence Peter Maddox"), an
apposition after it or before it ("the ambassador to the U-N, Ada Quill,"), and a coordination ("Norway, South
Korea and Japan"). Everything a phrase says of itself (name, role, number, gender, sort) is decided here from its own
words; who it *is* in the document is decided by `quotes.people.registry`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TypeVar

from quotes.language.passages import Passage, Unit
from quotes.people.appositions import join_appositions, join_titles
from quotes.people.chunks import Phrase, PhraseSort, find_chunks, read_phrase, words_of
from quotes.people.predicates import read_affiliations, read_occupations, read_places
from quotes.spans import Span

__all__ = ["LONGEST_SIGN_OFF", "Phrase", "PhraseSort", "find_phrases", "is_sign_off"]

LONGEST_SIGN_OFF = 9
"""Of how many words a sentence that only names who reports is made at most."""

_MOST_MEMBERS = 12
_MOST_ADDED = 2
_LONGEST_LINK = 3
_LINKS = frozenset({",", "and", "&", "or", "as"})
_SAYS_MORE = frozenset({"on", "with", "from", "in", "at", "of", "for", "near", "behind", "outside", "aboard", "about"})


def find_phrases(text: str, passage: Passage, roles: frozenset[str] = frozenset()) -> tuple[Phrase, ...]:
    """Return the noun phrases of the narrator's words in a passage, in order, none inside another.

    The members of a coordination are inside it, in ``members``.

    Args:
        text: the document's text.
        passage: the passage.
        roles: roles that a house adds, each one unit of the passage, in lower case, plurals too.
    """
    units = passage.units
    chunks = find_chunks(units, roles)
    phrases = [read_phrase(text, passage.index, units, first, last, roles) for first, last in chunks]
    phrases = read_places(units, phrases)
    phrases = join_titles(text, units, phrases)
    phrases = join_appositions(text, units, phrases)
    phrases = read_affiliations(text, units, phrases)
    phrases = read_occupations(text, units, phrases)
    phrases = _reach_descriptions(units, phrases)
    return tuple(_join_coordinations(text, units, phrases))


def _reach_descriptions(units: Sequence[Unit], phrases: Sequence[Phrase]) -> list[Phrase]:
    """Read what stands behind a description of people and says more of them: "a woman walking two greyhounds"."""
    found = list(phrases)
    for position, phrase in enumerate(phrases):
        if phrase.form != "description" or phrase.sort not in ("person", "collective") or phrase.members:
            continue
        end = last = phrase.last
        is_object = phrase.first > 0 and units[phrase.first - 1].tag.startswith(("VB", "IN"))
        for after in phrases[position + 1 : position + 1 + _MOST_ADDED]:
            between = units[last : after.first]
            is_linked = 0 < len(between) < 3 and all(_says_more(unit, is_object=is_object) for unit in between)
            if not is_linked or after.sentence != phrase.sentence or after.form == "pronoun" or after.sort == "time":
                break
            end = last = after.last
        if end > phrase.last:
            found[position] = phrase._replace(described=Span(phrase.span.start, units[end - 1].end))
    return found


def _says_more(unit: Unit, *, is_object: bool) -> bool:
    """Whether a word can stand between a description and what says more of it: a preposition or a participle.

    Behind the object of a verb what looks like a past tense is a participle too: "met two officials briefed on it".
    """
    if unit.tag == "IN":
        return unit.text.lower() in _SAYS_MORE
    return unit.tag in ("VBG", "VBN") or (is_object and unit.tag == "VBD")


def _join_coordinations(text: str, units: Sequence[Unit], phrases: list[Phrase]) -> list[Phrase]:
    """Join phrases listed with commas and "and" into one collective, members kept."""
    joined: list[Phrase] = []
    position = 0
    while position < len(phrases):
        run = [position]
        closed = False
        while run[-1] + 1 < len(phrases) and not closed and len(run) <= _MOST_MEMBERS:
            here, after = phrases[run[-1]], phrases[run[-1] + 1]
            if after.first - here.last > _LONGEST_LINK or after.sentence != here.sentence:
                break
            if not _can_stand_together(phrases[position], after):
                break
            between = words_of(units[here.last : after.first])
            if between and between[0] not in _LINKS:
                break
            if between in (["and"], [",", "and"], ["&"], ["or"], ["as", "well", "as"]):
                run.append(run[-1] + 1)
                closed = True
            elif between == [","]:
                run.append(run[-1] + 1)
            else:
                break
        if closed:
            members = tuple(phrases[i] for i in run)
            first, last = members[0], members[-1]
            span = Span(first.span.start, last.span.end)
            joined.append(
                first._replace(
                    last=last.last,
                    span=span,
                    core=span,
                    name=None,
                    role=None,
                    head=last.head,
                    form="name" if all(m.form == "name" for m in members) else "description",
                    sort="collective" if first.sort != "thing" else "thing",
                    plural=True,
                    gender=None,
                    members=members,
                )
            )
            position = run[-1] + 1
        else:
            joined.append(phrases[position])
            position += 1
    return joined


def _can_stand_together(first: Phrase, other: Phrase) -> bool:
    """Whether two phrases can be members of one list of speakers."""
    if "pronoun" in (first.form, other.form) and first.form != other.form:
        return other.sort in ("person", "collective") and first.sort in ("person", "collective") and first.head != "who"
    people = ("person", "collective", "organisation", "place")
    if first.sort in people and other.sort in people:
        return first.form == other.form or "person" in (first.sort, other.sort)
    return first.sort == other.sort and first.form == other.form


_Part = TypeVar("_Part", Unit, Phrase)


def _of_sentence(parts: Sequence[_Part], sentence: int) -> Sequence[_Part]:
    """Return what of a passage, in order, stands in one of its sentences; a passage may hold thousands."""
    first = bisect_left(parts, sentence, key=lambda part: part.sentence)
    return parts[first : bisect_right(parts, sentence, lo=first, key=lambda part: part.sentence)]


def is_sign_off(text: str, passage: Passage, phrases: Sequence[Phrase], sentence: int) -> bool:
    """Whether a sentence only names who reports: "Ada Quill, Oslo.", "Ada Quill reports.", "I'm Ada Quill.".

    Args:
        text: the document's text.
        passage: the passage.
        phrases: its phrases.
        sentence: number of the sentence in the passage.
    """
    units = _of_sentence(passage.units, sentence)
    inside = _of_sentence(phrases, sentence)
    if not units or len(units) > LONGEST_SIGN_OFF or any(unit.is_quoted for unit in units):
        return False
    if units[-1].text == "." and len(units) > 2 and units[-2].text == "reports" and units[-3].text[:1].isupper():
        return True
    named = [phrase for phrase in inside for phrase in (phrase, *phrase.members) if phrase.name is not None]
    if not named:
        return False
    words = [unit.text.lower().replace("’", "'") for unit in units]
    verbs = [word for word, unit in zip(words, units, strict=True) if unit.tag.startswith("VB")]
    if words[0] == "i" and words[1:2] in (["'m"], ["am"]):
        return True
    if not verbs:
        return "," in words and words[0] == named[0].core.of(text).split()[0].lower() and named[0].role is None
    if verbs == ["reports"] or verbs == ["reporting"]:
        return words[-2] == verbs[0] or words[-1] == verbs[0] or units[words.index(verbs[0]) + 1].tag == "IN"
    return verbs == ["has"] and words[-2] in ("more", "details", "story", "latest", "report")
