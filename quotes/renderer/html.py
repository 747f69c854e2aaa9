"""The parts of the HTML page that are too big or too exact for a template: the marked text, the data block, the looks.

`Page` gives them as markup. The document's text stands in the page once, character for character: what a browser
reports as the text content of the element with id ``text`` is the document's text (a script puts NUL characters back,
which HTML cannot hold). One sweep over the text, cost linear in its length and in the number of spans.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from quotes.model import Candidate, Evidence, Speaker, Turn
from quotes.renderer.escaping import one_line, show_hidden
from quotes.renderer.markup import (
    SECTION_CHARS,
    Paragraph,
    escape_text,
    find_paragraphs,
    is_hard_wrapped,
    json_for_script,
)
from quotes.renderer.palette import write_swatches
from quotes.renderer.quiet import Speech, find_speech
from quotes.renderer.timeline import Timeline, anchor_of, draw_timeline, write_clock
from quotes.renderer.view import AnnotationView, QuotationView, SpeakerView
from quotes.spans import Span

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["Page"]

_SAFE_ANCHOR = re.compile(r"q[0-9A-Za-z_-]{0,60}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[0-9A-Za-z]{1,8}){0,4}")

_PARTS = 4096
"""So many parts of the page are joined at once."""

_BLOCK_SHARE = 0.8
_BLOCK_CHARS = 90
"""A paragraph of at least this many characters, this share of them one quotation's, is drawn as a block."""

_BITE_SHARE = 0.5
"""In a sound bite this share is enough, and any length: the rest is what the transcript says of the bite."""


_ROLE_CHARS = 160
"""A turn is long enough to have the speaker's role in the margin beside it, under the name."""

_MOST_CANDIDATES, _LEAST_LIKELY = 5, 0.02
"""How many candidates a card knows, and how likely each is at least."""

_CAPTION_FORMATS = ("srt", "webvtt", "ttml")


class _Piece(NamedTuple):
    """A part of a quotation's span that lies in one paragraph and crosses no other piece; sorts outermost first."""

    start: int
    minus_end: int
    depth: int
    which: int
    badge: bool


class _Voice(NamedTuple):
    """A label for the margin: where it goes, what it says and the classes that draw it."""

    start: int
    words: str
    classes: str
    anchor: str | None = None
    time: str | None = None
    standing: str | None = None

    @property
    def tag(self) -> str:
        """The element, empty: what it shows is drawn by the style, so that the page's text is the document's."""
        name = f' id="{self.anchor}"' if self.anchor else ""
        time = f' data-t="{self.time}"' if self.time else ""
        standing = f' data-r="{_attribute(self.standing)}"' if self.standing else ""
        return f'<b{name} class="{self.classes}" data-v="{_attribute(self.words)}"{time}{standing}></b>'


_SIDES = {"solid": "solid", "dashed": "dashed", "double": "double", "dotted": "dotted", "wavy": "ridge"}
"""The line beside a block for each pattern under words; borders know no wavy line."""


def _attribute(text: str) -> str:
    """Return ``text`` fit for a double-quoted attribute, hidden characters named."""
    return html.escape(show_hidden(one_line(text)), quote=True)


def _css_string(text: str) -> str:
    r"""Return ``text`` as a CSS string that cannot end early, whatever it holds.

    Example:
        >>> _css_string('a"</style>')
        '"a\\000022\\00003c\\00002fstyle\\00003e"'
    """
    safe = (char if char.isascii() and (char.isalnum() or char in " .,") else f"\\{ord(char):06x}" for char in text)
    return f'"{"".join(safe)}"'


