"""What each mark is taken for: opener, closer, reopener, apostrophe, measure, stray."""

from __future__ import annotations

import time

import pytest

from quotes.language.layout import Paragraph, read_layout
from quotes.segmenter import MarkReading, read_marks


def _read(text: str) -> list[MarkReading]:
    return list(read_marks(text, read_layout(text).paragraphs))


ROLES = [
    ("plain", '"Go," he said.', "open close"),
    ("apostrophe inside a word", '"Don\'t," he said.', "open apostrophe close"),
    ("British, with an apostrophe", "'I don't know,' he said.", "open apostrophe close"),
    (
        "British, plural possessive",
        "'The boys' names are gone,' he said. 'All of them.'",
        "open apostrophe close open close",
    ),
    ("plural possessive alone", "The boys' names and the girls' names.", "apostrophe apostrophe"),
    ("elision at the start", "'Tis late, and 'twas cold. Give 'em time.", "apostrophe apostrophe apostrophe"),
    ("elision inside British marks", "'Give 'em time,' he said.", "open apostrophe close"),
    ("decade", "In the '90s and the '60s it was sold.", "apostrophe apostrophe"),
    ("rock 'n' roll", "\"It was rock 'n' roll,\" she said.", "open apostrophe apostrophe close"),
    ("goin'", "\"I'm goin' home,\" he said.", "open apostrophe apostrophe close"),
    ("decade and a plural possessive", "In the '90s the boys' boats were sold.", "apostrophe apostrophe"),
    ("inches by inches", 'A 6"x4" board, "he said".', "measure measure open close"),
    ("feet and inches", "He is 5'10\" tall.", "measure measure"),
    ("inches inside a quotation", '"A 6" pipe is no use," he said.', "open measure close"),
    ("arc minutes", "It lies at 40°26′46″ north.", "measure measure"),
    ("inner marks", "\"He said, 'Go,' and went,\" she said.", "open open close close"),
    ("both closers together", "\"He said, 'Go.'\"", "open open close close"),
    ("three deep", '"He said, \'She wrote "no" on it.\'"', "open open open close close close"),
    ("scare quotes in a text of double marks", "The 'old' house. \"Yes,\" he said.", "open close open close"),
    ("number right before the closer", '"It was in 1999," he said, "or 2001".', "open close open close"),
    ("a row of marks is decoration", 'Before\n\n""""""""""\n\n"Go," he said.', "stray open close"),
    ("a spaced row of marks is decoration", '" " " " " " " " " "\n\n"Go," he said.', "stray " * 10 + "open close"),
    ("no space behind the comma", 'He said,"Go."', "open close"),
    ("closed up", '"Go."She went. "Now."', "open close open close"),
    ("brackets", '("Go," he said.)', "open close"),
    ("dashes", 'The word—"go"—was his.', "open close"),
    ("footnote", '"We went."1 They did.', "open close"),
    ("dashes in mojibake", "â€œGoâ€” nowâ€\u009d he said.", "open close"),
]


@pytest.mark.parametrize(("text", "roles"), [pytest.param(*case[1:], id=case[0]) for case in ROLES])
def test_each_mark_is_read_by_its_place(text: str, roles: str) -> None:
    """A mark is what its neighbours and the marks around it make of it."""
    assert " ".join(reading.role for reading in _read(text)) == roles


def test_a_quotation_that_goes_on_is_opened_anew() -> None:
    """The mark at the start of the next paragraph repeats the opener and names it as its partner."""
    text = '"One thing was said there that morning, and nobody forgot it.\n\n"Another followed," he said.'

    first, second, last = _read(text)

    assert (first.role, second.role, last.role) == ("open", "reopen", "close")
    assert first.partner == last.start
    assert second.partner == last.partner == first.start


def test_windows_of_one_paragraph_are_no_break() -> None:
    """A quotation over the cut between two windows needs no mark there."""
    text = '"One two. Three four."'
    windows = (Paragraph(0, 9, False), Paragraph(10, len(text), True))

    assert [(reading.role, reading.margin > 5) for reading in read_marks(text, windows)] == [
        ("open", True),
        ("close", True),
    ]


