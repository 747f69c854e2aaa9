"""From quotations to speakers: evidence that replays, shares that add up, abstaining."""

from __future__ import annotations

from itertools import pairwise

import pytest

from quotes.attributor.attribution import Attributed, attribute
from quotes.language.layout import read_layout
from quotes.model import Quotation
from quotes.segmenter import find_quotations

ARTICLE = """The bridge over the Vessel stayed shut on Monday, the town council said.

"We found a crack in the second pillar," said Mira Solano, the council's chief engineer. "Nobody was hurt."

Otto Lindqvist, who runs the ferry, was not convinced. He called the closure "a needless burden" on the town.

"Come and look at our books," he said. "We cannot wait for another week."

According to a police spokesman, "two lorries were turned back at the gate" on Sunday night.

"It never rains but it pours."
"""
NOVEL = """"Are you coming?" asked Helen.

"In a minute," said Peter.

"The boat is leaving, Peter."

"Let it leave, then."

"You always say so," Helen said, and she shut the door.

"And I am always right."

Peter said: "Well, nearly always."
"""
TEXTS = [pytest.param(ARTICLE, id="article"), pytest.param(NOVEL, id="dialogue")]


def find_speakers(text: str, min_confidence: float = 0.5) -> Attributed:
    """Attribute the quotations of a text."""
    paragraphs = read_layout(text).paragraphs
    return attribute(text, paragraphs, find_quotations(text, paragraphs), min_confidence=min_confidence)


def speeches(attributed: Attributed) -> list[Quotation]:
    """Give the quotations somebody said."""
    return [quotation for quotation in attributed.quotations if quotation.is_speech]


def named(attributed: Attributed, words: str) -> str | None:
    """Give the name of the speaker of the quotation that begins with ``words``."""
    text = attributed.registry.text
    (quotation,) = (q for q in attributed.quotations if q.spans[0].of(text).startswith(words))
    return attributed.registry.entities[int(quotation.speaker)].display if quotation.speaker is not None else None


SPOKEN = [
    pytest.param(ARTICLE, "We found a crack", "Mira Solano", id="inverted, with apposition"),
    pytest.param(ARTICLE, "a needless burden", "Otto Lindqvist", id="pronoun before"),
    pytest.param(ARTICLE, "Come and look", "Otto Lindqvist", id="pronoun after"),
    pytest.param(ARTICLE, "two lorries", "a police spokesman", id="according to"),
    pytest.param(NOVEL, "Are you coming", "Helen", id="asked"),
    pytest.param(NOVEL, "In a minute", "Peter", id="answered"),
    pytest.param(NOVEL, "You always say", "Helen", id="name before the verb"),
    pytest.param(NOVEL, "Well, nearly", "Peter", id="name and colon before"),
]


@pytest.mark.parametrize(("text", "words", "name"), SPOKEN)
def test_a_quotation_has_the_speaker_the_text_names(text: str, words: str, name: str) -> None:
    """Plain attributions lead to the person they name."""
    assert named(find_speakers(text), words) == name


@pytest.mark.parametrize("text", TEXTS)
def test_evidence_replays(text: str) -> None:
    """Evidence that quotes words of the text quotes what stands at its spans; every decision has some."""
    for quotation in speeches(find_speakers(text)):
        assert quotation.evidence
        for evidence in quotation.evidence:
            if evidence.words and evidence.spans:
                assert evidence.words == " ".join(span.of(text) for span in evidence.spans), evidence.rule


@pytest.mark.parametrize("text", TEXTS)
def test_source_and_cue_stand_outside_the_marks(text: str) -> None:
    """Source and cue are the narrator's words inside the text, and evidence names both."""
    attributed = find_speakers(text)
    inside = [span for quotation in speeches(attributed) for span in quotation.spans]
    for quotation in speeches(attributed):
        for place in (quotation.source, quotation.cue):
            if place is not None:
                assert 0 <= place.start < place.end <= len(text)
                assert not any(place.overlap(span) for span in inside)
                assert any(place in evidence.spans for evidence in quotation.evidence)


@pytest.mark.parametrize("text", TEXTS)
def test_confidence_is_that_of_the_first_candidate(text: str) -> None:
    """The speaker is the first candidate, candidates are ranked, and their shares sum to 1 at most."""
    for quotation in speeches(find_speakers(text)):
        shares = [candidate.confidence for candidate in quotation.candidates]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.001
        assert len({candidate.speaker for candidate in quotation.candidates}) == len(shares)
        if quotation.speaker is not None:
            assert (quotation.speaker, quotation.confidence) == (quotation.candidates[0].speaker, shares[0])


@pytest.mark.parametrize("text", TEXTS)
def test_below_the_threshold_the_speaker_is_open_but_candidates_are_given(text: str) -> None:
    """A threshold nobody reaches opens every speaker and changes nothing else."""
    sure, open_ = speeches(find_speakers(text, 0.0)), speeches(find_speakers(text, 1.0))
    unsure = [quotation for quotation in open_ if quotation.candidates and quotation.candidates[0].confidence < 1]

    assert unsure
    assert all(quotation.speaker is None and quotation.confidence is None for quotation in unsure)
    assert [q.candidates for q in sure] == [q.candidates for q in open_]
    assert [(q.source, q.cue, q.evidence) for q in sure] == [(q.source, q.cue, q.evidence) for q in open_]


