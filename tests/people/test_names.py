"""Names of persons: parts, matching, gender, likeness."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotes.people.likeness import is_person_like
from quotes.people.matching import NameMatch, match_names
from quotes.people.names import gender_of_name, normalize_name, parse_name

_WORDS = st.sampled_from(
    [
        *(
            "Mr.",
            "Mrs",
            "Dr",
            "Sir",
            "Lt.",
            "Gen.",
            "Prime",
            "Minister",
            "Aunt",
            "Jr.",
            "III",
            "PhD",
            "J.",
            "K.",
            "J.K.",
        ),
        *("Robert", "Bob", "Anthony", "Antony", "Jean", "Joan", "Maria", "Tae-Il", "Baek", "Ozanic", "Ward", "Wards"),
        *(
            "van",
            "de",
            "la",
            "al-Rashid",
            "O'Hara",
            "O’Hara",
            "Ölander",
            "Olander",
            "Łukasz",
            "-",
            "'",
            ".",
            ",",
            "Smith",
        ),
    ]
)
_NAMES = st.lists(_WORDS, max_size=5).map(" ".join) | st.text(max_size=20)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("Robert Ward", (None, "Robert", None, "Ward", None), id="given and surname"),
        pytest.param("Mr. Robert Ward", ("Mr.", "Robert", None, "Ward", None), id="title"),
        pytest.param("Dr Alem Desta Woldeyes", ("Dr", "Alem", "Desta", "Woldeyes", None), id="middle name"),
        pytest.param("Baek Tae-Il", (None, "Baek", None, "Tae-Il", None), id="order unknown: by position"),
        pytest.param("O'Hara", (None, None, None, "O'Hara", None), id="surname alone"),
        pytest.param("Robert", (None, "Robert", None, None, None), id="given name alone"),
        pytest.param("Thomas Ward Hale Jr.", (None, "Thomas", "Ward", "Hale", "Jr."), id="generation"),
        pytest.param("Robert F. Ward, Jr.", (None, "Robert", "F.", "Ward", "Jr."), id="generation after a comma"),
        pytest.param("Jane Ward, MP", (None, "Jane", None, "Ward", "MP"), id="honour"),
        pytest.param("Jane Ward PhD", (None, "Jane", None, "Ward", "PhD"), id="degree"),
        pytest.param("J. K. Ozanic", (None, "J.", "K.", "Ozanic", None), id="initials"),
        pytest.param("J.K. Ozanic", (None, "J.", "K.", "Ozanic", None), id="initials written together"),
        pytest.param("JK Ozanic", (None, "J.", "K.", "Ozanic", None), id="initials without full stops"),
        pytest.param("Ana de la Cruz", (None, "Ana", None, "de la Cruz", None), id="particles"),
        pytest.param("Mr. van Aalst", ("Mr.", None, None, "van Aalst", None), id="particle after a title"),
        pytest.param("Karim al-Rashid", (None, "Karim", None, "al-Rashid", None), id="joined particle"),
        pytest.param("al-Rashid", (None, None, None, "al-Rashid", None), id="joined particle alone"),
        pytest.param("Al Marsh", (None, "Al", None, "Marsh", None), id="given name that looks like a particle"),
        pytest.param("M. Verdier", ("M.", None, None, "Verdier", None), id="M. before one word is Monsieur"),
        pytest.param("M. Hale Verdier", (None, "M.", "Hale", "Verdier", None), id="M. before two words is an initial"),
        pytest.param(
            "Prime Minister Anna Veld", ("Prime Minister", "Anna", None, "Veld", None), id="title of two words"
        ),
        pytest.param("Lt. Gen. Sir John Hale", ("Lt. Gen. Sir", "John", None, "Hale", None), id="several titles"),
        pytest.param("Aunt Polly", ("Aunt", "Polly", None, None, None), id="given name after a kin title"),
        pytest.param("Sir Keir", ("Sir", "Keir", None, None, None), id="given name after Sir"),
        pytest.param("Mrs. Polly", ("Mrs.", None, None, "Polly", None), id="surname after Mrs"),
        pytest.param("Dr. Dean", ("Dr.", None, None, "Dean", None), id="title that is the name"),
        pytest.param("Jack Ma", (None, "Jack", None, "Ma", None), id="surname that looks like a degree"),
        pytest.param("JACK MA", (None, "JACK", None, "MA", None), id="the same in capitals"),
        pytest.param("Madam", ("Madam", None, None, None, None), id="title alone"),
        pytest.param("", (None, None, None, None, None), id="nothing"),
    ],
)
def test_a_name_is_split_into_its_parts(text: str, parts: tuple[str | None, ...]) -> None:
    """A name is split into title, given name, middle name, surname and suffix, each as written."""
    assert parse_name(text)[:5] == parts
    assert parse_name(text).raw == text


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        pytest.param("Robert Ward", "robert WARD", "same", id="case"),
        pytest.param("O'Hara", "O’Hara", "same", id="apostrophe"),
        pytest.param("José Peñarrubia", "Jose Penarrubia", "same", id="diacritics"),
        pytest.param("Baek Tae-Il", "Baek Tae-il", "same", id="case after a hyphen"),
        pytest.param("Baek Tae-Il", "Baek Tae Il", "same", id="hyphen or space"),
        pytest.param("Baek Tae-Il", "Tae-Il Baek", "same", id="order"),
        pytest.param("J.K. Ozanic", "JK Ozanic", "same", id="initials written in two ways"),
        pytest.param("Mr. Ward", "Ward", "same", id="surname with and without its title"),
        pytest.param("Prime Minister Anna Veld", "Anna Veld", "same", id="full name with and without a title"),
        pytest.param("Anthony Blake", "Antony Blake", "spelling", id="given name in two spellings"),
        pytest.param("Erik Ward", "Eric Ward", "spelling", id="short name in two spellings"),
        pytest.param("Muhammad Qasimi", "Mohammed Qasimi", "spelling", id="two transcriptions"),
        pytest.param("Stephen Ward", "Steven Ward", "spelling", id="ph and v"),
        pytest.param("Anna Ozanic", "Anna Ozanich", "spelling", id="surname that sounds the same"),
        pytest.param("Anna Wolverton", "Anna Wolvreton", "spelling", id="swapped letters"),
        pytest.param("Wolverton", "Anna Wolvarton", "spelling", id="misspelt surname alone"),
        pytest.param("Bob Ward", "Robert Ward", "nickname", id="nickname"),
        pytest.param("Bob", "Robert Ward", "nickname", id="nickname alone"),
        pytest.param("J. Ozanic", "Joanne Ozanic", "initials", id="initial"),
        pytest.param("J. K. Ozanic", "Joanne Ozanic", "initials", id="initials of which one is known"),
        pytest.param("Robert F. Ward", "Robert Francis Ward", "initials", id="middle initial"),
        pytest.param("Robert Ward", "Ward", "part", id="surname"),
        pytest.param("Robert Ward", "Robert", "part", id="given name"),
        pytest.param("Baek Tae-Il", "Baek", "part", id="family name that stands first"),
        pytest.param("Robert F. Ward", "Robert Ward", "part", id="no middle initial"),
        pytest.param("Vincent van Aalst", "Aalst", "part", id="surname without its particle"),
        pytest.param("Vincent van Aalst", "Van Aalst", "part", id="surname with a capital particle"),
        pytest.param("Karim al-Rashid", "Rashid", "part", id="surname without a joined particle"),
        pytest.param("Gabriel Ibarra Soto", "Ibarra Soto", "part", id="two surnames"),
        pytest.param("Gabriel Ibarra Soto", "Soto", "part", id="second surname"),
        pytest.param("Hilda Marsh-Clinton", "Hilda Clinton", "part", id="one side of a hyphen"),
        pytest.param("Alem Desta Woldeyes", "Alem", "part", id="first of three"),
        pytest.param("Robert Ward", "Mr. Ward", "honorific_part", id="title and surname"),
        pytest.param("Baek Tae-Il", "Minister Baek", "honorific_part", id="title and family name that stands first"),
        pytest.param("Tom Sallow", "Uncle Tom", "honorific_part", id="kin title and given name"),
        pytest.param("Keir Marsh", "Sir Keir", "honorific_part", id="Sir and given name"),
        pytest.param("Madam Rossi", "Madam", "honorific_part", id="title alone"),
        pytest.param("Robert Ward Jr.", "Robert Ward", "compatible", id="Junior or not"),
        pytest.param("Dr. Ward", "Mr. Ward", "compatible", id="two titles before a surname"),
        pytest.param("Jean Ward", "Joan Ward", "different", id="two given names one letter apart"),
        pytest.param("Louis Ward", "Louise Ward", "different", id="a man and a woman"),
        pytest.param("Marie Ward", "Mary Ward", "different", id="two short given names"),
        pytest.param("Robert Ward", "John Ward", "different", id="two given names, one surname"),
        pytest.param("Robert Ward", "Robert Hale", "different", id="one given name, two surnames"),
        pytest.param("Robert Ward", "Ms Ward", "different", id="title of the other gender"),
        pytest.param("Mr. Bell", "Mrs. Bell", "different", id="husband and wife"),
        pytest.param("Robert Ward Jr.", "Robert Ward Sr.", "different", id="father and son"),
        pytest.param("James Thomas", "Thomas James", "different", id="two given names turned round"),
        pytest.param("Jackson Ward", "Mr Jackson", "different", id="given name behind a title for surnames"),
        pytest.param("John Paul Smith", "John Peter Smith", "different", id="two middle names"),
        pytest.param("Ward", "Wards", "different", id="a letter more at the end"),
        pytest.param("Johnson", "Johnston", "different", id="two known surnames"),
        pytest.param("Lee", "Li", "different", id="short names need equality"),
        pytest.param("Romanov", "Romanova", "different", id="ending that makes another name"),
        pytest.param("Ted Ward", "Robert Ward", "different", id="somebody else's nickname"),
        pytest.param("K. Ozanic", "Joanne Ozanic", "different", id="another initial"),
        pytest.param("Clark", "Robert Clarke", "spelling", id="an e that nobody hears"),
        pytest.param("Madam Rossi", "Sir", "different", id="another title alone"),
        pytest.param("", "Ward", "different", id="nothing"),
    ],
)
def test_two_names_are_compared(one: str, other: str, match: NameMatch) -> None:
    """Two names stand to each other as the table says, in whichever order they are given."""
    assert match_names(one, other) == match
    assert match_names(other, one) == match


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        pytest.param("Mr. Ozanic", "male", id="title"),
        pytest.param("Mrs Robert Ward", "female", id="the title wins over the given name"),
        pytest.param("Lt. Gen. Sir J. Hale", "male", id="last of several titles"),
        pytest.param("Robert Ward", "male", id="given name"),
        pytest.param("Anna Veld", "female", id="given name of a woman"),
        pytest.param("Jean-Pierre Roux", "male", id="double given name"),
        pytest.param("Oksana Hlib", "female", id="given name from elsewhere"),
        pytest.param("Robin Ward", None, id="given name of both"),
        pytest.param("Andrea Neri", None, id="given name that differs by country"),
        pytest.param("Dr. Ward", None, id="title without gender"),
        pytest.param("J. Ward", None, id="initial"),
        pytest.param("Ozanic", None, id="unknown"),
    ],
)
def test_gender_is_read_from_title_or_given_name(text: str, gender: str | None) -> None:
    """A title tells the gender, else a given name nearly all of whose bearers share it, else nothing does."""
    assert gender_of_name(text) == gender


@pytest.mark.parametrize(
    "text",
    [
        "Robert Ward",
        "Mr. Ozanic",
        "Maria Ozanic",
        "Senator Veld",
        "Ana de la Cruz",
        "Karim al-Rashid",
        "Tony Church",
        "April Jones",
        "John French",
        "ROBERT WARD",
        "J. K. Ozanic",
        "Lloyd Austin Hale",
    ],
)
def test_names_look_like_persons(text: str) -> None:
    """A full name or a title and a surname scores at least 0.6, even where a word is also a place, a day or a body."""
    assert is_person_like(text) >= 0.6


@pytest.mark.parametrize(
    "text",
    [
        "Ministry of Defence",
        "Harrow University",
        "Acme Corp.",
        "The Guardian",
        "NATO",
        "U.N.",
        "Security Council",
        "South Korea",
        "U-S",
        "Kyiv",
        "South Korean Minister",
        "Chinese Ambassador",
        "Monday",
        "In January",
        "Prime Minister",
        "Police Chief",
        "What",
        "But Smith",
        "Mary and John",
        "the dog",
        "police",
        "Flight 370",
        "",
    ],
)
def test_other_things_do_not_look_like_persons(text: str) -> None:
    """Bodies, places, nationalities, dates, roles and openings of sentences score at most 0.2."""
    assert is_person_like(text) <= 0.2


@pytest.mark.parametrize("text", ["Virginia", "Austin", "Ozanic", "Ward"])
def test_a_lone_word_stays_undecided(text: str) -> None:
    """A single word that may be a name or not scores between the two."""
    assert 0.2 < is_person_like(text) <= 0.6


@given(_NAMES)
@example("İ")
@example("ǅ.")
@example("ﷺ")
def test_normalising_is_idempotent(text: str) -> None:
    """A normalised name is not changed by normalising it again."""
    assert normalize_name(normalize_name(text)) == normalize_name(text)


@given(_NAMES, _NAMES)
def test_matching_is_symmetric(one: str, other: str) -> None:
    """The order of two names makes no difference."""
    assert match_names(one, other) == match_names(other, one)


@given(_NAMES)
def test_a_name_matches_itself(text: str) -> None:
    """A name is the same as itself unless there is nothing to compare."""
    name = parse_name(text)
    has_words = bool(normalize_name(name.core) or name.honorific)
    assert match_names(text, text) == ("same" if has_words else "different")


@given(_NAMES)
def test_no_part_of_a_name_is_lost(text: str) -> None:
    """The parts of a name hold all its letters in order; only white space, commas and full stops may differ."""
    name = parse_name(text)
    parts = "".join(part for part in name[:5] if part)
    assert _letters(parts) == _letters(text)


@given(_NAMES)
def test_likeness_is_a_share(text: str) -> None:
    """The likeness lies between 0 and 1 whatever is handed in."""
    assert 0.0 <= is_person_like(text) <= 1.0


def _letters(text: str) -> str:
    """Return a text without white space, commas and full stops."""
    return "".join(text.replace(",", " ").replace(".", " ").split())
