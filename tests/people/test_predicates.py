"""Roles and affiliations: what stands before a name, behind it, and in the clause it opens."""

from __future__ import annotations

import pytest

from quotes.language.layout import read_layout
from quotes.language.passages import PassageReader
from quotes.people.phrases import Phrase, find_phrases
from quotes.people.registry import Registry
from quotes.segmenter import find_quotations
from quotes.spans import Span


def find_named(text: str) -> tuple[Phrase, str]:
    """Find the first phrase of a text that may name a person, and the words of its name."""
    paragraphs = read_layout(text).paragraphs
    reader = PassageReader(text, paragraphs, find_quotations(text, paragraphs))
    found = [p for p in find_phrases(text, reader.passage(0)) if p.name is not None or p.is_bare_name]
    assert found, "nobody is named here"
    return found[0], found[0].core.of(text)


def words_of(text: str, span: Span | None) -> str | None:
    """Give the words at a span, None for None."""
    return span.of(text) if span is not None else None


ROLES = [
    pytest.param(
        "Ada Quill, a lawyer and senior fellow at the Harbour Institute, left.",
        "lawyer and senior fellow at the Harbour Institute",
        id="apposition of two roles",
    ),
    pytest.param(
        "Her husband Ivo Quill is a Danish composer, pianist and violinist.",
        "Danish composer, pianist and violinist",
        id="copula with three roles, a relation before the name",
    ),
    pytest.param(
        "Ada Quill was head of the pilots for the Northern Ports.",
        "head of the pilots for the Northern Ports",
        id="copula with all that hangs on it",
    ),
    pytest.param("Quill, a retired surveyor, left.", "retired surveyor", id="apposition to a bare surname"),
    pytest.param("Founder and director Ada Quill left.", "Founder and director", id="two roles before the name"),
    pytest.param(
        "The author and activist Ada Quill left.", "author and activist", id="two roles, one article before the name"
    ),
    pytest.param(
        "We met Ada Quill, Fenmark Department of Health information officer, there.",
        "Fenmark Department of Health information officer",
        id="a department's title behind the name",
    ),
    pytest.param(
        "Ada Quill, who chairs the seed committee, left.", "chairs the seed committee", id="relative clause, occupation"
    ),
    pytest.param("Ada Quill, who missed the boat, left.", None, id="relative clause that says no occupation"),
    pytest.param("Ada Quill works as a diver there.", "diver", id="works as"),
    pytest.param("Ada Quill became the mayor.", "mayor", id="became"),
]


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_the_words_of_a_role_are_found_beside_the_name(text: str, role: str | None) -> None:
    """Apposition, title, copula and relative clause give the role with all that hangs on it."""
    assert words_of(text, find_named(text)[0].role) == role


def test_a_title_before_the_name_and_a_role_behind_it_are_both_kept() -> None:
    """The apposition is the role; the title stands beside it."""
    text = "Sgt. Ada Quill, a spokeswoman for the coast patrol, left."
    phrase, _ = find_named(text)

    assert words_of(text, phrase.role) == "spokeswoman for the coast patrol"
    assert words_of(text, phrase.title) == "Sgt."


def test_an_office_before_a_titled_name_is_the_role() -> None:
    """A role and a title before one name: "the council leader, Cllr Ada Quill"."""
    text = "Later the council leader, Cllr Ada Quill, left."
    phrase, name = find_named(text)

    assert (words_of(text, phrase.role), name) == ("council leader", "Ada Quill")


AFFILIATIONS = [
    pytest.param("Chancellor Ada Quill of Norway left.", "Norway", id="an office of a country"),
    pytest.param("Ada Quill of Norway left.", None, id="a country without an office may be where she comes from"),
    pytest.param("Ada Quill of the Pilots Association left.", "Pilots Association", id="a body"),
]


@pytest.mark.parametrize(("text", "affiliation"), AFFILIATIONS)
def test_what_a_person_belongs_to(text: str, affiliation: str | None) -> None:
    """A body behind the name, or the country an office is of."""
    assert words_of(text, find_named(text)[0].affiliation) == affiliation


NAMES = [
    pytest.param("We met Delia “Stilts” Marr there.", "Delia “Stilts” Marr", id="nickname in marks"),
    pytest.param('We met Delia "Stilts" Marr there.', 'Delia "Stilts" Marr', id="nickname in straight marks"),
    pytest.param("Then Will Marr, a diver, left.", "Will Marr", id="a given name that is also a verb"),
    pytest.param("Then the National Hedgehog Survey left.", None, id="an adjective is no title"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_the_whole_name_is_found(text: str, name: str | None) -> None:
    """A nickname stands inside the name; a verb may be a given name; an adjective makes no person of a body."""
    if name is None:
        with pytest.raises(AssertionError):
            find_named(text)
    else:
        assert find_named(text)[1] == name


def test_a_nickname_in_marks_is_a_name_of_its_bearer() -> None:
    """The surname, the given name and the nickname lead to one person."""
    text = "We met Delia “Stilts” Marr there. Marr left. Then Stilts came back."
    paragraphs = read_layout(text).paragraphs
    reader = PassageReader(text, paragraphs, find_quotations(text, paragraphs))
    phrases = [p for p in find_phrases(text, reader.passage(0)) if p.name is not None or p.is_bare_name]
    registry = Registry(text)
    for phrase in phrases:
        registry.observe(phrase)
    registry.settle()

    assert len({registry.find(phrase) for phrase in phrases}) == 1


@pytest.mark.parametrize("role", ["kindly woman", "stranger", "husband"])
def test_what_anybody_may_be_is_no_role(role: str) -> None:
    """A noun for any person at all, or for a relation, says nothing of what somebody does."""
    text = f"Ada Quill, a {role}, left."
    registry = Registry(text)
    phrase, _ = find_named(text)
    registry.observe(phrase)
    registry.settle()
    entity = registry.find(phrase)

    assert entity is not None
    assert entity.role is None
