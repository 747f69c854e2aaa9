"""The whole path: what goes in, what comes out, the laws it keeps, and the shapes of document it was built for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.model import Annotation, Document, DocumentInfo, Quotation, RosterEntry, Speaker
from quotes.pipeline import DEFAULT_STAGES, Draft, annotate, attribute_speakers, tell_voices

ARTICLE = """The bridge over the Vessel stayed shut on Monday, the town council said.

"We found a crack in the second pillar," said Mira Solano, the council's chief engineer.

Otto Lindqvist, who runs the ferry, was not convinced. He called the closure "a needless burden" on the town.

"Come and look at our books," he said. The "Golden Heron" sailed at noon.

According to a police spokesman, "two lorries were turned back at the gate" on Sunday night.
"""
BROADCAST = """TRANSCRIPT
The harbour minister of Norvale, Helen Pellam, has warned that the quay will stay closed.
"We found a crack this morning and we are not taking any chances.”
Ms Pellam has asked the shipping firms to use the old dock.
"It is smaller and it is slower, but it is safe, and that is what matters to us.''
The chairman of the fishing union, Otto Lindqvist, is not convinced.
''Nobody came to see us and nobody asked us what we need.''
His deputy, Mira Solano, says the boats cannot wait.
Finnish, then translated "Every day in port costs us a week of wages."
Mr Lindqvist has promised more protests.
"We shall be here tomorrow and the day after that.”
"""
WIRE = """ date 2031-05-02 OSTERBY (AP) — The deputy harbour master of Norvale, Peter Ashdown, told reporters that the \
crack was deep.

"We just received the first pictures," Ashdown said. He held one of them up. "And they are not pretty."

VESTBY, Norvale (AP) — In the next town, engineer Mira Solano said the bridge would open.

"It is safe," she said.
"""
JOINT = """Norway, Chile and Japan released a joint statement on Tuesday on fishing in the strait.

They called the new nets a "serious danger" for the stocks.

"We strongly urge all the fleets to stop using them," they said.
"""
MARKED = ("direct", "mixed", "other")
"""The kinds that stand in marks."""
FRENCH = (
    "« Le pont est fermé depuis hier », a déclaré le maire de la ville. "
    "« Nous attendons les ingénieurs et nous ne savons pas encore quand il sera rouvert. »"
)
TEXTS = [
    pytest.param(ARTICLE, id="article"),
    pytest.param(BROADCAST, id="broadcast"),
    pytest.param(WIRE, id="wire"),
    pytest.param(JOINT, id="joint statement"),
    pytest.param(FRENCH, id="french"),
    pytest.param("", id="empty"),
]


def find(annotation: Annotation, words: str) -> Quotation:
    """Give the quotation that begins with ``words``."""
    (quotation,) = (q for q in annotation.quotations if annotation.words_of(q).startswith(words))
    return quotation


def speaker_of(annotation: Annotation, words: str) -> Speaker | None:
    """Give the speaker of the quotation that begins with ``words``."""
    return annotation.speaker(find(annotation, words).speaker)


# -- what goes in


def test_a_text_and_a_document_give_the_same() -> None:
    """A str is a document with the id "text"."""
    assert annotate(ARTICLE) == annotate(Document(id="text", text=ARTICLE))


def test_what_is_known_of_a_document_passes_through() -> None:
    """Id, format and metadata come out as they went in; the language is added."""
    info = DocumentInfo(format="srt", meta={"title": "Bridge", "pages": [1, 2]})
    annotation = annotate(Document(id="d7", text=ARTICLE, info=info))

    assert (annotation.id, annotation.text) == ("d7", ARTICLE)
    assert annotation.document == DocumentInfo(format="srt", meta={"title": "Bridge", "pages": [1, 2]}, language="en")


def test_a_saved_annotation_is_not_annotated_anew() -> None:
    """What an editor has said of it is kept."""
    saved = annotate(ARTICLE, min_confidence=1.0)

    assert annotate(saved, min_confidence=0.0) is saved


def test_a_saved_annotation_is_annotated_anew_when_asked() -> None:
    """Then it is the same as that of its document."""
    saved = annotate(Document(id="d7", text=ARTICLE), kinds=())

    assert annotate(saved, anew=True) == annotate(Document(id="d7", text=ARTICLE))


def test_an_annotation_saved_without_its_text_cannot_be_annotated_anew() -> None:
    """The error says why."""
    saved = Annotation.model_validate({**annotate(ARTICLE).model_dump(mode="json"), "text": None})

    assert annotate(saved) is saved
    with pytest.raises(ValueError, match="without its text"):
        annotate(saved, anew=True)


@pytest.mark.parametrize("min_confidence", [-0.01, 1.01, float("nan"), float("inf")])
def test_a_threshold_that_is_no_probability_is_refused(min_confidence: float) -> None:
    """The error names the number."""
    with pytest.raises(ValueError, match=f"min_confidence is a probability, got {min_confidence}"):
        annotate(ARTICLE, min_confidence=min_confidence)


def test_only_the_kinds_asked_for_are_kept() -> None:
    """The others are left out; the kept ones are the same."""
    whole = annotate(ARTICLE)
    kinds = {quotation.kind for quotation in whole.quotations}

    assert kinds == {"direct", "mixed", "indirect", "other"}
    for kind in kinds:
        kept = annotate(ARTICLE, kinds={kind}).quotations
        assert [q.spans for q in kept] == [q.spans for q in whole.quotations if q.kind == kind]
    assert annotate(ARTICLE, kinds=()).quotations == ()


def test_a_nested_quotation_kept_without_its_parent_has_none() -> None:
    """An annotation never refers to a quotation that it leaves out."""
    text = "\"He told us, 'Leave the bridge at once,' and then he left,\" said Ada Quill."
    whole = annotate(text)
    annotation = annotate(text, stages=(*DEFAULT_STAGES, drop_first))

    assert [quotation.parent is None for quotation in whole.quotations] == [True, False]
    assert [(q.parent, q.spans) for q in annotation.quotations] == [(None, whole.quotations[1].spans)]


def drop_first(draft: Draft) -> Draft:
    """Leave out the first quotation: a stage of one's own."""
    return replace(draft, quotations=draft.quotations[1:])


