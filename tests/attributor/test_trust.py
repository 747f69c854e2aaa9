"""How far the speaker of a line is trusted: less where a page tells little of its people."""

from __future__ import annotations

import pytest
from attributor_samples import read_phrases, settings_of
from hypothesis import given
from hypothesis import strategies as st

import quotes
from quotes.attributor.attribution import fill_registry
from quotes.attributor.dialogue import Verdict, decide_lines
from quotes.attributor.lines import gather_lines
from quotes.attributor.ranking import rank_sources
from quotes.attributor.trust import count_tags, load_trust, trust
from quotes.people.registry import Registry

NUMBERS = st.floats(-40.0, 40.0, allow_nan=False)

ONE_KNOWN = """"Is the pump mended?"

"It is, and the hose as well."

"Then we can start," said Brannock.

"Not before the others are here."

"How many are coming?"

"Four, or five. Ask him."
"""

BOTH_TAGGED = """"Is the pump mended?" asked Ottoline.

"It is, and the hose as well," said Brannock.

"Then we can start," said Ottoline.

"Not before the others are here," said Brannock.

"How many are coming?" asked Ottoline.

"Four, or five. Ask him."
"""


def decide(text: str) -> list[Verdict]:
    """Decide the lines of a text that is told in dialogue."""
    reader = read_phrases(text)
    registry = Registry(text)
    fill_registry(reader, registry, is_story=True)
    return list(decide_lines(registry, gather_lines(reader, registry, rank_sources(reader, settings_of(reader)))))


@given(st.dictionaries(st.text(max_size=5), NUMBERS), st.dictionaries(st.text(max_size=5), NUMBERS))
def test_trust_is_never_certainty(signs: dict[str, float], weights: dict[str, float]) -> None:
    """Whatever the signs say, the share stays a probability that leaves room for doubt."""
    assert 0.0 < trust(signs, weights) < 1.0


def test_a_line_that_only_follows_is_trusted_less_where_one_person_is_known() -> None:
    """With one name on the page, the lines of everybody else are not given to it with confidence."""
    lone = [verdict.shares[0][1] for verdict in decide(ONE_KNOWN)]
    both = [verdict.shares[0][1] for verdict in decide(BOTH_TAGGED)]

    assert max(lone[3:]) < 0.7
    assert lone[2] > max(lone[3:])
    assert both[-1] > max(lone[3:])


def test_signs_are_told_for_every_line_with_candidates() -> None:
    """A verdict keeps what its confidence rests on, and nothing without a weight is counted."""
    verdicts = decide(BOTH_TAGGED)

    assert all(verdict.signs for verdict in verdicts if verdict.shares)
    assert {name for verdict in verdicts for name in verdict.signs} & load_trust().keys()


def test_tags_are_counted_for_each_person() -> None:
    """Of six lines five name their speaker, three of them one and two the other."""
    assert sorted(count_tags(verdict.line for verdict in decide(BOTH_TAGGED)).values()) == [2, 3]


@pytest.mark.parametrize("words", ["Darling", "My dear", "Sweetheart"])
def test_a_word_of_endearment_is_nobody_s_name(words: str) -> None:
    """What somebody is called by out of fondness does not become a speaker."""
    text = f'"{words}, do sit down."\n\n"I would rather stand," I said.\n\n"{words}, you look ill," said Ottoline.\n'
    annotation = quotes.annotate(text)

    assert all(words.split()[-1].lower() not in (speaker.name or "").lower() for speaker in annotation.speakers)


@pytest.mark.parametrize("tag", ["they said together", "the girls said", "both of them cried"])
def test_what_several_say_is_given_to_no_one_of_them(tag: str) -> None:
    """A line that "they" say is not the next speaker's by the order of turns."""
    text = BOTH_TAGGED.replace(
        '"Four, or five. Ask him."', f'"Four, or five. Ask him," {tag}.\n\n"I will," said Brannock.'
    )
    annotation = quotes.annotate(text)
    (line,) = (
        each for each in annotation.quotations if "Four" in annotation.text[each.spans[0].start : each.spans[0].end]
    )
    named = {speaker.id: speaker.name for speaker in annotation.speakers}

    assert named.get(line.speaker or "") not in ("Ottoline", "Brannock")
