"""Was the right character named, where the reference is a cast: the names shared tell which character is meant."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from quotes.evaluation.counts import Groups, Retrieval
from quotes.evaluation.matching import find_overlaps, trim_to_words
from quotes.evaluation.quotation import SPEECH_IN_MARKS
from quotes.evaluation.reference import Reference
from quotes.evaluation.report import EvaluationReport, Judgement, Mistake
from quotes.model import Annotation, Speaker
from quotes.spans import Span

__all__ = ["Cast", "score_cast"]

_NAME_WEIGHT, _ALIAS_WEIGHT = 3, 2
"""A name tells more than an alias of who is meant."""

_UNTYPED = "untyped"


class Cast:
    """The characters of a document, by every name they bear.

    Args:
        characters: name of each character and all its names.

    Example:
        >>> cast = Cast({"Ada Quill": ("Ada", "Miss Quill"), "Ben Quill": ("Miss Quill",)})
        >>> cast.identify(Speaker(id="s1", name="Ada", aliases=("Miss Quill",)))
        'Ada Quill'
        >>> cast.identify(Speaker(id="s1", name="Miss Quill")) is None
        True
    """

    def __init__(self, characters: Mapping[str, tuple[str, ...]]) -> None:
        self._names = frozenset(characters)
        self._bearers: dict[str, set[str]] = defaultdict(set)
        for name, aliases in characters.items():
            for form in (name, *aliases):
                self._bearers[_key(form)].add(name)

    def identify(self, speaker: Speaker) -> str | None:
        """Return the one character that a speaker's name and aliases fit best, or None.

        A name that several characters bear tells as much less of each of them.
        """
        votes: dict[str, float] = defaultdict(float)
        for weight, forms in ((_NAME_WEIGHT, (speaker.name or "",)), (_ALIAS_WEIGHT, speaker.aliases)):
            for form in forms:
                bearers = self._bearers.get(_key(form), set())
                for bearer in bearers:
                    votes[bearer] += weight / len(bearers)
        best = sorted(votes.items(), key=lambda item: -item[1])[:2]
        return None if not best or (len(best) == 2 and best[0][1] == best[1][1]) else best[0][0]

    def bearers_of(self, name: str) -> set[str]:
        """Return who is meant by the name of a reference: a character, those with such an alias, or itself."""
        return {name} if name in self._names else self._bearers.get(_key(name)) or {name}


def score_cast(reference: Reference, hypothesis: Annotation) -> EvaluationReport:
    """Count exact spans of speech, and speakers who stand for the right character, all and by type.

    The speaker of a quotation is that of the quotation which shares most with its first span. Nested quotations of the
    hypothesis are left aside, since such a reference lists none.
    """
    text = reference.text
    people = {speaker.id: speaker for speaker in reference.annotation.speakers}
    cast = Cast({people[each].name or "": people[each].aliases for each in sorted(reference.cast)})
    voices = {speaker.id: speaker for speaker in hypothesis.speakers}
    meant = {speaker.id: cast.identify(speaker) for speaker in hypothesis.speakers}
    wanted = reference.annotation.quotations
    given = [q for q in hypothesis.quotations if q.kind in SPEECH_IN_MARKS and q.parent is None]
    places = {tuple(trim_to_words(text, span)) for quotation in wanted for span in quotation.spans}
    found = {tuple(trim_to_words(text, span)) for quotation in given for span in quotation.spans}

    owners = [(place, span) for place, quotation in enumerate(given) for span in quotation.spans]
    best: dict[int, tuple[int, int]] = {}
    for pair in find_overlaps([quotation.spans[0] for quotation in wanted], [span for _, span in owners]):
        answer = (pair.overlap_chars, -owners[pair.hypothesis][0])
        best[pair.reference] = max(best.get(pair.reference, answer), answer)

    counts: dict[str, Counter[str]] = defaultdict(Counter)
    judgements: list[Judgement] = []
    mistakes = [
        *(_mark(reference, "missed", Span(*place)) for place in sorted(places - found)),
        *(_mark(reference, "spurious", Span(*place)) for place in sorted(found - places)),
    ]
    for number, quotation in enumerate(wanted):
        said = given[-best[number][1]] if number in best else None
        got = meant[said.speaker] if said is not None and said.speaker is not None else None
        name = people[quotation.speaker].name or "" if quotation.speaker is not None else ""
        is_right = got is not None and got in cast.bearers_of(name)
        kind = reference.types.get(quotation.id, _UNTYPED)
        is_given = said is not None and said.speaker is not None
        counts[kind].update(wanted=1, given=is_given, right=is_right)
        if is_given and said is not None and said.confidence is not None:
            judgements.append(Judgement(said.confidence, is_right))
        if not is_right:
            answered = voices[said.speaker].display_name if said is not None and said.speaker is not None else None
            mistakes.append(
                Mistake(
                    reference.id,
                    "speaker",
                    quotation.spans[0],
                    quotation.spans[0].of(text),
                    name,
                    answered,
                    kind,
                    said.confidence if said is not None else None,
                )
            )
    types = {
        kind: Retrieval(count["right"], count["given"], count["right"], count["wanted"])
        for kind, count in counts.items()
    }
    return EvaluationReport(
        spans=Retrieval.of_sets(places, found),  # type: ignore[arg-type]
        speakers=sum(types.values(), Retrieval()),
        speakers_by_type=Groups(types),
        judgements=tuple(judgements),
        mistakes=tuple(mistakes),
    )


def _mark(reference: Reference, what: str, span: Span) -> Mistake:
    sides = ("speech", None) if what == "missed" else (None, "speech")
    return Mistake(reference.id, what, span, span.of(reference.text), *sides)  # type: ignore[arg-type]


def _key(name: str) -> str:
    """Return a name as names of a cast are compared: without case, stops and the shape of apostrophes."""
    return " ".join(name.replace("’", "'").casefold().replace(".", " ").split())
