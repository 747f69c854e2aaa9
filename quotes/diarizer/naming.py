"""Names for the labels of a transcript: one decision over all of it, from what its voices say.

Each spoken name that words around it say something about is a claim on the labels near it; how much each kind of claim
is worth was learnt from transcripts whose speakers are known. One assignment of people to labels is found that all
claims together speak for most, no person for two labels. Where another assignment is nearly as good, nobody is named
and both are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import exp
from typing import NamedTuple

from quotes.diarizer.bearers import Bearer
from quotes.diarizer.claims import Claim, Claims, features_of, gather_claims, group_of
from quotes.diarizer.decisions import Decision, decide_names, is_on_roster, load_naming_weights, score_pairs
from quotes.diarizer.evidence import Clue
from quotes.diarizer.roles import find_told, role_of_speech
from quotes.diarizer.spoken_names import VoiceTurn
from quotes.model import Evidence, RosterEntry
from quotes.people.names import normalize_name
from quotes.spans import Span

__all__ = ["NamedVoice", "VoiceTurn", "name_voices"]

_SHOWN, _SHOWN_OF_RIVALS = 4, 2
"""So many pieces of evidence are shown for a name at most, and for each of two that contradict each other."""
_MOST_RIVALS = 2
_NAMED_FROM = 0.5
"""Below this probability a voice stays unnamed: of 0.4 to 0.9 the one with the best recall at the wanted precision."""
_LEAST_SHARE = 0.5


class NamedVoice(NamedTuple):
    """A label with whom it stands for.

    Attributes:
        label: what the input calls the voice.
        name: the name, or None where nothing tells it surely enough.
        aliases: other forms of the name that were heard.
        role: what the voice does, as it is told, or None.
        affiliation: whom it belongs to, as it is told, or None.
        confidence: probability that the name is right; None where there is none.
        evidence: the words that show it, the strongest first, and where role and affiliation are from.
        runner_up: who else it might be, with the probability, or None.
        conflict: where nobody was taken, the names that were claimed: two between which the claims do not decide, or
            one that another voice or nobody may as well bear.
    """

    label: str
    name: str | None = None
    aliases: tuple[str, ...] = ()
    role: str | None = None
    affiliation: str | None = None
    confidence: float | None = None
    evidence: tuple[Evidence, ...] = ()
    runner_up: tuple[str, float] | None = None
    conflict: tuple[str, ...] = ()


def name_voices(
    text: str,
    turns: Sequence[VoiceTurn],
    *,
    roster: Sequence[RosterEntry] = (),
    known: Mapping[str, str] | None = None,
    min_confidence: float = _NAMED_FROM,
) -> tuple[NamedVoice, ...]:
    r"""Find out for whom the labels of a transcript stand.

    Args:
        text: the document's text.
        turns: its turns in order, each with its label and where its words stand.
        roster: people known beforehand; their spelling wins.
        known: labels that are names already, with the name; nobody else gets these people.
        min_confidence: below this probability a voice stays unnamed.

    Returns:
        A voice for each label that is not known, in order of appearance.

    Example:
        >>> text = "S0: I'm Ada Quill. With me is Tom Brake, our harbour master. Tom?\nS1: Thanks, Ada. Good morning."
        >>> turns = [VoiceTurn("S0", 4, 65), VoiceTurn("S1", 70, 95)]
        >>> [(voice.label, voice.name, voice.role) for voice in name_voices(text, turns)]
        [('S0', 'Ada Quill', None), ('S1', 'Tom Brake', 'harbour master')]
    """
    known = known or {}
    roster = (*roster, *_known_people(known, roster))
    claims = gather_claims(text, turns, roster)
    weights = load_naming_weights()
    found = _find(claims, decide_names(claims, weights, known), score_pairs(claims, weights))
    speech = role_of_speech(claims.turns, claims.signs)
    return tuple(
        _make_voice(text, claims, number, found, speech.get(label), min_confidence)
        for number, label in enumerate(claims.labels)
        if label not in known
    )


def _known_people(known: Mapping[str, str], roster: Sequence[RosterEntry]) -> list[RosterEntry]:
    names = dict.fromkeys(known.values())
    return [RosterEntry(name=name) for name in names if not any(is_on_roster(entry, name) for entry in roster)]


def _make_voice(
    text: str, claims: Claims, label: int, found: _Found, spoken: tuple[str, Span] | None, min_confidence: float
) -> NamedVoice:
    shown = claims.labels[label]
    role: str | None = None
    evidence: list[Evidence] = []
    if spoken is not None:
        role, where = spoken
        evidence.append(Evidence(rule="role", words=where.of(text), spans=(where,)))
    decision = found.decisions.get(label)
    if decision is None or decision.probability < min_confidence:
        rivals = found.rivals(label, min_confidence)
        shows = [each for bearer in rivals for each in _show(text, claims, found, label, bearer)[:_SHOWN_OF_RIVALS]]
        names = tuple(claims.bearers[bearer].name for bearer in rivals)
        return NamedVoice(shown, role=role, evidence=(*shows, *evidence), conflict=names)
    bearer = claims.bearers[decision.bearer]
    told, firm = find_told(text, claims.turns, [claims.clues[clue] for clue in found.clues[decision.bearer]])
    if bearer.roster is not None and bearer.roster.role is not None:
        role, evidence = bearer.roster.role, []
    elif told is not None:
        role, evidence = told.words, [Evidence(rule="role", words=told.span.of(text), spans=(told.span,))]
    affiliation = bearer.roster.affiliation if bearer.roster is not None else None
    if affiliation is None and firm is not None:
        affiliation = firm.words
        evidence.append(Evidence(rule="affiliation", words=firm.words, spans=(firm.span,)))
    runner_up = None
    if decision.rival is not None and decision.rival_score > 0:
        runner_up = (claims.bearers[decision.rival].name, round(_share(decision), 3))
    return NamedVoice(
        shown,
        bearer.name,
        _aliases(bearer),
        role,
        affiliation,
        round(decision.probability, 3),
        (*_show(text, claims, found, label, decision.bearer), *evidence),
        runner_up,
    )


def _aliases(bearer: Bearer) -> tuple[str, ...]:
    """Return the other forms that were heard, and those of the roster."""
    forms = [*(bearer.roster.aliases if bearer.roster else ()), *(form for form, _ in bearer.forms.most_common())]
    shown = normalize_name(bearer.name)
    return tuple(form for form in dict.fromkeys(forms) if normalize_name(form) != shown)


def _share(decision: Decision) -> float:
    """Return the probability of the runner-up: what the first leaves, by the odds of the two."""
    odds = exp(min(0.0, decision.rival_score - decision.score))
    return min(1 - decision.probability, odds / (1 + odds))


class _Found(NamedTuple):
    """What was decided, with what is needed to show it.

    Attributes:
        decisions: by the number of the label.
        scores: by the numbers of label and person.
        pairs: the claims of a person on a label.
        clues: for each person the clues that are about that person rather than about another, in order.
        wanted: by the number of the label, the people with a score for it above nought.
        given: by the number of the person, the decisions that give the name away.
    """

    decisions: dict[int, Decision]
    scores: dict[tuple[int, int], float]
    pairs: dict[tuple[int, int], list[Claim]]
    clues: dict[int, list[int]]
    wanted: dict[int, list[int]]
    given: dict[int, list[Decision]]

    def rivals(self, label: int, min_confidence: float) -> list[int]:
        """Return the people whom something makes likelier than nobody for a label, the likeliest first, two at most.

        Who is surely somebody else is left out.
        """
        likely = []
        for bearer in self.wanted.get(label, ()):
            others = (each for each in self.given.get(bearer, ()) if each.label != label)
            if not any(each.probability >= min_confidence for each in others):
                likely.append((-self.scores[label, bearer], bearer))
        return [bearer for _, bearer in sorted(likely)[:_MOST_RIVALS]]


def _find(claims: Claims, decisions: Sequence[Decision], scores: dict[tuple[int, int], float]) -> _Found:
    pairs: defaultdict[tuple[int, int], list[Claim]] = defaultdict(list)
    clues: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for claim in claims.claims:
        pairs[claim.label, claim.bearer].append(claim)
        if claim.share > _LEAST_SHARE:
            clues[claim.bearer][claim.clue] = None
    listed = {bearer: list(numbers) for bearer, numbers in clues.items()}
    wanted: defaultdict[int, list[int]] = defaultdict(list)
    for (label, bearer), score in scores.items():
        if score > 0:
            wanted[label].append(bearer)
    given: defaultdict[int, list[Decision]] = defaultdict(list)
    for decision in decisions:
        given[decision.bearer].append(decision)
    by_label = {decision.label: decision for decision in decisions}
    return _Found(by_label, scores, dict(pairs), defaultdict(list, listed), wanted, given)


_DIRECTIONS = {"self": "self", "order": "list", "other": "other voice"}
_BACKWARDS = frozenset({"previous", "previous2", "under", "asker"})
_ACTS = {
    "self": "introduction",
    "give": "turn given",
    "bring": "introduction",
    "thank": "thanks",
    "greet": "greeting",
    "call": "address",
    "refer": "reference",
    "proxy": "standing in",
    "none": "mention",
}


def _show(text: str, claims: Claims, found: _Found, label: int, bearer: int) -> list[Evidence]:
    """Return the clues that speak most for a label's being a person, the strongest first."""
    weights = load_naming_weights().weights
    sums: defaultdict[int, float] = defaultdict(float)
    best: dict[int, tuple[float, str]] = {}
    for claim in found.pairs.get((label, bearer), ()):
        features = features_of(claims.clues[claim.clue], claim.relation)
        value = claim.share * sum(weights.get(name, 0.0) for name in features)
        sums[claim.clue] += value
        best[claim.clue] = max(best.get(claim.clue, (float("-inf"), "")), (value, claim.relation))
    ranked = sorted((clue for clue in sums if sums[clue] > 0), key=lambda clue: (-sums[clue], clue))
    return [_evidence(text, claims.clues[clue], best[clue][1], sums[clue]) for clue in ranked[:_SHOWN]]


def _evidence(text: str, clue: Clue, relation: str, weight: float) -> Evidence:
    bare = relation.rstrip("!")
    direction = _DIRECTIONS.get(bare) or ("previous" if bare in _BACKWARDS else "next")
    act = "sign-off" if clue.after == "here" and clue.place in ("end", "only") else _ACTS[group_of(clue)]
    span = Span(clue.start, max(clue.end, clue.name.end)).trim(text)
    return Evidence(rule=f"{act}, {direction}", words=span.of(text), spans=(span,), weight=round(weight, 3))
