"""The noun phrases of a passage: who or what stands there, in words that a reader would quote back.

A phrase is found from the tags, then grown: a title before a name ("U-S Secretary of Defence Peter Maddox"), an
apposition after it or before it ("the ambassador to the U-N, Ada Quill,"), and a coordination ("Norway, South
Korea and Japan"). Everything a phrase says of itself (name, role, number, gender, sort) is decided here from its own
words; who it *is* in the document is decided by `quotes.people.registry`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from quotes.language.passages import Passage, Unit
from quotes.lexicon import (
    calendar_words,
    countries,
    demonyms,
    document_nouns,
    given_names,
    group_nouns,
    honorifics,
    known_organisations,
    organisation_heads,
    organisation_suffixes,
    person_nouns,
    places,
    pronouns,
)
from quotes.lexicon.portfolios import only_with_complement, portfolios
from quotes.model import Gender, MentionForm
from quotes.people.names import PersonName, gender_of_name, is_person_like, parse_name
from quotes.spans import Span

__all__ = ["Phrase", "PhraseSort", "find_phrases", "is_sign_off"]

PhraseSort = Literal["person", "organisation", "collective", "document", "place", "time", "thing"]

_OPENERS = frozenset({"DT", "PDT", "PRP$", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "$", "#", "FW"})
_INSIDE = _OPENERS | {"POS", "VBN", "VBG", "HYPH", "AFX"}
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "FW"})
_NAMES = frozenset({"NNP", "NNPS"})
_ROLE_LINKS = frozenset({"of", "for", "to", "at", "in", "on", "with", "from", "and"})
_MAX_NAME_TOKENS = 6
_MOST_MEMBERS = 12
_PARTY = re.compile(r"[RDIL]-[A-Z]")
"""A party and a place, as American news writes them: "R-Neb."."""
_OFFICES = frozenset({"office", "military", "legal", "police"})
"""Kinds of title that say what somebody does; the others only say how to address them."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase and what its own words say.

    Attributes:
        first: position of its first unit in the passage.
        last: position one past its last unit.
        span: where it stands with title and apposition, code points.
        core: where its name stands, or its own noun phrase where it has none.
        name: the parsed name of a person, or None.
        role: where the words of its role stand, or None.
        affiliation: where the words for what the person belongs to stand, or None.
        is_bare_name: whether it is one capitalised word that may be a surname; only the document can tell.
        possessor: the named person before its 's ("Ada Quill's boat"), or None.
        head: its head noun or pronoun, lower case.
        form: name, description or pronoun.
        sort: what sort of thing its words say it is.
        plural: whether it is more than one.
        gender: what its own words say, or None.
        is_definite: whether it begins with "the", "this" or a possessive.
        members: of a coordination, its parts.
        paragraph: number of its paragraph.
        sentence: number of its sentence in the paragraph.
    """

    first: int
    last: int
    span: Span
    core: Span
    name: PersonName | None
    role: Span | None
    head: str
    form: MentionForm
    sort: PhraseSort
    plural: bool
    gender: Gender | None
    is_definite: bool
    members: tuple[Phrase, ...]
    paragraph: int
    sentence: int
    affiliation: Span | None = None
    is_bare_name: bool = False
    possessor: Phrase | None = None

    @property
    def is_person_like(self) -> bool:
        """Whether it can be a person or people."""
        return self.sort in ("person", "collective")


def find_phrases(text: str, passage: Passage) -> tuple[Phrase, ...]:
    """Return the noun phrases of the narrator's words in a passage, in order, none inside another.

    The members of a coordination are inside it, in ``members``.
    """
    units = passage.units
    phrases = [_read_phrase(text, passage.index, units, first, last) for first, last in _find_chunks(units)]
    phrases = _join_titles(text, units, phrases)
    phrases = _join_appositions(text, units, phrases)
    phrases = _read_affiliations(text, units, phrases)
    phrases = _read_copulas(units, phrases)
    return tuple(_join_coordinations(text, units, phrases))


def _find_chunks(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """Find maximal runs of units that can be one noun phrase each."""
    chunks: list[tuple[int, int]] = []
    position, size = 0, len(units)
    while position < size:
        unit = units[position]
        if unit.tag in ("PRP", "WP", "EX") or (unit.tag in ("WDT",) and unit.text.lower() in ("which", "that")):
            if unit.tag != "EX":
                chunks.append((position, position + 1))
            position += 1
            continue
        if unit.tag not in _OPENERS:
            position += 1
            continue
        first = position
        position += 1
        while position < size:
            here, before = units[position], units[position - 1]
            adverb = here.tag == "RB" and before.tag == "DT" and position + 1 < size
            adverb = adverb and units[position + 1].tag in ("JJ", "VBN")
            if (here.tag not in _INSIDE or here.sentence != before.sentence) and not adverb:
                break
            if here.tag in ("DT", "PRP$") and before.tag != "PDT":
                break
            if here.tag in ("VBN", "VBG") and before.tag in _NOUNS:
                break
            if before.text in calendar_words() and (here.tag in _NAMES or here.tag == "DT"):
                break
            if before.tag in _NOUNS and here.text in calendar_words():
                break
            position += 1
        last = position
        while last > first and units[last - 1].tag in ("POS", "VBN", "VBG", "RB", "$", "#"):
            last -= 1
        while last - first > 1 and units[last - 1].text in calendar_words() and units[last - 2].tag in _NOUNS:
            last -= 1
        if last > first:
            chunks.append((first, last))
        position = max(position, first + 1)
    return chunks


def _read_phrase(text: str, paragraph: int, units: Sequence[Unit], first: int, last: int) -> Phrase:
    """Read what the words of one noun phrase say."""
    words = [unit.text for unit in units[first:last]]
    tags = [unit.tag for unit in units[first:last]]
    span = Span(units[first].start, units[last - 1].end)
    sentence = units[first].sentence
    lower = words[0].lower()
    pronoun = pronouns().get(lower) if last - first == 1 else None
    if pronoun is not None and tags[0] not in _NAMES:
        sort: PhraseSort = (
            "person"
            if pronoun.person == 1 or pronoun.gender in ("male", "female") or lower in ("who", "whoever", "you")
            else "thing"
        )
        if pronoun.number == "plural":
            sort = "collective"
        return Phrase(
            first,
            last,
            span,
            span,
            None,
            None,
            lower,
            "pronoun",
            sort,
            pronoun.number == "plural",
            pronoun.gender if pronoun.gender in ("male", "female") else None,
            False,
            (),
            paragraph,
            sentence,
        )
    name_at = _find_name(words, tags)
    head = words[-1].lower()
    plural = tags[-1] in ("NNS", "NNPS")
    definite = lower in ("the", "this", "that", "these", "those") or tags[0] == "PRP$" or "POS" in tags
    if name_at is not None:
        name_start = first + name_at
        core = Span(units[name_start].start, units[last - 1].end)
        name = parse_name(text[units[first + _title_start(words, name_at)].start : core.end])
        role_first = first + (1 if tags[0] in ("DT", "PRP$") and name_at > 0 else 0)
        affiliation = None
        if "POS" in tags[:name_at]:  # "the agency's Ada Quill": before a bare 's stands where the person belongs
            after = max(i for i in range(name_at) if tags[i] == "POS") + 1
            if after == name_at:
                affiliation, role_first = _trim_role(units, role_first, first + after - 1), name_start
        role = _trim_role(units, role_first, name_start)
        gender = _gender_of(name, words[:name_at])
        return Phrase(
            first,
            last,
            span,
            core,
            name,
            role,
            head,
            "name",
            "person",
            False,
            gender,
            definite,
            (),
            paragraph,
            sentence,
            affiliation,
        )
    sort = _sort_of(words, tags, head, plural)
    if head in only_with_complement() and sort == "person" and not _says_of_what(units, first, last):
        sort = "thing"
    form: MentionForm = "name" if tags[-1] in _NAMES else "description"
    role = None
    if sort == "person" and form == "description":
        role = _trim_role(units, first + (1 if tags[0] in ("DT", "PRP$", "PDT") else 0), last)
    elif sort == "person":  # a title that is written like a name: "Defense Secretary"
        role, form = _trim_role(units, first + (1 if tags[0] in ("DT", "PRP$", "PDT") else 0), last), "description"
    return Phrase(
        first,
        last,
        span,
        span,
        None,
        role,
        head,
        form,
        sort,
        plural,
        _gender_of(None, [head]),
        definite,
        (),
        paragraph,
        sentence,
        is_bare_name=last - first == 1 and _is_capital_noun(words[0], tags[0]) and sort not in ("place", "time"),
        possessor=_find_possessor(text, paragraph, units, first, tags),
    )


def _find_possessor(text: str, paragraph: int, units: Sequence[Unit], first: int, tags: Sequence[str]) -> Phrase | None:
    """Read the person before an 's inside a phrase."""
    if "POS" not in tags:
        return None
    end = first + tags.index("POS")
    if end == first or units[end - 1].tag not in _NAMES:
        return None
    owner = _read_phrase(text, paragraph, units, first, end)
    return owner if owner.name is not None or owner.is_bare_name else None


