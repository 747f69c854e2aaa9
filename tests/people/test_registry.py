"""Who is who in one document: forms of a name joined, namesakes kept apart, roles, gender, rosters, the narrator."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.language.layout import read_layout
from quotes.language.passages import PassageReader
from quotes.model import RosterEntry
from quotes.people.entities import skeleton
from quotes.people.names import parse_name
from quotes.people.phrases import Phrase, find_phrases
from quotes.people.registry import Entity, Registry
from quotes.people.roles import content_words, role_head, tidy_role
from quotes.spans import Span

Named = str | tuple[str, str]
"""A name as a document has it, or a role and the name after it."""


def make_phrase(start: int, name: str, role: str | None = None) -> Phrase:
    """Make the phrase of a person named at ``start``, code points, after their role where one is given."""
    core_start = start + (len(role) + 1 if role else 0)
    core = Span(core_start, core_start + len(name))
    return Phrase(
        first=0,
        last=1,
        span=Span(start, core.end),
        core=core,
        name=parse_name(name),
        role=Span(start, start + len(role)) if role else None,
        head=name.split()[-1].lower(),
        form="name",
        sort="person",
        plural=False,
        gender=None,
        is_definite=False,
        members=(),
        paragraph=0,
        sentence=0,
    )


def gather(named: Sequence[Named], *, roster: Sequence[RosterEntry] = ()) -> tuple[Registry, list[Phrase]]:
    """Settle who bears the names, observed one after another in a text of nothing else."""
    pieces, phrases = [], []
    start = 0
    for item in named:
        role, name = item if isinstance(item, tuple) else (None, item)
        phrases.append(make_phrase(start, name, role))
        pieces.append(f"{role} {name}" if role else name)
        start += len(pieces[-1]) + 2
    registry = Registry("; ".join(pieces), roster)
    for phrase in phrases:
        registry.observe(phrase)
    registry.settle()
    return registry, phrases


def groups_of(named: Sequence[Named], *, roster: Sequence[RosterEntry] = ()) -> list[list[int]]:
    """Give the names that mean one person together, as positions in ``named``, in order."""
    registry, phrases = gather(named, roster=roster)
    groups: dict[int, list[int]] = {}
    for position, phrase in enumerate(phrases):
        entity = registry.find(phrase)
        assert entity is not None
        groups.setdefault(entity.number, []).append(position)
    return sorted(groups.values())


def read_registry(text: str, *, roster: Sequence[RosterEntry] = ()) -> tuple[Registry, dict[str, Entity | None]]:
    """Settle a text of the narrator's, and find each of its phrases by its words."""
    paragraphs = read_layout(text).paragraphs
    reader = PassageReader(text, paragraphs, ())
    registry = Registry(text, roster)
    phrases = [phrase for index in range(len(reader)) for phrase in find_phrases(text, reader.passage(index))]
    for phrase in phrases:
        registry.observe(phrase)
    registry.settle()
    return registry, {phrase.span.of(text): registry.find(phrase) for phrase in phrases}


JOINED = [
    pytest.param(["Otto Lind", "Lind"], id="surname"),
    pytest.param(["Lind", "Otto Lind"], id="surname before the full name"),
    pytest.param(["Otto Lind", "Mr Lind"], id="honorific"),
    pytest.param(["Otto Lind", "Mr. Otto Lind"], id="honorific and full name"),
    pytest.param(["Dr. Helen Marsh", "Dr Marsh", "Marsh"], id="doctor with and without a full stop"),
    pytest.param(["Robert Ashgrove", "Bob Ashgrove"], id="nickname"),
    pytest.param(["Anthony Wolverton", "Antony Wolverton"], id="given name in two spellings"),
    pytest.param(["Helen Wolverton", "Wolvreton"], id="misspelt surname"),
    pytest.param(["Mohammed Qadiri", "Muhammad Qadiri"], id="two transcriptions"),
    pytest.param(["Joanne Ozanic", "J. Ozanic"], id="initial"),
    pytest.param(["Baek Tae-Yun", "Baek"], id="family name first"),
    pytest.param(["Peter van Aalst", "Van Aalst"], id="particle"),
    pytest.param(["HELEN MARSH", "Helen Marsh", "Marsh"], id="capitals"),
    pytest.param(["O'Hara", "Mary O’Hara"], id="two apostrophes"),
    pytest.param(["Sir Jory Ashgrove", "Sir Jory", "Ashgrove"], id="Sir with the given name"),
    pytest.param([("harbour minister", "Helen Marsh"), ("Minister", "Marsh")], id="title before each"),
]


