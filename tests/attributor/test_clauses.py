"""The verb a phrase goes with, on tagged words: subject, inversion, aside, agent, according to."""

from __future__ import annotations

import pytest
from attributor_samples import make_units, read_phrases
from hypothesis import given
from hypothesis import strategies as st

from quotes.attributor.clauses import cue_bucket, find_clause, score_cue
from quotes.language.passages import Unit

SUBJECTS = [
    # label, tagged words with the [phrase] in brackets, main verb, first word of its group
    ("plain past", "[Ada/NNP Quill/NNP] said/VBD nothing/NN ./.", "said", "said"),
    ("adverb between", "[Ada/NNP] then/RB angrily/RB replied/VBD ./.", "replied", "replied"),
    ("auxiliary", "[Ada/NNP] has/VBZ warned/VBN them/PRP ./.", "warned", "has"),
    ("auxiliary and adverb", "[Ada/NNP] has/VBZ also/RB said/VBN so/RB ./.", "said", "has"),
    ("two auxiliaries", "[Ada/NNP] has/VBZ been/VBN heard/VBN ./.", "heard", "has"),
    ("modal", "[Ada/NNP] would/MD say/VB so/RB ./.", "say", "say"),
    ("after a conjunction", "Then/RB and/CC [Ada/NNP] said/VBD so/RB ./.", "said", "said"),
    ("in a subordinate clause", "because/IN [Ada/NNP] said/VBD so/RB ./.", "said", "said"),
    ("after a comma that closes an apposition", "[Minister/NN ,/, Ada/NNP] ,/, said/VBD so/RB ./.", "said", "said"),
    ("after the quotation", "QUOTED [she/PRP] said/VBD ./.", "said", "said"),
    ("quoted as saying", "The/DT Courier/NNP quoted/VBD [Ada/NNP] as/IN saying/VBG QUOTED ./.", "saying", "saying"),
    ("in the passive", "[Ada/NNP] was/VBD quoted/VBN in/IN it/PRP as/IN saying/VBG QUOTED ./.", "quoted", "was"),
]


@pytest.mark.parametrize(
    ("tagged", "verb", "verb_first"), [case[1:] for case in SUBJECTS], ids=[case[0] for case in SUBJECTS]
)
def test_a_phrase_before_its_verb_is_its_subject(tagged: str, verb: str, verb_first: str) -> None:
    """The main verb of the group after the phrase is found, over adverbs and auxiliaries."""
    units, first, last = make_units(tagged)
    clause = find_clause(units, first, last)

    assert (units[clause.verb].text, units[clause.verb_first].text) == (verb, verb_first)
    assert not clause.inverted
    assert not clause.aside


RELAYED = [
    ("a name", "[The/DT Courier/NNP] quoted/VBD Ada/NNP Quill/NNP as/IN saying/VBG QUOTED ./.", True),
    ("a pronoun", "[It/PRP] has/VBZ cited/VBN her/PRP as/IN telling/VBG them/PRP QUOTED ./.", True),
    ("a title", "[It/PRP] quoted/VBD the/DT mayor/NN of/IN Tesh/NNP as/IN saying/VBG QUOTED ./.", True),
    ("no verb of speech", "[She/PRP] saw/VBD the/DT plan/NN as/IN costing/VBG too/RB much/JJ ./.", False),
    ("the passive", "[Ada/NNP] was/VBD quoted/VBN Monday/NNP morning/NN as/IN saying/VBG QUOTED ./.", False),
    ("another clause between", "[Ada/NNP] met/VBD him/PRP ,/, he/PRP said/VBD as/IN saying/VBG so/RB ./.", False),
    ("at the end", "[Ada/NNP] met/VBD him/PRP", False),
]


@pytest.mark.parametrize(("tagged", "relays"), [case[1:] for case in RELAYED], ids=[case[0] for case in RELAYED])
def test_who_quotes_another_says_nothing(tagged: str, relays: bool) -> None:
    """The subject of a verb whose object is "as saying" something only passes it on."""
    units, first, last = make_units(tagged)
    clause = find_clause(units, first, last)

    assert clause.relays is relays
    assert (clause.verb < 0) is relays


