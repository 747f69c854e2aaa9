"""What a template sees: quotations and speakers with everything looked up, in reading order.

The model holds ids and offsets; a template wants words and names. `view_of` joins them once, for every format.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from quotes.errors import RenderError
from quotes.model import Annotation, Quotation, Speaker
from quotes.renderer.escaping import one_line
from quotes.renderer.palette import Look, choose_looks
from quotes.renderer.quiet import Speech, find_speech
from quotes.renderer.words import ELLIPSIS, join_spans, leaves_words_out
from quotes.spans import Span

__all__ = ["UNSURE_BELOW", "AnnotationView", "QuotationView", "SpeakerView", "Summary", "view_of"]

UNSURE_BELOW = 0.7
"""A speaker named with less confidence than this is marked as unsure on every page."""

_NEAR = 3
"""How many changes of speaker apart two speakers still stand near each other."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*")


@dataclass(frozen=True)
class SpeakerView:
    """A speaker who says something, with number, look and counts.

    Attributes:
        speaker: the speaker of the model.
        number: 1 for the most quoted; on the badge.
        look: colour and line pattern.
        quotation_count: how many quotations.
        word_count: how many words they hold, split at white space.
        quotation_numbers: numbers of the quotations, counted from 1 in reading order.
    """

    speaker: Speaker
    number: int
    look: Look
    quotation_count: int
    word_count: int
    quotation_numbers: tuple[int, ...]

    @property
    def first(self) -> int | None:
        """Number of the first quotation, or None without any."""
        return self.quotation_numbers[0] if self.quotation_numbers else None

    @property
    def name(self) -> str:
        """What to call the speaker, on one line."""
        return one_line(self.speaker.display_name)

    @property
    def standing(self) -> str | None:
        """Role and affiliation as the document gives them, on one line, or None; an affiliation once is enough."""
        role, affiliation = self.speaker.role, self.speaker.affiliation
        parts: list[str] = [role] if role else []
        if affiliation and affiliation.casefold() not in f"{role} {self.name}".casefold():
            parts.append(affiliation)
        return one_line(", ".join(parts)) or None

    @property
    def kind(self) -> str:
        """What sort of speaker, in words."""
        return self.speaker.kind


@dataclass(frozen=True)
class QuotationView:
    """A quotation with its words and its speaker.

    Attributes:
        quotation: the quotation of the model.
        number: place in reading order, counted from 1 over everything marked, kind other included.
        text: the document's whole text.
        speaker: who said it, or None.
        runner_up: the likeliest other speaker and the probability, or None.
        relayed_by: who passed the words on, by name where the model gives a speaker's id; on one line; or None.
        speech: what of the text is said at all.
    """

    quotation: Quotation
    number: int
    text: str
    speaker: SpeakerView | None
    runner_up: tuple[SpeakerView, float] | None
    relayed_by: str | None
    speech: Speech

    @property
    def id(self) -> str:
        """The quotation's id."""
        return self.quotation.id

    @property
    def kind(self) -> str:
        """One of direct, mixed, indirect and other."""
        return self.quotation.kind

    @property
    def start(self) -> int:
        """First code point of the first span."""
        return self.quotation.spans[0].start

    @property
    def end(self) -> int:
        """One past the last code point of the last span."""
        return self.quotation.spans[-1].end

    @property
    def confidence(self) -> float | None:
        """Probability that the speaker is right, or None without a speaker."""
        return self.quotation.confidence

    @property
    def is_reported(self) -> bool:
        """Whether it belongs in a list of what was said: speech, and not rejected by an editor."""
        return self.quotation.is_speech and self.quotation.status != "rejected"

    @property
    def is_unsure(self) -> bool:
        """Whether the speaker is named with less confidence than `UNSURE_BELOW`, and no editor has settled it."""
        settled = self.quotation.status in ("accepted", "corrected")
        return self.confidence is not None and self.confidence < UNSURE_BELOW and not settled

    @cached_property
    def words(self) -> str:
        """The words on one line, " … " between spans that other words part, as in “Go,” said Ana, “and stay away.”."""
        return join_spans(self.text, self.quotation.spans, self.speech)

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The words by paragraphs, each on one line: spans with a line end between them stand apart.

        Where other words part two spans, "…" stands between them.
        """
        joined: list[str] = []
        before: Span | None = None
        for span in self.quotation.spans:
            new = before is None or _LINE_END.search(self.text, before.end, span.start) is not None
            is_cut = before is not None and leaves_words_out(self.text, self.speech, before, span)
            for part in _BLANK_LINE.split(span.of(self.text)):
                if is_cut:
                    part = f"{ELLIPSIS} {part}"
                if new or not joined:
                    joined.append(part)
                else:
                    joined[-1] += f" {part}"
                new, is_cut = True, False
            before = span
        return tuple(line for line in map(one_line, joined) if line)

    @property
    def cue(self) -> str | None:
        """The words of the cue on one line, or None."""
        return self._words_at(self.quotation.cue)

    @property
    def source(self) -> str | None:
        """The words that name the source, on one line, or None."""
        return self._words_at(self.quotation.source)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader is told besides: unsure, indirect, translated, relayed."""
        notes = []
        if self.is_unsure:
            notes.append(f"unsure, {self.confidence:.2f}")
        if self.kind == "indirect":
            notes.append("indirect")
        if self.quotation.translated:
            notes.append("translated")
        if self.relayed_by:
            notes.append(f"relayed by {self.relayed_by}")
        if self.quotation.channel:
            notes.append(f"by {one_line(self.quotation.channel)}")
        return tuple(notes)

    def _words_at(self, span: Span | None) -> str | None:
        return one_line(span.of(self.text)) if span is not None else None


