"""Own weights that choose the source of a quotation: from the library, the commands, the configuration, a batch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quotes import annotate, read_source_weights
from quotes.attributor.ranking import load_calibration, load_weights
from quotes.batch import run_batch
from quotes.config import load_config
from quotes.errors import LexiconError
from tests.conftest import RunQuotes

TEXT = '"The bridge is safe now," said Ada Quill. Later Peter Maddox came in.'
KNOWS_NOTHING: dict[str, Any] = {"schema": "quotes weights 1", "weights": {"never met": 5.0}}
RECORD = json.dumps({"id": "a", "text": TEXT}).encode()


def write(folder: Path, content: object, place: str = "attributor/data/ranker.json") -> Path:
    """Write a weights file where ``quotes train --out`` does, and return the folder."""
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return folder


def write_shipped(folder: Path) -> Path:
    """Write the weights that ship."""
    curve = {str(before): share for before, share in load_calibration()}
    return write(folder, {**KNOWS_NOTHING, "weights": dict(load_weights()), "calibration": curve})


def choice_in(data: dict[str, Any]) -> float:
    """How likely the ranker found the source of the first quotation."""
    evidence = data["quotations"][0]["evidence"]
    (found,) = [each["weight"] for each in evidence if each["rule"] == "source phrase"]
    return float(found)


KNOWING_NOTHING = pytest.approx(1 / 3, abs=0.001)
"""Two phrases and nobody, equally likely."""


@pytest.mark.parametrize("place", ["attributor/data/ranker.json", "ranker.json"])
def test_own_weights_decide(place: str, tmp_path: Path) -> None:
    """To weights that know nothing all phrases and nobody are the same; those that ship know the subject of "said"."""
    own = read_source_weights(write(tmp_path, KNOWS_NOTHING, place))

    assert choice_in(annotate(TEXT).model_dump(mode="json")) > 0.9
    assert choice_in(annotate(TEXT, weights=own).model_dump(mode="json")) == KNOWING_NOTHING


def test_the_file_itself_may_be_named(tmp_path: Path) -> None:
    """A folder and the file in it give the same."""
    write(tmp_path, KNOWS_NOTHING)

    assert read_source_weights(tmp_path) == read_source_weights(tmp_path / "attributor" / "data" / "ranker.json")


def test_the_shipped_weights_from_a_file_change_nothing(tmp_path: Path) -> None:
    """What is read from a file weighs as what is read from the package."""
    own = read_source_weights(write_shipped(tmp_path))

    assert annotate(TEXT, weights=own) == annotate(TEXT)


def test_a_file_that_was_changed_is_read_anew(tmp_path: Path) -> None:
    """Weights made again in the same place count from the next reading on."""
    first = read_source_weights(write(tmp_path, KNOWS_NOTHING))
    second = read_source_weights(write_shipped(tmp_path))

    assert len(second.facts.weights) > len(first.facts.weights)


FAULTS = [
    pytest.param("{", "no JSON", id="no JSON"),
    pytest.param("[]", "schema", id="a list"),
    pytest.param('{"weights": {"a": 1}}', "schema", id="no schema"),
    pytest.param('{"schema": "quotes weights 1"}', "it has no weights", id="no weights"),
    pytest.param('{"schema": "quotes weights 1", "weights": {"a": "1"}}', "no table of names", id="words"),
    pytest.param('{"schema": "quotes weights 1", "weights": {"a": true}}', "no table of names", id="truth"),
    pytest.param('{"schema": "quotes weights 1", "weights": {"a": 1}, "calibration": {"x": 1}}', "curve|cali", id="x"),
    pytest.param(
        '{"schema": "quotes weights 1", "weights": {"a": 1}, "calibration": {"0.5": 2}}', "probabilities", id="two"
    ),
]


@pytest.mark.parametrize(("content", "reason"), FAULTS)
def test_a_file_that_holds_none_is_refused(content: str, reason: str, tmp_path: Path) -> None:
    """The error names the file and what is wrong."""
    path = tmp_path / "ranker.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(LexiconError, match=reason) as caught:
        read_source_weights(path)
    assert caught.value.path == str(path)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    """It is said how to make some."""
    with pytest.raises(LexiconError, match="quotes train --out"):
        read_source_weights(tmp_path)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_batch_takes_them_to_its_workers(workers: int, tmp_path: Path) -> None:
    """In this process and in others, the same."""
    own = str(write(tmp_path, KNOWS_NOTHING))
    (shipped,), (outcome,) = (list(run_batch([RECORD], weights=w, workers=workers)) for w in (None, own))

    assert choice_in(json.loads(shipped.data)) > 0.9
    assert choice_in(json.loads(outcome.data)) == KNOWING_NOTHING


def test_a_batch_does_not_begin_without_the_weights_it_was_given(tmp_path: Path) -> None:
    """No document becomes an error record for a fault that is not its own."""
    with pytest.raises(LexiconError):
        list(run_batch([RECORD], weights=str(tmp_path)))


def test_commands_and_configuration_take_them(run_quotes: RunQuotes, tmp_path: Path) -> None:
    """Option, variable and file; a path in the file is seen from the file."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    write(tmp_path / "own", KNOWS_NOTHING)
    shipped = run_quotes("annotate", "a.txt", "--format", "json")
    given = run_quotes("annotate", "a.txt", "--format", "json", "--weights", "own")
    refused = run_quotes("annotate", "a.txt", "--weights", "a.txt")
    (tmp_path / "quotes.toml").write_text('weights = "own"\n', encoding="utf-8")
    configured = run_quotes("annotate", str(tmp_path / "a.txt"), "--format", "json")

    assert choice_in(json.loads(shipped.stdout)) > 0.9
    assert choice_in(json.loads(given.stdout)) == KNOWING_NOTHING
    assert choice_in(json.loads(configured.stdout)) == KNOWING_NOTHING
    assert load_config(tmp_path, {}).config.weights == str(tmp_path / "own")
    assert load_config(tmp_path, {"QUOTES_WEIGHTS": "x"}).config.weights == "x"
    assert refused.returncode != 0
    assert b"a.txt: this is no JSON" in refused.stderr
    assert b"Traceback" not in refused.stderr
