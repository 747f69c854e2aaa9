"""The lexicon's files are whole, its loaders typed, its words where they belong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from quotes import lexicon
from quotes.errors import LexiconError
from quotes.lexicon.files import DATA_FOLDER, read_table, read_words

_ABOUT = '[about]\nsource = "s"\nlicence = "l"\ndate = "d"\nmade = "m"\n'
_HEADER = "# Source: s\n# Licence: l\n# Date: d\n# Made: m\n"
_COLUMNS = {"given_names.txt": 2, "given_names_world.txt": 2, "person_nouns.txt": 2, "cue_verbs.txt": 4}


@pytest.mark.parametrize("path", sorted(DATA_FOLDER.glob("*.toml")), ids=lambda path: path.name)
def test_every_table_says_where_it_is_from(path: Path) -> None:
    """A table has a complete header and something behind it."""
    assert read_table(path.name)


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(DATA_FOLDER.glob("*.txt")) if "LICENCE" not in path.name],
    ids=lambda path: path.name,
)
def test_every_word_list_says_where_it_is_from_and_lists_nothing_twice(path: Path) -> None:
    """A word list has a complete header, filled columns and no entry twice."""
    words = [row[0] for row in read_words(path.name, columns=_COLUMNS.get(path.name, 1))]
    assert len(words) == len(set(words)) > 100


def test_the_licence_of_wordnet_lies_beside_what_was_taken_from_it() -> None:
    """The licence asks that its text travels with every copy."""
    assert "Copyright 2006 by Princeton University" in (DATA_FOLDER / "WORDNET-LICENCE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(None, "cannot be read", id="missing"),
        pytest.param(b"[about", "not valid TOML", id="not TOML"),
        pytest.param(b"a = 1\n", "no table [about]", id="no header"),
        pytest.param(_ABOUT.replace("licence", "license").encode(), "'licence'", id="no licence"),
        pytest.param(b"\xff\xfe", "not UTF-8", id="not UTF-8"),
    ],
)
def test_a_damaged_table_is_named(tmp_path: Path, content: bytes | None, reason: str) -> None:
    """A table that cannot be used ends in a LexiconError with its path and what is wrong."""
    if content is not None:
        (tmp_path / "t.toml").write_bytes(content)
    with pytest.raises(LexiconError) as caught:
        read_table("t.toml", folder=tmp_path)
    assert caught.value.path == str(tmp_path / "t.toml")
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("a\tb\n", "the header has no line '# source", id="no header"),
        pytest.param(_HEADER + "a\tb\nc\n", "line 6: expected 2 filled columns, found 1", id="column missing"),
        pytest.param(_HEADER + "a\tb\n\nc\td\n", "line 6", id="blank line"),
        pytest.param(_HEADER + "a\t\n", "line 5", id="column empty"),
    ],
)
def test_a_damaged_word_list_is_named(tmp_path: Path, content: str, reason: str) -> None:
    """A word list that cannot be used ends in a LexiconError with its path and line."""
    (tmp_path / "w.txt").write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        read_words("w.txt", columns=2, folder=tmp_path)
    assert caught.value.path == str(tmp_path / "w.txt")
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("form", "lemma", "inflection"),
    [
        pytest.param("said", "say", "past", id="irregular"),
        pytest.param("written", "write", "participle", id="irregular participle"),
        pytest.param("says", "say", "third", id="s"),
        pytest.param("stresses", "stress", "third", id="es"),
        pytest.param("replies", "reply", "third", id="ies"),
        pytest.param("replied", "reply", "past", id="ied"),
        pytest.param("argued", "argue", "past", id="e and d"),
        pytest.param("arguing", "argue", "gerund", id="e dropped"),
        pytest.param("agreeing", "agree", "gerund", id="ee kept"),
        pytest.param("admitted", "admit", "past", id="doubled"),
        pytest.param("blogging", "blog", "gerund", id="doubled in a gerund"),
        pytest.param("signaled", "signal", "past", id="American"),
        pytest.param("signalled", "signal", "past", id="British"),
        pytest.param("offered", "offer", "past", id="not doubled"),
        pytest.param("lying", "lie", "gerund", id="ie to y"),
        pytest.param("tweeted", "tweet", "past", id="new verb"),
    ],
)
def test_verbs_are_found_by_every_form(form: str, lemma: str, inflection: str) -> None:
    """A form leads to its verb and says which form it is."""
    cue = lexicon.cue_verbs()[form]
    assert cue.lemma == lemma
    assert inflection in cue.inflections


@pytest.mark.parametrize(
    ("verb", "kind"),
    [("say", "speech"), ("believe", "thought"), ("tweet", "writing"), ("whisper", "manner"), ("laugh", "manner")],
)
def test_core_verbs_have_their_kind(verb: str, kind: str) -> None:
    """A core verb is of the kind a reader would say."""
    cue = lexicon.cue_verbs()[verb]
    assert (cue.kind, cue.is_core) == (kind, True)


@pytest.mark.parametrize("verb", ["say", "insist", "warn", "claim", "believe", "tweet", "promise", "deny", "allege"])
def test_verbs_that_take_a_clause_say_so(verb: str) -> None:
    """A verb before "that" and a clause is marked."""
    assert lexicon.cue_verbs()[verb].takes_clause


@pytest.mark.parametrize("word", ["table", "run", "eat", "build", "sleep", "is"])
def test_other_verbs_are_no_cues(word: str) -> None:
    """Words that report nothing are not listed."""
    assert word not in lexicon.cue_verbs()


@pytest.mark.parametrize(
    ("form", "lemma", "plural", "gender"),
    [
        pytest.param("spokesman", "spokesman", False, "male", id="man"),
        pytest.param("spokeswomen", "spokeswoman", True, "female", id="women"),
        pytest.param("spokesperson", "spokesperson", False, None, id="person"),
        pytest.param("spokespeople", "spokesperson", True, None, id="people"),
        pytest.param("wives", "wife", True, "female", id="ves"),
        pytest.param("children", "child", True, None, id="children"),
        pytest.param("deputies", "deputy", True, None, id="ies"),
        pytest.param("witnesses", "witness", True, None, id="es"),
        pytest.param("chiefs of staff", "chief of staff", True, None, id="first word changes"),
        pytest.param("attorneys general", "attorney general", True, None, id="adjective last"),
        pytest.param("sisters-in-law", "sister-in-law", True, "female", id="in-law"),
        pytest.param("passers-by", "passer-by", True, None, id="passers-by"),
        pytest.param("ambassador", "ambassador", False, None, id="ambassador"),
        pytest.param("neighbour", "neighbour", False, None, id="British"),
        pytest.param("actress", "actress", False, "female", id="actress"),
    ],
)
def test_person_nouns_have_number_and_gender(form: str, lemma: str, plural: bool, gender: str | None) -> None:
    """A noun for a person is found in both numbers, with the gender it carries."""
    assert lexicon.person_nouns()[form] == (lemma, plural, gender)


@pytest.mark.parametrize(
    "word", ["table", "computer", "report", "city", "will", "monday", "second", "committee", "the"]
)
def test_other_nouns_are_no_persons(word: str) -> None:
    """Things, groups, dates and function words are not listed as persons."""
    assert word not in lexicon.person_nouns()


def test_groups_and_documents_are_found_in_both_numbers() -> None:
    """Nouns for groups and documents are found in the singular and the plural; police has no plural."""
    assert {"committee", "companies", "police", "government"} <= set(lexicon.group_nouns())
    assert {"report", "statements", "lawsuit", "tweets"} <= set(lexicon.document_nouns())
    assert "polices" not in lexicon.group_nouns()


def test_short_forms_and_spellings_hold_both_ways() -> None:
    """If one name stands for another, the other stands for it, and none stands for itself."""
    for table in (lexicon.nicknames(), lexicon.name_spellings()):
        for name, others in table.items():
            assert name not in others
            assert all(name in table[other] for other in others)


def test_shares_of_given_names_are_shares() -> None:
    """The share of women among the bearers of a name lies between 0 and 1; names are in lower case and ASCII."""
    for name, share in lexicon.given_names().items():
        assert 0.0 <= share <= 1.0
        assert name == name.lower()
        assert name.isascii()


@pytest.mark.parametrize(
    ("form", "gender"),
    [("mr", "male"), ("mrs", "female"), ("dame", "female"), ("dr", None), ("sen", None), ("aunt", "female")],
)
def test_titles_carry_their_gender(form: str, gender: str | None) -> None:
    """A title tells a gender or none."""
    assert lexicon.honorifics()[form].gender == gender


@pytest.mark.parametrize(
    ("form", "person", "number", "gender"),
    [
        ("i", 1, "singular", None),
        ("we", 1, "plural", None),
        ("you", 2, None, None),
        ("he", 3, "singular", "male"),
        ("herself", 3, "singular", "female"),
        ("it", 3, "singular", "neuter"),
        ("they", 3, None, None),
        ("who", 3, None, None),
    ],
)
def test_pronouns_say_whom_they_can_mean(form: str, person: int, number: str | None, gender: str | None) -> None:
    """A pronoun has its person, and number and gender where its form tells them."""
    pronoun = lexicon.pronouns()[form]
    assert (pronoun.person, pronoun.number, pronoun.gender) == (person, number, gender)


@pytest.mark.parametrize(
    ("form", "country"),
    [("U.S.", "United States"), ("U-S", "United States"), ("DPRK", "North Korea"), ("UK", "United Kingdom")],
)
def test_abbreviations_lead_to_their_country(form: str, country: str) -> None:
    """An abbreviation leads to the country's usual name."""
    assert lexicon.countries()[form] == country


def test_every_kind_of_furniture_and_function_words_loads() -> None:
    """Each kind the types name is in the files, longest expression first."""
    from typing import get_args

    for kind in get_args(lexicon.FurnitureKind):
        words = lexicon.furniture(kind)
        assert words == tuple(sorted(words, key=lambda word: (-len(word), word)))
    for kind in get_args(lexicon.FunctionWordKind):
        assert lexicon.function_words(kind) <= lexicon.function_words()


@pytest.mark.timed
def test_loaders_are_quick() -> None:
    """In a fresh interpreter no loader takes more than 0.3 s of processor time, ten times what it needs."""
    code = (
        "import json, time\n"
        "import quotes.lexicon as lexicon\n"
        "took = {}\n"
        "for name in lexicon.__all__:\n"
        "    load = getattr(lexicon, name)\n"
        "    if hasattr(load, 'cache_clear') and name not in ('furniture', 'label_words'):\n"
        "        start = time.process_time()\n"
        "        load()\n"
        "        took[name] = time.process_time() - start\n"
        "print(json.dumps(took))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    took = json.loads(done.stdout)
    assert len(took) > 20
    assert max(took.values()) < 0.3, took
