"""From news with known attributions to the weights of the two fields of indirect speech: cues, then frames.

Both are linear-chain conditional random fields (`quotes.training.field`). They see numbers only
(`quotes.attributor.columns`), so the words a weights file names are those of its vocabularies: words of GUM and of the
lexicon.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quotes.attributor.chains import read_chains
from quotes.attributor.columns import WORD_COLUMNS, Described, describe, lay_columns
from quotes.attributor.crf import TEMPLATE, TemplateWeights, Vocabulary, kind_of, template_name, write_weights
from quotes.attributor.cue_columns import CUE_TEMPLATES, CUE_VOCABULARIES, fill_cue_columns
from quotes.attributor.frame_columns import FRAME_TEMPLATES, FRAME_VOCABULARIES, CueAt, fill_frame_columns
from quotes.attributor.frames import CUE_LABELS, FRAME_LABELS
from quotes.errors import TrainingError
from quotes.language.passages import Unit
from quotes.training.field import Rows, fit_field
from quotes.training.files import dump_weights
from quotes.training.ranker import Prepared, find_known_words, read_records, score_cues

__all__ = ["label_frame", "train_indirect"]

_NEWS = "news/train.jsonl.gz"
_RARE_WORD, _RARE_SUFFIX = 8, 40
_FAINTEST = 0.02
_DIGITS = 2


@dataclass(slots=True)
class _Document:
    """A training document as chains, with its attributions."""

    chains: list[tuple[Unit, ...]]
    attributions: list[dict[str, Any]]
    cues: Counter[str]
    uses: Counter[str]
    described: list[Described] = field(default_factory=list)

    @property
    def lengths(self) -> list[int]:
        return [len(chain) for chain in self.chains]


@dataclass(slots=True)
class _Rows:
    """One document's rows for a field: for each template a code a row, the lengths of the chains, the labels."""

    codes: list[Any]
    lengths: list[int]
    labels: list[str]


@dataclass(frozen=True, slots=True)
class _Plan:
    """One field to learn: its file, what it is, its labels and templates, and how documents become rows for it."""

    name: str
    what: str
    labels: tuple[str, ...]
    templates: tuple[tuple[str, ...], ...]
    vocabularies: Mapping[str, tuple[str, ...]]
    rare: int
    l1: float
    ask: Callable[[_Document, Mapping[str, Vocabulary]], _Rows | None]


def train_indirect(data_dir: Path) -> dict[str, bytes]:
    """Learn the fields of cues and of frames.

    Args:
        data_dir: a folder with ``news/train.jsonl.gz`` and GUM.

    Returns:
        The bytes of each file, by its path inside the package.

    Raises:
        TrainingError: a file lacks or is not of the expected form.
    """
    documents = [_prepare(record) for record in read_records(data_dir / _NEWS)]
    if not documents:
        raise TrainingError(str(data_dir / _NEWS), "holds no document")
    cues, uses = Counter[str](), Counter[str]()
    for document in documents:
        cues.update(document.cues)
        uses.update(document.uses)
    for document in documents:  # what a document says itself of its verbs must not tell it where its cues are
        scores = score_cues(cues - document.cues, uses - document.uses)
        document.described = [describe(unit, scores) for chain in document.chains for unit in chain]
    words = _list_words(documents, find_known_words(data_dir))
    about = {
        "source": "PolNeAR 1.0 train (networkdynamics/PolNeAR); every word in the file is from GUM or the lexicon",
        "licence": "the repository states none: only numbers learnt from it are here, no words of its texts",
    }
    made = {}
    for plan in _PLANS:
        values = {**words, **plan.vocabularies}
        vocabularies = {column: Vocabulary(listed) for column, listed in values.items()}
        rows = [found for document in documents if (found := plan.ask(document, vocabularies)) is not None]
        listed = {column: list(value) for column, value in values.items()}
        content = {"labels": list(plan.labels), "vocabularies": listed, **_fit(plan, rows)}
        made[f"attributor/data/{plan.name}"] = dump_weights({"what": plan.what, **about}, {}, content)
    return made


def _prepare(record: Mapping[str, Any]) -> _Document:
    prepared = Prepared(record)
    passages = prepared.passages
    chains = [chain for index in range(len(passages)) for _, chain in read_chains(passages.passage(index))]
    return _Document(chains, prepared.reference, *prepared.count_cues())


def _list_words(documents: Sequence[_Document], known: frozenset[str]) -> dict[str, list[str]]:
    """Return the values of the columns of words: those seen often enough, and of words only those that may be named."""
    seen = [Counter[str]() for _ in WORD_COLUMNS]
    for document in documents:
        for described in document.described:
            for counter, value in zip(seen, described, strict=True):
                counter[value] += 1
    words: dict[str, list[str]] = {}
    for name, counter in zip(WORD_COLUMNS, seen, strict=True):
        least = _RARE_SUFFIX if name == "suffix" else _RARE_WORD
        words[name] = sorted(
            value
            for value, count in counter.items()
            if count >= least and (name != "lemma" or value in known or _is_no_word(value))
        )
    return words


def _is_no_word(value: str) -> bool:
    """Whether a value of the column of lemmas is a mark, a number, a quoted stretch or the sign of a name."""
    return value.startswith(("Q", "#")) or not any(char.isalpha() for char in value)