@dataclass(frozen=True)
class Summary:
    """How many of each; ``quotations`` counts speech only, rejected ones left out."""

    quotations: int
    speakers: int
    unattributed: int
    unsure: int
    other: int


@dataclass(frozen=True)
class AnnotationView:
    """One annotated document, ready for a template.

    Attributes:
        annotation: the whole annotation of the model.
        text: the document's text.
        title: the title given with the document, else its id; on one line.
        byline: outlet, author and date where the document gives them.
        quotations: in reading order, kind other included; `QuotationView.is_reported` tells what was said.
        speakers: those who say something, most quoted first.
        voices: those who have a turn of a transcript but no quotation, by first turn; narrators left out.
        silent: speakers who are named but say nothing; narrators left out.
    """

    annotation: Annotation
    text: str
    title: str
    byline: tuple[str, ...]
    quotations: tuple[QuotationView, ...]
    speakers: tuple[SpeakerView, ...]
    voices: tuple[SpeakerView, ...]
    silent: tuple[Speaker, ...]

    @cached_property
    def reported(self) -> tuple[QuotationView, ...]:
        """What was said, in reading order: kind other and rejected quotations left out."""
        return tuple(quotation for quotation in self.quotations if quotation.is_reported)

    @cached_property
    def summary(self) -> Summary:
        """How many quotations, speakers, unattributed and unsure ones."""
        return Summary(
            quotations=len(self.reported),
            speakers=len(self.speakers),
            unattributed=sum(quotation.speaker is None for quotation in self.reported),
            unsure=sum(quotation.is_unsure for quotation in self.reported),
            other=sum(not quotation.quotation.is_speech for quotation in self.quotations),
        )