@dataclass(frozen=True)
class Page:
    """The parts of the HTML page that a template puts in their places.

    Attributes:
        view: the annotation they are made from.
    """

    view: AnnotationView

    @property
    def language(self) -> str | None:
        """The document's language where it is a well-formed tag, else None."""
        language = self.view.annotation.document.language
        return language if language is not None and _LANGUAGE.fullmatch(language) else None

    @cached_property
    def hard_wrapped(self) -> bool:
        """Whether the text's line ends mean nothing."""
        return is_hard_wrapped(self.view.text)

    @cached_property
    def shown(self) -> tuple[QuotationView, ...]:
        """The quotations that are marked, in reading order: what was said, and what the tool alone took for no speech.

        What an editor rejected, and marks that an editor has settled as no speech, are nothing to a reader of the page.
        """
        return tuple(
            view
            for view in self.view.quotations
            if view.is_reported or (not view.quotation.is_speech and view.quotation.status == "proposed")
        )

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        """The permalink of each quotation: its id where that is fit for one, else one made from its number."""
        taken = {view.id for view in self.view.quotations}
        anchors = []
        for view in self.view.quotations:
            anchor = view.id
            if not _SAFE_ANCHOR.fullmatch(anchor):
                anchor = f"q-{view.number}"
                while anchor in taken:
                    anchor += "-"
                taken.add(anchor)
            anchors.append(anchor)
        return tuple(anchors)

    @property
    def groups(self) -> tuple[tuple[str, str, str, int], ...]:
        """The rows below the speakers, as (key, sign, label, count); empty ones left out."""
        summary = self.view.summary
        aside = sum(not view.is_reported for view in self.shown)
        rows = (
            ("unattributed", "?", "Unattributed", summary.unattributed),
            ("unsure", "#?", "Unsure", summary.unsure),
            ("other", "°", "Not speech", aside),
        )
        return tuple(row for row in rows if row[3])

    @property
    def swatches(self) -> Markup:
        """CSS custom properties of the page's colours: ``--ink0`` and ``--tint0`` to 7 for each theme, as two rules."""
        from markupsafe import Markup

        return Markup(write_swatches())  # noqa: S704 - colours of our own table

    @property
    def looks(self) -> Markup:
        """CSS rules that give each speaker a colour, a line pattern, and a badge that announces the name."""
        from markupsafe import Markup

        unsure = {view.speaker.number for view in self.shown if view.speaker and view.is_unsure}
        rules = []
        for speaker in self._everyone:
            hue, pattern, _ = speaker.look
            name = _css_string(show_hidden(speaker.name))
            rules.append(
                f".s{speaker.number}{{--ink:var(--ink{hue});--tint:var(--tint{hue});--line:{pattern};"
                f"--side:{_SIDES[pattern]};--corner:{speaker.look.corner};--wide:{len(str(speaker.number))}}}"
                f'mark.s{speaker.number}>a::before{{content:"{speaker.number}";'
                f'content:"{speaker.number}"/{name}": "}}'
            )
            if speaker.number in unsure:
                rules.append(
                    f"mark.s{speaker.number}.w{{--wide:{len(str(speaker.number)) + 1}}}"
                    f'mark.s{speaker.number}.w>a::before{{content:"{speaker.number}?";'
                    f'content:"{speaker.number}?"/{name}", unsure: "}}'
                )
        return Markup("\n".join(rules))  # noqa: S704 - names pass _css_string

    @cached_property
    def _everyone(self) -> tuple[SpeakerView, ...]:
        """Every speaker who has a quotation that is marked, or a turn."""
        seen = {speaker.number: speaker for speaker in self.view.speakers}
        for view in self.shown:
            if view.speaker is not None:
                seen.setdefault(view.speaker.number, view.speaker)
        for voice in self._speaking_turns:
            seen.setdefault(voice.number, voice)
        return tuple(seen[number] for number in sorted(seen))

    @cached_property
    def _numbered(self) -> dict[str, SpeakerView]:
        return {speaker.speaker.id: speaker for speaker in (*self.view.speakers, *self.view.voices)}

    @property
    def _speaking_turns(self) -> Iterator[SpeakerView]:
        for turn in self.view.annotation.turns:
            if turn.speaker in self._numbered:
                yield self._numbered[turn.speaker]

    @cached_property
    def body(self) -> Markup:
        """The document's text as paragraphs with every quotation marked in place."""
        from markupsafe import Markup

        parts = self._draw()
        several = iter(lambda: "".join(islice(parts, _PARTS)), "")  # a book has millions of small ones
        return Markup("".join(several))  # noqa: S704 - all text passes escape_text or _attribute

    @property
    def has_margin(self) -> bool:
        """Whether anything stands in the margin beside the text: who speaks there."""
        return "</b>" in self.body

    def _draw(self) -> Iterator[str]:
        text = self.view.text
        paragraphs = find_paragraphs(text, hard_wrapped=self.hard_wrapped)
        pieces, blocks = self._cut(paragraphs)
        voices = self._voices(paragraphs, blocks)
        tags = [self._tag(view, which) for which, view in enumerate(self.shown)]
        numbers = {view.number: which for which, view in enumerate(self.shown)}
        offset = section_start = 0
        in_sections = len(text) > 2 * SECTION_CHARS
        if in_sections:
            yield '<div class="z">'
        for place, paragraph in enumerate(paragraphs):
            if in_sections and paragraph.start - section_start >= SECTION_CHARS:
                section_start = paragraph.start
                yield '</div><div class="z">'
            yield escape_text(text[offset : paragraph.start])
            block = blocks.get(place)
            classes = [
                *(["g"] if paragraph.gap else []),
                *(["k", _look_class(block)] if block else []),
                *(["w"] if block and block.is_unsure else []),
                *(["m"] if self._speech.is_quiet(paragraph.start, paragraph.end) else []),
            ]
            attribute = f' class="{" ".join(classes)}"' if classes else ""
            yield f'<p{attribute} data-o="{paragraph.start}">'
            which = numbers[block.number] if block is not None else None
            yield from self._draw_paragraph(paragraph, which, pieces.get(place, []), voices.get(place, []), tags)
            yield "</p>"
            offset = paragraph.end
        yield escape_text(text[offset:])
        if in_sections:
            yield "</div>"

    def _draw_paragraph(
        self,
        paragraph: Paragraph,
        block: int | None,
        pieces: list[_Piece],
        voices: list[_Voice],
        tags: list[tuple[str, str, str]],
    ) -> Iterator[str]:
        """Sweep one paragraph; pieces that cross are split so that elements nest."""
        offset = paragraph.start
        heapify(pieces)
        voices = sorted(voices, reverse=True)
        open_ends: list[int] = []
        while pieces or open_ends or voices:
            next_start = pieces[0].start if pieces else paragraph.end + 1
            next_end = open_ends[-1] if open_ends else paragraph.end + 1
            next_voice = voices[-1].start if voices else paragraph.end + 1
            place = min(next_start, next_end, next_voice)
            if place > offset:
                yield from self._write(offset, place)
                offset = place
            if next_end == place:
                open_ends.pop()
                yield "</mark>"
            elif next_voice == place:
                yield voices.pop().tag
            else:
                piece = heappop(pieces)
                end = -piece.minus_end
                if end > next_end:
                    rest = _Piece(next_end, piece.minus_end, piece.depth, piece.which, False)
                    heappush(pieces, rest)
                    end = next_end
                start_tag, again_tag, link = tags[piece.which]
                first = piece.start == self.shown[piece.which].start
                tag = start_tag if first and piece.badge else again_tag
                yield tag.replace('class="', 'class="b ', 1) if piece.which == block and piece.badge else tag
                if piece.badge:
                    yield link
                open_ends.append(end)
        if offset < paragraph.end:
            yield from self._write(offset, paragraph.end)

    def _cut(self, paragraphs: list[Paragraph]) -> tuple[dict[int, list[_Piece]], dict[int, QuotationView]]:
        """Cut every span at paragraph ends; also tell which paragraphs are one quotation's, to be drawn as blocks."""
        starts = [paragraph.start for paragraph in paragraphs]
        depths = self._depths()
        bites = {
            place
            for turn in self.view.annotation.turns
            if turn.kind in ("bite", "clip", "interpreter")
            for place in range(bisect_left(starts, turn.start), bisect_left(starts, turn.end))
        }
        pieces: dict[int, list[_Piece]] = {}
        blocks: dict[int, QuotationView] = {}
        for index, view in enumerate(self.shown):
            for span in view.quotation.spans:
                place = max(0, bisect_right(starts, span.start) - 1)
                while place < len(paragraphs) and paragraphs[place].start < span.end:
                    start, end = max(span.start, paragraphs[place].start), min(span.end, paragraphs[place].end)
                    if start < end:
                        pieces.setdefault(place, []).append(_Piece(start, -end, depths[index], index, True))
                        size = paragraphs[place].end - paragraphs[place].start
                        share = (end - start) / size
                        long = size >= _BLOCK_CHARS and share >= _BLOCK_SHARE
                        voiced = view.is_reported and view.quotation.kind != "indirect"
                        if voiced and (long or (place in bites and share >= _BITE_SHARE)):
                            blocks.setdefault(place, view)
                    place += 1
        return pieces, blocks

    def _depths(self) -> list[int]:
        """Return how deep each quotation is nested; a ring of parents counts as the top."""
        parents = {view.id: view.quotation.parent for view in self.view.quotations}
        depths = []
        for view in self.shown:
            depth, parent, seen = 0, view.quotation.parent, {view.id}
            while parent is not None and parent not in seen and depth < 64:
                seen.add(parent)
                depth, parent = depth + 1, parents.get(parent)
            depths.append(depth)
        return depths

    def _tag(self, view: QuotationView, which: int) -> tuple[str, str, str]:
        """Return the start tag of a quotation, that of its further parts, and the link that is its badge."""
        classes = _look_class(view)
        if view.is_unsure:
            classes += " w"
        if view.kind == "indirect":
            classes += " n"
        tail = f'class="{classes}" data-q="{which}" title="{_attribute(_hint(view))}">'
        anchor = self.anchors[view.number - 1]
        return f'<mark id="{anchor}" {tail}', f"<mark {tail}", f'<a href="#{anchor}"></a>'

    def _voices(self, paragraphs: list[Paragraph], blocks: dict[int, QuotationView]) -> dict[int, list[_Voice]]:
        """Return the labels of the margin by paragraph: one a turn, else the speaker of each block."""
        starts = [paragraph.start for paragraph in paragraphs]
        voices: dict[int, list[_Voice]] = {}
        known: set[str | None] = {None}
        placed: set[int] = set()
        for turn in self.view.annotation.turns:
            place = max(0, bisect_right(starts, turn.start) - 1)
            if place < len(paragraphs) and turn.start >= paragraphs[place].end:
                place += 1
            if place < len(paragraphs) and paragraphs[place].start < turn.end:
                start = max(turn.start, paragraphs[place].start)
                told = turn.speaker not in known and turn.end - turn.start >= _ROLE_CHARS
                if told:
                    known.add(turn.speaker)
                voice = self._voice_of(turn, start, is_told=told)
                voices.setdefault(place, []).append(voice._replace(anchor=None) if turn.start in placed else voice)
                placed.add(turn.start)
        if not voices:
            before: tuple[int, str] | None = None
            for place, view in sorted(blocks.items()):
                if before != (place - 1, view.id):
                    name = view.speaker.name if view.speaker else "Unattributed"
                    label = _Voice(paragraphs[place].start, name, f"t {_look_class(view)}")
                    voices.setdefault(place, []).append(label)
                before = (place, view.id)
        return voices

    def _voice_of(self, turn: Turn, start: int, *, is_told: bool) -> _Voice:
        """Return the margin's label of a turn, with role and affiliation where that ``is_told``."""
        numbered = self._numbered.get(turn.speaker) if turn.speaker is not None else None
        listed = self.view.annotation.speaker(turn.speaker) if numbered is None else numbered.speaker
        name = one_line(listed.display_name) if listed is not None else turn.label
        if turn.kind == "narrator":
            words = name if name and name.casefold() != "unnamed narrator" else "Narrator"
        elif turn.kind == "interpreter":
            words = f"Interpreter for {name}" if name else "Interpreter"
        else:
            words = name or "Unknown voice"
        if turn.translated and turn.kind != "interpreter":
            words += ", translated"
        look = f"s{numbered.number}" if numbered is not None and turn.kind != "narrator" else "nar"
        time = write_clock(turn.start_ms) if turn.start_ms is not None else None
        standing = numbered.standing if numbered is not None and is_told else None
        return _Voice(start, words, f"t {look}", anchor_of(turn), time, standing)

    @cached_property
    def timeline(self) -> Timeline | None:
        """Who speaks when, or None where fewer than two voices have turns."""
        return draw_timeline(self.view)

    @property
    def has_captions(self) -> bool:
        """Whether the text is a caption file, so that blank lines mean something and line ends within little."""
        return self.view.annotation.document.format in _CAPTION_FORMATS

    @cached_property
    def _speech(self) -> Speech:
        return find_speech(self.view.annotation.document.utterances)

    def _write(self, start: int, end: int) -> Iterator[str]:
        """Give the text of [start, end) as markup, set quiet where nobody says it."""
        for part in self._speech.split(start, end):
            words = self.view.text[part.start : part.end]
            escaped = escape_text(words)
            yield f'<span class="m">{escaped}</span>' if part.is_quiet and not words.isspace() else escaped

    @cached_property
    def data(self) -> Markup:
        """Everything a click shows, as compact JSON for one ``script`` element of type application/json.

        Keys: ``s`` speakers, ``q`` the quotations that are marked, in the order of ``data-q``, ``r`` names of rules,
        ``w`` words of evidence that are not simply what stands at their spans. ``p`` of a quotation begins with its
        first code point; all other places are pairs of a distance from there and a length, in code points.
        """
        from markupsafe import Markup

        rules: dict[str, int] = {}
        words: dict[str, int] = {}
        numbers = {view.speaker.id: view for view in self._everyone}
        named = {item.speaker for view in self.shown for item in _likeliest(view)} | set(numbers)
        listed = [speaker for speaker in self.view.annotation.speakers if speaker.id in named]
        everyone = {speaker.id: index for index, speaker in enumerate(listed)}
        places = {view.id: which for which, view in enumerate(self.shown)}
        # Each record is written as soon as it is made: those of a book would fill the memory.
        speakers = ",".join(json_for_script(_speaker_record(speaker, numbers.get(speaker.id))) for speaker in listed)
        records = (self._quotation_record(view, everyone, places, rules, words) for view in self.shown)
        quotations = ",".join(map(json_for_script, records))
        rest = json_for_script({"r": list(rules), "w": list(words), "size": len(self.view.text)})
        whole = f'{{"s":[{speakers}],"q":[{quotations}],{rest[1:]}'
        return Markup(whole)  # noqa: S704 - escaped for a script element

    def _quotation_record(
        self,
        view: QuotationView,
        everyone: dict[str, int],
        places: dict[str, int],
        rules: dict[str, int],
        words: dict[str, int],
    ) -> dict[str, Any]:
        """Return one quotation, empty fields left out."""
        quotation, base = view.quotation, view.start

        def evidence_record(item: Evidence) -> list[Any]:
            rule = rules.setdefault(item.rule, len(rules))
            seen = " … ".join(span.of(self.view.text) for span in item.spans)
            said = words.setdefault(item.words, len(words)) if item.words and item.words != seen else None
            weight = round(item.weight, 2) if item.weight is not None else None
            parts: list[Any] = [rule, weight, said, _near(item.spans, base)]
            while parts[-1] is None or parts[-1] == []:
                parts.pop()
            return parts

        fields: dict[str, Any] = {
            "k": quotation.kind[0],
            "p": [base, *_near(quotation.spans, base)],
            "s": everyone[quotation.speaker] if quotation.speaker is not None else None,
            "c": round(quotation.confidence, 3) if quotation.confidence is not None else None,
            "w": 1 if view.is_unsure else None,
            "u": _near((quotation.cue,), base) if quotation.cue else None,
            "o": _near((quotation.source,), base) if quotation.source else None,
            "n": [[everyone[item.speaker], round(item.confidence, 3)] for item in _likeliest(view)],
            "e": [evidence_record(item) for item in quotation.evidence],
            "in": places.get(quotation.parent) if quotation.parent is not None else None,
            "t": 1 if quotation.translated else None,
            "by": view.relayed_by,
            "ch": quotation.channel,
            "why": quotation.reason,
            "ms": quotation.start_ms,
            "st": quotation.status if quotation.status != "proposed" else None,
            "ed": quotation.by,
        }
        return {key: value for key, value in fields.items() if value is not None and value != []}


