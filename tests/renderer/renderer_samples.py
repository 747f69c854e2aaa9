"""Two invented documents with hand-made annotations, and a short way to make more."""

from __future__ import annotations

from typing import Any

from quotes.model import Annotation, Candidate, Document, DocumentInfo, Evidence, Quotation, Speaker, Turn
from quotes.spans import Span

ARTICLE = """HARBOUR TOWN — The town council voted on Tuesday to close the old fish market, ending a dispute that had \
“split families at the dinner table,” as one trader put it.

“We have run out of money and out of excuses,” said Marta Lindqvist, the council's deputy leader. “Nobody on this \
council wanted to be here tonight.”

The vote passed by seven to six. Traders in the public gallery shouted “Shame!” as the result was read out.

“My father told me, ‘Never let them move you,’ and I never did,” said Jonas Achterberg, who has sold herring there \
since 1981.

A spokesperson for the port authority said in a statement that the site was “structurally unsound”.

“That is simply not what the engineers told us.”

The so-called “Herring Palace” opened in 1912.

“I came to this country with one suitcase and a ladder,” the painter Ilse Okafor told the meeting.

“Then they asked me to paint the market. I was up there for eleven weeks, in the rain, and every morning somebody \
brought me coffee.

“You do not forget a thing like that.”

Lindqvist said that the mural would be saved whatever happened to the building.
"""

BROADCAST = """The ferry service to the outer islands will stop in May.
The islands' transport minister, Tove Haugland, says there is no money left to repair the boats.
"I have looked at every figure twice. We cannot sail a boat that the inspectors will not sign for.''
But a fisherman on the quay in Sandvik, who did not want to give his name, was not convinced.
Norwegian, then translated "They said the same thing ten years ago. The boats are older now, and so am I."
"""