def _place_cues(document: _Document) -> Iterator[tuple[int, CueAt, dict[str, Any]]]:
    """Give for each attribution whose cue stands in one chain the number of the chain and where the cue stands."""
    starts = [0]
    for length in document.lengths:
        starts.append(starts[-1] + length)
    for attribution in document.attributions:
        if not attribution["cue"]:
            continue
        begin, end = attribution["cue"][0][0], attribution["cue"][-1][1]
        for number, chain in enumerate(document.chains):
            if chain[0].start < end and begin < chain[-1].end:
                rows = [
                    row
                    for row, unit in enumerate(chain)
                    if unit.start < end and begin < unit.end and not unit.is_quoted
                ]
                if rows:
                    first = starts[number]
                    yield number, CueAt(first, starts[number + 1], first + rows[0], first + rows[-1] + 1), attribution
                    break


def _lay(document: _Document, vocabularies: Mapping[str, Vocabulary]) -> dict[str, Any]:
    import numpy as np

    numbers = [
        [vocabularies[name].number(value) for name, value in zip(WORD_COLUMNS, values, strict=True)]
        for values in document.described
    ]
    columns = lay_columns(np.array(numbers, dtype=np.int64).reshape(-1, len(WORD_COLUMNS)), document.lengths)
    fill_cue_columns(columns, document.lengths, vocabularies["tag"])
    return columns


def _ask_cues(document: _Document, vocabularies: Mapping[str, Vocabulary]) -> _Rows | None:
    labels = ["O"] * len(document.described)
    for _, cue, _ in _place_cues(document):
        labels[cue.first : cue.last] = ["B", *["I"] * (cue.last - cue.first - 1)]
    if not labels:
        return None
    return _Rows(_encode(_lay(document, vocabularies), CUE_TEMPLATES, vocabularies), document.lengths, labels)


def _ask_frames(document: _Document, vocabularies: Mapping[str, Vocabulary]) -> _Rows | None:
    placed = list(_place_cues(document))
    if not placed:
        return None
    columns = fill_frame_columns(_lay(document, vocabularies), [cue for _, cue, _ in placed], vocabularies)
    labels: list[str] = []
    for number, cue, attribution in placed:
        labels += label_frame(document.chains[number], cue, attribution)
    lengths = [cue.end - cue.start for _, cue, _ in placed]
    return _Rows(_encode(columns, FRAME_TEMPLATES, vocabularies), lengths, labels)


def label_frame(chain: Sequence[Unit], cue: CueAt, attribution: Mapping[str, Any]) -> list[str]:
    """Return the label of each unit of a chain as seen from a cue in it."""
    labels = ["O"] * len(chain)
    for letter, spans in (("S", attribution["source"] or []), ("C", attribution["spans"])):
        before = None
        for row, unit in enumerate(chain):
            for number, (start, end) in enumerate(spans):
                common = min(unit.end, end) - max(unit.start, start)
                if common > 0 and 2 * common >= min(unit.end - unit.start, end - start):
                    labels[row] = ("I" if before == number else "B") + letter
                    before = number
                    break
    for row in range(cue.first - cue.start, cue.last - cue.start):
        labels[row] = "K"
    return labels


def _encode(
    columns: Mapping[str, Any], templates: Sequence[Sequence[str]], vocabularies: Mapping[str, Vocabulary]
) -> list[Any]:
    """Return for each template one number a row, from which the values of its columns can be read again."""
    codes = []
    for template in templates:
        code = columns[template[0]]
        for name in template[1:]:
            code = code * len(vocabularies[kind_of(name)]) + columns[name]
        codes.append(code)
    return codes


def _fit(plan: _Plan, rows: Sequence[_Rows]) -> dict[str, Any]:
    """Learn a field: the transitions and the templates with their weights, rounded; noughts are left out."""
    import numpy as np

    numbers = {label: number for number, label in enumerate(plan.labels)}
    given = Rows(
        [np.concatenate([document.codes[place] for document in rows]) for place in range(len(plan.templates))],
        np.array([length for document in rows for length in document.lengths]),
        np.array([numbers[label] for document in rows for label in document.labels]),
    )
    learnt = fit_field(given, len(plan.labels), rare=plan.rare, l1=plan.l1)
    moves = {
        one: {other: round(float(weight), _DIGITS) for other, weight in zip(plan.labels, row, strict=True)}
        for one, row in zip(plan.labels, learnt.transitions, strict=True)
    }
    content: dict[str, Any] = {"transitions": moves}
    for template, (codes, weights) in zip(plan.templates, learnt.tables, strict=True):
        rounded = np.round(weights, _DIGITS)
        rounded[np.abs(rounded) < _FAINTEST] = 0.0
        kept = rounded.any(axis=1)
        order = np.argsort(codes[kept], kind="stable")
        known = TemplateWeights(codes[kept][order], rounded[kept][order])
        content[TEMPLATE + template_name(template)] = write_weights(plan.labels, known)
    return content


_PLANS = (
    _Plan(
        "cue_field.json",
        "Field of cues: where a reporting expression begins and goes on",
        CUE_LABELS,
        CUE_TEMPLATES,
        CUE_VOCABULARIES,
        4,
        2.0,
        _ask_cues,
    ),
    _Plan(
        "frame_field.json",
        "Field of frames: what is source and what is content, as seen from a cue",
        FRAME_LABELS,
        FRAME_TEMPLATES,
        FRAME_VOCABULARIES,
        5,
        0.8,
        _ask_frames,
    ),
)
