"""Short documents without end: a paragraph or two of invented local news, each with somebody's words.

``python -m tests.benchmarks.short_documents 1000000 > documents.jsonl`` writes them as JSON Lines. A document depends
on its number alone, so that they are the same on every machine and in every run. Names, places, things, sums and forms
of sentences are drawn anew for each: no two of a million are the same, and little that is remembered from one document
serves the next, as in an archive.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

if __package__ in (None, ""):  # run as a file
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.generated_texts import person, surname

__all__ = ["make_document", "make_documents"]

_SURNAMES = 54_000
_PLACES = ("{}", "Lower {}", "{} Bay", "New {}", "{} Hill", "Port {}", "North {}", "{} Green")
_ROLES = (
    "the mayor of {place}",
    "a clerk at the harbour office",
    "head of the {place} water board",
    "who has run the ferry for {few} years",
    "a teacher at {place} primary school",
    "spokeswoman for the {place} fire brigade",
    "director of the town museum",
    "a retired bus driver",
    "chair of the residents' association",
    "the club's captain",
)
_THINGS = (
    "bridge",
    "ferry",
    "library",
    "market hall",
    "swimming pool",
    "tram line",
    "sea wall",
    "lighthouse",
    "bandstand",
    "water tower",
    "night bus",
    "allotment",
    "school kitchen",
    "windmill",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_VERBS = ("said", "told the council", "added", "recalled", "warned", "explained", "insisted", "wrote in a letter")
_SAYINGS = (
    "We have waited {few} years for this {thing}, and we can wait until {day}",
    "Nobody in {place} asked for a {thing}, but everybody came to look at it",
    "I counted {many} people in the queue, and not one of them had brought an umbrella",
    "The {thing} cost us {many} crowns and it still leans to the left",
    "If the rain comes back before {day}, the {thing} will have to close again",
    "My grandmother crossed by that {thing} every morning, and she was never late",
    "It is a good plan, only it is a plan for another town",
    "You cannot paint a {thing} in the dark, although we did try",
    "There were {few} of us at the start and there are {many} of us now",
)
_CLAUSES = (
    "the {thing} would open again before {day}",
    "there was no money left for a second {thing}",
    "the report on the {thing} had been lost for {few} weeks",
    "{many} letters had come in since the spring",
    "the work would take {few} months at least",
)
_OPENINGS = (
    "The {thing} in {place} stayed shut on {day} after a night of heavy rain.",
    "{place} will keep its {thing}: the council voted {few} to two on {day}.",
    "About {many} people came to {place} on {day} to see the new {thing}.",
    "A dispute over the {thing} of {place} has gone on for {few} years.",
    "Repairs to the {thing} began on {day}, {few} weeks later than planned.",
)
_QUOTED = (
    "“{saying},” {verb} {name}, {role}.",
    "“{saying},” said {name}. “{saying2}.”",
    "{name}, {role}, {verb}: “{saying}.”",
    "According to {name}, {role}, {clause}. “{saying},” {verb} {last}.",
    "“{saying}.” With that {name}, {role}, closed the meeting.",
    '"{saying}," said {name}, {role}.',
    "Asked about the {thing}, {name} called it “a gift to {place}” and sat down.",
)
_FOLLOWING = (
    "{last} said that {clause}.",
    "“{saying2},” the visitor from {place} replied.",
    "But {other}, {role2}, disagreed. “{saying2},” {verb} {other_last}.",
    "{other} told reporters {clause}.",
    "The next meeting is on {day}.",
    "“{saying2},” {last} added.",
    "{other_last} and {last} have known each other for {few} years.",
)


def make_document(number: int) -> dict[str, str]:
    """Return the document of that number: its id and its text."""
    draw = random.Random(number)  # noqa: S311  (a text to measure with, no secret)
    name, other = person(draw.randrange(_SURNAMES)), person(draw.randrange(_SURNAMES))
    words = {
        "name": name,
        "last": name.rpartition(" ")[2],
        "other": other,
        "other_last": other.rpartition(" ")[2],
        "place": draw.choice(_PLACES).format(surname(draw.randrange(_SURNAMES))),
        "few": str(draw.randint(2, 19)),
        "many": f"{draw.randint(20, 99_999):,}",
    }

    def fill(forms: tuple[str, ...]) -> str:
        return draw.choice(forms).format_map(
            {**words, "thing": draw.choice(_THINGS), "day": draw.choice(_DAYS), "verb": draw.choice(_VERBS)}
        )

    words |= {"role": fill(_ROLES), "role2": fill(_ROLES), "clause": fill(_CLAUSES)}
    words |= {"saying": fill(_SAYINGS), "saying2": fill(_SAYINGS)}
    first = f"{fill(_OPENINGS)} {fill(_QUOTED)}"
    rest = [fill(_FOLLOWING) for _ in range(draw.randrange(4))]
    text = first + ("\n\n" if draw.random() < 0.6 else " ") + " ".join(rest) if rest else first
    return {"id": f"archive/{number // 10_000}/{number}", "text": text}


def make_documents(count: int) -> Iterator[dict[str, str]]:
    """Give the first ``count`` documents."""
    return map(make_document, range(count))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("documents", type=int, help="how many")
    for document in make_documents(parser.parse_args().documents):
        sys.stdout.write(json.dumps(document) + "\n")
