"""Who speaks when: rows, segments, the axis, what nobody says, and the rows in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from renderer_samples import article, broadcast

from quotes.model import Annotation, Document, DocumentInfo, Speaker, Turn, TurnKind, Utterance
from quotes.renderer import render
from quotes.renderer.quiet import find_speech
from quotes.renderer.timeline import STEPS, Timeline, draw_timeline, write_clock
from quotes.renderer.view import view_of
from quotes.spans import Span

SAYING = "We mend nets. "


def talk(*turns: tuple[str, int | None, int | None] | str, **fields: Any) -> Annotation:
    """Return a transcript with one turn of three words for each label, with its times where they are given."""
    made = []
    for number, turn in enumerate(turns):
        label, start_ms, end_ms = (turn, None, None) if isinstance(turn, str) else turn
        start = number * len(SAYING)
        made.append(
            Turn(start=start, end=start + len(SAYING) - 1, label=label, start_ms=start_ms, end_ms=end_ms, **fields)
        )
    return Annotation.of(Document(id="d", text=SAYING * len(turns)), turns=tuple(made))


def draw(annotation: Annotation) -> Timeline:
    """Return the rows of an annotation that has some."""
    timeline = draw_timeline(view_of(annotation))
    assert timeline is not None
    return timeline


@pytest.mark.parametrize("annotation", [article(), talk("A"), talk("A", "A")], ids=["no turns", "one", "one voice"])
def test_fewer_than_two_voices_have_no_rows(annotation: Annotation) -> None:
    """There is nothing to tell apart, and the page says nothing about it."""
    assert draw_timeline(view_of(annotation)) is None
    assert "talk-heading" not in render(annotation, "html")


def test_the_most_talkative_voice_comes_first() -> None:
    """Rows go by words where there are no times; shares are of all words."""
    timeline = draw(talk("A", "B", "B", "C", "B"))

    assert [(lane.name, lane.turns, lane.words, lane.percent) for lane in timeline.lanes] == [
        ("B", 3, 9, "60%"),
        ("A", 1, 3, "20%"),
        ("C", 1, 3, "20%"),
    ]
    assert (timeline.is_timed, timeline.length, timeline.lanes[0].duration) == (False, None, None)


def test_time_counts_where_there_are_times() -> None:
    """A voice that speaks slowly comes before one with more words."""
    timeline = draw(talk(("A", 0, 1_000), ("B", 1_000, 61_000), ("A", 61_000, 62_000)))

    assert [(lane.name, lane.duration, lane.percent) for lane in timeline.lanes] == [
        ("B", "1:00", "97%"),
        ("A", "0:02", "3%"),
    ]
    assert timeline.length == "1:02"


TIMES: dict[str, tuple[list[tuple[str, int | None, int | None]], list[tuple[float, float]]]] = {
    "a missing end lasts until the next turn": ([("A", 0, None), ("B", 5_000, 10_000)], [(0, 500)]),
    "a missing last end is told from the words": ([("B", 0, 8_800), ("A", 8_800, None)], [(880, 1000)]),
    "a missing time stands where the turn before ends": (
        [("B", 0, 4_000), ("A", None, None), ("B", 8_000, 10_000)],
        [(400, 800)],
    ),
    "turns out of order stand in order": (
        [("A", 5_000, 6_000), ("B", 6_000, 10_000), ("A", 0, 1_000)],
        [(0, 100), (500, 600)],
    ),
    "turns that overlap keep their own times": ([("A", 0, 8_000), ("B", 5_000, 10_000)], [(0, 800)]),
    "a late beginning is the beginning": ([("A", 100_000, 105_000), ("B", 105_000, 110_000)], [(0, 500)]),
    "an early beginning counts from nought": ([("A", 500, 5_000), ("B", 5_000, 10_000)], [(50, 500)]),
    "an end before the start is no time at all": ([("A", 9_000, 2_000), ("B", 0, 10_000)], [(900, 902)]),
    "times over a day": ([("A", 0, 90_000_000), ("B", 90_000_000, 100_000_000)], [(0, 900)]),
}


@pytest.mark.parametrize("case", TIMES)
def test_segments_stand_at_their_times(case: str) -> None:
    """What the input leaves out is filled from the turns around."""
    turns, expected = TIMES[case]

    lane = next(lane for lane in draw(talk(*turns)).lanes if lane.name == "A")

    assert [(segment.start, segment.end) for segment in lane.segments] == [pytest.approx(pair) for pair in expected]


KINDS: list[tuple[TurnKind, bool, TurnKind]] = [
    ("turn", False, "turn"),
    ("narrator", False, "narrator"),
    ("bite", False, "bite"),
    ("clip", False, "clip"),
    ("interpreter", False, "interpreter"),
    ("bite", True, "interpreter"),
]


@pytest.mark.parametrize(("kind", "translated", "drawn"), KINDS)
def test_kinds_are_drawn_apart(kind: TurnKind, translated: bool, drawn: TurnKind) -> None:
    """A narrator's row is low, and a bite, a clip and what is interpreted have a pattern of their own."""
    annotation = talk("A", "B", kind=kind, translated=translated)
    page = render(annotation, "html")

    segment = draw(annotation).lanes[0].segments[0]

    assert (segment.kind, segment.height) == (drawn, 6 if drawn == "narrator" else 16)
    assert page.count(f'fill="url(#as-{drawn})"') == (3 if drawn in ("bite", "clip", "interpreter") else 0)