def _is_capital_noun(word: str, tag: str) -> bool:
    return tag in ("NNP", "NNPS", "NNS") and word[0].isupper() and not word.isupper()


def _says_of_what(units: Sequence[Unit], first: int, last: int) -> bool:
    """Whether a noun such as "head" is one of something: "the head of the school", "the school head"."""
    if last < len(units) and units[last].text.lower() == "of":
        return units[first].tag != "PRP$"
    return last - first > 1 and units[last - 2].tag in _NOUNS


def _trim_role(units: Sequence[Unit], first: int, last: int) -> Span | None:
    """Give the words of a role without numbers and commas at their ends, or None where none are left."""
    while first < last and not units[first].text[0].isalnum():
        first += 1
    while last > first and (not any(c.isalnum() for c in units[last - 1].text) or units[last - 1].tag == "POS"):
        last -= 1
    return Span(units[first].start, units[last - 1].end) if first < last else None


def _find_name(words: Sequence[str], tags: Sequence[str]) -> int | None:
    """Find where the name of a person begins in a noun phrase: its last run of names, after any title in it.

    Returns the position of the name's first word (its honorific, where it has one), or None where no person is named.
    """
    first = len(words)
    while first > 0 and tags[first - 1] in ("NNP", "NNPS", "FW") and len(words) - first < _MAX_NAME_TOKENS + 4:
        first -= 1
    if first == len(words):
        return None
    run = words[first:]
    # titles inside the run: everything up to the last role noun that still leaves a name behind it
    start = 0
    for position in range(len(run) - 1):
        word = run[position].lower()
        if is_address(word):
            start = position
            break
        if is_role_word(word) and not (position == 0 and word in given_names() and position + 2 == len(run)):
            start = position + 1
    name = run[start:]
    if is_role_word(name[-1].lower()) and name[0].lower() not in given_names() and not is_address(name[0].lower()):
        return None  # a title written like a name: "U-S Secretary"
    has_honorific = is_address(name[0].lower())
    if has_honorific:
        return first + start if len(name) > 1 else None
    if len(name) > _MAX_NAME_TOKENS or tags[-1] == "NNPS":
        return None
    if start > 0 or (first > 0 and is_role_word(words[first - 1].lower()) and words[first - 1].islower()):
        # a title stands before it: "manager Fred Clarke"; the rest is a name unless it is a place or an organisation
        return first + start if not _is_organisation(name) and name[-1] not in calendar_words() else None
    return first if _looks_like_person(tuple(name)) else None