ASIDES = [
    ("relative clause", "[Ada/NNP] ,/, who/WP built/VBD it/PRP ,/, said/VBD so/RB ./.", "said"),
    ("commas", "[Ada/NNP] ,/, for/IN her/PRP$ part/NN ,/, said/VBD so/RB ./.", "said"),
    ("brackets", "[Ada/NNP] (/-LRB- 40/CD )/-RRB- said/VBD so/RB ./.", "said"),
    ("dashes", "[Ada/NNP] –/: the/DT elder/NN –/: said/VBD so/RB ./.", "said"),
]


@pytest.mark.parametrize(("tagged", "verb"), [case[1:] for case in ASIDES], ids=[case[0] for case in ASIDES])
def test_an_aside_between_subject_and_verb_is_stepped_over(tagged: str, verb: str) -> None:
    """The verb after the aside is the phrase's, and the aside is told."""
    units, first, last = make_units(tagged)
    clause = find_clause(units, first, last)

    assert (units[clause.verb].text, clause.aside, clause.inverted) == (verb, True, False)


INVERTED = [
    ("said Quill", "QUOTED said/VBD [Ada/NNP Quill/NNP] ./.", "said"),
    ("adverb between", "QUOTED replied/VBD quietly/RB [Ada/NNP] ./.", "replied"),
    ("present", "QUOTED says/VBZ [the/DT engineer/NN] ./.", "says"),
]


@pytest.mark.parametrize(("tagged", "verb"), [case[1:] for case in INVERTED], ids=[case[0] for case in INVERTED])
def test_a_phrase_after_its_verb_is_an_inverted_subject(tagged: str, verb: str) -> None:
    """A verb right before the phrase and without a subject of its own is the phrase's."""
    units, first, last = make_units(tagged)
    clause = find_clause(units, first, last)

    assert (units[clause.verb].text, clause.inverted) == (verb, True)


NO_VERB = [
    ("a pronoun is the subject", "I/PRP asked/VBD [Ada/NNP] ./."),
    ("a name is the subject", "Maddox/NNP asked/VBD [Ada/NNP] ./."),
    ("a noun is the subject", "The/DT mayor/NN thanked/VBD [Ada/NNP] ./."),
    ("a relative pronoun is the subject", "who/WP asked/VBD [Ada/NNP] ./."),
    ("the subject stands before an adverb", "She/PRP quietly/RB asked/VBD [Ada/NNP] ./."),
    ("an infinitive", "wanted/VBD to/TO see/VB [Ada/NNP] ./."),
    ("after a modal", "Nobody/NN could/MD hear/VB [Ada/NNP] ./."),
    ("nothing else", "[Ada/NNP] ./."),
    ("the next sentence has the verb", "[Ada/NNP] ./. | QUOTED said/VBD"),
    ("an aside that never closes", "[Ada/NNP] ,/, the/DT old/JJ mayor/NN ./. | Maddox/NNP ,/, said/VBD"),
]


@pytest.mark.parametrize(
    "tagged",
    [
        *(pytest.param(tagged, id=label) for label, tagged in NO_VERB),
        pytest.param(
            "The/DT minister/NN ,/, Helen/NNP ,/, has/VBZ warned/VBN [Ada/NNP] ./.",
            id="the subject ends in an apposition",
        ),
    ],
)
def test_a_verb_with_a_subject_of_its_own_is_not_taken(tagged: str) -> None:
    """An object is no subject, and no verb is borrowed from another clause."""
    units, first, last = make_units(tagged)

    assert find_clause(units, first, last).verb == -1


PREPOSITIONS = [
    ("agent", "was/VBD praised/VBN by/IN [Ada/NNP] ./.", "by", "praised", None),
    ("of", "The/DT crew/NN of/IN [Ada/NNP] ./.", "of", "crew", None),
    ("according to", "QUOTED according/VBG to/TO [Ada/NNP] ./.", "according to", "according", "according"),
    ("conjunction has no governor", "came/VBD and/CC [Ada/NNP] said/VBD so/RB ./.", "and", None, "said"),
    ("nothing before it", "[Ada/NNP] said/VBD so/RB ./.", "", None, "said"),
]


