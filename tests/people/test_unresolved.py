"""Whoever a pronoun means that the document does not tell."""

from __future__ import annotations

from quotes.language.layout import read_layout
from quotes.language.passages import PassageReader
from quotes.people.phrases import Phrase, find_phrases
from quotes.people.registry import Registry


def pronouns_of(text: str, head: str) -> list[Phrase]:
    """Find the phrases of a text that are one pronoun, in order."""
    reader = PassageReader(text, read_layout(text).paragraphs, ())
    phrases = [phrase for index in range(len(reader)) for phrase in find_phrases(text, reader.passage(index))]
    return [phrase for phrase in phrases if phrase.head == head]


def test_a_pronoun_that_nothing_tells_is_one_nameless_person_a_paragraph() -> None:
    """Inside a paragraph the same pronoun means the same person; in the next it may be somebody else."""
    text = "It rained. She left. She came back.\n\nThen she left again."
    registry = Registry(text)
    hers = [registry.unresolved(phrase) for phrase in pronouns_of(text, "she")]

    assert hers[0] is hers[1]
    assert hers[0] is not hers[2]


def test_a_nameless_person_is_called_nothing_but_unnamed() -> None:
    """There is no name, no alias and no mention; the gender is what the pronoun tells."""
    text = "It rained. Then he left."
    registry = Registry(text)
    speaker = registry.speaker(registry.unresolved(*pronouns_of(text, "he")), "s1")

    assert (speaker.kind, speaker.name, speaker.aliases, speaker.gender) == ("unnamed", None, (), "male")
    assert speaker.display_name == "unnamed speaker"
