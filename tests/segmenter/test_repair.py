"""Repair of marks: what is changed in each style, what is left, and that nothing else happens to the text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mark_spoiling import CLEAN_STORY, write
from mark_spoiling import STYLES as WAYS

from quotes.language.layout import read_layout
from quotes.model import Repair
from quotes.segmenter import find_quotations
from quotes.segmenter.repair import RepairPlan, apply_repairs, plan_repairs, propose_repairs
from quotes.segmenter.styles import Style, house_styles, right_pairs
from quotes.spans import Span

STYLE_NAMES = ("american", "british", "french", "german", "own", "straight")
CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("*/text.txt"))


def _plan(text: str, style: str = "american", **options: float) -> RepairPlan:
    return plan_repairs(text, read_layout(text).paragraphs, style=house_styles().get(style), **options)


def _repair(text: str, style: str = "american", **options: float) -> str:
    return apply_repairs(text, _plan(text, style, **options).repairs)


REPAIRED = [
    ("straight marks", "american", '"Go," he said.', "“Go,” he said."),
    ("British", "british", "\"He said 'go' now,\" Ann said.", "‘He said “go” now,’ Ann said."),
    ("straight", "straight", "“I don’t,” he said.", '"I don\'t," he said.'),
    ("French", "french", '"Oui", dit-il.', "«\u202fOui\u202f», dit-il."),
    ("French, other spaces", "french", "«\u00a0Oui », dit-il.", "«\u202fOui\u202f», dit-il."),
    ("away from French", "american", "«\u00a0Oui\u00a0», dit-il.", "“Oui”, dit-il."),
    ("German", "german", '"Geh", sagte er, "und sag \'ja\'."', "„Geh“, sagte er, „und sag ‚ja‘.“"),
    ("two apostrophes", "american", "''Go,'' he said.", "“Go,” he said."),
    ("two backticks", "american", "``Go,'' he said.", "“Go,” he said."),
    ("turned the wrong way", "american", "”Go,“ he said. “Now,” he said.", "“Go,” he said. “Now,” he said."),
    ("spaced", "american", '" hello, " he said.', "“hello,” he said."),
    ("entities", "american", "&quot;It&#39;s on,&quot; he said.", "“It’s on,” he said."),
    ("mojibake", "american", "â€œGo,â€\u009d he said.", "“Go,” he said."),
    ("apostrophes", "american", "'Tis the boys' rock 'n' roll.", "’Tis the boys’ rock ’n’ roll."),
    ("three deep", "american", '"He said, \'She wrote "no" on it.\'"', "“He said, ‘She wrote “no” on it.’”"),
    ("one level inside itself", "american", '"He said "go" now," Ann said.', "“He said ‘go’ now,” Ann said."),
    ("closer lost at the end", "american", '"Go," he said. "Now.', "“Go,” he said. “Now.”"),
    ("closer lost inside", "american", '"It was very poor, said Ann.', "“It was very poor,” said Ann."),
    ("opener lost", "american", 'It was very poor," said Ann.', "“It was very poor,” said Ann."),
    ("reopened", "american", '"One.\n\n"Two," he said.', "“One.\n\n“Two,” he said."),
    ("own style", "own", '“Go,” he said. “Now.” "Or never."', "“Go,” he said. “Now.” “Or never.”"),
    (
        "own style of apostrophes",
        "own",
        "“I don't,” he said. “It's odd. It isn’t.”",
        "“I don't,” he said. “It's odd. It isn't.”",
    ),
    ("stops stay outside", "american", "'Go', he said.", "“Go”, he said."),
]


@pytest.mark.parametrize(("style", "text", "repaired"), [pytest.param(*case[1:], id=case[0]) for case in REPAIRED])
def test_marks_are_set_to_the_style(style: str, text: str, repaired: str) -> None:
    """Each mark becomes the one its role and depth ask for."""
    assert _repair(text, style) == repaired


LEFT = [
    ("measures", 'He is 5\'10" tall, and the pipe 6" wide.'),
    ("a call", 'Type print("hello") here.'),
    ("an assignment", 'name = "Bob"'),
    ("an attribute", 'See <a href="x.html">this</a>.'),
    ("a file name", 'He opened "notes.txt" again.'),
    ("a span of code", "Use `foo` here."),
    ("JSON", '{"a": "b", "c": 1}'),
    ("an undecoded byte", "caf\ufffd au lait"),
    ("a lone mark", 'a " b'),
    ("a row of marks", '""""""""""'),
]


