"""The commands about quotation marks: ``quotes repair`` and ``quotes check``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from quotes.cli.annotating import option_of_cue_verbs, read_verbs
from quotes.cli.group import main
from quotes.cli.options import check_reader, option_of_encoding, option_of_input_format, take_input
from quotes.cli.output import check_output, write_bytes, write_output
from quotes.cli.places import Places
from quotes.cli.shell import EXIT_FAULT, EXIT_INPUT, tell_error
from quotes.errors import QuotesError

if TYPE_CHECKING:
    from quotes.formats import TextFile
    from quotes.lexicon.cues import HouseVerb
    from quotes.model import Repair
    from quotes.segmenter.check import Finding
    from quotes.segmenter.repair import KeptMark

__all__ = ["check", "repair"]

STYLES = ("american", "british", "french", "german", "own", "straight")
CHECK_FORMATS = ("text", "json", "github")

_min_mark_confidence = click.option(
    "--min-mark-confidence",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="How sure the reading of a mark must be (default: 0.75).",
)


@main.command(
    examples="""
        quotes repair draft.txt                       # the repaired text; the changes on stderr
        quotes repair draft.txt --diff                # what would change
        quotes repair draft.txt --style british -o british.txt
        quotes repair draft.txt --style own --in-place
    """
)
@click.argument("file", metavar="[FILE|-]", required=False)
@click.option(
    "--style",
    type=click.Choice(STYLES),
    default="american",
    show_default=True,
    help="House style; own is the one most of the document is written in: only what is out of line is changed.",
)
@click.option("--diff", is_flag=True, help="Show what would change as a unified diff, and write nothing.")
@click.option("--in-place", is_flag=True, help="Replace FILE by the repaired text.")
@click.option("-o", "--output", "out", metavar="OUT", help="File to write (default: standard output).")
@_min_mark_confidence
@option_of_cue_verbs
@option_of_encoding
@option_of_input_format
@click.option("-q", "--quiet", is_flag=True, help="Leave the list of changes out.")
def repair(
    file: str | None,
    style: str,
    diff: bool,
    in_place: bool,
    out: str | None,
    min_mark_confidence: float | None,
    cue_verbs: str | None,
    encoding: str | None,
    input_format: str | None,
    quiet: bool,
) -> None:
    """Set the quotation marks of a document to one style.

    Changed are quotation marks, apostrophes and the spaces between marks and words, nothing else; a mark that was
    lost is put in where its place is plain. Measures and program text stay as they are. What is not certain is listed
    and left. Encoding, byte-order mark and line ends stay; a second run changes nothing. FILE itself is only replaced
    with --in-place.
    """
    file = take_input(file)
    if in_place and (diff or out is not None):
        raise click.UsageError("--in-place says where the text goes; leave out --diff and -o.")
    if in_place and file == "-":
        raise click.UsageError("--in-place needs a FILE; standard input cannot be replaced.")
    check_output(out, [file])
    verbs = read_verbs(cue_verbs)
    source = _read(file, encoding, input_format)
    from quotes.segmenter.repair import apply_repairs, plan_repairs
    from quotes.segmenter.styles import house_styles

    text = source.document.text
    plan = plan_repairs(text, **_how(text, min_mark_confidence, verbs), style=house_styles().get(style))
    data = source.encode(apply_repairs(text, plan.repairs))
    places = Places(text)
    if diff:
        from quotes.cli.diff import show_diff

        name = "standard input" if file == "-" else file
        write_output(out, show_diff(text, plan.repairs, name, coloured=_is_coloured(out)), keep_empty=True)
    elif in_place:
        if plan.repairs:
            check_output(file, [])
            write_bytes(file, data)
    else:
        write_bytes(out, data)
    if not quiet:
        if not diff:
            _list_changes(places, plan.repairs)
        _list_kept(places, plan.kept)
        click.echo(_sum_up(len(plan.repairs), len(plan.kept), diff), err=True)
        if plan.kept and not plan.repairs:
            click.echo("Settle the doubtful marks by hand, or lower --min-mark-confidence.", err=True)


@main.command(
    examples="""
        quotes check draft.txt
        quotes check draft.txt interview.txt --exit-zero
        quotes check draft.txt --format json
        quotes check draft.txt --format github        # notes beside the lines of a pull request
    """
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--format", "format", type=click.Choice(CHECK_FORMATS), default="text", help="Form of the findings.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 even where something is found.")
@_min_mark_confidence
@option_of_cue_verbs
@option_of_encoding
@option_of_input_format
@click.pass_context
def check(
    ctx: click.Context,
    files: Sequence[str],
    format: str,
    exit_zero: bool,
    min_mark_confidence: float | None,
    cue_verbs: str | None,
    encoding: str | None,
    input_format: str | None,
) -> None:
    """Find what is wrong with the quotation marks of documents, and change nothing.

    Lost marks, marks turned the wrong way, mixed styles, two apostrophes for one mark, stray and spaced marks,
    mojibake, and what cannot be told with certainty. Exit code 1 if there are findings, 2 if a file cannot be read.
    """
    from quotes.segmenter.check import check_marks

    verbs = read_verbs(cue_verbs)
    found: list[tuple[str, Places, Finding]] = []
    unread = 0
    for file in files:
        try:
            source = _read(file, encoding, input_format)
        except (QuotesError, OSError) as error:
            unread += 1
            click.echo(f"Error: {tell_error(error)}", err=True)
            continue
        text = source.document.text
        places = Places(text)
        findings = check_marks(text, **_how(text, min_mark_confidence, verbs))
        found += ((file, places, finding) for finding in findings)
    write_output(None, _SHOWN[format](found), keep_empty=True)
    read = _number(len(files) - unread, "file")
    click.echo(f"{_number(len(found), 'finding')} in {read}.", err=True)
    ctx.exit(EXIT_INPUT if unread else EXIT_FAULT if found and not exit_zero else 0)


def _read(file: str, encoding: str | None, input_format: str | None) -> TextFile:
    """Read one text file."""
    check_reader(input_format)
    from quotes.formats import read_text_file

    return read_text_file(file, encoding=encoding, format=input_format)


def _how(text: str, min_mark_confidence: float | None, verbs: tuple[HouseVerb, ...]) -> dict[str, Any]:
    """Return what reading the marks needs to know of the text."""
    from quotes.language.detection import detect_language
    from quotes.language.layout import read_layout
    from quotes.segmenter.repair import DEFAULT_MIN_MARK_CONFIDENCE

    sure = DEFAULT_MIN_MARK_CONFIDENCE if min_mark_confidence is None else min_mark_confidence
    return {
        "paragraphs": read_layout(text).paragraphs,
        "min_mark_confidence": sure,
        "language": detect_language(text) or "en",
        "verbs": verbs,
    }


def _is_coloured(out: str | None) -> bool:
    """Whether a terminal shows standard output and nobody asked for plain text."""
    return out in (None, "-") and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _list_changes(places: Places, repairs: Iterable[Repair]) -> None:
    """Tell each change on stderr: where, what, why."""
    for repair in repairs:
        was = _visible(repair.was) or "(nothing)"
        click.echo(f"{places.show(repair.start)}: {was} -> {_visible(repair.to)}  {repair.reason}", err=True)


def _list_kept(places: Places, kept: Iterable[KeptMark]) -> None:
    """Tell on stderr what was left as it is."""
    for mark in kept:
        shown = _visible(mark.span.of(places.text)) or "(nothing)"
        click.echo(f"{places.show(mark.span.start)}: {shown} left: {mark.reason}", err=True)


def _sum_up(changes: int, kept: int, is_diff: bool) -> str:
    verb = "to make" if is_diff else "made"
    left = f", {_number(kept, 'mark')} left" if kept else ""
    return f"{_number(changes, 'change')} {verb}{left}."


def _number(count: int, what: str) -> str:
    """Return "1 finding" or "3 findings"."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def _visible(mark: str) -> str:
    """Return a mark with its spaces and control characters made visible."""
    return "".join(
        char if char.isprintable() and not char.isspace() else "·" if char == " " else f"<U+{ord(char):04X}>"
        for char in mark
    )


