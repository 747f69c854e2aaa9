"""Making the weights of the source ranker, here from a few articles and stories written for the test."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from quotes.attributor.candidates import find_setting
from quotes.errors import TrainingError
from quotes.training.ranker import Prepared, match_reference, read_records, train_ranker
from quotes.training.softmax import Questions, fit

RANKER, CUES = "attributor/data/ranker.json", "attributor/data/cues.json"
NAMES = ("Mira Solano", "Otto Lind", "Ada Quill")
SAID = ("We will rebuild the pier before winter", "Nobody came to the meeting", "The ferry runs until ten")
VERBS = ("said", "warned", "zorbled")
"""The last is in no lexicon and not in the corpus of licensed words below."""


def place(text: str, words: str) -> list[list[int]]:
    """Give where words stand, as reference data do."""
    return [[text.index(words), text.index(words) + len(words)]]


def make_article(number: int) -> dict[str, Any]:
    """Write an article in which somebody is quoted and somebody else only named, and the reference for it."""
    name, other, words = NAMES[number % 3], NAMES[(number + 1) % 3], SAID[number % 3]
    verb = VERBS[number % 3]
    text = f'{other} came to the quay on Monday.\n\n"{words}," {name} {verb}.\n\nThe crew of {other} waited there.'
    quotation = {
        "spans": place(text, f"{words},"),
        "source": place(text, name),
        "cue": place(text, verb),
        "speaker": None,
        "kind": "direct",
        "type": None,
    }
    return {"id": f"article {number}", "genre": "news", "text": text, "quotations": [quotation], "characters": None}


def make_story(number: int) -> dict[str, Any]:
    """Write a dialogue with one tagged line and one without a tag."""
    text = f'"{SAID[number % 3]}," said Helen.\n\n"{SAID[(number + 1) % 3]}."\n\nThe road was empty all night.'
    tagged = {"speaker": "Helen", "type": "explicit", "referring": "said Helen"}
    untagged = {"speaker": "Peter", "type": "implicit", "referring": None}
    quotations = [
        {"spans": place(text, words), "source": None, "cue": None, "kind": "direct", **told}
        for words, told in ((f"{SAID[number % 3]},", tagged), (f"{SAID[(number + 1) % 3]}.", untagged))
    ]
    return {"id": f"story {number}", "genre": "novel", "text": text, "quotations": quotations, "characters": []}


def write_records(path: Path, records: list[dict[str, Any]]) -> None:
    """Write gzipped JSONL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(json.dumps(record) for record in records).encode()))