def test_partners_name_each_other() -> None:
    """A closer's partner is its opener and the other way round, at the same depth."""
    outer, inner, inner_end, outer_end = _read("\"He said, 'Go,' and went,\" she said.")

    assert (outer.partner, outer_end.partner, outer.depth, outer_end.depth) == (outer_end.start, outer.start, 0, 0)
    assert (inner.partner, inner_end.partner, inner.depth, inner_end.depth) == (inner_end.start, inner.start, 1, 1)


def test_a_lost_mark_leaves_its_other_end_without_a_partner() -> None:
    """A closer that is missing is not made up, and the marks behind it keep their roles."""
    readings = _read('"Go, he said. "Now."')

    assert [(reading.role, reading.partner) for reading in readings] == [("open", None), ("open", 19), ("close", 14)]


def test_margins_are_smaller_where_a_mark_is_doubtful() -> None:
    """A mark with words on neither side is less sure than one at the edge of a word."""
    plain = _read('He said, "Go now."')
    spaced = _read('He said " Go now " and left')

    assert min(reading.confidence for reading in plain) > 0.99
    assert max(reading.confidence for reading in spaced) < min(reading.confidence for reading in plain)


def test_margins_can_be_left_out() -> None:
    """Without margins the same roles are read."""
    text = "\"He said, 'Go,' and went,\" she said."
    paragraphs = read_layout(text).paragraphs

    quick = list(read_marks(text, paragraphs, margins=False))

    assert [reading._replace(margin=0.0) for reading in _read(text)] == quick


def test_spelled_marks_say_what_they_stand_for() -> None:
    """An entity is one mark of six characters that stands for a straight one."""
    first = _read("&quot;Go,&quot; he said.")[0]

    assert (first.start, first.end, first.char) == (0, 6, '"')


@pytest.mark.timed
@pytest.mark.parametrize(
    "unit", ['"', "'", '" ', "“”", '"a', 'a" "b ', "“a ‘b «c ", "“x\n\n", ",,", "&quot;", "\\'", "´`", "dogs' "]
)
def test_cost_grows_no_faster_than_the_text(unit: str) -> None:
    """Four times as many marks cost about four times as much, whatever the marks are."""

    def cost(size: int) -> float:
        text = unit * size
        paragraphs = read_layout(text).paragraphs
        begin = time.process_time()
        for _ in read_marks(text, paragraphs, margins=False):
            pass
        return time.process_time() - begin

    cost(500)
    assert cost(8000) < 0.05 + 10 * cost(2000)


@pytest.mark.parametrize(
    ("label", "text", "roles"),
    [
        ("a year behind an elision", "They had not won since '94, when the boys' bus broke down.", ["apostrophe"] * 2),
        ("a fence of program text", "```\nx = 1\n```", ["stray", "stray"]),
        (
            "a closer lost inside its paragraph",
            '"You are right, I answered. "It was cleaned."',
            ["open", "open", "close"],
        ),
    ],
)
def test_what_stands_around_a_mark_says_what_it_is(label: str, text: str, roles: list[str]) -> None:
    """Elided years, fences and attributions are seen."""
    assert [reading.role for reading in read_marks(text, read_layout(text).paragraphs)] == roles, label


def test_a_text_that_loses_closers_lost_one_more_rather_than_going_on() -> None:
    """An unclosed line of dialogue is a lost closer where others are lost, and a quotation that goes on elsewhere."""
    lines = [f'"It is number {number}."' for number in range(20)]
    doubtful = ['"Is it yours?', '"No, it was never mine."']
    lost = ['"Nobody said a word', "They went home."] * 3

    for extra, role in (([], "reopen"), (lost, "open")):
        text = "\n\n".join([*lines, *extra, *lines, *doubtful, *lines])
        place = text.index('"No, it')
        readings = {reading.start: reading.role for reading in read_marks(text, read_layout(text).paragraphs)}
        assert readings[place] == role
