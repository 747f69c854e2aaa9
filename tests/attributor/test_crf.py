"""Fields over columns of numbers: look-ups, probabilities and best paths, against sums over every path there is."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.attributor.crf import (
    EDGE,
    OTHER,
    Field,
    Vocabulary,
    kind_of,
    load_field,
    number_weights,
    read_weights,
    template_name,
    write_weights,
)
from quotes.errors import LexiconError

np = pytest.importorskip("numpy")

LABELS = ("O", "B", "I")
WEIGHTS = st.floats(-3, 3, allow_nan=False)


@st.composite
def fields(draw: st.DrawFn) -> Field:
    """A field of three labels with any transitions; its scores are given, not looked up."""
    return Field(LABELS, {}, {}, {one: {other: draw(WEIGHTS) for other in LABELS} for one in LABELS})


CHAINS = st.lists(st.lists(st.tuples(WEIGHTS, WEIGHTS, WEIGHTS), min_size=1, max_size=4), min_size=1, max_size=4)


def weigh(field: Field, scores: list[tuple[float, float, float]], path: tuple[int, ...]) -> float:
    """Add up a path through one chain."""
    moves = sum(float(field.transitions[one, other]) for one, other in itertools.pairwise(path))
    return moves + sum(row[label] for row, label in zip(scores, path, strict=True))


@given(fields(), CHAINS)
def test_marginals_are_sums_over_all_paths(field: Field, chains: list[list[tuple[float, float, float]]]) -> None:
    """The probability of a label on a row is the share of all paths that go through it, chains of any lengths."""
    found = field.marginals(np.array([row for chain in chains for row in chain]), [len(chain) for chain in chains])
    row = 0
    for chain in chains:
        paths = list(itertools.product(range(3), repeat=len(chain)))
        powers = [math.exp(weigh(field, chain, path)) for path in paths]
        for place in range(len(chain)):
            for label in range(3):
                through = sum(power for path, power in zip(paths, powers, strict=True) if path[place] == label)
                assert found[row, label] == pytest.approx(through / sum(powers), abs=1e-9)
            row += 1


@given(fields(), CHAINS)
def test_the_best_path_is_best(field: Field, chains: list[list[tuple[float, float, float]]]) -> None:
    """No path through a chain weighs more than the one returned."""
    found = field.best_paths(np.array([row for chain in chains for row in chain]), [len(chain) for chain in chains])
    row = 0
    for chain in chains:
        path = tuple(int(label) for label in found[row : row + len(chain)])
        row += len(chain)
        best = max(weigh(field, chain, other) for other in itertools.product(range(3), repeat=len(chain)))
        assert weigh(field, chain, path) == pytest.approx(best)


def test_scores_are_sums_of_the_tables() -> None:
    """A row gets the weights of every template that knows its combination of values, and of no other."""
    tables = {"word": {"say": {"B": 2.0}}, "word word+1": {"say of": {"I": 0.5}, f"{OTHER} {EDGE}": {"O": 4.0}}}
    words = {"word": ["say", "of"]}
    weights = {name: number_weights(LABELS, words, name, told) for name, told in tables.items()}
    field = Field(LABELS, words, weights, {label: {} for label in LABELS})
    say, of, other, edge = 2, 3, 1, 0
    columns = {"word": np.array([say, of, other]), "word+1": np.array([of, other, edge])}
    assert field.score(columns).tolist() == [[0.0, 2.0, 0.5], [0.0, 0.0, 0.0], [4.0, 0.0, 0.0]]


def test_no_chains_have_no_labels() -> None:
    """An empty document is no special case."""
    field = Field(LABELS, {}, {}, {label: {} for label in LABELS})
    assert field.marginals(np.zeros((0, 3)), []).shape == (0, 3)
    assert field.best_paths(np.zeros((0, 3)), []).tolist() == []


def test_a_vocabulary_knows_edge_and_other() -> None:
    """What is never listed is the other; the edge has a number of its own."""
    words = Vocabulary(["say", OTHER])
    assert [words.number(word) for word in (EDGE, OTHER, "say", "zorble")] == [0, 1, 2, 1]
    assert len(words) == 3


@pytest.mark.parametrize(
    ("column", "kind"), [("lemma", "lemma"), ("lemma-2", "lemma"), ("tag+1", "tag"), ("band@cue", "band")]
)
def test_a_column_has_the_values_of_its_kind(column: str, kind: str) -> None:
    """A neighbour's column, or a cue's, holds the same sort of values."""
    assert kind_of(column) == kind


def test_a_template_is_named_by_its_columns() -> None:
    """The name leads back to the columns."""
    assert template_name(("side", "tag+1")).split(" ") == ["side", "tag+1"]


@pytest.mark.parametrize("name", ["ranker.json", "no_such_file.json"])
def test_a_file_without_a_field_is_refused(name: str) -> None:
    """Weights of another kind, or none, are an error that names the file."""
    with pytest.raises(LexiconError, match=name):
        load_field(name)


@pytest.mark.parametrize(("name", "labels"), [("cue_field.json", 3), ("frame_field.json", 6)])
def test_the_fields_of_the_package_load(name: str, labels: int) -> None:
    """Both fields ship with the package."""
    assert len(load_field(name).labels) == labels


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("nothing", {}),
        ("one word", {"say": {"B": 1.25}}),
        ("both words and the edge", {"say": {"B": 1.25, "O": -0.5}, "of": {"I": 0.01}, EDGE: {"O": -3.0}}),
    ],
)
def test_weights_are_read_as_they_were_written(label: str, told: dict[str, dict[str, float]]) -> None:
    """A file holds codes as steps and weights as hundredths, in base 64, and both come back."""
    weights = number_weights(LABELS, {"word": ["say", "of"]}, "word", told)
    again = read_weights(LABELS, write_weights(LABELS, weights))
    assert again.codes.tolist() == weights.codes.tolist(), label
    assert again.rows.tolist() == weights.rows.tolist(), label


def test_a_label_with_too_few_weights_is_an_error() -> None:
    """A damaged file is not read as another one."""
    written = write_weights(LABELS, number_weights(LABELS, {"word": ["say", "of"]}, "word", {"say": {"B": 1.25}}))
    short = {**written, "codes": ""}
    with pytest.raises(ValueError, match="codes"):
        read_weights(LABELS, short)
    with pytest.raises(ValueError, match=r"[Bb]ase64"):
        read_weights(LABELS, {**written, "O": "5 6"})
