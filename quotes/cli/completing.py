"""What a shell is offered while a command is typed; nothing heavy is loaded, so that it answers at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem

__all__ = [
    "READER_NAMES",
    "WRITER_NAMES",
    "FileName",
    "Offer",
    "complete_kinds",
    "complete_readers",
    "complete_stages",
    "complete_writers",
    "complete_writers_or_json",
    "takes_file",
]

READER_NAMES = (
    *("assemblyai", "aws", "csv", "ctm", "deepgram", "docx", "google", "html", "json", "labelled", "lrc", "markdown"),
    *("plain", "podcast", "rev", "rttm", "seglst", "segments", "srt", "stm", "ttml", "webvtt", "whisper"),
)
"""What `quotes.formats.READERS` has; here again, since asking there loads the readers. A test holds them equal."""

WRITER_NAMES = (
    *("csv", "ctm", "labelled", "markdown", "podcast", "rttm", "seglst", "srt", "stm", "webvtt", "whisper"),
)
"""What `quotes.formats.WRITERS` has, in the same way."""

KINDS = ("direct", "mixed", "indirect", "other")

_FILE = re.compile(r"\b(?:FILE|IN|OUT|DOC|DIR|PATH|PAGE|WORDS|SEGMENTS|CORRECTIONS|REFERENCE|HYPOTHESIS|A|B)\b")
"""Words in the name of a value that stand for a file."""

Offer = Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]
"""What click asks for the words to offer."""


class FileName(click.types.StringParamType):
    """Words that name a file, or ``-``; a shell offers files."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        """Leave it to the shell."""
        return [CompletionItem(incomplete, type="file")]


def takes_file(param: click.Parameter) -> bool:
    """Whether a parameter takes the name of a file, by what its value is called in the help."""
    return param.type is click.STRING and _FILE.search(param.metavar or "") is not None


def complete_readers(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Offer the forms that can be read, those of installed packages too."""
    return _begin_with(incomplete, (*READER_NAMES, *_offered("quotes.formats")))


def complete_writers(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Offer the forms of transcripts that can be written, those of installed packages too."""
    return _begin_with(incomplete, (*WRITER_NAMES, *_offered("quotes.writers")))


def complete_writers_or_json(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Offer what `complete_writers` does, and the annotation itself."""
    return _begin_with(incomplete, ("json", *WRITER_NAMES, *_offered("quotes.writers")))


def complete_stages(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Offer the stages of installed packages."""
    return _begin_with(incomplete, _offered("quotes.stages"))


def complete_kinds(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Offer kinds of quotation, behind a comma those that are not there yet."""
    before, comma, begun = incomplete.rpartition(",")
    given = before.split(",")
    found = _begin_with(begun, (kind for kind in KINDS if kind not in given))
    return [CompletionItem(f"{before}{comma}{item.value}") for item in found]


def _offered(group: str) -> tuple[str, ...]:
    """Return what installed packages offer."""
    from quotes.plugins import list_plugins

    return list_plugins(group)  # type: ignore[arg-type]  # one of the groups, by the callers above


def _begin_with(incomplete: str, words: Iterable[str]) -> list[CompletionItem[str]]:
    """Return the words that go on from what was typed."""
    return [CompletionItem(word) for word in dict.fromkeys(words) if word.startswith(incomplete)]