@pytest.mark.parametrize("style", ["american", "french"])
@pytest.mark.parametrize("text", [pytest.param(case[1], id=case[0]) for case in LEFT])
def test_what_is_no_quotation_mark_keeps_its_marks(text: str, style: str) -> None:
    """Measures, program text and what nobody can read stay."""
    assert _repair(text, style) == text


REASONS = [
    ('"Go," he said.', "straight mark as opener", "straight mark as closer"),
    ("''Go,'' he said.", "two apostrophes as one opening mark", "two apostrophes as one closing mark"),
    ("“Go,“ he said.", "closer turned the wrong way"),
    ("“It isn't,” he said.", "apostrophe"),
    ("“Go,” he said. “Now.", "lost closer at the paragraph's end"),
    ("“It was very poor, said Ann.", "lost closer before the attribution"),
    ("It was very poor,” said Ann.", "lost opener"),
    ("“ Go,” he said.", "space inside the opener"),
    ("«Go,» he said.", "opener of another style", "closer of another style"),
    ("‘Go,’ he said.", "opener of the other level", "closer of the other level"),
    ("&ldquo;Go,” he said.", "an entity as one opening mark"),
    ("â€œGo,” he said.", "mojibake as one opening mark"),
]


@pytest.mark.parametrize(("text", "reasons"), [(text, reasons) for text, *reasons in REASONS])
def test_each_change_has_its_reason(text: str, reasons: list[str]) -> None:
    """The reason says what was wrong."""
    assert [repair.reason for repair in _plan(text).repairs] == reasons


def test_what_is_put_in_has_no_length() -> None:
    """A closer that was lost starts and ends where it belongs."""
    (repair,) = _plan("“Go,” he said. “Now.").repairs
    assert (repair.start, repair.end, repair.was, repair.to) == (20, 20, "", "”")


def test_a_lost_mark_whose_place_is_a_guess_is_told_and_not_put_in() -> None:
    """Where the words after a lost closer may be anybody's, nothing is put in."""
    plan = _plan("Here it is. It was, she found, very poor. It was not,” said Ann. “Yes,” he said.")
    assert [repair.reason for repair in plan.repairs] == []
    assert "guess" in plan.kept[0].reason


def test_doubtful_marks_are_left_and_told() -> None:
    """Below the confidence asked for nothing is changed; both ends of a stretch go together."""
    text = '"Go," he said.'
    sure = min(repair.confidence for repair in _plan(text).repairs)
    plan = _plan(text, min_mark_confidence=min(1.0, sure + 1e-9))
    assert plan.repairs == () or sure == 1.0
    assert all("sure" in kept.reason for kept in plan.kept)


@pytest.mark.parametrize("style", ["american", "british", "straight"])
@pytest.mark.parametrize("way", sorted(WAYS))
def test_every_way_of_writing_marks_is_repaired_to_the_clean_text(way: str, style: str) -> None:
    """Whatever the marks looked like, the repaired text is the one a careful writer would have typed."""
    clean = {"american": "curly", "british": "British curly", "straight": "straight"}[style]
    assert _repair(write(CLEAN_STORY, WAYS[way]).text, style) == write(CLEAN_STORY, WAYS[clean]).text


@pytest.mark.parametrize("lost", ["lost_openers", "lost_closers"])
def test_lost_marks_are_put_back_where_they_were_or_not_at_all(lost: str) -> None:
    """No mark is put in at a place where none was."""
    clean = write(CLEAN_STORY, WAYS["curly"]).text.split("\n")
    put_back = 0
    for seed in range(10):
        spoilt = write(CLEAN_STORY, WAYS["curly"], seed=seed, **{lost: 0.1}).text
        for was, now, once in zip(spoilt.split("\n"), _repair(spoilt).split("\n"), clean, strict=True):
            assert now == once or len(now) == len(was)
            put_back += was != now == once
    assert put_back >= 5


