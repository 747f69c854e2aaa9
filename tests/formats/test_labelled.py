"""Labelled text: every variety of label, what is no label, times, directions, and what it costs."""

from __future__ import annotations

import gc
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.errors import ReadError
from quotes.formats import read_text
from quotes.formats.label_lines import find_labels, parse_ms
from quotes.formats.labelled import find_utterances, parse_labelled, read_labelled_text

VARIETIES = [
    pytest.param(
        "ANN QUILL: Good evening.\n\nTOM REED: Good evening.\n\nQUILL: So?\n\nREED: It rained.\n",
        ["ANN QUILL", "TOM REED", "QUILL", "REED"],
        id="full name, later the surname",
    ),
    pytest.param(
        "Five Minutes With: Ann Solano\n\nThe potter talks to Tom Vestby.\n\nVestby: Why clay?\n\nSolano: Why not?\n\n"
        "Vestby: It breaks.\n\nSolano: So do I.\n",
        ["Vestby", "Solano", "Vestby", "Solano"],
        id="surnames alone of two who are named in full before",
    ),
    pytest.param(
        "MAYOR QUILL: Next item.\n\nCLERK REED: Item four.\n\nCITY ATTORNEY: No.\n\nMAYOR QUILL: Good.\n",
        ["MAYOR QUILL", "CLERK REED", "CITY ATTORNEY", "MAYOR QUILL"],
        id="an office heard once",
    ),
    pytest.param(
        "MIRA SOLANO, MEMBER FOR VESTBY: I rise to speak.\n\nTHE SPEAKER: Order!\n\nMIRA SOLANO: I thank you.\n",
        ["MIRA SOLANO, MEMBER FOR VESTBY", "THE SPEAKER", "MIRA SOLANO"],
        id="role behind a comma",
    ),
    pytest.param(
        "**Ann Quill:** Hello.\n\n**Tom Reed:** Hello.\n\nIt rains.\n\n**Ann Quill:** It does.\n",
        ["Ann Quill", "Tom Reed", "Ann Quill"],
        id="bold, colon inside",
    ),
    pytest.param(
        "**Ann Quill**: Hello.\n\n**Tom Reed**: Hello.\n\n**Ann Quill**: So.\n",
        ["Ann Quill", "Tom Reed", "Ann Quill"],
        id="bold, colon outside",
    ),
    pytest.param(
        "**[01:12] SPEAKER_01:** So.\n\n**[01:57] SPEAKER_02:** Yes.\n", ["SPEAKER_01", "SPEAKER_02"], id="time in bold"
    ),
    pytest.param(
        "[Speaker 1] [00:00] Are you there?\n[Speaker 2] [00:02] I am.\n", ["Speaker 1", "Speaker 2"], id="brackets"
    ),
    pytest.param("[00:00] [Speaker 1] So?\n[00:02] [Speaker 2] Yes.\n", ["Speaker 1", "Speaker 2"], id="time first"),
    pytest.param("[SPEAKER_00]: So?\n[SPEAKER_01]: Yes.\n", ["SPEAKER_00", "SPEAKER_01"], id="brackets and a colon"),
    pytest.param(
        "Ann Quill (03:55):\nIt rained.\n\nTom Reed (04:51):\nIt did.\n",
        ["Ann Quill", "Tom Reed"],
        id="time in brackets",
    ),
    pytest.param("Ann Quill  0:02\nIt rained.\n\nTom Reed  0:09\nIt did.\n", ["Ann Quill", "Tom Reed"], id="bare time"),
    pytest.param("00:02 Ann Quill: It rained.\n00:09 Tom Reed: It did.\n", ["Ann Quill", "Tom Reed"], id="time before"),
    pytest.param(
        "Speaker 1 (00:02): So?\n\nSpeaker 2 (00:04): Yes.\n", ["Speaker 1", "Speaker 2"], id="numbered, timed"
    ),
    pytest.param("S1 (00:01): So?\nS2 (00:03): Yes.\n", ["S1", "S2"], id="letter and number"),
    pytest.param("S0: So?\n\nS1: Yes.\n\nS0: Good.\n", ["S0", "S1", "S0"], id="letter and number, no time"),
    pytest.param("Q: Were you there?\n\nA: I was.\n\nQ: Why?\n\nA: To see.\n", ["Q", "A", "Q", "A"], id="letters"),
    pytest.param("Q. Were you there?\nA. I was.\nQ. Why?\nA. To see.\n", ["Q", "A", "Q", "A"], id="letters with dots"),
    pytest.param(
        "ANN QUILL, HOST:\n\nGood evening.\n\nTOM REED, BYLINE: It rained.\n\nQUILL: Still?\n",
        ["ANN QUILL, HOST", "TOM REED, BYLINE", "QUILL"],
        id="radio",
    ),
    pytest.param(
        "TOM REED, KTV ANCHOR:  Good evening.  It rained.  (BEGIN VIDEOTAPE) ANN QUILL (voice-over):  Look at the "
        "quay. LIND:  It is wet.  It was dry. QUILL (voice-over):  It was. LIND:  Yes. (END VIDEOTAPE) REED:  So.",
        ["TOM REED, KTV ANCHOR", "ANN QUILL (voice-over)", "LIND", "QUILL (voice-over)", "LIND", "REED"],
        id="run together",
    ),
    pytest.param(
        "REED: So?\n\nUNIDENTIFIED MALE #1: No.\n\nUNIDENTIFIED FEMALE: Yes.\n\nREED: Well.\n",
        ["REED", "UNIDENTIFIED MALE #1", "UNIDENTIFIED FEMALE", "REED"],
        id="unidentified",
    ),
    pytest.param(
        "REED: So?\n\nANA RUIZ (through translator): It is wet.\n\nREED: Still?\n",
        ["REED", "ANA RUIZ (through translator)", "REED"],
        id="interpreter",
    ),
    pytest.param(
        "HOST:\n\nAre you there?\n\nPRIME MINISTER:\n\nI am.\n\nHOST:\n\nGood.\n",
        ["HOST", "PRIME MINISTER", "HOST"],
        id="alone on the line",
    ),
    pytest.param(
        'Ann Quill: "It rained."\nTom Reed: "It did.\n"And it will."\nAnn Quill: "So."\n',
        ["Ann Quill", "Tom Reed", "Ann Quill"],
        id="whole turns in marks",
    ),
    pytest.param("Interviewer: So?\nInterviewee: Yes.\n", ["Interviewer", "Interviewee"], id="two roles"),
    pytest.param(">> ANN: So?\n>> BEN: Yes.\n>> ANN: Good.\n", ["ANN", "BEN", "ANN"], id="arrows"),
    pytest.param("- ANN: So?\n- BEN: Yes.\n- ANN: Good.\n", ["ANN", "BEN", "ANN"], id="dashes"),
    pytest.param(
        "### Ann Quill:\nSo?\n\n### Tom Reed:\nYes.\n\n### Ann Quill:\nGood.\n",
        ["Ann Quill", "Tom Reed", "Ann Quill"],
        id="headings",
    ),
    pytest.param("ANN: So?\r\n\r\nBEN: Yes.\r\n\r\nANN: Good.\r\n", ["ANN", "BEN", "ANN"], id="CR LF"),
]


