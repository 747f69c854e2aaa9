"""TTML (and DFXP, IMSC, EBU-TT-D): captions as XML, with agents as voices.

The document's text is the whole file, so that offsets lead into it. It is parsed with expat, which says where each
piece of text stands; document types and entities of one's own are refused, so that no file can blow up or reach out.
pysubs2 is not used: it gives no offsets and no agents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from xml.parsers import expat

from quotes.errors import ReadError
from quotes.formats.base import Reading
from quotes.formats.caption_labels import BREAK, TAG, LabelledPart
from quotes.formats.caption_voices import voice_parts
from quotes.formats.captions import NO_CAPTION_ADVICE, Caption, skip
from quotes.formats.transcript import read_entities
from quotes.model import DocumentInfo, Skip

__all__ = ["is_ttml", "parse_ttml"]

_OPENING = re.compile(r"\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:[\w-]{1,20}:)?tt[\s>]", re.DOTALL)
_CLOCK = re.compile(r"(\d{2,5}):(\d\d):(\d\d)(?:(\.\d+)|:(\d{1,3})(?:\.\d+)?)?")
_OFFSET = re.compile(r"(\d{1,15}(?:\.\d+)?)(h|ms|m|s|f|t)")
_MOST_MS = 10**12
"""Times beyond that (thirty years) are none; other formats could not hold them."""
_DEFAULT_FRAMES = 30.0


def is_ttml(opening: str) -> bool:
    """Whether a text begins as XML whose root is ``tt``.

    Example:
        >>> is_ttml('<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml"><body/></tt>'), is_ttml("<p>tt</p>")
        (True, False)
    """
    return opening.lstrip()[:1] == "<" and _OPENING.match(opening) is not None


def parse_ttml(text: str, how: Reading) -> DocumentInfo:
    """Tell what is said in a TTML file, by which agents, and when.

    Raises:
        ReadError: it is no well-formed XML (with the line), declares a document type, or holds no caption.

    Source: TTML2 (W3C, 2018) sections 10 and 12.

    Example:
        >>> info = parse_ttml('<tt><body><div><p begin="1s" end="2.5s">Go &amp; see.</p></div></body></tt>', Reading())
        >>> info.utterances[0]
        Utterance(spans=(Span(start=40, end=53),), label=None, start_ms=1000, end_ms=2500)
    """
    walk = _Walk(text, how.path)
    walk.run()
    if not walk.captions:
        raise ReadError(how.path, None, f"this TTML file holds no caption (no element p); {NO_CAPTION_ADVICE}")
    utterances, silent = voice_parts(text, walk.masked(), walk.parts, walk.captions, how.voices)
    language = walk.language[:2].lower() if re.match(r"[A-Za-z]{2}(?:-|$)", walk.language) else None
    skipped = (*walk.skips, *silent)
    return DocumentInfo(format="ttml", language=language, meta=walk.meta, utterances=utterances, skipped=skipped)


class _Frame(NamedTuple):
    """An element that is open: its name, its times in milliseconds, its agent."""

    name: str
    begin_ms: int | None
    end_ms: int | None
    agent: str | None
    start: int


class _Walk:
    """The walk through a file, element by element."""

    def __init__(self, text: str, path: str) -> None:
        self.captions: list[Caption] = []
        self.parts: list[list[LabelledPart]] = []
        self.skips: list[Skip] = []
        self.language = ""
        self.meta: dict[str, str] = {}
        self._text, self._path = text, path
        self._data = text.encode("utf-8")
        self._place = (0, 0)  # bytes and code points up to the last event
        self._stack: list[_Frame] = []
        self._chunk: int | None = None
        self._chunks: list[tuple[int, int]] = []  # what is said
        self._breaks: list[tuple[int, int]] = []
        self._agents: dict[str, str] = {}
        self._agent_id = ""
        self._rates = (_DEFAULT_FRAMES, 1.0)
        self._has_times = self._has_span_times = False  # of the caption that is open
        self._parser = expat.ParserCreate("utf-8")

    def run(self) -> None:
        """Walk through the whole file.

        Raises:
            ReadError: it is no well-formed XML, or declares a document type.
        """
        parser = self._parser
        parser.buffer_text = False
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._take_text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.DefaultHandler = self._pass
        try:
            parser.Parse(self._data, True)
        except expat.ExpatError as error:
            reason = expat.errors.messages.get(error.code, str(error))
            raise ReadError(
                self._path, error.lineno, f"this is no well-formed XML: {reason}; repair the file"
            ) from None
        for number, parts in enumerate(self.parts):  # names may stand behind their use
            self.parts[number] = [
                part._replace(label=" & ".join(self._agents.get(name, name) for name in part.label.split()))
                if part.label is not None
                else part
                for part in parts
            ]

    def masked(self) -> str:
        """Return the text with everything masked that is not said."""
        pieces: list[str] = []
        done = 0
        for start, end, is_break in sorted(
            [(start, end, False) for start, end in self._chunks] + [(start, end, True) for start, end in self._breaks]
        ):
            pieces += (TAG * (start - done), BREAK * (end - start) if is_break else self._text[start:end])
            done = end
        return "".join([*pieces, TAG * (len(self._text) - done)])

    def _refuse(self, *_: object) -> None:
        line = self._parser.CurrentLineNumber
        raise ReadError(
            self._path, line, "it declares a document type or an entity, which is not read; take the declaration out"
        )

    def _here(self) -> int:
        """Return the code point at which the present event begins, and end the piece of text before it."""
        byte, place = self._place
        now = self._parser.CurrentByteIndex
        place += len(self._data[byte:now].decode("utf-8"))
        self._place = (now, place)
        if self._chunk is not None:
            self._end_chunk(self._chunk, place)
            self._chunk = None
        return place

    def _end_chunk(self, start: int, end: int) -> None:
        words = self._text[start:end]
        if not words.strip():
            if any(frame.name == "p" for frame in self._stack):
                self._chunks.append((start, end))
            return
        names = [frame.name for frame in self._stack]
        if "p" in names and "metadata" not in names:
            self._chunks.append((start, end))
        elif names[-1:] == ["name"] and "agent" in names:
            known = self._agents.get(self._agent_id, "")
            self._agents[self._agent_id] = " ".join((known + read_entities(words)).split())
        elif names[-1:] == ["title"] and "title" not in self.meta:
            self.meta["title"] = read_entities(" ".join(words.split()))
        else:
            line = self._text.count("\n", 0, start) + 1
            self.skips.append(skip("it stands outside of every caption", self._text, start, end, line))

    def _take_text(self, _: str) -> None:
        self._chunk = self._here()

    def _pass(self, _: str) -> None:
        self._here()

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        here = self._here()
        values = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        name = tag.rpartition(":")[2]
        above = self._stack[-1] if self._stack else _Frame("", None, None, None, 0)
        if name == "tt":
            self.language = values.get("lang", "")
            self._rates = _read_rates(values)
        elif name == "agent":
            self._agent_id = values.get("id", "")
        elif name == "br":
            self._breaks.append((here, self._text.index(">", here) + 1))
        begin_ms, end_ms = self._read_times(values, above)
        self._stack.append(_Frame(name, begin_ms, end_ms, values.get("agent", above.agent), here))
        if name == "p":
            self.captions.append(Caption(here, here, self._parser.CurrentLineNumber, begin_ms, end_ms))
            self.parts.append([])
        if name in ("p", "span") and self.parts and any(frame.name == "p" for frame in self._stack):
            self._cut(here)
            if name == "p":
                self._has_times = "begin" in values or "end" in values
            elif "begin" in values and not self._has_times:  # the times stand on the spans alone
                last = self.captions[-1]
                start_ms = begin_ms if not self._has_span_times else last.start_ms
                self.captions[-1] = last._replace(start_ms=start_ms, end_ms=end_ms)
            self._has_span_times = name == "span" and (self._has_span_times or "begin" in values)

    def _close(self, tag: str) -> None:
        here = self._here()
        frame = self._stack.pop()
        if frame.name == "p":
            self.captions[-1] = self.captions[-1]._replace(end=here)
            self.parts[-1] = [
                part._replace(
                    end=min(here, self.parts[-1][number + 1].start if number + 1 < len(self.parts[-1]) else here)
                )
                for number, part in enumerate(self.parts[-1])
            ]
        elif frame.name == "span" and any(above.name == "p" for above in self._stack):
            self._cut(here)

    def _cut(self, here: int) -> None:
        """Begin a part of the caption where the agent changes."""
        agent = self._stack[-1].agent
        label = agent.replace("#", "") if agent else None
        parts = self.parts[-1]
        if not parts or parts[-1].label != label:
            parts.append(LabelledPart(here, here, label, label is not None))

    def _read_times(self, values: Mapping[str, str], above: _Frame) -> tuple[int | None, int | None]:
        """Return begin and end of an element, counted from the beginning of the file; both may be its parent's."""
        offset_ms = above.begin_ms or 0
        times: dict[str, int | None] = {}
        for name in ("begin", "end", "dur"):
            if name in values:
                times[name] = _read_time(values[name], *self._rates)
                if times[name] is None:
                    line = self._parser.CurrentLineNumber
                    words = f'{name}="{values[name]}"'
                    self.skips.append(Skip(reason="a time that cannot be read", words=words[:80], line=line))
        begin_ms, end_ms = above.begin_ms, above.end_ms
        if (begin := times.get("begin")) is not None:
            begin_ms = offset_ms + begin
        elif "begin" in times:
            begin_ms = None
        if (end := times.get("end")) is not None:
            end_ms = offset_ms + end
        elif (duration := times.get("dur")) is not None and begin_ms is not None:
            end_ms = begin_ms + duration
        if begin_ms is not None and end_ms is not None and end_ms < begin_ms:
            line = self._parser.CurrentLineNumber
            self.skips.append(Skip(reason="an end before its start", words=str(values.get("end", ""))[:80], line=line))
            end_ms = None
        return begin_ms, end_ms