@pytest.mark.parametrize("named", JOINED)
def test_every_form_of_a_name_means_its_one_bearer(named: list[Named]) -> None:
    """Surname, honorific, nickname, initial and misspelling lead to the same person."""
    assert groups_of(named) == [list(range(len(named)))]


APART = [
    pytest.param(["Helen Marsh", "Peter Marsh"], [[0], [1]], id="one surname, two given names"),
    pytest.param(["Helen Marsh", "Helen Vale"], [[0], [1]], id="one given name, two surnames"),
    pytest.param(["Mr. Pellam", "Mrs. Pellam"], [[0], [1]], id="Mr and Mrs"),
    pytest.param(["Mr. Pellam", "Mrs. Pellam", "Miss Pellam"], [[0], [1], [2]], id="Mr, Mrs and Miss"),
    pytest.param(["Otto Lind", "Mrs Lind"], [[0], [1]], id="a man and a Mrs"),
    pytest.param(["Helen Marsh", "Mr Marsh"], [[0], [1]], id="a woman and a Mr"),
    pytest.param(["Helen Marsh", "Peter Marsh", "Mr Marsh"], [[0], [1, 2]], id="the honorific tells which"),
    pytest.param(["Helen Marsh", "Peter Marsh", "Peter"], [[0], [1, 2]], id="the given name tells which"),
    pytest.param(["Otto Lind", "Otto Lindqvist"], [[0], [1]], id="a surname that begins like another"),
    pytest.param(
        ["Helen Marsh", "Mr Marsh", "Marsh"], [[0], [1], [2]], id="a bare surname of two, one known by a title"
    ),
]


@pytest.mark.parametrize(("named", "groups"), APART)
def test_different_people_stay_apart(named: list[Named], groups: list[list[int]]) -> None:
    """Namesakes and relatives are people of their own, told apart by given name or title."""
    assert groups_of(named) == groups


def test_a_bare_surname_that_two_people_bear_is_an_entity_of_its_own() -> None:
    """Where the text does not tell two namesakes apart, the bare form is neither of them."""
    registry, phrases = gather(["Helen Marsh", "Peter Marsh", "Marsh"])
    found = [registry.find(phrase) for phrase in phrases]

    assert len({id(entity) for entity in found}) == 3
    assert found[2] is not None
    assert found[2].display == "Marsh"


def test_a_bare_surname_means_the_only_namesake_introduced_so_far() -> None:
    """The reader of a text knows only who was named before."""
    registry, phrases = gather(["Helen Marsh", "Marsh", "Peter Marsh"])

    assert registry.find(phrases[1]) is registry.find(phrases[0])


def test_a_bare_surname_means_the_namesake_named_far_more_often() -> None:
    """One who is named again and again is meant before one who is named in passing."""
    registry, phrases = gather([*["Helen Marsh"] * 8, "Peter Marsh", "Marsh"])

    assert registry.find(phrases[-1]) is registry.find(phrases[0])


FULLEST = [
    pytest.param(["Lind", "Otto Lind", "Mr Lind"], "Otto Lind", id="given name and surname"),
    pytest.param(["Otto Lind", "Otto J. Lind"], "Otto J. Lind", id="middle initial"),
    pytest.param(["Mr. Otto Lind"], "Otto Lind", id="title left out"),
    pytest.param(["Mr. Lind", "Lind"], "Mr. Lind", id="title kept where no given name is known"),
    pytest.param(["OTTO LIND"], "Otto Lind", id="capitals"),
    pytest.param(["Bob Ashgrove", "Robert Ashgrove"], "Bob Ashgrove", id="first among equals"),
]


