"""Small documents written for the tests, with what is right and what somebody else might have found in them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

ARTICLE = (
    "“The weir will hold,” said Ines Okafor, the engineer. “We checked it twice.”\n\n"
    "Rolf Tande disagreed, and warned that the lower gate was rotten. “Nobody looked,” he said.\n\n"
    "The paper called it “a leak”."
)
"""Four marked attributions were possible; the last stretch is nobody's speech."""

STORY = "“Have you fed the goats?” asked Marta.\n\n“Twice,” said Mr. Hale.\n\n“Then they lie,” she said.\n\n“They do.”"


def place(text: str, words: str) -> list[int]:
    """Give where words stand first."""
    start = text.index(words)
    return [start, start + len(words)]


def article() -> dict[str, Any]:
    """Return a news record: sources are words of the text."""

    def said(kind: str, parts: list[str], source: str | None, cue: str | None) -> dict[str, Any]:
        return {
            "spans": [place(ARTICLE, part) for part in parts],
            "kind": kind,
            "source": None if source is None else [place(ARTICLE, source)],
            "cue": None if cue is None else [place(ARTICLE, cue)],
            "speaker": None,
            "type": None,
        }

    quotations = [
        said("direct", ["“The weir will hold,”", "“We checked it twice.”"], "Ines Okafor, the engineer", "said"),
        said("indirect", ["that the lower gate was rotten"], "Rolf Tande", "warned"),
        said("direct", ["“Nobody looked,”"], "he", "said"),
        said("mixed", ["“a leak”"], None, "called"),
    ]
    last = ARTICLE.index("he said.")
    quotations[2] |= {"source": [[last, last + 2]], "cue": [[last + 3, last + 7]]}
    return {"id": "weir", "genre": "news", "text": ARTICLE, "quotations": quotations, "characters": None}


def story() -> dict[str, Any]:
    """Return a novel record: quotations name characters of a cast."""

    def said(words: str, speaker: str, kind: str) -> dict[str, Any]:
        return {"spans": [place(STORY, words)], "kind": "direct", "speaker": speaker, "type": kind, "source": None}

    return {
        "id": "goats",
        "genre": "novel",
        "text": STORY,
        "quotations": [
            said("Have you fed the goats?", "Marta Hale", "explicit"),
            said("Twice,", "Jon Hale", "explicit"),
            said("Then they lie,", "Marta Hale", "anaphoric"),
            said("They do.", "Jon Hale", "implicit"),
        ],
        "characters": [
            {"name": "Marta Hale", "aliases": ["Marta", "Mrs Hale", "the Hales"], "gender": "F"},
            {"name": "Jon Hale", "aliases": ["Mr Hale", "the Hales"], "gender": "M"},
        ],
    }


def report() -> dict[str, Any]:
    """Return a record of a document in the wild: each quotation lists the names that are accepted."""

    def said(words: str, **parts: Any) -> dict[str, Any]:
        empty = {"speaker": None, "accept": [], "role": None, "mention": None, "kind": "direct"}
        return {**empty, "spans": [place(ARTICLE, words)], **parts}

    okafor = {"speaker": "Ines Okafor", "accept": ["Okafor"], "role": "the engineer"}
    return {
        "id": "weir",
        "category": "B",
        "text": ARTICLE,
        "quotations": [
            said("The weir will hold,", mention=place(ARTICLE, "Ines Okafor"), **okafor),
            said("We checked it twice.", mention=place(ARTICLE, "Ines Okafor"), **okafor),
            said("Nobody looked,", speaker="Rolf Tande"),
            said("a leak", kind="other"),
        ],
        "turns": None,
    }


def found(record: dict[str, Any], quotations: list[dict[str, Any]], *names: str) -> dict[str, Any]:
    """Return what somebody else found: quotations whose speakers are ``s1`` and so on, named in order."""
    speakers = [{"id": f"s{number}", "name": name, "aliases": []} for number, name in enumerate(names, start=1)]
    return {"id": record["id"], "quotations": quotations, "speakers": speakers}


def one(
    text: str, words: str, speaker: str | None, source: str | None = None, *, kind: str = "direct", sure: float = 0.9
) -> dict[str, Any]:
    """Return one quotation somebody found."""
    return {
        "kind": kind,
        "spans": [place(text, words)],
        "speaker": speaker,
        "source": None if source is None else place(text, source),
        "confidence": None if speaker is None else sure,
    }


def write_lines(path: Path, *records: dict[str, Any]) -> Path:
    """Write JSON Lines, compressed where the name says so."""
    data = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path
