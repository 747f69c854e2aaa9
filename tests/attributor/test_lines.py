"""The lines of a dialogue: which quotations make one, what their surroundings tell, how they follow each other."""

from __future__ import annotations

import math

import pytest
from attributor_samples import read_phrases, settings_of

from quotes.attributor.attribution import fill_registry
from quotes.attributor.line_features import TURNS, describe_candidates, name_context, name_turn
from quotes.attributor.lines import Line, gather_lines
from quotes.attributor.ranking import rank_sources
from quotes.people.registry import Registry

TAGGED = ('"Are you coming?" asked Helen.', '"In a minute," said Peter.')
LONG_TALK = [*TAGGED, *TAGGED, *TAGGED]


def read(text: str) -> tuple[Registry, list[Line]]:
    """Gather the lines of a text."""
    reader = read_phrases(text)
    registry = Registry(text)
    fill_registry(reader, registry)
    return registry, list(gather_lines(reader, registry, rank_sources(reader, settings_of(reader))))


def signs_of(registry: Registry, line: Line, name: str) -> set[str]:
    """Return what is noted of the person of that name."""
    (number,) = (entity.number for entity in registry.entities if entity.display == name)
    return line.signs.get(number, set())


def test_the_quotations_of_one_paragraph_are_one_line() -> None:
    """Who begins a paragraph goes on in it."""
    _, (first, second) = read('"Come in," said Helen. "It rains." She laughed. "Sit down."\n\n"Thank you."')

    assert (len(first.decisions), len(second.decisions)) == (3, 1)
    assert (first.paragraph, first.last, second.paragraph) == (0, 0, 1)


GAPS = [
    pytest.param(0, "next", id="line after line"),
    pytest.param(1, "after one", id="a paragraph of the narrator's"),
    pytest.param(4, "later", id="a few of them"),
    pytest.param(5, "first", id="more of them"),
    pytest.param(40, "first", id="a chapter"),
]


@pytest.mark.parametrize(("paragraphs", "gap"), GAPS)
def test_a_conversation_ends_where_the_narrator_goes_on(paragraphs: int, gap: str) -> None:
    """Up to four paragraphs without a line do not part a conversation."""
    between = ["The road was wet and empty all night."] * paragraphs
    _, lines = read("\n\n".join([TAGGED[0], *between, TAGGED[1]]))

    assert [line.gap for line in lines] == ["first", gap]


SORTS = [
    pytest.param('"In a minute," said Peter.', "name", id="name"),
    pytest.param('"In a minute," he said.', "pronoun", id="pronoun"),
    pytest.param('"In a minute," I said.', "I", id="narrator"),
    pytest.param('"In a minute or two."', "none", id="nothing"),
]


@pytest.mark.parametrize(("line", "sort"), SORTS)
def test_a_line_tells_what_names_its_source(line: str, sort: str) -> None:
    """A name, a pronoun, I, or nothing."""
    _, (_, last) = read(f'Helen met Peter.\n\n"Are you coming?" asked Helen.\n\n{line}')

    assert last.sort == sort


ACTING = [
    pytest.param('Helen laughed. "In a minute."', "ahead of it", id="before the words"),
    pytest.param('"In a minute." Helen laughed.', "behind it", id="after the words"),
    pytest.param('Then Helen laughed.\n\n"In a minute."', "before", id="in the paragraph before"),
    pytest.param('"In a minute."\n\nHelen laughed.', "after", id="in the paragraph after"),
]


@pytest.mark.parametrize(("text", "where"), ACTING)
def test_who_acts_beside_a_line_is_noted(text: str, where: str) -> None:
    """The subject nearest to a line often speaks it."""
    registry, lines = read("\n\n".join([*LONG_TALK, text]))
    signs = signs_of(registry, lines[-1], "Helen")

    assert {where, f"acts {where}", f"acts nearest {where}"} <= signs


BEATS = [
    pytest.param('He shook his head. "In a minute."', ("acts nearest ahead of it", "male"), id="he"),
    pytest.param('Her eyes were wet. "In a minute."', ("acts nearest ahead of it", "female"), id="her eyes"),
    pytest.param('"In a minute." I sat down.', ("acts nearest behind it", "I"), id="I"),
]