@pytest.mark.parametrize(("text", "labels"), VARIETIES)
def test_every_variety_of_label_is_read(text: str, labels: list[str]) -> None:
    """The labels as printed, without marks and times."""
    utterances = find_utterances(text)

    assert utterances is not None
    assert [utterance.label for utterance in utterances if utterance.label is not None] == labels


NONE = [
    pytest.param("", id="nothing"),
    pytest.param("\n \n", id="blank"),
    pytest.param("It rained. Nobody came.", id="prose"),
    pytest.param("He said: nothing.\n\nShe said: go.\n\nHe said: no.\n", id="a clause before a colon"),
    pytest.param("Warning: wet paint.\n\nNote: dry by noon.\n\nWarning: do not lean.\n", id="remarks"),
    pytest.param("**Warning:** wet.\n\n**Note:** dry.\n\n**Warning:** still wet.\n", id="emphasised remarks"),
    pytest.param("4:57, a check.\n5:02, another.\n5:10, the last.\n", id="times"),
    pytest.param("https://one.example/a\nhttps://two.example/b\nhttp://three.example\n", id="addresses"),
    pytest.param("Monday: rain.\n\nTuesday: rain.\n\nMonday: sun.\n", id="days"),
    pytest.param("Photo: A. Quill\n\nSource: the town\n\nPhoto: B. Reed\n", id="credits"),
    pytest.param("Subject: rain\nFrom: ann@one.example\nTo: tom@two.example\nDate: today\n", id="a letter's head"),
    pytest.param("Jane Roe: one.\n\nOtto Lind: two.\n\nMira Solano: three.\n", id="names that never come back"),
    pytest.param("The plan: leave.\n\nIt rained.\n\nNobody came.\n", id="one colon"),
    pytest.param("JANE ROE: It rained.", id="one label alone"),
    pytest.param("Ann Quill: 1,812\n\nTom Reed: 1,500\n\nQuill: 4\n\nReed: 5\n", id="a table of figures"),
]


