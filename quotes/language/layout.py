"""How a document breaks its paragraphs, decided for each document: by blank lines, one line each, or hard-wrapped.

Nothing but one pass over the lines and the list of paragraphs: no copy of the text is made, and a line of any length
is one slice of two offsets. The first so many lines are held until it is decided how they are parted.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, overload

from quotes.lexicon.files import read_table

__all__ = ["WINDOW_CHARS", "Layout", "Paragraph", "Paragraphs", "read_layout"]

WINDOW_CHARS = 20_000
"""A paragraph longer than this many code points is cut into windows."""


class Paragraph(NamedTuple):
    """One paragraph, or one window of a very long one.

    Attributes:
        start: first code point.
        end: one past the last code point; neither end is white space, and the paragraph is never empty.
        continues: whether it goes on with the paragraph before it, which was cut for its length.
    """

    start: int
    end: int
    continues: bool


_make_paragraph = partial(tuple.__new__, Paragraph)


class Paragraphs(Sequence[Paragraph]):
    """Paragraphs in order, a few bytes each: what is taken out of them is a new value. Equal to a tuple of the same.

    Args:
        paragraphs: those it holds first.

    Example:
        >>> paragraphs = Paragraphs([Paragraph(0, 7, False)])
        >>> paragraphs.add(8, 21, continues=False)
        >>> paragraphs[-1], paragraphs == (Paragraph(0, 7, False), Paragraph(8, 21, False))
        (Paragraph(start=8, end=21, continues=False), True)
    """

    __slots__ = ("_continues", "_ends", "_starts")

    def __init__(self, paragraphs: Iterable[Paragraph] = ()) -> None:
        self._starts, self._ends, self._continues = array("q"), array("q"), bytearray()
        for start, end, continues in paragraphs:
            self.add(start, end, continues=continues)

    def add(self, start: int, end: int, *, continues: bool) -> None:
        """Put a paragraph behind the others; places in code points."""
        self._starts.append(start)
        self._ends.append(end)
        self._continues.append(continues)

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[Paragraph]:
        return map(_make_paragraph, zip(self._starts, self._ends, map(bool, self._continues), strict=True))

    @overload
    def __getitem__(self, place: int) -> Paragraph: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Paragraph]: ...
    def __getitem__(self, place: int | slice) -> Paragraph | Sequence[Paragraph]:
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        return Paragraph(self._starts[place], self._ends[place], self._continues[place] > 0)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(one == same for one, same in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Paragraphs({list(self)!r})"


@dataclass(frozen=True)
class Layout:
    """The paragraphs of a document and how they are told apart.

    Attributes:
        kind: ``blank`` (blank lines; no two lines without one), ``lines`` (each line is a paragraph), ``wrapped``
            (lines are broken to fit a width; blank lines or indents part paragraphs), or ``mixed`` (blank lines,
            and lines between them that stand alone).
        paragraphs: in order, none touching another.
    """

    kind: str
    paragraphs: Sequence[Paragraph]


class _Line(NamedTuple):
    start: int  # first code point that is not white space
    end: int  # one past the last one
    indent: int  # white space before it, in code points
    is_parted: bool  # whether a blank line stands before it
    size: int  # how many code points are seen: a mark written as an entity is one


_DATA_FOLDER = Path(__file__).parent / "data"
_LINE = re.compile(r"\S[^\r\n\x85\u2028\u2029]*")
_BLANK = re.compile(r"(?>\r\n|[\r\n\x85\u2028])[^\S\r\n\x85\u2028\u2029]*[\r\n\x85\u2028\u2029]|\u2029")
_WIDEST = 120  # a hard-wrapped line is no longer than this
_NARROWEST = 30
_WIDTH_SHARES = (0.97, 0.75, 0.5)  # how many lines keep to the width: fewer where paragraphs were run together
_SAMPLE_LINES = 20_000
_FIRST_WORD = re.compile(r"\S{1,40}")
_STOPS = ".?!:\u2026\u3002\uff01\uff1f"
_SPELT = re.compile(r"&#?\w{2,8};|\u00e2\u20ac[^\w\s]?|\\[\"']|''|``|,,|\"\"")  # several characters for one
_SPELT_LONGEST = 10
_SPELT_END = re.compile(r"(?:&#?\w{2,8};|\u00e2\u20ac[^\w\s]?)\Z")
_CLOSERS = "\"'\u201d\u2019\u00bb\u203a)]}*_"
_OPENERS = "\"'`\u201c\u2018\u00ab\u2039([_*"
_CAPTION = re.compile(
    r"[QA]\.\s|\d{1,6}(?=\s*(?:[\r\n\x85\u2028\u2029]|$))|[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?(?=\s|$)"
)
_BULLET = re.compile(r"(?:[-*\u2022\u2023\u25aa\u25cf]|\d{1,2}[.)]|[a-z]\))\s")


def read_layout(text: str) -> Layout:
    r"""Return the paragraphs of ``text`` and how its author parted them.

    Line ends are CR LF, CR, LF, NEL, U+2028 and U+2029; the last always ends a paragraph. A blank line may hold spaces.
    A paragraph longer than `WINDOW_CHARS` is cut at white space, after a sentence end where there is one, into windows
    that say that they continue it.

    Example:
        >>> layout = read_layout("A line.\nAnother line.\n\nThe last one.")
        >>> layout.kind, [(part.start, part.end) for part in layout.paragraphs]
        ('mixed', [(0, 7), (8, 21), (23, 36)])
    """
    lines = _lines(text)
    sample = list(islice(lines, _SAMPLE_LINES))
    kind, width, has_blanks, has_indents = _decide(text, sample)
    paragraphs = Paragraphs()
    start = end = -1
    before: _Line | None = None
    was_soft = False
    for line in chain(sample, lines):
        if before is None or line.is_parted:
            is_soft = False
        elif kind == "wrapped":
            is_soft = _is_soft_wrapped(text, before, line, width, has_blanks, has_indents)
        else:
            is_soft = _is_soft_alone(text, before, line, was_soft)
        if not is_soft:
            if start >= 0:
                _add(text, start, end, paragraphs)
            start = line.start
        end = line.end
        before, was_soft = line, is_soft
    if start >= 0:
        _add(text, start, end, paragraphs)
    return Layout(kind, paragraphs)


def _lines(text: str) -> Iterator[_Line]:
    """Give each line that is not blank."""
    end = 0
    is_first = True
    is_spelt = _SPELT.search(text) is not None
    for match in _LINE.finditer(text):
        start = match.start()
        last = _trim_end(text, start, match.end())
        # Everything between two lines is white space; a line's own indent is what follows its last line end.
        between = text[end:start] if start - end <= 2000 else "\n\n"
        is_parted = is_first or between == "\n\n" or (between != "\n" and _BLANK.search(between) is not None)
        indent = 0
        while start - indent > end and indent < 200 and text[start - indent - 1] in " \t\u3000\u00a0":
            indent += 1
        size = last - start
        if is_spelt and size < _SPELT_LONGEST * _WIDEST:
            size -= sum(found.end() - found.start() - 1 for found in _SPELT.finditer(text, start, last))
        yield _Line(start, last, indent, is_parted, size)
        end = last
        is_first = False


def _trim_end(text: str, start: int, end: int) -> int:
    """Return where ``[start, end)`` ends without white space, looking at a few code points at a time."""
    while end > start and text[end - 1].isspace():
        size = len(text[max(start, end - 4096) : end].rstrip())
        end = max(start, end - 4096) + size
        if size:
            break
    return end


def _decide(text: str, lines: Sequence[_Line]) -> tuple[str, int, bool, bool]:
    """Return the kind, the width lines are wrapped to, and whether blank lines and indents part paragraphs."""
    sizes: list[int] = []
    joined: list[tuple[int, int, bool, bool]] = []  # size, room the next word needs, seems soft, is at a sentence end
    blanks = indents = 0
    before: _Line | None = None
    for line in lines:
        sizes.append(line.size)
        if before is not None:
            if line.is_parted:
                blanks += 1
            elif not _begins_paragraph(text, line):
                word = _FIRST_WORD.match(text, line.start)
                room = 1 + (len(word[0]) if word else 0)
                joined.append((before.size, room, _seems_soft(text, before, line), _at_stop(text, before)))
                indents += line.indent > before.indent
        before = line
    if not joined:
        return ("blank" if blanks or len(sizes) < 2 else "lines"), 0, blanks > 0, False
    other = "mixed" if blanks else "lines"
    sizes = sorted(size for size, *_ in joined)
    has_blanks = blanks * 30 > len(joined)
    for share in _WIDTH_SHARES:
        width = sizes[min(len(sizes) - 1, int(len(sizes) * share))]
        if _NARROWEST <= width <= _WIDEST and _is_wrapped(text, joined, width):
            return "wrapped", width, has_blanks, indents >= 3 and indents * 2 < len(joined)
    return other, 0, blanks > 0, False


def _is_wrapped(text: str, joined: list[tuple[int, int, bool, bool]], width: int) -> bool:
    """Whether lines that follow one another were broken where ``width`` was full."""
    # A text in capitals shows no lower case where it goes on; there a full line that ends no sentence has to do.
    is_loud = _is_loud(text)
    soft = sum(seems or (is_loud and not stop and size + room > width - 8) for size, room, seems, stop in joined)
    filled = sum(size + room > width - 8 for size, room, _, _ in joined)
    # Wrapped text breaks wherever the next word did not fit, mostly inside a sentence.
    stopped = sum(stop for *_, stop in joined)
    is_soft = soft * 4 >= len(joined) if len(joined) > 4 else soft * 3 > len(joined) * 2
    return is_soft and filled * 2 >= len(joined) and stopped * 2 <= len(joined)


def _is_loud(text: str) -> bool:
    """Whether hardly a letter at the beginning of the text is lower case."""
    letters = [letter for letter in text[:4000] if letter.isalpha()]
    return len(letters) > 100 and sum(letter.islower() for letter in letters) * 20 < len(letters)


def _is_soft_wrapped(text: str, before: _Line, line: _Line, width: int, has_blanks: bool, has_indents: bool) -> bool:
    """Whether a line end of a hard-wrapped document is only a place where the width was full."""
    if _seems_soft(text, before, line):
        return True
    if _begins_paragraph(text, line):
        return False
    if has_indents and line.indent > before.indent and not has_blanks:
        return False
    if not _at_stop(text, before):
        return True
    word = _FIRST_WORD.match(text, line.start)
    room = width - before.size - 1 - (len(word[0]) if word else 0)
    if room <= 0:
        return True
    # The next word would have fitted: the author ended the line on purpose. Ragged edges are forgiven.
    return room <= (30 if has_blanks else 6)


def _is_soft_alone(text: str, before: _Line, line: _Line, was_soft: bool) -> bool:
    """Whether a line end is soft in a document whose lines mostly stand alone."""
    if _seems_soft(text, before, line):
        return True
    return (
        was_soft
        and _NARROWEST < before.size <= _WIDEST
        and not _at_stop(text, before)
        and not _begins_paragraph(text, line)
    )


def _seems_soft(text: str, before: _Line, line: _Line) -> bool:
    """Whether a line ends in a letter or comma and the next goes on in lower case."""
    last, first = text[before.end - 1], text[line.start]
    if not first.islower() or _BULLET.match(text, line.start):
        return False
    if last.isdigit():
        return _CAPTION.match(text, before.start, before.end) is None
    return last.isalpha() or last in ",;-\u2013\u2014\u2019'"


def _at_stop(text: str, line: _Line) -> bool:
    """Whether a line ends a sentence."""
    last = line.end - 1
    while last > line.start:
        if text[last] in _CLOSERS:
            last -= 1
            continue
        if text[last] != ";" and text[last].isascii():
            break
        spelt = _SPELT_END.search(text, max(line.start, last + 1 - _SPELT_LONGEST), last + 1)
        if spelt is None or spelt.start() <= line.start:
            break
        last = spelt.start() - 1
    return text[last] in _STOPS


@lru_cache(maxsize=1)
def _load_label() -> re.Pattern[str]:
    joiners = "|".join(map(re.escape, read_table("layout.toml", folder=_DATA_FOLDER)["labels"]["joiners"]))
    return re.compile(
        r"(?:>>+ ?|[-\u2013\u2014] ?)?(?:\[[^\]\n]{1,40}\]|<v[ .][^>\n]{1,60}>"
        r"|(?:[A-Z][\w.'\u2019&-]{0,24}|\d{1,2})"
        rf"(?:,? (?:[A-Z(&][\w.'\u2019&)-]{{0,24}}|\d{{1,2}}|{joiners})){{0,7}}"
        r"(?: ?[(\[][\d:., \u2013-]{1,24}[)\]])?)(?=:(?:\s|$)|[ \]>])"
    )


def _begins_paragraph(text: str, line: _Line) -> bool:
    """Whether a line opens with a label ("NAME:"), a caption number or time, or a bullet."""
    match = _load_label().match(text, line.start, min(line.end + 1, line.start + 200))
    if match is not None and (text[match.end() : match.end() + 1] == ":" or match[0][-1] in "]>"):
        return True
    return (_CAPTION.match(text, line.start) or _BULLET.match(text, line.start)) is not None


def _add(text: str, start: int, end: int, paragraphs: Paragraphs) -> None:
    """Append ``[start, end)``, cut into windows where it is too long."""
    continues = False
    while end - start > WINDOW_CHARS:
        cut = _find_cut(text, start, start + WINDOW_CHARS)
        last = _trim_end(text, start, cut)
        paragraphs.add(start, last, continues=continues)
        found = _SOLID.search(text, cut, end)
        start = found.start() if found else end
        continues = True
    paragraphs.add(start, end, continues=continues)


_SENTENCE_CUT = re.compile(r"[.?!\u2026\u3002\uff01\uff1f][\"'\u201d\u2019\u00bb\u203a)\]]{0,3}\s+")
_SOLID = re.compile(r"\S")
_SPACE_CUT = re.compile(r"\s+")


def _find_cut(text: str, start: int, limit: int) -> int:
    """Return where to cut a window that begins at ``start``: at most ``limit``, as late as possible."""
    if text[limit].isspace() and not text[limit - 1].isspace():
        limit += 1
    for pattern in (_SENTENCE_CUT, _SPACE_CUT):
        # The second half is enough: half a window is long, and the search stays linear.
        cut = -1
        for match in pattern.finditer(text, start + (limit - start) // 2, limit):
            cut = match.end()
        if cut > start:
            return cut
    return limit
