"""Learning a field from columns of numbers."""

from __future__ import annotations

import pytest

from quotes.training.field import Learnt, Rows, fit_field

np = pytest.importorskip("numpy")
pytest.importorskip("scipy", reason="only training needs sparse tables")


def learn(words: list[list[int]], labels: list[list[int]], *, rare: int = 1, l1: float = 0.1) -> Learnt:
    """Learn from chains of words and their labels, one template: the word."""
    rows = Rows(
        [np.array([word for chain in words for word in chain])],
        np.array([len(chain) for chain in words]),
        np.array([label for chain in labels for label in chain]),
    )
    return fit_field(rows, 2, rare=rare, l1=l1)


def test_a_word_that_tells_its_label_weighs_for_it() -> None:
    """Word 7 is always label 1, word 3 always label 0."""
    ((codes, weights),) = learn([[7, 3], [3, 7], [7]] * 20, [[1, 0], [0, 1], [1]] * 20).tables
    assert codes.tolist() == [3, 7]
    assert weights[0, 0] > weights[0, 1] and weights[1, 1] > weights[1, 0]


def test_what_follows_what_is_learnt() -> None:
    """Where words tell nothing, the order of labels does: 1 never follows 1."""
    moves = learn([[5, 5, 5, 5]] * 40, [[0, 1, 0, 1], [1, 0, 1, 0]] * 20).transitions
    assert moves[1, 1] < moves[1, 0] and moves[0, 0] < moves[0, 1]


def test_what_is_rare_has_no_weight() -> None:
    """A combination seen less often than asked is not in the table."""
    ((codes, _),) = learn([[7, 3], [7, 9]] * 10 + [[8]], [[1, 0], [1, 0]] * 10 + [[1]], rare=2).tables
    assert codes.tolist() == [3, 7, 9]


def test_a_strong_penalty_leaves_nothing() -> None:
    """Everything is drawn to nought."""
    ((_, weights),) = learn([[7, 3]] * 10, [[1, 0]] * 10, l1=1e6).tables
    assert not weights.any()


def test_the_same_rows_teach_the_same() -> None:
    """Two runs give the same numbers."""
    one, other = (learn([[7, 3], [3], [7]] * 10, [[1, 0], [0], [1]] * 10) for _ in range(2))
    assert one.tables[0][1].tobytes() == other.tables[0][1].tobytes()
    assert one.transitions.tobytes() == other.transitions.tobytes()
