"""One noun phrase and what its own words say: name, role, number, gender, sort."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from quotes.language.passages import Unit
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
from quotes.lexicon.organisations import periodicals
from quotes.lexicon.places import months
from quotes.lexicon.portfolios import also_adjectives, only_with_complement
from quotes.model import Gender, MentionForm
from quotes.people.likeness import is_person_like
from quotes.people.names import PersonName, gender_of_name, parse_name
from quotes.spans import Span

__all__ = [
    "Phrase",
    "PhraseSort",
    "find_chunks",
    "gender_of_words",
    "is_address",
    "is_organisation",
    "is_place",
    "is_role_word",
    "is_somebodys",
    "read_phrase",
    "trim_role",
    "words_of",
]

PhraseSort = Literal["person", "organisation", "collective", "document", "place", "time", "thing"]

_OPENERS = frozenset({"DT", "PDT", "PRP$", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "$", "#", "FW"})
_ALONE = frozenset({"PRP", "WP", "EX", "WDT"})
_INSIDE = _OPENERS | {"POS", "VBN", "VBG", "HYPH", "AFX"}
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "FW"})
_NAMES = frozenset({"NNP", "NNPS"})
_MARKS = frozenset({"``", "''"})
_BESIDE = frozenset({"with", "by", "like", "than"})
"""Prepositions that stand before people more than before places."""
_SOMEBODYS = frozenset({"my", "your", "his", "her"})
_DETERMINERS = frozenset({"DT", "PRP$", "PDT"})
_NOUNS_IN_LY = frozenset({"ally", "anomaly", "assembly", "bully", "family", "folly", "rally", "reply", "supply"})
_MAX_NAME_TOKENS = 6
_LONGEST_NICKNAME = 3
"""In words."""
_OFFICES = frozenset({"office", "military", "legal", "police"})
"""Kinds of title that say what somebody does; the others only say how to address them."""


class Phrase(NamedTuple):
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
        described: of a description of people, where it stands with what says more of them after it ("a driver on the
            night bus", "two officials briefed on the matter"), or None where nothing does.
        title: a second role of a named person, where one stands before the name and one behind it ("Sgt. Ada Quill, a
            spokeswoman for the patrol"), or None.
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
    described: Span | None = None
    title: Span | None = None

    @property
    def is_person_like(self) -> bool:
        """Whether it can be a person or people."""
        return self.sort in ("person", "collective")


def find_chunks(units: Sequence[Unit], roles: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    """Find maximal runs of units that can be one noun phrase each; ``roles`` are as in `read_phrase`."""
    chunks: list[tuple[int, int]] = []
    calendar = calendar_words()
    position, size = 0, len(units)
    while position < size:
        unit = units[position]
        tag = unit.tag
        if tag in _ALONE and (tag != "WDT" or unit.text.lower() in ("which", "that")):
            if tag != "EX":
                chunks.append((position, position + 1))
            position += 1
            continue
        if tag not in _OPENERS and not _is_given_name(units, position):
            position += 1
            continue
        first = position
        position += 1
        while position < size:
            here, before = units[position], units[position - 1]
            tag, tag_before = here.tag, before.tag
            if tag in _MARKS and (beyond := _skip_nickname(units, position)) > position:
                position = beyond
                continue
            if tag not in _INSIDE or here.sentence != before.sentence:
                is_adverb = tag == "RB" and tag_before == "DT" and position + 1 < size
                if not (is_adverb and units[position + 1].tag in ("JJ", "VBN")):
                    break
            if tag in ("DT", "PRP$") and tag_before != "PDT":
                break
            if tag in ("VBN", "VBG") and tag_before in _NOUNS:
                break
            if (tag in _NAMES or tag == "DT") and before.text in calendar:
                break
            if tag_before in _NOUNS and here.text in calendar:
                break
            position += 1
        last = position
        while last > first and units[last - 1].tag in ("POS", "VBN", "VBG", "RB", "$", "#"):
            last -= 1
        is_behind_verb = last - first > 1 and first > 0 and units[first - 1].tag.startswith("VB")
        if is_behind_verb and _is_adverb(units, last - 1, roles):
            last -= 1
        while last - first > 1 and units[last - 1].text in calendar and units[last - 2].tag in _NOUNS:
            last -= 1
        if last > first:
            chunks.append((first, last))
        position = max(position, first + 1)
    return chunks


def _skip_nickname(units: Sequence[Unit], position: int) -> int:
    """Return the position after a nickname in marks inside a name (Delia “Stilts” Marr), or ``position`` for none."""
    if units[position].tag not in _MARKS or units[position - 1].tag not in _NAMES:
        return position
    for close in range(position + 2, min(position + 2 + _LONGEST_NICKNAME, len(units) - 1)):
        if units[close].tag in _MARKS:
            is_inside = units[close + 1].tag in _NAMES and units[close + 1].sentence == units[position - 1].sentence
            return close + 1 if is_inside else position
    return position


def _is_given_name(units: Sequence[Unit], position: int) -> bool:
    """Whether a word that is tagged as a verb is a given name: "Will" or "Mark" with a capital inside a sentence."""
    unit = units[position]
    if unit.tag not in ("MD", "VB", "VBP") or not unit.text[:1].isupper() or not 0 < position < len(units) - 1:
        return False
    before, after = units[position - 1], units[position + 1]
    is_inside = before.sentence == unit.sentence == after.sentence and after.tag in _NAMES
    return is_inside and unit.text.lower() in given_names()


def _is_adverb(units: Sequence[Unit], position: int, roles: frozenset[str]) -> bool:
    """Whether a unit tagged as a noun is an adverb after a person's name or role: "said the captain stiffly"."""
    word, before = units[position].text, units[position - 1]
    if not word.endswith("ly") or len(word) < 5 or not word.islower() or word in _NOUNS_IN_LY:
        return False
    return before.tag in _NAMES or (before.tag in _NOUNS and is_role_word(before.text.lower(), roles))