@lru_cache(maxsize=4096)
def _looks_like_person(words: tuple[str, ...]) -> bool:
    return not _is_organisation(words) and is_person_like(" ".join(words)) >= 0.5


def _is_organisation(words: Sequence[str]) -> bool:
    return (
        " ".join(words) in known_organisations()
        or is_place(" ".join(words))
        or (len(words) == 1 and words[0] in demonyms())
        or any(word in organisation_heads() for word in words)
        or words[-1] in organisation_suffixes()
        or words[-1] in calendar_words()
    )


@lru_cache(maxsize=4096)
def is_role_word(word: str) -> bool:
    """Whether a lower-case word is a noun for a person's role ("minister", "co-author", "spokeswomen")."""
    nouns = person_nouns()
    if word in nouns or ("-" in word and word.rsplit("-", 1)[-1] in nouns):
        return True
    title = honorifics().get(word.rstrip("."))
    return title is not None and title.kind in _OFFICES


def _title_start(words: Sequence[str], name_at: int) -> int:
    """Return where a title of office just before a name begins ("Colonel Brandt"), or ``name_at`` where none does."""
    for size in (2, 1):
        start = name_at - size
        if (
            start >= 0
            and " ".join(words[start:name_at]).lower().replace(".", "") in honorifics()
            and words[start][0].isupper()
        ):
            return start
    return name_at


