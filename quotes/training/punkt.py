"""Parameters for sentence splitting, learnt by NLTK's Punkt from GUM's permissively licensed genres."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from quotes.language.sentences import SentenceSplitter, load_abbreviations
from quotes.training.files import dump_weights
from quotes.training.gum import TaggedDocument, gum_source, read_gum, share_out

__all__ = ["learn_parameters", "measure_sentences", "train_punkt"]


def train_punkt(data_dir: Path) -> dict[str, bytes]:
    """Learn Punkt's parameters and measure them on documents that were not learnt from.

    Args:
        data_dir: a folder with ``syntax/gum.conllu.gz``.

    Returns:
        The bytes of the file, by its path inside the package.

    Raises:
        TrainingError: if the file is missing, is not CoNLL-U, or has no usable genre.
    """
    shares = share_out(read_gum(data_dir), data_dir)
    parameters = learn_parameters(shares.learned)
    splitter = SentenceSplitter(parameters)
    scores = {}
    for name, documents in (("held-out GUM", shares.held_out), ("GUM bio and voyage", shares.others)):
        right, found, wanted = measure_sentences(splitter, documents)
        scores[f"sentence ends, {name}"] = {"right": right, "found": found, "reference": wanted}
    about = {
        "what": "Punkt parameters: abbreviations, sentence starters, collocations, orthographic contexts",
        "source": f"{gum_source(shares)}; abbreviations from language/data/abbreviations.toml",
        "licence": "GUM: annotation CC BY 4.0, texts CC BY; abbreviations MIT",
    }
    return {"language/data/punkt.json": dump_weights(about, scores, parameters)}


def learn_parameters(documents: Sequence[TaggedDocument]) -> dict[str, Any]:
    """Return Punkt's parameters from the running text of ``documents``; the abbreviations are the lexicon's.

    What Punkt takes for abbreviations in so small a corpus ("ink", "sad") is left out.
    """
    from nltk.tokenize.punkt import PunktTrainer

    trainer = PunktTrainer()
    for document in documents:
        trainer.train("\n\n".join(_join(paragraph)[0] for paragraph in document.paragraphs), finalize=False)
    trainer.finalize_training()
    learned = trainer.get_params()
    return {
        "abbreviations": sorted(load_abbreviations().every),
        "starters": sorted(learned.sent_starters),
        "collocations": sorted(list(pair) for pair in learned.collocations),
        "contexts": {word: bits for word, bits in sorted(learned.ortho_context.items()) if bits and word.isalpha()},
    }


def measure_sentences(splitter: SentenceSplitter, documents: Sequence[TaggedDocument]) -> tuple[int, int, int]:
    """Return how many sentence ends inside paragraphs are right, how many were found, and how many there are."""
    right = found = wanted = 0
    for document in documents:
        for paragraph in document.paragraphs:
            text, ends = _join(paragraph)
            hypothesis = {span.end for span in splitter.find(text, 0, len(text))[:-1]}
            right += len(ends & hypothesis)
            found += len(hypothesis)
            wanted += len(ends)
    return right, found, wanted


def _join(paragraph: Sequence[Any]) -> tuple[str, set[int]]:
    """Return a paragraph's text and where its sentences but the last end."""
    text = ""
    ends: set[int] = set()
    for sentence in paragraph:
        if text:
            ends.add(len(text))
            text += " "
        text += sentence.text
    return text, ends