@pytest.mark.parametrize(("line", "told"), BEATS)
def test_a_pronoun_beside_a_line_tells_a_gender(line: str, told: tuple[str, str]) -> None:
    """An act of him or her beside a line tells the gender of the speaker, though it is no tag."""
    _, lines = read("\n\n".join([*LONG_TALK, line]))

    assert told in lines[-1].genders


def test_who_is_called_and_who_is_spoken_of_are_told_apart() -> None:
    """Between commas a name calls somebody; inside a sentence it speaks of them."""
    registry, lines = read("\n\n".join([*LONG_TALK, '"I have seen Peter, Helen."', '"Where?"']))
    names = {entity.number: entity.display for entity in registry.entities}

    assert [names[number] for number in lines[-2].called] == ["Helen"]
    assert {names[number] for number in lines[-2].spoken_of} == {"Peter"}
    assert "called -1" in signs_of(registry, lines[-1], "Helen")
    assert "spoken of -1" in signs_of(registry, lines[-1], "Peter")
    assert "called itself" in signs_of(registry, lines[-2], "Helen")


@pytest.mark.parametrize(
    ("words", "gender"), [("Yes, sir.", "male"), ("No, madam, never.", "female"), ("Yes, indeed.", None)]
)
def test_a_word_of_address_tells_a_gender(words: str, gender: str | None) -> None:
    """Sir is said to a man."""
    _, lines = read("\n\n".join([*LONG_TALK, f'"{words}"']))

    assert lines[-1].addressed == gender


def test_a_name_inside_the_words_of_a_stranger_is_nobody() -> None:
    """A capitalised word that the narrator never uses of a person is not looked up."""
    _, lines = read("\n\n".join([*LONG_TALK, '"I have been to Xanadu."']))

    assert lines[-1].spoken_of == set()


def test_features_of_a_candidate_are_finite_and_begin_with_what_names_the_source() -> None:
    """Every candidate has a row; names of features say beside which sort of tag they count."""
    registry, lines = read("\n\n".join([*LONG_TALK, '"In a minute," he said.', '"The boat is leaving."']))

    for line in lines:
        rows = describe_candidates(registry, line)
        assert len(rows) == len(line.candidates)
        assert all(math.isfinite(value) for row in rows for value in row.values())
        assert all(
            name.startswith(f"{line.sort}: ") or name in ("named", "somebody else named")
            for row in rows
            for name in row
        )


def test_gender_speaks_for_whom_a_pronoun_fits() -> None:
    """Beside "he said" a man is right and a woman is wrong."""
    registry, lines = read("\n\n".join([*LONG_TALK, '"In a minute," he said.']))
    names = {entity.number: entity.display for entity in registry.entities}
    rows = dict(zip((names[n] for n in lines[-1].candidates), describe_candidates(registry, lines[-1]), strict=True))

    assert any(name.endswith(": right") and "pronoun surely" in name for name in rows["Peter"])
    assert any(name.endswith(": wrong") and "pronoun surely" in name for name in rows["Helen"])


def test_a_turn_is_named_by_what_it_hangs_on() -> None:
    """The name of a turn tells the tag of the line and how near the lines before are."""
    _, lines = read("\n\n".join([*TAGGED, '"The boat is leaving."']))
    context = name_context(lines[2], lines[1])

    assert context == "turn, none, next, next"
    assert len({name_turn(context, turn) for turn in TURNS}) == len(TURNS)
    assert name_context(lines[1], lines[0]) == "turn, name, next, later"


def test_two_who_are_named_in_one_paragraph_speak_two_lines() -> None:
    """A paragraph is one line unless names beside its quotations tell otherwise."""
    registry, lines = read(
        "\n\n".join([*LONG_TALK, '"Now," said Helen. "Never," said Peter. "Never ever," said Peter.'])
    )

    assert [len(line.decisions) for line in lines[-2:]] == [1, 2]
    assert [registry.entities[line.tagged].display for line in lines[-2:]] == ["Helen", "Peter"]


def test_whatever_speaks_in_a_story_is_somebody() -> None:
    """A fox that says something is described like a person; what is no agent is not."""
    _, lines = read("\n\n".join([*LONG_TALK, '"Go home," said the fox.', '"Yes," was the answer of the evening.']))

    assert lines[-2].noun == "fox"
    assert not lines[-1].noun
