"""The parts of the review page: the text without marks, the annotation as a compact block, the script.

The page's script draws the quotations, because an editor changes them; what it draws them on, and all it knows, is
made here. The block loses nothing that a correction can refer to: read back, every record is as in the annotation's
JSON, so that corrections made on the page fit it exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from quotes.model import Evidence, Quotation, Speaker, Turn, Utterance
from quotes.renderer.html import Page
from quotes.renderer.markup import escape_text, find_paragraphs, json_for_script
from quotes.renderer.palette import INKS, PATTERNS, look_of
from quotes.renderer.scripts import page_script
from quotes.renderer.view import QuotationView
from quotes.spans import Span

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["ReviewPage", "Saving"]

_KINDS = ("direct", "mixed", "indirect", "other")
_SECTION_LINES = 30
"""A longer text is put into sections of about so many lines on a wide screen; fewer than on the read-only page, since a
review jumps, and what is laid out for a jump are whole sections. The template tells the browser their height."""
_LINE_CHARS = 70

_SIDES = {"solid": "solid", "dashed": "dashed", "double": "double", "dotted": "dotted", "wavy": "ridge"}


@dataclass(frozen=True)
class Saving:
    """Where a served page sends the corrections.

    Attributes:
        path: of the same server, to which corrections are posted as JSON.
        token: sent along in the header ``X-Quotes-Token``.
        corrections: JSON of the corrections that were saved before, or None.
        version: name of what was saved before, sent along in ``X-Quotes-Version`` so that two pages do not overwrite
            each other; or None not to ask.
        inbox: where the list of all documents is, or None for a page that is not one of several.
    """

    path: str
    token: str
    corrections: str | None = None
    version: str | None = None
    inbox: str | None = None


@dataclass(frozen=True)
class ReviewPage(Page):
    """The parts of the review page that a template puts in their places.

    Attributes:
        saving: where a served page sends the corrections, or None for a page opened from disk.
        audio: address of the recording, as seen from the page, or None.
    """

    saving: Saving | None = None
    audio: str | None = None

    @cached_property
    def shown(self) -> tuple[QuotationView, ...]:
        """All quotations, the rejected ones too: an editor may open them again."""
        return self.view.quotations

    @property
    def is_timed(self) -> bool:
        """Whether anything tells when it is heard."""
        heard: list[Quotation | Turn] = [*self.view.annotation.quotations, *self.view.annotation.turns]
        return any(one.start_ms is not None for one in heard)

    @property
    def script(self) -> Markup:
        """The page's script."""
        from markupsafe import Markup

        return Markup(page_script())  # noqa: S704 - our own modules

    @property
    def looks(self) -> Markup:
        """CSS rules for the looks of forty speakers: ``k0`` and so on, in the order of the speakers' numbers.

        They are those of the read-only page; a speaker who is added gets that of the number.
        """
        from markupsafe import Markup

        known = {view.number: view.look for view in self._everyone}
        looks = [known.get(number + 1, look_of(number + 1)) for number in range(len(INKS["light"]) * len(PATTERNS))]
        rules = (
            f".k{number}{{--ink:var(--ink{look.hue});--tint:var(--tint{look.hue});--line:{look.pattern};"
            f"--side:{_SIDES[look.pattern]};--corner:{look.corner}}}"
            for number, look in enumerate(looks)
        )
        return Markup("\n".join(rules))  # noqa: S704 - no word of the document is in them

    @cached_property
    def body(self) -> Markup:
        """The document's text as paragraphs, without marks; ``data-o`` is the offset of the first code point."""
        from markupsafe import Markup

        return Markup("".join(self._draw_plain()))  # noqa: S704 - all text passes escape_text

    def _draw_plain(self) -> Iterator[str]:
        text = self.view.text
        offset = 0
        lines = 0.0
        in_sections = len(text) > 2 * _SECTION_LINES * _LINE_CHARS
        if in_sections:
            yield '<div class="z">'
        for paragraph in find_paragraphs(text, hard_wrapped=self.hard_wrapped):
            if in_sections and lines >= _SECTION_LINES:
                lines = 0.0
                yield '</div><div class="z">'
            yield escape_text(text[offset : paragraph.start])
            quiet = self._speech.is_quiet(paragraph.start, paragraph.end)
            classes = " ".join(["g"] * paragraph.gap + ["m"] * quiet)
            yield f'<p class="{classes}" data-o={paragraph.start}>' if classes else f"<p data-o={paragraph.start}>"
            yield from self._write(paragraph.start, paragraph.end)
            yield "</p>"
            offset = paragraph.end
            lines += math.ceil((paragraph.end - paragraph.start) / _LINE_CHARS) + (0 if self.has_captions else 0.5)
        yield escape_text(text[offset:])
        if in_sections:
            yield "</div>"

    @cached_property
    def data(self) -> Markup:
        """The annotation as compact JSON for one ``script`` element; `quotes/review/page/records.js` reads it back.

        Records are lists without keys, empty fields at their ends left out; rules and words of evidence stand once;
        places are distances from the quotation's start and lengths, in code points.
        """
        from markupsafe import Markup

        annotation = self.view.annotation
        block = _Block(self.view.text, [speaker.id for speaker in annotation.speakers])
        numbers = {view.speaker.id: view.number for view in self._everyone}
        record = {
            "id": annotation.id,
            "sha256": annotation.sha256,
            "title": self.view.title,
            "speakers": [[*block.speaker(speaker), numbers.get(speaker.id, 0)] for speaker in annotation.speakers],
            "quotations": [block.quotation(view.quotation) for view in self.view.quotations],
            "turns": [block.turn(turn) for turn in annotation.turns],
            "utterances": _times_of(annotation.document.utterances or ()) if annotation.turns else [],
            "rules": list(block.rules),
            "words": list(block.words),
        }
        return Markup(json_for_script(record))  # noqa: S704 - escaped for a script element

    @property
    def saved(self) -> Markup | None:
        """The corrections saved before, for a script element, or None."""
        import json

        from markupsafe import Markup

        if self.saving is None or self.saving.corrections is None:
            return None
        return Markup(json_for_script(json.loads(self.saving.corrections)))  # noqa: S704 - escaped for a script


