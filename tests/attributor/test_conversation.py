"""Who speaks where nothing near names the source: the paragraph, the introduction of a bite, who is called by name."""

from __future__ import annotations

import pytest
from attributor_samples import fill_registry, find_phrase, read_phrases, settings_of
from hypothesis import given
from hypothesis import strategies as st

from quotes.attributor.candidates import PhraseReader
from quotes.attributor.conversation import (
    Guess,
    Spoken,
    find_calls,
    guess_from_introduction,
    guess_speaker,
)
from quotes.attributor.dialogue_form import is_conversation
from quotes.people.registry import Registry
from quotes.spans import Span

CALLS = [
    pytest.param("Ada, come here.", ["Ada"], id="opening"),
    pytest.param("I know, Peter.", ["Peter"], id="closing"),
    pytest.param("Come in, Mr. Maddox, and sit.", ["Mr. Maddox"], id="between commas"),
    pytest.param("Stop, Ada Quill!", ["Ada Quill"], id="given name and surname"),
    pytest.param("Darling, come here.", [], id="endearment"),
    pytest.param("Come here, Miss Darling.", ["Miss Darling"], id="a surname that is an endearment too"),
    pytest.param("I told Ada about it.", [], id="object"),
    pytest.param("Ada is late.", [], id="subject"),
    pytest.param("the gate, the bridge, the road", [], id="a list of things"),
    pytest.param("", [], id="nothing"),
]


@pytest.mark.parametrize(("words", "names"), CALLS)
def test_who_is_called_by_name_stands_between_stops(words: str, names: list[str]) -> None:
    """A call stands between commas or other stops; a name inside a sentence is no call."""
    found = list(find_calls(words, Span(0, len(words))))

    assert [name.raw for name, _ in found if name.raw not in ("Stop",)] == names
    assert all(place.of(words) == name.raw for name, place in found)


@given(st.text(alphabet="Ada QuilMr.,!? \n-’", max_size=60))
def test_calls_stand_in_the_text(words: str) -> None:
    """Any words are read without failing, and every call is where it is said to be."""
    whole = Span(0, len(words))

    assert all(whole.contains(place) and place.of(words) == name.raw for name, place in find_calls(words, whole))


LINES = ['"Are you coming, Otto?"', '"In a minute or two."', '"The boat leaves now."', '"Let it leave."']
DIALOGUES = [
    pytest.param("\n\n".join([*LINES, *LINES]), True, id="line after line"),
    pytest.param("\n\n".join(LINES[:2]), False, id="too few lines to tell"),
    pytest.param("\n\n".join(f"It rained on day {n}.\n\n{LINES[n % 4]}" for n in range(8)), False, id="bites"),
    pytest.param("It rained.\n\nThe gate was shut.", False, id="no quotation"),
]


@pytest.mark.parametrize(("text", "expected"), DIALOGUES)
def test_dialogue_is_told_from_bites(text: str, expected: bool) -> None:
    """In a dialogue paragraphs that open with a quotation follow each other."""
    assert is_conversation(read_phrases(text)) == expected


def guess_last(text: str, spoken: list[tuple[int, str]]) -> tuple[PhraseReader, Registry, list[Guess]]:
    """Guess who says the last quotation of a text, after the people named said others in the paragraphs given."""
    reader = read_phrases(text)
    registry = fill_registry(reader)
    history = [Spoken(paragraph, registry.find(find_phrase(reader, words, last=False))) for paragraph, words in spoken]
    setting = settings_of(reader)[-1]
    return reader, registry, guess_speaker(reader, registry, setting, history)


def test_the_rest_of_a_paragraph_is_said_by_who_began_it() -> None:
    """A second quotation of one paragraph belongs to the speaker of the first."""
    text = 'Otto Lind met Helen Marsh.\n\n"The bridge is safe now." It rained. "Come and see it."'
    _, _, guesses = guess_last(text, [(1, "Helen Marsh")])

    assert [(guess.entity.display, guess.rule) for guess in guesses] == [("Helen Marsh", "same paragraph")]


