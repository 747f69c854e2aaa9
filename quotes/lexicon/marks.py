"""Quotation marks: what each can be read as, and which closes which.

The form says what the shape suggests (``straight`` marks suggest nothing); what a mark is where it stands is for its
reader to decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, cast, get_args

from quotes.lexicon.files import bad_entry, read_table

__all__ = ["MarkFamily", "MarkForm", "MarkShape", "mark_forms", "mark_pairs"]

MarkFamily = Literal["double", "single", "guillemet", "low-high", "backtick", "prime", "fullwidth", "corner"]
MarkShape = Literal["straight", "open", "close"]

_FILE = "mark_pairs.toml"


@dataclass(frozen=True, slots=True)
class MarkForm:
    """One quotation mark.

    Attributes:
        char: the mark as it stands in a text: one character, or two for ``''`` and two backticks.
        family: the marks it belongs with.
        form: what its shape suggests: ``open``, ``close``, or ``straight`` where it can be either.
    """

    char: str
    family: MarkFamily
    form: MarkShape


@cache
def mark_forms() -> Mapping[str, MarkForm]:
    """Return every quotation mark the package knows, keyed by the mark as it stands in a text.

    Raises:
        LexiconError: if the data file is malformed.

    Source: the Unicode character database (property Quotation_Mark) and names in its code charts.

    Example:
        >>> mark_forms()["“"]
        MarkForm(char='“', family='double', form='open')
        >>> sorted({len(char) for char in mark_forms()})
        [1, 2]
    """
    forms = {}
    for entry in read_table(_FILE).get("mark", []):
        try:
            char, family, form = entry["char"], entry["family"], entry["form"]
        except KeyError as error:
            raise bad_entry(_FILE, f"a [[mark]] has no {error}: {entry}") from error
        if family not in get_args(MarkFamily) or form not in get_args(MarkShape) or char in forms:
            raise bad_entry(_FILE, f"unknown family or form, or listed twice: {entry}")
        forms[char] = MarkForm(char, cast(MarkFamily, family), cast(MarkShape, form))
    return MappingProxyType(forms)


@cache
def mark_pairs() -> Mapping[str, tuple[str, ...]]:
    """Return for each mark that can open a quotation the marks that can close it, the usual one first.

    It covers the conventions of several languages and what typing, conversion and recognisers make of them: a straight
    opener with a curly closer, two backticks with two apostrophes.

    Raises:
        LexiconError: if the data file is malformed or names a mark that is not listed.

    Example:
        >>> mark_pairs()["„"]
        ('“', '”', '"', '‟')
    """
    pairs = {}
    for entry in read_table(_FILE).get("pair", []):
        opener, closers = entry.get("open"), tuple(entry.get("close", ()))
        if not closers or any(char not in mark_forms() for char in (opener, *closers)) or opener in pairs:
            raise bad_entry(_FILE, f"a [[pair]] is empty, names an unknown mark or is twice: {entry}")
        pairs[opener] = closers
    return MappingProxyType(pairs)
