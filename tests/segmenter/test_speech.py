"""Speech or not, with the reason; direct or mixed."""

from __future__ import annotations

import pytest

from quotes.language.layout import read_layout
from quotes.segmenter import find_quotations

NOT_SPEECH = [
    ("song", 'She closed the evening with the song "Harbour Lights," and the hall stood up.', "title of a work"),
    ("film", 'He first appeared in the film "The Long Frost" as a lamplighter.', "title of a work"),
    ("nickname", 'Dale "The Wall" Hobbs signed for the club on Friday.', "nickname"),
    ("called", 'It is a process called "slow firing" in the trade.', "term"),
    ("known as", 'The valley, known as "Little Norway" to walkers, was closed.', "term"),
    ("scare quotes", 'Those "experts" have never seen the place.', None),
    ("word as a word", 'The word "harbour" occurs nine times in the letter.', "term"),
    ("code", 'Set the field "user_name" before the call.', "program text"),
    ("handle", 'She changed the name of the account to "SallowWATCH" for a week.', "name"),
    ("example behind such as", 'He played in clubs such as "Harbour" for years.', None),
    ("account", 'The post came from an account named "SallowWatch" on Monday.', None),
]

SPEECH = [
    ("one word and its attribution", '"No," she said.', "direct"),
    ("a question", '"Why?" he asked.', "direct"),
    ("alone in its paragraph", 'The keeper was asked about it.\n\n"Never again."\n\nHe went home.', "direct"),
    ("lead-in", 'The mayor said: "We will rebuild the pier."', "direct"),
    ("attribution behind", '"We will rebuild the pier," said the mayor.', "direct"),
    ("small beginning in a clause", 'She called the plan "a gift to people who have never fished" and left.', "mixed"),
    ("behind that", 'He said that "nobody in the village was asked about it" by the county.', "mixed"),
    ("whole sentence behind that", 'He said that "Nobody in the village was asked about it."', "direct"),
    (
        "one word in a reporting clause",
        'The minister condemned the move as a "flagrant breach" of the treaty.',
        "mixed",
    ),
    (
        "sound bite behind no more than its language",
        'Norwegian, then translated "We have sent nothing to either side."',
        "direct",
    ),
]


@pytest.mark.parametrize(("text", "reason"), [pytest.param(*case[1:], id=case[0]) for case in NOT_SPEECH])
def test_marked_words_that_nobody_speaks_are_other_with_a_reason(text: str, reason: str | None) -> None:
    """Titles, names and terms are kept as kind other and say why."""
    (quotation,) = find_quotations(text, read_layout(text).paragraphs)

    assert quotation.kind == "other"
    assert quotation.reason is not None
    assert reason is None or quotation.reason == reason


@pytest.mark.parametrize(("text", "kind"), [pytest.param(*case[1:], id=case[0]) for case in SPEECH])
def test_speech_is_direct_or_mixed(text: str, kind: str) -> None:
    """Words that stand as an utterance are direct; words inside the narrator's clause are mixed."""
    (quotation,) = find_quotations(text, read_layout(text).paragraphs)

    assert quotation.kind == kind


def test_titles_in_a_row_are_judged_together() -> None:
    """What holds for most of a list holds for all of it."""
    text = 'She wrote the songs "Harbour Lights", "Low Water" and "Oh, Sallow Point" in a year.'

    assert {quotation.kind for quotation in find_quotations(text, read_layout(text).paragraphs)} == {"other"}


def test_other_languages_are_judged_by_shape() -> None:
    """A clause in guillemets is speech, two words without a stop are a term."""
    text = "« Une barque ne vaut pas un pont », explique-t-elle. Le « vieux pont » est fermé."
    paragraphs = read_layout(text).paragraphs

    assert [quotation.kind for quotation in find_quotations(text, paragraphs, language="fr")] == ["direct", "other"]