def test_stages_can_be_left_out() -> None:
    """Without the attributor there are quotations and no speakers."""
    stages = [stage for stage in DEFAULT_STAGES if stage not in (attribute_speakers, tell_voices)]
    bare, whole = annotate(BROADCAST, stages=stages), annotate(BROADCAST, kinds=MARKED)

    assert [q.spans for q in bare.quotations] == [q.spans for q in whole.quotations]
    assert (bare.speakers, bare.turns, bare.mentions) == ((), (), ())


# -- language


def test_another_language_has_marks_and_no_speakers() -> None:
    """Quotations are found, attribution abstains, and the evidence says so."""
    annotation = annotate(FRENCH)

    assert annotation.document.language == "fr"
    assert len(annotation.quotations) == 2
    assert annotation.speakers == ()
    for quotation in annotation.quotations:
        assert (quotation.speaker, quotation.candidates) == (None, ())
        (evidence,) = (e for e in quotation.evidence if e.rule == "language")
        assert "'fr'" in evidence.words


def test_a_language_that_is_given_is_not_guessed() -> None:
    """The document knows better than its words."""
    annotation = annotate(Document(id="a", text=ARTICLE, info=DocumentInfo(language="nl")))

    assert annotation.document.language == "nl"
    assert {quotation.speaker for quotation in annotation.quotations} == {None}


# -- roster

PELLAM = RosterEntry(name="Helena Pellam", role="harbour master", gender="female")


@pytest.mark.parametrize("where", ["argument", "document"])
def test_a_person_of_the_roster_has_the_name_of_the_roster(where: str) -> None:
    """A form found in the text leads to the roster's name and role; the form is an alias."""
    text = '"The quay stays shut for now," said Ms Pellam.'
    if where == "argument":
        annotation = annotate(text, roster=[PELLAM])
    else:
        annotation = annotate(Document(id="text", text=text, roster=(PELLAM,)))
    speaker = speaker_of(annotation, "The quay")

    assert speaker is not None
    assert (speaker.name, speaker.role) == ("Helena Pellam", "harbour master")
    assert "Ms Pellam" in speaker.aliases


def test_a_roster_of_strangers_changes_nothing() -> None:
    """People whom the text does not name are not among its speakers."""
    stranger = RosterEntry(name="Zebulon Thackeray", role="astronomer")

    assert annotate(ARTICLE, roster=[stranger]) == annotate(ARTICLE)