def test_only_more_than_one_sort_of_turn_needs_a_key() -> None:
    """Plain turns need no explanation; a broadcast's narrator and bites do."""
    assert draw(talk("A", "B")).kinds == ()
    assert [kind for kind, _ in draw(broadcast()).kinds] == ["narrator", "bite", "interpreter"]


def test_rows_have_the_looks_of_the_page() -> None:
    """Numbers are those of the quotations; a narrator has none; a voice that is not quoted comes after the quoted."""
    lanes = draw(broadcast()).lanes
    speakers = (Speaker(id="s1", name="Ida Moss", role="warden"), Speaker(id="s2", name="Bo Lund"))
    turns = (Turn(start=0, end=3, speaker="s2"), Turn(start=4, end=9, speaker="s1"), Turn(start=10, end=12))
    unquoted = Annotation.of(Document(id="d", text="Go. I will. No"), speakers=speakers, turns=turns)

    assert [(lane.name, lane.sign, lane.look, lane.quotations) for lane in lanes] == [
        ("Narrator", "N", "nar", 0),
        ("a fisherman on the quay in Sandvik", "2", "s2", 1),
        ("Tove Haugland", "1", "s1", 1),
    ]
    assert {(lane.name, lane.sign, lane.standing) for lane in draw(unquoted).lanes} == {
        ("Bo Lund", "1", None),
        ("Ida Moss", "2", "warden"),
        ("Unknown voice", "?", None),
    }
    assert view_of(unquoted).silent == ()


@pytest.mark.parametrize(("voices", "rows", "others"), [(12, 12, 0), (13, 12, 2), (40, 12, 29)])
def test_voices_beyond_the_twelfth_row_share_one(voices: int, rows: int, others: int) -> None:
    """Nobody is left out: the last row tells whose turns it holds."""
    lanes = draw(talk(*(f"V{number}" for number in range(voices)))).lanes

    assert (len(lanes), len(lanes[-1].voices)) == (rows, others)
    assert sum(lane.turns for lane in lanes) == voices
    if others:
        assert lanes[-1].name == f"{others} others"
        assert lanes[-1].segments[0].words.startswith("V11")