INTRODUCED = [
    pytest.param("Otto Lind has warned the town.", "Otto Lind", id="subject"),
    pytest.param("The harbour minister, Helen Marsh, has warned them.", "Helen Marsh", id="subject with a role"),
    pytest.param("Helen Marsh has warned Otto Lind.", "Helen Marsh", id="subject, not object"),
    pytest.param(
        "The harbour minister, Helen Marsh, has warned Otto Lind.",
        "Helen Marsh",
        id="subject with a role, not object",
    ),
    pytest.param("The plan was praised by Otto Lind.", "Otto Lind", id="agent"),
    pytest.param("Two fishermen have protested.", "Two fishermen", id="people without a name"),
    pytest.param("Helen Marsh came to the gate. Otto Lind has warned the town.", "Otto Lind", id="the last sentence"),
    pytest.param("The crew of Helen Marsh has left. Otto Lind stayed.", "Otto Lind", id="not what hangs on of"),
]


@pytest.mark.parametrize(("sentence", "name"), INTRODUCED)
def test_a_bite_belongs_to_whom_the_sentence_before_is_about(sentence: str, name: str) -> None:
    """Subject or agent of the last sentence before a quotation that stands alone."""
    text = f'{sentence}\n\n"The bridge is safe now."'
    _, _, guesses = guess_last(text, [])
    best = guesses[0]

    assert (best.entity.display, best.rule) == (name, "introduced before")
    assert best.phrase is not None
    assert name in best.phrase.span.of(text)


PRESENTED = [
    pytest.param("That was Otto Lind.", id="that was"),
    pytest.param("Otto Lind there, explaining his plan.", id="there"),
]


@pytest.mark.parametrize("sentence", PRESENTED)
def test_a_bite_belongs_to_whom_the_sentence_behind_it_presents(sentence: str) -> None:
    """Even where somebody else stands in the sentence before."""
    reader = read_phrases(f'Helen Marsh has warned the town.\n\n"The bridge is safe now."\n\n{sentence}')
    guesses = guess_speaker(reader, fill_registry(reader), settings_of(reader)[-1], [])

    assert (guesses[0].entity.display, guesses[0].rule) == ("Otto Lind", "introduced after")


def test_who_spoke_just_before_goes_on_where_nobody_is_introduced() -> None:
    """Without an introduction the quotation of the paragraph before goes on."""
    text = 'Otto Lind came. It rained there. The gate broke. It froze.\n\n"The bridge is safe now."\n\n"It is, really."'
    _, _, guesses = guess_last(text, [(1, "Otto Lind")])

    assert (guesses[0].entity.display, guesses[0].rule) == ("Otto Lind", "goes on")


def test_nobody_is_guessed_out_of_nothing() -> None:
    """Where nobody is named there is no guess."""
    _, _, guesses = guess_last('It rained.\n\n"The bridge is safe now."', [])

    assert guesses == []


def test_shares_of_guesses_sum_to_one_at_most() -> None:
    """Something is always left for somebody whom the text does not name."""
    text = 'Otto Lind came. Helen Marsh met Peter Maddox. Mr Lind smiled.\n\n"Yes, of course."\n\n"The bridge is safe."'
    _, _, guesses = guess_last(text, [(1, "Otto Lind")])

    assert guesses
    assert sum(guess.share for guess in guesses) <= 1
    assert [guess.share for guess in guesses] == sorted((guess.share for guess in guesses), reverse=True)


def test_an_introduction_may_be_a_pronoun() -> None:
    """A pronoun that is the subject before a bite leads to whom it means."""
    reader = read_phrases('Otto Lind met Helen Marsh. Then she warned the town.\n\n"The bridge is safe now."')
    registry = fill_registry(reader)
    guesses = guess_from_introduction(reader, registry, settings_of(reader)[0], None)

    assert guesses[0].entity.display == "Helen Marsh"