@pytest.mark.parametrize(("named", "name"), FULLEST)
def test_a_person_is_called_by_the_fullest_name(named: list[str], name: str) -> None:
    """The name is the fullest form; the others are aliases, none of them twice and none the name itself."""
    registry, phrases = gather(named)
    entity = registry.find(phrases[0])
    assert entity is not None
    speaker = registry.speaker(entity, "s1")

    assert speaker.name == name
    assert speaker.name not in speaker.aliases
    assert {name, *speaker.aliases} >= {form for form in named if form != "OTTO LIND"}
    assert len(set(speaker.aliases)) == len(speaker.aliases)


def test_mentions_of_a_person_are_kept_in_order() -> None:
    """Starts and ends of all forms of a name are one ascending list."""
    named = ["Lind", "Otto Lind", "Mr Lind", "Lind", "Otto Lind"]
    registry, phrases = gather(named)
    entity = registry.find(phrases[0])

    assert entity is not None
    assert list(zip(entity.starts, entity.ends, strict=True)) == [tuple(phrase.core) for phrase in phrases]


UNAMBIGUOUS = ["Robert Ashgrove", "Bob Ashgrove", "Mr Ashgrove", "Ashgrove", "Marta Lind", "Lind", "Ms Lind"]


@given(order=st.permutations(range(len(UNAMBIGUOUS))))
@settings(max_examples=40)
def test_the_order_of_mentions_does_not_change_who_is_who(order: list[int]) -> None:
    """Where no form is ambiguous, any order of the same names gives the same people."""
    groups = groups_of([UNAMBIGUOUS[position] for position in order])

    assert {frozenset(order[i] for i in group) for group in groups} == {frozenset(range(4)), frozenset(range(4, 7))}


# -- roles


def test_the_fullest_role_is_given_with_its_place() -> None:
    """Of several roles the longest counts; the evidence holds its words where they stand; the others are aliases."""
    registry, phrases = gather([("minister", "Helen Marsh"), ("deputy harbour minister", "Helen Marsh"), "Marsh"])
    entity = registry.find(phrases[0])
    assert entity is not None
    speaker = registry.speaker(entity, "s1")

    assert speaker.role == "deputy harbour minister"
    assert "minister" in speaker.aliases
    (evidence,) = speaker.evidence
    assert (evidence.rule, evidence.words) == ("role", "deputy harbour minister")
    assert [span.of(registry.text) for span in evidence.spans] == ["deputy harbour minister"]


def test_the_first_of_two_equally_full_roles_counts() -> None:
    """The role given first is the one the document introduces the person with."""
    registry, phrases = gather([("harbour minister", "Helen Marsh"), ("ferry inspector", "Marsh")])
    entity = registry.find(phrases[0])

    assert entity is not None
    assert entity.role == "harbour minister"


def test_a_person_without_a_role_has_none() -> None:
    """Nothing is made up."""
    registry, phrases = gather(["Helen Marsh"])
    entity = registry.find(phrases[0])

    assert entity is not None
    assert registry.speaker(entity, "s1").role is None
    assert registry.speaker(entity, "s1").evidence == ()


def test_an_affiliation_is_given_with_its_place() -> None:
    """What a person belongs to is told apart from the role."""
    text = "Ada Quill from the Pilots Association spoke first."
    registry, found = read_registry(text)
    entity = found["Ada Quill"]
    assert entity is not None
    speaker = registry.speaker(entity, "s1")

    assert (speaker.role, speaker.affiliation) == (None, "Pilots Association")
    assert [(e.rule, [span.of(text) for span in e.spans]) for e in speaker.evidence] == [
        ("affiliation", ["Pilots Association"])
    ]


