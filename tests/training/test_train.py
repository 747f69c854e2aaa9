"""Making weights from annotated data, here a tiny corpus written for the test."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from quotes.errors import TrainingError
from quotes.language.sentences import SentenceSplitter
from quotes.language.tags import Tagger
from quotes.training import TRAINERS, train
from quotes.training.gum import read_gum, share_out
from quotes.training.tagger import find_known, prune

SENTENCES = (
    "The/DT mayor/NN said/VBD she/PRP would/MD resign/VB ./.",
    "A/DT well/RB -/HYPH known/VBN pilot/NN went/VBD to/IN Sarn/NNP ./.",
    "They/PRP run/VBP the/DT ferry/NN ./.",
    "He/PRP likes/VBZ the/DT run/NN ./.",
)


def write_gum(folder: Path, *, genre: str = "news", documents: int = 7) -> None:
    """Write a corpus in GUM's form."""
    lines = []
    for number in range(documents):
        lines += [f"# newdoc id = GUM_{genre}_{number}", "# newpar"]
        for sentence in SENTENCES:
            words = [part.rsplit("/", 1) for part in sentence.split()]
            text = " ".join(word for word, _ in words).replace(" - ", "-").replace(" .", ".")
            lines.append(f"# text = {text}")
            for place, (word, tag) in enumerate(words, 1):
                lines.append("\t".join([str(place), word, "_", "_", tag, *["_"] * 5]))
            lines.append("")
    path = folder / "syntax" / "gum.conllu.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(lines).encode()))


def write_silver(folder: Path, name: str) -> None:
    """Write automatically tagged news."""
    lines = ["# id = one"]
    for sentence in SENTENCES:
        for place, part in enumerate(sentence.split(), 1):
            word, tag = part.rsplit("/", 1)
            lines.append("\t".join([str(place), word, "_", "0", "1", tag, "O", "0", "_", "_"]))
        lines.append("")
    lines += ["\t".join(["1", "zyzzyva", "_", "0", "1", "NN", "O", "0", "_", "_"]), ""]
    (folder / "syntax" / name).write_bytes(gzip.compress("\n".join(lines).encode()))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder with everything training needs."""
    folder = tmp_path / "data"
    write_gum(folder)
    write_silver(folder, "news-train.conll.gz")
    write_silver(folder, "news-dev.conll.gz")
    return folder


@pytest.fixture
def numpy() -> None:
    """Skip without numpy, which only training needs."""
    pytest.importorskip("numpy")


@pytest.mark.usefixtures("numpy")
def test_training_makes_weights_that_work(data_dir: Path, tmp_path: Path) -> None:
    """A short run gives files the tagger and the splitter can use, and a model card."""
    told: list[str] = []
    headers = train(data_dir, tmp_path / "out", progress=told.append, trainers=TRAINERS[:2])
    folder = tmp_path / "out" / "language" / "data"
    assert told == ["train punkt", "train tagger"]
    assert set(headers) == {"language/data/punkt.json", "language/data/tagger.json"}
    weights = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
    options = {name: weights[name] for name in ("most", "margin", "tags")}
    tagger = Tagger(weights["weights"], weights["known"], **options)
    assert tagger.tag(["He", "likes", "the", "ferry", "."]) == ["PRP", "VBZ", "DT", "NN", "."]
    splitter = SentenceSplitter(json.loads((folder / "punkt.json").read_text(encoding="utf-8")))
    assert len(splitter.find("They run. He likes it.", 0, 22)) == 2
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "CC BY 2.5" in card
    assert "accuracy 1.000" in card


@pytest.mark.usefixtures("numpy")
def test_a_second_run_gives_the_same_bytes(data_dir: Path, tmp_path: Path) -> None:
    """Nothing depends on the run: not the order of sets, not the clock."""
    runs = []
    for name in ("one", "two"):
        code = "import sys; from pathlib import Path; from quotes.training import TRAINERS, train\n"
        code += "train(Path(sys.argv[1]), Path(sys.argv[2]), trainers=TRAINERS[:2])"
        out = tmp_path / name
        subprocess.run([sys.executable, "-c", code, str(data_dir), str(out)], check=True)
        runs.append({path.relative_to(out): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()})
    assert runs[0] == runs[1]
    assert len(runs[0]) == 3


@pytest.mark.usefixtures("numpy")
def test_words_of_automatically_tagged_news_stay_out(data_dir: Path, tmp_path: Path) -> None:
    """News without a licence shapes numbers; none of its own words is written."""
    train(data_dir, tmp_path / "out", trainers=TRAINERS[:2])
    for path in (tmp_path / "out").rglob("*.json"):
        assert "zyzzyva" not in path.read_text(encoding="utf-8")


def test_hyphenated_words_are_whole_again(data_dir: Path) -> None:
    """What GUM splits at hyphens is one token, tagged as the Penn Treebank does."""
    sentence = read_gum(data_dir)[0].paragraphs[0][1]
    assert sentence.words == ["A", "well-known", "pilot", "went", "to", "Sarn", "."]
    assert sentence.tags == ["DT", "JJ", "NN", "VBD", "TO", "NNP", "."]


def test_every_sixth_document_is_held_out(data_dir: Path) -> None:
    """What is measured on was not learnt from."""
    shares = share_out(read_gum(data_dir), data_dir)
    assert [document.id for document in shares.held_out] == ["GUM_news_5"]
    assert len(shares.learned) == 6


def test_known_words_have_one_tag() -> None:
    """A word is known by its tag only if it nearly always has it and is seen often."""
    often = (["the", "run"] * 20, ["DT", "NN"] * 20)
    other = (["run"], ["VB"])
    assert find_known([often, other]) == {"the": "DT"}


def test_small_weights_are_dropped() -> None:
    """Pruning keeps large weights, rounded, and features that have one."""
    assert prune({"b": {"NN": 2.04, "VB": 0.1}, "a": {"NN": -0.2}}, 1) == {"b": {"NN": 2.0}}


def test_missing_folder_is_named(tmp_path: Path) -> None:
    """A data folder that is not there is an error that says so."""
    with pytest.raises(TrainingError, match="no such folder") as caught:
        train(tmp_path / "nowhere", tmp_path)
    assert caught.value.path.endswith("nowhere")


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A data folder without GUM is an error that names the file."""
    with pytest.raises(TrainingError, match=r"gum\.conllu\.gz: missing"):
        train(tmp_path, tmp_path / "out")


def test_file_of_another_form_is_named(data_dir: Path, tmp_path: Path) -> None:
    """A line with other columns is an error with its number."""
    (data_dir / "syntax" / "gum.conllu.gz").write_bytes(gzip.compress(b"# newdoc id = GUM_news_a\n1\tword\n"))
    with pytest.raises(TrainingError, match="line 2: expected 10 columns, found 2"):
        train(data_dir, tmp_path / "out")


def test_data_without_a_usable_licence_is_refused(tmp_path: Path) -> None:
    """Share-alike genres alone train nothing."""
    write_gum(tmp_path, genre="voyage")
    with pytest.raises(TrainingError, match="permissively licensed"):
        train(tmp_path, tmp_path / "out")


def test_training_is_not_imported_at_run_time() -> None:
    """The package works without its training room."""
    # nltk itself loads numpy where it is installed, so only our own room is asked about.
    code = (
        "import sys, quotes.language.tags, quotes.language.sentences, quotes.language.layout, quotes.language.lemmas\n"
        "quotes.language.sentences.find_sentences('One. Two.')\n"
        "assert not [name for name in sys.modules if name.startswith('quotes.training')]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
