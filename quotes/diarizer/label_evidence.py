"""What labels of a transcript are evidence for: who is the source of a whole turn, and what role its voice has."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from quotes.diarizer.turns import LaidTurn
from quotes.model import Evidence, Quotation, Speaker
from quotes.people.labels import read_label
from quotes.spans import Span

__all__ = ["add_label_sources", "find_told_roles", "tell_role"]


def add_label_sources(every: Sequence[LaidTurn], quotations: Iterable[Quotation]) -> Iterable[Quotation]:
    """Give the quotations of the document; of one that is a whole turn the label is what names the source.

    Args:
        every: the turns in order; places in the document.
        quotations: the quotations, with places in the document.
    """
    starts = [laid.turn.start for laid in every]
    for quotation in quotations:
        if quotation.source is None and any(evidence.rule == "whole turn" for evidence in quotation.evidence):
            laid = every[bisect_right(starts, quotation.spans[0].start) - 1]
            if laid.label_start >= 0 and laid.turn.label is not None:
                label = Span(laid.label_start, laid.label_start + len(laid.turn.label))
                quotation = replace(quotation, source=label)
        yield quotation


def find_told_roles(every: Sequence[LaidTurn]) -> dict[str, Span]:
    """Return for each label that tells a role where it does so first, in code points of the document, half-open."""
    told: dict[str, Span] = {}
    for laid in every:
        label = laid.turn.label
        if label is None or laid.label_start < 0 or label in told:
            continue
        reading = read_label(label)
        if reading.role is not None:
            told[label] = Span(laid.label_start + reading.role_start, laid.label_start + reading.role_end)
    return told


def tell_role(speaker: Speaker, told: Mapping[str, Span]) -> Iterable[Evidence]:
    """Give the label that tells a speaker's role, where no words of the text do.

    Args:
        speaker: somebody with labels.
        told: where each label that tells a role does so first, as `find_told_roles` gives it.
    """
    if speaker.role is None or any(evidence.rule == "role" for evidence in speaker.evidence):
        return
    for label in speaker.labels:
        if label in told and (read_label(label).role or "").casefold() == speaker.role.casefold():
            place = told[label]
            at = place.start - read_label(label).role_start
            yield Evidence(rule="label", words=label[place.start - at : place.end - at], spans=(place,))
            return
