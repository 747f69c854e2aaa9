"""Words at the edge of a turn change sides where the text says so, and nowhere else."""

from __future__ import annotations

import pytest

from quotes.diarizer.align import Alignment, align
from quotes.model import Document, DocumentInfo, Utterance, Word
from quotes.spans import Span

ASKED = "Did the ferry leave the harbour on time this morning?"
ANSWERED = "Yes, it left at seven, and nobody was left behind."


def document_of(*turns: tuple[int, str]) -> Document:
    """Build a document whose words last 300 milliseconds each, one after the other from the start of each turn."""
    text, words = "", []
    for start_ms, said in turns:
        for word in said.split():
            words.append(Word(start=len(text), end=len(text) + len(word), start_ms=start_ms, end_ms=start_ms + 300))
            text += word + " "
            start_ms += 300
    return Document(id="d", text=text, info=DocumentInfo(words=tuple(words)))


def joined(edge_ms: int, *, asked: str = ASKED, answered: str = ANSWERED, pause_ms: int = 600) -> Alignment:
    """Join a question and its answer with two segments whose edge is ``edge_ms`` after the end of the question."""
    asked_ms = 300 * len(asked.split())
    document = document_of((0, asked), (asked_ms + pause_ms, answered))
    end_ms = asked_ms + pause_ms + 300 * len(answered.split())
    segments = [
        Utterance(spans=(Span(0, 0),), label="A", start_ms=0, end_ms=asked_ms + edge_ms),
        Utterance(spans=(Span(0, 0),), label="B", start_ms=asked_ms + edge_ms, end_ms=end_ms),
    ]
    return align(document, segments, repair=True)


def said(alignment: Alignment) -> list[tuple[str | None, str]]:
    """Return label and words of each utterance."""
    document = alignment.document
    return [(each.label, each.spans[0].of(document.text)) for each in document.info.utterances or ()]


@pytest.mark.parametrize("edge_ms", [-600, -300, 0, 300, 600, 900, 1200])
def test_an_edge_that_is_off_is_put_between_question_and_answer(edge_ms: int) -> None:
    """Up to two words on the wrong side go over."""
    assert said(joined(edge_ms)) == [("A", ASKED), ("B", ANSWERED)]


def test_a_clean_edge_moves_nothing() -> None:
    """Where text and segments agree there is nothing to list."""
    assert joined(300).moves == ()


def test_a_move_says_what_went_where_and_why() -> None:
    """Its words, both voices, its time and a reason."""
    (move,) = joined(-600).moves
    assert (move.words, move.was, move.to, move.start_ms) == ("this morning?", "B", "A", 2400)
    assert move.reason == "they stand in a sentence that A began"


def test_words_that_begin_a_sentence_go_to_whoever_goes_on_with_it() -> None:
    """The reason is told from the other side."""
    (move,) = joined(1200).moves
    assert (move.words, move.was, move.to) == ("Yes, it", "A", "B")
    assert move.reason == "they begin a sentence that B goes on with"


def test_words_deep_in_a_turn_stay_where_they_are() -> None:
    """An edge in the midst of a long sentence is an interruption, for no end of a sentence is near it."""
    alignment = joined(
        0, asked="and then the keeper of the old light on the far side of the bay said that he", pause_ms=0
    )
    assert alignment.moves == ()


def test_without_marks_pauses_and_opening_words_decide() -> None:
    """A recogniser that writes neither capitals nor marks is repaired as well."""
    alignment = joined(-300, asked="did the ferry leave on time", answered="yes it left at seven", pause_ms=1200)
    assert said(alignment) == [("A", "did the ferry leave on time"), ("B", "yes it left at seven")]


def test_a_word_that_is_nobodys_stays_so() -> None:
    """The repair moves words between voices; it gives none to a voice that is far away."""
    document = document_of((0, "Go on."), (60_000, "Hm."), (120_000, "Yes."))
    segments = [
        Utterance(spans=(Span(0, 0),), label="A", start_ms=0, end_ms=700),
        Utterance(spans=(Span(0, 0),), label="B", start_ms=120_000, end_ms=120_400),
    ]
    words = align(document, segments, repair=True).document.info.words or ()
    assert [word.speaker for word in words] == ["A", "A", None, "B"]
