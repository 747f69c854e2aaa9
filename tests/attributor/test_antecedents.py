"""Whom a source phrase means: names by the registry, pronouns by what was mentioned before."""

from __future__ import annotations

import math

import pytest
from attributor_samples import fill_registry, find_phrase, phrases_of, read_phrases

from quotes.attributor.reference import Antecedent, find_recent_phrases, resolve_phrase


def resolve(text: str, words: str, speaking: str | None = None) -> list[Antecedent]:
    """Resolve the last phrase of a text that reads ``words``."""
    reader = read_phrases(text)
    registry = fill_registry(reader)
    before = registry.find(find_phrase(reader, speaking, last=False)) if speaking is not None else None
    return resolve_phrase(reader, registry, find_phrase(reader, words), before)


MEANT = [
    pytest.param("Helen Marsh met Otto Lind. Then he smiled.", "he", "Otto Lind", id="he: the man"),
    pytest.param("Helen Marsh met Otto Lind. Then she smiled.", "she", "Helen Marsh", id="she: the woman"),
    pytest.param("Otto Lind met Peter Maddox. Then he smiled.", "he", "Otto Lind", id="he: the subject of two men"),
    pytest.param("Peter Maddox came. Otto Lind came. Then he smiled.", "he", "Otto Lind", id="he: the nearer"),
    pytest.param(
        "Norway, Chile and Japan met. Later they left.", "they", "Norway, Chile and Japan", id="they: countries"
    ),
    pytest.param("The engineers met Otto Lind. Later they left.", "they", "The engineers", id="they: people"),
    pytest.param("Otto Lind, who built it, left.", "who", "Otto Lind", id="who: the name before it"),
    pytest.param(
        "Otto Lind, who drove it for eleven years and who liked it, left.", "who", "Otto Lind", id="who: a second one"
    ),
    pytest.param(
        "Peter Maddox slept. As for Otto Lind, it rained. Then he smiled.",
        "he",
        "Otto Lind",
        id="he: the topic",
    ),
    pytest.param("A police spokesman came. Then he smiled.", "he", "A police spokesman", id="he: a described man"),
    pytest.param("The Foreign Ministry met Otto Lind. Later it left.", "it", "The Foreign Ministry", id="it: a body"),
    pytest.param("Helen Marsh came.\n\nIt rained.\n\nThen she smiled.", "she", "Helen Marsh", id="over paragraphs"),
    pytest.param("Otto Lind said Peter Maddox had seen him. Then he smiled.", "he", "Otto Lind", id="he: who reported"),
    pytest.param(
        "A bus driver said his employer had told him. Then he smiled.", "he", "A bus driver", id="he: not his employer"
    ),
    pytest.param(
        "The woman with the dog sat down. Then she smiled.", "she", "The woman with the dog", id="she: described"
    ),
    pytest.param("Artie Quill left. Then he smiled.", "he", "Artie Quill", id="he: a rare name tells little"),
    pytest.param("Helen Marsh was a patient woman. Then she smiled.", "she", "Helen Marsh", id="she: not what she is"),
]


@pytest.mark.parametrize(("text", "pronoun", "name"), MEANT)
def test_a_pronoun_means_who_agrees_with_it(text: str, pronoun: str, name: str) -> None:
    """Gender, number and sort agree; of several the subject and the nearer is likelier."""
    best, *_ = resolve(text, pronoun)

    assert best.entity.display == name
    assert (best.phrase.described or best.phrase.span).of(text) == name


NOBODY = [
    pytest.param("It rained. Then he smiled.", "he", id="nobody was named"),
    pytest.param("Helen Marsh came. Then he smiled.", "he", id="only a woman was named"),
    pytest.param("Peter Maddox came. Then she smiled.", "she", id="only a man was named"),
    pytest.param("It rained. Then they left.", "they", id="no group was named"),
    pytest.param("Helen Marsh came. " + "It rained there. " * 16 + "Then she smiled.", "she", id="too far away"),
    pytest.param("Then he smiled. Otto Lind came.", "he", id="named afterwards"),
]


@pytest.mark.parametrize(("text", "pronoun"), NOBODY)
def test_a_pronoun_without_anybody_who_agrees_means_nobody(text: str, pronoun: str) -> None:
    """Nobody is better than somebody wrong."""
    assert resolve(text, pronoun) == []


def test_i_means_the_narrator() -> None:
    """The first person singular of the narrator's words is the narrator."""
    (antecedent,) = resolve("Otto Lind came. Then I smiled.", "I")

    assert (antecedent.entity.kind, antecedent.probability) == ("narrator", 1.0)


def test_a_name_means_its_bearer_for_sure() -> None:
    """Names are no guesses."""
    (antecedent,) = resolve("Otto Lind came. Then Mr Lind smiled.", "Mr Lind")

    assert (antecedent.entity.display, antecedent.probability) == ("Otto Lind", 1.0)


def test_shares_of_antecedents_sum_to_one() -> None:
    """Likeliest first, nobody twice, all of the probability given out."""
    found = resolve("Otto Lind met Peter Maddox. Otto Lind left. Mr Brandt came. Then he smiled.", "he")
    shares = [antecedent.probability for antecedent in found]

    assert shares == sorted(shares, reverse=True)
    assert math.isclose(sum(shares), 1.0)
    assert len({antecedent.entity.number for antecedent in found}) == len(found) == 3


def test_who_spoke_last_is_likelier() -> None:
    """The same pronoun leans towards the person who spoke before."""
    text = "Otto Lind met Peter Maddox. Then he smiled."

    def share(speaking: str | None) -> float:
        return next(a.probability for a in resolve(text, "he", speaking) if a.entity.display == "Peter Maddox")

    assert share("Peter Maddox") > share(None) > share("Otto Lind")


def test_recent_phrases_come_nearest_first_with_their_distance() -> None:
    """Distances are in sentences, over paragraphs too; what stands after the place is passed over."""
    text = "Otto Lind came.\n\nHelen Marsh came. Peter Maddox saw the gate. Then Ada Quill left."
    reader = read_phrases(text)
    place = find_phrase(reader, "Ada Quill")
    found = [(p.span.of(text), distance) for p, distance in find_recent_phrases(reader, 1, place.first)]

    assert found == [("the gate", 1), ("Peter Maddox", 1), ("Helen Marsh", 2), ("Otto Lind", 3)]


def test_every_antecedent_stands_in_the_text_before_the_pronoun() -> None:
    """What a pronoun stands for was mentioned before it."""
    text = "Otto Lind came. Helen Marsh met Mr Brandt. He smiled. She left. Then Peter Maddox came. He stayed."
    reader = read_phrases(text)
    registry = fill_registry(reader)

    for phrase in phrases_of(reader):
        if phrase.form == "pronoun":
            found = resolve_phrase(reader, registry, phrase, None)
            assert found
            assert all(antecedent.phrase.span.end <= phrase.span.start for antecedent in found)