def find(text: str, words: str, nth: int = 0) -> Span:
    """Return where the ``nth`` occurrence (counted from 0) of ``words`` stands."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def said(
    text: str,
    *parts: str | Span,
    kind: str = "direct",
    speaker: str | None = None,
    confidence: float | None = None,
    source: Span | None = None,
    cue: Span | None = None,
    others: tuple[tuple[str, float], ...] = (),
    **fields: Any,
) -> Quotation:
    """Return a quotation of these words, with its id made from its place and evidence from source and cue."""
    spans = tuple(find(text, part) if isinstance(part, str) else part for part in parts)
    first = ((speaker, confidence),) if speaker is not None else ()
    seen = (("subject_of_cue", source, 3.1), ("speech_cue", cue, 1.25))
    return Quotation(
        id=f"q{spans[0].start}",
        kind=kind,
        spans=spans,
        content=spans,
        speaker=speaker,
        confidence=confidence,
        source=source,
        cue=cue,
        candidates=tuple(Candidate(speaker=name, confidence=share) for name, share in (*first, *others)),
        evidence=tuple(
            Evidence(rule=rule, words=span.of(text), spans=(span,), weight=weight)
            for rule, span, weight in seen
            if span is not None
        ),
        **fields,
    )


def article() -> Annotation:
    """Return an article with every kind of quotation: split, nested, over paragraphs, unsure, unattributed, other."""
    text = ARTICLE
    speakers = (
        Speaker(id="s1", name="one trader", kind="described"),
        Speaker(id="s2", name="Marta Lindqvist", role="the council's deputy leader", aliases=("Lindqvist",)),
        Speaker(id="s3", name="traders in the public gallery", kind="collective"),
        Speaker(id="s4", name="Jonas Achterberg", role="herring seller"),
        Speaker(id="s5", name="Achterberg's father", kind="described"),
        Speaker(id="s6", name="a spokesperson for the port authority", kind="described", affiliation="Port authority"),
        Speaker(id="s7", name="Ilse Okafor", role="painter"),
        Speaker(id="s8", name="the engineers", kind="collective"),
    )
    father = Span(find(text, "My father").start, find(text, "and I never did,").end)
    jonas = said(
        text, father, speaker="s4", confidence=0.96, source=find(text, "Jonas Achterberg"), cue=find(text, "said", 1)
    )
    coffee = Span(find(text, "Then they asked").start, find(text, "brought me coffee.").end)
    quotations = (
        said(
            text,
            "split families at the dinner table,",
            kind="mixed",
            speaker="s1",
            confidence=0.9,
            source=find(text, "one trader"),
            cue=find(text, "put it"),
        ),
        said(
            text,
            "We have run out of money and out of excuses,",
            "Nobody on this council wanted to be here tonight.",
            speaker="s2",
            confidence=0.99,
            source=find(text, "Marta Lindqvist, the council's deputy leader"),
            cue=find(text, "said"),
        ),
        said(
            text,
            "Shame!",
            speaker="s3",
            confidence=0.62,
            cue=find(text, "shouted"),
            others=(("s2", 0.2),),
            source=find(text, "Traders in the public gallery"),
        ),
        jonas,
        said(text, "Never let them move you,", speaker="s5", confidence=0.81, parent=jonas.id, others=(("s4", 0.1),)),
        said(text, "structurally unsound", kind="mixed", speaker="s6", confidence=0.95, channel="statement"),
        said(text, "That is simply not what the engineers told us.", others=(("s2", 0.41), ("s6", 0.3))),
        said(text, "Herring Palace", kind="other", reason="nickname, after so-called"),
        said(
            text,
            "I came to this country with one suitcase and a ladder,",
            coffee,
            "You do not forget a thing like that.",
            speaker="s7",
            confidence=0.93,
            source=find(text, "the painter Ilse Okafor"),
            cue=find(text, "told the meeting"),
        ),
        said(
            text,
            "the mural would be saved whatever happened to the building",
            kind="indirect",
            speaker="s2",
            confidence=0.9,
            cue=find(text, "said that", 0),
        ),
    )
    info = DocumentInfo(
        language="en",
        meta={"title": "Council votes to close the market", "outlet": "Harbour Post", "date": "2025-03-11"},
    )
    return Annotation.of(Document(id="market", text=text, info=info), quotations=quotations, speakers=speakers)


def broadcast() -> Annotation:
    """Return a broadcast transcript with turns: a narrator, two bites, one of them translated."""
    text = BROADCAST
    speakers = (
        Speaker(id="s1", name="Narrator", kind="narrator"),
        Speaker(id="s2", name="Tove Haugland", role="the islands' transport minister"),
        Speaker(id="s3", name="a fisherman on the quay in Sandvik", kind="described"),
    )
    quotations = (
        said(
            text,
            "I have looked at every figure twice. We cannot sail a boat that the inspectors will not sign for.",
            speaker="s2",
            confidence=0.97,
            source=find(text, "The islands' transport minister, Tove Haugland"),
            cue=find(text, "says"),
        ),
        said(
            text,
            "They said the same thing ten years ago. The boats are older now, and so am I.",
            speaker="s3",
            confidence=0.91,
            translated=True,
        ),
    )
    lines, start = [], 0
    for line in text.splitlines(keepends=True):
        lines.append(Span(start, start + len(line) - 1))
        start += len(line)
    turns = (
        Turn(start=lines[0].start, end=lines[1].end, speaker="s1", kind="narrator"),
        Turn(start=lines[2].start, end=lines[2].end, speaker="s2", kind="bite", start_ms=61_500),
        Turn(start=lines[3].start, end=lines[3].end, speaker="s1", kind="narrator"),
        Turn(start=lines[4].start, end=lines[4].end, speaker="s3", kind="bite", translated=True),
    )
    return Annotation.of(Document(id="ferry", text=text), quotations=quotations, speakers=speakers, turns=turns)


HOSTILE = {
    "closes a script": "</script><script>alert(1)</script>",
    "loads an image": "<img src=x onerror=alert(1)>",
    "ends an attribute": '" onmouseover="alert(1)" x="',
    "script address": "javascript:alert(1)",
    "template": "{{7*7}}{% raw %}{#",
    "direction override": "abc\u202egpj.exe\u2066",
    "NUL": "a\0b",
    "terminal escape": "\x1b[2J\x1b]0;owned\x07",
    "style end": "</style><style>*{display:none}",
    "comment": "<!-- ]]> --",
    "prototype": "__proto__",
    "line breaks": "a\r\nb\rc\nd",
    "line separators": "a\u2028b\u2029c",
    "emoji": "👩‍🚀 o\u0301 𝒳",
    "markdown": "# [x](javascript:alert(1)) **b** `c` | ~~d~~ <https://e>",
    "css": '"}*{background:url(https://x)}/*\\',
}


def hostile(words: str) -> Annotation:
    """Return an annotation that holds ``words`` in every place a document can choose."""
    text = f"He said “{words}” and left."
    span = Span(9, 9 + len(words))
    speaker = Speaker(id=words, name=words, role=words, affiliation=words, aliases=(words,), labels=(words,))
    silent = Speaker(id="silent", name=words, role=words)
    quotation = Quotation(
        id=words,
        kind="direct",
        spans=(span,),
        content=(span,),
        speaker=words,
        confidence=0.5,
        candidates=(Candidate(speaker=words, confidence=0.5), Candidate(speaker="silent", confidence=0.1)),
        evidence=(Evidence(rule=words, words=words, spans=(), weight=1.0),),
        relayed_by=words,
        channel=words,
        cue=Span(3, 7),
        source=Span(0, 2),
        by=words,
    )
    other = Quotation(id=f"other {words}", kind="other", spans=(Span(0, 2),), reason=words)
    turn = Turn(start=0, end=len(text), speaker=words, label=words, kind="bite")
    info = DocumentInfo(language=words, meta={"title": words, "outlet": words, "date": words})
    return Annotation.of(
        Document(id=words, text=text, info=info),
        quotations=(quotation, other),
        speakers=(speaker, silent),
        turns=(turn,),
    )