# -- what comes out


@pytest.mark.parametrize("text", TEXTS)
def test_an_annotation_is_the_same_at_every_run(text: str) -> None:
    """Ids, order and every byte of the JSON."""
    assert annotate(text).model_dump_json() == annotate(text).model_dump_json()


def test_an_annotation_is_the_same_in_every_process() -> None:
    """No order of a set or dictionary that differs between processes shows in the output."""
    code = "import sys; from quotes import annotate; print(annotate(sys.stdin.read()).model_dump_json())"
    text = "\n".join([ARTICLE, WIRE])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=text.encode("utf-8"),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(outputs) == 1


@pytest.mark.parametrize("text", TEXTS)
def test_an_annotation_round_trips_through_json(text: str) -> None:
    """What is written is read again, equal in every field."""
    annotation = annotate(text)

    assert Annotation.model_validate_json(annotation.model_dump_json()) == annotation
    assert Annotation.model_validate(json.loads(annotation.model_dump_json())) == annotation


@pytest.mark.parametrize("text", TEXTS)
def test_speakers_are_numbered_in_order_of_first_appearance(text: str) -> None:
    """s1 is named, or may be heard, first."""
    annotation = annotate(text)
    places = []
    for speaker in annotation.speakers:
        named = [mention.start for mention in annotation.mentions if mention.speaker == speaker.id]
        heard = [
            quotation.spans[0].start
            for quotation in annotation.quotations
            if speaker.id in {candidate.speaker for candidate in quotation.candidates}
        ]
        places.append(min([*named, *heard]))

    assert [speaker.id for speaker in annotation.speakers] == [f"s{n}" for n in range(1, len(places) + 1)]
    assert places == sorted(places)


@pytest.mark.parametrize("text", TEXTS)
def test_quotations_and_mentions_stand_in_order(text: str) -> None:
    """Readers need not sort; no place is given twice for one speaker."""
    annotation = annotate(text)
    starts = [quotation.spans[0].start for quotation in annotation.quotations]
    mentions = [(mention.start, mention.end) for mention in annotation.mentions]

    assert starts == sorted(starts)
    assert mentions == sorted(mentions)
    assert len({(m.start, m.end, m.speaker) for m in annotation.mentions}) == len(mentions)


@pytest.mark.parametrize("text", TEXTS)
def test_spans_hold_words(text: str) -> None:
    """Every span lies inside the text and neither begins nor ends with white space."""
    annotation = annotate(text)
    spans = [span for q in annotation.quotations for span in (*q.spans, *q.content)]
    spans += [place for q in annotation.quotations for place in (q.source, q.cue) if place is not None]
    spans += [mention.span for mention in annotation.mentions] + [turn.span for turn in annotation.turns]

    for span in spans:
        assert span.end <= len(text)
        assert span.of(text) == span.of(text).strip() != ""


@pytest.mark.parametrize("text", TEXTS)
def test_evidence_of_speakers_replays(text: str) -> None:
    """Roles and affiliations are words of the text, where the evidence says."""
    for speaker in annotate(text).speakers:
        for evidence in speaker.evidence:
            assert [span.of(text) for span in evidence.spans] == [evidence.words]


# -- laws

_MESSY = st.text(alphabet="\"'“”‘’«»„`.,!?:;—- \n\r\tAdaQuilsheI1é😀\u2028", max_size=120)
_WORDS = st.lists(
    st.sampled_from(
        [
            *('"', "“", "”", "''", "'", ",", ".", "(", ")", "—", "\n\n"),
            *("Ada Quill", "Mr Lind", "Norway", "AP", "AQ:", "the minister", "she", "I", "who"),
            *("said", "no", "and", "of", "according to"),
        ]
    ),
    max_size=30,
).map(" ".join)


@given(text=st.one_of(_MESSY, _WORDS, st.text(max_size=80)))
@settings(max_examples=80)
def test_any_text_is_annotated(text: str) -> None:
    """Never an exception: the annotation validates, keeps the text and reads back from its JSON."""
    annotation = annotate(text, min_confidence=0.0)

    assert annotation.text == text
    assert Annotation.model_validate_json(annotation.model_dump_json()) == annotation