@pytest.mark.parametrize("text", NONE)
def test_a_word_before_a_colon_is_no_label_by_itself(text: str) -> None:
    """Times, addresses, remarks, days and prose are no voices."""
    assert find_labels(text) == []
    assert find_utterances(text) is None


def test_a_remark_in_a_transcript_is_no_label() -> None:
    """It belongs to whoever speaks."""
    text = "**Ann Quill:** Hello.\n\n**Warning:** it is loud.\n\n**Tom Reed:** So.\n\n**Ann Quill:** Yes.\n"

    assert [label.name for label in find_labels(text)] == ["Ann Quill", "Tom Reed", "Ann Quill"]


def test_what_stands_before_the_first_label_is_an_utterance_without_one() -> None:
    """A heading is not lost."""
    utterances = find_utterances("Filed on Monday.\n\nANN: So?\n\nBEN: Yes.\n\nANN: Good.\n")

    assert utterances is not None
    assert [utterance.label for utterance in utterances] == [None, "ANN", "BEN", "ANN"]


def test_times_of_labels_are_those_of_utterances() -> None:
    """Each ends where the next begins; a time that goes back ends nothing."""
    utterances = find_utterances("S1 (00:01): So?\nS2 (00:03.5): Yes.\nS1 (1:02:03): No.\nS2 (00:09): Well.\n")

    assert utterances is not None
    assert [(u.start_ms, u.end_ms) for u in utterances] == [
        (1000, 3500),
        (3500, 3723000),
        (3723000, None),
        (9000, None),
    ]


TIMES = [("[01:12]", 72_000), ("(1:02:03.5)", 3_723_500), ("00:00:01,250", 1_250), ("noon", None)]


@pytest.mark.parametrize(("words", "expected"), TIMES)
def test_a_time_is_milliseconds(words: str, expected: int | None) -> None:
    """Hours may be left out; fractions follow a full stop or a comma."""
    assert parse_ms(words) == expected


def test_directions_are_skipped_and_reported() -> None:
    """In brackets, alone or among words; brackets of the speaker's own stay."""
    text = (
        "ANN: So? (LAUGHTER) Yes.\n\n[Phone rings]\n\nBEN: The quay (the old one) is wet.\n\n"
        "ANN: (Through interpreter) No.\n"
    )
    found = read_labelled_text(text)

    assert found is not None
    assert [[span.of(text) for span in utterance.spans] for utterance in found.utterances] == [
        ["So?", "Yes."],
        ["The quay (the old one) is wet."],
        ["No."],
    ]
    assert [(skip.words, skip.line) for skip in found.skipped] == [
        ("(LAUGHTER)", 1),
        ("[Phone rings]", 3),
        ("(Through interpreter)", 7),
    ]


def test_a_label_without_words_is_reported() -> None:
    """Nobody says nothing."""
    found = read_labelled_text("ANN: So?\n\nBEN:\n\nANN: Are you there?\n\nBEN: Yes.\n")

    assert found is not None
    assert [utterance.label for utterance in found.utterances] == ["ANN", "ANN", "BEN"]
    assert [skip.words for skip in found.skipped] == ["BEN:"]


