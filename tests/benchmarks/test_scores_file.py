"""The file of scores: sections that were not measured again are kept, word for word."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def scores() -> ModuleType:
    """The generator, loaded from its file."""
    spec = importlib.util.spec_from_file_location("scores", Path(__file__).with_name("scores.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_sections_come_back_as_written(scores: ModuleType) -> None:
    """Reading what was joined gives the same sections in the same order."""
    sections = {"corpus": "## One\n\n| a |", "news": "```text\nP 0.5\n```"}

    assert list(scores.read_sections(scores.join_sections(sections)).items()) == list(sections.items())


def test_a_report_is_set_in_this_projects_words(scores: ModuleType) -> None:
    """Counts stay whole, rates have three decimals, and other words are translated."""
    assert scores.show_report({"spans": {"P": 0.5, "gold": 12}}) == "spans      precision 0.500  reference 12"


def test_every_pinned_figure_exists(scores: ModuleType) -> None:
    """Each figure that has a floor, or a column, is one the report gives."""
    from quotes.evaluation import EvaluationReport

    assert {*scores.PINNED, *(key for _, key in scores.COLUMNS)} <= EvaluationReport().figures().keys()
