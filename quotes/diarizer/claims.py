"""Who may bear which spoken name: for every person named and every label, what speaks for it and against it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from math import log2
from typing import NamedTuple

from quotes.diarizer.bearers import Bearer, gather_bearers
from quotes.diarizer.evidence import Clue, read_clues
from quotes.diarizer.roles import find_signs
from quotes.diarizer.spoken_names import SpokenName, VoiceTurn, find_spoken_names
from quotes.lexicon import given_names
from quotes.model import RosterEntry
from quotes.people.likeness import is_person_like
from quotes.people.names import fold_given, normalize_name
from quotes.spans import Span

__all__ = ["Claim", "Claims", "gather_claims"]

_REACH = 3
"""A name that several people share means the one whose full name was spoken at most so many turns before."""
_LEAST_LIKE = 0.25
_SURELY = 0.5
"""How much a single word must look like a name, and how much a full name that only its first word is called by."""
_MOST_NAMESAKES, _REMEMBERED = 8, 40
"""So many people at most may be meant by one given name, of those that were named in full last."""
_SHARE_OF_NEAR = 0.8
_ASKING_CHARS = 300
"""A turn asks where a question mark stands among its last code points."""
_BRIEF_CHARS = 150
_BACKCHANNEL = 25
"""A turn of at most so many code points ("Mm-hm.", "Right.") may stand between a call and its answer."""


class Claim(NamedTuple):
    """One clue pointed at one label.

    Attributes:
        bearer: number of the person named.
        label: number of the label.
        clue: number of the clue.
        relation: how the label stands to the turn the name is spoken in: self, next, previous and so on.
        share: how much of the clue belongs to this person, 0 to 1.
    """

    bearer: int
    label: int
    clue: int
    relation: str
    share: float


class Claims(NamedTuple):
    """Everything that says who bears which name in one transcript.

    Attributes:
        turns: the turns, consecutive ones of one label put together.
        labels: the labels, in order of appearance.
        bearers: the people named.
        clues: the names spoken with what stands around them.
        claims: clues pointed at labels.
        rows: for each person, the features of each label that has any.
        nulls: for each person, the features of being nobody of the transcript.
        signs: what operators, hosts and reporters say: turn, role, where the words stand.
    """

    turns: list[VoiceTurn]
    labels: list[str]
    bearers: list[Bearer]
    clues: list[Clue]
    claims: list[Claim]
    rows: list[dict[int, dict[str, float]]]
    nulls: list[dict[str, float]]
    signs: list[tuple[int, str, Span]]


def gather_claims(text: str, turns: Sequence[VoiceTurn], roster: Sequence[RosterEntry] = ()) -> Claims:
    """Gather what a transcript says about who bears which name.

    Args:
        text: the document's text.
        turns: the turns in order.
        roster: people known beforehand.
    """
    merged = merge_turns(turns)
    labels = list(dict.fromkeys(turn.label for turn in merged))
    known = {normalize_name(form) for entry in roster for form in (entry.name, *entry.aliases)}
    names = [name for name in find_spoken_names(text, merged) if _may_be_name(name, known)]
    kept, bearers, means = _choose_forms(read_clues(text, merged, names), roster, known)
    signs = find_signs(text, merged)
    claims = list(_point(text, merged, labels, kept, means))
    rows = _describe_labels(merged, labels, signs, bearers, kept, claims)
    nulls = [_describe_null(bearer) for bearer in bearers]
    for number, seen in _count_kinds(kept, means).items():
        nulls[number].update(seen)
    return Claims(merged, labels, bearers, kept, claims, rows, nulls, signs)


def merge_turns(turns: Sequence[VoiceTurn]) -> list[VoiceTurn]:
    """Put consecutive turns of one label together."""
    merged: list[VoiceTurn] = []
    for turn in turns:
        if merged and merged[-1].label == turn.label:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, turn.end))
        else:
            merged.append(turn)
    return merged


def _form(clue: Clue) -> tuple[str, str]:
    if clue.after == "on_for" and " " not in clue.name.name:
        return clue.name.name, "(stands in)"  # never one of those called on by this given name
    return clue.name.name, clue.name.title if " " not in clue.name.name else ""


def _choose_forms(
    clues: Sequence[Clue], roster: Sequence[RosterEntry], known: Collection[str]
) -> tuple[list[Clue], list[Bearer], dict[tuple[str, str], list[int]]]:
    """Keep the names that words around them say something about at least once, and the people who bear these."""
    telling = {_form(clue) for clue in clues if clue.is_telling and not clue.is_firm}
    firms = Counter(_form(clue) for clue in clues if clue.is_firm)
    uses = Counter(_form(clue) for clue in clues)
    telling = {form for form in telling if normalize_name(form[0]) in known or 2 * firms[form] <= uses[form]}
    known_words = {normalize_name(form[0]) for form in telling if " " not in form[0]}
    for form in uses:  # "Our treasurer Ada Quill and I ...": the whole of a name that is called elsewhere
        words = [normalize_name(word) for word in form[0].split()]
        if len(words) > 1 and not known_words.isdisjoint((words[0], words[-1])) and is_person_like(form[0]) >= _SURELY:
            telling.add(form)
    bearers, means = gather_bearers(Counter({form: uses[form] for form in uses if form in telling}), roster)
    return [clue for clue in clues if _form(clue) in means and not clue.is_firm], bearers, means


def _may_be_name(name: SpokenName, known: Collection[str]) -> bool:
    if " " in name.name or name.title or is_person_like(name.name) >= _LEAST_LIKE:
        return True
    return any(normalize_name(name.name) in form.split() for form in known)


def _point(
    text: str,
    turns: Sequence[VoiceTurn],
    labels: Sequence[str],
    clues: Sequence[Clue],
    means: Mapping[tuple[str, str], list[int]],
) -> Iterator[Claim]:
    """Point every clue at the labels around it."""
    numbers = {label: number for number, label in enumerate(labels)}
    first_turns: dict[int, int] = {}
    for position, turn in enumerate(turns):
        first_turns.setdefault(numbers[turn.label], position)
    asks = [text.rfind("?", max(turn.start, turn.end - _ASKING_CHARS), turn.end) >= 0 for turn in turns]
    runs_on = [_runs_on(text, turn, after) for turn, after in pairwise(turns)] + [False]
    newcomers = sorted((position, label) for label, position in first_turns.items())
    last_full: dict[int, int] = {}
    recent: list[int] = []  # people named in full, the last ones, each once
    for number, clue in enumerate(clues):
        found = means[_form(clue)]
        here = clue.name.turn
        if " " in clue.name.name:
            last_full[found[0]] = here
            recent = [found[0], *(bearer for bearer in recent if bearer != found[0])][:_REMEMBERED]
        if len(found) > _MOST_NAMESAKES:  # a hundred people called Ada: whoever was named in full last
            bearing = set(found)
            found = [bearer for bearer in recent if bearer in bearing][:_MOST_NAMESAKES] or found[:_MOST_NAMESAKES]
        shares = {bearer: 1.0 / len(found) for bearer in found}
        if len(found) > 1:
            near = [bearer for bearer in found if here - last_full.get(bearer, -99) <= _REACH]
            if len(near) == 1:
                rest = (1 - _SHARE_OF_NEAR) / (len(found) - 1)
                shares = {bearer: _SHARE_OF_NEAR if bearer == near[0] else rest for bearer in found}
        if runs_on[here] and group_of(clue) == "self" and _is_at_edge(text, clue.name.end, turns[here].end):
            continue  # "I'm Ada Quill. I keep" / "the accounts": which of the two voices says so cannot be known
        pointed = list(_relations(turns, asks, numbers, first_turns, newcomers, clue))
        for bearer, share in shares.items():
            for label, relation in pointed:
                yield Claim(bearer, label, number, relation, share)


_STOP = re.compile(r"[.?!]")


def _runs_on(text: str, turn: VoiceTurn, after: VoiceTurn) -> bool:
    """Whether the voice changes in the middle of a sentence, which a diarizer does where it is off by a second or two.

    A sentence that was broken off ends with a dash or dots.
    """
    return text[turn.start : turn.end][-1:].isalnum() and text[after.start : after.end][:1].islower()


def _is_at_edge(text: str, name_end: int, turn_end: int) -> bool:
    """Whether a name is in the sentence that its turn ends in, or in the one before."""
    stop = _STOP.search(text, name_end, turn_end)
    return stop is None or _STOP.search(text, stop.end(), turn_end) is None


def _relations(
    turns: Sequence[VoiceTurn],
    asks: Sequence[bool],
    numbers: Mapping[str, int],
    first_turns: Mapping[int, int],
    newcomers: Sequence[tuple[int, int]],
    clue: Clue,
) -> Iterator[tuple[int, str]]:
    here = clue.name.turn
    own = numbers[turns[here].label]
    yield own, "self"
    if not clue.is_telling and clue.after != "said":
        return
    seen = {own}
    if here + 1 < len(turns):
        label = numbers[turns[here + 1].label]
        seen.add(label)
        yield label, "next" + ("!" if first_turns[label] == here + 1 else "")
        if asks[here]:
            yield label, "asked"
        if here + 2 < len(turns):
            other = numbers[turns[here + 2].label]
            if other != label and other != own:
                brief = turns[here + 1].end - turns[here + 1].start <= _BACKCHANNEL
                new = first_turns[other] == here + 2
                yield other, ("over" if brief else "next2") + ("!" if new else "")
    if here:
        label = numbers[turns[here - 1].label]
        yield label, "previous" + ("!" if first_turns[label] == here - 1 else "")
        if asks[here - 1]:
            yield label, "asker"
        if here > 1:
            other = numbers[turns[here - 2].label]
            if other != label and other != own:
                brief = turns[here - 1].end - turns[here - 1].start <= _BACKCHANNEL
                yield other, "under" if brief else "previous2"
    if clue.rank or clue.before in ("joined_by", "joined_list", "turn_given_role"):
        at = bisect_left(newcomers, (here + 1, 0)) + clue.rank
        if at < len(newcomers):
            yield newcomers[at][1], "order"
    if len(first_turns) == 2:
        yield 1 - own, "other"


_GROUPS = {
    "self": ("self_name", "self_am", "self_this"),
    "give": ("line_of", "question_from", "turn_given", "turn_given_role"),
    "bring": ("joined_by", "joined_list", "have_had", "this_is", "it_is"),
    "thank": ("thanks", "praise", "goodbye"),
    "greet": ("greeting", "welcome", "how_are"),
}
_GROUP_OF = {kind: group for group, kinds in _GROUPS.items() for kind in kinds}


def group_of(clue: Clue) -> str:
    """Return what is done with a name: self, give, bring, thank, greet, proxy, call, refer or none."""
    if clue.before == "proxy":
        return "proxy"
    if clue.after in ("here", "on_for"):
        return "self"
    group = _GROUP_OF.get(clue.before)
    if group is None and clue.before != "with_name" and clue.after in ("go_ahead", "will_answer", "will"):
        return "give"
    if group is None and clue.call != "none":
        return "call"
    return group or ("refer" if clue.after == "said" else "none")


def _atoms(clue: Clue, group: str) -> list[str]:
    call = f"{clue.call}{'?' if clue.asks else ''}"
    atoms = [f"g:{group}", f"g:{group} {clue.place}", f"b:{clue.before}", f"b:{clue.before} {clue.place}"]
    atoms += [f"c:{call}", f"c:{call} {clue.place}", f"bc:{clue.before} {clue.call}"]
    if clue.after != "plain":
        atoms += [f"a:{clue.after}", f"a:{clue.after} {clue.place}"]
    return atoms


def features_of(clue: Clue, relation: str) -> list[str]:
    """Return the features of a clue pointed at a label."""
    group = group_of(clue)
    if clue.in_list:
        group += " list"
    bare = relation.rstrip("!")
    if bare == "self":
        if group not in _OWN:
            return ["says >self" if clue.is_telling else "mentions >self"]
        return [
            f"g:{group} >self",
            f"b:{clue.before} >self",
            f"b:{clue.before} {clue.place} >self",
            f"a:{clue.after} >self",
        ]
    if bare not in ("next", "previous"):
        found = [f"any >{bare}", f"g:{group} >{bare}", f"g:{group} {clue.place} >{bare}"]
    else:
        found = [f"{atom} >{bare}" for atom in _atoms(clue, group)]
    if relation != bare:
        found += [f"b:{clue.before} >{relation}", f"g:{group} >{relation}", f"any >{relation}"]
    return found


_OWN = frozenset({"self", "proxy", "bring"})
"""Groups in which a voice may name itself."""


def _describe_labels(
    turns: Sequence[VoiceTurn],
    labels: Sequence[str],
    signs: Sequence[tuple[int, str, Span]],
    bearers: Sequence[Bearer],
    clues: Sequence[Clue],
    claims: Sequence[Claim],
) -> list[dict[int, dict[str, float]]]:
    counts: list[defaultdict[int, defaultdict[str, float]]] = [defaultdict(lambda: defaultdict(float)) for _ in bearers]
    cache: dict[tuple[int, str], list[str]] = {}
    stood_in: set[tuple[int, int]] = set()
    for claim in claims:
        key = (claim.clue, claim.relation)
        features = cache.get(key)
        if features is None:
            features = cache[key] = features_of(clues[claim.clue], claim.relation)
        if clues[claim.clue].before == "proxy" and claim.relation == "self":
            stood_in.add((claim.bearer, claim.label))
        row = counts[claim.bearer][claim.label]
        for feature in features:
            row[feature] += claim.share
    traits = _describe_voices(turns, labels, signs)
    rows: list[dict[int, dict[str, float]]] = []
    for number, by_label in enumerate(counts):
        rows.append(
            {
                label: {feature: log2(1 + count) for feature, count in row.items()} | traits[label]
                for label, row in by_label.items()
                if (number, label) not in stood_in
            }
        )
    return rows


def _describe_voices(
    turns: Sequence[VoiceTurn], labels: Sequence[str], signs: Sequence[tuple[int, str, Span]]
) -> list[dict[str, float]]:
    """Return what a label is like, whoever it may be."""
    size: Counter[str] = Counter()
    for turn in turns:
        size[turn.label] += turn.end - turn.start
    count = Counter(turn.label for turn in turns)
    operates = Counter(turns[number].label for number, role, _ in signs if role == "operator")
    traits: list[dict[str, float]] = []
    for label in labels:
        trait: dict[str, float] = {}
        if size[label] < _BRIEF_CHARS:
            trait["brief"] = 1.0
        if operates[label] >= 2 and 3 * operates[label] >= count[label]:
            trait["operator"] = 1.0
        traits.append(trait)
    return traits


def _describe_null(bearer: Bearer) -> dict[str, float]:
    words = bearer.name.split()
    like = is_person_like(bearer.name)
    uses = sum(bearer.forms.values())
    null = {"null": 1.0, f"null like {int(like * 5)}": 1.0, f"null words {min(3, len(words))}": 1.0}
    null[f"null uses {min(4, int(log2(max(1, uses))))}"] = 1.0
    if fold_given(words[0]) in given_names():
        null["null given"] = 1.0
    if bearer.roster is not None:
        null["null roster"] = 1.0
    return null


def _count_kinds(clues: Sequence[Clue], means: Mapping[tuple[str, str], list[int]]) -> dict[int, dict[str, float]]:
    """Count for each person how many uses of the name tell nothing."""
    uses = Counter(_form(clue) for clue in clues)
    mute_uses = Counter(_form(clue) for clue in clues if not clue.is_telling)
    mute: Counter[int] = Counter()
    whole: Counter[int] = Counter()
    for form, count in uses.items():
        for number in means[form]:
            whole[number] += count
            mute[number] += mute_uses[form]
    return {number: {"null mute": mute[number] / whole[number]} for number in whole}