def test_a_quotation_of_its_own_behind_a_turn_in_marks_is_nobodys_yet() -> None:
    """A sound bite after a turn that closed its marks; a turn whose marks are open goes on."""
    text = 'Ann: "It rained.\n"And it rains.\n"It will."\nBen: "Hear him."\n"I am wet to the skin."\nAnn: "Poor man."\n'
    utterances = find_utterances(text)

    assert utterances is not None
    assert [utterance.label for utterance in utterances] == ["Ann", "Ben", None, "Ann"]


def test_what_follows_the_end_of_a_recording_is_not_the_recordings_voice() -> None:
    """It has no label until the next one."""
    text = "ANN: Look.\n\n(BEGIN VIDEO CLIP)\n\nBEN: It is wet.\n\n(END VIDEO CLIP)\n\nThat was him.\n\nANN: So.\n"
    utterances = find_utterances(text)

    assert utterances is not None
    assert [utterance.label for utterance in utterances] == ["ANN", "BEN", None, "ANN"]


def test_text_without_labels_is_refused_where_labelled_text_was_asked_for() -> None:
    """The error says what to do."""
    with pytest.raises(ReadError, match="read it as plain text"):
        parse_labelled("It rained.")


def test_a_text_that_is_asked_for_as_plain_has_no_utterances() -> None:
    """Not even where labels open its lines."""
    text = "ANN: So?\n\nBEN: Yes.\n\nANN: Good.\n"

    assert read_text(text).info.format == "labelled"
    assert read_text(text, format="plain").info.utterances == ()


_LINES = st.lists(
    st.sampled_from(
        [
            *("ANN: So?", "BEN QUILL, PILOT: Yes.", "Ann:", "Q: Why?", "A. Because.", "[00:12] [Speaker 1] No."),
            *(
                "**Tom (00:15):** It rained.",
                "(LAUGHTER)",
                "(BEGIN VIDEO CLIP)",
                "(END VIDEO CLIP)",
                "It rained. ANN: So.",
            ),
            *("", '"Go," he said.', "Warning: wet.", "4:57, a check", "::::", "[[[", "((("),
        ]
    ),
    max_size=14,
).map("\n".join)


@given(text=st.one_of(_LINES, st.text(alphabet='AbQ:.*[]() 0123\n"', max_size=60)))
@settings(max_examples=300)
def test_no_character_is_lost(text: str) -> None:
    """Every one that is not white space stands in an utterance, a label or a reported skip; nothing overlaps."""
    found = read_labelled_text(text)
    if found is None:
        return
    covered = [False] * len(text)
    spans = [(span.start, span.end) for utterance in found.utterances for span in utterance.spans]
    spans += [(label.start, label.end) for label in find_labels(text)]
    for start, end in spans:
        assert not any(covered[start:end])
        covered[start:end] = [True] * (end - start)
    for skip in found.skipped:
        assert skip.start is not None
        assert skip.end is not None
        covered[skip.start : skip.end] = [True] * (skip.end - skip.start)

    assert not any(not seen and not letter.isspace() for seen, letter in zip(covered, text, strict=True))


HOSTILE = [
    pytest.param("ANN QUILL, PILOT: It rained. (LAUGHTER)\n\nBEN: Yes.\n\n", id="labels"),
    pytest.param("ANN (voice-over):  It rained. BEN:  Yes. ", id="one line"),
    pytest.param("A:" * 40 + "\n", id="colons"),
    pytest.param("[" * 60 + "\n", id="brackets"),
    pytest.param("(" * 60 + ": ", id="open brackets on one line"),
    pytest.param("AB " * 30, id="capitals"),
    pytest.param("*" * 60 + "\n", id="stars"),
]


@pytest.mark.timed
@pytest.mark.parametrize("piece", HOSTILE)
def test_ten_times_the_text_takes_about_ten_times_as_long(piece: str) -> None:
    """However the text is made."""

    def seconds(times: int) -> float:
        text = piece * times
        best = 9e9
        for _ in range(4):
            gc.collect()
            gc.disable()
            start = time.process_time()
            read_labelled_text(text)
            best = min(best, time.process_time() - start)
            gc.enable()
        return best

    seconds(100)
    assert seconds(8_000) < 12 * max(seconds(800), 0.03)