def is_place(words: str) -> bool:
    """Whether words, as they are written, are a country or another well-known place."""
    return words in countries() or words in places()


def is_address(word: str) -> bool:
    """Whether a lower-case word is a title that belongs to the name ("mr", "dr."), not an office ("sen.")."""
    title = honorifics().get(word.rstrip("."))
    return title is not None and title.kind not in _OFFICES


def _gender_of(name: PersonName | None, title: Sequence[str]) -> Gender | None:
    """Give the gender that the words themselves tell: an honorific, a gendered noun, a given name."""
    for word in title:
        noun = person_nouns().get(word.lower())
        if noun is not None and noun.gender is not None:
            return noun.gender
    return gender_of_name(name) if name is not None else None


def _sort_of(words: Sequence[str], tags: Sequence[str], head: str, plural: bool) -> PhraseSort:
    joined = " ".join(word for word in words if word.lower() != "the")
    if words[-1] in calendar_words():
        return "time"
    if is_role_word(head):
        return "collective" if plural else "person"
    if is_place(joined) or (tags[-1] in _NAMES and is_place(words[-1])):
        return "place"
    if head in document_nouns():
        return "document"
    if head in group_nouns():
        return "organisation"
    if tags[-1] in _NAMES:
        return "organisation"
    return "thing"


def _join_titles(text: str, units: Sequence[Unit], phrases: list[Phrase]) -> list[Phrase]:
    """Join "U-S Secretary" + of + "Defence Peter Maddox": a role whose complement runs into the name."""
    joined: list[Phrase] = []
    for phrase in phrases:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.form == "name"
            and before.sort == "organisation"
            and phrase.name is not None
            and phrase.role is not None
            and phrase.first == before.last + 1
            and units[before.last].text.lower() == "of"
            and units[phrase.first].tag != "DT"
        ):  # "Department of Health information officer Julie Graham"
            first = before.first + (units[before.first].tag == "DT")
            role = Span(units[first].start, phrase.role.end)
            joined[-1] = replace(phrase, first=before.first, span=Span(before.span.start, phrase.span.end), role=role)
            continue
        if (
            before is not None
            and before.role is not None
            and before.name is None
            and before.sort == "person"
            and phrase.first == before.last + 1
            and units[before.last].text.lower() in ("of", "for")
            and phrase.sentence == before.sentence
            and units[phrase.last - 1].tag in _NAMES
        ):
            split = _split_portfolio([unit.text for unit in units[phrase.first : phrase.last]])
            if split:
                name_first = phrase.first + split
                core = Span(units[name_first].start, units[phrase.last - 1].end)
                name = parse_name(core.of(text))
                joined[-1] = replace(
                    before,
                    last=phrase.last,
                    span=Span(before.span.start, phrase.span.end),
                    core=core,
                    name=name,
                    form="name",
                    role=Span(before.role.start, units[name_first - 1].end),
                    head=units[phrase.last - 1].text.lower(),
                    gender=before.gender or _gender_of(name, ()),
                )
                continue
        joined.append(phrase)
    return joined


def _split_portfolio(words: Sequence[str]) -> int:
    """Find where the name begins after "Secretary of": 1 for "Defence Peter Maddox", 0 where no name follows."""
    known = portfolios()
    for position in range(1, len(words)):
        before = words[position - 1].lower()
        rest = words[position:]
        if len(rest) > 4 or _is_organisation(rest):
            continue
        if (
            before in known
            and rest[0][0].isupper()
            and not (len(rest) == 1 and rest[0].lower() in known)
            and rest[0].lower() not in known
        ):
            return position
        if is_address(rest[0].lower()) and len(rest) > 1:
            return position
        if len(rest) in (2, 3) and rest[0].lower() in given_names():
            return position
    return 0


