"""Are voices called by the right names: voices, and the words spoken under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from quotes.evaluation.counts import NO_RETRIEVAL, NO_TALLY, Retrieval, Tally
from quotes.evaluation.labels import is_same_person, split_name
from quotes.evaluation.spoken_words import WordPair
from quotes.evaluation.talk import Talk

__all__ = ["Naming", "measure_names"]


class Naming(NamedTuple):
    """What a comparison of names gives.

    Attributes:
        voices: named voices of the reference (wanted), named voices of the hypothesis (given), and those whose
            counterpart's name may be the same person's: the family names agree and no given name contradicts.
        in_full: of the named voices of the reference, those whose counterpart's name is spelt the same, titles aside.
        words: words of named voices of the reference that an alignment sets against a word, those of them that the
            hypothesis gives to somebody named, and those that it gives to the right person.
    """

    voices: Retrieval = NO_RETRIEVAL
    in_full: Tally = NO_TALLY
    words: Retrieval = NO_RETRIEVAL


def measure_names(reference: Talk, hypothesis: Talk, mapping: Mapping[str, str], pairs: Iterable[WordPair]) -> Naming:
    """Compare the names of voices.

    Voices that the reference does not name are not asked about, and what stands for one of them is not judged. A named
    voice of the hypothesis that stands for nobody is one too many.

    Args:
        reference: what is right.
        hypothesis: what to measure.
        mapping: voice of the reference to the one of the hypothesis that stands for it.
        pairs: the words of both sides that were set against each other.

    Example:
        >>> from quotes.evaluation.talk import Voice
        >>> ada = Talk((Voice("s1", "Ada Quill", "Ada Quill", frozenset()),))
        >>> dr_quill = Talk((Voice("s7", "Dr. Quill", "Dr. Quill", frozenset()),))
        >>> naming = measure_names(ada, dr_quill, {"s1": "s7"}, ())
        >>> naming.voices.f1, naming.in_full.rate
        (1.0, 0.0)
    """
    wanted = {voice.id: voice.name for voice in reference.voices if voice.name is not None}
    given = {voice.id: voice.name for voice in hypothesis.voices if voice.name is not None}
    not_judged = {mapping[voice.id] for voice in reference.voices if voice.id not in wanted and voice.id in mapping}
    right = exact = 0
    for voice, name in wanted.items():
        got = given.get(mapping.get(voice, ""))
        right += got is not None and is_same_person(got, name)
        exact += got is not None and split_name(got) == split_name(name)
    judged = len(given.keys() - not_judged)
    is_same = {(voice, other): is_same_person(given[other], wanted[voice]) for voice in wanted for other in given}
    asked = named = right_words = 0
    for pair in pairs:
        if pair.voice in wanted:
            asked += 1
            named += pair.other in given
            right_words += pair.other is not None and is_same.get((pair.voice, pair.other), False)
    return Naming(
        Retrieval(right, judged, right, len(wanted)),
        Tally(exact, len(wanted)),
        Retrieval(right_words, named, right_words, asked),
    )
