"""WebVTT: captions with voice tags; headerless fragments that begin with a line of times are read too."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from quotes.errors import ReadError
from quotes.formats.base import Reading
from quotes.formats.caption_voices import find_utterances
from quotes.formats.caption_writing import TimedCaption, choose_first_faithful, escape_marks, group_captions
from quotes.formats.captions import NO_CAPTION_ADVICE, find_captions, split_lines
from quotes.formats.rolling import cut_repeated
from quotes.formats.timing import CLOCK, read_time_line, write_clock
from quotes.formats.transcript import Passage, Transcript, find_transcript
from quotes.model import Document, DocumentInfo

__all__ = ["is_webvtt", "parse_webvtt", "write_webvtt"]

_SIGNATURE = re.compile(r"\s*WEBVTT(?=[ \t\r\n]|$)")
_FRAGMENT = re.compile(
    rf"\s*{CLOCK.replace('[.,:]', '[.]')}[ \t]*-->[ \t]*{CLOCK}[ \t]*(?:[A-Za-z][^\r\n]*)?(?=[\r\n]|$)"
)
_LANGUAGE = re.compile(r"Language:[ \t]*([A-Za-z]{2})(?:-\w+)?[ \t]*")


def is_webvtt(opening: str) -> bool:
    r"""Whether a text begins with the signature of WebVTT, or with a line of times in its form.

    Example:
        >>> is_webvtt("WEBVTT\n\n00:01.000 --> 00:02.000\nGo."), is_webvtt("00:01.000 --> 00:02.000\nGo.")
        (True, True)
        >>> is_webvtt("WEBVTT is a format.")
        False
    """
    if _SIGNATURE.match(opening):
        return (
            "-->" in opening or opening.split(maxsplit=1)[1:] == [] or opening.lstrip()[6:].lstrip(" \t")[:1] in "\r\n"
        )
    return "-->" in opening and _FRAGMENT.match(opening) is not None


def parse_webvtt(text: str, how: Reading) -> DocumentInfo:
    r"""Tell what is said in a WebVTT file, by whom where voice tags or labels say so, and when.

    Raises:
        ReadError: there is no caption in it.

    Source: WebVTT (W3C, 2019) section 6. Unlike there, what stands behind a blank line is not dropped but belongs to
    the caption before.

    Example:
        >>> parse_webvtt("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Go.", Reading()).utterances
        (Utterance(spans=(Span(start=39, end=42),), label='Ana', start_ms=1000, end_ms=2000),)
    """
    lines = split_lines(text)
    language = None
    if _SIGNATURE.match(text):
        while lines and not text[lines[0].start : lines[0].end].strip():
            lines.pop(0)
        for place, line in enumerate(lines):
            words = text[line.start : line.end]
            if not words.strip() or read_time_line(words) is not None:
                lines = lines[place:]
                break
            found = _LANGUAGE.fullmatch(words)
            language = found[1].lower() if found else language
        else:
            lines = []
    captions, skipped = find_captions(text, lines, is_webvtt=True)
    if not captions:
        raise ReadError(how.path, None, f"this WebVTT file holds no caption; {NO_CAPTION_ADVICE}")
    captions, repeated = cut_repeated(text, captions)
    utterances, silent = find_utterances(text, captions, how.voices)
    return DocumentInfo(
        format="webvtt", language=language, utterances=utterances, skipped=(*skipped, *repeated, *silent)
    )


def write_webvtt(transcript: Transcript) -> str:
    r"""Return a transcript as WebVTT, with a voice tag on every caption; two voices of one caption stay in it.

    Raises:
        WriteError: the transcript has no times.

    Example:
        >>> from quotes.formats.transcript import Passage
        >>> print(write_webvtt(Transcript("a", (Passage("Go & see.", "Ana Reyes", 1000, 2000),))))
        WEBVTT
        <BLANKLINE>
        00:00:01.000 --> 00:00:02.000
        <v Ana Reyes>Go &amp; see.
        <BLANKLINE>
    """
    captions = group_captions(transcript, "webvtt")
    ways = (
        "\n".join(("WEBVTT\n", *(_write_caption(caption, nobody, escape) for caption in captions)))
        for escape in (str, escape_marks)
        for nobody in ("", "<v>")
    )
    return choose_first_faithful(transcript, ways, _read_passages)


def _write_caption(caption: TimedCaption, nobody: str, escape: Callable[[str], str]) -> str:
    """Return one caption with its times."""
    said = []
    for passage in caption.passages:
        words = escape(_escape(passage.words))
        if passage.voice is not None:
            said.append(f"<v {_escape(' '.join(passage.voice.split()))}>{words}")
        else:
            said.append(nobody + words)
        if len(caption.passages) > 1 and said[-1].startswith("<v"):
            said[-1] += "</v>"
    if len(said) > 1 and not any(words.startswith("<v") for words in said):
        said = [f"- {words}" for words in said]
    times = f"{write_clock(caption.start_ms, '.')} --> {write_clock(caption.end_ms, '.')}"
    return "\n".join((times, *said, ""))


def _escape(words: str) -> str:
    """Return words as WebVTT wants them."""
    words = html.escape(words, quote=False)
    return re.sub(r"\{(?=\\|[A-Za-z]:)", "&#123;", words)


def _read_passages(text: str) -> Sequence[Passage]:
    """Return the passages of what was written, as it will be read."""
    if "-->" not in text:
        return ()
    info = parse_webvtt(text, Reading())
    return find_transcript(Document(id="written", text=text, info=info)).passages if info.utterances else ()
