"""What a named person is said to be, to do or to belong to in the words after the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from quotes.language.lemmas import lemma_of
from quotes.language.passages import Unit
from quotes.lexicon.portfolios import occupation_verbs, relations
from quotes.people.appositions import reach_of_roles
from quotes.people.chunks import Phrase, trim_role
from quotes.people.roles import role_head
from quotes.spans import Span

__all__ = ["find_predicate", "read_affiliations", "read_occupations", "read_places"]

_PARTY = re.compile(r"[RDIL]-[A-Z]")
"""A party and a place, as American news writes them: "R-Neb."."""
_IN_PLACES = frozenset({"in", "from", "near", "outside", "at", "of"})
_BELONGS = (["from"], ["of"], ["with"], ["at"])


def read_affiliations(text: str, units: Sequence[Unit], phrases: Sequence[Phrase]) -> list[Phrase]:
    """Read what a named person belongs to: "Ada Quill from the Pilots Association", "Ada Quill, R-Neb."."""
    found = list(phrases)
    for position, (phrase, after) in enumerate(pairwise(phrases)):
        if phrase.name is None or phrase.affiliation is not None or after.sentence != phrase.sentence:
            continue
        between = [unit.text.lower() for unit in units[phrase.last : after.first]]
        words = after.core.of(text)
        body = after.form == "name" and after.sort == "organisation"
        country = after.sort == "place" and phrase.role is not None and between == ["of"]
        if (between in _BELONGS and (body or country)) or (between in ([","], ["("]) and _PARTY.match(words)):
            found[position] = phrase._replace(
                affiliation=trim_role(units, after.first + (units[after.first].tag == "DT"), after.last)
            )
    return found


def read_places(units: Sequence[Unit], phrases: Sequence[Phrase]) -> list[Phrase]:
    """Take a name behind a preposition and before a comma and a place for a place: "from Corona, California"."""
    found = list(phrases)
    for position, (phrase, after) in enumerate(pairwise(phrases)):
        if phrase.first == 0 or phrase.form != "name" or phrase.role is not None or after.sort != "place":
            continue
        is_single = phrase.name is None or phrase.name.given is None or phrase.name.surname is None
        before = units[phrase.first - 1]
        between = [unit.text for unit in units[phrase.last : after.first]]
        if is_single and between == [","] and before.text.lower() in _IN_PLACES and phrase.sentence == after.sentence:
            found[position] = phrase._replace(name=None, sort="place", gender=None, is_bare_name=False)
    return found


def read_occupations(text: str, units: Sequence[Unit], phrases: Sequence[Phrase]) -> list[Phrase]:
    """Read what a named person is or does: "Quill is the head of the firm", "Ada Quill, who runs the ferry,"."""
    found = list(phrases)
    for position, phrase in enumerate(phrases):
        if phrase.name is None and not phrase.is_bare_name:
            continue
        if phrase.title is not None:  # "his brother, Councillor Otto Quill, who chairs ..."
            continue
        if phrase.role is not None and role_head(phrase.role.of(text)) not in relations():
            continue
        role = find_predicate(units, phrases, position)
        if role is not None:
            found[position] = phrase._replace(role=role)
    return found


def find_predicate(units: Sequence[Unit], phrases: Sequence[Phrase], position: int) -> Span | None:
    """Find the role that the clause of the phrase at ``position`` gives it, or None.

    A copula gives what stands behind it; a relative clause with a verb of an occupation gives the verb and its object.
    """
    subject = phrases[position]
    start, after = subject.last, position + 1
    is_relative = False
    if after < len(phrases) and phrases[after].head == "who":
        is_relative = [unit.text for unit in units[start : phrases[after].first]] in ([","], [])
        if is_relative:
            start, after = phrases[after].last, after + 1
    if after >= len(phrases) or phrases[after].sentence != subject.sentence:
        return None
    between = units[start : phrases[after].first]
    verb = between[0] if is_relative and len(between) == 1 else None
    if verb is not None and verb.tag.startswith("VB") and lemma_of(verb.text, verb.tag) in occupation_verbs():
        return Span(verb.start, phrases[_reach_of_object(units, phrases, after)].span.end)
    if not _is_copula(between):
        return None
    role = phrases[after]
    if role.name is not None or role.role is None or role.plural or role.form == "pronoun":
        return None
    last = _reach_of_object(units, phrases, reach_of_roles(units, phrases, after))
    return Span(role.role.start, phrases[last].span.end)


def _is_copula(units: Sequence[Unit]) -> bool:
    """Whether words between a subject and a role say that the one is the other: "is", "’s", "became", "works as"."""
    verbs = [lemma_of(unit.text, unit.tag) for unit in units if unit.tag.startswith("VB")]
    words = [unit.text.lower() for unit in units]
    if len(units) == 1:
        return verbs in (["be"], ["become"]) or words[0] in ("'s", "’s", "is", "was")
    return len(units) == 2 and words[1] == "as" and verbs in (["work"], ["serve"])


def _reach_of_object(units: Sequence[Unit], phrases: Sequence[Phrase], position: int) -> int:
    """Give the position of the last phrase that hangs on the one at ``position`` by "of", "for", "in" or an 's."""
    while position + 1 < len(phrases):
        here, after = phrases[position], phrases[position + 1]
        between = units[here.last : after.first]
        if after.sentence != here.sentence or after.form == "pronoun" or after.sort == "time" or len(between) > 1:
            break
        if between and between[0].tag != "POS" and between[0].text.lower() not in ("of", "for", "in", "at"):
            break
        position += 1
    return position
