"""Quotations inside the turns of a transcript: whose whole turn stands in marks, and who may be guessed where."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from quotes.attributor.candidates import Setting
from quotes.attributor.conversation import Guess, Spoken
from quotes.model import Candidate, Evidence, Quotation
from quotes.people.labels import LabelledVoice
from quotes.people.registry import Entity
from quotes.quotation_list import list_quotations

__all__ = ["SpokenTurns"]

_WHOLE_TURN = 0.98
"""How sure it is that a turn which is one quotation is what its voice says. Set by hand."""
_VOICE = 0.35
"""How likely a quotation that nobody near it claims is what the turn's voice says itself. Set by hand."""
_WHOLE_SHARE = 0.85
"""A quotation is a whole turn where it opens it and is at least this share of it."""
_MARK_CHARS = 4


class SpokenTurns:
    """The turns of a transcript, for whoever asks who says the quotations inside them.

    Args:
        voices: the turns in order; none for a text that is no transcript.
        quotations: the quotations of the text, in order.

    Attributes:
        whole: for each quotation that is a whole turn of a labelled voice, by its number, the number of the turn.
        bites: numbers of quotations that are a whole turn of a voice the input does not name.
    """

    def __init__(self, voices: Sequence[LabelledVoice], quotations: Sequence[Quotation]) -> None:
        self._voices = voices
        self._heard: Sequence[Entity | None] = [None] * len(voices)
        self._starts = [voice.start for voice in voices]
        self.whole: dict[int, int] = {}
        self.bites: set[int] = set()
        if voices:
            self._find_whole(quotations)

    def __bool__(self) -> bool:
        """Whether there are any turns."""
        return bool(self._voices)

    def _find_whole(self, quotations: Sequence[Quotation]) -> None:
        for index, quotation in enumerate(quotations):
            if quotation.kind not in ("direct", "mixed") or quotation.parent is not None:
                continue
            number = self._number_at(quotation.spans[0].start)
            if number < 0:
                continue
            voice = self._voices[number]
            said = sum(span.end - span.start + 2 for span in quotation.spans)
            opens = quotation.spans[0].start - voice.start <= _MARK_CHARS
            if not opens or quotation.spans[-1].end > voice.end or said < _WHOLE_SHARE * (voice.end - voice.start):
                continue
            if voice.label is not None:
                self.whole[index] = number
            else:
                self.bites.add(index)

    def hear(self, heard: Sequence[Entity | None]) -> None:
        """Take note who each turn's voice is, None where the input does not say."""
        self._heard = heard

    def open_whole(self, quotations: Sequence[Quotation]) -> Sequence[Quotation]:
        """Return the quotations with those that are whole turns taken for no quotations: what is in them is read."""
        if not self.whole:
            return quotations
        names = {quotations[index].id for index in self.whole}
        return list_quotations(self._open(index, quotation, names) for index, quotation in enumerate(quotations))

    def _open(self, index: int, quotation: Quotation, names: Container[str | None]) -> Quotation:
        """Return a quotation as it is once those that are whole turns, and bear some names, are none."""
        if index in self.whole:
            quotation = replace(quotation, kind="other", reason="whole turn")
        return replace(quotation, parent=None) if quotation.parent in names else quotation

    def claim_whole(self, quotations: Sequence[Quotation], min_confidence: float) -> Iterable[tuple[int, Quotation]]:
        """Give each quotation that is a whole turn, by its number, as what the turn's voice says."""
        for index, number in self.whole.items():
            entity, quotation = self._heard[number], quotations[index]
            if entity is None:
                continue
            sure = min_confidence <= _WHOLE_TURN
            speaker = str(entity.number)
            yield (
                index,
                replace(
                    quotation,
                    speaker=speaker if sure else None,
                    confidence=_WHOLE_TURN if sure else None,
                    candidates=(Candidate(speaker=speaker, confidence=_WHOLE_TURN),),
                    evidence=(*quotation.evidence, Evidence(rule="whole turn", weight=_WHOLE_TURN)),
                ),
            )

    def _number_at(self, place: int) -> int:
        return bisect_right(self._starts, place) - 1

    def _start_of(self, setting: Setting) -> int:
        number = self._number_at(setting.quotation.spans[0].start)
        return self._voices[number].start if number >= 0 else 0

    def heard_there(self, setting: Setting, history: Sequence[Spoken]) -> Sequence[Spoken]:
        """Return what was decided before a quotation, nothing where another voice has spoken since."""
        if not self._voices or not history:
            return history
        return history if history[-1].start >= self._start_of(setting) else ()

    def limit(self, setting: Setting, guesses: Sequence[Guess]) -> Iterator[Guess]:
        """Give the guesses that rest on words of the same turn, and the turn's own voice last."""
        if not self._voices:
            yield from guesses
            return
        start = self._start_of(setting)
        left = 1.0
        for guess in guesses:
            if guess.phrase is None or guess.phrase.span.start >= start:
                left -= guess.share
                yield guess
        number = self._number_at(setting.quotation.spans[0].start)
        entity = self._heard[number] if number >= 0 else None
        if entity is not None and left > 0:
            yield Guess(entity, _VOICE * left, "voice of the turn", None)