def read_phrase(
    text: str,
    paragraph: int,
    units: Sequence[Unit],
    first: int,
    last: int,
    roles: frozenset[str] = frozenset(),
) -> Phrase:
    """Read what the words of one noun phrase say.

    Args:
        text: the document's text.
        paragraph: number of the paragraph.
        units: its units.
        first: position of the phrase's first unit.
        last: position one past its last unit.
        roles: roles that a house adds, each one unit here, in lower case, plurals too.
    """
    words = tuple([unit.text for unit in units[first:last]])
    tags = tuple([unit.tag for unit in units[first:last]])
    start, sentence = units[first].start, units[first].sentence
    span = Span(start, units[last - 1].end)
    if last - first == 1 and tags[0] not in _NAMES and (pronoun := _read_pronoun(words[0])) is not None:
        head, sort, plural, gender = pronoun
        return Phrase(
            first, last, span, span, None, None, head, "pronoun", sort, plural, gender, False, (), paragraph, sentence
        )
    reading = _read_words(words, tags, roles)
    head, name_at, definite = reading.head, reading.name_at, reading.is_definite
    opened = tags[0] in _DETERMINERS
    if name_at is not None:
        name_start = first + name_at
        core = Span(units[name_start].start, span.end)
        name = parse_name(text[units[first + _title_start(words, name_at)].start : core.end])
        role_first = first + (1 if opened and name_at > 0 and tags[0] != "PDT" else 0)
        affiliation = None
        if "POS" in tags[:name_at]:  # "the agency's Ada Quill": before a bare 's stands where the person belongs
            after = max(i for i in range(name_at) if tags[i] == "POS") + 1
            if after == name_at:
                affiliation, role_first = trim_role(units, role_first, first + after - 1), name_start
        role = trim_role(units, role_first, name_start)
        gender = gender_of_words(name, words[:name_at])
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
    sort = reading.sort
    if sort == "person" and head not in roles and head in only_with_complement():
        sort = sort if _says_of_what(units, first, last) else "thing"
    form, role = reading.form, None
    if sort == "person":  # a title may be written like a name: "Defense Secretary"
        role, form = trim_role(units, first + opened, last), "description"
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
        reading.plural,
        reading.gender,
        definite,
        (),
        paragraph,
        sentence,
        None,
        last - first == 1 and _is_capital_noun(words[0], tags[0]) and _may_be_person(units, first, sort),
        _find_possessor(text, paragraph, units, first, tags, roles),
    )


@lru_cache(maxsize=512)
def _read_pronoun(word: str) -> tuple[str, PhraseSort, bool, Gender | None] | None:
    """Return what a pronoun says: itself in lower case, its sort, whether it is plural, its gender; None for others."""
    lower = word.lower()
    pronoun = pronouns().get(lower)
    if pronoun is None:
        return None
    gender = pronoun.gender if pronoun.gender in ("male", "female") else None
    plural = pronoun.number == "plural"
    is_person = pronoun.person == 1 or gender is not None or lower in ("who", "whoever", "you")
    return lower, "collective" if plural else "person" if is_person else "thing", plural, gender