@pytest.mark.parametrize(
    ("tagged", "preposition", "governor", "verb"),
    [case[1:] for case in PREPOSITIONS],
    ids=[case[0] for case in PREPOSITIONS],
)
def test_the_preposition_before_a_phrase_is_told_with_what_it_hangs_on(
    tagged: str, preposition: str, governor: str | None, verb: str | None
) -> None:
    """An agent hangs on its participle, a complement on its noun, and "according to" is a cue of its own."""
    units, first, last = make_units(tagged)
    clause = find_clause(units, first, last)

    assert clause.preposition == preposition
    assert (units[clause.governor].text if clause.governor >= 0 else None) == governor
    assert (units[clause.verb].text if clause.verb >= 0 else None) == verb


@given(
    tags=st.lists(
        st.sampled_from(
            ["NNP", "NN", "VBD", "VBZ", "VBN", "MD", "RB", ",", "(", "–", "WP", "IN", "TO", "CC", "PRP", "QUOTED", "."]
        ),
        min_size=1,
        max_size=12,
    ),
    data=st.data(),
)
def test_positions_of_a_clause_lie_in_the_units(tags: list[str], data: st.DataObject) -> None:
    """Whatever the tags, verb and governor are -1 or outside the phrase and inside the units."""
    units = [
        Unit(i, i + 1, tag if tag in ",(–." else "to", tag, 0, 0 if tag == "QUOTED" else -1)
        for i, tag in enumerate(tags)
    ]
    first = data.draw(st.integers(0, len(units) - 1))
    last = data.draw(st.integers(first + 1, len(units)))
    clause = find_clause(units, first, last)

    for position in (clause.verb, clause.verb_first, clause.governor):
        assert position == -1 or (0 <= position < len(units) and not first <= position < last)
    assert (clause.verb == -1) == (clause.verb_first == -1)


SCORES = {"say": 0.9, "according": 0.5}
SCORED = [
    ("inflected verb", "said", "VBD", 0.9),
    ("verb never seen", "hovered", "VBD", 0.0),
    ("a tag that no cue has", "said", "CC", 0.0),
]


@pytest.mark.parametrize(("word", "tag", "score"), [case[1:] for case in SCORED], ids=[case[0] for case in SCORED])
def test_a_cue_is_scored_by_its_lemma(word: str, tag: str, score: float) -> None:
    """Every form of a verb has the score of the verb; unknown words report nothing."""
    assert score_cue(Unit(0, len(word), word, tag, 0, -1), SCORES) == score


BUCKETS = [(1.0, "high"), (0.75, "high"), (0.74, "some"), (0.4, "some"), (0.39, "low"), (0.08, "low"), (0.05, "faint")]


@pytest.mark.parametrize(("score", "name"), [*BUCKETS, (0.009, "none"), (0.0, "none")])
def test_cue_scores_fall_in_bands(score: float, name: str) -> None:
    """Features name bands, not numbers."""
    assert cue_bucket(score) == name


HEARD = [
    ("told", "Quill was told to wait.", True),
    ("perfect", "Quill has been warned that the pier is shut.", True),
    ("in a phrase", "A jury in Tesh was told that he had fled.", True),
    ("active", "Quill told us to wait.", False),
    ("a verb without a hearer", "Quill was said to be ill.", False),
]


@pytest.mark.parametrize(("text", "hears"), [case[1:] for case in HEARD], ids=[case[0] for case in HEARD])
def test_who_is_told_something_says_nothing(text: str, hears: bool) -> None:
    """The subject of a passive verb of telling is no subject of a reporting verb."""
    reader = read_phrases(text)
    phrase = reader.phrases(0)[0]

    assert find_clause(reader.passage(0).units, phrase.first, phrase.last).relays is hears
