"""Sentences as chains."""

from __future__ import annotations

import pytest

from quotes.attributor.chains import LONGEST_CHAIN, read_chains
from quotes.language.passages import Passage
from tests.attributor.attributor_samples import make_units


def read(tagged: str) -> list[list[str]]:
    """Read the chains of a passage, each unit by its word, a quoted stretch as Q."""
    units, _, _ = make_units(tagged)
    quoted = tuple(place for place, unit in enumerate(units) if unit.is_quoted)
    passage = Passage(0, 0, 1, tuple(units), quoted)
    chains = list(read_chains(passage))
    for offset, chain in chains:
        assert passage.units[offset : offset + len(chain)] == chain
    return [["Q" if unit.is_quoted else unit.text for unit in chain] for _, chain in chains]


@pytest.mark.parametrize(
    ("tagged", "chains"),
    [
        ("He/PRP left/VBD ./. | She/PRP said/VBD so/RB ./.", [["He", "left", "."], ["She", "said", "so", "."]]),
        ("QUOTED he/PRP said/VBD ./. | QUOTED", [["Q", "he", "said", ".", "Q"]]),
        ("QUOTED | He/PRP said/VBD so/RB ./.", [["Q", "He", "said", "so", "."]]),
        ("He/PRP left/VBD ./. | QUOTED | She/PRP ran/VBD ./.", [["He", "left", ".", "Q"], ["She", "ran", "."]]),
        ("QUOTED ./. | QUOTED", []),
        ("", []),
    ],
    ids=["two sentences", "quoted after", "quoted before", "quoted between goes back", "nothing told", "nothing"],
)
def test_quoted_sentences_go_with_their_neighbour(tagged: str, chains: list[list[str]]) -> None:
    """A sentence that is nothing but a quoted stretch is no chain of its own."""
    assert read(tagged) == chains


def test_a_chain_has_an_end() -> None:
    """What runs on without a stop is cut, and nothing is lost."""
    chains = read(" ".join(["a/DT"] * (2 * LONGEST_CHAIN + 1)))
    assert [len(chain) for chain in chains] == [LONGEST_CHAIN, LONGEST_CHAIN, 1]
