"""From novels with known speakers to the weights that decide a dialogue."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from quotes.attributor.attribution import fill_registry
from quotes.attributor.dialogue import decide_lines
from quotes.attributor.line_features import TURNS, describe_candidates, name_context, name_turn
from quotes.attributor.lines import Line, gather_lines
from quotes.attributor.ranking import SourceDecision, rank_sources
from quotes.model import RosterEntry
from quotes.people.names import normalize_name
from quotes.people.registry import Entity, Registry
from quotes.spans import Span
from quotes.training.chain import ChainLine, Chains, fit_chains, guess_chains
from quotes.training.excerpts import cut_excerpts
from quotes.training.files import dump_weights
from quotes.training.logistic import fit_logistic
from quotes.training.ranker import Prepared, match_reference, read_records

__all__ = ["read_chains", "read_guesses", "train_dialogue"]

_L2 = 4.0
_RARE = 8
_FOLDS = 2
_FOLD_ROUNDS = 25
_TRUST_L2 = 1.0
_PAGES = (150, 300, 600, 1_200, 3_000)
_EACH = 10
"""Pages of so many words, so many of each size, are read alone beside the whole novel."""
_REACH = 40
"""So many reference quotations before a line may reach into it."""
_NOVELS, _NOVELS_DEV = "novels/train.jsonl.gz", "novels/dev.jsonl.gz"

_Chain = list[ChainLine]


def train_dialogue(data_dir: Path) -> dict[str, bytes]:
    """Learn the weights of the dialogue model from novels whose speakers are known.

    The people of each novel are gathered from its text alone, as they will be at run time; which of the novel's
    characters each is, is told by the names they share. How far to trust the model is learnt from novels it
    has not seen, in folds of whole novels, read as a whole and in pages.

    Args:
        data_dir: a folder with ``novels/train.jsonl.gz`` and ``novels/dev.jsonl.gz``.

    Returns:
        The bytes of the weights file, by its path inside the package.

    Raises:
        TrainingError: a file lacks or is not of the expected form.
    """
    records = list(read_records(data_dir / _NOVELS))
    novels = [_read_novel(record) for record in records]
    dev = [_read_novel(record) for record in read_records(data_dir / _NOVELS_DEV)]
    weights = fit_chains(_gather(novels), l2=_L2, rare=_RARE)
    told: list[tuple[float, bool]] = []
    guesses: list[tuple[dict[str, float], bool]] = []
    for fold in range(_FOLDS if len(novels) >= _FOLDS else 0):
        others = [novel for number, novel in enumerate(novels) if number % _FOLDS != fold]
        learnt = fit_chains(_gather(others), l2=_L2, rare=_RARE, rounds=_FOLD_ROUNDS)
        told += guess_chains(_gather([novel for number, novel in enumerate(novels) if number % _FOLDS == fold]), learnt)
        for number, record in enumerate(records):
            if number % _FOLDS == fold:
                guesses += read_guesses(record, learnt)
    about = {
        "what": "Weights of the dialogue model: feature name -> weight; how often its guess is right, by its share",
        "source": "Project Dialogism Novel Corpus, 18 train novels",
        "licence": "the repository states none: only numbers learnt from it are here, no words of its",
    }
    scores = {"speaker of a line, dev novels, nothing given": _share(guess_chains(_gather(dev), weights))}
    if told:
        scores["speaker of a line, folds of whole train novels, nothing given"] = _share(told)
    rounded = {name: round(value, 3) for name, value in sorted(weights.items()) if round(value, 3)}
    if not guesses:
        guesses = [guess for record in records for guess in read_guesses(record, weights)]
    trust = {name: round(value, 3) for name, value in sorted(fit_logistic(guesses, l2=_TRUST_L2).items())}
    return {"attributor/data/dialogue.json": dump_weights(about, scores, {"trust": trust, "weights": rounded})}


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


def read_guesses(record: Mapping[str, Any], weights: Mapping[str, float]) -> Iterator[tuple[dict[str, float], bool]]:
    """Give for the lines of a novel, and of pages of it read alone, the signs of each guess and whether it is right.

    Args:
        record: a novel that the weights were not learnt from.
        weights: of the dialogue model.
    """
    whole = Span(0, len(record["text"]))
    for page in (whole, *cut_excerpts(record["text"], _PAGES, _EACH, record["id"])):
        document = Prepared(_cut(record, page))
        registry = Registry(document.text)
        fill_registry(document.reader, registry, is_story=True)
        cast = _Cast(document)
        lines = gather_lines(document.reader, registry, rank_sources(document.reader, document.settings()))
        for verdict in decide_lines(registry, lines, weights=weights, trusting={}):
            speaker = cast.speaker(verdict.line)
            if speaker is not None and verdict.shares:
                yield dict(verdict.signs), cast.of(registry.entities[verdict.shares[0][0]]) == speaker


def _cut(record: Mapping[str, Any], page: Span) -> dict[str, Any]:
    """Return a page of a novel as a record of its own, with the quotations that stand wholly in it."""
    quotations = [
        {**quotation, "spans": [[start - page.start, end - page.start] for start, end in quotation["spans"]]}
        for quotation in record["quotations"]
        if page.start <= quotation["spans"][0][0] and quotation["spans"][-1][1] <= page.end
    ]
    return {**record, "text": page.of(record["text"]), "quotations": quotations}


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
    cast = _Cast(document)
    chains: list[_Chain] = []
    before: Line | None = None
    for line in gather_lines(document.reader, registry, decisions):
        if line.gap == "first":
            chains.append([])
            before = None
        speaker = cast.speaker(line)
        right = [cast.of(registry.entities[number]) == speaker for number in line.candidates] if speaker else None
        context = name_context(line, before)
        turns = [name_turn(context, turn) for turn in TURNS]
        rows = describe_candidates(registry, line)
        chains[-1].append(ChainLine(list(line.candidates), rows, right, turns))
        before = line
    return chains


class _Cast:
    """The characters of a novel: which of them speaks a line, and which an entity is, by the names they share."""

    def __init__(self, document: Prepared) -> None:
        self.bearers: defaultdict[str, set[str]] = defaultdict(set)
        for character in document.characters:
            for alias in (character["name"], *character["aliases"]):
                self.bearers[normalize_name(alias)].add(character["name"])
        self._reference = sorted(document.reference, key=lambda quotation: quotation["spans"][0][0])
        self._starts = [quotation["spans"][0][0] for quotation in self._reference]
        self._known: dict[int, str | None] = {}

    def speaker(self, line: Line) -> str | None:
        """Return the character who speaks a line, or None where the reference does not tell."""
        spans = line.decisions[0].setting.quotation.spans
        first = max(0, bisect_left(self._starts, spans[0].start) - _REACH)
        near = self._reference[first : bisect_left(self._starts, spans[-1].end) + 1]
        match = match_reference(line.decisions[0].setting, near)
        return self.true_name(match["speaker"]) if match is not None else None

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