def _likeliest(view: QuotationView) -> list[Candidate]:
    """Return the candidates that a card shows, likeliest first; those next to impossible are left out."""
    candidates = (
        item
        for item in view.quotation.candidates
        if item.confidence >= _LEAST_LIKELY or item.speaker == view.quotation.speaker
    )
    return sorted(candidates, key=lambda item: -item.confidence)[:_MOST_CANDIDATES]


def _near(spans: tuple[Span, ...], base: int) -> list[int]:
    """Return each span as its distance from ``base`` and its length: small numbers keep the page small."""
    return [number for span in spans for number in (span.start - base, span.end - span.start)]


def _speaker_record(speaker: Speaker, view: SpeakerView | None) -> dict[str, Any]:
    """Return one speaker for the data block, empty fields left out."""
    fields: dict[str, Any] = {
        "n": view.number if view else None,
        "name": show_hidden(one_line(speaker.display_name)),
        "role": show_hidden(one_line(speaker.role)) if speaker.role else None,
        "aff": show_hidden(one_line(speaker.affiliation)) if speaker.affiliation else None,
        "kind": speaker.kind if speaker.kind != "person" else None,
        "also": [show_hidden(one_line(alias)) for alias in speaker.aliases],
    }
    return {key: value for key, value in fields.items() if value is not None and value != []}


def _look_class(view: QuotationView) -> str:
    """Return the class that draws a quotation: its speaker's, unattributed or not speech."""
    if not view.quotation.is_speech:
        return "o"
    return f"s{view.speaker.number}" if view.speaker is not None else "u"


def _hint(view: QuotationView) -> str:
    """Return what a pointer resting on a quotation is told where no script runs."""
    if not view.quotation.is_speech:
        return f"Not speech: {view.quotation.reason or 'no reason given'}"
    if view.speaker is None:
        return "Unattributed"
    unsure = ", unsure" if view.is_unsure else ""
    return f"{view.speaker.name}{unsure} ({view.confidence:.2f})"
