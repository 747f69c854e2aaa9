"""Stretches of one quotation: what goes on and what begins anew, and what joining never loses."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.attributor.attribution import attribute
from quotes.attributor.candidates import PhraseReader
from quotes.attributor.dialogue_form import is_conversation
from quotes.attributor.joining import join_stretches
from quotes.language.layout import read_layout
from quotes.language.passages import PassageReader
from quotes.model import Evidence, Quotation, QuotationKind
from quotes.pipeline import annotate
from quotes.segmenter import find_quotations
from quotes.spans import Span

Stretch = tuple[str, str | None, str | None, str | None]
"""What a stretch says, its speaker, the words that name its source and its cue."""


def find_span(text: str, words: str) -> Span:
    """Find where words stand first."""
    start = text.index(words)
    return Span(start, start + len(words))


def stretches_of(text: str, *told: Stretch, kind: QuotationKind = "direct") -> list[Quotation]:
    """Make attributed stretches, each at its words."""
    made = []
    for words, speaker, source, cue in told:
        span = find_span(text, words)
        made.append(
            Quotation(
                id=f"q{span.start}",
                kind=kind,
                spans=(span,),
                content=(span,),
                speaker=speaker,
                confidence=0.9 if speaker is not None else None,
                source=find_span(text, source) if source is not None else None,
                cue=find_span(text, cue) if cue is not None else None,
                evidence=(Evidence(rule=f"marks of {words}"),),
            )
        )
    return made


def join(text: str, stretches: list[Quotation]) -> list[list[str]]:
    """Join stretches and give the words of each quotation."""
    joined = list(join_stretches(text, read_layout(text).paragraphs, stretches))
    return [[span.of(text) for span in quotation.spans] for quotation in joined]


ASHDOWN: Stretch = ("It broke", "1", "Ashdown", "said")
GOES_ON: Stretch = ("It is old", "1", "Ashdown", "said")
SILENT: Stretch = ("It is old", "1", None, None)

ONE = [
    pytest.param('"It broke," Ashdown said, "It is old."', GOES_ON, id="attribution inside the sentence"),
    pytest.param('"It broke," Ashdown said. "It is old."', GOES_ON, id="attribution, then a new sentence"),
    pytest.param('"It broke," Ashdown said. "It is old."', SILENT, id="the second stretch names nobody"),
    pytest.param('"It broke," said Mr. Ashdown, the pilot. "It is old."', SILENT, id="title and apposition"),
    pytest.param('"It broke," Ashdown said, adding that it cracked. "It is old."', SILENT, id="a clause to its stop"),
    pytest.param('"It broke," Ashdown said, shaking his head, "It is old."', SILENT, id="what he did meanwhile"),
    pytest.param("“It broke,” Ashdown said. “It is old.”", SILENT, id="curly marks"),
    pytest.param("''It broke,'' Ashdown said. ''It is old.''", SILENT, id="two strokes"),
    pytest.param('Ashdown said: "It broke."\n\n"It is old."', SILENT, id="next paragraph without attribution"),
    pytest.param("Ashdown said: “It broke.\n\n“It is old.”", SILENT, id="next paragraph, first one left open"),
]


@pytest.mark.parametrize(("text", "second"), ONE)
def test_stretches_go_on(text: str, second: Stretch) -> None:
    """Where nothing but the attribution, or a new paragraph, stands between them, two stretches are one."""
    assert join(text, stretches_of(text, ASHDOWN, second)) == [["It broke", "It is old"]]


LONG = "and then " * 20
TWO = [
    pytest.param('"It broke," Ashdown said. He sat down. "It is old."', SILENT, id="an action after the attribution"),
    pytest.param('Ashdown said: "It broke." He sat down. "It is old."', SILENT, id="an action alone"),
    pytest.param(f'"It broke," Ashdown said {LONG}went. "It is old."', SILENT, id="more than an attribution"),
    pytest.param(
        'Ashdown said: "It broke."\n\nHe sat down.\n\n"It is old."', SILENT, id="a paragraph of the narrator's"
    ),
    pytest.param(
        '"It broke," Ashdown said. "It is old," he added.', ("It is old", "1", "he", "added"), id="new attribution"
    ),
    pytest.param(
        'Ashdown said: "It broke."\n\n"It is old," he added.',
        ("It is old", "1", "he", "added"),
        id="new attribution in the next paragraph",
    ),
    pytest.param(
        '"It broke," Ashdown said. "It is old," Solano added.',
        ("It is old", "2", "Solano", "added"),
        id="new attribution to somebody else",
    ),
    pytest.param(
        '"It broke," Ashdown said. Solano disagreed: "It is old."', SILENT, id="another sentence leads up to it"
    ),
    pytest.param('"It broke," Ashdown said, adding later, "It is old."', SILENT, id="a second cue leads up to it"),
    pytest.param(
        '"It broke," Ashdown said, adding it was sad that "It is old."', SILENT, id="a second reported clause"
    ),
    pytest.param('"It broke," Ashdown said. "It is old."', ("It is old", "2", None, None), id="somebody else"),
    pytest.param('"It broke," Ashdown said. "It is old."', ("It is old", None, None, None), id="perhaps somebody else"),
]


@pytest.mark.parametrize(("text", "second"), TWO)
def test_stretches_stay_apart(text: str, second: Stretch) -> None:
    """An action, a paragraph of the narrator's, a new attribution or another speaker begins a new quotation."""
    assert join(text, stretches_of(text, ASHDOWN, second)) == [["It broke"], ["It is old"]]