def _read_rates(values: Mapping[str, str]) -> tuple[float, float]:
    """Return frames and ticks a second from the attributes of the root."""
    try:
        frames = float(values.get("frameRate", _DEFAULT_FRAMES))
        above, below = (float(part) for part in values.get("frameRateMultiplier", "1 1").split())
        ticks = float(values.get("tickRate", frames if "frameRate" in values else 1))
        rates = (frames * above / below or _DEFAULT_FRAMES), ticks or 1.0
        return rates if all(1e-3 < rate < 1e12 for rate in rates) else (_DEFAULT_FRAMES, 1.0)
    except (ValueError, ZeroDivisionError):
        return _DEFAULT_FRAMES, 1.0


def _read_time(value: str, frames: float, ticks: float) -> int | None:
    """Return a time expression in milliseconds, or None where it is none.

    Example:
        >>> _read_time("00:00:01:15", 30, 1), _read_time("1.5s", 30, 1), _read_time("soon", 30, 1)
        (1500, 1500, None)
    """
    clock = _CLOCK.fullmatch(value.strip())
    if clock:
        seconds = 3600 * int(clock[1]) + 60 * int(clock[2]) + int(clock[3])
        return 1000 * seconds + round(1000 * (float(clock[4]) if clock[4] else int(clock[5] or 0) / frames))
    offset = _OFFSET.fullmatch(value.strip())
    if offset is None:
        return None
    units = {"h": 3_600_000.0, "m": 60_000.0, "s": 1000.0, "ms": 1.0, "f": 1000 / frames, "t": 1000 / ticks}
    time_ms = float(offset[1]) * units[offset[2]]
    return round(time_ms) if time_ms < _MOST_MS else None
