"""Labels of a transcript: what stands before the words of a voice, and which of them are meant as such.

A label is looked for where lines begin, and inside lines too where a transcript in capitals was run together. One
candidate alone proves nothing ("Warning: wet paint"): labels count where they come back, carry times, or open so much
of the text that it is nothing else but a transcript. Everything is decided in two passes over the lines; of a line no
more than its first code points are looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from quotes.lexicon import (
    calendar_words,
    cue_verbs,
    function_words,
    furniture,
    given_names,
    label_words,
    name_particles,
    person_nouns,
    surnames,
)

__all__ = ["FoundLabel", "find_labels", "parse_ms", "unify_line_ends"]

LabelSort = Literal["tag", "role", "capitals", "name", "word"]
"""tag: tells voices apart and names nobody. role: says what somebody is there for. capitals: a name in capitals. name:
two or more capitalised words, or a given name. word: one capitalised word, which may be anything."""

_LONGEST_HEAD_CHARS = 180
_LONGEST_NAME_CHARS = 100
_MOST_NAME_WORDS = 7
_MOST_ROLE_WORDS = 14
_LONGEST_BLOCK_SHARE = 3
"""Labels make a transcript where they open one in so many of its paragraphs."""
_THIN_SHARE = 10
"""Two voices that both come back make one where they open one in so many of its paragraphs."""
_SAME_STYLE = 0.8
_REMEMBERED = 4096

_TIME = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?"
_TIMES = rf"{_TIME}(?: ?(?:-->|[-–—]|to) ?{_TIME})?"
_HEAD = re.compile(
    r"(?P<lead>[ \t\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
    r"(?:[-–—•*+][ \t]+|[-–—](?=\w)|>>+[ \t]?|\#{1,6}[ \t]+)?)"
    r"(?P<open>(?:\*{1,3}|_{1,2})?)"
    rf"(?:(?P<before>[\[(]{_TIMES}[\])]|{_TIMES}(?=[ \t]))[ \t]*[-–—|]?[ \t]*)?"
    r"(?P<inner>(?:\*{1,3}|_{1,2})?)"
    r"(?:\[(?P<box>[^\[\]\n:]{1,60})\]|(?P<name>[^\W_][^:\n\[\](){}<>|\"“”*\t]{0,100}?))"
    r"(?P<groups>(?:[ \t]?\([^()\[\]\n]{1,60}\)|[ \t]?\[[^()\[\]\n]{1,60}\]){0,3})"
    r"(?P<bare>[ \t]{1,4}" + _TIMES + r")?"
    r"(?P<close>[ \t]*(?:\*{1,3}|_{1,2})?)"
    r"(?P<after>(?:[ \t]?[\[(]" + _TIMES + r"[\])])?)"
    r"(?P<colon>[ \t]?:(?:\*{1,3}|_{1,2})?(?=\s|$)|(?=[ \t]*$))",
    re.MULTILINE,
)
_BOXED = re.compile(
    rf"[ \t]*(?:[\[(](?P<before>{_TIMES})[\])][ \t]*)?\[(?P<box>[^\[\]\n:]{{1,60}})\]"
    rf"(?:[ \t]*[\[(](?P<after>{_TIMES})[\])])?(?P<colon>[ \t]?:)?(?=\s|$)"
)
_DOTTED = re.compile(r"[ \t]*(?P<name>[QA])\.(?=[ \t]+\S)")
_OTHER_LINE_END = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
_GROUP = re.compile(r"[\[(]([^()\[\]\n]{1,60})[\])]")
_FIRST_TIME = re.compile(_TIME)
_WHOLE_TIME = re.compile(rf"\s*{_TIMES}\s*")
_CAPITALS = (
    r"(?:(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|O['’])?[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]+|[A-HJ-Z]\.(?:[A-Z]\.)?"
    r"|(?:MR|MS|MRS|DR|SEN|REP|GOV|GEN|COL|LT|CAPT|SGT|PROF|REV|ST|HON|JR|SR)\.|\#?\d{1,2}|[A-Z]|&|/)"
)
_INLINE = re.compile(
    rf"(?P<name>{_CAPITALS}(?:,? {_CAPITALS}){{0,13}}|[A-ZÀ-Þ][\w'’-]* {_CAPITALS})"
    r"(?P<groups>(?: ?\([^()\n]{1,60}\)){0,2})\Z"
)
_COLON = re.compile(r":(?=[ \t])")
_TAG = re.compile(r"[#\s_-]*(?:[#\d]{1,4}|[A-Z])?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_FULL_NAME = re.compile(r"(?<![\w'’-])[A-ZÀ-Þ][\w'’-]+ ([A-ZÀ-Þ][\w'’-]+)")
_BEHIND_SENTENCE = ".?!…)]”\"'’-–—:"


class FoundLabel(NamedTuple):
    """A label of a transcript.

    Attributes:
        start: its first code point, with the marks and the time that stand before its name.
        name_start: the first code point of its name.
        end: where the words of the voice may begin: behind the colon or the last mark of the label.
        name: as printed, without marks and times: "JANE ROE, HOST", "ROE (voice-over)", "SPEAKER_01".
        start_ms: the time it gives, in milliseconds, or None.
    """

    start: int
    name_start: int
    end: int
    name: str
    start_ms: int | None


class _Candidate(NamedTuple):
    label: FoundLabel
    sort: LabelSort
    key: str
    is_marked: bool  # in bold or underlined, or in square brackets
    is_alone: bool  # the words begin on the next line
    is_inline: bool  # inside a line


def parse_ms(words: str) -> int | None:
    """Return the first time in ``words`` in milliseconds, or None where there is none.

    Example:
        >>> parse_ms("[01:12]"), parse_ms("(1:02:03.5)"), parse_ms("noon")
        (72000, 3723500, None)
    """
    found = _FIRST_TIME.search(words)
    if found is None:
        return None
    clock, _, fraction = found[0].replace(",", ".").partition(".")
    seconds = 0
    for part in clock.split(":"):
        seconds = 60 * seconds + int(part)
    return 1000 * seconds + (int(fraction.ljust(3, "0")) if fraction else 0)


def find_labels(text: str) -> list[FoundLabel]:
    r"""Return the labels of a transcript in order, or nothing for a text that is none.

    Example:
        >>> [label.name for label in find_labels("ADA QUILL: Are you there?\nTOM REED: I am.\nQUILL: Good.")]
        ['ADA QUILL', 'TOM REED', 'QUILL']
        >>> find_labels("He said: nothing.\nWarning: wet paint.")
        []
    """
    text = unify_line_ends(text)
    candidates = list(_find_candidates(text))
    blocks = _count_blocks(text)
    if not candidates or not _is_transcript(candidates, blocks, text):
        return []
    return [candidate.label for candidate in _choose(candidates, text)]


def unify_line_ends(text: str) -> str:
    r"""Return a text of the same length in which every line end of one character is LF.

    Example:
        >>> unify_line_ends("a\rb\r\nc\u2028d")
        'a\nb\r\nc\nd'
    """
    return _OTHER_LINE_END.sub("\n", text) if any(char in text for char in "\r\x85\u2028\u2029") else text


def _find_candidates(text: str) -> Iterator[_Candidate]:
    """Give whatever may be a label, in order."""
    start = 0
    size = len(text)
    while start < size:
        end = text.find("\n", start)
        end = size if end < 0 else end
        last = 0
        if not text[start : start + 1].isspace() or text[start:end].strip():
            candidate = _read_line(text, start, end)
            if candidate is not None:
                yield candidate
                last = candidate.label.end
            yield from _read_inline(text, max(start, last), end)
        start = end + 1


def _read_line(text: str, start: int, end: int) -> _Candidate | None:
    """Return what may be a label at the beginning of the line ``[start, end)``, or None."""
    limit = min(end, start + _LONGEST_HEAD_CHARS)
    head = text[start:limit]
    if ":" not in head and "]" not in head and "." not in head[:6]:
        return None
    found = _DOTTED.match(head)
    if found is not None:
        at = start + found.start("name")
        return _Candidate(
            FoundLabel(at, at, start + found.end(), found["name"], None), "tag", found["name"], False, False, False
        )
    found = _BOXED.match(head)
    if found is not None and (found["colon"] or found["before"] or found["after"] or _is_tag(found["box"])):
        return _make(text, start, found, found["box"], found.start("box"), end)
    found = _HEAD.match(head)
    if found is None or (limit < end and found.end() == limit - start and not found["colon"]):
        return None
    name, at = (found["name"], found.start("name")) if found["name"] else (found["box"], found.start("box"))
    has_time = found["before"] or found["bare"] or found["after"] or _WHOLE_TIME.fullmatch(_last_group(found["groups"]))
    if not found["colon"] and not (has_time and (found["bare"] or found["after"] or _last_group(found["groups"]))):
        return None  # a name with a time and nothing else on its line needs no colon
    return _make(text, start, found, name, at, end)


def _last_group(groups: str) -> str:
    found = _GROUP.findall(groups)
    return found[-1] if found else ""


def _make(text: str, start: int, found: re.Match[str], name: str, at: int, end: int) -> _Candidate | None:
    """Return the candidate of a match at the beginning of a line, or None where it cannot be a label."""
    groups = found.groupdict()
    name = name.rstrip()
    name_end = at + len(name)
    times = [groups.get("before") or "", groups.get("bare") or "", groups.get("after") or ""]
    for group in _GROUP.finditer(groups.get("groups") or ""):
        if _WHOLE_TIME.fullmatch(group[1]):
            times.append(group[1])
        elif groups.get("name"):
            name_end = found.start("groups") + group.end()
    printed = found.string[at:name_end]
    sort = _sort_of(name)
    if sort is None:
        return None
    is_marked = bool(groups.get("open") or groups.get("inner") or groups.get("box"))
    first = start + len(found[0]) - len(found[0].lstrip())
    ms = next((parse_ms(time) for time in times if time), None)
    label = FoundLabel(first, start + at, start + found.end(), printed, ms)
    return _Candidate(label, sort, _key(name), is_marked, not text[label.end : end].strip(), False)


def _read_inline(text: str, start: int, end: int) -> Iterator[_Candidate]:
    """Give what may be labels inside a line: names in capitals behind the end of a sentence."""
    floor = start
    for colon in _COLON.finditer(text, start, end):
        at = colon.start()
        if not (text[at - 1].isupper() or text[at - 1] in ").") and not text[at - 1].isdigit():
            continue
        window = max(floor, at - 140)
        found = _INLINE.search(text[window:at])
        if found is None:
            continue
        first = window + found.start()
        before = text[max(start, first - 3) : first].rstrip()
        if first == start or not before or before[-1] not in _BEHIND_SENTENCE or not text[first - 1].isspace():
            continue
        name = found["name"].rstrip()
        sort = _sort_of(name)
        if sort is None or sort == "word" or len(name) < 2:
            continue
        yield _Candidate(
            FoundLabel(first, first, at + 1, name + found["groups"], None), sort, _key(name), False, False, True
        )
        floor = at + 1


def _key(name: str) -> str:
    """Return what makes two labels of one voice alike: the last word of the name, or the tag with its number."""
    main = name.partition(",")[0].casefold().split()
    return " ".join(main[-2:]) if main and (main[-1].strip("#").isdigit() or len(main[-1]) < 3) else (main or [""])[-1]


def _is_tag(name: str) -> bool:
    """Whether a label only tells voices apart: "SPEAKER_01", "S1", "UNIDENTIFIED MALE #2"."""
    shown = " ".join(name.replace("_", " ").split()).casefold()
    stem = re.sub(r"[ #-]*(?:#?\d{1,4}|(?<=[ -])[a-z])$", "", shown)
    return stem in label_words("anonymous") and (stem != "s" or shown != "s") and (len(stem) > 2 or shown != stem)


@lru_cache(maxsize=_REMEMBERED)
def _sort_of(name: str) -> LabelSort | None:
    """Return what sort of label a name would be, or None where it cannot be one."""
    name = " ".join(name.split())
    if len(name) > _LONGEST_NAME_CHARS or not any(letter.isalpha() for letter in name):
        return None
    if _is_tag(name):
        return "tag"
    main, comma, rest = name.partition(",")
    folded = main.casefold().strip()
    if folded in ("q", "a"):
        return "tag"
    bare = re.sub(r"[ #]*\d{1,3}$", "", folded)
    if bare in label_words("roles"):
        return "role" if not comma or _is_role(rest) else None
    if _is_no_label(folded):
        return None
    words = main.split()
    if not words or len(words) > _MOST_NAME_WORDS or not words[0][0].isalpha():
        return None
    first = words[0].casefold()
    if not _has_capital(words[0]) and not (first in name_particles() and len(words) > 1 and _has_capital(words[-1])):
        return None
    if first in function_words() and not (first == "the" and len(words) > 1):
        return None
    if not all(_is_name_word(word) for word in words):
        return None
    if comma and not _is_role(rest):
        return None
    last = words[-1].casefold()
    if last in cue_verbs() or (len(words) > 1 and last in function_words() and last not in surnames()):
        return None
    if first == "the" and not (main.isupper() or last in person_nouns() or last in label_words("roles")):
        return None
    if main.isupper() or (len(words[-1]) > 2 and words[-1].isupper()):
        return "capitals"
    if len(words) > 1 or first in given_names():
        return "name"
    return "word"


def _has_capital(word: str) -> bool:
    """Whether a word begins with a capital, or with a letter of a script that has none."""
    return word[0].isupper() or (word[0].isalpha() and not word[0].islower())


def _is_name_word(word: str) -> bool:
    """Whether a word may stand in a label: it has a capital or a number, or joins others."""
    bare = word.strip(".,'’-#&/")
    if not bare:
        return word in ("&", "/", "-", "–")
    folded = bare.casefold()
    return _has_capital(bare) or bare.isdigit() or folded in label_words("joiners") or folded in name_particles()


def _is_role(words: str) -> bool:
    """Whether what stands behind the comma of a label may say who somebody is."""
    tokens = words.replace("(", " ").replace(")", " ").split()
    if not tokens or len(tokens) > _MOST_ROLE_WORDS:
        return False
    if words.isupper():
        return True
    if tokens[-1].casefold().strip(".") in _saying():
        return False
    return all(_is_name_word(token) for token in tokens) or any(
        token.casefold().strip(".,") in person_nouns() or token.casefold() in label_words("roles") for token in tokens
    )


@cache
def _saying() -> frozenset[str]:
    """Return every form of a verb of saying."""
    return frozenset(cue_verbs())


@cache
def _calendar() -> frozenset[str]:
    return frozenset(word.casefold() for word in calendar_words())


@cache
def _credits() -> frozenset[str]:
    kinds = ("credits", "promotions", "bylines")
    return frozenset(word.rstrip(":") for kind in kinds for word in furniture(kind))


def _is_no_label(name: str) -> bool:
    """Whether a name is a remark, part of a form or a date, in small letters."""
    name = name.strip(" .!")
    if name in label_words("no_labels") or name in _credits():
        return True
    words = name.split()
    if not words or name.startswith(("http", "www.")) or "@" in name:
        return True
    if words[0] in label_words("no_labels") and words[0] not in given_names() and len(words) > 1:
        return words[-1] not in person_nouns()  # "CITY ATTORNEY" is somebody
    return words[0].strip(".,") in _calendar() and not (len(words) > 1 and words[0] in given_names())


def _count_blocks(text: str) -> int:
    """Return how many paragraphs there are: parted by blank lines where there are such, else lines."""
    lines = parted = 0
    is_blank = True
    for line in text.split("\n"):
        if line.strip():
            lines += 1
            parted += is_blank
            is_blank = False
        else:
            is_blank = True
    return parted if parted > 1 and 4 * parted >= lines else lines


def _is_transcript(candidates: Sequence[_Candidate], blocks: int, text: str) -> bool:
    """Whether labels come back, carry times or open so much of a text that it is a transcript."""
    lines = [candidate for candidate in candidates if not candidate.is_inline]
    timed = sum(candidate.label.start_ms is not None for candidate in lines)
    counts = Counter(candidate.key for candidate in candidates)
    full = _named_in_full(candidates, counts, text)
    sure = [candidate for candidate in candidates if candidate.sort != "word" or candidate.key in full]
    back = {candidate.key for candidate in sure if counts[candidate.key] > 1}
    total = len(lines)
    if 2 * sum(_is_figure(text, candidate.label.end) for candidate in lines) > total:
        return False
    if timed >= 2 and _LONGEST_BLOCK_SHARE * timed >= blocks // 2:
        return True
    tags = {candidate.key for candidate in candidates if candidate.sort == "tag"}
    if len(tags) > 1 and 4 * total >= blocks:
        return True
    inline = [candidate for candidate in candidates if candidate.is_inline]
    again = sum(counts[candidate.key] > 1 for candidate in inline)
    if again >= 3 and 2 * len(inline) >= sum(text.count(mark) for mark in ".?!") ** 0.5:
        return True
    if not sure or len(counts) < 2:
        return False
    if total >= 3 and _LONGEST_BLOCK_SHARE * total >= blocks:
        shouted = all(candidate.sort in ("capitals", "tag", "role") for candidate in lines)
        return bool(back) or shouted
    if len(back) > 1 and total >= 4 and _THIN_SHARE * total >= blocks:
        return True
    spoken = all(c.sort in ("capitals", "tag", "role") or (c.sort == "name" and c.key.isalpha()) for c in lines)
    return total == 2 and blocks == 2 and spoken


def _named_in_full(candidates: Sequence[_Candidate], counts: Mapping[str, int], text: str) -> set[str]:
    """Return the single words that come back as labels and stand behind a name elsewhere: "Quill:" and "Ada Quill"."""
    words = {c.key for c in candidates if c.sort == "word" and counts[c.key] > 1}
    if len(words) < 2:
        return set()
    return words & {found[1].casefold() for found in _FULL_NAME.finditer(text)}


def _is_figure(text: str, start: int) -> bool:
    """Whether a number and little else follows a colon, as in a table of results."""
    line = text[start : start + 40].partition("\n")[0].strip()
    return line[:1].isdigit() and len(line) < 30 and sum(letter.isalpha() for letter in line) * 2 < len(line)


def _is_told(candidate: _Candidate, text: str) -> bool:
    """Whether a label inside a line is told by itself: by a role, a note, or a direction right before it."""
    start = candidate.label.start
    is_behind_direction = text[max(0, start - 3) : start].rstrip().endswith((")", "]"))
    return candidate.sort == "tag" or is_behind_direction or any(mark in candidate.label.name for mark in "(,")


def _count_words(text: str) -> Counter[str]:
    """Return how often each word stands in a text, in small letters: whoever is heard once may be named before."""
    return Counter(word.casefold() for word in _WORD.findall(text))


def _choose(candidates: Sequence[_Candidate], text: str) -> Iterator[_Candidate]:
    """Give those candidates that are labels in a text known to be a transcript."""
    counts = Counter(candidate.key for candidate in candidates)
    known = [candidate for candidate in candidates if not candidate.is_inline]
    back = [candidate for candidate in known if counts[candidate.key] > 1] or known
    timed = sum(candidate.label.start_ms is not None for candidate in back)
    marked = sum(candidate.is_marked for candidate in back)
    loud = sum(candidate.sort in ("capitals", "tag", "role") for candidate in back)
    many = _SAME_STYLE * len(back)
    named = _count_words(text) if any(c.is_inline and counts[c.key] == 1 for c in candidates) else Counter[str]()
    dotted = {candidate.key for candidate in known if text[candidate.label.end - 1] == "."}
    for candidate in candidates:
        recurs = counts[candidate.key] > 1
        if candidate.key in ("Q", "A") and text[candidate.label.end - 1] == "." and len(dotted) < 2:
            continue
        if candidate.is_inline:
            if loud >= many and (recurs or _is_told(candidate, text) or named[candidate.key] > 1):
                yield candidate
            continue
        if back and timed >= many and candidate.label.start_ms is None and not recurs and candidate.sort != "tag":
            continue
        if back and marked >= many and not candidate.is_marked:
            continue
        if candidate.sort == "word" and not recurs:
            continue
        if candidate.sort == "name" and not recurs and back and loud >= many and len(back) > 3:
            continue
        yield candidate