def write_data(folder: Path) -> Path:
    """Write everything the trainer reads: news, novels and a corpus of words that may be named."""
    write_records(folder / "news" / "train.jsonl.gz", [make_article(number) for number in range(12)])
    write_records(folder / "news" / "dev.jsonl.gz", [make_article(number) for number in range(3)])
    write_records(folder / "novels" / "train.jsonl.gz", [make_story(number) for number in range(6)])
    lines = ["# newdoc id = GUM_news_one", "# newpar", "# text = He went home ."]
    words = (("He", "PRP"), ("went", "VBD"), ("home", "NN"), (".", "."))
    lines += ["\t".join([str(at), word, "_", "_", tag, *["_"] * 5]) for at, (word, tag) in enumerate(words, 1)]
    (folder / "syntax").mkdir()
    (folder / "syntax" / "gum.conllu.gz").write_bytes(gzip.compress("\n".join([*lines, ""]).encode() + b"\n"))
    return folder


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with everything the trainer needs."""
    pytest.importorskip("scipy", reason="only training needs an optimiser")
    return write_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def made(data_dir: Path) -> Mapping[str, bytes]:
    """What the trainer makes of it."""
    return train_ranker(data_dir)


def test_both_files_say_what_they_are(made: Mapping[str, bytes]) -> None:
    """Weights and cue scores are JSON with a header: schema, date, command, source, licence, scores."""
    assert made.keys() == {RANKER, CUES}
    for name, content in made.items():
        told = json.loads(content)
        more = {"calibration"} if name == RANKER else set()
        expected = {"schema", "date", "command", "what", "source", "licence", "scores", "weights"} | more
        assert told.keys() == expected
        assert told["weights"]
        assert list(told["weights"]) == sorted(told["weights"])
        assert all(isinstance(weight, float) and weight for weight in told["weights"].values())


def test_the_header_says_how_good_the_weights_are(made: Mapping[str, bytes]) -> None:
    """Accuracy on the dev news, with its counts."""
    (score,) = json.loads(made[RANKER])["scores"].values()

    assert score == "accuracy 1.000 (3 of 3)"


def test_cue_scores_are_shares(made: Mapping[str, bytes]) -> None:
    """A verb that reports speech each time scores high, and no score is above 1."""
    scores = json.loads(made[CUES])["weights"]

    assert all(0 < score <= 1 for score in scores.values())
    assert scores["say"] > 0.5
    assert scores["warn"] > 0.5
    assert {"come", "wait"}.isdisjoint(scores)


def test_no_word_from_elsewhere_is_written(made: Mapping[str, bytes]) -> None:
    """A lemma that neither the licensed corpus nor the lexicon has is left out; so are names and words spoken."""
    for content in made.values():
        for word in ("zorble", "Solano", "Lind", "Helen", "pier", "ferry", "quay"):
            assert word.lower() not in content.decode("utf-8").lower()


def test_a_second_run_gives_the_same_bytes(data_dir: Path, made: Mapping[str, bytes]) -> None:
    """Nothing depends on the run."""
    assert train_ranker(data_dir) == made


MISSING = [
    pytest.param("news/train.jsonl.gz", id="news to learn from"),
    pytest.param("news/dev.jsonl.gz", id="news to measure with"),
    pytest.param("novels/train.jsonl.gz", id="novels"),
    pytest.param("syntax/gum.conllu.gz", id="words that may be named"),
]


@pytest.mark.parametrize("name", MISSING)
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    """The error says which file lacks."""
    pytest.importorskip("scipy", reason="only training needs an optimiser")
    (write_data(tmp_path) / name).unlink()

    with pytest.raises(TrainingError) as caught:
        train_ranker(tmp_path)
    assert Path(caught.value.path) == tmp_path / name


DAMAGED = [
    pytest.param(b"no gzip at all", "cannot be read", id="not gzipped"),
    pytest.param(gzip.compress(b"{"), "cannot be read", id="not JSON"),
    pytest.param(gzip.compress(b'{"text": "a", "quotations": []}\n{"text": "a"}'), "line 2 lacks", id="a field lacks"),
    pytest.param(gzip.compress(b"\xff"), "cannot be read", id="not UTF-8"),
]


@pytest.mark.parametrize(("content", "reason"), DAMAGED)
def test_a_damaged_file_is_named(content: bytes, reason: str, tmp_path: Path) -> None:
    """The error says which file, and the line where one is to blame."""
    path = tmp_path / "train.jsonl.gz"
    path.write_bytes(content)

    with pytest.raises(TrainingError, match=reason) as caught:
        list(read_records(path))
    assert Path(caught.value.path) == path


COVER = [
    pytest.param([[1, 24]], True, id="the same span"),
    pytest.param([[1, 60]], True, id="a longer one"),
    pytest.param([[1, 14]], True, id="half of it"),
    pytest.param([[1, 8]], False, id="less than half"),
    pytest.param([[30, 60]], False, id="elsewhere"),
]


@pytest.mark.parametrize(("spans", "expected"), COVER)
def test_a_reference_matches_what_it_covers_half_of(spans: list[list[int]], expected: bool) -> None:
    """A found quotation is that of the reference which covers at least half of it."""
    document = Prepared({"text": '"The bridge is safe now," said Ada Quill.', "genre": "news", "quotations": []})
    (setting,) = document.settings()

    assert setting == find_setting(document.reader, 0, document.passages.quotations[0], 0)
    assert (match_reference(setting, [{"spans": spans}]) is not None) == expected


def test_fitting_prefers_the_features_of_right_answers() -> None:
    """What goes with right answers weighs more than what goes with wrong ones; rare features weigh nothing."""
    pytest.importorskip("scipy", reason="only training needs an optimiser")
    questions = Questions()
    for _ in range(20):
        questions.add([{"warm": 1.0}, {"cold": 1.0}], [True, False], 1.0)
    questions.add([{"once": 1.0}, {"cold": 1.0}], [True, False], 1.0)
    weights = fit(questions, l2=10.0, rare=6)

    assert weights["warm"] > 0 > weights["cold"]
    assert "once" not in weights
    assert questions.count_right(weights) == 21