@pytest.mark.parametrize("text", TEXTS)
def test_at_threshold_zero_the_best_candidate_is_always_named(text: str) -> None:
    """Where there is a candidate, there is a speaker."""
    for quotation in speeches(find_speakers(text, 0.0)):
        assert (quotation.speaker is not None) == bool(quotation.candidates)


@pytest.mark.parametrize("text", TEXTS)
def test_a_higher_threshold_names_no_more(text: str) -> None:
    """Raising the threshold only opens speakers, it never names another."""
    runs = [speeches(find_speakers(text, step / 10)) for step in range(0, 11, 2)]
    for lower, higher in pairwise(runs):
        for before, after in zip(lower, higher, strict=True):
            assert after.speaker in (before.speaker, None)


def test_a_pronoun_that_nothing_tells_is_a_source_without_a_name() -> None:
    """The words "he said" are sure to be the source, so the quotation has a speaker; who that is stays open."""
    text = 'It rained on the harbour all morning.\n\n"The boats will stay in," he said. "Nobody sails today."'
    attributed = find_speakers(text)
    first = speeches(attributed)[0]

    assert first.source is not None
    assert first.source.of(text) == "he"
    assert named(attributed, "The boats") == ""
    assert any(evidence.rule == "source phrase, whoever it means" for evidence in first.evidence)


def test_where_nobody_is_near_the_evidence_says_so() -> None:
    """A quotation without a candidate has no speaker, and tells why."""
    (quotation,) = find_speakers('"The bridge is safe now." It rained hard.').quotations

    assert (quotation.speaker, quotation.candidates) == (None, ())
    assert "no source" in {evidence.rule for evidence in quotation.evidence}


def test_marked_words_that_are_no_speech_have_no_speaker() -> None:
    """Kind other passes through as it came."""
    text = 'The "Golden Heron" sailed at noon. "We are late," said Ada Quill.'
    paragraphs = read_layout(text).paragraphs
    quotations = find_quotations(text, paragraphs)
    attributed = attribute(text, paragraphs, quotations, min_confidence=0.0)

    assert [q for q in attributed.quotations if not q.is_speech] == [q for q in quotations if not q.is_speech]
    assert [q.kind for q in attributed.quotations] == ["other", "direct"]


NAMES = [
    pytest.param("Helen", "Peter", id="names that the lexicon knows"),
    pytest.param("Tamsin", "Jory", id="names that it does not know"),
]


@pytest.mark.parametrize(("one", "other"), NAMES)
def test_a_dialogue_alternates_whatever_the_names(one: str, other: str) -> None:
    """After two lines with their speakers the untagged ones go on in turn."""
    lines = [f'"Are you coming?" asked {one}.', f'"In a minute," said {other}.', '"The boat is leaving."']
    text = "\n\n".join([*lines, '"Let it leave, then."', '"You always say so."', '"I am always right."'])
    attributed = find_speakers(text)

    assert [named(attributed, q.spans[0].of(text)) for q in attributed.quotations] == [one, other] * 3


def test_no_quotation_no_speaker() -> None:
    """A text without marks goes through."""
    assert not find_speakers("Ada Quill said that the bridge was shut.").quotations


def test_nobody_unlikely_without_a_name_is_a_candidate() -> None:
    """Groups that are named in passing are not offered as speakers; named people are, however unlikely."""
    attributed = find_speakers(
        "Mira Solano met the ferrymen on Monday. Otto Lindqvist was angry. She spoke to the council as the soldiers, "
        'who said nothing, watched.\n\nShe said the "bad old days" were over for the ferrymen and the soldiers.'
    )
    (quotation,) = speeches(attributed)
    entities = [attributed.registry.entities[int(candidate.speaker)] for candidate in quotation.candidates]

    assert entities[0].display == "Mira Solano"
    assert {entity.kind for entity in entities} == {"person"}


def attributed_in(text: str) -> Attributed:
    """Attribute the quotations of a text."""
    paragraphs = read_layout(text).paragraphs
    return attribute(text, paragraphs, find_quotations(text, paragraphs), min_confidence=0.5)


@pytest.mark.parametrize(
    "text",
    [
        "The quay was full on Friday. Mr. Lindqvist was told to “sit down and be quiet” when he rose to object.",
        "A jury in Vestby was told on Monday of “a secret life of greenhouses and Alpine holidays” in the south.",
    ],
)
def test_who_is_told_something_is_not_who_says_it(text: str) -> None:
    """The subject of a passive verb of telling hears the words, and nobody else is named."""
    assert [quotation.speaker for quotation in attributed_in(text).quotations] == [None]


def test_who_begins_with_a_name_speaks_of_somebody_else() -> None:
    """Of two who may be meant by "she" it is not the one whose given name opens the quotation."""
    text = """The mill is watching, its chief executive, Luc Solano, told the Courier.

"We would look at anything," Solano said.

Ada Quill, asked about that, laughed. "Luc has always had a big appetite," she said."""
    found = attributed_in(text)
    last = found.quotations[-1]

    assert last.speaker is not None
    assert found.registry.entities[int(last.speaker)].display == "Ada Quill"
