"""The whole path for transcripts: labelled text and captions, their turns, and the quotations inside them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.model import Annotation, Document, DocumentInfo
from quotes.pipeline import annotate

LABELLED = """ADA QUILL, HOST: Prime Minister Otto Lind joins us now. Prime Minister, good morning.

PRIME MINISTER: Good morning. The engineer told me "the quay is safe" yesterday.

QUILL: And what did you say?

PRIME MINISTER: I said, "Then open it tomorrow."

QUILL: Mira Solano of the union says the boats are wet.
"""
CAPTIONS = """1
00:00:01,000 --> 00:00:04,000
ADA QUILL: The mayor, Mira Solano, said

2
00:00:04,000 --> 00:00:07,000
on Monday: "The quay will

3
00:00:07,500 --> 00:00:09,000
stay shut all winter."

4
00:00:10,000 --> 00:00:12,000
OTTO LIND: It will not.

5
00:00:12,000 --> 00:00:14,000
ADA QUILL: Why?
"""
NEWSCAST = """1
00:00:00,000 --> 00:00:05,000
This is Tern Radio news. I'm Tom Reed.

2
00:00:05,000 --> 00:00:09,000
A quay is shut. Tern's Ada Quill reports.

3
00:00:09,000 --> 00:00:13,000
The harbour master, Otto Lind, says it rained all night.

4
00:00:13,000 --> 00:00:17,000
"We are not taking any chances with these boats."

5
00:00:17,000 --> 00:00:20,000
It will rain again. Ada Quill, Osterby.

6
00:00:20,000 --> 00:00:22,000
This is Tern Radio news.
"""


def names_of(annotation: Annotation) -> list[str | None]:
    """Give the name of each turn's speaker."""
    speakers = [annotation.speaker(turn.speaker) for turn in annotation.turns]
    return [speaker.name if speaker is not None else None for speaker in speakers]


def said_by(annotation: Annotation, words: str) -> str | None:
    """Give the name of who says the quotation that begins with ``words``."""
    (quotation,) = (q for q in annotation.quotations if annotation.words_of(q).startswith(words) and q.kind != "other")
    speaker = annotation.speaker(quotation.speaker)
    return speaker.name if speaker is not None else None


def test_turns_of_labelled_text_have_the_people_their_labels_mean() -> None:
    """A surname is whom the full name named; an office is its only holder."""
    annotation = annotate(LABELLED)

    assert names_of(annotation) == ["Ada Quill", "Otto Lind", "Ada Quill", "Otto Lind", "Ada Quill"]
    assert [turn.label for turn in annotation.turns][:2] == ["ADA QUILL, HOST", "PRIME MINISTER"]
    assert annotation.document.format == "labelled"


def test_i_is_the_voice_of_the_turn_and_others_are_quoted_in_it() -> None:
    """Somebody else's words in a turn are somebody else's."""
    annotation = annotate(LABELLED)

    assert said_by(annotation, "Then open it") == "Otto Lind"
    assert said_by(annotation, "the quay is safe") != "Otto Lind"


def test_a_quotation_over_captions_has_one_span_a_caption_and_their_times() -> None:
    """No number or time stands in a span."""
    annotation = annotate(CAPTIONS)
    (quotation,) = (q for q in annotation.quotations if q.kind == "direct")

    assert [span.of(CAPTIONS) for span in quotation.spans] == ["The quay will", "stay shut all winter."]
    assert (quotation.start_ms, quotation.end_ms) == (4000, 9000)
    assert said_by(annotation, "The quay will") == "Mira Solano"
    assert quotation.id == f"q{CAPTIONS.index('The quay')}"


def test_captions_of_one_voice_are_one_turn_with_its_times() -> None:
    """From the first to the last of them."""
    annotation = annotate(CAPTIONS)

    assert [(turn.label, turn.start_ms, turn.end_ms) for turn in annotation.turns] == [
        ("ADA QUILL", 1000, 9000),
        ("OTTO LIND", 10000, 12000),
        ("ADA QUILL", 12000, 14000),
    ]
    assert annotation.turns[0].span.of(CAPTIONS).startswith("ADA QUILL: The mayor")


