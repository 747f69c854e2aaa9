"""Dialogue, decided conversation by conversation: turns, answers, the narrator's I, and how far it may reach."""

from __future__ import annotations

import gc

from attributor_samples import read_phrases, settings_of
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.attributor.attribution import attribute, fill_registry
from quotes.attributor.dialogue import Verdict, decide_lines
from quotes.attributor.dialogue_form import is_conversation
from quotes.attributor.lines import Line, gather_lines
from quotes.attributor.ranking import rank_sources
from quotes.language.layout import read_layout
from quotes.people.registry import Registry
from quotes.segmenter import find_quotations

SAID = ("The boat is leaving.", "Let it leave, then.", "You always say so.", "I am always right.", "Never on a Sunday.")
TAGGED = ('"Are you coming?" asked Helen.', '"In a minute," said Peter.')


def read(text: str) -> tuple[Registry, list[Line]]:
    """Gather the lines of a text."""
    reader = read_phrases(text)
    registry = Registry(text)
    fill_registry(reader, registry)
    return registry, list(gather_lines(reader, registry, rank_sources(reader, settings_of(reader))))


def decide(text: str) -> tuple[Registry, list[Verdict]]:
    """Decide the lines of a text."""
    registry, lines = read(text)
    return registry, list(decide_lines(registry, lines))


def name_speakers(text: str) -> list[str | None]:
    """Name the likeliest speaker of each line."""
    registry, verdicts = decide(text)
    return [registry.entities[verdict.shares[0][0]].display if verdict.shares else None for verdict in verdicts]


def write_dialogue(lines: int, *, tag_every: int = 10) -> str:
    """Write a dialogue of Helen and Peter in turn; two lines in every ``tag_every`` say so."""
    told = []
    for number in range(lines):
        words, speaker = SAID[number % len(SAID)], ("Helen", "Peter")[number % 2]
        told.append(f'"{words[:-1]}," said {speaker}.' if number % tag_every < 2 else f'"{words}"')
    return "\n\n".join(told)


def test_two_speakers_take_turns() -> None:
    """Untagged lines after two tagged ones go to and fro."""
    text = "\n\n".join([*TAGGED, *(f'"{words}"' for words in (*SAID, *SAID[:3]))])

    assert name_speakers(text) == ["Helen", "Peter"] * 5


def test_a_tag_in_the_middle_sets_the_turns_right() -> None:
    """Where one of the two speaks twice and the text says so, the turns go on from there."""
    lines = [
        *TAGGED,
        '"The boat is leaving."',
        '"And the tide is turning," said Helen.',
        '"Let it turn."',
        '"So be it."',
    ]

    assert name_speakers("\n\n".join(lines))[3:] == ["Helen", "Peter", "Helen"]


def test_who_is_addressed_answers() -> None:
    """A line that calls a third person by name is answered by them, not by whose turn it would be."""
    text = "\n\n".join(
        [
            "Peter sat in the boat. Helen and Otto stood on the quay.",
            '"The boat is leaving," said Helen.',
            '"Let it leave," said Otto.',
            '"What do you think, Peter?" asked Helen.',
            '"I think it will rain."',
            '"It will," said Otto.',
        ]
    )

    assert name_speakers(text) == ["Helen", "Otto", "Helen", "Peter", "Otto"]


def test_nobody_calls_themselves_by_name() -> None:
    """The person whom a line addresses does not say it."""
    registry, verdicts = decide('Otto met Helen. Then Otto smiled.\n\n"Are you coming?"\n\n"In a minute, Otto."')
    (called,) = (verdict for verdict in verdicts if verdict.line.called)
    shares = {registry.entities[number].display: share for number, share in called.shares}

    assert [registry.entities[number].display for number in called.line.called] == ["Otto"]
    assert 4 * shares["Otto"] < shares["Helen"]


def test_the_narrator_takes_turns_too() -> None:
    """In a story told by an I the lines that "I said" are the narrator's, and so are their turns without a tag."""
    text = "\n\n".join(
        [
            "I met Helen on the quay and I told her that I was late. I was cold and I had lost my hat.",
            TAGGED[0],
            '"In a minute," I said.',
            '"The boat is leaving," said Helen.',
            '"Let it leave, then," I said.',
            '"You always say so."',
            '"I am always right."',
        ]
    )
    registry, verdicts = decide(text)
    narrator = registry.known_narrator()

    assert narrator is not None
    assert narrator.kind == "narrator"
    assert [verdict.shares[0][0] == narrator.number for verdict in verdicts] == [False, True] * 3


def test_a_story_without_an_i_has_no_narrator() -> None:
    """I inside the marks is whoever speaks."""
    registry, verdicts = decide("\n\n".join([*TAGGED, '"I am late."', '"So am I."']))

    assert registry.known_narrator() is None
    assert verdicts