ASIDE = "who has flown the old mail boats between the islands of the north for more than thirty years"


@pytest.mark.parametrize("kinds", [None, ("direct", "mixed")], ids=["every kind", "without indirect speech"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f'"It broke," said Peter Ashdown, {ASIDE}. "It is old."', id="relative clause"),
        pytest.param(f'"It broke," Peter Ashdown, a pilot {ASIDE}, said on Friday. "It is old."', id="verb last"),
        pytest.param('"It broke," Rep. Peter Ashdown (R-Tesh), a member, said of it. "It is old."', id="two asides"),
    ],
)
def test_a_long_attribution_does_not_part_a_quotation(text: str, kinds: tuple[str, ...] | None) -> None:
    """A quotation that goes on behind a long attribution is one, whether indirect speech is looked for or not."""
    (quotation,) = annotate(text, kinds=kinds).quotations

    assert [span.of(text) for span in quotation.spans] == ["It broke,", "It is old."]


def test_a_long_attribution_behind_a_full_stop_parts_them() -> None:
    """Behind a sentence that has ended, many words of the narrator's are more than an attribution."""
    text = f'"It broke." So said Ashdown, {ASIDE}. "It is old."'
    stretches = stretches_of(text, ("It broke.", "1", "Ashdown", "said"), SILENT)

    assert join(text, stretches) == [["It broke."], ["It is old"]]


def test_two_lines_that_nobody_is_known_to_say_stay_apart() -> None:
    """Not knowing the speaker of either is no sign that it is one."""
    text = '"It broke."\n\n"It is old."'
    unknown = stretches_of(text, ("It broke", None, None, None), ("It is old", None, None, None))

    assert join(text, unknown) == [["It broke"], ["It is old"]]


def test_open_speakers_with_one_attribution_between_are_joined() -> None:
    """Below the threshold the speaker is left open, the quotation is one all the same."""
    text = '"It broke," Ashdown said. "It is old."'
    unsure = stretches_of(text, ("It broke", None, "Ashdown", "said"), ("It is old", None, "Ashdown", "said"))

    assert join(text, unsure) == [["It broke", "It is old"]]


def test_marked_words_inside_the_narrators_sentence_are_never_joined_over_words() -> None:
    """Two mixed stretches with words of the narrator's clause between them are two quotations."""
    text = 'Ashdown called it "a burden" and "a shame" for the town.'
    mixed = stretches_of(
        text, ("a burden", "1", "Ashdown", "called"), ("a shame", "1", "Ashdown", "called"), kind="mixed"
    )

    assert join(text, mixed) == [["a burden"], ["a shame"]]


def test_kinds_are_never_joined_to_each_other() -> None:
    """Words inside the narrator's clause do not go on as an utterance of their own."""
    text = '"It broke," Ashdown said. "It is old."'
    first, second = stretches_of(text, ASHDOWN, SILENT)

    assert join(text, [first, replace(second, kind="mixed")]) == [["It broke"], ["It is old"]]


