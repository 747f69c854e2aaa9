"""What a voice does and whom it belongs to: words beside its name, or what operators, hosts and reporters say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotes.diarizer.evidence import Clue, lower_case
from quotes.diarizer.role_phrases import is_role_phrase
from quotes.diarizer.spoken_names import VoiceTurn
from quotes.lexicon.portfolios import portfolios
from quotes.lexicon.voices import departments, role_speech
from quotes.people.roles import tidy_role
from quotes.spans import Span

__all__ = ["Told", "find_signs", "find_told", "role_of_speech"]

_REACH_CHARS = 130
_MOST_WORDS = 12
_LEAST_SIGNS = 2
"""So many sentences of an operator or a host tell one, or one where the voice has few turns."""
_FEW_TURNS = 3
_EDGE_CHARS = 400
"""So many code points at either end of a turn are read for what operators and hosts say."""
_AFTER = re.compile(
    r",? ?(?:(?:who is|who's|who are|is|as|here as|,)? ?(?:our|the|a|an|my|your|his|her|their|its|also|currently|now|"
    r"[A-Z][\w'’-]*['’]s) )?(?P<role>[\w&'’/-]+(?:,? [\w&'’/-]+){0,14}?)"
    r"(?=\s*(?:[.;:?!…—]|,|$|"
    r"\b(?:and (?:our|my|the|I)\b|and [A-Z][\w'’-]+ [A-Z]|will\b|who\b|to (?:discuss|talk)|here\b)))"
)
_BEFORE = re.compile(
    r"(?:\b(?:our|my|the|your|its|their|[A-Z][\w'’-]*['’]s)|(?:^|[.,:;?!]|\b(?:to|by|is|are|with|and|as|from)))\s+"
    r"(?P<role>[\w&'’/-]+(?: [\w&'’/-]+){0,9}?),?\s*$"
)
_FIRM = re.compile(
    r"\s*,? ?(?:from|with|of|at|over at|representing|here at)(?: the)? "
    r"(?P<firm>[A-Z0-9](?:[\w&'’-]|\.(?=\w))*(?:(?: (?:of|and|&|the|for))? [A-Z0-9&](?:[\w&'’-]|\.(?=\w))*)*)"
)


class Told(NamedTuple):
    """Words that say what somebody does or whom somebody belongs to.

    Attributes:
        words: the words, tidied.
        span: where they stand.
    """

    words: str
    span: Span


def find_told(text: str, turns: Sequence[VoiceTurn], clues: Iterable[Clue]) -> tuple[Told | None, Told | None]:
    """Return the role and the affiliation that stand beside any of the places where somebody is named.

    Args:
        text: the document's text.
        turns: its turns.
        clues: the places where the person is named, in order.
    """
    role: Told | None = None
    firm: Told | None = None
    for clue in clues:
        turn = turns[clue.name.turn]
        end = min(turn.end, clue.name.end + _REACH_CHARS)
        place = clue.name.end
        found = None if clue.call == "mid" and clue.before in ("greeting", "thanks") else _role_after(text, place, end)
        if found is not None:
            place = found.span.end
        before = _role_before(text, max(turn.start, clue.name.start - _REACH_CHARS), clue)
        best = found or before
        if role is None or (best is not None and len(best.words.split()) > 2 * len(role.words.split())):
            role = best or role
        if firm is None:
            firm = _firm(text, place, end)
        if role is not None and firm is not None:
            break
    return role, firm


def _role_after(text: str, start: int, end: int) -> Told | None:
    match = _AFTER.match(text, start, end)
    if match is None:
        return None
    words = match["role"]
    cut = _cut_firm(words)
    return _told(words[:cut], match.start("role"))


def _role_before(text: str, start: int, clue: Clue) -> Told | None:
    begin = clue.name.start
    if clue.name.title:
        begin = max(start, text.rfind(clue.name.title.split()[0], start, begin))
    window = text[start:begin]
    for match in re.finditer(r"\b(?:our|my|the|your|its|their|[A-Z][\w'’-]*['’]s)\s|[.,:;?!]\s", window):
        inner = _BEFORE.match(window, match.start())
        if inner is not None:
            found = _told(inner["role"], start + inner.start("role"))
            if found is not None:
                return found
    return None


def _told(words: str, start: int) -> Told | None:
    bare = words.strip(" ,")
    if not bare or len(bare.split()) > _MOST_WORDS or not is_role_phrase(bare):
        return None
    at = start + words.index(bare)
    return Told(tidy_role(bare), Span(at, at + len(bare)))


def _cut_firm(words: str) -> int:
    """Return where in a role the firm begins: "director of Acme", but not "director of Sales"."""
    for match in re.finditer(r" (?:of|at|for|with|from)(?: the)? (?=[A-Z0-9])", words):
        after = words[match.end() :].split()[0].casefold().strip(",")
        if match[0].strip().startswith("of") and (
            after in portfolios() or any(after in name for name in departments())
        ):
            continue
        return match.start()
    return len(words)


def _firm(text: str, start: int, end: int) -> Told | None:
    match = _FIRM.match(text, start, end)
    if match is None:
        return None
    words = match["firm"].rstrip(".")
    return Told(words, Span(match.start("firm"), match.start("firm") + len(words)))


def find_signs(text: str, turns: Sequence[VoiceTurn]) -> list[tuple[int, str, Span]]:
    """Return what operators, hosts and reporters say, where turns begin and end: turn, role, where the words stand."""
    found = []
    for number, turn in enumerate(turns):
        middle = min(turn.end, turn.start + _EDGE_CHARS)
        for start, end in ((turn.start, middle), (max(middle, turn.end - _EDGE_CHARS), turn.end)):
            words = lower_case(text[start:end])
            for role, pattern in role_speech().items():
                for match in pattern.finditer(words):
                    found.append((number, role, Span(start + match.start(), start + match.end())))
    return found


def role_of_speech(turns: Sequence[VoiceTurn], signs: Iterable[tuple[int, str, Span]]) -> dict[str, tuple[str, Span]]:
    """Return for each label whose voice speaks like an operator, a host or a reporter that role and words that tell."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    first: dict[tuple[str, str], Span] = {}
    size = Counter(turn.label for turn in turns)
    for number, role, span in signs:
        label = turns[number].label
        counts[label][role] += 1
        first.setdefault((label, role), span)
    found: dict[str, tuple[str, Span]] = {}
    for label, roles in counts.items():
        role, number = max(roles.items(), key=lambda item: item[1])
        if number >= _LEAST_SIGNS or size[label] <= _FEW_TURNS:
            found[label] = (role, first[label, role])
    return found