def view_of(annotation: Annotation) -> AnnotationView:
    """Join an annotation's quotations with their words and speakers, in reading order.

    Speakers are numbered by how often they are quoted, ties by who speaks first, so that a number, a colour and a
    line pattern mean the same person on every page of one annotation; voices of turns that are not quoted come next.

    Raises:
        RenderError: the annotation was saved without its text.

    Example:
        >>> from quotes.model import Document
        >>> view_of(Annotation.of(Document(id="a", text="Nothing was said."))).summary.quotations
        0
    """
    if annotation.text is None:
        raise RenderError(
            annotation.id, "this annotation was saved without its text; give the one saved with it, or write json"
        )
    text = annotation.text
    ordered = _reading_order(annotation.quotations)
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    words: Counter[str] = Counter()
    for number, quotation in enumerate(ordered, 1):
        if quotation.speaker is None or not quotation.is_speech or quotation.status == "rejected":
            continue
        numbers[quotation.speaker].append(number)
        words[quotation.speaker] += sum(len(span.of(text).split()) for span in quotation.spans)
    listed = {speaker.id: speaker for speaker in annotation.speakers}
    ranked = sorted(numbers, key=lambda speaker_id: (-len(numbers[speaker_id]), numbers[speaker_id][0]))
    heard = dict.fromkeys(turn.speaker for turn in annotation.turns if turn.speaker is not None)
    unquoted = [listed[speaker_id] for speaker_id in heard if speaker_id not in numbers]
    places = dict.fromkeys([*ranked, *(s.id for s in unquoted if s.kind != "narrator"), *listed])
    order = {speaker_id: number for number, speaker_id in enumerate(places, 1)}
    looks = choose_looks(len(order), _find_near(annotation, order))
    everyone = {
        speaker_id: SpeakerView(
            listed[speaker_id],
            number,
            looks[number - 1],
            len(numbers[speaker_id]),
            words[speaker_id],
            tuple(numbers[speaker_id]),
        )
        for speaker_id, number in order.items()
    }
    views = {speaker_id: everyone[speaker_id] for speaker_id in ranked}
    voices = [speaker for speaker in unquoted if speaker.kind != "narrator"]
    quotations = []
    speech = find_speech(annotation.document.utterances)
    for number, quotation in enumerate(ordered, 1):
        others = [candidate for candidate in quotation.candidates if candidate.speaker != quotation.speaker]
        best = max(others, key=lambda candidate: candidate.confidence, default=None)
        quotations.append(
            QuotationView(
                quotation,
                number,
                text,
                everyone[quotation.speaker] if quotation.speaker is not None else None,
                (everyone[best.speaker], best.confidence) if best is not None else None,
                _relayer(quotation.relayed_by, everyone),
                speech,
            )
        )
    meta = annotation.document.meta
    title = meta.get("title")
    return AnnotationView(
        annotation=annotation,
        text=text,
        title=one_line(title) if isinstance(title, str) and title.strip() else one_line(annotation.id),
        byline=tuple(
            one_line(str(meta[key])) for key in ("outlet", "author", "date") if isinstance(meta.get(key), str | int)
        ),
        quotations=tuple(quotations),
        speakers=tuple(views.values()),
        voices=tuple(everyone[speaker.id] for speaker in voices),
        silent=tuple(
            speaker
            for speaker in annotation.speakers
            if speaker.id not in views and speaker.id not in heard and speaker.kind != "narrator"
        ),
    )


def _find_near(annotation: Annotation, order: dict[str, int]) -> Counter[tuple[int, int]]:
    """Return how often two speakers, by number and the lower first, speak near each other; once beside counts most."""
    heard = [
        (quotation.spans[0].start, order[quotation.speaker])
        for quotation in annotation.quotations
        if quotation.speaker is not None and quotation.is_speech and quotation.status != "rejected"
    ]
    heard += [(turn.start, order[turn.speaker]) for turn in annotation.turns if turn.speaker is not None]
    near: Counter[tuple[int, int]] = Counter()
    before: list[int] = []
    for _, number in sorted(heard):
        if before and before[-1] == number:
            continue
        for steps, other in enumerate(reversed(before), 1):
            if other != number:
                near[min(number, other), max(number, other)] += _NEAR + 1 - steps
        before = [*before, number][-_NEAR:]
    return near


def _relayer(relayed_by: str | None, everyone: dict[str, SpeakerView]) -> str | None:
    """Return who passed the words on, by name."""
    if not relayed_by:
        return None
    return everyone[relayed_by].name if relayed_by in everyone else one_line(relayed_by)


def _reading_order(quotations: tuple[Quotation, ...]) -> list[Quotation]:
    """Sort by first character, a quotation before those nested in it."""
    return sorted(quotations, key=lambda quotation: (quotation.spans[0].start, -quotation.spans[-1].end))
