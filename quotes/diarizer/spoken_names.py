"""Names of people where they are spoken: runs of capitalised words in what the voices of a transcript say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from quotes.lexicon import (
    calendar_words,
    demonyms,
    function_words,
    given_names,
    honorifics,
    name_particles,
    organisation_heads,
    organisation_suffixes,
    pronouns,
    surnames,
)
from quotes.people.names import normalize_name

__all__ = ["SpokenName", "VoiceTurn", "find_spoken_names"]


class VoiceTurn(NamedTuple):
    """A stretch of one voice as its format gives it.

    Attributes:
        label: what the input calls the voice.
        start: first code point of what is said.
        end: one past the last.
        number: which turn of the transcript it is, for whoever handed it in.
    """

    label: str
    start: int
    end: int
    number: int = 0


class SpokenName(NamedTuple):
    """A place where a name is spoken.

    Attributes:
        turn: position of the turn in the list of turns.
        start: first code point of the name.
        end: one past its last, a possessive 's left out.
        name: the words of the name, parted by one space.
        title: the title before it ("Mr."), or nothing.
        opens: whether it opens a sentence.
    """

    turn: int
    start: int
    end: int
    name: str
    title: str
    opens: bool


_WORD = r"[A-Z\u00c0-\u00de\u0100-\u017f][\w]*(?:['’-](?!s\b)\w+)*"
_RUN = re.compile(
    rf"(?<![\w@#/.-])(?:(?:[A-Z]\.){{1,3}}|{_WORD})(?:\.? (?:[a-z]{{2,3}} (?=[A-Z]))?(?:(?:[A-Z]\.){{1,3}}|{_WORD}))*"
)
_PIECE = re.compile(r"(?:[A-Z]\.)+|[\w'’-]+")
_LOWER = re.compile(r"(?<![\w'’-])[a-z]{2,}(?![\w'’-])")
_OPENING = re.compile(r"(?:^|[.?!:;…\]\"“”>]|\.\.\.|--|—|–)[\s\"“'‘*(_\[]*$")
_LONGEST = 5
_ABBREVIATED = frozenset({"st", "jr", "sr"})


def find_spoken_names(text: str, turns: Sequence[VoiceTurn]) -> list[SpokenName]:
    """Find the runs of capitalised words that may be names of people, in order.

    Left out are runs that the lexicon knows as something else, the halves of broken-off words ("Nei- Neil"), and
    single words that stand with a capital at the starts of sentences only.
    """
    lower: Counter[str] = Counter()
    for turn in turns:
        lower.update(_LOWER.findall(text, turn.start, turn.end))
    found = [name for number, turn in enumerate(turns) for name in _find_in_turn(text, number, turn, lower)]
    inside = Counter(
        word for name in found if not name.opens or " " in name.name or name.title for word in name.name.split()
    )
    return [name for name in found if " " in name.name or name.title or _is_capitalised(name.name, inside, lower)]


def _is_capitalised(word: str, inside: Counter[str], lower: Counter[str]) -> bool:
    """Whether a word stands with a capital inside sentences, and not as a rule without one."""
    often = lower[word.lower()]
    return inside[word] > (0 if word.lower() in given_names() and often <= 20 * inside[word] else often)


def _find_in_turn(text: str, number: int, turn: VoiceTurn, lower: Counter[str]) -> Iterator[SpokenName]:
    for match in _RUN.finditer(text, turn.start, turn.end):
        start, end = match.span()
        if text[end : end + 1] in "-–" and text[end + 1 : end + 2] in (" ", "") and end < turn.end:
            end = text.rfind(" ", start, end) + 1  # a word broken off
            if end <= start:
                continue
        opens = bool(_OPENING.search(text[max(turn.start, start - 6) : start])) or start == turn.start
        pieces = [(piece.start(), piece.end(), piece[0]) for piece in _PIECE.finditer(text, start, end)]
        yield from _read_run(text, number, pieces, lower, opens=opens)


def _read_run(
    text: str, number: int, pieces: list[tuple[int, int, str]], lower: Counter[str], *, opens: bool
) -> Iterator[SpokenName]:
    """Cut a run into names at words that are none."""
    kept: list[tuple[int, int, str]] = []
    title = ""
    is_opening = opens
    for position, (start, end, word) in enumerate(pieces):
        sort = _sort_of(word)
        if position == 0 and opens and sort == "plain" and _is_common(word, lower) and len(pieces) > 1:
            sort = "stop"
        if sort == "stop" or (sort == "particle" and not kept) or (sort == "title" and kept):
            yield from _name(text, number, kept, title, is_opening)
            kept, title = [], word if sort == "title" else ""
            is_opening = False
            continue
        if sort == "title":
            title = f"{title} {word}".strip()
            continue
        kept.append((start, end, word))
        if (
            position + 1 < len(pieces)
            and text[end : end + 2] == ". "
            and len(word) > 1
            and word.lower() not in _ABBREVIATED
        ):
            yield from _name(text, number, kept, title, is_opening)  # a sentence ends here
            kept, title, is_opening = [], "", True
    yield from _name(text, number, kept, title, is_opening)


def _name(text: str, number: int, kept: list[tuple[int, int, str]], title: str, opens: bool) -> Iterator[SpokenName]:
    if not kept or len(kept) > _LONGEST or (len(kept) == 1 and (len(kept[0][2]) < 2 or not kept[0][2][0].isupper())):
        return
    while len(kept) > 1 and len(kept[0][2]) > 2 and kept[0][2].isupper() and not kept[-1][2].isupper():
        kept = kept[1:]
    words = [word for _, _, word in kept]
    if any(char.isdigit() or char == "_" for word in words for char in word):
        return
    if any(
        word in organisation_heads() or word in organisation_suffixes() for word in words[0 if len(words) > 2 else -1 :]
    ):
        return
    if len(words) == 1 and not title and ((words[0].isupper() and len(words[0]) > 4) or words[0] in demonyms()):
        return
    if sum(len(word) > 1 and word.isupper() for word in words) > (len(words) > 1):
        return
    yield SpokenName(number, kept[0][0], kept[-1][1], " ".join(words), title, opens)


def _is_common(word: str, lower: Counter[str]) -> bool:
    """Whether a word is used without a capital too, and is no known given name."""
    return lower[word.lower()] > 0 and (word.lower() not in given_names() or lower[word.lower()] > 5)


@lru_cache(maxsize=8192)
def _sort_of(word: str) -> str:
    """Tell a part of a name from words that are none: stop, title, particle or plain."""
    key = word.lower().replace("’", "'")
    bare = key.rstrip(".").replace(".", "")
    if key in _stop_words() or word in calendar_words():
        return "stop" if normalize_name(word) not in given_names() else "plain"
    if word[0].islower():
        return "particle" if key in name_particles() else "stop"
    if bare in honorifics() and bare not in given_names() and bare not in surnames():
        return "title"
    if bare in ("mr", "mrs", "ms", "dr"):
        return "title"
    return "plain"


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    words = function_words() | frozenset(pronouns()) | {"i", "i'm", "i've", "i'll", "i'd", "mm", "um", "uh", "operator"}
    return frozenset(words)