def test_nobody_is_invented() -> None:
    """Where no person is named there is no candidate, no speaker, and the evidence says so."""
    text = "\n\n".join(['"Are you coming?"', '"In a minute or two."', '"The boat leaves now."', '"Let it leave."'] * 2)
    paragraphs = read_layout(text).paragraphs
    attributed = attribute(text, paragraphs, find_quotations(text, paragraphs), min_confidence=0.0)

    assert is_conversation(read_phrases(text))
    assert {verdict.shares for verdict in decide(text)[1]} == {()}
    assert attributed.registry.entities == []
    for quotation in attributed.quotations:
        assert (quotation.speaker, quotation.candidates) == (None, ())
        assert "no source" in {evidence.rule for evidence in quotation.evidence}


def test_who_is_named_only_later_is_no_early_candidate() -> None:
    """People come into question where they are named near the line, not because the book names them somewhere."""
    text = "\n\n".join([*TAGGED, *(f'"{words}"' for words in SAID), "It rained. " * 150, "Then Otto Lind came home."])
    registry, verdicts = decide(text)

    assert [registry.entities[n].display for n, _ in sorted(verdicts[2].shares)] == ["Helen", "Peter"]


# -- laws

_LINES = st.sampled_from(
    [
        *TAGGED,
        *('"The boat is leaving."', '"Let it leave, Peter."', '"Never," she said, "on a Sunday."', '"Go!" I said.'),
        *("It rained on the quay.", "Otto Lind shut the door.", '"Well?" asked the old pilot.', '"Yes." "No."'),
    ]
)


@given(lines=st.lists(_LINES, max_size=14))
@settings(max_examples=30, deadline=None)
def test_shares_of_a_line_sum_to_one_at_most(lines: list[str]) -> None:
    """A line's candidates share out most of one whole, likeliest first, the same at every run; the rest is nobody's."""
    text = "\n\n".join(lines)
    registry, verdicts = decide(text)

    for verdict in verdicts:
        shares = [share for _, share in verdict.shares]
        assert sorted(number for number, _ in verdict.shares) == sorted(verdict.line.candidates)
        assert shares == sorted(shares, reverse=True)
        assert not shares or 0.0 < sum(shares) <= 1.0 + 1e-9
        assert all(0 <= number < len(registry.entities) for number, _ in verdict.shares)
    assert [verdict.shares for verdict in verdicts] == [verdict.shares for verdict in decide(text)[1]]


@given(lines=st.lists(_LINES, min_size=1, max_size=14))
@settings(max_examples=20, deadline=None)
def test_every_quotation_is_in_one_line(lines: list[str]) -> None:
    """Lines hold all the quotations that somebody said, each once and in order."""
    text = "\n\n".join(lines)
    _, found = read(text)
    reader = read_phrases(text)
    inside = [decision.setting.index for line in found for decision in line.decisions]

    assert inside == [setting.index for setting in settings_of(reader)]


# -- confidence


def test_a_tagged_line_is_surer_than_one_that_only_follows() -> None:
    """Confidence falls where nothing but the turn tells who speaks."""
    text = "\n\n".join([*TAGGED, *(f'"{words}"' for words in SAID)])
    shares = [verdict.shares[0][1] for verdict in decide(text)[1]]

    assert min(shares[:2]) > max(shares[3:])


# -- long conversations


def test_a_long_conversation_is_decided_piece_by_piece() -> None:
    """Two thousand lines: only those that bear on each other are kept, few candidates, every turn right."""
    text = write_dialogue(2000)
    reader = read_phrases(text)
    registry = Registry(text)
    fill_registry(reader, registry)
    names: list[str] = []
    most_alive = 0
    for verdict in decide_lines(registry, gather_lines(reader, registry, rank_sources(reader, settings_of(reader)))):
        assert len(verdict.line.candidates) <= 16
        if len(names) % 100 == 0:
            most_alive = max(most_alive, sum(isinstance(value, Line) for value in gc.get_objects()))
        names.append(registry.entities[verdict.shares[0][0]].display)

    assert names == ["Helen", "Peter"] * 1000
    assert most_alive <= 2 * 424


def test_a_crowd_is_no_more_than_a_few_candidates() -> None:
    """However many people are about, a line has a bounded number of candidates, the one named last first."""
    given_names = ["Helen", "Peter", "Otto", "Ada", "Mary", "John", "Anna", "James", "Clara", "Henry"]
    surnames = ["Marsh", "Lind", "Quill", "Maddox", "Solano"]
    people = [f"{one} {other}" for other in surnames for one in given_names]
    text = "\n\n".join([*(f"{person} came to the quay." for person in people), '"The boat is leaving."'])
    registry, (line,) = read(text)
    names = [registry.entities[number].display for number in line.candidates]

    assert len(registry.entities) == len(people)
    assert len(names) <= 16
    assert names[:9] == people[:-10:-1]


def test_the_cut_of_a_long_conversation_does_not_show() -> None:
    """Where a long conversation is decided in pieces, the turns go on over the cut."""
    names = name_speakers(write_dialogue(430, tag_every=30))

    assert names == ["Helen", "Peter"] * 215
