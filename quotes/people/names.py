"""Names of persons: their parts, what makes two of them the same string, what they say about gender.

Everything here looks at the names alone and at nothing else of the document. The order of given and family name cannot
be known from a name ("Baek Tae-Il"): the parts are kept by position; `quotes.people.matching` compares them in either
order.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from quotes.lexicon import (
    Gender,
    given_name_honorifics,
    given_names,
    honorifics,
    joined_particles,
    name_particles,
    name_suffixes,
    particles_also_given,
    surnames,
)

__all__ = [
    "PersonName",
    "as_name",
    "first_of_double",
    "fold_given",
    "gender_of_name",
    "is_rare_given_name",
    "normalize_name",
    "parse_name",
]

_SHARE_FEMALE, _SHARE_MALE = 0.97, 0.03
_LONGEST_HONORIFIC = 4
_REMEMBERED = 4096
_RARE_FROM, _CENSUS_NAMES = 1500, 2500
"""Ranks by frequency: from where a given name of the census is rare, and how many the census has here."""

_LETTERS = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "‐": "-",
        "‑": "-",
        "–": "-",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "“": None,
        "”": None,
        '"': None,
        ",": " ",
        "(": None,
        ")": None,
    }
)


class PersonName(NamedTuple):
    """The parts of a person's name, each as it is written, None where the name has no such part.

    Attributes:
        honorific: every title before the name ("Lt. Gen. Sir").
        given: the first name, or the initials that stand for it.
        middle: what stands between given name and surname.
        surname: the last name with its particles ("van Aalst", "al-Rashid"); where a single word stands alone and is no
            known given name, that word.
        suffix: "Jr.", "III", "PhD".
        raw: the name as it was handed in.
    """

    honorific: str | None
    given: str | None
    middle: str | None
    surname: str | None
    suffix: str | None
    raw: str

    @property
    def core(self) -> str:
        """The name without titles and suffixes."""
        return " ".join(part for part in (self.given, self.middle, self.surname) if part)


@lru_cache(maxsize=_REMEMBERED)
def normalize_name(name: str) -> str:
    """Return ``name`` as names are compared: lower case, no diacritics, no full stops, straight apostrophes.

    Normalising twice changes nothing more.

    Example:
        >>> normalize_name("José  O’Brien"), normalize_name("J.K. Ozanic"), normalize_name("Łukasz Żak")
        ("jose o'brien", 'j k ozanic', 'lukasz zak')
    """
    if name.isascii():
        return _simplify(name)
    for _ in range(4):
        folded = unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS)
        folded = "".join(char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char))
        folded = _simplify(unicodedata.normalize("NFKC", folded))
        if folded == name:
            break
        name = folded
    return name


def _simplify(name: str) -> str:
    """Return an ASCII or folded name in lower case without full stops, quotation marks and brackets."""
    name = name.casefold().translate(_LETTERS)
    return " ".join(name.replace(".", " ").split())


@lru_cache(maxsize=_REMEMBERED)
def parse_name(text: str) -> PersonName:
    """Split a person's name into its parts; a possessive 's is not part of it.

    Titles of the lexicon are taken off the front, generations, degrees and honours off the end. Particles (de la, van,
    bin) belong to the surname after them.

    Example:
        >>> parse_name("Mr. Robert Ward")
        PersonName(honorific='Mr.', given='Robert', middle=None, surname='Ward', suffix=None, raw='Mr. Robert Ward')
        >>> parse_name("Lt. Gen. Ana de la Cruz Jr.")[:5]
        ('Lt. Gen.', 'Ana', None, 'de la Cruz', 'Jr.')
        >>> parse_name("Ward").surname, parse_name("Robert").given, parse_name("Aunt Polly").given
        ('Ward', 'Robert', 'Polly')
    """
    words = text.replace(",", " , ").split()
    words, suffix = _take_suffix(words)
    words = [word for word in words if word != ","]
    titles = _count_honorific_words(words)
    honorific = " ".join(words[:titles]) or None
    rest = _split_initials(words[titles:])
    if not rest:
        return PersonName(honorific, None, None, None, suffix, text)
    begin = _find_surname(rest)
    if len(rest) == 1 and _is_lone_given(rest[0], words[:titles]):
        return PersonName(honorific, rest[0], None, None, suffix, text)
    given = rest[0] if begin > 0 else None
    middle = " ".join(rest[1:begin]) or None
    return PersonName(honorific, given, middle, " ".join(rest[begin:]) or None, suffix, text)


def is_rare_given_name(name: PersonName) -> bool:
    """Whether a given name is among the last of the census, whose bearers are too few to tell a gender by.

    Example:
        >>> is_rare_given_name(parse_name("Artie Quill")), is_rare_given_name(parse_name("Robert Quill"))
        (True, False)
    """
    rank = _given_ranks().get(fold_given(name.given), 0) if name.given else 0
    return _RARE_FROM <= rank <= _CENSUS_NAMES


def gender_of_name(name: PersonName | str) -> Gender | None:
    """Return the gender a name tells: by its title, else by its given name, or None.

    A given name tells a gender if at least 97% of its bearers share it.

    Source: 1990 census of the United States for the shares; see `quotes.lexicon.given_names`.

    Example:
        >>> gender_of_name("Mrs Ward"), gender_of_name("Robert Ward"), gender_of_name("Robin Ward")
        ('female', 'male', None)
    """
    name = as_name(name)
    return _gender_of_honorific(name) or _gender_of_given(name)


# Parts


def _take_suffix(words: list[str]) -> tuple[list[str], str | None]:
    """Return the words without what may follow a name, and that."""
    kinds = name_suffixes()
    is_capitals = all(word.isupper() for word in words)
    end = len(words)
    while end > 1:
        word = words[end - 1]
        kind = kinds.get(word.casefold().replace(".", ""))
        if word != "," and not (
            (kind == "generation" and word[0].isupper() and (word[1:2].islower() or word.isupper()))
            or (kind is not None and not is_capitals and word[1:].replace(".", "").replace("h", "H").isupper())
        ):
            break
        end -= 1
    if end <= 1 and len(words) > 1 and _count_honorific_words(words[:1]):
        return words, None
    suffix = " ".join(word for word in words[end:] if word != ",")
    return words[:end], suffix or None


def _count_honorific_words(words: list[str]) -> int:
    """Return how many words at the start are titles."""
    titles = honorifics()
    count = 0
    while count < len(words):
        for size in range(min(_LONGEST_HONORIFIC, len(words) - count), 0, -1):
            key = " ".join(words[count : count + size]).casefold().replace(".", "")
            if key in titles and _is_title_here(words, count, size):
                count += size
                break
        else:
            break
    return count


def _is_title_here(words: list[str], start: int, size: int) -> bool:
    """Whether a form of the lexicon is a title where it stands: "M. Verne" but "M. N. Roy", "Sir" but not "sir"."""
    first = words[start]
    if not first[0].isupper():
        return False
    if size == 1 and len(first.rstrip(".")) == 1:
        return start == 0 and len(words) == 2
    # the last word of a name is a name: Dr Dean, Judge Major
    return not (start and first.casefold() in given_names() and start + size == len(words))


def _split_initials(words: list[str]) -> list[str]:
    """Return the words with initials written together parted: "J.K." and "JK" before a name give "J." "K."."""
    parted: list[str] = []
    for index, word in enumerate(words):
        letters = word.replace(".", "")
        dotted = word.count(".") > 1 and len(letters) == word.count(".")
        bare = len(word) == 2 and word.isupper() and word.isalpha() and index + 1 < len(words)
        if dotted or (bare and index == 0 and not words[-1].isupper()):
            parted.extend(f"{letter}." for letter in letters)
        else:
            parted.append(word)
    return parted


def _find_surname(words: list[str]) -> int:
    """Return the index of the word with which the surname begins."""
    particles = name_particles()
    for index, word in enumerate(words[:-1]):
        lower = word.casefold().rstrip(".")
        if lower in particles and (index or not (word[0].isupper() and lower in particles_also_given())):
            return index
    return len(words) - 1


def _is_lone_given(word: str, titles: list[str]) -> bool:
    """Whether a name of one word is a given name: a known one behind Aunt or Sir, or alone and rarer as a surname."""
    name = fold_given(word)
    is_known = name in given_names()
    if not titles:
        return is_known and _given_ranks()[name] < surnames().get(name, len(_given_ranks()) + 1)
    key = " ".join(titles).casefold().replace(".", "")
    rank = titles[-1].casefold().replace(".", "")
    return key in ("sir", "dame") or (is_known and (key in given_name_honorifics() or rank in given_name_honorifics()))


def fold_given(word: str) -> str:
    """Return a given name as the lexicon has it, the first part of a double name the lexicon lacks."""
    return first_of_double(normalize_name(word))


def first_of_double(name: str) -> str:
    """Return the first part of a normalised double name the lexicon lacks; any other name as it is."""
    if "-" in name and name not in given_names() and not name.startswith(joined_particles()):
        return name.partition("-")[0]
    return name


@cache
def _given_ranks() -> dict[str, int]:
    """Return given names with their rank by frequency; names the census lacks come last."""
    return {name: rank for rank, name in enumerate(given_names(), 1)}


def as_name(name: PersonName | str) -> PersonName:
    """Return a name parsed, if it is not yet."""
    return parse_name(name) if isinstance(name, str) else name


# Gender


def _gender_of_honorific(name: PersonName) -> Gender | None:
    """Return the gender the titles carry, the last one first."""
    if name.honorific is None:
        return None
    titles = honorifics()
    words = name.honorific.casefold().replace(".", "").split()
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            title = titles.get(" ".join(words[start : start + size]))
            if title is not None and title.gender is not None:
                return title.gender
    return None


def _gender_of_given(name: PersonName) -> Gender | None:
    """Return the gender of nearly all bearers of the given name."""
    if name.given is None:
        return None
    share = given_names().get(fold_given(name.given))
    if share is None:
        return None
    return "female" if share >= _SHARE_FEMALE else "male" if share <= _SHARE_MALE else None
