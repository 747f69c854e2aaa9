"""Many people of one surname: who a bare name means, and that asking stays cheap."""

from __future__ import annotations

import time

import pytest

from quotes.people.chunks import Phrase
from quotes.people.names import parse_name
from quotes.people.registry import Registry
from quotes.spans import Span


def name_all(names: list[str]) -> Registry:
    """Settle who bears the names, observed one after another in a text of nothing else."""
    registry = Registry("; ".join(names))
    start = 0
    for name in names:
        span = Span(start, start + len(name))
        registry.observe(
            Phrase(0, 1, span, span, parse_name(name), None, "", "name", "person", False, None, False, (), 0, 0)
        )
        start = span.end + 2
    registry.settle()
    return registry


def test_of_two_namesakes_the_one_introduced_so_far_is_meant() -> None:
    """Before the second is named the bare name is the first's; then it is nobody's but its own."""
    registry = name_all(["Ada Quill", "Ivo Quill"])
    bare = parse_name("Quill")
    early, late = registry.find_person(bare, 5), registry.find_person(bare, 500)

    assert early is not None
    assert late is not None
    assert (early.display, late.display) == ("Ada Quill", "Quill")


def test_the_namesake_named_six_times_as_often_is_meant() -> None:
    """One mention of a brother does not take the name from somebody who is named all the time."""
    registry = name_all([*["Ada Quill"] * 6, "Ivo Quill"])
    found = registry.find_person(parse_name("Quill"), 500)

    assert found is not None
    assert found.display == "Ada Quill"


@pytest.mark.timed
def test_asking_for_a_name_that_many_bear_costs_little() -> None:
    """A list of 150 members of one surname, asked about twenty thousand times."""
    registry = name_all(
        [f"{chr(65 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}lo Quill" for i in range(3000)]
    )
    bare = parse_name("Quill")
    registry.find_person(bare, 0)
    start = time.process_time()
    for place in range(20_000):
        registry.find_person(bare, 50_000 + place)

    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("form", "meant"),
    [("Ms. Quill", "Ada Quill"), ("Ms. Quill-Marsh", "Ida Quill-Marsh"), ("Ms. Marsh", "Ida Quill-Marsh")],
)
def test_a_surname_means_who_bears_it_in_full(form: str, meant: str) -> None:
    """A side of a double surname counts only where nobody has the surname alone."""
    registry = name_all(["Ada Quill", "Ida Quill-Marsh", form])
    found = registry.find_person(parse_name(form), 500)

    assert found is not None
    assert found.display == meant
