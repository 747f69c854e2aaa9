"""Words get the voice of the segments they lie in, and each of them a voice or an honest None."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.diarizer.align import align, assign_labels, find_segments
from quotes.diarizer.segments import Segment, TimedToken
from quotes.model import Document, DocumentInfo, Utterance, Word
from quotes.spans import Span

Timed = tuple[str, int | None, int | None]


def document_of(*lines: list[Timed], with_words: bool = True) -> Document:
    """Build a document with one utterance a line from words with times in milliseconds."""
    text, words, utterances = "", [], []
    for line in lines:
        begin = len(text)
        for said, start_ms, end_ms in line:
            words.append(Word(start=len(text), end=len(text) + len(said), start_ms=start_ms, end_ms=end_ms))
            text += said + " "
        text = text[:-1]
        known = [time for _, *times in line for time in times if time is not None]
        utterances.append(
            Utterance(
                spans=(Span(begin, len(text)),), start_ms=min(known, default=None), end_ms=max(known, default=None)
            )
        )
        text += "\n"
    info = DocumentInfo(words=tuple(words) if with_words else None, utterances=tuple(utterances))
    return Document(id="d", text=text, info=info)


def segments_of(*segments: tuple[int, int, str]) -> list[Utterance]:
    """Build segments without words."""
    return [
        Utterance(spans=(Span(0, 0),), label=label, start_ms=start_ms, end_ms=end_ms)
        for start_ms, end_ms, label in segments
    ]


def heard(document: Document, segments: list[Utterance]) -> list[tuple[str | None, str]]:
    """Join them; return label and words of each utterance."""
    joined = align(document, segments).document
    return [
        (each.label, " ".join(span.of(joined.text) for span in each.spans)) for each in joined.info.utterances or ()
    ]


@pytest.mark.parametrize(
    ("token", "segments", "label"),
    [
        pytest.param((0, 1000), [(0, 400, "A"), (400, 1000, "B")], "B", id="most of the word"),
        pytest.param((0, 1000), [(0, 300, "A"), (300, 700, "B"), (700, 1000, "A")], "A", id="two segments add up"),
        pytest.param((0, 1000), [(0, 600, "A"), (0, 600, "A"), (200, 1000, "B")], "B", id="no time counts twice"),
        pytest.param((500, 600), [(0, 5000, "A"), (400, 700, "B")], "A", id="covered alike: the longer segment"),
        pytest.param((500, 600), [(0, 300, "A"), (700, 900, "B")], "B", id="in a gap: the nearest"),
        pytest.param((500, 600), [(0, 5, "A"), (100, 300, "B")], "B", id="in a gap: the one that ended last"),
        pytest.param((9000, 9100), [(0, 300, "A")], None, id="too far from all"),
        pytest.param((500, 500), [(0, 500, "A"), (500, 900, "B")], "B", id="a word without length"),
        pytest.param((500, 600), [(550, 550, "A")], "A", id="a segment without length"),
    ],
)
def test_a_word_has_the_voice(token: tuple[int, int], segments: list[tuple[int, int, str]], label: str | None) -> None:
    """The voice that covers most of it, else the nearest within reach, else None."""
    found = [Segment(*segment) for segment in segments]
    assert assign_labels([TimedToken(*token, 0)], found, reach_ms=3000) == [label]


def test_an_utterance_of_two_voices_is_cut() -> None:
    """It is cut before the first word of the second voice; no word is lost."""
    document = document_of([("Ready?", 0, 400), ("Yes.", 900, 1200), ("Go", 1300, 1500)])
    assert heard(document, segments_of((0, 500, "A"), (800, 2000, "B"))) == [("A", "Ready?"), ("B", "Yes. Go")]


def test_the_parts_of_a_cut_utterance_have_the_times_of_their_words() -> None:
    """The first ends with its last word, the second begins with its first."""
    document = document_of([("Ready?", 0, 400), ("Yes.", 900, 1200)])
    first, second = align(document, segments_of((0, 500, "A"), (800, 2000, "B"))).document.info.utterances or ()
    assert (first.start_ms, first.end_ms, second.start_ms, second.end_ms) == (0, 400, 900, 1200)


def test_words_without_times_stand_between_their_neighbours() -> None:
    """A numeral without times goes with the words around it."""
    document = document_of(
        [("It", 0, 100), ("is", 100, 200), ("2020", None, None), ("now.", 800, 900), ("No.", 1500, 1700)]
    )
    assert heard(document, segments_of((0, 1000, "A"), (1400, 2000, "B"))) == [("A", "It is 2020 now."), ("B", "No.")]


def test_words_without_times_at_the_end_take_the_last_time() -> None:
    """They are not dropped, and go on with the voice before."""
    document = document_of([("It", 0, 100), ("is", None, None), ("so.", None, None)])
    assert heard(document, segments_of((0, 1000, "A"))) == [("A", "It is so.")]


def test_captions_without_timed_words_are_joined_by_the_share_of_their_time() -> None:
    """Their words are spread over the caption's time, but no made-up times of words are kept."""
    document = document_of([("Ready?", 0, 1000), ("Yes,", 1000, 2000), ("ready.", 2000, 3000)], with_words=False)
    joined = align(document, segments_of((0, 1200, "A"), (1200, 3000, "B"))).document
    assert [each.label for each in joined.info.utterances or ()] == ["A", "B"]
    assert joined.info.words is None