BY_ROLE = [
    pytest.param(
        "The harbour minister, Helen Marsh, spoke. Then the minister smiled.",
        "the minister",
        "Helen Marsh",
        id="one minister",
    ),
    pytest.param(
        "The Peruvian ambassador, Helen Marsh, spoke. Then the Peruvian ambassador smiled.",
        "the Peruvian ambassador",
        "Helen Marsh",
        id="the whole role",
    ),
    pytest.param(
        "The harbour minister, Helen Marsh, spoke. The health minister, Peter Lind, replied. Then the minister smiled.",
        "the minister",
        "the minister",
        id="two ministers: neither",
    ),
    pytest.param(
        "The harbour minister, Helen Marsh, spoke. The health minister, Peter Lind, replied. "
        "Then the harbour minister smiled.",
        "the harbour minister",
        "Helen Marsh",
        id="two ministers, told apart",
    ),
    pytest.param(
        "The harbour minister, Helen Marsh, spoke. Then the health minister smiled.",
        "the health minister",
        "the health minister",
        id="another minister",
    ),
    pytest.param(
        "The harbour minister, Helen Marsh, spoke. Then a minister smiled.", "a minister", "a minister", id="indefinite"
    ),
    pytest.param(
        "Then the minister smiled. The harbour minister, Helen Marsh, spoke.",
        "the minister",
        "the minister",
        id="not introduced yet",
    ),
    pytest.param("Colonel Brandt came in. Then the colonel smiled.", "the colonel", "Colonel Brandt", id="a title"),
]


@pytest.mark.parametrize(("text", "words", "name"), BY_ROLE)
def test_a_role_means_its_only_bearer(text: str, words: str, name: str) -> None:
    """A definite description means the one person introduced with that role; else it stands for itself."""
    entity = read_registry(text)[1][words]

    assert entity is not None
    assert entity.display == name


# -- gender

GENDERS = [
    pytest.param("Mr Vashti", {}, "male", id="Mr"),
    pytest.param("Ms Vashti", {}, "female", id="Ms"),
    pytest.param("Helen Vashti", {}, "female", id="given name"),
    pytest.param("Peter Vashti", {}, "male", id="given name of a man"),
    pytest.param("Krell Vashti", {}, None, id="nothing tells"),
    pytest.param("Krell Vashti", {"male": 1}, None, id="one pronoun is thin"),
    pytest.param("Krell Vashti", {"female": 3}, "female", id="three pronouns"),
    pytest.param("Krell Vashti", {"female": 3, "male": 2}, None, id="divided"),
    pytest.param("Peter Vashti", {"female": 12}, "female", id="many pronouns outweigh the given name"),
    pytest.param("Peter Vashti", {"female": 3}, None, id="given name against pronouns: open"),
]


@pytest.mark.parametrize(("name", "pronouns", "gender"), GENDERS)
def test_gender_is_told_by_title_name_and_pronouns(name: str, pronouns: dict[str, int], gender: str | None) -> None:
    """Evidence is added up; where it is thin or divided the gender stays open."""
    registry = Registry(name)
    phrase = make_phrase(0, name)
    registry.observe(phrase)
    for told, count in pronouns.items():
        for _ in range(count):
            registry.observe_pronoun(parse_name(name), name, "male" if told == "male" else "female")
    registry.settle()
    entity = registry.find(phrase)

    assert entity is not None
    assert entity.gender == gender


# -- roster

PELLAM = RosterEntry(
    name="Helena Pellam",
    aliases=("Nell Pellam", "the harbour boss"),
    role="harbour master",
    affiliation="Port of Norvale",
    gender="female",
)


def test_the_roster_wins_over_what_the_text_says() -> None:
    """Name, role, affiliation and gender of the roster are given, whatever the text calls the person."""
    registry, phrases = gather([("acting deputy harbour inspector", "Helena J. Pellam"), "Pellam"], roster=[PELLAM])
    entity = registry.find(phrases[0])
    assert entity is not None
    speaker = registry.speaker(entity, "s1")

    assert (speaker.name, speaker.role) == ("Helena Pellam", "harbour master")
    assert (speaker.affiliation, speaker.gender) == ("Port of Norvale", "female")
    assert registry.find(phrases[1]) is entity


