"""The words of a house among those of a passage: its roles become one word each, its cue verbs stand as verbs of ours.

What was learnt about verbs was learnt of verbs that others use too. A verb that only one house has is therefore read as
the one of its kind that everybody has, in the same form: "blustered" as "said". Places and spans stay where they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from quotes.language.tags import tag_words
from quotes.lexicon import House, Inflection
from quotes.lexicon.house import house_roles, read_as

__all__ = ["PlacedWords", "read_house_words"]

_BEFORE_NOUNS = frozenset({"DT", "PRP$", "JJ", "JJR", "JJS", "IN", "CD", "POS", "PDT"})
"""Behind these a word that may be a noun or a cue verb is a noun: "the storms", "of storms"."""

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MAY_OPEN_ROLE = _BEFORE_NOUNS | {"NN", "NNP", "VBG", "VBN", ","}
_INFLECTION_OF: Mapping[str, Inflection] = {
    "VB": "base",
    "VBP": "base",
    "VBZ": "third",
    "VBD": "past",
    "VBN": "participle",
    "VBG": "gerund",
}
_TAG_OF: Mapping[Inflection, str] = {
    "base": "VBP",
    "third": "VBZ",
    "past": "VBD",
    "participle": "VBN",
    "gerund": "VBG",
}


class PlacedWords(NamedTuple):
    """The words of a passage, changed in place while they are read.

    Attributes:
        starts: where each begins, code points.
        ends: one past where each ends.
        words: the words.
        quoted: positions of those that stand for a quoted stretch.
    """

    starts: list[int]
    ends: list[int]
    words: list[str]
    quoted: list[int]


def read_house_words(placed: PlacedWords, house: House) -> list[str]:
    """Join the words of roles, write cue verbs as those they are read as, and return the tags of all.

    Args:
        placed: the words of a passage; its lists are changed.
        house: the words of the house.

    Example:
        >>> placed = PlacedWords([0, 4, 14, 22], [3, 13, 21, 29], ["The", "returning", "officer", "huffed"], [])
        >>> read_house_words(placed, House.of(cue_verbs=["huffs"], roles=["returning officer"]))
        ['DT', 'NN', 'VBD']
        >>> placed.words, placed.starts
        (['The', 'returning officer', 'said'], [0, 4, 22])
    """
    roles = _join_roles(placed, house)
    words = placed.words
    known = list(words)
    for position, plural in roles.items():
        if " " in words[position]:
            known[position] = _stand_in(words[position], plural)
    tags = tag_words(known)
    for position, plural in roles.items():
        word, tag = words[position], tags[position]
        if " " not in word and not tag.startswith("NN") and not _is_noun_there(tags, position):
            continue
        is_name = word.istitle() if " " in word else tag in ("NNP", "NNPS")
        tags[position] = ("NNPS" if plural else "NNP") if is_name else "NNS" if plural else "NN"
    forms = read_as(house.cue_verbs)
    quoted = set(placed.quoted)
    renamed: dict[int, tuple[str, str]] = {}
    for position, word in enumerate(words):
        form = forms.get(word.lower())
        if form is not None and position not in quoted and position not in roles and _is_verb(tags, position, word):
            inflection = _inflection_there(form, tags[position])
            renamed[position] = form[inflection], _TAG_OF[inflection]
            known[position] = form[inflection]
    if not renamed:
        return tags
    settled = {position: tags[position] for position in roles}
    tags = tag_words(known)
    for position, tag in settled.items():
        tags[position] = tag
    for position, (word, tag) in renamed.items():
        words[position] = word
        if not tags[position].startswith("VB"):
            tags[position] = tag
    return tags


def _join_roles(placed: PlacedWords, house: House) -> dict[int, bool]:
    """Make one word of the words of each role, and return the positions of roles with whether each is a plural."""
    by_first = house_roles(house.roles)
    starts, ends, words, quoted = placed
    folded = set(quoted)
    found: dict[int, bool] = {}
    position = 0
    while position < len(words):
        for form in by_first.get(words[position].lower(), ()):
            size = len(form.words)
            inside = range(position, position + size)
            if (
                folded.isdisjoint(inside)
                and tuple(word.lower() for word in words[position : position + size]) == form.words
            ):
                found[position] = form.plural
                ends[position : position + size] = [ends[position + size - 1]]
                del starts[position + 1 : position + size]
                words[position : position + size] = [" ".join(words[position : position + size])]
                if size > 1:
                    quoted[:] = [at if at < position else at - size + 1 for at in quoted]
                    folded = set(quoted)
                break
        position += 1
    return found


def _stand_in(word: str, plural: bool) -> str:
    """Return a noun that the tagger knows, written as a role of several words is."""
    noun = "officers" if plural else "officer"
    return noun.capitalize() if word.istitle() else noun


def _is_noun_there(tags: list[str], position: int) -> bool:
    """Whether a role that is tagged as something else can only be a noun: behind a determiner, or before a name."""
    before = tags[position - 1] if position else "."
    after = tags[position + 1] if position + 1 < len(tags) else "."
    return (before in _MAY_OPEN_ROLE and after not in ("NN", "NNS")) or after == "NNP"


def _is_verb(tags: list[str], position: int, word: str) -> bool:
    """Whether a form of a cue verb is one here, and no noun or name that is written like it."""
    tag = tags[position]
    if tag.startswith("VB"):
        return True
    if tag in ("NNP", "NNPS") or word[:1].isupper():
        return False
    has_verb_behind = position + 1 < len(tags) and tags[position + 1] in _FINITE
    return position > 0 and tags[position - 1] not in _BEFORE_NOUNS and not has_verb_behind


def _inflection_there(form: Mapping[Inflection, str], tag: str) -> Inflection:
    """Return what a form is, by its tag where that fits, else the first of what it can be."""
    wanted = _INFLECTION_OF.get(tag)
    return wanted if wanted is not None and wanted in form else next(iter(form))
