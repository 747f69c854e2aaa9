"""The linter of marks: each rule finds what it is for, and clean texts have no findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from mark_spoiling import CLEAN_STORY, write
from mark_spoiling import STYLES as WAYS

from quotes.language.layout import read_layout
from quotes.segmenter.check import RULES, check_marks


def _check(text: str, **options: float) -> list[tuple[int, str]]:
    found = check_marks(text, read_layout(text).paragraphs, **options)
    return [(finding.start, finding.rule) for finding in found]


CASES = [
    ('"Go," he said. "Now.', [(15, "lost-closer")]),
    ('It was poor," said Ann.', [(12, "lost-opener")]),
    ("“Go,“ he said. “Now,” he said.", [(4, "wrong-way")]),
    ('“Go,” he said. “Now.” "Or never."', [(22, "mixed-styles")]),
    ("“Go,” he said. “I don’t. I can’t. It isn't.”", [(40, "mixed-styles")]),
    ("\"Go,'' he said.", [(4, "two-as-one")]),
    ("``Go,'' he said.", [(0, "two-as-one"), (5, "two-as-one")]),
    ('" Go," he said.', [(0, "spaced-mark")]),
    ("â€œGo,” he said.", [(0, "mojibake")]),
    ("caf\ufffd au lait", [(3, "mojibake")]),
    ("&ldquo;Go,” he said.", [(0, "escaped-mark")]),
    ('"Go," he said.', []),
    ("‘I don’t,’ he said.", []),
    ("« Oui », dit-il.", []),
    ("„Geh“, sagte er.", []),
    ("He is 5'10\" tall.", []),
    ('name = "Bob"', []),
    ("The ‘old’ house. “Yes,” she said. “No,” he said.", []),
    ("Nothing was said.", []),
]


@pytest.mark.parametrize(("text", "findings"), CASES)
def test_each_rule_finds_its_fault(text: str, findings: list[tuple[int, str]]) -> None:
    """The place is that of the mark."""
    assert _check(text) == findings


def test_what_is_doubtful_is_told_at_the_confidence_asked_for() -> None:
    """Nothing is certain enough for 1; everything is for 0."""
    assert _check('He said " Go now " and left', min_mark_confidence=1.0)[0][1] in ("spaced-mark", "uncertain")
    assert "uncertain" not in {rule for _, rule in _check('a " b', min_mark_confidence=0.0)}


@pytest.mark.parametrize(
    "way", ["straight", "curly", "curly with straight apostrophes", "British curly", "guillemets", "low and high"]
)
def test_consistent_texts_have_no_findings(way: str) -> None:
    """Any style is right as long as it is one."""
    assert _check(write(CLEAN_STORY, WAYS[way]).text) == []


def test_every_rule_of_a_finding_is_listed(corpus: Path) -> None:
    """Findings name rules that are explained."""
    for path in corpus.glob("*/text.txt"):
        text = path.read_bytes().decode("utf-8", errors="replace")
        for finding in check_marks(text, read_layout(text).paragraphs):
            assert finding.rule in RULES
            assert 0 <= finding.start <= finding.end <= len(text)


def test_a_confidence_that_is_none_is_refused() -> None:
    """A probability lies between 0 and 1."""
    with pytest.raises(ValueError, match="probability"):
        _check("a", min_mark_confidence=2.0)