class _Block:
    """Writes records as lists, with what they share in tables."""

    def __init__(self, text: str, speaker_ids: Sequence[str]) -> None:
        self._text = text
        self._speakers = {speaker_id: place for place, speaker_id in enumerate(speaker_ids)}
        self.rules: dict[str, int] = {}
        self.words: dict[str, int] = {}

    def speaker(self, speaker: Speaker) -> list[Any]:
        return [
            speaker.id,
            speaker.name,
            speaker.aliases,
            speaker.labels,
            speaker.role,
            speaker.affiliation,
            speaker.gender,
            speaker.kind,
            [self._evidence(item, 0, ()) for item in speaker.evidence],
        ]

    def quotation(self, quotation: Quotation) -> list[Any]:
        base = quotation.spans[0].start
        own_id = f"q{base}"
        rest = {
            name: getattr(quotation, name)
            for name in ("parent", "translated", "relayed_by", "channel", "reason", "start_ms", "end_ms", "by", "at")
        }
        rest |= {"note": quotation.note, "flagged": quotation.flagged}
        rest |= {"status": quotation.status if quotation.status != "proposed" else None}
        return _trim(
            [
                0 if quotation.id == own_id else quotation.id,
                _KINDS.index(quotation.kind),
                base,
                _near(quotation.spans, base),
                0 if quotation.content == quotation.spans else _near(quotation.content, base),
                self._speaker(quotation.speaker),
                quotation.confidence,
                _near((quotation.source,), base) if quotation.source is not None else 0,
                _near((quotation.cue,), base) if quotation.cue is not None else 0,
                [part for one in quotation.candidates for part in (self._speakers[one.speaker], one.confidence)],
                [self._evidence(item, base, quotation.spans) for item in quotation.evidence],
                {name: value for name, value in rest.items() if value is not None and value is not False},
            ]
        )

    def turn(self, turn: Turn) -> list[Any]:
        return _trim(
            [
                turn.start,
                turn.end - turn.start,
                self._speaker(turn.speaker),
                turn.kind,
                turn.label,
                turn.translated,
                turn.confidence,
                turn.start_ms,
                turn.end_ms,
                [self._evidence(item, turn.start, ()) for item in turn.evidence],
            ]
        )

    def _speaker(self, speaker_id: str | None) -> int:
        """Return the place of a speaker in the list, or -1 for None."""
        return -1 if speaker_id is None else self._speakers[speaker_id]

    def _evidence(self, item: Evidence, base: int, own: Sequence[Span]) -> list[Any]:
        """Return rule, words (0: none, -1: what stands at the one span, else a place counted from 1), weight, spans."""
        rule = self.rules.setdefault(item.rule, len(self.rules))
        if not item.words:
            words = 0
        elif len(item.spans) == 1 and item.words == item.spans[0].of(self._text):
            words = -1
        else:
            words = self.words.setdefault(item.words, len(self.words)) + 1
        spans = -1 if own and item.spans == own else _near(item.spans, base)
        return _trim([rule, words, item.weight, spans])


def _times_of(utterances: Sequence[Utterance]) -> list[int]:
    """Return four numbers for each timed utterance, nothing where none is.

    They are how far it begins behind the one before it, its length, when it starts and how long it takes; -1 for a time
    nobody knows.
    """
    numbers: list[int] = []
    before = 0
    for one in sorted(utterances, key=lambda utterance: utterance.spans[0].start):
        if one.start_ms is None and one.end_ms is None:
            continue
        start = one.spans[0].start
        lasts_ms = -1 if one.end_ms is None else max(0, one.end_ms - (one.start_ms or 0))
        numbers += [start - before, one.spans[-1].end - start, -1 if one.start_ms is None else one.start_ms, lasts_ms]
        before = start
    return numbers


def _near(spans: Sequence[Span], base: int) -> list[int]:
    """Return each span as its distance from ``base`` and its length."""
    return [number for span in spans for number in (span.start - base, span.end - span.start)]


def _trim(values: list[Any]) -> list[Any]:
    """Leave out what is empty at the end."""
    while values and (values[-1] is None or values[-1] is False or values[-1] in ([], {})):
        values.pop()
    return values
