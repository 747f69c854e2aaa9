"""The running text of a transcript and the way back to the document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.language.running import RunningText
from quotes.model import Evidence, Quotation, Repair, Utterance
from quotes.spans import Span


def utterances_of(text: str, *said: str, label: str | None = None, timed: bool = True) -> list[Utterance]:
    """Give one utterance for each of the words, where they stand in the text one after the other."""
    found, at = [], 0
    for number, words in enumerate(said):
        start = text.index(words, at)
        at = start + len(words)
        times = {"start_ms": 1000 * number, "end_ms": 1000 * number + 900} if timed else {}
        found.append(Utterance(spans=(Span(start, at),), label=label, **times))
    return found


CAPTIONS = (
    '1\n00:01 --> 00:02\nHe said: "We shall\n\n2\n00:02 --> 00:03\nwait here,\nall night."\n\n3\n00:03\nIt rained.\n'
)


def test_prose_is_its_own_running_text() -> None:
    """Nothing is copied and every place is where it was."""
    running = RunningText("It rained.")

    assert (running.text, running.is_same, running.back(Span(3, 9))) == ("It rained.", True, (Span(3, 9),))


def test_captions_are_joined_by_a_space_and_lines_of_one_go_on() -> None:
    """No number, no time; where a quotation closes and a sentence ends a new paragraph begins."""
    said = ('He said: "We shall', 'wait here,\nall night."', "It rained.")
    running = RunningText(CAPTIONS, utterances_of(CAPTIONS, *said))

    assert running.text == 'He said: "We shall wait here, all night."\n\nIt rained.'


def test_a_span_over_captions_is_one_span_a_caption() -> None:
    """The line end inside a caption does not part it."""
    said = ('He said: "We shall', 'wait here,\nall night."', "It rained.")
    running = RunningText(CAPTIONS, utterances_of(CAPTIONS, *said))
    start = running.text.index("We")
    spans = running.back(Span(start, running.text.index('."') + 1))

    assert [span.of(CAPTIONS) for span in spans] == ["We shall", "wait here,\nall night."]


def test_voices_are_parted_by_a_blank_line() -> None:
    """So are utterances of one label where the input has no times."""
    text = "ANN: So?\nBEN: Yes.\nBEN: No."
    one, two = (
        utterances_of(text, "So?", label="ANN", timed=False),
        utterances_of(text, "Yes.", "No.", label="BEN", timed=False),
    )

    assert RunningText(text, [*one, *two]).text == "So?\n\nYes.\n\nNo."


MARKUP = [
    pytest.param("One<br>two.", ["One", "two."], "One two.", id="line tag"),
    pytest.param("ne<i>ver</i> so", ["ne", "ver", "so"], "never so", id="tag inside a word"),
    pytest.param("One (LAUGHTER) two.", ["One", "two."], "One two.", id="direction"),
    pytest.param("One.\n\n(LAUGHTER)\n\nTwo.", ["One.", "Two."], "One.\n\nTwo.", id="direction between paragraphs"),
]


@pytest.mark.parametrize(("text", "said", "expected"), MARKUP)
def test_markup_inside_an_utterance_is_left_out(text: str, said: list[str], expected: str) -> None:
    """As much parts the words as parts them in the document."""
    spans = [utterance.spans[0] for utterance in utterances_of(text, *said)]

    assert RunningText(text, [Utterance(spans=tuple(spans))]).text == expected


def test_a_quotation_is_led_back_with_all_that_belongs_to_it() -> None:
    """Spans, source, cue, evidence and the name it has from its place."""
    said = ('He said: "We shall', 'wait here,\nall night."', "It rained.")
    running = RunningText(CAPTIONS, utterances_of(CAPTIONS, *said))
    start = running.text.index("We")
    whole = Span(start, running.text.index('."') + 1)
    quotation = Quotation(
        id=f"q{start}", kind="direct", spans=(whole,), content=(whole,), source=Span(0, 2), cue=Span(3, 7),
        evidence=(Evidence(rule="cue", words="said", spans=(Span(3, 7),)),),
    )  # fmt: skip
    (moved,) = running.back_quotations([quotation])

    assert moved.id == f"q{CAPTIONS.index('We')}"
    assert [span.of(CAPTIONS) for span in moved.content] == ["We shall", "wait here,\nall night."]
    assert moved.source is not None
    assert moved.source.of(CAPTIONS) == "He"
    assert moved.cue is not None
    assert moved.cue.of(CAPTIONS) == moved.evidence[0].spans[0].of(CAPTIONS) == "said"


def test_a_repair_is_led_back_and_one_over_two_captions_is_not_made() -> None:
    """What it replaces must stand in one piece."""
    said = ('He said: "We shall', 'wait here,\nall night."', "It rained.")
    running = RunningText(CAPTIONS, utterances_of(CAPTIONS, *said))
    mark = running.text.index('"')
    good = Repair(start=mark, end=mark + 1, was='"', to="“", reason="style", confidence=0.9)
    bad = Repair(start=mark, end=mark + 15, was=running.text[mark : mark + 15], to="", reason="style", confidence=0.9)
    (moved,) = running.back_repairs([good, bad])

    assert CAPTIONS[moved.start : moved.end] == '"'


_WORDS = st.lists(
    st.sampled_from(["So", "it", "rained.", '"Go,"', "he", "said.", "\n", "\n\n"]), min_size=1, max_size=8
)


@given(said=st.lists(_WORDS.map(" ".join), min_size=1, max_size=6), timed=st.booleans(), data=st.data())
def test_what_is_led_back_reads_the_same(said: list[str], timed: bool, data: st.DataObject) -> None:
    """Whatever the utterances, every span holds the same words in the document, white space aside."""
    text = "".join(f"{number}\n00:0{number}\n{words}\n\n" for number, words in enumerate(said))
    utterances, at = [], 0
    for number, words in enumerate(said):
        at = text.index(f"00:0{number}\n", at) + 6
        if words.strip():
            times = {"start_ms": number, "end_ms": number + 1} if timed else {}
            utterances.append(Utterance(spans=(Span(at, at + len(words)),), **times))
    running = RunningText(text, utterances)
    size = len(running.text)
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    spans = running.back(Span(start, end))

    if utterances:
        assert "".join(running.text[start:end].split()) == "".join("".join(span.of(text).split()) for span in spans)
        assert "".join(running.text.split()) == "".join("".join(words.split()) for words in said)