@pytest.mark.parametrize("form", ["Helena Pellam", "Nell Pellam", "Pellam", "Ms Pellam", "H. Pellam"])
def test_every_form_leads_to_the_person_of_the_roster(form: str) -> None:
    """Aliases of the roster and forms derived from its names mean its person."""
    registry, (phrase,) = gather([form], roster=[PELLAM])
    entity = registry.find(phrase)

    assert entity is not None
    assert entity.roster is PELLAM


def test_the_gender_of_the_roster_excludes_a_title_of_another() -> None:
    """A Mr of the same surname is not the woman of the roster."""
    registry, (phrase,) = gather(["Mr Pellam"], roster=[PELLAM])
    entity = registry.find(phrase)

    assert entity is not None
    assert entity.roster is None


def test_a_roster_of_nobody_named_adds_no_mention() -> None:
    """A person of the roster whom the text never names has no mention and is found by nobody's name."""
    registry, (phrase,) = gather(["Otto Lind"], roster=[PELLAM])

    assert [list(entity.starts) for entity in registry.entities if entity.roster is PELLAM] == [[]]
    assert registry.find(phrase) is not registry.entities[0]


# -- narrator, collectives, descriptions, labels


def settle_called(calls: int, starts: int, *, first_person: bool) -> Registry:
    """Settle a document in which Tamsin Vale is called by name and told of so many times."""
    text = " ".join(["Tamsin Vale"] * max(1, starts))
    registry = Registry(text)
    name = parse_name("Tamsin Vale")
    for position in range(starts):
        registry.observe(make_phrase(12 * position, "Tamsin Vale"))
    for _ in range(calls):
        registry.observe_call(name, "Tamsin Vale", Span(0, 11))
    registry.settle(first_person=first_person)
    return registry


def test_the_narrator_bears_the_name_others_call_them_by() -> None:
    """In a document told by an "I", the one who is called by name and hardly told of is the narrator."""
    assert settle_called(6, 1, first_person=True).narrator().display == "Tamsin Vale"


NAMELESS = [
    pytest.param(6, 1, False, id="not told in the first person"),
    pytest.param(0, 1, True, id="never called"),
    pytest.param(1, 60, True, id="told of all the time"),
]


@pytest.mark.parametrize(("calls", "starts", "first_person"), NAMELESS)
def test_a_narrator_whom_nobody_calls_has_no_name(calls: int, starts: int, first_person: bool) -> None:
    """Without such calls the narrator stays a voice without a name."""
    registry = settle_called(calls, starts, first_person=first_person)
    narrator = registry.narrator()

    assert (narrator.kind, registry.speaker(narrator, "s1").name) == ("narrator", None)
    assert registry.narrator() is narrator


OTHERS = [
    pytest.param(
        "Norway, Chile and Japan issued it.", "Norway, Chile and Japan", "collective", id="countries together"
    ),
    pytest.param("Two officials issued it.", "Two officials", "collective", id="people in the plural"),
    pytest.param("Later a police spokesman issued it.", "a police spokesman", "described", id="description"),
    pytest.param("Later the Foreign Ministry issued it.", "the Foreign Ministry", "organisation", id="ministry"),
    pytest.param("Later the report was issued.", "the report", "document", id="document"),
]


@pytest.mark.parametrize(("text", "words", "kind"), OTHERS)
def test_a_speaker_without_a_name_of_its_own_is_known_by_its_description(text: str, words: str, kind: str) -> None:
    """Collectives, bodies, documents and described people are entities called by the words that name them."""
    registry, found = read_registry(text)
    entity = found[words]
    assert entity is not None
    speaker = registry.speaker(entity, "s1")

    assert (speaker.name, speaker.kind) == (words, kind)
    assert entity.name is None


