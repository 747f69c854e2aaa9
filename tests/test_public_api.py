"""What ``import quotes`` offers, and what it costs."""

from __future__ import annotations

import ast
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import quotes
from quotes import errors


def test_all_names_are_sorted_and_loadable() -> None:
    """``__all__`` is in order, and each of its names comes from the home it is said to have."""
    assert quotes.__all__ == sorted(quotes.__all__)
    assert {name: getattr(quotes, name).__name__ for name in quotes.__all__} == {name: name for name in quotes.__all__}


def test_every_name_is_known_to_a_type_checker() -> None:
    """The imports for type checkers name exactly the public names."""
    tree = ast.parse(Path(quotes.__file__).read_text(encoding="utf-8"))
    branch = next(node for node in tree.body if isinstance(node, ast.If))
    names = [alias.name for node in branch.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(names) == quotes.__all__


def test_dir_lists_the_public_names() -> None:
    """An interactive shell completes the public names before they are loaded."""
    assert set(quotes.__all__) <= set(dir(quotes))


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name fails like in any module."""
    with pytest.raises(AttributeError, match="no attribute 'anotate'"):
        quotes.anotate  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import quotes", {"pydantic", "nltk", "jinja2", "click", "rich", "rapidfuzz", "json"}),
        ("import quotes.cli", {"pydantic", "nltk", "jinja2", "rich", "rapidfuzz", "numpy"}),
        ("import quotes.model", {"nltk", "jinja2", "rich", "numpy", "rapidfuzz"}),
        ("import quotes.pipeline", {"rich", "numpy", "scipy", "click"}),
    ],
    ids=["package", "command line", "model", "pipeline"],
)
def test_importing_loads_nothing_it_does_not_need(statement: str, absent: set[str]) -> None:
    """Libraries are loaded when they are first used."""
    code = f"import sys; {statement}; print(*(name for name in sys.modules if '.' not in name))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not absent & set(loaded)


@pytest.mark.parametrize("name", errors.__all__)
def test_errors_survive_pickling(name: str) -> None:
    """A worker process can hand an error back with its fields."""
    kind = getattr(errors, name)
    values = {
        "path": "a.txt",
        "line": 3,
        "document_id": "a",
        "span": (1, 2),
        "template": "t.html",
        "reason": "why",
        "action": 2,
        "limit": "max_bytes",
        "group": "quotes.stages",
        "name": "rules",
        "format": "srt",
    }
    error = kind(*(values[field] for field in kind._fields))
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (type(back), str(back), back.__dict__) == (kind, str(error), error.__dict__)


def test_a_text_goes_in_and_json_comes_out() -> None:
    """The three functions fit together."""
    annotation = quotes.annotate('"The dam held," said Ana Reyes.')
    assert json.loads(quotes.render(annotation, "json"))["text"] == annotation.text
