"""What templates see."""

from __future__ import annotations

import pytest
from renderer_samples import article, broadcast

from quotes.errors import RenderError
from quotes.model import Annotation, Document, DocumentInfo, Quotation, Speaker, Utterance
from quotes.renderer.view import UNSURE_BELOW, view_of
from quotes.spans import Span


def one(text: str, *spans: Span, **fields: object) -> Annotation:
    """Return an annotation of one quotation by one speaker."""
    values = {"id": "q", "kind": "direct", "spans": spans, "speaker": "s", "confidence": 0.9} | fields
    quotation = Quotation(**values)  # type: ignore[arg-type]
    return Annotation.of(Document(id="d", text=text), quotations=(quotation,), speakers=(Speaker(id="s", name="Ana"),))


def test_speakers_are_numbered_by_how_often_they_are_quoted() -> None:
    """The most quoted is number 1; ties go to who speaks first."""
    names = [(speaker.number, speaker.name, speaker.quotation_count) for speaker in view_of(article()).speakers]

    assert names[:3] == [(1, "Marta Lindqvist", 2), (2, "one trader", 1), (3, "traders in the public gallery", 1)]


def test_quotations_come_in_reading_order_parents_first() -> None:
    """Order is by first character, a quotation before the one nested in it."""
    annotation = article()
    shuffled = Annotation.of(
        Document(id="d", text=annotation.text or ""),
        quotations=annotation.quotations[::-1],
        speakers=annotation.speakers,
    )

    assert [view.id for view in view_of(shuffled).quotations] == [view.id for view in view_of(annotation).quotations]


def test_spans_of_a_split_quotation_are_joined() -> None:
    """Words on both sides of the attribution make one line, which shows that something stands between them."""
    view = view_of(article()).quotations[1]

    assert view.words == (
        "We have run out of money and out of excuses, … Nobody on this council wanted to be here tonight."
    )
    assert len(view.paragraphs) == 1


def test_spans_in_several_paragraphs_stay_paragraphs() -> None:
    """A line end between two spans starts a paragraph."""
    view = next(view for view in view_of(article()).quotations if view.words.startswith("I came"))

    assert [paragraph[:12] for paragraph in view.paragraphs] == ["I came to th", "… Then they ", "You do not f"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("[Go,] said Ana, [and stay.]", "Go, … and stay.", id="an attribution"),
        pytest.param("[One.]”\n\n“[Two.]", "One. Two.", id="the next paragraph"),
        pytest.param("[One] — [two]", "One two", id="no word between"),
        pytest.param("[One] [laughter] [two]".replace("[laughter]", "(laughs)"), "One … two", id="a direction"),
    ],
)
def test_an_ellipsis_stands_for_words_that_are_left_out(text: str, words: str) -> None:
    """Only where words part two spans; marks, dashes and line ends are no words."""
    spans, plain = [], ""
    for part in text.split("["):
        inside, bracket, rest = part.partition("]")
        if bracket:
            spans.append(Span(len(plain), len(plain) + len(inside)))
        plain += inside + rest

    assert view_of(one(plain, *spans)).quotations[0].words == words


def test_numbers_of_captions_are_no_words() -> None:
    """A quotation over captions is whole: nobody says the numbers and times between its spans."""
    text = "One\n\n2\n00:01\ntwo"
    first, last = Span(0, 3), Span(13, 16)
    info = DocumentInfo(utterances=(Utterance(spans=(first,)), Utterance(spans=(last,))))
    quotation = Quotation(id="q", kind="direct", spans=(first, last))
    view = view_of(Annotation.of(Document(id="d", text=text, info=info), quotations=(quotation,)))

    assert view.quotations[0].words == "One two"


def test_a_hard_wrapped_quotation_is_one_paragraph() -> None:
    """A single line end inside a span is a space."""
    assert view_of(one("one\ntwo", Span(0, 7))).quotations[0].paragraphs == ("one two",)


def test_a_blank_line_inside_a_span_parts_paragraphs() -> None:
    """A span that covers a blank line holds two paragraphs."""
    assert view_of(one("one\r\n \r\ntwo", Span(0, 11))).quotations[0].paragraphs == ("one", "two")


def test_low_confidence_is_unsure_until_an_editor_settles_it() -> None:
    """Under the threshold a speaker is unsure; an accepted one is not."""
    low = UNSURE_BELOW - 0.01

    assert view_of(one("Go.", Span(0, 3), confidence=low)).quotations[0].is_unsure
    assert not view_of(one("Go.", Span(0, 3), confidence=low, status="accepted")).quotations[0].is_unsure
    assert not view_of(one("Go.", Span(0, 3), confidence=UNSURE_BELOW)).quotations[0].is_unsure


def test_rejected_quotations_are_not_reported() -> None:
    """What an editor rejected is in no list and in no count."""
    view = view_of(one("Go.", Span(0, 3), status="rejected"))

    assert view.reported == ()
    assert view.speakers == ()
    assert view.summary.quotations == 0


def test_the_runner_up_is_the_likeliest_other() -> None:
    """The named speaker is never the runner-up."""
    shame = view_of(article()).quotations[2]

    assert shame.runner_up is not None
    assert (shame.runner_up[0].name, shame.runner_up[1]) == ("Marta Lindqvist", 0.2)


def test_an_affiliation_is_not_said_twice() -> None:
    """An affiliation that role or name already holds is left out."""
    spokesperson = next(view for view in view_of(article()).speakers if "spokesperson" in view.name)

    assert spokesperson.standing is None


def test_the_narrator_is_not_listed_as_silent() -> None:
    """A narrator is nobody who is merely named."""
    assert view_of(broadcast()).silent == ()
    assert [speaker.name for speaker in view_of(article()).silent] == ["the engineers"]


def test_an_annotation_without_text_is_an_error() -> None:
    """Words cannot be shown without the text; the error says what to do."""
    bare = Annotation(id="d", sha256="0" * 64)

    with pytest.raises(RenderError, match="saved without its text"):
        view_of(bare)


def test_speakers_beside_each_other_have_different_inks() -> None:
    """The ninth speaker, who speaks right behind the first, does not look like the first."""
    order = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 0, 8]
    quotations = tuple(
        Quotation(id=f"q{place}", kind="direct", spans=(Span(place, place + 1),), speaker=f"s{who}", confidence=1)
        for place, who in enumerate(order)
    )
    speakers = tuple(Speaker(id=f"s{who}", name=f"Voice {who}") for who in range(9))
    view = view_of(Annotation.of(Document(id="d", text="x" * 18), quotations=quotations, speakers=speakers))
    looks = {speaker.name: speaker.look for speaker in view.speakers}

    assert looks["Voice 8"].hue not in {looks[name].hue for name in ("Voice 0", "Voice 7", "Voice 6")}
