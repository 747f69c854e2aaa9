"""From novels with known speakers to the weights that decide a dialogue."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from quotes.attributor.attribution import fill_registry
from quotes.attributor.line_features import TURNS, describe_candidates, name_context, name_turn
from quotes.attributor.lines import Line, gather_lines
from quotes.attributor.ranking import SourceDecision, rank_sources
from quotes.model import RosterEntry
from quotes.people.names import normalize_name
from quotes.people.registry import Entity, Registry
from quotes.training.chain import ChainLine, Chains, fit_chains, guess_chains
from quotes.training.files import dump_weights
from quotes.training.ranker import Prepared, match_reference, read_records

__all__ = ["train_dialogue"]

_L2 = 4.0
_RARE = 8
_FOLDS = 2
_FOLD_ROUNDS = 25
_STEPS = 12
_REACH = 40
"""So many reference quotations before a line may reach into it."""
_NOVELS, _NOVELS_DEV = "novels/train.jsonl.gz", "novels/dev.jsonl.gz"

_Chain = list[ChainLine]


def train_dialogue(data_dir: Path) -> dict[str, bytes]:
    """Learn the weights of the dialogue model from novels whose speakers are known.

    The people of each novel are gathered from its text alone, as they will be at run time; which of the novel's
    characters each is, is told by the names they share. How sure the model may be is learnt from novels it has not
    seen, in folds of whole novels.

    Args:
        data_dir: a folder with ``novels/train.jsonl.gz`` and ``novels/dev.jsonl.gz``.

    Returns:
        The bytes of the weights file, by its path inside the package.

    Raises:
        TrainingError: a file lacks or is not of the expected form.
    """
    novels = [_read_novel(record) for record in read_records(data_dir / _NOVELS)]
    dev = [_read_novel(record) for record in read_records(data_dir / _NOVELS_DEV)]
    weights = fit_chains(_gather(novels), l2=_L2, rare=_RARE)
    told: list[tuple[float, bool]] = []
    for fold in range(_FOLDS if len(novels) >= _FOLDS else 0):
        others = [novel for number, novel in enumerate(novels) if number % _FOLDS != fold]
        learnt = fit_chains(_gather(others), l2=_L2, rare=_RARE, rounds=_FOLD_ROUNDS)
        kept = _gather([novel for number, novel in enumerate(novels) if number % _FOLDS == fold])
        told += guess_chains(kept, learnt)
    about = {
        "what": "Weights of the dialogue model: feature name -> weight; how often its guess is right, by its share",
        "source": "Project Dialogism Novel Corpus, 18 train novels",
        "licence": "the repository states none: only numbers learnt from it are here, no words of its",
    }
    scores = {"speaker of a line, dev novels, nothing given": _share(guess_chains(_gather(dev), weights))}
    if told:
        scores["speaker of a line, folds of whole train novels, nothing given"] = _share(told)
    rounded = {name: round(value, 3) for name, value in sorted(weights.items()) if round(value, 3)}
    told = told or guess_chains(_gather(novels), weights)
    return {
        "attributor/data/dialogue.json": dump_weights(
            about, scores, {"calibration": _calibrate(told), "weights": rounded}
        )
    }


def _gather(novels: Sequence[Sequence[_Chain]]) -> Chains:
    """Put the chains of novels into one table."""
    chains = Chains()
    for novel in novels:
        for chain in novel:
            chains.add(chain)
    return chains


def _share(told: Sequence[tuple[float, bool]]) -> str:
    right = sum(is_right for _, is_right in told)
    return f"accuracy {right / max(1, len(told)):.3f} ({right} of {len(told)})"


def _calibrate(told: Sequence[tuple[float, bool]]) -> dict[str, list[float]]:
    """Return how often guesses are right, by how sure the model was: a rising table, by pooling adjacent violators.

    Source: isotonic regression, Zadrozny and Elkan 2002.
    """
    ranked = sorted(told)
    size = max(1, len(ranked) // _STEPS)
    bins: list[list[float]] = []  # mean share, mean right, how many
    for first in range(0, len(ranked), size):
        part = ranked[first : first + size]
        mean = sum(share for share, _ in part) / len(part)
        bins.append([mean, (sum(right for _, right in part) + 0.5) / (len(part) + 1), len(part)])
        while len(bins) > 1 and bins[-2][1] >= bins[-1][1]:
            last, before = bins.pop(), bins.pop()
            count = last[2] + before[2]
            bins.append([(before[i] * before[2] + last[i] * last[2]) / count for i in (0, 1)] + [count])
    return {"model": [round(b[0], 4) for b in bins], "right": [round(b[1], 4) for b in bins]}


def _read_novel(record: Mapping[str, Any]) -> list[_Chain]:
    """Turn every line of a novel into a link: who of the candidates speaks?"""
    document = Prepared(record)
    return read_chains(document, rank_sources(document.reader, document.settings()), ())


def read_chains(document: Prepared, decisions: Iterable[SourceDecision], roster: Sequence[RosterEntry]) -> list[_Chain]:
    """Turn every line of a novel whose source phrases are ranked into a link of a chain, one chain a conversation.

    Args:
        document: the novel.
        decisions: its quotations with their ranked sources, in order.
        roster: people known beforehand.
    """
    registry = Registry(document.text, roster)
    fill_registry(document.reader, registry)
    bearers = defaultdict(set)
    for character in document.characters:
        for alias in (character["name"], *character["aliases"]):
            bearers[normalize_name(alias)].add(character["name"])
    who = _Characters(bearers)
    reference = sorted(document.reference, key=lambda quotation: quotation["spans"][0][0])
    starts = [quotation["spans"][0][0] for quotation in reference]
    chains: list[_Chain] = []
    before: Line | None = None
    for line in gather_lines(document.reader, registry, decisions):
        if line.gap == "first":
            chains.append([])
            before = None
        spans = line.decisions[0].setting.quotation.spans
        near = reference[max(0, bisect_left(starts, spans[0].start) - _REACH) : bisect_left(starts, spans[-1].end) + 1]
        match = match_reference(line.decisions[0].setting, near)
        speaker = who.true_name(match["speaker"]) if match is not None else None
        right = [who.of(registry.entities[number]) == speaker for number in line.candidates] if speaker else None
        context = name_context(line, before)
        turns = [name_turn(context, turn) for turn in TURNS]
        rows = describe_candidates(registry, line)
        chains[-1].append(ChainLine(list(line.candidates), rows, right, turns))
        before = line
    return chains


class _Characters:
    """Which character of the cast an entity is, by the names they share."""

    def __init__(self, bearers: Mapping[str, set[str]]) -> None:
        self.bearers = bearers
        self._known: dict[int, str | None] = {}

    def true_name(self, name: str) -> str:
        """Return the character whose name or alias is ``name``."""
        found = self.bearers.get(normalize_name(name), {name})
        return name if name in found else min(found)

    def of(self, entity: Entity) -> str | None:
        """Return the character that an entity's names fit best, or None."""
        if entity.number not in self._known:
            votes: defaultdict[str, float] = defaultdict(float)
            for form, count in ((entity.display, 3), *entity.forms.items()):
                owners = self.bearers.get(normalize_name(form), set())
                for owner in owners:
                    votes[owner] += (1 + count) / len(owners)
            best = sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:2]
            tied = len(best) == 2 and best[0][1] == best[1][1]
            self._known[entity.number] = best[0][0] if best and not tied else None
        return self._known[entity.number]
