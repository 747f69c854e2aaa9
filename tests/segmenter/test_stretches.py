"""What stands between marks: over paragraphs, nested, and where a mark was lost."""

from __future__ import annotations

import pytest

from quotes.language.layout import read_layout
from quotes.segmenter import find_quotations


def _words(text: str) -> list[list[str]]:
    return [
        [span.of(text) for span in quotation.spans] for quotation in find_quotations(text, read_layout(text).paragraphs)
    ]


LONG = "The weather had been bad for a week, and the road to the ferry was under water on both sides."

CASES = [
    ("split by its attribution stays two", '"Go," he said. "Now."', [["Go,"], ["Now."]]),
    (
        "over two paragraphs",
        f'"{LONG}\n\n"We left," he said.',
        [[LONG, "We left,"]],
    ),
    (
        "over three paragraphs",
        f'"{LONG}\n\n"{LONG}\n\n"We left," he said.',
        [[LONG, LONG, "We left,"]],
    ),
    (
        "one break without a mark that opens anew",
        f'"{LONG}\n\nWe left," he said.',
        [[LONG, "We left,"]],
    ),
    (
        "never two breaks without a mark",
        f'"{LONG}\n\nHe looked at the map.\n\nWe left.',
        [[LONG]],
    ),
    ("inner marks", "\"She said, 'Go,' to me.\"", [["She said, 'Go,' to me."], ["Go,"]]),
    (
        "closer lost at the end of its paragraph",
        '"Nobody came.\n\nHe went home. "Never mind," he said.',
        [["Nobody came."], ["Never mind,"]],
    ),
    (
        "closer lost before its attribution",
        '"The road was very poor, said Saboia after the meeting.\n\n"It is better now," she added.',
        [["The road was very poor,"], ["It is better now,"]],
    ),
    (
        "closer lost, another quotation follows",
        '"The road was poor, she said. "It is better now."',
        [["The road was poor,"], ["It is better now."]],
    ),
    (
        "opener lost at the start of its paragraph",
        'The road was poor," she said. "It is better now."',
        [["The road was poor,"], ["It is better now."]],
    ),
    (
        "opener lost behind its attribution",
        '"The road was poor," she said. It is better now."',
        [["The road was poor,"], ["It is better now."]],
    ),
    (
        "closer lost before the name that signs it",
        '"Nobody came to the meeting. The tea was cold. — Mara Ellis, aged nine',
        [["Nobody came to the meeting. The tea was cold."]],
    ),
    (
        "two closers lost in one paragraph",
        '"The road was poor, he said. "It is better now.\n\nHe left.',
        [["The road was poor,"], ["It is better now."]],
    ),
    (
        "closer lost before an attribution, dialogue goes on",
        '"It might be rats, said Pell, who was a kind man and looked away.\n\n"Rats," said Orla.',
        [["It might be rats,"], ["Rats,"]],
    ),
    (
        "a contraction is no attribution",
        "\"It is a good one, I'm told, and it floats, Orla Pell said.",
        [["It is a good one, I'm told, and it floats,"]],
    ),
    ("opener lost behind a cue and a stop", 'Mr Pell said. It is better now."', [["It is better now."]]),
    (
        "opener lost behind an interpreter's note",
        'Spanish, then translated We have drills for that."',
        [["We have drills for that."]],
    ),
    ("opener lost behind a lead-in", 'The mayor said, It is better now."', [["It is better now."]]),
    (
        "a stray mark changes nothing further on",
        'The sign" hung there. "Go," he said. "Now."',
        [["Go,"], ["Now."]],
    ),
    (
        "an inch sign changes nothing further on",
        'The board was 6" wide. "Go," he said. "Now."',
        [["Go,"], ["Now."]],
    ),
    ("cut by the end of the document", 'He said: "We were told that', [["We were told that"]]),
    ("spaces inside the marks are left out", '" Go now, " he said.', [["Go now,"]]),
    ("an empty pair is nothing", 'He wrote "" and left. "Go," he said.', [["Go,"]]),
    ("no marks", "Nothing was said.", []),
    ("nothing", "", []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_stretches_are_what_stands_between_the_marks(text: str, expected: list[list[str]]) -> None:
    """Spans leave the marks out; an accident costs no more than the stretch it happens to."""
    assert _words(text) == expected


def test_a_nested_quotation_names_its_parent() -> None:
    """The inner one's parent is the outer one's id, which is made from where it starts."""
    text = "\"She said, 'Go,' to me.\""

    outer, inner = find_quotations(text, read_layout(text).paragraphs)

    assert (outer.id, outer.parent, inner.id, inner.parent) == ("q1", None, "q12", "q1")


def test_the_evidence_names_the_marks_and_how_they_were_read() -> None:
    """The first piece of evidence holds the marks' places; a closer that was lost is said so."""
    text = '"The road was very poor, said Saboia.'

    (quotation,) = find_quotations(text, read_layout(text).paragraphs)

    assert quotation.evidence[0].rule == "marks, lost closer"
    assert [span.of(text) for span in quotation.evidence[0].spans] == ['"']
