"""People without a name: how far a description reaches, and what the person is called by it."""

from __future__ import annotations

import pytest

from quotes.language.layout import read_layout
from quotes.language.passages import PassageReader
from quotes.people.phrases import Phrase, find_phrases
from quotes.people.registry import Registry


def find_phrase(text: str, words: str) -> Phrase:
    """Find the phrase of a text that reads ``words``."""
    reader = PassageReader(text, read_layout(text).paragraphs, ())
    found = [phrase for phrase in find_phrases(text, reader.passage(0)) if phrase.span.of(text) == words]
    assert found, f"{words!r} is no phrase here"
    return found[0]


REACHES = [
    pytest.param(
        "A driver on the night bus waved.", "A driver", "A driver on the night bus", id="prepositional phrase"
    ),
    pytest.param(
        "We met a woman walking two greyhounds.", "a woman", "a woman walking two greyhounds", id="present participle"
    ),
    pytest.param(
        "We met two officials briefed on the matter.",
        "two officials",
        "two officials briefed on the matter",
        id="past participle and preposition",
    ),
    pytest.param("A driver waved.", "A driver", None, id="nothing follows"),
    pytest.param("A driver waved on the night bus.", "A driver", None, id="a verb stands between"),
    pytest.param("A driver on Monday waved.", "A driver", None, id="a day says when, not who"),
    pytest.param("The night bus on the bridge stopped.", "The night bus", None, id="no person"),
]


@pytest.mark.parametrize(("text", "words", "described"), REACHES)
def test_a_description_reaches_over_what_says_more_of_the_person(text: str, words: str, described: str | None) -> None:
    """A preposition or a participle and its nouns belong to the description; verbs and days do not."""
    phrase = find_phrase(text, words)

    assert (phrase.described.of(text) if phrase.described is not None else None) == described


def test_a_title_alone_may_come_before_the_name() -> None:
    """A bare title means the only one who bears it soon after; a fuller description does not."""
    text = "The president left. The president of the union left. Later President Ada Quill came back."
    reader = PassageReader(text, read_layout(text).paragraphs, ())
    phrases = find_phrases(text, reader.passage(0))
    registry = Registry(text)
    for phrase in phrases:
        registry.observe(phrase)
    registry.settle()
    found = {phrase.span.of(text): registry.find(phrase) for phrase in phrases}

    assert found["The president"] is found["President Ada Quill"]
    assert found["The president of the union"] is not found["President Ada Quill"]


def test_a_described_person_is_called_by_the_whole_description() -> None:
    """The speaker's name is the description in full; its beginning alone is an alias."""
    text = "A driver on the night bus waved."
    registry = Registry(text)
    entity = registry.find(find_phrase(text, "A driver"))
    assert entity is not None
    speaker = registry.speaker(entity, "s1")

    assert (speaker.name, speaker.aliases, speaker.kind) == ("A driver on the night bus", ("A driver",), "described")


def test_whoever_is_introduced_with_more_words_is_called_by_them() -> None:
    """It does not matter which mention is asked for first."""
    text = "A driver on the night bus waved. The driver left."
    registry = Registry(text)
    later, first = registry.find(find_phrase(text, "The driver")), registry.find(find_phrase(text, "A driver"))

    assert later is first is not None
    assert first.display == "A driver on the night bus"
