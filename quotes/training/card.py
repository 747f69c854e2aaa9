"""The model card: what each weights file is, from what data, under which licence, how good, and what it cannot do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quotes.training.files import COMMAND

__all__ = ["write_card"]

_LIMITS = """## Limits

- English only. Words are looked up in lower case; a text all in capitals is tagged as if it were in lower case, so that
  names in it are taken for common nouns.
- GUM's news and interviews are Wikinews; fiction, speech and the language of before 1990 are hardly in the data.
- Of GUM, only genres whose texts are CC BY were learnt from. Biographies and travel guides are CC BY-SA, so they were
  kept to measure with; fiction, how-to guides and web posts are non-commercial and are not in the data at all.
- Tags are GUM's Penn tags with these changes: hyphenated words are one token (an adjective where the last part is a
  participle), "to" is always TO, straight double marks are always '', and marks of punctuation have
  their tags from a table.
- Sentence ends: a stop after an abbreviation that also ends sentences (Inc., U.S.) is decided by the word after it.
"""


def write_card(headers: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the model card for files with these headers, as Markdown.

    Example:
        >>> print(write_card({"a.json": {"source": "Corpus", "scores": {"tags": {"right": 9, "words": 10}}}})[:37])
        # Model card
        <BLANKLINE>
        Weights made by `quotes
    """
    parts = [f"# Model card\n\nWeights made by `{COMMAND}`, the same bytes on every run. This page is made with them."]
    for name, header in headers.items():
        lines = [f"## {name}", ""]
        if "what" in header:
            lines += [f"{header['what'][:1].upper()}{header['what'][1:]}.", ""]
        lines += [f"- {key}: {header[key]}" for key in ("source", "licence", "date", "schema") if key in header]
        scores = header.get("scores") or {}
        if isinstance(scores, Mapping) and scores:
            lines += ["", "| measured | figure |", "| --- | --- |"]
            lines += [f"| {what} | {_figure(counts)} |" for what, counts in scores.items()]
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, _LIMITS])


def _figure(counts: Any) -> str:
    """Divide last: counts to a figure in words."""
    if isinstance(counts, Mapping) and {"right", "words"} <= counts.keys():
        return f"accuracy {_rate(counts['right'], counts['words'])} ({counts['right']} of {counts['words']} words)"
    if isinstance(counts, Mapping) and {"right", "found", "reference"} <= counts.keys():
        right, found, reference = counts["right"], counts["found"], counts["reference"]
        return (
            f"precision {_rate(right, found)}, recall {_rate(right, reference)}, "
            f"F1 {_rate(2 * right, found + reference)} ({reference} ends)"
        )
    return str(counts)


def _rate(part: int, whole: int) -> str:
    return "n/a" if not whole else f"{part / whole:.3f}"
