"""Texts of any size to measure with: the corpus repeated under changing names, and shapes that are hard on a reader.

Every text is the same on every machine and in every run, and is about ``size_bytes`` long as UTF-8.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = ["TEXTS", "make_text"]

CORPUS = Path(__file__).parents[2] / "corpus"
GENRES = ("wire-", "local-", "fiction-", "interview-", "press-release-", "feature-", "sport-", "obituary-", "science-")
_SURNAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]{3,}\b")
_SYLLABLES = ("bar", "den", "fel", "gor", "hal", "jun", "kel", "lom", "mar", "nor", "pel", "rin", "sol", "tam", "vek")
_ENDS = ("a", "berg", "by", "ek", "en", "ford", "ik", "ins", "ley", "man", "o", "ov", "sen", "ski", "son", "well")
_GIVEN = ("Ana", "Bela", "Carl", "Dora", "Emil", "Frida", "Greta", "Hugo", "Ilse", "Jonas", "Karin", "Leo", "Mara")


def surname(number: int) -> str:
    """Return an invented surname, another one for each of the first 54,000 numbers."""
    number, end = divmod(number, len(_ENDS))
    number, first = divmod(number, len(_SYLLABLES))
    number, second = divmod(number, len(_SYLLABLES))
    third = _SYLLABLES[number % len(_SYLLABLES)] if number else ""
    return (_SYLLABLES[first] + _SYLLABLES[second] + third + _ENDS[end]).capitalize()


def person(number: int) -> str:
    """Return an invented name of given name and surname."""
    return f"{_GIVEN[number % len(_GIVEN)]} {surname(number)}"


def _paragraphs() -> Iterator[str]:
    """Give documents of the corpus for ever, the surnames in each copy changed for others."""
    documents = [
        (folder / "text.txt").read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")
        for folder in sorted(CORPUS.iterdir())
        if folder.name.startswith(GENRES) and (folder / "text.txt").is_file()
    ]
    copy = 0
    while True:
        for document in documents:
            copy += 1
            names: dict[str, str] = {}
            draw = random.Random(copy)  # noqa: S311  (a text to measure with, no secret)

            def other(match: re.Match[str], names: dict[str, str] = names, draw: random.Random = draw) -> str:
                return names.setdefault(match[0], surname(draw.randrange(50_000)))

            yield _SURNAME.sub(other, document).strip() + "\n\n"


def _ordinary() -> Iterator[str]:
    return _paragraphs()


def _one_line() -> Iterator[str]:
    return (re.sub(r"\s+", " ", part) for part in _paragraphs())


def _one_paragraph() -> Iterator[str]:
    """Hard-wrapped lines without a blank one."""
    for part in _paragraphs():
        line = ""
        for word in part.split():
            if len(line) + len(word) > 71:
                yield line + "\n"
                line = ""
            line += (" " if line else "") + word
        yield line + " "


def _marks() -> Iterator[str]:
    while True:
        yield "\"'“”‘’«»„``''" * 20 + "\n"


def _marks_on_one_line() -> Iterator[str]:
    while True:
        yield "\" ' “ ” ‘ ’ « » "


def _speakers() -> Iterator[str]:
    """Ten thousand people, who come back in turn."""
    while True:
        for number in range(10_000):
            yield f"“The water rose in the night,” said {person(number)}, a clerk. It was the year of the flood.\n\n"


def _labelled() -> Iterator[str]:
    """A labelled transcript of 200 voices, one short line each."""
    number = 0
    while True:
        number += 1
        yield f"{surname(number * 7 % 200).upper()}: We went down to the river.\n"


def _labelled_many() -> Iterator[str]:
    """A labelled transcript in which ten thousand voices say a line and come back."""
    number = 0
    while True:
        number += 1
        yield f"{surname(number % 10_000).upper()}: We went down to the river.\n"


def _labels() -> Iterator[str]:
    """A labelled transcript in which a hundred thousand voices say a line and come back."""
    number = 0
    while True:
        number = (number + 1) % 100_000
        name = f"{_GIVEN[number % len(_GIVEN)]} {surname(number // len(_GIVEN))}"
        yield f"{name.upper()}: We went down to the river.\n"


def _broadcast() -> Iterator[str]:
    """A narrator and a sound bite by turns."""
    number = 0
    while True:
        number += 1
        yield f"The mayor of Tarn, {person(number % 500)}, spoke after the vote.\n\n"
        yield "“We have waited for this bridge for eleven years, and we will build it.”\n\n"


def _one_quotation() -> Iterator[str]:
    yield "“"
    while True:
        yield "The river rose in the night and nobody in the town had been told of it. "


def _no_letters() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{number % 1000}, {number * 7 % 9999}; - ... (*) \n" if number % 9 else "\n"


def _no_spaces() -> Iterator[str]:
    while True:
        yield "theriverroseinthenight"


def _described() -> Iterator[str]:
    """Descriptions instead of names, and pronouns."""
    number = 0
    while True:
        number += 1
        yield f"A {surname(number % 3000).lower()} officer came. “We saw the {number % 977} boats,” the officer said. "
        yield "“They were late,” he added.\n\n"


def _places() -> Iterator[str]:
    """People with names that places bear, of whom nothing else in the text says which they are."""
    names = ("Milan", "Austin", "Paris", "Sofia", "Charlotte", "Florence", "Sydney", "Georgia", "Virginia")
    number = 0
    while True:
        number += 1
        yield f"“We saw the {number % 977} boats in the night,” {names[number % len(names)]} said.\n\n"


TEXTS: dict[str, Callable[[], Iterator[str]]] = {
    "ordinary": _ordinary,
    "one-line": _one_line,
    "one-paragraph": _one_paragraph,
    "marks": _marks,
    "marks-on-one-line": _marks_on_one_line,
    "speakers": _speakers,
    "labelled": _labelled,
    "labelled-many": _labelled_many,
    "labels": _labels,
    "broadcast": _broadcast,
    "described": _described,
    "places": _places,
    "one-quotation": _one_quotation,
    "no-letters": _no_letters,
    "no-spaces": _no_spaces,
}
"""The kinds of text by name; each gives parts for ever, or until it has no more."""


def make_text(kind: str, size_bytes: int) -> str:
    """Return a text of the kind, cut where ``size_bytes`` of UTF-8 are reached."""
    parts: list[str] = []
    size = 0
    for part in TEXTS[kind]():
        parts.append(part)
        size += len(part.encode("utf-8"))
        if size >= size_bytes:
            break
    return "".join(parts) + ("”" if kind == "one-quotation" else "")
