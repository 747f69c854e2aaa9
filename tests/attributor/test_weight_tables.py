"""Weights of many templates looked up side by side are those each would give by itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.attributor import weight_tables
from quotes.attributor.weight_tables import Template, WeightTables

SIZES = {"a": 3, "b": 4, "c": 2}


@st.composite
def fields(draw: st.DrawFn) -> tuple[list[tuple[tuple[str, ...], dict[int, list[float]]]], dict[str, list[int]]]:
    """Draw templates with the weights of some codes, and the values of some rows."""
    names = st.lists(st.sampled_from(sorted(SIZES)), min_size=1, max_size=3).map(tuple)
    weights = st.lists(st.integers(-9, 9).map(float), min_size=2, max_size=2)
    templates = []
    for columns in draw(st.lists(names, min_size=1, max_size=5)):
        most = int(np.prod([SIZES[column] for column in columns]))
        templates.append((columns, draw(st.dictionaries(st.integers(0, most - 1), weights, max_size=4))))
    count = draw(st.integers(0, 7))
    values = {
        name: draw(st.lists(st.integers(0, size - 1), min_size=count, max_size=count)) for name, size in SIZES.items()
    }
    return templates, values


@settings(max_examples=60)
@given(fields(), st.sampled_from([0, 5, 400_000]))
def test_each_row_has_the_sum_of_its_weights(drawn, most_indexed: int) -> None:  # type: ignore[no-untyped-def]
    """Whether codes are indexed or searched, a combination that is not known weighs nothing."""
    templates, values = drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weight_tables, "_MOST_INDEXED", most_indexed)
        tables = WeightTables(
            [
                Template(
                    columns,
                    tuple(SIZES[column] for column in columns),
                    np.array(sorted(known), dtype=np.int64),
                    np.array([known[code] for code in sorted(known)]).reshape(-1, 2),
                )
                for columns, known in templates
            ],
            2,
        )
    expected = np.zeros((len(values["a"]), 2))
    for row in range(len(expected)):
        for columns, known in templates:
            code = 0
            for column in columns:
                code = code * SIZES[column] + values[column][row]
            expected[row] += known.get(code, [0.0, 0.0])

    found = tables.score({name: np.array(numbers, dtype=np.int64) for name, numbers in values.items()})

    assert found.tolist() == expected.tolist()


def test_many_rows_are_the_same_as_few_at_a_time() -> None:
    """Rows are looked up in parts; where a part ends does not matter."""
    tables = WeightTables([Template(("a",), (3,), np.array([2]), np.array([[1.0, 5.0]]))], 2)
    numbers = np.arange(2500) % 3

    whole = tables.score({"a": numbers})

    assert whole.shape == (2500, 2)
    assert (whole[:, 1] == np.where(numbers == 2, 5.0, 0.0)).all()
