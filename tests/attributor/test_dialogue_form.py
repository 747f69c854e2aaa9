"""A page of a story and a page of a report are told from each other, however short."""

from __future__ import annotations

import pytest
from attributor_samples import read_phrases
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.attributor.dialogue_form import describe_form, is_conversation
from quotes.language.layout import read_layout
from quotes.segmenter import find_quotations

BEATS = """Hedda put the lamp on the sill. "You might have knocked."

"I did knock."

Rasmus shook the rain from his hat and hung it on the hook behind the door. "Twice, if you want to know."

"And nobody answered?"

She did not turn round.

"Nobody ever does," he said.
"""

REPORT = """The pier will stay shut until May, the harbour board said on Monday, after divers found cracks in two piles.

Hedda Lomax, who leads the board, said the damage was "worse than anybody had feared". "We cannot take the risk of
opening it for the regatta," she said. "Nobody wants to hear that, and I do not want to say it."

Traders on the front were angry. Rasmus Vell, who sells ice cream from a kiosk by the gate, said that he would lose
"a third of the year" and that the board had "known about it since the autumn".

The board denies this. In a statement it said that the first report, in October, "found no cause for alarm".
"""

BROADCAST = """The pier has been shut for a week. Hedda Lomax of the harbour board says it was the only thing to do.

"We found cracks. You don't open a pier with cracks."

Traders are worried. Rasmus Vell sells ice cream by the gate.

"I have nothing to live on until May."

The board says that it will pay something, but it does not say how much.

"We have to see. We are not a bank."
"""

ONE_PARAGRAPH = """“The stairs are shut,” said Hedda Lomax, the harbour engineer. She told the board that nobody should
climb them. “They are wood,” her son Rasmus wrote in a letter, “and wood gives way.”
"""

PAGES = [
    pytest.param(ONE_PARAGRAPH, False, id="one paragraph, which tells no form"),
    pytest.param(BEATS, True, id="lines with what people do beside them"),
    pytest.param(REPORT, False, id="a report with quotations in its sentences"),
    pytest.param(BROADCAST, False, id="sound bites that stand alone behind a narrator's words"),
]


@pytest.mark.parametrize(("text", "expected"), PAGES)
def test_a_story_is_told_from_a_report(text: str, expected: bool) -> None:
    """A hundred words are enough."""
    assert is_conversation(read_phrases(text)) == expected


@settings(max_examples=40)
@given(st.text(alphabet='"“”.,!? \nIyou', max_size=120))
def test_any_text_has_signs_or_none(text: str) -> None:
    """Signs are finite numbers, whatever the text; where there are too few quotations there are none."""
    paragraphs = read_layout(text).paragraphs
    signs = describe_form(text, paragraphs, find_quotations(text, paragraphs))

    assert signs is None or all(abs(value) < 1e6 for value in signs.values())
