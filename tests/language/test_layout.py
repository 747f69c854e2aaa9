"""How a document breaks its paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotes.language.layout import WINDOW_CHARS, Paragraph, Paragraphs, read_layout

PROSE = (
    "The bridge at Marrow Ford was closed on Monday after an engineer from the county found a crack as long as a hand "
    "in one of its piers. Nobody was hurt, said Ilse Varga, who runs the ferry. She had warned the council twice, in "
    "letters that were never answered, and she now carries two hundred people a day across the river for nothing."
)


def wrap(prose: str, width: int, *, indent: str = "") -> str:
    """Break prose into lines of at most ``width`` code points."""
    lines, line = [], indent
    for word in prose.split():
        if len(line) + len(word) + 1 > width and line.strip():
            lines.append(line.rstrip())
            line = ""
        line += word + " "
    return "\n".join([*lines, line.rstrip()])


def parts(text: str) -> list[str]:
    """Return the words of each paragraph, its line ends made spaces."""
    return [" ".join(text[part.start : part.end].split()) for part in read_layout(text).paragraphs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One.\n\nTwo.", ["One.", "Two."], id="blank line"),
        pytest.param("One.\n \t \nTwo.", ["One.", "Two."], id="a blank line may hold spaces"),
        pytest.param("One.\r\n\r\nTwo.", ["One.", "Two."], id="CR LF"),
        pytest.param("One two\r\nthree.", ["One two three."], id="one CR LF is one line end"),
        pytest.param("One.\r\rTwo.", ["One.", "Two."], id="CR"),
        pytest.param("One.\rTwo.", ["One.", "Two."], id="single CR"),
        pytest.param("One.\u2028Two.", ["One.", "Two."], id="line separator"),
        pytest.param("One,\u2029two.", ["One,", "two."], id="a paragraph separator always parts"),
        pytest.param("One.\n\n\n\n\nTwo.", ["One.", "Two."], id="many blank lines"),
        pytest.param("One.\nTwo.\nThree.", ["One.", "Two.", "Three."], id="one line each"),
        pytest.param(
            '"We looked at the fish, to see\nhow much they had grown," he said.\nThen they left.',
            ['"We looked at the fish, to see how much they had grown," he said.', "Then they left."],
            id="a line end inside a sentence is soft",
        ),
        pytest.param("Market news\nPrices fell.", ["Market news", "Prices fell."], id="a heading stands alone"),
        pytest.param(
            "ANNA: We came\nBEN: so did we\nQ. Why\nA. because",
            ["ANNA: We came", "BEN: so did we", "Q. Why", "A. because"],
            id="labels begin paragraphs",
        ),
        pytest.param(
            "1\n00:00:01,000 --> 00:00:02,000\nso we went\nhome",
            ["1", "00:00:01,000 --> 00:00:02,000", "so we went home"],
            id="caption numbers and times stand alone",
        ),
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t\r\n ", [], id="only white space"),
        pytest.param("  word  ", ["word"], id="spans are trimmed"),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    """Line ends part paragraphs where the author meant them to."""
    assert parts(text) == expected


@pytest.mark.parametrize("width", [60, 72, 100])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_wrapped_with_blank_lines(width: int, ending: str) -> None:
    """Lines broken to fit a width are joined, blank lines part them."""
    text = f"{wrap(PROSE, width)}\n\n{wrap(PROSE, width)}".replace("\n", ending)
    assert read_layout(text).kind == "wrapped"
    assert parts(text) == [PROSE, PROSE]


def test_wrapped_with_indents() -> None:
    """Where there are no blank lines an indent begins a paragraph."""
    text = "\n".join(wrap(PROSE, 64, indent="   ") for _ in range(4))
    assert parts(text) == [PROSE] * 4


def test_wrapped_without_blank_lines_or_indents() -> None:
    """A short last line that ends a sentence ends the paragraph."""
    text = "\n".join(wrap(PROSE, 72) for _ in range(3))
    assert parts(text) == [PROSE] * 3


DIALOGUE = (
    "{0}You will have to wait for the ferry until the wind has gone down,{1} said Ilse Varga, and she tied the rope to "
    "the post once more. {0}It is not the first time, and nobody has drowned yet.{1} The engineer looked at the water. "
    "{0}I was told that the bridge would be open again by Monday.{1}"
)


@pytest.mark.parametrize(
    ("opener", "closer"),
    [
        pytest.param("&quot;", "&quot;", id="one entity"),
        pytest.param("&ldquo;", "&rdquo;", id="entities of two kinds"),
        pytest.param("&#8220;", "&#8221;", id="entities by number"),
        pytest.param("\u00e2\u20ac\u0153", "\u00e2\u20ac\u009d", id="UTF-8 read as Windows-1252"),
        pytest.param('\\"', '\\"', id="escaped"),
    ],
)
def test_wrapped_with_marks_of_many_characters(opener: str, closer: str) -> None:
    """A mark that is spelt out makes its line no wider than the one it stands for."""
    wrapped = wrap(DIALOGUE.format("\u201c", "\u201d"), 64)
    text = "\n\n".join([wrapped] * 4).replace("\u201c", opener).replace("\u201d", closer)
    layout = read_layout(text)
    assert layout.kind == "wrapped"
    assert parts(text) == [DIALOGUE.format(opener, closer)] * 4


def test_wrapped_paragraphs_run_together() -> None:
    """Where blank lines became spaces, the long lines this makes hide no width."""
    text = " ".join(wrap(PROSE, 64) for _ in range(6))
    assert read_layout(text).kind == "wrapped"
    assert len(parts(text)) == 1


def test_wrapped_in_capitals() -> None:
    """Capitals do not hide that lines are broken to fit a width."""
    text = f"{wrap(PROSE.upper(), 60)}\n\n{wrap(PROSE.upper(), 60)}"
    assert parts(text) == [PROSE.upper()] * 2


def test_wrapped_labels() -> None:
    """A label begins a paragraph in a hard-wrapped transcript too."""
    text = "\n".join(wrap(f"{name}: {PROSE}", 70) for name in ("MARA ODELL", "JON PIKE", "MARA ODELL"))
    assert [part.split(":")[0] for part in parts(text)] == ["MARA ODELL", "JON PIKE", "MARA ODELL"]


def test_one_line_each_is_told_from_wrapped() -> None:
    """Long lines that each end a sentence stay paragraphs of their own."""
    sentences = [sentence + "." for sentence in PROSE.split(". ")]
    text = "\n".join(sentences * 3)
    layout = read_layout(text)
    assert layout.kind == "lines"
    assert len(layout.paragraphs) == 9


def test_blank_lines_and_lines_that_stand_alone() -> None:
    """A document may part paragraphs both ways."""
    text = f"Ferry news\n{PROSE}\n{PROSE}\n\nWeather\n{PROSE}"
    assert read_layout(text).kind == "mixed"
    assert parts(text) == ["Ferry news", PROSE, PROSE, "Weather", PROSE]


def test_long_paragraph_is_cut_after_a_sentence() -> None:
    """A very long paragraph comes in windows, each ending a sentence, all but the first continuing it."""
    text = (PROSE + " ") * 200
    layout = read_layout(text)
    assert len(layout.paragraphs) > 3
    assert [part.continues for part in layout.paragraphs] == [False] + [True] * (len(layout.paragraphs) - 1)
    assert all(text[part.start : part.end].endswith(".") for part in layout.paragraphs)
    assert all(part.end - part.start <= WINDOW_CHARS for part in layout.paragraphs)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("word " * 10_000, 3, id="no sentence end"),
        pytest.param("x" * 50_000, 3, id="no white space"),
    ],
)
def test_long_paragraph_without_good_places(text: str, count: int) -> None:
    """Where no sentence ends, white space will do; where there is none, the window is full."""
    assert len(read_layout(text).paragraphs) == count


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n" * 3_000_000, id="newlines"),
        pytest.param("\r\n" * 1_500_000, id="CR LF"),
        pytest.param("He said no. " * 250_000, id="one line"),
        pytest.param("x" * 3_000_000, id="one word"),
        pytest.param("a" + " " * 3_000_000 + "b", id="spaces"),
        pytest.param("A B " * 750_000, id="capitals like a label"),
    ],
)
def test_large_input_is_read_in_little_memory(text: str) -> None:
    """Three million code points need less memory than a copy of the text."""
    import tracemalloc

    tracemalloc.start()
    read_layout(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(text)


@given(st.text(alphabet=st.sampled_from("aB.,:1 \t\n\r\u2028\u2029\x85-[]é"), max_size=200))
@example("a" + " " * 20_001)
@example("a" + " " * 20_001 + "b")
def test_every_visible_character_is_in_one_paragraph(text: str) -> None:
    """Paragraphs are in order, trimmed, not empty, and leave out nothing but white space."""
    position = 0
    for start, end, _ in read_layout(text).paragraphs:
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


PARTS = (Paragraph(0, 7, False), Paragraph(8, 21, True), Paragraph(23, 2**33, False))


def test_paragraphs_are_those_that_were_put_in() -> None:
    """In order, from either end and by slice; each is a paragraph, and what continues is true or false."""
    paragraphs = Paragraphs(PARTS)
    assert tuple(paragraphs) == PARTS
    assert [repr(paragraphs[number]) for number in (0, 1, -1)] == [repr(PARTS[number]) for number in (0, 1, -1)]
    assert paragraphs[1:] == PARTS[1:]
    with pytest.raises(IndexError):
        paragraphs[3]


@pytest.mark.parametrize(
    ("other", "is_equal"),
    [
        (PARTS, True),
        (list(PARTS), True),
        (Paragraphs(PARTS), True),
        (PARTS[:2], False),
        ((*PARTS[:2], PARTS[0]), False),
    ],
    ids=["a tuple", "a list", "paragraphs", "fewer", "others"],
)
def test_paragraphs_are_compared_one_by_one(other: object, is_equal: bool) -> None:
    """Whatever holds the others."""
    assert (Paragraphs(PARTS) == other) is is_equal
    assert (other == Paragraphs(PARTS)) is is_equal