class _Reading(NamedTuple):
    """What the words and tags of a noun phrase say, wherever it stands; ``name_at`` is where its name begins."""

    name_at: int | None
    head: str
    form: MentionForm
    sort: PhraseSort
    plural: bool
    gender: Gender | None
    is_definite: bool


@lru_cache(maxsize=12_000)
def _read_words(words: tuple[str, ...], tags: tuple[str, ...], roles: frozenset[str]) -> _Reading:
    if _is_capital_inside(words):  # "Big Machine": a common noun with a capital is a name
        tags = (*tags[:-1], {"NN": "NNP", "NNS": "NNPS"}.get(tags[-1], tags[-1]))
    marks = [position for position, tag in enumerate(tags) if tag in _MARKS]
    if len(marks) == 2:  # a nickname in marks stands inside a name, behind its first word
        opening, closing = marks
        name_at = _find_name(words[:opening] + words[closing + 1 :], tags[:opening] + tags[closing + 1 :], roles)
    else:
        name_at = _find_name(words, ["NNP" if tag in ("MD", "VB", "VBP") else tag for tag in tags], roles)
    lower, head = words[0].lower(), words[-1].lower()
    plural = tags[-1] in ("NNS", "NNPS")
    definite = lower in ("the", "this", "that", "these", "those") or tags[0] == "PRP$" or "POS" in tags
    form: MentionForm = "name" if tags[-1] in _NAMES else "description"
    sort: PhraseSort = "person" if name_at is not None else _sort_of(words, tags, head, plural, roles)
    return _Reading(name_at, head, form, sort, plural, gender_of_words(None, [head]), definite)


def _is_capital_inside(words: Sequence[str]) -> bool:
    """Whether the last word of a phrase has a capital that neither the sentence's beginning nor shouting gives it."""
    word = words[-1]
    if not word[:1].isupper() or word.isupper():
        return False
    return len(words) > 1 and words[-2][:1].isupper() and not words[-2].isupper()


def _find_possessor(
    text: str, paragraph: int, units: Sequence[Unit], first: int, tags: Sequence[str], roles: frozenset[str]
) -> Phrase | None:
    """Read the person before an 's inside a phrase."""
    if "POS" not in tags:
        return None
    end = first + tags.index("POS")
    if end == first or units[end - 1].tag not in _NAMES:
        return None
    owner = read_phrase(text, paragraph, units, first, end, roles)
    return owner if owner.name is not None or owner.is_bare_name else None


def _may_be_person(units: Sequence[Unit], first: int, sort: PhraseSort) -> bool:
    """Whether a capitalised noun of some sort may name a person: May and Florence do, but not "in May"."""
    if sort not in ("place", "time"):
        return True
    before = units[first - 1] if first else None
    hangs = before is not None and before.tag in ("IN", "TO", "JJ", "DT", "CD") and before.text.lower() not in _BESIDE
    return not hangs and units[first].text.lower() in given_names()


def _is_capital_noun(word: str, tag: str) -> bool:
    return tag in ("NNP", "NNPS", "NNS") and word[:1].isupper() and not word.isupper()


def _says_of_what(units: Sequence[Unit], first: int, last: int) -> bool:
    """Whether a noun such as "head" is one of something: "the head of the school", "the school head"."""
    if last < len(units) and units[last].text.lower() == "of":
        return units[first].tag != "PRP$"
    return last - first > 1 and units[last - 2].tag in _NOUNS


def trim_role(units: Sequence[Unit], first: int, last: int) -> Span | None:
    """Give the words of a role without numbers and commas at their ends, or None where none are left."""
    while first < last and not units[first].text[:1].isalnum():
        first += 1
    while last > first and (units[last - 1].tag == "POS" or not _has_letter_or_digit(units[last - 1].text)):
        last -= 1
    return Span(units[first].start, units[last - 1].end) if first < last else None