def test_a_newscast_without_labels_has_its_voices() -> None:
    """Anchor, reporter, bite, reporter, anchor."""
    annotation = annotate(NEWSCAST)

    assert names_of(annotation) == ["Tom Reed", "Ada Quill", "Otto Lind", "Ada Quill", "Tom Reed"]
    assert [turn.kind for turn in annotation.turns] == ["turn", "turn", "bite", "turn", "turn"]
    assert (annotation.turns[1].start_ms, annotation.turns[1].end_ms) == (9000, 13000)


def test_a_whole_turn_in_marks_is_what_its_voice_says() -> None:
    """And a quotation of its own behind it is the person's it was introduced with."""
    text = (
        'Tom Reed: "The quay is shut. What is the story, Ada?"\n'
        'Ada Quill: "It rained all night. The harbour master, Otto Lind, says he had no choice:"\n'
        '"We are not taking any chances with these old boats here."\n'
        'Tom Reed: "So it is a long winter. Thank you."\n'
        'Ada Quill: "Thank you, Tom."\n'
    )
    annotation = annotate(text)

    assert said_by(annotation, "The quay is shut") == "Tom Reed"
    assert said_by(annotation, "It rained") == "Ada Quill"
    assert said_by(annotation, "We are not") == "Otto Lind"
    assert names_of(annotation)[2] == "Otto Lind"


def test_a_text_asked_for_as_plain_has_no_turns() -> None:
    """An empty list of utterances says that there are none to be found."""
    document = Document(id="a", text=LABELLED, info=DocumentInfo(utterances=()))

    assert annotate(document).turns == ()


@pytest.mark.parametrize("text", ["WEBVTT\n", "speaker,text\n", "a,\rb,text", "[00:01.00]\n"])
def test_a_text_that_only_begins_like_a_transcript_is_prose(text: str) -> None:
    """A text given as such is annotated whatever it holds."""
    assert annotate(text).turns == ()


def test_evidence_of_labels_stands_where_its_words_do() -> None:
    """On the speaker and on the turn, in the document and not in the running text."""
    annotation = annotate(LABELLED)
    for owner in (*annotation.turns, *annotation.speakers):
        for evidence in owner.evidence:
            if evidence.spans:
                assert [span.of(LABELLED) for span in evidence.spans] == [evidence.words]


_LINES = st.lists(
    st.sampled_from(
        [
            *("ADA: I said, “go.”", "TOM REED, PILOT: He told me 'no'.", "Q: Why?", "A: Because.", "(LAUGHTER)"),
            *("(BEGIN VIDEO CLIP)", "(END VIDEO CLIP)", "“We go on", "and on,” she said.", "", "It rained."),
            *("[00:12] [Speaker 1] I'm Ada Quill.", '**Tom (00:15):** "So."', "ADA (through translator): ''Yes.''"),
        ]
    ),
    max_size=10,
).map("\n".join)
_CAPTION_TEXTS = st.lists(
    st.sampled_from(
        ["ADA: I said, “go", "on,” and left.", "<v Tom>No.", "- So?\n- Yes.", "It <i>rained</i>.", "&quot;So&quot;", ""]
    ),
    max_size=8,
).map(
    lambda said: "".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:{n + 1:02},000\n{words}\n\n" for n, words in enumerate(said, 1)
    )
)


@given(text=st.one_of(_LINES, _CAPTION_TEXTS))
@settings(max_examples=60, deadline=None)
def test_any_transcript_is_annotated(text: str) -> None:
    """It validates, keeps the text, reads back, and every span holds words without white space around them."""
    annotation = annotate(text, min_confidence=0.0)

    assert annotation.text == text
    assert Annotation.model_validate_json(annotation.model_dump_json()) == annotation
    spans = [span for q in annotation.quotations for span in (*q.spans, *q.content)]
    spans += [mention.span for mention in annotation.mentions] + [turn.span for turn in annotation.turns]
    for span in spans:
        assert span.of(text) == span.of(text).strip() != ""


@pytest.mark.parametrize("text", [LABELLED, CAPTIONS, NEWSCAST])
def test_annotating_a_saved_annotation_anew_gives_the_same(text: str) -> None:
    """What was found of its voices is kept with it."""
    annotation = annotate(text)

    assert annotate(annotation, anew=True) == annotation
