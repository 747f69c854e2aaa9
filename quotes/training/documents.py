"""A user's own corrected documents as training data: what an editor has accepted, corrected or rejected.

A quotation that was accepted or corrected tells who said it. One that was rejected, or that is no speech, tells that
nobody did. What no editor has looked at tells nothing, and no question is asked about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from quotes.errors import AnnotationError, ReadError, TrainingError
from quotes.evaluation.documents import read_documents
from quotes.model import Annotation, Quotation, Speaker
from quotes.spans import Span

__all__ = ["read_corrected"]

_REVIEWED = frozenset({"accepted", "corrected"})

_NEAR_CHARS = 600
"""A name further from a quotation than this is not what its source is looked for in: the ranker looks no further."""


def read_corrected(path: str | Path) -> Iterator[dict[str, Any]]:
    """Give the documents of a folder or file of annotations, as training records.

    Args:
        path: saved annotations: a JSON file, JSON Lines, or a folder of either.

    Returns:
        Records with ``id``, ``genre``, ``text``, ``quotations`` and ``characters``. The source of a quotation is a list
        of spans, None where nobody near it is the source, or one empty span where somebody is but it cannot be told
        where.

    Raises:
        TrainingError: a document cannot be read or lacks its text, or no editor has looked at anything in any of them.
    """
    reviewed = 0
    try:
        for listed in read_documents(path):
            if listed.failed:
                continue
            record = _make_record(listed.build(None).annotation)
            if record is not None:
                reviewed += 1
                yield record
    except (ReadError, AnnotationError) as error:
        raise TrainingError(str(path), str(error)) from error
    if not reviewed:
        raise TrainingError(str(path), "no quotation in it is accepted or corrected; correct some documents first")


def _make_record(annotation: Annotation) -> dict[str, Any] | None:
    """Return the record of a document, or None where no editor has looked at it."""
    if not any(quotation.status in _REVIEWED for quotation in annotation.quotations):
        return None
    speakers = {speaker.id: speaker for speaker in annotation.speakers}
    quotations = []
    for quotation in annotation.quotations:
        is_known = quotation.status in _REVIEWED
        start = quotation.spans[0].start
        speaker = None if quotation.speaker is None else speakers[quotation.speaker]
        source: list[Span] | None = [Span(start, start)]
        if is_known:
            source = None if speaker is None else _find_source(annotation, quotation, speaker)
        quotations.append(
            {
                "spans": list(quotation.spans),
                # What nobody has looked at is asked about as if it were speech, so that the question is passed over.
                "kind": quotation.kind if is_known else "direct",
                "source": source,
                "cue": None if quotation.cue is None or not is_known else [quotation.cue],
                "speaker": None if speaker is None else speaker.name,
                "type": None,
            }
        )
    return {
        "id": annotation.id,
        "genre": "news",
        "text": annotation.text,
        "quotations": quotations,
        "characters": None,
    }


def _find_source(annotation: Annotation, quotation: Quotation, speaker: Speaker) -> list[Span]:
    """Find the words nearest to a quotation that mean its speaker; an empty span where there are none.

    An editor who names another speaker leaves the source where it was; so it counts only if it is that speaker's.
    """
    text = annotation.text or ""
    own = [mention.span for mention in annotation.mentions if mention.speaker == speaker.id]
    if quotation.source is not None:
        is_own = any(quotation.source.overlap(span) for span in own)
        if is_own or quotation.status == "accepted" or _shares_word(quotation.source.of(text), speaker):
            return [quotation.source]
    first, last = quotation.spans[0].start, quotation.spans[-1].end
    places = [
        span
        for span in (*own, *_find_names(text, speaker, first - _NEAR_CHARS, last + _NEAR_CHARS))
        if not any(span.overlap(inner) for inner in quotation.spans)
    ]
    nearest = min(places, key=lambda span: (_gap(span, quotation.spans), span), default=None)
    if nearest is None or _gap(nearest, quotation.spans) > _NEAR_CHARS:
        return [Span(first, first)]
    return [nearest]


def _gap(span: Span, others: Sequence[Span]) -> int:
    return min(span.gap(other) for other in others)


def _forms(speaker: Speaker) -> tuple[str, ...]:
    return tuple(form for form in (speaker.name, *speaker.aliases) if form)


def _shares_word(words: str, speaker: Speaker) -> bool:
    """Whether words hold a capitalised word of one of the speaker's names."""
    names = {word for form in _forms(speaker) for word in re.findall(r"\w+", form) if word[:1].isupper()}
    return not names.isdisjoint(re.findall(r"\w+", words))


def _find_names(text: str, speaker: Speaker, start: int, end: int) -> Iterator[Span]:
    """Give where a name or alias of the speaker stands as whole words, between two places."""
    for form in _forms(speaker):
        for match in re.compile(rf"(?<!\w){re.escape(form)}(?!\w)").finditer(text, max(0, start), min(len(text), end)):
            yield Span(*match.span())
