"""What a voice of a transcript says on its own behalf: "I think it went well" reports nothing, the voice says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotes.lexicon import pronouns
from quotes.lexicon.cues import HouseVerb, cue_verbs
from quotes.model import Quotation

__all__ = ["leave_own_views"]


def leave_own_views(
    text: str, quotations: Iterable[Quotation], verbs: tuple[HouseVerb, ...] = ()
) -> Iterator[Quotation]:
    """Give the quotations of a transcript without the views that its voices state of themselves and their hearers.

    In a turn "I think ...", "we see ...", "you want ..." are what the voice says there and then. Indirect speech with
    such a source is kept where a verb of speech tells of words said before: "I told them we would wait".

    Args:
        text: the text the places are in.
        quotations: its quotations, in order.
        verbs: cue verbs that a house adds.

    Example:
        >>> from quotes.spans import Span
        >>> text = "I think we won. I told them we won."
        >>> at = lambda words: Span(text.index(words), text.index(words) + len(words))
        >>> own = Quotation(id="a", kind="indirect", spans=(Span(8, 14),), source=Span(0, 1), cue=at("think"))
        >>> told = Quotation(id="b", kind="indirect", spans=(Span(28, 34),), source=Span(16, 17), cue=at("told"))
        >>> [quotation.id for quotation in leave_own_views(text, (own, told))]
        ['b']
    """
    return (quotation for quotation in quotations if not _is_own_view(text, quotation, verbs))


def _is_own_view(text: str, quotation: Quotation, verbs: tuple[HouseVerb, ...]) -> bool:
    if quotation.kind != "indirect" or quotation.source is None:
        return False
    known = pronouns().get(quotation.source.of(text).lower())
    if known is None or known.person == 3:
        return False
    if quotation.cue is None:
        return True
    return not any(_tells_of_words(word, verbs) for word in quotation.cue.of(text).lower().split())


def _tells_of_words(word: str, verbs: tuple[HouseVerb, ...]) -> bool:
    """Whether a form of a verb tells of words that were said: a core verb of speech or writing, in the past."""
    verb = cue_verbs(verbs).get(word)
    return (
        verb is not None
        and verb.is_core
        and verb.kind in ("speech", "writing")
        and not {"past", "participle"}.isdisjoint(verb.inflections)
    )
