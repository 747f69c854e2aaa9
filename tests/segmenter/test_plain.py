"""Speakers are looked for in a text whose marks are written the ordinary way."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mark_spoiling import CLEAN_STORY, STYLES, plain_name, write
from messy_texts import make_messy_text

from quotes import annotate
from quotes.language.layout import read_layout
from quotes.model import Annotation
from quotes.segmenter import segment_text
from quotes.segmenter.plain import PlainText


def _plain(text: str) -> str:
    return PlainText(text, segment_text(text, read_layout(text).paragraphs).edits).text


@pytest.mark.parametrize(
    ("label", "text", "plain"),
    [
        ("ordinary straight marks stay", '"I don\'t," he said.', '"I don\'t," he said.'),
        ("ordinary curly marks stay", "“I don’t,” he said.", "“I don’t,” he said."),
        ("ordinary inner marks stay", "“He said ‘no’ to us,” she said.", "“He said ‘no’ to us,” she said."),
        ("entities", "&ldquo;I don&rsquo;t,&rdquo; he said.", "“I don’t,” he said."),
        ("two apostrophes", "''I don't,'' he said.", "“I don't,” he said."),
        ("decoded wrongly", "â€œI donâ€™t,â€\u009d he said.", "“I don’t,” he said."),
        ("spaces inside", '" I know, " he said.', "“I know,” he said."),
        ("turned the wrong way", "”I know,“ he said.", "“I know,” he said."),
        ("British marks", "'I don't,' he said. 'I \"may\".'", "“I don't,” he said. “I ‘may’.”"),
        ("a lost closer before its attribution", '"It was poor, said Saboia.', '"It was poor,” said Saboia.'),
        ("a lost opener", 'She said, It was poor."', 'She said, “It was poor."'),
        ("measures stay", "He is 6' 2\" tall, “but thin,” she said.", "He is 6' 2\" tall, “but thin,” she said."),
    ],
)
def test_marks_are_written_the_ordinary_way(label: str, text: str, plain: str) -> None:
    """What is out of the ordinary is written as “ ”, ‘ ’ and ’; everything else stays."""
    assert _plain(text) == plain, label


def _find_speakers(annotation: Annotation) -> list[set[str]]:
    named = (annotation.speaker(quotation.speaker) for quotation in annotation.quotations if quotation.is_speech)
    return [{plain_name(name) for name in (s.name or "", *s.aliases)} if s else set() for s in named]


@pytest.mark.parametrize("name", sorted(STYLES))
def test_how_marks_look_changes_no_speaker(name: str) -> None:
    """The same people say the same words, however the marks are written."""
    wanted = _find_speakers(annotate(write(CLEAN_STORY, STYLES["straight"]).text))

    assert _find_speakers(annotate(write(CLEAN_STORY, STYLES[name]).text)) == wanted


@pytest.mark.parametrize("name", sorted(STYLES))
def test_evidence_stands_in_the_document(name: str) -> None:
    """Sources, cues, mentions and the words of evidence are found where the document has them."""
    text = write(CLEAN_STORY, STYLES[name]).text
    annotation = annotate(text)

    single = [e for q in annotation.quotations for e in q.evidence if len(e.spans) == 1 and e.rule != "marks"]
    assert single
    assert all(evidence.words == evidence.spans[0].of(text) for evidence in single if evidence.words)
    assert all(text[mention.start : mention.end].strip() for mention in annotation.mentions)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1 << 32))
@example(478012)  # a report of nothing but a mark that was put in
def test_any_mess_is_attributed(seed: int) -> None:
    """Whatever the marks, an annotation comes out whose stretches lie in the text."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, nothing secret
    text = "\n\n".join(make_messy_text(chance) for _ in range(20))
    annotation = annotate(text)

    assert all(span.end <= len(text) for quotation in annotation.quotations for span in quotation.spans)
