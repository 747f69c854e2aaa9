"""Labels of transcripts as they are meant: a name, a role, a note on how the voice is heard, or only a tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from quotes.lexicon import furniture, honorifics, label_words
from quotes.people.names import normalize_name
from quotes.people.written_forms import read_capitals

__all__ = [
    "LabelledVoice",
    "ReadLabel",
    "VoiceName",
    "find_misprints",
    "is_interpretation",
    "is_office",
    "read_label",
    "tidy_capitals",
]

_REMEMBERED = 1024
_NOTE = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_NUMBER = re.compile(r"[\s#._-]*(?:\d{1,4}|(?<=[\s_-])[A-Za-z])\Z")
_DASHED = re.compile(r"\s+[-–—|]\s+")
_SHORTEST_MISPRINT = 5
_MOST_COMPARED = 40
_MISPRINT_SHARE = 3
"""A label is another one misprinted where that one comes at least so many times as often."""


class ReadLabel(NamedTuple):
    """A label taken apart.

    Attributes:
        name: the person's name, in small letters with capitals where the label is all capitals, or None.
        role: what it says of who somebody is or why they are heard, tidied likewise, or None.
        role_start: where the role begins in the label, code points; -1 where there is none.
        role_end: one past its end.
        is_tag: whether it only tells voices apart: "SPEAKER_01", "Q", "UNIDENTIFIED MALE #2".
        is_translated: whether it says that an interpreter is heard.
    """

    name: str | None
    role: str | None
    role_start: int
    role_end: int
    is_tag: bool
    is_translated: bool


class LabelledVoice(NamedTuple):
    """A turn of a labelled transcript as it stands in the text that is read.

    Attributes:
        start: its first code point.
        end: one past its last.
        label: what the input calls the voice, or None.
    """

    start: int
    end: int
    label: str | None


@dataclass(frozen=True, slots=True)
class VoiceName:
    """Who a label stands for, as the words of the transcript tell.

    Attributes:
        name: the name, or None where only a role is known.
        role: what the voice is there for, or None.
        aliases: other forms of the name.
        confidence: probability that the name is right.
        affiliation: whom the voice belongs to, or None.
    """

    name: str | None
    role: str | None = None
    aliases: tuple[str, ...] = ()
    confidence: float = 1.0
    affiliation: str | None = None


@lru_cache(maxsize=_REMEMBERED)
def read_label(label: str) -> ReadLabel:
    """Take a label apart.

    Args:
        label: as printed, without colon, marks and times.

    Example:
        >>> read_label("JIM O'HARE, CHIEF CORRESPONDENT (voice-over)")[:2]
        ("Jim O'Hare", 'chief correspondent')
        >>> read_label("HOST")[:2], read_label("SPEAKER_01").is_tag
        ((None, 'host'), True)
        >>> read_label("Ana Ruiz (through translator)").is_translated
        True
    """
    notes = list(_NOTE.finditer(label))
    translated = any(is_interpretation(match[1]) for match in notes)
    main = _NOTE.sub(lambda match: " " * len(match[0]), label) if notes else label
    name_part, comma, role_part = main.partition(",")
    role_start = len(name_part) + 1
    if not comma:
        dashed = _DASHED.search(main)
        if dashed is not None:
            name_part, role_part, role_start = main[: dashed.start()], main[dashed.end() :], dashed.end()
    if role_part.strip().casefold().strip(".") in _suffixes():
        name_part, role_part = main, ""
    for match in notes:
        if not role_part.strip() and not _is_note(match[1]):
            role_part, role_start = match[1], match.start(1)
    name = " ".join(name_part.split())
    folded = name.casefold()
    stem = _NUMBER.sub("", folded.replace("_", " ")).strip()
    translated = translated or stem in ("interpreter", "translator")
    role, start, end = _place_role(role_part, role_start)
    if stem in label_words("anonymous") or not any(letter.isalpha() for letter in name):
        return ReadLabel(None, role, start, end, True, translated)
    if folded in ("q", "a") or len(name) < 2:
        return ReadLabel(None, None, -1, -1, True, translated)
    bare = stem.removeprefix("the ")
    if stem in label_words("roles") or bare in label_words("roles") or is_office(name):
        at = label.find(name)
        size = len(_NUMBER.sub("", name))
        return ReadLabel(None, read_capitals(name[:size]), max(0, at), max(0, at) + size, False, translated)
    shown = tidy_capitals(name)
    return ReadLabel(shown, role, start, end, False, translated)


def _place_role(words: str, start: int) -> tuple[str | None, int, int]:
    """Return the words of a role, tidied, with where they stand."""
    role = " ".join(words.split())
    if not role:
        return None, -1, -1
    start += len(words) - len(words.lstrip())
    return read_capitals(role), start, start + len(words.strip())


def tidy_capitals(words: str) -> str:
    """Return a name that stands in capitals as it is ordinarily written; any other as it is.

    Example:
        >>> tidy_capitals("JANE O'HARE-ROE"), tidy_capitals("RON McDADE"), tidy_capitals("Ana de Vries")
        ("Jane O'Hare-Roe", 'Ron McDade', 'Ana de Vries')
    """
    return " ".join(_tidy_word(word) for word in words.split())


_PARTS = re.compile(r"[^\W\d_]+")
_KEPT = frozenset({"II", "III", "IV", "JR", "SR"})


def _tidy_word(word: str) -> str:
    bare = word.strip(".,")
    if len(bare) < 2 or bare in _KEPT - {"JR", "SR"} or "." in bare:
        return word
    if not bare.isupper():
        found = re.fullmatch(r"(Ma?c|De|Di|Du|La|Le|Van|Von|O['’])([A-Z]{2,})", bare)
        return word if found is None else word.replace(bare, found[1] + found[2].capitalize())
    shown = _PARTS.sub(
        lambda match: match[0].capitalize() if match.start() == 0 or len(match[0]) > 1 else match[0].lower(), word
    )
    return shown[:2] + shown[2:3].upper() + shown[3:] if bare.startswith("MC") and len(bare) > 4 else shown


@lru_cache(maxsize=1)
def _suffixes() -> frozenset[str]:
    return frozenset({"jr", "sr", "ii", "iii", "iv"})


def is_interpretation(note: str) -> bool:
    """Whether words in brackets say that an interpreter is heard.

    Example:
        >>> is_interpretation("through translator"), is_interpretation("voice-over")
        (True, False)
    """
    folded = " ".join(note.split()).casefold()
    return any(folded.startswith(words) for words in furniture("interpretation"))


def _is_note(note: str) -> bool:
    """Whether words in brackets beside a label say how the voice is heard and not who it is."""
    folded = " ".join(note.split()).casefold()
    return folded in label_words("notes") or folded.partition(" ")[0] in label_words("notes") or folded[:1].isdigit()


def is_office(words: str) -> bool:
    """Whether words name an office that one person holds at a time: "PRIME MINISTER", "the Treasurer".

    Example:
        >>> is_office("PRIME MINISTER"), is_office("Ada Quill")
        (True, False)
    """
    folded = normalize_name(words).removeprefix("the ")
    title = honorifics().get(folded)
    return title is not None and title.kind == "office"


def find_misprints(counts: Mapping[str, int]) -> dict[str, str]:
    """Return for each name that is another one misprinted the name meant: one letter off, and far rarer.

    Args:
        counts: how often each name stands on a label.

    Example:
        >>> find_misprints({"Gilbert": 6, "Gilbret": 1, "Albert": 4})
        {'Gilbret': 'Gilbert'}
    """
    from rapidfuzz.distance import OSA

    meant: dict[str, str] = {}
    by_shape: dict[tuple[int, str], list[str]] = {}
    often = [name for name, count in counts.items() if count >= _MISPRINT_SHARE and len(name) >= _SHORTEST_MISPRINT]
    for name in often:
        for key in _shapes(name):
            by_shape.setdefault(key, []).append(name)
    for name, count in counts.items():
        if len(name) < _SHORTEST_MISPRINT:
            continue
        near = {
            other
            for key in _shapes(name)
            for other in by_shape.get(key, ())[:_MOST_COMPARED]
            if other != name
            and counts[other] >= _MISPRINT_SHARE * count
            and OSA.distance(name.casefold(), other.casefold(), score_cutoff=1) == 1
        }
        if len(near) == 1:
            meant[name] = near.pop()
    return meant


def _shapes(name: str) -> Iterable[tuple[int, str]]:
    """Give what two names one letter apart have in common: a length, give or take one, and either end."""
    folded = name.casefold()
    for size in (len(folded) - 1, len(folded), len(folded) + 1):
        yield size, "<" + folded[:2]
        yield size, ">" + folded[-2:]
