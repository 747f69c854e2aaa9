"""Whether two names of persons can be one person's: the same, misspelt, shortened, or two people's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from quotes.lexicon import (
    given_name_honorifics,
    given_names,
    joined_particles,
    name_particles,
    name_spellings,
    name_suffixes,
    nicknames,
    surnames,
)
from quotes.people.names import PersonName, as_name, first_of_double, gender_of_name, normalize_name

__all__ = ["NameMatch", "find_slips", "is_slip", "match_names", "sound_key"]

_SHORTEST_WITH_E = 5

NameMatch = Literal["same", "spelling", "nickname", "initials", "part", "honorific_part", "compatible", "different"]
"""How two names stand to each other.

same: the same words, whatever their case, diacritics, hyphens and full stops, or in the other order (Baek Tae-Il,
Tae-il Baek). spelling: one word spelt in two ways, or once wrongly (Anthony, Antony). nickname: a short form of the
given name (Bob, Robert). initials: an initial for a given name (J. Ward, Joanne Ward). part: one is a part of the
other (Ward, Robert Ward). honorific_part: the same behind a title (Mr Ward, Robert Ward). compatible: nothing speaks
against one person and little for it (Robert Ward and Robert Ward Jr., Dr Ward and Mr Ward). different: two persons.
"""


def match_names(one: PersonName | str, other: PersonName | str) -> NameMatch:
    """Say how two names stand to each other; the order of the two makes no difference.

    It is cautious: names of two people that are spelt alike (Jean and Joan, Louis and Louise) are different, a
    misspelling is accepted only in words of five letters and more, and a differing given name before the same surname
    always means two persons.

    Example:
        >>> match_names("Robert Ward", "Mr. Ward"), match_names("Anthony Blake", "Antony Blake")
        ('honorific_part', 'spelling')
        >>> match_names("Bob Ward", "Robert Ward"), match_names("Baek Tae-Il", "Tae-il Baek")
        ('nickname', 'same')
        >>> match_names("Jean Ward", "Joan Ward"), match_names("Mr. Ward", "Mrs. Ward")
        ('different', 'different')
    """
    one, other = _normalize_parts(as_name(one)), _normalize_parts(as_name(other))
    left, right = one.core.split(), other.core.split()
    if not left or not right:
        return _match_titles_only(one, other, bool(left or right))
    genders = {gender_of_name(one), gender_of_name(other)} - {None}
    if len(genders) > 1 or _generations_differ(one, other):
        return "different"
    match = _match_cores(one, other, left, right)
    if match == "same" and _has_doubt(one, other, len(left)):
        return "compatible"
    return match


# Matching: here every part is normalised already


@lru_cache(maxsize=4_096)
def _normalize_parts(name: PersonName) -> PersonName:
    """Return the name with its parts normalised, so that the comparisons below need not do it again and again."""
    honorific, given, middle, surname, suffix = (normalize_name(part) if part else None for part in name[:5])
    return PersonName(honorific, given, middle, surname, suffix, name.raw)


def _match_titles_only(one: PersonName, other: PersonName, has_one_core: bool) -> NameMatch:
    """Compare two names of which at least one is a title and nothing else."""
    left, right = one.honorific or "", other.honorific or ""
    if left != right or not left:
        return "different"
    return "honorific_part" if has_one_core else "same"


def _generations_differ(one: PersonName, other: PersonName) -> bool:
    """Whether both names carry a generation and not the same one."""
    left, right = _generation(one), _generation(other)
    return left is not None and right is not None and left != right


def _generation(name: PersonName) -> str | None:
    """Return the generation a name carries: jr, sr, ii."""
    words = (name.suffix or "").split()
    words = [word for word in words if name_suffixes().get(word) == "generation"]
    return {"jnr": "jr", "junior": "jr", "snr": "sr"}.get(words[0], words[0]) if words else None


def _has_doubt(one: PersonName, other: PersonName, size: int) -> bool:
    """Whether equal words may still be two persons: one is a Junior, or two titles stand before a bare surname."""
    if _generation(one) != _generation(other):
        return True
    titles = {name.honorific for name in (one, other) if name.honorific}
    return size == 1 and len(titles) > 1


def _match_cores(one: PersonName, other: PersonName, left: list[str], right: list[str]) -> NameMatch:
    """Compare two names without titles and suffixes."""
    if _squeeze(left) == _squeeze(right):
        return "same"
    if len(left) > 1 and len(right) > 1 and _is_reordered(left, right):
        return "same"
    if one.given is None or one.surname is None:
        if other.given is None or other.surname is None:
            return _match_single_names(one, other)
        return _match_part(one, other)
    if other.given is None or other.surname is None:
        return _match_part(other, one)
    return _match_full_names(one, other, left, right)


def _squeeze(words: list[str]) -> str:
    """Return the letters of a name alone."""
    return "".join(words).replace("-", "").replace("'", "")


def _is_reordered(left: list[str], right: list[str]) -> bool:
    """Whether two names are the same words, the last one of either standing first in the other."""
    if any(words[0] in given_names() and words[-1] in given_names() for words in (left, right)):
        return False  # James Thomas is not Thomas James
    turned = (_squeeze([left[-1], *left[:-1]]), _squeeze([*left[1:], left[0]]))
    return _squeeze(right) in turned


def _match_single_names(one: PersonName, other: PersonName) -> NameMatch:
    """Compare two names of one part each that are not the same."""
    left, right = one.surname or one.given or "", other.surname or other.given or ""
    if _is_same_spelling(left, right):
        return "spelling"
    if one.given and other.given and _is_nickname(left, right):
        return "nickname"
    if _is_surname_part(left, right):
        return "part"
    return "different"


def _match_part(short: PersonName, full: PersonName) -> NameMatch:
    """Compare a name of one part with a full one."""
    word = short.surname or short.given or ""
    surname, given = full.surname or "", full.given or ""
    part: NameMatch = "honorific_part" if short.honorific else "part"
    if _is_surname_part(word, surname):
        return part
    title = short.honorific or ""
    takes_given = not title or title in given_name_honorifics() or first_of_double(given) not in given_names()
    if takes_given and _is_equal(word, given):
        return part
    if takes_given and short.given is not None and _is_nickname(word, given):
        return "nickname"
    tail = f"{full.middle or ''} {surname}".split()
    if len(tail) > 1 and _squeeze(word.split()) in {_squeeze(tail[i:]) for i in range(1, len(tail))}:
        return part
    if _is_same_spelling(word, surname) or (takes_given and _is_same_spelling(word, given)):
        return "spelling"
    if full.middle and any(_is_equal(word, middle) for middle in full.middle.split()):
        return "compatible"
    return "different"


def _match_full_names(one: PersonName, other: PersonName, left: list[str], right: list[str]) -> NameMatch:
    """Compare two names with a given name and a surname each."""
    surname, given = one.surname or "", one.given or ""
    other_surname, other_given = other.surname or "", other.given or ""
    if _is_tail(left, right) or _is_tail(right, left):
        return "part"
    is_surname, is_given = _is_equal(surname, other_surname), _is_equal(given, other_given)
    if not is_surname and not _is_surname_part(surname, other_surname):
        if is_given and _is_same_spelling(surname, other_surname) and _match_middles(one, other) != "different":
            return "spelling"
        if len(left) != len(right) and (_is_head(left, right) or _is_head(right, left)):
            return "part"
        return "different"
    middles = _match_middles(one, other)
    if is_given:
        return middles if middles != "same" or is_surname else "part"
    if middles == "different":
        return "different"
    if _is_same_spelling(given, other_given):
        return "spelling"
    if _is_nickname(given, other_given):
        return "nickname"
    if _is_initial(given, other_given):
        return "initials"
    if _is_equal(given, other.middle or "") or _is_equal(other_given, one.middle or ""):
        return "compatible"
    return "different"


def _match_middles(one: PersonName, other: PersonName) -> NameMatch:
    """Compare what stands between given name and surname; part means that one name has nothing there."""
    left, right = (one.middle or "").split(), (other.middle or "").split()
    if _squeeze(left) == _squeeze(right):
        return "same"
    if not left or not right:
        return "part"
    if all(_is_initial(a, b) or a == b for a, b in zip(left, right, strict=False)):
        return "initials"
    if len(left) == len(right) and all(a == b or _is_same_spelling(a, b) for a, b in zip(left, right, strict=True)):
        return "spelling"
    return "different"


def _is_equal(one: str, other: str) -> bool:
    """Whether two parts of names are the same letters."""
    left = _squeeze(one.split())
    return bool(left) and left == _squeeze(other.split())


def _is_tail(short: list[str], full: list[str]) -> bool:
    """Whether the last words of a longer name are the shorter one, which begins with no given name of its own."""
    return len(short) < len(full) and _squeeze(full[-len(short) :]) == _squeeze(short)


def _is_head(short: list[str], full: list[str]) -> bool:
    """Whether the first words of a longer name are the shorter one."""
    return len(short) < len(full) and full[: len(short)] == short


def _is_surname_part(one: str, other: str) -> bool:
    """Whether one surname is the other, or the other without its particle, or one side of its hyphen."""
    return _squeeze(other.split()) in _surname_forms(one) or _squeeze(one.split()) in _surname_forms(other)


@lru_cache(maxsize=4_096)
def _surname_forms(surname: str) -> frozenset[str]:
    """Return the shorter forms under which a surname appears, letters alone."""
    words = surname.split()
    if not words:
        return frozenset()
    forms = {_squeeze(words)}
    first = 0
    while first < len(words) - 1 and words[first] in name_particles():
        first += 1
    bare = words[first:]
    forms.add(_squeeze(bare))
    for prefix in joined_particles():
        if prefix.endswith("-") and bare[0].startswith(prefix):
            forms.add(_squeeze([bare[0].removeprefix(prefix), *bare[1:]]))
    sides = bare[-1].split("-")
    if len(sides) == 2 and all(side in surnames() or len(side) > 4 for side in sides):
        forms.update(_squeeze([side]) for side in sides)
    return frozenset(forms - {""})


def _is_initial(one: str, other: str) -> bool:
    """Whether one part is the initial of the other."""
    return bool(one and other) and one != other and min(len(one), len(other)) == 1 and one[0] == other[0]


def _is_nickname(one: str, other: str) -> bool:
    """Whether one given name is a short form of the other."""
    return first_of_double(other) in nicknames().get(first_of_double(one), ())


def _is_same_spelling(left: str, right: str) -> bool:
    """Whether two words are one name spelt in two ways, or once wrongly.

    Two known names are one only if they sound alike by the letters (Erik, Eric); otherwise one edit is allowed from
    five letters on, two from nine on, never in the first letter, never a final letter that marks another name.
    """
    if left == right or min(len(left), len(right)) < 2 or left[0].isdigit():
        return False
    shares = [given_names()[name] for name in (left, right) if name in given_names()]
    if len(shares) == 2 and abs(shares[0] - shares[1]) > 0.9:
        return False
    if right in name_spellings().get(left, ()):
        return True
    if sound_key(left) == sound_key(right):
        return min(len(left), len(right)) >= 3
    if all(name in given_names() or name in surnames() for name in (left, right)):
        return _has_silent_e(left, right)
    return min(len(left), len(right)) >= 5 and is_slip(left, right) and not _differ_by_ending(left, right)


def is_slip(left: str, right: str) -> bool:
    """Whether one word may be the other once written wrongly: a letter, or in a long word two, the first the same.

    Example:
        >>> is_slip("halvorsen", "halversen"), is_slip("halvorsen", "alvorsen"), is_slip("ward", "wade")
        (True, False, False)
    """
    limit = 2 if min(len(left), len(right)) >= 9 else 1
    if left[:1] != right[:1] or abs(len(left) - len(right)) > limit:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(left, right, score_cutoff=limit) <= limit


def find_slips(word: str, others: Sequence[str]) -> list[str]:
    """Return those of other words of one length that may be ``word`` written wrongly, by `is_slip`.

    Args:
        word: a word.
        others: words that begin with the same letter, all of one length.

    Example:
        >>> find_slips("halvorsen", ["halversen", "halvarson", "hallgrims"])
        ['halversen', 'halvarson']
    """
    limit = 2 if others and min(len(word), len(others[0])) >= 9 else 1
    if not others or abs(len(word) - len(others[0])) > limit:
        return []
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, others, scorer=OSA.distance, score_cutoff=limit, limit=None)
    return [other for other, _, _ in found]


def _has_silent_e(left: str, right: str) -> bool:
    """Whether two surnames differ in a final e that nobody hears: Clark and Clarke, Brown and Browne."""
    short, full = sorted((left, right), key=len)
    return len(short) >= _SHORTEST_WITH_E and full == short + "e" and short in surnames() and short[-1] not in "aeiouy"


def _differ_by_ending(left: str, right: str) -> bool:
    """Whether two words differ in an ending that makes another name: Romano and Romana, Robert and Roberts."""
    if len(left) == len(right):
        return left[:-1] == right[:-1]
    short, full = sorted((left, right), key=len)
    return full.startswith(short)


_SOUNDS = (
    ("chr", "kr"),
    ("sch", "sh"),
    ("ck", "k"),
    ("ph", "f"),
    ("th", "t"),
    ("kh", "k"),
    ("x", "ks"),
    ("z", "s"),
    ("y", "i"),
    ("ce", "se"),
    ("ci", "si"),
    ("ch", "\0"),
    ("c", "k"),
)


def sound_key(word: str) -> str:
    """Return a key that names which sound alike share: Erik and Eric, Anthony and Antony, Sara and Sarah."""
    if word.endswith("ich"):
        word = word[:-1]  # Slavic surnames: Markovich, Markovic
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    key = [char for index, char in enumerate(word) if index == 0 or char != word[index - 1]]
    text = "".join(key)
    return text.replace("ohn", "on").removesuffix("h") if len(text) > 3 else text
