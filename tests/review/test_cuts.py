"""Turns that were split and joined: no word is lost, utterances and times go along."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.errors import CorrectionError
from quotes.model import Annotation, Document, DocumentInfo, Turn, Utterance, Word
from quotes.review.apply import apply_corrections
from quotes.review.cuts import cut_utterances
from quotes.spans import Span
from tests.review.review_editing import Editor, talk
from tests.review.review_samples import change, log

TEXT = "A: One 🚢 two.\r\nThree four.\r\nB: Five.\r\n"
FIRST, SECOND = Turn(start=0, end=26, label="A"), Turn(start=28, end=36, label="B")


def told() -> Annotation:
    """Return two turns, the first of which is one timed utterance in two lines."""
    utterances = (
        Utterance(spans=(Span(3, 13), Span(15, 26)), label="A", start_ms=0, end_ms=2_100),
        Utterance(spans=(Span(31, 36),), label="B", start_ms=3_000, end_ms=3_500),
    )
    info = DocumentInfo(format="labelled", utterances=utterances)
    return Annotation.of(Document(id="count", text=TEXT, info=info), turns=(FIRST, SECOND))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ([change("turn", "t28", {"end": 36}, None)], r"\[28, 36\) is in no turn any more: 'B: Five.'"),
        ([change("turn", "t0", {"end": 26}, {"end": 21})], r"\[21, 26\) is in no turn any more: 'four.'"),
        ([change("turn", "t0", {"end": 26}, {"end": 36})], "two turns overlap that did not before"),
        ([change("turn", "t28", {"start": 28}, {"start": 31})], r"\[28, 31\) is in no turn any more"),
    ],
    ids=["taken out", "cut off", "over the next", "begun late"],
)
def test_no_word_of_a_turn_is_lost_or_taken_twice(changes: list, reason: str) -> None:  # type: ignore[type-arg]
    """What leaves words without a turn is refused, with the words."""
    with pytest.raises(CorrectionError, match=reason):
        apply_corrections(told(), log(told(), ("turn", changes)))


def test_white_space_may_be_in_no_turn() -> None:
    """Between two halves stand only blanks and line ends."""
    rest = {**told().model_dump(mode="json")["turns"][0], "start": 15}
    changes = [change("turn", "t0", {"end": 26}, {"end": 13}), change("turn", "t15", None, rest)]
    corrected = apply_corrections(told(), log(told(), ("split-turn", changes))).annotation
    assert [(turn.start, turn.end) for turn in corrected.turns] == [(0, 13), (15, 26), (28, 36)]
    halves = [(one.spans, one.start_ms, one.end_ms) for one in corrected.document.utterances or ()]
    assert halves[:2] == [((Span(3, 13),), 0, 1_000), ((Span(15, 26),), 1_000, 2_100)]
    assert [(turn.start_ms, turn.end_ms) for turn in corrected.turns[:2]] == [(0, 1_000), (1_000, 2_100)]


@pytest.mark.parametrize(
    ("words", "halves"),
    [
        ((), [(0, 700), (700, 1_400)]),
        (
            (Word(start=0, end=3, start_ms=10, end_ms=300), Word(start=4, end=7, start_ms=500, end_ms=900)),
            [(0, 300), (500, 1_400)],
        ),
        ((Word(start=0, end=3, start_ms=10, end_ms=300),), [(0, 300), (700, 1_400)]),
    ],
    ids=["no timed words", "timed words", "one timed word"],
)
def test_halves_are_heard_when_their_words_are(words: tuple[Word, ...], halves: list[tuple[int, int]]) -> None:
    """Times of words come first; without them the time is shared out."""
    whole = Utterance(spans=(Span(0, 7),), start_ms=0, end_ms=1_400)
    parts = cut_utterances("One two", [whole], words, [4])
    assert [(part.start_ms, part.end_ms) for part in parts] == halves


@given(st.text("ab \r\n🚢", min_size=1, max_size=30), st.sets(st.integers(0, 30)))
def test_cut_utterances_hold_the_same_words_in_order(text: str, places: set[int]) -> None:
    """No character that is not blank is lost or doubled, and none goes on behind a place."""
    span = Span(0, len(text)).trim(text)
    if span.start == span.end:
        return
    parts = cut_utterances(text, [Utterance(spans=(span,), label="A")], [], places)
    said = "".join(each.of(text) for part in parts for each in part.spans)
    assert "".join(said.split()) == "".join(text.split())
    assert not any(part.spans[0].start < place < part.spans[-1].end for part in parts for place in places)
    assert {part.label for part in parts} == {"A"}


@given(st.data())
def test_whatever_is_done_to_turns_every_word_stays_in_one(data: st.DataObject) -> None:
    """Splits, joins and corrections in any order are applied; a second time nothing changes."""
    annotation = talk()
    editor = Editor(annotation, "ann")
    for _ in range(data.draw(st.integers(1, 8))):
        editor.step(data.draw)
    corrected = apply_corrections(annotation, editor.log()).annotation
    covered = [place for turn in corrected.turns for place in range(turn.start, turn.end)]
    assert len(covered) == len(set(covered))
    assert {place for place, char in enumerate(annotation.text or "") if not char.isspace()} <= set(covered)
    if editor.actions:
        assert apply_corrections(corrected, editor.log()).annotation == corrected or corrected == annotation
