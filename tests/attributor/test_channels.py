"""By what words were passed on and by whom, with the words that say so."""

from __future__ import annotations

import pytest

from quotes.model import Quotation
from quotes.pipeline import annotate


def first_quotation(text: str) -> Quotation:
    """Annotate a text and give its first quotation."""
    return annotate(text).quotations[0]


CHANNELS = [
    pytest.param('In a statement, Ada Quill said: "The bridge is safe."', "statement", id="before"),
    pytest.param('"The bridge is safe," Ada Quill said in a joint statement.', "joint statement", id="two words"),
    pytest.param('"The bridge is safe," Ada Quill wrote on Facebook.', "post", id="platform"),
    pytest.param('"The bridge is safe," Ada Quill tweeted.', "post", id="verb"),
    pytest.param(
        'According to court papers seen by the council, the bridge is "a danger to every horse" in Tesh.',
        "court papers",
        id="the source itself",
    ),
    pytest.param(
        'Quill & Sons, which has nine shops in Tesh, wrote on its social media page: "The bridge is safe."',
        "post",
        id="a relative clause between",
    ),
    pytest.param('Ada Quill posted a picture. "The bridge is safe," she wrote.', "post", id="posted before, written"),
    pytest.param('"The bridge is safe," Ada Quill told reporters.', None, id="spoken"),
    pytest.param('"The bridge is safe," said Ada Quill, who was named in a report.', None, id="in a relative clause"),
]


@pytest.mark.parametrize(("text", "channel"), CHANNELS)
def test_the_words_around_the_source_tell_the_channel(text: str, channel: str | None) -> None:
    """A phrase, a platform, a verb or the source itself; nothing for words that were spoken."""
    assert first_quotation(text).channel == channel


RELAYED = [
    pytest.param(
        '"The bridge is safe," Ada Quill said in an interview with the Fenmark Gazette.',
        "the Fenmark Gazette",
        id="interview",
    ),
    pytest.param('"The bridge is safe," said Ada Quill.', None, id="nobody"),
]


@pytest.mark.parametrize(("text", "relayed_by"), RELAYED)
def test_who_passed_the_words_on(text: str, relayed_by: str | None) -> None:
    """Another outlet that is named as having them."""
    assert first_quotation(text).relayed_by == relayed_by


@pytest.mark.parametrize(("text", "told"), [*CHANNELS, *RELAYED])
def test_evidence_of_a_channel_replays(text: str, told: str | None) -> None:
    """The words of the evidence stand where it says, and there is none where nothing was told."""
    found = [e for e in first_quotation(text).evidence if e.rule in ("channel", "relayed by")]

    assert bool(found) or told is None
    for evidence in found:
        assert [span.of(text) for span in evidence.spans] == [evidence.words]
