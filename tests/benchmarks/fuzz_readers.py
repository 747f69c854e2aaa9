"""Spoil small files of every format and follow them all the way: ``python -m tests.benchmarks.fuzz_readers``.

    --inputs N    how many files (20,000)
    --seed N      of what is random (1)
    --only NAME   one sample alone, by the beginning of its name
    --seconds N   what one file may take in seconds of processor time (5)

Each file is read, annotated, shown in every form, written as every transcript and read again, held against itself, and
joined with a diarizer's segments. A file may be refused with an error of ours; anything else that is raised, a
character that is nowhere, words that a round trip changes, and a file that takes too long are failures. They are
printed; the exit code is 1 where there is one.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from quotes.diarizer.align import align
from quotes.errors import QuotesError
from quotes.evaluation import evaluate
from quotes.formats import WRITERS, find_losses, find_transcript, read
from quotes.formats.label_lines import find_labels
from quotes.formats.transcript import Passage
from quotes.model import Annotation, Document, Utterance
from quotes.pipeline import annotate
from quotes.renderer import render
from quotes.spans import Span
from tests.formats.caption_samples import account
from tests.formats.vendor_samples import RTTM, SAMPLES, SEGMENTS

MOST_SHOWN = 20

TEXT_SAMPLES: dict[str, tuple[str, str]] = {
    "SRT": (
        "srt",
        "1\n00:00:00,500 --> 00:00:01,700\nADA QUILL: Is the ferry late?\n\n"
        "2\n00:00:02,000 --> 00:00:03,200\n- Yes, by an hour.\n- \"No,\" he said.\n\n"
        "3\n00:00:03,300 --> 00:00:04,000\n>> TOM REED: <i>Then</i> we wait.\n",
    ),
    "WebVTT": (
        "webvtt",
        "WEBVTT\n\nNOTE by hand\n\nSTYLE\n::cue { color: red }\n\nintro\n00:00.500 --> 00:01.700 align:start\n"
        "<v Ada Quill>Is the ferry late?</v>\n<v.loud Tom Reed>Yes, &amp; by an hour.\n\n"
        "00:01.000 --> 00:03.200\nThe mayor said \"it sank\".\n",
    ),
    "TTML": (
        "ttml",
        '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata">'
        '<head><metadata><ttm:agent xml:id="a"><ttm:name>Ada Quill</ttm:name></ttm:agent></metadata></head><body><div>'
        '<p begin="0.5s" end="00:00:01.700" ttm:agent="a">Is the ferry<br/>late?</p>'
        '<p begin="20f" dur="1s"><span>Yes,</span> by an hour.</p></div></body></tt>',
    ),
    "LRC": ("lrc", "[ar: Nobody]\n[00:00.50]ADA QUILL: Is the ferry late?\n[00:02.00][00:04.00]Yes, by an hour.\n"),
    "labelled": (
        "labelled",
        "ADA QUILL, HOST: Minister Otto Lind joins us. Minister, is the ferry late?\n\n"
        'PRIME MINISTER: By an hour. The captain told me "go home".\n\n(LAUGHTER)\n\n'
        "QUILL (voice-over): Thank you. TOM REED, BYLINE: It rained.\n\n(BEGIN VIDEO CLIP)\n\n"
        "UNIDENTIFIED MALE #1: No.\n\n(END VIDEO CLIP)\n\nQUILL: Warning: wet. 4:57, a check.\n",
    ),
    "labelled, timed": (
        "labelled",
        "Speaker 1 (00:02):\nI'm Ada Quill. So?\n\nSpeaker 2 (00:04):\nThank you, Ada.\n\n"
        "Speaker 1 (1:00:09):\nYes.\n",
    ),
    "Markdown": (
        "labelled",
        "**Ada Quill:** Are you *there*?\n\n**Tom Reed:** I am.\n\n**Ada Quill:** “Go,” he said.\n",
    ),
    "prose": (
        "plain",
        "“The dam held,” said Ana Reyes, the mayor of Tarn. \"It will,\" he added.\n\nNobody asked again.\n",
    ),
    "RTTM": ("rttm", RTTM + "SPEAKER harbour 1 4.0 0.0 <NA> <NA> Ada van Quill <NA>\n"),
    "segments": ("segments", json.dumps(SEGMENTS)),
}  # fmt: skip
ALL_SAMPLES = {**SAMPLES, **TEXT_SAMPLES}

_SPLINTERS = (
    "\0", "\ufeff", "\u202e", "\u2066", "e\u0301\u0302", "\U0001f600", "שלום: ", "-->", " --> ", "<v ",
    "<v A B>", "</v>", "<", ">", "{", "}", "[", "]", '"', "“", "”", "NaN", "Infinity", "1e999", "-5", "-0.0",
    "9" * 25, "99999999999.5", "1e-320", ":", ";;", "\t", ",", "null", "\n", "\n\n", "\r", "\r\n", "\x85",
    "\u2028", "\x0b", "\x0c", "\x1c", " ", "\xa0", "\u3000", "ADA: ", "\nTOM REED: ", "Q: ", "4:57",
    "00:00:0x,000", "100:00:00.000", "-00:00:01,000", "&#1114112;", "&#xD800;", "&amp;", "&lt;v&gt;", "\\ud800",
    "\\u0000", "<NA>", "(", ")", "*", "**", "_", "#", ">> ", "- ", "http://a.b/c: ", "Warning: ", "''", "'",
    "`", "١٢:٣٤", "²", "Ⅷ", "ſ", "İ", "ß", "ﬁ", "\u200b", "\u200d", "\u00ad", "<br>", "<!--", "]]>",
    "<![CDATA[", "<!DOCTYPE a>", "&nbsp;", "A" * 300, "word " * 60, "0", "1", "\n7\n",
)  # fmt: skip

_ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, -2.5, 1e308, -1e308, 10**30, "", " ", "x", "0.5", "-3", "1e999", "NaN",
    "inf", "٣", [], {}, [[]], [None], {"": None}, "\0", "Ada Quill", "S0", "\u2028", "00:00:01.5", "3.5s",
    "PT1S", "\n\n", "a\rb",
)  # fmt: skip


class Failure(NamedTuple):
    """What went wrong with a file."""

    what: str
    sample: str
    data: bytes


def spoil(chance: random.Random, content: str) -> bytes:
    """Return a sample as bytes, changed in one to four places or in its encoding."""
    if content[:1] in "{[" and not content.startswith("[ar") and chance.random() < 0.6:
        content = _spoil_json(chance, content)
    else:
        for _ in range(chance.randint(0, 4)):
            content = _spoil_text(chance, content)
    way = chance.random()
    if way < 0.05:
        return content.encode("utf-16", "surrogatepass")
    if way < 0.08:
        return b"\xef\xbb\xbf" + content.encode("utf-8", "surrogatepass")
    if way < 0.1:
        return content.encode("cp1252", "replace")
    data = content.encode("utf-8", "surrogatepass")
    if way < 0.13 and data:
        at = chance.randrange(len(data))
        return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    return data


def _spoil_text(chance: random.Random, content: str) -> str:
    size = len(content)
    start = chance.randint(0, size)
    end = min(size, start + chance.choice((0, 1, 1, 2, 5, 20, 100)))
    way = chance.randrange(12)
    if way < 5:
        return content[:start] + chance.choice(_SPLINTERS) + content[start:]
    if way < 7:
        return content[:start] + content[end:]
    if way == 7:
        return content[:start] + content[start:end] * chance.randint(2, 4) + content[end:]
    if way == 8:
        return content[:start]
    if way == 9:
        return content.replace("\n", chance.choice(("\r\n", "\r", "\n\n", "\n\r", "\u2028", "\n \n", "")))
    lines = content.splitlines(keepends=True)
    if way == 10 and len(lines) > 1:
        chance.shuffle(lines)
        return "".join(lines)
    numbers = list(re.finditer(r"\d+", content))
    if numbers:
        found = chance.choice(numbers)
        odd = chance.choice(("", "-1", "0", "99", "1234567890123", "1e9", "NaN", "5.5.5", ":", "００"))
        return content[: found.start()] + odd + content[found.end() :]
    return content


def _spoil_json(chance: random.Random, content: str) -> str:
    value = json.loads(content)
    for _ in range(chance.randint(1, 3)):
        places = list(_list_places(value))
        if not places:
            break
        holder, key = chance.choice(places)
        way = chance.randrange(6)
        if way < 3:
            holder[key] = chance.choice(_ODD_VALUES)
        elif way == 3:
            del holder[key]
        elif isinstance(holder, list):
            holder.insert(key, chance.choice(_ODD_VALUES) if way == 4 else json.loads(json.dumps(holder[key])))
        elif isinstance(holder[key], str):
            holder[key] = _spoil_text(chance, holder[key])
        else:
            holder[chance.choice(list(holder))] = holder[key]
    return json.dumps(value, ensure_ascii=chance.random() < 0.5)


def _list_places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(part, dict | list):
            yield from _list_places(part)


def follow(data: bytes, format: str | None) -> str | None:
    """Take a file through all that can be done with it; return what is wrong, or None.

    Raises:
        Exception: whatever is no error of ours.
    """
    try:
        document = read(io.BytesIO(data), format=format)
    except QuotesError as error:
        return None if str(error).strip() else "an error without words"
    if isinstance(document, Annotation):
        return None
    wrong = _check_document(document)
    if wrong is not None:
        return wrong
    annotation = annotate(document)
    if Annotation.model_validate_json(annotation.model_dump_json()) != annotation:
        return "the annotation is another when it is read back"
    for form in ("text", "html", "md", "csv"):
        render(annotation, form)
    evaluate(annotation, annotation)
    return _check_alignment(document) or _check_writing(document)


def _check_document(document: Document) -> str | None:
    """Hold what was read against the text."""
    text, info = document.text, document.info
    size = len(text)
    for utterance in info.utterances or ():
        if any(span.end > size for span in utterance.spans):
            return "an utterance outside the text"
        if utterance.label is not None and not utterance.label.strip():
            return "a blank label"
    for word in info.words or ():
        if not text[word.start : word.end].strip():
            return "a word of blanks"
    if info.format in ("srt", "webvtt", "lrc") and info.utterances is not None:
        if info.format != "lrc" and (left := account(document)):
            return f"characters are nowhere: {left[:3]}"
    elif info.format == "labelled":
        return _account_labelled(document)
    return None


def _account_labelled(document: Document) -> str | None:
    text, info = document.text, document.info
    used = bytearray(len(text))
    spans = [span for utterance in info.utterances or () for span in utterance.spans]
    spans += [Span(label.start, label.end) for label in find_labels(text)]
    spans += [Span(skip.start, skip.end) for skip in info.skipped if skip.start is not None and skip.end is not None]
    for start, end in spans:
        used[start:end] = b"\1" * (end - start)
    lost = [char for char, is_used in zip(text, used, strict=True) if not is_used and not char.isspace()]
    return f"characters are nowhere: {lost[:20]}" if lost else None


_TURNS = (Utterance(spans=(Span(0, 0),), label="S0", start_ms=0, end_ms=1800),)
_TURNS += (Utterance(spans=(Span(0, 0),), label="S1", start_ms=1700, end_ms=9000),)


def _check_alignment(document: Document) -> str | None:
    with contextlib.suppress(ValueError):  # without times there is nothing to join by
        for repair in (False, True):
            joined = align(document, _TURNS, repair=repair).document
            if joined.text != document.text:
                return "joining changes the text"
            if _squash_said(joined) != _squash_said(document):
                return "joining loses words"
    return None


def _squash_said(document: Document) -> list[str]:
    """Return all that is said, without blanks."""
    utterances = document.info.utterances or ()
    said = "".join(span.of(document.text) for each in utterances for span in each.spans)
    return sorted("".join(said.split()))


def _check_writing(document: Document) -> str | None:
    """Write it in every form, and hold what is read there against what was written."""
    try:
        transcript = find_transcript(document)
    except QuotesError:
        return None
    for name, writer in WRITERS.items():
        try:
            written = writer.write(transcript)
        except QuotesError:
            continue
        losses = find_losses(transcript, name, writer)
        if "words" not in writer.holds:
            continue
        form = "labelled" if name == "markdown" else name
        try:
            document = read(io.BytesIO(written.encode("utf-8")), format=form)
            again = find_transcript(document)
        except QuotesError as error:
            if form == "labelled" or not _said(transcript.passages):  # too little to be known as a transcript
                continue
            return f"what is written as {name} cannot be read: {error}"
        if form == "labelled" and isinstance(document, Document) and (wrong := _account_labelled(document)):
            return f"written as {name}: {wrong}"
        passages: Sequence[Passage] = transcript.passages
        if name in ("stm", "ctm"):  # nothing without times; that it is left out is told
            passages = [each for each in passages if each.start_ms is not None and each.end_ms is not None]
        if name == "ctm":
            words = "".join(word.words for each in passages for word in each.timed if None not in word)
            if Counter("".join(words.split())) - Counter(written):
                return f"written as {name} and read again, words are lost"
        if form in ("labelled", "ctm") or any("no label" in loss for loss in losses):
            continue
        if (wanted := _said(passages)) != (found := _said(again.passages)):
            return f"written as {name} and read again, the words are others: {wanted!r} {found!r}"
        if (voices := _voices(passages)) != _voices(again.passages):
            return f"written as {name} and read again, the voices are others: {voices} {_voices(again.passages)}"
    return None


def _said(passages: Sequence[Passage]) -> str:
    return "".join("".join(passage.words.split()) for passage in passages)


def _voices(passages: Sequence[Passage]) -> set[str]:
    return {" ".join(passage.voice.split()) for passage in passages if passage.voice and passage.words}


def run(chance: random.Random, inputs: int, *, only: str = "", most_seconds: float = 5.0) -> Iterator[Failure]:
    """Give what fails among so many files."""
    names = [name for name in ALL_SAMPLES if name.startswith(only)]
    for _ in range(inputs):
        name = chance.choice(names)
        format, content = ALL_SAMPLES[name]
        data = spoil(chance, content)
        begin = time.process_time()
        try:
            wrong = follow(data, chance.choice((format, None, None)))
        except Exception:  # a fuzzer is there to see them all
            wrong = traceback.format_exc(limit=-6)
        if wrong is None and time.process_time() - begin > most_seconds:
            wrong = f"it takes {time.process_time() - begin:.1f} s"
        if wrong is not None:
            yield Failure(wrong, name, data)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args(arguments)
    begin = time.perf_counter()
    kinds: Counter[str] = Counter()
    for failure in run(
        random.Random(options.seed),  # noqa: S311 - repeatable, nothing secret
        options.inputs,
        only=options.only,
        most_seconds=options.seconds,
    ):
        kind = failure.what.strip().splitlines()[-1][:90]
        kinds[kind] += 1
        if kinds[kind] <= 2 and len(kinds) <= MOST_SHOWN:
            print(f"-- {failure.sample}\n{failure.data!r}\n{failure.what}", flush=True)
    for kind, count in kinds.most_common():
        print(f"{count:6} {kind}")
    failures = sum(kinds.values())
    print(f"{options.inputs:,} files, seed {options.seed}: {failures} failures; {time.perf_counter() - begin:.0f} s")
    return failures > 0


if __name__ == "__main__":
    sys.exit(main())
