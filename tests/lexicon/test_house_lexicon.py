"""What a house adds to the lexicon, and that the lexicon itself stays as it is."""

from __future__ import annotations

import pytest

from quotes.lexicon import House, HouseVerb, cue_verbs
from quotes.lexicon.cues import inflect
from quotes.lexicon.house import house_roles, parse_verb, read_as, role_words


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        pytest.param("harrumph", "harrumph", id="the verb"),
        pytest.param("harrumphs", "harrumph", id="third person"),
        pytest.param("Blusters", "bluster", id="a capital"),
        pytest.param("fusses", "fuss", id="-es behind a double s"),
        pytest.param("hisses", "hiss", id="one the lexicon has"),
        pytest.param("quizzes", "quiz", id="a third person of the lexicon"),
        pytest.param("tries", "try", id="-ies"),
        pytest.param("focus", "focus", id="-us is no ending"),
        pytest.param("tut-tuts", "tut-tut", id="a hyphen"),
        pytest.param("sing", "sing", id="-ing with no vowel before it"),
        pytest.param("heed", "heed", id="-eed"),
        pytest.param("said", "say", id="a past tense of the lexicon's"),
    ],
)
def test_a_verb_is_told_from_its_third_person(word: str, lemma: str) -> None:
    """And, where the lexicon has it, from any form."""
    assert parse_verb(word) == HouseVerb(lemma)


@pytest.mark.parametrize("word", ["hit out", "", "chuntered", "grousing", "a1"])
def test_what_is_no_verb_is_refused(word: str) -> None:
    """Nobody guesses what was meant."""
    with pytest.raises(ValueError, match=r"is not one word|past tense"):
        House.of(cue_verbs=[word])


@pytest.mark.parametrize("role", ["", "one, two", "3rd", "a/b"])
def test_what_is_no_role_is_refused(role: str) -> None:
    """Words only."""
    with pytest.raises(ValueError, match="is no role"):
        House.of(roles=[role])


def test_the_lexicon_stays_as_it_is() -> None:
    """A house's verbs are in what is made for that house, and nowhere else."""
    before = dict(cue_verbs())
    house = cue_verbs((HouseVerb("chunter", "manner", False, False),))
    assert house["chuntered"][:4] == ("chunter", "manner", False, False)
    assert set(house) - set(before) == {"chunter", "chunters", "chuntered", "chuntering"}
    assert (dict(cue_verbs()), "chunter" in cue_verbs()) == (before, False)


@pytest.mark.parametrize(
    ("verb", "past"),
    [
        (HouseVerb("chunter"), "said"),
        (HouseVerb("chunter", "thought"), "thought"),
        (HouseVerb("chunter", "writing"), "wrote"),
        (HouseVerb("chunter", "manner"), "shouted"),
        (HouseVerb("chunter", "speech", False), "quipped"),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_a_verb_is_read_as_one_of_its_kind_in_the_same_form(verb: HouseVerb, past: str) -> None:
    """Each form of it, and each thing that form can be."""
    forms = read_as((verb,))
    assert forms["chuntered"]["past"] == past
    assert {form: tuple(found) for form, found in forms.items()} == inflect("chunter")
    assert all(form in cue_verbs() for found in forms.values() for form in found.values())


def test_roles_have_their_plurals_and_the_longest_stands_first() -> None:
    """So that "clerk of works" is not taken for a clerk."""
    forms = house_roles(("clerk", "clerk of works"))
    assert [form.words for form in forms["clerk"]] == [("clerk", "of", "works"), ("clerk",)]
    assert role_words(("clerk of works",)) == {"clerk of works", "clerks of works"}
