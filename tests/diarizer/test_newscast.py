"""The voices of a newscast without labels, from introductions and sign-offs."""

from __future__ import annotations

import time

import pytest

from quotes.diarizer.newscast import find_news_turns
from quotes.language.layout import read_layout
from quotes.segmenter import find_quotations

HEAD = "This is Tern Radio news. I'm Tom Reed. The quay at Osterby is shut."
REPORT = "It rained all night. The boats are wet."


def voices_of(text: str) -> list[tuple[str | None, str, bool]]:
    """Give name, first word and whether it is a bite of each turn."""
    paragraphs = read_layout(text).paragraphs
    turns = find_news_turns(text, paragraphs, find_quotations(text, paragraphs))
    return [
        (turn.name.of(text) if turn.name and turn.confidence > 0.5 else None, text[turn.start : turn.end].split()[0],
         turn.quotation >= 0)
        for turn in turns
    ]  # fmt: skip


HANDOFFS = [
    "Tern's Ada Quill reports.",
    "Ada Quill reports from Osterby.",
    "Our correspondent Ada Quill has more.",
    "Ada Quill has the story.",
    "From the quay, Ada Quill with this report.",
]
ENDINGS = [
    "Ada Quill, Osterby.",
    "I'm Ada Quill.",
    "For Tern Radio news, I'm Ada Quill, on the quay.",
    "This is Ada Quill in Osterby.",
    "Ada Quill reporting.",
    "Ada Quill, Tern News, Osterby.",
]


@pytest.mark.parametrize("handoff", HANDOFFS)
def test_a_report_begins_where_the_word_is_given(handoff: str) -> None:
    """However the reporter is announced."""
    text = f"{HEAD} {handoff} {REPORT} Ada Quill, Osterby. That is all."

    assert voices_of(text) == [("Tom Reed", "This", False), ("Ada Quill", "It", False), ("Tom Reed", "That", False)]


@pytest.mark.parametrize("ending", [ending for ending in ENDINGS if " in " not in ending])
def test_a_report_ends_where_its_reporter_signs_off(ending: str) -> None:
    """With a place, a station, or the name alone; then who spoke before goes on."""
    text = f"{HEAD} Ada Quill reports. {REPORT} {ending} That is all."

    assert voices_of(text) == [("Tom Reed", "This", False), ("Ada Quill", "It", False), ("Tom Reed", "That", False)]


def test_a_quotation_alone_is_a_bite_and_the_report_goes_on_behind_it() -> None:
    """The reporter is heard before and after."""
    text = f'{HEAD} Ada Quill reports.\n\n{REPORT}\n\n"We are wet to the skin."\n\nIt rains still. Ada Quill, Osterby.'

    assert voices_of(text) == [
        ("Tom Reed", "This", False),
        ("Ada Quill", "It", False),
        (None, '"We', True),
        ("Ada Quill", "It", False),
    ]


def test_a_report_whose_end_nobody_tells_is_not_surely_the_reporters() -> None:
    """Only an introduction and its sign-off together are sure."""
    text = f"{HEAD} Ada Quill reports. {REPORT} The weather will be fine."

    assert voices_of(text) == [("Tom Reed", "This", False), (None, "It", False)]


NONE = [
    pytest.param("It rained. The boats are wet.", id="prose"),
    pytest.param("I'm Jack Reed. And you? I'm Ada Quill. Nice to meet you.", id="people who meet"),
    pytest.param("Ada Quill reports. It rained.", id="an introduction alone"),
    pytest.param("The ministry reports. It rained. Osterby, Norvale.", id="no name"),
    pytest.param("", id="nothing"),
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_newscast_has_no_voices(text: str) -> None:
    """Names alone make none."""
    assert voices_of(text) == []


@pytest.mark.timed
@pytest.mark.parametrize("piece", ["Ada Quill, " + "a" * 100 + "! ", "Ada Quill reports. ", "I'm Ada. ", "A. " * 9])
def test_ten_times_the_text_takes_about_ten_times_as_long(piece: str) -> None:
    """However the text is made."""

    def seconds(times: int) -> float:
        text = piece * times
        paragraphs = read_layout(text).paragraphs
        best = 9e9
        for _ in range(2):
            start = time.process_time()
            find_news_turns(text, paragraphs, ())
            best = min(best, time.process_time() - start)
        return best

    seconds(50)
    assert seconds(3_000) < 12 * max(seconds(300), 0.02)
