"""Dictionary forms."""

from __future__ import annotations

import pytest

from quotes.language.lemmas import lemma_of

TABLE = """
said VBD say|told VBN tell|thought VBD think|was VBD be|'s VBZ be|’re VBP be|has VBZ have|went VBD go|n't RB not
added VBD add|announced VBD announce|argued VBD argue|described VBN describe|warned VBD warn|conceded VBD concede
insisted VBD insist|noted VBD note|quoted VBN quote|voted VBD vote|visited VBD visit|admitted VBD admit
stopped VBD stop|hoped VBD hope|agreed VBD agree|tried VBD try|died VBD die|called VBD call|passed VBD pass
claiming VBG claim|stating VBG state|lying VBG lie|writing VBG write|seeing VBG see|planning VBG plan|raising VBG raise
opening VBG open|happened VBD happen|entered VBD enter|prepared VBD prepare|appeared VBD appear|explained VBD explain
defined VBN define|exclaimed VBD exclaim|welcomed VBD welcome|developed VBD develop|focused VBD focus|changed VBD change
hanging VBG hang|charged VBD charge|settled VBN settle|promised VBD promise|mentioned VBD mention
telephoned VBD telephone
says VBZ say|goes VBZ go|watches VBZ watch|tries VBZ try|passes VBZ pass|argues VBZ argue|promises VBZ promise
ministers NNS minister|police NN police|women NNS woman|policemen NNS policeman|wives NNS wife|cities NNS city
boxes NNS box|people NNS people|crises NNS crisis|spokespeople NNS spokespeople
buses NNS bus|shoes NNS shoe|votes NNS vote
bigger JJR big|happier JJR happy|largest JJS large|better JJR good|Reeves NNP reeves|need VBP need|building NN building
"""


@pytest.mark.parametrize("row", [row for line in TABLE.strip().splitlines() for row in line.split("|")])
def test_lemma(row: str) -> None:
    """A word and its tag give the dictionary form."""
    word, tag, expected = row.split()
    assert lemma_of(word, tag) == expected
