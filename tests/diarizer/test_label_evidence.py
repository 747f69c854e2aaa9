"""Labels as evidence: the source of a whole turn, and the role of its voice."""

from __future__ import annotations

from quotes import annotate
from quotes.diarizer.label_evidence import find_told_roles, tell_role
from quotes.model import Speaker
from quotes.spans import Span

TEXT = "Ada Quill (host): Welcome back.\nTom Reed: Good to be here.\nAda Quill (host): Tell us about the weir.\n"
IN_MARKS = "Ada Quill: “Welcome back.”\nTom Reed: “Good to be here.”\nAda Quill: “Tell us about the weir.”\n"


def test_the_label_is_the_source_of_a_whole_turn() -> None:
    """Where no words name the voice, its label does, each time."""
    sources = [each.source.of(IN_MARKS) for each in annotate(IN_MARKS).quotations if each.source is not None]

    assert sources == ["Ada Quill", "Tom Reed", "Ada Quill"]


def test_a_role_is_told_by_the_first_label_that_has_it() -> None:
    """The evidence is the words in the label, at their place in the document."""
    (host,) = [speaker for speaker in annotate(TEXT).speakers if speaker.name == "Ada Quill"]
    (told,) = [evidence for evidence in host.evidence if evidence.rule == "label"]

    assert (host.role, told.words, [span.of(TEXT) for span in told.spans]) == ("host", "host", ["host"])


def test_without_labels_there_is_nothing_to_tell() -> None:
    """A speaker without a label, or whose label tells another role, gets no evidence."""
    place = Span(11, 15)

    assert find_told_roles(()) == {}
    assert list(tell_role(Speaker(id="s1", name="Ada Quill", role="host"), {})) == []
    assert (
        list(tell_role(Speaker(id="s1", role="guest", labels=("Ada Quill (host)",)), {"Ada Quill (host)": place})) == []
    )
