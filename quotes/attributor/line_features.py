"""Named features of who may be speaking a line of dialogue: what stands fast, and what hangs on who spoke before.

A feature is a name with a value. Weights for the names are data, ``data/dialogue.json``, learnt by `quotes.training`;
a name without a weight counts for nothing. All names begin with what names the line's source: a name, a pronoun, I or
nothing, because the same fact means something else beside each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from math import log1p

from quotes.attributor.lines import BACK_CHARS, Line
from quotes.people.registry import Entity, Registry

__all__ = ["TURNS", "describe_candidates", "name_context", "name_turn"]

_NEAR_CHARS = 4000
_AHEAD_CHARS = 1200
_BANDS = (60, 120, 250, 500, 1000, 2000, 4000, 8000)
_RANKS = 5


def describe_candidates(registry: Registry, line: Line) -> list[dict[str, float]]:
    """Return the features of each candidate for a line, in the order of ``line.candidates``.

    What hangs on the speakers before is left out: see `name_turn`.
    """
    entities = [registry.entities[number] for number in line.candidates]
    sort = line.sort
    place = line.pronoun_place if sort == "pronoun" and line.pronoun_place >= 0 else line.start
    lasts = [_last_mention(entity, place) for entity in entities]
    wanted = _wanted_gender(line) if sort in ("pronoun", "noun") else None
    ranks = _ranks(lasts, [True] * len(entities))
    fitting = [wanted is None or entity.gender in (None, wanted) for entity in entities]
    gender_ranks = _ranks(lasts, fitting) if wanted is not None else None
    whole_named = sum(line.named.values())
    narrator = registry.known_narrator()
    rows: list[dict[str, float]] = []
    for position, entity in enumerate(entities):
        named = line.named.get(entity.number, 0.0)
        row = {"named": named, "somebody else named": whole_named - named}
        names = [f"kind {entity.kind}", f"named {_share_band(named)}"]
        is_narrator = entity is narrator
        if is_narrator:
            names.append("is narrator")
        names += _describe_genders(line, entity, is_narrator=is_narrator)
        names += line.signs.get(entity.number, ())
        if sort == "noun":
            names += [f"tag {line.noun}, titled {title}" for title in entity.titles or ("nothing",)]
        names.append(f"rank {ranks[position]}")
        distance = place - lasts[position]
        names.append(f"mentioned {_band(distance)} ago")
        if lasts[position] >= 0:
            acted = lasts[position] in registry.subjects
            names.append(f"mentioned {_band(distance)} ago, acting {acted}")
        if gender_ranks is not None and fitting[position]:
            names.append(f"rank {gender_ranks[position]} of the gender")
            if fitting.count(True) == 1:
                names.append("the only one of the gender")
        for name in names:
            row[f"{sort}: {name}"] = 1.0
        _describe_mentions(row, sort, entity, line)
        rows.append(row)
    return rows


def _wanted_gender(line: Line) -> str | None:
    if line.sort == "noun":
        return next((gender for words, gender in line.genders if words.endswith("by its tag")), None)
    return "male" if line.pronouns.get("male", 0.0) >= line.pronouns.get("female", 0.0) else "female"


def _describe_genders(line: Line, entity: Entity, *, is_narrator: bool) -> Iterator[str]:
    """Name how a candidate fits every gender that pronouns and words of address around the line tell."""
    for said, share in line.pronouns.items():
        if share >= 0.02:
            yield f"{'I' if said == 'I' else 'pronoun'} {_share_band(share)}: {_fit(said, entity, is_narrator)}"
    for words, told in line.genders:
        yield f"{words}: {_fit(told, entity, is_narrator)}" if told else words


def _fit(told: str, entity: Entity, is_narrator: bool) -> str:
    if told == "I":
        return "narrator" if is_narrator else "not narrator"
    if is_narrator:
        return "narrator"
    return "unknown" if entity.gender is None else "right" if entity.gender == told else "wrong"


def _describe_mentions(row: dict[str, float], sort: str, entity: Entity, line: Line) -> None:
    """Add how often and how a candidate is mentioned and speaks, near and in the whole story."""
    starts = entity.starts
    last = bisect_left(starts, line.start)
    row[f"{sort}: mentions near"] = log1p(last - bisect_left(starts, line.start - _NEAR_CHARS))
    row[f"{sort}: mentions around"] = log1p(last - bisect_left(starts, line.start - BACK_CHARS))
    row[f"{sort}: mentions ahead"] = log1p(bisect_left(starts, line.start + _AHEAD_CHARS) - last)
    row[f"{sort}: mentions"] = log1p(len(starts))
    row[f"{sort}: says"] = log1p(entity.says)
    row[f"{sort}: called"] = log1p(entity.called)
    if not entity.says:
        row[f"{sort}: never says anything"] = 1.0
    if last == 0:
        row[f"{sort}: not mentioned yet"] = 1.0


def _last_mention(entity: Entity, place: int) -> int:
    at = bisect_left(entity.starts, place)
    return entity.starts[at - 1] if at else -(10**9)


def _ranks(lasts: Sequence[int], counted: Sequence[bool]) -> list[int]:
    """Return for each candidate how many of those counted were mentioned later, and one; at most a few."""
    order = sorted((last for last, is_counted in zip(lasts, counted, strict=True) if is_counted), reverse=True)
    return [min(_RANKS, order.index(last) + 1 if last in order else _RANKS) for last in lasts]


def _band(distance: int) -> str:
    for limit in _BANDS:
        if distance < limit:
            return str(limit)
    return "long"


def _share_band(share: float) -> str:
    return "surely" if share >= 0.8 else "likely" if share >= 0.4 else "maybe" if share >= 0.1 else "hardly"


TURNS = ("goes on", "answers", "third", "joins in", "goes on, second", "answers, second")
"""How a speaker follows on those before: the last again; the last but one again; neither of two; not the one who spoke
twice; and in the second line of a conversation the first speaker or another."""


def name_context(line: Line, before: Line | None) -> str:
    """Name what a line's turn hangs on: what names its source, and how near the lines before are.

    Args:
        line: the line.
        before: the line before it in the conversation, or None.
    """
    earlier = before is not None and before.gap == "next"
    return f"turn, {line.sort}, {line.gap}, {'next' if earlier else 'later'}"


def name_turn(context: str, turn: str) -> str:
    """Name the feature of a turn in its context."""
    return f"{context}: {turn}"
