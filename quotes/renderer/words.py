"""The words of a quotation as one string, honest about what was left out between its spans."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.renderer.escaping import one_line
from quotes.renderer.quiet import Speech
from quotes.spans import Span

__all__ = ["ELLIPSIS", "join_spans", "leaves_words_out"]

ELLIPSIS = "…"
"""Stands between two spans where the text between them has words that are no part of the quotation."""

_COMMAS = ",，"


def leaves_words_out(text: str, speech: Speech, before: Span, after: Span) -> bool:
    """Whether words stand between two spans, other than what nobody says: numbers and times of captions, labels."""
    is_blank = not any(map(str.isalnum, text[before.end : after.start]))
    return not (is_blank or speech.is_quiet(before.end, after.start))


def join_spans(text: str, spans: Sequence[Span], speech: Speech, *, with_commas: bool = True) -> str:
    """Return the words of a quotation on one line, " … " where words between its spans are left out.

    Args:
        text: the document's text, which is never changed.
        spans: of the quotation, in order, in code points and half-open.
        speech: what of the text is said at all.
        with_commas: False leaves out a comma at the end, and before what is left out: inside the marks, as in
            “Go,” said Ana, it belongs to the sentence around.

    Example:
        >>> from quotes.renderer.quiet import find_speech
        >>> text = '“Go,” said Ana, “and stay away.”'
        >>> join_spans(text, (Span(1, 4), Span(17, 31)), find_speech(None))
        'Go, … and stay away.'
        >>> join_spans(text, (Span(1, 4), Span(17, 31)), find_speech(None), with_commas=False)
        'Go … and stay away.'
    """
    parts: list[str] = []
    for place, span in enumerate(spans):
        after = spans[place + 1] if place + 1 < len(spans) else None
        is_cut = after is not None and leaves_words_out(text, speech, span, after)
        words = one_line(span.of(text))
        if not with_commas and (is_cut or after is None):
            words = words.rstrip(_COMMAS).rstrip() or words
        parts.append(f"{words} {ELLIPSIS}" if is_cut else words)
    return one_line(" ".join(parts))
