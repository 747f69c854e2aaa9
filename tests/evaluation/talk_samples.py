"""Small talks: who is heard when, saying what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from quotes.evaluation.talk import Talk, read_talk
from quotes.model import Annotation, Document, DocumentInfo, Utterance
from quotes.spans import Span


class Said(NamedTuple):
    """One utterance, its times in milliseconds."""

    label: str | None
    words: str = ""
    start_ms: int | None = None
    end_ms: int | None = None


def document(parts: Sequence[Said], id: str = "talk") -> Document:
    """Return a transcript of such utterances, one a line."""
    text, utterances = "", []
    for part in parts:
        start = len(text)
        text += part.words + "\n"
        spans = (Span(start, start + len(part.words)),)
        utterances.append(Utterance(spans=spans, label=part.label, start_ms=part.start_ms, end_ms=part.end_ms))
    return Document(id=id, text=text, info=DocumentInfo(format="test", utterances=tuple(utterances)))


def talk(*parts: Said) -> Talk:
    """Return what is measured of such utterances."""
    return read_talk(Annotation.of(document(parts)))


WORDS = st.lists(st.sampled_from(("tide", "pier", "the", "oar")), min_size=1, max_size=4).map(" ".join)


@st.composite
def sides(draw: st.DrawFn, voices: str = "ABC") -> tuple[Said, ...]:
    """Draw up to ten timed utterances, some at once with others, in the order of time."""
    parts = []
    for _ in range(draw(st.integers(1, 10))):
        start = draw(st.integers(0, 40)) * 50
        length = draw(st.integers(1, 20)) * 50
        parts.append(Said(draw(st.sampled_from(voices)), draw(WORDS), start, start + length))
    return tuple(sorted(parts, key=lambda part: part.start_ms or 0))