@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.integers(0, 10**8), st.integers(0, 10**6)), min_size=2, max_size=60
    ).filter(lambda turns: len({label for label, _, _ in turns}) > 1)
)
def test_segments_stay_in_their_row_and_lose_no_turn(turns: list[tuple[str, int, int]]) -> None:
    """Whatever the times: within the row, in order, long enough to be seen, and every turn is in one."""
    timeline = draw(talk(*((label, start, start + length) for label, start, length in turns)))

    for lane in timeline.lanes:
        starts = [segment.start for segment in lane.segments]
        assert starts == sorted(starts)
        assert all(0 <= segment.start <= segment.end - 2 + 1e-6 for segment in lane.segments)
        assert all(segment.end <= STEPS + 1e-6 and 0 <= segment.density <= 1 for segment in lane.segments)
        counts = [re.search(r"(\d+) turns", segment.words) for segment in lane.segments]
        assert sum(int(count[1]) if count else 1 for count in counts) == lane.turns
    spoken = any(length for _, _, length in turns)
    assert sum(lane.share for lane in timeline.lanes) == pytest.approx(1 if spoken else 0)


def test_ten_thousand_turns_are_little_markup() -> None:
    """Turns closer than a screen can show are one segment, as high as the share of it that is spoken."""
    turns = [("AB"[number % 2], number * 3_000, number * 3_000 + 300) for number in range(10_000)]

    timeline = draw(talk(*turns))

    assert sum(len(lane.segments) for lane in timeline.lanes) < 200
    assert {segment.height for segment in timeline.lanes[0].segments} == {5}


def test_words_leave_out_what_nobody_says() -> None:
    """Where the input tells labels and times from words, only words count."""
    text = "ANA: Go now.\nBO (00:03): No.\n"
    utterances = (Utterance(spans=(Span(5, 12),), label="ANA"), Utterance(spans=(Span(25, 28),), label="BO"))
    document = Document(id="d", text=text, info=DocumentInfo(format="labelled", utterances=utterances))
    turns = (Turn(start=0, end=12, label="ANA"), Turn(start=13, end=28, label="BO"))
    annotation = Annotation.of(document, turns=turns)

    assert [(lane.name, lane.words) for lane in draw(annotation).lanes] == [("ANA", 2), ("BO", 1)]
    assert draw(annotation).lanes[1].segments[0].words == "1 word: No."
    assert '<span class="m">BO (00:03): </span>No.' in render(annotation, "html")


TICKS = [
    (9_000, "0:00 0:02 0:04 0:06 0:08"),
    (61_000, "0:00 0:15 0:30 0:45 1:00"),
    (3_600_000, "0:00 10:00 20:00 30:00 40:00 50:00 1:00:00"),
    (36_000_000, "0:00 2:00:00 4:00:00 6:00:00 8:00:00 10:00:00"),
    (90_000_000, "0:00 6:00:00 12:00:00 18:00:00 24:00:00"),
]


@pytest.mark.parametrize(("length_ms", "labels"), TICKS)
def test_the_axis_has_round_times(length_ms: int, labels: str) -> None:
    """Seconds, minutes or hours, as the length wants."""
    timeline = draw(talk(("A", 0, 1_000), ("B", 1_000, length_ms)))

    assert " ".join(tick.label for tick in timeline.ticks) == labels


def test_without_times_the_axis_has_shares_of_the_text() -> None:
    """Quarters, at their places."""
    assert [(tick.place, tick.label) for tick in draw(talk("A", "B")).ticks] == [
        (str(share), f"{share}%") for share in (0, 25, 50, 75, 100)
    ]


@pytest.mark.parametrize(
    ("time_ms", "clock"), [(0, "0:00"), (59_999, "0:59"), (3_599_000, "59:59"), (90_061_000, "25:01:01")]
)
def test_clocks(time_ms: int, clock: str) -> None:
    """Minutes and seconds; hours where there are any."""
    assert write_clock(time_ms) == clock