def test_a_pronoun_names_nobody_by_itself() -> None:
    """Whom a pronoun means is decided by what was mentioned before, never by the registry."""
    assert read_registry("Helen Marsh spoke. Later she smiled.")[1]["she"] is None


def test_a_described_person_is_found_again() -> None:
    """A definite description that repeats an earlier one, or the end of it, means the same person."""
    text = "A police spokesman came out. Later the spokesman smiled. Later the police spokesman left again."
    found = read_registry(text)[1]

    assert found["A police spokesman"] is found["the spokesman"] is found["the police spokesman"]


def test_another_description_is_another_person() -> None:
    """A word that the earlier description lacks makes it another person's."""
    found = read_registry("A police spokesman came out. Later the union spokesman smiled.")[1]

    assert found["A police spokesman"] is not found["the union spokesman"]


def test_asking_twice_counts_one_mention() -> None:
    """Finding the same phrase again adds no second mention of it."""
    text = "A police spokesman came out."
    paragraphs = read_layout(text).paragraphs
    (phrase,) = find_phrases(text, PassageReader(text, paragraphs, ()).passage(0))
    registry = Registry(text)
    registry.settle()

    assert registry.find(phrase) is registry.find(phrase)
    assert list(registry.entities[0].starts) == [0]


def test_i_in_a_labelled_turn_is_its_voice() -> None:
    """Who says I is told by the turn it stands in; before the first turn it is the narrator."""
    registry, _ = gather(["Otto Lind", "Mira Solano"])
    (otto,), (mira,) = (registry.find_bearers(parse_name(name)) for name in ("Otto Lind", "Mira Solano"))
    registry.place_voices([(100, otto), (200, mira), (300, None), (400, otto)])

    assert [registry.narrator(place) for place in (100, 199, 200, 400)] == [otto, otto, mira, otto]
    assert registry.narrator(300).kind == "narrator"
    assert registry.narrator(99).kind == "narrator"


def test_asking_whether_there_is_a_narrator_adds_none() -> None:
    """The narrator is there from when an I was asked about, not from when somebody wondered."""
    registry, _ = gather(["Otto Lind"])

    assert registry.known_narrator() is None
    assert len(registry.entities) == 1
    assert registry.narrator() is registry.known_narrator()


def test_a_name_that_was_never_observed_is_nobody() -> None:
    """The registry invents nobody."""
    registry, _ = gather(["Otto Lind"])

    assert registry.find_person(parse_name("Mira Solano"), 0) is None


# -- small readings

ROLES = [
    pytest.param("the  harbour\nminister,", "harbour minister", id="article, line end, comma"),
    pytest.param("her deputy", "deputy", id="possessive"),
    pytest.param("former harbour minister", "former harbour minister", id="former is kept"),
    pytest.param("theatre critic", "theatre critic", id="a word that begins like an article"),
]


@pytest.mark.parametrize(("words", "role"), ROLES)
def test_a_role_is_given_in_one_line_without_its_article(words: str, role: str) -> None:
    """A role reads like an entry of a list."""
    assert tidy_role(words) == role


HEADS = [
    pytest.param("deputy harbour minister", "minister", id="last word"),
    pytest.param("head of the ferry company", "head", id="before of"),
    pytest.param("ministers", "minister", id="plural"),
    pytest.param("the", "", id="nothing but an article"),
]


@pytest.mark.parametrize(("role", "head"), HEADS)
def test_a_role_turns_on_its_noun(role: str, head: str) -> None:
    """The head is the last noun before a preposition, in the singular."""
    assert role_head(role) == head


def test_content_words_leave_out_what_carries_no_meaning() -> None:
    """Articles and prepositions go, plurals meet their singulars, initials keep their full stops."""
    assert content_words("The U.N. officials of the two ministries") == ["u.n.", "official", "two", "ministry"]


@given(st.text(max_size=30))
def test_skeletons_and_roles_of_any_text_are_shorter(words: str) -> None:
    """Both readings only ever leave out, and never fail."""
    assert len(skeleton(words)) <= len(words)
    assert len(tidy_role(words)) <= len(words)
