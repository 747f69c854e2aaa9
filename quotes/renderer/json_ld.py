"""Quotations as schema.org JSON-LD, for the head or the end of a page that is published.

Only what may stand beside the article is in it: the words of direct and mixed quotations that an editor has accepted or
corrected, or whose speaker is near certain; never one that was rejected, nothing of an editor's notes, no candidates.

The ``text`` is what was said, for a reader who does not see the article: where words of the article part a quotation,
" … " stands for them, and a comma that stands inside the marks for the article's sentence is left out. The article and
the quotation's spans are not changed.

Source: schema.org, ``Quotation`` (``text``, ``creator`` for a real person, ``spokenByCharacter`` for others the words
are attributed to), ``Person`` (``jobTitle``, ``affiliation``).
"""

from __future__ import annotations

from typing import Any

from quotes.model import Annotation, Quotation, Speaker
from quotes.renderer.escaping import one_line
from quotes.renderer.markup import json_for_script
from quotes.renderer.quiet import find_speech
from quotes.renderer.words import join_spans

__all__ = ["CONFIDENT_FROM", "write_json_ld"]

CONFIDENT_FROM = 0.9
"""A quotation that no editor has looked at is published from this confidence on."""

_CREATORS = {"person": "Person", "organisation": "Organization"}


def write_json_ld(
    annotation: Annotation, *, prefix: str = "quotes-", confident_from: float = CONFIDENT_FROM
) -> str | None:
    r"""Return an annotation as JSON-LD that a script element can hold, or None where there is nothing to publish.

    Args:
        annotation: with its text.
        prefix: what the ids begin with, the same as in the page.
        confident_from: least confidence of a quotation whose status is proposed.

    Example:
        >>> from quotes.model import Document
        >>> from quotes.spans import Span
        >>> quotation = Quotation(id="q1", kind="direct", spans=(Span(1, 4),), speaker="s1", confidence=0.95)
        >>> speaker = Speaker(id="s1", name="Ana Ruiz", role="engineer")
        >>> document = Document(id="a", text='"Go," said Ana Ruiz.')
        >>> print(write_json_ld(Annotation.of(document, quotations=(quotation,), speakers=(speaker,)))[:104])
        {"@context":"https://schema.org","@graph":[{"@type":"Quotation","@id":"#quotes-q1","text":"Go","creator"
    """
    chosen = [quotation for quotation in annotation.quotations if _is_fit(quotation, confident_from)]
    if not chosen or annotation.text is None:
        return None
    used: dict[str, Speaker] = {}
    graph: list[dict[str, Any]] = []
    page = _page_of(annotation)
    speech = find_speech(annotation.document.utterances)
    for quotation in chosen:
        node: dict[str, Any] = {
            "@type": "Quotation",
            "@id": f"#{prefix}{quotation.id}",
            "text": join_spans(annotation.text, quotation.spans, speech, with_commas=False),
        }
        speaker = annotation.speaker(quotation.speaker)
        if speaker is not None and speaker.name is not None and speaker.kind != "unnamed":
            if speaker.kind in _CREATORS:
                node["creator"] = {"@id": f"#{prefix}{speaker.id}"}
                used.setdefault(speaker.id, speaker)
            else:
                node["spokenByCharacter"] = {"@type": "Person", "description": one_line(speaker.name)}
        if annotation.document.language:
            node["inLanguage"] = annotation.document.language
        graph.append(node | page)
    graph += [_person(speaker, prefix) for speaker in used.values()]
    return json_for_script({"@context": "https://schema.org", "@graph": graph})


def _is_fit(quotation: Quotation, confident_from: float) -> bool:
    """Whether a quotation may be published."""
    if quotation.kind not in ("direct", "mixed") or quotation.status == "rejected":
        return False
    if quotation.status != "proposed":
        return True
    return quotation.confidence is not None and quotation.confidence >= confident_from and not quotation.flagged


def _page_of(annotation: Annotation) -> dict[str, Any]:
    """Return what page the quotations stand in, as far as the document says."""
    meta = annotation.document.meta
    url, title = meta.get("url"), meta.get("title")
    page: dict[str, Any] = {"@type": "CreativeWork"}
    if isinstance(url, str) and url.lower().startswith(("https://", "http://")):
        page["url"] = url
    if isinstance(title, str) and title:
        page["headline"] = one_line(title)
    return {"isPartOf": page} if len(page) > 1 else {}


def _person(speaker: Speaker, prefix: str) -> dict[str, Any]:
    """Return a speaker: a person with role and affiliation, or an organisation."""
    node: dict[str, Any] = {
        "@type": _CREATORS[speaker.kind],
        "@id": f"#{prefix}{speaker.id}",
        "name": one_line(speaker.display_name),
    }
    if speaker.kind == "person":
        if speaker.role:
            node["jobTitle"] = one_line(speaker.role)
        if speaker.affiliation:
            node["affiliation"] = {"@type": "Organization", "name": one_line(speaker.affiliation)}
    return node
