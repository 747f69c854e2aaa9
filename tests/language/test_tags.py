"""Parts of speech."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.language.tags import Tagger, tag_words


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("The mayor said she would resign .", "DT NN VBD PRP MD VB .", id="plain"),
        pytest.param("“ No , ” said Ilse Varga .", "`` UH , '' VBD NNP NNP .", id="inverted"),
        pytest.param("They do n't agree with his report .", "PRP VBP RB VB IN PRP$ NN .", id="negation"),
        pytest.param("THE MAYOR SAID SHE WOULD RESIGN .", "DT NN VBD PRP MD VB .", id="capitals"),
        pytest.param("It ’s late .", "PRP VBZ JJ .", id="curly clitic"),
        pytest.param("Her sister forbade it .", "PRP$ NN VBD PRP .", id="a past form that is no noun, behind a noun"),
        pytest.param("Ada Varga disagreed .", "NNP NNP VBD .", id="a past form that is no noun, behind a name"),
        pytest.param("A broken promise was kept .", "DT JJ NN VBD VBN .", id="a participle"),
        pytest.param("Kimberly Varga left .", "NNP NNP VBD .", id="a given name that ends as adverbs do"),
        pytest.param("Then Hamish Varga left .", "RB NNP NNP VBD .", id="a given name that ends as adjectives do"),
        pytest.param("Strand disagreed .", "NNP VBD .", id="a name nobody has seen that ends as adverbs do"),
        pytest.param("Meanwhile he came .", "RB PRP VBD .", id="an adverb with a capital"),
        pytest.param("Will you come ?", "MD PRP VB .", id="a given name that is an ordinary word"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_tags(sentence: str, expected: str) -> None:
    """Common sentences have the tags a reader would give them."""
    assert " ".join(tag_words(sentence.split())) == expected


def test_context_decides_between_the_tags_of_a_word() -> None:
    """A noun after an article, a verb after a pronoun."""
    assert tag_words(["They", "report", "that"])[1] == "VBP"
    assert tag_words(["A", "report", "that"])[1] == "NN"


def test_only_the_best_tags_are_compared() -> None:
    """With one candidate the context has no say; with two it has."""
    weights = {"w run": {"NN": 1.0, "VB": 0.9}, "t TO": {"VB": 5.0}}
    known = {"to": "TO"}
    assert Tagger(weights, known, most=1).tag(["to", "run"]) == ["TO", "NN"]
    assert Tagger(weights, known, most=2).tag(["to", "run"]) == ["TO", "VB"]


def test_a_word_has_none_but_the_tags_it_may_have() -> None:
    """Weights choose between the tags of a form, and a name is one only with a capital."""
    weights = {"bias": {"NN": 5.0, "NNP": 0.0, "VBD": 1.0, "VBN": 0.0}, "t MD": {"VBN": 3.0}}
    tagger = Tagger(weights, {"has": "MD"}, forms={"kept": ["VBD", "VBN"]}, names={"ada"})

    assert tagger.tag(["kept", "has", "kept"]) == ["VBD", "MD", "VBN"]
    assert tagger.tag(["Ada", "ada", "ADA"]) == ["NNP", "NN", "NN"]


def test_a_tagger_forgets_when_it_has_seen_many_words() -> None:
    """Tags do not depend on what was tagged before, however much that was."""
    tagger = Tagger({"bias": {"NN": 1.0}, "h Xx": {"NNP": 2.0}}, {})
    many = [f"word{number}" for number in range(30_000)]
    assert tagger.tag(["Anna"]) == ["NNP"]
    assert set(tagger.tag(many)) == {"NN"}
    assert tagger.tag(["Anna"]) == ["NNP"]


@given(st.lists(st.text(min_size=1, max_size=8), max_size=20))
def test_every_word_has_a_tag(words: list[str]) -> None:
    """Whatever the words are, there is one tag for each."""
    tags = tag_words(words)
    assert len(tags) == len(words)
    assert all(tags)