def _join_appositions(text: str, units: Sequence[Unit], phrases: list[Phrase]) -> list[Phrase]:
    """Join a role and a name that stand beside each other: "the ambassador to the U-N, Ada Quill," and the reverse."""
    joined: list[Phrase] = []
    position = 0
    while position < len(phrases):
        phrase = phrases[position]
        grown = None
        if phrase.form != "pronoun" and phrase.sort == "person":
            if phrase.name is None:
                grown = _role_then_name(text, units, phrases, position)
            else:
                grown = _name_then_role(text, units, phrases, position)
        if grown is None:
            grown = _with_complement(units, phrases, position)
        if grown is not None:
            phrase, position = grown
            joined.append(phrase)
        else:
            joined.append(phrase)
            position += 1
    return joined


def _with_complement(units: Sequence[Unit], phrases: Sequence[Phrase], position: int) -> tuple[Phrase, int] | None:
    """Grow "the director of the clinic", "a spokesman for the union", "the Ministry of Health": what it is of."""
    phrase = phrases[position]
    if position + 1 >= len(phrases) or phrase.name is not None or phrase.form == "pronoun":
        return None
    after = phrases[position + 1]
    between = units[phrase.last : after.first]
    if len(between) != 1 or after.sentence != phrase.sentence or after.form == "pronoun" or after.name is not None:
        return None
    link = between[0].text.lower()
    titled = phrase.form == "name" and phrase.sort in ("organisation", "place") and after.form == "name"
    if not (link in ("of", "for") and phrase.role is not None) and not (link == "of" and titled):
        return None
    if titled and units[after.first].tag == "DT":
        return None
    role = Span(phrase.role.start, after.span.end) if phrase.role is not None else None
    span = Span(phrase.span.start, after.span.end)
    return replace(phrase, last=after.last, span=span, core=span, role=role), position + 2


def _links(between: Sequence[Unit], words: Sequence[str]) -> bool:
    return len(between) == 1 and between[0].text.lower() in words


def _read_affiliations(text: str, units: Sequence[Unit], phrases: Sequence[Phrase]) -> list[Phrase]:
    """Read what a named person belongs to: "Ada Quill from the Pilots Association", "Ada Quill, R-Neb."."""
    found = list(phrases)
    for position, (phrase, after) in enumerate(pairwise(phrases)):
        if phrase.name is None or phrase.affiliation is not None or after.sentence != phrase.sentence:
            continue
        between = [unit.text.lower() for unit in units[phrase.last : after.first]]
        words = after.core.of(text)
        body = after.form == "name" and after.sort == "organisation"
        if (between in (["from"], ["of"], ["with"], ["at"]) and body) or (
            between in ([","], ["("]) and _PARTY.match(words)
        ):
            found[position] = replace(
                phrase, affiliation=_trim_role(units, after.first + (units[after.first].tag == "DT"), after.last)
            )
    return found


def _read_copulas(units: Sequence[Unit], phrases: Sequence[Phrase]) -> list[Phrase]:
    """Read what a named person is said to be: "Quill is the head of the firm"."""
    found = list(phrases)
    for position, phrase in enumerate(phrases):
        rest = list(phrases[position + 1 : position + 3])
        if (phrase.name is None and not phrase.is_bare_name) or phrase.role is not None:
            continue
        start = phrase.last
        if len(rest) == 2 and rest[0].head == "who" and [unit.text for unit in units[start : rest[0].first]] == [","]:
            start = rest.pop(0).last
        if not rest or rest[0].sentence != phrase.sentence:
            continue
        between = [unit.text.lower() for unit in units[start : rest[0].first]]
        if between in (["is"], ["was"]) and rest[0].name is None and rest[0].role is not None and not rest[0].plural:
            found[position] = replace(phrase, role=rest[0].role)
    return found


def _reach_of_role(units: Sequence[Unit], phrases: Sequence[Phrase], position: int) -> int:
    """Give the position of the last phrase of the role that begins at ``position`` ("to the United Nations")."""
    last = position
    while last + 1 < len(phrases) and last - position < 4:
        here, after = phrases[last], phrases[last + 1]
        between = units[here.last : after.first]
        if after.sentence != here.sentence or after.form == "pronoun":
            break
        if after.name is not None and not (_links(between, ("of", "for", "to")) and after.role is None):
            break
        if (
            (
                len(between) == 1
                and between[0].text.lower() in _ROLE_LINKS
                and (between[0].text.lower() != "and" or last > position)
            )
            or (len(between) == 1 and between[0].tag == "POS")
            or (not between and here.last == after.first)
        ):
            last += 1
        else:
            break
    return last