_DULL = st.lists(
    st.sampled_from(["It rained all night.", "The road was wet and empty.", "Nothing moved there for an hour."]),
    min_size=1,
    max_size=3,
).map(" ".join)


@given(prefix=_DULL, text=st.sampled_from([ARTICLE, WIRE.lstrip(), JOINT]))
@settings(max_examples=10)
def test_a_paragraph_before_the_text_only_shifts_its_quotations(prefix: str, text: str) -> None:
    """Quotations keep kind, words and speaker; their offsets grow by what was put before them."""
    before, after = annotate(text), annotate(f"{prefix}\n\n{text}")
    shift = len(prefix) + 2

    def told(annotation: Annotation, quotation: Quotation) -> tuple[object, ...]:
        speaker = annotation.speaker(quotation.speaker)
        return quotation.kind, speaker.name if speaker else None, annotation.words_of(quotation)

    assert [tuple(span.shift(shift) for span in q.spans) for q in before.quotations] == [
        q.spans for q in after.quotations
    ]
    assert [told(before, q) for q in before.quotations] == [told(after, q) for q in after.quotations]


# -- the shapes it was built for

BITES = [
    pytest.param("We found", "Helen Pellam", "harbour minister of Norvale", False, id="role and name, curly closer"),
    pytest.param("It is smaller", "Helen Pellam", "harbour minister of Norvale", False, id="Ms, two-stroke closer"),
    pytest.param("Nobody came", "Otto Lindqvist", "chairman of the fishing union", False, id="two-stroke marks"),
    pytest.param("Every day", "Mira Solano", "deputy", True, id="then translated"),
    pytest.param("We shall be", "Otto Lindqvist", "chairman of the fishing union", False, id="Mr, far from his role"),
]


@pytest.mark.parametrize(("words", "name", "role", "translated"), BITES)
def test_a_bite_of_a_broadcast_belongs_to_whom_the_sentence_before_names(
    words: str, name: str, role: str, translated: bool
) -> None:
    """The speaker stands in the sentence before, with role and name or with the name alone."""
    annotation = annotate(BROADCAST)
    quotation, speaker = find(annotation, words), speaker_of(annotation, words)

    assert speaker is not None
    assert (speaker.name, speaker.role) == (name, role)
    assert (quotation.kind, quotation.translated) == ("direct", translated)


def test_a_broadcast_has_exactly_its_bites() -> None:
    """Five bites, no more; their words end before the closer, whatever it is."""
    annotation = annotate(BROADCAST, kinds=MARKED)

    assert [annotation.words_of(quotation).split()[-1] for quotation in annotation.quotations] == [
        "chances.",
        "us.",
        "need.",
        "wages.",
        "that.",
    ]
    assert [speaker.name for speaker in annotation.speakers if speaker.kind == "person"] == [
        "Helen Pellam",
        "Otto Lindqvist",
        "Mira Solano",
    ]


def test_the_turns_of_a_broadcast_have_the_speakers_of_its_bites() -> None:
    """Narrator and bite alternate, and each bite's turn has the voice of its quotation."""
    annotation = annotate(BROADCAST, kinds=MARKED)
    bites = [turn for turn in annotation.turns if turn.kind == "bite"]

    assert [turn.kind for turn in annotation.turns] == ["narrator", "bite"] * 5
    assert [turn.speaker for turn in bites] == [quotation.speaker for quotation in annotation.quotations]
    assert [turn.translated for turn in bites] == [False, False, False, True, False]


TAGGED = [
    pytest.param("We just", "Peter Ashdown", "deputy harbour master of Norvale", id="surname after the quotation"),
    pytest.param("And they", "Peter Ashdown", "deputy harbour master of Norvale", id="goes on in its paragraph"),
    pytest.param("It is safe", "Mira Solano", "engineer", id="after the second dateline"),
]


@pytest.mark.parametrize(("words", "name", "role"), TAGGED)
def test_a_quotation_of_a_wire_article_has_its_speaker(words: str, name: str, role: str | None) -> None:
    """A surname, a quotation without one, and a pronoun after a second dateline lead to their speakers."""
    speaker = speaker_of(annotate(WIRE), words)

    assert speaker is not None
    assert (speaker.name, speaker.role) == (name, role)


