"""The gate: floors hold, and are only ever raised."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.errors import ReadError
from quotes.evaluation.baseline import Baseline, Shortfall, read_baseline, write_baseline

figures = st.dictionaries(st.sampled_from(["spans.f1", "other", "roles"]), st.none() | st.floats(0, 1))
floors = st.dictionaries(st.sampled_from(["spans.f1", "other", "roles"]), st.integers(0, 1000).map(lambda n: n / 1000))


@given(floors, figures)
def test_floors_are_never_lowered(before: dict[str, float], measured: dict[str, float | None]) -> None:
    """Raising the floors leaves every one at least as high as it was."""
    after = Baseline("a", before).raise_floors("b", measured).floors

    assert all(after[name] >= floor for name, floor in before.items())


@given(figures)
def test_figures_pass_their_own_floors(measured: dict[str, float | None]) -> None:
    """What was just pinned passes."""
    assert Baseline("a", {}).raise_floors("a", measured).find_shortfalls(measured) == ()


@pytest.mark.parametrize(
    ("measured", "found"),
    [
        pytest.param({"other": 0.8}, (), id="on the floor"),
        pytest.param({"other": 0.799}, (Shortfall("other", 0.8, 0.799),), id="below it"),
        pytest.param({"other": None}, (Shortfall("other", 0.8, None),), id="nothing left to divide by"),
        pytest.param({}, (Shortfall("other", 0.8, None),), id="the figure is gone"),
    ],
)
def test_find_shortfalls(measured: dict[str, float | None], found: tuple[Shortfall, ...]) -> None:
    """A figure that is below its floor, or gone, is named with both numbers."""
    assert Baseline("a", {"other": 0.8}).find_shortfalls(measured) == found


def test_a_baseline_is_read_as_written(tmp_path: Path) -> None:
    """Writing and reading give the same value."""
    baseline = Baseline("ab", {"other": 0.8})
    write_baseline(tmp_path / "b.json", baseline)

    assert read_baseline(tmp_path / "b.json") == baseline


@pytest.mark.parametrize("content", [pytest.param(b"[]", id="a list"), pytest.param(b"{", id="not JSON"), None])
def test_a_broken_baseline_is_named(tmp_path: Path, content: bytes | None) -> None:
    """The error names the file."""
    path = tmp_path / "b.json"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ReadError, match=r"b\.json"):
        read_baseline(path)
