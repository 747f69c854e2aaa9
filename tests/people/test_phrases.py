"""Noun phrases of the narrator's words: names, titles, appositions and lists."""

from __future__ import annotations

import pytest

from quotes.language.furniture import furniture_kind
from quotes.language.layout import read_layout
from quotes.language.passages import PassageReader
from quotes.people.phrases import Phrase, find_phrases, is_sign_off
from quotes.segmenter import find_quotations


def phrases_of(text: str) -> tuple[Phrase, ...]:
    """Find the phrases of a one-paragraph text."""
    paragraphs = read_layout(text).paragraphs
    passage = PassageReader(text, paragraphs, find_quotations(text, paragraphs)).passage(0)
    return find_phrases(text, passage)


NAMED = [
    # label, sentence with the [whole phrase] in brackets, name, role
    ("bare name", "[Ada Quill] left early.", "Ada Quill", None),
    ("title of address", "Then [Mr Quill] left early.", "Mr Quill", None),
    ("office before", "They heard [Foreign Secretary Ada Quill] speak.", "Ada Quill", "Foreign Secretary"),
    ("office with of", "They met [Secretary of State Peter Maddox].", "Peter Maddox", "Secretary of State"),
    ("lower-case role", "Nobody asked [manager Peter Maddox] about it.", "Peter Maddox", "manager"),
    ("role, name", "[The ambassador to Peru, Helen Marsh], has left.", "Helen Marsh", "ambassador to Peru"),
    ("name, role", "[Helen Marsh, head of the ferry company], has left.", "Helen Marsh", "head of the ferry company"),
    ("hyphens", "[The U-S Secretary of Defence Peter Maddox] says so.", "Peter Maddox", "U-S Secretary of Defence"),
]


@pytest.mark.parametrize(("marked", "name", "role"), [case[1:] for case in NAMED], ids=[case[0] for case in NAMED])
def test_a_named_person_is_found_with_title_and_apposition(marked: str, name: str, role: str | None) -> None:
    """A phrase reaches over title and apposition, and keeps name and role apart."""
    sentence = marked.replace("[", "").replace("]", "")
    whole = marked[marked.index("[") + 1 : marked.index("]")]
    found = [phrase for phrase in phrases_of(sentence) if phrase.name is not None]

    assert [(whole, name, role)] == [
        (p.span.of(sentence), p.core.of(sentence), p.role and p.role.of(sentence)) for p in found
    ]


NOT_PEOPLE = [
    ("country", "Later Ukraine agreed.", "Ukraine", "place"),
    ("ministry", "Later the Foreign Ministry agreed.", "the Foreign Ministry", "organisation"),
    ("report", "Later the report was read out.", "the report", "document"),
    ("officials", "Later two officials agreed.", "two officials", "collective"),
    ("spokesman", "Later a police spokesman agreed.", "a police spokesman", "person"),
    ("weather", "Later the rain stopped.", "the rain", "thing"),
]


@pytest.mark.parametrize(
    ("sentence", "words", "sort"), [case[1:] for case in NOT_PEOPLE], ids=[case[0] for case in NOT_PEOPLE]
)
def test_a_phrase_without_a_name_says_what_sort_of_thing_it_is(sentence: str, words: str, sort: str) -> None:
    """Places, bodies, documents, groups and described people are told apart."""
    found = {phrase.span.of(sentence): phrase for phrase in phrases_of(sentence)}

    assert sort == found[words].sort
    assert found[words].name is None


def test_a_list_of_countries_is_one_collective_with_its_members() -> None:
    """Members joined by commas and "and" become one phrase that keeps them."""
    text = "Norway, South Korea and Japan released a joint statement."
    (first, *_) = phrases_of(text)

    assert first.span.of(text) == "Norway, South Korea and Japan"
    assert [member.span.of(text) for member in first.members] == ["Norway", "South Korea", "Japan"]
    assert first.plural


FURNITURE = [
    ("byline", "By Ada Quill", "bylines"),
    ("two bylines", "By Ada Quill and Peter Maddox", "bylines"),
    ("invitation", "Read more: The bridge that would not open", "promotions"),
    ("credit", "Photo: Helen Marsh", "credits"),
    ("heading of a transcript", "TRANSCRIPT", "section_labels"),
    ("sentence that begins like a byline", "By noon the square was empty.", None),
    (
        "sentence that begins like a credit",
        "Photos of the flood were shown to the court by the two engineers who had taken them.",
        None,
    ),
    ("plain sentence", "The square was empty.", None),
]


@pytest.mark.parametrize(("line", "kind"), [case[1:] for case in FURNITURE], ids=[case[0] for case in FURNITURE])
def test_furniture_of_an_article_is_told_from_its_text(line: str, kind: str | None) -> None:
    """Bylines, credits and invitations are no part of the text; sentences that begin like them are."""
    assert kind == furniture_kind(line)


SIGN_OFFS = [
    ("name and place", "Ada Quill, Oslo.", True),
    ("reports", "Ada Quill reports.", True),
    ("first person", "I'm Ada Quill.", True),
    ("said something", "Ada Quill said it rained.", False),
    ("nobody named", "It rained, sadly.", False),
]


@pytest.mark.parametrize(
    ("sentence", "expected"), [case[1:] for case in SIGN_OFFS], ids=[case[0] for case in SIGN_OFFS]
)
def test_a_sign_off_only_names_who_reports(sentence: str, expected: bool) -> None:
    """A sentence that only names the reporter is a sign-off."""
    paragraphs = read_layout(sentence).paragraphs
    passage = PassageReader(sentence, paragraphs, ()).passage(0)

    assert expected == is_sign_off(sentence, passage, find_phrases(sentence, passage), 0)