def _show_text(found: Sequence[tuple[str, Places, Finding]]) -> str:
    return "".join(
        f"{file}:{places.show(finding.start)}: {finding.rule}: {_visible_message(finding.message)}\n"
        for file, places, finding in found
    )


def _show_json(found: Sequence[tuple[str, Places, Finding]]) -> str:
    import json

    rows = []
    for file, places, finding in found:
        line, column = places.find(finding.start)
        rows.append(
            {
                "path": file,
                "line": line,
                "column": column,
                "start": finding.start,
                "end": finding.end,
                "rule": finding.rule,
                "message": finding.message,
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _show_github(found: Sequence[tuple[str, Places, Finding]]) -> str:
    """Return workflow commands that become notes beside the lines.

    Source: GitHub's workflow commands: %, CR and LF are escaped, in properties also colon and comma.
    """
    lines = []
    for file, places, finding in found:
        line, column = places.find(finding.start)
        last = column + max(1, finding.end - finding.start)
        name = _escape(file).replace(":", "%3A").replace(",", "%2C")
        place = f"file={name},line={line},endLine={line},col={column},endColumn={last},title={finding.rule}"
        lines.append(f"::warning {place}::{_escape(finding.message)}\n")
    return "".join(lines)


_SHOWN = {"text": _show_text, "json": _show_json, "github": _show_github}


def _escape(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _visible_message(words: str) -> str:
    """Return one line without control characters."""
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in words)