SPLIT = [
    pytest.param(
        '"We are late," Peter Ashdown said, "and it is cold."', ["We are late,", "and it is cold."], id="sentence"
    ),
    pytest.param(
        '"We are late," Peter Ashdown said. "It is cold."', ["We are late,", "It is cold."], id="two sentences"
    ),
    pytest.param(
        '"We are late," Ashdown said. "And cold."', ["We are late,", "And cold."], id="a name that comes once"
    ),
    pytest.param(
        '"We are late," said Peter Ashdown, the deputy harbour master. "It is cold."',
        ["We are late,", "It is cold."],
        id="with his role",
    ),
    pytest.param(
        "Peter Ashdown said: “We are late.\n\n“It is cold here.”", ["We are late.", "It is cold here."], id="paragraphs"
    ),
]


@pytest.mark.parametrize(("text", "words"), SPLIT)
def test_a_quotation_split_by_its_attribution_is_one(text: str, words: list[str]) -> None:
    """What stands before and after "he said" is one quotation with two spans and one speaker; so are paragraphs."""
    annotation = annotate(text)
    (quotation,) = annotation.quotations
    speaker = annotation.speaker(quotation.speaker)

    assert [span.of(text) for span in quotation.spans] == words
    assert speaker is not None
    assert (speaker.name or "").endswith("Ashdown")


JOINT_STATEMENTS = [
    pytest.param(JOINT, "serious danger", "Norway, Chile and Japan", id="they called"),
    pytest.param(JOINT, "We strongly urge", "Norway, Chile and Japan", id="they said"),
    pytest.param(f"OSTERBY (AP) — {JOINT}", "We strongly urge", "Norway, Chile and Japan", id="after a dateline"),
    pytest.param(
        'The fishing union and the ferry company released a statement.\n\n"We urge them to repair it," they said.',
        "We urge",
        "The fishing union and the ferry company",
        id="two bodies",
    ),
    pytest.param(
        f'Peter Ashdown came on Monday. "We are late again," Ashdown said.\n\n{JOINT}',
        "We strongly urge",
        "Norway, Chile and Japan",
        id="after a man known by his surname",
    ),
]


@pytest.mark.parametrize(("text", "words", "name"), JOINT_STATEMENTS)
def test_a_joint_statement_has_one_collective_speaker(text: str, words: str, name: str) -> None:
    """They are all of those together who made it, without a role."""
    speaker = speaker_of(annotate(text), words)

    assert speaker is not None
    assert (speaker.name, speaker.kind, speaker.role) == (name, "collective", None)


def test_i_in_a_labelled_turn_is_who_the_label_names() -> None:
    """A quotation inside a turn that its voice introduces with "I said" is that voice's."""
    text = (
        'JANE ROE, PILOT: I said "we are late again" to them.\n\nOTTO LIND: She came.\n\n'
        'JANE ROE, PILOT: He did not.\n\nOTTO LIND: I told her: "Come and sit down with us."\n'
    )
    annotation = annotate(text, kinds=MARKED)
    told = [annotation.speaker(quotation.speaker) for quotation in annotation.quotations]

    assert [speaker.name if speaker else None for speaker in told] == ["Jane Roe", "Otto Lind"]
    assert [turn.label for turn in annotation.turns] == ["JANE ROE, PILOT", "OTTO LIND"] * 2


DATELINES = [
    pytest.param("OSTERBY (AP) — ", id="place and agency"),
    pytest.param("OSTERBY, Norvale (AP) — ", id="place, country and agency"),
    pytest.param(" date 2031-05-02 OSTERBY (AP) — ", id="metadata before it"),
]


@pytest.mark.parametrize("dateline", DATELINES)
def test_a_dateline_is_nobody(dateline: str) -> None:
    """Neither the place nor the agency nor the date of a dateline may be a speaker, likely or not."""
    annotation = annotate(dateline + JOINT)

    assert [speaker.name for speaker in annotation.speakers] == [speaker.name for speaker in annotate(JOINT).speakers]


def test_half_a_character_is_refused_with_its_place() -> None:
    """A lone surrogate, which no encoding can hold, is told before anything is read."""
    with pytest.raises(ValueError, match=r"character 3 is a lone surrogate \(U\+D800\)"):
        annotate("Hi \ud800 there. “Go,” said Ana.")
