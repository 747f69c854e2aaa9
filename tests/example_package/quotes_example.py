"""What a package of others may offer: formats, a writer, a renderer and stages; its entry points are beside it."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace

from quotes.errors import ReadError
from quotes.formats import RawInput, Transcript, Writer
from quotes.model import Annotation, Document, DocumentInfo, Utterance
from quotes.pipeline import Draft
from quotes.spans import Span


def read_reversed(raw: RawInput) -> Document:
    """Read a file that somebody wrote backwards."""
    text = raw.data.decode("utf-8")[::-1]
    if not text:
        raise ReadError(raw.path, None, "the file is empty")
    return Document(id=raw.document_id, text=text, info=DocumentInfo(format="reversed", encoding="utf-8"))


def read_memo(raw: RawInput) -> Document:
    """Read a memo, which is its text; one line "VOICE> words" is one utterance."""
    text = raw.data.decode("utf-8")
    utterances = []
    place = 0
    for line in text.splitlines(keepends=True):
        voice, mark, words = line.rstrip("\n").partition("> ")
        if mark:
            start = place + len(voice) + len(mark)
            utterances.append(Utterance(spans=(Span(start, start + len(words)),), label=voice))
        place += len(line)
    info = DocumentInfo(format="memo", encoding="utf-8", utterances=tuple(utterances) or None)
    return Document(id=raw.document_id, text=text, info=info)


def write_memo(transcript: Transcript) -> str:
    """Write a memo."""
    return "".join(f"{passage.voice}> {' '.join(passage.words.split())}\n" for passage in transcript.passages)


MEMO = Writer(write_memo, frozenset({"words", "segments", "voices", "blanks in voices"}), (".memo",))
"""What is a memo's form as a transcript."""


def render_count(annotation: Annotation) -> str:
    """Say how much was found."""
    return f"{annotation.id}: {len(annotation.quotations)}"


def leave_short_ones(draft: Draft) -> Draft:
    """Leave out quotations of one word."""
    kept = tuple(q for q in draft.quotations if len(q.spans[0].of(draft.text).split()) > 1)
    return replace(draft, quotations=kept)


def break_down(draft: Draft) -> Draft:
    """Do what the text asks for: end this process, or take very long. Only for tests of what others must survive."""
    if "END THE PROCESS" in draft.text:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    if "TAKE LONG" in draft.text:
        time.sleep(300)
    return draft


NO_FUNCTION = 7
