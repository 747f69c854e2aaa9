"""From novels with known speakers to the weights that decide a dialogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from quotes.attributor.attribution import fill_registry
from quotes.attributor.dialogue import Line, describe_speaker, gather_lines
from quotes.attributor.ranking import rank_sources
from quotes.people.names import normalize_name
from quotes.people.registry import Entity, Registry
from quotes.training.files import dump_weights
from quotes.training.ranker import Prepared, match_reference, read_records
from quotes.training.softmax import Questions, fit

__all__ = ["train_dialogue"]

_L2 = 4.0
_RARE = 8
_NOVELS, _NOVELS_DEV = "novels/train.jsonl.gz", "novels/dev.jsonl.gz"


def train_dialogue(data_dir: Path) -> dict[str, bytes]:
    """Learn the weights of the dialogue model from novels whose speakers are known.

    The people of each novel are gathered from its text alone, as they will be at run time; which of the novel's
    characters each is, is told by the names they share.

    Args:
        data_dir: a folder with ``novels/train.jsonl.gz`` and ``novels/dev.jsonl.gz``.

    Returns:
        The bytes of the weights file, by its path inside the package.

    Raises:
        TrainingError: a file lacks or is not of the expected form.
    """
    questions = Questions()
    for record in read_records(data_dir / _NOVELS):
        _ask(questions, record)
    weights = fit(questions, l2=_L2, rare=_RARE)
    asked = Questions()
    for record in read_records(data_dir / _NOVELS_DEV):
        _ask(asked, record)
    right = asked.count_right(weights)
    about = {
        "what": "Weights of the dialogue model: feature name -> weight",
        "source": "Project Dialogism Novel Corpus, 18 train novels",
        "licence": "the repository states none: only numbers learnt from it are here, no words of its",
    }
    share = right / max(1, len(asked))
    scores = {
        "speaker of a line, dev novels, known speakers before": f"accuracy {share:.3f} ({right} of {len(asked)} whose "
        "speaker is a candidate)"
    }
    rounded = {name: round(value, 3) for name, value in sorted(weights.items()) if round(value, 3)}
    return {"attributor/data/dialogue.json": dump_weights(about, scores, {"weights": rounded})}


def _ask(questions: Questions, record: Mapping[str, Any]) -> None:
    """Turn every line of a novel into a question: who of the candidates speaks?"""
    document = Prepared(record)
    registry = Registry(document.text)
    fill_registry(document.reader, registry)
    reference = document.reference
    decisions = rank_sources(document.reader, document.settings())
    bearers = defaultdict(set)
    for character in document.characters:
        for alias in (character["name"], *character["aliases"]):
            bearers[normalize_name(alias)].add(character["name"])
    who = _Characters(bearers)
    for lines in gather_lines(document.reader, registry, decisions):
        for line, history, before, after, speaker in _with_history(lines, reference, registry, who):
            right = [who.of(registry.entities[number]) == speaker for number in line.candidates]
            if any(right) and not all(right):
                rows = [
                    describe_speaker(registry, line, registry.entities[number], history, before, after)
                    for number in line.candidates
                ]
                questions.add(rows, right, 1.0)


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


def _with_history(
    lines: Sequence[Line], reference: Sequence[Mapping[str, Any]], registry: Registry, who: _Characters
) -> Iterator[tuple[Line, list[int], Line | None, Line | None, str]]:
    """Give each line whose speaker is known, with the numbers of the speakers before it."""
    history: list[int] = []
    for place, line in enumerate(lines):
        match = match_reference(line.decisions[0].setting, reference)
        speaker = who.true_name(match["speaker"]) if match is not None else None
        before = lines[place - 1] if place else None
        after = lines[place + 1] if place + 1 < len(lines) else None
        if speaker is not None:
            yield line, history[:4], before, after, speaker
        number = next((n for n in line.candidates if who.of(registry.entities[n]) == speaker), -1)
        history.insert(0, number if speaker is not None else -1)