def test_a_word_far_from_every_segment_is_counted_as_nobodys() -> None:
    """It keeps its place in an utterance without a label."""
    alignment = align(document_of([("Go.", 0, 400)], [("Hm.", 60_000, 60_200)]), segments_of((0, 500, "A")))
    assert [each.label for each in alignment.document.info.utterances or ()] == ["A", None]
    assert alignment.unassigned == 1


def test_segments_without_label_or_times_are_left_out() -> None:
    """A segment that is turned round is put right."""
    segments = [
        *segments_of((900, 300, "A")),
        Utterance(spans=(Span(0, 0),), start_ms=0, end_ms=1),
        Utterance(spans=(Span(0, 0),), label="B", start_ms=0),
    ]
    assert find_segments(segments) == [Segment(300, 900, "A")]


@pytest.mark.parametrize(
    ("document", "segments", "reason"),
    [
        pytest.param(document_of([("Go.", 0, 1)]), [], "no segment", id="no segments"),
        pytest.param(document_of([("Go.", None, None)]), segments_of((0, 1, "A")), "has a time", id="no times"),
    ],
)
def test_what_cannot_be_joined_is_refused(document: Document, segments: list[Utterance], reason: str) -> None:
    """Without times on either side there is nothing to join by."""
    with pytest.raises(ValueError, match=reason):
        align(document, segments)


_TIMES = st.integers(0, 20_000)
_SEGMENTS = st.lists(st.tuples(_TIMES, _TIMES, st.sampled_from("ABC")), min_size=1, max_size=12)
_WORDS = st.lists(
    st.tuples(st.sampled_from(["yes", "no.", "Go", "2020,"]), st.none() | _TIMES, st.none() | _TIMES), min_size=1
)


@given(st.lists(_WORDS, min_size=1, max_size=6), _SEGMENTS, st.booleans())
def test_no_word_is_lost_and_none_doubled(
    lines: list[list[Timed]], segments: list[tuple[int, int, str]], repair: bool
) -> None:
    """Whatever the times, the utterances hold all words, each once, in the order of the text."""
    document = document_of(*lines)
    if all(time is None for line in lines for _, *times in line for time in times):
        return
    joined = align(document, segments_of(*segments), repair=repair).document
    spans = [span for each in joined.info.utterances or () for span in each.spans]
    assert " ".join(span.of(document.text) for span in spans).split() == document.text.split()
    assert spans == sorted(spans)


_SHORT = st.integers(0, 120)


@given(
    st.lists(st.tuples(_SHORT, _SHORT, st.sampled_from("ABC")), min_size=1, max_size=8),
    st.lists(st.tuples(_SHORT, st.integers(0, 30)), min_size=1, max_size=8),
)
def test_the_sweep_agrees_with_looking_at_every_segment(
    segments: list[tuple[int, int, str]], words: list[tuple[int, int]]
) -> None:
    """The voice given covers as much of the word as any; where nothing covers it, none is nearer."""
    found = [Segment(min(start, end), max(start, end) + 1, label) for start, end, label in segments]
    tokens = sorted(TimedToken(start, start + long_ms, number) for number, (start, long_ms) in enumerate(words))

    def cover(token: TimedToken, label: str) -> int:
        times = {
            time
            for segment in found
            if segment.label == label
            for time in range(
                max(token.start_ms, segment.start_ms),
                min(token.end_ms + (token.start_ms == token.end_ms), segment.end_ms),
            )
        }
        return len(times)

    def gap(token: TimedToken, label: str) -> int:
        end_ms = max(token.end_ms, token.start_ms + 1)
        return min(max(s.start_ms - end_ms, token.start_ms - s.end_ms) for s in found if s.label == label)

    names = {segment.label for segment in found}
    for token, label in zip(tokens, assign_labels(tokens, found, reach_ms=100_000), strict=True):
        assert label is not None
        most = max(cover(token, name) for name in names)
        assert cover(token, label) == most
        assert most > 0 or gap(token, label) == min(gap(token, name) for name in names)
