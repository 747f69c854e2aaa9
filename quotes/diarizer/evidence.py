"""What the words around a spoken name say about who bears it: the voice itself, the next one, the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from quotes.diarizer.role_phrases import is_role_phrase
from quotes.diarizer.spoken_names import SpokenName, VoiceTurn
from quotes.lexicon.voices import fillers, list_links, name_patterns

__all__ = ["Call", "Clue", "lower_case", "read_clues"]

Call = Literal["none", "alone", "open", "close", "mid"]
"""How a name is parted from its sentence as one that is called: "Ada?", "Ada, who", "it is, Ada.", "so, Ada, who"."""

_BEFORE_CHARS = 150
_AFTER_CHARS = 110
_NEAR_START, _NEAR_END = 45, 70
"""So many code points from either end of a turn a name stands at its start or its end."""
_END = re.compile(r"[.?!…]['\"”’)]*\s+")
_QUESTION = re.compile(r"[^.?!…]*\?")
_APPOSITION = re.compile(r"\b(?:my|our|his|her|their|the|a|an|your|its) ([^,.?!]{2,60}),\s*$")
_SIGN_OFF = re.compile(r",(?: (?:[A-Z][\w’'-]*,?|in|for|of|the))+\.?\s*")
_LINKED = re.compile(r"\b(?:with|of|from|at|by|in|representing)(?: the)?\s*$")
_PLAIN = "plain"


class Clue(NamedTuple):
    """A spoken name with what the words around it say.

    Attributes:
        name: the name and its place.
        before: kind of the words before it, of `quotes.lexicon.voices.name_patterns`, or ``plain``.
        after: kind of the words after it, or ``plain``.
        call: whether and how it is parted off as one that is called.
        place: where in its turn it stands: only, start, end, middle.
        asks: whether its sentence is a question.
        start: first code point of the words that say so.
        end: one past the last of them.
        rank: which of the names of a list it is, from 0; 0 too where there is no list.
        is_firm: whether it follows another name by "from", "with" or "of".
        in_list: whether it is one of several names that are parted by commas or "and".
    """

    name: SpokenName
    before: str
    after: str
    call: Call
    place: str
    asks: bool
    start: int
    end: int
    rank: int
    is_firm: bool
    in_list: bool = False

    @property
    def is_telling(self) -> bool:
        """Whether the words around the name can say who bears it."""
        return self.call != "none" or self.before not in _MUTE or self.after not in _MUTE


_MUTE = frozenset(
    {_PLAIN, "with_name", "connective", "said", "possessive", "firm", "as_said", "ask_for", "you_asked", "apposition"}
)
_LISTS = frozenset({"joined_by", "joined_list", "turn_given", "turn_given_role", "question_from", "line_of"})


def read_clues(text: str, turns: Sequence[VoiceTurn], names: Sequence[SpokenName]) -> list[Clue]:
    """Read the words around each name, in order.

    Args:
        text: the document's text.
        turns: its turns, consecutive ones of one label put together.
        names: the names spoken in them.
    """
    clues: list[Clue] = []
    last: Clue | None = None
    place, turn, is_quoted = 0, -1, False
    for name in names:
        if name.turn != turn:
            turn, place, is_quoted = name.turn, turns[name.turn].start, False
        is_quoted = _is_quoted(text, place, name.start, is_quoted)
        place = name.start
        if is_quoted:
            continue
        clue = _read_clue(text, turns[name.turn], name, last)
        if clue.rank:
            clue = clue._replace(in_list=True)
            before = next(place for place in range(len(clues) - 1, -1, -1) if not clues[place].is_firm)
            clues[before] = clues[before]._replace(in_list=True)
        clues.append(clue)
        last = clue
    return clues


def lower_case(words: str) -> str:
    """Return words in lower case, or as they are where that would change their length."""
    lower = words.lower()
    return lower if len(lower) == len(words) else words


def _is_quoted(text: str, start: int, end: int, is_quoted: bool) -> bool:
    """Whether somebody is quoted at ``end``, given whether that was so at ``start``; a line break ends it."""
    line = text.rfind("\n", start, end)
    if line >= 0:
        start, is_quoted = line, False
    straight = text.count('"', start, end) % 2
    curly = text.rfind("“", start, end) > text.rfind("”", start, end)
    return curly or (is_quoted != bool(straight))


def _read_clue(text: str, turn: VoiceTurn, name: SpokenName, last: Clue | None) -> Clue:
    begin = name.start
    if name.title:
        begin = max(turn.start, text.rfind(name.title.split()[0], max(turn.start, begin - len(name.title) - 4), begin))
    before = text[max(turn.start, begin - _BEFORE_CHARS) : begin]
    if before and begin - len(before) > turn.start:
        before = before[before.find(" ") + 1 :]
    cut = 0
    for match in _END.finditer(before):
        cut = match.end()
    before = before[cut:]
    after = text[name.end : min(turn.end, name.end + _AFTER_CHARS)]
    bare = _noise().sub(" ", before)
    lower = lower_case(bare)
    kind, start = _PLAIN, begin - len(before)
    for each, pattern in name_patterns("before"):
        found = pattern.search(lower)
        if found:
            kind = each
            start = begin - len(before) + min(found.start(), max(0, len(before) - 1)) if before else begin
            break
    other, end = _PLAIN, name.end
    for each, pattern in name_patterns("after"):
        found = pattern.match(after)
        if found:
            other, end = each, name.end + found.end()
            break
    is_firm, rank = False, 0
    if last is not None and last.name.turn == name.turn and last.name.end <= begin:
        between = text[last.name.end : begin]
        if len(between) <= 90:
            is_firm = not last.is_firm and bool(_FIRM_LINK.fullmatch(_noise().sub(" ", between)))
            if _is_list(between) and (last.before in _LISTS or last.rank):
                rank = last.rank + 1
                if kind in (_PLAIN, "with_name", "connective", "joined_list", "answer"):
                    kind, start = last.before, last.start
    call = _read_call(bare.rstrip(), after)
    if kind in ("joined_list", "turn_given_role") and _LINKED.search(lower):
        kind = "with_name"
    if call in ("mid", "close") and kind in (_PLAIN, "connective", "with_name", "ask_for", "answer"):
        told = _APPOSITION.search(lower)
        if told is not None and is_role_phrase(told[1]):  # "my deputy, Ada Quill, is looking at it": nobody is called
            kind, call = "apposition", "none"
    if call == "open" and name.end + len(after) == turn.end and _SIGN_OFF.fullmatch(after):
        other, end = "here", turn.end  # "Ada Quill, Harbour Radio, Sarn."
    if other == "you_asked" and call == "none":
        other, end = _PLAIN, name.end
    question = _QUESTION.match(after)
    return Clue(
        name,
        kind,
        other,
        call,
        _read_place(turn, name),
        bool(question),
        start,
        end,
        rank,
        is_firm,
    )


_FIRM_LINK = re.compile(r",? (?:from|with|of|at|in|for|representing|over at|here at|on behalf of|out of)(?: the)? ")


def _is_list(between: str) -> bool:
    """Whether what stands between two names parts a list of people: "and", a comma, a role and a comma."""
    if any(char in ".?!" for char in between):
        return False
    words = between.strip(" ,;").lower()
    return words in list_links() or not words or (len(between) > 2 and ("," in between or " and " in between))


def _read_call(bare: str, after: str) -> Call:
    follows = after[:1]
    is_closed = follows in ("", ".", "?", "!", "…", "-", "—", "–", ";", ":") or after.startswith("--")
    is_parted = follows == ","
    if not is_closed and not is_parted:
        return "none"
    if not bare:
        return "alone" if is_closed else "open"
    if bare[-1] in ",—–-;:":
        return "close" if is_closed else "mid"
    return "none"


def _read_place(turn: VoiceTurn, name: SpokenName) -> str:
    is_start, is_end = name.start - turn.start <= _NEAR_START, turn.end - name.end <= _NEAR_END
    return "only" if is_start and is_end else "start" if is_start else "end" if is_end else "middle"


@cache
def _noise() -> re.Pattern[str]:
    """Return what stands before a name without meaning: "uh,", broken-off words, notes in brackets."""
    words = "|".join(sorted(fillers()))
    return re.compile(
        rf"(?:[\s,]*+(?:(?<![\w'’])(?:{words})(?![\w'’])[,.]*+|(?<!\w)[\w'’]+[-–],?(?=\s)|\[[^\]]*\]|<[^>]*>|…|\.\.\.))+\s*$",
        re.IGNORECASE,
    )