def test_what_is_no_speech_is_never_joined_and_stands_in_nobodys_way() -> None:
    """Titles pass through as they came; the words around them are no mere attribution."""
    text = '"It broke," Ashdown said of the "Golden Heron" and of it alone. He sat. "It is old."'
    first, second = stretches_of(text, ASHDOWN, SILENT)
    span = find_span(text, "Golden Heron")
    title = Quotation(id=f"q{span.start}", kind="other", spans=(span,), reason="title")

    joined = list(join_stretches(text, read_layout(text).paragraphs, [first, title, title, second]))

    assert joined == [first, title, title, second]


def test_three_stretches_may_be_one() -> None:
    """A quotation interrupted by its attribution goes on over paragraphs."""
    text = "“It broke,” Ashdown said. “It is old.\n\n“It will break again.”"
    three = stretches_of(text, ASHDOWN, SILENT, ("It will break again", "1", None, None))

    assert join(text, three) == [["It broke", "It is old", "It will break again"]]


def test_a_joined_quotation_keeps_the_attribution_of_its_first_stretch_and_all_evidence() -> None:
    """Id, speaker, confidence, source and cue are the first one's; nothing that either rests on is lost."""
    text = '"It broke," Ashdown said. "It is old."'
    first, second = stretches_of(text, ASHDOWN, SILENT)
    (joined,) = join_stretches(text, read_layout(text).paragraphs, [first, second])

    spans = (*first.spans, *second.spans)
    assert joined == replace(first, spans=spans, content=spans, evidence=(*first.evidence, *second.evidence))


def test_what_is_nested_in_a_later_stretch_follows_it() -> None:
    """A nested quotation's parent is the quotation its stretch has become part of."""
    text = '"It broke," Ashdown said. "She said, \'It is old.\'"'
    first, second = stretches_of(text, ASHDOWN, ("She said, 'It is old.'", "1", None, None))
    (nested,) = stretches_of(text, ("It is old", None, None, None))
    nested = replace(nested, parent=second.id)
    joined = list(join_stretches(text, read_layout(text).paragraphs, [first, second, nested]))

    assert [(quotation.id, quotation.parent) for quotation in joined] == [(first.id, None), (nested.id, first.id)]


# -- laws

_SPOKEN = st.sampled_from(
    [
        *('"The bridge is safe now," Peter Ashdown said. "And it is new."', '"Come in," he said, "and sit down."'),
        *('"We are late." He sat down. "Nobody came."', '"Yes, it is deep," said Mira Solano.', '"No, it is not."'),
        *('She called it "a burden" and "a shame".', 'The "Golden Heron" sailed.', "“We shall see. We wait."),
        *("\"He told us, 'Leave at once,'\" Ashdown said. \"And then, 'Come back.'\"", "It rained all night."),
    ]
)


@given(paragraphs=st.lists(_SPOKEN, max_size=8), min_confidence=st.sampled_from([0.0, 0.5, 1.0]))
@settings(max_examples=40, deadline=None)
def test_joining_loses_and_moves_nothing(paragraphs: list[str], min_confidence: float) -> None:
    """The spans of all quotations are those the segmenter found, in order; ids are unique, every parent is there."""
    text = "\n\n".join(paragraphs)
    laid_out = read_layout(text).paragraphs
    found = find_quotations(text, laid_out)
    joined = attribute(text, laid_out, found, min_confidence=min_confidence).quotations
    ids = {quotation.id for quotation in joined}

    assert sorted(span for q in joined for span in q.spans) == sorted(span for q in found for span in q.spans)
    assert all(one.end <= other.start for q in joined for one, other in pairwise(q.spans))
    assert [q.spans[0] for q in joined] == sorted(q.spans[0] for q in joined)
    assert len(ids) == len(joined)
    assert {q.parent for q in joined if q.parent is not None} <= ids
    assert [q for q in joined if not q.is_speech] == [q for q in found if not q.is_speech]
    in_dialogue = is_conversation(PhraseReader(PassageReader(text, laid_out, found)))
    assert list(joined) == list(join_stretches(text, laid_out, joined, in_dialogue=in_dialogue))


def test_no_stretches_no_quotations() -> None:
    """Nothing in, nothing out."""
    assert not list(join_stretches("It rained.", read_layout("It rained.").paragraphs, []))
