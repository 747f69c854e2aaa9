"""Names of persons: their parts, whether two of them can be one person's, what they say about gender.

Everything here looks at the names alone and at nothing else of the document. The order of given and family name cannot
be known from a name ("Baek Tae-Il"): the parts are kept by position and compared in either order.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Literal, NamedTuple

from quotes.lexicon import (
    Gender,
    calendar_words,
    countries,
    demonyms,
    function_words,
    given_name_honorifics,
    given_names,
    honorifics,
    joined_particles,
    known_organisations,
    name_particles,
    name_spellings,
    name_suffixes,
    nicknames,
    organisation_heads,
    organisation_suffixes,
    particles_also_given,
    peoples,
    person_nouns,
    places,
    surnames,
)

__all__ = [
    "NameMatch",
    "PersonName",
    "gender_of_name",
    "is_person_like",
    "match_names",
    "normalize_name",
    "parse_name",
    "sound_key",
]

NameMatch = Literal["same", "spelling", "nickname", "initials", "part", "honorific_part", "compatible", "different"]
"""How two names stand to each other.

same: the same words, whatever their case, diacritics, hyphens and full stops, or in the other order (Baek Tae-Il,
Tae-il Baek). spelling: one word spelt in two ways, or once wrongly (Anthony, Antony). nickname: a short form of the
given name (Bob, Robert). initials: an initial for a given name (J. Ward, Joanne Ward). part: one is a part of the
other (Ward, Robert Ward). honorific_part: the same behind a title (Mr Ward, Robert Ward). compatible: nothing speaks
against one person and little for it (Robert Ward and Robert Ward Jr., Dr Ward and Mr Ward). different: two persons.
"""

_SHARE_FEMALE, _SHARE_MALE = 0.97, 0.03
_LONGEST_HONORIFIC = 4

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


def gender_of_name(name: PersonName | str) -> Gender | None:
    """Return the gender a name tells: by its title, else by its given name, or None.

    A given name tells a gender if at least 97% of its bearers share it.

    Source: 1990 census of the United States for the shares; see `quotes.lexicon.given_names`.

    Example:
        >>> gender_of_name("Mrs Ward"), gender_of_name("Robert Ward"), gender_of_name("Robin Ward")
        ('female', 'male', None)
    """
    name = _as_name(name)
    return _gender_of_honorific(name) or _gender_of_given(name)


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
    one, other = _normalize_parts(_as_name(one)), _normalize_parts(_as_name(other))
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


def is_person_like(text: str) -> float:
    """Return how much a capitalised expression looks like a person's name, 0 to 1, from its words alone.

    Titles, given names and surnames speak for it; organisations, countries, large places, nationalities, days, months,
    function words and role nouns against it.

    Example:
        >>> is_person_like("Mr. Ozanic") > 0.8, is_person_like("Maria Ozanic") > 0.8
        (True, True)
        >>> is_person_like("Ministry of Defence") < 0.2, is_person_like("Kyiv") < 0.2, is_person_like("the dog") < 0.2
        (True, True, True)
    """
    text = " ".join(text.split())
    known = _score_known(text)
    if known is not None:
        return known
    name = parse_name(text)
    words = name.core.split()
    if not words:
        return 0.3 if normalize_name(text) in given_names() else 0.1 if name.honorific else 0.0
    if not _has_name_shape(words):
        return 0.0
    if len(words) > 5:
        return 0.1
    return min(1.0, max(0.0, _score_words(name, words)))


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
    name = _fold_given(word)
    is_known = name in given_names()
    if not titles:
        return is_known and _given_ranks()[name] < surnames().get(name, len(_given_ranks()) + 1)
    key = " ".join(titles).casefold().replace(".", "")
    rank = titles[-1].casefold().replace(".", "")
    return key in ("sir", "dame") or (is_known and (key in given_name_honorifics() or rank in given_name_honorifics()))


def _fold_given(word: str) -> str:
    """Return a given name as the lexicon has it, the first part of a double name the lexicon lacks."""
    return _first_of_double(normalize_name(word))


def _first_of_double(name: str) -> str:
    """Return the first part of a normalised double name the lexicon lacks; any other name as it is."""
    if "-" in name and name not in given_names() and not name.startswith(joined_particles()):
        return name.partition("-")[0]
    return name


@cache
def _given_ranks() -> dict[str, int]:
    """Return given names with their rank by frequency; names the census lacks come last."""
    return {name: rank for rank, name in enumerate(given_names(), 1)}


def _as_name(name: PersonName | str) -> PersonName:
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
    share = given_names().get(_fold_given(name.given))
    if share is None:
        return None
    return "female" if share >= _SHARE_FEMALE else "male" if share <= _SHARE_MALE else None


# Matching: here every part is normalised already


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
    if left[0] in given_names() and left[-1] in given_names():
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
    takes_given = not title or title in given_name_honorifics() or _first_of_double(given) not in given_names()
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


def _surname_forms(surname: str) -> set[str]:
    """Return the shorter forms under which a surname appears, letters alone."""
    words = surname.split()
    if not words:
        return set()
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
    return forms - {""}


def _is_initial(one: str, other: str) -> bool:
    """Whether one part is the initial of the other."""
    return bool(one and other) and one != other and min(len(one), len(other)) == 1 and one[0] == other[0]


def _is_nickname(one: str, other: str) -> bool:
    """Whether one given name is a short form of the other."""
    return _first_of_double(other) in nicknames().get(_first_of_double(one), ())


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
        return False
    size = min(len(left), len(right))
    if size < 5 or left[0] != right[0] or _differ_by_ending(left, right):
        return False
    from rapidfuzz.distance import OSA

    limit = 2 if size >= 9 else 1
    return OSA.distance(left, right, score_cutoff=limit) <= limit


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


# Shape


def _score_known(text: str) -> float | None:
    """Return the score of an expression that the lexicon knows as something else, or None."""
    word = text.rstrip(".")
    if text in known_organisations():
        return 0.02
    if text in calendar_words() or word in calendar_words():
        return 0.2 if normalize_name(text) in given_names() else 0.02
    if text in demonyms() or text in peoples():
        return 0.15 if normalize_name(text) in given_names() or normalize_name(text) in surnames() else 0.02
    if text in countries() or text in places():
        name = normalize_name(text)
        return 0.3 if name in given_names() else 0.03
    if normalize_name(text) in function_words():
        return 0.0
    return None


def _has_name_shape(words: list[str]) -> bool:
    """Whether every word is written as a part of a name: with a capital, or a particle before one."""
    lower = name_particles()
    joined = joined_particles()
    for index, word in enumerate(words):
        if any(char.isdigit() for char in word):
            return False
        if word[0].isupper():
            continue
        is_particle = word.casefold() in lower and index + 1 < len(words)
        is_joined = word.startswith(joined) and any(char.isupper() for char in word)
        if not (is_particle or is_joined):
            return False
    return True


def _score_words(name: PersonName, words: list[str]) -> float:
    """Return the score of an expression of name shape, not yet held between 0 and 1."""
    first, last = _fold_given(words[0]), normalize_name(words[-1])
    is_given = first in given_names()
    is_surname = last in surnames()
    has_function_word = any(
        normalize_name(word) in function_words() and word.casefold() not in name_particles() for word in words
    )
    if has_function_word and not (is_given and len(words) == 2):
        return 0.02
    score = {1: 0.3, 2: 0.5, 3: 0.45}.get(len(words), 0.3)
    if len(words) == 1:
        score += 0.3 if is_given else 0.2 if is_surname else 0.0
        if len(words[0]) > 2 and words[0].isupper() and not name.honorific:
            score -= 0.2
    else:
        score += (0.35 if is_given else 0.0) + (0.12 if is_surname else 0.0)
        score += 0.15 if any("-" in word and not word.isupper() for word in words) else 0.0
        score += 0.15 if len(words[0].rstrip(".")) == 1 else 0.0
        score += 0.15 if any(word[0].islower() for word in words) else 0.0
    score -= _penalty(words, is_given=is_given)
    if name.honorific:
        score = max(score, 0.0) * 0.2 + 0.78
        score -= 0.7 * _penalty(words, is_given=is_given) if not is_given else 0.0
    if name.suffix:
        score += 0.2
    return score


def _penalty(words: list[str], *, is_given: bool) -> float:
    """Return what organisations, places, nationalities, dates and role nouns among the words take off."""
    penalty = 0.0
    for index, word in enumerate(words):
        is_last = index == len(words) - 1
        is_name = is_given and (index == 0 or normalize_name(word) in surnames())
        if word in organisation_heads() or word in known_organisations():
            penalty += 0.15 if is_last and is_given and normalize_name(word) in surnames() else 0.7
        elif word in organisation_suffixes() and not (is_given and len(words) == 2):
            penalty += 0.7
        elif word in demonyms() or word in peoples():
            penalty += 0.05 if is_last and is_given else 0.5
        elif word in countries() or word in places():
            penalty += 0.1 if is_name else 0.3 if is_last and is_given else 0.45
        elif word in calendar_words():
            penalty += 0.1 if is_name else 0.5
        elif word.casefold() in person_nouns() and not is_name:
            penalty += 0.05 if is_last and normalize_name(word) in surnames() and len(words) > 1 else 0.35
    pairs = (" ".join(words[start : start + 2]) for start in range(len(words) - 1))
    if any(pair in _known_pairs() for pair in pairs):
        penalty += 0.5
    return penalty


@cache
def _known_pairs() -> frozenset[str]:
    """Return the names of organisations, places and nationalities that have two words."""
    names = (*known_organisations(), *places(), *countries(), *demonyms())
    return frozenset(name for name in names if name.count(" ") == 1)