def _role_then_name(
    text: str, units: Sequence[Unit], phrases: Sequence[Phrase], position: int
) -> tuple[Phrase, int] | None:
    """Grow "the U-S ambassador to the U-N, Ada Quill": one person, the role from its article to the comma."""
    phrase = phrases[position]
    for reach in range(_reach_of_role(units, phrases, position), position - 1, -1):
        if reach + 1 >= len(phrases):
            continue
        name = phrases[reach + 1]
        between = [unit.text for unit in units[phrases[reach].last : name.first]]
        if name.name is None or name.sentence != phrase.sentence or name.role is not None:
            continue
        copula = between in (["is"], ["was"]) and phrase.is_definite
        if (between in ([","], [], ["—"], ["–"], ["-"]) or copula) and phrase.role is not None and not phrase.plural:
            after = units[name.last].text if name.last < len(units) else "."
            if between == [","] and after.lower() in ("and", "or") and reach == position:
                continue
            if not between and reach > position and phrases[reach].role is None and phrases[reach].sort == "place":
                continue
            grown = replace(
                phrase,
                last=name.last,
                span=Span(phrase.span.start, name.span.end),
                core=name.core,
                name=name.name,
                head=name.head,
                form="name",
                role=Span(phrase.role.start, phrases[reach].span.end),
                gender=name.gender or phrase.gender,
            )
            return grown, reach + 2
    return None


def _name_then_role(
    text: str, units: Sequence[Unit], phrases: Sequence[Phrase], position: int
) -> tuple[Phrase, int] | None:
    """Grow "Ada Quill, chief executive of the ferry company,"."""
    phrase = phrases[position]
    at = position + 1
    comma = phrase.last
    if (
        comma < len(units) and units[comma].text == "," and at < len(phrases) and phrases[at].head.isdigit()
    ):  # ", 18, of Irvine"
        comma, at = phrases[at].last, at + 1
    if at >= len(phrases) or comma >= len(units):
        return None
    role = phrases[at]
    if role.sentence != phrase.sentence or role.name is not None or role.form == "pronoun":
        return None
    between = [unit.text.lower() for unit in units[comma : role.first]]
    if between in ([","], ["—"], ["–"], ["("]) and role.sort == "person" and not role.plural and role.role is not None:
        reach = _reach_of_role(units, phrases, at)
        while (
            reach > at
            and phrases[reach].last < len(units)
            and units[phrases[reach].last].tag.startswith("VB")
            and reach > at + 1
        ):
            reach -= 1
        end = phrases[reach]
        after = units[end.last].text.lower() if end.last < len(units) else "."
        if after in ("and", "or") and reach == at:
            return None
        role_span = Span(role.role.start, end.span.end)
        grown = replace(
            phrase,
            last=end.last,
            span=Span(phrase.span.start, end.span.end),
            role=phrase.role or role_span,
            gender=phrase.gender or role.gender,
        )
        return grown, reach + 1
    return None


def _join_coordinations(text: str, units: Sequence[Unit], phrases: list[Phrase]) -> list[Phrase]:
    """Join phrases listed with commas and "and" into one collective, members kept."""
    joined: list[Phrase] = []
    position = 0
    while position < len(phrases):
        run = [position]
        closed = False
        while run[-1] + 1 < len(phrases) and not closed and len(run) <= _MOST_MEMBERS:
            here, after = phrases[run[-1]], phrases[run[-1] + 1]
            between = [unit.text.lower() for unit in units[here.last : after.first]]
            if after.sentence != here.sentence or not _can_stand_together(phrases[position], after):
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
                replace(
                    first,
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


def is_sign_off(text: str, passage: Passage, phrases: Sequence[Phrase], sentence: int) -> bool:
    """Whether a sentence only names who reports: "Ada Quill, Oslo.", "Ada Quill reports.", "I'm Ada Quill.".

    Args:
        text: the document's text.
        passage: the passage.
        phrases: its phrases.
        sentence: number of the sentence in the passage.
    """
    units = [unit for unit in passage.units if unit.sentence == sentence]
    inside = [phrase for phrase in phrases if phrase.sentence == sentence]
    if not units or len(units) > 9 or any(unit.is_quoted for unit in units):
        return False
    if units[-1].text == "." and len(units) > 2 and units[-2].text == "reports" and units[-3].text[0].isupper():
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
