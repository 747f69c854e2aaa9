"""Places in a text and in the text with some of it written otherwise."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotes.language.layout import Paragraph
from quotes.segmenter.shift import Edit, Shift
from quotes.spans import Span

_TEXT = "".join(chr(ord("a") + place % 26) for place in range(60))


@st.composite
def _edits(draw: st.DrawFn) -> list[Edit]:
    places = sorted(draw(st.lists(st.integers(0, len(_TEXT)), max_size=12)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [Edit(start, end, draw(st.text("XYZ", max_size=4))) for start, end in pairs]


@given(_edits(), st.integers(0, len(_TEXT)), st.booleans(), st.booleans())
def test_what_no_edit_touches_is_found_ahead_and_led_back(
    edits: list[Edit], place: int, is_end: bool, is_behind: bool
) -> None:
    """A place outside every edit leads to the same character and from there back to itself."""
    shift = Shift(edits)
    if any(edit.start <= place <= edit.end for edit in edits):
        return

    moved = shift.ahead(place, is_end=is_end, is_behind=is_behind)

    assert shift.apply(_TEXT)[moved : moved + 1] == _TEXT[place : place + 1]
    assert shift.back(moved) == place


@given(_edits(), st.integers(0, len(_TEXT)), st.integers(0, len(_TEXT)))
def test_order_is_kept(edits: list[Edit], first: int, second: int) -> None:
    """A place behind another is never led before it, neither way."""
    shift = Shift(edits)
    low, high = sorted((first, second))

    assert shift.back(low) <= shift.back(high)
    assert shift.ahead(low, is_end=False, is_behind=False) <= shift.ahead(high, is_end=True, is_behind=True)


@given(_edits(), st.integers(0, len(_TEXT)), st.integers(0, len(_TEXT)))
def test_a_span_ahead_lies_in_the_edited_text(edits: list[Edit], first: int, second: int) -> None:
    """No span is led out of the text."""
    shift = Shift(edits)
    span = shift.ahead_span(Span(*sorted((first, second))))

    assert span.end <= len(shift.apply(_TEXT))


def test_a_span_has_nothing_of_what_is_put_in_at_its_ends() -> None:
    """Marks put in around a span stay outside it, and inside its paragraph."""
    shift = Shift([Edit(0, 0, "“"), Edit(3, 3, "”")])

    assert shift.apply("Go, he said.") == "“Go,” he said."
    assert shift.ahead_span(Span(0, 3)) == (1, 4)
    assert shift.carry([Paragraph(0, 12, False)]) == (Paragraph(0, 14, False),)