def _check_laws(text: str, style: str) -> None:
    """Assert what holds for every repair."""
    plan = _plan(text, style)
    repaired = apply_repairs(text, plan.repairs)
    assert _plan(repaired, style).repairs == ()
    places = _lead_back(text, plan.repairs)
    before = [quotation.spans for quotation in find_quotations(text, read_layout(text).paragraphs)]
    after = find_quotations(repaired, read_layout(repaired).paragraphs)
    assert [tuple(Span(places[s.start], places[s.end]) for s in quotation.spans) for quotation in after] == before
    assert _without_marks(repaired) == _without_marks(text)


def _lead_back(text: str, repairs: tuple[Repair, ...]) -> list[int]:
    """Give for every place of the repaired text its place in the text."""
    places: list[int] = []
    end = 0
    for repair in repairs:
        places += range(end, repair.start)
        places += [repair.start] * len(repair.to)
        end = repair.end
    return [*places, *range(end, len(text) + 1)]


def _without_marks(text: str) -> str:
    """Leave out every mark, however spelled, and every space."""
    spelled = r"&#?\w{2,6};|â€.|â\u0080.|Â[«»]|,,|\\|[\s\"'“”‘’„‚«»‹›`´′″＂＇「」『』‛‟〝〞\u0091-\u0094]"
    return re.sub(spelled, "", re.sub(r"â€œ|â€\u009d", "", text))


SENTENCES = ["It rained all week", "Nobody came, though it wasn't far", "We will not sell the boys' boats", "Go"]
MARKS = [('"', '"'), ("“", "”"), ("''", "''"), ("‘", "’"), ("'", "'"), ('"', "”"), ("”", "“"), ("«", "»"), ("„", "“")]
quoted = st.builds(
    lambda sentence, marks, frame: frame.format(f"{marks[0]}{sentence},{marks[1]}"),
    st.sampled_from(SENTENCES),
    st.sampled_from([*MARKS, ("“", ""), ("", '"')]),
    st.sampled_from(["{} Mara said.", "He said: {} and left.", "{} said Tom Ferring. He is 5'10\".", "{}"]),
)
texts = st.lists(quoted, min_size=1, max_size=6).flatmap(
    lambda parts: st.sampled_from(["\n\n", "\n", " ", "\r\n"]).map(lambda gap: gap.join(parts))
)
pieces = st.lists(
    st.sampled_from(
        [*"\"'“”‘’«»„`", "''", "&quot;", "â€œ", " ", " ", "\n\n", "\u00a0", ", ", ". ", "he said", "boys", "5"]
    ),
    max_size=40,
).map("".join)


@given(st.one_of(texts, pieces), st.sampled_from(STYLE_NAMES))
@settings(max_examples=150)
def test_a_repair_changes_no_quotation_and_a_second_one_nothing(text: str, style: str) -> None:
    """The spans are the same words, the rest of the text is untouched, and all is done at once."""
    _check_laws(text, style)


@pytest.mark.parametrize("style", STYLE_NAMES)
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.parent.name)
def test_the_laws_hold_for_the_corpus(path: Path, style: str) -> None:
    """Every document, in every style."""
    encoding = "windows-1252" if "windows" in path.parent.name else "utf-8"
    _check_laws(path.read_bytes().decode(encoding), style)


def test_line_ends_and_other_spaces_stay() -> None:
    """What stands at the edge of a line is not the repair's business."""
    text = "He cried:\r\n\t\"Go.\"  \r\n\r\n'' Now. ''\r\n"
    assert _repair(text) == "He cried:\r\n\t“Go.”  \r\n\r\n“Now.”\r\n"


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_a_confidence_that_is_none_is_refused(value: float) -> None:
    """A probability lies between 0 and 1."""
    with pytest.raises(ValueError, match="probability"):
        propose_repairs("a", read_layout("a").paragraphs, min_mark_confidence=value)


def test_repairs_of_another_text_are_refused() -> None:
    """A repair knows what it replaces."""
    repair = Repair(start=0, end=1, was='"', to="“", reason="straight mark as opener", confidence=1.0)
    with pytest.raises(ValueError, match="another text"):
        apply_repairs("Go.", [repair])
    with pytest.raises(ValueError, match="overlap"):
        apply_repairs('""', [repair, repair])


def test_every_house_style_is_made_of_pairs_that_are_right() -> None:
    """A text in a house style is in its own style."""
    for style in house_styles().values():
        assert isinstance(style, Style)
        assert {style.outer, style.inner} <= set(right_pairs())