def test_caption_numbers_times_and_tags_are_quiet() -> None:
    """They stay in the text, set apart from what is said."""
    text = "1\n00:00:00,000 --> 00:00:02,000\n<i>Go</i> now.\n"
    utterance = Utterance(spans=(Span(35, 37), Span(41, 46)))
    assert [span.of(text) for span in utterance.spans] == ["Go", " now."]
    info = DocumentInfo(format="srt", utterances=(utterance,))

    page = render(Annotation.of(Document(id="d", text=text, info=info)), "html")

    assert 'class="captions"' in page
    assert '<p class="m" data-o="0"><span class="m">1</span></p>' in page
    assert '<span class="m">&lt;i&gt;</span>Go<span class="m">&lt;/i&gt;</span> now.</p>' in page


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), max_size=8), st.integers(0, 50), st.integers(0, 50))
def test_parts_cover_the_stretch_they_split(spans: list[tuple[int, int]], start: int, length: int) -> None:
    """In order, without gaps, and each quiet exactly where no utterance is."""
    said = [Span(place, place + size) for place, size in spans if size]
    speech = find_speech([Utterance(spans=(span,)) for span in said])

    parts = list(speech.split(start, start + length))

    assert [place for part in parts for place in range(part.start, part.end)] == list(range(start, start + length))
    for part in parts:
        for place in range(part.start, part.end):
            spoken = any(span.start <= place < span.end for span in said)
            assert part.is_quiet == (bool(said) and not spoken)


def test_hostile_labels_stay_words() -> None:
    """A label cannot leave the attribute or the title it stands in."""
    annotation = talk('"><script>alert(1)</script>', "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M")

    page = render(annotation, "html")

    assert "<script>alert" not in page


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """A transcript of 600 turns, three voices after each other, a minute each."""
    turns = [("ABC"[number % 3], number * 60_000, number * 60_000 + 59_000) for number in range(600)]
    annotation = talk(*turns)
    text = (annotation.text or "").replace(". ", ".\n")
    lines = Annotation.of(Document(id="d", text=text), turns=annotation.turns)
    path = tmp_path / "page.html"
    path.write_text(render(lines, "html"), encoding="utf-8", newline="")
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    yield page
    page.close()
    assert complaints == []


@pytest.mark.browser
def test_a_click_goes_to_the_turn(page: Any) -> None:
    """Also far down in a long page, where parts are laid out only when they come in sight."""
    link = page.locator(".lane").nth(1).locator("a").nth(150)
    anchor = link.get_attribute("href")
    assert anchor

    link.click()
    page.wait_for_timeout(500)

    top = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", anchor[1:])
    assert page.evaluate("location.hash") == anchor
    assert abs(top - page.evaluate("innerHeight") * 0.2) < 4


@pytest.mark.browser
def test_one_tab_stop_a_row_and_arrow_keys_along_it(page: Any) -> None:
    """Every other segment is reached by arrow keys, Home and End, and Enter goes to its turn."""
    stops = page.evaluate(
        "[...document.querySelectorAll('.lane')].map(l => l.querySelectorAll('a[tabindex=\"0\"]').length)"
    )
    assert stops == [1, 1, 1]
    page.locator(".lane").first.locator("a").first.focus()
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight", "Home"):
        page.keyboard.press(key)
        seen.append(
            page.evaluate(
                "[...document.activeElement.closest('svg').querySelectorAll('a')].indexOf(document.activeElement)"
            )
        )
    assert seen == [1, 2, 1, 199, 199, 0]
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == f"#t{597 * len(SAYING)}"


@pytest.mark.browser
def test_rows_and_segments_have_names(page: Any) -> None:
    """A table with a row header a voice; a group a row; each link tells time and words."""
    row = page.get_by_role("row").nth(1)

    assert row.get_by_role("rowheader", name="A", exact=True).count() == 1
    assert row.get_by_role("group", name="200 turns of A").count() == 1
    link = row.get_by_role("link").first
    assert link.get_attribute("aria-label") == "0:00 to 0:59, 3 words: We mend nets."


@pytest.mark.browser
def test_narrow_screens_do_not_scroll_sideways(page: Any) -> None:
    """320 pixels are enough."""
    page.set_viewport_size({"width": 320, "height": 700})

    assert page.evaluate("document.documentElement.scrollWidth") == 320
