"""Labels that captions carry in their words: "ANA: Go.", "[SPEAKER_00]: Go.", "(speaker 0)", ">> ANA:", "- Go.".

There is no standard for them, and much that stands before a colon names nobody ("Warning:", "4:57, a check"). So what
looks like a label is held against the whole file before it is taken for one; in doubt the words stay words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from quotes.formats.transcript import read_entities
from quotes.lexicon.given import given_names
from quotes.lexicon.labels import is_direction, label_words
from quotes.lexicon.titles import honorifics

__all__ = ["BREAK", "TAG", "LabelledPart", "split_by_labels", "tells_a_voice"]

TAG = "\ufdd0"
"""Stands for each character of markup in a text whose markup is masked; no character, and in no text, by the standard.

Source: The Unicode Standard 15.0, section 23.7, noncharacters.
"""

BREAK = "\ufdd1"
"""Stands for each character of markup that breaks the line."""

_LONGEST_NAME_WORDS = 6
_OPENING = re.compile(
    rf"""
    [{TAG}\ \t]*
    (?:(?P<change>>{{2,}}|(?:&gt;){{2,}}) | (?P<dash>[-‐–—])(?![-\d]))?
    [{TAG}\ \t]*
    (?:
        (?P<bracket>[\[(<]) (?P<inner>[^\[\](){{}}<>\r\n{BREAK}]{{1,60}}) [\])>] {TAG}*
        (?P<colon>[ ]?[:：](?=[{TAG}\s]|$))?
      | (?P<name>[^\W_] [^\r\n{BREAK}:：\[\](){{}}<>"“”?!;]{{0,78}}?) {TAG}*
        (?:[ ]?\([^()\r\n{BREAK}]{{1,40}}\))? {TAG}* [ ]?[:：] (?=[{TAG}{BREAK}\s]|$)
    )?
    """,
    re.VERBOSE,
)
_BLANKS = f"{TAG}{BREAK} \t\r\n"
_BLANK = re.compile(rf"[{TAG}{BREAK}\s]*")
_REST_OF_LINE = re.compile(rf"[{TAG} \t]*[^{TAG}{BREAK}\s]")
_LINE_START = re.compile(rf"(?:^|(?<=[\r\n{BREAK}]))(?=[^\r\n{BREAK}])")
_CHANGE = re.compile(rf"(?<=[\s{TAG}])(?:>{{2,}}|(?:&gt;){{2,}})")
_NUMBERED = re.compile(r"(?P<base>\D*?)[ _#-]*(?P<number>#?\d{1,3}|(?<=[ _-])[a-z])?")


class LabelledPart(NamedTuple):
    """A part of a caption that one voice says.

    Attributes:
        start: its first code point, behind the label.
        end: one past its last code point.
        label: the label, or None.
        is_given: whether the file says whose it is, or at least that it is another's; else the voice before may go on.
        is_dash: whether a dash alone says that somebody else speaks.
        opening: where the label or mark before it begins; None where there is none.
    """

    start: int
    end: int
    label: str | None
    is_given: bool
    is_dash: bool = False
    opening: int | None = None


class _Opening(NamedTuple):
    """What may say who speaks at the beginning of a line.

    Attributes:
        start: where it begins.
        behind_mark: where the words begin, if only the dash or the mark of a change counts.
        behind_label: where the words begin, if the label counts.
        mark: ``>`` for a mark of a change of voice, the dash, or nothing.
        name: what may be the label, or nothing.
        form: how the name stands: ``:`` before a colon, ``[`` in brackets, ``[:`` both, or nothing.
        is_alone: whether nothing follows the name on its line.
    """

    start: int
    behind_mark: int
    behind_label: int
    mark: str
    name: str
    form: str
    is_alone: bool


def split_by_labels(text: str, ranges: Sequence[tuple[int, int]]) -> list[list[LabelledPart]]:
    r"""Split captions into what each voice says; a part may be empty, where a caption holds nothing but a label.

    Args:
        text: the text, its markup masked by `TAG` and `BREAK`.
        ranges: where the words of each caption stand, half-open.

    Example:
        >>> captions = split_by_labels("ANA: Go.\nBO REED: No.\nANA: Go!", [(0, 21), (22, 30)])
        >>> [[(part.label, part.start) for part in caption] for caption in captions]
        [[('ANA', 4), ('BO REED', 17)], [('ANA', 26)]]
    """
    openings = [[*_find_openings(text, start, end)] for start, end in ranges]
    names = _choose_names(opening for caption in openings for opening in caption)
    inside = _pattern_inside(names)
    return [
        _split(text, start, end, [*caption, *_find_inside(inside, text, start, end)], names)
        for (start, end), caption in zip(ranges, openings, strict=True)
    ]


def _find_openings(text: str, start: int, end: int) -> Iterator[_Opening]:
    """Give what stands at the beginning of each line, and at each mark of a change of voice."""
    blank = _BLANK.match(text, start, end)
    places = {blank.end() if blank else start, *(found.start() for found in _LINE_START.finditer(text, start, end))}
    places.update(found.start() for found in _CHANGE.finditer(text, start, end))
    for place in sorted(places):
        found = _OPENING.match(text, place, end)
        if found is None or not any(found.group("change", "dash", "inner", "name")):
            continue
        form = "[" if found["bracket"] else ""
        form += ":" if found["colon"] or found["name"] else ""
        yield _Opening(
            place,
            max(found.end("change"), found.end("dash"), place),
            found.end(),
            ">" if found["change"] else found["dash"] or "",
            _clean(found["inner"] or found["name"] or ""),
            form,
            not _REST_OF_LINE.match(text, found.end(), end),
        )


def _find_inside(pattern: re.Pattern[str] | None, text: str, start: int, end: int) -> Iterator[_Opening]:
    """Give the labels that are known from elsewhere and stand behind a sentence inside a line."""
    for found in pattern.finditer(text, start, end) if pattern is not None else ():
        yield _Opening(found.start(1), found.start(1), found.end(), "", _clean(found[1]), ":", False)


def _clean(name: str) -> str:
    return " ".join(read_entities(name.replace(TAG, "")).split())


def _choose_names(openings: Iterable[_Opening]) -> frozenset[tuple[str, str]]:
    """Return what is a label in this file, each name with its form."""
    counts = Counter((opening.name, opening.form, opening.is_alone) for opening in openings if opening.name)
    totals: Counter[tuple[str, str]] = Counter()
    alone: set[tuple[str, str]] = set()
    for (name, form, is_alone), count in counts.items():
        totals[name, form] += count
        if is_alone:
            alone.add((name, form))
    chosen = {key for key, count in totals.items() if _is_label(*key, count, is_alone=key in alone)}
    if len(chosen) >= 2:  # among labels, a full name that comes once is one too
        chosen |= {(name, form) for name, form in totals if form == ":" and _is_full_name(name)}
    return frozenset(chosen)


def _is_label(name: str, form: str, count: int, *, is_alone: bool) -> bool:
    """Whether a name that stands ``count`` times so in the file is a label."""
    if form == "[:" and len(name) <= 3 and name.isdigit():
        return True
    if not any(map(str.isalpha, name)) or is_direction(name):
        return False
    if form == "[:" or tells_a_voice(name):
        return True
    if form == "[":
        return _is_full_name(name, least=1) and _has_given_name(name) and (is_alone or count > 1)
    if not _is_shaped(name) or _names_nothing(name):
        return False
    before_comma = name.partition(",")[0].split()
    if len(before_comma) > _LONGEST_NAME_WORDS:
        return False
    if sum(map(str.isalpha, name)) > 1 and name.isupper():
        return True
    return len(before_comma) <= 4 and (count > 1 or _has_given_name(name) or before_comma[0].lower() in _titles())


def tells_a_voice(name: str) -> bool:
    """Whether a name is one of those that tell voices apart without naming anybody: "Speaker 1", "HOST", "Q".

    Example:
        >>> tells_a_voice("SPEAKER_00"), tells_a_voice("Narrator"), tells_a_voice("Warning")
        (True, True, False)
    """
    found = _NUMBERED.fullmatch(name.casefold().replace("_", " "))
    base = " ".join(found["base"].split()) if found else ""
    return base in label_words("anonymous") or base in label_words("roles")


def _is_shaped(name: str) -> bool:
    """Whether each word has a capital, but for the small words inside a name."""
    words = re.split(r"[\s,&/]+", name)
    return all(
        word[:1].isupper()
        or word[:1].isdigit()
        or word[:1] == "#"
        or (place and word.lower() in label_words("joiners"))
        for place, word in enumerate(words)
        if word
    )


def _names_nothing(name: str) -> bool:
    """Whether a name is known to stand before a colon without naming a voice."""
    low = name.casefold()
    words = low.split()
    return low in label_words("no_labels") or all(word in label_words("no_labels") for word in words)


def _is_full_name(name: str, least: int = 2) -> bool:
    """Whether a name is a few words with capitals and nothing else."""
    words = name.partition(",")[0].split()
    return least <= len(words) <= 4 and _is_shaped(name) and not _names_nothing(name) and name[:1].isupper()


def _has_given_name(name: str) -> bool:
    """Whether the first word of a name, behind its title, is a given name."""
    words = [word.strip(".") for word in name.casefold().split()]
    while len(words) > 1 and words[0] in _titles():
        words.pop(0)
    plain = unicodedata.normalize("NFKD", words[0])
    return "".join(char for char in plain if not unicodedata.combining(char)) in given_names()


def _titles() -> Container[str]:
    return honorifics()


def _pattern_inside(names: Iterable[tuple[str, str]]) -> re.Pattern[str] | None:
    """Return what finds the labels in capitals of this file inside a line, behind the end of a sentence."""
    capitals = sorted(name for name, form in names if form == ":" and name.isupper() and len(name) > 1)
    if not capitals:
        return None
    return re.compile(rf"(?<=[.!?…\"”)\]-])[ ]({'|'.join(map(re.escape, capitals))})[ ]?:(?=[{TAG}\s])")


def _split(
    text: str, start: int, end: int, openings: Sequence[_Opening], names: frozenset[tuple[str, str]]
) -> list[LabelledPart]:
    """Split one caption where an opening says that somebody else speaks, or who does."""
    dashes = sum(bool(opening.mark) and opening.mark != ">" for opening in openings)
    cuts: list[LabelledPart] = []
    for opening in sorted(openings):
        is_named = (opening.name, opening.form) in names
        is_dash = opening.mark not in ("", ">")
        if is_dash and not is_named and dashes < 2 and not _opens_speech(text, opening, end):
            continue
        if not is_named and not opening.mark:
            continue
        begin = opening.behind_label if is_named else opening.behind_mark
        label = opening.name if is_named else None
        cuts.append(LabelledPart(begin, end, label, True, is_dash and not is_named, opening.start))
    parts = [LabelledPart(start, end, None, False), *cuts]
    for number, following in enumerate(cuts):
        until = following.start if following.opening is None else following.opening
        parts[number] = parts[number]._replace(end=max(parts[number].start, until))
    return parts[1:] if cuts and not text[start : parts[0].end].strip(_BLANKS) else parts


def _opens_speech(text: str, opening: _Opening, end: int) -> bool:
    """Whether a single dash at the beginning of a line is a voice's: a hyphen, and a capital or a blank behind it."""
    behind = text[opening.behind_mark : end].lstrip(TAG)[:1]
    return opening.mark in "-‐" and (behind.isspace() or behind.isupper())
