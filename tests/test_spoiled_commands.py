"""Commands that are given spoiled files: they do their work or say what is wrong, and never break down."""

from __future__ import annotations

import random

import pytest

from tests.benchmarks.fuzz_commands import HOSTILE, call, make_targets, run

MOST_SECONDS = 10.0
"""Of processor time, for one call: far more than any needs, so that a slow machine does not matter."""


def test_spoiled_files_do_no_command_harm() -> None:
    """Annotations, corrections, rosters, house rules, records, transcripts, pages and selectors of a fixed seed."""
    chance = random.Random(11)  # noqa: S311 - repeatable, nothing secret
    assert list(run(chance, 130, most_seconds=MOST_SECONDS)) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_lines_are_records(name: str) -> None:
    """What broke some program once is a line of a batch like any other."""
    assert call(make_targets()["batch"], HOSTILE[name], most_seconds=MOST_SECONDS) is None