def _find_name(words: Sequence[str], tags: Sequence[str], roles: frozenset[str]) -> int | None:
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
        if word in also_adjectives() and position + 2 < len(run):
            continue
        is_given = word in given_names() and position + 2 == len(run)  # "Councillor Guy Quill"
        if is_role_word(word, roles) and not (is_given and (position == 0 or word not in honorifics())):
            start = position + 1
    name = run[start:]
    is_title = is_role_word(name[-1].lower(), roles)
    if is_title and name[0].lower() not in given_names() and not is_address(name[0].lower()):
        return None  # a title written like a name: "U-S Secretary"
    has_honorific = is_address(name[0].lower())
    if has_honorific:
        return first + start if len(name) > 1 else None
    if len(name) > _MAX_NAME_TOKENS or tags[-1] == "NNPS":
        return None
    if start > 0 or (first > 0 and is_role_word(words[first - 1].lower(), roles) and words[first - 1].islower()):
        # a title stands before it: "manager Fred Clarke"; the rest is a name unless it is a place or an organisation
        if is_somebodys(words[0]) and start == 0 and len(name) == 1 and (is_place(name[0]) or name[0] in months()):
            return first  # "his brother Milan", "her friend June"
        return first + start if not is_organisation(name) and name[-1] not in calendar_words() else None
    if first > 0 and words[first - 1].lower() == "the":
        return None  # "the Flower Fields": people's names have no article
    return first if _looks_like_person(tuple(name)) else None


@lru_cache(maxsize=4096)
def _looks_like_person(words: tuple[str, ...]) -> bool:
    return not is_organisation(words) and is_person_like(" ".join(words)) >= 0.5


def is_organisation(words: Sequence[str]) -> bool:
    """Whether capitalised words name an organisation, a place or a day by a word that marks it: no person."""
    return (
        " ".join(words) in known_organisations()
        or is_place(" ".join(words))
        or (len(words) == 1 and words[0] in demonyms())
        or any(word in organisation_heads() for word in words)
        or words[-1] in organisation_suffixes()
        or words[-1] in calendar_words()
    )


@lru_cache(maxsize=4096)
def is_role_word(word: str, roles: frozenset[str] = frozenset()) -> bool:
    """Whether a lower-case word is a noun for a person's role ("minister", "co-author", "spokeswomen").

    Args:
        word: the word.
        roles: roles that a house adds.
    """
    if word in roles:
        return True
    nouns = person_nouns()
    if word in nouns or ("-" in word and word.rsplit("-", 1)[-1] in nouns) or word.endswith(("ologist", "ologists")):
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
            and words[start][:1].isupper()
        ):
            return start
    return name_at


def is_place(words: str) -> bool:
    """Whether words, as they are written, are a country or another well-known place."""
    return words in countries() or words in places()


def is_somebodys(word: str) -> bool:
    """Whether a word says that what follows belongs to one person: people have brothers, countries have allies.

    Example:
        >>> is_somebodys("His"), is_somebodys("its")
        (True, False)
    """
    return word.lower() in _SOMEBODYS


def words_of(units: Sequence[Unit]) -> list[str]:
    """Return the words and marks of some units in lower case; a quoted stretch is none of them, whatever ends it."""
    return ["''" if unit.is_quoted else unit.text.lower() for unit in units]


def is_address(word: str) -> bool:
    """Whether a lower-case word is a title that belongs to the name ("mr", "dr."), not an office ("sen.")."""
    title = honorifics().get(word.rstrip("."))
    return title is not None and title.kind not in _OFFICES


def gender_of_words(name: PersonName | None, title: Sequence[str]) -> Gender | None:
    """Give the gender that the words themselves tell: an honorific, a gendered noun, a given name."""
    for word in title:
        noun = person_nouns().get(word.lower())
        if noun is not None and noun.gender is not None:
            return noun.gender
    return gender_of_name(name) if name is not None else None


def _has_letter_or_digit(word: str) -> bool:
    return word.isalnum() or any(char.isalnum() for char in word)


def _sort_of(words: Sequence[str], tags: Sequence[str], head: str, plural: bool, roles: frozenset[str]) -> PhraseSort:
    if words[-1] in calendar_words():
        return "time"
    if tags[-1] in _NAMES and words[-1] in periodicals() and words[0].lower() == "the":
        return "organisation"
    if is_role_word(head, roles):
        return "collective" if plural else "person"
    if (tags[-1] in _NAMES and is_place(words[-1])) or is_place(" ".join([w for w in words if w.lower() != "the"])):
        return "place"
    if head in document_nouns():
        return "document"
    if head in group_nouns():
        return "organisation"
    if tags[-1] in _NAMES:
        return "organisation"
    return "thing"
